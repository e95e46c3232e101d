//! How a use case can fail, in the words of the business.

use banso_access::Denial;
use banso_domain::rule::{Refusal, Rule};
use banso_store::StoreError;

/// A use case did not do what was asked; nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum UseCaseError {
    /// The thing does not exist for this reader.
    #[error("there is nothing of that kind for this reader")]
    NotFound,
    /// The reader sees the thing and may not do this to it.
    #[error("this role may not do that")]
    Forbidden,
    /// Rules stand in the way.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Somebody else changed the same thing meanwhile: the page shows both versions.
    #[error("somebody else changed this meanwhile (version {expected} was read, {found} is there)")]
    Conflict {
        /// The version that the change was decided on.
        expected: i64,
        /// The version that is there.
        found: i64,
    },
    /// The name used to sign in belongs to somebody else.
    #[error("this sign-in name is taken")]
    LoginTaken,
    /// The password is too short.
    #[error("a password has at least 12 characters")]
    WeakPassword,
    /// A definition or a form is wrong.
    #[error("{0}")]
    Definition(String),
    /// The store failed.
    #[error("the change could not be saved")]
    Store(#[source] StoreError),
}

impl From<Denial> for UseCaseError {
    fn from(denial: Denial) -> Self {
        match denial {
            Denial::Invisible => Self::NotFound,
            Denial::Forbidden => Self::Forbidden,
        }
    }
}

impl From<Rule> for UseCaseError {
    fn from(rule: Rule) -> Self {
        Self::Refused(rule.into())
    }
}

impl From<StoreError> for UseCaseError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Conflict { expected, found } => Self::Conflict { expected, found },
            other => Self::Store(other),
        }
    }
}
