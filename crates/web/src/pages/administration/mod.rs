//! Administration: accounts, agencies, definitions. Whoever looks after these sees no case.

mod agencies;
mod agency_form;
mod definitions;
mod items;
mod mail;
mod staff;
mod staff_access;
mod staff_form;

pub(super) use agency_form::channel_name;
use askama::Template;
use axum::{Router, extract::State, response::Response, routing::get};
use banso_access::{Action, Target, decide};
use banso_domain::resource::ResourceSearch;

use crate::{
    components::{ErrorSummary, Link, Tab},
    errors::PageError,
    form::{FormView, Side, Submitted, Versions},
    frame::{Frame, Section},
    pages::versions::{Meanwhile, named, show_versions},
    site::{SignedIn, Site, page_error, show},
};

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/administration", get(index))
        .route("/administration/definitions", get(definitions::definitions))
        .route("/administration/mail", get(mail::outbox))
        .merge(items::routes())
        .merge(staff::routes())
        .merge(staff_access::routes())
        .merge(agencies::routes())
}

/// The pages of administration, in the order of the tabs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tabs {
    Staff,
    Agencies,
    Definitions,
    Mail,
}

fn tabs(reader: &SignedIn, current: Tabs) -> Vec<Tab> {
    let t = &reader.t;
    let tab =
        |label: String, href: &str, part| Tab { label, href: href.to_owned(), current: part == current, count: None };
    vec![
        tab(t.get("admin-staff"), "/administration/staff", Tabs::Staff),
        tab(t.get("admin-agencies"), "/administration/agencies", Tabs::Agencies),
        tab(t.get("admin-definitions"), "/administration/definitions", Tabs::Definitions),
        tab(t.get("admin-mail"), "/administration/mail", Tabs::Mail),
    ]
}

/// Only an administrator goes on; others are told so.
fn only_if(reader: &SignedIn, action: Action) -> Result<(), PageError> {
    decide(&reader.actor, action, Target::Installation).map(drop).map_err(|denial| page_error(denial.into()))
}

async fn frame(site: &Site, reader: &SignedIn, title: String) -> Result<Frame, PageError> {
    reader.frame(site, Some(Section::Administration), title).await
}

#[derive(Template)]
#[template(path = "pages/administration/index.html")]
struct IndexPage {
    frame: Frame,
    parts: Vec<(Link, String)>,
}

async fn index(State(site): State<Site>, reader: SignedIn) -> Result<Response, PageError> {
    let t = &reader.t;
    let staff = site.app().staff_list(&reader.actor).await.map_err(page_error)?;
    let active = staff.iter().filter(|row| row.facts.active).count();
    let agencies = site.app().agencies().await.map_err(page_error)?.len();
    let forms = site.app().documents().forms().on(site.app().clock().today()).len();
    let outbox = site.app().outbox(&reader.actor).await.map_err(page_error)?;
    let waiting = usize::try_from(outbox.waiting).unwrap_or_default();
    let all = ResourceSearch::default();
    let resources = site.app().search_resources(&reader.actor, &all, 0).await.map_err(page_error)?.found.total;
    let parts = vec![
        (Link::new(t.get("admin-staff"), "/administration/staff"), t.count("admin-staff-count", active)),
        (Link::new(t.get("admin-agencies"), "/administration/agencies"), t.count("admin-agencies-count", agencies)),
        (Link::new(t.get("admin-definitions"), "/administration/definitions"), t.count("admin-forms-count", forms)),
        (Link::new(t.get("admin-mail"), "/administration/mail"), t.count("admin-mail-count", waiting)),
        (Link::new(t.get("resources-title"), "/resources"), t.count("resources-count", resources)),
    ];
    show(&IndexPage { frame: frame(&site, &reader, t.get("nav-administration")).await?, parts })
}

/// The page of one entry: an account, an agency.
#[derive(Template)]
#[template(path = "pages/administration/entry.html")]
struct EntryPage {
    frame: Frame,
    tabs: Vec<Tab>,
    summary: ErrorSummary,
    form: FormView,
    /// What else can be done to an entry that is there.
    further: Vec<Link>,
    /// What happened to the entry of an account or to an item, newest first.
    history: Vec<String>,
    /// The key of the heading above it.
    history_heading: &'static str,
}

impl EntryPage {
    fn new(frame: Frame, tabs: Vec<Tab>, form: FormView) -> Self {
        Self { frame, tabs, summary: form.summary(), form, further: Vec::new(), history: Vec::new(), history_heading: /* keys */ "account-history" }
    }
}

/// Two administrators changed the same entry.
struct Clash<'a> {
    title: String,
    /// Where the form goes, based on which version.
    action: String,
    version: i64,
    by: Option<Meanwhile>,
    mine: &'a Submitted,
    sides: Vec<Side>,
}

impl Clash<'_> {
    /// The page on which the reader chooses.
    async fn show(self, site: &Site, reader: &SignedIn) -> Result<Response, PageError> {
        let frame = frame(site, reader, self.title).await?;
        let by = named(site, reader, self.by).await?;
        let versions = Versions::new(&frame, by, self.action, self.version, self.mine, self.sides);
        show_versions(frame, None, versions)
    }
}
