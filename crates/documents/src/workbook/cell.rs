//! What a cell holds, by type.

use banso_domain::calendar::{PartialDate, Precision};
use banso_domain::form::Kind;
use chrono::{NaiveDate, NaiveDateTime};
use serde_json::Value;

use super::dates::is_in_reach;

/// The most characters that are put into one cell; Excel itself ends at 32,767, counted in UTF-16 units.
const FULL_CELL: usize = 32_000;

/// The content of one cell. Words are always [`Cell::Text`], so that what begins with = + - or @ is never a formula and
/// telephone numbers keep their zeros.
pub(super) enum Cell {
    Text(String),
    Number(f64),
    /// With parts.
    Figure(f64),
    /// Yen.
    Amount(f64),
    Day(NaiveDate),
    /// The first day of a month that stands for the month.
    Month(NaiveDate),
    Time(NaiveDateTime),
}

impl Cell {
    /// The value in one cell, or in several when the text is longer than one holds.
    pub(super) fn of(kind: Kind, text: &str, value: &Value) -> Vec<Self> {
        match Self::typed(kind, value) {
            Some(cell) => vec![cell],
            None => in_cells(text).map(Cell::Text).collect(),
        }
    }

    fn typed(kind: Kind, value: &Value) -> Option<Self> {
        match kind {
            Kind::Integer | Kind::Computed => value.as_f64().map(Cell::Number),
            Kind::Money => value.as_f64().map(Cell::Amount),
            Kind::Date | Kind::PartialDate | Kind::YearMonth => {
                let date: PartialDate = value.as_str()?.parse().ok()?;
                let in_reach = is_in_reach(date.first_day()) && !date.is_approximate();
                match date.precision() {
                    Precision::Day if in_reach => Some(Cell::Day(date.first_day())),
                    Precision::Month if in_reach => Some(Cell::Month(date.first_day())),
                    _ => None,
                }
            }
            Kind::DateTime => {
                let at = NaiveDateTime::parse_from_str(value.as_str()?, "%Y-%m-%dT%H:%M").ok()?;
                is_in_reach(at.date()).then_some(Cell::Time(at))
            }
            _ => None,
        }
    }
}

/// The text in parts that fit into cells; one empty part for an empty text.
pub(super) fn in_cells(text: &str) -> impl Iterator<Item = String> {
    let mut parts = vec![String::new()];
    let mut units = 0;
    for character in text.chars() {
        if units + character.len_utf16() > FULL_CELL {
            parts.push(String::new());
            units = 0;
        }
        units += character.len_utf16();
        if let Some(part) = parts.last_mut() {
            part.push(character);
        }
    }
    parts.into_iter()
}

/// How many lines a text takes in a column of this many Western characters; a kanji takes two.
pub(super) fn lines_in(text: &str, characters: f64) -> f64 {
    let line_count = |line: &str| {
        let width: u32 = line.chars().map(|character| if character.is_ascii() { 1 } else { 2 }).sum();
        (f64::from(width) / characters).ceil().max(1.0)
    };
    text.lines().map(line_count).sum::<f64>().max(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_of_100_000_characters_is_cut_into_cells_without_losing_one() {
        let note = "あ𠮷".repeat(50_000);

        let parts: Vec<String> = in_cells(&note).collect();

        assert!(parts.iter().all(|part| part.encode_utf16().count() <= 32_767));
        assert_eq!(parts.concat(), note);
    }
}
