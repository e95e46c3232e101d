//! Support records of a case, and contacts counted.

use banso_access::{Reach, RowFilter};
use banso_domain::{
    case::record::SupportRecord,
    id::{CaseId, RecordId},
};

use crate::{Query, Reader, Row, StoreError, Tx, Value, params, tables::from_json};

/// A support record as stored.
#[derive(Clone, Debug)]
pub struct RecordRow {
    /// What was written.
    pub record: SupportRecord,
    /// It was corrected; what it said before is in the history.
    pub corrected: bool,
}

impl RecordRow {
    fn read(row: &Row) -> Result<Self, StoreError> {
        Ok(Self { record: from_json("a support record", row.text(0)?)?, corrected: row.bool(1)? })
    }
}

/// Contacts of a month by one method.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactCount {
    /// `2026-04`
    pub month: String,
    /// The method's name.
    pub method: String,
    /// How many.
    pub contacts: i64,
}

impl Reader {
    /// The newest records of a case, newest first, after passing over `offset`. The caller decides whether they may be read.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses.
    pub async fn records(&self, case: CaseId, limit: u32, offset: u32) -> Result<Vec<RecordRow>, StoreError> {
        let sql = "SELECT record, corrected FROM support_record WHERE case_id = $1
                   ORDER BY sort_key DESC, id DESC LIMIT $2 OFFSET $3";
        self.query(sql, params![case, limit, offset]).await?.iter().map(RecordRow::read).collect()
    }

    /// Records of a case as they are printed: oldest first.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses.
    pub async fn records_oldest_first(
        &self,
        case: CaseId,
        limit: u32,
        offset: u32,
    ) -> Result<Vec<RecordRow>, StoreError> {
        let sql = "SELECT record, corrected FROM support_record WHERE case_id = $1
                   ORDER BY sort_key, id LIMIT $2 OFFSET $3";
        self.query(sql, params![case, limit, offset]).await?.iter().map(RecordRow::read).collect()
    }

    /// One record of a case.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses.
    pub async fn record(&self, case: CaseId, id: RecordId) -> Result<Option<RecordRow>, StoreError> {
        let sql = "SELECT record, corrected FROM support_record WHERE id = $2 AND case_id = $1";
        self.query_opt(sql, params![case, id]).await?.as_ref().map(RecordRow::read).transpose()
    }

    /// Contacts by month and method over the centres in reach.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses.
    pub async fn contact_counts(&self, filter: RowFilter) -> Result<Vec<ContactCount>, StoreError> {
        let (condition, params): (&str, Vec<Value>) = match filter.reach() {
            Reach::Centre(agency) => ("centre_id = $1", vec![agency.into()]),
            Reach::Municipality(agency) => {
                ("centre_id IN (SELECT id FROM agency WHERE municipality_id = $1)", vec![agency.into()])
            }
            Reach::Both(agency) => (
                "(centre_id = $1 OR centre_id IN (SELECT id FROM agency WHERE municipality_id = $1))",
                vec![agency.into()],
            ),
            Reach::Nothing => ("1 = 0", Vec::new()),
        };
        let sql = format!(
            "SELECT month, method, CAST(sum(contacts) AS BIGINT) FROM contact_count WHERE {condition}
             GROUP BY month, method ORDER BY month, method"
        );
        let rows = self.query(&sql, &params).await?;
        rows.iter()
            .map(|row| {
                Ok(ContactCount {
                    month: row.text(0)?.to_owned(),
                    method: row.text(1)?.to_owned(),
                    contacts: row.int(2)?,
                })
            })
            .collect()
    }
}

impl Tx {
    /// One record of a case.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses.
    pub async fn support_record(&self, case: CaseId, id: RecordId) -> Result<Option<RecordRow>, StoreError> {
        let sql = "SELECT record, corrected FROM support_record WHERE id = $2 AND case_id = $1";
        self.query_opt(sql, params![case, id]).await?.as_ref().map(RecordRow::read).transpose()
    }
}
