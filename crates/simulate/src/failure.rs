//! Why a region could not be made.

use banso_app::UseCaseError;
use chrono::NaiveDate;

/// The region could not be made.
#[derive(Debug, thiserror::Error)]
pub enum RegionError {
    /// A use case refused what the fictional history wanted.
    #[error("the fictional region could not be made: {what} on {on}")]
    UseCase {
        /// What was being done.
        what: &'static str,
        /// On which day of the history.
        on: NaiveDate,
        /// Why not.
        #[source]
        source: UseCaseError,
    },
    /// Nobody is there to do something: the cast is not what the history expects.
    #[error("the fictional region has nobody to do that")]
    Nobody,
    /// There are people in the record already: a synthetic region is only written into an empty one.
    #[error("there are people in the record already; a synthetic region is only written where there are none")]
    HoldsPeople,
}

/// Says what was being done and when.
pub(crate) fn while_doing(what: &'static str, on: NaiveDate) -> impl FnOnce(UseCaseError) -> RegionError {
    move |source| RegionError::UseCase { what, on, source }
}
