//! 足りない社会資源: the register of the region on one board of three layers, one entry, what is written about it, the report for the
//! council, and the page of a case on which it is noted that nothing fits.

mod board;
mod change;
mod inventory;
mod naming;
mod report;
mod show;
mod unmet;

use axum::{Router, routing::get, routing::post};
use banso_domain::id::MissingId;

use crate::{
    components::Link,
    errors::PageError,
    frame::{Frame, Section},
    site::{SignedIn, Site},
};

pub(super) use naming::{figure, lack_name};

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/missing-resources", get(board::board))
        .route("/missing-resources/new", get(change::ask_new).post(change::enter))
        .route("/missing-resources/inventory", get(inventory::inventory))
        .route("/missing-resources/report", get(report::report))
        .route("/missing-resources/report/{council_file}", get(report::file))
        .route("/missing-resources/entries/{missing}", get(show::show_missing))
        .route("/missing-resources/entries/{missing}/change/{missing_deed}", get(change::ask).post(change::take))
        .route("/cases/{case}/unmet", get(unmet::ask).post(unmet::note))
        .route("/cases/{case}/unmet/{unmet}", post(unmet::met))
}

fn missing_id(text: &str) -> Result<MissingId, PageError> {
    text.parse().map_err(|_| PageError::not_found())
}

/// The frame of a page of the register, below the directory and the register itself.
async fn frame(site: &Site, reader: &SignedIn, title: String, is_board: bool) -> Result<Frame, PageError> {
    let t = &reader.t;
    let mut frame = reader.frame(site, Some(Section::Referrals), title).await?;
    frame.breadcrumbs = vec![Link::new(Section::Referrals.label(t), Section::Referrals.href())];
    if !is_board {
        frame.breadcrumbs.push(Link::new(t.get("missing-title"), "/missing-resources"));
    }
    Ok(frame)
}
