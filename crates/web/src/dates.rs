//! Dates on pages: one stored value, shown as the reader likes it, with the ISO date for machines (U1, U2).

use askama::{Template, filters::HtmlSafe};
use banso_domain::calendar::{DateInputError, DateStyle, Era, PartialDate, clock_time, format, japan, parse_date};
use chrono::{DateTime, Datelike, NaiveDate, Utc};

use crate::text::{Lang, Texts};

/// How dates are shown to the reader of a page: the language and the reader's own setting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DateLook {
    /// The language of the page.
    pub lang: Lang,
    /// 和暦, 西暦 or both.
    pub style: DateStyle,
}

impl DateLook {
    /// A date written out in full.
    pub fn long(self, date: impl Into<PartialDate>) -> DateView {
        let date = date.into();
        let text = match self.lang {
            Lang::Ja => format::long(date, self.style),
            Lang::En => format::english(date, self.style),
        };
        DateView { date, text }
    }

    /// A day with its weekday.
    pub fn with_weekday(self, day: NaiveDate) -> DateView {
        let text = match self.lang {
            Lang::Ja => format::long_with_weekday(day, self.style),
            Lang::En => format!("{} {}", day.format("%a"), format::english(day, self.style)),
        };
        DateView { date: day.into(), text }
    }

    /// A moment as staff read it: the day and 14:30.
    pub fn moment(self, at: DateTime<Utc>) -> String {
        let at = japan::local(at);
        format!("{} {}", self.long(at.date()).text(), clock_time::for_staff(at.time()))
    }

    /// A date for narrow columns.
    pub fn short(self, date: impl Into<PartialDate>) -> DateView {
        let date = date.into();
        let text = match self.lang {
            Lang::Ja => format::short(date, self.style),
            Lang::En => format::english(date, DateStyle::Western),
        };
        DateView { date, text }
    }
}

/// Minutes after midnight as staff read them: 14:30.
pub(crate) fn clock(minute_of_day: u16) -> String {
    format!("{:02}:{:02}", minute_of_day / 60, minute_of_day % 60)
}

/// A date in a page: `<time datetime="2025-04-01">令和7年4月1日</time>`. Write it into a template as `{{ date }}`.
#[derive(Clone, Debug, PartialEq, Eq, Template)]
#[template(
    ext = "html",
    source = r#"{% if let Some(iso) = self.machine_readable() %}<time datetime="{{ iso }}">{{ text }}</time>{% else %}{{ text }}{% endif %}"#
)]
pub struct DateView {
    date: PartialDate,
    text: String,
}

impl HtmlSafe for DateView {}

impl DateView {
    /// The day; of a date not known to the day, the first that it can mean.
    pub fn date(&self) -> NaiveDate {
        self.date.first_day()
    }

    /// The text alone.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The ISO date, cut at what is known; `None` for 頃, which `datetime` cannot say.
    fn machine_readable(&self) -> Option<String> {
        (!self.date.is_approximate()).then(|| self.date.to_string())
    }
}

/// The answer to a typed date: how it was understood, or why it was not and what to do.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct DateEcho {
    /// Whether the text is a date.
    pub understood: bool,
    /// One sentence for the reader; empty if nothing was typed.
    pub text: String,
}

impl DateEcho {
    /// Reads what was typed and answers with both forms: 「令和7年4月1日（2025年4月1日・火）」.
    pub fn of(t: &Texts, typed: &str) -> Self {
        match parse_date(typed) {
            Ok(date) => Self { understood: true, text: understood(t.lang(), date) },
            Err(DateInputError::Empty) => Self { understood: true, text: String::new() },
            Err(error) => Self { understood: false, text: explain(t, &error) },
        }
    }
}

