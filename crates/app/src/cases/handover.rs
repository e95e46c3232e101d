//! Handing over: preparing, meeting together, sharing, confirming, hearing the person, closing.

use async_recursion::async_recursion as boxed;
use banso_access::{Action, Actor, CaseScope, Target, decide};
use banso_domain::{
    case::{
        Case,
        event::CaseEvent,
        handover::{
            Ending, HandoverContent, HandoverEvent, HandoverKind, HandoverStep, HandoverView, JointMeeting,
            PlannedStep, Successor,
        },
        network::{NetworkContext, Supporting},
        sharing::Basis,
        task::{AgreedTask, TaskRole},
    },
    id::{CaseId, HandoverId, StaffId, SupporterId, TaskId},
    ledger::LedgerEntry,
    rule::Refusal,
};
use banso_store::Stamp;
use chrono::NaiveDate;
use uuid::Uuid;

use super::NetworkBackground;
use crate::{App, UseCaseError};

/// What a step is called in the record: the step, and with whom.
pub type StepWords = Box<dyn Fn(HandoverStep, Option<&str>) -> String + Send + Sync>;

/// Who begins and gives up a handover, or changes its successor: between staff it is a matter of the caseload.
const fn action_of(kind: HandoverKind) -> Action {
    match kind {
        HandoverKind::StaffChange => Action::AssignCase,
        _ => Action::HandOver,
    }
}

impl App {
    /// The case, for a decision about who takes over, with what is asked about its network.
    pub(crate) async fn handover_background(
        &self,
        id: CaseId,
        successor: Option<&Successor>,
    ) -> Result<(Case, NetworkBackground), UseCaseError> {
        let (case, _) = self.inner.store.reader().case(id).await?.ok_or(UseCaseError::NotFound)?;
        let today = self.inner.clock.today();
        let background = self.network_background_with(&case, today, successor, &[]).await?;
        Ok((case, background))
    }

    /// The kind of a handover of a case, which says who may change it.
    async fn kind_of_handover(&self, id: CaseId, handover: HandoverId) -> Result<HandoverKind, UseCaseError> {
        let (case, _) = self.inner.store.reader().case(id).await?.ok_or(UseCaseError::NotFound)?;
        Ok(case.handovers.find(handover).ok_or(UseCaseError::NotFound)?.content.kind)
    }

    /// Opens a handover with its tasks; whoever follows within the centre has them, else the lead of the case.
    ///
    /// # Errors
    ///
    /// See [`UseCaseError`]; likewise below.
    #[boxed]
    pub async fn open_handover(
        &self,
        actor: &Actor,
        id: CaseId,
        content: HandoverContent,
        words: StepWords,
    ) -> Result<HandoverId, UseCaseError> {
        let handover = HandoverId::new(Uuid::now_v7());
        let (case, background) = self.handover_background(id, Some(&content.to)).await?;
        let owner = match content.to {
            Successor::Staff { staff } => staff,
            _ => case.assigned_to,
        };
        let owner_name = self.staff_name(owner).await?;
        self.change_case(actor, action_of(content.kind), id, None, |case, _| {
            let context = background.context();
            let steps = planned_steps(case, &content, &context, (owner, &owner_name), &words);
            Ok(vec![case.open_handover(handover, content.clone(), steps, &context)?])
        })
        .await?;
        Ok(handover)
    }

    /// Opens the handover of a support, of a service of the plan or of a use that ends: the one press of a button.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] if it does not end.
    #[boxed]
    pub async fn open_handover_of_ending(
        &self,
        actor: &Actor,
        id: CaseId,
        ending: Ending,
        words: StepWords,
    ) -> Result<HandoverId, UseCaseError> {
        let (case, _) = self.inner.store.reader().case(id).await?.ok_or(UseCaseError::NotFound)?;
        decide(actor, Action::HandOver, Target::Case(CaseScope::of(&case)))?;
        let today = self.inner.clock.today();
        let content = match ending {
            Ending::Supporter(supporter) => {
                let ending = case.handovers_to_open().into_iter().find(|(known, _)| known.id == supporter);
                let (known, _) = ending.ok_or(UseCaseError::NotFound)?;
                let until = known.content.until.ok_or(UseCaseError::NotFound)?;
                HandoverContent::of_ending(known, until, today)
            }
            Ending::Service(service) => {
                let ending = case.services_to_hand_over().into_iter().find(|known| known.service == service);
                HandoverContent::of_service(ending.ok_or(UseCaseError::NotFound)?, today)
            }
            Ending::Use(episode) => {
                let known = self.uses_that_end(actor, &case).await?;
                let ending = known.into_iter().find(|known| known.ending.episode == episode);
                let ending = ending.ok_or(UseCaseError::NotFound)?.ending;
                let supporter = case.supporter_at(ending.agency).map(|supporter| supporter.id);
                HandoverContent::of_use(ending, supporter, today)
            }
        };
        self.open_handover(actor, id, content.not_before(case.received_on), words).await
    }

