//! Writing the region down through the use cases, as people would: one after the other, or many at a time.
//!
//! Both ways ask the same use cases for the same things in the same order for each person, so they give the same record; many at a time share
//! the waiting of a commit (`docs/decisions/0111-a-synthetic-region-is-written-many-at-a-time.md`).

use std::{num::NonZeroUsize, sync::Arc};

use banso_app::App;
use banso_domain::{calendar::japan, case::event::Purpose, id::CaseId};
use chrono::{NaiveDate, NaiveTime};
use tokio::task::JoinSet;

use super::{
    Imagined,
    founding::{Accounts, Founded},
    life::Happens,
    link::{Side, With},
    person::Person,
    sitting,
    truth::TruthRow,
};
use crate::{RegionError, story::Deed};

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// The day that has ended.
    pub on: NaiveDate,
    /// How many days have ended.
    pub days: u32,
    /// How many people have come.
    pub persons: usize,
    /// How many things have happened.
    pub happened: usize,
}

/// What was written.
#[derive(Clone, Debug)]
pub struct Written {
    /// Accounts to look at it with.
    pub accounts: Accounts,
    /// What is true of every link that stands in the record.
    pub truth: Vec<TruthRow>,
    /// How many people came.
    pub persons: usize,
    /// How many things happened.
    pub happened: usize,
}

/// People of a day with what happens to each, in order.
type Day = Vec<(usize, Vec<Happens>)>;

fn by_person(day: Vec<(usize, Happens)>) -> Day {
    let mut people: Day = Vec::new();
    for (number, what) in day {
        match people.last_mut() {
            Some((last, all)) if *last == number => all.push(what),
            _ => people.push((number, vec![what])),
        }
    }
    people
}

impl Imagined {
    /// Writes everything into an installation in which nobody is yet; the app's clock must be a standing one. At most so many people are
    /// written about at a time. `progress` is told each day; dropping the future leaves a sound record of what was written until then.
    ///
    /// # Errors
    ///
    /// [`RegionError`] if there are people already, or if the record refuses or cannot be written.
    pub async fn write(
        &self,
        app: &App,
        at_a_time: NonZeroUsize,
        progress: &mut (dyn FnMut(Progress) + Send),
    ) -> Result<Written, RegionError> {
        set(app, self.wanted.first(), 8);
        let founded = Arc::new(Founded::found(app, &self.map, self.wanted.seed).await?);
        let mut writing = Writing { app, at_a_time, founded, people: Vec::new() };
        writing.people = self.lives.iter().map(|_| None).collect();
        let mut told = Progress { on: self.wanted.first(), days: 0, persons: 0, happened: 0 };
        let mut days = self.days();
        for on in self.wanted.first().iter_days().take_while(|day| *day <= self.wanted.last) {
            let today = days.remove(&on).unwrap_or_default();
            told.happened += today.len();
            told.persons += today.iter().filter(|(_, what)| *what == Happens::Case(Deed::Open)).count();
            writing.day(self, on, today).await?;
            told = Progress { on, days: told.days + 1, ..told };
            progress(told);
        }
        app.settle_reads().await;
        let truth = writing.truth(self);
        let Progress { persons, happened, .. } = told;
        Ok(Written { accounts: writing.founded.accounts.clone(), truth, persons, happened })
    }
}

fn set(app: &App, on: NaiveDate, hour: u32) {
    app.clock().set(japan::instant(on, NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default()));
}

struct Writing<'a> {
    app: &'a App,
    at_a_time: NonZeroUsize,
    founded: Arc<Founded>,
    /// By their numbers; nobody before they come, and while they are written about.
    people: Vec<Option<Box<Person>>>,
}

