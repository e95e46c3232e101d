//! Dates as they are shown: in eras, in Western years, in both, in English.
//!
//! Every function takes a day, a month or a [`PartialDate`]; what it writes [`super::parse_date`] reads back.

use chrono::{Datelike, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use super::{EraYear, PartialDate, Precision};

/// The months in English, January first.
pub(super) const ENGLISH_MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// How a reader wants to see years.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateStyle {
    /// 令和7年4月1日.
    #[default]
    Era,
    /// 2025年4月1日.
    Western,
    /// 令和7年4月1日（2025年4月1日）.
    Both,
}

/// 令和7年4月1日, 2025年4月1日 or 令和7年4月1日（2025年4月1日）; 昭和60年4月頃; 平成31年・令和元年.
pub fn long(date: impl Into<PartialDate>, style: DateStyle) -> String {
    let date = date.into();
    in_style(style, || era_long(date), || western_long(date), "")
}

/// 令和7年4月1日（火） or, in both, 令和7年4月1日（2025年4月1日・火）: the answer to what was typed.
pub fn long_with_weekday(day: NaiveDate, style: DateStyle) -> String {
    let weekday = weekday(day.weekday());
    match style {
        DateStyle::Both => {
            in_style(style, || era_long(day.into()), || western_long(day.into()), &format!("・{weekday}"))
        }
        DateStyle::Era | DateStyle::Western => format!("{}（{weekday}）", long(day, style)),
    }
}

/// R7.4.1, 2025/4/1 or R7.4.1（2025/4/1）, for narrow columns.
pub fn short(date: impl Into<PartialDate>, style: DateStyle) -> String {
    let date = date.into();
    in_style(style, || era_short(date), || western_short(date), "")
}

/// 1 April 2025, April 2025, 2025; with an era, 1 April 2025 (Reiwa 7); roughly, about April 1985.
pub fn english(date: impl Into<PartialDate>, style: DateStyle) -> String {
    let date = date.into();
    let day = date.first_day();
    let about = if date.is_approximate() { "about " } else { "" };
    let western = match date.precision() {
        Precision::Day => format!("{about}{} {} {}", day.day(), english_month(day), day.year()),
        Precision::Month => format!("{about}{} {}", english_month(day), day.year()),
        Precision::Year => format!("{about}{}", day.year()),
    };
    let eras: Vec<_> = era_years(date).map(|year| format!("{} {}", year.era.english(), year.year)).collect();
    if style == DateStyle::Western || eras.is_empty() { western } else { format!("{western} ({})", eras.join(", ")) }
}

/// The weekday in one character: 火.
pub fn weekday(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Mon => "月",
        Weekday::Tue => "火",
        Weekday::Wed => "水",
        Weekday::Thu => "木",
        Weekday::Fri => "金",
        Weekday::Sat => "土",
        Weekday::Sun => "日",
    }
}

/// Before 明治 there is no era to write; such a date is written in Western years in every style.
fn in_style(
    style: DateStyle,
    era: impl Fn() -> Option<String>,
    western: impl Fn() -> String,
    in_brackets: &str,
) -> String {
    match (style, era()) {
        (DateStyle::Era, Some(era)) => era,
        (DateStyle::Both, Some(era)) => format!("{era}（{}{in_brackets}）", western()),
        (DateStyle::Western, _) | (_, None) => western(),
    }
}

/// The era years that a date can mean: two for a month or year in which an era changed.
fn era_years(date: PartialDate) -> impl Iterator<Item = EraYear> {
    let first = EraYear::on(date.first_day());
    let last = EraYear::on(date.last_day()).filter(|last| Some(*last) != first);
    first.into_iter().chain(last)
}

fn era_long(date: PartialDate) -> Option<String> {
    let years: Vec<_> = era_years(date).map(|year| year.to_string()).collect();
    let year = Some(years.join("・")).filter(|year| !year.is_empty())?;
    Some(format!("{year}{}{}", month_and_day(date), about(date)))
}

fn western_long(date: PartialDate) -> String {
    format!("{}年{}{}", date.first_day().year(), month_and_day(date), about(date))
}

fn era_short(date: PartialDate) -> Option<String> {
    let years: Vec<_> = era_years(date).map(EraYear::short).collect();
    let year = Some(years.join("・")).filter(|year| !year.is_empty())?;
    Some(format!("{year}{}{}", month_and_day_marked(date, '.'), about(date)))
}

fn western_short(date: PartialDate) -> String {
    format!("{}{}{}", date.first_day().year(), month_and_day_marked(date, '/'), about(date))
}

fn month_and_day(date: PartialDate) -> String {
    let day = date.first_day();
    match date.precision() {
        Precision::Day => format!("{}月{}日", day.month(), day.day()),
        Precision::Month => format!("{}月", day.month()),
        Precision::Year => String::new(),
    }
}

