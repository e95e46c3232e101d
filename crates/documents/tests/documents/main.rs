//! Official forms as PDF and Excel, read back from the files that a reader gets.

#![expect(clippy::unwrap_used, reason = "helpers of tests stop at the first surprise")]

mod definitions;
mod hostile;
mod lists;
mod pages;
mod pdf;
mod shared;
mod sheets;
mod support;
mod xlsx;
