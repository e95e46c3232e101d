//! The log: one line an event to standard error, with ids and never with names.

use std::io::{self, IsTerminal};

use tracing_subscriber::EnvFilter;

/// Starts the log. `BANSO_LOG` sets what is told (`usual` if it is not set); to a file or a pipe the lines are JSON.
pub(crate) fn start(usual: &str) {
    let filter = EnvFilter::try_from_env("BANSO_LOG").unwrap_or_else(|_| EnvFilter::new(usual));
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr);
    if io::stderr().is_terminal() { lines.compact().init() } else { lines.json().flatten_event(true).init() }
}