impl Writing<'_> {
    async fn day(&mut self, region: &Imagined, on: NaiveDate, today: Vec<(usize, Happens)>) -> Result<(), RegionError> {
        set(self.app, on, 10);
        let mut agenda: Vec<(usize, Purpose)> = Vec::new();
        let (mut rest, mut begun) = (Vec::new(), JoinSet::new());
        for (number, what) in by_person(today) {
            let mut what = what;
            // Cases are numbered in the order in which they are received.
            if what.first() == Some(&Happens::Case(Deed::Open)) {
                let mut person = Box::new(Person::new(self.founded.clone(), region, number, on));
                person.carry_out(self.app, &what.remove(0)).await?;
                self.people[number] = Some(person);
            }
            what.retain(|one| match one {
                Happens::Sit(purpose) => {
                    agenda.push((number, *purpose));
                    false
                }
                _ => true,
            });
            rest.push((number, what));
        }
        for (number, what) in rest {
            let Some(mut person) = self.people[number].take() else { return Err(RegionError::Nobody) };
            let app = self.app.clone();
            begun.spawn(async move {
                for one in &what {
                    person.carry_out(&app, one).await?;
                }
                Ok::<_, RegionError>((number, person))
            });
            if begun.len() >= self.at_a_time.get() {
                self.back(&mut begun).await?;
            }
        }
        while !begun.is_empty() {
            self.back(&mut begun).await?;
        }
        self.sit(on, agenda).await
    }

    async fn back(
        &mut self,
        begun: &mut JoinSet<Result<(usize, Box<Person>), RegionError>>,
    ) -> Result<(), RegionError> {
        if let Some(done) = begun.join_next().await {
            let (number, person) = done.map_err(|_| RegionError::Nobody)??;
            self.people[number] = Some(person);
        }
        Ok(())
    }

    /// The conferences of the day, each at its centre.
    async fn sit(&self, on: NaiveDate, agenda: Vec<(usize, Purpose)>) -> Result<(), RegionError> {
        set(self.app, on, 18);
        let mut sitting: JoinSet<Result<(), RegionError>> = JoinSet::new();
        for place in 0..self.founded.centres.len() {
            let matters = agenda.iter().filter_map(|(number, purpose)| self.matter(place, *number, *purpose));
            let matters: Vec<_> = matters.collect();
            if matters.is_empty() {
                continue;
            }
            let (app, founded) = (self.app.clone(), self.founded.clone());
            sitting.spawn(async move { sitting::hold(&app, &founded, place, on, matters).await });
            if sitting.len() >= self.at_a_time.get() {
                joined(&mut sitting).await?;
            }
        }
        while !sitting.is_empty() {
            joined(&mut sitting).await?;
        }
        Ok(())
    }

    fn matter(&self, centre: usize, number: usize, purpose: Purpose) -> Option<(CaseId, usize, Purpose)> {
        let person = self.people[number].as_ref().filter(|person| person.centre == centre)?;
        Some((person.case()?, person.worker, purpose))
    }

    fn truth(&self, region: &Imagined) -> Vec<TruthRow> {
        let mut rows = Vec::new();
        for (number, link) in region.links() {
            let Some(person) = &self.people[number] else { continue };
            let (agency, episode) = match link.side {
                Side::Centre => (self.founded.centres[person.centre].agency, person.case().map(|id| id.uuid())),
                Side::Office(at) => (self.founded.partners[at], person.used().map(|id| id.uuid())),
            };
            let partner = match link.with {
                With::Person => None,
                With::Partner(at) => Some(self.founded.partners[at]),
            };
            // What begins after the last day stands in no record.
            let Some(episode) = episode else { continue };
            rows.extend(link.spans.iter().filter(|span| span.from <= region.wanted.last).map(|span| {
                let span = super::Span { to: span.to.min(region.wanted.last), ..*span };
                TruthRow { person: number, episode, agency, partner, span, shape: link.shape }
            }));
        }
        rows
    }
}

async fn joined(sitting: &mut JoinSet<Result<(), RegionError>>) -> Result<(), RegionError> {
    match sitting.join_next().await {
        Some(done) => done.map_err(|_| RegionError::Nobody)?,
        None => Ok(()),
    }
}
