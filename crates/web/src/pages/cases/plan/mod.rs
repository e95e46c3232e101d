//! プラン: the plan at a glance, its editor, the person's answer, early start, monitoring.

mod answer;
mod content;
mod editor;
mod glance;
mod monitoring;
mod page;
mod place;
pub(super) mod words;

use std::collections::HashMap;

use axum::{
    Router,
    extract::{FromRequestParts, Path},
    http::request::Parts,
    routing::{get, post},
};
use banso_domain::{
    case::plan::Plan,
    id::{CaseId, PlanId},
};

use super::room::OpenedCase;
use crate::{errors::PageError, site::Site};

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/cases/{case}/plan", get(page::current))
        .route("/cases/{case}/plan/new", get(editor::new).post(editor::draft))
        .route("/cases/{case}/plans/{plan}", get(page::version))
        .route("/cases/{case}/plans/{plan}/edit", get(editor::edit).post(editor::change))
        .route("/cases/{case}/plans/{plan}/correct", get(editor::mend).post(editor::correct))
        .route("/cases/{case}/plans/{plan}/answer", get(answer::ask).post(answer::record))
        .route("/cases/{case}/plans/{plan}/start-early", get(answer::early).post(answer::start_early))
        .route("/cases/{case}/plans/{plan}/actions/{line}", post(answer::move_action))
        .route("/cases/{case}/plans/{plan}/actions/{line}/place", get(place::ask).post(place::name))
        .route("/cases/{case}/monitoring", get(monitoring::list).post(monitoring::record))
}

/// The plan named in the address.
pub(super) struct PlanPath {
    case: CaseId,
    plan: PlanId,
    /// The line of the plan, where one is named.
    line: usize,
}

impl<S: Send + Sync> FromRequestParts<S> for PlanPath {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let Path(segments) = Path::<HashMap<String, String>>::from_request_parts(parts, state)
            .await
            .map_err(|_| PageError::not_found())?;
        let text = |name: &str| segments.get(name).map(String::as_str).unwrap_or_default();
        let case = text("case").parse().map_err(|_| PageError::not_found())?;
        let plan = text("plan").parse().map_err(|_| PageError::not_found())?;
        let line = match segments.get("line") {
            Some(line) => line.parse().map_err(|_| PageError::not_found())?,
            None => 0,
        };
        Ok(Self { case, plan, line })
    }
}

/// The plan of that identifier in the case.
fn plan_of(opened: &OpenedCase, id: PlanId) -> Result<&Plan, PageError> {
    opened.file.case.plan(id).ok_or_else(PageError::not_found)
}
