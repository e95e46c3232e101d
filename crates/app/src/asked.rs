//! 引継ぎの依頼: what an agency sees that is asked to take over, and what it answers. It sees of the handover what it may see of the
//! case, and nothing past that.

use async_recursion::async_recursion as boxed;
use banso_access::{Action, Actor, Permit, SharedFilter, Target, decide};
use banso_domain::{
    case::{
        Case,
        handover::{Handover, HandoverDocument, HandoverKind, Overlap, ReplyWord, SuccessorAsk, SuccessorReply},
        sharing::{ItemSet, SharedItem},
    },
    id::{AgencyId, CaseId, HandoverId, SupporterId},
    ledger::LedgerEntry,
    rule::Rule,
};
use banso_store::{AskedRow, Stamp};
use chrono::NaiveDate;
use uuid::Uuid;

use crate::{App, UseCaseError};

/// A handover as the agency sees it that is asked to take over.
#[derive(Clone, Debug)]
pub struct AskedHandover {
    /// Of which case.
    pub case: CaseId,
    /// Which.
    pub id: HandoverId,
    /// The reference by which both sides speak of the case.
    pub reference: String,
    /// The centre that asks.
    pub centre: AgencyId,
    /// Whom to ask there.
    pub lead: String,
    /// The name of the person, where the basic items are shared.
    pub name: Option<String>,
    /// The kind.
    pub kind: HandoverKind,
    /// The last day of the predecessor.
    pub ends_on: NaiveDate,
    /// 重なり期間
    pub overlap: Option<Overlap>,
    /// What is carried over, as far as it is open.
    pub documents: Vec<HandoverDocument>,
    /// 支援の方向性 and 未解決の課題, where the plan is shared.
    pub written: Option<(String, String)>,
    /// The question.
    pub ask: SuccessorAsk,
    /// What this agency said before.
    pub replies: Vec<SuccessorReply>,
    /// It takes over: the day on which it said so.
    pub taken_on: Option<NaiveDate>,
    /// Whether it can still answer.
    pub is_open: bool,
}

/// What the agency says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SuccessorWord {
    /// It takes over; who answers for it there.
    TakesOver {
        /// Their name.
        name: String,
    },
    /// It asks back or declines.
    Replies {
        /// Which of both.
        word: ReplyWord,
        /// With which words.
        text: String,
    },
}

/// The handover, if the agency was asked and is still meant to take over.
fn asked(case: &Case, id: HandoverId, agency: AgencyId) -> Option<(&Handover, &SuccessorAsk)> {
    let handover = case.handovers.find(id).filter(|handover| handover.successor_agency() == Some(agency))?;
    let ask = handover.asked.as_ref().filter(|ask| ask.agency == agency)?;
    Some((handover, ask))
}

impl App {
    /// Asks the agency that is to follow whether it takes over.
    ///
    /// # Errors
    ///
    /// See [`UseCaseError`]; likewise below.
    #[boxed]
    pub async fn ask_successor(
        &self,
        actor: &Actor,
        id: CaseId,
        handover: HandoverId,
        note: &str,
    ) -> Result<i64, UseCaseError> {
        self.change_case(actor, Action::HandOver, id, None, |case, today| {
            Ok(vec![case.ask_successor(handover, note, today)?])
        })
        .await
    }

    /// The handovers that wait for the word of the actor's agency, the oldest question first.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn asked_handovers(&self, actor: &Actor, limit: u32) -> Result<Vec<AskedRow>, UseCaseError> {
        Ok(self.inner.store.reader().asked_handovers(&SharedFilter::of(actor), limit).await?)
    }

    /// A handover that the actor's agency is asked to take over, cut to what is open to it today.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] where it was not asked or no door is open, whether the case exists or not.
    #[boxed]
    pub async fn asked_handover(
        &self,
        actor: &Actor,
        id: CaseId,
        handover: HandoverId,
    ) -> Result<AskedHandover, UseCaseError> {
        let reader = self.inner.store.reader();
        let (case, _) = reader.case(id).await?.ok_or(UseCaseError::NotFound)?;
        let shares = case.sharing.shares();
        let permit = decide(actor, Action::ReadShared, Target::Shared(&shares))?;
        let items = SharedFilter::of(actor).items(&shares);
        let agency = actor.agency();
        let (known, ask) = asked(&case, handover, agency).ok_or(UseCaseError::NotFound)?;
        let (person, _) = reader.person(case.person).await?.ok_or(UseCaseError::NotFound)?;
        // What stands here is of these items: the person reads that they were looked at.
        let shown: ItemSet = [SharedItem::Basic, SharedItem::Plan].into_iter().collect();
        self.note_read(case.person, &permit, LedgerEntry::ReadShared { case: id, items: items.within(shown) });
        let content = &known.content;
        let plan = items.has(SharedItem::Plan);
        Ok(AskedHandover {
            case: id,
            id: handover,
            reference: case.reference.clone(),
            centre: case.centre,
            lead: self.staff_name(case.assigned_to).await?,
            name: items.has(SharedItem::Basic).then(|| person.facts.name.clone()),
            kind: content.kind,
            ends_on: content.ends_on,
            overlap: content.overlap,
            documents: content.documents.iter().copied().filter(|it| it.items().is_within(items)).collect(),
            written: plan.then(|| (content.policy.clone(), content.open_issues.clone())),
            ask: ask.clone(),
            replies: known.replies.iter().filter(|reply| reply.agency == agency).cloned().collect(),
            taken_on: known.acknowledged.as_ref().map(|acknowledged| acknowledged.on),
            is_open: known.question_to(agency).is_some(),
        })
    }

    /// The agency that was asked answers: it takes over, asks back or declines.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] where it was not asked or no door is open; [`UseCaseError::Refused`] with P-69 where the question is
    /// answered or taken back.
    #[boxed]
    pub async fn answer_handover(
        &self,
        actor: &Actor,
        id: CaseId,
        handover: HandoverId,
        word: &SuccessorWord,
    ) -> Result<(), UseCaseError> {
        let (_, background) = self.handover_background(id, None).await?;
        let tx = self.inner.store.begin().await?;
        let (case, version) = tx.case(id).await?.ok_or(UseCaseError::NotFound)?;
        let shares = case.sharing.shares();
        let permit: Permit = decide(actor, Action::AnswerHandover, Target::Shared(&shares))?;
        let (known, _) = asked(&case, handover, actor.agency()).ok_or(UseCaseError::NotFound)?;
        let today = self.inner.clock.today();
        let event = match word {
            SuccessorWord::TakesOver { name } => {
                known.question_to(actor.agency()).ok_or(Rule::SuccessorAsked)?;
                let joins = SupporterId::new(Uuid::now_v7());
                case.acknowledge_handover(handover, (today, name), actor.staff(), joins, &background.context())?
            }
            SuccessorWord::Replies { word, text } => {
                let (agency, by) = (actor.agency(), actor.staff());
                let reply = SuccessorReply { on: today, agency, word: *word, text: text.clone(), by };
                case.reply_to_handover(handover, reply)?
            }
        };
        let stamp = Stamp { permit: &permit, at: self.inner.clock.now() };
        tx.record_case(id, case.person, &[(stamp, &event)], Some(version)).await?;
        Ok(tx.commit().await?)
    }
}
