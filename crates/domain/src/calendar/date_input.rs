//! Dates as people type them, in any of the forms of U1.
//!
//! What cannot be a date is refused with what a page needs to say why; nothing is guessed silently.

use chrono::{Datelike, NaiveDate, Weekday};
use unicode_normalization::UnicodeNormalization;

use super::{Era, PartialDate, Precision, YearMonth, written_date::WrittenDate};
use crate::text::marks::is_hyphen;

/// The earliest year that is taken: the first of 明治.
pub const FIRST_YEAR: i32 = 1868;

/// The latest year that is taken; beyond it a slip of the finger is likelier than a date.
pub const LAST_YEAR: i32 = 2100;

/// Why a typed date was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DateInputError {
    /// Nothing was typed.
    #[error("no date was typed")]
    Empty,
    /// No known form of a date.
    #[error("this does not look like a date")]
    NotRecognised,
    /// A year of one or two digits without an era: 25/4/1.
    #[error("year {year} needs four digits or an era")]
    YearNeedsEra {
        /// The year as typed.
        year: i32,
    },
    /// A Western year outside [`FIRST_YEAR`]..=[`LAST_YEAR`].
    #[error("year {year} is not between {FIRST_YEAR} and {LAST_YEAR}")]
    YearOutOfRange {
        /// The Western year.
        year: i32,
    },
    /// A month other than 1 to 12.
    #[error("there is no month {month}")]
    NoSuchMonth {
        /// The month as typed.
        month: u32,
    },
    /// A day that the month does not have: 30 February.
    #[error("{month} has no day {day}, it ends on day {last}")]
    NoSuchDay {
        /// The month that was typed.
        month: YearMonth,
        /// The day as typed.
        day: u32,
        /// The last day of that month.
        last: u32,
    },
    /// The day lies before or after the era it is counted in: 平成31年5月1日, 昭和64年1月8日, 令和元年4月30日.
    #[error("year {year} of {} does not reach this date; the era ran from {first}", .era.english())]
    NotInEra {
        /// The era as typed.
        era: Era,
        /// The year of the era as typed.
        year: i32,
        /// The first day of the era.
        first: NaiveDate,
        /// The last day of the era, `None` while it runs.
        last: Option<NaiveDate>,
        /// The date that follows when the years are counted on regardless, to offer under its right name.
        counted_on: Option<PartialDate>,
    },
    /// The weekday beside the date is another.
    #[error("{date} is not a {weekday}")]
    OtherWeekday {
        /// The day that was read.
        date: NaiveDate,
        /// The weekday as typed.
        weekday: Weekday,
    },
    /// Two dates were typed for one and they differ: 令和7年（2024年）4月1日.
    #[error("{date} and {other} are different dates")]
    PartsDiffer {
        /// The date outside the brackets.
        date: PartialDate,
        /// The date beside it.
        other: PartialDate,
    },
    /// A date, but known less or more exactly than the field asks.
    #[error("{date} is not as exact as asked for")]
    OtherPrecision {
        /// The date that was read.
        date: PartialDate,
    },
}

/// Reads a date as it is typed or pasted: 令和7年4月1日, 令7.4.1, R7/4/1, r070401, 平元.9.1, 平H9.11.25, 2025-04-01,
/// 20250401, full width, kanji numerals, `1 April 2025`; also a month, a year, 頃, and what [`mod@super::format`] writes.
///
/// # Errors
///
/// [`DateInputError`] says what is wrong, for the sentence beside the field.
pub fn parse_date(typed: &str) -> Result<PartialDate, DateInputError> {
    let text = tidy(typed);
    if text.is_empty() {
        return Err(DateInputError::Empty);
    }
    let (text, bracketed) = split_brackets(&text)?;
    let (text, approximate) = split_about(&text);
    // 平成31年・令和元年: the part before the point repeats the year.
    let (before, text) = text.rsplit_once('・').map_or((None, text), |(before, text)| (Some(before), text));
    let (text, weekday) = split_weekday(text);

    let written = WrittenDate::read(text).ok_or(DateInputError::NotRecognised)?;
    let date = existing(written)?;
    for aside in before.into_iter().chain(weekday).chain(bracketed.iter().flat_map(|text| text.split(['・', ',']))) {
        check_aside(date, aside)?;
    }
    Ok(if approximate { date.about() } else { date })
}

/// Reads a date that must be known to the day.
///
/// # Errors
///
/// As [`parse_date`], and [`DateInputError::OtherPrecision`] for a month, a year or 頃.
pub fn parse_day(typed: &str) -> Result<NaiveDate, DateInputError> {
    let date = parse_date(typed)?;
    date.exact().ok_or(DateInputError::OtherPrecision { date })
}

/// Reads a month: 令和8年4月, R8.4, 2026-04.
///
/// # Errors
///
/// As [`parse_date`], and [`DateInputError::OtherPrecision`] for a day, a year or 頃.
pub fn parse_year_month(typed: &str) -> Result<YearMonth, DateInputError> {
    let date = parse_date(typed)?;
    if date.precision() == Precision::Month && !date.is_approximate() {
        Ok(YearMonth::of(date.first_day()))
    } else {
        Err(DateInputError::OtherPrecision { date })
    }
}

