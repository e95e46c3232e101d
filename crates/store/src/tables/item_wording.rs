//! How items of sheets read that the region words itself.

use banso_domain::{
    form::{ItemWordingEvent, WordedItem},
    id::ItemWordingId,
};

use super::{Place, from_json, to_json};
use crate::{Query, StoreError, Tx, params};

pub(super) async fn project(
    tx: &Tx,
    id: ItemWordingId,
    event: &ItemWordingEvent,
    place: Place,
) -> Result<(), StoreError> {
    let ItemWordingEvent::Worded { form, item, .. } = event;
    let current = load(tx, form, item).await?.map(|(worded, _)| worded);
    let worded = WordedItem::apply(current, id, event);
    tx.execute(
        "INSERT INTO item_wording (id, form_id, item_id, state, version) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (id) DO UPDATE SET state = excluded.state, version = excluded.version",
        params![id, worded.form.as_str(), worded.item.as_str(), to_json(&worded)?, place.seq],
    )
    .await?;
    Ok(())
}

/// What the region says in the place of an item, with its version.
pub(crate) async fn load(source: &impl Query, form: &str, item: &str) -> Result<Option<(WordedItem, i64)>, StoreError> {
    let sql = "SELECT state, version FROM item_wording WHERE form_id = $1 AND item_id = $2";
    let row = source.query_opt(sql, params![form, item]).await?;
    row.map(|row| Ok((from_json("a worded item", row.text(0)?)?, row.int(1)?))).transpose()
}
