//! Agencies as lists read them.

use banso_domain::{agency::AgencyEvent, agency::AgencyKind, id::AgencyId};

use super::{Place, to_json};
use crate::{StoreError, Tx, params};

/// The word for a kind in the table.
pub(crate) const fn kind_name(kind: AgencyKind) -> &'static str {
    match kind {
        AgencyKind::SupportCentre => "support_centre",
        AgencyKind::Municipality => "municipality",
        AgencyKind::Partner => "partner",
    }
}

pub(super) async fn project(tx: &Tx, id: AgencyId, event: &AgencyEvent, place: Place) -> Result<(), StoreError> {
    tx.outdates_directory();
    let AgencyEvent::Recorded { facts } = event;
    let row = params![id, kind_name(facts.kind), &facts.name, facts.municipality, to_json(facts)?, place.seq];
    tx.execute(
        "INSERT INTO agency (id, kind, name, municipality_id, facts, version) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, name = excluded.name,
             municipality_id = excluded.municipality_id, facts = excluded.facts, version = excluded.version",
        row,
    )
    .await?;
    Ok(())
}
