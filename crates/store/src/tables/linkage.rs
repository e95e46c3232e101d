//! What agencies say about how they work with others.

use banso_domain::{id::AgencyId, linkage::LinkageEvent};

use super::to_json;
use crate::{StoreError, Tx, params};

pub(super) async fn project(tx: &Tx, from: AgencyId, event: &LinkageEvent) -> Result<(), StoreError> {
    let LinkageEvent::Said { about, saying } = event;
    tx.execute(
        "INSERT INTO linkage_said (from_id, to_id, on_day, said) VALUES ($1, $2, $3, $4)
         ON CONFLICT (from_id, to_id, on_day) DO UPDATE SET said = excluded.said",
        params![from, *about, saying.on, to_json(saying)?],
    )
    .await?;
    Ok(())
}
