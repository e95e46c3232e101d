//! The rest of the minutes: what the region lacks, closing them, calling a sitting off.

use askama::Template;
use axum::{extract::State, response::Response};
use banso_access::Action;

use super::{
    opened::{ConferencePath, Opened},
    show::page,
};
use crate::{
    components::{Button, ButtonKind, ConfirmPanel, FieldView, Link},
    errors::PageError,
    form::{Submitted, done, not_taken, refused},
    frame::Frame,
    site::{SignedIn, Site, show},
};

#[derive(Template)]
#[template(path = "pages/conferences/confirm.html")]
struct ConfirmPage {
    frame: Frame,
    panel: ConfirmPanel,
}

pub(super) async fn note_gap(
    State(site): State<Site>,
    reader: SignedIn,
    ConferencePath(id): ConferencePath,
    form: Submitted,
) -> Result<Response, PageError> {
    let outcome = site.app().note_gap(&reader.actor, id, form.text("what")).await;
    finish(&site, &reader, id, outcome, "gap-noted#gaps").await
}

/// Back to the conference, or the conference with what stood in the way.
async fn finish(
    site: &Site,
    reader: &SignedIn,
    id: banso_domain::id::ConferenceId,
    outcome: Result<(), banso_app::UseCaseError>,
    key: &str,
) -> Result<Response, PageError> {
    match outcome {
        Ok(()) => Ok(done(&format!("/conferences/{id}"), key)),
        Err(error) => {
            let banners = refused(&reader.t, error)?;
            let opened = Opened::load(site, reader, id).await?;
            Ok(not_taken(page(site, reader, &opened, banners, None).await?))
        }
    }
}

pub(super) async fn ask_close(
    State(site): State<Site>,
    reader: SignedIn,
    ConferencePath(id): ConferencePath,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let opened = Opened::load_for(&site, &reader, id, Action::WriteMinutes).await?;
    let panel = ConfirmPanel {
        heading: t.get("conference-close-question"),
        consequences: vec![t.get("conference-close-fixed"), t.get("conference-close-later")],
        reason: None,
        confirm: Button::submit(ButtonKind::Primary, t.get("conference-close")),
        back: Link::new(t.get("conference-go-back"), opened.href()),
        action: format!("{}/close", opened.href()),
    };
    let frame = opened.frame(&site, &reader, Some(t.get("conference-close"))).await?;
    show(&ConfirmPage { frame, panel })
}

pub(super) async fn close(
    State(site): State<Site>,
    reader: SignedIn,
    ConferencePath(id): ConferencePath,
    _form: Submitted,
) -> Result<Response, PageError> {
    let outcome = site.app().close_minutes(&reader.actor, id).await;
    finish(&site, &reader, id, outcome, "minutes-closed").await
}

async fn call_off_page(
    site: &Site,
    reader: &SignedIn,
    opened: &Opened,
    error: Option<String>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let mut reason = FieldView::new("reason", t.get("conference-call-off-reason")).lines(2).required();
    reason.error = error;
    let mut frame = opened.frame(site, reader, Some(t.get("conference-call-off"))).await?;
    frame.has_errors = reason.error.is_some();
    let panel = ConfirmPanel {
        heading: t.get("conference-call-off-question"),
        consequences: vec![t.get("conference-call-off-stays")],
        reason: Some(reason),
        confirm: Button::submit(ButtonKind::Danger, t.get("conference-call-off")),
        back: Link::new(t.get("conference-go-back"), opened.href()),
        action: format!("{}/call-off", opened.href()),
    };
    show(&ConfirmPage { frame, panel })
}

pub(super) async fn ask_call_off(
    State(site): State<Site>,
    reader: SignedIn,
    ConferencePath(id): ConferencePath,
) -> Result<Response, PageError> {
    let opened = Opened::load_for(&site, &reader, id, Action::SetAgenda).await?;
    call_off_page(&site, &reader, &opened, None).await
}

pub(super) async fn call_off(
    State(site): State<Site>,
    reader: SignedIn,
    ConferencePath(id): ConferencePath,
    form: Submitted,
) -> Result<Response, PageError> {
    if form.text("reason").is_empty() {
        let opened = Opened::load_for(&site, &reader, id, Action::SetAgenda).await?;
        let error = reader.t.get("conference-call-off-needed");
        return Ok(not_taken(call_off_page(&site, &reader, &opened, Some(error)).await?));
    }
    let outcome = site.app().call_off_conference(&reader.actor, id, form.text("reason")).await;
    finish(&site, &reader, id, outcome, "conference-called-off").await
}
