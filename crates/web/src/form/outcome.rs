//! What becomes of a form that was sent: done, back with what is in the way, or overtaken by somebody else.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use banso_app::UseCaseError;
use banso_domain::rule::Refusal;

use crate::{
    components::{Banner, BannerKind},
    errors::PageError,
    rules,
    site::page_error,
    text::Texts,
};

/// On after a change: to `path` with what was done.
pub(crate) fn done(path: &str, key: &str) -> Response {
    Redirect::to(&format!("{path}?done={key}")).into_response()
}

/// The answer to a form that could not be taken: the same page, not a success.
pub(crate) fn not_taken(page: Response) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
}

/// The answer to a form that somebody else was quicker than.
pub(crate) fn overtaken(page: Response) -> Response {
    (StatusCode::CONFLICT, page).into_response()
}

/// What a use case refused by rules, as banners.
///
/// # Errors
///
/// Everything that is no refusal: it has a page of its own.
pub(crate) fn refused(t: &Texts, error: UseCaseError) -> Result<Vec<Banner>, PageError> {
    match error {
        UseCaseError::Refused(refusal) => Ok(rules::banners(t, &refusal)),
        other => Err(page_error(other)),
    }
}

/// Why a use case did not do what the form asked for.
pub(crate) enum Unsaved {
    /// By rules: the form comes back.
    Refused(Refusal),
    /// Somebody else was quicker.
    Overtaken,
}

impl Unsaved {
    /// Sorts a failure out.
    ///
    /// # Errors
    ///
    /// What is neither a refusal nor a conflict.
    pub(crate) fn of(error: UseCaseError) -> Result<Self, PageError> {
        match error {
            UseCaseError::Refused(refusal) => Ok(Self::Refused(refusal)),
            UseCaseError::Conflict { .. } => Ok(Self::Overtaken),
            other => Err(page_error(other)),
        }
    }

    /// The banners above the form that comes back.
    pub(crate) fn banners(&self, t: &Texts) -> Vec<Banner> {
        match self {
            Self::Refused(refusal) => rules::banners(t, refusal),
            Self::Overtaken => vec![Banner::new(BannerKind::Error, t.get("conflict-read-again"))],
        }
    }

    /// The page that comes back, with its status.
    pub(crate) fn answer(&self, page: Response) -> Response {
        match self {
            Self::Refused(_) => not_taken(page),
            Self::Overtaken => overtaken(page),
        }
    }
}
