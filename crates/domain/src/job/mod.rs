//! 実習・就職: one person at one employer, from the first visit or the first day to the last, and what is learnt when it ends.
//!
//! A job is a record of its own beside cases and uses, so that it outlives the programme that led to it: over the years it passes from one
//! agency to the next, and a new job never makes a new person.

mod commands;
mod contact;
mod due;
mod event;
mod power;

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

pub use commands::{JobCommand, NewJob};
pub use contact::{
    ContactPlan, ContactWith, FadingBasis, MOST_STEPS, PlanPhase, PlanStep, Span, Standing, WorkContact,
};
pub use due::{JobDue, JobDueKind};
pub use event::JobEvent;
pub use power::Carried;

use crate::{
    case::sharing::EmploymentDisclosure,
    id::{AgencyId, EpisodeId, GoalId, JobId, PersonId},
    text::search_key,
};

words! {
    /// What somebody does at an employer.
    JobKind {
        /// 見学
        Visit = "visit",
        /// 実習
        Practice = "practice",
        /// トライアル雇用
        Trial = "trial",
        /// 就職
        Employment = "employment",
    }

    /// 求人枠
    JobSlot {
        /// 障害者枠
        DisabilitySlot = "disability_slot",
        /// 一般枠
        GeneralSlot = "general_slot",
    }

    /// By which way the employer was found.
    JobRoute {
        /// ハローワーク
        HelloWork = "hellowork",
        /// 元利用者の就職先
        FormerUser = "former_user",
        /// 障害者就業・生活支援センター
        LifeWorkCentre = "life_work_centre",
        /// 人材会社
        PrivateAgency = "private_agency",
        /// 求人誌・求人サイト
        JobMagazine = "job_magazine",
        /// その他
        Other = "other",
    }

    /// One of the three who make work possible.
    Side {
        /// 本人
        Person = "person",
        /// 企業
        Employer = "employer",
        /// 支援機関
        Supporter = "supporter",
    }

    /// How much the employer does by itself.
    ConsultKind {
        /// 支援機関に頼んだ
        Asked = "asked",
        /// やり方を聞いた
        HowTo = "how_to",
        /// 自社で行った
        ByThemselves = "by_themselves",
    }

    /// A day on which it is looked at whether the person is still at work.
    Checkpoint {
        /// 6か月
        SixMonths = "six_months",
        /// 12か月
        OneYear = "one_year",
        /// 36か月
        ThreeYears = "three_years",
        /// 42か月
        FortyTwoMonths = "forty_two_months",
    }

    /// How it stood then.
    CheckResult {
        /// 在籍
        InJob = "in_job",
        /// 1か月以内の転職
        Changed = "changed",
        /// 離職
        Left = "left",
        /// 不明
        Unknown = "unknown",
    }

    /// Why a job ended.
    JobEndReason {
        /// 期間満了
        TermReached = "term_reached",
        /// 本人の都合
        Resigned = "resigned",
        /// 会社の都合
        Dismissed = "dismissed",
        /// 体調
        Health = "health",
        /// 転職
        ChangedJob = "changed_job",
        /// 定年・引退
        Retired = "retired",
        /// 死亡
        Deceased = "deceased",
        /// その他
        Other = "other",
    }

    /// 使ったツール
    Tool {
        /// アセスメントシート
        AssessmentSheet = "assessment_sheet",
        /// チェックリスト
        Checklist = "checklist",
        /// 就労パスポート
        Passport = "passport",
        /// 情報共有シート
        InfoSheet = "info_sheet",
        /// 合理的配慮の資料
        AccommodationSheet = "accommodation_sheet",
        /// 主治医の意見書
        DoctorOpinion = "doctor_opinion",
    }
}

impl JobKind {
    /// A contract of employment: the law of labour applies, and it is counted as a hiring.
    pub const fn is_hired(self) -> bool {
        matches!(self, Self::Trial | Self::Employment)
    }
}

impl Checkpoint {
    /// So many months after the first day.
    pub const fn months(self) -> u32 {
        match self {
            Self::SixMonths => 6,
            Self::OneYear => 12,
            Self::ThreeYears => 36,
            Self::FortyTwoMonths => 42,
        }
    }
}

/// At whom: on Banso or known by name only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Employer {
    /// Its entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency: Option<AgencyId>,
    /// Its name.
    pub name: String,
}

/// What was agreed about the work; changed as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobTerms {
    /// 仕事の内容
    pub work: String,
    /// 初日
    pub starts_on: NaiveDate,
    /// The last day as planned: of a practice, a trial or a contract.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    /// Hours a week.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weekly_hours: Option<u32>,
    /// 求人枠
    pub slot: JobSlot,
    /// What the employer is told about the disability.
    pub disclosure: EmploymentDisclosure,
    /// By which way it was found.
    pub route: JobRoute,
    /// 職場のキーパーソン
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub key_person: String,
    /// 配慮: what was agreed that makes the work possible.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub accommodation: String,
}

