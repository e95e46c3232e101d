//! From plan draft to decision and monitoring.

use chrono::NaiveDate;

use super::super::{
    Case, Stage,
    closing::Way,
    event::CaseEvent,
    intake::ScreeningResult,
    plan::{
        ActionState, Decision, DecisionLine, Limits, Monitoring, Outcome, Plan, PlanAction, PlanContent, PlanKind,
        PlannedPlace, Procedure, Service,
    },
};
use crate::{
    agency::AgencyFacts,
    answer::PersonAnswer,
    id::{PlanId, StaffId},
    rule::{Refusal, Rule, require},
};

/// プランの修正: a decided plan is mended without changing its statutory services.
#[derive(Clone, Debug)]
pub struct CorrectPlan {
    /// Which plan.
    pub plan: PlanId,
    /// What it says now.
    pub content: PlanContent,
    /// Why.
    pub reason: String,
    /// When.
    pub on: NaiveDate,
}

impl Case {
    /// Drafts a plan: the first one after screening, a re-plan after the evaluation of the one before.
    ///
    /// # Errors
    ///
    /// P-01 if the case has ended, P-21 while it is suspended (likewise below), P-03 without a screening that says to continue,
    /// P-07 while a plan is under way.
    pub fn draft_plan(
        &self,
        plan: PlanId,
        content: PlanContent,
        author: StaffId,
        today: NaiveDate,
    ) -> Result<CaseEvent, Refusal> {
        self.require_running()?;
        let continues = self.screening.as_ref().is_some_and(|s| s.result == ScreeningResult::ContinueSupport);
        require(continues, Rule::ScreenedToContinue)?;
        let kind = match self.current_plan() {
            None => PlanKind::Initial,
            Some(last) => {
                let replan = self.evaluation_of(last.id).and_then(|evaluation| evaluation.result);
                require(matches!(replan, Some((.., Way::Replan))), Rule::OnePlanAtATime)?;
                PlanKind::Replan
            }
        };
        let round = self.plans.len() as u32;
        Ok(CaseEvent::PlanDrafted { plan, kind, round, on: today, author, content })
    }

    /// Changes a draft. What the person signed no longer counts then: they are asked again. A sitting's approval stays good for a
    /// slight edit, and for the changes it asked for; other statutory services go to a sitting again. `None` when nothing changes.
    ///
    /// # Errors
    ///
    /// P-05 if the plan is decided or not the newest one.
    pub fn change_plan(&self, plan: PlanId, content: PlanContent) -> Result<Option<CaseEvent>, Refusal> {
        self.require_running()?;
        let current = self.require_draft(plan)?;
        Ok((current.content != content).then_some(CaseEvent::PlanChanged { plan, content }))
    }

    /// Records what the person says to the plan.
    ///
    /// # Errors
    ///
    /// P-06 while compulsory items are empty, R-49 while a line names no owner, SR-13 without the type of training, SR-11 if services 3, 4, 5 are used, the person
    /// agrees and does not apply; P-12 if a "no" has no reason; P-05 if the plan is decided.
    pub fn answer_plan(
        &self,
        plan: PlanId,
        answer: PersonAnswer,
        service_application: bool,
        today: NaiveDate,
    ) -> Result<CaseEvent, Refusal> {
        self.require_running()?;
        let current = self.require_draft(plan)?;
        require(answer.has_reason_if_needed(), Rule::ReasonNeeded)?;
        require(current.drafted_on <= answer.on && answer.on <= today, Rule::DateOutOfOrder)?;
        if answer.agrees() {
            require(current.content.compulsory_items_filled(), Rule::PlanItemsFilled)?;
            require(current.content.actions.iter().all(PlanAction::has_owner), Rule::TaskHasOwner)?;
            let training = current.content.services.get(Service::Training);
            require(!training.is_used() || training.training_type.is_some(), Rule::TrainingTypeChosen)?;
            require(!current.content.needs_decision() || service_application, Rule::ServiceNeedsApplication)?;
        }
        Ok(CaseEvent::PlanAnswered { plan, answer, service_application })
    }

