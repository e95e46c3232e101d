//! Two people wrote the same form: both versions side by side (U15). What the reader typed travels along as a whole, so that
//! answers of every kind – boxes ticked, rows of a table – can be kept or given up.

use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use banso_domain::{
    calendar::japan,
    case::event::CaseEvent,
    id::{CaseId, StaffId},
};
use chrono::{DateTime, Utc};

use super::room::Room;
use crate::{
    errors::PageError,
    frame::Frame,
    site::{SignedIn, Site, page_error, show},
    submitted::Submitted,
};

/// One field in both versions.
pub(super) struct Side {
    /// Name of the field in the form.
    pub(super) name: String,
    /// What it is.
    pub(super) label: String,
    /// What this reader typed, in words.
    pub(super) mine: String,
    /// What has been saved meanwhile, in words.
    pub(super) theirs: String,
}

#[derive(Template)]
#[template(path = "pages/cases/choose.html")]
struct ChoosePage {
    frame: Frame,
    room: Room,
    who: String,
    when: String,
    action: String,
    version: i64,
    typed: String,
    sides: Vec<Side>,
}

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

/// The page on which the reader chooses; its form goes to `action` with the newest `version`.
pub(super) async fn page(
    site: &Site,
    reader: &SignedIn,
    (frame, room): (Frame, Room),
    action: String,
    version: i64,
    by: &Meanwhile,
    (typed, sides): (&Submitted, Vec<Side>),
) -> Result<Response, PageError> {
    let who = site.app().staff_name(by.staff).await.map_err(page_error)?;
    let day = reader.look.long(japan::local_date(by.at));
    let when = format!("{} {}", day.text(), japan::local(by.at).format("%H:%M"));
    let page = ChoosePage { frame, room, who, when, action, version, typed: typed.encode(), sides };
    Ok((StatusCode::CONFLICT, show(&page)?).into_response())
}

/// The form that comes out of a choice: what was typed, with the fields taken over from `theirs` that the reader gave up.
/// A form that is no answer to a choice stays as it is.
pub(super) fn chosen(sent: Submitted, theirs: &Submitted) -> Submitted {
    if !sent.has("typed") {
        return sent;
    }
    let mut form = Submitted::parse(sent.text("typed").as_bytes());
    for (name, value) in sent.pairs() {
        if let Some(field) = name.strip_prefix("keep.").filter(|_| value == "theirs") {
            form.take_over(field, theirs);
        }
    }
    let mut version = Submitted::default();
    version.put("version", sent.text("version"));
    form.take_over("version", &version);
    form
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn u15_a_choice_keeps_what_was_typed_and_takes_over_what_was_given_up_with_all_its_rows() {
        let theirs = Submitted::parse(b"note=b&rows[0].x=1&rows[1].x=2&version=7");
        let sent = Submitted::parse(
            b"typed=note%3Da%26rows%5B0%5D.x%3D9%26other%3Dz%26version%3D3&keep.rows=theirs&keep.note=mine&version=7",
        );
        let form = chosen(sent, &theirs);
        assert_eq!((form.text("note"), form.text("other"), form.text("version")), ("a", "z", "7"));
        assert_eq!((form.text("rows[0].x"), form.text("rows[1].x")), ("1", "2"));
    }
}