fn month_and_day_marked(date: PartialDate, mark: char) -> String {
    let day = date.first_day();
    match date.precision() {
        Precision::Day => format!("{mark}{}{mark}{}", day.month(), day.day()),
        Precision::Month => format!("{mark}{}", day.month()),
        Precision::Year => String::new(),
    }
}

fn about(date: PartialDate) -> &'static str {
    if date.is_approximate() { "頃" } else { "" }
}

fn english_month(day: NaiveDate) -> &'static str {
    ENGLISH_MONTHS[day.month0() as usize]
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;
    use proptest::prelude::*;

    use super::{
        super::{parse_date, parse_day},
        *,
    };

    const STYLES: [DateStyle; 3] = [DateStyle::Era, DateStyle::Western, DateStyle::Both];

    fn forms(stored: &str) -> String {
        let date: PartialDate = stored.parse().unwrap();
        let all = |write: fn(PartialDate, DateStyle) -> String| STYLES.map(|style| write(date, style)).join("  ");
        [all(long), all(short), all(english)].join("\n")
    }

    #[test]
    fn u2_a_day_in_every_style() {
        assert_snapshot!(forms("2025-04-01"), @r"
        令和7年4月1日  2025年4月1日  令和7年4月1日（2025年4月1日）
        R7.4.1  2025/4/1  R7.4.1（2025/4/1）
        1 April 2025 (Reiwa 7)  1 April 2025  1 April 2025 (Reiwa 7)
        ");
    }

    #[test]
    fn u1_a_month_of_a_life_history_keeps_its_about() {
        assert_snapshot!(forms("1985-04~"), @r"
        昭和60年4月頃  1985年4月頃  昭和60年4月頃（1985年4月頃）
        S60.4頃  1985/4頃  S60.4頃（1985/4頃）
        about April 1985 (Showa 60)  about April 1985  about April 1985 (Showa 60)
        ");
    }

    #[test]
    fn u2_a_year_in_which_the_era_changed_shows_both_years() {
        assert_snapshot!(forms("2019"), @r"
        平成31年・令和元年  2019年  平成31年・令和元年（2019年）
        H31・R1  2019  H31・R1（2019）
        2019 (Heisei 31, Reiwa 1)  2019  2019 (Heisei 31, Reiwa 1)
        ");
        assert_eq!(long("1989-01".parse::<PartialDate>().unwrap(), DateStyle::Era), "昭和64年・平成元年1月");
        assert_eq!(long("2019-04".parse::<PartialDate>().unwrap(), DateStyle::Era), "平成31年4月");
    }

    #[test]
    fn u2_the_era_is_shown_by_day_and_not_by_year() {
        let written = ["1989-01-07", "1989-01-08", "2019-04-30", "2019-05-01"]
            .map(|day| long(day.parse::<NaiveDate>().unwrap(), DateStyle::Era));

        assert_eq!(written, ["昭和64年1月7日", "平成元年1月8日", "平成31年4月30日", "令和元年5月1日"]);
    }

    #[test]
    fn u1_the_answer_to_a_typed_day_shows_both_forms_and_the_weekday() {
        let day = parse_day("r070401").unwrap();

        assert_eq!(long_with_weekday(day, DateStyle::Both), "令和7年4月1日（2025年4月1日・火）");
        assert_eq!(long_with_weekday(day, DateStyle::Era), "令和7年4月1日（火）");
    }

    #[test]
    fn a_day_before_meiji_is_written_in_western_years() {
        let day: NaiveDate = "1868-10-22".parse().unwrap();

        assert_eq!(long(day, DateStyle::Both), "1868年10月22日");
    }

    fn any_date() -> impl Strategy<Value = PartialDate> {
        (1869i32..=2100, 1u32..=12, 1u32..=31, 0..3, any::<bool>()).prop_filter_map(
            "a day that exists",
            |(year, month, day, precision, about)| {
                let date = match precision {
                    0 => PartialDate::year(year)?,
                    1 => super::super::YearMonth::new(year, month)?.into(),
                    _ => NaiveDate::from_ymd_opt(year, month, day)?.into(),
                };
                Some(if about { date.about() } else { date })
            },
        )
    }

    proptest! {
        #[test]
        fn u1_whatever_is_shown_can_be_typed_again(date in any_date()) {
            for style in STYLES {
                prop_assert_eq!(parse_date(&long(date, style)), Ok(date));
                prop_assert_eq!(parse_date(&short(date, style)), Ok(date));
                prop_assert_eq!(parse_date(&english(date, style)), Ok(date));
            }
            prop_assert_eq!(parse_date(&date.to_string()), Ok(date));
            if let Some(day) = date.exact() {
                for style in STYLES {
                    prop_assert_eq!(parse_day(&long_with_weekday(day, style)), Ok(day));
                }
            }
        }
    }
}
