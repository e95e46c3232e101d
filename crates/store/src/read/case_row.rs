//! A case as lists show it.

use std::fmt;

use banso_access::{CaseScope, Named};
use banso_domain::{
    case::{Due, DueKind, Stage},
    id::{AgencyId, CaseId, PersonId, StaffId},
};
use chrono::{DateTime, NaiveDate, Utc};

use crate::{Row, StoreError, tables::from_json};

/// The columns of a [`CaseRow`], over `c` = `case_file` and `p` = `person`.
pub(super) const COLUMNS: &str = "c.id, c.person_id, c.reference, p.name, p.kana, c.stage, c.due_on, c.due_kind, c.assigned_to, \
                       s.name, c.last_contact_on, c.to_ratify, c.changed_at, p.birth_date, c.received_on, \
                       c.plan_ends_on, c.monitoring_on, COALESCE(c.protected_centre_id, c.centre_id)";
pub(super) const TABLES: &str = "case_file c JOIN person p ON p.id = c.person_id JOIN staff s ON s.id = c.assigned_to";

/// The columns of a [`CaseScope`], over `c` = `case_file`.
pub(super) const SCOPE: &str = "COALESCE(c.protected_centre_id, c.centre_id), \
                       COALESCE(c.protected_municipality_id, c.municipality_id), c.municipality_sees, c.named";

/// What a decision needs to know of a case, from the columns of [`SCOPE`] beginning at `first`.
pub(super) fn scope(row: &Row, first: usize) -> Result<CaseScope, StoreError> {
    let named = row.opt_text(first + 3)?.map(|named| from_json::<Vec<_>>("the names of a protected case", named));
    Ok(CaseScope {
        centre: AgencyId::new(row.uuid(first)?),
        municipality: AgencyId::new(row.uuid(first + 1)?),
        municipality_sees: row.bool(first + 2)?,
        named: named.transpose()?.map(Named::these),
    })
}

/// A case as a list shows it.
#[derive(Clone)]
pub struct CaseRow {
    /// The case.
    pub id: CaseId,
    /// Whose.
    pub person: PersonId,
    /// 2026-00417
    pub reference: String,
    /// 氏名
    pub name: String,
    /// フリガナ
    pub kana: String,
    /// Where it stands.
    pub stage: Stage,
    /// The next date that matters.
    pub due: Option<Due>,
    /// 主担当
    pub assigned_to: StaffId,
    /// The name of 主担当.
    pub assigned_name: String,
    /// The newest contact.
    pub last_contact_on: Option<NaiveDate>,
    /// Something began early and waits for a conference's word.
    pub to_ratify: bool,
    /// When it last changed.
    pub changed_at: DateTime<Utc>,
    /// The birth date as stored (`1985-04-01`, `1985-04~` …).
    pub birth_date: Option<String>,
    /// 初回相談受付日
    pub received_on: NaiveDate,
    /// The end of the plan in support.
    pub plan_ends_on: Option<NaiveDate>,
    /// The last day of the month of the next monitoring.
    pub monitoring_on: Option<NaiveDate>,
    /// The centre.
    pub centre: AgencyId,
}

// Names are not shown by whoever logs something that holds them.
impl fmt::Debug for CaseRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CaseRow").field("id", &self.id).finish_non_exhaustive()
    }
}

impl CaseRow {
    pub(super) fn read(row: &Row) -> Result<Self, StoreError> {
        let shape = |what, problem: &str| StoreError::Shape { what, problem: problem.to_owned() };
        let due = match (row.opt_date(6)?, row.opt_text(7)?) {
            (Some(on), Some(kind)) => {
                Some(Due { on, kind: DueKind::from_name(kind).ok_or_else(|| shape("a due date", "unknown kind"))? })
            }
            _ => None,
        };
        Ok(Self {
            id: CaseId::new(row.uuid(0)?),
            person: PersonId::new(row.uuid(1)?),
            reference: row.text(2)?.to_owned(),
            name: row.text(3)?.to_owned(),
            kana: row.text(4)?.to_owned(),
            stage: Stage::from_name(row.text(5)?).ok_or_else(|| shape("a case", "unknown stage"))?,
            due,
            assigned_to: StaffId::new(row.uuid(8)?),
            assigned_name: row.text(9)?.to_owned(),
            last_contact_on: row.opt_date(10)?,
            to_ratify: row.bool(11)?,
            changed_at: row.instant(12)?,
            birth_date: row.opt_text(13)?.map(str::to_owned),
            received_on: row.date(14)?,
            plan_ends_on: row.opt_date(15)?,
            monitoring_on: row.opt_date(16)?,
            centre: AgencyId::new(row.uuid(17)?),
        })
    }
}
