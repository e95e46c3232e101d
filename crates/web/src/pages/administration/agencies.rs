//! Agencies: the list, a new one, changing one.

use askama::Template;
use axum::{
    Router,
    extract::{Path, Query, State},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use banso_access::Action;
use banso_app::{AgencyRow, UseCaseError};
use banso_domain::id::AgencyId;
use chrono::NaiveDate;

use super::{
    Part,
    agency_form::{self, AgencyFields},
    conflict, frame, only_if, tabs,
};
use crate::{
    components::{Cell, Column, ErrorSummary, Link, Shape, StatusTag, Tab, TableRow, TableView},
    errors::PageError,
    filled::{Filled, not_taken},
    frame::Frame,
    pages::export::{self, Again, Wanted},
    site::{Done, SignedIn, Site, page_error, show},
    submitted::Submitted,
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
    table: TableView,
    files: Vec<Link>,
}

#[derive(Template)]
#[template(path = "pages/administration/agency_entry.html")]
struct EntryPage {
    frame: Frame,
    tabs: Vec<Tab>,
    summary: ErrorSummary,
    fields: AgencyFields,
    source: String,
    version: String,
    action: String,
}

async fn list(
    State(site): State<Site>,
    reader: SignedIn,
    Query(done): Query<Done>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, PageError> {
    only_if(&reader, Action::ManageAgencies)?;
    let t = &reader.t;
    let agencies = site.app().agencies().await.map_err(page_error)?;
    let today = site.app().clock().today();
    let columns = vec![
        Column::new(t.get("agency-name")).below(t.get("agency-code")),
        Column::new(t.get("agency-kind")),
        Column::new(t.get("agency-municipality")),
        Column::new(t.get("agency-licence")),
    ];
    let table = TableView {
        id: "agencies".to_owned(),
        caption: t.get("admin-agencies"),
        columns,
        rows: agencies.iter().map(|row| line(&reader, row, &agencies, today)).collect(),
    };
    if wanted.is_file() {
        return wanted.answer(&site, &reader, "agencies", vec![table], Again::by_address(&reader)).await;
    }
    let mut frame = frame(&site, &reader, t.get("admin-agencies")).await?;
    frame.banners = done.banners(t);
    show(&ListPage { frame, tabs: tabs(&reader, Part::Agencies), table, files: export::files(&reader) })
}

fn line(reader: &SignedIn, row: &AgencyRow, agencies: &[AgencyRow], today: NaiveDate) -> TableRow {
    let t = &reader.t;
    let municipality = agencies.iter().find(|agency| Some(agency.id) == row.facts.municipality);
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
            Cell::Text(agency_form::kind_name(t, row.facts.kind)),
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
    agencies: &[AgencyRow],
) -> Result<Response, PageError> {
    let t = &reader.t;
    let title = if known.is_some() { t.get("agency-change") } else { t.get("agency-new") };
    let mut frame = frame(site, reader, title).await?;
    frame.has_errors = !filled.is_right();
    frame.breadcrumbs = vec![Link::new(t.get("admin-agencies"), "/administration/agencies")];
    let part = known.map_or_else(|| "new".to_owned(), |row| row.id.to_string());
    show(&EntryPage {
        frame,
        tabs: tabs(reader, Part::Agencies),
        summary: filled.summary(),
        fields: agency_form::fields(t, filled, agencies),
        source: known.map(|row| row.facts.source.clone()).unwrap_or_default(),
        version: filled.form.text("version").to_owned(),
        action: format!("/administration/agencies/{part}"),
    })
}

async fn ask_new(State(site): State<Site>, reader: SignedIn) -> Result<Response, PageError> {
    only_if(&reader, Action::ManageAgencies)?;
    let agencies = site.app().agencies().await.map_err(page_error)?;
    let filled = Filled::new(&reader.t, Submitted::of([("kind".to_owned(), "partner".to_owned())]));
    entry_page(&site, &reader, None, &filled, &agencies).await
}

async fn add(State(site): State<Site>, reader: SignedIn, form: Submitted) -> Result<Response, PageError> {
    only_if(&reader, Action::ManageAgencies)?;
    let agencies = site.app().agencies().await.map_err(page_error)?;
    let mut filled = Filled::new(&reader.t, form);
    let facts = agency_form::read(&reader.t, &mut filled, None, &agencies);
    if filled.is_right() {
        site.app().save_agency(&reader.actor, None, facts, Some(0)).await.map_err(page_error)?;
        return Ok(Redirect::to("/administration/agencies?done=agency-added").into_response());
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
    let form = agency_form::of_facts(&reader, &row.facts, row.version, &agencies);
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
    let mut filled = Filled::new(t, form);
    let facts = agency_form::read(t, &mut filled, Some(&row.facts), &agencies);
    if filled.is_right() {
        let expected = filled.form.text("version").parse().unwrap_or(0);
        match site.app().save_agency(&reader.actor, Some(row.id), facts.clone(), Some(expected)).await {
            Ok(_) => return Ok(Redirect::to("/administration/agencies?done=agency-changed").into_response()),
            Err(UseCaseError::Conflict { .. }) => {
                let rows = agency_form::differences(&reader, &facts, &row.facts, &agencies);
                let action = format!("/administration/agencies/{}", row.id);
                return conflict(&site, &reader, t.get("agency-change"), action, row.version, rows).await;
            }
            Err(error) => return Err(page_error(error)),
        }
    }
    Ok(not_taken(entry_page(&site, &reader, Some(&row), &filled, &agencies).await?))
}
