//! Sheets, and to which agencies people show what is their own.

use banso_domain::{
    id::SheetId,
    sheet::{Sheet, SheetEvent},
};

use super::{Place, from_json, to_json};
use crate::{Query, StoreError, Tx, params};

pub(super) async fn project(tx: &Tx, id: SheetId, event: &SheetEvent, place: Place) -> Result<(), StoreError> {
    let current = load(tx, id).await?.map(|(sheet, _)| sheet);
    let sheet = Sheet::apply(current, id, event)
        .ok_or_else(|| StoreError::Shape { what: "a sheet's stream", problem: "it does not begin".into() })?;
    let changed_on = sheet.current().map_or(sheet.form_on, |version| version.last_day());
    tx.execute(
        "INSERT INTO sheet (id, person_id, agency_id, episode_id, form, changed_on, state, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (id) DO UPDATE SET changed_on = excluded.changed_on, state = excluded.state,
             version = excluded.version",
        params![
            id,
            sheet.person,
            sheet.agency,
            sheet.about.episode,
            &sheet.form,
            changed_on,
            to_json(&sheet)?,
            place.seq,
        ],
    )
    .await?;
    if matches!(event, SheetEvent::Begun { .. } | SheetEvent::Shown { .. }) {
        tx.execute("DELETE FROM sheet_shown WHERE sheet_id = $1", params![id]).await?;
        for agency in sheet.shown.keys() {
            tx.execute("INSERT INTO sheet_shown (agency_id, sheet_id) VALUES ($1, $2)", params![*agency, id]).await?;
        }
    }
    Ok(())
}

/// A sheet with its version.
pub(crate) async fn load(source: &impl Query, id: SheetId) -> Result<Option<(Sheet, i64)>, StoreError> {
    let row = source.query_opt("SELECT state, version FROM sheet WHERE id = $1", params![id]).await?;
    row.map(|row| Ok((from_json("a sheet", row.text(0)?)?, row.int(1)?))).transpose()
}
