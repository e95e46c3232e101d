//! 行き先: from a plan's line to an entry of the directory, what became of it, and shortlists that are kept with a case.

use std::collections::{BTreeMap, BTreeSet};

use async_recursion::async_recursion as boxed;
use banso_access::{Action, Actor};
use banso_domain::{
    case::plan::{PlaceState, PlanContent, PlannedPlace},
    id::{CaseId, PlanId, ResourceId, ShortlistId},
    resource::Shortlist,
};
use banso_store::ResourceRow;
use chrono::NaiveDate;
use uuid::Uuid;

use crate::{App, UseCaseError};

/// A line of a plan, as its page saw it.
#[derive(Clone, Copy, Debug)]
pub struct LineOfPlan {
    /// Which plan.
    pub plan: PlanId,
    /// The number of the line, from 0.
    pub line: usize,
    /// The version of the case.
    pub expected: i64,
}

impl App {
    /// A line of the plan leads to an entry of the directory as it is told today, or no longer does. A decided plan is corrected, with a reason
    /// and a day.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for strangers, and for an entry that there is not; [`UseCaseError::Forbidden`],
    /// [`UseCaseError::Conflict`] if the case changed meanwhile, [`UseCaseError::Refused`] by a rule.
    #[boxed]
    pub async fn name_place(
        &self,
        actor: &Actor,
        case: CaseId,
        at: LineOfPlan,
        place: Option<ResourceId>,
        correction: Option<(String, NaiveDate)>,
    ) -> Result<i64, UseCaseError> {
        let place = match place {
            Some(id) => {
                self.directory_permit(actor, Action::ReadDirectory).await?;
                let (resource, _) = self.inner.store.reader().resource(id).await?.ok_or(UseCaseError::NotFound)?;
                Some(PlannedPlace::of(&resource, self.inner.clock.today()))
            }
            None => None,
        };
        self.change_case(actor, Action::WritePlan, case, Some(at.expected), |case, today| {
            Ok(case.name_place((at.plan, at.line), place, correction, today)?.into_iter().collect())
        })
        .await
    }

    /// What became of the places that a plan names; nothing is told to those who may not read the directory.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn places_now(
        &self,
        actor: &Actor,
        content: &PlanContent,
    ) -> Result<BTreeMap<ResourceId, PlaceState>, UseCaseError> {
        let named: BTreeSet<ResourceId> = content.places().map(|place| place.resource).collect();
        if named.is_empty() || !self.may_read_directory(actor).await? {
            return Ok(BTreeMap::new());
        }
        let ids: Vec<ResourceId> = named.into_iter().collect();
        let rows = self.inner.store.reader().resource_rows(&ids).await?;
        let now: BTreeMap<ResourceId, ResourceRow> = rows.into_iter().map(|row| (row.resource.id, row)).collect();
        let state =
            |place: &PlannedPlace| now.get(&place.resource).map(|row| (place.resource, place.against(&row.resource)));
        Ok(content.places().filter_map(state).collect())
    }

    /// Keeps a shortlist with a case, as the person wants.
    ///
    /// # Errors
    ///
    /// As [`App::name_place`].
    #[boxed]
    pub async fn keep_shortlist(
        &self,
        actor: &Actor,
        case: CaseId,
        list: &Shortlist,
        is_wanted: bool,
    ) -> Result<i64, UseCaseError> {
        self.shortlist(actor, list).await?;
        let (id, by) = (ShortlistId::new(Uuid::now_v7()), actor.staff());
        self.change_case(actor, Action::WriteNetwork, case, None, |case, today| {
            Ok(case.keep_shortlist(id, list, is_wanted, by, today)?.into_iter().collect())
        })
        .await
    }

    /// Whether the actor may keep a shortlist with a case: pages ask it before they offer that. Nothing of the case is read.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn may_keep_shortlist(&self, actor: &Actor, case: CaseId) -> Result<bool, UseCaseError> {
        let header = self.inner.store.reader().case_header(case).await?;
        Ok(header.is_some_and(|header| self.may(actor, Action::WriteNetwork, header.scope)))
    }

    /// Takes a shortlist out of a case.
    ///
    /// # Errors
    ///
    /// As [`App::name_place`].
    #[boxed]
    pub async fn drop_shortlist(&self, actor: &Actor, case: CaseId, list: ShortlistId) -> Result<i64, UseCaseError> {
        self.change_case(actor, Action::WriteNetwork, case, None, |case, today| {
            Ok(vec![case.drop_shortlist(list, today)?])
        })
        .await
    }

    /// The places of shortlists that are kept with a case, by their identifiers. The case was opened for the actor.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Forbidden`] for those who may not read the directory.
    #[boxed]
    pub async fn places_of_shortlists(
        &self,
        actor: &Actor,
        places: &BTreeSet<ResourceId>,
    ) -> Result<BTreeMap<ResourceId, ResourceRow>, UseCaseError> {
        self.directory_permit(actor, Action::ReadDirectory).await?;
        let ids: Vec<ResourceId> = places.iter().copied().collect();
        let rows = self.inner.store.reader().resource_rows(&ids).await?;
        Ok(rows.into_iter().map(|row| (row.resource.id, row)).collect())
    }
}
