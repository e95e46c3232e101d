//! Backup and restore: one encrypted file, the same for both engines.
//!
//! # The file
//!
//! The file is encrypted with a passphrase in the age format (version 1, scrypt), so that the `age` program opens it as
//! well. Inside are lines of JSON:
//!
//! ```text
//! {"banso_backup":1,"data_version":1,"written_at":1775001600000000,"master_key":"64 hexadecimal digits"}
//! {"table":"journal","columns":["position","stream_kind", …]}
//! [1,"case",{"b":"base64 of the bytes"},null, …]
//! …
//! {"end":{"tables":3,"rows":1204}}
//! ```
//!
//! A value is `null`, a whole number, text, a real number as `{"r": "0.25"}`, or bytes as `{"b": …}`; identifiers are
//! their 16 bytes. Tables stand in an order in which each comes after those it refers to. `schema_version` is not among them:
//! restoring takes the steps up to `data_version` itself. All tables are of one moment.
//!
//! The file holds the master key and every person's key that was not dropped by then: destroy old backups when the
//! retention period of what they hold is over.

mod line;
mod restore;
mod write;

use std::{fs::File, io, path::Path};

pub use restore::{Restored, restore};
pub(crate) use write::backup;

use crate::{OpenError, StoreError};

/// The form of the file described above.
const FORMAT: u32 = 1;

/// scrypt's work factor, 2^17: a third of a second and 128 MiB of memory for each guess at the passphrase.
const WORK: u8 = 17;

/// The most work that restoring takes on: eight times as much.
const MOST_WORK: u8 = 20;

/// What a backup or a restore went through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct BackupSummary {
    /// Tables.
    pub tables: u64,
    /// Rows of all tables together.
    pub rows: u64,
}

/// Why a backup could not be written. The file is then not there.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// Nothing to encrypt with.
    #[error("a backup needs a passphrase")]
    NoPassphrase,
    /// The file exists already.
    #[error("{0} exists already; a backup is never overwritten")]
    Exists(String),
    /// The file cannot be written.
    #[error("the backup file {path} cannot be written")]
    File {
        /// The file.
        path: String,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The data cannot be read.
    #[error("the data cannot be read for the backup")]
    Store(#[from] StoreError),
}

/// Why a backup could not be restored. The target is then as it was before.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    /// The target holds something.
    #[error("the target is not empty; a backup is only restored into an empty place")]
    NotEmpty,
    /// The file cannot be read.
    #[error("the backup file {path} cannot be read")]
    File {
        /// The file.
        path: String,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// Not a backup of ours.
    #[error("this file is not a Banso backup")]
    NotABackup,
    /// The passphrase does not open it.
    #[error("the passphrase does not open this backup")]
    WrongPassphrase,
    /// Cut off or changed.
    #[error("the backup is damaged or cut off; nothing was restored")]
    Damaged,
    /// Made by a later version of the program.
    #[error(
        "this backup was written by a newer Banso (data version {found}, this program knows up to {known}); \
         please restore it with the newer program"
    )]
    Newer {
        /// The version of the data.
        found: i64,
        /// The latest version this program knows.
        known: i64,
    },
    /// The target cannot be opened.
    #[error("the target cannot be opened")]
    Target(#[source] OpenError),
    /// The rows cannot be written.
    #[error("the data cannot be written to the target; nothing was restored")]
    Store(#[source] StoreError),
}

/// After a rename: makes the new name itself survive a power cut.
fn keep_name(path: &Path) -> io::Result<()> {
    let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // Other systems do not open directories as files; there the name is left to the system.
    if cfg!(unix) { File::open(directory)?.sync_all() } else { Ok(()) }
}
