//! How dates look in a workbook: they stay dates, and a number format writes them in eras.
//!
//! The formats are those that both Excel and LibreOffice know. Neither of them writes 元年 by itself everywhere, so dates of a first
//! year get a format that says so.

use banso_domain::calendar::{DateStyle, EraYear};
use banso_domain::form::Language;
use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::Format;

use crate::RenderOptions;

/// The formats of one kind of date: as usual, and in the first year of an era.
struct ByYear {
    usual: Format,
    first: Format,
}

impl ByYear {
    fn of(&self, date: NaiveDate) -> &Format {
        let is_first = EraYear::on(date).is_some_and(|year| year.year == 1);
        if is_first { &self.first } else { &self.usual }
    }
}

pub(super) struct DateFormats {
    day: ByYear,
    month: ByYear,
    time: ByYear,
    short_day: Format,
    short_month: Format,
    /// Characters that a day takes when it is written out.
    pub(super) day_characters: f64,
}

impl DateFormats {
    /// The formats as the reader likes years; `cell` makes a cell's format from a number format.
    pub(super) fn new(options: &RenderOptions, cell: impl Fn(&str) -> Format) -> Self {
        let by_year = |rest: &str| ByYear {
            usual: cell(&pattern(options, rest, false)),
            first: cell(&pattern(options, rest, true)),
        };
        let japanese = options.language == Language::Ja;
        let (day, month) = if japanese { (r#"m"月"d"日""#, r#"m"月""#) } else { ("d mmmm", "mmmm") };
        let (short_day, short_month) = match (options.language, options.dates) {
            (Language::Ja, DateStyle::Era | DateStyle::Both) => ("[$-411]ge.m.d", "[$-411]ge.m"),
            _ => ("yyyy/m/d", "yyyy/m"),
        };
        Self {
            day: by_year(day),
            month: by_year(month),
            time: by_year(&format!("{day} h:mm")),
            short_day: cell(short_day),
            short_month: cell(short_month),
            day_characters: if japanese && options.dates == DateStyle::Both { 28.0 } else { 18.0 },
        }
    }

    pub(super) fn day(&self, date: NaiveDate, short: bool) -> &Format {
        if short { &self.short_day } else { self.day.of(date) }
    }

    pub(super) fn month(&self, date: NaiveDate, short: bool) -> &Format {
        if short { &self.short_month } else { self.month.of(date) }
    }

    pub(super) fn time(&self, date: NaiveDate) -> &Format {
        self.time.of(date)
    }
}

/// The number format of a year with the rest of its date.
fn pattern(options: &RenderOptions, rest: &str, first_year: bool) -> String {
    let era = if first_year { r#"[$-411]ggg"元年""# } else { r#"[$-411]ggge"年""# };
    match (options.language, options.dates) {
        (Language::Ja, DateStyle::Western) => format!(r#"yyyy"年"{rest}"#),
        (Language::Ja, DateStyle::Era) => format!("{era}{rest}"),
        (Language::Ja, DateStyle::Both) => format!(r#"{era}{rest}"（"yyyy"年）""#),
        (Language::En, _) => match rest.split_once(" h:mm") {
            Some((day, _)) => format!("{day} yyyy h:mm"),
            None => format!("{rest} yyyy"),
        },
    }
}

/// The first year that Excel can count days from.
pub(super) fn is_in_reach(date: NaiveDate) -> bool {
    date.year() >= 1900
}

#[cfg(test)]
mod tests {
    use super::*;

    fn patterns(dates: DateStyle) -> [String; 2] {
        let options = RenderOptions { dates, ..RenderOptions::on(NaiveDate::MIN) };
        [false, true].map(|first_year| pattern(&options, r#"m"月"d"日""#, first_year))
    }

    #[test]
    fn u23_eras_are_number_formats_with_the_first_year_as_gannen() {
        assert_eq!(patterns(DateStyle::Era), [r#"[$-411]ggge"年"m"月"d"日""#, r#"[$-411]ggg"元年"m"月"d"日""#]);
        assert_eq!(patterns(DateStyle::Western), [r#"yyyy"年"m"月"d"日""#; 2]);
        assert_eq!(patterns(DateStyle::Both)[0], r#"[$-411]ggge"年"m"月"d"日""（"yyyy"年）""#);
    }

    #[test]
    fn u2_the_format_of_a_date_is_chosen_by_its_day_and_not_by_its_year() {
        let formats =
            DateFormats::new(&RenderOptions::on(NaiveDate::MIN), |pattern| Format::new().set_num_format(pattern));
        let is_first = |day: &str| formats.day(day.parse().unwrap(), false) == &formats.day.first;

        assert!(is_first("2019-05-01") && is_first("2019-12-31") && is_first("1989-01-08"));
        assert!(!is_first("2019-04-30") && !is_first("2020-01-01") && !is_first("1989-01-07"));
    }
}
