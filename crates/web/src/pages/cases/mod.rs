//! Cases: the list, and everything under one case.

mod history;
mod list;
mod overview;
mod print;
mod records;
mod room;

use axum::Router;

pub(super) use list::case_table;

use crate::site::Site;

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .merge(list::routes())
        .merge(overview::routes())
        .merge(print::routes())
        .merge(history::routes())
        .merge(records::routes())
}
