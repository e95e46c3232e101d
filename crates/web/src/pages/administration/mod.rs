//! Administration: accounts, agencies, definitions. Whoever looks after these sees no case.

mod agencies;
mod agency_form;
mod definitions;
mod staff;
mod staff_access;
mod staff_form;

use askama::Template;
use axum::{
    Router,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::get,
};
use banso_access::{Action, Target, decide};

use crate::{
    components::{ConflictRow, ConflictView, Link, Tab},
    errors::PageError,
    frame::{Frame, Section},
    site::{SignedIn, Site, page_error, show},
};

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/administration", get(index))
        .route("/administration/definitions", get(definitions::definitions))
        .merge(staff::routes())
        .merge(staff_access::routes())
        .merge(agencies::routes())
}

/// The pages of administration, in the order of the tabs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Staff,
    Agencies,
    Definitions,
}

fn tabs(reader: &SignedIn, current: Part) -> Vec<Tab> {
    let t = &reader.t;
    let tab =
        |label: String, href: &str, part| Tab { label, href: href.to_owned(), current: part == current, count: None };
    vec![
        tab(t.get("admin-staff"), "/administration/staff", Part::Staff),
        tab(t.get("admin-agencies"), "/administration/agencies", Part::Agencies),
        tab(t.get("admin-definitions"), "/administration/definitions", Part::Definitions),
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
    let parts = vec![
        (Link::new(t.get("admin-staff"), "/administration/staff"), t.count("admin-staff-count", active)),
        (Link::new(t.get("admin-agencies"), "/administration/agencies"), t.count("admin-agencies-count", agencies)),
        (Link::new(t.get("admin-definitions"), "/administration/definitions"), t.count("admin-forms-count", forms)),
    ];
    show(&IndexPage { frame: frame(&site, &reader, t.get("nav-administration")).await?, parts })
}

#[derive(Template)]
#[template(path = "pages/administration/conflict.html")]
struct ConflictPage {
    frame: Frame,
    view: ConflictView,
}

/// Two administrators changed the same entry: both versions side by side. Each row is name, label, mine, theirs.
async fn conflict(
    site: &Site,
    reader: &SignedIn,
    title: String,
    action: String,
    version: i64,
    rows: Vec<ConflictRow>,
) -> Result<Response, PageError> {
    let view = ConflictView {
        saved_by: reader.t.get("admin-another"),
        saved_at: reader.t.get("admin-just-now"),
        action,
        version: version.to_string(),
        rows,
    };
    let page = show(&ConflictPage { frame: frame(site, reader, title).await?, view })?;
    Ok((StatusCode::CONFLICT, page).into_response())
}
