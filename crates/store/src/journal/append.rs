//! Writing an entry: one question for the head of the stream, one insert.

use super::{Appended, NewEntry, hash::NOTHING_BEFORE, hash::Stored, place_of_payload};
use crate::{
    StoreError,
    engine::{Query, Transaction},
    params,
    seal::{self, KeyRing, KeysOfTransaction},
};

const HEAD: &str = "SELECT seq, hash, recorded_at FROM journal WHERE stream_kind = $1 AND stream_id = $2
                    ORDER BY seq DESC LIMIT 1";

const INSERT: &str = "INSERT INTO journal (stream_kind, stream_id, seq, event_type, schema_version, person_id,
                          recorded_at, took_place_on, staff_id, agency_id, basis, sealed, payload, previous_hash, hash)
                      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
                      RETURNING position";

/// Appends an entry to its stream; `before` is the entry before it where this transaction has just appended that.
pub(crate) async fn append(
    transaction: &Transaction,
    ring: &KeyRing,
    keys: &KeysOfTransaction,
    new: NewEntry,
    before: Option<Appended>,
) -> Result<Appended, StoreError> {
    let stream = &new.stream;
    let (head, previous_hash, last) = match before {
        Some(before) => (before.seq, before.hash.to_vec(), Some(before.recorded_at)),
        None => match transaction.query_opt(HEAD, params![&stream.kind, stream.id]).await? {
            Some(row) => (row.int(0)?, row.blob(1)?.to_vec(), Some(row.instant(2)?)),
            None => (0, NOTHING_BEFORE.to_vec(), None),
        },
    };
    // A clock that was set back must not put an entry before those it follows: the record as of a day would have a gap.
    let recorded_at = last.map_or(new.recorded_at, |last| last.max(new.recorded_at));
    if let Some(expected) = new.expected_seq.filter(|expected| *expected != head) {
        return Err(StoreError::Conflict { expected, found: head });
    }
    let seq = head + 1;
    let payload = match new.person {
        None => new.payload.into_bytes(),
        Some(person) => {
            let key = ring.key_for_sealing(transaction, keys, person).await?;
            seal::seal(&key, &place_of_payload(stream, seq, &new.event_type), new.payload.as_bytes())?
        }
    };
    let day = new.took_place_on.map(|day| day.to_string());
    let stored = Stored {
        stream_kind: &stream.kind,
        stream_id: stream.id,
        seq,
        event_type: &new.event_type,
        schema_version: new.schema_version,
        person_id: new.person.map(banso_domain::id::PersonId::uuid),
        recorded_at: recorded_at.timestamp_micros(),
        took_place_on: day.as_deref(),
        staff_id: new.staff.uuid(),
        agency_id: new.agency.map(banso_domain::id::AgencyId::uuid),
        basis: &new.basis,
        sealed: new.person.is_some().into(),
        payload: &payload,
        previous_hash: &previous_hash,
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
    let inserted = transaction.query_one(INSERT, row).await.map_err(|error| match error {
        // On PostgreSQL another transaction can take the number between the question and the insert.
        StoreError::Duplicate { .. } => StoreError::Conflict { expected: head, found: seq },
        other => other,
    })?;
    Ok(Appended { position: inserted.int(0)?, seq, recorded_at, hash })
}
