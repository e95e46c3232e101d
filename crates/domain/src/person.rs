//! The person who is supported (本人): who they are, as far as known.

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    calendar::PartialDate,
    id::PersonId,
    rule::{Refusal, Rule, require},
};

/// Sex as the forms ask it: 男性 / 女性 / （ ）.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// 男性
    Male,
    /// 女性
    Female,
    /// Written in the person's own words.
    Other,
}

/// Where the person lives, as an answer: "no fixed address" and "withheld" are answers too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AddressKind {
    /// The address is written, or not yet known.
    #[default]
    Written,
    /// 住所不定
    NoFixedAddress,
    /// 非公開 (for the person's safety).
    Withheld,
}

/// Facts about a person that every form carries: typed once, shown everywhere.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PersonFacts {
    /// 氏名, as the person writes it; one field, so that names which do not split are at home too.
    pub name: String,
    /// フリガナ in katakana.
    pub kana: String,
    /// The name is assumed or not known for certain.
    pub name_assumed: bool,
    /// 通称
    pub known_as: String,
    /// 旧姓
    pub former_name: String,
    /// ローマ字
    pub romaji: String,
    /// 性別
    pub sex: Option<Sex>,
    /// The person's own word where `sex` is `Other`.
    pub sex_note: String,
    /// 生年月日, or only as much of it as is known.
    pub birth_date: Option<PartialDate>,
    /// Seven digits, no hyphen.
    pub postal_code: String,
    /// 住所
    pub address: String,
    /// Whether the address is written, none, or withheld.
    pub address_kind: AddressKind,
    /// 電話（自宅）
    pub phone_home: String,
    /// 電話（携帯）
    pub phone_mobile: String,
    /// E-mail
    pub email: String,
}

// Names, addresses and telephone numbers are not shown by whoever logs something that holds them.
impl fmt::Debug for PersonFacts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PersonFacts").finish_non_exhaustive()
    }
}

/// What happened to a person's entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum PersonEvent {
    /// The person is entered for the first time.
    Registered {
        /// What is known.
        facts: PersonFacts,
    },
    /// Facts were corrected or completed.
    Corrected {
        /// All facts as they are now.
        facts: PersonFacts,
    },
    /// The entry turned out to be the same person as another one.
    MergedInto {
        /// The entry that stays.
        into: PersonId,
        /// Why they are held to be one.
        reason: String,
    },
    /// The merge was a mistake and is taken back.
    MergeUndone {
        /// Why.
        reason: String,
    },
    /// The person said whether they want to be counted where the record is evaluated (P-170).
    CountingAnswered {
        /// Whether they do.
        counts: bool,
        /// When they said so.
        on: NaiveDate,
    },
}

impl PersonEvent {
    /// The name of the event in the journal.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Registered { .. } => "person_registered",
            Self::Corrected { .. } => "person_corrected",
            Self::MergedInto { .. } => "person_merged",
            Self::MergeUndone { .. } => "person_merge_undone",
            Self::CountingAnswered { .. } => "person_counting_answered",
        }
    }
}

/// A person's entry as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Its identifier.
    pub id: PersonId,
    /// What is known.
    pub facts: PersonFacts,
    /// The entry this one was merged into.
    pub merged_into: Option<PersonId>,
    /// Since when the person does not want to be counted where the record is evaluated (P-170).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uncounted_since: Option<NaiveDate>,
}

impl Person {
    /// Folds an event into the entry; the first one must be `Registered`.
    pub fn apply(current: Option<Self>, id: PersonId, event: &PersonEvent) -> Option<Self> {
        match (current, event) {
            (_, PersonEvent::Registered { facts }) => {
                Some(Self { id, facts: facts.clone(), merged_into: None, uncounted_since: None })
            }
            (Some(person), PersonEvent::Corrected { facts }) => Some(Self { facts: facts.clone(), ..person }),
            (Some(person), PersonEvent::MergedInto { into, .. }) => Some(Self { merged_into: Some(*into), ..person }),
            (Some(person), PersonEvent::MergeUndone { .. }) => Some(Self { merged_into: None, ..person }),
            (Some(person), PersonEvent::CountingAnswered { counts, on }) => {
                Some(Self { uncounted_since: (!counts).then_some(*on), ..person })
            }
            (None, _) => None,
        }
    }

    /// Joins this entry to `into`, where neither has a protected record. The cases stay where they are and are shown together; nothing is copied, so that the
    /// merge can be undone.
    ///
    /// # Errors
    ///
    /// Without a reason, into itself, into an entry that is itself merged, or twice; P-103 where a record is protected.
    pub fn merge_into(&self, into: &Person, reason: &str, is_protected: bool) -> Result<PersonEvent, Refusal> {
        require(!is_protected, Rule::ProtectedNotMerged)?;
        require(!reason.trim().is_empty(), Rule::ReasonNeeded)?;
        require(self.id != into.id && self.merged_into.is_none() && into.merged_into.is_none(), Rule::NoSuchEntry)?;
        Ok(PersonEvent::MergedInto { into: into.id, reason: reason.trim().to_owned() })
    }

    /// Whether the person is counted where the record is evaluated. Nobody has to give a reason, and nothing else changes by it; saying the
    /// same again changes nothing.
    ///
    /// # Errors
    ///
    /// P-11 for a day to come.
    pub fn answer_counting(
        &self,
        counts: bool,
        on: NaiveDate,
        today: NaiveDate,
    ) -> Result<Option<PersonEvent>, Refusal> {
        require(on <= today, Rule::DateOutOfOrder)?;
        let is_new = self.uncounted_since.is_none() != counts;
        Ok(is_new.then_some(PersonEvent::CountingAnswered { counts, on }))
    }

    /// Takes a merge back.
    ///
    /// # Errors
    ///
    /// If the entry is not merged, or no reason is given.
    pub fn undo_merge(&self, reason: &str) -> Result<PersonEvent, Refusal> {
        require(!reason.trim().is_empty(), Rule::ReasonNeeded)?;
        require(self.merged_into.is_some(), Rule::NoSuchEntry)?;
        Ok(PersonEvent::MergeUndone { reason: reason.trim().to_owned() })
    }
}
