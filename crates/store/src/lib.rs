//! The only crate that speaks SQL: SQLite in the process or a PostgreSQL server, the journal, sealing, and backup.
//!
//! [`Store::open`] gives a store. [`Store::reader`] answers questions; [`Store::begin`] starts a transaction ([`Tx`])
//! that appends to the journal and changes tables together, and is saved by [`Tx::commit`] only.

mod account;
mod alone;
mod backup;
mod denial;
mod dialect;
mod directory;
mod engine;
mod error;
mod history;
mod invitations;
mod journal;
mod ledger;
mod ledger_copy;
mod master_key;
mod migration;
mod notices;
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
pub use alone::Alone;
pub use backup::{BackupError, BackupSummary, RestoreError, Restored, restore};
pub use denial::{DenialAnswer, DenialReport, DeniedRequest};
pub use directory::Agencies;
pub use engine::WriteCounts;
pub use error::{EngineFailure, OpenError, StoreError};
pub use history::HistoryEntry;
pub use journal::{Appended, Entry, Fault, FaultKind, NewEntry, Payload, Stream, VerifyReport};
pub use ledger::{LedgerLine, Noted};
pub use ledger_copy::{CheckedCopy, CopyFault, LedgerCopy};
pub use master_key::{MasterKey, MasterKeyError};
pub use notices::{NoticeSetting, OutboxState, WaitingMail};
pub use read::{
    AgencyRow, AskedRow, CalendarEntry, CaseHeader, CaseOrder, CaseRow, CaseSearch, CaseUse, CaseView, ConferenceRow,
    ContactCount, DirectoryNews, EndingConsent, EpisodeDue, EpisodeRow, FoundPerson, HeardGap, JobDueRow, JobRow,
    Leaving, LogicModelVersion, MOST_COUNTED, MOST_QUEUED, OrganisationRow, PackagePerson, PersonCases, QueueCounts,
    RecordRow, ReferralRow, ReferralSearch, ReplyPageRow, ResourceRow, RhythmCase, Sayings, SharedCaseRow, SheetRow,
    StaffRow,
};
pub use store::{Location, Reader, Store};
pub use tables::{Change, Difference, HeldResource, ResourceChange, Stamp, TablesReport};
pub use tx::Tx;

// Statements are no business of other crates: what they ask and change has a function with a name here. Only the tests of
// the store look past it.
#[cfg(any(test, feature = "testing"))]
pub use {engine::Query, row::Row, value::Value};
#[cfg(not(any(test, feature = "testing")))]
pub(crate) use {
    engine::Query,
    row::Row,
    value::{Value, params},
};
