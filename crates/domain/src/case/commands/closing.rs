//! Evaluation, closure, suspension, follow-up.

use chrono::NaiveDate;

use super::super::{
    Case, Stage,
    closing::{CloseReason, Closure, ContactAttempt, EvaluationContent, FollowUp, Way},
    event::{CaseEvent, Purpose},
};
use crate::{
    id::{ConferenceId, EvaluationId, PlanId, StaffId},
    rule::{Refusal, Rule, require},
};

/// 終結: what is needed to close a case.
#[derive(Clone, Debug)]
pub struct Close {
    /// 終結日
    pub on: NaiveDate,
    /// 終結理由
    pub reason: CloseReason,
    /// In words.
    pub note: String,
    /// What is agreed for afterwards; `None` is refused: it is decided with the person, yes or no.
    pub follow_up: Option<FollowUp>,
}

impl Case {
    /// Writes or changes the evaluation sheet of the newest plan under which support was given.
    ///
    /// A sheet with a result stays as it is; whoever thinks again (the person wishes otherwise, the re-plan is not wanted after
    /// all) writes another one, which needs a result of its own.
    ///
    /// # Errors
    ///
    /// P-19 if no support was given under the plan; P-27 if the sheet has its result, another one is still open, or a newer plan
    /// is in support.
    pub fn evaluate(
        &self,
        evaluation: EvaluationId,
        plan: PlanId,
        evaluator: StaffId,
        content: EvaluationContent,
    ) -> Result<CaseEvent, Refusal> {
        self.require_open()?;
        let current = self.require_plan(plan)?;
        require(current.gives_support(), Rule::SupportFirst)?;
        require(self.supported_plan().is_some_and(|newest| newest.id == plan), Rule::EvaluationFixed)?;
        let known = self.evaluation(evaluation);
        require(known.is_none_or(|sheet| sheet.result.is_none() && sheet.plan == plan), Rule::EvaluationFixed)?;
        let another = self.evaluation_of(plan).is_some_and(|sheet| sheet.id != evaluation && sheet.result.is_none());
        require(!another, Rule::EvaluationFixed)?;
        Ok(CaseEvent::Evaluated { evaluation, plan, evaluator, content })
    }

    /// The evaluation says to go on with a new plan: no conference is needed to say so, the re-plan itself goes to one.
    ///
    /// # Errors
    ///
    /// P-28 while compulsory items of the sheet are empty; P-20 without such a sheet; P-27 if it has a result; P-21 while the
    /// case is suspended.
    pub fn continue_with_replan(
        &self,
        evaluation: EvaluationId,
        conference: impl Into<Option<ConferenceId>>,
        on: NaiveDate,
    ) -> Result<CaseEvent, Refusal> {
        let conference = conference.into();
        self.require_running()?;
        let sheet = self.evaluation(evaluation).ok_or(Refusal::from(Rule::NoSuchEntry))?;
        require(sheet.result.is_none(), Rule::EvaluationFixed)?;
        require(sheet.content.compulsory_items_filled(), Rule::EvaluationItemsFilled)?;
        Ok(CaseEvent::EvaluationConcluded { evaluation, conference, on, result: Way::Replan })
    }

    /// Closes the case.
    ///
    /// # Errors
    ///
    /// SR-15 unless the evaluation of the plan in support is complete, the person's wish is in it and a conference approved the
    /// closure (a person who has died is not asked and no conference is needed); P-14 if follow-up is not decided; P-12 if "no
    /// follow-up" or "other reason" is not explained; P-11 for dates out of order. Where a plan was drafted and no support ever
    /// given under it, there is nothing to evaluate: the note says what the person wishes, P-12 without it.
    pub fn close(&self, command: Close, today: NaiveDate) -> Result<CaseEvent, Refusal> {
        self.require_open()?;
        let follow_up = command.follow_up.clone().ok_or(Refusal::from(Rule::FollowUpDecided))?;
        if command.reason != CloseReason::Deceased {
            self.require_looked_back(&command)?;
        }
        let explained = match &follow_up {
            FollowUp::No { reason } => !reason.trim().is_empty(),
            FollowUp::Yes { method, who, until, .. } => {
                !method.trim().is_empty() && !who.trim().is_empty() && *until >= command.on
            }
        };
        require(explained, Rule::ReasonNeeded)?;
        require(command.reason != CloseReason::Other || !command.note.trim().is_empty(), Rule::ReasonNeeded)?;
        require(self.received_on <= command.on && command.on <= today, Rule::DateOutOfOrder)?;
        Ok(CaseEvent::Closed {
            closure: Closure {
                on: command.on,
                reason: command.reason,
                note: command.note.trim().to_owned(),
                follow_up,
                followed: Vec::new(),
                follow_up_ended_on: None,
            },
        })
    }

