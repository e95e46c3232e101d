//! What a region says in the place of items that no official sheet confirms: all of it, and one item.

use banso_domain::form::WordedItem;

use crate::{Query, Reader, StoreError, Tx, params, tables, tables::from_json};

impl Reader {
    /// All of it, for every sheet that is drawn: words of forms, in which no person is.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses; likewise below.
    pub async fn item_wordings(&self) -> Result<Vec<WordedItem>, StoreError> {
        let rows = self.query("SELECT state FROM item_wording ORDER BY form_id, item_id", params![]).await?;
        rows.iter().map(|row| from_json("a worded item", row.text(0)?)).collect()
    }

    /// One item with its version.
    ///
    /// # Errors
    ///
    /// See [`Reader::item_wordings`].
    pub async fn item_wording(&self, form: &str, item: &str) -> Result<Option<(WordedItem, i64)>, StoreError> {
        tables::load_item_wording(self, form, item).await
    }
}

impl Tx {
    /// One item with its version.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses.
    pub async fn item_wording(&self, form: &str, item: &str) -> Result<Option<(WordedItem, i64)>, StoreError> {
        tables::load_item_wording(self, form, item).await
    }
}
