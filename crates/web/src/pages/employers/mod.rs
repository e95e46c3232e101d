//! 企業の紹介: the employers of the region for those who support people; at an employer, its own entry.

mod list;
mod naming;
mod profile;
mod show;

use axum::{Router, routing::get};
use banso_domain::id::AgencyId;

pub(super) use naming::open_name;

use crate::{errors::PageError, site::Site};

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/employers", get(list::list))
        .route("/employers/{employer}", get(show::show_employer))
        .route("/employers/{employer}/profile", get(profile::ask).post(profile::take))
}

fn employer_id(text: &str) -> Result<AgencyId, PageError> {
    text.parse().map_err(|_| PageError::not_found())
}
