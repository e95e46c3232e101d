//! The only crate that speaks SQL: SQLite in the process or a PostgreSQL server, the journal, sealing, and backup.
//!
//! [`Store::open`] gives a store. [`Store::reader`] answers questions; [`Store::begin`] starts a transaction ([`Tx`])
//! that appends to the journal and changes tables together, and is saved by [`Tx::commit`] only.

mod account;
mod backup;
mod dialect;
mod directory;
mod engine;
mod error;
mod history;
mod journal;
mod master_key;
mod migration;
mod read;
mod row;
mod seal;
mod sessions;
mod store;
mod tables;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod time;
mod tx;
mod value;

pub use account::{Account, DraftRow, SessionRow};
pub use backup::{BackupError, BackupSummary, RestoreError, Restored, restore};
pub use engine::{Query, WriteCounts};
pub use error::{EngineFailure, OpenError, StoreError};
pub use history::HistoryEntry;
pub use journal::{Appended, Entry, Fault, FaultKind, NewEntry, Payload, Stream, VerifyReport};
pub use master_key::{MasterKey, MasterKeyError};
pub use read::{
    AgencyRow, CaseHeader, CaseOrder, CaseRow, CaseSearch, CaseView, ConferenceRow, ContactCount, FoundPerson,
    MOST_COUNTED, MOST_QUEUED, PersonCases, QueueCounts, RecordRow, StaffRow,
};
pub use row::Row;
pub use store::{Location, Reader, Store};
pub use tables::{Change, Difference, Stamp, TablesReport};
pub use tx::Tx;
pub use value::Value;
