//! Referrals: writing and sending one, reading one, and how it ended. What the receiving agency does is below.

mod receiving;
mod reply;

use async_recursion::async_recursion as boxed;
use banso_access::{Action, Actor, Permit, ReferralScope, RowFilter, Target, decide};
use banso_domain::{
    agency::AgencyKind,
    answer::PersonAnswer,
    calendar::Holidays,
    case::sharing::{self, Basis, ItemSet, SharedItem},
    id::{CaseId, PersonId, ReferralId},
    ledger::LedgerEntry,
    person::PersonFacts,
    referral::{
        AnsweredBy, Conclusion, Receiver, Referral, ReferralAnswer, ReferralContent, ReferralDue, ReferralEvent, Route,
        draft, require_open_to,
    },
    rule::Refusal,
};
use banso_store::{Change, ReferralRow, ReferralSearch, Stamp, Tx};
use chrono::NaiveDate;
use uuid::Uuid;

use crate::{App, EntryLine, UseCaseError};

pub use reply::OpenReply;

/// On which side of a referral its reader stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// With the case.
    Sender,
    /// At the agency that it goes to.
    Receiver,
}

/// A referral as its page needs it.
#[derive(Clone, Debug)]
pub struct ReferralPage {
    /// The referral.
    pub referral: Referral,
    /// Its version: goes into forms.
    pub version: i64,
    /// On which side the reader stands.
    pub side: Side,
    /// When somebody looks after it, and why.
    pub due: Option<ReferralDue>,
    /// The person, as the letter names them.
    pub person: PersonFacts,
    /// The number of the case.
    pub reference: String,
    /// Who is in charge of the case.
    pub assigned_name: String,
    /// What decisions about it are taken on: for the buttons.
    pub scope: ReferralScope,
}

/// A referral whose next step is due.
#[derive(Clone, Debug)]
pub struct WaitingReferral {
    /// The referral.
    pub row: ReferralRow,
    /// When and why.
    pub due: ReferralDue,
}

/// So many referrals that wait are looked through at most.
const MOST_WAITING: u32 = 500;

/// No case has more referrals than this.
const EVERY_REFERRAL: u32 = 1_000;

/// What a change of a referral was decided on.
struct Decided {
    referral: Referral,
    person: PersonId,
    permit: Permit,
    found: i64,
}

impl App {
    /// Writes a referral down; `replaces` ends with it: the case is led on to another agency.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for strangers and for an agency that is none, [`UseCaseError::Refused`] by a rule.
    #[boxed]
    pub async fn draft_referral(
        &self,
        actor: &Actor,
        case: CaseId,
        content: ReferralContent,
        replaces: Option<ReferralId>,
    ) -> Result<ReferralId, UseCaseError> {
        let id = ReferralId::new(Uuid::now_v7());
        let tx = self.inner.store.begin().await?;
        let header = tx.case_header(case).await?.ok_or(UseCaseError::NotFound)?;
        let permit = decide(actor, Action::WriteReferral, Target::Referral(ReferralScope::new_in(header.scope)))?;
        let (file, _) = tx.case(case).await?.ok_or(UseCaseError::NotFound)?;
        let to_employer = self.goes_to_employer(&content).await?;
        let old = match replaces {
            Some(old) => Some(tx.referral(old).await?.ok_or(UseCaseError::NotFound)?),
            None => None,
        };
        let (event, rerouted) = draft(&file, (content, to_employer), old.as_ref().map(|(old, _)| old), id)?;
        let stamp = Stamp { permit: &permit, at: self.inner.clock.now() };
        tx.record(stamp, Change::Referral(id, header.person, &event), Some(0)).await?;
        if let (Some((old, version)), Some(event)) = (old, rerouted) {
            tx.record(stamp, Change::Referral(old.id, header.person, &event), Some(version)).await?;
        }
        tx.commit().await?;
        Ok(id)
    }

    /// Decides who may change a referral, and that nobody else did meanwhile.
    async fn decide_on_referral(
        &self,
        tx: &Tx,
        actor: &Actor,
        action: Action,
        id: ReferralId,
        expected: Option<i64>,
    ) -> Result<Decided, UseCaseError> {
        let (referral, found) = tx.referral(id).await?.ok_or(UseCaseError::NotFound)?;
        let header = tx.case_header(referral.case).await?.ok_or(UseCaseError::NotFound)?;
        let scope = ReferralScope::of(&referral, header.scope);
        let permit = decide(actor, action, Target::Referral(scope))?;
        if let Some(expected) = expected.filter(|expected| *expected != found) {
            return Err(UseCaseError::Conflict { expected, found });
        }
        Ok(Decided { referral, person: header.person, permit, found })
    }

