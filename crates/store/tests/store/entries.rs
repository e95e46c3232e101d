//! Entries to write in tests.

use banso_domain::id::{PersonId, StaffId};
use banso_store::{NewEntry, Stream};
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// The morning of 1 April 2026 in Japan, and `minutes` later.
pub(crate) fn morning(minutes: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_775_001_600 + minutes * 60, 0).unwrap()
}

pub(crate) fn new_case() -> Stream {
    Stream::new("case", Uuid::now_v7())
}

pub(crate) fn new_person() -> PersonId {
    PersonId::new(Uuid::now_v7())
}

/// An entry about nobody in particular.
pub(crate) fn entry(stream: &Stream, says: &str) -> NewEntry {
    NewEntry {
        stream: stream.clone(),
        expected_seq: None,
        event_type: "record.written".into(),
        schema_version: 1,
        person: None,
        recorded_at: morning(0),
        took_place_on: None,
        staff: StaffId::new(Uuid::from_u128(7)),
        agency: None,
        basis: "{}".into(),
        payload: says.into(),
    }
}

/// An entry about a person.
pub(crate) fn entry_about(person: PersonId, stream: &Stream, says: &str) -> NewEntry {
    NewEntry { person: Some(person), ..entry(stream, says) }
}
