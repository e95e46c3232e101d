//! Telling the one who typed the command.

use std::{
    fmt::Display,
    io::{self, Write},
};

/// Prints a line. Whoever has stopped listening (`banso verify | head -1`) is no reason to stop: the outcome still counts.
pub(crate) fn say(line: impl Display) {
    drop(writeln!(io::stdout().lock(), "{line}"));
}
