//! A calendar month, as in 令和8年4月.

use std::{fmt, str::FromStr};

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// A month of a year; stored and sent as `2026-04`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct YearMonth {
    first_day: NaiveDate,
}

/// The text was not a month in the stored form `2026-04`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a month written as 2026-04")]
pub struct InvalidYearMonth(String);

impl YearMonth {
    /// A month, `None` unless the year is from 1 to 9999 and the month from 1 to 12.
    pub fn new(year: i32, month: u32) -> Option<Self> {
        let year = Some(year).filter(|year| (1..=9999).contains(year))?;
        NaiveDate::from_ymd_opt(year, month, 1).map(|first_day| Self { first_day })
    }

    /// The month in which a day lies.
    pub fn of(day: NaiveDate) -> Self {
        Self { first_day: day - Days::new(u64::from(day.day0())) }
    }

    /// The Western year.
    pub fn year(self) -> i32 {
        self.first_day.year()
    }

    /// The month, from 1 to 12.
    pub fn month(self) -> u32 {
        self.first_day.month()
    }

    /// The first day of the month.
    pub fn first_day(self) -> NaiveDate {
        self.first_day
    }

    /// The last day of the month.
    pub fn last_day(self) -> NaiveDate {
        self.first_day + Months::new(1) - Days::new(1)
    }
}

impl fmt::Display for YearMonth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.month())
    }
}

/// Reads the stored form only; for what people type there is [`super::parse_year_month`].
impl FromStr for YearMonth {
    type Err = InvalidYearMonth;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let invalid = || InvalidYearMonth(text.to_owned());
        let (year, month) = text.split_once('-').ok_or_else(invalid)?;
        let numeric = |part: &str, length| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
        if !numeric(year, 4) || !numeric(month, 2) {
            return Err(invalid());
        }
        let year = year.parse().map_err(|_| invalid())?;
        let month = month.parse().map_err(|_| invalid())?;
        Self::new(year, month).ok_or_else(invalid)
    }
}

impl TryFrom<String> for YearMonth {
    type Error = InvalidYearMonth;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<YearMonth> for String {
    fn from(month: YearMonth) -> Self {
        month.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_knows_its_first_and_last_day() {
        let month: YearMonth = "2028-02".parse().unwrap();

        assert_eq!(month.first_day().to_string(), "2028-02-01");
        assert_eq!(month.last_day().to_string(), "2028-02-29");
        assert_eq!(YearMonth::of(month.last_day()), month);
    }

    #[test]
    fn a_month_is_stored_as_year_and_month() {
        let stored = serde_json::to_string(&YearMonth::new(2026, 4)).unwrap();

        assert_eq!(stored, r#""2026-04""#);
        assert_eq!(serde_json::from_str::<YearMonth>(&stored).ok(), YearMonth::new(2026, 4));
    }

    #[test]
    fn a_month_that_does_not_exist_is_not_read() {
        for text in ["2026-13", "2026-00", "2026-4", "2026", "+026-04", "0000-01", "2026-04-01"] {
            assert_eq!(text.parse::<YearMonth>(), Err(InvalidYearMonth(text.to_owned())));
        }
    }
}
