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
        let mut params: Vec<Value> = vec![since.into()];
        let condition = visible(filter, &mut params);
        let sql = format!(
            "SELECT a.agency_id, a.direction, a.sharing_only, CAST(count(*) AS BIGINT),
                 CASE WHEN a.took_place >= c.closed_from THEN 'follow_up'
                      WHEN a.took_place >= c.supported_from THEN 'support'
                      WHEN a.took_place >= c.assessed_from THEN 'assessment'
                      ELSE 'intake' END AS phase
             FROM agency_contact a JOIN case_file c ON c.id = a.case_id
             WHERE a.took_place >= $1 AND {condition}
             GROUP BY a.agency_id, a.direction, a.sharing_only, phase"
        );
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
