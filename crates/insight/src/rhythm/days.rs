//! Kinds of days, and how much contact each kind sees.

use banso_domain::calendar::{Closed, Holidays};
use chrono::{Datelike, Weekday};

use super::link::{Day, Link, date_of};

/// Kinds of days that differ in how much people speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayKind {
    /// An ordinary day from Monday to Friday.
    Working,
    /// 土曜
    Saturday,
    /// 日曜
    Sunday,
    /// 国民の祝日
    Holiday,
    /// 年末年始: 29 December to 3 January.
    YearEnd,
    /// お盆: 13 to 16 August.
    Obon,
    /// Working days between the holidays of Golden Week.
    BetweenHolidays,
    /// Working days around the turn of the fiscal year: 25 March to 10 April.
    FiscalTurn,
}

impl DayKind {
    const COUNT: usize = 8;
    /// How much contact is expected beside an ordinary day before anything is known.
    const BEFOREHAND: [f64; Self::COUNT] = [1.0, 0.3, 0.2, 0.2, 0.05, 0.4, 0.7, 1.0];

    /// The kind of a day.
    pub fn of(day: Day, holidays: &Holidays) -> Self {
        let date = date_of(day);
        let (month, of_month) = (date.month(), date.day());
        match holidays.closed(date) {
            _ if (month, of_month) >= (12, 29) || (month, of_month) <= (1, 3) => Self::YearEnd,
            Some(Closed::Holiday(_)) => Self::Holiday,
            Some(Closed::Weekend(Weekday::Sat)) => Self::Saturday,
            Some(Closed::Weekend(_)) => Self::Sunday,
            _ if month == 8 && (13..=16).contains(&of_month) => Self::Obon,
            _ if (month, of_month) >= (4, 29) && (month, of_month) <= (5, 6) => Self::BetweenHolidays,
            _ if (month, of_month) >= (3, 25) && (month, of_month) <= (4, 10) => Self::FiscalTurn,
            _ => Self::Working,
        }
    }
}

/// How many contacts' worth of evidence what is known beforehand counts for.
const BEFOREHAND_COUNTS: f64 = 40.0;

/// The days of a stretch of time, each with its share of contact; an average day has 1.
#[derive(Clone, Debug)]
pub struct Days {
    first: Day,
    kinds: Vec<DayKind>,
    /// Shares up to and with each day.
    until: Vec<f64>,
}

impl Days {
    /// The days from the first to the last, as they are expected before anything is known.
    pub fn new(first: Day, last: Day, holidays: &Holidays) -> Self {
        let kinds = (first..=last.max(first)).map(|day| DayKind::of(day, holidays)).collect();
        let mut days = Self { first, kinds, until: Vec::new() };
        days.weigh(&DayKind::BEFOREHAND);
        days
    }

    /// Learns from links how much contact each kind of day sees.
    pub fn learn<'a>(&mut self, links: impl Iterator<Item = &'a Link>, last: Day) {
        let mut days_of_kind = [const { Vec::new() }; DayKind::COUNT];
        for (kind, days) in days_of_kind.iter_mut().enumerate() {
            let mut sum = 0_u32;
            *days = self
                .kinds
                .iter()
                .map(|of_day| {
                    sum += u32::from(*of_day as usize == kind);
                    sum
                })
                .collect();
        }
        let (mut seen, mut expected) = ([0.0; DayKind::COUNT], [0.0; DayKind::COUNT]);
        for link in links {
            let contacts = link.days_until(last);
            let Some(begin) = contacts.first().filter(|_| contacts.len() > 2) else { continue };
            let (a, b) = (self.index(*begin), self.index(last.min(link.to.unwrap_or(last))));
            // What was only written after the end says nothing of how it was.
            if b < a {
                continue;
            }
            let rate = (contacts.len() - 1) as f64 / (b - a).max(1) as f64;
            for day in &contacts[1..] {
                seen[self.kinds[self.index(*day)] as usize] += 1.0;
            }
            for (kind, days) in days_of_kind.iter().enumerate() {
                expected[kind] += rate * f64::from(days[b] - days[a]);
            }
        }
        let mut shares = [1.0; DayKind::COUNT];
        for kind in 0..DayKind::COUNT {
            shares[kind] =
                (seen[kind] + BEFOREHAND_COUNTS * DayKind::BEFOREHAND[kind]) / (expected[kind] + BEFOREHAND_COUNTS);
        }
        self.weigh(&shares);
    }

    fn weigh(&mut self, shares: &[f64; DayKind::COUNT]) {
        let total: f64 = self.kinds.iter().map(|kind| shares[*kind as usize]).sum();
        let average = total / self.kinds.len() as f64;
        let mut sum = 0.0;
        self.until = self
            .kinds
            .iter()
            .map(|kind| {
                sum += shares[*kind as usize] / average;
                sum
            })
            .collect();
    }

    fn index(&self, day: Day) -> usize {
        usize::try_from(day - self.first).unwrap_or(0).min(self.kinds.len() - 1)
    }

    /// Shares of contact from the first day up to and with a day.
    pub(crate) fn until(&self, day: Day) -> f64 {
        if day < self.first { f64::from(day - self.first + 1) } else { self.until[self.index(day)] }
    }
}
