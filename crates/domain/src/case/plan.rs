//! The plan (プラン兼事業等利用申込書): content in the person's words, statutory services, and where it stands.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

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
}

/// The menu of the form, by number: the five services of the law and the centre's own employment support.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Service {
    /// 1 住居確保給付金
    HousingBenefit,
    /// 2 一時生活支援事業 / 居住支援事業
    Shelter,
    /// 3 家計相談支援事業 / 家計改善支援事業
    Budget,
    /// 4 就労準備支援事業
    WorkPrep,
    /// 5 認定就労訓練事業
    Training,
    /// 6 自立相談支援事業による就労支援
    EmploymentSupport,
}

/// How the municipality deals with a line of the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Procedure {
    /// Applied for by its own form and decided there; the plan records it (services 1, 2).
    OwnApplication,
    /// Applied for by the plan's signature and decided on the plan (services 3, 4, 5).
    Decision,
    /// Needs no decision; the municipality confirms it.
    Confirmation,
}

impl Service {
    /// In the order of the form.
    pub const ALL: &[Service] = &[
        Service::HousingBenefit,
        Service::Shelter,
        Service::Budget,
        Service::WorkPrep,
        Service::Training,
        Service::EmploymentSupport,
    ];

    /// The number on the form.
    pub const fn number(self) -> u8 {
        self as u8 + 1
    }

    /// The name in code, forms and locales.
    pub const fn name(self) -> &'static str {
        match self {
            Service::HousingBenefit => "housing_benefit",
            Service::Shelter => "shelter",
            Service::Budget => "budget",
            Service::WorkPrep => "work_prep",
            Service::Training => "training",
            Service::EmploymentSupport => "employment_support",
        }
    }

    /// How the municipality deals with it. Source: 【5】 signature block and the procedure table of the 2015 lecture.
    pub const fn procedure(self) -> Procedure {
        match self {
            Service::HousingBenefit | Service::Shelter => Procedure::OwnApplication,
            Service::Budget | Service::WorkPrep | Service::Training => Procedure::Decision,
            Service::EmploymentSupport => Procedure::Confirmation,
        }
    }
}

/// Where the own application of service 1 or 2 stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApplicationState {
    /// 申込中
    Applied,
    /// 既受給・既利用
    Receiving,
    /// 申込予定
    Planned,
}

/// Type of certified work-training.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TrainingType {
    /// 雇用型
    Employed,
    /// 非雇用型
    NonEmployed,
}

/// One line of the menu: used or not, and how.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ServiceUse {
    /// 有 / 無; `None` while nobody has answered.
    pub used: Option<bool>,
    /// First day or month, as the form asks it (`2026-04` or `2026-04-01`).
    pub from: String,
    /// Last day or month.
    pub to: String,
    /// 給付額, yen a month (service 1).
    pub amount_monthly: Option<i64>,
    /// Where the own application stands (services 1, 2).
    pub application_state: Option<ApplicationState>,
    /// The own application is attached to the plan (services 1, 2).
    pub application_attached: bool,
    /// 転居費用補助 is part of it (service 1, from 2025-04-01).
    pub relocation: bool,
    /// 雇用型 / 非雇用型 (service 5).
    pub training_type: Option<TrainingType>,
    /// 備考
    pub note: String,
}

impl ServiceUse {
    /// Whether 有 is ticked.
    pub fn is_used(&self) -> bool {
        self.used == Some(true)
    }
}

/// A related programme: a loan, or the joint programme with Hello Work.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RelatedUse {
    /// 有 / 無
    pub used: Option<bool>,
    /// 支援方針（期間・実施機関・給付額等）
    pub policy: String,
}

/// The menu with its answers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Services {
    /// 1
    pub housing_benefit: ServiceUse,
    /// 2
    pub shelter: ServiceUse,
    /// 3
    pub budget: ServiceUse,
    /// 4
    pub work_prep: ServiceUse,
    /// 5
    pub training: ServiceUse,
    /// 6
    pub employment_support: ServiceUse,
}

impl Services {
    /// The answer for a service.
    pub fn get(&self, service: Service) -> &ServiceUse {
        match service {
            Service::HousingBenefit => &self.housing_benefit,
            Service::Shelter => &self.shelter,
            Service::Budget => &self.budget,
            Service::WorkPrep => &self.work_prep,
            Service::Training => &self.training,
            Service::EmploymentSupport => &self.employment_support,
        }
    }

    /// The answer for a service, to be changed.
    pub fn get_mut(&mut self, service: Service) -> &mut ServiceUse {
        match service {
            Service::HousingBenefit => &mut self.housing_benefit,
            Service::Shelter => &mut self.shelter,
            Service::Budget => &mut self.budget,
            Service::WorkPrep => &mut self.work_prep,
            Service::Training => &mut self.training,
            Service::EmploymentSupport => &mut self.employment_support,
        }
    }
}

/// その他関連する事業等
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RelatedProgrammes {
    /// 生活福祉資金等による貸付
    pub welfare_loan: RelatedUse,
    /// 生活保護受給者等就労自立促進事業
    pub hw_joint_program: RelatedUse,
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
