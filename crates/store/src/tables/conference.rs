//! Conferences, which cases they have on the agenda, and which agencies they invite.

use std::collections::BTreeMap;

use banso_domain::{
    conference::{Conference, ConferenceEvent},
    id::{AgencyId, ConferenceId},
};

use super::{Place, from_json, missing, to_json};
use crate::{Query, StoreError, Tx, params};

pub(super) async fn project(
    tx: &Tx,
    id: ConferenceId,
    event: &ConferenceEvent,
    place: Place,
) -> Result<(), StoreError> {
    let current = load(tx, id).await?.map(|(conference, _)| conference);
    let conference = Conference::apply(current, id, event)
        .ok_or_else(|| StoreError::Shape { what: "a conference's stream", problem: "it does not begin".into() })?;
    tx.execute(
        "INSERT INTO conference (id, host_id, held_on, state, content, version, use_id) VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (id) DO UPDATE SET held_on = excluded.held_on, state = excluded.state,
             content = excluded.content, version = excluded.version, use_id = excluded.use_id",
        params![
            id,
            conference.host,
            conference.plan.on,
            conference.state.name(),
            to_json(&conference)?,
            place.seq,
            conference.of_use
        ],
    )
    .await?;
    if matches!(event, ConferenceEvent::Planned { .. } | ConferenceEvent::Changed { .. } | ConferenceEvent::Held { .. })
    {
        tx.execute("DELETE FROM conference_member WHERE conference_id = $1", params![id]).await?;
        let mut agencies: BTreeMap<AgencyId, bool> = BTreeMap::new();
        for member in &conference.members {
            if let Some(agency) = member.agency_id {
                *agencies.entry(agency).or_default() |= member.attended;
            }
        }
        for (agency, attended) in agencies {
            let sql = "INSERT INTO conference_member (agency_id, conference_id, attended) VALUES ($1, $2, $3)";
            tx.execute(sql, params![agency, id, attended]).await?;
        }
    }
    match event {
        ConferenceEvent::ItemAdded { item } => {
            tx.execute(
                "INSERT INTO conference_case (case_id, conference_id, purpose) VALUES ($1, $2, $3)
                 ON CONFLICT DO NOTHING",
                params![item.case, id, item.purpose.name()],
            )
            .await?;
        }
        ConferenceEvent::ItemRemoved { case, purpose } => {
            tx.execute(
                "DELETE FROM conference_case WHERE case_id = $1 AND conference_id = $2 AND purpose = $3",
                params![*case, id, purpose.name()],
            )
            .await?;
        }
        ConferenceEvent::GapNoted { .. } => missing::note_gap(tx, &conference).await?,
        ConferenceEvent::Held { on, .. } => {
            let sql = "UPDATE heard_gap SET on_day = $2 WHERE conference_id = $1";
            tx.execute(sql, params![id, *on]).await?;
        }
        _ => {}
    }
    Ok(())
}

/// A conference with its version.
pub(crate) async fn load(source: &impl Query, id: ConferenceId) -> Result<Option<(Conference, i64)>, StoreError> {
    let row = source.query_opt("SELECT content, version FROM conference WHERE id = $1", params![id]).await?;
    row.map(|row| Ok((from_json("a conference", row.text(0)?)?, row.int(1)?))).transpose()
}
