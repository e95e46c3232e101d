//! 企業懇談会: planning a gathering of employers, writing down what came of it, and each firm's own answer.

use async_recursion::async_recursion as boxed;
use banso_access::{Action, Actor, GatheringFilter, GatheringScope, Target, decide};
use banso_domain::{
    agency::AgencyKind,
    gathering::{FollowUp, Gathering, GatheringEvent, GatheringPlan, Held, Offer},
    id::{AgencyId, GatheringId, TaskId},
    rule::Rule,
};
use banso_store::{Change, Stamp};
use chrono::NaiveDate;
use uuid::Uuid;

use crate::{App, UseCaseError};

/// A change that is asked for.
#[derive(Clone, Debug)]
pub enum GatheringCommand {
    /// See [`Gathering::change`].
    Change(GatheringPlan),
    /// See [`Gathering::hold`].
    Hold(Held),
    /// See [`Gathering::offer`].
    Offer(Offer),
    /// See [`Gathering::note_task`].
    NoteTask(FollowUp),
    /// See [`Gathering::finish_task`].
    FinishTask(TaskId, NaiveDate),
}

/// A gathering as its page needs it.
#[derive(Clone, Debug)]
pub struct GatheringPage {
    /// The gathering; for a firm without what other firms said and what is to be done.
    pub gathering: Gathering,
    /// Its version.
    pub version: i64,
    /// The reader's agency invites.
    pub is_host: bool,
    /// The reader's agency is a firm that is invited, or came.
    pub is_invited: bool,
}

impl App {
    async fn is_supporter(&self, actor: &Actor) -> Result<bool, UseCaseError> {
        let kind = self.agency(actor.agency()).await?.facts.kind;
        Ok(!matches!(kind, AgencyKind::Employer | AgencyKind::Family))
    }

    async fn gathering_scope(&self, actor: &Actor, gathering: &Gathering) -> Result<GatheringScope, UseCaseError> {
        let by_supporter = self.is_supporter(actor).await?;
        let is_invited = !by_supporter && gathering.has(actor.agency());
        Ok(GatheringScope { host: gathering.host, is_invited, by_supporter })
    }

    /// Whether the actor's agency may invite.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn may_hold_gatherings(&self, actor: &Actor) -> Result<bool, UseCaseError> {
        let scope =
            GatheringScope { host: actor.agency(), is_invited: false, by_supporter: self.is_supporter(actor).await? };
        Ok(decide(actor, Action::HoldGathering, Target::Gathering(scope)).is_ok())
    }

    /// The gatherings that the actor may know of, the latest first.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn gatherings(&self, actor: &Actor, limit: u32) -> Result<Vec<Gathering>, UseCaseError> {
        let filter = GatheringFilter::of(actor, self.is_supporter(actor).await?);
        Ok(self.inner.store.reader().gatherings(filter, limit).await?)
    }

    /// One gathering. A firm reads its own answer, and not what other firms said.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for firms that are not invited.
    #[boxed]
    pub async fn gathering(&self, actor: &Actor, id: GatheringId) -> Result<GatheringPage, UseCaseError> {
        let (mut gathering, version) = self.inner.store.reader().gathering(id).await?.ok_or(UseCaseError::NotFound)?;
        let scope = self.gathering_scope(actor, &gathering).await?;
        decide(actor, Action::ReadGathering, Target::Gathering(scope))?;
        let is_host = decide(actor, Action::HoldGathering, Target::Gathering(scope)).is_ok();
        if scope.is_invited {
            gathering.offers.retain(|offer| offer.agency == actor.agency());
            gathering.tasks.clear();
        }
        Ok(GatheringPage { gathering, version, is_host, is_invited: scope.is_invited })
    }

    async fn require_firms(&self, firms: &[AgencyId]) -> Result<(), UseCaseError> {
        for firm in firms {
            if self.agency(*firm).await?.facts.kind != AgencyKind::Employer {
                return Err(Rule::GatheringInOrder.into());
            }
        }
        Ok(())
    }

    /// Plans a gathering of the actor's agency.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for firms, [`UseCaseError::Refused`] by a rule.
    #[boxed]
    pub async fn plan_gathering(&self, actor: &Actor, plan: GatheringPlan) -> Result<GatheringId, UseCaseError> {
        let scope =
            GatheringScope { host: actor.agency(), is_invited: false, by_supporter: self.is_supporter(actor).await? };
        let permit = decide(actor, Action::HoldGathering, Target::Gathering(scope))?;
        self.require_firms(&plan.invited).await?;
        let event = plan.decide(actor.agency(), self.inner.clock.today())?;
        let id = GatheringId::new(Uuid::now_v7());
        let tx = self.inner.store.begin().await?;
        let stamp = Stamp { permit: &permit, at: self.inner.clock.now() };
        tx.record(stamp, Change::Gathering(id, &event), Some(0)).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Changes a gathering: the host everything, a firm its own answer.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`], [`UseCaseError::Forbidden`], [`UseCaseError::Conflict`] where the host's plan changed since
    /// `expected`, [`UseCaseError::Refused`] by a rule.
    #[boxed]
    pub async fn change_gathering(
        &self,
        actor: &Actor,
        id: GatheringId,
        expected: Option<i64>,
        command: GatheringCommand,
    ) -> Result<(), UseCaseError> {
        let tx = self.inner.store.begin().await?;
        let (gathering, found) = tx.gathering(id).await?.ok_or(UseCaseError::NotFound)?;
        let scope = self.gathering_scope(actor, &gathering).await?;
        let is_own_answer = matches!(&command, GatheringCommand::Offer(offer) if offer.agency == actor.agency());
        let action = if is_own_answer { Action::AnswerGathering } else { Action::HoldGathering };
        let permit = decide(actor, action, Target::Gathering(scope))?;
        if let Some(expected) = expected.filter(|expected| *expected != found) {
            return Err(UseCaseError::Conflict { expected, found });
        }
        let today = self.inner.clock.today();
        let event: GatheringEvent = match command {
            GatheringCommand::Change(plan) => {
                self.require_firms(&plan.invited).await?;
                gathering.change(plan, today)?
            }
            GatheringCommand::Hold(held) => {
                self.require_firms(&held.attended).await?;
                gathering.hold(held, today)?
            }
            GatheringCommand::Offer(offer) => gathering.offer(offer, today)?,
            GatheringCommand::NoteTask(task) => gathering.note_task(task)?,
            GatheringCommand::FinishTask(task, on) => gathering.finish_task(task, on, today)?,
        };
        let stamp = Stamp { permit: &permit, at: self.inner.clock.now() };
        tx.record(stamp, Change::Gathering(id, &event), Some(found)).await?;
        Ok(tx.commit().await?)
    }
}