    async fn change_referral_by(
        &self,
        actor: &Actor,
        action: Action,
        id: ReferralId,
        expected: Option<i64>,
        rules: impl FnOnce(&Referral, NaiveDate) -> Result<Option<ReferralEvent>, Refusal> + Send,
    ) -> Result<(), UseCaseError> {
        let tx = self.inner.store.begin().await?;
        let Decided { referral, person, permit, found } =
            self.decide_on_referral(&tx, actor, action, id, expected).await?;
        let Some(event) = rules(&referral, self.inner.clock.today())? else { return Ok(()) };
        if let ReferralEvent::Changed { content } = &event {
            let (case, _) = tx.case(referral.case).await?.ok_or(UseCaseError::NotFound)?;
            require_open_to(&case, self.goes_to_employer(content).await?)?;
        }
        let stamp = Stamp { permit: &permit, at: self.inner.clock.now() };
        tx.record(stamp, Change::Referral(id, person, &event), Some(found)).await?;
        Ok(tx.commit().await?)
    }

    /// Records that a referral leaves the agency, in its stream and in the person's ledger: the one place through which everything goes
    /// that another agency gets to read, by whatever way.
    async fn disclose(
        &self,
        tx: &Tx,
        stamp: Stamp<'_>,
        decided: &Decided,
        event: &ReferralEvent,
    ) -> Result<(), UseCaseError> {
        let referral = &decided.referral;
        let change = Change::Referral(referral.id, decided.person, event);
        tx.record(stamp, change, Some(decided.found)).await?;
        let to_name = match &referral.content.receiver {
            Receiver::Agency { .. } => String::new(),
            Receiver::Outside { name, .. } => name.clone(),
        };
        let entry = LedgerEntry::Disclosed {
            case: referral.case,
            to: referral.content.receiver.agency(),
            to_name,
            items: items_given(),
            basis: Basis::Consent,
            route: match referral.content.route {
                Route::ViaPerson => sharing::Route::ViaPerson,
                Route::Accompanied => sharing::Route::Together,
                Route::Direct { .. } => sharing::Route::Direct,
            },
            told_person_on: referral.consent.as_ref().map(|answer| answer.on),
        };
        self.note_with(tx, decided.person, &decided.permit, entry).await
    }

    /// Changes a draft.
    ///
    /// # Errors
    ///
    /// See [`UseCaseError`]; likewise below.
    #[boxed]
    pub async fn change_referral(
        &self,
        actor: &Actor,
        id: ReferralId,
        expected: i64,
        content: ReferralContent,
    ) -> Result<(), UseCaseError> {
        let rules = |referral: &Referral, _| referral.change(content).map(Some);
        self.change_referral_by(actor, Action::WriteReferral, id, Some(expected), rules).await
    }

    /// Records the person's word about a referral.
    ///
    /// # Errors
    ///
    /// See [`UseCaseError`].
    #[boxed]
    pub async fn answer_referral_consent(
        &self,
        actor: &Actor,
        id: ReferralId,
        expected: i64,
        answer: PersonAnswer,
    ) -> Result<(), UseCaseError> {
        let rules = |referral: &Referral, today| referral.answer_consent(answer, today).map(Some);
        self.change_referral_by(actor, Action::WriteReferral, id, Some(expected), rules).await
    }

    /// Sends a referral as it was checked: `expected` is the version that was looked at.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Conflict`] if it changed since, [`UseCaseError::Refused`] without the person's word.
    #[boxed]
    pub async fn send_referral(&self, actor: &Actor, id: ReferralId, expected: i64) -> Result<(), UseCaseError> {
        let tx = self.inner.store.begin().await?;
        let decided = self.decide_on_referral(&tx, actor, Action::SendReferral, id, Some(expected)).await?;
        let (case, _) = tx.case(decided.referral.case).await?.ok_or(UseCaseError::NotFound)?;
        let to_employer = self.goes_to_employer(&decided.referral.content).await?;
        let event = decided.referral.send(&case, to_employer, self.inner.clock.today())?;
        let stamp = Stamp { permit: &decided.permit, at: self.inner.clock.now() };
        self.disclose(&tx, stamp, &decided, &event).await?;
        Ok(tx.commit().await?)
    }

