//! Referrals to other agencies.

use banso_domain::{
    id::ReferralId,
    referral::{Referral, ReferralEvent},
};

use super::{Place, from_json, missing, to_json};
use crate::{Query, StoreError, Tx, params};

pub(super) async fn project(tx: &Tx, id: ReferralId, event: &ReferralEvent, place: Place) -> Result<(), StoreError> {
    let current = load(tx, id).await?.map(|(referral, _)| referral);
    let referral = Referral::apply(current, id, event)
        .ok_or_else(|| StoreError::Shape { what: "a referral's stream", problem: "it does not begin".into() })?;
    tx.execute(
        "INSERT INTO referral (id, case_id, from_id, to_id, state, sent_on, waits_from, content, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (id) DO UPDATE SET to_id = excluded.to_id, state = excluded.state, sent_on = excluded.sent_on,
             waits_from = excluded.waits_from, content = excluded.content, version = excluded.version",
        params![
            id,
            referral.case,
            referral.from,
            referral.content.receiver.agency(),
            referral.state.name(),
            referral.sent_on,
            referral.waits_from(),
            to_json(&referral)?,
            place.seq,
        ],
    )
    .await?;
    if let ReferralEvent::Answered { answer } = event {
        missing::note_declined(tx, &referral, answer).await?;
    }
    Ok(())
}

/// A referral with its version.
pub(crate) async fn load(source: &impl Query, id: ReferralId) -> Result<Option<(Referral, i64)>, StoreError> {
    let row = source.query_opt("SELECT content, version FROM referral WHERE id = $1", params![id]).await?;
    row.map(|row| Ok((from_json("a referral", row.text(0)?)?, row.int(1)?))).transpose()
}
