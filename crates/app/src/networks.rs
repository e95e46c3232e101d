//! ネットワークとワーキングチーム: who leads one, who joins and leaves, when it meets, and how codes of conduct are known in it.

use async_recursion::async_recursion as boxed;
use banso_access::{Action, Actor, GatheringFilter};
use banso_domain::{
    agency::AgencyKind,
    calendar::FiscalYear,
    code_of_conduct::{Code, CodeStanding, known_among},
    gathering::Gathering,
    id::{AgencyId, NetworkId},
    regional_network::{NetworkEnd, NetworkKind, NetworkPlan, RegionalNetwork},
    rule::Rule,
};
use banso_store::{Change, Stamp};
use chrono::NaiveDate;
use uuid::Uuid;

use crate::{App, UseCaseError};

/// So many meetings of a network are shown: those of several years.
const MEETINGS: u32 = 60;

/// A change that is asked for.
#[derive(Clone, Debug)]
pub enum NetworkCommand {
    /// See [`RegionalNetwork::change`].
    Change(NetworkPlan),
    /// See [`RegionalNetwork::join`].
    Join(AgencyId, NaiveDate),
    /// See [`RegionalNetwork::leave`].
    Leave(AgencyId, NaiveDate),
    /// See [`RegionalNetwork::finish`].
    Finish(NetworkEnd),
}

/// How a code is known among the agencies of a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodeInNetwork {
    /// Which code.
    pub code: Code,
    /// This fiscal year.
    pub now: CodeStanding,
    /// The fiscal year before.
    pub before: CodeStanding,
}

/// A network as its page needs it.
#[derive(Clone, Debug)]
pub struct NetworkPage {
    /// The network.
    pub network: RegionalNetwork,
    /// Its version.
    pub version: i64,
    /// The reader writes for the agency that leads it.
    pub leads: bool,
    /// The reader may join or leave with their own agency.
    pub may_join: bool,
    /// The reader's agency is part of it.
    pub is_member: bool,
    /// The reader may hold a meeting of it.
    pub may_meet: bool,
    /// The network to which it belongs.
    pub within: Option<RegionalNetwork>,
    /// The working teams within it.
    pub teams: Vec<RegionalNetwork>,
    /// What it met for, the latest first.
    pub meetings: Vec<Gathering>,
    /// How codes of conduct are known among its agencies that support people; nothing for a working team, whose counts taken away from those of
    /// its network would be the counts of one agency (P-143).
    pub codes: Vec<CodeInNetwork>,
}

