//! 特別な保護: protecting a person's records, naming who reads them, opening them in an emergency, and looking at that again.
//!
//! A person has one danger and may have several cases: all of them are protected together and freed together. In another centre's case
//! its own people are named, those in charge and those who lead.

use async_recursion::async_recursion as boxed;
use banso_access::{Action, Actor, CaseScope, Permit, RowFilter, Target, decide};
use banso_domain::{
    case::{
        Case,
        event::CaseEvent,
        protection::{MOST_NAMED, Opening, OpeningReview, Protection},
    },
    id::{CaseId, OpeningId, PersonId, StaffId},
    ledger::LedgerEntry,
    staff::Role,
    text,
};
use banso_store::{CaseRow, Stamp, Tx};
use chrono::NaiveDate;
use uuid::Uuid;

use crate::{App, UseCaseError};

/// A protected case of which the reader is named.
#[derive(Clone, Debug)]
pub struct ProtectedCase {
    /// The case as lists show it.
    pub row: CaseRow,
    /// When the protection is looked at again.
    pub review_on: NaiveDate,
    /// Openings that nobody has looked at again.
    pub to_review: usize,
}

/// By what somebody who is not named says whose record they have to open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whose {
    /// The number of the case.
    Reference(String),
    /// The name or its reading, and the birth date.
    NameAndBirthDate(String, NaiveDate),
}

/// What is done to every case of a person.
enum ToEvery {
    Protect(Protection),
    Lift(String),
}

