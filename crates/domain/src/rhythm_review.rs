//! 連絡の見直し: a link that thinned or fell silent is looked at by somebody, who names the cause before it is closed; where the
//! person stopped coming, the person is asked first.
//!
//! Whether a link thinned is computed when somebody looks; what is kept here is what was seen, what was done about it and why.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::{
    id::{AgencyId, CaseId, JobId, PersonId, ReviewId},
    rule::{Refusal, Rule, require},
};

words! {
    /// 原因
    ReviewCause {
        /// 計画的フェーディング
        PlannedFading = "planned_fading",
        /// 本人の希望
        PersonsWish = "persons_wish",
        /// フェーズ変更
        PhaseChanged = "phase_changed",
        /// 担当交代
        StaffChanged = "staff_changed",
        /// 連絡漏れ
        Missed = "missed",
        /// その他
        Other = "other",
    }

    /// What was seen.
    SeenState {
        /// 減っている
        Thinning = "thinning",
        /// 途絶えている
        Silent = "silent",
        /// 企業からの依存
        OverDependent = "over_dependent",
    }
}

/// Where contacts of a link are written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "where", rename_all = "snake_case")]
pub enum KeptAt {
    /// In a case.
    Case {
        /// Which.
        case: CaseId,
    },
    /// At a job.
    Job {
        /// Which.
        job: JobId,
    },
}

/// An agency's contact with somebody about one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ReviewedLink {
    /// Where its contacts are written down.
    pub at: KeptAt,
    /// The agency that looks.
    pub agency: AgencyId,
    /// With which agency; none for the person and their family.
    pub with: Option<AgencyId>,
}

/// What somebody saw when they looked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// How it stood.
    pub state: SeenState,
    /// Since when.
    pub since: NaiveDate,
    /// When somebody looked.
    pub on: NaiveDate,
}

/// What the person said when they were asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonsWord {
    /// When.
    pub on: NaiveDate,
    /// In their words.
    pub words: String,
    /// Whether the employer may be asked about it.
    pub may_ask_employer: bool,
}

/// How it was closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewClosed {
    /// When.
    pub on: NaiveDate,
    /// Why contact became less.
    pub cause: ReviewCause,
    /// What else is to be said, and what is done about it.
    pub note: String,
}

/// What happened to a review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ReviewEvent {
    /// Somebody took it on.
    Begun {
        /// About whom.
        person: PersonId,
        /// Which link.
        link: ReviewedLink,
        /// What they saw.
        seen: Seen,
    },
    /// The person is asked first.
    HandedToPerson {
        /// Since when.
        on: NaiveDate,
    },
    /// The person said something.
    PersonSaid {
        /// What.
        word: PersonsWord,
    },
    /// Somebody is in danger: others are asked without waiting for the person.
    DangerNoted {
        /// When.
        on: NaiveDate,
        /// What the danger is.
        reason: String,
    },
    /// The cause was named, and it is closed.
    Closed {
        /// How.
        closed: ReviewClosed,
    },
}

impl ReviewEvent {
    /// The name of the event in the journal.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Begun { .. } => "rhythm_review_begun",
            Self::HandedToPerson { .. } => "rhythm_handed_to_person",
            Self::PersonSaid { .. } => "rhythm_person_said",
            Self::DangerNoted { .. } => "rhythm_danger_noted",
            Self::Closed { .. } => "rhythm_review_closed",
        }
    }
}

/// A review as its events add up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RhythmReview {
    /// Its identifier.
    pub id: ReviewId,
    /// About whom.
    pub person: PersonId,
    /// Which link.
    pub link: ReviewedLink,
    /// What was seen.
    pub seen: Seen,
    /// Since when the person is asked first.
    pub handed_on: Option<NaiveDate>,
    /// What the person said last.
    pub word: Option<PersonsWord>,
    /// The danger that was noted, with its day.
    pub danger: Option<(NaiveDate, String)>,
    /// How it was closed.
    pub closed: Option<ReviewClosed>,
}

/// So many days are between two looks at the same link.
pub const ROUND: Days = Days::new(14);

/// The first and the last day of the round in which a day lies: rounds of two weeks that begin on a Monday, the same for everybody.
pub fn round_of(day: NaiveDate) -> (NaiveDate, NaiveDate) {
    const LENGTH: i64 = 14;
    // 1 January 2024 is a Monday.
    let anchor = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap_or(day);
    let into = (day - anchor).num_days().rem_euclid(LENGTH);
    let first = day - Days::new(into.unsigned_abs());
    (first, first + Days::new(13))
}