    /// Support begins before the conference sits: allowed, with a reason; a sitting approves afterwards (SR-09).
    ///
    /// # Errors
    ///
    /// SR-05 without the person's agreement; P-12 without a reason; P-05 if the plan is decided or has begun already.
    pub fn start_early(
        &self,
        plan: PlanId,
        on: NaiveDate,
        reason: &str,
        today: NaiveDate,
    ) -> Result<CaseEvent, Refusal> {
        self.require_running()?;
        let current = self.require_draft(plan)?;
        require(current.early_start.is_none(), Rule::PlanIsFixed)?;
        require(current.is_signed(), Rule::SignatureBeforeDecision)?;
        require(!reason.trim().is_empty(), Rule::ReasonNeeded)?;
        require(current.drafted_on <= on && on <= today, Rule::DateOutOfOrder)?;
        Ok(CaseEvent::SupportStartedEarly { plan, on, reason: reason.trim().to_owned() })
    }

    /// 支援決定・確認 by the municipal officer, line by line.
    ///
    /// `centre` is the agency of the case: whether it may place people into work bears on employed-type training.
    ///
    /// # Errors
    ///
    /// SR-05 without the person's agreement, SR-08 without a conference, P-08 if the newest sitting did not approve, SR-11 without
    /// application for services 3, 4, 5, SR-13 without the type of training, SR-22 if employed-type training is granted without a
    /// placement licence, SR-10 if something is decided that the plan does not hold, P-10 if the lines are not those of the plan,
    /// P-11 for a date before the sitting or the person's answer, P-05 if the plan is decided or not the newest one.
    pub fn decide_plan(
        &self,
        plan: PlanId,
        decision: Decision,
        centre: &AgencyFacts,
        today: NaiveDate,
    ) -> Result<CaseEvent, Refusal> {
        self.require_running()?;
        let current = self.require_draft(plan)?;
        let mut rules = Vec::new();
        let mut check = |condition: bool, rule| {
            if !condition {
                rules.push(rule);
            }
        };
        let content = &current.content;
        check(current.is_signed(), Rule::SignatureBeforeDecision);
        check(!current.sittings.is_empty(), Rule::ConferenceBeforeDecision);
        check(current.sittings.is_empty() || current.is_approved(), Rule::ConferenceApproved);
        check(!content.needs_decision() || current.service_application, Rule::ServiceNeedsApplication);
        let training = content.services.get(Service::Training);
        check(!training.is_used() || training.training_type.is_some(), Rule::TrainingTypeChosen);
        let employed = training.training_type == Some(super::super::plan::TrainingType::Employed);
        let granted = decision.items.contains(&(DecisionLine::Service(Service::Training), Outcome::Decided));
        check(!(granted && employed) || centre.may_place_on(decision.on), Rule::PlacementLicence);
        check(!decision.decided() || content.needs_decision(), Rule::DecisionNeedsService);
        check(covers(content, &decision), Rule::DecisionCoversPlan);
        let sat_before = current.sittings.last().is_none_or(|sitting| sitting.held_on <= decision.on);
        let answered_before = current.answer.as_ref().is_none_or(|answer| answer.on <= decision.on);
        check(sat_before && answered_before && decision.on <= today, Rule::DateOutOfOrder);
        if rules.is_empty() { Ok(CaseEvent::Decided { plan, decision }) } else { Err(Refusal { rules }) }
    }

    /// Corrects a decided plan (修正).
    ///
    /// # Errors
    ///
    /// P-09 if a statutory service changes, or a service decided on the plan gets another period: that is a re-plan;
    /// P-05 if the plan is not in support; P-12 without a reason; P-06 if a compulsory item is emptied; R-49 if a line names no
    /// owner; P-11 for a date before the decision.
    pub fn correct_plan(&self, command: CorrectPlan, today: NaiveDate) -> Result<CaseEvent, Refusal> {
        self.require_running()?;
        let current = self.require_plan(command.plan)?;
        require(current.decision.is_some() && self.stage() == Stage::InSupport, Rule::PlanIsFixed)?;
        require(!command.reason.trim().is_empty(), Rule::ReasonNeeded)?;
        require(!current.content.changes_services(&command.content), Rule::CorrectionIsReplan)?;
        require(command.content.compulsory_items_filled(), Rule::PlanItemsFilled)?;
        require(command.content.actions.iter().all(PlanAction::has_owner), Rule::TaskHasOwner)?;
        let decided_on = current.decision.as_ref().map(|decision| decision.on);
        require(decided_on <= Some(command.on) && command.on <= today, Rule::DateOutOfOrder)?;
        Ok(CaseEvent::PlanCorrected {
            plan: command.plan,
            on: command.on,
            content: command.content,
            reason: command.reason.trim().to_owned(),
        })
    }

