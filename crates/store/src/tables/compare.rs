//! Two versions of the same table, row by row in the order of their keys: those that are there, and those that the journal
//! gives.

use std::{cmp::Ordering, collections::VecDeque, fmt};

use super::rebuild::TablesReport;
use crate::{Reader, Row, StoreError, Value, dialect};

/// Rows read at a time.
const PAGE: usize = 2000;

/// A table that is an index of the journal.
#[derive(Debug)]
pub(super) struct Table {
    name: &'static str,
    /// The columns that give its rows an order and tell one from another.
    key: &'static [&'static str],
}

macro_rules! tables {
    ($($name:ident($($key:ident),+);)+) => {
        /// Every table that is rebuilt from the journal.
        pub(super) const TABLES: &[Table] =
            &[$(Table { name: stringify!($name), key: &[$(stringify!($key)),+] }),+];
    };
}

tables! {
    agency(id);
    staff(id);
    membership(staff_id, agency_id, role);
    person(id);
    person_term(term, kana_key, person_id);
    case_file(id);
    case_state(case_id);
    case_share(case_id, source_id, agency_id);
    consent(id);
    handover_ask(case_id, handover_id);
    support_record(case_id, sort_key, id);
    contact_count(centre_id, month, method);
    agency_contact(record_id);
    task(id);
    conference(id);
    conference_case(case_id, conference_id, purpose);
    conference_member(agency_id, conference_id);
    referral(id);
    episode(id);
    episode_deadline(episode_id, kind);
    job(id);
    job_due(job_id, kind);
    job_beside(agency_id, job_id);
    sheet(id);
    sheet_shown(agency_id, sheet_id);
    rhythm_review(id);
    gathering(id);
    gathering_firm(agency_id, gathering_id);
    regional_network(id);
    logic_model(version);
    item_wording(id);
    missing(id);
    unmet_need(source, source_id);
    heard_gap(conference_id, number);
    plan_place(case_id, resource_id);
    survey(id);
    survey_answer(survey_id, from_id, to_id);
    linkage_said(from_id, to_id, on_day);
    resource(id);
    resource_import(id);
    named_columns(heads);
    way_notes(person_id);
}

/// Columns of keys that are part of a person's name and are not told.
const UNTOLD: [&str; 2] = ["term", "kana_key"];

/// A row that differs between the tables and the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Which table.
    pub table: &'static str,
    /// Which row: its key, without anything personal.
    pub row: String,
    /// What is different: a missing, an extra or a different row.
    pub what: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.table, self.row, self.what)
    }
}

/// Compares a table with the rebuilt one.
pub(super) async fn compare(
    there: &Reader,
    rebuilt: &Reader,
    table: &'static Table,
    report: &mut TablesReport,
) -> Result<(), StoreError> {
    let (mut is, mut should) = (Rows::of(there, table), Rows::of(rebuilt, table));
    let (mut left, mut right) = (is.next().await?, should.next().await?);
    loop {
        let order = match (&left, &right) {
            (None, None) => return Ok(()),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(left), Some(right)) => in_order(&table.key_of(left)?, &table.key_of(right)?),
        };
        let (row, what) = match (order, &left, &right) {
            (Ordering::Less, Some(row), _) => (row, Some("this row is there, and the journal does not know it".into())),
            (Ordering::Greater, _, Some(row)) => (row, Some("the row is missing that the journal speaks of".into())),
            (_, Some(is), Some(should)) => (is, unlike(is, should)),
            _ => return Ok(()),
        };
        if let Some(what) = what {
            report.note(Difference { table: table.name, row: table.told(row)?, what });
        }
        if order != Ordering::Greater {
            report.rows += 1;
            left = is.next().await?;
        }
        if order != Ordering::Less {
            right = should.next().await?;
        }
    }
}

