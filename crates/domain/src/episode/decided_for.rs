//! 家族などが決めたこと: a decision that somebody else made for an adult, looked at again until the person makes it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Episode, EpisodeEvent};
use crate::rule::{Refusal, Rule, require};

/// Something that somebody else decided for the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecidedFor {
    /// When.
    pub on: NaiveDate,
    /// What was decided.
    pub what: String,
    /// Who decided it: the mother, the family, the office.
    pub by: String,
    /// When it was looked at again, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub looked_at: Vec<LookedAt>,
}

/// How the person can decide it, looked at together with them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LookedAt {
    /// When.
    pub on: NaiveDate,
    /// What the person says, and what helps them to decide.
    pub words: String,
    /// From now on the person decides it.
    pub person_decides: bool,
}

impl DecidedFor {
    /// The person decides it now.
    pub fn is_the_persons(&self) -> bool {
        self.looked_at.last().is_some_and(|last| last.person_decides)
    }

    /// Since when nobody has looked at it: what the next look is counted from.
    pub fn since(&self) -> NaiveDate {
        self.looked_at.last().map_or(self.on, |last| last.on)
    }
}

impl Episode {
    /// Records that somebody else decided something for the person.
    ///
    /// # Errors
    ///
    /// P-81 once it has ended, P-112 without what and who, P-11 for a day before the start or to come.
    pub fn decided_for(&self, what: &str, by: &str, on: NaiveDate, today: NaiveDate) -> Result<EpisodeEvent, Refusal> {
        self.require_open()?;
        let (what, by) = (what.trim().to_owned(), by.trim().to_owned());
        require(!what.is_empty() && !by.is_empty(), Rule::WhoDecidedWhat)?;
        self.require_day(on, today)?;
        Ok(EpisodeEvent::DecidedFor { decided: DecidedFor { on, what, by, looked_at: Vec::new() } })
    }

    /// Looks at a decision again, number `place` in the order in which they were written down.
    ///
    /// # Errors
    ///
    /// P-81 once it has ended, P-112 for one that is none or that the person makes already, or without words, P-11 for a day before the last
    /// look or to come.
    pub fn look_at_decision(
        &self,
        place: usize,
        looked_at: LookedAt,
        today: NaiveDate,
    ) -> Result<EpisodeEvent, Refusal> {
        self.require_open()?;
        let decided = self.decided_for.get(place).filter(|decided| !decided.is_the_persons());
        let words = looked_at.words.trim().to_owned();
        let Some(decided) = decided.filter(|_| !words.is_empty()) else { return Err(Rule::WhoDecidedWhat.into()) };
        require(decided.since() <= looked_at.on && looked_at.on <= today, Rule::DateOutOfOrder)?;
        Ok(EpisodeEvent::DecisionLookedAt { place, looked_at: LookedAt { words, ..looked_at } })
    }

    /// Decisions that somebody else makes for the person, with their numbers.
    pub fn decided_by_others(&self) -> impl Iterator<Item = (usize, &DecidedFor)> {
        self.decided_for.iter().enumerate().filter(|(_, decided)| !decided.is_the_persons())
    }
}
