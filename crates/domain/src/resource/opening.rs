//! Whether a place is open at a day and an hour, as far as it tells.

use chrono::{Datelike, NaiveDate, Weekday};
use unicode_normalization::UnicodeNormalization;

use super::{Field, Hours, Told};
use crate::calendar::{Closed, Holidays};

/// Whether a place is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    /// Its hours say so.
    Open,
    /// Its hours or its days of rest say that it is not.
    Closed,
    /// It tells no hours for such a day (P-133).
    NotTold,
}

/// The hours of a place by kind of day, and its days of rest.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Schedule {
    weekday: Hours,
    saturday: Hours,
    sunday: Hours,
    holiday: Hours,
    rest: DaysOfRest,
}

/// 定休日, as far as the words name whole days.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
struct DaysOfRest {
    weekdays: Vec<Weekday>,
    holidays: bool,
    year_end: bool,
}

const LETTERS: [(char, Weekday); 7] = [
    ('月', Weekday::Mon),
    ('火', Weekday::Tue),
    ('水', Weekday::Wed),
    ('木', Weekday::Thu),
    ('金', Weekday::Fri),
    ('土', Weekday::Sat),
    ('日', Weekday::Sun),
];

/// Marks and words between the days of a list.
const BETWEEN: [char; 14] = ['・', '、', '，', ',', '.', '。', '/', ' ', '(', ')', '&', 'と', '\n', ';'];

impl DaysOfRest {
    /// Reads `土日祝日・年末年始`. What names no whole day (`第2土曜`, `水曜午後`) is left out: it says nothing about any one day.
    fn read(words: &str) -> Self {
        let words: String = words.nfkc().collect();
        let words = words.replace("年末年始", "・年末年始・").replace("及び", "・").replace("および", "・");
        let mut rest = Self::default();
        for part in words.split(BETWEEN) {
            if part == "年末年始" {
                rest.year_end = true;
                continue;
            }
            let days = part.replace("国民の", "").replace("祝祭日", "祝").replace("祝日", "祝").replace("曜日", "");
            let days = days.replace('曜', "");
            if days.is_empty() || !days.chars().all(|day| day == '祝' || weekday(day).is_some()) {
                continue;
            }
            rest.holidays |= days.contains('祝');
            rest.weekdays.extend(days.chars().filter_map(weekday));
        }
        rest
    }
}

fn weekday(letter: char) -> Option<Weekday> {
    LETTERS.iter().find(|(day, _)| *day == letter).map(|(_, weekday)| *weekday)
}

impl Schedule {
    /// What an entry tells.
    pub fn of(told: &Told) -> Self {
        Self {
            weekday: told.hours(Field::HoursWeekday),
            saturday: told.hours(Field::HoursSaturday),
            sunday: told.hours(Field::HoursSunday),
            holiday: told.hours(Field::HoursHoliday),
            rest: DaysOfRest::read(told.get(Field::ClosedDays)),
        }
    }

    /// Whether it is open on a day at a minute of that day. Holidays are those of Japan.
    pub fn at(&self, day: NaiveDate, minute: u16) -> Opening {
        let past_midnight = day.pred_opt().is_some_and(|before| {
            let hours = self.on(before);
            matches!(hours, Some(Hours::Between { opens, closes }) if closes < opens && minute < closes)
        });
        if past_midnight {
            return Opening::Open;
        }
        match self.on(day) {
            None => Opening::Closed,
            Some(Hours::NotKnown | Hours::InWords) => Opening::NotTold,
            Some(Hours::Between { opens, closes }) => {
                let is_open = minute >= opens && (minute < closes || closes < opens);
                if is_open { Opening::Open } else { Opening::Closed }
            }
        }
    }

    /// The hours of a day; `None` for a day of rest.
    fn on(&self, day: NaiveDate) -> Option<Hours> {
        let closed = Holidays::japan().closed(day);
        let is_holiday = matches!(closed, Some(Closed::Holiday(_)));
        // The first of January is a holiday and the turn of the year at once.
        let is_year_end = matches!((day.month(), day.day()), (12, 29..) | (1, ..=3));
        let rests = self.rest.weekdays.contains(&day.weekday())
            || (is_holiday && self.rest.holidays)
            || (is_year_end && self.rest.year_end);
        let hours = match (is_holiday, day.weekday()) {
            (true, _) => self.holiday,
            (_, Weekday::Sat) => self.saturday,
            (_, Weekday::Sun) => self.sunday,
            _ => self.weekday,
        };
        (!rests).then_some(hours)
    }
}
