//! Correcting a support record: with a reason, and never over somebody else's correction.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use banso_access::Action;
use banso_app::RecordRow;
use banso_domain::id::{CaseId, RecordId};

use super::{
    super::room::{OpenedCase, Room, RoomTab},
    form,
    write::{WritePage, readers},
};
use crate::{
    components::{ConflictView, Link},
    errors::{ErrorKind, PageError},
    filled::{Filled, WantsDraft, begin, moment, not_taken, refused},
    frame::Frame,
    site::{SignedIn, Site, page_error, show},
    submitted::Submitted,
};

#[derive(Template)]
#[template(path = "pages/cases/records/conflict.html")]
struct ConflictPage {
    frame: Frame,
    room: Room,
    view: ConflictView,
}

/// The record of an address, with its case.
struct Named {
    opened: OpenedCase,
    row: RecordRow,
    case: CaseId,
    record: RecordId,
}

impl Named {
    async fn load(site: &Site, reader: &SignedIn, (case, record): (String, String)) -> Result<Self, PageError> {
        let case: CaseId = case.parse().map_err(|_| PageError::not_found())?;
        let record: RecordId = record.parse().map_err(|_| PageError::not_found())?;
        let opened = OpenedCase::load(site, reader, case).await?;
        let row = site.app().record(&reader.actor, case, record).await.map_err(page_error)?;
        if !opened.may(site, reader, Action::CorrectRecord) {
            return Err(PageError::new(ErrorKind::Forbidden));
        }
        Ok(Self { opened, row, case, record })
    }

    fn here(&self) -> String {
        format!("/cases/{}/records/{}/correct", self.case, self.record)
    }

    fn draft_key(&self) -> String {
        format!("record/{}/{}", self.case, self.record)
    }

    async fn page(
        &self,
        site: &Site,
        reader: &SignedIn,
        mut frame: Frame,
        filled: &Filled,
    ) -> Result<Response, PageError> {
        let t = &reader.t;
        frame.has_errors = !filled.is_right();
        let reason = filled.field("reason", t.get("records-reason")).hint(t.get("records-reason-hint"));
        show(&WritePage {
            frame,
            room: self.opened.room(site, reader, RoomTab::Timeline),
            heading: t.get("records-correct"),
            summary: filled.summary(),
            fields: form::fields(t, filled),
            action: self.here(),
            draft: self.draft_key(),
            version: filled.form.text("version").to_owned(),
            reason: Some(reason.lines(2).required()),
            readers: readers(site, reader, &self.opened).await?,
            back: Link::new(t.get("records-back"), format!("/cases/{}/records", self.case)),
        })
    }

    /// Somebody else corrected the same record meanwhile: both texts side by side.
    async fn conflict(&self, site: &Site, reader: &SignedIn, mine: &Submitted) -> Result<Response, PageError> {
        let t = &reader.t;
        let view = ConflictView {
            saved_by: site.app().staff_name(self.row.record.written_by).await.map_err(page_error)?,
            saved_at: moment(reader, self.row.record.written_at),
            action: self.here(),
            version: form::version(&self.row),
            rows: form::differences(t, mine, &form::of_record(reader, &self.row)),
        };
        let frame = self.opened.frame(site, reader, &t.get("records-correct")).await?;
        let room = self.opened.room(site, reader, RoomTab::Timeline);
        Ok((StatusCode::CONFLICT, show(&ConflictPage { frame, room, view })?).into_response())
    }
}

pub(super) async fn ask(
    State(site): State<Site>,
    reader: SignedIn,
    Path(path): Path<(String, String)>,
    Query(wants): Query<WantsDraft>,
) -> Result<Response, PageError> {
    let named = Named::load(&site, &reader, path).await?;
    let mut frame = named.opened.frame(&site, &reader, &reader.t.get("records-correct")).await?;
    let known = form::of_record(&reader, &named.row);
    let form = begin(&site, &reader, &named.draft_key(), &wants, &named.here(), &mut frame, known).await?;
    named.page(&site, &reader, frame, &Filled::new(&reader.t, form)).await
}

pub(super) async fn correct(
    State(site): State<Site>,
    reader: SignedIn,
    Path(path): Path<(String, String)>,
    form: Submitted,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let named = Named::load(&site, &reader, path).await?;
    let another_row = form.has("add_row");
    let mut filled = Filled::new(t, form);
    let mut banners = Vec::new();
    if !another_row {
        let mut record = form::read(t, &mut filled);
        record.conference = named.row.record.conference;
        let reason = filled.needed("reason", t.get("records-reason-needed"));
        if filled.is_right() {
            if filled.form.text("version") != form::version(&named.row) {
                return named.conflict(&site, &reader, &filled.form).await;
            }
            match site.app().correct_record(&reader.actor, named.case, named.record, record, &reason).await {
                Ok(_) => {
                    site.app().drop_draft(&reader.session, &named.draft_key()).await.map_err(page_error)?;
                    let to = format!("/cases/{}/records?done=record-corrected", named.case);
                    return Ok(Redirect::to(&to).into_response());
                }
                Err(error) => banners = refused(t, error)?,
            }
        }
    }
    let mut frame = named.opened.frame(&site, &reader, &t.get("records-correct")).await?;
    frame.banners = banners;
    let page = named.page(&site, &reader, frame, &filled).await?;
    Ok(if another_row { page } else { not_taken(page) })
}
