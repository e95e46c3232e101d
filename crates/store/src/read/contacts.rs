//! Contacts between agencies, counted for each pair.

use std::collections::BTreeMap;

use banso_access::RowFilter;
use banso_domain::{
    case::contact::{ContactDirection, ContactPhase, PairContacts},
    id::AgencyId,
};
use chrono::NaiveDate;

use super::filter::visible;
use crate::{Query, Reader, StoreError, Value};

impl Reader {
    /// The contacts of the cases in reach since a day, for each agency that they were with and for each phase in which the cases then
    /// were.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses.
    pub async fn contact_pairs(
        &self,
        filter: RowFilter,
        since: NaiveDate,
    ) -> Result<BTreeMap<(AgencyId, ContactPhase), PairContacts>, StoreError> {
        let (sql, params) = statement(filter, since);
        let mut pairs: BTreeMap<(AgencyId, ContactPhase), PairContacts> = BTreeMap::new();
        for row in self.query(&sql, &params).await? {
            let direction = ContactDirection::from_name(row.text(1)?).unwrap_or(ContactDirection::Sent);
            let phase = ContactPhase::from_name(row.text(4)?).unwrap_or(ContactPhase::Intake);
            let pair = pairs.entry((AgencyId::new(row.uuid(0)?), phase)).or_default();
            for _ in 0..row.int(3)? {
                pair.count(direction, row.int(2)? == 1);
            }
        }
        Ok(pairs)
    }
}

/// From the contacts of these months to their cases, which are far more where a municipality looks: so CROSS JOIN.
fn statement(filter: RowFilter, since: NaiveDate) -> (String, Vec<Value>) {
    let mut params: Vec<Value> = vec![since.into()];
    let condition = visible(filter, &mut params);
    let sql = format!(
        "SELECT a.agency_id, a.direction, a.sharing_only, CAST(count(*) AS BIGINT),
             CASE WHEN a.took_place >= c.closed_from THEN 'follow_up'
                  WHEN a.took_place >= c.supported_from THEN 'support'
                  WHEN a.took_place >= c.assessed_from THEN 'assessment'
                  ELSE 'intake' END AS phase
         FROM agency_contact a CROSS JOIN case_file c
         WHERE a.took_place >= $1 AND c.id = a.case_id AND {condition}
         GROUP BY a.agency_id, a.direction, a.sharing_only, phase"
    );
    (sql, params)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
mod tests {
    use banso_access::Actor;
    use banso_domain::{
        id::StaffId,
        staff::{Membership, Role},
    };
    use uuid::Uuid;

    use super::*;
    use crate::testing::TestBed;

    #[test]
    fn contacts_are_counted_from_the_newest_months_and_not_case_by_case() {
        let bed = TestBed::sqlite();
        tokio::runtime::Runtime::new().unwrap().block_on(async {
            let store = bed.open().await;
            let (today, agency) = ("2026-11-26".parse().unwrap(), AgencyId::new(Uuid::nil()));
            for role in [Role::Counselor, Role::MunicipalOfficer] {
                let held = [Membership::always(agency, role)];
                let actor = Actor::new(StaffId::new(Uuid::nil()), agency, &held, today).unwrap();
                let (sql, params) = statement(RowFilter::of(&actor), today);
                let plan = store.reader().query(&format!("EXPLAIN QUERY PLAN {sql}"), &params).await.unwrap();
                let steps: Vec<String> = plan.iter().map(|row| row.text(3).unwrap().to_owned()).collect();
                let first = "SEARCH a USING COVERING INDEX agency_contact_by_day";
                assert!(steps[0].starts_with(first), "{role:?}: {steps:?}");
                assert!(steps[1].starts_with("SEARCH c USING PRIMARY KEY"), "{role:?}: {steps:?}");
            }
        });
    }
}
