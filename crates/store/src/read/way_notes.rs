//! What people say about the ways to work.

use banso_domain::{id::PersonId, way_notes::WayNotes};

use crate::{Reader, StoreError, Tx, tables};

impl Reader {
    /// What a person says about the ways to work, entries that are the same person with them, and the version of it. The caller decides
    /// whether it may be read.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses; likewise below.
    pub async fn way_notes(&self, person: PersonId) -> Result<(WayNotes, i64), StoreError> {
        tables::way_notes_of_person(self, person).await
    }
}

impl Tx {
    /// The same, to be changed.
    ///
    /// # Errors
    ///
    /// See [`Reader::way_notes`].
    pub async fn way_notes(&self, person: PersonId) -> Result<(WayNotes, i64), StoreError> {
        tables::way_notes_of_person(self, person).await
    }
}
