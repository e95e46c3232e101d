//! What other agencies see of a case: what the person agreed to and no more, on every way out.

use async_recursion::async_recursion as boxed;
use banso_access::{Action, Actor, CaseScope, SharedFilter, Target, decide};
use banso_domain::{
    case::{
        Case,
        event::CaseEvent,
        sharing::{ItemSet, Route, Share, SharedItem, SharedNote},
    },
    form::{Facts, Language},
    id::{AgencyId, CaseId, NoteId},
    ledger::LedgerEntry,
    person::PersonFacts,
    rule::Rule,
};
use banso_store::{SharedCaseRow, Stamp};
use chrono::NaiveDate;
use uuid::Uuid;

use crate::{App, UseCaseError};

/// The forms whose answers are shared, in the order in which they are shown.
pub const SHARED_FORMS: [&str; 4] = ["intake_form", "assessment_form", "plan_form", "evaluation_form"];

/// A case as an agency sees it with which it is shared. What is not shared is not in it.
#[derive(Clone, Debug)]
pub struct SharedCase {
    /// Which case.
    pub case: CaseId,
    /// The reference by which both sides speak of it.
    pub reference: String,
    /// The centre that shares.
    pub centre: AgencyId,
    /// The municipality, where it reads the case as well.
    pub municipality: Option<AgencyId>,
    /// Whom to ask there.
    pub lead: String,
    /// What is open today.
    pub items: ItemSet,
    /// The doors of this agency that are open today.
    pub doors: Vec<Share>,
    /// The person, where the basic items are shared.
    pub person: Option<PersonFacts>,
    /// The answers that are shared, form by form, with the day whose words are used.
    pub sheets: Vec<(&'static str, NaiveDate, Facts)>,
    /// What this agency and the centre wrote to each other.
    pub notes: Vec<SharedNote>,
}

impl App {
    /// The cases of other agencies that are open to the actor's agency today.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn shared_cases(
        &self,
        actor: &Actor,
        limit: u32,
        offset: u32,
    ) -> Result<Vec<SharedCaseRow>, UseCaseError> {
        Ok(self.inner.store.reader().shared_cases(&SharedFilter::of(actor), limit, offset).await?)
    }

    /// A case that is shared with the actor's agency, cut to what is open today.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] where no door is open, whether the case exists or not.
    #[boxed]
    pub async fn shared_case(&self, actor: &Actor, id: CaseId, language: Language) -> Result<SharedCase, UseCaseError> {
        let reader = self.inner.store.reader();
        let (case, _) = reader.case(id).await?.ok_or(UseCaseError::NotFound)?;
        let shares = case.sharing.shares();
        let permit = decide(actor, Action::ReadShared, Target::Shared(&shares))?;
        let items = SharedFilter::of(actor).items(&shares);
        let (person, _) = reader.person(case.person).await?.ok_or(UseCaseError::NotFound)?;
        let sheets = self.cut_sheets(&case, &person.facts, items, language).await?;
        let lead = self.staff_name(case.assigned_to).await?;
        let scope = CaseScope::of(&case);
        self.note_read(case.person, &permit, LedgerEntry::ReadShared { case: id, items });
        let open = |share: &Share| share.agency == actor.agency() && share.is_open_on(actor.day());
        let notes = case.sharing.notes.iter().filter(|note| note.agency == actor.agency()).cloned().collect();
        Ok(SharedCase {
            case: id,
            reference: case.reference.clone(),
            centre: case.centre,
            municipality: (scope.municipality_sees && scope.municipality != scope.centre).then_some(scope.municipality),
            lead,
            items,
            doors: shares.into_iter().filter(open).collect(),
            person: items.has(SharedItem::Basic).then_some(person.facts),
            sheets,
            notes,
        })
    }

    /// The answers of a case that belong to items, form by form; forms without any are left out.
    pub(crate) async fn cut_sheets(
        &self,
        case: &Case,
        person: &PersonFacts,
        items: ItemSet,
        language: Language,
    ) -> Result<Vec<(&'static str, NaiveDate, Facts)>, UseCaseError> {
        let today = self.inner.clock.today();
        let background = self.background(case).await?;
        let facts = background.known(case, person, case.current_plan(), today, language).facts();
        let forms = self.documents().forms();
        let cut = SHARED_FORMS.into_iter().filter_map(|id| {
            let cut = forms.get(id, today)?.cut(&facts, items);
            (!cut.is_empty()).then_some((id, today, cut))
        });
        Ok(cut.collect())
    }

    /// Writes to the centre about a case that is shared.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] where no door is open; [`UseCaseError::Refused`] if nothing is written.
    #[boxed]
    pub async fn write_to_centre(&self, actor: &Actor, id: CaseId, text: &str) -> Result<(), UseCaseError> {
        let tx = self.inner.store.begin().await?;
        let (case, version) = tx.case(id).await?.ok_or(UseCaseError::NotFound)?;
        let permit = decide(actor, Action::WriteShared, Target::Shared(&case.sharing.shares()))?;
        if text.trim().is_empty() {
            return Err(Rule::ReasonNeeded.into());
        }
        let note = SharedNote {
            id: NoteId::new(Uuid::now_v7()),
            agency: actor.agency(),
            by: actor.staff(),
            from_centre: false,
            at: self.inner.clock.now(),
            text: text.trim().to_owned(),
        };
        let stamp = Stamp { permit: &permit, at: self.inner.clock.now() };
        let event = CaseEvent::SharedNoteWritten { note };
        tx.record_case(id, case.person, &[(stamp, &event)], Some(version)).await?;
        Ok(tx.commit().await?)
    }

    /// Answers an agency with which a case is shared.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Refused`] if nothing is written, or no door is open to that agency today.
    #[boxed]
    pub async fn write_to_agency(
        &self,
        actor: &Actor,
        id: CaseId,
        agency: AgencyId,
        text: &str,
    ) -> Result<(), UseCaseError> {
        let note = SharedNote {
            id: NoteId::new(Uuid::now_v7()),
            agency,
            by: actor.staff(),
            from_centre: true,
            at: self.inner.clock.now(),
            text: text.trim().to_owned(),
        };
        let tx = self.inner.store.begin().await?;
        let (case, version) = tx.case(id).await?.ok_or(UseCaseError::NotFound)?;
        let permit = decide(actor, Action::RecordConsent, Target::Case(CaseScope::of(&case)))?;
        if note.text.is_empty() {
            return Err(Rule::ReasonNeeded.into());
        }
        let today = self.inner.clock.today();
        let doors = case.sharing.shares();
        let open = || doors.iter().filter(|share| share.agency == agency && share.is_open_on(today));
        let basis = open().next().ok_or(Rule::WithinConsent)?.basis;
        let disclosed = LedgerEntry::Disclosed {
            case: id,
            to: Some(agency),
            to_name: String::new(),
            items: open().fold(ItemSet::NONE, |items, share| items.and(share.items)),
            basis,
            route: Route::Direct,
            told_person_on: None,
        };
        let stamp = Stamp { permit: &permit, at: self.inner.clock.now() };
        let event = CaseEvent::SharedNoteWritten { note };
        tx.record_case(id, case.person, &[(stamp, &event)], Some(version)).await?;
        self.note_with(&tx, case.person, &permit, disclosed).await?;
        Ok(tx.commit().await?)
    }
}
