//! 連携の段階: how closely two agencies work together, told by what the record holds and by what the two say (seed 002, R-64).
//!
//! A stage is a state of a pair and no mark: nothing is added up over agencies, and no pair has to come further. What stands behind it is counted
//! ([`Traces`]), holds nobody, and is told as [`Evidence`].

mod graph;

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

pub use graph::{Apart, Ties};

use crate::{
    gathering::require_nobody,
    id::AgencyId,
    missing::Figure,
    rule::{Refusal, Rule, require},
};

/// What the record holds is counted over so many months, and what an agency says counts as long: ⟨12⟩, a setting that the sources leave open.
pub const LOOKED_BACK: Months = Months::new(12);

/// So many conferences together are more than one that happened: ⟨2⟩, a setting that the sources leave open.
const SEVERAL_CONFERENCES: u32 = 2;

words! {
    /// How closely two agencies work together.
    Stage {
        /// つながり: they know each other and can reach each other.
        Linkage = "linkage",
        /// 調整・協力: they share what they know as planned, with an aim that both have.
        Coordination = "coordination",
        /// 統合・協働: a team over both, when it is needed; not needed at all times.
        Integration = "integration",
    }
}

impl Stage {
    /// The stages up to this one, counted from 1.
    const fn steps(self) -> u8 {
        match self {
            Self::Linkage => 1,
            Self::Coordination => 2,
            Self::Integration => 3,
        }
    }

    const fn of_steps(steps: u8) -> Option<Self> {
        match steps {
            0 => None,
            1 => Some(Self::Linkage),
            2 => Some(Self::Coordination),
            _ => Some(Self::Integration),
        }
    }
}

/// What an agency says about how it works with another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saying {
    /// As it sees it; none where it sees none of the three.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<Stage>,
    /// 協定・申し合わせ: since when there is one between the two.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreed_on: Option<NaiveDate>,
    /// 研修・学習会: when the two last learned together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trained_on: Option<NaiveDate>,
    /// どのように連携しているか; read by the two and by nobody else.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
    /// When it was said.
    pub on: NaiveDate,
}

/// What happened to what an agency says; each agency has a stream of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum LinkageEvent {
    /// It said something about another, for the first time or anew.
    Said {
        /// About which.
        about: AgencyId,
        /// What.
        saying: Saying,
    },
}

impl LinkageEvent {
    /// The name of the event in the journal.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Said { .. } => "linkage_said",
        }
    }
}

impl Saying {
    /// Says it for `own` about another agency; the use case sees to it that both support people.
    ///
    /// # Errors
    ///
    /// P-158 about itself, P-11 for an agreement or a training to come, R-62 where a case is named.
    pub fn say(self, own: AgencyId, about: AgencyId, today: NaiveDate) -> Result<LinkageEvent, Refusal> {
        require(own != about, Rule::LinkageOfAnother)?;
        let is_past = |day: Option<NaiveDate>| day.is_none_or(|day| day <= today);
        require(is_past(self.agreed_on) && is_past(self.trained_on), Rule::DateOutOfOrder)?;
        require_nobody(&[&self.words])?;
        Ok(LinkageEvent::Said { about, saying: Self { on: today, ..self } })
    }

    /// Whether it still counts on a day.
    pub fn counts_on(&self, day: NaiveDate) -> bool {
        self.on <= day && self.on.checked_add_months(LOOKED_BACK).is_none_or(|end| day < end)
    }
}

/// What the record holds of two agencies in the time that is looked back on. Counts that are told as [`Evidence`] only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Traces {
    /// Referrals from the first to the second.
    pub referred: u32,
    /// Referrals from the second to the first.
    pub referred_back: u32,
    /// Contacts between the two about somebody.
    pub contacts: u32,
    /// Cases that one shares with the other because the person agreed.
    pub shared: u32,
    /// Those among them of which the plan is shared.
    pub plans: u32,
    /// Conferences in which both sat.
    pub conferences: u32,
}

impl Traces {
    /// The furthest stage that the record shows by itself. That two are a team is never read off a record: both say it (P-157).
    pub fn shown(&self) -> Option<Stage> {
        let about_somebody = self.referred + self.referred_back + self.shared + self.contacts > 0;
        let meets = self.conferences >= SEVERAL_CONFERENCES && about_somebody;
        let plans = self.plans > 0 && self.conferences > 0;
        match (meets || plans, about_somebody || self.conferences > 0) {
            (true, _) => Some(Stage::Coordination),
            (false, true) => Some(Stage::Linkage),
            (false, false) => None,
        }
    }

    /// What may be told of it.
    pub const fn evidence(&self) -> Evidence {
        Evidence {
            referred: Figure::of(self.referred),
            referred_back: Figure::of(self.referred_back),
            contacts: Figure::of(self.contacts),
            shared: Figure::of(self.shared),
            plans: Figure::part(self.plans, self.shared),
            conferences: Figure::of(self.conferences),
        }
    }

    /// The same from the other side.
    #[must_use]
    pub const fn turned(&self) -> Self {
        Self { referred: self.referred_back, referred_back: self.referred, ..*self }
    }
}

/// What stands behind a stage, as it may be told (P-150).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// Referrals from the first to the second.
    pub referred: Figure,
    /// Referrals from the second to the first.
    pub referred_back: Figure,
    /// Contacts between the two.
    pub contacts: Figure,
    /// Shared cases.
    pub shared: Figure,
    /// Those of which the plan is shared.
    pub plans: Figure,
    /// Conferences in which both sat.
    pub conferences: Figure,
}

/// The stage of two agencies on a day: what the record shows, and one more where both say so; never less than the record shows (P-157).
pub fn stage(traces: &Traces, said: [Option<&Saying>; 2], day: NaiveDate) -> Option<Stage> {
    let says = |one: Option<&Saying>| {
        one.filter(|saying| saying.counts_on(day)).and_then(|saying| saying.stage).map_or(0, Stage::steps)
    };
    let shown = traces.shown().map_or(0, Stage::steps);
    let both = says(said[0]).min(says(said[1]));
    Stage::of_steps(shown.max(both.min(shown + 1)))
}
