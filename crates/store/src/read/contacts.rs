//! Contacts between agencies, counted for each pair.

use std::collections::BTreeMap;

use banso_access::RowFilter;
use banso_domain::{
    case::contact::{ContactDirection, PairContacts},
    id::AgencyId,
};
use chrono::NaiveDate;

use super::filter::visible;
use crate::{Query, Reader, StoreError, Value};

impl Reader {
    /// The contacts of the cases in reach since a day, for each agency that they were with.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses.
    pub async fn contact_pairs(
        &self,
        filter: RowFilter,
        since: NaiveDate,
    ) -> Result<BTreeMap<AgencyId, PairContacts>, StoreError> {
        let mut params: Vec<Value> = vec![since.into()];
        let condition = visible(filter, &mut params);
        let sql = format!(
            "SELECT a.agency_id, a.direction, a.sharing_only, CAST(count(*) AS BIGINT)
             FROM agency_contact a JOIN case_file c ON c.id = a.case_id
             WHERE a.took_place >= $1 AND {condition}
             GROUP BY a.agency_id, a.direction, a.sharing_only"
        );
        let mut pairs: BTreeMap<AgencyId, PairContacts> = BTreeMap::new();
        for row in self.query(&sql, &params).await? {
            let direction = ContactDirection::from_name(row.text(1)?).unwrap_or(ContactDirection::Sent);
            let pair = pairs.entry(AgencyId::new(row.uuid(0)?)).or_default();
            for _ in 0..row.int(3)? {
                pair.count(direction, row.int(2)? == 1);
            }
        }
        Ok(pairs)
    }
}
