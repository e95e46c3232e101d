//! The use cases as sentences, on both engines.

mod lists_and_decisions;
mod sign_in;
mod support;
mod whole_case;