impl App {
    /// The protected cases that the reader is named for, by the next date.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn protected_cases(&self, actor: &Actor) -> Result<Vec<ProtectedCase>, UseCaseError> {
        let reader = self.inner.store.reader();
        let rows = reader.protected_cases(RowFilter::of(actor)).await?;
        let ids: Vec<CaseId> = rows.iter().map(|row| row.id).collect();
        let cases = reader.whole_cases(&ids).await?;
        let protected = rows.into_iter().filter_map(|row| {
            let protection = &cases.get(&row.id)?.protection;
            let review_on = protection.current.as_ref()?.review_on;
            Some(ProtectedCase { row, review_on, to_review: protection.to_review().count() })
        });
        Ok(protected.collect())
    }

    /// Protects a person's records: those named read them, and nobody else.
    ///
    /// # Errors
    ///
    /// See [`UseCaseError`]; likewise below.
    #[boxed]
    pub async fn protect(
        &self,
        actor: &Actor,
        id: CaseId,
        expected: i64,
        protection: Protection,
    ) -> Result<(), UseCaseError> {
        self.on_every_case(actor, id, Some(expected), ToEvery::Protect(protection)).await
    }

    /// Changes who reads a protected record, what they have to know, or when it is looked at again.
    ///
    /// # Errors
    ///
    /// See [`App::protect`].
    #[boxed]
    pub async fn change_protection(
        &self,
        actor: &Actor,
        id: CaseId,
        expected: i64,
        changed: Protection,
    ) -> Result<i64, UseCaseError> {
        self.change_case(actor, Action::ProtectCase, id, Some(expected), |case, today| {
            Ok(case.change_protection(changed, today)?.into_iter().collect())
        })
        .await
    }

    /// Ends the protection of a person's records.
    ///
    /// # Errors
    ///
    /// See [`App::protect`].
    #[boxed]
    pub async fn lift_protection(&self, actor: &Actor, id: CaseId, reason: &str) -> Result<(), UseCaseError> {
        self.on_every_case(actor, id, None, ToEvery::Lift(reason.to_owned())).await
    }

    /// Records what was found when an opening was looked at again.
    ///
    /// # Errors
    ///
    /// See [`App::protect`].
    #[boxed]
    pub async fn review_opening(
        &self,
        actor: &Actor,
        id: CaseId,
        opening: OpeningId,
        justified: bool,
        finding: &str,
    ) -> Result<i64, UseCaseError> {
        let finding = finding.trim().to_owned();
        self.change_case(actor, Action::ReviewOpening, id, None, |case, today| {
            let review = OpeningReview { on: today, by: actor.staff(), justified, finding };
            Ok(vec![case.review_opening(opening, review, today)?])
        })
        .await
    }

    /// Opens a protected record to somebody who is not named, today and tomorrow; everybody who is named is told, and it stands in the
    /// person's ledger. The case, if there is one that fits.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Refused`] by P-101; [`UseCaseError::NotFound`] if none fits, whether there is one elsewhere or not.
    #[boxed]
    pub async fn open_protected(&self, actor: &Actor, whose: &Whose, reason: &str) -> Result<CaseId, UseCaseError> {
        let reader = self.inner.store.reader();
        let mut fitting = Vec::new();
        for (row, scope) in reader.protected_of(RowFilter::of(actor)).await? {
            let fits = match whose {
                Whose::Reference(reference) => row.reference == *reference,
                Whose::NameAndBirthDate(name, born) => {
                    let key = text::search_key(name);
                    let named = [&row.name, &row.kana].iter().any(|known| text::search_key(known) == key);
                    named && row.birth_date.as_deref() == Some(born.to_string().as_str())
                }
            };
            if let Ok(permit) = decide(actor, Action::OpenProtected, Target::Protected(scope))
                && fits
            {
                fitting.push((row, permit, scope));
            }
        }
        let first = fitting.first().ok_or(UseCaseError::NotFound)?.0.id;
        let (now, today) = (self.inner.clock.now(), self.inner.clock.today());
        let tx = self.inner.store.begin().await?;
        for (row, permit, scope) in &fitting {
            if RowFilter::of(actor).reads(*scope) {
                continue;
            }
            let (case, version) = tx.case(row.id).await?.ok_or(UseCaseError::NotFound)?;
            let id = OpeningId::new(Uuid::now_v7());
            let opening =
                Opening { id, by: actor.staff(), reason: reason.to_owned(), on: today, until: today, review: None };
            let event = case.open_by_emergency(opening, today)?;
            tx.record_case(row.id, case.person, &[(Stamp { permit, at: now }, &event)], Some(version)).await?;
            let entry = LedgerEntry::OpenedByEmergency { case: row.id, reason: reason.trim().to_owned() };
            self.note_with(&tx, case.person, permit, entry).await?;
        }
        tx.commit().await?;
        Ok(first)
    }

    /// What makes a new case of somebody who is protected a protected one, too: the same people read it, and whoever opens it.
    pub(super) async fn protection_of_new(
        &self,
        tx: &Tx,
        person: PersonId,
        readers: [StaffId; 2],
    ) -> Result<Option<CaseEvent>, UseCaseError> {
        let rows = self.inner.store.reader().every_case_of_person(person).await?;
        for (row, _) in rows.into_iter().filter(|(_, scope)| scope.named.is_some()) {
            let Some((case, _)) = tx.case(row.id).await? else { continue };
            if let Some(known) = case.protection.current {
                let named = first_named(readers.into_iter().chain(known.named.iter().copied()));
                let since = self.inner.clock.today();
                return Ok(Some(CaseEvent::Protected { protection: Protection { named, since, ..known } }));
            }
        }
        Ok(None)
    }

    /// Who is named in another of the person's cases: those who were chosen where they work, or else those who lead the other centre and
    /// whoever is in charge there.
    async fn named_in(&self, case: &Case, chosen: &[StaffId], permit: &Permit) -> Result<Vec<StaffId>, UseCaseError> {
        if case.centre == permit.agency() {
            return Ok(first_named(std::iter::once(case.assigned_to).chain(chosen.iter().copied())));
        }
        let today = self.inner.clock.today();
        let staff = self.inner.store.reader().staff_of(case.centre).await?;
        let leads = staff.iter().filter(|row| {
            let leads =
                |held: banso_domain::staff::Membership| held.agency == case.centre && held.role == Role::ChiefCounselor;
            row.facts.active && row.facts.held_on(today).any(leads)
        });
        Ok(first_named(std::iter::once(case.assigned_to).chain(leads.map(|row| row.id))))
    }

    /// Does the same to every case of a person, in one transaction.
    async fn on_every_case(
        &self,
        actor: &Actor,
        id: CaseId,
        expected: Option<i64>,
        what: ToEvery,
    ) -> Result<(), UseCaseError> {
        let tx = self.inner.store.begin().await?;
        let (case, found) = tx.case(id).await?.ok_or(UseCaseError::NotFound)?;
        let permit: Permit = decide(actor, Action::ProtectCase, Target::Case(CaseScope::of(&case)))?;
        if let Some(expected) = expected.filter(|expected| *expected != found) {
            return Err(UseCaseError::Conflict { expected, found });
        }
        let today = self.inner.clock.today();
        let stamp = Stamp { permit: &permit, at: self.inner.clock.now() };
        let others = self.inner.store.reader().every_case_of_person(case.person).await?;
        let others = others.into_iter().map(|(row, _)| row.id).filter(|other| *other != id);
        for each in std::iter::once(id).chain(others) {
            let (case, version) = tx.case(each).await?.ok_or(UseCaseError::NotFound)?;
            let is_protected = case.protection.current.is_some();
            let event = match &what {
                ToEvery::Protect(protection) if !is_protected => {
                    let chosen = &protection.named;
                    let named = if each == id { chosen.clone() } else { self.named_in(&case, chosen, &permit).await? };
                    case.protect(Protection { named, ..protection.clone() }, today)?
                }
                ToEvery::Lift(reason) if is_protected => case.lift_protection(reason)?,
                _ => continue,
            };
            tx.record_case(each, case.person, &[(stamp, &event)], Some(version)).await?;
        }
        Ok(tx.commit().await?)
    }
}

/// The first twelve, each once.
fn first_named(staff: impl Iterator<Item = StaffId>) -> Vec<StaffId> {
    let mut named: Vec<StaffId> = Vec::new();
    for one in staff {
        if named.len() < MOST_NAMED && !named.contains(&one) {
            named.push(one);
        }
    }
    named
}
