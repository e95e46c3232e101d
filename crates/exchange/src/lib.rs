//! Open data in: lists of resources as public bodies publish them, read with their slips, and what is new in them. Open data out: entries as
//! the Human Services Data Specification has them ([`hsds`]). And what the record tells about cooperation, as tidy tables, out and in
//! ([`package`]).
//!
//! Knows neither the database nor HTTP. [`read`] takes a file, finds out what it is and in which letters it is written, and gives a
//! [`Roster`]: every row with what it tells, to the letter, and with what somebody should know about it. [`difference`] compares a roster with
//! what the directory holds. A file that is no list of resources is [`Refused`] with what it looks like.

mod check;
mod difference;
mod file;
mod format;
pub mod hsds;
mod look;
mod madoguchi;
mod municipal;
mod named;
pub mod package;
mod refused;
mod roster;
mod table;
mod towns;
mod wamnet;

pub use difference::{Difference, Held, Outcome, difference};
pub use file::{Encoding, MOST_BYTES, MOST_BYTES_OF_JSON};
pub use format::{Format, ReadSeek, Wanted, read};
pub use look::LooksLike;
pub use named::{Beginning, beginning, likely, read_named};
pub use refused::Refused;
pub use roster::{Extent, Finding, FindingKind, Roster, RosterRow, Weight};
pub use table::{MOST_BYTES_OF_RECORD, MOST_COLUMNS, MOST_ROWS};
