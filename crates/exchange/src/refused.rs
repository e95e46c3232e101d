//! Why a file is not read: said so that whoever chose it knows what to choose instead.

use crate::LooksLike;

/// A file was not read, and nothing of it was taken.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// It is larger than any list of resources.
    #[error("the file has {bytes} bytes; at most {most} are read")]
    TooLarge {
        /// Its size.
        bytes: u64,
        /// The most that is read.
        most: u64,
    },
    /// It has more rows than any list of resources.
    #[error("the file has more than {most} rows")]
    TooManyRows {
        /// The most that is read.
        most: usize,
    },
    /// It has more columns than any list of resources.
    #[error("line {line} has more than {most} columns")]
    TooManyColumns {
        /// On which line.
        line: u64,
        /// The most that is read.
        most: usize,
    },
    /// One row does not end: a quotation mark was opened and never closed, or it is no list.
    #[error("the row that begins on line {line} is longer than {most} bytes")]
    RowWithoutEnd {
        /// On which line it begins.
        line: u64,
        /// The most that is read.
        most: u64,
    },
    /// It is something else.
    #[error("this is no list of resources; it looks like {}", .looks_like.key())]
    NotARoster {
        /// What it looks like.
        looks_like: LooksLike,
        /// Its first heads, as far as it has any.
        heads: Vec<String>,
    },
    /// It was said to be of a form that it does not have.
    #[error("the file has not the form that was asked for: {missing} is missing")]
    OtherFormat {
        /// What that form has and the file has not.
        missing: &'static str,
    },
    /// It cannot be read in the letters that were asked for.
    #[error("line {line} is not written in the letters that were asked for")]
    OtherEncoding {
        /// The first line that cannot be read.
        line: u64,
    },
    /// It is JSON that breaks off or has a slip.
    #[error("the JSON has a slip on line {line}, column {column}")]
    BrokenJson {
        /// On which line.
        line: usize,
        /// In which column.
        column: usize,
    },
    /// It could not be read at all.
    #[error("the file could not be read")]
    Unreadable(#[source] std::io::Error),
}

impl Refused {
    /// The key of its message.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "too_large",
            Self::TooManyRows { .. } => "too_many_rows",
            Self::TooManyColumns { .. } => "too_many_columns",
            Self::RowWithoutEnd { .. } => "row_without_end",
            Self::NotARoster { .. } => "not_a_roster",
            Self::OtherFormat { .. } => "other_format",
            Self::OtherEncoding { .. } => "other_encoding",
            Self::BrokenJson { .. } => "broken_json",
            Self::Unreadable(_) => "unreadable",
        }
    }
}
