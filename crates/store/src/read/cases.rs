//! Cases: one by its identifier, and lists of them.

use std::collections::HashMap;

use banso_access::{CaseScope, Permit, Reach, RowFilter};
use banso_domain::{
    calendar::YearMonth,
    case::{Case, Stage},
    id::{AgencyId, CaseId, PersonId, StaffId},
};
use chrono::NaiveDate;
use uuid::Uuid;

use super::{
    case_row::{COLUMNS, CaseRow, SCOPE, TABLES, scope},
    filter::visible,
};
use crate::{Query, Reader, Row, StoreError, Tx, Value, params, tables};

/// A list is counted up to here, or as far as it is asked for; of one that is longer it is known only that it is longer.
pub const MOST_COUNTED: i64 = 10_000;

/// A queue of work is counted up to here.
pub const MOST_QUEUED: i64 = 1_000;

/// What the header of every page of a case needs, with the scope that the decision needs.
#[derive(Clone, Debug)]
pub struct CaseHeader {
    /// Whose case.
    pub person: PersonId,
    /// For the decision.
    pub scope: CaseScope,
    /// 初回相談受付日
    pub received_on: NaiveDate,
    /// The case's version: the number of its newest event.
    pub version: i64,
}

/// So many headers are asked for with one statement.
const HEADERS_AT_ONCE: usize = 500;

/// The columns of a [`CaseHeader`], after those of [`SCOPE`], over `c` = `case_file`.
const HEADER: &str = "c.person_id, c.received_on, c.version";

impl CaseHeader {
    fn read(row: &Row) -> Result<Self, StoreError> {
        let person = PersonId::new(row.uuid(4)?);
        Ok(Self { scope: scope(row, 0)?, person, received_on: row.date(5)?, version: row.int(6)? })
    }
}

/// Which cases a list is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseView {
    /// Every open case.
    Open,
    /// Closed and ended ones.
    Ended,
    /// The next date lies before this day.
    OverdueOn(NaiveDate),
    /// The next date lies within these days, both counted.
    DueWithin(NaiveDate, NaiveDate),
    /// In this stage.
    InStage(Stage),
    /// Something waits for a conference's word.
    ToRatify,
}

/// How a list is ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CaseOrder {
    /// By the next date, cases without one last.
    #[default]
    Due,
    /// By フリガナ.
    Kana,
}

/// A list of cases as it is asked for.
#[derive(Clone, Copy, Debug)]
pub struct CaseSearch {
    /// Which.
    pub view: CaseView,
    /// Only those of this member of staff.
    pub assigned_to: Option<StaffId>,
    /// Only names from this reading key on …
    pub kana_from: Option<&'static str>,
    /// … to before this one.
    pub kana_to: Option<&'static str>,
    /// Only those received within these days, both counted.
    pub received: Option<(NaiveDate, NaiveDate)>,
    /// In which order.
    pub order: CaseOrder,
    /// How many at most.
    pub limit: u32,
    /// How many to pass over.
    pub offset: u32,
}

impl CaseSearch {
    /// The first page of a view.
    pub const fn of(view: CaseView) -> Self {
        Self {
            view,
            assigned_to: None,
            kana_from: None,
            kana_to: None,
            received: None,
            order: CaseOrder::Due,
            limit: 50,
            offset: 0,
        }
    }

    fn condition(&self, filter: RowFilter, params: &mut Vec<Value>) -> String {
        let mut condition = visible(filter, params);
        let mut and = |sql: &str, values: Vec<Value>| {
            condition.push_str(" AND ");
            let mut sql = sql.to_owned();
            for value in values {
                params.push(value);
                sql = sql.replacen('?', &format!("${}", params.len()), 1);
            }
            condition.push_str(&sql);
        };
        match self.view {
            CaseView::Open => and("c.is_open = 1", vec![]),
            CaseView::Ended => and("c.is_open = 0", vec![]),
            CaseView::OverdueOn(day) => and("c.is_open = 1 AND c.due_on < ?", vec![day.into()]),
            CaseView::DueWithin(from, to) => {
                and("c.is_open = 1 AND c.due_on >= ? AND c.due_on <= ?", vec![from.into(), to.into()]);
            }
            CaseView::InStage(stage) => and("c.stage = ?", vec![stage.name().into()]),
            CaseView::ToRatify => and("c.is_open = 1 AND c.to_ratify = 1", vec![]),
        }
        if let Some(staff) = self.assigned_to {
            and("c.assigned_to = ?", vec![staff.into()]);
        }
        if let Some(from) = self.kana_from {
            and("c.kana_key >= ?", vec![from.into()]);
        }
        if let Some(to) = self.kana_to {
            and("c.kana_key < ?", vec![to.into()]);
        }
        if let Some((from, to)) = self.received {
            and("c.received_on >= ? AND c.received_on <= ?", vec![from.into(), to.into()]);
        }
        condition
    }

