//! Plans: drafted, answered, decided, carried out, monitored.

use async_recursion::async_recursion as boxed;
use banso_access::{Action, Actor};
use banso_domain::{
    answer::PersonAnswer,
    case::{
        CorrectPlan,
        plan::{ActionState, Decision, Limits, Monitoring, PlanContent},
    },
    id::{CaseId, PlanId},
};
use banso_store::Tx;
use chrono::NaiveDate;
use uuid::Uuid;

use crate::{App, UseCaseError};

impl App {
    /// Drafts a plan.
    ///
    /// # Errors
    ///
    /// See [`App::record_answers`].
    #[boxed]
    pub async fn draft_plan(
        &self,
        actor: &Actor,
        id: CaseId,
        expected: i64,
        content: PlanContent,
    ) -> Result<PlanId, UseCaseError> {
        let plan = PlanId::new(Uuid::now_v7());
        let author = actor.staff();
        self.change_case(actor, Action::WritePlan, id, Some(expected), |case, today| {
            Ok(vec![case.draft_plan(plan, content, author, today)?])
        })
        .await?;
        Ok(plan)
    }

    /// Changes the draft of a plan.
    ///
    /// # Errors
    ///
    /// See [`App::record_answers`].
    #[boxed]
    pub async fn change_plan(
        &self,
        actor: &Actor,
        id: CaseId,
        expected: i64,
        plan: PlanId,
        content: PlanContent,
    ) -> Result<i64, UseCaseError> {
        self.change_case(actor, Action::WritePlan, id, Some(expected), |case, _| {
            Ok(case.change_plan(plan, content)?.into_iter().collect())
        })
        .await
    }

    /// Corrects a decided plan.
    ///
    /// # Errors
    ///
    /// See [`App::record_answers`].
    #[boxed]
    pub async fn correct_plan(
        &self,
        actor: &Actor,
        id: CaseId,
        expected: i64,
        command: CorrectPlan,
    ) -> Result<i64, UseCaseError> {
        self.change_case(actor, Action::WritePlan, id, Some(expected), |case, today| {
            Ok(vec![case.correct_plan(command, today)?])
        })
        .await
    }

    /// Records the person's answer to a plan.
    ///
    /// # Errors
    ///
    /// See [`App::record_answers`].
    #[boxed]
    pub async fn answer_plan(
        &self,
        actor: &Actor,
        id: CaseId,
        expected: i64,
        plan: PlanId,
        answer: PersonAnswer,
        service_application: bool,
    ) -> Result<i64, UseCaseError> {
        let tx = self.inner.store.begin().await?;
        let limits = self.limits_in(&tx, id).await?;
        let version = self
            .change_case_in(&tx, actor, Action::RecordPlanAnswer, id, Some(expected), |case, today| {
                if answer.agrees() {
                    case.check_periods(plan, &limits)?;
                }
                Ok(vec![case.answer_plan(plan, answer, service_application, today)?])
            })
            .await?;
        tx.commit().await?;
        Ok(version)
    }

    /// Support begins before the conference.
    ///
    /// # Errors
    ///
    /// See [`App::record_answers`].
    #[boxed]
    pub async fn start_early(
        &self,
        actor: &Actor,
        id: CaseId,
        plan: PlanId,
        on: NaiveDate,
        reason: &str,
    ) -> Result<i64, UseCaseError> {
        self.change_case(actor, Action::StartEarly, id, None, |case, today| {
            Ok(vec![case.start_early(plan, on, reason, today)?])
        })
        .await
    }

    /// 支援決定・確認 by the municipal officer.
    ///
    /// # Errors
    ///
    /// See [`App::record_answers`].
    #[boxed]
    pub async fn decide_plan(
        &self,
        actor: &Actor,
        id: CaseId,
        expected: i64,
        plan: PlanId,
        decision: Decision,
    ) -> Result<i64, UseCaseError> {
        let tx = self.inner.store.begin().await?;
        let header = tx.case_header(id).await?.ok_or(UseCaseError::NotFound)?;
        let centre = tx.agency(header.scope.centre).await?.ok_or(UseCaseError::NotFound)?.facts;
        let limits = self.limits_in(&tx, id).await?;
        let version = self
            .change_case_in(&tx, actor, Action::DecidePlan, id, Some(expected), |case, today| {
                case.check_periods(plan, &limits)?;
                Ok(vec![case.decide_plan(plan, decision, &centre, today)?])
            })
            .await?;
        tx.commit().await?;
        Ok(version)
    }

    /// How long plans and services last in the municipality of a case that is being changed.
    async fn limits_in(&self, tx: &Tx, id: CaseId) -> Result<Limits, UseCaseError> {
        let header = tx.case_header(id).await?.ok_or(UseCaseError::NotFound)?;
        let municipality = tx.agency(header.scope.municipality).await?;
        Ok(self.process().limits_in(&municipality.map(|row| row.facts.municipality_code).unwrap_or_default()))
    }

    /// A line of the plan moves on.
    ///
    /// # Errors
    ///
    /// See [`App::record_answers`].
    #[boxed]
    pub async fn move_action(
        &self,
        actor: &Actor,
        id: CaseId,
        plan: PlanId,
        line: usize,
        state: ActionState,
    ) -> Result<i64, UseCaseError> {
        self.change_case(actor, Action::WritePlan, id, None, |case, _| Ok(vec![case.move_action(plan, line, state)?]))
            .await
    }

    /// Records a monitoring.
    ///
    /// # Errors
    ///
    /// See [`App::record_answers`].
    #[boxed]
    pub async fn monitor(
        &self,
        actor: &Actor,
        id: CaseId,
        plan: PlanId,
        monitoring: Monitoring,
    ) -> Result<i64, UseCaseError> {
        self.change_case(actor, Action::Monitor, id, None, |case, today| {
            Ok(vec![case.monitor(plan, monitoring, today)?])
        })
        .await
    }
}
