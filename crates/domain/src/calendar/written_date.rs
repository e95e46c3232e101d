//! The parts of a written date: era, year, month, day, before anyone asked whether they exist.

use super::{Era, format::ENGLISH_MONTHS};

/// A date as it stands on the paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct WrittenDate {
    pub(super) era: Option<Era>,
    pub(super) year: i32,
    pub(super) month: Option<u32>,
    pub(super) day: Option<u32>,
}

impl WrittenDate {
    /// Reads a tidied text: compatibility forms composed, capitals, one kind of hyphen, blanks only between digits.
    pub(super) fn read(text: &str) -> Option<Self> {
        read_english(text).or_else(|| read_year_first(text))
    }
}

fn read_year_first(text: &str) -> Option<WrittenDate> {
    let mut rest = Rest(text);
    let era = rest.era();
    if era.is_none() {
        rest.skip("西暦");
    }
    let year = rest.number(era.is_some())?;
    if rest.0.is_empty() && year.length > 2 {
        return read_run_of_digits(era, year);
    }

    let mut written = WrittenDate { era, year: as_year(year)?, month: None, day: None };
    if rest.0.is_empty() {
        // Two digits alone could be anything; with an era they are a year.
        return era.is_some().then_some(written);
    }
    rest.separator('年')?;
    written.month = rest.number(false).filter(|month| month.length <= 2).map(|month| month.value);
    if !rest.0.is_empty() {
        rest.separator('月')?;
        written.day = rest.number(false).filter(|day| day.length <= 2).map(|day| day.value);
        rest.skip("日");
        // A form filled halfway reads 昭和60年　月　日, which is a year; a day without a month is a slip.
        if written.day.is_some() && written.month.is_none() {
            return None;
        }
    }
    rest.0.is_empty().then_some(written)
}

/// Digits without a mark between them: 20250401, 1985, R070401, R70401, S6012.
///
/// Six digits without an era are refused: 200401 may be meant as January 2004 or as a day of 令和20年.
fn read_run_of_digits(era: Option<Era>, run: Number) -> Option<WrittenDate> {
    let value = run.value;
    let (year, month, day) = match (era, run.length) {
        (None, 4) => (value, None, None),
        (None, 8) => (value / 10_000, Some(value / 100 % 100), Some(value % 100)),
        (Some(_), 3 | 4) => (value / 100, Some(value % 100), None),
        (Some(_), 5 | 6) => (value / 10_000, Some(value / 100 % 100), Some(value % 100)),
        _ => return None,
    };
    Some(WrittenDate { era, year: i32::try_from(year).ok()?, month, day })
}

/// 1APRIL2025, APRIL2025: what the English pages write, blanks already gone.
fn read_english(text: &str) -> Option<WrittenDate> {
    let mut rest = Rest(text);
    let day = rest.number(false).map(|day| day.value);
    let name_length = rest.0.find(|letter: char| !letter.is_ascii_uppercase())?;
    let (name, year) = rest.0.split_at(name_length);
    let is_named = |month: &&str| month.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
    let month = ENGLISH_MONTHS.iter().position(is_named).filter(|_| name.len() >= 3)?;
    rest.0 = year;
    let year = rest.number(false).filter(|year| year.length == 4 && rest.0.is_empty())?;
    Some(WrittenDate { era: None, year: as_year(year)?, month: u32::try_from(month + 1).ok(), day })
}

fn as_year(number: Number) -> Option<i32> {
    (number.length <= 4).then(|| i32::try_from(number.value).ok())?
}

/// A number and how many characters it was written with.
#[derive(Clone, Copy)]
struct Number {
    value: u32,
    length: usize,
}

/// What is still to be read.
struct Rest<'a>(&'a str);

impl Rest<'_> {
    fn skip(&mut self, word: &str) -> bool {
        self.0.strip_prefix(word).map(|rest| self.0 = rest).is_some()
    }

    /// 令和, Reiwa, 令, R, or the doubled 平H of some lists; a letter may be followed by a point.
    fn era(&mut self) -> Option<Era> {
        let in_full = |era: &Era| self.skip(era.kanji()) || self.skip(&era.english().to_ascii_uppercase());
        if let Some(era) = Era::ALL.into_iter().find(in_full) {
            return Some(era);
        }
        if let Some(era) = Era::ALL.into_iter().find(|era| self.skip(era.short_kanji())) {
            self.skip(era.letter().encode_utf8(&mut [0; 4]));
            self.skip(".");
            return Some(era);
        }
        let era = Era::ALL.into_iter().find(|era| self.0.starts_with(era.letter()))?;
        let mut after = Rest(&self.0[1..]);
        after.skip(".");
        after.0.starts_with(|next: char| next.is_ascii_digit() || next == '元').then(|| self.0 = after.0)?;
        Some(era)
    }

    /// The mark after a year or a month: its name (年, 月) or a point, slash, hyphen, comma or blank.
    fn separator(&mut self, name: char) -> Option<()> {
        let is_mark = |mark| mark == name || matches!(mark, '.' | '/' | '-' | ',' | '、' | ' ');
        self.0.strip_prefix(is_mark).map(|rest| self.0 = rest)
    }

    /// A run of digits or of kanji numerals; 元 is 1 where a first year may stand.
    fn number(&mut self, first_year: bool) -> Option<Number> {
        if first_year && self.skip("元") {
            return Some(Number { value: 1, length: 1 });
        }
        let digits = self.0.find(|next: char| !next.is_ascii_digit()).unwrap_or(self.0.len());
        if digits > 0 {
            let (run, rest) = self.0.split_at(digits);
            let value = run.parse().ok()?;
            self.0 = rest;
            return Some(Number { value, length: digits });
        }
        let end = self.0.find(|next: char| kanji_numeral(next).is_none()).unwrap_or(self.0.len());
        let (run, rest) = self.0.split_at(end);
        let number = read_kanji_number(run)?;
        self.0 = rest;
        Some(number)
    }
}

fn kanji_numeral(numeral: char) -> Option<u32> {
    "〇一二三四五六七八九十".chars().zip(0..).find_map(|(known, value)| (known == numeral).then_some(value))
}

/// 七, 十一, 三十, 二十九, or digit by digit 二〇二五.
fn read_kanji_number(run: &str) -> Option<Number> {
    let value = match run.split_once('十') {
        Some((tens, ones)) => {
            let one_to_nine = |part: &str, if_empty| match part {
                "" => Some(if_empty),
                part => single(part).filter(|value| (1..=9).contains(value)),
            };
            one_to_nine(tens, 1)? * 10 + one_to_nine(ones, 0)?
        }
        None if (1..=4).contains(&run.chars().count()) => {
            run.chars().try_fold(0, |value, numeral| kanji_numeral(numeral).map(|digit| value * 10 + digit))?
        }
        None => return None,
    };
    Some(Number { value, length: value.to_string().len() })
}

fn single(part: &str) -> Option<u32> {
    let mut numerals = part.chars();
    numerals.next().filter(|_| numerals.next().is_none()).and_then(kanji_numeral)
}
