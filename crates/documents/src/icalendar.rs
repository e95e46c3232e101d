//! Appointments as iCalendar (RFC 5545): for files to download and for feeds. The one place that writes this format.
//!
//! Whoever fills it puts in no names of people: calendars are kept on other people's machines. The title says what kind of appointment
//! it is and who holds it, the description is a link behind which one signs in.

use chrono::{DateTime, Days, NaiveDate, Utc};
use uuid::Uuid;

/// A line has at most so many bytes before it is folded (RFC 5545, section 3.1).
const LINE: usize = 75;

/// When an appointment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// From an instant to another.
    Hours(DateTime<Utc>, DateTime<Utc>),
    /// The whole of a day.
    Day(NaiveDate),
}

/// How sure an appointment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sureness {
    /// It takes place.
    Confirmed,
    /// Its day is still being found.
    Tentative,
    /// It was called off: calendars take it out.
    Cancelled,
}

/// One appointment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appointment {
    /// The thing it is about: the same appointment replaces itself in calendars.
    pub id: Uuid,
    /// Its version: a higher one replaces a lower one.
    pub sequence: i64,
    /// When it is.
    pub when: When,
    /// What it is, without anybody's name.
    pub title: String,
    /// A link, or words that say nothing about anybody.
    pub description: String,
    /// Where; empty if nobody said.
    pub place: String,
    /// Whether it takes place.
    pub sureness: Sureness,
}

/// Appointments as the text of a calendar, `text/calendar` in UTF-8. `stamp` is the moment at which it is made.
///
/// `name` is what a calendar program shows for a feed; a single invitation needs none.
pub fn icalendar(name: Option<&str>, appointments: &[Appointment], stamp: DateTime<Utc>) -> String {
    let mut text = Text::default();
    text.line("BEGIN", "VCALENDAR");
    text.line("VERSION", "2.0");
    text.line("PRODID", "-//Banso//Banso//JA");
    text.line("CALSCALE", "GREGORIAN");
    text.line("METHOD", "PUBLISH");
    if let Some(name) = name {
        text.line("X-WR-CALNAME", &escaped(name));
    }
    for appointment in appointments {
        text.appointment(appointment, stamp);
    }
    text.line("END", "VCALENDAR");
    text.0
}

#[derive(Default)]
struct Text(String);

impl Text {
    /// A content line, folded so that no part is longer than [`LINE`] bytes and no letter is cut.
    fn line(&mut self, name: &str, value: &str) {
        let mut room = LINE;
        for letter in format!("{name}:{value}").chars() {
            if letter.len_utf8() > room {
                self.0.push_str("\r\n ");
                room = LINE - 1;
            }
            self.0.push(letter);
            room -= letter.len_utf8();
        }
        self.0.push_str("\r\n");
    }

    fn appointment(&mut self, appointment: &Appointment, stamp: DateTime<Utc>) {
        let instant = |at: DateTime<Utc>| at.format("%Y%m%dT%H%M%SZ").to_string();
        let day = |day: NaiveDate| day.format("%Y%m%d").to_string();
        self.line("BEGIN", "VEVENT");
        self.line("UID", &appointment.id.to_string());
        self.line("SEQUENCE", &appointment.sequence.to_string());
        self.line("DTSTAMP", &instant(stamp));
        match appointment.when {
            When::Hours(start, end) => {
                self.line("DTSTART", &instant(start));
                self.line("DTEND", &instant(end));
            }
            When::Day(on) => {
                self.line("DTSTART;VALUE=DATE", &day(on));
                self.line("DTEND;VALUE=DATE", &day(on + Days::new(1)));
            }
        }
        self.line("SUMMARY", &escaped(&appointment.title));
        for (name, value) in [("DESCRIPTION", &appointment.description), ("LOCATION", &appointment.place)] {
            if !value.is_empty() {
                self.line(name, &escaped(value));
            }
        }
        self.line(
            "STATUS",
            match appointment.sureness {
                Sureness::Confirmed => "CONFIRMED",
                Sureness::Tentative => "TENTATIVE",
                Sureness::Cancelled => "CANCELLED",
            },
        );
        self.line("CLASS", "PRIVATE");
        self.line("END", "VEVENT");
    }
}