impl std::fmt::Display for DateEcho {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

fn understood(lang: Lang, date: PartialDate) -> String {
    let look = DateLook { lang, style: DateStyle::Both };
    let view = date.exact().map_or_else(|| look.long(date), |day| look.with_weekday(day));
    view.text
}

/// What is wrong with a typed date and what to do about it, in the words of the desk (U16).
pub fn explain(t: &Texts, error: &DateInputError) -> String {
    let look = DateLook { lang: t.lang(), style: DateStyle::Both };
    let era_name = |era: &Era| match t.lang() {
        Lang::Ja => era.kanji().to_owned(),
        Lang::En => era.english().to_owned(),
    };
    match error {
        DateInputError::Empty => t.get("date-empty"),
        DateInputError::NotRecognised => t.get("date-not-recognised"),
        DateInputError::YearNeedsEra { year } => t.with("date-year-needs-era", [("year", year)]),
        DateInputError::YearOutOfRange { year } => t.with("date-year-out-of-range", [("year", year)]),
        DateInputError::NoSuchMonth { month } => t.with("date-no-such-month", [("month", month)]),
        DateInputError::NoSuchDay { month, day, last } => {
            t.with("date-no-such-day", [("month", month.month()), ("day", *day), ("last", *last)])
        }
        DateInputError::NotInEra { era, first, last, counted_on, .. } => {
            let western = DateLook { style: DateStyle::Western, ..look };
            let first = western.long(*first).text;
            let mut sentences = vec![match last {
                Some(last) => {
                    let last = western.long(*last).text;
                    t.with("date-not-in-era", [("era", era_name(era)), ("first", first), ("last", last)])
                }
                None => t.with("date-before-era", [("era", era_name(era)), ("first", first)]),
            }];
            sentences.extend(counted_on.map(|date| t.with("date-meant", [("date", look.long(date).text)])));
            sentences.join(&t.get("sentence-separator"))
        }
        DateInputError::OtherWeekday { date, .. } => {
            t.with("date-other-weekday", [("date", look.with_weekday(*date).text)])
        }
        DateInputError::PartsDiffer { date, other } => {
            t.with("date-parts-differ", [("date", look.long(*date).text), ("other", look.long(*other).text)])
        }
        DateInputError::OtherPrecision { date } => t.with("date-other-precision", [("year", date.first_day().year())]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn u2_one_date_in_three_settings_keeps_the_same_iso_date() {
        let shown = [DateStyle::Era, DateStyle::Western, DateStyle::Both]
            .map(|style| DateLook { lang: Lang::Ja, style }.long(day("2025-04-01")).to_string());
        insta::assert_snapshot!(shown.join("\n"), @r#"
        <time datetime="2025-04-01">令和7年4月1日</time>
        <time datetime="2025-04-01">2025年4月1日</time>
        <time datetime="2025-04-01">令和7年4月1日（2025年4月1日）</time>
        "#);
    }

    #[test]
    fn u2_the_era_changes_by_day_and_not_by_year() {
        let look = DateLook::default();
        let shown = ["1989-01-07", "1989-01-08", "2019-04-30", "2019-05-01"].map(|text| look.long(day(text)).text);
        assert_eq!(shown, ["昭和64年1月7日", "平成元年1月8日", "平成31年4月30日", "令和元年5月1日"]);
    }

    #[test]
    fn a_date_known_only_roughly_claims_no_day_for_machines() {
        let about = parse_date("昭和60年4月頃").unwrap();
        assert_eq!(DateLook::default().long(about).to_string(), "昭和60年4月頃");
    }

    #[test]
    fn u1_a_typed_date_is_answered_with_both_forms_or_with_a_reason() {
        let ja = Texts::shipped(Lang::Ja);
        let answers = [
            "r070401",
            "平成31年5月1日",
            "昭和64年1月8日",
            "令和元年4月30日",
            "7/4/1",
            "令和7年2月30日",
            "あした",
            "昭和60年4月",
            "",
        ]
        .map(|typed| format!("{typed} → {}", DateEcho::of(&ja, typed)));
        insta::assert_snapshot!(answers.join("\n"), @r"
        r070401 → 令和7年4月1日（2025年4月1日・火）
        平成31年5月1日 → 平成は1989年1月8日から2019年4月30日までです。令和元年5月1日（2019年5月1日）ではありませんか。
        昭和64年1月8日 → 昭和は1926年12月25日から1989年1月7日までです。平成元年1月8日（1989年1月8日）ではありませんか。
        令和元年4月30日 → 令和は2019年5月1日からです。平成31年4月30日（2019年4月30日）ではありませんか。
        7/4/1 → 7年がどの年か分かりません。年は4けたか、令和・平成などをつけて入力してください。
        令和7年2月30日 → 2月に30日はありません。この年の2月は28日までです。
        あした → 日付として読めません。「令和7年4月1日」「R7.4.1」「2025/4/1」のように入力してください。
        昭和60年4月 → 昭和60年4月（1985年4月）
         →
        ");
    }

    #[test]
    fn u16_every_reason_has_words_in_both_languages() {
        for lang in Lang::ALL {
            let t = Texts::shipped(lang);
            for typed in [
                "あした",
                "7/4/1",
                "99990101",
                "R7/13/1",
                "R7/2/30",
                "H31/5/1",
                "R1/4/30",
                "R7/4/1（水）",
                "令和7年（2024年）4月1日",
            ] {
                let echo = DateEcho::of(&t, typed);
                assert!(!echo.understood && !echo.text.is_empty() && !echo.text.contains('⟦'), "{typed}: {echo}");
            }
        }
    }
}
