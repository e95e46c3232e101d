//! Cases: opening one, reading one, and the way every change of one goes; what happens to it, step by step, is below.

mod after_meeting;
mod carrying;
mod closing;
mod contacts;
mod handover;
mod intake;
mod network;
mod plan;
mod protection;
mod sharing;
mod tasks;

pub use after_meeting::BoundMember;
pub use handover::StepWords;
pub use network::NetworkBackground;
pub use protection::{ProtectedCase, Whose};
pub use tasks::NewClinicVisit;

use async_recursion::async_recursion as boxed;
use banso_access::{Action, Actor, CaseScope, Permit, RowFilter, Target, decide};
use banso_domain::{
    calendar::FiscalYear,
    case::{Case, OpenCase, event::CaseEvent},
    form::Facts,
    id::{AgencyId, CaseId, PersonId, StaffId, TaskId},
    ledger::RecordPart,
    person::{Person, PersonEvent, PersonFacts},
    rule::Refusal,
};
use banso_store::{CaseRow, Change, Stamp, Tx};
use chrono::NaiveDate;
use uuid::Uuid;

use crate::{App, UseCaseError};

/// A case as its pages need it.
#[derive(Clone, Debug)]
pub struct CaseFile {
    /// The case.
    pub case: Case,
    /// Its version: goes into forms, so that nobody overwrites what somebody else wrote.
    pub version: i64,
    /// The person.
    pub person: Person,
    /// The version of the person's entry.
    pub person_version: i64,
    /// The case as lists show it.
    pub row: CaseRow,
    /// What the reader's decision was taken on.
    pub scope: CaseScope,
}

/// For whom a case is opened.
#[derive(Clone, Debug)]
pub enum WhoFor {
    /// A person entered for the first time.
    NewPerson(Box<PersonFacts>),
    /// A person who is known.
    Known(PersonId),
}

/// 相談受付
#[derive(Clone, Debug)]
pub struct NewCase {
    /// For whom.
    pub who: WhoFor,
    /// The centre.
    pub centre: AgencyId,
    /// 初回相談受付日
    pub received_on: NaiveDate,
    /// 主担当; the one who receives, if not said.
    pub assigned_to: Option<StaffId>,
    /// First answers of the sheet.
    pub answers: Facts,
}

impl App {
    /// Opens a case, with the person's entry if it is new.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Refused`] by a rule, [`UseCaseError::NotFound`] for a centre out of reach.
    #[boxed]
    pub async fn open_case(&self, actor: &Actor, new: NewCase) -> Result<CaseId, UseCaseError> {
        let (now, today) = (self.inner.clock.now(), self.inner.clock.today());
        let tx = self.inner.store.begin().await?;
        let centre = tx.agency(new.centre).await?.ok_or(UseCaseError::NotFound)?;
        let municipality = centre.facts.municipality;
        let permit = decide(actor, Action::OpenCase, Target::NewCase { centre: new.centre, municipality })?;
        let stamp = Stamp { permit: &permit, at: now };
        let id = CaseId::new(Uuid::now_v7());
        let (person, previous) = match new.who {
            WhoFor::NewPerson(facts) => {
                let person = PersonId::new(Uuid::now_v7());
                let event = PersonEvent::Registered { facts: *facts };
                tx.record(stamp, Change::Person(person, &event), Some(0)).await?;
                (person, None)
            }
            WhoFor::Known(person) => {
                let scopes = tx.person_scopes(person).await?;
                decide(actor, Action::ReadPerson, Target::Person(&scopes))?;
                let earlier = self.inner.store.reader().cases_of_person(RowFilter::of(actor), person).await?;
                (person, earlier.first().map(|row| row.id))
            }
        };
        let year = FiscalYear::of(new.received_on).start_year();
        let event = OpenCase {
            person,
            centre: new.centre,
            municipality: municipality.unwrap_or(new.centre),
            reference: tx.next_reference(new.centre, year).await?,
            received_on: new.received_on,
            received_by: actor.staff(),
            assigned_to: new.assigned_to.unwrap_or(actor.staff()),
            previous,
        }
        .decide(today)?;
        tx.record(stamp, Change::Case(id, person, &event), Some(0)).await?;
        let mut version = 1;
        if let Some(event) =
            self.protection_of_new(&tx, person, [new.assigned_to.unwrap_or(actor.staff()), actor.staff()]).await?
        {
            tx.record(stamp, Change::Case(id, person, &event), Some(version)).await?;
            version += 1;
        }
        if !new.answers.is_empty() {
            let event = CaseEvent::AnswersRecorded {
                form: "intake_form".to_owned(),
                answers: new.answers,
                cleared: Vec::new(),
            };
            tx.record(stamp, Change::Case(id, person, &event), Some(version)).await?;
        }
        tx.commit().await?;
        Ok(id)
    }