impl RhythmReview {
    /// Folds an event into the review; the first one must be `Begun`.
    pub fn apply(current: Option<Self>, id: ReviewId, event: &ReviewEvent) -> Option<Self> {
        if let ReviewEvent::Begun { person, link, seen } = event {
            let (person, link, seen) = (*person, *link, *seen);
            return Some(Self { id, person, link, seen, handed_on: None, word: None, danger: None, closed: None });
        }
        let mut review = current?;
        match event {
            ReviewEvent::Begun { .. } => {}
            ReviewEvent::HandedToPerson { on } => review.handed_on = Some(*on),
            ReviewEvent::PersonSaid { word } => review.word = Some(word.clone()),
            ReviewEvent::DangerNoted { on, reason } => review.danger = Some((*on, reason.clone())),
            ReviewEvent::Closed { closed } => review.closed = Some(closed.clone()),
        }
        Some(review)
    }

    /// Nobody has named the cause yet.
    pub fn is_open(&self) -> bool {
        self.closed.is_none()
    }

    /// The person stopped coming: they are asked before anybody else is, and before it is closed.
    pub fn asks_person_first(&self) -> bool {
        self.link.with.is_none() && self.seen.state == SeenState::Silent
    }

    /// Nobody asks the employer about it: the person is being asked, has not agreed to that, and nobody is in danger.
    pub fn holds_back_from_employer(&self) -> bool {
        let agreed = self.word.as_ref().is_some_and(|word| word.may_ask_employer);
        self.is_open() && self.handed_on.is_some() && !agreed && self.danger.is_none()
    }

    /// Whether a link that was reviewed is shown again when it is seen since `since`: what thinned anew is, and what somebody merely forgot,
    /// once a round has passed (P-172).
    pub fn is_shown_again(&self, since: NaiveDate, today: NaiveDate) -> bool {
        self.closed.as_ref().is_none_or(|closed| {
            let forgotten = matches!(closed.cause, ReviewCause::Missed | ReviewCause::StaffChanged);
            closed.on < since || forgotten && closed.on + ROUND <= today
        })
    }

    fn require_open(&self, on: NaiveDate, today: NaiveDate) -> Result<(), Refusal> {
        require(self.is_open(), Rule::ReviewStays)?;
        require(self.seen.on <= on && on <= today, Rule::DateOutOfOrder)
    }

    /// Hands it to the person: they are asked first.
    ///
    /// # Errors
    ///
    /// P-173 where it is closed; P-11 for a day before it was seen or to come; likewise below.
    pub fn hand_to_person(&self, on: NaiveDate, today: NaiveDate) -> Result<ReviewEvent, Refusal> {
        self.require_open(on, today)?;
        Ok(ReviewEvent::HandedToPerson { on })
    }

    /// The person said something.
    ///
    /// # Errors
    ///
    /// P-12 without words.
    pub fn person_said(&self, word: PersonsWord, today: NaiveDate) -> Result<ReviewEvent, Refusal> {
        self.require_open(word.on, today)?;
        require(!word.words.trim().is_empty(), Rule::ReasonNeeded)?;
        Ok(ReviewEvent::PersonSaid { word: PersonsWord { words: word.words.trim().to_owned(), ..word } })
    }

    /// Somebody is in danger.
    ///
    /// # Errors
    ///
    /// P-12 without a reason.
    pub fn note_danger(&self, on: NaiveDate, reason: &str, today: NaiveDate) -> Result<ReviewEvent, Refusal> {
        self.require_open(on, today)?;
        require(!reason.trim().is_empty(), Rule::ReasonNeeded)?;
        Ok(ReviewEvent::DangerNoted { on, reason: reason.trim().to_owned() })
    }

    /// Closes it with its cause.
    ///
    /// # Errors
    ///
    /// R-36 without a cause, and for another cause without words; R-37 where the person stopped coming and has not been heard, unless somebody is in
    /// danger.
    pub fn close(
        &self,
        cause: Option<ReviewCause>,
        note: &str,
        on: NaiveDate,
        today: NaiveDate,
    ) -> Result<ReviewEvent, Refusal> {
        self.require_open(on, today)?;
        let cause = cause.ok_or(Rule::CauseNamed)?;
        require(cause != ReviewCause::Other || !note.trim().is_empty(), Rule::CauseNamed)?;
        let is_heard = self.word.is_some() || self.danger.is_some();
        require(!self.asks_person_first() || is_heard, Rule::PersonAskedFirst)?;
        Ok(ReviewEvent::Closed { closed: ReviewClosed { on, cause, note: note.trim().to_owned() } })
    }
}
