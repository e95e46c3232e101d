//! Reviews of links whose contact thinned or fell silent.

use banso_domain::{
    id::ReviewId,
    rhythm_review::{ReviewEvent, RhythmReview},
};

use super::{Place, from_json, to_json};
use crate::{Query, StoreError, Tx, params};

pub(super) async fn project(tx: &Tx, id: ReviewId, event: &ReviewEvent, place: Place) -> Result<(), StoreError> {
    let current = load(tx, id).await?.map(|(review, _)| review);
    let review = RhythmReview::apply(current, id, event)
        .ok_or_else(|| StoreError::Shape { what: "a review's stream", problem: "it does not begin".into() })?;
    let closed_on = review.closed.as_ref().map(|closed| closed.on);
    tx.execute(
        "INSERT INTO rhythm_review (id, person_id, agency_id, closed_on, state, version) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (id) DO UPDATE SET closed_on = excluded.closed_on, state = excluded.state, version = excluded.version",
        params![id, review.person, review.link.agency, closed_on, to_json(&review)?, place.seq],
    )
    .await?;
    Ok(())
}

/// A review with its version.
pub(crate) async fn load(source: &impl Query, id: ReviewId) -> Result<Option<(RhythmReview, i64)>, StoreError> {
    let row = source.query_opt("SELECT state, version FROM rhythm_review WHERE id = $1", params![id]).await?;
    row.map(|row| Ok((from_json("a review", row.text(0)?)?, row.int(1)?))).transpose()
}