    /// What a closure needs to have behind it (SR-15).
    fn require_looked_back(&self, command: &Close) -> Result<(), Refusal> {
        let Some(plan) = self.supported_plan() else {
            require(!self.plans.is_empty(), Rule::ClosureComplete)?;
            return require(!command.note.trim().is_empty(), Rule::ReasonNeeded);
        };
        let complete = self.evaluation_of(plan.id).filter(|sheet| sheet.content.compulsory_items_filled());
        let Some((_, sat_on, Way::Close)) = complete.and_then(|sheet| sheet.result) else {
            return Err(Rule::ClosureComplete.into());
        };
        require(sat_on <= command.on, Rule::DateOutOfOrder)
    }

    /// Records an attempt to reach a person who has gone silent.
    ///
    /// # Errors
    ///
    /// P-12 without a result in words; P-11 if it lies in the future; P-01 if the case has ended.
    pub fn attempt_contact(&self, attempt: ContactAttempt, today: NaiveDate) -> Result<CaseEvent, Refusal> {
        self.require_open()?;
        require(!attempt.result.trim().is_empty(), Rule::ReasonNeeded)?;
        require(attempt.on <= today, Rule::DateOutOfOrder)?;
        Ok(CaseEvent::ContactAttempted { attempt })
    }

    /// The sitting that approved a suspension and has not led to one yet.
    pub fn approved_suspension(&self) -> Option<(ConferenceId, NaiveDate)> {
        let used = |conference| self.suspensions.iter().any(|suspension| suspension.conference == conference);
        self.sittings
            .iter()
            .rev()
            .find(|sitting| sitting.purpose == Purpose::Suspension && sitting.conclusion.approves())
            .filter(|sitting| !used(sitting.conference))
            .map(|sitting| (sitting.conference, sitting.held_on))
    }

    /// Suspends the case after the conference confirmed it.
    ///
    /// # Errors
    ///
    /// P-13 without that conference; P-12 without a reason; P-11 for a date before the sitting.
    pub fn suspend(&self, on: NaiveDate, reason: &str, today: NaiveDate) -> Result<CaseEvent, Refusal> {
        self.require_open()?;
        let (conference, sat_on) = self.approved_suspension().ok_or(Refusal::from(Rule::SuspensionNeedsConference))?;
        require(!reason.trim().is_empty(), Rule::ReasonNeeded)?;
        require(sat_on <= on && on <= today, Rule::DateOutOfOrder)?;
        Ok(CaseEvent::Suspended { on, reason: reason.trim().to_owned(), conference })
    }

    /// Goes on after a suspension, under the plan as it stood.
    ///
    /// # Errors
    ///
    /// P-20 if the case is not suspended; P-12 without a note; P-11 for a date before the suspension; P-33 if the plan had ended by
    /// that day: what it rested on is no longer agreed, so the person is received anew and this case is evaluated and closed.
    pub fn resume(&self, on: NaiveDate, note: &str, today: NaiveDate) -> Result<CaseEvent, Refusal> {
        let suspension = self.suspension().ok_or(Refusal::from(Rule::NoSuchEntry))?;
        require(!note.trim().is_empty(), Rule::ReasonNeeded)?;
        require(suspension.on <= on && on <= today, Rule::DateOutOfOrder)?;
        require(!self.plan_ended_before(on), Rule::PlanEndedMeanwhile)?;
        Ok(CaseEvent::Resumed { on, note: note.trim().to_owned() })
    }

    /// Whether the period of the decided plan is over on that day and no re-plan was to follow it.
    fn plan_ended_before(&self, on: NaiveDate) -> bool {
        let decided = self.current_plan().filter(|plan| plan.decision.is_some());
        decided.is_some_and(|plan| {
            let result = self.evaluation_of(plan.id).and_then(|sheet| sheet.result);
            let replans = matches!(result, Some((.., Way::Replan)));
            !replans && plan.content.ends_on.is_some_and(|ends_on| ends_on < on)
        })
    }

    /// Records a follow-up contact after closure.
    ///
    /// # Errors
    ///
    /// P-20 if no follow-up runs; P-12 without a note.
    pub fn follow_up(
        &self,
        on: NaiveDate,
        note: &str,
        next_on: Option<NaiveDate>,
        today: NaiveDate,
    ) -> Result<CaseEvent, Refusal> {
        require(self.stage() == Stage::FollowUp, Rule::NoSuchEntry)?;
        require(!note.trim().is_empty(), Rule::ReasonNeeded)?;
        require(self.closure.as_ref().is_some_and(|closure| closure.on <= on) && on <= today, Rule::DateOutOfOrder)?;
        Ok(CaseEvent::FollowedUp { on, note: note.trim().to_owned(), next_on })
    }

    /// Ends the follow-up.
    ///
    /// # Errors
    ///
    /// As [`Case::follow_up`].
    pub fn end_follow_up(&self, on: NaiveDate, note: &str, today: NaiveDate) -> Result<CaseEvent, Refusal> {
        require(self.stage() == Stage::FollowUp, Rule::NoSuchEntry)?;
        require(!note.trim().is_empty(), Rule::ReasonNeeded)?;
        require(self.closure.as_ref().is_some_and(|closure| closure.on <= on) && on <= today, Rule::DateOutOfOrder)?;
        Ok(CaseEvent::FollowUpEnded { on, note: note.trim().to_owned() })
    }
}
