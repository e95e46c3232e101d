//! Cases: the list, and everything under one case.

mod asked;
mod closing;
mod conflict;
mod desk;
mod form_page;
mod list;
mod overview;
mod plan;
mod records;
mod room;

use axum::Router;

pub(super) use list::case_table;

use crate::site::Site;

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .merge(list::routes())
        .merge(overview::routes())
        .merge(records::routes())
        .merge(plan::routes())
        .merge(closing::routes())
}
