//! Before something is opened to another agency: receiver, items, purpose and basis, once more, to be looked at (U13, U14).

use askama::Template;
use axum::response::Response;

use super::super::room::{OpenedCase, Room, RoomTab};
use crate::{
    components::SummaryRow,
    errors::PageError,
    form::Submitted,
    frame::Frame,
    site::{SignedIn, Site, show},
};

#[derive(Template)]
#[template(path = "pages/cases/sharing/check.html")]
struct CheckPage {
    frame: Frame,
    room: Room,
    /// What will happen, in one sentence.
    lead: String,
    rows: Vec<SummaryRow>,
    /// The form as it was filled, to be sent again.
    kept: Vec<(String, String)>,
    action: String,
    confirm: String,
}

/// The page before something leaves; sent again, the form carries `step` as `record` or `change`.
pub(super) async fn check_page(
    site: &Site,
    reader: &SignedIn,
    opened: &OpenedCase,
    form: &Submitted,
    action: String,
    lead: String,
    rows: Vec<SummaryRow>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let is_kept = |name: &str| !matches!(name, "csrf" | "step");
    let kept = form.pairs().filter(|(name, _)| is_kept(name));
    show(&CheckPage {
        frame: opened.frame(site, reader, &t.get("sharing-check")).await?,
        room: opened.room(site, reader, RoomTab::Sharing),
        lead,
        rows,
        kept: kept.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        action,
        confirm: t.get("sharing-check-confirm"),
    })
}
