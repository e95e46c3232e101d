//! One person's case, taken as far as a test needs it.

use std::ops::Deref;

use banso_domain::{
    case::{
        Case,
        closing::{AttemptMeans, FollowUp, Way},
        event::{CaseEvent, Purpose, SittingResult},
        intake::ScreeningResult,
        plan::{Conclusion, PlanContent},
    },
    rule::Refusal,
};

use crate::support::*;

/// A case with the events that made it.
pub(crate) struct Story {
    case: Case,
    events: Vec<CaseEvent>,
}

impl Deref for Story {
    type Target = Case;

    fn deref(&self) -> &Case {
        &self.case
    }
}

impl Story {
    /// The person came on 6 April 2026.
    pub(crate) fn opened() -> Self {
        Self::opened_on("2026-04-06")
    }

    /// The person came on another day.
    pub(crate) fn opened_on(on: &str) -> Self {
        let event = opening(on).decide(today()).unwrap();
        Self { case: Case::apply(None, case_id(), &event).unwrap(), events: vec![event] }
    }

    /// The person signed the application and agreed to sharing.
    pub(crate) fn applied() -> Self {
        let mut story = Self::opened();
        story.does(story.answer_application(application("2026-04-06"), today()));
        story
    }

    /// The screening of 10 April says to continue.
    pub(crate) fn continuing() -> Self {
        let mut story = Self::applied();
        story.does(story.screen(screening("2026-04-10", ScreeningResult::ContinueSupport), today()));
        story
    }

    /// A plan was drafted on 1 May.
    pub(crate) fn drafted(content: PlanContent) -> Self {
        let mut story = Self::continuing();
        story.does(story.draft_plan(plan_id(1), content, staff(), day("2026-05-01")));
        story
    }

    /// The person signed the plan on 8 May and applied for its services.
    pub(crate) fn signed(content: PlanContent) -> Self {
        let mut story = Self::drafted(content);
        story.does(story.answer_plan(plan_id(1), agrees("2026-05-08"), true, today()));
        story
    }

    /// The conference approved the plan on 20 May.
    pub(crate) fn approved(content: PlanContent) -> Self {
        let mut story = Self::signed(content);
        story.sits(sitting(1, "2026-05-20", Purpose::Plan, Conclusion::Approved));
        story
    }

    /// The municipality decided on 25 May.
    pub(crate) fn decided(content: PlanContent) -> Self {
        let decision = decision(&content, "2026-05-25");
        let mut story = Self::approved(content);
        story.does(story.decide_plan(plan_id(1), decision, &centre(), today()));
        story
    }

    /// The plan was looked back on with the person on 2 November.
    pub(crate) fn evaluated(wish: Way) -> Self {
        let mut story = Self::decided(content());
        story.does(story.evaluate(sheet_id(1), plan_id(1), staff(), evaluation("2026-11-02", wish)));
        story
    }

    /// The conference of 10 November approved the closure.
    pub(crate) fn closure_approved() -> Self {
        let mut story = Self::evaluated(Way::Close);
        story.sits(sitting(2, "2026-11-10", Purpose::Closure, Conclusion::Approved));
        story
    }

    /// The case was closed on 12 November.
    pub(crate) fn closed(follow_up: FollowUp) -> Self {
        let mut story = Self::closure_approved();
        story.does(story.close(closing("2026-11-12", follow_up), today()));
        story
    }

    /// The case was suspended on 1 September after the sitting of 31 August.
    pub(crate) fn suspended() -> Self {
        let mut story = Self::decided(content());
        story.does(story.attempt_contact(attempt("2026-08-03", AttemptMeans::Phone), today()));
        story.does(story.attempt_contact(attempt("2026-08-10", AttemptMeans::Visit), today()));
        story.sits(sitting(2, "2026-08-31", Purpose::Suspension, Conclusion::Approved));
        story.does(story.suspend(day("2026-09-01"), "転出先不明", today()));
        story
    }

    /// What was permitted happens.
    pub(crate) fn does(&mut self, decided: Result<CaseEvent, Refusal>) {
        self.happens(decided.expect("no rule refuses"));
    }

    /// A sitting discusses the case.
    pub(crate) fn sits(&mut self, result: SittingResult) {
        let events = self.discuss(result, &nobody_known(today())).expect("no rule refuses the sitting");
        events.into_iter().for_each(|event| self.happens(event));
    }

    pub(crate) fn happens(&mut self, event: CaseEvent) {
        self.case = Case::apply(Some(self.case.clone()), case_id(), &event).unwrap();
        self.events.push(event);
    }

    pub(crate) fn events(&self) -> &[CaseEvent] {
        &self.events
    }
}