    /// Nobody has to follow a support, a service or a use that ends.
    ///
    /// # Errors
    ///
    /// As [`App::open_handover`].
    #[boxed]
    pub async fn waive_handover(
        &self,
        actor: &Actor,
        id: CaseId,
        ending: Ending,
        reason: &str,
    ) -> Result<i64, UseCaseError> {
        let handover = HandoverId::new(Uuid::now_v7());
        let uses = match ending {
            Ending::Use(_) => {
                let (case, _) = self.inner.store.reader().case(id).await?.ok_or(UseCaseError::NotFound)?;
                self.uses_that_end(actor, &case).await?.into_iter().map(|known| known.ending).collect()
            }
            Ending::Supporter(_) | Ending::Service(_) => Vec::new(),
        };
        self.change_case(actor, Action::HandOver, id, None, |case, today| {
            Ok(vec![case.waive_handover(handover, ending, reason, &uses, today)?])
        })
        .await
    }

    /// Changes what is written about a handover.
    ///
    /// # Errors
    ///
    /// As [`App::open_handover`]; [`UseCaseError::Conflict`] if something came between.
    #[boxed]
    pub async fn change_handover(
        &self,
        actor: &Actor,
        id: CaseId,
        expected: i64,
        handover: HandoverId,
        content: HandoverContent,
    ) -> Result<i64, UseCaseError> {
        let (case, background) = self.handover_background(id, Some(&content.to)).await?;
        let same_successor = case.handovers.find(handover).is_some_and(|known| known.content.to == content.to);
        let action = if same_successor { Action::HandOver } else { action_of(content.kind) };
        self.change_case(actor, action, id, Some(expected), |case, _| {
            Ok(case.change_handover(handover, content, &background.context())?.into_iter().collect())
        })
        .await
    }

    /// Predecessor and successor met somebody together.
    ///
    /// # Errors
    ///
    /// As [`App::open_handover`].
    #[boxed]
    pub async fn meet_together(
        &self,
        actor: &Actor,
        id: CaseId,
        handover: HandoverId,
        meeting: JointMeeting,
    ) -> Result<i64, UseCaseError> {
        self.step_of_handover(actor, id, |case, context| case.meet_together(handover, meeting, context)).await
    }

    /// A task of a handover is done.
    ///
    /// # Errors
    ///
    /// As [`App::open_handover`]; [`UseCaseError::NotFound`] if it is none of this handover.
    #[boxed]
    pub async fn finish_step(
        &self,
        actor: &Actor,
        id: CaseId,
        handover: HandoverId,
        task: TaskId,
    ) -> Result<i64, UseCaseError> {
        let (case, _) = self.inner.store.reader().case(id).await?.ok_or(UseCaseError::NotFound)?;
        let known = case.handovers.find(handover).ok_or(UseCaseError::NotFound)?;
        if known.steps.iter().all(|planned| planned.task != task) {
            return Err(UseCaseError::NotFound);
        }
        self.finish_task(actor, id, task).await
    }

    /// The successor confirmed; between staff, the one who acts.
    ///
    /// # Errors
    ///
    /// As [`App::open_handover`].
    #[boxed]
    pub async fn acknowledge_handover(
        &self,
        actor: &Actor,
        id: CaseId,
        handover: HandoverId,
        on: NaiveDate,
        name: &str,
    ) -> Result<i64, UseCaseError> {
        let joins = SupporterId::new(Uuid::now_v7());
        let by = actor.staff();
        self.step_of_handover(actor, id, |case, context| {
            Ok(vec![case.acknowledge_handover(handover, (on, name), by, joins, context)?])
        })
        .await
    }

    /// The person said what they think of it.
    ///
    /// # Errors
    ///
    /// As [`App::open_handover`].
    #[boxed]
    pub async fn view_handover(
        &self,
        actor: &Actor,
        id: CaseId,
        handover: HandoverId,
        view: HandoverView,
    ) -> Result<i64, UseCaseError> {
        self.change_case(actor, Action::HandOver, id, None, |case, today| {
            Ok(vec![case.view_handover(handover, view, today)?])
        })
        .await
    }

