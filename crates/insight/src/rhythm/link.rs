//! One agency's contact with one partner about one person.

use chrono::{Datelike, NaiveDate};

/// A day, counted from the first day of our era.
pub type Day = i32;

/// The day of a date.
pub fn day_of(date: NaiveDate) -> Day {
    date.num_days_from_ce()
}

/// The date of a day; the last date that can be written, if it lies beyond all of them.
pub fn date_of(day: Day) -> NaiveDate {
    NaiveDate::from_num_days_from_ce_opt(day).unwrap_or(NaiveDate::MAX)
}

/// Who began a contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Initiator {
    /// The agency itself.
    Own,
    /// The other side: a firm, a clinic, another agency.
    Partner,
    /// The person.
    Person,
}

/// A contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contact {
    /// On which day.
    pub on: Day,
    /// Who began it, where that is known.
    pub by: Option<Initiator>,
}

/// What a plan of contacts means to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Intent {
    /// As often as before.
    Steady,
    /// Less and less (フェイディング).
    Fade,
    /// More often.
    Intensify,
}

/// A span of a plan of contacts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Planned {
    /// Its first day.
    pub from: Day,
    /// Its last day; open if there is none.
    pub to: Option<Day>,
    /// Contacts a month.
    pub per_month: f64,
    /// What it means to do.
    pub intent: Intent,
}

/// A span in one phase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PhaseSpan {
    /// The phase, counted from 0 below [`crate::rhythm::Region::PHASES`].
    pub phase: u8,
    /// Its first day.
    pub from: Day,
    /// Its last day; open if there is none.
    pub to: Option<Day>,
}

/// One agency's contact with one partner about one person.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// Links of one group are alike: the same programme, the same kind of partner.
    pub group: u16,
    /// The first day of the episode.
    pub from: Day,
    /// Its last day; open if there is none.
    pub to: Option<Day>,
    /// Contacts, in order of days.
    pub contacts: Vec<Contact>,
    /// The plan of contacts, in order of days.
    pub plan: Vec<Planned>,
    /// Phases, in order of days.
    pub phases: Vec<PhaseSpan>,
    /// Whether the partner is a firm: it may come to lean on the agency.
    pub with_firm: bool,
}

impl Link {
    /// The days of contact up to `last`, each once.
    pub(crate) fn days_until(&self, last: Day) -> Vec<Day> {
        let mut days: Vec<Day> = self.contacts.iter().map(|contact| contact.on).filter(|day| *day <= last).collect();
        days.sort_unstable();
        days.dedup();
        days
    }

    /// The span of the plan that counts on a day: the one that began last.
    pub(crate) fn planned_on(&self, day: Day) -> Option<&Planned> {
        let covers = |span: &&Planned| span.from <= day && span.to.is_none_or(|to| day <= to);
        self.plan.iter().filter(covers).max_by_key(|span| span.from)
    }

    /// The phase on a day.
    pub(crate) fn phase_on(&self, day: Day) -> Option<u8> {
        let covers = |span: &&PhaseSpan| span.from <= day && span.to.is_none_or(|to| day <= to);
        self.phases.iter().filter(covers).max_by_key(|span| span.from).map(|span| span.phase)
    }

    /// Days on which the plan or the phase changes.
    pub(crate) fn turns(&self) -> Vec<Day> {
        let of = |from: Day, to: Option<Day>| [Some(from), to.map(|to| to + 1)];
        let plans = self.plan.iter().flat_map(|span| of(span.from, span.to));
        let phases = self.phases.iter().flat_map(|span| of(span.from, span.to));
        let mut days: Vec<Day> = plans.chain(phases).flatten().collect();
        days.sort_unstable();
        days.dedup();
        days
    }
}
