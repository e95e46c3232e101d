//! A page of a case with forms: what it is about, who reads what is written, the questions. A reader who may not write sees
//! what is known.

use askama::Template;
use axum::response::Response;
use banso_domain::id::CaseId;

use super::room::{OpenedCase, Room, RoomTab};
use crate::{
    components::{Banner, BannerKind, ErrorSummary, SummaryRow, Tab},
    errors::PageError,
    form::FormView,
    frame::Frame,
    site::{SignedIn, Site, show},
    text::Texts,
};

/// The page.
#[derive(Template)]
#[template(path = "pages/cases/form_page.html")]
struct FormPage {
    frame: Frame,
    room: Room,
    heading: String,
    tabs: Vec<Tab>,
    lead: String,
    readers: String,
    summary: ErrorSummary,
    about: Vec<SummaryRow>,
    form: Option<FormView>,
    second: Option<(String, FormView)>,
}

/// What stands on the page.
pub(in crate::pages) struct Contents {
    /// The tab of the case that it belongs to.
    pub(in crate::pages) tab: RoomTab,
    /// The pages beside it within the tab.
    pub(in crate::pages) tabs: Vec<Tab>,
    /// The name of the page.
    pub(in crate::pages) heading: String,
    /// What to know before the form is filled.
    pub(in crate::pages) lead: String,
    /// What it is about, or what is known already.
    pub(in crate::pages) about: Vec<SummaryRow>,
    /// The form; none for a reader who may not write.
    pub(in crate::pages) form: Option<FormView>,
    /// A second, smaller form below, with its heading.
    pub(in crate::pages) second: Option<(String, FormView)>,
    /// What is told on top.
    pub(in crate::pages) banners: Vec<Banner>,
}

impl Contents {
    /// A page with a form.
    pub(in crate::pages) fn new(tab: RoomTab, heading: String, form: Option<FormView>) -> Self {
        Self {
            tab,
            heading,
            form,
            tabs: Vec::new(),
            lead: String::new(),
            about: Vec::new(),
            second: None,
            banners: Vec::new(),
        }
    }

    /// A page of the beginning of a case; `here` is the part of its address after the case.
    pub(super) fn of_beginning(t: &Texts, case: CaseId, here: &str, heading: String, form: Option<FormView>) -> Self {
        Self { tabs: beginning_tabs(t, case, here), ..Self::new(RoomTab::Intake, heading, form) }
    }

    /// The page.
    pub(in crate::pages) async fn show(
        self,
        site: &Site,
        reader: &SignedIn,
        opened: &OpenedCase,
    ) -> Result<Response, PageError> {
        let mut frame = opened.frame(site, reader, &self.heading).await?;
        let second = self.second.iter().map(|(_, form)| form);
        let items = self.form.iter().chain(second).flat_map(|form| form.summary().items);
        let summary = ErrorSummary { items: items.collect() };
        frame.has_errors = !summary.is_empty() || self.banners.iter().any(|banner| banner.kind == BannerKind::Error);
        frame.banners = self.banners;
        show(&FormPage {
            frame,
            room: opened.room(site, reader, self.tab),
            heading: self.heading,
            tabs: self.tabs,
            lead: self.lead,
            readers: opened.readers(site, reader).await?,
            summary,
            about: self.about,
            form: self.form,
            second: self.second,
        })
    }
}

/// The pages of the beginning of a case, as tabs. The assessment has a tab of the case for itself, and none of these.
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
