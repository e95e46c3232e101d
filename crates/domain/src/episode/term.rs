//! Term arithmetic: which day is the last one, and how it came about.
//!
//! A period in months ends on the day before the day of the same number, and on the last day of the month where the month has no such
//! day (Civil Code, article 143): two years from 2024-02-29 end on 2026-02-28, six months from 2024-08-31 on 2025-02-28.

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use super::Episode;
use crate::calendar::YearMonth;

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_false(value: &bool) -> bool {
    !value
}

/// How long a programme lasts and what is due on the way, as its definition had it on the first day of a use.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TermRules {
    /// Months of the standard term; none where there is no end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub months: Option<u32>,
    /// The term is of whole months: one that begins inside a month ends with the end of a month (K01).
    #[serde(skip_serializing_if = "is_false")]
    pub whole_months: bool,
    /// So many months may be granted from the start; then nothing is added (K02).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub longest_first: Option<u32>,
    /// Extensions: each entry is one, of so many months at most (K05, K19).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub extensions: Vec<u32>,
    /// Only on one of these grounds are more months granted than usual, from the start or later (K02); any reason will do where there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub grounds: Vec<String>,
    /// Days of a suspension are added to the term.
    #[serde(skip_serializing_if = "is_false")]
    pub suspension_extends: bool,
    /// The use begins so many whole months after the day of hiring at the earliest (K11).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after_hire: Option<u32>,
    /// So many months of support after hiring belong to it (K10).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub post_hire: Option<u32>,
    /// A provisional grant lasts so many months at most (K06).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provisional: Option<u32>,
    /// The first plan is there after so many months (K09).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_plan: Option<u32>,
    /// The plan is looked at again every so many months (K07, K08).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub review: Option<u32>,
    /// The handover is begun so many months before the end (K14, R-75).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handover_before: Option<u32>,
    /// What is known is shared so many months before the end (K15, R-76).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sharing_before: Option<u32>,
    /// What somebody else decided for the person is looked at again every so many months.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub who_decides: Option<u32>,
    /// What another desk can help with is brought there within so many days.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link_within_days: Option<u32>,
    /// A report goes to the person and others every month (K13).
    #[serde(skip_serializing_if = "is_false")]
    pub monthly_report: bool,
    /// Where people went on to is judged by half-year (K04).
    #[serde(skip_serializing_if = "is_false")]
    pub judged: bool,
}

/// One step of the arithmetic, with the last day that it leads to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TermStep {
    /// start + n months
    Months {
        /// The first day.
        from: NaiveDate,
        /// How many.
        months: u32,
        /// It is a term of whole months that begins inside one (K01).
        to_month_end: bool,
        /// The last day.
        to: NaiveDate,
    },
    /// + suspended days
    Suspended {
        /// The first day without support.
        from: NaiveDate,
        /// The last one.
        until: NaiveDate,
        /// How many days that is.
        days: u64,
        /// The last day of the term now.
        to: NaiveDate,
    },
    /// + n months that were decided on
    Extended {
        /// How many.
        months: u32,
        /// When that was decided.
        decided_on: NaiveDate,
        /// The last day now.
        to: NaiveDate,
    },
    /// shortened to
    Shortened {
        /// When that was decided.
        decided_on: NaiveDate,
        /// The last day now.
        to: NaiveDate,
    },
}

impl TermStep {
    /// The last day that it leads to.
    pub const fn to(&self) -> NaiveDate {
        match self {
            Self::Months { to, .. }
            | Self::Suspended { to, .. }
            | Self::Extended { to, .. }
            | Self::Shortened { to, .. } => *to,
        }
    }
}

/// A term with its arithmetic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// The steps, in order.
    pub steps: Vec<TermStep>,
    /// The last day.
    pub ends_on: NaiveDate,
    /// A suspension lasts: its days are added when it is known how many they are.
    pub is_suspended: bool,
}

/// The last day of `months` whole months from `first` on.
pub fn last_day(first: NaiveDate, months: u32) -> NaiveDate {
    let Some(end) = first.checked_add_months(Months::new(months)) else { return NaiveDate::MAX };
    // The month has no day of that number: the period ends with the month itself.
    if end.day() == first.day() { end.pred_opt().unwrap_or(end) } else { end }
}

/// The day `months` before another: the day of the same number, or the last one of a shorter month.
pub fn day_before_months(day: NaiveDate, months: u32) -> NaiveDate {
    day.checked_sub_months(Months::new(months)).unwrap_or(day)
}

/// The next day on which it is judged where people went on to: 30 June or 31 December (K04).
pub fn next_judging_day(day: NaiveDate) -> NaiveDate {
    let (month, last) = if day.month() <= 6 { (6, 30) } else { (12, 31) };
    NaiveDate::from_ymd_opt(day.year(), month, last).unwrap_or(day)
}

/// The days of a month that choice support can be used on: its calendar days less eight (K03).
pub fn usable_days(month: YearMonth) -> u32 {
    month.last_day().day() - 8
}

/// The last day of a term of whole months: where it begins inside a month, that month is not counted (K01).
fn last_day_of_whole_months(first: NaiveDate, months: u32) -> NaiveDate {
    let month = YearMonth::of(first).first_day();
    let counted = if first.day() == 1 { months } else { months + 1 };
    last_day(month, counted)
}

impl Episode {
    /// The term with its arithmetic; none where the programme has no end.
    ///
    /// Suspended days are added first, then extensions, which begin on the day after the term; a shortening has the last word.
    pub fn term(&self) -> Option<Term> {
        let months = self.start.months.or(self.rules.months)?;
        let from = self.start.on;
        let to_month_end = self.rules.whole_months && from.day() != 1;
        let mut to =
            if self.rules.whole_months { last_day_of_whole_months(from, months) } else { last_day(from, months) };
        let mut steps = vec![TermStep::Months { from, months, to_month_end, to }];
        if self.rules.suspension_extends {
            for suspension in &self.suspensions {
                let Some(resumed_on) = suspension.resumed_on.filter(|resumed| *resumed > suspension.from) else {
                    continue;
                };
                let days = (resumed_on - suspension.from).num_days().unsigned_abs();
                to = to.checked_add_days(Days::new(days)).unwrap_or(to);
                let until = resumed_on.pred_opt().unwrap_or(resumed_on);
                steps.push(TermStep::Suspended { from: suspension.from, until, days, to });
            }
        }
        for extension in &self.extensions {
            let next = to.succ_opt().unwrap_or(to);
            to = last_day(next, extension.months);
            steps.push(TermStep::Extended { months: extension.months, decided_on: extension.decided_on, to });
        }
        if let Some(shortening) = &self.shortened {
            to = to.min(shortening.to);
            steps.push(TermStep::Shortened { decided_on: shortening.decided_on, to });
        }
        let is_suspended = self.rules.suspension_extends && self.suspension().is_some();
        Some(Term { steps, ends_on: to, is_suspended })
    }

    /// The first day on which the use may begin, where it follows an employment (K11): hired on 1 April, from 1 October on.
    pub fn first_possible_day(after_hire: u32, hired_on: NaiveDate) -> NaiveDate {
        last_day(hired_on, after_hire).succ_opt().unwrap_or(hired_on)
    }

    /// The last day of the support after hiring that belongs to the programme itself (K10).
    pub fn post_hire_ends_on(&self) -> Option<NaiveDate> {
        Some(last_day(self.hired_on()?, self.rules.post_hire?))
    }
}
