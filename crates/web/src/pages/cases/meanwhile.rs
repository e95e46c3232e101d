//! What others wrote in a case while a form was being filled, and the page on which the reader chooses (U15).

use axum::response::Response;
use banso_domain::{
    case::event::CaseEvent,
    id::{CaseId, StaffId},
};
use chrono::{DateTime, Utc};

use super::room::{OpenedCase, RoomTab};
use crate::{
    errors::PageError,
    form::{Side, Submitted, Versions},
    pages::versions::show_versions,
    site::{SignedIn, Site, page_error},
};

/// Who saved meanwhile, and when.
pub(super) struct Meanwhile {
    pub(super) staff: StaffId,
    pub(super) at: DateTime<Utc>,
}

/// What others recorded in a case after the version that a form was made from, as far as `concerns` says it matters.
pub(super) async fn meanwhile(
    site: &Site,
    reader: &SignedIn,
    case: CaseId,
    version: i64,
    concerns: impl Fn(&CaseEvent) -> bool,
) -> Result<(Vec<CaseEvent>, Option<Meanwhile>), PageError> {
    let lines = site.app().case_history(&reader.actor, case).await.map_err(page_error)?;
    let mut last = None;
    let mut events = Vec::new();
    for line in lines.into_iter().filter(|line| line.seq > version) {
        if let Some(event) = line.event.filter(&concerns) {
            last.get_or_insert(Meanwhile { staff: line.staff, at: line.recorded_at });
            events.push(event);
        }
    }
    Ok((events, last))
}

/// Two versions of a form of a case, and where the choice goes.
pub(super) struct Clash<'a> {
    /// The tab of the form's page.
    pub(super) tab: RoomTab,
    /// Where the form goes.
    pub(super) action: String,
    /// The version that the choice is based on.
    pub(super) version: String,
    /// Who saved meanwhile; not named where the history does not say.
    pub(super) by: Option<Meanwhile>,
    /// The form as this reader typed it.
    pub(super) typed: &'a Submitted,
    /// The answers that differ.
    pub(super) sides: Vec<Side>,
}

impl Clash<'_> {
    /// The page on which the reader chooses.
    pub(super) async fn show(self, site: &Site, reader: &SignedIn, opened: &OpenedCase) -> Result<Response, PageError> {
        let t = &reader.t;
        let by = match self.by {
            Some(by) => (site.app().staff_name(by.staff).await.map_err(page_error)?, reader.look.moment(by.at)),
            None => (t.get("conflict-somebody"), t.get("conflict-meanwhile")),
        };
        let frame = opened.frame(site, reader, &t.get("conflict-title")).await?;
        let versions = Versions::new(&frame, by, self.action, self.version, self.typed, self.sides);
        show_versions(frame, Some(opened.room(site, reader, self.tab)), versions)
    }
}
