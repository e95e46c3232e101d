//! Failures as problem documents (RFC 9457), without anything about people in them.

use axum::{
    http::{HeaderValue, StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use banso_app::{StoreError, UseCaseError};
use serde::Serialize;

use crate::errors::{PROBLEM, error_chain};

/// A failure as it is sent.
#[derive(Debug, Serialize)]
pub(super) struct Problem {
    #[serde(rename = "type")]
    kind: &'static str,
    title: &'static str,
    status: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
    /// The numbers of the rules that stand in the way.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    rules: Vec<&'static str>,
}

impl Problem {
    const fn new(status: StatusCode, title: &'static str) -> Self {
        Self { kind: "about:blank", title, status: status.as_u16(), detail: None, rules: Vec::new() }
    }

    fn saying(mut self, detail: impl ToString) -> Self {
        self.detail = Some(detail.to_string());
        self
    }

    pub(super) const fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "There is nothing here for this reader")
    }

    /// A failure of which only the status is known.
    pub(super) const fn of(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => Self::not_found(),
            StatusCode::METHOD_NOT_ALLOWED => Self::new(status, "This path does not answer to that method"),
            _ => Self::new(status, "The request was not taken"),
        }
    }

    pub(super) const fn not_signed_in() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "A token of a session is needed")
    }

    pub(super) const fn forged() -> Self {
        Self::new(StatusCode::FORBIDDEN, "A change with the cookie needs the form token in x-csrf-token")
    }

    pub(super) const fn no_version() -> Self {
        Self::new(StatusCode::PRECONDITION_REQUIRED, "A change names the version it was made from in If-Match")
    }

    pub(super) fn unreadable(detail: impl ToString) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "The body cannot be read").saying(detail)
    }
}

impl From<UseCaseError> for Problem {
    fn from(error: UseCaseError) -> Self {
        match &error {
            UseCaseError::NotFound => Self::not_found(),
            UseCaseError::Forbidden => Self::new(StatusCode::FORBIDDEN, "This role may not do that"),
            UseCaseError::Conflict { .. } => {
                Self::new(StatusCode::PRECONDITION_FAILED, "Somebody else changed this meanwhile").saying(&error)
            }
            UseCaseError::Refused(refusal) => {
                let rules = refusal.rules.iter().map(|rule| rule.code()).collect();
                Self { rules, ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, "Rules stand in the way") }
            }
            UseCaseError::LoginTaken | UseCaseError::WeakPassword => {
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "This cannot be taken").saying(&error)
            }
            UseCaseError::Store(StoreError::Full(_)) => {
                log(&error);
                Self::new(StatusCode::INSUFFICIENT_STORAGE, "The disk of the records is full; nothing was changed")
            }
            UseCaseError::Store(StoreError::Unavailable(_) | StoreError::Busy { .. } | StoreError::Closed) => {
                log(&error);
                let title = "The records cannot be reached; whether a change was saved shows once they are there again";
                Self::new(StatusCode::SERVICE_UNAVAILABLE, title)
            }
            UseCaseError::Definition(_) | UseCaseError::Store(_) => {
                log(&error);
                Self::new(StatusCode::INTERNAL_SERVER_ERROR, "The system failed; nothing was changed")
            }
        }
    }
}

fn log(error: &UseCaseError) {
    tracing::error!(chain = error_chain(error), "A request to the interface failed");
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, axum::Json(self)).into_response();
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(PROBLEM));
        response
    }
}
