//! National holidays (国民の祝日), the days on which offices are closed, and working days.
//!
//! The table beside this file is 内閣府「国民の祝日について」 (syukujitsu.csv, as published, re-encoded to UTF-8 with plain line
//! ends): <https://www8.cao.go.jp/chosei/shukujitsu/gaiyou.html>.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// National holidays by day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holidays {
    names: BTreeMap<NaiveDate, String>,
    years: BTreeSet<i32>,
}

/// Why an office is closed on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closed<'a> {
    /// A national holiday, a substitute holiday included, by its published name.
    Holiday(&'a str),
    /// 29 December to 3 January (年末年始), 行政機関の休日に関する法律 第1条.
    YearEnd,
    /// Saturday or Sunday.
    Weekend(Weekday),
}

/// A table of holidays that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HolidayTableError {
    /// A line is not a day, a comma and a name.
    #[error("line {line} is not a day and the name of a holiday: {text:?}")]
    Line {
        /// The line, from 1.
        line: usize,
        /// What stands there.
        text: String,
    },
    /// No holiday at all.
    #[error("the table names no holiday")]
    Empty,
}

static JAPAN: LazyLock<Holidays> = LazyLock::new(|| {
    Holidays::from_cao_csv(include_str!("holidays.csv")).expect("a test reads the table that is built in")
});

impl Holidays {
    /// The table built in, 2010 to 2027.
    pub fn japan() -> &'static Self {
        &JAPAN
    }

    /// Reads the published table, already decoded: a heading, then `2026/1/1,元日` line by line.
    ///
    /// # Errors
    ///
    /// [`HolidayTableError`] names the first line that is not a holiday.
    pub fn from_cao_csv(table: &str) -> Result<Self, HolidayTableError> {
        let table = table.trim_start_matches('\u{FEFF}');
        let mut names = BTreeMap::new();
        for (index, text) in table.lines().enumerate().skip(1).filter(|(_, text)| !text.trim().is_empty()) {
            let (day, name) =
                read_line(text).ok_or_else(|| HolidayTableError::Line { line: index + 1, text: text.to_owned() })?;
            names.insert(day, name.to_owned());
        }
        let years: BTreeSet<_> = names.keys().map(Datelike::year).collect();
        if years.is_empty() { Err(HolidayTableError::Empty) } else { Ok(Self { names, years }) }
    }

    /// Whether the table speaks about the year of this day. Outside it only weekends and 年末年始 are known, so a deadline
    /// counted there may move once the holidays are published.
    pub fn covers(&self, day: NaiveDate) -> bool {
        self.years.contains(&day.year())
    }

    /// The name of the holiday on this day.
    pub fn name(&self, day: NaiveDate) -> Option<&str> {
        self.names.get(&day).map(String::as_str)
    }

    /// Whether this day is a national holiday.
    pub fn is_holiday(&self, day: NaiveDate) -> bool {
        self.names.contains_key(&day)
    }

    /// Why offices are closed on this day; `None` on a working day. A holiday is named before the weekend it falls on.
    pub fn closed(&self, day: NaiveDate) -> Option<Closed<'_>> {
        if let Some(name) = self.name(day) {
            return Some(Closed::Holiday(name));
        }
        match (day.month(), day.day(), day.weekday()) {
            (12, 29..=31, _) | (1, 1..=3, _) => Some(Closed::YearEnd),
            (_, _, weekend @ (Weekday::Sat | Weekday::Sun)) => Some(Closed::Weekend(weekend)),
            _ => None,
        }
    }

    /// Whether offices are open on this day.
    pub fn is_working_day(&self, day: NaiveDate) -> bool {
        self.closed(day).is_none()
    }

    /// The day that is so many working days after `day`, which itself is not counted (民法第140条).
    /// With 0 it is `day` itself or, if that is closed, the next working day.
    pub fn add_working_days(&self, day: NaiveDate, count: u32) -> NaiveDate {
        let mut reached = day;
        let mut left = count;
        while left > 0 || !self.is_working_day(reached) {
            reached = reached + Days::new(1);
            left -= u32::from(left > 0 && self.is_working_day(reached));
        }
        reached
    }

    /// How many working days lie after `from`, up to and including `to`; 0 if `to` is not later.
    pub fn working_days_between(&self, from: NaiveDate, to: NaiveDate) -> u32 {
        from.iter_days().skip(1).take_while(|day| *day <= to).map(|day| u32::from(self.is_working_day(day))).sum()
    }
}

