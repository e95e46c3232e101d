//! Days of a journey, counted from today: journeys are as true next year as today.

use std::time::{SystemTime, UNIX_EPOCH};

use chrono::{DateTime, Days, NaiveDate};

/// Today in Japan, nine hours ahead of the machine's own count.
fn today() -> NaiveDate {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock after 1970").as_secs();
    let japan = DateTime::from_timestamp(i64::try_from(seconds).expect("a time of our days") + 9 * 3600, 0);
    japan.expect("a time of our days").date_naive()
}

fn from_today(days: i64) -> NaiveDate {
    let far = Days::new(days.unsigned_abs());
    if days < 0 { today() - far } else { today() + far }
}

/// So many days after today, or before it, as it may be typed: 2026-04-13.
pub fn day(from_now: i64) -> String {
    from_today(from_now).to_string()
}

/// The month in which that day lies: 2026-04.
pub fn month(from_now: i64) -> String {
    from_today(from_now).format("%Y-%m").to_string()
}
