//! The logic model of the region: a row for each version, with the day from which it was so.

use banso_domain::{
    calendar::japan,
    logic_model::{LogicModel, LogicModelEvent},
};

use super::{Place, from_json, to_json};
use crate::{Query, StoreError, Tx, params};

pub(super) async fn project(tx: &Tx, event: &LogicModelEvent, place: Place) -> Result<(), StoreError> {
    let current = load(tx).await?.map(|(model, _)| model);
    let model = LogicModel::apply(current, event)
        .ok_or_else(|| StoreError::Shape { what: "the logic model's stream", problem: "it does not begin".into() })?;
    tx.execute(
        "INSERT INTO logic_model (version, on_day, what, by_id, state) VALUES ($1, $2, $3, $4, $5)",
        params![place.seq, japan::local_date(place.at), event.name(), event.by(), to_json(&model)?],
    )
    .await?;
    Ok(())
}

/// The model as it is now, with its version; none where the region has written nothing of it.
pub(crate) async fn load(source: &impl Query) -> Result<Option<(LogicModel, i64)>, StoreError> {
    let row = source.query_opt("SELECT state, version FROM logic_model ORDER BY version DESC LIMIT 1", &[]).await?;
    row.map(|row| Ok((from_json("the logic model", row.text(0)?)?, row.int(1)?))).transpose()
}
