//! The cells of a row as they are read.

use chrono::{Datelike, NaiveDate};

use super::schema::Table;

/// A day as it stands in a cell; empty where it is unknown.
pub fn opt(day: Option<NaiveDate>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

/// The first day of a month, where only the month is known.
pub fn month(day: NaiveDate) -> String {
    day.with_day(1).unwrap_or(day).to_string()
}

/// The years in which something about a person who is supported, or their contacts, can have been.
const YEARS: std::ops::RangeInclusive<i32> = 1880..=2150;

/// A day written as `2026-04-01`; none where there is no such day.
pub(super) fn date(text: &str) -> Option<NaiveDate> {
    let bytes = text.as_bytes();
    let well_formed = bytes.len() == 10
        && bytes.iter().enumerate().all(|(at, byte)| match at {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if !well_formed {
        return None;
    }
    let number =
        |from: usize, to: usize| bytes[from..to].iter().fold(0_u32, |sum, digit| sum * 10 + u32::from(digit - b'0'));
    let year = i32::try_from(number(0, 4)).ok().filter(|year| YEARS.contains(year))?;
    NaiveDate::from_ymd_opt(year, number(5, 7), number(8, 10))
}

/// A number from 0 on, written with digits and at most one point.
pub(super) fn number(text: &str) -> Option<f64> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    text.parse::<f64>().ok().filter(|number| plain && number.is_finite())
}

/// A year of four digits.
pub(super) fn year(text: &str) -> Option<i32> {
    let digits = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse::<i32>().ok().filter(|year| digits && YEARS.contains(year))
}

/// The cells of a row, in the order of the table's columns.
#[derive(Clone, Copy, Debug)]
pub struct Cells<'a> {
    table: Table,
    cells: &'a [&'a str],
}

impl<'a> Cells<'a> {
    /// The cells of a row of a table.
    pub fn new(table: Table, cells: &'a [&'a str]) -> Self {
        Self { table, cells }
    }

    /// The cell of a column; empty where it is unknown or there is no such column.
    pub fn get(&self, column: &str) -> &'a str {
        let place = self.table.columns().iter().position(|known| known.name == column);
        place.and_then(|place| self.cells.get(place)).copied().unwrap_or_default()
    }

    /// The cell at a place.
    pub(super) fn at(&self, place: usize) -> &'a str {
        self.cells.get(place).copied().unwrap_or_default()
    }

    /// The day in a column, where it is known.
    pub fn date(&self, column: &str) -> Option<NaiveDate> {
        date(self.get(column))
    }

    /// The number in a column, where it is known.
    pub fn number(&self, column: &str) -> Option<f64> {
        number(self.get(column))
    }
}
