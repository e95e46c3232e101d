//! 企業懇談会: gatherings of employers, for the agency that invites, for those who support people, and for the firms that are invited.

mod change;
mod list;
mod show;

use axum::{Router, routing::get};
use banso_domain::id::GatheringId;

use crate::{errors::PageError, site::Site};

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/gatherings", get(list::list))
        .route("/gatherings/new", get(change::ask_new).post(change::plan))
        .route("/gatherings/{gathering}", get(show::show_gathering))
        .route("/gatherings/{gathering}/change/{gathering_deed}", get(change::ask).post(change::take))
}

fn gathering_id(text: &str) -> Result<GatheringId, PageError> {
    text.parse().map_err(|_| PageError::not_found())
}
