//! When something goes wrong: one page in plain words with a reference number; the log gets the whole chain.

use std::{error::Error, fmt, sync::Arc};

use askama::Template;
use axum::{
    extract::Request,
    http::{HeaderMap, HeaderValue, StatusCode, header::CONTENT_TYPE},
    middleware::Next,
    response::{Html, IntoResponse, Redirect, Response},
};

use crate::{
    api,
    frame::Frame,
    kept::{self, Kept, is_from_our_page},
    text::{Lang, Texts},
};

/// A number to name on the telephone: `K7QF-2MXD`. Says nothing about the person or the case.
#[derive(Clone, PartialEq, Eq)]
pub struct Reference(String);

impl Reference {
    /// Letters and digits that cannot be taken for one another when read aloud.
    const LETTERS: &'static [u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    /// A new number; unique enough to find one line among a year of logs.
    pub fn random() -> Self {
        let mut bytes = [0u8; 8];
        if getrandom::fill(&mut bytes).is_err() {
            return Self("0000-0000".to_owned());
        }
        let letters: String = bytes.iter().map(|byte| char::from(Self::LETTERS[usize::from(byte % 32)])).collect();
        Self(format!("{}-{}", &letters[..4], &letters[4..]))
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The ways in which a page can fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// The request cannot be read.
    BadRequest,
    /// The reader may know that it exists, but may not do this.
    Forbidden,
    /// It does not exist, or not for this reader.
    NotFound,
    /// Somebody else has changed it meanwhile.
    Conflict,
    /// A file or form is larger than allowed.
    TooLarge,
    /// Too many attempts in a short time.
    TooMany,
    /// The session has ended while a form was filled in.
    SignedOut,
    /// The page was opened before the session in which it is sent.
    NewSession,
    /// The disk is full: nothing can be written, everything can be read.
    NoSpace,
    /// The database does not answer.
    Unavailable,
    /// Our own fault.
    Internal,
}

impl ErrorKind {
    /// All kinds, for the tests and the gallery.
    pub const ALL: [Self; 11] = [
        Self::BadRequest,
        Self::Forbidden,
        Self::NotFound,
        Self::Conflict,
        Self::TooLarge,
        Self::TooMany,
        Self::SignedOut,
        Self::NewSession,
        Self::NoSpace,
        Self::Unavailable,
        Self::Internal,
    ];