/// Three sides, or some of them, agreed before the first day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreement {
    /// When they met.
    pub on: NaiveDate,
    /// Who agreed.
    pub sides: Vec<Side>,
    /// On what.
    pub what: String,
}

/// Somebody else answers for the person at the employer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactChange {
    /// Since when.
    pub on: NaiveDate,
    /// Who now.
    pub key_person: String,
    /// The head of personnel matters changed (雇用管理担当者, R-78).
    pub is_head: bool,
}

/// What somebody thought of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feedback {
    /// Whose words.
    pub side: Side,
    /// When.
    pub on: NaiveDate,
    /// The words.
    pub words: String,
}

/// A goal of half a year, the person's own: never compared with other people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Goal {
    /// Which.
    pub id: GoalId,
    /// What the person means to reach.
    pub what: String,
    /// From when.
    pub from: NaiveDate,
    /// Until when.
    pub until: NaiveDate,
    /// When the person said yes to it.
    #[serde(default)]
    pub person_on: Option<NaiveDate>,
    /// When the employer said yes to it.
    #[serde(default)]
    pub employer_on: Option<NaiveDate>,
    /// How it went.
    #[serde(default)]
    pub review: Option<GoalReview>,
}

/// How a goal went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoalReview {
    /// When it was spoken about.
    pub on: NaiveDate,
    /// The person's words.
    pub person: String,
    /// The employer's words.
    #[serde(default)]
    pub employer: String,
}

impl Goal {
    /// Both said yes.
    pub fn is_agreed(&self) -> bool {
        self.person_on.is_some() && self.employer_on.is_some()
    }
}

/// Something was asked or done at work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consult {
    /// When.
    pub on: NaiveDate,
    /// By whom.
    pub side: Side,
    /// How much the employer did by itself.
    pub kind: ConsultKind,
    /// About what.
    pub topic: String,
}

/// How it stood at a checkpoint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// At which.
    pub at: Checkpoint,
    /// When somebody looked.
    pub on: NaiveDate,
    /// How it stood.
    pub result: CheckResult,
}

/// The support was handed to the workplace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AtWorkplace {
    /// Since when.
    pub on: NaiveDate,
    /// Who is turned to there.
    pub to: String,
}

/// 離職・終了
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobEnd {
    /// The last day.
    pub on: NaiveDate,
    /// Why.
    pub reason: JobEndReason,
    /// What else is to be said.
    #[serde(default)]
    pub note: String,
}

/// 振り返り票
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LookBack {
    /// When.
    pub on: NaiveDate,
    /// 客観的な情報の共有をどう行ったか
    pub info_shared: String,
    /// 使ったツール
    pub tools: Vec<Tool>,
    /// 行った支援
    pub done: String,
    /// 行わなかった支援
    pub not_done: String,
    /// 次に活かすこと
    #[serde(default)]
    pub lesson: String,
}

/// A half-year of the job, with what the employer asked and did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HalfYear {
    /// Its first day.
    pub from: NaiveDate,
    /// How often each kind, in their order.
    pub counts: [usize; 3],
}

/// Where somebody stands in a job on a day; no deadline hangs on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum JobPhase {
    /// Before the first day.
    Ahead,
    /// A visit, or a practice that runs.
    Trying,
    /// The first month.
    FirstMonth,
    /// Until the end of the sixth month.
    SettlingIn,
    /// From the seventh month on.
    Staying,
    /// It has ended.
    Over,
}

impl JobPhase {
    /// In the order in which they follow.
    pub const ALL: &[JobPhase] =
        &[Self::Ahead, Self::Trying, Self::FirstMonth, Self::SettlingIn, Self::Staying, Self::Over];

    /// The name in locales.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ahead => "ahead",
            Self::Trying => "trying",
            Self::FirstMonth => "first_month",
            Self::SettlingIn => "settling_in",
            Self::Staying => "staying",
            Self::Over => "over",
        }
    }
}

