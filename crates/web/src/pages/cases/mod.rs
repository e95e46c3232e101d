//! Cases: the list, and everything under one case.

mod decision;
mod list;
mod overview;
mod records;
mod room;
mod sittings;

use axum::Router;

pub(super) use list::case_table;

use crate::site::Site;

pub(super) fn routes() -> Router<Site> {
    Router::new().merge(list::routes()).merge(overview::routes()).merge(records::routes()).merge(sittings::routes()).merge(decision::routes())
}
