//! The Japanese eras (元号) with their first and last days.
//!
//! An era changes on a day, not on 1 January: 30 April 2019 is 平成31年, the next day 令和元年.
//! First days: 改元の詔書 and 元号を定める政令 (昭和64年政令第1号, 平成31年政令第143号).

use std::fmt;

use chrono::{Datelike, NaiveDate};

/// An era of the modern calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Era {
    /// 明治, from 1868-10-23.
    ///
    /// Japan counted by the moon until 1872-12-31; days of 明治 before 1873-01-01 are read here in the Gregorian calendar,
    /// so that every day has exactly one era date.
    Meiji,
    /// 大正, from 1912-07-30.
    Taisho,
    /// 昭和, from 1926-12-25.
    Showa,
    /// 平成, from 1989-01-08.
    Heisei,
    /// 令和, from 2019-05-01, still running.
    Reiwa,
}

impl Era {
    /// All eras, oldest first.
    pub const ALL: [Self; 5] = [Self::Meiji, Self::Taisho, Self::Showa, Self::Heisei, Self::Reiwa];

    /// The era of a day; `None` before 明治.
    ///
    /// The day on which one era ends and the next begins (1912-07-30, 1926-12-25) belongs to the later one.
    pub fn on(day: NaiveDate) -> Option<Self> {
        Self::ALL.into_iter().rev().find(|era| era.first_day() <= day)
    }

    /// The first day of the era.
    pub const fn first_day(self) -> NaiveDate {
        match self {
            Self::Meiji => known_day(1868, 10, 23),
            Self::Taisho => known_day(1912, 7, 30),
            Self::Showa => known_day(1926, 12, 25),
            Self::Heisei => known_day(1989, 1, 8),
            Self::Reiwa => known_day(2019, 5, 1),
        }
    }

    /// The last day of the era, `None` while it runs.
    pub fn last_day(self) -> Option<NaiveDate> {
        Self::ALL.into_iter().find(|era| *era > self).and_then(|next| next.first_day().pred_opt())
    }

    /// The name in two characters: 令和.
    pub const fn kanji(self) -> &'static str {
        match self {
            Self::Meiji => "明治",
            Self::Taisho => "大正",
            Self::Showa => "昭和",
            Self::Heisei => "平成",
            Self::Reiwa => "令和",
        }
    }

    /// The first character of the name, as on insurance cards and old lists: 令.
    pub const fn short_kanji(self) -> &'static str {
        match self {
            Self::Meiji => "明",
            Self::Taisho => "大",
            Self::Showa => "昭",
            Self::Heisei => "平",
            Self::Reiwa => "令",
        }
    }

    /// The letter in short dates such as R7.4.1.
    pub const fn letter(self) -> char {
        match self {
            Self::Meiji => 'M',
            Self::Taisho => 'T',
            Self::Showa => 'S',
            Self::Heisei => 'H',
            Self::Reiwa => 'R',
        }
    }

    /// The name in Latin letters.
    pub const fn english(self) -> &'static str {
        match self {
            Self::Meiji => "Meiji",
            Self::Taisho => "Taisho",
            Self::Showa => "Showa",
            Self::Heisei => "Heisei",
            Self::Reiwa => "Reiwa",
        }
    }

    /// The Western year of a year of this era, whether or not the era lasted so long.
    pub fn western_year(self, year_of_era: i32) -> i32 {
        self.first_day().year() - 1 + year_of_era
    }

    /// Whether any day from `first` to `last` lies in this era.
    pub(crate) fn touches(self, first: NaiveDate, last: NaiveDate) -> bool {
        last >= self.first_day() && self.last_day().is_none_or(|end| first <= end)
    }
}

/// The name in two characters.
impl fmt::Display for Era {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kanji())
    }
}

/// A year counted within an era; its first year is written 元年.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct EraYear {
    /// The era.
    pub era: Era,
    /// The year within it, from 1.
    pub year: i32,
}

impl EraYear {
    /// The era year of a day; `None` before 明治.
    pub fn on(day: NaiveDate) -> Option<Self> {
        let era = Era::on(day)?;
        Some(Self { era, year: day.year() - era.western_year(0) })
    }

    /// R7, with 1 for the first year.
    pub fn short(self) -> String {
        format!("{}{}", self.era.letter(), self.year)
    }
}

/// 令和7年, 令和元年.
impl fmt::Display for EraYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.year {
            1 => write!(f, "{}元年", self.era),
            year => write!(f, "{}{year}年", self.era),
        }
    }
}

const fn known_day(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(day) => day,
        None => panic!("the first day of an era exists"),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn era_year(text: &str) -> String {
        let day = text.parse().unwrap();
        EraYear::on(day).map_or("none".to_owned(), |year| year.to_string())
    }

    #[test]
    fn u1_each_era_begins_the_day_after_the_one_before_ended() {
        let table: Vec<_> = Era::ALL
            .into_iter()
            .flat_map(|era| [era.first_day().pred_opt().unwrap(), era.first_day()])
            .map(|day| format!("{day} {}", era_year(&day.to_string())))
            .collect();

        insta::assert_snapshot!(table.join("\n"), @r"
        1868-10-22 none
        1868-10-23 明治元年
        1912-07-29 明治45年
        1912-07-30 大正元年
        1926-12-24 大正15年
        1926-12-25 昭和元年
        1989-01-07 昭和64年
        1989-01-08 平成元年
        2019-04-30 平成31年
        2019-05-01 令和元年
        ");
    }

    #[test]
    fn the_running_era_has_no_last_day() {
        assert_eq!(Era::Reiwa.last_day(), None);
        assert_eq!(Era::Heisei.last_day(), NaiveDate::from_ymd_opt(2019, 4, 30));
    }

    proptest! {
        #[test]
        fn an_era_year_leads_back_to_the_western_year(offset in 0i64..85_000) {
            let day = Era::Meiji.first_day() + chrono::TimeDelta::days(offset);
            let EraYear { era, year } = EraYear::on(day).unwrap();
            prop_assert!(year >= 1);
            prop_assert!(era.touches(day, day));
            prop_assert_eq!(era.western_year(year), day.year());
        }
    }
}
