use std::path::PathBuf;

use banso_domain::form::DefinitionError;
use chrono::NaiveDate;

/// Why a document could not be made.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    #[error("no form `{form}` is in use on {on}")]
    UnknownForm { form: String, on: NaiveDate },
    #[error("a form definition is wrong: {0}")]
    Definition(#[source] DefinitionError),
    #[error("the definition file {path} cannot be read")]
    Unreadable {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
    /// The layout could not be set: which file and line, and what is wrong there.
    #[error("the layout of `{form}` is wrong: {what}")]
    Layout { form: String, what: String },
    #[error("the workbook of `{form}` could not be written")]
    Workbook {
        form: String,
        #[source]
        source: rust_xlsxwriter::XlsxError,
    },
}
