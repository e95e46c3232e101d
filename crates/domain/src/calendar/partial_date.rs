//! A date of a life history, known to the day, the month or the year, exactly or about.

use std::{fmt, str::FromStr};

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::YearMonth;

/// A date as well as it is known.
///
/// Stored and sent as ISO text cut at what is known: `1985-04-01`, `1985-04`, `1985`; a final `~` says 頃 (about).
/// Ordered by the first day it can mean; of two with the same first day the less precise comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PartialDate {
    first_day: NaiveDate,
    precision: Precision,
    approximate: bool,
}

/// How much of a date is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// Only the year.
    Year,
    /// Year and month.
    Month,
    /// The day.
    Day,
}

/// The text was not a date in the stored form.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a date written as 1985-04-01, 1985-04 or 1985")]
pub struct InvalidPartialDate(String);

impl PartialDate {
    /// Only the year is known; `None` unless it is from 1 to 9999.
    pub fn year(year: i32) -> Option<Self> {
        let first_day = YearMonth::new(year, 1)?.first_day();
        Some(Self { first_day, precision: Precision::Year, approximate: false })
    }

    /// The same date, known only roughly (頃).
    pub fn about(self) -> Self {
        Self { approximate: true, ..self }
    }

    /// Whether the date is known only roughly (頃).
    pub fn is_approximate(self) -> bool {
        self.approximate
    }

    /// How much is known.
    pub fn precision(self) -> Precision {
        self.precision
    }

    /// The day, if it is known to the day and not only roughly.
    pub fn exact(self) -> Option<NaiveDate> {
        (self.precision == Precision::Day && !self.approximate).then_some(self.first_day)
    }

    /// The first day that the date can mean, 頃 left aside.
    pub fn first_day(self) -> NaiveDate {
        self.first_day
    }

    /// The last day that the date can mean, 頃 left aside.
    pub fn last_day(self) -> NaiveDate {
        match self.precision {
            Precision::Day => self.first_day,
            Precision::Month => YearMonth::of(self.first_day).last_day(),
            Precision::Year => YearMonth::new(self.first_day.year(), 12).map_or(self.first_day, YearMonth::last_day),
        }
    }

    /// Whether all days that `other` can mean are among the days of this one.
    pub(crate) fn covers(self, other: Self) -> bool {
        self.first_day <= other.first_day && other.last_day() <= self.last_day()
    }
}

impl From<NaiveDate> for PartialDate {
    fn from(day: NaiveDate) -> Self {
        Self { first_day: day, precision: Precision::Day, approximate: false }
    }
}

impl From<YearMonth> for PartialDate {
    fn from(month: YearMonth) -> Self {
        Self { first_day: month.first_day(), precision: Precision::Month, approximate: false }
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.precision {
            Precision::Day => write!(f, "{}", self.first_day)?,
            Precision::Month => write!(f, "{}", YearMonth::of(self.first_day))?,
            Precision::Year => write!(f, "{:04}", self.first_day.year())?,
        }
        f.write_str(if self.approximate { "~" } else { "" })
    }
}

/// Reads the stored form only; for what people type there is [`super::parse_date`].
impl FromStr for PartialDate {
    type Err = InvalidPartialDate;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (date, approximate) = text.strip_suffix('~').map_or((text, false), |date| (date, true));
        let month = date.get(..7).and_then(|month| month.parse::<YearMonth>().ok());
        let read = match (date.len(), month) {
            (10, Some(_)) => date.parse().ok().map(|day: NaiveDate| Self::from(day)),
            (7, Some(month)) => Some(Self::from(month)),
            (4, None) if date.bytes().all(|byte| byte.is_ascii_digit()) => date.parse().ok().and_then(Self::year),
            _ => None,
        };
        // Written back, the date must be the same text: the parser beneath forgives spaces and signs, the store does not.
        read.map(|read| Self { approximate, ..read })
            .filter(|read| read.to_string() == text)
            .ok_or_else(|| InvalidPartialDate(text.to_owned()))
    }
}

impl TryFrom<String> for PartialDate {
    type Error = InvalidPartialDate;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<PartialDate> for String {
    fn from(date: PartialDate) -> Self {
        date.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> PartialDate {
        text.parse().unwrap()
    }

    #[test]
    fn u1_what_is_known_is_stored_and_no_more() {
        for text in ["1985-04-01", "1985-04", "1985", "1985-04~", "1985~", "1985-04-01~"] {
            let stored = serde_json::to_string(&date(text)).unwrap();

            assert_eq!(stored, format!("\"{text}\""));
            assert_eq!(serde_json::from_str::<PartialDate>(&stored).unwrap(), date(text));
        }
    }

    #[test]
    fn only_a_known_day_is_exact() {
        assert_eq!(date("1985-04-01").exact(), NaiveDate::from_ymd_opt(1985, 4, 1));
        assert_eq!(date("1985-04-01~").exact(), None);
        assert_eq!(date("1985-04").exact(), None);
    }

    #[test]
    fn a_life_history_sorts_with_the_vaguer_entry_first() {
        let mut history = ["1985-04-01", "1985-05", "1984-12-31", "1985", "1985-04", "1985-04~"].map(date);

        history.sort();

        assert_eq!(
            history.map(|date| date.to_string()).join(" "),
            "1984-12-31 1985 1985-04 1985-04~ 1985-04-01 1985-05"
        );
    }

    #[test]
    fn a_year_spans_january_to_december() {
        assert_eq!(date("1985").first_day().to_string(), "1985-01-01");
        assert_eq!(date("1985").last_day().to_string(), "1985-12-31");
        assert_eq!(date("1985-02").last_day().to_string(), "1985-02-28");
    }

    #[test]
    fn other_texts_are_not_taken_from_the_store() {
        for text in
            ["", "~", "1985-4-1", "1985-02-30", "1985-13", "85", "昭和60", "1985-04-01 ", "1985-04- 1", "０１２３"]
        {
            assert_eq!(text.parse::<PartialDate>(), Err(InvalidPartialDate(text.to_owned())));
        }
    }
}
