//! Persons: search before create, correcting, merging and parting.

use async_recursion::async_recursion as boxed;
use std::collections::BTreeMap;

use banso_access::{Action, Actor, CaseScope, RowFilter, Target, decide};
use banso_domain::{
    id::PersonId,
    ledger::RecordPart,
    person::{Person, PersonEvent, PersonFacts},
    text,
};
use banso_store::{CaseRow, Change, FoundPerson, Stamp};

use crate::{App, EntryLine, UseCaseError};

/// Why a known person may be the one who is about to be entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DuplicateHint {
    /// Same reading and same birth date.
    NameAndBirthDate,
    /// Same phone number.
    Phone,
    /// Same reading.
    Name,
    /// Same birth date and a part of the name.
    BirthDate,
}

/// A person as their page needs them.
#[derive(Clone, Debug)]
pub struct PersonPage {
    /// The entry.
    pub person: Person,
    /// Its version.
    pub version: i64,
    /// The cases in reach.
    pub cases: Vec<CaseRow>,
    /// What decisions about the person rest on.
    scopes: Vec<CaseScope>,
}

impl App {
    /// Persons in reach by name in any writing, birth date in any form, or the end of a phone number; `None` if the query is empty.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn find_persons(
        &self,
        actor: &Actor,
        query: &str,
        limit: u32,
    ) -> Result<Option<Vec<FoundPerson>>, UseCaseError> {
        Ok(self.inner.store.reader().find_persons(RowFilter::of(actor), query, limit).await?)
    }

    /// Cases in reach by reference.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn find_cases(&self, actor: &Actor, reference: &str) -> Result<Vec<CaseRow>, UseCaseError> {
        let plain = text::codes::digits(reference);
        let reference = match plain.split_at_checked(4) {
            Some((year, number)) if number.len() == 5 => format!("{year}-{number}"),
            _ => return Ok(Vec::new()),
        };
        Ok(self.inner.store.reader().cases_by_reference(RowFilter::of(actor), &reference).await?)
    }

    /// Who among the persons in reach may be the same as `facts`, likeliest first.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn possible_duplicates(
        &self,
        actor: &Actor,
        facts: &PersonFacts,
    ) -> Result<Vec<(DuplicateHint, FoundPerson)>, UseCaseError> {
        let reader = self.inner.store.reader();
        let filter = RowFilter::of(actor);
        let birth_date = facts.birth_date.as_ref().map(ToString::to_string);
        let mut queries = vec![facts.kana.clone(), facts.name.clone()];
        queries.extend([&facts.phone_mobile, &facts.phone_home].map(|phone| text::codes::phone_tail(phone, 4)));
        queries.extend(facts.birth_date.as_ref().and_then(|date| date.exact()).map(|day| day.to_string()));
        let mut hints: BTreeMap<PersonId, (DuplicateHint, FoundPerson)> = BTreeMap::new();
        for query in queries.iter().filter(|query| !query.trim().is_empty()) {
            for found in reader.find_persons(filter, query, 20).await?.unwrap_or_default() {
                let same_name = text::search_key(&found.kana) == text::search_key(&facts.kana);
                let same_birth = birth_date.is_some() && found.birth_date == birth_date;
                let by_phone = text::codes::digits(query).len() == 4;
                let hint = match (same_name, same_birth, by_phone) {
                    (true, true, _) => DuplicateHint::NameAndBirthDate,
                    (true, false, _) => DuplicateHint::Name,
                    (false, _, true) => DuplicateHint::Phone,
                    (false, true, false) => DuplicateHint::BirthDate,
                    (false, false, false) => continue,
                };
                let entry = hints.entry(found.id).or_insert_with(|| (hint, found));
                entry.0 = entry.0.min(hint);
            }
        }
        let mut hints: Vec<_> = hints.into_values().collect();
        hints.sort_by_key(|(hint, found)| (*hint, found.kana.clone()));
        Ok(hints)
    }

    /// A person's entry with the cases in reach.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for strangers.
    #[boxed]
    pub async fn person(&self, actor: &Actor, id: PersonId) -> Result<PersonPage, UseCaseError> {
        let reader = self.inner.store.reader();
        let every = reader.every_case_of_person(id).await?;
        let scopes: Vec<CaseScope> = every.iter().map(|(_, scope)| *scope).collect();
        let permit = decide(actor, Action::ReadPerson, Target::Person(&scopes))?;
        self.note_part_read(id, &permit, None, RecordPart::Person);
        let (person, version) = reader.person(id).await?.ok_or(UseCaseError::NotFound)?;
        let filter = RowFilter::of(actor);
        let in_reach = every.into_iter().filter(|(row, scope)| row.person == id && filter.reads(*scope));
        Ok(PersonPage { person, version, cases: in_reach.map(|(row, _)| row).collect(), scopes })
    }

    /// Whether the actor may do `action` to the person of a page: for the buttons.
    #[must_use]
    pub fn may_with_person(&self, actor: &Actor, action: Action, page: &PersonPage) -> bool {
        decide(actor, action, Target::Person(&page.scopes)).is_ok()
    }

    /// What happened to a person's entry, oldest first.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for strangers.
    #[boxed]
    pub async fn person_history(
        &self,
        actor: &Actor,
        id: PersonId,
    ) -> Result<Vec<EntryLine<PersonEvent>>, UseCaseError> {
        let reader = self.inner.store.reader();
        let scopes = reader.person_scopes(id).await?;
        let permit = decide(actor, Action::ReadPerson, Target::Person(&scopes))?;
        self.note_part_read(id, &permit, None, RecordPart::Person);
        Ok(reader.person_history(id, None).await?.into_iter().map(EntryLine::from).collect())
    }

    /// Whether the actor may do `action` to a person: pages ask it for the buttons they draw.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn may_person(&self, actor: &Actor, action: Action, id: PersonId) -> Result<bool, UseCaseError> {
        let scopes = self.inner.store.reader().person_scopes(id).await?;
        Ok(decide(actor, action, Target::Person(&scopes)).is_ok())
    }

    /// Corrects or completes a person's entry.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Conflict`] if somebody else did so meanwhile.
    #[boxed]
    pub async fn correct_person(
        &self,
        actor: &Actor,
        id: PersonId,
        expected: i64,
        facts: PersonFacts,
    ) -> Result<i64, UseCaseError> {
        let tx = self.inner.store.begin().await?;
        let scopes = tx.person_scopes(id).await?;
        let permit = decide(actor, Action::CorrectPerson, Target::Person(&scopes))?;
        let (person, found) = tx.person(id).await?.ok_or(UseCaseError::NotFound)?;
        if found != expected {
            return Err(UseCaseError::Conflict { expected, found });
        }
        if person.facts == facts {
            return Ok(found);
        }
        let stamp = Stamp { permit: &permit, at: self.inner.clock.now() };
        let event = PersonEvent::Corrected { facts };
        let version = tx.record(stamp, Change::Person(id, &event), Some(expected)).await?;
        tx.commit().await?;
        Ok(version)
    }

    /// Writes down whether the person wants to be counted where the record is evaluated (P-170). Saying the same again changes nothing.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for strangers.
    #[boxed]
    pub async fn answer_counting(&self, actor: &Actor, id: PersonId, counts: bool) -> Result<(), UseCaseError> {
        let tx = self.inner.store.begin().await?;
        let scopes = tx.person_scopes(id).await?;
        let permit = decide(actor, Action::AnswerCounting, Target::Person(&scopes))?;
        let (person, version) = tx.person(id).await?.ok_or(UseCaseError::NotFound)?;
        let today = self.inner.clock.today();
        let Some(event) = person.answer_counting(counts, today, today)? else { return Ok(()) };
        let stamp = Stamp { permit: &permit, at: self.inner.clock.now() };
        tx.record(stamp, Change::Person(id, &event), Some(version)).await?;
        Ok(tx.commit().await?)
    }

    /// Joins two entries of one person; can be undone.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Refused`] by the rules of merging.
    #[boxed]
    pub async fn merge_persons(
        &self,
        actor: &Actor,
        id: PersonId,
        into: PersonId,
        reason: &str,
    ) -> Result<(), UseCaseError> {
        let tx = self.inner.store.begin().await?;
        let (of_one, of_other) = (tx.person_scopes(id).await?, tx.person_scopes(into).await?);
        let permit = decide(actor, Action::MergePersons, Target::Person(&of_one))?;
        decide(actor, Action::MergePersons, Target::Person(&of_other))?;
        let is_protected = of_one.iter().chain(&of_other).any(|scope| scope.named.is_some());
        let (person, version) = tx.person(id).await?.ok_or(UseCaseError::NotFound)?;
        let (target, _) = tx.person(into).await?.ok_or(UseCaseError::NotFound)?;
        let event = person.merge_into(&target, reason, is_protected)?;
        let stamp = Stamp { permit: &permit, at: self.inner.clock.now() };
        tx.record(stamp, Change::Person(id, &event), Some(version)).await?;
        Ok(tx.commit().await?)
    }

    /// Parts two entries that were joined by mistake.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Refused`] by the rules of merging.
    #[boxed]
    pub async fn undo_merge(&self, actor: &Actor, id: PersonId, reason: &str) -> Result<(), UseCaseError> {
        let tx = self.inner.store.begin().await?;
        let permit = decide(actor, Action::MergePersons, Target::Person(&tx.person_scopes(id).await?))?;
        let (person, version) = tx.person(id).await?.ok_or(UseCaseError::NotFound)?;
        let event = person.undo_merge(reason)?;
        let stamp = Stamp { permit: &permit, at: self.inner.clock.now() };
        tx.record(stamp, Change::Person(id, &event), Some(version)).await?;
        Ok(tx.commit().await?)
    }
}
