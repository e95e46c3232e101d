//! Agencies: the list, a new one, changing one.

use std::sync::Arc;

use askama::Template;
use axum::{
    Router,
    extract::{Path, Query, State},
    response::Response,
    routing::get,
};
use banso_access::Action;
use banso_app::{Agencies, AgencyRow, UseCaseError};
use banso_domain::{agency::AgencyEvent, id::AgencyId};
use chrono::NaiveDate;

use super::{Clash, EntryPage, Tabs, agency_form, frame, only_if, tabs};
use crate::{
    components::{Cell, Column, FieldView, Link, Pagination, Shape, StatusTag, Tab, TableRow, TableView},
    errors::PageError,
    form::{Block, Compared, Filled, FormView, Part, Side, Submitted, chosen, done, not_taken},
    frame::Frame,
    naming::agency_kind_name,
    pages::{
        export::{self, Again, Wanted},
        versions::Meanwhile,
    },
    rules,
    site::{Done, SignedIn, Site, page_error, percent, show},
};

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/administration/agencies", get(list))
        .route("/administration/agencies/new", get(ask_new).post(add))
        .route("/administration/agencies/{agency}", get(ask_change).post(change))
}

#[derive(Template)]
#[template(path = "pages/administration/agency_list.html")]
struct ListPage {
    frame: Frame,
    tabs: Vec<Tab>,
    name: FieldView,
    table: Option<TableView>,
    pages: Pagination,
    files: Vec<Link>,
}

/// So many agencies stand on one page.
const PER_PAGE: usize = 50;

/// Which part of the list: those whose name holds something, and which page of them.
#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct Asked {
    name: String,
    page: usize,
}

