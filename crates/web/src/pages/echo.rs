//! Small answers that scripts ask for: how a typed date is understood, drafts, a session that goes on.

use axum::{
    Json, Router,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};

use crate::{
    dates::DateEcho,
    errors::PageError,
    form::Submitted,
    site::{AnySession, SignedIn, Site, local, page_error},
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

/// Keeps what was typed; or drops it and goes back to the form, if that is what the reader pressed.
async fn save_draft(
    State(site): State<Site>,
    reader: AnySession,
    Path(form_key): Path<String>,
    form: Submitted,
) -> Result<Response, PageError> {
    if form.has("drop_draft") {
        site.app().drop_draft(&reader.session, &form_key).await.map_err(page_error)?;
        return Ok(Redirect::to(local(form.text("drop_draft"))).into_response());
    }
    site.app().save_draft(&reader.session, &form_key, &form.encode()).await.map_err(page_error)?;
    Ok(StatusCode::NO_CONTENT.into_response())
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
