//! 企業懇談会: employers of a region meet, planned and written down by the agency that invites. No person's data stands in it.
//!
//! Once a year each firm says what it is ready to do for others. A gathering every two months is a sample (K22), and no rule.

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::{
    employer::OpenTo,
    id::{AgencyId, GatheringId, TaskId},
    rule::{Refusal, Rule, require},
};

/// So many months ahead a gathering may lie.
const AHEAD: Months = Months::new(24);

/// When, where, about what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GatheringPlan {
    /// 開催日
    pub on: NaiveDate,
    /// 時間, as told.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub time: String,
    /// 場所
    pub place: String,
    /// 話すこと
    pub theme: String,
    /// The employers that are invited.
    pub invited: Vec<AgencyId>,
}

/// It was held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// The firms that came, invited or not: firms, and no people.
    pub attended: Vec<AgencyId>,
    /// What was spoken about.
    pub notes: String,
}

/// What a firm said it can do (年に一度の調査).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// Which firm.
    pub agency: AgencyId,
    /// When.
    pub on: NaiveDate,
    /// What it is open to; nothing is an answer, too.
    pub open_to: Vec<OpenTo>,
    /// In its words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
}

/// Something that is to be done after it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowUp {
    /// Which.
    pub id: TaskId,
    /// What.
    pub what: String,
    /// Which agency or role does it.
    pub who: String,
    /// By when.
    pub due_on: NaiveDate,
    /// When it was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done_on: Option<NaiveDate>,
}

/// What happened to a gathering.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum GatheringEvent {
    /// It was planned.
    Planned {
        /// The agency that invites.
        host: AgencyId,
        /// When, where, whom.
        plan: GatheringPlan,
    },
    /// The plan changed.
    Changed {
        /// As it is now.
        plan: GatheringPlan,
    },
    /// It was held.
    Held {
        /// Who came, and what was spoken about.
        held: Held,
    },
    /// A firm said what it can do.
    Offered {
        /// Which, and what.
        offer: Offer,
    },
    /// Something is to be done.
    TaskNoted {
        /// What.
        task: FollowUp,
    },
    /// And is done.
    TaskDone {
        /// Which.
        task: TaskId,
        /// When.
        on: NaiveDate,
    },
}

impl GatheringEvent {
    /// The name of the event in the journal.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Planned { .. } => "gathering_planned",
            Self::Changed { .. } => "gathering_changed",
            Self::Held { .. } => "gathering_held",
            Self::Offered { .. } => "gathering_offered",
            Self::TaskNoted { .. } => "gathering_task_noted",
            Self::TaskDone { .. } => "gathering_task_done",
        }
    }
}

/// A gathering as its events add up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gathering {
    /// Its identifier.
    pub id: GatheringId,
    /// The agency that invites.
    pub host: AgencyId,
    /// When, where, about what, whom.
    pub plan: GatheringPlan,
    /// What came of it.
    pub held: Option<Held>,
    /// What firms said they can do: the last word of each.
    pub offers: Vec<Offer>,
    /// What is to be done.
    pub tasks: Vec<FollowUp>,
}

/// Whether a text names a case: by its number or by an address. Gatherings speak about a region, and about nobody in it.
fn names_a_case(text: &str) -> bool {
    let is_number = |word: &str| {
        let parts = word.split_once('-');
        parts.is_some_and(|(year, number)| {
            let digits = |part: &str| part.chars().all(|letter| letter.is_ascii_digit());
            year.len() == 4 && year.starts_with("20") && number.len() == 5 && digits(year) && digits(number)
        })
    };
    let words = text.split(|letter: char| !(letter.is_ascii_digit() || letter == '-'));
    text.contains("/cases/") || words.into_iter().any(is_number)
}

pub(crate) fn require_nobody(texts: &[&str]) -> Result<(), Refusal> {
    require(!texts.iter().any(|text| names_a_case(text)), Rule::NobodyInTheRegion)
}

fn has_words(text: &str) -> bool {
    !text.trim().is_empty()
}

impl GatheringPlan {
    fn check(&self, today: NaiveDate) -> Result<(), Refusal> {
        require(has_words(&self.place) && has_words(&self.theme), Rule::GatheringInOrder)?;
        require(self.on <= today.checked_add_months(AHEAD).unwrap_or(today), Rule::DateOutOfOrder)?;
        require_nobody(&[&self.place, &self.theme])
    }

