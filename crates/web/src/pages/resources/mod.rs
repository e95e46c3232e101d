//! 社会資源: what helps in the region, as its sources publish it and as the region knows it.

mod edit;
mod export;
mod fields;
mod import;
mod list;
mod naming;
mod show;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    routing::{get, post},
};

use crate::{
    components::Link,
    frame::Section,
    site::{SignedIn, Site},
};

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/resources", get(list::list))
        .route("/resources/new", get(edit::ask_new).post(edit::enter))
        .route("/resources/import", get(import::ask).post(import::send).layer(DefaultBodyLimit::max(import::MOST_SENT)))
        .route("/resources/import/check", get(import::check))
        .route("/resources/import/columns", get(import::ask_columns).post(import::name_columns))
        .route("/resources/import/take", post(import::take))
        .route("/resources/{resource}", get(show::show_resource))
        .route("/resources/{resource}/edit", get(edit::ask).post(edit::take))
        .route("/resources/{resource}/confirm", post(edit::confirm))
        .route("/resources/{resource}/contacts", post(edit::name_contact))
        .route("/resources/{resource}/contacts/leave", post(edit::leave_contact))
}

/// Where the directory stands for the reader: beside referrals, or for those who work on no case, under administration.
fn place(reader: &SignedIn) -> (Section, Link) {
    let section = if reader.actor.reads_shared() { Section::Referrals } else { Section::Administration };
    (section, Link::new(section.label(&reader.t), section.href()))
}
