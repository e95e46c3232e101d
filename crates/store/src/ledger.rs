//! The ledger of a person in the journal: a stream of its own, sealed with the person's key like everything about them.
//!
//! What is never sealed names the digest of what is: so a copy of the ledger, given to the person in plain words, can be held against
//! the chain without the key. The salt keeps anybody from guessing at short contents by their digest.

use banso_access::Permit;
use banso_domain::{
    id::{AgencyId, PersonId, StaffId},
    ledger::LedgerEntry,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{
    NewEntry, Payload, Reader, StoreError, Stream, Tx,
    tables::{from_json, to_json},
};

/// Something to be noted in a person's ledger.
#[derive(Clone, Debug)]
pub struct Noted {
    /// Whose ledger.
    pub person: PersonId,
    /// What allowed it.
    pub permit: Permit,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// What happened.
    pub entry: LedgerEntry,
}

/// A line of a ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerLine {
    /// Its number in the ledger.
    pub seq: i64,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// Who.
    pub staff: StaffId,
    /// For which agency.
    pub agency: Option<AgencyId>,
    /// What happened; `None` once the person's key was dropped.
    pub entry: Option<LedgerEntry>,
}

/// What is sealed: the entry, and a salt for its digest.
#[derive(Serialize, Deserialize)]
struct Sealed {
    salt: String,
    entry: LedgerEntry,
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(crate) fn stream(person: PersonId) -> Stream {
    Stream::new("ledger", person.uuid())
}

impl Tx {
    /// Notes something in a person's ledger. Nothing is changed by it but the journal. Whoever notes something for several persons does
    /// so in the order of their identifiers, so that two of them never wait for each other.
    ///
    /// # Errors
    ///
    /// [`StoreError::Erased`] if the person's key was dropped, or another refusal of the database.
    pub async fn note_in_ledger(&self, noted: &Noted) -> Result<(), StoreError> {
        self.take_turns_in_ledger(noted.person).await?;
        let mut salt = [0; 16];
        getrandom::fill(&mut salt).map_err(|_| StoreError::NoRandomness)?;
        let payload = to_json(&Sealed { salt: hex(&salt), entry: noted.entry.clone() })?;
        let mut basis = noted.permit.basis();
        basis["digest"] = hex(&Sha256::digest(&payload)).into();
        self.append(NewEntry {
            stream: stream(noted.person),
            expected_seq: None,
            event_type: noted.entry.name().to_owned(),
            schema_version: 1,
            person: Some(noted.person),
            recorded_at: noted.at,
            took_place_on: None,
            staff: noted.permit.staff(),
            agency: Some(noted.permit.agency()),
            basis: basis.to_string(),
            payload,
        })
        .await?;
        Ok(())
    }
}

impl Reader {
    /// A person's ledger, oldest first. The caller decides whether it may be read.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the journal cannot be read.
    pub async fn ledger(&self, person: PersonId) -> Result<Vec<LedgerLine>, StoreError> {
        let entries = self.read_stream(&stream(person), None).await?;
        let line = |entry: crate::Entry| {
            let content = match &entry.payload {
                Payload::Readable(text) => Some(from_json::<Sealed>("a ledger", text)?.entry),
                Payload::Erased => None,
            };
            let crate::Entry { seq, recorded_at: at, staff, agency, .. } = entry;
            Ok(LedgerLine { seq, at, staff, agency, entry: content })
        };
        entries.into_iter().map(line).collect()
    }
}
