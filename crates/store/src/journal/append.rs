//! Writing an entry: one question for the head of the stream, one insert.

use chrono::{DateTime, Utc};

use super::{Appended, NewEntry, hash::NOTHING_BEFORE, hash::Stored, place_of_payload};
use crate::{
    StoreError, Value,
    engine::{Query, Transaction},
    params,
    seal::{self, KeyRing, KeysOfTransaction},
};

const HEAD: &str = "SELECT seq, hash, recorded_at FROM journal WHERE stream_kind = $1 AND stream_id = $2
                    ORDER BY seq DESC LIMIT 1";

const INSERT: &str = "INSERT INTO journal (stream_kind, stream_id, seq, event_type, schema_version, person_id,
                          recorded_at, took_place_on, staff_id, agency_id, basis, sealed, payload, previous_hash, hash)
                      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";

/// The last entry of a stream, as the one after it needs to know it.
#[derive(Clone, Debug)]
pub(crate) struct Head {
    /// Its number, 0 where there is none.
    pub(crate) seq: i64,
    hash: Vec<u8>,
    recorded_at: Option<DateTime<Utc>>,
}

impl Head {
    /// Of a stream without entries.
    pub(crate) fn nothing() -> Self {
        Self { seq: 0, hash: NOTHING_BEFORE.to_vec(), recorded_at: None }
    }

    /// Of a stream whose last entry was read.
    pub(crate) fn of(seq: i64, hash: &[u8], recorded_at: DateTime<Utc>) -> Self {
        Self { seq, hash: hash.to_vec(), recorded_at: Some(recorded_at) }
    }
}

/// The statement that writes an entry about nobody behind `head`, for many that are written together; and when it is recorded.
pub(crate) fn statement(new: &NewEntry, head: &Head) -> ((&'static str, Vec<Value>), DateTime<Utc>) {
    debug_assert!(new.person.is_none(), "what is about a person is sealed");
    let made = made(new, head, new.payload.as_bytes());
    ((INSERT, made.row), made.recorded_at)
}

struct Made {
    row: Vec<Value>,
    seq: i64,
    recorded_at: DateTime<Utc>,
    hash: [u8; 32],
}

/// An entry as it is stored behind `head`.
fn made(new: &NewEntry, head: &Head, payload: &[u8]) -> Made {
    // A clock that was set back must not put an entry before those it follows: the record as of a day would have a gap.
    let recorded_at = head.recorded_at.map_or(new.recorded_at, |last| last.max(new.recorded_at));
    let day = new.took_place_on.map(|day| day.to_string());
    let stored = Stored {
        stream_kind: &new.stream.kind,
        stream_id: new.stream.id,
        seq: head.seq + 1,
        event_type: &new.event_type,
        schema_version: new.schema_version,
        person_id: new.person.map(banso_domain::id::PersonId::uuid),
        recorded_at: recorded_at.timestamp_micros(),
        took_place_on: day.as_deref(),
        staff_id: new.staff.uuid(),
        agency_id: new.agency.map(banso_domain::id::AgencyId::uuid),
        basis: &new.basis,
        sealed: new.person.is_some().into(),
        payload,
        previous_hash: &head.hash,
    };
    let hash = stored.hash();
    let row = params![
        stored.stream_kind,
        stored.stream_id,
        stored.seq,
        stored.event_type,
        stored.schema_version,
        stored.person_id,
        stored.recorded_at,
        stored.took_place_on,
        stored.staff_id,
        stored.agency_id,
        stored.basis,
        stored.sealed,
        stored.payload,
        stored.previous_hash,
        hash,
    ];
    Made { row: row.to_vec(), seq: stored.seq, recorded_at, hash }
}

/// Appends an entry to its stream; `before` is the entry before it where this transaction has just appended that.
pub(crate) async fn append(
    transaction: &Transaction,
    ring: &KeyRing,
    keys: &KeysOfTransaction,
    new: NewEntry,
    before: Option<Appended>,
) -> Result<Appended, StoreError> {
    let stream = &new.stream;
    let head = match before {
        Some(before) => Head::of(before.seq, &before.hash, before.recorded_at),
        None => match transaction.query_opt(HEAD, params![&stream.kind, stream.id]).await? {
            Some(row) => Head::of(row.int(0)?, row.blob(1)?, row.instant(2)?),
            None => Head::nothing(),
        },
    };
    if let Some(expected) = new.expected_seq.filter(|expected| *expected != head.seq) {
        return Err(StoreError::Conflict { expected, found: head.seq });
    }
    let seq = head.seq + 1;
    let payload = match new.person {
        None => new.payload.clone().into_bytes(),
        Some(person) => {
            let key = ring.key_for_sealing(transaction, keys, person).await?;
            seal::seal(&key, &place_of_payload(stream, seq, &new.event_type), new.payload.as_bytes())?
        }
    };
    let Made { row, seq, recorded_at, hash } = made(&new, &head, &payload);
    let insert = format!("{INSERT} RETURNING position");
    let inserted = transaction.query_one(&insert, &row).await.map_err(|error| match error {
        // On PostgreSQL another transaction can take the number between the question and the insert.
        StoreError::Duplicate { .. } => StoreError::Conflict { expected: head.seq, found: seq },
        other => other,
    })?;
    Ok(Appended { position: inserted.int(0)?, seq, recorded_at, hash })
}
