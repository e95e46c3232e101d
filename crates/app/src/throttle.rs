//! Slows guessing down: after a few failures a sign-in name has to wait, longer each time.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};

/// Failures that cost nothing.
const FREE: u32 = 5;
/// The longest wait, in seconds.
const LONGEST: i64 = 900;
/// Names remembered at most; beyond that, old ones are forgotten.
const REMEMBERED: usize = 10_000;

/// Failures by key (a sign-in name, or an address).
#[derive(Debug, Default)]
pub(crate) struct Throttle {
    failures: Mutex<HashMap<String, (u32, DateTime<Utc>)>>,
}

impl Throttle {
    /// How many seconds `key` still has to wait; none if it may try.
    pub(crate) fn must_wait(&self, key: &str, now: DateTime<Utc>) -> Option<i64> {
        let failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        let (count, last) = failures.get(key)?;
        let over = count.checked_sub(FREE)?;
        let wait = (2_i64.saturating_pow(over.min(10)) * 5).min(LONGEST);
        let until = *last + TimeDelta::seconds(wait);
        (now < until).then(|| (until - now).num_seconds().max(1))
    }

    /// Notes a failure.
    pub(crate) fn failed(&self, key: &str, now: DateTime<Utc>) {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        if failures.len() >= REMEMBERED {
            failures.retain(|_, (_, last)| now - *last < TimeDelta::seconds(LONGEST));
        }
        let entry = failures.entry(key.to_owned()).or_insert((0, now));
        *entry = (entry.0 + 1, now);
    }

    /// Forgets the failures of a key that got in.
    pub(crate) fn succeeded(&self, key: &str) {
        self.failures.lock().unwrap_or_else(PoisonError::into_inner).remove(key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_slips_cost_nothing_and_then_waiting_grows_to_a_quarter_of_an_hour() {
        let throttle = Throttle::default();
        let now = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let mut waits = Vec::new();
        for _ in 0..16 {
            waits.push(throttle.must_wait("aoki", now));
            throttle.failed("aoki", now);
        }
        assert_eq!(waits[..5], [None; 5]);
        assert_eq!(waits[5..9], [Some(5), Some(10), Some(20), Some(40)]);
        assert_eq!(waits[15], Some(900));
        assert_eq!(throttle.must_wait("aoki", now + TimeDelta::seconds(901)), None);
        throttle.succeeded("aoki");
        assert_eq!(throttle.must_wait("aoki", now), None);
    }
}
