//! Sheets: one by its identifier, those about a person, and those that people show to an agency.

use std::fmt;

use banso_access::SheetFilter;
use banso_domain::{
    id::{PersonId, SheetId},
    sheet::Sheet,
};

use crate::{Query, Reader, Row, StoreError, Tx, params, tables, tables::from_json};

/// A sheet with the person's name.
#[derive(Clone)]
pub struct SheetRow {
    /// The sheet.
    pub sheet: Sheet,
    /// Its version.
    pub version: i64,
    /// 氏名
    pub name: String,
    /// フリガナ
    pub kana: String,
}

// Names are not shown by whoever logs something that holds them.
impl fmt::Debug for SheetRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SheetRow").field("id", &self.sheet.id).finish_non_exhaustive()
    }
}

impl SheetRow {
    fn read(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            sheet: from_json("a sheet", row.text(0)?)?,
            version: row.int(1)?,
            name: row.text(2)?.to_owned(),
            kana: row.text(3)?.to_owned(),
        })
    }
}

impl Reader {
    /// A sheet with the person's name. The caller decides whether it may be read.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses; likewise below.
    pub async fn sheet(&self, id: SheetId) -> Result<Option<SheetRow>, StoreError> {
        let sql = "SELECT s.state, s.version, p.name, p.kana FROM sheet s JOIN person p ON p.id = s.person_id
                   WHERE s.id = $1";
        self.query_opt(sql, params![id]).await?.as_ref().map(SheetRow::read).transpose()
    }

    /// Every sheet about a person and the entries that are the same person, the last changed first. The caller decides which may be read.
    ///
    /// # Errors
    ///
    /// See [`Reader::sheet`].
    pub async fn sheets_of_person(&self, person: PersonId) -> Result<Vec<Sheet>, StoreError> {
        of_person(self, person).await
    }

    /// What people show of their own sheets to the reader's agency, by フリガナ. People whose record the agency protects stand in no list.
    ///
    /// # Errors
    ///
    /// See [`Reader::sheet`].
    pub async fn sheets_shown(&self, filter: SheetFilter, limit: u32) -> Result<Vec<SheetRow>, StoreError> {
        let Some(agency) = filter.agency() else { return Ok(Vec::new()) };
        let sql = "SELECT s.state, s.version, p.name, p.kana
                   FROM sheet_shown w JOIN sheet s ON s.id = w.sheet_id JOIN person p ON p.id = s.person_id
                   WHERE w.agency_id = $1 AND NOT EXISTS (
                       SELECT 1 FROM case_file c WHERE c.person_id = s.person_id
                           AND (c.protected_centre_id = $1 OR c.protected_municipality_id = $1))
                   ORDER BY p.kana_key, s.id LIMIT $2";
        let rows = self.query(sql, params![agency, limit]).await?;
        rows.iter().map(SheetRow::read).collect()
    }
}

async fn of_person(query: &impl Query, person: PersonId) -> Result<Vec<Sheet>, StoreError> {
    let sql = "SELECT state FROM sheet
                   WHERE person_id IN (SELECT $1
                       UNION SELECT id FROM person WHERE merged_into = $1
                       UNION SELECT merged_into FROM person WHERE id = $1 AND merged_into IS NOT NULL
                       UNION SELECT id FROM person WHERE merged_into = (SELECT merged_into FROM person WHERE id = $1))
                   ORDER BY changed_on DESC, id DESC";
    let rows = query.query(sql, params![person]).await?;
    rows.iter().map(|row| from_json("a sheet", row.text(0)?)).collect()
}

impl Tx {
    /// A sheet with its version.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses; likewise below.
    pub async fn sheet(&self, id: SheetId) -> Result<Option<(Sheet, i64)>, StoreError> {
        tables::load_sheet(self, id).await
    }

    /// Every sheet about a person, as [`Reader::sheets_of_person`].
    ///
    /// # Errors
    ///
    /// See [`Tx::sheet`].
    pub async fn sheets_of_person(&self, person: PersonId) -> Result<Vec<Sheet>, StoreError> {
        of_person(self, person).await
    }
}
