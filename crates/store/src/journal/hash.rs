//! The hash of an entry.
//!
//! SHA-256 over the text `banso journal entry 1` and a line feed, followed by every column except `position` and `hash`,
//! in this order: stream_kind, stream_id, seq, event_type, schema_version, person_id, recorded_at, took_place_on,
//! staff_id, agency_id, basis, sealed, payload, previous_hash.
//!
//! A column that is absent is one byte 0. Any other is one byte 1, its length in bytes as eight bytes (big-endian), and
//! its bytes: text as UTF-8, identifiers as their 16 bytes, numbers as eight bytes (big-endian, two's complement). The
//! payload is taken as stored, sealed or not, so the chain can be checked without any key and after an erasure. The first
//! entry of a stream has 32 zero bytes as its `previous_hash`.

use sha2::{Digest, Sha256};
use uuid::Uuid;

/// What the first entry of a stream follows.
pub(crate) const NOTHING_BEFORE: [u8; 32] = [0; 32];

/// An entry as it is stored.
#[derive(Clone, Debug)]
pub(crate) struct Stored<'a> {
    pub(crate) stream_kind: &'a str,
    pub(crate) stream_id: Uuid,
    pub(crate) seq: i64,
    pub(crate) event_type: &'a str,
    pub(crate) schema_version: i64,
    pub(crate) person_id: Option<Uuid>,
    /// Microseconds since 1970.
    pub(crate) recorded_at: i64,
    pub(crate) took_place_on: Option<&'a str>,
    pub(crate) staff_id: Uuid,
    pub(crate) agency_id: Option<Uuid>,
    pub(crate) basis: &'a str,
    pub(crate) sealed: i64,
    pub(crate) payload: &'a [u8],
    pub(crate) previous_hash: &'a [u8],
}

impl Stored<'_> {
    pub(crate) fn hash(&self) -> [u8; 32] {
        let mut hasher = Sha256::new();
        hasher.update(b"banso journal entry 1\n");
        let mut column = |bytes: Option<&[u8]>| match bytes {
            None => hasher.update([0]),
            Some(bytes) => {
                hasher.update([1]);
                hasher.update((bytes.len() as u64).to_be_bytes());
                hasher.update(bytes);
            }
        };
        column(Some(self.stream_kind.as_bytes()));
        column(Some(self.stream_id.as_bytes()));
        column(Some(&self.seq.to_be_bytes()));
        column(Some(self.event_type.as_bytes()));
        column(Some(&self.schema_version.to_be_bytes()));
        column(self.person_id.as_ref().map(|id| id.as_bytes().as_slice()));
        column(Some(&self.recorded_at.to_be_bytes()));
        column(self.took_place_on.map(str::as_bytes));
        column(Some(self.staff_id.as_bytes()));
        column(self.agency_id.as_ref().map(|id| id.as_bytes().as_slice()));
        column(Some(self.basis.as_bytes()));
        column(Some(&self.sealed.to_be_bytes()));
        column(Some(self.payload));
        column(Some(self.previous_hash));
        hasher.finalize().into()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// An entry as bytes, each column a piece, to change any of them.
    #[derive(Clone, Debug, PartialEq)]
    struct Pieces {
        kind: String,
        ids: [Uuid; 2],
        numbers: [i64; 4],
        event: String,
        person: Option<Uuid>,
        agency: Option<Uuid>,
        day: Option<String>,
        basis: String,
        payload: Vec<u8>,
        previous: [u8; 32],
    }

    impl Pieces {
        fn hash(&self) -> [u8; 32] {
            Stored {
                stream_kind: &self.kind,
                stream_id: self.ids[0],
                seq: self.numbers[0],
                event_type: &self.event,
                schema_version: self.numbers[1],
                person_id: self.person,
                recorded_at: self.numbers[2],
                took_place_on: self.day.as_deref(),
                staff_id: self.ids[1],
                agency_id: self.agency,
                basis: &self.basis,
                sealed: self.numbers[3],
                payload: &self.payload,
                previous_hash: &self.previous,
            }
            .hash()
        }
    }

    fn id() -> impl Strategy<Value = Uuid> {
        any::<u128>().prop_map(Uuid::from_u128)
    }

    prop_compose! {
        fn pieces()(
            words in (".{0,4}", ".{0,4}", ".{0,4}", proptest::option::of(".{0,3}")),
            ids in [id(), id()],
            numbers in any::<[i64; 4]>(),
            maybe in (proptest::option::of(id()), proptest::option::of(id())),
            payload in proptest::collection::vec(any::<u8>(), 0..6),
            previous in any::<[u8; 32]>(),
        ) -> Pieces {
            let (kind, event, basis, day) = words;
            Pieces { kind, ids, numbers, event, person: maybe.0, agency: maybe.1, day, basis, payload, previous }
        }
    }

    proptest! {
        #[test]
        fn two_entries_have_the_same_hash_only_if_they_are_the_same(one in pieces(), other in pieces()) {
            prop_assert_eq!(one.hash() == other.hash(), one == other);
        }

        #[test]
        fn a_letter_that_moves_from_one_column_to_the_next_is_found(one in pieces(), letter in "[a-z]") {
            let mut here = one.clone();
            here.kind.push_str(&letter);
            let mut there = one;
            there.event.insert_str(0, &letter);
            prop_assert_ne!(here.hash(), there.hash());
        }

        #[test]
        fn absent_and_empty_are_told_apart(one in pieces()) {
            let absent = Pieces { day: None, ..one.clone() };
            let empty = Pieces { day: Some(String::new()), ..one };
            prop_assert_ne!(absent.hash(), empty.hash());
        }

        #[test]
        fn any_changed_byte_of_the_payload_is_found(one in pieces(), place: usize, bit in 0u8..8) {
            prop_assume!(!one.payload.is_empty());
            let mut changed = one.clone();
            let place = place % changed.payload.len();
            changed.payload[place] ^= 1 << bit;
            prop_assert_ne!(one.hash(), changed.hash());
        }
    }

    #[test]
    fn the_written_rule_gives_the_hash_that_other_programs_can_recompute() {
        let entry = Stored {
            stream_kind: "case",
            stream_id: Uuid::from_u128(1),
            seq: 1,
            event_type: "case.opened",
            schema_version: 1,
            person_id: None,
            recorded_at: 1_775_000_000_000_000,
            took_place_on: Some("2026-04-01"),
            staff_id: Uuid::from_u128(2),
            agency_id: None,
            basis: "{}",
            sealed: 0,
            payload: b"{}",
            previous_hash: &NOTHING_BEFORE,
        };
        let hex = entry.hash().map(|byte| format!("{byte:02x}")).concat();
        insta::assert_snapshot!(hex, @"77dc6e1821e8ccac996a079cf9bdcf67bda6261e379bf536b89fc8147ae0ffd8");
    }
}