    /// The HTTP status.
    pub const fn status(self) -> StatusCode {
        match self {
            Self::BadRequest | Self::NewSession => StatusCode::BAD_REQUEST,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Conflict => StatusCode::CONFLICT,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Self::SignedOut => StatusCode::UNAUTHORIZED,
            Self::NoSpace => StatusCode::INSUFFICIENT_STORAGE,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The kind that explains a status best, for answers made by the HTTP library itself.
    fn of(status: StatusCode) -> Option<Self> {
        match status {
            StatusCode::FORBIDDEN => Some(Self::Forbidden),
            StatusCode::NOT_FOUND => Some(Self::NotFound),
            StatusCode::CONFLICT | StatusCode::PRECONDITION_FAILED => Some(Self::Conflict),
            StatusCode::PAYLOAD_TOO_LARGE => Some(Self::TooLarge),
            StatusCode::TOO_MANY_REQUESTS => Some(Self::TooMany),
            StatusCode::SERVICE_UNAVAILABLE => Some(Self::Unavailable),
            status if status.is_client_error() => Some(Self::BadRequest),
            status if status.is_server_error() => Some(Self::Internal),
            _ => None,
        }
    }

    /// Whether sending the same form once more may succeed.
    const fn may_pass(self) -> bool {
        matches!(self, Self::SignedOut | Self::NoSpace | Self::Unavailable | Self::Internal)
    }

    /// Whether it is ours to mend.
    const fn is_ours(self) -> bool {
        matches!(self, Self::NoSpace | Self::Unavailable | Self::Internal)
    }

    fn title(self, t: &Texts) -> String {
        match self {
            Self::BadRequest => t.get("error-bad-request"),
            Self::Forbidden => t.get("error-forbidden"),
            Self::NotFound => t.get("error-not-found"),
            Self::Conflict => t.get("error-conflict"),
            Self::TooLarge => t.get("error-too-large"),
            Self::TooMany => t.get("error-too-many"),
            Self::SignedOut => t.get("error-signed-out"),
            Self::NewSession => t.get("error-new-session"),
            Self::NoSpace => t.get("error-no-space"),
            Self::Unavailable => t.get("error-unavailable"),
            Self::Internal => t.get("error-internal"),
        }
    }

    fn advice(self, t: &Texts) -> String {
        match self {
            Self::BadRequest => t.get("error-bad-request-advice"),
            Self::Forbidden => t.get("error-forbidden-advice"),
            Self::NotFound => t.get("error-not-found-advice"),
            Self::Conflict => t.get("error-conflict-advice"),
            Self::TooLarge => t.with("error-too-large-advice", [("megabytes", kept::LARGEST / (1024 * 1024))]),
            Self::TooMany => t.get("error-too-many-advice"),
            Self::SignedOut => t.get("error-signed-out-advice"),
            Self::NewSession => t.get("error-new-session-advice"),
            Self::NoSpace => t.get("error-no-space-advice"),
            Self::Unavailable => t.get("error-unavailable-advice"),
            Self::Internal => t.get("error-internal-advice"),
        }
    }
}

/// What a handler answers when it cannot answer with its page.
///
/// It becomes a page in [`pages`], which knows the reader's language; without that middleware it is the status alone.
#[derive(Clone, Debug)]
pub struct PageError {
    kind: ErrorKind,
    said: Option<String>,
    /// A token with which the form that was sent would be taken.
    token: Option<String>,
    /// What was typed.
    kept: Option<Arc<Kept>>,
    cause: Option<Arc<dyn Error + Send + Sync>>,
}

impl PageError {
    /// A failure of this kind.
    pub const fn new(kind: ErrorKind) -> Self {
        Self { kind, said: None, token: None, kept: None, cause: None }
    }

    /// Refused for want of the role.
    pub const fn forbidden() -> Self {
        Self::new(ErrorKind::Forbidden)
    }

    /// It does not exist, or not for this reader; both look the same.
    pub const fn not_found() -> Self {
        Self::new(ErrorKind::NotFound)
    }

    /// Our own fault; the cause goes to the log and never to the page.
    pub fn internal(cause: impl Error + Send + Sync + 'static) -> Self {
        Self::new(ErrorKind::Internal).because(cause)
    }

    /// The failure with a sentence for the reader, already in their language, above the general advice.
    #[must_use]
    pub fn saying(mut self, sentence: impl Into<String>) -> Self {
        self.said = Some(sentence.into());
        self
    }

    /// The failure with a token with which the form would be taken.
    #[must_use]
    pub(crate) fn with_token(mut self, token: Option<String>) -> Self {
        self.token = token;
        self
    }

    /// The failure with what was typed.
    fn keeping(mut self, kept: Option<Kept>) -> Self {
        self.kept = kept.map(Arc::new);
        self
    }

    /// The form that can be sent once more as it is, with the token for it.
    fn again(&self) -> Option<(&Kept, &str)> {
        let kept = self.kept.as_deref().filter(|kept| kept.is_whole && kept.is_ours)?;
        match &self.token {
            Some(token) => Some((kept, token)),
            None => self.kind.may_pass().then_some((kept, kept.csrf.as_str())),
        }
    }

    /// The failure with its cause for the log.
    #[must_use]
    pub fn because(mut self, cause: impl Error + Send + Sync + 'static) -> Self {
        self.cause = Some(Arc::new(cause));
        self
    }

    /// The kind of failure.
    pub const fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// The page with its reference number.
    pub fn page(&self, frame: Frame, reference: &Reference) -> Response {
        let kind = self.kind;
        let title = kind.title(&frame.t);
        let advice = kind.advice(&frame.t);
        let page = ErrorPage {
            frame: Frame { title: title.clone(), ..frame },
            title,
            said: self.said.as_deref(),
            advice,
            reference: reference.to_string(),
            texts: self.kept.as_ref().map(|kept| kept.texts.as_slice()).unwrap_or_default(),
            again: self.again(),
            is_signed_out: kind == ErrorKind::SignedOut,
        };
        match page.render() {
            Ok(html) => (kind.status(), Html(html)).into_response(),
            Err(error) => {
                tracing::error!(%error, %reference, "The error page could not be written");
                (kind.status(), format!("Banso: {reference}")).into_response()
            }
        }
    }

    /// Writes the failure to the log: the whole chain for our own faults, the status for all others.
    fn log(&self, reference: &Reference) {
        let status = self.kind.status().as_u16();
        let chain = self.cause.as_deref().map(|cause| error_chain(cause)).unwrap_or_default();
        if self.kind.is_ours() {
            tracing::error!(%reference, status, chain, "A page failed");
        } else {
            tracing::info!(%reference, status, chain, "A page was refused");
        }
    }
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        let mut response = self.kind.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// A middleware that gives every failure below it a page.
///
/// The reader's [`Frame`] is taken from the request's extensions where an outer layer has put one; otherwise the page
/// speaks the language of `Accept-Language`. Refusals of the HTTP library (no such route, a form too large) get the same
/// pages.
pub async fn pages(request: Request, next: Next) -> Response {
    // Who asks for this reads the status.
    if request.uri().path() == "/readyz" {
        return next.run(request).await;
    }
    let frame = request.extensions().get::<Frame>().cloned();
    let lang = Lang::preferred(request.headers());
    let for_programs = api::is_for_programs(request.uri().path());
    let by_script = request.headers().contains_key("x-csrf-token");
    let (address, is_ours) = (request.uri().to_string(), is_from_our_page(request.headers()));
    let (response, form) = match kept::hold(request).await {
        // No page of ours has an address with this character in it, and not every database takes it.
        Ok((request, form)) if request.uri().to_string().contains("%00") => {
            (StatusCode::BAD_REQUEST.into_response(), form)
        }
        Ok((request, form)) => (next.run(request).await, form),
        Err(status) => (status.into_response(), None),
    };

    let error = match response.extensions().get::<PageError>() {
        Some(error) => error.clone(),
        None => match ErrorKind::of(response.status()) {
            Some(_) if for_programs && !tells_already(response.headers()) => return api::problem_of(response.status()),
            Some(kind) if !tells_already(response.headers()) => PageError::new(kind),
            _ => return response,
        },
    };
    let error = error.keeping(form.and_then(|form| Kept::of(&form, &address, is_ours)));
    // Where nothing was typed, nothing has to be kept: the reader signs in and goes on. A script is told that it failed.
    if error.kind == ErrorKind::SignedOut && error.kept.is_none() && !by_script {
        return Redirect::to("/sign-in").into_response();
    }
    let reference = Reference::random();
    error.log(&reference);
    error.page(frame.unwrap_or_else(|| Frame::open(Texts::shipped(lang), "")), &reference)
}

/// The kind of document in which programs are told what went wrong (RFC 9457).
pub(crate) const PROBLEM: &str = "application/problem+json";

/// Whether the answer tells already what went wrong: a page, or a problem document for a program.
fn tells_already(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
    kind.starts_with(b"text/html") || kind == PROBLEM.as_bytes()
}

/// An error with all its causes, for the log.
pub(crate) fn error_chain(error: &(dyn Error + 'static)) -> String {
    let mut chain = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        chain.push_str(": ");
        chain.push_str(&cause.to_string());
        source = cause.source();
    }
    chain
}

#[derive(Template)]
#[template(path = "pages/error.html")]
struct ErrorPage<'p> {
    frame: Frame,
    title: String,
    said: Option<&'p str>,
    advice: String,
    reference: String,
    texts: &'p [String],
    again: Option<(&'p Kept, &'p str)>,
    is_signed_out: bool,
}

#[cfg(test)]
#[path = "errors_tests.rs"]
mod tests;
