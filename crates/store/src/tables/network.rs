//! Networks and working teams of the region.

use banso_domain::{
    id::NetworkId,
    regional_network::{NetworkEvent, RegionalNetwork},
};

use super::{Place, from_json, to_json};
use crate::{Query, StoreError, Tx, params};

pub(super) async fn project(tx: &Tx, id: NetworkId, event: &NetworkEvent, place: Place) -> Result<(), StoreError> {
    let current = load(tx, id).await?.map(|(network, _)| network);
    let network = RegionalNetwork::apply(current, id, event)
        .ok_or_else(|| StoreError::Shape { what: "a network's stream", problem: "it does not begin".into() })?;
    tx.execute(
        "INSERT INTO regional_network (id, state, version) VALUES ($1, $2, $3)
         ON CONFLICT (id) DO UPDATE SET state = excluded.state, version = excluded.version",
        params![id, to_json(&network)?, place.seq],
    )
    .await?;
    Ok(())
}

/// A network with its version.
pub(crate) async fn load(source: &impl Query, id: NetworkId) -> Result<Option<(RegionalNetwork, i64)>, StoreError> {
    let row = source.query_opt("SELECT state, version FROM regional_network WHERE id = $1", params![id]).await?;
    row.map(|row| Ok((from_json("a network", row.text(0)?)?, row.int(1)?))).transpose()
}
