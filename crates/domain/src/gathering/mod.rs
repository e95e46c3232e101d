//! 会合: agencies and firms of a region meet — meetings of networks, trainings, supervision, forums of employers (企業懇談会) — planned and written down
//! by the agency that invites. No person's data stands in it.
//!
//! Once a year each firm says what it is ready to do for others. A gathering every two months is a sample (K22), and no rule.

mod around;
mod kind;
mod passing_on;

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

pub use around::{Coming, FollowUp, Material, Reply};
pub use kind::GatheringKind;
pub use passing_on::{PassingOn, Step, StepDone, StepDue};

use crate::{
    code_of_conduct::Code,
    employer::OpenTo,
    id::{AgencyId, GatheringId, MaterialId, NetworkId, TaskId},
    rule::{Refusal, Rule, require},
};

/// So many months ahead a gathering may lie.
const AHEAD: Months = Months::new(24);

/// What, when, where, about what.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GatheringPlan {
    /// 種別
    #[serde(default)]
    pub kind: GatheringKind,
    /// The network or working team that meets, if it is a matter of one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub network: Option<NetworkId>,
    /// 開催日
    pub on: NaiveDate,
    /// 時間, as told.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub time: String,
    /// 場所
    pub place: String,
    /// 話すこと
    pub theme: String,
    /// The agencies and employers that are invited.
    pub invited: Vec<AgencyId>,
    /// 行動規範の扱い: the codes of conduct that are spoken about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<Code>,
    /// What is passed on, of a 伝達研修.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passing_on: Option<PassingOn>,
}

