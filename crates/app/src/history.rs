//! The history of a case, and the case as it was known at the end of a day.

use banso_access::{Action, Actor, Target, decide};
use banso_domain::{
    calendar::japan,
    case::{Case, event::CaseEvent},
    id::{CaseId, StaffId},
    person::Person,
};
use chrono::{DateTime, NaiveDate, Utc};

use crate::{App, UseCaseError};

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

/// A case as it was known at the end of a day.
#[derive(Clone, Debug)]
pub struct CaseAsOf {
    /// The case; `None` if it was not there yet.
    pub case: Option<Case>,
    /// The person's entry as it was.
    pub person: Option<Person>,
}

impl App {
    /// What happened to a case, newest first.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for strangers.
    pub async fn case_history(&self, actor: &Actor, id: CaseId) -> Result<Vec<HistoryLine>, UseCaseError> {
        let reader = self.inner.store.reader();
        let header = reader.case_header(id).await?.ok_or(UseCaseError::NotFound)?;
        decide(actor, Action::ReadCase, Target::Case(header.scope))?;
        let mut lines: Vec<HistoryLine> = reader
            .case_history(id, None)
            .await?
            .into_iter()
            .map(|entry| HistoryLine {
                seq: entry.seq,
                name: entry.name,
                event: entry.event,
                recorded_at: entry.recorded_at,
                took_place_on: entry.took_place_on,
                staff: entry.staff,
            })
            .collect();
        lines.reverse();
        Ok(lines)
    }

    /// A case as it was known when `day` ended.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for strangers.
    pub async fn case_as_of(&self, actor: &Actor, id: CaseId, day: NaiveDate) -> Result<CaseAsOf, UseCaseError> {
        let reader = self.inner.store.reader();
        let header = reader.case_header(id).await?.ok_or(UseCaseError::NotFound)?;
        decide(actor, Action::ReadCase, Target::Case(header.scope))?;
        let next_day = day.checked_add_days(chrono::Days::new(1)).ok_or(UseCaseError::NotFound)?;
        let moment = japan::start_of_day(next_day) - chrono::TimeDelta::microseconds(1);
        let case = reader.case_as_of(id, moment).await?;
        let person = reader.person_as_of(header.person, moment).await?;
        Ok(CaseAsOf { case, person })
    }
}
