//! お互いの見え方の調査: each agency says how it sees the others and how it thinks that it is seen, and both sides of a pair read both.
//!
//! A round has a first and a last day. Nothing is added up over agencies: there is no list of who is known well and who is not.

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::{
    gathering::require_nobody,
    id::{AgencyId, SurveyId},
    rule::{Refusal, Rule, require},
};

/// So long a round may last.
const LONGEST: Months = Months::new(12);

words! {
    /// How an agency sees another.
    View {
        /// 連携できている
        WorkingTogether = "working_together",
        /// あまり知らない
        KnowsLittle = "dont_know_well",
        /// 必要ない
        NotNeeded = "not_needed",
    }

    /// How it thinks that the other sees it.
    Assumed {
        /// 信頼されている
        Trusted = "trusted",
        /// ふつう
        Ordinary = "ordinary",
        /// あまり知られていない
        LittleKnown = "not_known",
        /// わからない
        Unsure = "unsure",
    }

    /// What could be done next where two see it differently, or know too little.
    NextStep {
        /// 訪ねる・自分たちのことを伝える
        Visit = "visit",
        /// 招く・相手のことを聞く
        Invite = "invite",
        /// どんなときに連携するかを話す
        Talk = "talk",
    }
}

impl View {
    /// Whether it says that the other is not really there for it.
    const fn is_distant(self) -> bool {
        matches!(self, Self::KnowsLittle | Self::NotNeeded)
    }
}

/// When, and who takes part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SurveyPlan {
    /// What the round is called, such as 令和8年度.
    pub title: String,
    /// The first day on which agencies answer.
    pub from: NaiveDate,
    /// The last.
    pub until: NaiveDate,
    /// Who is asked, and about whom.
    pub agencies: Vec<AgencyId>,
}

/// What one agency says about another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SurveyAnswer {
    /// How it sees it.
    pub view: View,
    /// How it thinks that it is seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assumed: Option<Assumed>,
    /// 理由・期待
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub comment: String,
    /// When it was said.
    pub on: NaiveDate,
}

/// What happened to a round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum SurveyEvent {
    /// It was planned.
    Planned {
        /// By which agency.
        by: AgencyId,
        /// When, with whom.
        plan: SurveyPlan,
    },
    /// An agency said something about another, for the first time or anew.
    Answered {
        /// Which.
        from: AgencyId,
        /// About which.
        to: AgencyId,
        /// What.
        answer: SurveyAnswer,
    },
}

impl SurveyEvent {
    /// The name of the event in the journal.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Planned { .. } => "survey_planned",
            Self::Answered { .. } => "survey_answered",
        }
    }
}

/// A round; what was answered is kept by pair.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Survey {
    /// Its identifier.
    pub id: SurveyId,
    /// The agency that holds it.
    pub by: AgencyId,
    /// When, with whom.
    pub plan: SurveyPlan,
}

impl SurveyPlan {
    /// Plans a round.
    ///
    /// # Errors
    ///
    /// P-154 without a title or two agencies, and for days that do not follow each other or lie more than a year apart.
    pub fn decide(self, by: AgencyId) -> Result<SurveyEvent, Refusal> {
        let last = self.from.checked_add_months(LONGEST).unwrap_or(self.from);
        let in_order = self.from <= self.until && self.until <= last;
        require(in_order && self.agencies.len() > 1 && !self.title.trim().is_empty(), Rule::SurveyInOrder)?;
        require_nobody(&[&self.title])?;
        Ok(SurveyEvent::Planned { by, plan: self })
    }
}

impl Survey {
    /// Whether agencies answer on a day.
    pub fn is_open_on(&self, today: NaiveDate) -> bool {
        self.plan.from <= today && today <= self.plan.until
    }

    /// An agency says something about another.
    ///
    /// # Errors
    ///
    /// P-155 outside the days of the round, for an agency that does not take part, and about itself; R-62.
    pub fn answer(
        &self,
        from: AgencyId,
        to: AgencyId,
        answer: SurveyAnswer,
        today: NaiveDate,
    ) -> Result<SurveyEvent, Refusal> {
        let takes_part = |agency| self.plan.agencies.contains(&agency);
        require(self.is_open_on(today) && takes_part(from) && takes_part(to) && from != to, Rule::SurveyOpen)?;
        require_nobody(&[&answer.comment])?;
        Ok(SurveyEvent::Answered { from, to, answer: SurveyAnswer { on: today, ..answer } })
    }

    /// Folds an event into the round; the first one must be `Planned`.
    pub fn apply(current: Option<Self>, id: SurveyId, event: &SurveyEvent) -> Option<Self> {
        match event {
            SurveyEvent::Planned { by, plan } => Some(Self { id, by: *by, plan: plan.clone() }),
            SurveyEvent::Answered { .. } => current,
        }
    }
}

/// Two agencies as each other sees them, from the side of one of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The other agency.
    pub other: AgencyId,
    /// What one's own agency says.
    pub ours: Option<SurveyAnswer>,
    /// What the other says.
    pub theirs: Option<SurveyAnswer>,
}

impl Pair {
    /// The pair as one's own agency may read it: what the other says once both have said something, or the round is over (P-156).
    #[must_use]
    pub fn as_read(self, is_over: bool) -> Self {
        let may = is_over || self.ours.is_some();
        Self { theirs: self.theirs.filter(|_| may), ..self }
    }

    /// Whether the two see it differently: one says that they work together or that it is trusted, the other that it knows little of it or does not
    /// need it. It is the same from either side.
    pub fn has_gap(&self) -> bool {
        let differ = |one: &SurveyAnswer, other: &SurveyAnswer| {
            let sure = one.view == View::WorkingTogether || one.assumed == Some(Assumed::Trusted);
            sure && other.view.is_distant()
        };
        match (&self.ours, &self.theirs) {
            (Some(ours), Some(theirs)) => differ(ours, theirs) || differ(theirs, ours),
            _ => false,
        }
    }

    /// What one's own agency could do next; nothing where both work together, and no duty.
    pub fn next_step(&self) -> Option<NextStep> {
        let (ours, theirs) = (self.ours.as_ref()?.view, self.theirs.as_ref()?.view);
        match (ours, theirs) {
            (View::WorkingTogether, View::WorkingTogether) => None,
            (_, View::KnowsLittle) => Some(NextStep::Visit),
            (View::KnowsLittle, _) => Some(NextStep::Invite),
            (View::NotNeeded, View::NotNeeded) => None,
            (View::NotNeeded, _) | (_, View::NotNeeded) => Some(NextStep::Talk),
        }
    }

    /// The same pair from the other side.
    #[must_use]
    pub fn turned(&self, own: AgencyId) -> Self {
        Self { other: own, ours: self.theirs.clone(), theirs: self.ours.clone() }
    }
}
