//! Lists and work queues.

use std::collections::BTreeMap;

use async_recursion::async_recursion as boxed;
use banso_access::{Actor, RowFilter};
use banso_domain::{
    case::Stage,
    id::{AgencyId, CaseId, StaffId},
};
use banso_store::{CalendarEntry, CaseRow, CaseSearch, CaseView, ContactCount, QueueCounts, StaffRow};
use chrono::{Datelike, Days, NaiveDate};

use crate::{App, UseCaseError};

/// A queue of one's work.
#[derive(Clone, Debug)]
pub struct WorkQueue {
    /// Which one.
    pub view: CaseView,
    /// The first cases in it.
    pub cases: Vec<CaseRow>,
    /// Since when those are suspended that are.
    pub suspended_since: BTreeMap<CaseId, NaiveDate>,
}

/// My work today.
#[derive(Clone, Debug)]
pub struct MyWork {
    /// How many cases wait for what.
    pub counts: QueueCounts,
    /// The queues in the order in which they press.
    pub queues: Vec<WorkQueue>,
    /// The last day of this week.
    pub week_ends: NaiveDate,
}

/// So many cases are read whole with one statement.
const WHOLE_AT_ONCE: usize = 200;

/// The Sunday that ends the week of `day`.
fn week_end(day: NaiveDate) -> NaiveDate {
    day + Days::new(u64::from(6 - day.weekday().num_days_from_monday()))
}

impl App {
    /// What waits for a member of staff (`mine`), or for everybody in reach.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn my_work(&self, actor: &Actor, mine: bool) -> Result<MyWork, UseCaseError> {
        let reader = self.inner.store.reader();
        let filter = RowFilter::of(actor);
        let today = self.inner.clock.today();
        let week_ends = week_end(today);
        let assigned_to = mine.then_some(actor.staff());
        let counts = reader.queue_counts(filter, assigned_to, today, week_ends).await?;
        let wanted = [
            (CaseView::OverdueOn(today), counts.overdue),
            (CaseView::DueWithin(today, week_ends), counts.this_week),
            (CaseView::InStage(Stage::ConsentPending), counts.consent),
            (CaseView::InStage(Stage::DecisionPending), counts.decision),
            (CaseView::ToRatify, counts.to_ratify),
            (CaseView::InStage(Stage::Suspended), counts.suspended),
        ];
        let mut queues = Vec::new();
        for (view, _) in wanted.into_iter().filter(|(_, count)| *count > 0) {
            let search = CaseSearch { assigned_to, limit: 10, ..CaseSearch::of(view) };
            let cases = reader.cases(filter, &search).await?;
            let suspended_since = self.suspended_since(&cases).await?;
            queues.push(WorkQueue { view, cases, suspended_since });
        }
        Ok(MyWork { counts, queues, week_ends })
    }

    /// A list of cases in reach and how many it has in all, counted up to one beyond [`banso_store::MOST_COUNTED`] or
    /// beyond where the search ends.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn cases(&self, actor: &Actor, search: &CaseSearch) -> Result<(Vec<CaseRow>, i64), UseCaseError> {
        let reader = self.inner.store.reader();
        let filter = RowFilter::of(actor);
        Ok((reader.cases(filter, search).await?, reader.count_cases(filter, search).await?))
    }

    /// Since when those cases of a list are suspended that are; what is in none of them is not read.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn suspended_since(&self, rows: &[CaseRow]) -> Result<BTreeMap<CaseId, NaiveDate>, UseCaseError> {
        let suspended = rows.iter().filter(|row| row.stage == Stage::Suspended).map(|row| row.id);
        let mut since = BTreeMap::new();
        for ids in suspended.collect::<Vec<_>>().chunks(WHOLE_AT_ONCE) {
            let cases = self.inner.store.reader().whole_cases(ids).await?;
            since.extend(cases.into_iter().filter_map(|(id, case)| Some((id, case.suspension()?.on))));
        }
        Ok(since)
    }

    /// A worker's caseload without counting it: the next `limit` cases by due date.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn caseload(&self, actor: &Actor, worker: StaffId, limit: u32) -> Result<Vec<CaseRow>, UseCaseError> {
        let search = CaseSearch { assigned_to: Some(worker), limit, ..CaseSearch::of(CaseView::Open) };
        Ok(self.inner.store.reader().cases(RowFilter::of(actor), &search).await?)
    }

    /// The first `limit` monitorings and ends of plans between two days, both counted.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn calendar(
        &self,
        actor: &Actor,
        from: NaiveDate,
        to: NaiveDate,
        limit: u32,
    ) -> Result<Vec<CalendarEntry>, UseCaseError> {
        Ok(self.inner.store.reader().calendar(RowFilter::of(actor), from, to, limit).await?)
    }

    /// Staff of an agency, for choosing who takes a case on.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn staff_of(&self, agency: AgencyId) -> Result<Vec<StaffRow>, UseCaseError> {
        let staff = self.inner.store.reader().staff_of(agency).await?;
        Ok(staff.into_iter().filter(|row| row.facts.person.is_none()).collect())
    }

    /// The name of a member of staff, as shown beside what they wrote.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn staff_name(&self, staff: StaffId) -> Result<String, UseCaseError> {
        Ok(self.inner.store.reader().staff(staff).await?.map(|row| row.facts.name).unwrap_or_default())
    }

    /// Contacts by month and method over the centres in reach.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn contact_counts(&self, actor: &Actor) -> Result<Vec<ContactCount>, UseCaseError> {
        Ok(self.inner.store.reader().contact_counts(RowFilter::of(actor)).await?)
    }
}