    /// A case with its person.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for strangers.
    #[boxed]
    pub async fn case_file(&self, actor: &Actor, id: CaseId) -> Result<CaseFile, UseCaseError> {
        let reader = self.inner.store.reader();
        let row = reader.case_row(RowFilter::of(actor), id).await?.ok_or(UseCaseError::NotFound)?;
        let (case, version) = reader.case(id).await?.ok_or(UseCaseError::NotFound)?;
        let scope = CaseScope::of(&case);
        let permit = decide(actor, Action::ReadCase, Target::Case(scope))?;
        self.note_part_read(case.person, &permit, Some(id), RecordPart::Case);
        let (person, person_version) = reader.person(case.person).await?.ok_or(UseCaseError::NotFound)?;
        Ok(CaseFile { case, version, person, person_version, row, scope })
    }

    /// Whether the actor may do `action` to a case: pages ask it for the buttons they draw.
    #[must_use]
    pub fn may(&self, actor: &Actor, action: Action, scope: CaseScope) -> bool {
        decide(actor, action, Target::Case(scope)).is_ok()
    }

    /// The way every change of a case goes: load, decide who may, let the rules decide, record, commit.
    ///
    /// Returns the version afterwards; nothing is recorded when the rules say that nothing changes.
    pub(crate) async fn change_case(
        &self,
        actor: &Actor,
        action: Action,
        id: CaseId,
        expected: Option<i64>,
        rules: impl FnOnce(&Case, NaiveDate) -> Result<Vec<CaseEvent>, Refusal> + Send,
    ) -> Result<i64, UseCaseError> {
        let tx = self.inner.store.begin().await?;
        let version = self.change_case_in(&tx, actor, action, id, expected, rules).await?;
        tx.commit().await?;
        Ok(version)
    }

    pub(crate) async fn change_case_in(
        &self,
        tx: &Tx,
        actor: &Actor,
        action: Action,
        id: CaseId,
        expected: Option<i64>,
        rules: impl FnOnce(&Case, NaiveDate) -> Result<Vec<CaseEvent>, Refusal> + Send,
    ) -> Result<i64, UseCaseError> {
        let (case, found) = tx.case(id).await?.ok_or(UseCaseError::NotFound)?;
        let permit: Permit = decide(actor, action, Target::Case(CaseScope::of(&case)))?;
        if let Some(expected) = expected.filter(|expected| *expected != found) {
            return Err(UseCaseError::Conflict { expected, found });
        }
        let events = rules(&case, self.inner.clock.today())?;
        let stamp = Stamp { permit: &permit, at: self.inner.clock.now() };
        let changes: Vec<_> = events.iter().map(|event| (stamp, event)).collect();
        tx.record_case(id, case.person, &changes, Some(found)).await?;
        Ok(found + i64::try_from(events.len()).unwrap_or_default())
    }

    /// Marks a task as done today.
    ///
    /// # Errors
    ///
    /// See [`UseCaseError`].
    #[boxed]
    pub async fn finish_task(&self, actor: &Actor, id: CaseId, task: TaskId) -> Result<i64, UseCaseError> {
        self.change_case(actor, Action::FinishTask, id, None, |case, today| {
            Ok(vec![case.finish_task(task, today, today)?])
        })
        .await
    }
}