async fn list(
    State(site): State<Site>,
    reader: SignedIn,
    Query(told): Query<Done>,
    Query(asked): Query<Asked>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, PageError> {
    only_if(&reader, Action::ManageAgencies)?;
    let t = &reader.t;
    let name = asked.name.trim();
    let agencies = site.app().agencies().await.map_err(page_error)?;
    let today = site.app().clock().today();
    let columns = vec![
        Column::new(t.get("agency-name")).below(t.get("agency-code")),
        Column::new(t.get("agency-kind")),
        Column::new(t.get("agency-municipality")),
        Column::new(t.get("agency-licence")),
    ];
    let found: Vec<&AgencyRow> = if name.is_empty() { agencies.iter().collect() } else { agencies.named(name) };
    let table = |rows: &[&AgencyRow]| TableView {
        id: "agencies".to_owned(),
        caption: t.get("admin-agencies"),
        columns,
        rows: rows.iter().map(|row| line(&reader, row, &agencies, today)).collect(),
    };
    if wanted.is_file() {
        return wanted.answer(&site, &reader, "agencies", vec![table(&found)], &[], Again::by_address(&reader)).await;
    }
    let base = match name {
        "" => "/administration/agencies".to_owned(),
        name => format!("/administration/agencies?name={}", percent(name)),
    };
    let pages = Pagination::new(asked.page, PER_PAGE, found.len(), base);
    let shown = &found[pages.first().saturating_sub(1)..pages.last()];
    let mut frame = frame(&site, &reader, t.get("admin-agencies")).await?;
    frame.banners = told.banners(t);
    show(&ListPage {
        frame,
        tabs: tabs(&reader, Tabs::Agencies),
        name: FieldView::new("name", t.get("agency-search")).value(name),
        table: (!shown.is_empty()).then(|| table(shown)),
        pages,
        files: export::files(&reader),
    })
}

fn line(reader: &SignedIn, row: &AgencyRow, agencies: &Agencies, today: NaiveDate) -> TableRow {
    let t = &reader.t;
    let municipality = row.facts.municipality.and_then(|id| agencies.find(id));
    let licence = match &row.facts.placement_licence {
        None => Cell::Text(String::new()),
        Some(licence) if row.facts.may_place_on(today) => Cell::Text(licence.number.clone()),
        Some(_) => Cell::Status(StatusTag::new(Shape::Attention, t.get("agency-licence-over"))),
    };
    TableRow {
        cells: vec![
            Cell::Open {
                text: row.facts.name.clone(),
                below: row.facts.municipality_code.clone(),
                href: format!("/administration/agencies/{}", row.id),
            },
            Cell::Text(agency_kind_name(t, row.facts.kind)),
            Cell::Text(municipality.map(|agency| agency.facts.name.clone()).unwrap_or_default()),
            licence,
        ],
    }
}

async fn entry_page(
    site: &Site,
    reader: &SignedIn,
    known: Option<&AgencyRow>,
    filled: &Filled,
    agencies: &Arc<Agencies>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let mut blocks = filled.ask_all(&agency_form::questions(t, agencies));
    if let Some(source) = known.map(|row| &row.facts.source).filter(|source| !source.is_empty()) {
        blocks.push(Block::new(t, Part::Note(t.with("agency-source", [("source", source)]))));
    }
    let form = FormView::new(reader, address(known), blocks, t.get("admin-save"))
        .based_on(filled)
        .back(Link::new(t.get("admin-cancel"), "/administration/agencies"));
    let title = if known.is_some() { t.get("agency-change") } else { t.get("agency-new") };
    let mut frame = frame(site, reader, title).await?;
    frame.has_errors = !filled.is_right();
    frame.breadcrumbs = vec![Link::new(t.get("admin-agencies"), "/administration/agencies")];
    show(&EntryPage::new(frame, tabs(reader, Tabs::Agencies), form))
}

fn address(known: Option<&AgencyRow>) -> String {
    let part = known.map_or_else(|| "new".to_owned(), |row| row.id.to_string());
    format!("/administration/agencies/{part}")
}

async fn ask_new(State(site): State<Site>, reader: SignedIn) -> Result<Response, PageError> {
    only_if(&reader, Action::ManageAgencies)?;
    let agencies = site.app().agencies().await.map_err(page_error)?;
    entry_page(&site, &reader, None, &Filled::new(&reader.t, agency_form::fresh()), &agencies).await
}

async fn add(State(site): State<Site>, reader: SignedIn, form: Submitted) -> Result<Response, PageError> {
    only_if(&reader, Action::ManageAgencies)?;
    let agencies = site.app().agencies().await.map_err(page_error)?;
    let mut filled = Filled::new(&reader.t, form);
    let facts = agency_form::read(&reader.t, &mut filled, None, &agencies);
    if filled.is_right() {
        site.app().save_agency(&reader.actor, None, facts, Some(0)).await.map_err(page_error)?;
        return Ok(done("/administration/agencies", "agency-added"));
    }
    Ok(not_taken(entry_page(&site, &reader, None, &filled, &agencies).await?))
}

async fn known(site: &Site, reader: &SignedIn, id: &str) -> Result<AgencyRow, PageError> {
    only_if(reader, Action::ManageAgencies)?;
    let id: AgencyId = id.parse().map_err(|_| PageError::not_found())?;
    site.app().agency(id).await.map_err(page_error)
}

async fn ask_change(State(site): State<Site>, reader: SignedIn, Path(id): Path<String>) -> Result<Response, PageError> {
    let row = known(&site, &reader, &id).await?;
    let agencies = site.app().agencies().await.map_err(page_error)?;
    let form = agency_form::typed(&reader, &row.facts).version(row.version);
    entry_page(&site, &reader, Some(&row), &Filled::new(&reader.t, form), &agencies).await
}

async fn change(
    State(site): State<Site>,
    reader: SignedIn,
    Path(id): Path<String>,
    form: Submitted,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let row = known(&site, &reader, &id).await?;
    let agencies = site.app().agencies().await.map_err(page_error)?;
    let theirs = agency_form::typed(&reader, &row.facts);
    let mut filled = Filled::new(t, chosen(form, &theirs));
    let facts = agency_form::read(t, &mut filled, Some(&row.facts), &agencies);
    if filled.is_right() {
        let expected = filled.form.text("version").parse().unwrap_or(0);
        match site.app().save_agency(&reader.actor, Some(row.id), facts, Some(expected)).await {
            Ok(_) => return Ok(done("/administration/agencies", "agency-changed")),
            Err(UseCaseError::Conflict { .. }) => {
                let now = site.app().agency(row.id).await.map_err(page_error)?;
                let lines = site.app().agency_history(&reader.actor, row.id).await.map_err(page_error)?;
                let before = lines.iter().rev().find(|line| line.seq <= expected).and_then(|line| line.event.as_ref());
                let was = before.map(|AgencyEvent::Recorded { facts }| agency_form::typed(&reader, facts));
                let theirs = agency_form::typed(&reader, &now.facts);
                let forms = Compared { was: was.as_ref(), mine: &filled.form, theirs: &theirs };
                let clash = Clash {
                    title: t.get("agency-change"),
                    action: address(Some(&row)),
                    version: now.version,
                    by: Meanwhile::last(&lines, |_| true),
                    mine: &filled.form,
                    sides: Side::all_of(t, reader.look, &agency_form::questions(t, &agencies), forms),
                };
                return clash.show(&site, &reader).await;
            }
            Err(UseCaseError::Refused(refusal)) => {
                let why: Vec<String> = refusal.rules.iter().map(|rule| rules::line(t, *rule)).collect();
                filled.complain("left_on", why.join("　"));
            }
            Err(error) => return Err(page_error(error)),
        }
    }
    Ok(not_taken(entry_page(&site, &reader, Some(&row), &filled, &agencies).await?))
}
