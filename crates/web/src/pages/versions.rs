//! The page on which a reader chooses between two versions of a form.

use askama::Template;
use axum::response::Response;

use super::cases::Room;
use crate::{
    errors::PageError,
    form::{Versions, overtaken},
    frame::Frame,
    site::show,
};

#[derive(Template)]
#[template(path = "pages/versions.html")]
struct VersionsPage {
    frame: Frame,
    /// Where the form belongs to a case.
    room: Option<Room>,
    versions: Versions,
}

/// Both versions, as the answer to a form that somebody else was quicker than.
pub(super) fn show_versions(mut frame: Frame, room: Option<Room>, versions: Versions) -> Result<Response, PageError> {
    frame.has_errors = true;
    Ok(overtaken(show(&VersionsPage { frame, room, versions })?))
}
