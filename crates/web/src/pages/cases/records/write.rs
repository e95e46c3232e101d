//! Writing a support record: on the timeline in passing, or on a page of its own.

use axum::{extract::State, response::Response};
use banso_access::Action;
use banso_domain::{case::Case, id::CaseId};

use super::{
    super::{
        form_page::Contents,
        room::{CasePath, OpenedCase, RoomTab},
    },
    form::{self, Sittings},
};
use crate::{
    components::{Banner, Link},
    errors::PageError,
    form::{Draft, Filled, FormView, Submitted, done, not_taken, refused},
    site::{SignedIn, Site},
};

/// The key of the draft of a new record.
fn draft_key(case: CaseId) -> String {
    format!("record/{case}")
}

/// The form of a new record as it opens: for today, or with what was left in it.
pub(super) async fn opening(site: &Site, reader: &SignedIn, case: &Case) -> Result<FormView, PageError> {
    let fresh = form::fresh(reader.look, site.app().clock().today());
    let (draft, form) = Draft::open(site, reader, draft_key(case.id), fresh).await?;
    Ok(view(reader, case, &Filled::new(&reader.t, form), draft))
}

fn view(reader: &SignedIn, case: &Case, filled: &Filled, draft: Draft) -> FormView {
    let t = &reader.t;
    let action = format!("/cases/{}/records", case.id);
    let blocks = form::blocks(t, filled, &Sittings::of(reader, case));
    FormView::new(reader, action, blocks, t.get("records-save")).draft(draft)
}

pub(super) async fn ask(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
) -> Result<Response, PageError> {
    let opened = OpenedCase::load(&site, &reader, id).await?;
    if !opened.may(&site, &reader, Action::WriteRecord) {
        return Err(PageError::forbidden());
    }
    let form = opening(&site, &reader, &opened.file.case).await?;
    page(&site, &reader, &opened, form, Vec::new()).await
}

async fn page(
    site: &Site,
    reader: &SignedIn,
    opened: &OpenedCase,
    form: FormView,
    banners: Vec<Banner>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let back = Link::new(t.get("records-back"), format!("/cases/{}/records", opened.file.case.id));
    let contents = Contents::new(RoomTab::Timeline, t.get("records-write"), Some(form.back(back)));
    Contents { banners, ..contents }.show(site, reader, opened).await
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
        let record = form::read(t, &mut filled, &Sittings::of(&reader, &opened.file.case));
        if filled.is_right() {
            match site.app().write_record(&reader.actor, id, record).await {
                Ok(_) => {
                    Draft::drop(&site, &reader, &draft_key(id)).await?;
                    return Ok(done(&format!("/cases/{id}/records"), "record-written"));
                }
                Err(error) => banners = refused(t, error)?,
            }
        }
    }
    let form = view(&reader, &opened.file.case, &filled, Draft::of(&reader, draft_key(id)));
    let page = page(&site, &reader, &opened, form, banners).await?;
    Ok(if another_row { page } else { not_taken(page) })
}
