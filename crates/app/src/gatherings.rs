//! 会合: planning a gathering, writing down what came of it, and the answers of those who are invited.

use async_recursion::async_recursion as boxed;
use banso_access::{Action, Actor, GatheringFilter, GatheringScope, Target, decide};
use banso_domain::{
    agency::AgencyKind,
    gathering::{
        FollowUp, Gathering, GatheringEvent, GatheringKind, GatheringPlan, Held, Material, Offer, Reply, StepDone,
    },
    id::{AgencyId, GatheringId, MaterialId, TaskId},
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
    /// See [`Gathering::reply`].
    Reply(Reply),
    /// See [`Gathering::name_material`].
    NameMaterial(Material),
    /// See [`Gathering::drop_material`].
    DropMaterial(MaterialId),
    /// See [`Gathering::take_step`].
    TakeStep(StepDone),
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
    /// The reader's agency is invited, or came.
    pub is_invited: bool,
    /// The reader's agency answers for something that is still to be done.
    pub has_to_do: bool,
    /// The reader's agency is a firm, and reads what is its own.
    pub is_firm: bool,
    /// What the reader's role lets them do for their agency.
    pub may: MayAtGathering,
}

/// What the reader may do at a gathering for their own agency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MayAtGathering {
    /// Say what the firm can do.
    pub offer: bool,
    /// Answer the invitation.
    pub reply: bool,
    /// Say that something is done.
    pub finish: bool,
}

impl App {
    async fn is_supporter(&self, actor: &Actor) -> Result<bool, UseCaseError> {
        let kind = self.agency(actor.agency()).await?.facts.kind;
        Ok(!matches!(kind, AgencyKind::Employer | AgencyKind::Family))
    }

    async fn gathering_scope(&self, actor: &Actor, gathering: &Gathering) -> Result<GatheringScope, UseCaseError> {
        let by_supporter = self.is_supporter(actor).await?;
        let own = actor.agency();
        let (is_invited, has_to_do) = (gathering.has(own), gathering.is_to_do_of(own));
        Ok(GatheringScope { host: gathering.host, is_invited, has_to_do, by_supporter })
    }

    async fn own_gathering_scope(&self, actor: &Actor) -> Result<GatheringScope, UseCaseError> {
        let by_supporter = self.is_supporter(actor).await?;
        Ok(GatheringScope { host: actor.agency(), is_invited: false, has_to_do: false, by_supporter })
    }

    /// Whether the actor's agency may invite.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn may_hold_gatherings(&self, actor: &Actor) -> Result<bool, UseCaseError> {
        let scope = self.own_gathering_scope(actor).await?;
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

    /// One gathering. A firm reads its own answers and what it has to do itself, and nothing of that of others.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for firms that are not invited.
    #[boxed]
    pub async fn gathering(&self, actor: &Actor, id: GatheringId) -> Result<GatheringPage, UseCaseError> {
        let (mut gathering, version) = self.inner.store.reader().gathering(id).await?.ok_or(UseCaseError::NotFound)?;
        let scope = self.gathering_scope(actor, &gathering).await?;
        decide(actor, Action::ReadGathering, Target::Gathering(scope))?;
        let may = |action| decide(actor, action, Target::Gathering(scope)).is_ok();
        let is_host = may(Action::HoldGathering);
        let may = MayAtGathering {
            offer: may(Action::AnswerGathering),
            reply: may(Action::ReplyToInvitation),
            finish: may(Action::FinishFollowUp),
        };
        if !scope.by_supporter {
            let own = actor.agency();
            gathering.offers.retain(|offer| offer.agency == own);
            gathering.replies.retain(|reply| reply.agency == own);
            gathering.tasks.retain(|task| task.agency == Some(own));
        }
        let GatheringScope { is_invited, has_to_do, .. } = scope;
        Ok(GatheringPage { gathering, version, is_host, is_invited, has_to_do, is_firm: !scope.by_supporter, may })
    }

    /// Whether whom a gathering invites, or who came, fits its kind (P-165).
    async fn require_fitting(&self, kind: GatheringKind, agencies: &[AgencyId]) -> Result<(), UseCaseError> {
        let all = self.agencies().await?;
        let fits = |id: &AgencyId| all.find(*id).is_some_and(|row| kind.invites(row.facts.kind));
        if agencies.iter().all(fits) { Ok(()) } else { Err(Rule::InvitedFitKind.into()) }
    }

    /// Whether a plan fits what is known of agencies and networks.
    async fn require_plan(&self, host: AgencyId, plan: &GatheringPlan) -> Result<(), UseCaseError> {
        self.require_fitting(plan.kind, &plan.invited).await?;
        if let Some(passing_on) = &plan.passing_on {
            self.require_fitting(plan.kind, &passing_on.learnt_by).await?;
        }
        if let Some(id) = plan.network {
            let network = self.inner.store.reader().network(id).await?;
            let meets = network.is_some_and(|(network, _)| network.may_meet(host));
            if !meets {
                return Err(Rule::NetworkMembers.into());
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
        let scope = self.own_gathering_scope(actor).await?;
        let permit = decide(actor, Action::HoldGathering, Target::Gathering(scope))?;
        self.require_plan(actor.agency(), &plan).await?;
        let event = plan.decide(actor.agency(), self.inner.clock.today())?;
        let id = GatheringId::new(Uuid::now_v7());
        let tx = self.inner.store.begin().await?;
        let stamp = Stamp { permit: &permit, at: self.inner.clock.now() };
        tx.record(stamp, Change::Gathering(id, &event), Some(0)).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Changes a gathering: the host everything; whoever is invited its own answer, and whoever answers for something that it is done.
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
        let own = actor.agency();
        let action = match &command {
            GatheringCommand::Offer(offer) if offer.agency == own => Action::AnswerGathering,
            GatheringCommand::Reply(reply) if reply.agency == own && gathering.host != own => Action::ReplyToInvitation,
            GatheringCommand::FinishTask(id, _)
                if gathering.open_tasks().any(|task| task.id == *id && task.agency == Some(own)) =>
            {
                Action::FinishFollowUp
            }
            _ => Action::HoldGathering,
        };
        let permit = decide(actor, action, Target::Gathering(scope))?;
        if let Some(expected) = expected.filter(|expected| *expected != found) {
            return Err(UseCaseError::Conflict { expected, found });
        }
        let today = self.inner.clock.today();
        let event: GatheringEvent = match command {
            GatheringCommand::Change(plan) => {
                self.require_plan(gathering.host, &plan).await?;
                gathering.change(plan, today)?
            }
            GatheringCommand::Hold(held) => {
                self.require_fitting(gathering.plan.kind, &held.attended).await?;
                gathering.hold(held, today)?
            }
            GatheringCommand::Offer(offer) => gathering.offer(offer, today)?,
            GatheringCommand::Reply(reply) => gathering.reply(reply, today)?,
            GatheringCommand::NameMaterial(material) => gathering.name_material(material)?,
            GatheringCommand::DropMaterial(material) => gathering.drop_material(material)?,
            GatheringCommand::TakeStep(done) => gathering.take_step(done, today)?,
            GatheringCommand::NoteTask(task) => gathering.note_task(task)?,
            GatheringCommand::FinishTask(task, on) => gathering.finish_task(task, on, today)?,
        };
        let stamp = Stamp { permit: &permit, at: self.inner.clock.now() };
        tx.record(stamp, Change::Gathering(id, &event), Some(found)).await?;
        Ok(tx.commit().await?)
    }
}
