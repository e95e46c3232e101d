//! The program as an administrator meets it: commands, their words, and what they leave behind.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod alone;
mod data;
mod demo;
mod desk;
mod full_disk;
mod import;
mod indicators;
mod killed;
mod moved;
mod package;
mod program;
mod simulate;
mod stopping;
mod words;
