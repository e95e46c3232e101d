//! The agencies that support people, by name: what each is good at, where its limits are, and how fresh that is. Never by number of anything.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};

use super::{freshness, place, reminders};
use crate::{
    components::{Cell, Column, EmptyState, FieldView, Link, Pagination, TableRow, TableView},
    errors::PageError,
    frame::Frame,
    naming::agency_kind_name,
    site::{Done, SignedIn, Site, page_error, percent, show},
};

/// So many agencies stand on one page.
const PER_PAGE: usize = 50;

#[derive(Template)]
#[template(path = "pages/agencies/list.html")]
struct ListPage {
    frame: Frame,
    name: FieldView,
    own: Option<Link>,
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

pub(super) async fn list(
    State(site): State<Site>,
    reader: SignedIn,
    Query(asked): Query<Asked>,
    Query(told): Query<Done>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let name = asked.name.trim();
    let found = site.app().supporters(&reader.actor, name).await.map_err(page_error)?;
    let may = site.app().may_tell_about_own_agency(&reader.actor).await.map_err(page_error)?;
    let today = site.app().clock().today();
    let base = match name {
        "" => "/agencies".to_owned(),
        name => format!("/agencies?name={}", percent(name)),
    };
    let pages = Pagination::new(asked.page, PER_PAGE, found.len(), base);
    let shown = &found[pages.first().saturating_sub(1)..pages.last()];
    let line = |row: &banso_app::AgencyRow| {
        let portrait = row.facts.portrait.as_deref();
        TableRow {
            cells: vec![
                Cell::Open {
                    text: row.facts.name.clone(),
                    below: agency_kind_name(t, row.facts.kind),
                    href: format!("/agencies/profiles/{}", row.id),
                },
                Cell::Text(portrait.map(|it| it.strengths.clone()).unwrap_or_default()),
                Cell::Text(portrait.map(|it| it.limits.clone()).unwrap_or_default()),
                Cell::Status(freshness(&reader, &row.facts, today)),
            ],
        }
    };
    let (section, up) = place(&reader);
    let mut frame = reader.frame(&site, Some(section), t.get("portraits-title")).await?;
    frame.breadcrumbs = vec![up];
    frame.banners = told.banners(t);
    if may {
        let own = site.app().agency(reader.actor.agency()).await.map_err(page_error)?;
        frame.banners.extend(reminders(&reader, &own.facts, today, true));
    }
    show(&ListPage {
        frame,
        name: FieldView::new("name", t.get("portraits-search")).value(name),
        own: may.then(|| Link::new(t.get("portrait-change"), "/agencies/own")),
        table: (!shown.is_empty()).then(|| TableView {
            id: "agencies".to_owned(),
            caption: t.get("portraits-title"),
            columns: vec![
                Column::new(t.get("agency-name")).below(t.get("agency-kind")),
                Column::new(t.get("portrait-strengths")),
                Column::new(t.get("portrait-limits")),
                Column::new(t.get("portrait-known")),
            ],
            rows: shown.iter().map(line).collect(),
        }),
        pages,
        empty: EmptyState { heading: t.get("portraits-none"), body: t.get("portraits-none-body"), action: None },
    })
}
