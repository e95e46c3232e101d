//! The page on which a reader chooses between two versions of a form, and who wrote the other one.

use askama::Template;
use axum::response::Response;
use banso_app::EntryLine;
use banso_domain::id::StaffId;
use chrono::{DateTime, Utc};

use super::cases::Room;
use crate::{
    errors::PageError,
    form::{Versions, overtaken},
    frame::Frame,
    site::{SignedIn, Site, page_error, show},
};

/// Who saved meanwhile, and when.
pub(super) struct Meanwhile {
    pub(super) staff: StaffId,
    pub(super) at: DateTime<Utc>,
}

impl Meanwhile {
    /// Who wrote the last line of a history of those that say something that stands in the form.
    pub(super) fn last<E>(lines: &[EntryLine<E>], writes: impl Fn(&E) -> bool) -> Option<Self> {
        let line = lines.iter().rev().find(|line| line.event.as_ref().is_some_and(&writes))?;
        Some(Self { staff: line.staff, at: line.recorded_at })
    }
}

/// Who saved meanwhile and when, in words; not named where the history does not say.
pub(super) async fn named(
    site: &Site,
    reader: &SignedIn,
    by: Option<Meanwhile>,
) -> Result<(String, String), PageError> {
    Ok(match by {
        Some(by) => (site.app().staff_name(by.staff).await.map_err(page_error)?, reader.look.moment(by.at)),
        None => (reader.t.get("conflict-somebody"), reader.t.get("conflict-meanwhile")),
    })
}

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
