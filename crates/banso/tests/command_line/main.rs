//! The program as an administrator meets it: commands, their words, and what they leave behind.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops there")]

mod data;
mod demo;
mod program;
mod words;
