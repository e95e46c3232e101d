//! What others wrote in a case while a form was being filled, and the page on which the reader chooses (U15).

use axum::response::Response;
use banso_domain::{
    case::{Case, event::CaseEvent},
    id::CaseId,
};

use super::room::{OpenedCase, RoomTab};
use crate::{
    errors::PageError,
    form::{Side, Submitted, Versions},
    pages::versions::{Meanwhile, named, show_versions},
    site::{SignedIn, Site, page_error},
};

/// What happened to a case since a form was opened.
pub(super) struct Since {
    /// The case as it was when the form was opened; none if the form does not say what it was made from.
    pub(super) opened: Option<Case>,
    /// What others recorded, as far as it matters.
    pub(super) events: Vec<CaseEvent>,
    /// Who recorded the last of it.
    pub(super) by: Option<Meanwhile>,
}

/// What was recorded in a case after the version that a form was made from, as far as `concerns` says it matters.
pub(super) async fn since(
    site: &Site,
    reader: &SignedIn,
    id: CaseId,
    version: i64,
    concerns: impl Fn(&CaseEvent) -> bool,
) -> Result<Since, PageError> {
    let lines = site.app().case_history(&reader.actor, id).await.map_err(page_error)?;
    let mut since = Since { opened: None, events: Vec::new(), by: None };
    for line in lines.into_iter().rev() {
        let Some(event) = line.event else { continue };
        if line.seq <= version {
            since.opened = Case::apply(since.opened.take(), id, &event);
        } else if concerns(&event) {
            since.by = Some(Meanwhile { staff: line.staff, at: line.recorded_at });
            since.events.push(event);
        }
    }
    Ok(since)
}

/// Who wrote one part of a case last, and what a form of it held when it was opened: `held` finds that in a state of the case
/// which has what the form was made from.
pub(super) async fn written<T>(
    site: &Site,
    reader: &SignedIn,
    id: CaseId,
    writes: impl Fn(&CaseEvent) -> bool,
    held: impl Fn(&Case) -> Option<T>,
) -> Result<(Option<Meanwhile>, Option<T>), PageError> {
    let lines = site.app().case_history(&reader.actor, id).await.map_err(page_error)?;
    let (mut case, mut by, mut opened) = (None, None, None);
    for line in lines.into_iter().rev() {
        let Some(event) = line.event else { continue };
        if writes(&event) {
            by = Some(Meanwhile { staff: line.staff, at: line.recorded_at });
        }
        case = Case::apply(case, id, &event);
        opened = case.as_ref().and_then(&held).or(opened);
    }
    Ok((by, opened))
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
        let by = named(site, reader, self.by).await?;
        let frame = opened.frame(site, reader, &t.get("conflict-title")).await?;
        let versions = Versions::new(&frame, by, self.action, self.version, self.typed, self.sides);
        show_versions(frame, Some(opened.room(site, reader, self.tab)), versions)
    }
}
