//! What people say about the ways to work: with their own account, or to somebody of their case who writes it down beside them.

use async_recursion::async_recursion as boxed;
use banso_access::{Action, Actor, Permit, SharedFilter, Target, decide};
use banso_domain::{
    case::sharing::{ItemSet, SharedItem},
    id::{CaseId, PersonId},
    ledger::{LedgerEntry, RecordPart},
    way_notes::{WayNotes, WayWords},
};
use banso_store::{Change, Stamp};

use crate::{App, UseCaseError};

/// What a person says about the ways, as a page needs it.
#[derive(Clone, Debug)]
pub struct WayNotesPage {
    /// Their words; none where they are not shared with the reader.
    pub notes: Option<WayNotes>,
    /// Their version: goes into forms.
    pub version: i64,
    /// 氏名; empty for a reader who may not know it.
    pub name: String,
    /// The reader may write down what the person says.
    pub may_write: bool,
}

/// The item of a consent under which others read it.
const WORDS: SharedItem = SharedItem::Wishes;

impl App {
    /// The entry under which a person is kept.
    async fn kept_under(&self, person: PersonId) -> Result<(PersonId, String), UseCaseError> {
        let (entry, _) = self.inner.store.reader().person(person).await?.ok_or(UseCaseError::NotFound)?;
        Ok((entry.merged_into.unwrap_or(person), entry.facts.name))
    }

    async fn way_notes_page(&self, person: PersonId, may_write: bool) -> Result<WayNotesPage, UseCaseError> {
        let (person, name) = self.kept_under(person).await?;
        let (notes, version) = self.inner.store.reader().way_notes(person).await?;
        Ok(WayNotesPage { notes: Some(notes), version, name, may_write })
    }

    /// What the person says about the ways, for themself.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for anybody but a person with their own account.
    #[boxed]
    pub async fn own_way_notes(&self, actor: &Actor) -> Result<WayNotesPage, UseCaseError> {
        let person = actor.person().ok_or(UseCaseError::NotFound)?;
        decide(actor, Action::ReadOwnRecord, Target::Own(person))?;
        self.way_notes_page(person, true).await
    }

    /// The same, for the centre and the municipality of a case of theirs.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for strangers.
    #[boxed]
    pub async fn way_notes_of_case(&self, actor: &Actor, case: CaseId) -> Result<WayNotesPage, UseCaseError> {
        let header = self.inner.store.reader().case_header(case).await?.ok_or(UseCaseError::NotFound)?;
        let permit = decide(actor, Action::ReadCase, Target::Case(header.scope))?;
        self.note_part_read(header.person, &permit, Some(case), RecordPart::Case);
        let may_write = decide(actor, Action::WriteWayNotes, Target::Case(header.scope)).is_ok();
        self.way_notes_page(header.person, may_write).await
    }

    /// The same, for an agency with which the case is shared: their words where the person lets it know what they wish.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] where no door is open.
    #[boxed]
    pub async fn way_notes_of_shared_case(&self, actor: &Actor, case: CaseId) -> Result<WayNotesPage, UseCaseError> {
        let reader = self.inner.store.reader();
        let header = reader.case_header(case).await?.ok_or(UseCaseError::NotFound)?;
        let shares = reader.shares_of(&[case]).await?.remove(&case).unwrap_or_default();
        let permit = decide(actor, Action::ReadShared, Target::Shared(&shares))?;
        let open = SharedFilter::of(actor).items(&shares);
        let mut page = self.way_notes_page(header.person, false).await?;
        if open.has(WORDS) {
            let items = ItemSet::NONE.with(WORDS);
            self.note_read(header.person, &permit, LedgerEntry::ReadShared { case, items });
        } else {
            page.notes = None;
        }
        if !open.has(SharedItem::Basic) {
            page.name = String::new();
        }
        Ok(page)
    }

    /// The person says something about a way.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for anybody but a person with their own account, [`UseCaseError::Conflict`] if their words changed since
    /// `expected`, P-110 for a way that there is not.
    #[boxed]
    pub async fn note_own_way(
        &self,
        actor: &Actor,
        expected: i64,
        way: &str,
        words: WayWords,
    ) -> Result<(), UseCaseError> {
        let person = actor.person().ok_or(UseCaseError::NotFound)?;
        let permit = decide(actor, Action::NoteOwnWays, Target::Own(person))?;
        self.note_way(&permit, person, expected, (way, words, true)).await
    }

    /// Somebody of a case writes down what the person says about a way.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for strangers, [`UseCaseError::Conflict`] as above, P-92 over what the person wrote themself, P-110.
    #[boxed]
    pub async fn note_way_of_case(
        &self,
        actor: &Actor,
        case: CaseId,
        expected: i64,
        way: &str,
        words: WayWords,
    ) -> Result<(), UseCaseError> {
        let header = self.inner.store.reader().case_header(case).await?.ok_or(UseCaseError::NotFound)?;
        let permit = decide(actor, Action::WriteWayNotes, Target::Case(header.scope))?;
        self.note_way(&permit, header.person, expected, (way, words, false)).await
    }

    async fn note_way(
        &self,
        permit: &Permit,
        person: PersonId,
        expected: i64,
        (way, words, is_own): (&str, WayWords, bool),
    ) -> Result<(), UseCaseError> {
        let (person, _) = self.kept_under(person).await?;
        let tx = self.inner.store.begin().await?;
        let (notes, found) = tx.way_notes(person).await?;
        if expected != found {
            return Err(UseCaseError::Conflict { expected, found });
        }
        let today = self.inner.clock.today();
        let event = notes.note(self.ways(), way, words, (permit.staff(), is_own), today)?;
        let stamp = Stamp { permit, at: self.inner.clock.now() };
        tx.record(stamp, Change::WayNotes(person, &event), Some(found)).await?;
        Ok(tx.commit().await?)
    }
}
