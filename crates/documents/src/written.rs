//! How stored values are written on a sheet.

use banso_domain::calendar::{DateStyle, EraYear, PartialDate, Precision, format};
use banso_domain::form::{Field, Kind, Language};
use chrono::{Datelike, NaiveDateTime};
use serde::Serialize;
use serde_json::Value;

use crate::RenderOptions;

/// A day taken apart for sheets on which the era is ticked and year, month and day have their places.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct DayParts {
    /// The letter of the era: M, T, S, H or R.
    pub(crate) era: String,
    pub(crate) year: i32,
    pub(crate) month: Option<u32>,
    pub(crate) day: Option<u32>,
}

/// The value as the reader sees it; empty when there is none, and as it stands when it is not what the field expects.
pub(crate) fn written(field: &Field, value: &Value, options: &RenderOptions) -> String {
    match (field.kind, value) {
        (_, Value::Null) => String::new(),
        (_, Value::Array(items)) => {
            let words: Vec<String> = items.iter().map(|item| written(field, item, options)).collect();
            words.join(if options.language == Language::Ja { "、" } else { ", " })
        }
        (Kind::Single | Kind::Multi, Value::String(id)) => match field.option(id) {
            Some(option) => option.label.text(options.on, options.language).to_owned(),
            None => id.clone(),
        },
        (Kind::YesNo, Value::Bool(yes)) => yes_no(*yes, options.language).to_owned(),
        (Kind::Money, Value::Number(number)) => number.as_i64().map_or_else(|| number.to_string(), thousands),
        (Kind::Date | Kind::PartialDate | Kind::YearMonth, Value::String(text)) => {
            text.parse().map_or_else(|_| text.clone(), |date| date_in_words(date, options))
        }
        (Kind::DateTime, Value::String(text)) => date_time(text, options),
        (_, Value::String(text)) => clean(text),
        (_, other) => other.to_string(),
    }
}

/// 有/無 as printed.
pub(crate) fn yes_no(yes: bool, language: Language) -> &'static str {
    match (yes, language) {
        (true, Language::Ja) => "有",
        (false, Language::Ja) => "無",
        (true, Language::En) => "yes",
        (false, Language::En) => "no",
    }
}

/// The date in the style and language asked for.
pub(crate) fn date_in_words(date: PartialDate, options: &RenderOptions) -> String {
    match options.language {
        Language::Ja => format::long(date, options.dates),
        Language::En => format::english(date, options.dates),
    }
}

fn date_time(text: &str, options: &RenderOptions) -> String {
    let time = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
        .iter()
        .find_map(|format| NaiveDateTime::parse_from_str(text, format).ok());
    match (time, text.parse::<PartialDate>()) {
        (Some(at), _) => format!("{} {}", date_in_words(at.date().into(), options), at.format("%H:%M")),
        (None, Ok(day)) => date_in_words(day, options),
        (None, Err(_)) => text.to_owned(),
    }
}

/// The parts of a date, when the reader wants eras and there was an era.
pub(crate) fn day_parts(value: &Value, dates: DateStyle) -> Option<DayParts> {
    let date: PartialDate = value.as_str()?.parse().ok()?;
    let first = date.first_day();
    if dates == DateStyle::Western || date.is_approximate() || date.precision() == Precision::Year {
        return None;
    }
    let year = EraYear::on(first)?;
    Some(DayParts {
        era: year.era.letter().to_string(),
        year: year.year,
        month: Some(first.month()),
        day: date.exact().map(|day| day.day()),
    })
}

/// The place left for a value on an empty sheet.
pub(crate) fn blank(kind: Kind, options: &RenderOptions) -> String {
    let era = EraYear::on(options.on).map(|year| year.era.to_string()).unwrap_or_default();
    let era = if options.dates == DateStyle::Era { era.as_str() } else { "　　" };
    match (kind, options.language) {
        (Kind::Date | Kind::PartialDate, Language::Ja) => format!("{era}　　年　　月　　日"),
        (Kind::DateTime, Language::Ja) => format!("{era}　　年　　月　　日　　時　　分"),
        (Kind::YearMonth, Language::Ja) => format!("{era}　　年　　月"),
        (Kind::Integer | Kind::Money | Kind::Computed, _) => "　　　　".to_owned(),
        _ => String::new(),
    }
}

/// 1234567 as 1,234,567.
pub(crate) fn thousands(amount: i64) -> String {
    let digits = amount.unsigned_abs().to_string();
    let mut text = if amount < 0 { "-".to_owned() } else { String::new() };
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Text without the control characters that no printer knows; line ends and tabs stay.
fn clean(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_grouped_by_thousands() {
        let written: Vec<String> = [0, 7, 999, 1000, 53_700, 1_234_567].map(thousands).into();

        assert_eq!(written, ["0", "7", "999", "1,000", "53,700", "1,234,567"]);
    }

    #[test]
    fn u2_the_last_day_of_an_era_belongs_to_it() {
        let parts = |iso: &str| day_parts(&iso.into(), DateStyle::Era).map(|parts| (parts.era, parts.year));

        assert_eq!(parts("2019-04-30"), Some(("H".into(), 31)));
        assert_eq!(parts("2019-05-01"), Some(("R".into(), 1)));
        assert_eq!(parts("1989-01-07"), Some(("S".into(), 64)));
    }
}
