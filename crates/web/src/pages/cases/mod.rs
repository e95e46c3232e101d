//! Cases: the list, and everything under one case.

mod application;
mod assign;
mod beginning;
mod choose;
mod emergency;
mod asked;
mod closing;
mod conflict;
mod desk;
mod form_page;
mod list;
mod new;
mod overview;
mod person;
mod print;
mod records;
mod plan;
mod room;
mod screening;
mod sheet;
mod sheets;

use axum::Router;

pub(super) use list::case_table;
pub(super) use new::KnownPerson;

use crate::site::Site;

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .merge(list::routes())
        .merge(overview::routes())
        .merge(records::routes())
        .merge(new::routes())
        .merge(sheets::routes())
        .merge(person::routes())
        .merge(application::routes())
        .merge(screening::routes())
        .merge(emergency::routes())
        .merge(assign::routes())
        .merge(plan::routes())
        .merge(closing::routes())
        .merge(print::routes())
}