/// A text value: backslash, semicolon, comma and line ends have their own spelling, other control characters none at all.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.replace("\r\n", "\n").chars() {
        match letter {
            '\\' | ';' | ',' => escaped.extend(['\\', letter]),
            '\n' | '\r' => escaped.push_str("\\n"),
            letter if letter.is_control() => {}
            letter => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("an instant")
    }

    fn sitting() -> Appointment {
        Appointment {
            id: Uuid::from_u128(7),
            sequence: 3,
            when: When::Hours(at("2026-05-20T05:00:00Z"), at("2026-05-20T06:30:00Z")),
            title: "支援調整会議（みどり相談センター）".into(),
            description: "https://banso.example/sittings/7".into(),
            place: "市役所2階, 会議室; 西".into(),
            sureness: Sureness::Confirmed,
        }
    }

    /// The content lines as a calendar program puts them together again.
    fn unfolded(text: &str) -> Vec<String> {
        let lines = text.replace("\r\n ", "");
        lines.split("\r\n").filter(|line| !line.is_empty()).map(str::to_owned).collect()
    }

    fn read_back(value: &str) -> String {
        let (mut read, mut letters) = (String::new(), value.chars());
        while let Some(letter) = letters.next() {
            match (letter, letter == '\\') {
                (_, true) => match letters.next() {
                    Some('n') => read.push('\n'),
                    Some(other) => read.push(other),
                    None => {}
                },
                (other, false) => read.push(other),
            }
        }
        read
    }

    #[test]
    fn an_invitation_reads_as_the_standard_writes_it() {
        insta::assert_snapshot!(icalendar(None, &[sitting()], at("2026-05-01T00:00:00Z")).replace('\r', ""), @r"
        BEGIN:VCALENDAR
        VERSION:2.0
        PRODID:-//Banso//Banso//JA
        CALSCALE:GREGORIAN
        METHOD:PUBLISH
        BEGIN:VEVENT
        UID:00000000-0000-0000-0000-000000000007
        SEQUENCE:3
        DTSTAMP:20260501T000000Z
        DTSTART:20260520T050000Z
        DTEND:20260520T063000Z
        SUMMARY:支援調整会議（みどり相談センター）
        DESCRIPTION:https://banso.example/sittings/7
        LOCATION:市役所2階\, 会議室\; 西
        STATUS:CONFIRMED
        CLASS:PRIVATE
        END:VEVENT
        END:VCALENDAR
        ");
    }

    #[test]
    fn a_day_without_an_hour_ends_where_the_next_begins() {
        let day = NaiveDate::from_ymd_opt(2026, 12, 31).expect("a day");
        let text = icalendar(None, &[Appointment { when: When::Day(day), ..sitting() }], at("2026-05-01T00:00:00Z"));
        assert!(text.contains("DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n"), "{text}");
    }

    #[test]
    fn long_lines_are_folded_between_letters_and_read_back_whole() {
        let words = "長い題名、\\ と; , と\n改行😀".repeat(20);
        let text =
            icalendar(Some(&words), &[Appointment { title: words.clone(), ..sitting() }], at("2026-05-01T00:00:00Z"));
        assert!(text.split("\r\n").all(|line| line.len() <= LINE), "a line is too long");
        let lines = unfolded(&text);
        for name in ["SUMMARY:", "X-WR-CALNAME:"] {
            let line = lines.iter().find_map(|line| line.strip_prefix(name)).expect(name);
            assert_eq!(read_back(line), words);
        }
    }

    #[test]
    fn nothing_that_is_typed_becomes_a_line_of_its_own() {
        let plain = icalendar(None, &[sitting()], at("2026-05-01T00:00:00Z"));
        for typed in ["x\r\nATTENDEE:mailto:a@example.jp", "x\nEND:VEVENT", "x\rURL:https://example.jp", "x\u{b}\u{0}y"]
        {
            let text = icalendar(None, &[Appointment { title: typed.into(), ..sitting() }], at("2026-05-01T00:00:00Z"));
            assert_eq!(unfolded(&text).len(), unfolded(&plain).len(), "{text}");
        }
    }

    #[test]
    fn what_was_called_off_is_taken_out_of_calendars() {
        let gone = Appointment { sureness: Sureness::Cancelled, ..sitting() };
        assert!(icalendar(None, &[gone], at("2026-05-01T00:00:00Z")).contains("STATUS:CANCELLED\r\n"));
    }
}
