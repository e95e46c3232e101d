//! The ledger of a person: who read, printed, took along or gave away what. Part of every use case that lets knowledge out.
//!
//! Printing, exporting and giving are written down before anything leaves. Reading is written down once a day for each reader and part, within
//! a fifth of a second after the answer: so a page is as quick as without, and a power cut costs no more than that.

use std::{
    collections::HashSet,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use async_recursion::async_recursion as boxed;
use banso_access::{Action, Actor, Permit, Target, decide};
use banso_domain::{
    id::{AgencyId, CaseId, PersonId, StaffId},
    ledger::{LedgerEntry, RecordPart},
};
use banso_store::{LedgerLine, Noted, StoreError, Tx};
use chrono::NaiveDate;

use crate::{App, UseCaseError};

/// How long reads are collected.
const COLLECTED: Duration = Duration::from_millis(200);

/// So many reads wait at most while the journal cannot be written; what is beyond is lost and said so in the log.
const MOST_WAITING: usize = 100_000;

/// Whoever reads a part again on the same day is not noted again.
type Seen = HashSet<(StaffId, AgencyId, PersonId, LedgerEntry)>;

/// What is being collected.
#[derive(Debug, Default)]
pub(crate) struct Reads {
    seen: Mutex<(NaiveDate, Seen)>,
    waiting: Mutex<Vec<Noted>>,
    /// Held from taking reads out until they are on disk, so that nobody asks in between.
    writing: tokio::sync::Mutex<()>,
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl App {
    fn noted(&self, person: PersonId, permit: &Permit, entry: LedgerEntry) -> Noted {
        Noted { person, permit: permit.clone(), at: self.inner.clock.now(), entry }
    }

    /// Notes that a part of the record was read. Returns at once.
    pub(crate) fn note_read(&self, person: PersonId, permit: &Permit, entry: LedgerEntry) {
        let today = self.inner.clock.today();
        {
            let mut seen = held(&self.inner.reads.seen);
            if seen.0 != today {
                *seen = (today, Seen::new());
            }
            if !seen.1.insert((permit.staff(), permit.agency(), person, entry.clone())) {
                return;
            }
        }
        let is_first = {
            let mut waiting = held(&self.inner.reads.waiting);
            waiting.push(self.noted(person, permit, entry));
            waiting.len() == 1
        };
        if is_first {
            let app = self.clone();
            tokio::spawn(async move {
                tokio::time::sleep(COLLECTED).await;
                app.settle_reads().await;
            });
        }
    }

    /// As [`App::note_read`], of a part of a case.
    pub(crate) fn note_part_read(&self, person: PersonId, permit: &Permit, case: Option<CaseId>, part: RecordPart) {
        self.note_read(person, permit, LedgerEntry::Read { case, part });
    }

    /// Writes down what was collected: when the time is up, before a ledger is read, and when the program stops.
    pub async fn settle_reads(&self) {
        let _writing = self.inner.reads.writing.lock().await;
        let mut waiting = std::mem::take(&mut *held(&self.inner.reads.waiting));
        waiting.sort_by_key(|noted| noted.person);
        if waiting.is_empty() {
            return;
        }
        if let Err(error) = self.write_down(&waiting).await {
            tracing::error!(%error, reads = waiting.len(), "Reads could not be journalled; they are kept and tried again");
            let mut kept = held(&self.inner.reads.waiting);
            let room = MOST_WAITING.saturating_sub(kept.len());
            if waiting.len() > room {
                tracing::error!(lost = waiting.len() - room, "Reads are lost");
            }
            kept.extend(waiting.into_iter().take(room));
        }
    }

    async fn write_down(&self, noted: &[Noted]) -> Result<(), StoreError> {
        let tx = self.inner.store.begin().await?;
        for entry in noted {
            match tx.note_in_ledger(entry).await {
                // Nothing is added about somebody whose record was erased.
                Err(StoreError::Erased(_)) => {}
                other => other?,
            }
        }
        tx.commit().await
    }

    /// Writes something down before it leaves.
    pub(crate) async fn note_now(
        &self,
        person: PersonId,
        permit: &Permit,
        entry: LedgerEntry,
    ) -> Result<(), UseCaseError> {
        let tx = self.inner.store.begin().await?;
        self.note_with(&tx, person, permit, entry).await?;
        Ok(tx.commit().await?)
    }

    /// Writes something down together with the change that it belongs to.
    pub(crate) async fn note_with(
        &self,
        tx: &Tx,
        person: PersonId,
        permit: &Permit,
        entry: LedgerEntry,
    ) -> Result<(), UseCaseError> {
        Ok(tx.note_in_ledger(&self.noted(person, permit, entry)).await?)
    }

    /// Writes down that a list was taken as a file, in the ledger of everybody who stands in it.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] if one of the cases is out of reach; [`UseCaseError::Store`] if it cannot be written down: then
    /// nothing may leave.
    #[boxed]
    pub async fn note_export(&self, actor: &Actor, list: &str, cases: &[CaseId]) -> Result<(), UseCaseError> {
        if cases.is_empty() {
            return Ok(());
        }
        let mut headers = self.inner.store.reader().case_headers(cases).await?;
        headers.sort_by_key(|(_, header)| header.person);
        let tx = self.inner.store.begin().await?;
        let mut persons = HashSet::new();
        for (_, header) in headers {
            let permit = decide(actor, Action::ReadCase, Target::Case(header.scope))?;
            if persons.insert(header.person) {
                let entry = LedgerEntry::Exported { list: list.to_owned() };
                self.note_with(&tx, header.person, &permit, entry).await?;
            }
        }
        Ok(tx.commit().await?)
    }

    /// The ledger of the person of a case, newest first.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for strangers, [`UseCaseError::Forbidden`] for those who read the case and not the ledger.
    #[boxed]
    pub async fn ledger_of_case(&self, actor: &Actor, case: CaseId) -> Result<Vec<LedgerLine>, UseCaseError> {
        let header = self.inner.store.reader().case_header(case).await?.ok_or(UseCaseError::NotFound)?;
        let permit = decide(actor, Action::ReadLedger, Target::Case(header.scope))?;
        self.note_part_read(header.person, &permit, Some(case), RecordPart::Ledger);
        self.whole_ledger(header.person).await
    }

    /// The ledger of a person with that of the entries that turned out to be the same person, newest first.
    pub(crate) async fn whole_ledger(&self, person: PersonId) -> Result<Vec<LedgerLine>, UseCaseError> {
        self.settle_reads().await;
        let reader = self.inner.store.reader();
        let mut lines = Vec::new();
        for entry in reader.entries_of_person(person).await? {
            lines.extend(reader.ledger(entry).await?);
        }
        lines.sort_by_key(|line| std::cmp::Reverse((line.at, line.seq)));
        Ok(lines)
    }
}
