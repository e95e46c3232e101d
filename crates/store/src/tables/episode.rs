//! Uses of programmes, and what is due of them: computed when a use changes, so that nothing is computed when somebody looks.

use banso_domain::{
    episode::{Episode, EpisodeEvent},
    id::EpisodeId,
};

use super::{Place, from_json, to_json};
use crate::{Query, StoreError, Tx, params};

pub(super) async fn project(tx: &Tx, id: EpisodeId, event: &EpisodeEvent, place: Place) -> Result<(), StoreError> {
    let current = load(tx, id).await?.map(|(episode, _)| episode);
    let is_new = current.is_none();
    let episode = Episode::apply(current, id, event)
        .ok_or_else(|| StoreError::Shape { what: "a use's stream", problem: "it does not begin".into() })?;
    write(tx, &episode, place.seq, is_new).await
}

/// Computes anew what is due of every use, as it would be if it were recorded today.
pub(super) async fn renew(tx: &Tx) -> Result<(), StoreError> {
    for row in tx.query("SELECT id FROM episode ORDER BY id", &[]).await? {
        if let Some((episode, version)) = load(tx, EpisodeId::new(row.uuid(0)?)).await? {
            write(tx, &episode, version, false).await?;
        }
    }
    Ok(())
}

async fn write(tx: &Tx, episode: &Episode, version: i64, is_new: bool) -> Result<(), StoreError> {
    let id = episode.id;
    tx.execute(
        "INSERT INTO episode (id, person_id, agency_id, programme, starts_on, until_on, is_open, state, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (id) DO UPDATE SET starts_on = excluded.starts_on, until_on = excluded.until_on,
             is_open = excluded.is_open, state = excluded.state, version = excluded.version",
        params![
            id,
            episode.person,
            episode.agency,
            episode.programme.name(),
            episode.start.on,
            episode.known_until(),
            episode.is_open(),
            to_json(episode)?,
            version,
        ],
    )
    .await?;
    if !is_new {
        tx.execute("DELETE FROM episode_deadline WHERE episode_id = $1", params![id]).await?;
    }
    for deadline in episode.deadlines().into_iter().filter(|deadline| deadline.kind.is_to_do()) {
        tx.execute(
            "INSERT INTO episode_deadline (episode_id, kind, agency_id, on_day) VALUES ($1, $2, $3, $4)",
            params![id, deadline.kind.name(), episode.agency, deadline.on],
        )
        .await?;
    }
    Ok(())
}

/// A use with its version.
pub(crate) async fn load(source: &impl Query, id: EpisodeId) -> Result<Option<(Episode, i64)>, StoreError> {
    let row = source.query_opt("SELECT state, version FROM episode WHERE id = $1", params![id]).await?;
    row.map(|row| Ok((from_json("a use", row.text(0)?)?, row.int(1)?))).transpose()
}
