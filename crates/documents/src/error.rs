use std::path::PathBuf;

use banso_domain::form::DefinitionError;
use chrono::NaiveDate;

/// Why a document could not be made.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    /// There is no such form, or not on that day.
    #[error("no form `{form}` is in use on {on}")]
    UnknownForm {
        /// The id asked for.
        form: String,
        /// The day asked for.
        on: NaiveDate,
    },
    /// A definition is wrong; the message names file and line.
    #[error("a form definition is wrong: {0}")]
    Definition(DefinitionError),
    /// A file of the directory with own definitions cannot be read.
    #[error("the definition file {path} cannot be read")]
    Unreadable {
        /// The file or directory.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// A layout could not be set.
    #[error("the layout of `{form}` is wrong: {what}")]
    Layout {
        /// The id of the form.
        form: String,
        /// File, line, and what is wrong there.
        what: String,
    },
    /// Excel's format does not take what was to be written.
    #[error("the workbook of `{form}` could not be written")]
    Workbook {
        /// The id of the form.
        form: String,
        /// What the writer said.
        #[source]
        source: rust_xlsxwriter::XlsxError,
    },
}