    /// The statement for the rows. Which cases is found in an index alone; only those that are shown are looked up.
    fn statement(&self, filter: RowFilter) -> (String, Vec<Value>) {
        let mut params = Vec::new();
        let condition = self.condition(filter, &mut params);
        params.push(self.limit.into());
        params.push(self.offset.into());
        let (limit, offset) = (params.len() - 1, params.len());
        let order = self.order();
        let sql = format!(
            "SELECT {COLUMNS} FROM (SELECT c.id FROM case_file c WHERE {condition}
                 ORDER BY {order} LIMIT ${limit} OFFSET ${offset}) chosen
             JOIN case_file c ON c.id = chosen.id JOIN person p ON p.id = c.person_id
             JOIN staff s ON s.id = c.assigned_to ORDER BY {order}"
        );
        (sql, params)
    }

    const fn order(&self) -> &'static str {
        match self.order {
            CaseOrder::Due => "c.due_on NULLS LAST, c.id",
            CaseOrder::Kana => "c.kana_key, c.id",
        }
    }
}

/// How many cases wait for what; each number stops one beyond [`MOST_QUEUED`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct QueueCounts {
    /// 期限超過
    pub overdue: i64,
    /// 今週
    pub this_week: i64,
    /// 同意待ち
    pub consent: i64,
    /// 支援決定・確認待ち
    pub decision: i64,
    /// 事後報告
    pub to_ratify: i64,
    /// 中断
    pub suspended: i64,
}

/// The number of cases that fit, not counting further than one beyond `most`.
fn counted(condition: &str, most: i64) -> String {
    format!("(SELECT count(*) FROM (SELECT 1 FROM case_file c WHERE {condition} LIMIT {}) found)", most + 1)
}

/// The rows that the reader may read, among rows that were asked for by themselves.
fn passing(filter: RowFilter, rows: Vec<(CaseRow, CaseScope)>) -> Vec<CaseRow> {
    rows.into_iter().filter(|(_, scope)| filter.reads(*scope)).map(|(row, _)| row).collect()
}

impl Reader {
    /// A list of cases.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses.
    pub async fn cases(&self, filter: RowFilter, search: &CaseSearch) -> Result<Vec<CaseRow>, StoreError> {
        let (sql, params) = search.statement(filter);
        self.query(&sql, &params).await?.iter().map(CaseRow::read).collect()
    }

    /// How many cases a list has in all, counted as far as [`MOST_COUNTED`] or as the search reaches; one more if they are more.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses.
    pub async fn count_cases(&self, filter: RowFilter, search: &CaseSearch) -> Result<i64, StoreError> {
        let mut params = Vec::new();
        let condition = search.condition(filter, &mut params);
        let reach = i64::from(search.offset) + i64::from(search.limit);
        let sql = format!("SELECT {}", counted(&condition, MOST_COUNTED.max(reach)));
        self.query_one(&sql, &params).await?.int(0)
    }

    /// How many cases wait for what, for one member of staff or for everyone in reach.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses.
    pub async fn queue_counts(
        &self,
        filter: RowFilter,
        assigned_to: Option<StaffId>,
        today: NaiveDate,
        week_ends: NaiveDate,
    ) -> Result<QueueCounts, StoreError> {
        let mut params = params![today, week_ends].to_vec();
        let mut condition = visible(filter, &mut params);
        if let Some(staff) = assigned_to {
            params.push(staff.into());
            condition.push_str(&format!(" AND c.assigned_to = ${}", params.len()));
        }
        let count = |what: &str| counted(&format!("{condition} AND {what}"), MOST_QUEUED);
        let sql = format!(
            "SELECT {}, {}, {}, {}, {}, {}",
            count("c.is_open = 1 AND c.due_on < $1"),
            count("c.is_open = 1 AND c.due_on >= $1 AND c.due_on <= $2"),
            count("c.stage = 'consent_pending'"),
            count("c.stage = 'decision_pending'"),
            count("c.is_open = 1 AND c.to_ratify = 1"),
            count("c.stage = 'suspended'"),
        );
        let row = self.query_one(&sql, &params).await?;
        Ok(QueueCounts {
            overdue: row.int(0)?,
            this_week: row.int(1)?,
            consent: row.int(2)?,
            decision: row.int(3)?,
            to_ratify: row.int(4)?,
            suspended: row.int(5)?,
        })
    }

