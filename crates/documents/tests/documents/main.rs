//! Official forms as PDF and Excel, read back from the files that a reader gets.

mod hostile;
mod pdf;
mod support;
mod xlsx;
