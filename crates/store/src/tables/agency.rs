//! Agencies as lists read them.

use banso_domain::{agency::AgencyEvent, id::AgencyId};

use super::{Place, to_json};
use crate::{StoreError, Tx, params};

pub(super) async fn project(tx: &Tx, id: AgencyId, event: &AgencyEvent, place: Place) -> Result<(), StoreError> {
    tx.outdates_directory();
    let AgencyEvent::Recorded { facts } = event;
    let row = params![id, facts.kind.name(), &facts.name, facts.municipality, to_json(facts)?, place.seq];
    tx.execute(
        "INSERT INTO agency (id, kind, name, municipality_id, facts, version) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, name = excluded.name,
             municipality_id = excluded.municipality_id, facts = excluded.facts, version = excluded.version",
        row,
    )
    .await?;
    Ok(())
}
