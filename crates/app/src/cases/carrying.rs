//! 本人経由: the sheet that the person takes along themself, and what became of it. The sheet holds what a direct way would give,
//! decided at the moment it is made; that it was made stands in the person's ledger before it leaves.

use std::collections::BTreeSet;

use async_recursion::async_recursion as boxed;
use banso_access::{Action, Actor, CaseScope, Permit, Target, decide};
use banso_domain::{
    case::{
        Case,
        event::CaseEvent,
        sharing::{Basis, Carried, CarriedWord, ItemSet, Route, SharedItem},
    },
    form::{Facts, FormDefinition},
    id::{AgencyId, CaseId, ConsentId},
    ledger::LedgerEntry,
};
use banso_store::Stamp;
use serde_json::{Value, json};

use crate::{App, FileKind, PrintLook, PrintedForm, SHARED_FORMS, UseCaseError};

/// The form of the sheet.
const CARRY_SHEET: &str = "carry_sheet";

impl App {
    /// The centre decides about it by the case, the person by their own record.
    async fn decide_to_carry(&self, actor: &Actor, case: &Case, of_person: Action) -> Result<Permit, UseCaseError> {
        match actor.person() {
            Some(_) => self.decide_on_own(actor, of_person, case.person).await,
            None => Ok(decide(actor, Action::RecordConsent, Target::Case(CaseScope::of(case)))?),
        }
    }

    /// What the person may take to an agency today, under one consent.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Refused`] with; see [`UseCaseError`].
    #[boxed]
    pub async fn items_to_carry(
        &self,
        actor: &Actor,
        id: CaseId,
        consent: ConsentId,
        to: AgencyId,
    ) -> Result<ItemSet, UseCaseError> {
        let (case, _) = self.inner.store.reader().case(id).await?.ok_or(UseCaseError::NotFound)?;
        self.decide_to_carry(actor, &case, Action::ReadOwnRecord).await?;
        Ok(case.items_to_carry(consent, to, self.inner.clock.today())?)
    }

    /// 持参用紙: what the person takes to an agency, on paper.
    ///
    /// # Errors
    ///
    /// As [`App::items_to_carry`]; [`UseCaseError::Definition`] if the form cannot be set.
    #[boxed]
    pub async fn print_carry_sheet(
        &self,
        actor: &Actor,
        id: CaseId,
        (consent, to): (ConsentId, AgencyId),
        look: PrintLook,
        kind: FileKind,
    ) -> Result<PrintedForm, UseCaseError> {
        let tx = self.inner.store.begin().await?;
        let (case, _) = tx.case(id).await?.ok_or(UseCaseError::NotFound)?;
        let permit = self.decide_to_carry(actor, &case, Action::ReadOwnRecord).await?;
        let today = self.inner.clock.today();
        let items = case.items_to_carry(consent, to, today)?;
        let entry = LedgerEntry::Printed { case: id, form: CARRY_SHEET.to_owned() };
        self.note_with(&tx, case.person, &permit, entry).await?;
        tx.commit().await?;
        let facts = self.carried_facts(&case, (consent, to), items, look).await?;
        let bytes = self.set(CARRY_SHEET, facts, self.options(look, today), kind).await?;
        let file_name = format!("{CARRY_SHEET}-{}.{}", case.reference, kind.extension());
        Ok(PrintedForm { bytes, file_name })
    }

    async fn carried_facts(
        &self,
        case: &Case,
        (consent, to): (ConsentId, AgencyId),
        items: ItemSet,
        look: PrintLook,
    ) -> Result<Facts, UseCaseError> {
        let reader = self.inner.store.reader();
        let (person, _) = reader.person(case.person).await?.ok_or(UseCaseError::NotFound)?;
        let consent = case.sharing.consent(consent).ok_or(UseCaseError::NotFound)?;
        let background = self.background(case).await?;
        let today = self.inner.clock.today();
        let known = background.known(case, &person.facts, case.current_plan(), today, look.language).facts();
        let centre = self.agency(case.centre).await?.facts;
        let mut facts = Facts::new();
        facts.set("carry.to", self.agency(to).await?.facts.name);
        facts.set("carry.purposes", json!(consent.purposes));
        facts.set("carry.items", json!(items));
        facts.set("carry.until", consent.until.to_string());
        facts.set("carry.centre", centre.name);
        facts.set("carry.centre_phone", centre.phone);
        facts.set("carry.staff", self.staff_name(case.assigned_to).await?);
        if items.has(SharedItem::Basic) {
            facts.set("carry.name", person.facts.name.as_str());
        }
        facts.set("carry.lines", self.lines_by_item(&known, items, look)?);
        Ok(facts)
    }

    /// The answers that belong to items, item by item, in the words of the forms; what stands on several forms is told once.
    fn lines_by_item(&self, known: &Facts, items: ItemSet, look: PrintLook) -> Result<Vec<Value>, UseCaseError> {
        let today = self.inner.clock.today();
        let options = self.options(look, today);
        let forms: Vec<&FormDefinition> =
            SHARED_FORMS.iter().filter_map(|id| self.documents().forms().get(id, today)).collect();
        let mut told: BTreeSet<String> = BTreeSet::new();
        let mut lines = Vec::new();
        for item in items.iter() {
            for form in &forms {
                let mut cut = form.cut(known, ItemSet::NONE.with(item));
                for field in form.fields() {
                    if cut.get(&field.fact).is_some() && !told.insert(field.fact.clone()) {
                        cut.set(&field.fact, Value::Null);
                    }
                }
                let written = self.documents().lines(&form.id, &cut, &options);
                let written = written.map_err(|error| UseCaseError::Definition(error.to_string()))?;
                let line = |line: banso_documents::WrittenLine| json!({ "item": item.name(), "label": line.label, "text": line.text });
                lines.extend(written.into_iter().map(line));
            }
        }
        Ok(lines)
    }

    /// Records what became of what the person takes to an agency: they gave it, which stands in their ledger from then on, or
    /// they decided not to.
    ///
    /// # Errors
    ///
    /// See [`UseCaseError`].
    #[boxed]
    pub async fn record_carried(&self, actor: &Actor, id: CaseId, carried: Carried) -> Result<(), UseCaseError> {
        let tx = self.inner.store.begin().await?;
        let (case, version) = tx.case(id).await?.ok_or(UseCaseError::NotFound)?;
        let permit = self.decide_to_carry(actor, &case, Action::TellWhatWasCarried).await?;
        let carried = Carried { by: actor.staff(), ..carried };
        let event = case.carry(carried, self.inner.clock.today())?;
        let stamp = Stamp { permit: &permit, at: self.inner.clock.now() };
        tx.record_case(id, case.person, &[(stamp, &event)], Some(version)).await?;
        if let CaseEvent::Carried { carried } = &event
            && carried.word == CarriedWord::Handed
        {
            let entry = LedgerEntry::Disclosed {
                case: id,
                to: Some(carried.to),
                to_name: String::new(),
                items: carried.items,
                basis: Basis::Consent,
                route: Route::ViaPerson,
                told_person_on: Some(carried.on),
            };
            self.note_with(&tx, case.person, &permit, entry).await?;
        }
        Ok(tx.commit().await?)
    }
}
