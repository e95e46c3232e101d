//! What waits for the municipality: 支援決定 and 確認.

use async_recursion::async_recursion as boxed;
use banso_access::{Action, Actor, RowFilter, Target, decide};
use banso_domain::{
    case::{Case, Stage, plan::Decision},
    id::{CaseId, PlanId},
    staff::Role,
};
use banso_store::{CaseRow, CaseSearch, CaseView};
use chrono::NaiveDate;

use crate::{App, UseCaseError};

/// A plan that a conference has approved and the municipality has not yet spoken on.
#[derive(Clone, Debug)]
pub struct WaitingDecision {
    /// Whose.
    pub row: CaseRow,
    /// The case with the plan.
    pub case: Case,
    /// The day of the sitting that approved it.
    pub since: Option<NaiveDate>,
}

/// How many are shown at most; more than that wait nowhere.
const WAITING: u32 = 200;

impl App {
    /// The cases that wait for the officer, longest wait first.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Forbidden`] for anybody but officers.
    #[boxed]
    pub async fn waiting_decisions(&self, actor: &Actor) -> Result<Vec<WaitingDecision>, UseCaseError> {
        if !actor.is(Role::MunicipalOfficer) {
            return Err(UseCaseError::Forbidden);
        }
        let reader = self.inner.store.reader();
        let search = CaseSearch { limit: WAITING, ..CaseSearch::of(CaseView::InStage(Stage::DecisionPending)) };
        let rows = reader.cases(RowFilter::of(actor), &search).await?;
        let mut cases = reader.whole_cases(&rows.iter().map(|row| row.id).collect::<Vec<_>>()).await?;
        let mut waiting = Vec::new();
        for row in rows {
            let Some(case) = cases.remove(&row.id) else { continue };
            if decide(actor, Action::DecidePlan, Target::Case(banso_access::CaseScope::of(&case))).is_err() {
                continue;
            }
            let since = case.current_plan().and_then(|plan| plan.sittings.last()).map(|sitting| sitting.held_on);
            waiting.push(WaitingDecision { row, case, since });
        }
        waiting.sort_by_key(|entry| (entry.since, entry.row.id));
        Ok(waiting)
    }

    /// What would stand in the way of a decision, without recording it: for the page that is checked before.
    ///
    /// # Errors
    ///
    /// As [`App::decide_plan`].
    #[boxed]
    pub async fn check_decision(
        &self,
        actor: &Actor,
        id: CaseId,
        plan: PlanId,
        decision: Decision,
    ) -> Result<(), UseCaseError> {
        let file = self.case_file(actor, id).await?;
        decide(actor, Action::DecidePlan, Target::Case(file.scope))?;
        let centre = self.agency(file.case.centre).await?.facts;
        file.case.check_periods(plan, &self.limits_of(&file.case).await?)?;
        file.case.decide_plan(plan, decision, &centre, self.inner.clock.today())?;
        Ok(())
    }
}