impl App {
    /// Whether the actor may begin a network.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn may_lead_networks(&self, actor: &Actor) -> Result<bool, UseCaseError> {
        self.may_in_region(actor, Action::LeadNetwork).await
    }

    /// Whether the actor may read about networks: pages ask it before they lead there.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn may_read_networks(&self, actor: &Actor) -> Result<bool, UseCaseError> {
        self.may_in_region(actor, Action::ReadNetwork).await
    }

    /// The networks and working teams of the region, in the order in which they were entered.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Forbidden`] for those who do not support people.
    #[boxed]
    pub async fn networks(&self, actor: &Actor) -> Result<Vec<RegionalNetwork>, UseCaseError> {
        let permit = self.directory_permit(actor, Action::ReadNetwork).await?;
        Ok(self.inner.store.reader().networks(&permit).await?)
    }

    /// One of them, with its meetings.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`], [`UseCaseError::Forbidden`].
    #[boxed]
    pub async fn network(&self, actor: &Actor, id: NetworkId) -> Result<NetworkPage, UseCaseError> {
        let permit = self.directory_permit(actor, Action::ReadNetwork).await?;
        let reader = self.inner.store.reader();
        let (network, version) = reader.network(id).await?.ok_or(UseCaseError::NotFound)?;
        let all = reader.networks(&permit).await?;
        let meetings = reader.gatherings_of_network(GatheringFilter::of(actor, true), id, MEETINGS).await?;
        let (own, today) = (actor.agency(), self.inner.clock.today());
        let may_write = self.may_lead_networks(actor).await?;
        let agencies = self.agencies().await?;
        let members: Vec<_> = network.members_on(today).collect();
        let facts = || {
            let rows = members.iter().filter_map(|id| agencies.find(*id)).map(|row| &row.facts);
            rows.filter(|facts| facts.kind != AgencyKind::Employer)
        };
        let year = FiscalYear::of(today);
        let last = FiscalYear::of(year.first_day() - chrono::Days::new(1));
        let standing = |code: &Code| CodeInNetwork {
            code: *code,
            now: known_among(facts(), *code, year),
            before: known_among(facts(), *code, last),
        };
        let told_of = if network.plan.kind == NetworkKind::Network { Code::ALL } else { &[] };
        Ok(NetworkPage {
            leads: may_write && network.by == own,
            may_join: may_write && network.end.is_none(),
            is_member: members.contains(&own),
            may_meet: network.may_meet(own) && self.may_hold_gatherings(actor).await?,
            within: network.plan.within.and_then(|within| all.iter().find(|one| one.id == within).cloned()),
            teams: all.into_iter().filter(|one| one.plan.within == Some(id)).collect(),
            meetings,
            codes: told_of.iter().map(standing).collect(),
            network,
            version,
        })
    }

    async fn require_members(&self, plan: Option<&NetworkPlan>, members: &[AgencyId]) -> Result<(), UseCaseError> {
        let all = self.agencies().await?;
        let fits = |id: &AgencyId| all.find(*id).is_some_and(|row| row.facts.kind != AgencyKind::Family);
        let within = match plan.and_then(|plan| plan.within) {
            Some(within) => self.inner.store.reader().network(within).await?.is_some(),
            None => true,
        };
        if within && members.iter().all(fits) { Ok(()) } else { Err(Rule::NetworkInOrder.into()) }
    }

    /// A network or working team begins, led by the actor's agency.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Forbidden`], [`UseCaseError::Refused`] by a rule.
    #[boxed]
    pub async fn found_network(
        &self,
        actor: &Actor,
        plan: NetworkPlan,
        members: Vec<AgencyId>,
    ) -> Result<NetworkId, UseCaseError> {
        let permit = self.directory_permit(actor, Action::LeadNetwork).await?;
        self.require_members(Some(&plan), &members).await?;
        let event = plan.decide(actor.agency(), members, self.inner.clock.today())?;
        let id = NetworkId::new(Uuid::now_v7());
        let tx = self.inner.store.begin().await?;
        let stamp = Stamp { permit: &permit, at: self.inner.clock.now() };
        tx.record(stamp, Change::Network(id, &event), Some(0)).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Changes a network: the agency that leads it everything, another its own joining and leaving.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`], [`UseCaseError::Forbidden`], [`UseCaseError::Conflict`] where it changed since `expected`,
    /// [`UseCaseError::Refused`] by a rule.
    #[boxed]
    pub async fn change_network(
        &self,
        actor: &Actor,
        id: NetworkId,
        expected: Option<i64>,
        command: NetworkCommand,
    ) -> Result<(), UseCaseError> {
        let permit = self.directory_permit(actor, Action::LeadNetwork).await?;
        let tx = self.inner.store.begin().await?;
        let (network, found) = tx.network(id).await?.ok_or(UseCaseError::NotFound)?;
        let own = actor.agency();
        let is_own =
            matches!(&command, NetworkCommand::Join(agency, _) | NetworkCommand::Leave(agency, _) if *agency == own);
        if network.by != own && !is_own {
            return Err(UseCaseError::Forbidden);
        }
        if let Some(expected) = expected.filter(|expected| *expected != found) {
            return Err(UseCaseError::Conflict { expected, found });
        }
        let today = self.inner.clock.today();
        let event = match command {
            NetworkCommand::Change(plan) => {
                self.require_members(Some(&plan), &[]).await?;
                network.change(plan, today)?
            }
            NetworkCommand::Join(agency, on) => {
                self.require_members(None, &[agency]).await?;
                network.join(agency, on, today)?
            }
            NetworkCommand::Leave(agency, on) => network.leave(agency, on, today)?,
            NetworkCommand::Finish(end) => network.finish(end, today)?,
        };
        let stamp = Stamp { permit: &permit, at: self.inner.clock.now() };
        tx.record(stamp, Change::Network(id, &event), Some(found)).await?;
        Ok(tx.commit().await?)
    }
}
