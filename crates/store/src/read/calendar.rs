//! The dates of plans in support, in their order.

use banso_access::RowFilter;
use banso_domain::case::DueKind;
use chrono::NaiveDate;

use super::{
    case_row::{COLUMNS, CaseRow},
    filter::visible,
};
use crate::{Query, Reader, Row, StoreError, params};

/// A date that matters, of one case.
#[derive(Clone, Debug)]
pub struct CalendarEntry {
    /// The last day of the month of a monitoring, or the day on which a plan ends.
    pub on: NaiveDate,
    /// [`DueKind::Monitoring`] or [`DueKind::PlanEnd`].
    pub kind: DueKind,
    /// The case.
    pub case: CaseRow,
}

impl CalendarEntry {
    fn read(row: &Row) -> Result<Self, StoreError> {
        let kind = DueKind::from_name(row.text(19)?);
        let kind = kind.ok_or_else(|| StoreError::Shape { what: "a date", problem: "unknown kind".to_owned() })?;
        Ok(Self { on: row.date(18)?, kind, case: CaseRow::read(row)? })
    }
}

/// The first dates of one kind: found in an index alone, in its order.
fn dates(column: &str, kind: DueKind, condition: &str) -> String {
    let kind = kind.name();
    format!(
        "SELECT * FROM (SELECT c.id AS case_id, c.{column} AS due_day, c.kana_key AS reading, '{kind}' AS due_kind
             FROM case_file c WHERE {condition} AND c.stage = 'in_support' AND c.{column} BETWEEN $1 AND $2
             ORDER BY c.{column}, c.kana_key, c.id LIMIT $3) of_kind_{kind}"
    )
}

impl Reader {
    /// The first `limit` monitorings and ends of plans between two days, both counted, of cases in reach and in support.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses.
    pub async fn calendar(
        &self,
        filter: RowFilter,
        from: NaiveDate,
        to: NaiveDate,
        limit: u32,
    ) -> Result<Vec<CalendarEntry>, StoreError> {
        let mut params = params![from, to, limit].to_vec();
        let condition = visible(filter, &mut params);
        let sql = format!(
            "SELECT {COLUMNS}, found.due_day, found.due_kind FROM ({} UNION ALL {}) found
             JOIN case_file c ON c.id = found.case_id JOIN person p ON p.id = c.person_id
             JOIN staff s ON s.id = c.assigned_to
             ORDER BY found.due_day, found.reading, found.due_kind, c.id LIMIT $3",
            dates("monitoring_on", DueKind::Monitoring, &condition),
            dates("plan_ends_on", DueKind::PlanEnd, &condition),
        );
        self.query(&sql, &params).await?.iter().map(CalendarEntry::read).collect()
    }
}
