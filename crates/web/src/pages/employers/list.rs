//! The employers: trade, what each is open to, and how fresh that is. In the order of their names, never by number of anything.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use banso_app::AgencyRow;
use chrono::NaiveDate;

use super::naming::open_name;
use crate::{
    components::{Cell, Column, EmptyState, FieldView, Link, Pagination, Shape, StatusTag, TableRow, TableView},
    errors::PageError,
    frame::{Frame, Section},
    site::{SignedIn, Site, page_error, percent, show},
};

/// So many employers stand on one page.
const PER_PAGE: usize = 50;

#[derive(Template)]
#[template(path = "pages/employers/list.html")]
struct ListPage {
    frame: Frame,
    name: FieldView,
    table: Option<TableView>,
    pages: Pagination,
    empty: EmptyState,
}

#[derive(Default, serde::Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    name: String,
    page: usize,
}

/// How fresh it is what is told of an employer.
pub(super) fn freshness(reader: &SignedIn, row: &AgencyRow, today: NaiveDate) -> StatusTag {
    let t = &reader.t;
    match &row.facts.employer {
        None => StatusTag::new(Shape::Open, t.get("employer-not-told")),
        Some(profile) => {
            let day = reader.look.short(profile.confirmed_on).text().to_owned();
            if profile.is_old_on(today) {
                StatusTag::new(Shape::Waiting, t.with("employer-old", [("day", day)]))
            } else {
                StatusTag::new(Shape::Done, t.with("employer-fresh", [("day", day)]))
            }
        }
    }
}

fn line(reader: &SignedIn, row: &AgencyRow, today: NaiveDate) -> TableRow {
    let t = &reader.t;
    let profile = row.facts.employer.as_deref();
    let open: Vec<String> =
        profile.map(|profile| profile.open_to.iter().map(|open| open_name(t, *open)).collect()).unwrap_or_default();
    TableRow {
        cells: vec![
            Cell::Open {
                text: row.facts.name.clone(),
                below: row.facts.address.clone(),
                href: format!("/employers/{}", row.id),
            },
            Cell::Text(profile.map(|profile| profile.trade.clone()).unwrap_or_default()),
            Cell::Text(open.join(&t.get("list-separator"))),
            Cell::Status(freshness(reader, row, today)),
        ],
    }
}

pub(super) async fn list(
    State(site): State<Site>,
    reader: SignedIn,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let name = asked.name.trim();
    let found = site.app().employers(&reader.actor, name).await.map_err(page_error)?;
    let today = site.app().clock().today();
    let base = match name {
        "" => "/employers".to_owned(),
        name => format!("/employers?name={}", percent(name)),
    };
    let pages = Pagination::new(asked.page, PER_PAGE, found.len(), base);
    let shown = &found[pages.first().saturating_sub(1)..pages.last()];
    let mut frame = reader.frame(&site, Some(Section::Jobs), t.get("employers-title")).await?;
    frame.breadcrumbs = vec![Link::new(t.get("jobs-title"), "/jobs")];
    show(&ListPage {
        frame,
        name: FieldView::new("name", t.get("employers-search")).value(name),
        table: (!shown.is_empty()).then(|| TableView {
            id: "employers".to_owned(),
            caption: t.get("employers-title"),
            columns: vec![
                Column::new(t.get("agency-name")).below(t.get("agency-address")),
                Column::new(t.get("employer-trade")),
                Column::new(t.get("employer-open")),
                Column::new(t.get("employer-confirmed")),
            ],
            rows: shown.iter().map(|row| line(&reader, row, today)).collect(),
        }),
        pages,
        empty: EmptyState { heading: t.get("employers-none"), body: t.get("employers-none-body"), action: None },
    })
}
