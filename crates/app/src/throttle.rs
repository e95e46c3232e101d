//! Slows guessing down, without letting a stranger keep somebody out.
//!
//! Failures are counted by sign-in name *and* address, by address, and by name. After a few of them the next try has to wait,
//! longer each time; with time they are forgotten. A browser in which somebody has signed in before is counted by itself, so
//! that whoever guesses from elsewhere cannot keep its owner out.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use chrono::{DateTime, Utc};

/// The longest wait, in seconds.
const LONGEST: i64 = 900;
/// Keys remembered at most.
const REMEMBERED: usize = 10_000;

/// What failures are counted by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Key {
    /// A name, tried from an address or from a browser that is known.
    Pair(String, String),
    /// An address, whatever name was tried: an office behind one address slips more often than a person.
    Address(String),
    /// A name, from anywhere: a few hundred machines do not get further than one.
    Name(String),
}

impl Key {
    /// Failures that cost nothing.
    const fn free(&self) -> i64 {
        match self {
            Self::Pair(..) => 5,
            Self::Address(_) => 30,
            Self::Name(_) => 100,
        }
    }

    /// After so many seconds one failure is forgotten.
    const fn forgiven_every(&self) -> i64 {
        match self {
            Self::Pair(..) => LONGEST,
            Self::Address(_) => 120,
            Self::Name(_) => 36,
        }
    }
}

#[derive(Clone, Copy, Debug)]
struct Failures {
    count: i64,
    last: DateTime<Utc>,
}

impl Failures {
    /// How many count now.
    fn at(&self, key: &Key, now: DateTime<Utc>) -> i64 {
        (self.count - (now - self.last).num_seconds().max(0) / key.forgiven_every()).max(0)
    }
}

/// Failures by key.
#[derive(Debug, Default)]
pub(crate) struct Throttle {
    failures: Mutex<HashMap<Key, Failures>>,
}

impl Throttle {
    fn failures(&self) -> MutexGuard<'_, HashMap<Key, Failures>> {
        self.failures.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many seconds `key` still has to wait; none if it may try.
    pub(crate) fn must_wait(&self, key: &Key, now: DateTime<Utc>) -> Option<i64> {
        let mut failures = self.failures();
        let known = failures.get_mut(key)?;
        // A clock that was set back must not make anybody wait until it has caught up.
        known.last = known.last.min(now);
        let over = known.count - key.free();
        if over < 0 {
            return None;
        }
        let wait = (5 << over.min(10)).min(LONGEST);
        let left = wait - (now - known.last).num_seconds().max(0);
        (left > 0).then_some(left)
    }

    /// Notes a failure.
    pub(crate) fn failed(&self, key: Key, now: DateTime<Utc>) {
        let mut failures = self.failures();
        if failures.len() >= REMEMBERED && !failures.contains_key(&key) {
            make_room(&mut failures, now);
        }
        let before = failures.get(&key).map_or(0, |known| known.at(&key, now));
        // More would only make the forgetting take longer than the wait.
        let count = (before + 1).min(key.free() + 10);
        failures.insert(key, Failures { count, last: now });
    }

    /// Forgets the slips of a person who got in. What an address or others did with the name stays: somebody with an account of
    /// their own must not be able to try other people's passwords without end.
    pub(crate) fn forgive(&self, keys: &[Key]) {
        keys.iter().filter(|key| matches!(key, Key::Pair(..))).for_each(|key| self.succeeded(key));
    }

    /// Forgets the failures of a key that got in.
    pub(crate) fn succeeded(&self, key: &Key) {
        self.failures().remove(key);
    }
}

/// Forgets those that have no longer to wait, and if everybody has, those who have waited longest.
fn make_room(failures: &mut HashMap<Key, Failures>, now: DateTime<Utc>) {
    failures.retain(|key, known| known.at(key, now) >= key.free());
    if failures.len() >= REMEMBERED {
        let mut times: Vec<_> = failures.values().map(|known| known.last).collect();
        times.sort_unstable();
        let middle = times[times.len() / 2];
        failures.retain(|_, known| known.last > middle);
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000, 0).unwrap()
    }

    fn aoki() -> Key {
        Key::Pair("aoki".into(), "192.0.2.7".into())
    }

    #[test]
    fn five_slips_cost_nothing_and_then_waiting_grows_to_a_quarter_of_an_hour() {
        let throttle = Throttle::default();
        let mut waits = Vec::new();
        for _ in 0..16 {
            waits.push(throttle.must_wait(&aoki(), now()));
            throttle.failed(aoki(), now());
        }
        assert_eq!(waits[..5], [None; 5]);
        assert_eq!(waits[5..9], [Some(5), Some(10), Some(20), Some(40)]);
        assert_eq!(waits[15], Some(900));
        assert_eq!(throttle.must_wait(&aoki(), now() + TimeDelta::seconds(901)), None);
        throttle.succeeded(&aoki());
        assert_eq!(throttle.must_wait(&aoki(), now()), None);
    }

    #[test]
    fn slips_of_a_whole_week_do_not_add_up() {
        let throttle = Throttle::default();
        for day in 0..40 {
            let at = now() + TimeDelta::hours(day * 8);
            assert_eq!(throttle.must_wait(&aoki(), at), None, "{day}");
            throttle.failed(aoki(), at);
        }
    }

    #[test]
    fn a_clock_that_is_set_back_makes_nobody_wait_longer() {
        let throttle = Throttle::default();
        for _ in 0..8 {
            throttle.failed(aoki(), now() + TimeDelta::days(400));
        }
        assert_eq!(throttle.must_wait(&aoki(), now()), Some(40));
        assert_eq!(throttle.must_wait(&aoki(), now() + TimeDelta::seconds(41)), None);
    }

    #[test]
    fn a_hundred_thousand_names_from_as_many_addresses_take_no_more_room_than_ten_thousand() {
        let throttle = Throttle::default();
        for number in 0..100_000 {
            throttle.failed(Key::Pair(number.to_string(), number.to_string()), now() + TimeDelta::milliseconds(number));
        }
        assert!(throttle.failures().len() <= REMEMBERED);
    }
}
