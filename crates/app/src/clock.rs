//! The time, read in one place so that tests can set it.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{SystemTime, UNIX_EPOCH},
};

use banso_domain::calendar::japan;
use chrono::{DateTime, NaiveDate, Utc};

/// Where the time comes from.
#[derive(Clone, Debug, Default)]
pub enum Clock {
    /// The machine.
    #[default]
    System,
    /// A time that tests set.
    Set(Arc<Mutex<DateTime<Utc>>>),
}

impl Clock {
    /// A clock that stands at `at` until it is set again.
    #[must_use]
    pub fn standing(at: DateTime<Utc>) -> Self {
        Self::Set(Arc::new(Mutex::new(at)))
    }

    /// Sets a standing clock; the machine's clock stays as it is.
    pub fn set(&self, at: DateTime<Utc>) {
        if let Self::Set(time) = self {
            *time.lock().unwrap_or_else(PoisonError::into_inner) = at;
        }
    }

    /// Now, to the microsecond.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        match self {
            Self::System => {
                let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
                i64::try_from(since.as_micros()).ok().and_then(DateTime::from_timestamp_micros).unwrap_or_default()
            }
            Self::Set(time) => *time.lock().unwrap_or_else(PoisonError::into_inner),
        }
    }

    /// Today in Japan.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        japan::local_date(self.now())
    }
}
