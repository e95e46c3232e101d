//! The history of a case, and the case as it was known at the end of a day.

use async_recursion::async_recursion as boxed;
use std::collections::BTreeMap;

use banso_access::{Action, Actor, Target, decide};
use banso_domain::{
    calendar::japan,
    case::{Case, event::CaseEvent, record::SupportRecord},
    form::{Facts, Language},
    id::{CaseId, RecordId, StaffId},
    ledger::RecordPart,
    person::Person,
};
use banso_store::HistoryEntry;
use chrono::{DateTime, NaiveDate, Utc};

use crate::{
    App, UseCaseError,
    forms::facts::{add_plan_content, add_support_record, stored},
};

/// A line of a case's history.
#[derive(Clone, Debug)]
pub struct HistoryLine {
    /// Its number in the case's stream.
    pub seq: i64,
    /// The name of the event.
    pub name: String,
    /// What happened; `None` once the person's key was dropped.
    pub event: Option<CaseEvent>,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// The day it took place.
    pub took_place_on: Option<NaiveDate>,
    /// Who recorded it.
    pub staff: StaffId,
}

/// A line of the history of an entry: of a person, a conference, an agency, an account.
#[derive(Clone, Debug)]
pub struct EntryLine<E> {
    /// Its number in the entry's stream.
    pub seq: i64,
    /// What happened; `None` once the person's key was dropped.
    pub event: Option<E>,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// Who recorded it.
    pub staff: StaffId,
}

impl<E> From<HistoryEntry<E>> for EntryLine<E> {
    fn from(entry: HistoryEntry<E>) -> Self {
        let HistoryEntry { seq, event, recorded_at, staff, .. } = entry;
        Self { seq, event, recorded_at, staff }
    }
}

/// A case as it was known at the end of a day.
#[derive(Clone, Debug)]
pub struct CaseAsOf {
    /// The case; `None` if it was not there yet.
    pub case: Option<Case>,
    /// The person's entry as it was.
    pub person: Option<Person>,
    /// What the sheets would have carried.
    pub facts: Facts,
    /// The support records as they read then, newest first.
    pub records: Vec<SupportRecord>,
}

/// One entry of a case's history with what it changed.
#[derive(Clone, Debug)]
pub struct EventDetail {
    /// The entry.
    pub line: HistoryLine,
    /// The form whose words name the facts below; none where the entry changes no sheet.
    pub form: Option<String>,
    /// The facts of that sheet before.
    pub before: Facts,
    /// The facts of that sheet afterwards.
    pub after: Facts,
}

impl From<HistoryEntry<CaseEvent>> for HistoryLine {
    fn from(entry: HistoryEntry<CaseEvent>) -> Self {
        Self {
            seq: entry.seq,
            name: entry.name,
            event: entry.event,
            recorded_at: entry.recorded_at,
            took_place_on: entry.took_place_on,
            staff: entry.staff,
        }
    }
}

/// The support records as they read after these events.
fn records_after<'e>(events: impl Iterator<Item = &'e CaseEvent>) -> BTreeMap<RecordId, SupportRecord> {
    events.filter_map(CaseEvent::record).map(|record| (record.id, record.clone())).collect()
}

/// The form that an event writes on, with that sheet's facts out of a state of the case.
fn sheet(event: &CaseEvent, case: Option<&Case>) -> Option<(String, Facts)> {
    let mut facts = Facts::new();
    let form = match event {
        CaseEvent::AnswersRecorded { form, .. } => {
            facts = case.map(|case| case.answers.clone()).unwrap_or_default();
            form.as_str()
        }
        CaseEvent::PlanDrafted { plan, .. }
        | CaseEvent::PlanChanged { plan, .. }
        | CaseEvent::PlanCorrected { plan, .. } => {
            if let Some(plan) = case.and_then(|case| case.plan(*plan)) {
                add_plan_content(&mut facts, &plan.content);
            }
            "plan_form"
        }
        CaseEvent::Evaluated { evaluation, .. } => {
            if let Some(sheet) = case.and_then(|case| case.evaluation(*evaluation)) {
                facts.set("evaluation", stored(&sheet.content));
            }
            "evaluation_form"
        }
        _ => return None,
    };
    Some((form.to_owned(), facts))
}

