//! What is to be done by whom: whose it usually is, and going along to a clinic.

use async_recursion::async_recursion as boxed;
use banso_access::{Action, Actor};
use banso_domain::{
    case::{
        Case,
        clinic_visit::VisitContent,
        task::{AgreedTask, TaskRole},
    },
    id::{CaseId, StaffId, TaskId},
    rule::Rule,
};
use uuid::Uuid;

use super::NetworkBackground;
use crate::{App, UseCaseError};

/// A visit to a clinic as it is planned.
#[derive(Clone, Debug)]
pub struct NewClinicVisit {
    /// When, where and why.
    pub content: VisitContent,
    /// Who goes along.
    pub staff: StaffId,
    /// Their name, as it stands on the list of tasks.
    pub name: String,
    /// What the list of tasks says.
    pub what: String,
}

impl App {
    /// What is asked about tasks that are to be agreed.
    pub(crate) async fn background_of_tasks(
        &self,
        case: &Case,
        tasks: &[AgreedTask],
    ) -> Result<NetworkBackground, UseCaseError> {
        let owners: Vec<StaffId> = tasks.iter().filter_map(|task| task.owner).collect();
        self.network_background_with(case, self.inner.clock.today(), None, &owners).await
    }

    /// For each task the rule that asks why those who are named do it, if one does and nothing is said yet.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn tasks_without_reason(
        &self,
        case: &Case,
        tasks: &[AgreedTask],
    ) -> Result<Vec<Option<Rule>>, UseCaseError> {
        let background = self.background_of_tasks(case, tasks).await?;
        let context = background.context();
        Ok(tasks.iter().map(|task| case.asks_reason(task, &context)).collect())
    }

    /// Plans to go along to a clinic.
    ///
    /// # Errors
    ///
    /// See [`UseCaseError`].
    #[boxed]
    pub async fn plan_clinic_visit(
        &self,
        actor: &Actor,
        id: CaseId,
        new: NewClinicVisit,
    ) -> Result<TaskId, UseCaseError> {
        let task = TaskId::new(Uuid::now_v7());
        let going = AgreedTask {
            id: task,
            who: new.name.clone(),
            owner: Some(new.staff),
            what: new.what.clone(),
            due_on: None,
            role: TaskRole::default(),
        };
        self.change_case(actor, Action::WriteRecord, id, None, |case, today| {
            Ok(vec![case.plan_clinic_visit(new.content.clone(), going.clone(), today)?])
        })
        .await?;
        Ok(task)
    }
}
