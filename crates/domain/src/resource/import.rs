//! One reading of a published file into the directory.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{NamedColumns, Source};

/// What a reading did, in counts of rows. Every row of the file is counted once among the first three and `rejected`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportSummary {
    /// Not there before, or there again.
    pub added: u64,
    /// Told differently than before.
    pub changed: u64,
    /// Listed before and in this file no more. They are marked, and stay.
    pub gone: u64,
    /// As before, to the letter.
    pub unchanged: u64,
    /// Not taken; the report says why.
    pub rejected: u64,
    /// Taken, with something that somebody should look at.
    pub warnings: u64,
}

/// What happened to a reading: it was made, or it was said how lists with such heads are read. It is the first and only entry of its stream.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ImportEvent {
    /// A file was read.
    Read {
        /// Who publishes it.
        source: Source,
        /// The lists that it holds whole.
        lists: Vec<String>,
        /// The SHA-256 of its bytes, in hexadecimal digits.
        digest: String,
        /// When it was read.
        on: NaiveDate,
        /// What it did.
        summary: ImportSummary,
    },
    /// The columns of a list in no known form were named.
    ColumnsNamed {
        /// What its heads are known by: the SHA-256 of them, folded, in hexadecimal digits.
        heads: String,
        /// What they tell.
        columns: NamedColumns,
    },
}

impl ImportEvent {
    /// The name of the event in the journal.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Read { .. } => "import_read",
            Self::ColumnsNamed { .. } => "import_columns_named",
        }
    }
}
