//! What a conference says about a case.

use chrono::NaiveDate;

use super::super::{
    Case,
    closing::Way,
    event::{CaseEvent, Purpose, SittingResult},
    minutes::MatterMinutes,
    network::NetworkContext,
};
use crate::{
    id::ConferenceId,
    rule::{Refusal, Rule, require},
};

impl Case {
    /// Whether the case may go on the agenda of a coordination conference for `purpose`.
    ///
    /// # Errors
    ///
    /// P-21 for a plan while the case is suspended; SR-06 if the person has not agreed to sharing (a closure or suspension may be judged without names being shared anew, and
    /// an emergency is reported afterwards: those stay possible, and a support meeting under article 9 is there for those who do
    /// not consent); P-20 if there is nothing of that kind to discuss; SR-15 if the
    /// evaluation sheet that goes with a closure is incomplete, for it cannot be completed behind the conference's back.
    pub fn may_be_discussed(&self, purpose: Purpose) -> Result<(), Refusal> {
        let about_a_plan = matches!(purpose, Purpose::Plan | Purpose::Replan);
        require(!about_a_plan || self.suspension().is_none(), Rule::Suspended)?;
        let needs_sharing = matches!(purpose, Purpose::Plan | Purpose::Replan | Purpose::Review);
        require(!needs_sharing || self.may_be_shared(), Rule::ConsentBeforeConference)?;
        let open = self.closure.is_none();
        let has_plan = open && self.current_plan().is_some_and(|plan| plan.decision.is_none());
        let sheet = self.supported_plan().and_then(|plan| self.evaluation_of(plan.id));
        let exists = match purpose {
            Purpose::Plan => has_plan && self.plans.len() == 1,
            Purpose::Replan => has_plan && self.plans.len() > 1,
            Purpose::Closure => open && sheet.is_some_and(|sheet| sheet.result.is_none()),
            Purpose::Suspension => open && self.suspension().is_none(),
            Purpose::Report => self.waits_for_ratification(),
            Purpose::Review => true,
            Purpose::SupportMeeting => open,
        };
        require(exists, Rule::NothingToDiscuss)?;
        let complete = sheet.is_some_and(|sheet| sheet.content.compulsory_items_filled());
        require(purpose != Purpose::Closure || complete, Rule::ClosureComplete)
    }

    /// Records what a sitting said, with what follows from it: an approved closure or re-plan gives the evaluation its result.
    ///
    /// # Errors
    ///
    /// Those of [`Case::may_be_discussed`]; SR-06 for a support meeting before the law knew it; P-11 if the sitting lies in the future, before the first contact or before the plan;
    /// P-12 for a "no" or "later" without discussion; those of [`Case::check_tasks`]; P-31 if the person agreed to sharing and the scope was not checked; P-11 for a
    /// next review before the sitting.
    pub fn discuss(&self, result: SittingResult, context: &NetworkContext<'_>) -> Result<Vec<CaseEvent>, Refusal> {
        self.may_be_discussed(result.purpose)?;
        let today = context.today;
        require(self.received_on <= result.held_on && result.held_on <= today, Rule::DateOutOfOrder)?;
        let lawful = result.purpose != Purpose::SupportMeeting || Some(result.held_on) >= support_meetings_since();
        require(lawful, Rule::ConsentBeforeConference)?;
        require(result.conclusion.approves() || !result.discussion.trim().is_empty(), Rule::ReasonNeeded)?;
        self.check_tasks(&result.tasks, context)?;
        let asked = self.asks_for_consent_scope(result.purpose);
        require(!asked || result.consent_scope_ok, Rule::ConsentScopeChecked)?;
        require_review_after(&result.minutes, result.held_on)?;
        let plan = match result.purpose {
            Purpose::Plan | Purpose::Replan => self.current_plan().map(|plan| plan.id),
            Purpose::Closure => self.supported_plan().map(|plan| plan.id),
            _ => result.plan,
        };
        if let Some(plan) = plan {
            let drafted_on = self.require_plan(plan)?.drafted_on;
            require(drafted_on <= result.held_on, Rule::DateOutOfOrder)?;
        }
        let result = SittingResult { plan, consent_scope_ok: asked, ..result };
        let mut events = vec![CaseEvent::Discussed { result: result.clone() }];
        if result.purpose == Purpose::Closure {
            let evaluation = plan.and_then(|plan| self.evaluation_of(plan));
            if let Some(evaluation) = evaluation {
                let way = if result.conclusion.approves() {
                    Some(Way::Close)
                } else if result.conclusion == super::super::plan::Conclusion::NotApproved {
                    Some(Way::Replan)
                } else {
                    None
                };
                events.extend(way.map(|way| CaseEvent::EvaluationConcluded {
                    evaluation: evaluation.id,
                    conference: Some(result.conference),
                    on: result.held_on,
                    result: way,
                }));
            }
        }
        Ok(events)
    }

    /// Completes or mends what the minutes say about a matter; whether they are still open is the conference's to say.
    ///
    /// # Errors
    ///
    /// P-20 if the sitting did not discuss the case for that purpose; P-11 for a next review before the sitting.
    pub fn write_minutes(
        &self,
        conference: ConferenceId,
        purpose: Purpose,
        minutes: MatterMinutes,
    ) -> Result<CaseEvent, Refusal> {
        let sitting = self.sitting(conference, purpose).ok_or(Refusal::from(Rule::NoSuchEntry))?;
        require_review_after(&minutes, sitting.held_on)?;
        Ok(CaseEvent::MinutesWritten { conference, purpose, minutes })
    }
}

/// The next review does not lie before the month of the sitting.
fn require_review_after(minutes: &MatterMinutes, held_on: NaiveDate) -> Result<(), Refusal> {
    require(minutes.next_review.is_none_or(|month| held_on <= month.last_day()), Rule::DateOutOfOrder)
}

/// The first day on which support meetings could be held (article 9 of the Act, amendment of 2018).
fn support_meetings_since() -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(2018, 10, 1)
}