    /// What would stand in the way of sending, without sending: for the page that is checked before.
    ///
    /// # Errors
    ///
    /// As [`App::send_referral`].
    #[boxed]
    pub async fn check_sending(&self, actor: &Actor, id: ReferralId) -> Result<ReferralPage, UseCaseError> {
        let page = self.referral(actor, id).await?;
        decide(actor, Action::SendReferral, Target::Referral(page.scope))?;
        let (case, _) = self.inner.store.reader().case(page.referral.case).await?.ok_or(UseCaseError::NotFound)?;
        let to_employer = self.goes_to_employer(&page.referral.content).await?;
        page.referral.send(&case, to_employer, self.inner.clock.today())?;
        Ok(page)
    }

    /// Whether a referral goes to an employer. An agency that is named is one of the installation.
    async fn goes_to_employer(&self, content: &ReferralContent) -> Result<bool, UseCaseError> {
        let Some(agency) = content.receiver.agency() else { return Ok(content.receiver.is_outside_employer()) };
        let row = self.inner.store.reader().agency(agency).await?.ok_or(UseCaseError::NotFound)?;
        Ok(row.facts.kind == AgencyKind::Employer)
    }

    /// The sending agency writes down an answer that it heard, or that came back on paper.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Refused`] if it was answered before.
    #[boxed]
    pub async fn record_referral_answer(
        &self,
        actor: &Actor,
        id: ReferralId,
        answer: ReferralAnswer,
    ) -> Result<(), UseCaseError> {
        let answer = ReferralAnswer { by: AnsweredBy::Sender, ..answer };
        let rules = |referral: &Referral, today| referral.answer(answer, today).map(Some);
        self.change_referral_by(actor, Action::WriteReferral, id, None, rules).await
    }

    /// The person takes a referral back.
    ///
    /// # Errors
    ///
    /// See [`UseCaseError`].
    #[boxed]
    pub async fn withdraw_referral(
        &self,
        actor: &Actor,
        id: ReferralId,
        on: NaiveDate,
        word: &str,
    ) -> Result<(), UseCaseError> {
        let rules = |referral: &Referral, today| referral.withdraw(on, word, today).map(Some);
        self.change_referral_by(actor, Action::WriteReferral, id, None, rules).await
    }

    /// Gives up a draft.
    ///
    /// # Errors
    ///
    /// See [`UseCaseError`].
    #[boxed]
    pub async fn drop_referral(&self, actor: &Actor, id: ReferralId, reason: &str) -> Result<(), UseCaseError> {
        let rules = |referral: &Referral, _| referral.drop_draft(reason).map(Some);
        self.change_referral_by(actor, Action::WriteReferral, id, None, rules).await
    }

    /// Records how a referral ended, on whichever side.
    ///
    /// # Errors
    ///
    /// See [`UseCaseError`].
    #[boxed]
    pub async fn conclude_referral(
        &self,
        actor: &Actor,
        id: ReferralId,
        conclusion: Conclusion,
    ) -> Result<(), UseCaseError> {
        let side = self.referral(actor, id).await?.side;
        let action = match side {
            Side::Sender => Action::WriteReferral,
            Side::Receiver => Action::AnswerReferral,
        };
        let rules = |referral: &Referral, today| referral.conclude(conclusion, today).map(Some);
        self.change_referral_by(actor, action, id, None, rules).await
    }

    /// A referral.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for strangers, [`UseCaseError::Forbidden`] for the receiver of one that was taken back.
    #[boxed]
    pub async fn referral(&self, actor: &Actor, id: ReferralId) -> Result<ReferralPage, UseCaseError> {
        let reader = self.inner.store.reader();
        let row = reader.referral(id).await?.ok_or(UseCaseError::NotFound)?;
        let scope = ReferralScope::of(&row.referral, row.case);
        let permit = decide(actor, Action::ReadReferral, Target::Referral(scope))?;
        let header = reader.case_header(row.referral.case).await?.ok_or(UseCaseError::NotFound)?;
        let (person, _) = reader.person(header.person).await?.ok_or(UseCaseError::NotFound)?;
        let side = if scope.to == Some(actor.agency()) { Side::Receiver } else { Side::Sender };
        let due = row.referral.due(Holidays::japan());
        let ReferralRow { mut referral, version, reference, assigned_name, .. } = row;
        if side == Side::Receiver {
            let entry = LedgerEntry::ReadShared { case: referral.case, items: items_given() };
            self.note_read(header.person, &permit, entry);
            referral = referral.for_receiver().ok_or(UseCaseError::NotFound)?;
        }
        Ok(ReferralPage { referral, version, side, due, person: person.facts, reference, assigned_name, scope })
    }

