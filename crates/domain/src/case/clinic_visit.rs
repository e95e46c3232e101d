//! 通院同行: going along to a clinic, planned with the person. What is seen there stays on the sheet 通院同行記録.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{
    Case,
    contact::ContactPhase,
    event::CaseEvent,
    task::{AgreedTask, CaseTask},
};
use crate::{
    id::TaskId,
    rule::{Refusal, Rule, require},
};

/// Strong help that began early is nobody's fault for so many days: ⟨30⟩ in R-19.
pub const EARLY_HELP_DAYS: u64 = 30;

words! {
    /// 事前準備
    Preparation {
        /// 伝える内容のメモ
        Memo = "memo",
        /// ロールプレイ
        RolePlay = "role_play",
        /// 同行計画
        Plan = "plan",
    }
}

/// What is planned about a visit to a clinic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitContent {
    /// 同行日
    pub on: NaiveDate,
    /// 医療機関
    pub clinic: String,
    /// 同行が必要な理由
    pub necessity: String,
    /// 本人が同意した日
    pub agreed_on: Option<NaiveDate>,
    /// The person's health comes first: help may be strong from the beginning.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub health_first: bool,
    /// 事前準備
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub prepared: Vec<Preparation>,
}

/// A visit to a clinic on which somebody goes along.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClinicVisit {
    /// The task under which it stands in the list of whoever goes along.
    pub task: TaskId,
    /// When it was planned.
    pub planned_on: NaiveDate,
    /// Where, when and why.
    #[serde(flatten)]
    pub content: VisitContent,
}

impl Case {
    /// Plans to go along to a clinic; whoever goes has it in their list.
    ///
    /// # Errors
    ///
    /// R-16 without the reason why somebody has to go along, or without the person's agreement; R-49 if nobody goes; P-12 without the
    /// clinic; P-11 for a visit before today, or an agreement after it.
    pub fn plan_clinic_visit(
        &self,
        content: VisitContent,
        going: AgreedTask,
        today: NaiveDate,
    ) -> Result<CaseEvent, Refusal> {
        self.require_open()?;
        require(!content.clinic.trim().is_empty(), Rule::ReasonNeeded)?;
        require(!content.necessity.trim().is_empty() && content.agreed_on.is_some(), Rule::GoingAlongAgreed)?;
        require(content.agreed_on.is_none_or(|agreed| agreed <= today), Rule::DateOutOfOrder)?;
        require(today <= content.on, Rule::DateOutOfOrder)?;
        require(going.has_owner(), Rule::TaskHasOwner)?;
        let visit = ClinicVisit { task: going.id, planned_on: today, content };
        let task = AgreedTask { due_on: Some(visit.content.on), ..going };
        Ok(CaseEvent::ClinicVisitPlanned { visit: Box::new(visit), task })
    }

    pub(super) fn fold_clinic_visit(&mut self, visit: &ClinicVisit, task: &AgreedTask) {
        self.tasks.push(CaseTask { task: task.clone(), done_on: None });
        self.clinic_visits.push(visit.clone());
    }

    /// The visit that a task is about.
    pub fn clinic_visit_of(&self, task: TaskId) -> Option<&ClinicVisit> {
        self.clinic_visits.iter().find(|visit| visit.task == task)
    }

    /// Whether strong help began for the sake of health before the plan was decided, and not long ago.
    pub fn helps_early_on(&self, today: NaiveDate) -> bool {
        self.clinic_visits.iter().any(|visit| {
            let early = matches!(self.phase_on(visit.planned_on), ContactPhase::Intake | ContactPhase::Assessment);
            let recent = today <= visit.planned_on + Days::new(EARLY_HELP_DAYS);
            visit.content.health_first && early && recent
        })
    }
}
