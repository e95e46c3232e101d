//! Form definitions and their answers.
mod facts;
pub use facts::Facts;
/// Stands in for the kind of a field.
pub struct Kind;
