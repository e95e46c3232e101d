/// A form definition that cannot be used: which file, which line, and what is wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}, line {line}: {what}")]
pub struct DefinitionError {
    /// The file name as it was given to the loader.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong, as a clause in English.
    pub what: String,
}
