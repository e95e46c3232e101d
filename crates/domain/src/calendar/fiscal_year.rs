//! The fiscal year (年度), 1 April to 31 March.

use std::fmt;

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use super::{DateInputError, EraYear, Precision, YearMonth, parse_date};

/// A fiscal year, named after the calendar year in which it begins; stored and sent as that number.
///
/// Written in the era that its first calendar year ended in, so 2019年度 is 令和元年度 although it began in 平成31年.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "i32", into = "i32")]
pub struct FiscalYear {
    april: YearMonth,
}

/// A number that is not the year of a fiscal year (1 to 9998).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} is not a fiscal year")]
pub struct InvalidFiscalYear(i32);

impl FiscalYear {
    /// The fiscal year in which a day lies.
    pub fn of(day: NaiveDate) -> Self {
        let months_since_april = (day.month0() + 9) % 12;
        Self { april: YearMonth::of(day - Months::new(months_since_april)) }
    }

    /// The calendar year in which it begins.
    pub fn start_year(self) -> i32 {
        self.april.year()
    }

    /// 1 April.
    pub fn first_day(self) -> NaiveDate {
        self.april.first_day()
    }

    /// 31 March of the following calendar year.
    pub fn last_day(self) -> NaiveDate {
        self.first_day() + Months::new(12) - Days::new(1)
    }

    /// Whether a day lies in it.
    pub fn contains(self, day: NaiveDate) -> bool {
        Self::of(day) == self
    }

    /// 令和7年度; 令和元年度; before 明治 1850年度.
    pub fn label(self) -> String {
        let december = self.first_day() + Months::new(9) - Days::new(1);
        EraYear::on(december).map_or_else(|| self.western_label(), |year| format!("{year}度"))
    }

    /// 2025年度.
    pub fn western_label(self) -> String {
        format!("{}年度", self.start_year())
    }

    /// Reads 令和7年度, 平成31年度, 令和元年度, R7, 2025年度, 2025, FY2025.
    ///
    /// # Errors
    ///
    /// As [`parse_date`], and [`DateInputError::OtherPrecision`] for a month or a day.
    pub fn parse(typed: &str) -> Result<Self, DateInputError> {
        let text: String = typed.nfkc().collect();
        let text = text.trim();
        let text = text.strip_prefix("FY").unwrap_or(text);
        let date = parse_date(text.strip_suffix('度').unwrap_or(text))?;
        let is_year = date.precision() == Precision::Year && !date.is_approximate();
        let named = is_year.then(|| Self::try_from(date.first_day().year()).ok()).flatten();
        named.ok_or(DateInputError::OtherPrecision { date })
    }
}

impl fmt::Display for FiscalYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.label())
    }
}

impl TryFrom<i32> for FiscalYear {
    type Error = InvalidFiscalYear;

    fn try_from(start_year: i32) -> Result<Self, Self::Error> {
        YearMonth::new(start_year, 4)
            .filter(|april| april.year() < 9999)
            .map(|april| Self { april })
            .ok_or(InvalidFiscalYear(start_year))
    }
}

impl From<FiscalYear> for i32 {
    fn from(year: FiscalYear) -> Self {
        year.start_year()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn year_of(day: &str) -> String {
        FiscalYear::of(day.parse().unwrap()).label()
    }

    #[test]
    fn u3_the_year_turns_between_31_march_and_1_april() {
        for (march, april, before, after) in [
            ("1989-03-31", "1989-04-01", "昭和63年度", "平成元年度"),
            ("2019-03-31", "2019-04-01", "平成30年度", "令和元年度"),
            ("2020-03-31", "2020-04-01", "令和元年度", "令和2年度"),
            ("2025-03-31", "2025-04-01", "令和6年度", "令和7年度"),
            ("2026-03-31", "2026-04-01", "令和7年度", "令和8年度"),
        ] {
            assert_eq!(year_of(march), before);
            assert_eq!(year_of(april), after);
        }
    }

    #[test]
    fn u3_heisei_31_and_reiwa_1_are_the_same_fiscal_year() {
        let names = [
            "令和元年度",
            "平成31年度",
            "平成３１年度",
            "R1",
            "H31年度",
            "2019年度",
            "2019",
            "FY2019",
            "平成31年・令和元年度",
        ];

        for name in names {
            assert_eq!(FiscalYear::parse(name).map(FiscalYear::start_year), Ok(2019), "{name}");
        }
        assert!(matches!(FiscalYear::parse("平成32年度"), Err(DateInputError::NotInEra { .. })));
        assert!(matches!(FiscalYear::parse("令和7年4月"), Err(DateInputError::OtherPrecision { .. })));
    }

    #[test]
    fn u3_a_fiscal_year_runs_from_1_april_to_31_march() {
        let year = FiscalYear::try_from(2027).unwrap();

        assert_eq!(year.first_day().to_string(), "2027-04-01");
        assert_eq!(year.last_day().to_string(), "2028-03-31");
        assert!(year.contains(year.first_day()) && year.contains(year.last_day()));
        assert!(!year.contains("2028-04-01".parse().unwrap()));
        assert_eq!(year.western_label(), "2027年度");
    }

    #[test]
    fn a_fiscal_year_is_stored_as_its_first_calendar_year() {
        let stored = serde_json::to_string(&FiscalYear::try_from(2025).unwrap()).unwrap();

        assert_eq!(stored, "2025");
        assert_eq!(serde_json::from_str::<FiscalYear>("2025").unwrap().label(), "令和7年度");
        assert!(serde_json::from_str::<FiscalYear>("0").is_err());
    }
}
