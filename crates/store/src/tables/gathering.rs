//! Gatherings, of which network they are, and whom they invite.

use banso_domain::{
    gathering::{Gathering, GatheringEvent},
    id::GatheringId,
};

use super::{Place, from_json, to_json};
use crate::{Query, StoreError, Tx, params};

pub(super) async fn project(tx: &Tx, id: GatheringId, event: &GatheringEvent, place: Place) -> Result<(), StoreError> {
    let current = load(tx, id).await?.map(|(gathering, _)| gathering);
    let gathering = Gathering::apply(current, id, event)
        .ok_or_else(|| StoreError::Shape { what: "a gathering's stream", problem: "it does not begin".into() })?;
    tx.execute(
        "INSERT INTO gathering (id, host_id, on_day, network_id, state, version) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (id) DO UPDATE SET on_day = excluded.on_day, network_id = excluded.network_id,
             state = excluded.state, version = excluded.version",
        params![id, gathering.host, gathering.plan.on, gathering.plan.network, to_json(&gathering)?, place.seq],
    )
    .await?;
    let changes_firms =
        matches!(event, GatheringEvent::Planned { .. } | GatheringEvent::Changed { .. } | GatheringEvent::Held { .. });
    if changes_firms {
        tx.execute("DELETE FROM gathering_firm WHERE gathering_id = $1", params![id]).await?;
        let came = gathering.held.iter().flat_map(|held| &held.attended);
        let firms: std::collections::BTreeSet<_> = gathering.plan.invited.iter().chain(came).copied().collect();
        for firm in firms {
            tx.execute("INSERT INTO gathering_firm (agency_id, gathering_id) VALUES ($1, $2)", params![firm, id])
                .await?;
        }
    }
    Ok(())
}

/// A gathering with its version.
pub(crate) async fn load(source: &impl Query, id: GatheringId) -> Result<Option<(Gathering, i64)>, StoreError> {
    let row = source.query_opt("SELECT state, version FROM gathering WHERE id = $1", params![id]).await?;
    row.map(|row| Ok((from_json("a gathering", row.text(0)?)?, row.int(1)?))).transpose()
}
