//! Writing a contact.

use axum::{
    extract::{Query, State},
    response::Response,
};
use banso_access::Action;
use banso_domain::id::CaseId;

use super::{
    super::{
        form_page::Contents,
        room::{CasePath, OpenedCase, RoomTab},
    },
    form,
};
use crate::{
    components::{Banner, Link},
    errors::PageError,
    form::{Draft, Filled, FormView, Submitted, done, not_taken, refused},
    site::{SignedIn, Site},
};

#[derive(serde::Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    with: String,
}

fn draft_key(case: CaseId) -> String {
    format!("contact/{case}")
}

async fn page(
    site: &Site,
    reader: &SignedIn,
    opened: &OpenedCase,
    others: &form::Others,
    (filled, draft): (&Filled, Draft),
    banners: Vec<Banner>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let home = format!("/cases/{}/contacts", opened.file.case.id);
    let blocks = form::blocks(t, filled, others);
    let form = FormView::new(reader, format!("{home}/new"), blocks, t.get("contact-save"))
        .draft(draft)
        .back(Link::new(t.get("contact-back"), home));
    let contents = Contents::new(RoomTab::Timeline, t.get("contact-new"), Some(form));
    Contents { lead: t.get("contact-new-lead"), banners, ..contents }.show(site, reader, opened).await
}

async fn opened_to_write(site: &Site, reader: &SignedIn, id: CaseId) -> Result<OpenedCase, PageError> {
    let opened = OpenedCase::load(site, reader, id).await?;
    match opened.may(site, reader, Action::WriteRecord) {
        true => Ok(opened),
        false => Err(PageError::forbidden()),
    }
}

pub(super) async fn ask(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let opened = opened_to_write(&site, &reader, id).await?;
    let others = form::Others::of(&site, &opened).await?;
    let other = others.find(&asked.with);
    let fresh = form::fresh(&reader, site.app().clock().today(), other.as_ref());
    let (draft, form) = Draft::open(&site, &reader, draft_key(id), fresh).await?;
    page(&site, &reader, &opened, &others, (&Filled::new(&reader.t, form), draft), Vec::new()).await
}

pub(super) async fn write(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    form: Submitted,
) -> Result<Response, PageError> {
    let opened = opened_to_write(&site, &reader, id).await?;
    let others = form::Others::of(&site, &opened).await?;
    let mut filled = Filled::new(&reader.t, form);
    let mut banners = Vec::new();
    if let Some((record, contact)) = form::read(&reader.t, &mut filled, &others) {
        match site.app().write_contact(&reader.actor, id, record, contact).await {
            Ok(_) => {
                Draft::drop(&site, &reader, &draft_key(id)).await?;
                return Ok(done(&format!("/cases/{id}/contacts"), "contact-written"));
            }
            Err(error) => banners = refused(&reader.t, error)?,
        }
    }
    let draft = Draft::of(&reader, draft_key(id));
    Ok(not_taken(page(&site, &reader, &opened, &others, (&filled, draft), banners).await?))
}