    /// One case, as far as the filter lets it through.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses.
    pub async fn case_row(&self, filter: RowFilter, id: CaseId) -> Result<Option<CaseRow>, StoreError> {
        Ok(self.case_rows(filter, &[id]).await?.pop())
    }

    /// The cases of that reference in reach.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses.
    pub async fn cases_by_reference(&self, filter: RowFilter, reference: &str) -> Result<Vec<CaseRow>, StoreError> {
        let mut params = params![reference].to_vec();
        let condition = visible(filter, &mut params);
        let sql =
            format!("SELECT {COLUMNS} FROM {TABLES} WHERE c.reference = $1 AND {condition} ORDER BY c.id LIMIT 20");
        self.query(&sql, &params).await?.iter().map(CaseRow::read).collect()
    }

    /// The cases of a person in reach, the newest first; protected ones with them for those who are named.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses.
    pub async fn cases_of_person(&self, filter: RowFilter, person: PersonId) -> Result<Vec<CaseRow>, StoreError> {
        let condition = "c.person_id = $1 ORDER BY c.received_on DESC, c.id";
        Ok(passing(filter, self.rows_and_scopes(condition, params![person]).await?))
    }

    /// Every case of a person and of the entries merged into theirs, in reach or not, with what the decision needs.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses.
    pub async fn every_case_of_person(&self, person: PersonId) -> Result<Vec<(CaseRow, CaseScope)>, StoreError> {
        let condition = "c.person_id IN (SELECT $1 UNION SELECT id FROM person WHERE merged_into = $1)
             ORDER BY c.received_on DESC, c.id";
        self.rows_and_scopes(condition, params![person]).await
    }

    /// The protected cases in reach that the reader is named for, by the next date.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses.
    pub async fn protected_cases(&self, filter: RowFilter) -> Result<Vec<CaseRow>, StoreError> {
        Ok(passing(filter, self.protected_of(filter).await?))
    }

    /// The protected cases of an agency, by the next date, whoever is named. The caller decides what may be known of them.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses.
    pub async fn protected_of(&self, filter: RowFilter) -> Result<Vec<(CaseRow, CaseScope)>, StoreError> {
        let (column, agency) = match filter.reach() {
            Reach::Centre(agency) => ("c.protected_centre_id = $1", agency),
            Reach::Municipality(agency) => ("c.protected_municipality_id = $1", agency),
            Reach::Both(agency) => ("(c.protected_centre_id = $1 OR c.protected_municipality_id = $1)", agency),
            Reach::Nothing => return Ok(Vec::new()),
        };
        let condition = format!("c.named IS NOT NULL AND {column} ORDER BY c.due_on NULLS LAST, c.id");
        self.rows_and_scopes(&condition, params![agency]).await
    }

    async fn rows_and_scopes(
        &self,
        condition: &str,
        params: &[Value],
    ) -> Result<Vec<(CaseRow, CaseScope)>, StoreError> {
        let sql = format!("SELECT {COLUMNS}, {SCOPE} FROM {TABLES} WHERE {condition}");
        let read = |row: &Row| Ok((CaseRow::read(row)?, scope(row, 18)?));
        self.query(&sql, params).await?.iter().map(read).collect()
    }