    /// What happened to a referral, oldest first: for those on the side of the case.
    ///
    /// # Errors
    ///
    /// As [`App::referral`]; [`UseCaseError::Forbidden`] for the receiver.
    #[boxed]
    pub async fn referral_history(
        &self,
        actor: &Actor,
        id: ReferralId,
    ) -> Result<Vec<EntryLine<ReferralEvent>>, UseCaseError> {
        if self.referral(actor, id).await?.side == Side::Receiver {
            return Err(UseCaseError::Forbidden);
        }
        let entries = self.inner.store.reader().referral_history(id).await?;
        Ok(entries.into_iter().map(EntryLine::from).collect())
    }

    /// The referrals of a case, those who wait longest first.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for strangers.
    #[boxed]
    pub async fn referrals_of_case(&self, actor: &Actor, case: CaseId) -> Result<Vec<ReferralRow>, UseCaseError> {
        let reader = self.inner.store.reader();
        let header = reader.case_header(case).await?.ok_or(UseCaseError::NotFound)?;
        decide(actor, Action::ReadCase, Target::Case(header.scope))?;
        Ok(readable(actor, reader.referrals_of_case(case, EVERY_REFERRAL).await?))
    }

    /// Referrals out of cases in reach.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn referrals_sent(
        &self,
        actor: &Actor,
        search: &ReferralSearch,
    ) -> Result<Vec<ReferralRow>, UseCaseError> {
        Ok(readable(actor, self.inner.store.reader().referrals(RowFilter::of(actor), search).await?))
    }

    /// Referrals whose next step is due by a day: of one's own cases, or of all in reach.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn waiting_referrals(
        &self,
        actor: &Actor,
        mine: bool,
        by: NaiveDate,
    ) -> Result<Vec<WaitingReferral>, UseCaseError> {
        let search = ReferralSearch {
            assigned_to: mine.then_some(actor.staff()),
            waiting_by: Some(by),
            limit: MOST_WAITING,
            ..ReferralSearch::default()
        };
        let rows = self.referrals_sent(actor, &search).await?;
        let with_due = |row: ReferralRow| {
            let due = row.referral.due(Holidays::japan())?;
            (due.on <= by).then_some(WaitingReferral { row, due })
        };
        let mut waiting: Vec<WaitingReferral> = rows.into_iter().filter_map(with_due).collect();
        waiting.sort_by_key(|waiting| (waiting.due.on, waiting.row.referral.id));
        Ok(waiting)
    }

    /// Whether `actor` may do this to a referral: for the buttons.
    #[must_use]
    pub fn may_on_referral(&self, actor: &Actor, action: Action, scope: ReferralScope) -> bool {
        decide(actor, action, Target::Referral(scope)).is_ok()
    }

    /// To whom a referral goes, in words.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn receiver_name(&self, receiver: &Receiver) -> Result<String, UseCaseError> {
        match receiver {
            Receiver::Agency { agency } => {
                let row = self.inner.store.reader().agency(*agency).await?;
                Ok(row.map(|row| row.facts.name).unwrap_or_default())
            }
            Receiver::Outside { name, .. } => Ok(name.clone()),
        }
    }
}

/// What of the person's record a referral gives: who it is about, and what they want of the other agency.
const fn items_given() -> ItemSet {
    ItemSet::NONE.with(SharedItem::Basic).with(SharedItem::Wishes)
}

/// Those that the reader may read: whoever works at the receiving agency sees neither a draft nor what was taken back.
fn readable(actor: &Actor, rows: Vec<ReferralRow>) -> Vec<ReferralRow> {
    let may = |row: &ReferralRow| {
        let scope = ReferralScope::of(&row.referral, row.case);
        decide(actor, Action::ReadReferral, Target::Referral(scope)).is_ok()
    };
    rows.into_iter().filter(may).collect()
}
