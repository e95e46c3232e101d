//! Staff and memberships as lists read them.

use banso_domain::{id::StaffId, staff::StaffEvent};

use super::{Place, to_json};
use crate::{StoreError, Tx, params};

pub(super) async fn project(tx: &Tx, id: StaffId, event: &StaffEvent, place: Place) -> Result<(), StoreError> {
    tx.outdates_directory();
    let StaffEvent::Recorded { facts } = event else {
        tx.execute("UPDATE staff SET version = $2 WHERE id = $1", params![id, place.seq]).await?;
        return Ok(());
    };
    let row = params![id, facts.login.to_lowercase(), &facts.name, facts.active, to_json(facts)?, place.seq];
    tx.execute(
        "INSERT INTO staff (id, login, name, active, facts, version) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (id) DO UPDATE SET login = excluded.login, name = excluded.name, active = excluded.active,
             facts = excluded.facts, version = excluded.version",
        row,
    )
    .await?;
    tx.execute("DELETE FROM membership WHERE staff_id = $1", params![id]).await?;
    for held in &facts.memberships {
        tx.execute(
            "INSERT INTO membership (staff_id, agency_id, role) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            params![id, held.agency, held.role.name()],
        )
        .await?;
    }
    Ok(())
}
