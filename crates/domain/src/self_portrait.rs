//! 自己紹介: what an agency says of itself, so that others know what to ask it for, and what not to.

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::{
    agency::AgencyFacts,
    gathering::require_nobody,
    rule::{Refusal, Rule, require},
};

/// So many months what an agency says of itself counts as fresh: ⟨12⟩, a setting that the sources leave open.
const FRESH_MONTHS: u32 = 12;

/// What an agency says of itself, changed as a whole by its own staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SelfPortrait {
    /// 得意なこと
    pub strengths: String,
    /// 苦手なこと
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub weak_points: String,
    /// 制度・機関の限界: time, whom for, fees, whether they visit.
    pub limits: String,
    /// 何を相談できるか
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub ask_us_for: String,
    /// When somebody there last looked whether it is still so.
    pub confirmed_on: NaiveDate,
}

/// How well the other side can know an agency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// It says nothing of itself.
    SaysNothing,
    /// What it says was looked at last on a day too long ago, or whom to ask and how is not known.
    Old(NaiveDate),
    /// How it likes to be reached, or whom to ask for there, is not known; what it says of itself is fresh.
    NoWay(NaiveDate),
    /// It says what it can do and what not, and how it is reached; looked at on a day.
    Fresh(NaiveDate),
}

impl SelfPortrait {
    /// Checks it before it is kept.
    ///
    /// # Errors
    ///
    /// P-153 without strengths or limits; P-11 for a day to come; R-62 where a case is named.
    pub fn check(&self, today: NaiveDate) -> Result<(), Refusal> {
        let says = !self.strengths.trim().is_empty() && !self.limits.trim().is_empty();
        require(says, Rule::PortraitSaysBoth)?;
        require(self.confirmed_on <= today, Rule::DateOutOfOrder)?;
        require_nobody(&[&self.strengths, &self.weak_points, &self.limits, &self.ask_us_for])
    }

    /// Whether it was looked at a year ago or longer.
    pub fn is_old_on(&self, today: NaiveDate) -> bool {
        self.confirmed_on.checked_add_months(Months::new(FRESH_MONTHS)).is_some_and(|end| end <= today)
    }
}

impl AgencyFacts {
    /// How well the other side can know the agency on a day.
    pub fn known_on(&self, today: NaiveDate) -> Known {
        match &self.portrait {
            None => Known::SaysNothing,
            Some(portrait) if portrait.is_old_on(today) => Known::Old(portrait.confirmed_on),
            Some(portrait) if self.preferred_channel.is_none() || self.contact_person.trim().is_empty() => {
                Known::NoWay(portrait.confirmed_on)
            }
            Some(portrait) => Known::Fresh(portrait.confirmed_on),
        }
    }

    /// What is to be said before somebody turns to the agency, or to itself on its own pages.
    pub fn portrait_findings(&self, today: NaiveDate, is_own: bool) -> Option<Rule> {
        match (self.known_on(today), is_own) {
            (Known::Fresh(_), _) => None,
            (Known::SaysNothing, true) => Some(Rule::TellAboutYourself),
            _ => Some(Rule::KnowTheOtherSide),
        }
    }
}