    /// Cases of these identifiers in reach, in no order.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses.
    pub async fn case_rows(&self, filter: RowFilter, ids: &[CaseId]) -> Result<Vec<CaseRow>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let params: Vec<Value> = ids.iter().map(|id| (*id).into()).collect();
        let places: Vec<String> = (1..=ids.len()).map(|place| format!("${place}")).collect();
        let condition = format!("c.id IN ({})", places.join(", "));
        Ok(passing(filter, self.rows_and_scopes(&condition, &params).await?))
    }

    /// Whole cases of these identifiers. The caller decides whether they may be read.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses.
    pub async fn whole_cases(&self, ids: &[CaseId]) -> Result<HashMap<CaseId, Case>, StoreError> {
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let params: Vec<Value> = ids.iter().map(|id| (*id).into()).collect();
        let places: Vec<String> = (1..=ids.len()).map(|place| format!("${place}")).collect();
        let sql = format!("SELECT case_id, state FROM case_state WHERE case_id IN ({})", places.join(", "));
        let read = |row: &Row| Ok((CaseId::new(row.uuid(0)?), tables::from_json("a case", row.text(1)?)?));
        self.query(&sql, &params).await?.iter().map(read).collect()
    }

    /// The next cases of a centre after one, by identifier, that were open on a day of a month: whole, protected ones with them, to be counted and
    /// nothing else (月次報告).
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses.
    pub async fn cases_to_count(
        &self,
        _permit: &Permit,
        (centre, month): (AgencyId, YearMonth),
        after: Option<CaseId>,
        limit: u32,
    ) -> Result<Vec<Case>, StoreError> {
        let sql = "SELECT s.state FROM case_file c JOIN case_state s ON s.case_id = c.id
                   WHERE COALESCE(c.protected_centre_id, c.centre_id) = $1 AND c.id > $2 AND c.received_on <= $3
                     AND (c.closed_from IS NULL OR c.closed_from >= $4) ORDER BY c.id LIMIT $5";
        let after = after.map_or(Uuid::nil(), CaseId::uuid);
        let params = params![centre, after, month.last_day(), month.first_day(), limit];
        self.query_aside(sql, params).await?.iter().map(|row| tables::from_json("a case", row.text(0)?)).collect()
    }

    /// What is needed to decide about a case without reading it whole.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses.
    pub async fn case_header(&self, id: CaseId) -> Result<Option<CaseHeader>, StoreError> {
        header(self, id).await
    }

    /// The headers of several cases, with their identifiers.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses.
    pub async fn case_headers(&self, ids: &[CaseId]) -> Result<Vec<(CaseId, CaseHeader)>, StoreError> {
        let mut headers = Vec::new();
        for some in ids.chunks(HEADERS_AT_ONCE) {
            let params: Vec<Value> = some.iter().map(|id| (*id).into()).collect();
            let places: Vec<String> = (1..=some.len()).map(|place| format!("${place}")).collect();
            let sql = format!("SELECT {SCOPE}, {HEADER}, c.id FROM case_file c WHERE c.id IN ({})", places.join(", "));
            for row in self.query(&sql, &params).await? {
                headers.push((CaseId::new(row.uuid(7)?), CaseHeader::read(&row)?));
            }
        }
        Ok(headers)
    }

    /// As [`Reader::case_header`], and how many support records there are.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses.
    pub async fn case_header_and_records(&self, id: CaseId) -> Result<Option<(CaseHeader, i64)>, StoreError> {
        let sql = format!(
            "SELECT {SCOPE}, {HEADER}, (SELECT count(*) FROM support_record WHERE case_id = $1)
             FROM case_file c WHERE c.id = $1"
        );
        let row = self.query_opt(&sql, params![id]).await?;
        row.map(|row| Ok((CaseHeader::read(&row)?, row.int(7)?))).transpose()
    }

    /// A whole case with its version. The caller decides whether it may be read.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses.
    pub async fn case(&self, id: CaseId) -> Result<Option<(Case, i64)>, StoreError> {
        tables::load_case(self, id).await
    }
}

/// What is needed to decide about a case without reading it whole.
pub(crate) async fn header(source: &impl Query, id: CaseId) -> Result<Option<CaseHeader>, StoreError> {
    let sql = format!("SELECT {SCOPE}, {HEADER} FROM case_file c WHERE c.id = $1");
    source.query_opt(&sql, params![id]).await?.as_ref().map(CaseHeader::read).transpose()
}

impl Tx {
    /// A whole case with its version.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses.
    pub async fn case(&self, id: CaseId) -> Result<Option<(Case, i64)>, StoreError> {
        tables::load_case(self, id).await
    }

    /// What is needed to decide about a case and to add a record, without reading it whole.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses.
    pub async fn case_header(&self, id: CaseId) -> Result<Option<CaseHeader>, StoreError> {
        header(self, id).await
    }

    /// The next reference of a centre in a fiscal year, for example `2026-00417`.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses.
    pub async fn next_reference(&self, centre: AgencyId, fiscal_year: i32) -> Result<String, StoreError> {
        let row = self
            .query_one(
                "INSERT INTO case_counter (centre_id, fiscal_year, last_number) VALUES ($1, $2, 1)
                 ON CONFLICT (centre_id, fiscal_year) DO UPDATE SET last_number = case_counter.last_number + 1
                 RETURNING last_number",
                params![centre, fiscal_year],
            )
            .await?;
        Ok(format!("{fiscal_year}-{:05}", row.int(0)?))
    }
}

#[cfg(all(test, feature = "testing"))]
#[path = "cases_tests.rs"]
mod tests;