/// What is different between two rows of the same key.
fn unlike(is: &Row, should: &Row) -> Option<String> {
    let pairs = is.columns().iter().zip(is.values().iter().zip(should.values()));
    let unlike: Vec<_> = pairs.filter(|(_, (is, should))| plain(is) != plain(should)).collect();
    let version = unlike.iter().find_map(|(column, values)| match (column.as_str(), values) {
        ("version", (Value::Int(is), Value::Int(should))) => Some((is, should)),
        _ => None,
    });
    if let Some((is, should)) = version.filter(|(is, should)| is > should) {
        return Some(format!(
            "the table has seen entry {is} of its stream, the journal ends with entry {should}: entries were taken away"
        ));
    }
    let columns: Vec<_> = unlike.iter().map(|(column, _)| column.as_str()).collect();
    (!columns.is_empty()).then(|| format!("not as the journal gives it in {}", columns.join(", ")))
}

impl Table {
    fn key_of(&self, row: &Row) -> Result<Vec<Value>, StoreError> {
        self.key.iter().map(|column| row.named(column).map(plain)).collect()
    }

    fn told(&self, row: &Row) -> Result<String, StoreError> {
        let told = self.key.iter().filter(|column| !UNTOLD.contains(column));
        let parts: Result<Vec<_>, _> = told.map(|column| row.named(column).map(shown)).collect();
        Ok(parts?.join(" "))
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Uuid(id) => id.to_string(),
        Value::Blob(bytes) => uuid::Uuid::from_slice(bytes).map_or_else(|_| "…".into(), |id| id.to_string()),
        Value::Int(number) => number.to_string(),
        Value::Text(text) => text.clone(),
        Value::Null | Value::Real(_) => "…".into(),
    }
}

/// The engines give identifiers as different kinds of value; what they say is compared.
fn plain(value: &Value) -> Value {
    match value {
        Value::Uuid(id) => Value::Blob(id.as_bytes().to_vec()),
        other => other.clone(),
    }
}

/// The order in which both engines give keys: bytes, and numbers by size.
fn in_order(one: &[Value], other: &[Value]) -> Ordering {
    let pairs = one.iter().zip(other).map(|pair| match pair {
        (Value::Blob(one), Value::Blob(other)) => one.cmp(other),
        (Value::Text(one), Value::Text(other)) => one.as_bytes().cmp(other.as_bytes()),
        (Value::Int(one), Value::Int(other)) => one.cmp(other),
        _ => Ordering::Equal,
    });
    pairs.fold(Ordering::Equal, Ordering::then)
}

/// The rows of a table one after the other, a page at a time.
struct Rows<'r> {
    reader: &'r Reader,
    table: &'static Table,
    page: VecDeque<Row>,
    /// The key of the last row of the page; nothing before the first page.
    last: Option<Vec<Value>>,
    is_over: bool,
}

impl<'r> Rows<'r> {
    const fn of(reader: &'r Reader, table: &'static Table) -> Self {
        Self { reader, table, page: VecDeque::new(), last: None, is_over: false }
    }

    async fn next(&mut self) -> Result<Option<Row>, StoreError> {
        if self.page.is_empty() && !self.is_over {
            self.read_page().await?;
        }
        Ok(self.page.pop_front())
    }

    async fn read_page(&mut self) -> Result<(), StoreError> {
        let Table { name, key } = self.table;
        let ordered: Vec<_> = key.iter().map(|column| dialect::by_bytes(self.reader.kind(), column)).collect();
        let ordered = ordered.join(", ");
        let after = self.last.as_ref().map_or_else(String::new, |last| {
            let places: Vec<_> = (1..=last.len()).map(|place| format!("${place}")).collect();
            format!("WHERE ({ordered}) > ({})", places.join(", "))
        });
        let sql = format!("SELECT * FROM {name} {after} ORDER BY {ordered} LIMIT {PAGE}");
        let rows = self.reader.query_aside(&sql, self.last.as_deref().unwrap_or_default()).await?;
        self.is_over = rows.len() < PAGE;
        if let Some(last) = rows.last() {
            self.last = Some(key.iter().map(|column| last.named(column).cloned()).collect::<Result<_, _>>()?);
        }
        self.page = rows.into();
        Ok(())
    }
}
