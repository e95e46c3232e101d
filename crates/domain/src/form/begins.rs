//! With what a field of a sheet begins: what the record or another sheet knows already is not typed twice.

use serde::{Deserialize, Serialize};

use super::{Field, Kind};

words! {
    /// Something that the record knows and that a field of a sheet may begin with.
    KnownFact {
        /// What the person comes about, in their words (主訴): text.
        Complaint = "complaint",
        /// The programme of the use: the option of that name, where the field has one.
        Programme = "programme",
        /// The first day of the use: a day.
        UseBegan = "use_began",
        /// The last day of its term: a day.
        UseUntil = "use_until",
        /// The ground on which more months were granted than usual: the option of that name.
        TermGround = "term_ground",
        /// The last 個別支援会議 of the use: a day.
        PlanMeeting = "plan_meeting",
        /// The day on which the person last agreed to the plan: a day.
        PlanAgreed = "plan_agreed",
        /// The last 多機関連携会議 about the use: a day.
        Conference = "conference",
        /// What the person does in the job that runs: text.
        Work = "work",
        /// The same as the first row of a table with the column `task`.
        WorkAsTask = "work_as_task",
        /// Until when that job is agreed: text.
        WorkUntil = "work_until",
        /// What was agreed there that makes the work possible (配慮): text.
        Accommodation = "accommodation",
        /// Jobs and work trials of the person, a row each: `period`, `tasks`.
        WorkHistory = "work_history",
        /// Work trials and visits, a row each: `site`, `dates`, `task`.
        PlacesTried = "places_tried",
        /// The month of which is reported: the one of which most is over.
        ReportMonth = "report_month",
        /// Meetings with the person beside the job in that month, a row each: `on`, `mode` (`face`, `equal`).
        Meetings = "meetings",
        /// Contacts with the firm in that month, a row each: `on`, `how` (`visit`, `online`, `phone`, `mail`), `what`.
        FirmContacts = "firm_contacts",
    }
}

/// Where a field takes its beginning from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BeginsWith {
    /// From the record.
    Record(KnownFact),
    /// From the newest final version of another sheet about the person: what the same side answered to a field there.
    Sheet {
        /// The form of that sheet.
        form: String,
        /// The field of that form.
        field: String,
    },
}

/// What a field begins with, until its side has said something: the first of `with` that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beginning {
    /// The field.
    pub field: String,
    /// From where, the best first.
    pub with: Vec<BeginsWith>,
}

impl KnownFact {
    /// Whether it comes from the jobs of the person; otherwise from the use.
    pub const fn is_of_jobs(self) -> bool {
        !matches!(
            self,
            Self::Complaint
                | Self::Programme
                | Self::UseBegan
                | Self::UseUntil
                | Self::TermGround
                | Self::PlanMeeting
                | Self::PlanAgreed
                | Self::Conference
                | Self::ReportMonth
        )
    }

    /// The columns of the table that it fills; none for what is no table.
    pub const fn columns(self) -> &'static [&'static str] {
        match self {
            Self::WorkAsTask => &["task"],
            Self::WorkHistory => &["period", "tasks"],
            Self::PlacesTried => &["site", "dates", "task"],
            Self::Meetings => &["on", "mode"],
            Self::FirmContacts => &["on", "how", "what"],
            _ => &[],
        }
    }

    /// Whether a field can hold it.
    pub fn fits(self, field: &Field) -> bool {
        let has = |id: &&str| field.columns.iter().any(|column| column.id == **id);
        match self {
            Self::Complaint | Self::Work | Self::WorkUntil | Self::Accommodation => {
                matches!(field.kind, Kind::Text | Kind::LongText)
            }
            Self::Programme | Self::TermGround => field.kind == Kind::Single,
            Self::UseBegan | Self::UseUntil | Self::PlanMeeting | Self::PlanAgreed | Self::Conference => {
                field.kind == Kind::Date
            }
            Self::ReportMonth => field.kind == Kind::YearMonth,
            Self::WorkAsTask | Self::WorkHistory | Self::PlacesTried | Self::Meetings | Self::FirmContacts => {
                field.kind == Kind::Table && self.columns().iter().all(has)
            }
        }
    }
}
