//! What somebody typed into a form whose sending failed: shown on the page that says so, and ready to be sent once more.

use std::fmt;

use axum::{
    body::{Body, Bytes},
    extract::Request,
    http::{
        HeaderMap, Method, StatusCode,
        header::{CONTENT_TYPE, HOST, ORIGIN},
    },
};
use http_body_util::BodyExt;

use crate::form::Submitted;

/// The largest form that is read: four hundred thousand Japanese characters, as a browser writes them.
pub(crate) const LARGEST: usize = 4 * 1024 * 1024;

/// A browser only reads our answer once it has sent everything; so much is taken in and thrown away.
const LARGEST_PASSED_OVER: usize = 64 * 1024 * 1024;

/// Fields that are nobody's words: tokens, and secrets that no page may show.
const NOT_KEPT: [&str; 6] = ["csrf", "password", "old", "new", "code", "secret"];

/// The form that failed.
#[derive(Clone)]
pub(crate) struct Kept {
    /// Where it was sent.
    pub(crate) address: String,
    /// Every field that may be sent once more.
    pub(crate) fields: Vec<(String, String)>,
    /// What was written by hand, for reading and copying.
    pub(crate) texts: Vec<String>,
    /// The token that it came with, or one that fits.
    pub(crate) csrf: String,
    /// It can be sent once more as it is.
    pub(crate) is_whole: bool,
    /// The page that sent it was one of ours.
    pub(crate) is_ours: bool,
}

impl fmt::Debug for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Kept").finish_non_exhaustive()
    }
}

/// Whether a request carries a form that people fill in.
fn is_form(request: &Request) -> bool {
    let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    request.method() == Method::POST && kind.starts_with("application/x-www-form-urlencoded")
}

/// Whether a browser says that one of our own pages sent this.
pub(crate) fn is_from_our_page(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match (text("sec-fetch-site"), text(ORIGIN.as_str()), text(HOST.as_str())) {
        (Some(site), ..) => site == "same-origin",
        (None, Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, from)| from == host),
        _ => false,
    }
}

/// Reads a form and gives the request back as it was, with the form beside it.
///
/// # Errors
///
/// 413 for a form that is too large, 400 for one that ended too early.
pub(crate) async fn hold(request: Request) -> Result<(Request, Option<Bytes>), StatusCode> {
    if !is_form(&request) {
        return Ok((request, None));
    }
    let (parts, mut body) = request.into_parts();
    let (mut form, mut size) = (Vec::new(), 0);
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| StatusCode::BAD_REQUEST)?;
        let Ok(part) = frame.into_data() else { continue };
        size += part.len();
        if size <= LARGEST {
            form.extend_from_slice(&part);
        } else {
            form = Vec::new();
        }
        if size > LARGEST_PASSED_OVER {
            break;
        }
    }
    if size > LARGEST {
        return Err(StatusCode::PAYLOAD_TOO_LARGE);
    }
    let form = Bytes::from(form);
    Ok((Request::from_parts(parts, Body::from(form.clone())), Some(form)))
}

impl Kept {
    /// What was typed, if it was more than a press of a button.
    pub(crate) fn of(form: &[u8], address: &str, is_ours: bool) -> Option<Self> {
        let mut sent = Submitted::read(form).ok()?;
        let csrf = sent.take("csrf").unwrap_or_default();
        let fields: Vec<(String, String)> = sent.pairs().map(|(name, value)| (name.into(), value.into())).collect();
        let is_whole = !fields.iter().any(|(name, _)| NOT_KEPT.contains(&name.as_str()));
        let fields: Vec<_> = fields.into_iter().filter(|(name, _)| !NOT_KEPT.contains(&name.as_str())).collect();
        let texts: Vec<String> =
            fields.iter().map(|(_, value)| value.trim()).filter(|value| is_written(value)).map(Into::into).collect();
        let kept = Self { address: address.to_owned(), fields, texts, csrf, is_whole, is_ours };
        (!kept.texts.is_empty()).then_some(kept)
    }
}

/// Whether a value was written by somebody: codes and identifiers have neither spaces nor Japanese in them.
fn is_written(value: &str) -> bool {
    !value.is_ascii() || value.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_kept_and_no_secret_is() {
        let form = "csrf=t0ken&version=4&wishes=%E5%83%8D%E3%81%8D%E3%81%9F%E3%81%84&method=home_visit&note=a%0D%0Ab";
        let kept = Kept::of(form.as_bytes(), "/cases/1/plan/new", true).unwrap();
        assert_eq!(kept.texts, ["働きたい", "a\nb"]);
        assert_eq!(kept.fields.len(), 4);
        assert_eq!((kept.csrf.as_str(), kept.is_whole), ("t0ken", true));

        let secret = Kept::of("login=青木&password=correct horse".as_bytes(), "/sign-in", true).unwrap();
        assert_eq!(secret.texts, ["青木"]);
        assert!(!secret.is_whole, "without the password it cannot be sent once more");
        assert!(Kept::of(b"csrf=t0ken&lang=en", "/language", true).is_none(), "a button that was pressed is no text");
    }

    #[test]
    fn a_page_of_somebody_else_is_not_ours() {
        let headers = |pairs: &[(&'static str, &'static str)]| {
            pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect::<HeaderMap>()
        };
        assert!(is_from_our_page(&headers(&[("sec-fetch-site", "same-origin")])));
        assert!(is_from_our_page(&headers(&[("origin", "https://banso.example.jp"), ("host", "banso.example.jp")])));
        for foreign in [
            &[("sec-fetch-site", "cross-site"), ("origin", "https://b"), ("host", "b")][..],
            &[("origin", "https://evil.example"), ("host", "banso.example.jp")],
            &[("origin", "null"), ("host", "banso.example.jp")],
            &[],
        ] {
            assert!(!is_from_our_page(&headers(foreign)), "{foreign:?}");
        }
    }
}