/// One width, capitals, one kind of hyphen; blanks stay only between two digits, where they part numbers.
fn tidy(typed: &str) -> String {
    // The wave of 4月～ means "from"; composing would make it the ~ that means "about".
    let composed: String = typed.replace('～', "〜").nfkc().collect();
    let composed = composed.trim().to_ascii_uppercase();
    let marks: Vec<char> = composed.chars().map(|mark| if is_hyphen(mark) { '-' } else { mark }).collect();
    let mut tidied = String::with_capacity(composed.len());
    for (position, &mark) in marks.iter().enumerate() {
        if !mark.is_whitespace() {
            tidied.push(mark);
            continue;
        }
        let next = marks[position..].iter().find(|next| !next.is_whitespace());
        if tidied.ends_with(|last: char| last.is_ascii_digit()) && next.is_some_and(char::is_ascii_digit) {
            tidied.push(' ');
        }
    }
    tidied
}

/// Takes out what stands in brackets, as in 令和7年4月1日（2025年4月1日・火）.
fn split_brackets(text: &str) -> Result<(String, Vec<String>), DateInputError> {
    let mut outside = String::new();
    let mut bracketed = Vec::new();
    let mut rest = text;
    while let Some((before, opened)) = rest.split_once('(') {
        let (inside, after) = opened.split_once(')').ok_or(DateInputError::NotRecognised)?;
        outside.push_str(before);
        bracketed.push(inside.to_owned());
        rest = after;
    }
    outside.push_str(rest);
    if outside.contains(')') || bracketed.iter().any(|inside| inside.contains('(')) {
        return Err(DateInputError::NotRecognised);
    }
    Ok((outside, bracketed))
}

/// Takes off 生(まれ) and 頃 at the end, 約 and `about` at the beginning; answers whether the date is only about right.
fn split_about(text: &str) -> (&str, bool) {
    let text = ["生まれ", "生"].into_iter().find_map(|end| text.strip_suffix(end)).unwrap_or(text);
    let ends = ["頃", "ごろ", "ころ", "~"];
    let starts = ["約", "ABOUT"];
    let found = ends
        .into_iter()
        .find_map(|end| text.strip_suffix(end))
        .or_else(|| starts.into_iter().find_map(|start| text.strip_prefix(start)));
    found.map_or((text, false), |date| (date, true))
}

/// Takes off a weekday written out behind the date: 2025年4月1日火曜日.
fn split_weekday(text: &str) -> (&str, Option<&str>) {
    text.strip_suffix("曜日")
        .or_else(|| text.strip_suffix('曜'))
        .and_then(|named| named.char_indices().next_back())
        .map_or((text, None), |(start, _)| (&text[..start], Some(&text[start..])))
}

/// Checks that the month, the day and the era year exist.
fn existing(written: WrittenDate) -> Result<PartialDate, DateInputError> {
    let WrittenDate { era, year, month, day } = written;
    let western_year = match era {
        Some(era) => era.western_year(year),
        None if year < 100 => return Err(DateInputError::YearNeedsEra { year }),
        None => year,
    };
    let not_in_era = |era: Era, counted_on: Option<PartialDate>| {
        let (first, last) = (era.first_day(), era.last_day());
        DateInputError::NotInEra { era, year, first, last, counted_on }
    };
    if let Some(era) = era.filter(|_| year == 0) {
        return Err(not_in_era(era, None));
    }
    let whole_year = PartialDate::year(western_year)
        .filter(|_| (FIRST_YEAR..=LAST_YEAR).contains(&western_year))
        .ok_or_else(|| match era {
            Some(ended) if ended.last_day().is_some() => not_in_era(ended, None),
            _ => DateInputError::YearOutOfRange { year: western_year },
        })?;

    let date = match (month, day) {
        (None, _) => whole_year,
        (Some(month), day) => {
            let month = YearMonth::new(western_year, month).ok_or(DateInputError::NoSuchMonth { month })?;
            let last = month.last_day().day();
            match day {
                None => month.into(),
                Some(day) => {
                    month.first_day().with_day(day).ok_or(DateInputError::NoSuchDay { month, day, last })?.into()
                }
            }
        }
    };
    match era {
        Some(era) if !era.touches(date.first_day(), date.last_day()) => Err(not_in_era(era, Some(date))),
        _ => Ok(date),
    }
}

/// Checks what stands beside the date: its weekday, the same date in the other calendar, or a word that adds nothing.
fn check_aside(date: PartialDate, aside: &str) -> Result<(), DateInputError> {
    if let (Some(weekday), Some(day)) = (read_weekday(aside), date.exact()) {
        return if day.weekday() == weekday {
            Ok(())
        } else {
            Err(DateInputError::OtherWeekday { date: day, weekday })
        };
    }
    if matches!(aside, "祝" | "祝日" | "休" | "休日") {
        return Ok(());
    }
    let (aside, _) = split_about(aside);
    let other = existing(WrittenDate::read(aside).ok_or(DateInputError::NotRecognised)?)?;
    if other.covers(date) { Ok(()) } else { Err(DateInputError::PartsDiffer { date, other }) }
}

fn read_weekday(text: &str) -> Option<Weekday> {
    let name = text.strip_suffix("曜日").or_else(|| text.strip_suffix('曜')).unwrap_or(text);
    let mut weekday = Weekday::Mon;
    "月火水木金土日".chars().find_map(|known| {
        let this = weekday;
        weekday = weekday.succ();
        (name.chars().eq([known])).then_some(this)
    })
}

#[cfg(test)]
mod tests;
