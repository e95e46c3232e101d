//! What people say about the ways to work: one row a person who said something.

use banso_domain::{
    id::PersonId,
    way_notes::{WayNotes, WayNotesEvent},
};

use super::{Place, from_json, to_json};
use crate::{Query, StoreError, Tx, params};

pub(super) async fn project(tx: &Tx, id: PersonId, event: &WayNotesEvent, place: Place) -> Result<(), StoreError> {
    let row = tx.query_opt("SELECT state FROM way_notes WHERE person_id = $1", params![id]).await?;
    let known = row.map(|row| from_json("a person's words", row.text(0)?)).transpose()?;
    let mut notes: WayNotes = known.unwrap_or_default();
    notes.apply(event);
    tx.execute(
        "INSERT INTO way_notes (person_id, state, version) VALUES ($1, $2, $3)
         ON CONFLICT (person_id) DO UPDATE SET state = excluded.state, version = excluded.version",
        params![id, to_json(&notes)?, place.seq],
    )
    .await?;
    Ok(())
}

/// What a person says, with what was said under entries that are the same person; and the version of what stands under this one.
pub(crate) async fn of_person(source: &impl Query, person: PersonId) -> Result<(WayNotes, i64), StoreError> {
    let sql = "SELECT person_id, state, version FROM way_notes
               WHERE person_id IN (SELECT $1
                   UNION SELECT id FROM person WHERE merged_into = $1
                   UNION SELECT merged_into FROM person WHERE id = $1 AND merged_into IS NOT NULL
                   UNION SELECT id FROM person WHERE merged_into = (SELECT merged_into FROM person WHERE id = $1))
               ORDER BY person_id";
    let (mut all, mut own, mut version) = (WayNotes::default(), WayNotes::default(), 0);
    for row in source.query(sql, params![person]).await? {
        let notes: WayNotes = from_json("a person's words", row.text(1)?)?;
        if PersonId::new(row.uuid(0)?) == person {
            (own, version) = (notes, row.int(2)?);
        } else {
            all = all.joined(notes);
        }
    }
    Ok((all.joined(own), version))
}
