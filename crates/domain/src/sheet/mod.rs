//! シート: what is written about one person on one form, by several sides, in versions.
//!
//! A sheet is a record of its own beside case and use. The same item rated by several sides stands side by side: each side has its own
//! contribution, and none is ever written over by another. A version that is final stays; what is new goes into the next one, with its day
//! and its source. It is kept under the version of the form that it was begun with.

mod begins;
mod commands;
mod compare;
mod elsewhere;
mod event;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use begins::KnownRecord;
pub use commands::{NewSheet, Writer, Writing};
pub use compare::{Changed, ComparedItem, changed, compared};
pub use elsewhere::{Elsewhere, Nearness, nearest};
pub use event::SheetEvent;

use crate::{
    form::{Facts, Side},
    id::{AgencyId, CaseId, EpisodeId, PersonId, SheetId, StaffId},
    rule::Rule,
};

/// What a sheet belongs to beside the person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct About {
    /// The use of a programme.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub episode: Option<EpisodeId>,
    /// The case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case: Option<CaseId>,
}

/// What one side says in one version.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Contribution {
    /// The day on which it was said or seen.
    pub on: NaiveDate,
    /// Who said it, where that is neither the person nor the agency's staff: the firm, the doctor, the mother.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
    /// Where it was seen: the workshop, a firm, at home.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub place: String,
    /// Who wrote it down.
    pub written_by: StaffId,
    /// Whose side it is wrote it with their own account: the person, or the firm.
    #[serde(default)]
    pub is_own: bool,
    /// The answers, under the paths of the form.
    pub answers: Facts,
}

/// That a version is final.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finalised {
    /// When.
    pub on: NaiveDate,
    /// By whom.
    pub by: StaffId,
    /// The warnings that were read and passed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub passed: Vec<Rule>,
}

/// A version of a sheet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Version {
    /// From when on.
    pub begun_on: NaiveDate,
    /// What made it necessary, and where that is known from; empty for the first one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
    /// What each side says.
    pub said: BTreeMap<Side, Contribution>,
    /// It is final.
    pub finalised: Option<Finalised>,
}

/// The person lets a firm write on the sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Permission {
    /// Which firm, where it writes on its own page; none where an agency writes down what the firm says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub firm: Option<AgencyId>,
    /// When.
    pub on: NaiveDate,
    /// What the firm may write about, and for what.
    pub purpose: String,
    /// Who explained it to the person.
    pub explained_by: String,
}

/// A sheet as its events add up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sheet {
    /// Its identifier.
    pub id: SheetId,
    /// About whom.
    pub person: PersonId,
    /// Which agency keeps it.
    pub agency: AgencyId,
    /// On which form.
    pub form: String,
    /// The day whose version of the form it is kept under.
    pub form_on: NaiveDate,
    /// What it belongs to.
    pub about: About,
    /// Why it was begun although another agency had one like it; empty where nobody had.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub begun_because: String,
    /// Its versions, oldest first; never empty.
    pub versions: Vec<Version>,
    /// Permissions of the person, in order.
    #[serde(default)]
    pub permissions: Vec<Permission>,
    /// The days on which the person carried it to somebody.
    #[serde(default)]
    pub carried: Vec<NaiveDate>,
    /// Of the person's own sheet: which parts they show to whom.
    #[serde(default)]
    pub shown: BTreeMap<AgencyId, BTreeSet<String>>,
}

impl Version {
    /// Everything that is said in it, each answer under the path of its field: no two sides answer the same field.
    pub fn answers(&self) -> Facts {
        let all = self.said.values().flat_map(|said| said.answers.iter());
        all.map(|(path, value)| (path.to_owned(), value.clone())).collect()
    }

    /// The day that it speaks of: the last on which something was said or seen, else the one on which it began.
    pub fn last_day(&self) -> NaiveDate {
        self.said.values().map(|said| said.on).max().unwrap_or(self.begun_on)
    }
}

impl Sheet {
    /// The version that is written, or the last that is final.
    pub fn current(&self) -> Option<&Version> {
        self.versions.last()
    }

    /// The newest version that is final.
    pub fn newest_final(&self) -> Option<(usize, &Version)> {
        self.versions.iter().enumerate().rev().find(|(_, version)| version.finalised.is_some())
    }

    /// It can be written on.
    pub fn is_open(&self) -> bool {
        self.current().is_some_and(|version| version.finalised.is_none())
    }

    /// The person lets a firm read what was asked of it and agreed with it, and write its own side.
    pub fn is_open_to_firm(&self, firm: AgencyId) -> bool {
        self.permissions.iter().any(|permission| permission.firm == Some(firm))
    }

    /// The parts that the person shows to an agency.
    pub fn shown_to(&self, agency: AgencyId) -> Option<&BTreeSet<String>> {
        self.shown.get(&agency).filter(|parts| !parts.is_empty())
    }

    /// Folds an event into the sheet; the first one must be `Begun`.
    pub fn apply(current: Option<Self>, id: SheetId, event: &SheetEvent) -> Option<Self> {
        if let SheetEvent::Begun { person, agency, form, on, about, parts, because } = event {
            let first = Version { begun_on: *on, source: String::new(), said: BTreeMap::new(), finalised: None };
            let together = (!parts.is_empty()).then(|| (*agency, parts.clone()));
            return Some(Self {
                id,
                person: *person,
                agency: *agency,
                form: form.clone(),
                form_on: *on,
                about: *about,
                begun_because: because.clone(),
                versions: vec![first],
                permissions: Vec::new(),
                carried: Vec::new(),
                shown: together.into_iter().collect(),
            });
        }
        let mut sheet = current?;
        sheet.fold(event);
        Some(sheet)
    }

    fn fold(&mut self, event: &SheetEvent) {
        match event {
            SheetEvent::Begun { .. } => {}
            SheetEvent::Written { side, said } => {
                if let Some(version) = self.versions.last_mut() {
                    version.said.insert(*side, said.clone());
                }
            }
            SheetEvent::Finalised { finalised } => {
                if let Some(version) = self.versions.last_mut() {
                    version.finalised = Some(finalised.clone());
                }
            }
            SheetEvent::Revised { on, source, goes_on } => {
                let before = self.versions.last().filter(|_| *goes_on).map(|version| version.said.clone());
                let said = before.unwrap_or_default();
                self.versions.push(Version { begun_on: *on, source: source.clone(), said, finalised: None });
            }
            SheetEvent::Permitted { permission } => self.permissions.push(permission.clone()),
            SheetEvent::Carried { on } => self.carried.push(*on),
            SheetEvent::Shown { to, parts } => {
                if parts.is_empty() {
                    self.shown.remove(to);
                } else {
                    self.shown.insert(*to, parts.clone());
                }
            }
        }
    }
}
