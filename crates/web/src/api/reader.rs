//! Who asks, and which version they have.

use axum::{
    extract::FromRequestParts,
    http::{
        HeaderMap, HeaderValue, Method,
        header::{AUTHORIZATION, ETAG, IF_MATCH},
        request::Parts,
    },
    response::{IntoResponse, Response},
};
use banso_access::Actor;
use banso_app::Token;
use serde::Serialize;

use super::problem::Problem;
use crate::{
    denials::asked_by,
    security::cookie_value,
    site::{SESSION_COOKIE, Site},
};

/// A member of staff behind a program.
pub(super) struct ApiReader {
    /// Who may do what.
    pub(super) actor: Actor,
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

impl FromRequestParts<Site> for ApiReader {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Problem> {
        let token = match bearer(&parts.headers) {
            Some(token) => token,
            None => {
                let token = cookie_value(&parts.headers, SESSION_COOKIE, site.inner.secure).unwrap_or_default();
                let form_token = parts.headers.get("x-csrf-token").and_then(|value| value.to_str().ok());
                let reads = matches!(parts.method, Method::GET | Method::HEAD);
                if !reads && !token.is_empty() && !site.inner.csrf.accepts(token, form_token.unwrap_or_default()) {
                    return Err(Problem::forged());
                }
                token
            }
        };
        let token = Token::from_hex(token).ok_or_else(Problem::not_signed_in)?;
        let session = site.app().session(token).await?.ok_or_else(Problem::not_signed_in)?;
        let actor = session.actor.ok_or_else(Problem::not_signed_in)?;
        asked_by(parts, &actor);
        Ok(Self { actor })
    }
}

/// The version that a change was made from, as `If-Match` names it.
pub(super) fn expected_version(headers: &HeaderMap) -> Result<i64, Problem> {
    let named = headers.get(IF_MATCH).and_then(|value| value.to_str().ok()).ok_or_else(Problem::no_version)?;
    named.trim().trim_matches('"').parse().map_err(|_| Problem::no_version())
}

/// A body with its version as the `ETag`.
pub(super) fn versioned(version: i64, body: &impl Serialize) -> Response {
    let mut response = axum::Json(body).into_response();
    if let Ok(tag) = HeaderValue::try_from(format!("\"{version}\"")) {
        response.headers_mut().insert(ETAG, tag);
    }
    response
}

/// How many entries are asked for, at most 200.
pub(super) fn limited(asked: Option<u32>, usual: u32) -> u32 {
    asked.unwrap_or(usual).clamp(1, 200)
}
