//! What the rules that warn have to say about a plan, a suspension or a case: shown, never forced.

use chrono::NaiveDate;

use super::{
    Case, Stage,
    closing::AttemptMeans,
    plan::{Actor, Plan, Service},
};
use crate::{id::PlanId, rule::Rule};

/// What the rules need to know beside the case itself.
#[derive(Clone, Copy, Debug)]
pub struct FindingContext {
    /// The day of asking.
    pub today: NaiveDate,
    /// Every ※ item of the assessment sheet is filled.
    pub assessment_complete: bool,
}

impl Case {
    /// Warnings about a plan, in order of number.
    pub fn plan_findings(&self, id: PlanId, context: FindingContext) -> Vec<Rule> {
        let Some(plan) = self.plan(id) else { return Vec::new() };
        let content = &plan.content;
        let mut rules = Vec::new();
        let mut note = |applies: bool, rule| {
            if applies {
                rules.push(rule);
            }
        };
        note(plan.early_start.as_ref().is_some_and(|early| early.ratified.is_none()), Rule::ReportAfterwards);
        note(content.needs_decision() && plan.is_signed() && !plan.service_application, Rule::ServiceNeedsApplication);
        let own = [Service::HousingBenefit, Service::Shelter];
        let detached = |service: &Service| {
            let line = content.services.get(*service);
            line.is_used() && !line.application_attached
        };
        note(own.iter().any(detached), Rule::OwnApplicationAttached);
        let training = content.services.get(Service::Training);
        note(training.is_used() && training.training_type.is_none(), Rule::TrainingTypeChosen);
        note(!content.set_by_person, Rule::GoalSetByPerson);
        note(only_statutory(plan), Rule::NotOnlyStatutoryServices);
        let monitoring = content.next_monitoring.map(|month| month.first_day());
        let late = match (monitoring, content.ends_on) {
            (Some(month), Some(end)) => month > end,
            (None, _) => true,
            (Some(_), None) => false,
        };
        note(late, Rule::MonitoringWithinPlan);
        let over = plan.decision.is_some() && content.ends_on.is_some_and(|end| end < context.today);
        note(over && self.evaluation_of(id).is_none(), Rule::EvaluationOverdue);
        note(plan.decision.is_none() && !context.assessment_complete, Rule::AssessmentItemsFilled);
        note(plan.decision.is_none() && !content.assessment_attached, Rule::AssessmentAttached);
        let unwritten = content.wishes.trim().is_empty() || content.support_notes.trim().is_empty();
        note(unwritten, Rule::LegalElementsWritten);
        let housing = content.services.get(Service::HousingBenefit);
        let moving = housing.is_used() && housing.relocation;
        note(moving && !content.services.get(Service::Budget).is_used(), Rule::RelocationNeedsBudget);
        let on_assistance = self.answers.text("case.public_assistance") == Some("receiving");
        note(on_assistance && content.used_services().next().is_some(), Rule::PublicAssistance);
        rules
    }

    /// Warnings before a suspension (SR-14): attempts to reach the person by at least two means.
    pub fn suspension_findings(&self) -> Vec<Rule> {
        let mut means: Vec<AttemptMeans> = self.attempts.iter().map(|attempt| attempt.means).collect();
        means.sort_unstable();
        means.dedup();
        if means.len() < 2 { vec![Rule::AttemptsBeforeSuspension] } else { Vec::new() }
    }

    /// What calls for attention on the case as a whole on `today`.
    pub fn findings(&self, context: FindingContext) -> Vec<Rule> {
        let mut rules = Vec::new();
        if self.waits_for_ratification() {
            rules.push(Rule::ReportAfterwards);
        }
        let overdue = self.stage() == Stage::InSupport
            && self.current_plan().and_then(|plan| plan.content.ends_on).is_some_and(|end| end < context.today);
        if overdue {
            rules.push(Rule::EvaluationOverdue);
        }
        rules
    }
}

/// The plan lists nothing the person or people around them do (SR-17).
fn only_statutory(plan: &Plan) -> bool {
    !plan.content.actions.iter().any(|action| action.service.is_none() && action.actor != Actor::Centre)
}
