//! Contacts counted as they are written.

use banso_domain::{case::record::SupportRecord, id::AgencyId};

use super::case::Writes;
use crate::params;

/// Adds (`by` = 1) or takes away (`by` = -1) a record's contacts.
pub(super) fn count_record(writes: &mut Writes, centre: AgencyId, record: &SupportRecord, by: i64) {
    let month = record.took_place.on.format("%Y-%m").to_string();
    for method in &record.methods {
        writes.add(
            "INSERT INTO contact_count (centre_id, month, method, contacts) VALUES ($1, $2, $3, $4)
             ON CONFLICT (centre_id, month, method)
             DO UPDATE SET contacts = contact_count.contacts + excluded.contacts",
            params![centre, &month, method.name(), by],
        );
    }
}
