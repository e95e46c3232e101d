//! The plan (プラン兼事業等利用申込書): content in the person's words, statutory services, and where it stands.

mod limits;
mod places;
mod services;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use limits::Limits;
pub use places::{PlaceState, PlannedPlace};
pub use services::{
    ApplicationState, Procedure, RelatedProgrammes, RelatedUse, Service, ServiceUse, Services, TrainingType,
};

use crate::{
    answer::PersonAnswer,
    calendar::YearMonth,
    id::{ConferenceId, PlanId, StaffId},
};

/// First plan or re-plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlanKind {
    /// 初回
    Initial,
    /// 再プラン
    Replan,
}

/// Who carries out a line of the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Actor {
    /// 本人
    Person,
    /// 家族等
    Family,
    /// 自立相談支援機関
    Centre,
    /// その他関係機関
    OtherAgency,
}

impl Actor {
    /// In the order of the form.
    pub const ALL: &[Actor] = &[Actor::Person, Actor::Family, Actor::Centre, Actor::OtherAgency];

    /// The name in code, forms and locales.
    pub const fn name(self) -> &'static str {
        match self {
            Actor::Person => "person",
            Actor::Family => "family",
            Actor::Centre => "centre",
            Actor::OtherAgency => "other_agency",
        }
    }
}

/// How far a line of the plan has come (U12).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActionState {
    /// 未着手
    #[default]
    NotStarted,
    /// 取組中
    InProgress,
    /// 今はできない
    NotNow,
    /// 不要になった
    NotNeeded,
    /// 達成
    Achieved,
}

/// A line of the plan: who does what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanAction {
    /// Who.
    pub actor: Actor,
    /// 実施すること
    pub what: String,
    /// 備考: the agency.
    #[serde(default)]
    pub agency: String,
    /// 備考: the period.
    #[serde(default)]
    pub period: String,
    /// 備考: how often.
    #[serde(default)]
    pub frequency: String,
    /// The statutory service behind the line (○ on the form).
    #[serde(default)]
    pub service: Option<Service>,
    /// How far it has come.
    #[serde(default)]
    pub state: ActionState,
    /// 行き先: the entry of the directory to which the line leads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<PlannedPlace>,
}

impl PlanAction {
    /// Whether it says who carries it out. "Another agency" is nobody yet, unless a statutory service stands behind the line or it
    /// leads to a place.
    pub fn has_owner(&self) -> bool {
        self.actor != Actor::OtherAgency
            || self.service.is_some()
            || self.place.is_some()
            || !self.agency.trim().is_empty()
    }

    /// Who carries it out and where, for paper: the agency as it was written, and the name of the place as it was when it was chosen.
    pub fn carried_out_by(&self) -> String {
        let agency = self.agency.trim();
        let place = self.place.as_ref().map_or("", |place| place.name.trim());
        let parts = [agency, if agency.contains(place) { "" } else { place }];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("・")
    }

    /// Whether something of it is still to be done.
    pub const fn is_open(&self) -> bool {
        matches!(self.state, ActionState::NotStarted | ActionState::InProgress | ActionState::NotNow)
    }
}

/// What the plan says. Field names are those of the form's definition.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PlanContent {
    /// 生活に対する意向: the person's wishes about life, in their words (a legal element without a box on the sheet).
    pub wishes: String,
    /// ■解決したい課題
    pub issues_to_solve: String,
    /// 長期目標
    pub long_term_goal: String,
    /// 本プランにおける達成目標
    pub goal: String,
    /// When the goal should be reached.
    pub goal_due_on: Option<NaiveDate>,
    /// The person set the goals (本人が設定).
    pub set_by_person: bool,
    /// ■プラン, the lines.
    pub actions: Vec<PlanAction>,
    /// ■法に基づく事業等
    pub services: Services,
    /// ■その他関連する事業等
    pub related: RelatedProgrammes,
    /// プラン期間（ まで）
    pub ends_on: Option<NaiveDate>,
    /// 次回モニタリング時期
    pub next_monitoring: Option<YearMonth>,
    /// 支援を提供する上での留意事項 (a legal element without a box on the sheet).
    pub support_notes: String,
    /// 備考
    pub remarks: String,
    /// The assessment sheet is attached.
    pub assessment_attached: bool,
    /// その他添付書類
    pub attachments: String,
}

impl PlanContent {
    /// Services with 有, in the order of the form.
    pub fn used_services(&self) -> impl Iterator<Item = Service> + '_ {
        Service::ALL.iter().copied().filter(|service| self.services.get(*service).is_used())
    }

    /// Whether a service is used that the municipality decides on the plan (3, 4, 5).
    pub fn needs_decision(&self) -> bool {
        self.used_services().any(|service| service.procedure() == Procedure::Decision)
    }

    /// Whether anything is left to confirm beside the decided services.
    ///
    /// Every plan holds at least one line; a plan that holds nothing but decided services has nothing to confirm.
    pub fn needs_confirmation(&self) -> bool {
        let related = self.related.welfare_loan.used == Some(true) || self.related.hw_joint_program.used == Some(true);
        related
            || self.used_services().any(|service| service.procedure() == Procedure::Confirmation)
            || self.actions.iter().any(|action| action.service.is_none())
            || !self.needs_decision()
    }

    /// Whether `after` adds or takes away a service, or gives one that is decided on the plan another period or type: what makes
    /// a re-plan of a correction, and calls for another sitting while the plan is a draft.
    pub fn changes_services(&self, after: &PlanContent) -> bool {
        Service::ALL.iter().any(|service| {
            let (was, is) = (self.services.get(*service), after.services.get(*service));
            let decided = service.procedure() == Procedure::Decision && was.is_used();
            was.is_used() != is.is_used()
                || (decided && (&was.from, &was.to, was.training_type) != (&is.from, &is.to, is.training_type))
        })
    }

    /// Whether every ※ item of the sheet is filled: goals, at least one line, every 有/無, the end of the period.
    pub fn compulsory_items_filled(&self) -> bool {
        !self.long_term_goal.trim().is_empty()
            && !self.goal.trim().is_empty()
            && self.actions.iter().any(|action| !action.what.trim().is_empty())
            && Service::ALL.iter().all(|service| self.services.get(*service).used.is_some())
            && self.related.welfare_loan.used.is_some()
            && self.related.hw_joint_program.used.is_some()
            && self.ends_on.is_some()
    }
}

