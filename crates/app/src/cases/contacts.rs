//! Contacts with other agencies: written with the support record, noted in the ledger where something was given, counted by pair.

use std::collections::BTreeMap;

use async_recursion::async_recursion as boxed;
use banso_access::{Action, Actor, CaseScope, RowFilter, Target, decide};
use banso_domain::{
    agency::AgencyKind,
    case::{
        contact::{AgencyContact, ContactDirection, ContactPhase, PairContacts},
        network::Supporting,
        sharing::{Basis, Route},
    },
    id::{AgencyId, CaseId, RecordId},
    ledger::LedgerEntry,
    rule::Rule,
};
use banso_store::{RecordRow, Stamp};
use uuid::Uuid;

use crate::{App, NewRecord, TimelineSearch, UseCaseError};

/// The contacts of a case are looked for in so many of its newest records.
const NEWEST_RECORDS: u32 = 1_000;

impl App {
    /// Writes a contact with another agency as a support record; what was given stands in the person's ledger.
    ///
    /// # Errors
    ///
    /// See [`UseCaseError`].
    #[boxed]
    pub async fn write_contact(
        &self,
        actor: &Actor,
        id: CaseId,
        new: NewRecord,
        contact: AgencyContact,
    ) -> Result<RecordId, UseCaseError> {
        let kind = self.kind_of(&contact.with).await?;
        let tx = self.inner.store.begin().await?;
        let (case, found) = tx.case(id).await?.ok_or(UseCaseError::NotFound)?;
        let permit = decide(actor, Action::WriteRecord, Target::Case(CaseScope::of(&case)))?;
        if kind == AgencyKind::Employer && contact.direction == ContactDirection::Sent {
            let reviews = tx.open_reviews(actor.agency(), case.person).await?;
            let held = reviews.iter().any(|(review, _)| review.holds_back_from_employer());
            if held {
                return Err(Rule::PersonAskedFirst.into());
            }
        }
        let record = RecordId::new(Uuid::now_v7());
        let on = new.on;
        let entry = self.support_record(actor, record, new);
        let event = case.write_contact(entry, contact, kind, self.inner.clock.today())?;
        let stamp = Stamp { permit: &permit, at: self.inner.clock.now() };
        tx.record_case(id, case.person, &[(stamp, &event)], Some(found)).await?;
        let written = event.record().and_then(|record| record.contact.as_ref());
        if let Some(AgencyContact { with: Supporting::Agency { agency }, channel, answered: true, .. }) = written
            && kind == AgencyKind::Employer
        {
            self.note_contact_on_jobs(&tx, actor, case.person, (*agency, on, *channel)).await?;
        }
        if let Some(contact) = written.filter(|contact| !contact.gave.is_empty()) {
            let consent = contact.consent.and_then(|consent| case.sharing.consent(consent));
            let (to, to_name) = match &contact.with {
                Supporting::Agency { agency } => (Some(*agency), String::new()),
                Supporting::Outside { name, .. } => (None, name.clone()),
            };
            let agreed = consent.is_some() || !contact.agreed.is_empty() || to == Some(case.municipality);
            let entry = LedgerEntry::Disclosed {
                case: id,
                to,
                to_name,
                items: contact.gave,
                basis: if agreed { Basis::Consent } else { Basis::Emergency },
                route: consent.map_or(Route::Direct, |consent| consent.route),
                told_person_on: contact.told_person_on,
            };
            self.note_with(&tx, case.person, &permit, entry).await?;
        }
        tx.commit().await?;
        Ok(record)
    }

    /// The contacts of a case with other agencies, newest first.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for strangers.
    #[boxed]
    pub async fn contacts_of_case(&self, actor: &Actor, id: CaseId) -> Result<Vec<RecordRow>, UseCaseError> {
        let search = TimelineSearch { limit: NEWEST_RECORDS, ..TimelineSearch::default() };
        let (mut rows, _) = self.search_timeline(actor, id, search).await?;
        rows.retain(|row| row.record.contact.is_some());
        Ok(rows)
    }

    /// The contacts of all cases in reach over the last months, for each agency that they were with and each phase of the cases.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn contact_pairs(
        &self,
        actor: &Actor,
    ) -> Result<BTreeMap<(AgencyId, ContactPhase), PairContacts>, UseCaseError> {
        let since = PairContacts::since(self.inner.clock.today());
        Ok(self.inner.store.reader().contact_pairs(RowFilter::of(actor), since).await?)
    }
}
