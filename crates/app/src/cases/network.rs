//! The network of a person: who joins, what is written about them, whose support ends.

use std::collections::BTreeMap;

use async_recursion::async_recursion as boxed;
use banso_access::{Action, Actor};
use banso_domain::{
    agency::{AgencyFacts, AgencyKind},
    case::{
        Case,
        handover::Successor,
        network::{NetworkContext, SupporterContent, Supporting},
    },
    id::{AgencyId, CaseId, StaffId, SupporterId},
};
use chrono::NaiveDate;
use uuid::Uuid;

use crate::{App, UseCaseError};

/// What is asked about a network beside the case: the agencies in it, and for whom those work who have tasks.
#[derive(Clone, Debug)]
pub struct NetworkBackground {
    today: NaiveDate,
    agencies: BTreeMap<AgencyId, AgencyFacts>,
    staff: BTreeMap<StaffId, AgencyId>,
}

impl NetworkBackground {
    /// For [`Case::companions`] and [`Case::network_findings`].
    #[must_use]
    pub fn context(&self) -> NetworkContext<'_> {
        NetworkContext { today: self.today, agencies: &self.agencies, staff: &self.staff }
    }
}

impl App {
    /// What is asked about the network of a case as it stood on a day.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    pub async fn network_background(&self, case: &Case, day: NaiveDate) -> Result<NetworkBackground, UseCaseError> {
        self.network_background_with(case, day, None, &[]).await
    }

    /// As [`App::network_background`], with somebody who may take over and staff who are to have tasks.
    #[boxed]
    pub(crate) async fn network_background_with(
        &self,
        case: &Case,
        day: NaiveDate,
        successor: Option<&Successor>,
        owners: &[StaffId],
    ) -> Result<NetworkBackground, UseCaseError> {
        let reader = self.inner.store.reader();
        let open = case.tasks.iter().filter(|task| task.done_on.is_none());
        let mut staff = BTreeMap::new();
        for owner in open.filter_map(|task| task.task.owner).chain(owners.iter().copied()) {
            if let Some(row) = reader.staff(owner).await? {
                let held: Vec<AgencyId> = row.facts.held_on(day).map(|held| held.agency).collect();
                let agency = held.iter().find(|agency| **agency == case.centre).or(held.first());
                staff.extend(agency.map(|agency| (owner, *agency)));
            }
        }
        let agency_of = |supporting: &Supporting| match supporting {
            Supporting::Agency { agency } => Some(*agency),
            Supporting::Outside { .. } => None,
        };
        let beside = case.network.supporters().iter().map(|supporter| &supporter.content.supporting);
        let follow = case.handovers.open().map(|handover| &handover.content.to).chain(successor);
        let follow = follow.filter_map(|successor| match successor {
            Successor::Support { supporting } => Some(supporting),
            Successor::Unknown | Successor::Staff { .. } | Successor::Contact { .. } => None,
        });
        let beside: Vec<AgencyId> = beside.chain(follow).filter_map(agency_of).collect();
        let mut agencies = BTreeMap::new();
        for id in std::iter::once(case.centre).chain(beside).chain(staff.values().copied()) {
            agencies.extend(reader.agency(id).await?.map(|row| (id, row.facts)));
        }
        Ok(NetworkBackground { today: day, agencies, staff })
    }

    /// What somebody is who is to stand beside the person.
    pub(super) async fn kind_of(&self, supporting: &Supporting) -> Result<AgencyKind, UseCaseError> {
        match supporting {
            Supporting::Outside { kind, .. } => Ok(*kind),
            Supporting::Agency { agency } => {
                let row = self.inner.store.reader().agency(*agency).await?;
                Ok(row.ok_or(UseCaseError::NotFound)?.facts.kind)
            }
        }
    }

    /// Somebody joins the network of a case.
    ///
    /// # Errors
    ///
    /// See [`UseCaseError`]; [`UseCaseError::NotFound`] for an agency that is not there. Likewise below.
    #[boxed]
    pub async fn join_network(
        &self,
        actor: &Actor,
        id: CaseId,
        content: SupporterContent,
    ) -> Result<SupporterId, UseCaseError> {
        let kind = self.kind_of(&content.supporting).await?;
        let supporter = SupporterId::new(Uuid::now_v7());
        self.change_case(actor, Action::WriteNetwork, id, None, |case, today| {
            Ok(vec![case.join_network(supporter, content, kind, today)?])
        })
        .await?;
        Ok(supporter)
    }

    /// Changes what is written about a supporter.
    ///
    /// # Errors
    ///
    /// As [`App::join_network`]; [`UseCaseError::Conflict`] if something came between.
    #[boxed]
    pub async fn change_supporter(
        &self,
        actor: &Actor,
        id: CaseId,
        expected: i64,
        supporter: SupporterId,
        content: SupporterContent,
    ) -> Result<i64, UseCaseError> {
        let kind = self.kind_of(&content.supporting).await?;
        self.change_case(actor, Action::WriteNetwork, id, Some(expected), |case, today| {
            Ok(case.change_supporter(supporter, content, kind, today)?.into_iter().collect())
        })
        .await
    }

    /// Somebody's support ends.
    ///
    /// # Errors
    ///
    /// As [`App::join_network`].
    #[boxed]
    pub async fn leave_network(
        &self,
        actor: &Actor,
        id: CaseId,
        supporter: SupporterId,
        on: NaiveDate,
        reason: &str,
    ) -> Result<i64, UseCaseError> {
        self.change_case(actor, Action::WriteNetwork, id, None, |case, today| {
            Ok(vec![case.leave_network(supporter, on, reason, today)?])
        })
        .await
    }
}
