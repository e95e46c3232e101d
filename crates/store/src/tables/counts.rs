//! Contacts counted as they are written.

use banso_domain::{case::record::SupportRecord, id::AgencyId};

use crate::{StoreError, Tx, params};

/// Adds (`by` = 1) or takes away (`by` = -1) a record's contacts.
pub(super) async fn count_record(tx: &Tx, centre: AgencyId, record: &SupportRecord, by: i64) -> Result<(), StoreError> {
    let month = record.took_place.on.format("%Y-%m").to_string();
    for method in &record.methods {
        tx.execute(
            "INSERT INTO contact_count (centre_id, month, method, contacts) VALUES ($1, $2, $3, $4)
             ON CONFLICT (centre_id, month, method)
             DO UPDATE SET contacts = contact_count.contacts + excluded.contacts",
            params![centre, &month, method.name(), by],
        )
        .await?;
    }
    Ok(())
}