    /// What was prepared changes hands.
    ///
    /// # Errors
    ///
    /// As [`App::open_handover`].
    #[boxed]
    pub async fn close_handover(
        &self,
        actor: &Actor,
        id: CaseId,
        handover: HandoverId,
        no_visit_reason: &str,
    ) -> Result<i64, UseCaseError> {
        self.step_of_handover(actor, id, |case, context| {
            Ok(vec![case.close_handover(handover, no_visit_reason, context)?])
        })
        .await
    }

    /// A handover is given up.
    ///
    /// # Errors
    ///
    /// As [`App::open_handover`].
    #[boxed]
    pub async fn cancel_handover(
        &self,
        actor: &Actor,
        id: CaseId,
        handover: HandoverId,
        reason: &str,
    ) -> Result<i64, UseCaseError> {
        let kind = self.kind_of_handover(id, handover).await?;
        self.change_case(actor, action_of(kind), id, None, |case, today| case.cancel_handover(handover, reason, today))
            .await
    }

    async fn step_of_handover(
        &self,
        actor: &Actor,
        id: CaseId,
        rules: impl FnOnce(&Case, &NetworkContext<'_>) -> Result<Vec<CaseEvent>, Refusal> + Send,
    ) -> Result<i64, UseCaseError> {
        let (_, background) = self.handover_background(id, None).await?;
        self.change_case(actor, Action::HandOver, id, None, |case, _| rules(case, &background.context())).await
    }

    /// What is carried over was given to the other agency: it stands in the person's ledger from then on.
    ///
    /// # Errors
    ///
    /// As [`App::open_handover`].
    #[boxed]
    pub async fn share_in_handover(
        &self,
        actor: &Actor,
        id: CaseId,
        handover: HandoverId,
        on: NaiveDate,
        told_person_on: Option<NaiveDate>,
    ) -> Result<i64, UseCaseError> {
        let tx = self.inner.store.begin().await?;
        let (case, found) = tx.case(id).await?.ok_or(UseCaseError::NotFound)?;
        let permit = decide(actor, Action::HandOver, Target::Case(CaseScope::of(&case)))?;
        let event = case.share_in_handover(handover, (on, told_person_on), self.inner.clock.today())?;
        let stamp = Stamp { permit: &permit, at: self.inner.clock.now() };
        tx.record_case(id, case.person, &[(stamp, &event)], Some(found)).await?;
        let CaseEvent::HandedOver { what: HandoverEvent::Shared { share }, .. } = &event else { return Ok(found) };
        let consent = case.sharing.consent(share.consent).ok_or(UseCaseError::NotFound)?;
        let to = case.handovers.find(handover).and_then(|known| match &known.content.to {
            Successor::Support { supporting: Supporting::Agency { agency } } => Some(*agency),
            _ => None,
        });
        let entry = LedgerEntry::Disclosed {
            case: id,
            to,
            to_name: String::new(),
            items: share.items,
            basis: Basis::Consent,
            route: consent.route,
            told_person_on,
        };
        self.note_with(&tx, case.person, &permit, entry).await?;
        tx.commit().await?;
        Ok(found + 1)
    }
}

/// The steps of a handover, each with its task, due by the end of the handover.
fn planned_steps(
    case: &Case,
    content: &HandoverContent,
    context: &NetworkContext<'_>,
    (owner, owner_name): (StaffId, &str),
    words: &StepWords,
) -> Vec<(PlannedStep, AgreedTask)> {
    let companions = case.companions(context);
    let named = |id: SupporterId| {
        let of = companions.iter().find(|companion| companion.supporter.is_some_and(|known| known.id == id));
        of.map(|companion| companion.name.as_str())
    };
    let planned = |(step, supporter): (HandoverStep, Option<SupporterId>)| {
        let task = TaskId::new(Uuid::now_v7());
        let what = AgreedTask {
            id: task,
            who: owner_name.to_owned(),
            owner: Some(owner),
            what: words(step, supporter.and_then(named)),
            due_on: Some(content.ends_on),
            role: TaskRole::default(),
        };
        (PlannedStep { step, supporter, task }, what)
    };
    case.handover_steps(content, context).into_iter().map(planned).collect()
}
