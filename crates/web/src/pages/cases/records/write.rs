//! Writing a support record: on the timeline in passing, or on a page of its own.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::{IntoResponse, Redirect, Response},
};
use banso_access::Action;
use banso_domain::id::CaseId;

use super::{
    super::room::{CasePath, OpenedCase, Room, RoomTab},
    form::{self, RecordFields},
};
use crate::{
    components::{ErrorSummary, Link},
    errors::{ErrorKind, PageError},
    filled::{Filled, WantsDraft, begin, not_taken, refused},
    frame::Frame,
    site::{SignedIn, Site, page_error, show},
    submitted::Submitted,
};

/// The page with nothing but the form; corrections use it too.
#[derive(Template)]
#[template(path = "pages/cases/records/write.html")]
pub(super) struct WritePage {
    pub(super) frame: Frame,
    pub(super) room: Room,
    pub(super) heading: String,
    pub(super) summary: ErrorSummary,
    pub(super) fields: RecordFields,
    pub(super) action: String,
    pub(super) draft: String,
    pub(super) version: String,
    /// Why it is corrected; only there when it is.
    pub(super) reason: Option<crate::components::FieldView>,
    pub(super) readers: String,
    pub(super) back: Link,
}

/// The key of the draft of a new record.
pub(super) fn draft_key(case: CaseId) -> String {
    format!("record/{case}")
}

/// Who will read what is written.
pub(super) async fn readers(site: &Site, reader: &SignedIn, opened: &OpenedCase) -> Result<String, PageError> {
    let scope = opened.file.scope;
    let centre = site.app().agency(scope.centre).await.map_err(page_error)?.facts.name;
    if !scope.municipality_sees || scope.municipality == scope.centre {
        return Ok(reader.t.with("records-readers-centre", [("centre", centre)]));
    }
    let municipality = site.app().agency(scope.municipality).await.map_err(page_error)?.facts.name;
    Ok(reader.t.with("records-readers-both", [("centre", centre), ("municipality", municipality)]))
}

pub(super) async fn ask(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    Query(wants): Query<WantsDraft>,
) -> Result<Response, PageError> {
    let opened = OpenedCase::load(&site, &reader, id).await?;
    if !opened.may(&site, &reader, Action::WriteRecord) {
        return Err(PageError::new(ErrorKind::Forbidden));
    }
    let mut frame = opened.frame(&site, &reader, &reader.t.get("records-write")).await?;
    let fresh = form::fresh(&reader, site.app().clock().today());
    let here = format!("/cases/{id}/records/new");
    let form = begin(&site, &reader, &draft_key(id), &wants, &here, &mut frame, fresh).await?;
    page(&site, &reader, &opened, frame, &Filled::new(&reader.t, form)).await
}

async fn page(
    site: &Site,
    reader: &SignedIn,
    opened: &OpenedCase,
    mut frame: Frame,
    filled: &Filled,
) -> Result<Response, PageError> {
    let (t, id) = (&reader.t, opened.file.case.id);
    frame.has_errors = !filled.is_right();
    show(&WritePage {
        frame,
        room: opened.room(site, reader, RoomTab::Timeline),
        heading: t.get("records-write"),
        summary: filled.summary(),
        fields: form::fields(t, filled),
        action: format!("/cases/{id}/records"),
        draft: draft_key(id),
        version: String::new(),
        reason: None,
        readers: readers(site, reader, opened).await?,
        back: Link::new(t.get("records-back"), format!("/cases/{id}/records")),
    })
}

pub(super) async fn write(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    form: Submitted,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let opened = OpenedCase::load(&site, &reader, id).await?;
    let another_row = form.has("add_row");
    let mut filled = Filled::new(t, form);
    let mut banners = Vec::new();
    if !another_row {
        let record = form::read(t, &mut filled);
        if filled.is_right() {
            match site.app().write_record(&reader.actor, id, record).await {
                Ok(_) => {
                    site.app().drop_draft(&reader.session, &draft_key(id)).await.map_err(page_error)?;
                    return Ok(Redirect::to(&format!("/cases/{id}/records?done=record-written")).into_response());
                }
                Err(error) => banners = refused(t, error)?,
            }
        }
    }
    let mut frame = opened.frame(&site, &reader, &t.get("records-write")).await?;
    frame.banners = banners;
    let page = page(&site, &reader, &opened, frame, &filled).await?;
    Ok(if another_row { page } else { not_taken(page) })
}
