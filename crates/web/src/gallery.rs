//! Every component in every state, on one page, with invented people. For those who write pages, and for the tests that
//! look at all of them at once.

mod samples;

use std::collections::HashMap;

use askama::Template;
use axum::{
    Json, Router,
    extract::{Path, Query},
    http::StatusCode,
    response::Html,
    routing::{get, post},
};

use crate::{
    components::{
        AgencyField, Banner, Button, CaseHeader, Chip, ChoiceGroup, ConfirmPanel, DateField, DueLabel, EmptyState,
        ErrorSummary, FieldView, Pagination, ProcessMap, ReadOnlyField, SelectView, StatusTag, SummaryRow, Tab,
        TableView, TaskRow, TimelineItem,
    },
    dates::{DateEcho, DateView},
    errors::{ErrorKind, PageError},
    form::Versions,
    frame::Frame,
    text::{Lang, Texts},
};

/// The gallery with all its components.
#[derive(Template)]
#[template(path = "gallery/components.html")]
struct Gallery {
    frame: Frame,
    case: CaseHeader,
    process: ProcessMap,
    banners: Vec<Banner>,
    tasks: Vec<TaskRow>,
    statuses: Vec<StatusTag>,
    dues: Vec<DueLabel>,
    dates: Vec<DateView>,
    errors: ErrorSummary,
    text: FieldView,
    wrong_text: FieldView,
    short: FieldView,
    row: FieldView,
    long: FieldView,
    date: DateField,
    wrong_date: DateField,
    radios: ChoiceGroup,
    checks: ChoiceGroup,
    select: SelectView,
    agency: AgencyField,
    locked: ReadOnlyField,
    buttons: Vec<Button>,
    summary: Vec<SummaryRow>,
    timeline: Vec<TimelineItem>,
    tabs: Vec<Tab>,
    chips: Vec<Chip>,
    table: TableView,
    pages: Pagination,
    empty: EmptyState,
    confirm: ConfirmPanel,
    versions: Versions,
}

/// The pages of the gallery, with stand-ins for the addresses that the scripts talk to.
pub fn router() -> Router {
    Router::new()
        .route("/gallery/{lang}", get(components))
        .route("/gallery/{lang}/shown", get(shown))
        .route("/gallery/{lang}/error/{status}", get(failure))
        .route("/echo/date", get(echo))
        .route("/drafts/{*key}", post(|| async { StatusCode::NO_CONTENT }))
        .route("/session/extend", post(|| async { StatusCode::NO_CONTENT }))
}

async fn components(Path(lang): Path<String>) -> Result<Html<String>, PageError> {
    page(samples::gallery(texts(&lang)?))
}

async fn shown(Path(lang): Path<String>) -> Result<Html<String>, PageError> {
    let mut gallery = samples::gallery(texts(&lang)?);
    gallery.frame.shown_to_person = true;
    page(gallery)
}

async fn failure(Path((lang, status)): Path<(String, u16)>) -> Result<Html<String>, PageError> {
    texts(&lang)?;
    let kind = ErrorKind::ALL.into_iter().find(|kind| kind.status().as_u16() == status);
    Err(PageError::new(kind.unwrap_or(ErrorKind::NotFound)))
}

async fn echo(Query(query): Query<HashMap<String, String>>) -> Json<DateEcho> {
    let typed = query.get("text").map(String::as_str).unwrap_or_default();
    Json(DateEcho::of(&Texts::shipped(Lang::Ja), typed))
}

fn texts(lang: &str) -> Result<Texts, PageError> {
    Lang::from_code(lang).map(Texts::shipped).ok_or_else(PageError::not_found)
}

fn page(gallery: Gallery) -> Result<Html<String>, PageError> {
    gallery.render().map(Html).map_err(PageError::internal)
}

#[cfg(test)]
#[path = "gallery_tests.rs"]
mod tests;