fn read_line(text: &str) -> Option<(NaiveDate, &str)> {
    let (day, name) = text.split_once(',')?;
    let mut parts = day.split('/');
    let year = parts.next()?.parse().ok()?;
    let month = parts.next()?.parse().ok()?;
    let day = parts.next()?.parse().ok()?;
    let day = NaiveDate::from_ymd_opt(year, month, day).filter(|_| parts.next().is_none())?;
    Some((day, name.trim())).filter(|(_, name)| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn u26_the_built_in_table_holds_the_published_holidays() {
        let japan = Holidays::japan();

        assert_eq!(japan.names.len(), 319);
        assert_eq!(japan.years, (2010..=2027).collect());
        assert_eq!(japan.name(day("2026-05-06")), Some("休日"));
        assert_eq!(japan.name(day("2019-10-22")), Some("休日（祝日扱い）"));
        assert_eq!(japan.name(day("2026-04-01")), None);
        assert!(japan.is_holiday(day("2026-11-23")));
        assert!(!japan.covers(day("2028-01-01")));
    }

    #[test]
    fn u26_closed_days_say_why() {
        let week: Vec<_> = day("2025-12-26")
            .iter_days()
            .take(12)
            .map(|day| format!("{day} {:?}", Holidays::japan().closed(day)))
            .collect();

        insta::assert_snapshot!(week.join("\n"), @r#"
        2025-12-26 None
        2025-12-27 Some(Weekend(Sat))
        2025-12-28 Some(Weekend(Sun))
        2025-12-29 Some(YearEnd)
        2025-12-30 Some(YearEnd)
        2025-12-31 Some(YearEnd)
        2026-01-01 Some(Holiday("元日"))
        2026-01-02 Some(YearEnd)
        2026-01-03 Some(YearEnd)
        2026-01-04 Some(Weekend(Sun))
        2026-01-05 None
        2026-01-06 None
        "#);
    }

    #[test]
    fn u26_ten_working_days_over_the_golden_week() {
        let reached = Holidays::japan().add_working_days(day("2026-04-27"), 10);

        assert_eq!(reached, day("2026-05-15"));
        assert_eq!(Holidays::japan().working_days_between(day("2026-04-27"), reached), 10);
    }

    #[test]
    fn u26_no_working_days_from_a_closed_day_lead_to_the_next_open_one() {
        assert_eq!(Holidays::japan().add_working_days(day("2026-05-02"), 0), day("2026-05-07"));
        assert_eq!(Holidays::japan().add_working_days(day("2026-05-02"), 1), day("2026-05-07"));
        assert_eq!(Holidays::japan().add_working_days(day("2026-05-07"), 0), day("2026-05-07"));
    }

    #[test]
    fn a_table_with_a_wrong_line_is_refused_by_line() {
        let read = |table| Holidays::from_cao_csv(table).map(|_| ());
        let line = |line, text: &str| Err(HolidayTableError::Line { line, text: text.to_owned() });

        assert_eq!(read("日,名\r\n2028/1/1,元日\r\n"), Ok(()));
        assert_eq!(read("日,名\n2028/1/1,元日\n2028/2/30,祝日\n"), line(3, "2028/2/30,祝日"));
        assert_eq!(read("日,名\n2028/1/1,\n"), line(2, "2028/1/1,"));
        assert_eq!(read("日,名\n"), Err(HolidayTableError::Empty));
    }

    proptest! {
        #[test]
        fn counting_back_gives_the_days_added(offset in 0u64..6000, count in 1u32..60) {
            let from = day("2010-01-01") + Days::new(offset);
            let to = Holidays::japan().add_working_days(from, count);
            prop_assert!(Holidays::japan().is_working_day(to));
            prop_assert_eq!(Holidays::japan().working_days_between(from, to), count);
        }
    }
}
