//! Clock times: typed in any form, shown in 24 hours to staff and as 午後2時30分 to the person.

use chrono::{NaiveTime, Timelike};
use unicode_normalization::UnicodeNormalization;

/// Why a typed time was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TimeInputError {
    /// Nothing was typed.
    #[error("no time was typed")]
    Empty,
    /// No known form of a clock time.
    #[error("this does not look like a clock time")]
    NotRecognised,
    /// An hour over 23 or a minute over 59.
    #[error("there is no time {hour}:{minute:02}")]
    NoSuchTime {
        /// The hour as typed.
        hour: u32,
        /// The minute as typed.
        minute: u32,
    },
    /// 午前12時 or 午後12時, which some read as noon and some as midnight.
    #[error("twelve o'clock with 午前 or 午後 can mean noon or midnight")]
    NoonOrMidnight,
}

/// Which half of the day was named.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Half {
    Am,
    Pm,
    Morning,
    Afternoon,
}

/// Reads 14:30, 1430, 14時30分, 14時半, 午後2時半, 午後2:30, 2:30pm, 正午; in full width too.
///
/// # Errors
///
/// [`TimeInputError`] says what is wrong.
pub fn parse_time(typed: &str) -> Result<NaiveTime, TimeInputError> {
    let text: String = typed.nfkc().filter(|mark| !mark.is_whitespace()).flat_map(char::to_lowercase).collect();
    if text.is_empty() {
        return Err(TimeInputError::Empty);
    }
    if text == "正午" {
        return existing(12, 0);
    }
    let (half, text) = split_half(&text);
    let (hour, minute) = hour_and_minute(text, half.is_some()).ok_or(TimeInputError::NotRecognised)?;
    match half {
        Some(Half::Morning | Half::Afternoon) if hour == 12 => Err(TimeInputError::NoonOrMidnight),
        Some(Half::Am) if hour == 12 => existing(0, minute),
        Some(Half::Pm) if hour == 12 => existing(12, minute),
        Some(Half::Am | Half::Morning) if hour > 12 => Err(TimeInputError::NotRecognised),
        Some(Half::Pm | Half::Afternoon) if hour < 12 => existing(hour + 12, minute),
        _ => existing(hour, minute),
    }
}

/// 14:30, as staff read it.
pub fn for_staff(time: NaiveTime) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// 午後2時30分, as it is said to the person; noon is 午後0時.
pub fn for_person(time: NaiveTime) -> String {
    let (afternoon, hour) = (time.hour() >= 12, time.hour() % 12);
    let half = if afternoon { "午後" } else { "午前" };
    match time.minute() {
        0 => format!("{half}{hour}時"),
        minute => format!("{half}{hour}時{minute}分"),
    }
}

fn split_half(text: &str) -> (Option<Half>, &str) {
    const BEFORE: [(&str, Half); 4] =
        [("午前", Half::Morning), ("午後", Half::Afternoon), ("am", Half::Am), ("pm", Half::Pm)];
    const BEHIND: [(&str, Half); 4] = [("a.m.", Half::Am), ("p.m.", Half::Pm), ("am", Half::Am), ("pm", Half::Pm)];
    let before = BEFORE.iter().find_map(|(name, half)| text.strip_prefix(name).map(|rest| (Some(*half), rest)));
    let behind = BEHIND.iter().find_map(|(name, half)| text.strip_suffix(name).map(|rest| (Some(*half), rest)));
    before.or(behind).unwrap_or((None, text))
}

/// An hour without minutes needs 時 or a half of the day: 14 alone may be anything.
fn hour_and_minute(text: &str, half_named: bool) -> Option<(u32, u32)> {
    if let Some((hour, minute)) = text.split_once('時') {
        let minute = match minute {
            "" => 0,
            "半" => 30,
            minute => number(minute.strip_suffix('分').unwrap_or(minute))?,
        };
        return Some((number(hour)?, minute));
    }
    if let Some((hour, minute)) = text.split_once(':') {
        return (minute.len() == 2).then_some((number(hour)?, number(minute)?));
    }
    match text.len() {
        3 | 4 => number_of(text).map(|run| (run / 100, run % 100)),
        1 | 2 if half_named => number(text).map(|hour| (hour, 0)),
        _ => None,
    }
}

fn number(text: &str) -> Option<u32> {
    Some(text).filter(|text| text.len() <= 2).and_then(number_of)
}

fn number_of(text: &str) -> Option<u32> {
    Some(text).filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()))?.parse().ok()
}

fn existing(hour: u32, minute: u32) -> Result<NaiveTime, TimeInputError> {
    NaiveTime::from_hms_opt(hour, minute, 0).ok_or(TimeInputError::NoSuchTime { hour, minute })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn u26_half_past_two_in_every_form() {
        for typed in [
            "14:30",
            "１４：３０",
            "1430",
            "１４３０",
            "14時30分",
            "14時半",
            "午後2時半",
            "午後２時３０分",
            "午後 2:30",
            "2:30pm",
            "2:30 PM",
            "PM2:30",
            "2:30 p.m.",
            "午後14時30分",
            "0230pm",
        ] {
            assert_eq!(parse_time(typed).map(for_staff).as_deref(), Ok("14:30"), "{typed}");
        }
    }

    #[test]
    fn u26_full_hours_noon_and_midnight() {
        for (typed, expected) in [
            ("9:05", "09:05"),
            ("905", "09:05"),
            ("9時", "09:00"),
            ("午前9時", "09:00"),
            ("2pm", "14:00"),
            ("正午", "12:00"),
            ("午後0時半", "12:30"),
            ("12:30", "12:30"),
            ("12:30pm", "12:30"),
            ("12:30am", "00:30"),
            ("0:00", "00:00"),
        ] {
            assert_eq!(parse_time(typed).map(for_staff).as_deref(), Ok(expected), "{typed}");
        }
    }

    #[test]
    fn u26_a_time_that_can_mean_two_is_asked_about() {
        assert_eq!(parse_time("午後12時30分"), Err(TimeInputError::NoonOrMidnight));
        assert_eq!(parse_time("午前12時"), Err(TimeInputError::NoonOrMidnight));
    }

    #[test]
    fn times_that_do_not_exist_are_refused() {
        assert_eq!(parse_time("24:00"), Err(TimeInputError::NoSuchTime { hour: 24, minute: 0 }));
        assert_eq!(parse_time("1260"), Err(TimeInputError::NoSuchTime { hour: 12, minute: 60 }));
        assert_eq!(parse_time(" "), Err(TimeInputError::Empty));
        for typed in ["14", "半", "14:3", "2:30:00", "午前14時", "昼", "pm", "-2:30", "+230", "12345", "時"] {
            assert_eq!(parse_time(typed), Err(TimeInputError::NotRecognised), "{typed}");
        }
    }

    #[test]
    fn u26_the_person_reads_morning_and_afternoon() {
        let said = ["09:00", "12:00", "14:30", "00:05"].map(|time| for_person(parse_time(time).unwrap()));

        assert_eq!(said, ["午前9時", "午後0時", "午後2時30分", "午前0時5分"]);
    }

    proptest! {
        #[test]
        fn u26_whatever_is_shown_can_be_typed_again(hour in 0u32..24, minute in 0u32..60) {
            let time = NaiveTime::from_hms_opt(hour, minute, 0).unwrap();
            prop_assert_eq!(parse_time(&for_staff(time)), Ok(time));
            prop_assert_eq!(parse_time(&for_person(time)), Ok(time));
        }
    }
}
