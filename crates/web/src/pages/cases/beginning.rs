//! What the pages from first contact to screening have in common: their tabs, who will read what is written, and the page of
//! one form.

use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use banso_app::CaseFile;
use banso_domain::id::CaseId;

use super::room::{OpenedCase, Room, RoomTab};
use crate::{
    components::{Banner, ErrorSummary, SummaryRow, Tab},
    errors::PageError,
    frame::Frame,
    pages::block::{self, Block},
    site::{SignedIn, Site, page_error, show},
    text::Texts,
};

/// The pages of the beginning of a case. The assessment has a tab of the case for itself, and none of these.
pub(super) fn beginning_tabs(t: &Texts, case: CaseId, here: &str) -> Vec<Tab> {
    if here == "assessment" {
        return Vec::new();
    }
    let pages = [
        ("intake", t.get("beginning-sheet")),
        ("person", t.get("beginning-person")),
        ("application", t.get("beginning-application")),
        ("screening", t.get("beginning-screening")),
        ("emergency", t.get("beginning-emergency")),
        ("assign", t.get("beginning-assign")),
    ];
    let tab = |(path, label): (&str, String)| Tab {
        label,
        href: format!("/cases/{case}/{path}"),
        current: path == here,
        count: None,
    };
    pages.into_iter().map(tab).collect()
}

/// Who will read what is written here, in one line.
pub(super) async fn readers(site: &Site, t: &Texts, file: &CaseFile) -> Result<String, PageError> {
    let centre = site.app().agency(file.case.centre).await.map_err(page_error)?.facts.name;
    if !file.scope.municipality_sees {
        return Ok(t.with("readers-centre", [("centre", centre)]));
    }
    let municipality = site.app().agency(file.case.municipality).await.map_err(page_error)?.facts.name;
    Ok(t.with("readers-both", [("centre", centre), ("municipality", municipality)]))
}

/// A page of a case with one form, or with what is known where the reader may not write.
#[derive(Template)]
#[template(path = "pages/cases/form.html")]
pub(super) struct FormPage {
    frame: Frame,
    room: Room,
    heading: String,
    tabs: Vec<Tab>,
    readers: String,
    summary: ErrorSummary,
    /// What is known already.
    known: Vec<SummaryRow>,
    /// The form; none for a reader who may not write.
    form: Option<OneForm>,
    /// A second, smaller form below, with its heading.
    second: Option<(String, OneForm)>,
}

/// A form of a page.
pub(super) struct OneForm {
    /// Where it goes.
    pub(super) action: String,
    /// The fields.
    pub(super) blocks: Vec<Block>,
    /// The version that it was made from; none where nothing can be overwritten.
    pub(super) version: Option<i64>,
    /// The key of its draft.
    pub(super) draft: Option<String>,
    /// What the button says.
    pub(super) button: String,
}

/// What stands on a [`FormPage`].
pub(super) struct Contents {
    /// The part of the address after the case.
    pub(super) path: &'static str,
    /// The name of the page.
    pub(super) heading: String,
    /// What is known already.
    pub(super) known: Vec<SummaryRow>,
    /// The form.
    pub(super) form: Option<OneForm>,
    /// A second form with its heading.
    pub(super) second: Option<(String, OneForm)>,
    /// What is told on top.
    pub(super) banners: Vec<Banner>,
}

impl FormPage {
    /// The page; 422 where a form came back with complaints or was refused.
    pub(super) async fn show(
        site: &Site,
        reader: &SignedIn,
        opened: &OpenedCase,
        contents: Contents,
        came_back: bool,
    ) -> Result<Response, PageError> {
        let t = &reader.t;
        let mut frame = opened.frame(site, reader, &contents.heading).await?;
        frame.banners = contents.banners;
        let second = contents.second.iter().flat_map(|(_, form)| &form.blocks);
        let summary = block::summary(contents.form.iter().flat_map(|form| &form.blocks).chain(second));
        frame.has_errors = came_back;
        let page = Self {
            frame,
            room: opened.room(site, reader, RoomTab::Intake),
            heading: contents.heading,
            tabs: beginning_tabs(t, opened.file.case.id, contents.path),
            readers: readers(site, t, &opened.file).await?,
            summary,
            known: contents.known,
            form: contents.form,
            second: contents.second,
        };
        let status = if came_back { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
        Ok((status, show(&page)?).into_response())
    }
}
