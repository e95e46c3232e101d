//! A copy of a ledger to take along: what it says, and what of the journal's chain proves that it says so. It is checked without the
//! database, without any key, and without trusting whoever hands it out: only the last hash is to be known from elsewhere, for
//! example from paper.

use banso_domain::id::PersonId;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{
    Payload, Query, Reader, Row, StoreError,
    journal::{NOTHING_BEFORE, Stored},
    ledger::{hex, stream},
    params,
};

/// The form of the file.
const FORMAT: &str = "banso ledger copy 1";

/// The ledgers of one person: several if several entries turned out to be the same person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerCopy {
    format: String,
    /// When the copy was made.
    pub made_at: DateTime<Utc>,
    /// The ledgers.
    pub ledgers: Vec<CopiedLedger>,
}

/// One ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CopiedLedger {
    stream: Uuid,
    entries: Vec<CopiedEntry>,
}

/// An entry with every column that its hash covers, and what it says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct CopiedEntry {
    seq: i64,
    event_type: String,
    schema_version: i64,
    person_id: Option<Uuid>,
    recorded_at: i64,
    took_place_on: Option<String>,
    staff_id: Uuid,
    agency_id: Option<Uuid>,
    basis: String,
    sealed: i64,
    /// As stored, in hexadecimal digits.
    payload: String,
    hash: String,
    /// What was sealed; nothing once the person's key was dropped.
    says: Option<String>,
}

/// A copy that was checked and is sound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedCopy {
    /// How many entries each ledger holds, and its last hash in hexadecimal digits.
    pub ledgers: Vec<(usize, String)>,
}

/// What is wrong with a copy.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CopyFault {
    /// Not a copy of a ledger.
    #[error("this file is no copy of a ledger")]
    NoCopy,
    /// An entry is missing, or stands in another place.
    #[error("entry {0} is missing or stands in the wrong place")]
    OutOfOrder(i64),
    /// An entry is not what was recorded.
    #[error("entry {0} is not as it was recorded")]
    Changed(i64),
    /// What an entry is said to say is not what was recorded.
    #[error("what entry {0} says is not what was recorded")]
    OtherWords(i64),
}

fn bytes(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes();
    let pairs = digits.chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok());
    if digits.len().is_multiple_of(2) { pairs.collect() } else { None }
}

impl CopiedEntry {
    fn read(row: &Row, says: &Payload) -> Result<Self, StoreError> {
        Ok(Self {
            seq: row.int(0)?,
            event_type: row.text(1)?.to_owned(),
            schema_version: row.int(2)?,
            person_id: row.opt_uuid(3)?,
            recorded_at: row.int(4)?,
            took_place_on: row.opt_text(5)?.map(str::to_owned),
            staff_id: row.uuid(6)?,
            agency_id: row.opt_uuid(7)?,
            basis: row.text(8)?.to_owned(),
            sealed: row.int(9)?,
            payload: hex(row.blob(10)?),
            hash: hex(row.blob(11)?),
            says: match says {
                Payload::Readable(text) => Some(text.clone()),
                Payload::Erased => None,
            },
        })
    }

    /// Checks the entry behind `previous`; gives its hash.
    fn check(&self, stream: Uuid, previous: &[u8; 32]) -> Result<[u8; 32], CopyFault> {
        let payload = bytes(&self.payload).ok_or(CopyFault::Changed(self.seq))?;
        let stored = Stored {
            stream_kind: "ledger",
            stream_id: stream,
            seq: self.seq,
            event_type: &self.event_type,
            schema_version: self.schema_version,
            person_id: self.person_id,
            recorded_at: self.recorded_at,
            took_place_on: self.took_place_on.as_deref(),
            staff_id: self.staff_id,
            agency_id: self.agency_id,
            basis: &self.basis,
            sealed: self.sealed,
            payload: &payload,
            previous_hash: previous,
        };
        let hash = stored.hash();
        if hex(&hash) != self.hash {
            return Err(CopyFault::Changed(self.seq));
        }
        let basis: serde_json::Value = serde_json::from_str(&self.basis).unwrap_or_default();
        let digest = basis.get("digest").and_then(serde_json::Value::as_str).unwrap_or_default();
        match &self.says {
            Some(says) if hex(&Sha256::digest(says)) != digest => Err(CopyFault::OtherWords(self.seq)),
            _ => Ok(hash),
        }
    }
}

impl LedgerCopy {
    /// A copy from its file.
    ///
    /// # Errors
    ///
    /// [`CopyFault::NoCopy`].
    pub fn from_json(text: &str) -> Result<Self, CopyFault> {
        let copy: Self = serde_json::from_str(text).map_err(|_| CopyFault::NoCopy)?;
        if copy.format == FORMAT { Ok(copy) } else { Err(CopyFault::NoCopy) }
    }

    /// The file.
    ///
    /// # Errors
    ///
    /// [`StoreError::Shape`] if it cannot be written, which does not happen.
    pub fn to_json(&self) -> Result<String, StoreError> {
        crate::tables::to_json(self)
    }

    /// How many entries each ledger holds and its last hash, as the copy says.
    pub fn heads(&self) -> Vec<(usize, String)> {
        let head = |ledger: &CopiedLedger| {
            let last = ledger.entries.last().map(|entry| entry.hash.clone());
            (ledger.entries.len(), last.unwrap_or_default())
        };
        self.ledgers.iter().map(head).collect()
    }

    /// Computes the chain again and compares what each entry says.
    ///
    /// # Errors
    ///
    /// [`CopyFault`]: the first thing that is wrong.
    pub fn check(&self) -> Result<CheckedCopy, CopyFault> {
        for ledger in &self.ledgers {
            let mut previous = NOTHING_BEFORE;
            for (entry, seq) in ledger.entries.iter().zip(1..) {
                if entry.seq != seq {
                    return Err(CopyFault::OutOfOrder(seq));
                }
                previous = entry.check(ledger.stream, &previous)?;
            }
        }
        Ok(CheckedCopy { ledgers: self.heads() })
    }
}

impl Reader {
    /// A copy of the ledgers of a person's entries. The caller decides whether it may be read.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the journal cannot be read.
    pub async fn ledger_copy(&self, persons: &[PersonId], made_at: DateTime<Utc>) -> Result<LedgerCopy, StoreError> {
        let sql = "SELECT seq, event_type, schema_version, person_id, recorded_at, took_place_on, staff_id, agency_id,
                       basis, sealed, payload, hash
                   FROM journal WHERE stream_kind = 'ledger' AND stream_id = $1 AND seq <= $2 ORDER BY seq";
        let mut ledgers = Vec::new();
        for person in persons {
            let says = self.read_stream(&stream(*person), None).await?;
            // Reads are noted all the time: what was added since is left for the next copy.
            let rows = self.query(sql, params![person.uuid(), i64::try_from(says.len()).unwrap_or(i64::MAX)]).await?;
            let entries: Result<Vec<_>, _> =
                rows.iter().zip(&says).map(|(row, entry)| CopiedEntry::read(row, &entry.payload)).collect();
            let entries = entries?;
            if !entries.is_empty() {
                ledgers.push(CopiedLedger { stream: person.uuid(), entries });
            }
        }
        Ok(LedgerCopy { format: FORMAT.to_owned(), made_at, ledgers })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_another_kind_is_no_copy() {
        for text in ["", "{}", r#"{"format":"something","made_at":"2026-04-01T00:00:00Z","ledgers":[]}"#] {
            assert_eq!(LedgerCopy::from_json(text), Err(CopyFault::NoCopy), "{text}");
        }
    }
}
