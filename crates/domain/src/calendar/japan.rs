//! The clock on the wall in Japan, whatever the device or the server says.
//!
//! Japan keeps one time, nine hours ahead of UTC, without summer time since 1952; earlier instants are not converted here.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};

const AHEAD_OF_UTC_SECONDS: i32 = 9 * 60 * 60;

/// The date and time in Japan at an instant.
pub fn local(instant: DateTime<Utc>) -> NaiveDateTime {
    instant.naive_utc() + ahead_of_utc()
}

/// The date in Japan at an instant.
pub fn local_date(instant: DateTime<Utc>) -> NaiveDate {
    local(instant).date()
}

/// The instant at which a clock in Japan shows this date and time.
pub fn instant(day: NaiveDate, time: NaiveTime) -> DateTime<Utc> {
    (day.and_time(time) - ahead_of_utc()).and_utc()
}

/// The instant at which a day begins in Japan.
pub fn start_of_day(day: NaiveDate) -> DateTime<Utc> {
    instant(day, NaiveTime::MIN)
}

/// The same instant with the offset of Japan, for machines: `2026-04-01T09:00:00+09:00`.
pub fn with_offset(instant: DateTime<Utc>) -> DateTime<FixedOffset> {
    FixedOffset::east_opt(AHEAD_OF_UTC_SECONDS)
        .map_or_else(|| instant.fixed_offset(), |japan| instant.with_timezone(&japan))
}

fn ahead_of_utc() -> TimeDelta {
    TimeDelta::seconds(i64::from(AHEAD_OF_UTC_SECONDS))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utc(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn u26_a_new_day_begins_at_15_oclock_utc() {
        assert_eq!(local_date(utc("2026-03-31T14:59:59Z")).to_string(), "2026-03-31");
        assert_eq!(local_date(utc("2026-03-31T15:00:00Z")).to_string(), "2026-04-01");
        assert_eq!(start_of_day(local_date(utc("2026-03-31T15:00:00Z"))), utc("2026-03-31T15:00:00Z"));
    }

    #[test]
    fn what_the_wall_clock_shows_leads_back_to_the_instant() {
        let at = utc("2026-11-20T05:30:00Z");

        assert_eq!(local(at).to_string(), "2026-11-20 14:30:00");
        assert_eq!(instant(local(at).date(), local(at).time()), at);
        assert_eq!(with_offset(at).to_rfc3339(), "2026-11-20T14:30:00+09:00");
    }
}
