//! What happened to the knowledge about a person: who read it, printed it, took it along, gave it to whom. The person can read it all.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    case::sharing::{Basis, ItemSet, Route},
    id::{AgencyId, CaseId},
};

/// Which part of the record was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordPart {
    /// The person's entry: name, address, telephone.
    Person,
    /// The case: sheets, plan, conferences.
    Case,
    /// 支援経過
    Course,
    /// 変更の履歴, or the record as it was on a day.
    History,
    /// This ledger.
    Ledger,
    /// 利用: the use of a programme at an agency.
    Episode,
    /// 実習・就職
    Job,
    /// シート: what several sides wrote.
    Sheet,
}

impl RecordPart {
    /// Every part.
    pub const ALL: &[RecordPart] = &[
        RecordPart::Person,
        RecordPart::Case,
        RecordPart::Course,
        RecordPart::History,
        RecordPart::Ledger,
        RecordPart::Episode,
        RecordPart::Job,
        RecordPart::Sheet,
    ];

    /// The name in code and locales.
    pub const fn name(self) -> &'static str {
        match self {
            RecordPart::Person => "person",
            RecordPart::Case => "case",
            RecordPart::Course => "course",
            RecordPart::History => "history",
            RecordPart::Ledger => "ledger",
            RecordPart::Episode => "episode",
            RecordPart::Job => "job",
            RecordPart::Sheet => "sheet",
        }
    }
}

/// One thing that happened to the knowledge about a person.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum LedgerEntry {
    /// Somebody opened a part of the record; once a day for each part and reader.
    Read {
        /// Of which case, if of one.
        case: Option<CaseId>,
        /// Which part.
        part: RecordPart,
    },
    /// Somebody of another agency read what is shared with it; once a day.
    ReadShared {
        /// Of which case.
        case: CaseId,
        /// What was open.
        items: ItemSet,
    },
    /// A form was printed or taken as a file.
    Printed {
        /// Of which case.
        case: CaseId,
        /// Which form.
        form: String,
    },
    /// A list in which the person stands was taken as a file.
    Exported {
        /// Which list.
        list: String,
    },
    /// Something was given to another agency, or a door was opened to it.
    Disclosed {
        /// Of which case.
        case: CaseId,
        /// To whom, if it is an agency of the installation.
        to: Option<AgencyId>,
        /// To whom, as written, if it is not.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        to_name: String,
        /// What.
        items: ItemSet,
        /// On which basis.
        basis: Basis,
        /// By which way.
        route: Route,
        /// When the person was told; nothing if they gave the consent themself just then.
        told_person_on: Option<NaiveDate>,
    },
    /// Somebody who is not named opened a protected record in an emergency.
    OpenedByEmergency {
        /// Of which case.
        case: CaseId,
        /// Why, in their words.
        reason: String,
    },
    /// The person looked at their own record.
    ReadByPerson,
}

impl LedgerEntry {
    /// The name of the event in the journal.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Read { .. } => "record_read",
            Self::ReadShared { .. } => "shared_read",
            Self::Printed { .. } => "form_printed",
            Self::Exported { .. } => "list_exported",
            Self::Disclosed { .. } => "disclosed",
            Self::OpenedByEmergency { .. } => "protected_opened",
            Self::ReadByPerson => "read_by_person",
        }
    }
}
