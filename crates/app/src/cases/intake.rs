//! The beginning of a case: its sheets, the application, the screening, emergencies, who looks after it.

use async_recursion::async_recursion as boxed;
use banso_access::{Action, Actor};
use banso_domain::{
    case::intake::{Application, EmergencySupport, Screening},
    form::Facts,
    id::{CaseId, StaffId},
};
use chrono::NaiveDate;

use crate::{App, UseCaseError};

impl App {
    /// Writes answers of a sheet: `asked` names the facts that were on the page.
    ///
    /// # Errors
    ///
    /// See [`UseCaseError`]; likewise for every change below.
    #[boxed]
    pub async fn record_answers(
        &self,
        actor: &Actor,
        id: CaseId,
        expected: i64,
        form: &str,
        wanted: &Facts,
        asked: &[String],
    ) -> Result<i64, UseCaseError> {
        self.change_case(actor, Action::WriteAnswers, id, Some(expected), |case, _| {
            Ok(case.record_answers(form, wanted, asked)?.into_iter().collect())
        })
        .await
    }

    /// Records the person's answer about application and sharing.
    ///
    /// # Errors
    ///
    /// See [`App::record_answers`].
    #[boxed]
    pub async fn answer_application(
        &self,
        actor: &Actor,
        id: CaseId,
        expected: i64,
        application: Application,
    ) -> Result<i64, UseCaseError> {
        self.change_case(actor, Action::RecordApplication, id, Some(expected), |case, today| {
            let ended = case.consents_ended_by(&application, actor.staff());
            let answered = case.answer_application(application, today)?;
            Ok(std::iter::once(answered).chain(ended).collect())
        })
        .await
    }

    /// Records a screening.
    ///
    /// # Errors
    ///
    /// See [`App::record_answers`].
    #[boxed]
    pub async fn screen(
        &self,
        actor: &Actor,
        id: CaseId,
        expected: i64,
        screening: Screening,
    ) -> Result<i64, UseCaseError> {
        self.change_case(actor, Action::Screen, id, Some(expected), |case, today| {
            Ok(vec![case.screen(screening, today)?])
        })
        .await
    }

    /// Confirms that the person arrived where they were referred to.
    ///
    /// # Errors
    ///
    /// See [`App::record_answers`].
    #[boxed]
    pub async fn confirm_arrival(&self, actor: &Actor, id: CaseId, on: NaiveDate) -> Result<i64, UseCaseError> {
        self.change_case(actor, Action::Screen, id, None, |case, today| Ok(vec![case.confirm_arrival(on, today)?]))
            .await
    }

    /// Starts emergency support.
    ///
    /// # Errors
    ///
    /// See [`App::record_answers`].
    #[boxed]
    pub async fn start_emergency(
        &self,
        actor: &Actor,
        id: CaseId,
        support: EmergencySupport,
    ) -> Result<i64, UseCaseError> {
        self.change_case(actor, Action::StartEmergency, id, None, |case, today| {
            Ok(vec![case.start_emergency_support(support, today)?])
        })
        .await
    }

    /// Gives a case to another member of staff.
    ///
    /// # Errors
    ///
    /// See [`App::record_answers`].
    #[boxed]
    pub async fn assign_case(&self, actor: &Actor, id: CaseId, to: StaffId, reason: &str) -> Result<i64, UseCaseError> {
        self.change_case(actor, Action::AssignCase, id, None, |case, _| {
            Ok(case.assign(to, reason)?.into_iter().collect())
        })
        .await
    }
}
