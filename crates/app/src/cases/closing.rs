//! The end of a plan and of a case: evaluation, closure, suspension, follow-up.

use async_recursion::async_recursion as boxed;
use banso_access::{Action, Actor};
use banso_domain::{
    case::{
        Close,
        closing::{ContactAttempt, EvaluationContent},
    },
    id::{CaseId, ConferenceId, EvaluationId, PlanId},
    rule::{Refusal, Rule},
};
use chrono::NaiveDate;
use uuid::Uuid;

use crate::{App, UseCaseError};

impl App {
    /// Writes the evaluation sheet of a plan; another one once the sheet before has its result.
    ///
    /// # Errors
    ///
    /// See [`App::record_answers`].
    #[boxed]
    pub async fn evaluate(
        &self,
        actor: &Actor,
        id: CaseId,
        expected: i64,
        plan: PlanId,
        content: EvaluationContent,
    ) -> Result<i64, UseCaseError> {
        let fresh = EvaluationId::new(Uuid::now_v7());
        let evaluator = actor.staff();
        self.change_case(actor, Action::Evaluate, id, Some(expected), |case, _| {
            let open = case.evaluation_of(plan).filter(|sheet| sheet.result.is_none());
            let sheet = open.map_or(fresh, |sheet| sheet.id);
            Ok(vec![case.evaluate(sheet, plan, evaluator, content)?])
        })
        .await
    }

    /// The evaluation says to go on with a re-plan: by word of a sitting, or without one.
    ///
    /// # Errors
    ///
    /// See [`App::record_answers`].
    #[boxed]
    pub async fn continue_with_replan(
        &self,
        actor: &Actor,
        id: CaseId,
        expected: i64,
        plan: PlanId,
        conference: impl Into<Option<ConferenceId>> + Send + 'static,
        on: NaiveDate,
    ) -> Result<i64, UseCaseError> {
        let conference = conference.into();
        self.change_case(actor, Action::Evaluate, id, Some(expected), |case, _| {
            let sheet = case.evaluation_of(plan).ok_or(Refusal::from(Rule::NoSuchEntry))?.id;
            Ok(vec![case.continue_with_replan(sheet, conference, on)?])
        })
        .await
    }

    /// Closes a case.
    ///
    /// # Errors
    ///
    /// See [`App::record_answers`].
    #[boxed]
    pub async fn close_case(
        &self,
        actor: &Actor,
        id: CaseId,
        expected: i64,
        command: Close,
    ) -> Result<i64, UseCaseError> {
        self.change_case(actor, Action::CloseCase, id, Some(expected), |case, today| {
            Ok(vec![case.close(command, today)?])
        })
        .await
    }

    /// Notes an attempt to reach a person who has gone silent.
    ///
    /// # Errors
    ///
    /// See [`App::record_answers`].
    #[boxed]
    pub async fn attempt_contact(
        &self,
        actor: &Actor,
        id: CaseId,
        attempt: ContactAttempt,
    ) -> Result<i64, UseCaseError> {
        self.change_case(actor, Action::SuspendCase, id, None, |case, today| {
            Ok(vec![case.attempt_contact(attempt, today)?])
        })
        .await
    }

    /// Suspends a case that the conference let be suspended.
    ///
    /// # Errors
    ///
    /// See [`App::record_answers`].
    #[boxed]
    pub async fn suspend_case(
        &self,
        actor: &Actor,
        id: CaseId,
        on: NaiveDate,
        reason: &str,
    ) -> Result<i64, UseCaseError> {
        self.change_case(actor, Action::SuspendCase, id, None, |case, today| Ok(vec![case.suspend(on, reason, today)?]))
            .await
    }

    /// Goes on after a suspension.
    ///
    /// # Errors
    ///
    /// See [`App::record_answers`].
    #[boxed]
    pub async fn resume_case(&self, actor: &Actor, id: CaseId, on: NaiveDate, note: &str) -> Result<i64, UseCaseError> {
        self.change_case(actor, Action::SuspendCase, id, None, |case, today| Ok(vec![case.resume(on, note, today)?]))
            .await
    }

    /// Records a follow-up contact after closure.
    ///
    /// # Errors
    ///
    /// See [`App::record_answers`].
    #[boxed]
    pub async fn follow_up(
        &self,
        actor: &Actor,
        id: CaseId,
        on: NaiveDate,
        note: &str,
        next_on: Option<NaiveDate>,
    ) -> Result<i64, UseCaseError> {
        self.change_case(actor, Action::FollowUp, id, None, |case, today| {
            Ok(vec![case.follow_up(on, note, next_on, today)?])
        })
        .await
    }

    /// Ends the follow-up.
    ///
    /// # Errors
    ///
    /// See [`App::record_answers`].
    #[boxed]
    pub async fn end_follow_up(
        &self,
        actor: &Actor,
        id: CaseId,
        on: NaiveDate,
        note: &str,
    ) -> Result<i64, UseCaseError> {
        self.change_case(actor, Action::FollowUp, id, None, |case, today| {
            Ok(vec![case.end_follow_up(on, note, today)?])
        })
        .await
    }
}
