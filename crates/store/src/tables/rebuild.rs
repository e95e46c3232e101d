//! The tables rebuilt from the journal and compared with what is there: the second half of `banso verify`.

use banso_domain::id::{AgencyId, CaseId, ConferenceId, PersonId, StaffId};

use super::{Change, Place, from_json};
use crate::{Entry, Location, MasterKey, Payload, Reader, Row, Store, StoreError, Value};

/// Tables that are an index of the journal, with the columns that give their rows an order.
const TABLES: &[(&str, &str)] = &[
    ("agency", "id"),
    ("staff", "id"),
    ("membership", "staff_id, agency_id, role"),
    ("person", "id"),
    ("person_term", "term, kana_key, person_id"),
    ("case_file", "id"),
    ("case_state", "case_id"),
    ("support_record", "case_id, sort_key, id"),
    ("contact_count", "centre_id, month, method"),
    ("task", "id"),
    ("conference", "id"),
    ("conference_case", "case_id, conference_id, purpose"),
];

/// Entries read and rows compared at a time.
const BATCH: u32 = 2000;

/// A row that differs between the tables and the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Which table.
    pub table: &'static str,
    /// What is different, without anything personal: a missing, an extra or a different row.
    pub what: &'static str,
}

/// What a comparison found.
#[derive(Clone, Debug, Default)]
pub struct TablesReport {
    /// Entries replayed.
    pub entries: u64,
    /// Entries whose content was erased with the person's key; what they said cannot be rebuilt.
    pub erased: u64,
    /// Rows compared.
    pub rows: u64,
    /// The first differences found, at most a hundred.
    pub differences: Vec<Difference>,
}

impl Store {
    /// Rebuilds every table from the journal in an empty directory and compares them with what is there. Meant for times when
    /// nobody writes.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if either side cannot be read or written.
    pub async fn verify_tables(
        &self,
        empty_directory: std::path::PathBuf,
        mut progress: impl FnMut(u64) + Send,
    ) -> Result<TablesReport, StoreError> {
        let unsealed = MasterKey::generate().map_err(|_| StoreError::NoRandomness)?;
        let rebuilt = Store::open(&Location::Sqlite(empty_directory), unsealed)
            .await
            .map_err(|error| StoreError::Shape { what: "the rebuilt tables", problem: error.to_string() })?;
        let mut report = TablesReport::default();
        let reader = self.reader();
        let mut after = 0;
        loop {
            let entries = reader.read_all(after, BATCH).await?;
            let Some(last) = entries.last() else { break };
            after = last.position;
            let tx = rebuilt.begin().await?;
            for entry in &entries {
                match &entry.payload {
                    Payload::Readable(text) => replay(&tx, entry, text).await?,
                    Payload::Erased => report.erased += 1,
                }
            }
            tx.commit().await?;
            report.entries += entries.len() as u64;
            progress(report.entries);
        }
        let there = rebuilt.reader();
        for (table, order) in TABLES {
            compare(&reader, &there, table, order, &mut report).await?;
        }
        Ok(report)
    }
}

async fn replay(tx: &crate::Tx, entry: &Entry, text: &str) -> Result<(), StoreError> {
    let place = Place { seq: entry.seq, at: entry.recorded_at };
    let id = entry.stream.id;
    match entry.stream.kind.as_str() {
        "person" => tx.project(Change::Person(PersonId::new(id), &from_json("an event", text)?), place).await,
        "case" => {
            let person = entry
                .person
                .ok_or_else(|| StoreError::Shape { what: "a case's entry", problem: "it names no person".into() })?;
            tx.project(Change::Case(CaseId::new(id), person, &from_json("an event", text)?), place).await
        }
        "conference" => {
            tx.project(Change::Conference(ConferenceId::new(id), &from_json("an event", text)?), place).await
        }
        "agency" => tx.project(Change::Agency(AgencyId::new(id), &from_json("an event", text)?), place).await,
        "staff" => tx.project(Change::Staff(StaffId::new(id), &from_json("an event", text)?), place).await,
        _ => Ok(()),
    }
}

async fn compare(
    live: &Reader,
    rebuilt: &Reader,
    table: &'static str,
    order: &str,
    report: &mut TablesReport,
) -> Result<(), StoreError> {
    let mut offset = 0_u32;
    loop {
        let sql = format!("SELECT * FROM {table} ORDER BY {order} LIMIT {BATCH} OFFSET {offset}");
        let (is, should) = (live.query_aside(&sql, &[]).await?, rebuilt.query_aside(&sql, &[]).await?);
        for pair in 0..is.len().max(should.len()) {
            let what = match (is.get(pair), should.get(pair)) {
                (Some(is), Some(should)) if same(is, should) => continue,
                (Some(_), Some(_)) => "a row differs",
                (Some(_), None) => "a row is there that the journal does not know",
                (None, _) => "a row is missing",
            };
            if report.differences.len() < 100 {
                report.differences.push(Difference { table, what });
            }
        }
        report.rows += is.len() as u64;
        if is.len() < BATCH as usize && should.len() < BATCH as usize {
            return Ok(());
        }
        offset += BATCH;
    }
}

/// The engines give identifiers as different kinds of value; what they say is compared.
fn same(one: &Row, other: &Row) -> bool {
    let bytes = |value: &Value| match value {
        Value::Uuid(id) => Value::Blob(id.as_bytes().to_vec()),
        other => other.clone(),
    };
    one.values().iter().map(bytes).eq(other.values().iter().map(bytes))
}