    /// Plans it.
    ///
    /// # Errors
    ///
    /// P-126 without a place or a theme, R-62 where a case is named, P-11 for a day more than two years ahead.
    pub fn decide(self, host: AgencyId, today: NaiveDate) -> Result<GatheringEvent, Refusal> {
        self.check(today)?;
        Ok(GatheringEvent::Planned { host, plan: self })
    }
}

impl Gathering {
    /// Changes the plan.
    ///
    /// # Errors
    ///
    /// As for planning it; P-126 once it was held.
    pub fn change(&self, plan: GatheringPlan, today: NaiveDate) -> Result<GatheringEvent, Refusal> {
        require(self.held.is_none(), Rule::GatheringInOrder)?;
        plan.check(today)?;
        Ok(GatheringEvent::Changed { plan })
    }

    /// Writes down who came and what was spoken about; also once more, to complete it.
    ///
    /// # Errors
    ///
    /// P-126 before its day or without words, R-62.
    pub fn hold(&self, held: Held, today: NaiveDate) -> Result<GatheringEvent, Refusal> {
        require(self.plan.on <= today && has_words(&held.notes), Rule::GatheringInOrder)?;
        require_nobody(&[&held.notes])?;
        Ok(GatheringEvent::Held { held })
    }

    /// Whether a firm belongs to it: it is invited, or came.
    pub fn has(&self, agency: AgencyId) -> bool {
        let came = self.held.as_ref().is_some_and(|held| held.attended.contains(&agency));
        came || self.plan.invited.contains(&agency)
    }

    /// A firm says what it can do.
    ///
    /// # Errors
    ///
    /// P-126 for a firm that was neither invited nor there, P-11 for a day to come, R-62.
    pub fn offer(&self, offer: Offer, today: NaiveDate) -> Result<GatheringEvent, Refusal> {
        require(self.has(offer.agency), Rule::GatheringInOrder)?;
        require(offer.on <= today, Rule::DateOutOfOrder)?;
        require_nobody(&[&offer.words])?;
        Ok(GatheringEvent::Offered { offer })
    }

    /// Something is to be done.
    ///
    /// # Errors
    ///
    /// P-126 without words or without somebody who does it (R-49 asks the same of plans), R-62.
    pub fn note_task(&self, task: FollowUp) -> Result<GatheringEvent, Refusal> {
        require(has_words(&task.what) && has_words(&task.who), Rule::GatheringInOrder)?;
        require_nobody(&[&task.what, &task.who])?;
        Ok(GatheringEvent::TaskNoted { task })
    }

    /// It is done.
    ///
    /// # Errors
    ///
    /// P-126 for what is not there or done already, P-11 for a day to come.
    pub fn finish_task(&self, id: TaskId, on: NaiveDate, today: NaiveDate) -> Result<GatheringEvent, Refusal> {
        require(self.open_tasks().any(|task| task.id == id), Rule::GatheringInOrder)?;
        require(on <= today, Rule::DateOutOfOrder)?;
        Ok(GatheringEvent::TaskDone { task: id, on })
    }

    /// What is still to be done.
    pub fn open_tasks(&self) -> impl Iterator<Item = &FollowUp> {
        self.tasks.iter().filter(|task| task.done_on.is_none())
    }

    /// Folds an event into the gathering; the first one must be `Planned`.
    pub fn apply(current: Option<Self>, id: GatheringId, event: &GatheringEvent) -> Option<Self> {
        if let GatheringEvent::Planned { host, plan } = event {
            let (host, plan) = (*host, plan.clone());
            return Some(Self { id, host, plan, held: None, offers: Vec::new(), tasks: Vec::new() });
        }
        let mut gathering = current?;
        match event {
            GatheringEvent::Planned { .. } => {}
            GatheringEvent::Changed { plan } => gathering.plan = plan.clone(),
            GatheringEvent::Held { held } => gathering.held = Some(held.clone()),
            GatheringEvent::Offered { offer } => {
                gathering.offers.retain(|known| known.agency != offer.agency);
                gathering.offers.push(offer.clone());
            }
            GatheringEvent::TaskNoted { task } => gathering.tasks.push(task.clone()),
            GatheringEvent::TaskDone { task, on } => {
                if let Some(task) = gathering.tasks.iter_mut().find(|known| known.id == *task) {
                    task.done_on = Some(*on);
                }
            }
        }
        Some(gathering)
    }
}