/// A job as its events add up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Job {
    /// Its identifier.
    pub id: JobId,
    /// Whose.
    pub person: PersonId,
    /// The agency that stands beside it and writes it down: it may pass on.
    pub agency: AgencyId,
    /// Where.
    pub employer: Employer,
    /// What.
    pub kind: JobKind,
    /// What was agreed.
    pub terms: JobTerms,
    /// The use of a programme that led to it.
    pub episode: Option<EpisodeId>,
    /// The job before it, where one ended.
    pub previous: Option<JobId>,
    /// Who agreed on what before the first day, in order.
    pub agreements: Vec<Agreement>,
    /// Changes at the employer, in order.
    pub contact_changes: Vec<ContactChange>,
    /// What each side thought, in order.
    pub feedback: Vec<Feedback>,
    /// Goals in order.
    pub goals: Vec<Goal>,
    /// What was asked and done, in order.
    pub consults: Vec<Consult>,
    /// Checkpoints that were looked at.
    pub checks: Vec<Check>,
    /// What was seen of support that grew by itself at the workplace, by day.
    pub natural_support: Vec<(NaiveDate, String)>,
    /// Since when somebody has said that this support carries by itself.
    #[serde(default)]
    pub solid_since: Option<NaiveDate>,
    /// Plans of contacts, in the order in which they were made.
    #[serde(default)]
    pub contact_plans: Vec<ContactPlan>,
    /// Contacts that there were, in the order in which they were written down.
    #[serde(default)]
    pub contacts: Vec<WorkContact>,
    /// No agency that supports people at work stood beside it when it began.
    #[serde(default)]
    pub is_alone: bool,
    /// The support lies with the workplace since then.
    #[serde(default)]
    pub at_workplace: Option<AtWorkplace>,
    /// What was asked to be done and is done, with its day.
    pub settled: Vec<(JobDueKind, NaiveDate)>,
    /// The day on which the card that says whom to ask is looked at again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card_again: Option<NaiveDate>,
    /// Agencies that stand beside it as well: a job coach beside the retention office.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also_beside: Vec<AgencyId>,
    /// Its end.
    pub end: Option<JobEnd>,
    /// What was learnt.
    pub look_back: Option<LookBack>,
}

impl Employer {
    /// The same firm: the same entry, or the same name however it is written.
    pub fn is(&self, other: &Self) -> bool {
        let same_entry = self.agency.is_some() && self.agency == other.agency;
        let both_entries = self.agency.is_some() && other.agency.is_some();
        same_entry || !both_entries && search_key(&self.name) == search_key(&other.name)
    }
}

impl Job {
    /// Two records of one thing: the same person does the same at the same firm on the same days (P-174).
    pub fn tells_of_the_same(&self, other: &Self) -> bool {
        let last = |job: &Self| job.known_until().unwrap_or(NaiveDate::MAX);
        let overlaps = self.terms.starts_on <= last(other) && other.terms.starts_on <= last(self);
        self.id != other.id && self.kind == other.kind && overlaps && self.employer.is(&other.employer)
    }

    /// It has not ended.
    pub fn is_open(&self) -> bool {
        self.end.is_none()
    }

    /// Nothing goes to the employer by any channel.
    pub fn is_closed_to_employer(&self) -> bool {
        self.terms.disclosure == EmploymentDisclosure::Closed
    }

    /// The last day that is known.
    pub fn known_until(&self) -> Option<NaiveDate> {
        self.end.as_ref().map(|end| end.on).or(self.terms.until)
    }

    /// The agreement of all three sides, together or one after the other.
    pub fn is_agreed_by_three(&self) -> bool {
        Side::ALL.iter().all(|side| self.agreements.iter().any(|agreement| agreement.sides.contains(side)))
    }

    /// The last change at the employer.
    pub fn last_contact_change(&self) -> Option<&ContactChange> {
        self.contact_changes.last()
    }

    /// Who answers for the person at the employer.
    pub fn key_person(&self) -> &str {
        self.last_contact_change().map_or(&self.terms.key_person, |change| &change.key_person)
    }

    /// Whether something that was asked for is done since a day.
    pub fn is_settled(&self, kind: JobDueKind, since: NaiveDate) -> bool {
        self.settled.iter().any(|(done, on)| *done == kind && since <= *on)
    }

    /// Where it stands on a day.
    pub fn phase_on(&self, day: NaiveDate) -> JobPhase {
        let after = |months| self.terms.starts_on.checked_add_months(Months::new(months)).is_some_and(|end| end <= day);
        match () {
            () if self.end.as_ref().is_some_and(|end| end.on <= day) => JobPhase::Over,
            () if day < self.terms.starts_on => JobPhase::Ahead,
            () if !self.kind.is_hired() => JobPhase::Trying,
            () if !after(1) => JobPhase::FirstMonth,
            () if !after(6) => JobPhase::SettlingIn,
            () => JobPhase::Staying,
        }
    }

    /// What the employer asked and did by half-years from the first day, as far as anything was written down.
    pub fn half_years(&self) -> Vec<HalfYear> {
        let Some(last) = self.consults.iter().map(|consult| consult.on).max() else { return Vec::new() };
        let starts = (0..).map_while(|half: u32| {
            let from = self.terms.starts_on.checked_add_months(Months::new(half * 6))?;
            let next = self.terms.starts_on.checked_add_months(Months::new(half * 6 + 6))?;
            (from <= last).then_some((from, next))
        });
        starts
            .map(|(from, next)| {
                let within = |consult: &&Consult| from <= consult.on && consult.on < next;
                let count =
                    |kind: &ConsultKind| self.consults.iter().filter(within).filter(|one| one.kind == *kind).count();
                let [first, second, third] = [ConsultKind::Asked, ConsultKind::HowTo, ConsultKind::ByThemselves];
                HalfYear { from, counts: [count(&first), count(&second), count(&third)] }
            })
            .collect()
    }