    /// A line of the plan leads to an entry of the directory, or no longer does. In a draft that changes the draft, and the person is asked
    /// again; a decided plan is corrected, with the reason and the day. `None` when nothing changes.
    ///
    /// # Errors
    ///
    /// P-20 if the plan has no such line; P-12 if a decided plan is corrected without a reason; else as [`Case::change_plan`] and
    /// [`Case::correct_plan`].
    pub fn name_place(
        &self,
        (plan, line): (PlanId, usize),
        place: Option<PlannedPlace>,
        correction: Option<(String, NaiveDate)>,
        today: NaiveDate,
    ) -> Result<Option<CaseEvent>, Refusal> {
        let current = self.require_plan(plan)?;
        let mut content = current.content.clone();
        content.actions.get_mut(line).ok_or(Refusal::from(Rule::NoSuchEntry))?.place = place;
        if current.decision.is_none() {
            return self.change_plan(plan, content);
        }
        if content == current.content {
            return Ok(None);
        }
        let (reason, on) = correction.ok_or(Refusal::from(Rule::ReasonNeeded))?;
        self.correct_plan(CorrectPlan { plan, content, reason, on }, today).map(Some)
    }

    /// A line of the plan moves on.
    ///
    /// # Errors
    ///
    /// P-20 if the plan has no such line.
    pub fn move_action(&self, plan: PlanId, line: usize, state: ActionState) -> Result<CaseEvent, Refusal> {
        self.require_open()?;
        let current = self.require_plan(plan)?;
        require(line < current.content.actions.len(), Rule::NoSuchEntry)?;
        Ok(CaseEvent::ActionMoved { plan, line, state })
    }

    /// Records a monitoring of the plan in support.
    ///
    /// # Errors
    ///
    /// P-19 if no support is given under the plan; P-12 if nothing is said; P-11 for dates out of order.
    pub fn monitor(&self, plan: PlanId, monitoring: Monitoring, today: NaiveDate) -> Result<CaseEvent, Refusal> {
        self.require_running()?;
        let current = self.require_plan(plan)?;
        require(current.gives_support(), Rule::SupportFirst)?;
        require(!monitoring.progress.trim().is_empty(), Rule::ReasonNeeded)?;
        require(current.drafted_on <= monitoring.on && monitoring.on <= today, Rule::DateOutOfOrder)?;
        Ok(CaseEvent::Monitored { plan, monitoring })
    }

    /// Whether the periods of a plan keep to what there is (P-23): asked before the person signs and before the municipality
    /// decides. `limits` are those of the municipality.
    ///
    /// # Errors
    ///
    /// P-23 if a benefit lasts longer than it is given; P-04 if there is no such plan.
    pub fn check_periods(&self, plan: PlanId, limits: &Limits) -> Result<(), Refusal> {
        let plan = self.require_plan(plan)?;
        require(plan.content.too_long(limits).is_empty(), Rule::BenefitTooLong)
    }

    fn require_draft(&self, id: PlanId) -> Result<&Plan, Refusal> {
        let plan = self.require_plan(id)?;
        let newest = self.current_plan().is_some_and(|current| current.id == id);
        require(newest && plan.decision.is_none(), Rule::PlanIsFixed)?;
        Ok(plan)
    }
}

/// The lines on which the municipality speaks for this content, with the outcomes it may choose from, in the order of the form.
pub fn decision_lines(content: &PlanContent) -> Vec<(DecisionLine, &'static [Outcome])> {
    let mut lines: Vec<(DecisionLine, &'static [Outcome])> = content
        .used_services()
        .map(|service| {
            let outcomes: &[Outcome] = match service.procedure() {
                Procedure::OwnApplication => &[Outcome::Recorded],
                Procedure::Decision => &[Outcome::Decided, Outcome::Refused],
                Procedure::Confirmation => &[Outcome::Confirmed, Outcome::Refused],
            };
            (DecisionLine::Service(service), outcomes)
        })
        .collect();
    if content.needs_confirmation() {
        lines.push((DecisionLine::Other, &[Outcome::Confirmed, Outcome::Refused]));
    }
    lines
}

/// The decision names exactly the plan's lines, each with an outcome that its procedure allows.
fn covers(content: &PlanContent, decision: &Decision) -> bool {
    let lines = decision_lines(content);
    lines.len() == decision.items.len()
        && lines.iter().all(|(line, outcomes)| {
            decision.items.iter().any(|(given, outcome)| given == line && outcomes.contains(outcome))
        })
}