/// What the sitting concluded about a plan, a closure or a suspension.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Conclusion {
    /// 了承
    Approved,
    /// 修正して了承
    ApprovedWithChanges,
    /// 再協議（保留）
    Postponed,
    /// 不承認
    NotApproved,
}

impl Conclusion {
    /// In the order of the form.
    pub const ALL: &[Conclusion] =
        &[Conclusion::Approved, Conclusion::ApprovedWithChanges, Conclusion::Postponed, Conclusion::NotApproved];

    /// The name in code, forms and locales.
    pub const fn name(self) -> &'static str {
        match self {
            Conclusion::Approved => "approved",
            Conclusion::ApprovedWithChanges => "approved_with_changes",
            Conclusion::Postponed => "postponed",
            Conclusion::NotApproved => "not_approved",
        }
    }

    /// Whether the matter is approved.
    pub const fn approves(self) -> bool {
        matches!(self, Conclusion::Approved | Conclusion::ApprovedWithChanges)
    }
}

/// A sitting in which the plan was discussed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sitting {
    /// Which conference.
    pub conference: ConferenceId,
    /// When it sat.
    pub held_on: NaiveDate,
    /// What it concluded.
    pub conclusion: Conclusion,
    /// The statutory services changed after it had approved: its word no longer covers the plan.
    #[serde(default)]
    pub overtaken: bool,
}

/// The municipality's word on one line of the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// 支援決定
    Decided,
    /// 確認
    Confirmed,
    /// Recorded: decided by its own procedure.
    Recorded,
    /// The service is not granted.
    Refused,
}

/// A line on which the municipality speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "line", content = "service")]
pub enum DecisionLine {
    /// A service of the menu.
    Service(Service),
    /// Everything else in the plan: other lines and related programmes.
    Other,
}

/// 支援決定・確認 as given by the municipal officer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// 決定・確認日
    pub on: NaiveDate,
    /// Who decided.
    pub by: StaffId,
    /// Line by line.
    pub items: Vec<(DecisionLine, Outcome)>,
    /// What the officer wrote.
    pub comment: String,
}

impl Decision {
    /// 支援決定 is ticked.
    pub fn decided(&self) -> bool {
        self.items.iter().any(|(_, outcome)| *outcome == Outcome::Decided)
    }

    /// 確認 is ticked.
    pub fn confirmed(&self) -> bool {
        self.items.iter().any(|(_, outcome)| *outcome == Outcome::Confirmed)
    }
}

/// Support that began before the conference sat (SR-09).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EarlyStart {
    /// When support began.
    pub on: NaiveDate,
    /// Why it could not wait.
    pub reason: String,
    /// The sitting that approved afterwards, and when.
    pub ratified: Option<(ConferenceId, NaiveDate)>,
}

/// A monitoring (モニタリング): delivery and distance to the goal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Monitoring {
    /// When.
    pub on: NaiveDate,
    /// How the services are delivered.
    pub delivery: String,
    /// How near the goal is.
    pub progress: String,
    /// When to look again.
    pub next: Option<YearMonth>,
}

/// A plan with everything that happened to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Its identifier.
    pub id: PlanId,
    /// First plan or re-plan.
    pub kind: PlanKind,
    /// 再プラン（ ）回目; 0 for the first plan.
    pub round: u32,
    /// プラン作成日
    pub drafted_on: NaiveDate,
    /// プラン作成担当者
    pub author: StaffId,
    /// What it says now.
    pub content: PlanContent,
    /// Counts the contents: 1 when drafted, one more with each change or correction.
    pub version: u32,
    /// Corrections (修正) after the decision: when and why.
    pub corrections: Vec<(NaiveDate, String)>,
    /// プランに基づく支援への同意
    pub answer: Option<PersonAnswer>,
    /// 法に基づく事業（3,4,5）の利用申込
    pub service_application: bool,
    /// The sittings that discussed it.
    pub sittings: Vec<Sitting>,
    /// Support that began earlier.
    pub early_start: Option<EarlyStart>,
    /// 支援決定・確認
    pub decision: Option<Decision>,
    /// Monitoring so far.
    pub monitorings: Vec<Monitoring>,
}

impl Plan {
    /// Whether the person agreed to the plan as it stands.
    pub fn is_signed(&self) -> bool {
        self.answer.as_ref().is_some_and(PersonAnswer::agrees)
    }

    /// The newest sitting's conclusion approves the plan as it stands.
    pub fn is_approved(&self) -> bool {
        self.sittings.last().is_some_and(|sitting| sitting.conclusion.approves() && !sitting.overtaken)
    }

    /// Whether support was given under it: it was decided, or began before its conference.
    pub fn gives_support(&self) -> bool {
        self.decision.is_some() || self.early_start.is_some()
    }

    /// When to look again: the newest monitoring's word, else the plan's own.
    pub fn next_monitoring(&self) -> Option<YearMonth> {
        self.monitorings.last().map_or(self.content.next_monitoring, |monitoring| monitoring.next)
    }
}