impl App {
    /// One entry of a case's history, with what it changed.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for strangers, and if the case has no such entry.
    #[boxed]
    pub async fn case_event(&self, actor: &Actor, id: CaseId, seq: i64) -> Result<EventDetail, UseCaseError> {
        let reader = self.inner.store.reader();
        let header = reader.case_header(id).await?.ok_or(UseCaseError::NotFound)?;
        let permit = decide(actor, Action::ReadCase, Target::Case(header.scope))?;
        self.note_part_read(header.person, &permit, Some(id), RecordPart::History);
        let mut history = reader.case_history(id, None).await?;
        let place = history.iter().position(|entry| entry.seq == seq).ok_or(UseCaseError::NotFound)?;
        history.truncate(place + 1);
        let entry = history.pop().ok_or(UseCaseError::NotFound)?;
        let earlier = || history.iter().filter_map(|entry| entry.event.as_ref());
        let mut detail = EventDetail { line: entry.into(), form: None, before: Facts::new(), after: Facts::new() };
        let Some(event) = &detail.line.event else { return Ok(detail) };
        if let Some(record) = event.record() {
            let staff = self.staff_names().await?;
            let sittings = earlier().fold(None, |case, event| Case::apply(case, id, event));
            let sittings = sittings.map(|case| case.sittings).unwrap_or_default();
            let facts_of = |record: &SupportRecord| {
                let mut facts = Facts::new();
                let names: Vec<&str> = record.staff.iter().filter_map(|id| staff.get(id)).map(String::as_str).collect();
                add_support_record(&mut facts, record, &names, &sittings);
                facts
            };
            detail.before = records_after(earlier()).get(&record.id).map(facts_of).unwrap_or_default();
            detail.after = facts_of(record);
            detail.form = Some("progress_record".to_owned());
            return Ok(detail);
        }
        let before = earlier().fold(None, |case, event| Case::apply(case, id, event));
        let after = Case::apply(before.clone(), id, event);
        if let (Some((form, was)), Some((_, is))) = (sheet(event, before.as_ref()), sheet(event, after.as_ref())) {
            detail.before = was;
            detail.after = is;
            detail.form = Some(form);
        }
        Ok(detail)
    }

    /// What happened to a case, newest first.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for strangers.
    pub async fn case_history(&self, actor: &Actor, id: CaseId) -> Result<Vec<HistoryLine>, UseCaseError> {
        self.case_history_part(actor, id, 0, i64::MAX).await
    }

    /// A part of what happened to a case, newest first: the lines numbered after `after`, up to `through`.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for strangers.
    #[boxed]
    pub async fn case_history_part(
        &self,
        actor: &Actor,
        id: CaseId,
        after: i64,
        through: i64,
    ) -> Result<Vec<HistoryLine>, UseCaseError> {
        let reader = self.inner.store.reader();
        let header = reader.case_header(id).await?.ok_or(UseCaseError::NotFound)?;
        let permit = decide(actor, Action::ReadCase, Target::Case(header.scope))?;
        self.note_part_read(header.person, &permit, Some(id), RecordPart::History);
        let entries = reader.case_history_part(id, after, through).await?;
        Ok(entries.into_iter().rev().map(HistoryLine::from).collect())
    }

    /// A case as it was known when `day` ended; `language` is that of the few words which are no answers themselves.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for strangers.
    #[boxed]
    pub async fn case_as_of(
        &self,
        actor: &Actor,
        id: CaseId,
        day: NaiveDate,
        language: Language,
    ) -> Result<CaseAsOf, UseCaseError> {
        let reader = self.inner.store.reader();
        let header = reader.case_header(id).await?.ok_or(UseCaseError::NotFound)?;
        let permit = decide(actor, Action::ReadCase, Target::Case(header.scope))?;
        self.note_part_read(header.person, &permit, Some(id), RecordPart::History);
        let next_day = day.checked_add_days(chrono::Days::new(1)).ok_or(UseCaseError::NotFound)?;
        let moment = japan::start_of_day(next_day) - chrono::TimeDelta::microseconds(1);
        let case = reader.case_as_of(id, moment).await?;
        let person = reader.person_as_of(header.person, moment).await?;
        let history = reader.case_history(id, Some(moment)).await?;
        let events = history.iter().filter_map(|entry| entry.event.as_ref());
        let mut records: Vec<SupportRecord> = records_after(events).into_values().collect();
        records.sort_by_key(|record| std::cmp::Reverse((record.took_place.sort_key(), record.id)));
        let facts = match (&case, &person) {
            (Some(case), Some(person)) => {
                let background = self.background(case).await?;
                background.known(case, &person.facts, case.current_plan(), day, language).facts()
            }
            _ => Facts::new(),
        };
        Ok(CaseAsOf { case, person, facts, records })
    }
}
