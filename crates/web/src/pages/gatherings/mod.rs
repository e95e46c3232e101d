//! 会合: meetings of networks, trainings, supervision and gatherings of employers, for the agency that invites, for those who support people, and for the
//! firms that are invited.

mod change;
mod deed;
mod list;
mod naming;
mod new;
mod plan_form;
mod show;
mod tables;

use axum::{Router, routing::get};
use banso_domain::id::GatheringId;

pub(super) use naming::{code_name, kind_name};

use crate::{errors::PageError, site::Site};

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/gatherings", get(list::list))
        .route("/gatherings/new", get(new::ask).post(new::plan))
        .route("/gatherings/{gathering}", get(show::show_gathering))
        .route("/gatherings/{gathering}/change/{gathering_deed}", get(change::ask).post(change::take))
}

fn gathering_id(text: &str) -> Result<GatheringId, PageError> {
    text.parse().map_err(|_| PageError::not_found())
}
