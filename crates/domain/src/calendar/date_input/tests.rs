use proptest::prelude::*;

use super::*;

fn stored(typed: &str) -> Result<String, DateInputError> {
    parse_date(typed).map(|date| date.to_string())
}

#[track_caller]
fn reads(typed: &str, expected: &str) {
    assert_eq!(stored(typed).as_deref(), Ok(expected), "{typed}");
}

fn refusal(typed: &str) -> DateInputError {
    parse_date(typed).expect_err(typed)
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn u1_one_day_in_every_form_is_one_day() {
    let forms = "令和7年4月1日|令和 7 年 4 月 1 日|令和７年４月１日|令7.4.1|令7年4月1日|R7/4/1|R7.4.1|r7-4-1|R.7.4.1|r070401|R70401|\
                 Ｒ７．４．１|㋿7年4月1日|令和七年四月一日|令和7年4月1日（火）|令和7年4月1日（2025年4月1日・火）|令和7年4月1日火曜日|\
                 2025-04-01|2025/4/1|2025.4.1|2025年4月1日|2025年（令和7年）4月1日|西暦2025年4月1日|20250401|２０２５０４０１|\
                 2025 4 1|2025−4−1|2025ー04ー01|2025‐4‐1| 2025-04-01\t|二〇二五年四月一日|1 April 2025|1 Apr 2025|\
                 1 April 2025 (Reiwa 7)";
    for form in forms.split('|') {
        reads(form, "2025-04-01");
    }
}

#[test]
fn u1_first_years_are_written_gannen_or_1() {
    for form in ["平成元年9月1日", "平元.9.1", "H1.9.1", "H元.9.1", "平成一年九月一日", "h010901"] {
        reads(form, "1989-09-01");
    }
}

#[test]
fn u1_dates_in_kanji_numerals_are_read() {
    for (typed, expected) in [
        ("昭和六十二年十一月三十日", "1987-11-30"),
        ("平成十年二月二十九日", "refused"),
        ("平成二十年二月二十九日", "2008-02-29"),
        ("大正一〇年十月十日", "1921-10-10"),
        ("一九八七年十一月", "1987-11"),
        ("昭和百年", "refused"),
        ("昭和十十年", "refused"),
    ] {
        assert_eq!(stored(typed).unwrap_or("refused".to_owned()), expected, "{typed}");
    }
}

#[test]
fn u1_boundary_days_of_all_eras_are_read() {
    for (typed, expected) in [
        ("明治元年10月23日", "1868-10-23"),
        ("明治6年1月1日", "1873-01-01"),
        ("明治45年7月29日", "1912-07-29"),
        ("明治45年7月30日", "refused"),
        ("大正元年7月29日", "refused"),
        ("大正元年7月30日", "1912-07-30"),
        ("大正15年12月24日", "1926-12-24"),
        ("大正15年12月25日", "refused"),
        ("昭和元年12月24日", "refused"),
        ("昭和元年12月25日", "1926-12-25"),
        ("昭和64年1月7日", "1989-01-07"),
        ("昭和64年1月8日", "refused"),
        ("平成元年1月7日", "refused"),
        ("平成元年1月8日", "1989-01-08"),
        ("平成31年4月30日", "2019-04-30"),
        ("平成31年5月1日", "refused"),
        ("令和元年4月30日", "refused"),
        ("令和元年5月1日", "2019-05-01"),
    ] {
        match parse_date(typed) {
            Ok(date) => assert_eq!(date.to_string(), expected, "{typed}"),
            Err(DateInputError::NotInEra { .. }) => assert_eq!("refused", expected, "{typed}"),
            Err(other) => panic!("{typed}: {other}"),
        }
    }
}

#[test]
fn u1_a_day_outside_its_era_is_refused_and_offered_under_its_right_name() {
    let not_in_era = |era: Era, year, counted_on: &str| DateInputError::NotInEra {
        era,
        year,
        first: era.first_day(),
        last: era.last_day(),
        counted_on: counted_on.parse().ok(),
    };

    assert_eq!(refusal("平成31年5月1日"), not_in_era(Era::Heisei, 31, "2019-05-01"));
    assert_eq!(refusal("昭和64年1月8日"), not_in_era(Era::Showa, 64, "1989-01-08"));
    assert_eq!(refusal("令和元年4月30日"), not_in_era(Era::Reiwa, 1, "2019-04-30"));
    assert_eq!(refusal("平成31年5月"), not_in_era(Era::Heisei, 31, "2019-05"));
    assert_eq!(refusal("平成32年"), not_in_era(Era::Heisei, 32, "2020"));
    assert_eq!(refusal("令和0年4月1日"), not_in_era(Era::Reiwa, 0, ""));
    assert_eq!(refusal("昭和999年"), not_in_era(Era::Showa, 999, ""));
}

#[test]
fn u1_days_and_months_that_do_not_exist_are_refused() {
    let february = YearMonth::new(2025, 2).unwrap();

    assert_eq!(refusal("令和7年2月30日"), DateInputError::NoSuchDay { month: february, day: 30, last: 28 });
    assert_eq!(refusal("2025-02-29"), DateInputError::NoSuchDay { month: february, day: 29, last: 28 });
    assert_eq!(refusal("2025-02-00"), DateInputError::NoSuchDay { month: february, day: 0, last: 28 });
    assert_eq!(refusal("令和7年13月1日"), DateInputError::NoSuchMonth { month: 13 });
    assert_eq!(refusal("20251301"), DateInputError::NoSuchMonth { month: 13 });
    reads("令和6年2月29日", "2024-02-29");
}

#[test]
fn u1_a_life_history_is_read_as_far_as_it_is_known() {
    for (typed, expected) in [
        ("昭和60年4月", "1985-04"),
        ("S60.4", "1985-04"),
        ("S6004", "1985-04"),
        ("1985-04", "1985-04"),
        ("April 1985", "1985-04"),
        ("昭和60年", "1985"),
        ("S60", "1985"),
        ("1985年", "1985"),
        ("1985", "1985"),
        ("昭和60年頃", "1985~"),
        ("昭和60年4月ごろ", "1985-04~"),
        ("約1985年", "1985~"),
        ("昭和60年4月1日頃", "1985-04-01~"),
        ("昭和60年4月1日生まれ", "1985-04-01"),
        ("昭和60年　月　日", "1985"),
        ("昭9.9", "1934-09"),
        ("昭9.9.", "1934-09"),
        ("平成31年・令和元年", "2019"),
    ] {
        reads(typed, expected);
    }
}

#[test]
fn u1_a_short_year_without_an_era_asks_for_the_era() {
    assert_eq!(refusal("25/4/1"), DateInputError::YearNeedsEra { year: 25 });
    assert_eq!(refusal("7年4月1日"), DateInputError::YearNeedsEra { year: 7 });
}

#[test]
fn u1_years_far_off_are_taken_for_a_slip() {
    assert_eq!(refusal("1867-12-31"), DateInputError::YearOutOfRange { year: 1867 });
    assert_eq!(refusal("20250年4月1日"), DateInputError::NotRecognised);
    assert_eq!(refusal("2101-01-01"), DateInputError::YearOutOfRange { year: 2101 });
}

#[test]
fn u1_what_contradicts_itself_is_refused() {
    let date = day("2025-04-01");

    assert_eq!(refusal("令和7年4月1日（月）"), DateInputError::OtherWeekday { date, weekday: Weekday::Mon });
    assert_eq!(
        refusal("令和7年（2024年）4月1日"),
        DateInputError::PartsDiffer { date: date.into(), other: PartialDate::year(2024).unwrap() }
    );
    assert_eq!(refusal("平S9.11.25"), DateInputError::NotRecognised);
}

#[test]
fn what_is_no_date_is_not_read_as_one() {
    assert_eq!(refusal(" 　"), DateInputError::Empty);
    for typed in [
        "4月1日",
        "令和",
        "年",
        "R",
        "200401",
        "12",
        "0",
        "不明",
        "令和7年4日",
        "令和7年月4日",
        "2025//4",
        "令和7年4月1日まで",
        "2025年度",
        "令和7年4月〜",
        "令和7年4月～",
        "2025-04-01T10:00",
        "R7.4.1.5",
        "（令和7年）",
        "令和7年4月1日（",
        "令和7年4月1日（来所）",
        "99999999999999",
        "1 Foo 2025",
        "平成・令和",
        "令和二〇二五一年",
    ] {
        assert_eq!(refusal(typed), DateInputError::NotRecognised, "{typed}");
    }
}

#[test]
fn a_field_for_a_day_or_a_month_takes_nothing_else() {
    let date = "1985-04".parse().unwrap();

    assert_eq!(parse_day("昭和60年4月"), Err(DateInputError::OtherPrecision { date }));
    assert_eq!(parse_day("S60.4.1"), Ok(day("1985-04-01")));
    assert_eq!(parse_year_month("R8.4").map(|month| month.to_string()).as_deref(), Ok("2026-04"));
    assert_eq!(parse_year_month("昭和60年4月頃"), Err(DateInputError::OtherPrecision { date: date.about() }));
}

#[test]
fn a_refusal_is_a_sentence_for_the_log() {
    insta::assert_snapshot!(
        ["", "x", "25/4/1", "1800", "R7.13", "R7.2.30", "H31.5.1", "R7.4.1（月）"].map(|typed| refusal(typed).to_string()).join("\n"),
        @r"
    no date was typed
    this does not look like a date
    year 25 needs four digits or an era
    year 1800 is not between 1868 and 2100
    there is no month 13
    2025-02 has no day 30, it ends on day 28
    year 31 of Heisei does not reach this date; the era ran from 1989-01-08
    2025-04-01 is not a Mon
    "
    );
}

/// The list holds one date that never was, 昭65.12.1; it has to be pointed out, not corrected.
#[test]
fn u1_every_date_of_a_real_hospital_list_is_read_right_or_refused() {
    let list = include_str!("../../../tests/data/hospital-dates.tsv");
    let rows: Vec<_> = list.lines().filter_map(|line| line.split_once('\t')).collect();

    assert_eq!(rows.len(), 507);
    for (typed, expected) in rows {
        assert_eq!(stored(typed).unwrap_or("refused".to_owned()), expected, "{typed}");
    }
}

proptest! {
    #[test]
    fn no_text_stops_the_desk(typed in "[令和平成昭RHS元0-9年月日./（）・ 頃曜火A-Z\\-]{0,14}") {
        if let Ok(date) = parse_date(&typed) {
            prop_assert!((FIRST_YEAR..=LAST_YEAR).contains(&date.first_day().year()));
        }
    }

    #[test]
    fn any_text_at_all_is_read_or_refused(typed in "\\PC{0,20}") {
        let _ = parse_date(&typed);
    }
}