/// It was held.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// The agencies and firms that came, invited or not: agencies and firms, and no people.
    pub attended: Vec<AgencyId>,
    /// How many people came with them, if they were counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub people: Option<u32>,
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
    /// An invited agency said whether it comes.
    Replied {
        /// Which, and what.
        reply: Reply,
    },
    /// Something to work with was named.
    MaterialNamed {
        /// What, and where it is.
        material: Material,
    },
    /// It is no longer named.
    MaterialDropped {
        /// Which.
        material: MaterialId,
    },
    /// A step of passing on was taken.
    StepTaken {
        /// Which, and what was settled.
        done: StepDone,
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
            Self::Replied { .. } => "gathering_replied",
            Self::MaterialNamed { .. } => "gathering_material_named",
            Self::MaterialDropped { .. } => "gathering_material_dropped",
            Self::StepTaken { .. } => "gathering_step_taken",
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
    /// What invited agencies answered: the last word of each.
    #[serde(default)]
    pub replies: Vec<Reply>,
    /// What is worked with.
    #[serde(default)]
    pub materials: Vec<Material>,
    /// The steps of passing on that were taken.
    #[serde(default)]
    pub steps: Vec<StepDone>,
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
        require_nobody(&[&self.place, &self.theme])?;
        require(self.passing_on.is_some() == (self.kind == GatheringKind::PassingOn), Rule::PassedOnInSteps)?;
        self.passing_on.as_ref().map_or(Ok(()), |passing_on| passing_on.check(self.on, today))
    }

    /// Plans it. That whom it invites fits its kind (P-165) is for those to ask who know the agencies.
    ///
    /// # Errors
    ///
    /// P-126 without a place or a theme, R-62 where a case is named, P-11 for a day more than two years ahead, P-166 for a 伝達研修 without what is
    /// passed on in its steps.
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

    /// Whether an agency or firm belongs to it: it is invited, or came.
    pub fn has(&self, agency: AgencyId) -> bool {
        let came = self.held.as_ref().is_some_and(|held| held.attended.contains(&agency));
        came || self.plan.invited.contains(&agency)
    }

    /// A firm says what it can do.
    ///
    /// # Errors
    ///
    /// P-126 for a firm that was neither invited nor there, and where firms are not asked; P-11 for a day to come, R-62.
    pub fn offer(&self, offer: Offer, today: NaiveDate) -> Result<GatheringEvent, Refusal> {
        require(self.has(offer.agency) && self.plan.kind.asks_firms_what_they_can_do(), Rule::GatheringInOrder)?;
        require(offer.on <= today, Rule::DateOutOfOrder)?;
        require_nobody(&[&offer.words])?;
        Ok(GatheringEvent::Offered { offer })
    }

    /// An invited agency says whether it comes; the last word counts.
    ///
    /// # Errors
    ///
    /// P-167 for one that is not invited and once it was held, R-62.
    pub fn reply(&self, reply: Reply, today: NaiveDate) -> Result<GatheringEvent, Refusal> {
        require(self.held.is_none() && self.plan.invited.contains(&reply.agency), Rule::InvitedReply)?;
        require_nobody(&[&reply.words])?;
        Ok(GatheringEvent::Replied { reply: Reply { on: today, ..reply } })
    }

    /// Names something to work with.
    ///
    /// # Errors
    ///
    /// P-168 without a name or a place, and for a link that does not begin with `https://`; R-62.
    pub fn name_material(&self, material: Material) -> Result<GatheringEvent, Refusal> {
        require(material.is_in_order(), Rule::MaterialHasPlace)?;
        require_nobody(&[&material.name, &material.found_at])?;
        Ok(GatheringEvent::MaterialNamed { material })
    }

    /// Names it no longer.
    ///
    /// # Errors
    ///
    /// P-168 for what is not named.
    pub fn drop_material(&self, material: MaterialId) -> Result<GatheringEvent, Refusal> {
        require(self.materials.iter().any(|known| known.id == material), Rule::MaterialHasPlace)?;
        Ok(GatheringEvent::MaterialDropped { material })
    }

    /// A step of passing on was taken; also once more, to say more.
    ///
    /// # Errors
    ///
    /// P-166 where nothing is passed on, without words, and for looking back before it was held; P-11 for a day to come, R-62.
    pub fn take_step(&self, done: StepDone, today: NaiveDate) -> Result<GatheringEvent, Refusal> {
        let has_come = done.step != Step::LookBack || self.held.is_some();
        let is_told = self.plan.passing_on.is_some() && has_words(&done.words);
        require(has_come && is_told, Rule::PassedOnInSteps)?;
        require(done.on <= today, Rule::DateOutOfOrder)?;
        require_nobody(&[&done.words])?;
        Ok(GatheringEvent::StepTaken { done })
    }

    /// The steps of passing on with their days, and what was done of them.
    pub fn steps(&self) -> impl Iterator<Item = (StepDue, Option<&StepDone>)> {
        let due = self.plan.passing_on.iter().flat_map(|passing_on| passing_on.due.iter().copied());
        due.map(|due| (due, self.steps.iter().find(|done| done.step == due.step)))
    }

    /// What an agency or firm answered to its invitation.
    pub fn reply_of(&self, agency: AgencyId) -> Option<&Reply> {
        self.replies.iter().find(|reply| reply.agency == agency)
    }

    /// Something is to be done.
    ///
    /// # Errors
    ///
    /// P-126 without words or without somebody who does it (R-49 asks the same of plans), R-62.
    pub fn note_task(&self, task: FollowUp) -> Result<GatheringEvent, Refusal> {
        let has_owner = has_words(&task.who) || task.agency.is_some();
        require(has_words(&task.what) && has_owner, Rule::GatheringInOrder)?;
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

    /// Whether an agency answers for something that is still to be done.
    pub fn is_to_do_of(&self, agency: AgencyId) -> bool {
        self.open_tasks().any(|task| task.agency == Some(agency))
    }

    /// What is still to be done.
    pub fn open_tasks(&self) -> impl Iterator<Item = &FollowUp> {
        self.tasks.iter().filter(|task| task.done_on.is_none())
    }

    /// Folds an event into the gathering; the first one must be `Planned`.
    pub fn apply(current: Option<Self>, id: GatheringId, event: &GatheringEvent) -> Option<Self> {
        if let GatheringEvent::Planned { host, plan } = event {
            let (host, plan) = (*host, plan.clone());
            return Some(Self {
                id,
                host,
                plan,
                held: None,
                offers: Vec::new(),
                tasks: Vec::new(),
                replies: Vec::new(),
                materials: Vec::new(),
                steps: Vec::new(),
            });
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
            GatheringEvent::Replied { reply } => {
                gathering.replies.retain(|known| known.agency != reply.agency);
                gathering.replies.push(reply.clone());
            }
            GatheringEvent::MaterialNamed { material } => gathering.materials.push(material.clone()),
            GatheringEvent::MaterialDropped { material } => gathering.materials.retain(|known| known.id != *material),
            GatheringEvent::StepTaken { done } => {
                gathering.steps.retain(|known| known.step != done.step);
                gathering.steps.push(done.clone());
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
