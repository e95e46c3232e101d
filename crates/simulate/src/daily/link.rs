//! A link: who is in touch with whom, how often in truth, and on which days that shows.

use banso_domain::calendar::Holidays;
use chrono::{Datelike, Days, NaiveDate};

use crate::{chance::Chance, story::working_day};

/// Days of an average month.
const MONTH: f64 = 365.25 / 12.0;

/// What happens to a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Turn {
    /// Contact as it began.
    Steady,
    /// Contact thinned, and nobody meant it.
    Thinning,
    /// Contact thins as it was planned.
    PlannedFade,
    /// There is more of it for some weeks.
    Crisis,
    /// Somebody else is in charge, who begins later and calls a little more or less often.
    StaffChange,
}

impl Turn {
    /// Its name in the table of truth.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Steady => "steady",
            Self::Thinning => "thinning",
            Self::PlannedFade => "planned_fade",
            Self::Crisis => "crisis",
            Self::StaffChange => "staff_change",
        }
    }
}

/// With whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum With {
    /// The person.
    Person,
    /// An agency, by its place on the map.
    Partner(usize),
}

/// On whose side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The centre that supports the person.
    Centre,
    /// An office of transition support, by its place on the map.
    Office(usize),
}

/// From a day on it is so.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// Contacts a month, in truth.
    pub per_month: f64,
    /// Why it is so.
    pub turn: Turn,
}

/// A link with its truth.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// On whose side.
    pub side: Side,
    /// With whom.
    pub with: With,
    /// How regular it is: the shape of the gaps.
    pub shape: u32,
    /// What is true from when on, without gaps and in order; never empty.
    pub spans: Vec<Span>,
}

impl Link {
    pub(crate) fn steady(
        side: Side,
        with: With,
        shape: u32,
        per_month: f64,
        (from, to): (NaiveDate, NaiveDate),
    ) -> Self {
        Self { side, with, shape, spans: vec![Span { from, to, per_month, turn: Turn::Steady }] }
    }

    /// The first day.
    #[must_use]
    pub fn from(&self) -> NaiveDate {
        self.spans.first().map_or(NaiveDate::MIN, |span| span.from)
    }

    /// The last day.
    #[must_use]
    pub fn to(&self) -> NaiveDate {
        self.spans.last().map_or(NaiveDate::MIN, |span| span.to)
    }

    /// Lets something happen from a day on: contact is so often then. Outside of the link nothing happens.
    pub(crate) fn turn(&mut self, on: NaiveDate, per_month: f64, turn: Turn) {
        let Some(last) = self.spans.last_mut() else { return };
        if on <= last.from || last.to < on {
            return;
        }
        let to = last.to;
        last.to = on - Days::new(1);
        self.spans.push(Span { from: on, to, per_month, turn });
    }

    /// What is true on a day.
    #[must_use]
    pub fn on(&self, day: NaiveDate) -> Option<&Span> {
        self.spans.iter().find(|span| span.from <= day && day <= span.to)
    }
}

/// How much of an average day's contact falls on each day: none when offices are closed, little in Obon.
pub(crate) struct Weights {
    first: NaiveDate,
    weights: Vec<f64>,
}

impl Weights {
    pub(crate) fn of(first: NaiveDate, last: NaiveDate) -> Self {
        let holidays = Holidays::japan();
        let weight = |day: NaiveDate| match (day.month(), day.day()) {
            _ if !holidays.is_working_day(day) => 0.0,
            (8, 13..=16) => 0.3,
            _ => 1.0,
        };
        let mut weights: Vec<f64> = first.iter_days().take_while(|day| *day <= last).map(weight).collect();
        // An average year has 242 working days.
        weights.iter_mut().for_each(|weight| *weight *= 365.25 / 242.0);
        Self { first, weights }
    }

    /// The days on which a link shows.
    pub(crate) fn contacts(&self, link: &Link, chance: &mut Chance) -> Vec<NaiveDate> {
        let mut days = Vec::new();
        let (mut clock, mut next) = (0.0, link_begins(link, chance));
        for span in &link.spans {
            let begin = usize::try_from((span.from - self.first).num_days()).unwrap_or(0);
            let length = usize::try_from((span.to - span.from).num_days() + 1).unwrap_or(0);
            let daily = span.per_month / MONTH;
            for (index, weight) in self.weights.iter().enumerate().skip(begin).take(length) {
                clock += weight * daily;
                if clock >= next {
                    days.push(self.first + Days::new(index as u64));
                }
                // Two in a day are one.
                while clock >= next {
                    next += chance.gap(link.shape);
                }
            }
        }
        days
    }
}

/// Some part of a gap lies before the first day.
fn link_begins(link: &Link, chance: &mut Chance) -> f64 {
    chance.gap(link.shape) * chance.unit()
}

/// A working day so many days later.
pub(crate) fn later(day: NaiveDate, days: u64) -> NaiveDate {
    let holidays = Holidays::japan();
    let mut day = working_day(day + Days::new(days));
    while !holidays.is_working_day(day) {
        day = working_day(day + Days::new(1));
    }
    day
}
