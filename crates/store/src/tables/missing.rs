//! The register of what a region lacks, and the needs without a resource that it is counted from: who they are about stands nowhere in it.

use banso_domain::{
    agency::AgencyKind,
    case::{Case, unmet::UnmetNeed},
    conference::Conference,
    id::{MissingId, UnmetNeedId},
    missing::{Missing, MissingEvent},
    referral::{Receiver, Referral, ReferralAnswer, Word},
};
use chrono::NaiveDate;

use super::{Place, case::Writes, from_json, to_json};
use crate::{Query, StoreError, Tx, params, tables};

pub(super) async fn project(tx: &Tx, id: MissingId, event: &MissingEvent, place: Place) -> Result<(), StoreError> {
    let current = load(tx, id).await?.map(|(missing, _)| missing);
    let missing = Missing::apply(current, id, event).ok_or_else(|| StoreError::Shape {
        what: "a missing resource's stream",
        problem: "it does not begin".into(),
    })?;
    tx.execute(
        "INSERT INTO missing (id, since, layer, state, version) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (id) DO UPDATE SET layer = excluded.layer, state = excluded.state, version = excluded.version",
        params![id, missing.since, missing.layer.name(), to_json(&missing)?, place.seq],
    )
    .await?;
    Ok(())
}

/// An entry with its version.
pub(crate) async fn load(source: &impl Query, id: MissingId) -> Result<Option<(Missing, i64)>, StoreError> {
    let row = source.query_opt("SELECT state, version FROM missing WHERE id = $1", params![id]).await?;
    row.map(|row| Ok((from_json("a missing resource", row.text(0)?)?, row.int(1)?))).transpose()
}

const NOTE: &str = "INSERT INTO unmet_need (source, source_id, case_id, area_id, need, kind, lack, on_day, met_on)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL)
     ON CONFLICT (source, source_id) DO UPDATE SET kind = excluded.kind, lack = excluded.lack, on_day = excluded.on_day,
         met_on = NULL";

/// Somebody said that nothing fits.
pub(super) fn note_unmet(writes: &mut Writes, case: &Case, unmet: &UnmetNeed) {
    let kind = unmet.kind.map_or("", AgencyKind::name);
    writes.add(
        NOTE,
        params!["need", unmet.id, case.id, case.municipality, unmet.need.name(), kind, unmet.lack.name(), unmet.on],
    );
}

/// Something was found after all.
pub(super) fn note_met(writes: &mut Writes, id: UnmetNeedId, on: NaiveDate) {
    writes.add("UPDATE unmet_need SET met_on = $2 WHERE source = 'need' AND source_id = $1", params![id, on]);
}

/// A line of the plan waits for somebody who carries it out, or no longer does.
pub(super) fn note_lines(writes: &mut Writes, case: &Case) {
    let plan = case.current_plan().filter(|_| case.has_line_without_owner());
    match plan {
        Some(plan) => {
            writes.add(NOTE, params!["line", case.id, case.id, case.municipality, "", "", "", plan.drafted_on])
        }
        None => writes.add("DELETE FROM unmet_need WHERE source = 'line' AND source_id = $1", params![case.id]),
    }
}

/// A referral was declined for a reason that says something about the region.
pub(super) async fn note_declined(tx: &Tx, referral: &Referral, answer: &ReferralAnswer) -> Result<(), StoreError> {
    let Word::Declines { lack: Some(lack), .. } = &answer.word else { return Ok(()) };
    let Some((case, _)) = tables::load_case(tx, referral.case).await? else { return Ok(()) };
    let kind = match &referral.content.receiver {
        Receiver::Outside { kind, .. } => kind.map_or("", AgencyKind::name).to_owned(),
        Receiver::Agency { agency } => {
            let row = tx.query_opt("SELECT kind FROM agency WHERE id = $1", params![*agency]).await?;
            row.map(|row| row.text(0).map(str::to_owned)).transpose()?.unwrap_or_default()
        }
    };
    tx.execute(NOTE, params!["referral", referral.id, case.id, case.municipality, "", kind, lack.name(), answer.on])
        .await?;
    Ok(())
}

/// The last of what a conference noted as missing: its words, which name nobody.
pub(super) async fn note_gap(tx: &Tx, conference: &Conference) -> Result<(), StoreError> {
    let Some((number, what)) = conference.gaps.iter().enumerate().next_back() else { return Ok(()) };
    let number = i64::try_from(number).unwrap_or_default();
    tx.execute(
        "INSERT INTO heard_gap (conference_id, number, host_id, on_day, what) VALUES ($1, $2, $3, $4, $5)",
        params![conference.id, number, conference.host, conference.plan.on, what],
    )
    .await?;
    Ok(())
}
