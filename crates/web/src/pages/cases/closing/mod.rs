//! 評価・終結: the evaluation sheet, closure, suspension, follow-up.

mod evaluation;
mod page;
mod parts;
mod sheet;

use axum::{
    Router,
    routing::{get, post},
};

use crate::site::Site;

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/cases/{case}/evaluation", get(evaluation::show_sheet).post(evaluation::save))
        .route("/cases/{case}/evaluation/replan", post(evaluation::replan))
        .route("/cases/{case}/closing", get(page::closing))
        .route("/cases/{case}/closing/{part}", post(page::act))
}
