//! The journal: what happened, in order, by whom and on which basis. Append-only; the record of law.
//!
//! Entries belong to streams (one person, one case, one conference …) and are numbered from 1 within their stream. Each
//! carries the hash of the one before it, so that a later change of any of them shows (see [`hash`]). What an entry says
//! about a person is sealed with the key of that person (see `seal`).

mod append;
mod hash;
mod read;
mod verify;

use std::fmt;

use banso_domain::id::{AgencyId, PersonId, StaffId};
use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

pub(crate) use append::{Head, append, statement};
pub(crate) use hash::{NOTHING_BEFORE, Stored};
pub(crate) use read::{KeySource, read_all, read_part, read_stream};
pub(crate) use verify::verify_chain;
pub use verify::{Fault, FaultKind, VerifyReport};

/// What entries belong to: one person, one case, one conference …
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Stream {
    /// The kind, a word of the glossary: `person`, `case`, `conference` …
    pub kind: String,
    /// Which one.
    pub id: Uuid,
}

impl Stream {
    /// The stream of one thing.
    pub fn new(kind: impl Into<String>, id: Uuid) -> Self {
        Self { kind: kind.into(), id }
    }
}

/// An entry to be written.
#[derive(Clone)]
pub struct NewEntry {
    /// What it belongs to.
    pub stream: Stream,
    /// The number of the last entry that the writer had seen, 0 for none; [`None`] if it does not matter.
    pub expected_seq: Option<i64>,
    /// The kind of event, for example `plan.drafted`.
    pub event_type: String,
    /// The version of the form of `payload`.
    pub schema_version: i64,
    /// The person it is about. The payload is then sealed with that person's key and readable until the key is dropped.
    /// What is written without a person stays readable for ever and must hold nothing personal.
    pub person: Option<PersonId>,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// The day it took place, where that differs or matters.
    pub took_place_on: Option<NaiveDate>,
    /// Who recorded it.
    pub staff: StaffId,
    /// For which agency.
    pub agency: Option<AgencyId>,
    /// On which basis, as JSON; never sealed, so it names ids and rules, not people.
    pub basis: String,
    /// The event, as JSON.
    pub payload: String,
}

/// Where an entry found its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Appended {
    /// The place in the whole journal; grows, with gaps.
    pub position: i64,
    /// The number in its stream, from 1 without gaps.
    pub seq: i64,
    /// When it was recorded; never before the entry that it follows, whatever the clock of the machine said.
    pub recorded_at: DateTime<Utc>,
    /// The hash of the entry.
    pub hash: [u8; 32],
}

/// An entry as read.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The place in the whole journal.
    pub position: i64,
    /// What it belongs to.
    pub stream: Stream,
    /// The number in its stream, from 1.
    pub seq: i64,
    /// The kind of event.
    pub event_type: String,
    /// The version of the form of the payload.
    pub schema_version: i64,
    /// The person it is about.
    pub person: Option<PersonId>,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// The day it took place.
    pub took_place_on: Option<NaiveDate>,
    /// Who recorded it.
    pub staff: StaffId,
    /// For which agency.
    pub agency: Option<AgencyId>,
    /// On which basis, as JSON.
    pub basis: String,
    /// The event.
    pub payload: Payload,
    /// The hash of the entry.
    pub hash: [u8; 32],
}

/// What an entry says.
#[derive(Clone, PartialEq, Eq)]
pub enum Payload {
    /// The event, as JSON.
    Readable(String),
    /// The key was dropped after the retention period; that something was recorded is all that remains.
    Erased,
}

// What was sealed is not shown by whoever logs an entry.
impl fmt::Debug for Payload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Readable(text) => write!(f, "Readable({} bytes)", text.len()),
            Self::Erased => f.write_str("Erased"),
        }
    }
}

/// Where a sealed payload belongs; it opens nowhere else.
fn place_of_payload(stream: &Stream, seq: i64, event_type: &str) -> Vec<u8> {
    let mut place = b"banso journal payload 1".to_vec();
    for part in [stream.kind.as_bytes(), stream.id.as_bytes(), &seq.to_be_bytes(), event_type.as_bytes()] {
        place.extend((part.len() as u64).to_be_bytes());
        place.extend(part);
    }
    place
}
