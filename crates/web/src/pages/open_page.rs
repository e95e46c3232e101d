//! Pages that are opened by a secret in their address, where nobody is signed in: an invitation, a page to reply on.

use askama::Template;
use axum::{
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use banso_app::SecretPageError;

use crate::{
    errors::PageError,
    frame::Frame,
    security::cookie_value,
    site::{SESSION_COOKIE, Site, page_error, show},
    text::Texts,
};

/// A page of one message.
#[derive(Template)]
#[template(path = "pages/referrals/told.html")]
struct ToldPage {
    frame: Frame,
    lines: Vec<String>,
}

/// A page that says a few sentences and asks nothing.
pub(in crate::pages) fn told(t: &Texts, title: String, lines: Vec<String>) -> Result<Response, PageError> {
    show(&ToldPage { frame: Frame::open(t.clone(), title), lines })
}

/// One page for every reason for which it does not open; `lines` say why that may be, and whom to ask.
pub(in crate::pages) fn not_open(
    t: &Texts,
    title: String,
    mut lines: Vec<String>,
    error: SecretPageError,
) -> Result<Response, PageError> {
    let status = match error {
        SecretPageError::UseCase(error) => return Err(page_error(error)),
        SecretPageError::Wait { seconds } => {
            lines.push(t.with("sign-in-wait", [("seconds", seconds)]));
            StatusCode::TOO_MANY_REQUESTS
        }
        SecretPageError::NotOpen => StatusCode::NOT_FOUND,
    };
    Ok((status, told(t, title, lines)?).into_response())
}

/// The frame of a page with a form.
pub(in crate::pages) fn frame(site: &Site, headers: &HeaderMap, t: &Texts, title: String, has_errors: bool) -> Frame {
    // Where nobody is signed in, the token of the form is that of no session.
    let session = cookie_value(headers, SESSION_COOKIE, site.inner.secure).unwrap_or_default();
    Frame { csrf: site.inner.csrf.token(session), has_errors, ..Frame::open(t.clone(), title) }
}
