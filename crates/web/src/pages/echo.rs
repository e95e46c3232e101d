//! Small answers that scripts ask for: how a typed date is understood, drafts, a session that goes on.

use axum::{
    Json, Router,
    extract::{Path, Query, State},
    http::StatusCode,
    routing::{get, post},
};

use crate::{
    dates::DateEcho,
    errors::PageError,
    site::{AnySession, SignedIn, Site, page_error},
    submitted::Submitted,
};

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/echo/date", get(date))
        .route("/drafts/{*form_key}", post(save_draft))
        .route("/session/extend", post(extend))
        .route("/healthz", get(|| async { "ok" }))
        .route("/readyz", get(ready))
}

#[derive(serde::Deserialize)]
struct Typed {
    #[serde(default)]
    text: String,
}

async fn date(reader: SignedIn, Query(typed): Query<Typed>) -> Json<DateEcho> {
    Json(DateEcho::of(&reader.t, &typed.text))
}

async fn save_draft(
    State(site): State<Site>,
    reader: AnySession,
    Path(form_key): Path<String>,
    form: Submitted,
) -> Result<StatusCode, PageError> {
    site.app().save_draft(&reader.session, &form_key, &form.encode()).await.map_err(page_error)?;
    Ok(StatusCode::NO_CONTENT)
}

/// The request itself is what extends the session.
async fn extend(_reader: AnySession, _form: Submitted) -> StatusCode {
    StatusCode::NO_CONTENT
}

/// Not a page: whoever asks is a program that looks at the status.
async fn ready(State(site): State<Site>) -> (StatusCode, &'static str) {
    match site.app().answers().await {
        Ok(()) => (StatusCode::OK, "ready"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer"),
    }
}
