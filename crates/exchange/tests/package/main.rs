//! The data package as others hand it in: what is wrong is told to the row and column, and nothing is guessed.

mod bad_input;
mod many_rows;
mod support;