    /// Whether this job counts as one with the job before it: begun within a month after a change of job (K21).
    pub fn counts_as_one_with(&self, before: &Job) -> bool {
        let Some(end) = &before.end else { return false };
        let within_a_month = end
            .on
            .checked_add_months(Months::new(1))
            .is_some_and(|limit| end.on <= self.terms.starts_on && self.terms.starts_on <= limit);
        self.kind.is_hired() && before.kind.is_hired() && end.reason == JobEndReason::ChangedJob && within_a_month
    }

    /// Folds an event into the job; the first one must be `Begun`.
    pub fn apply(current: Option<Self>, id: JobId, event: &JobEvent) -> Option<Self> {
        if let JobEvent::Begun { person, agency, employer, kind, terms, episode, previous, is_alone } = event {
            return Some(Self {
                id,
                person: *person,
                agency: *agency,
                employer: employer.clone(),
                kind: *kind,
                terms: terms.clone(),
                episode: *episode,
                previous: *previous,
                agreements: Vec::new(),
                contact_changes: Vec::new(),
                feedback: Vec::new(),
                goals: Vec::new(),
                consults: Vec::new(),
                checks: Vec::new(),
                natural_support: Vec::new(),
                solid_since: None,
                contact_plans: Vec::new(),
                contacts: Vec::new(),
                is_alone: *is_alone,
                at_workplace: None,
                settled: Vec::new(),
                card_again: None,
                also_beside: Vec::new(),
                end: None,
                look_back: None,
            });
        }
        let mut job = current?;
        job.fold(event);
        Some(job)
    }

    fn fold(&mut self, event: &JobEvent) {
        match event {
            JobEvent::Begun { .. } => {}
            JobEvent::TermsChanged { terms, .. } => self.terms = terms.clone(),
            JobEvent::Agreed { agreement } => self.agreements.push(agreement.clone()),
            JobEvent::ContactChanged { change } => self.contact_changes.push(change.clone()),
            JobEvent::FeedbackGiven { feedback } => self.feedback.push(feedback.clone()),
            JobEvent::GoalSet { goal } => self.goals.push(goal.clone()),
            JobEvent::GoalConfirmed { goal, side, on } => {
                if let Some(goal) = self.goals.iter_mut().find(|known| known.id == *goal) {
                    match side {
                        Side::Person => goal.person_on = Some(*on),
                        Side::Employer => goal.employer_on = Some(*on),
                        Side::Supporter => {}
                    }
                }
            }
            JobEvent::GoalReviewed { goal, review } => {
                if let Some(goal) = self.goals.iter_mut().find(|known| known.id == *goal) {
                    goal.review = Some(review.clone());
                }
            }
            JobEvent::Consulted { consult } => self.consults.push(consult.clone()),
            JobEvent::Checked { check } => {
                self.checks.retain(|known| known.at != check.at);
                self.checks.push(check.clone());
            }
            JobEvent::SupportSeen { on, words, is_solid } => {
                self.natural_support.push((*on, words.clone()));
                self.solid_since = is_solid.then(|| self.solid_since.unwrap_or(*on));
            }
            JobEvent::ContactsPlanned { plan } => self.contact_plans.push(plan.clone()),
            JobEvent::Contacted { contact } => self.contacts.push(contact.clone()),
            JobEvent::EmployerLinked { agency } => self.employer.agency = Some(*agency),
            JobEvent::LeftToWorkplace { handed } => self.at_workplace = Some(handed.clone()),
            JobEvent::Settled { kind, on, again } => {
                self.settled.push((*kind, *on));
                if *kind == JobDueKind::ConsultCard {
                    self.card_again = *again;
                }
            }
            JobEvent::BroughtIn { agency, .. } => self.also_beside.push(*agency),
            JobEvent::SteppedBack { agency, .. } => self.also_beside.retain(|known| known != agency),
            JobEvent::PassedOn { agency, .. } => {
                self.also_beside.retain(|known| known != agency);
                self.agency = *agency;
                self.is_alone = false;
                self.at_workplace = None;
            }
            JobEvent::Ended { end } => self.end = Some(end.clone()),
            JobEvent::Reopened { .. } => {
                self.end = None;
                self.look_back = None;
                self.at_workplace = None;
            }
            JobEvent::LookedBack { look_back } => self.look_back = Some(look_back.clone()),
        }
    }
}
