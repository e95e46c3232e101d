//! The program as an administrator meets it: commands, their words, and what they leave behind.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod data;
mod demo;
mod program;
mod words;
