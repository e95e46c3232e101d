//! The program as an administrator meets it: commands, their words, and what they leave behind.

mod data;
mod demo;
mod program;
mod words;
