//! What the rules that warn have to say about a plan, a suspension or a case: shown, never forced.

use chrono::NaiveDate;

use super::{
    Case, Stage,
    closing::AttemptMeans,
    plan::{Actor, Limits, Plan, PlanContent, Service},
};
use crate::{
    id::PlanId,
    rule::{Finding, Rule},
};

/// What the rules need to know beside the case itself.
#[derive(Clone, Copy, Debug)]
pub struct FindingContext {
    /// The day of asking.
    pub today: NaiveDate,
    /// Every ※ item of the assessment sheet is filled.
    pub assessment_complete: bool,
    /// How long plans and services last in the municipality.
    pub limits: Limits,
    /// The newest coordination conference that the centre held.
    pub last_conference_on: Option<NaiveDate>,
}

impl Case {
    /// Warnings about a plan, in order of number.
    pub fn plan_findings(&self, id: PlanId, context: FindingContext) -> Vec<Finding> {
        let Some(plan) = self.plan(id) else { return Vec::new() };
        let content = &plan.content;
        let mut found: Vec<Finding> = Vec::new();
        let mut note = |applies: bool, rule: Rule| found.extend(applies.then(|| Finding::from(rule)));
        note(plan.early_start.as_ref().is_some_and(|early| early.ratified.is_none()), Rule::ReportAfterwards);
        note(content.needs_decision() && plan.is_signed() && !plan.service_application, Rule::ServiceNeedsApplication);
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
        note(plan.is_unusually_long(&context.limits), Rule::LongerThanUsual);
        let about = [
            (Rule::OwnApplicationAttached, detached(content)),
            (Rule::PublicAssistance, self.used_on_assistance(plan, true)),
            (Rule::NotForRecipients, self.used_on_assistance(plan, false)),
            (Rule::LongerThanUsual, content.unusually_long(&context.limits)),
            (Rule::BenefitTooLong, content.too_long(&context.limits)),
        ];
        let about = about.into_iter().filter(|(_, services)| !services.is_empty());
        found.extend(about.map(|(rule, services)| Finding { rule, services }));
        found.sort_by_key(|finding| finding.rule);
        found
    }

    /// Services of the plan that a person on public assistance may use, or may not (SR-27). The day that counts is the first of
    /// the service's period, else that of the decision or, before it, of the draft.
    fn used_on_assistance(&self, plan: &Plan, open: bool) -> Vec<Service> {
        if self.answers.text("case.public_assistance") != Some("receiving") {
            return Vec::new();
        }
        let otherwise = plan.decision.as_ref().map_or(plan.drafted_on, |decision| decision.on);
        let day = |service: Service| plan.content.services.get(service).first_day().unwrap_or(otherwise);
        plan.content.used_services().filter(|service| service.is_open_to_recipients_on(day(*service)) == open).collect()
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
            let begun_by = |on: NaiveDate| self.waits_for_ratification_since().is_some_and(|since| since <= on);
            let missed = context.last_conference_on.is_some_and(begun_by);
            rules.push(if missed { Rule::ReportMissed } else { Rule::ReportAfterwards });
        }
        let overdue = self.stage() == Stage::InSupport
            && self.current_plan().and_then(|plan| plan.content.ends_on).is_some_and(|end| end < context.today);
        if overdue {
            rules.push(Rule::EvaluationOverdue);
        }
        rules
    }
}

/// Services 1 and 2 in use whose own application is not attached (SR-12).
fn detached(content: &PlanContent) -> Vec<Service> {
    let own = [Service::HousingBenefit, Service::Shelter].into_iter();
    let line = |service: &Service| content.services.get(*service);
    own.filter(|service| line(service).is_used() && !line(service).application_attached).collect()
}

/// The plan lists nothing the person or people around them do (SR-17).
fn only_statutory(plan: &Plan) -> bool {
    !plan.content.actions.iter().any(|action| action.service.is_none() && action.actor != Actor::Centre)
}
