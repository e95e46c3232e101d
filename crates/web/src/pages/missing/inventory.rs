//! 地域の資源の一覧表: municipality by kind, with places and free places as far as they are told, and beside it what was looked for and not found.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use banso_app::InventoryRow;
use banso_domain::resource::{Capacities, Municipality};

use super::{frame, naming};
use crate::{
    components::{Cell, Column, EmptyState, FieldView, Link, Pagination, TableRow, TableView},
    errors::PageError,
    frame::Frame,
    naming::agency_kind_name,
    pages::{
        export::{self, Again, Wanted},
        resources,
    },
    site::{SignedIn, Site, page_error, percent, show},
};

/// So many rows stand on one page.
const PER_PAGE: usize = 50;

#[derive(Template)]
#[template(path = "pages/missing/inventory.html")]
struct InventoryPage {
    frame: Frame,
    area: FieldView,
    counted: String,
    table: Option<TableView>,
    pages: Pagination,
    files: Vec<Link>,
    empty: EmptyState,
}

/// What stands in the address.
#[derive(Default, serde::Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    /// A municipality, as typed; the town of the reader's agency if the address says nothing.
    area: Option<String>,
    page: usize,
}

/// A figure that some entries tell, in words: the places, and of how many entries they are; nothing where none tells it.
fn places(reader: &SignedIn, told: Capacities, entries: usize) -> Cell {
    let t = &reader.t;
    if told.told_by == 0 {
        return Cell::Text(String::new());
    }
    let numbers = [("told", told.told_by), ("entries", entries)];
    let below = if told.told_by == entries { String::new() } else { t.with("inventory-told-by", numbers) };
    if below.is_empty() { Cell::Text(told.places.to_string()) } else { Cell::TwoLines(told.places.to_string(), below) }
}

fn line(reader: &SignedIn, row: &InventoryRow) -> TableRow {
    let t = &reader.t;
    let there = &row.there;
    let town = there.place.clone();
    let kind = match (there.kind.is_empty(), row.kind) {
        (false, _) => Cell::Open {
            text: there.kind.clone(),
            below: String::new(),
            href: resources::resources_there(&there.kind, &town),
        },
        (true, Some(kind)) => Cell::Text(agency_kind_name(t, kind)),
        (true, None) => Cell::Text(t.get("inventory-no-kind")),
    };
    TableRow {
        cells: vec![
            Cell::Text(if town.is_empty() { t.get("inventory-no-town") } else { town }),
            kind,
            Cell::Text(there.entries.to_string()),
            places(reader, there.capacity, there.entries),
            places(reader, there.free, there.entries),
            Cell::Text(if row.kind.is_some() { naming::evidence(t, &row.evidence) } else { String::new() }),
        ],
    }
}

fn table(reader: &SignedIn, rows: &[InventoryRow]) -> TableView {
    let t = &reader.t;
    TableView {
        id: "inventory".to_owned(),
        caption: t.get("inventory-title"),
        columns: vec![
            Column::new(t.get("missing-area")),
            Column::new(t.get("resource-field-service-kind")),
            Column::new(t.get("inventory-entries")).numeric(),
            Column::new(t.get("resource-field-capacity")).below(t.get("inventory-how-told")).numeric(),
            Column::new(t.get("resource-field-free-places")).below(t.get("inventory-how-told-free")).numeric(),
            Column::new(t.get("council-not-found")),
        ],
        rows: rows.iter().map(|row| line(reader, row)).collect(),
    }
}

pub(super) async fn inventory(
    State(site): State<Site>,
    reader: SignedIn,
    Query(asked): Query<Asked>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let own = |town: &Municipality| format!("{}{}", town.prefecture(), town.name);
    let area = match &asked.area {
        Some(area) => area.trim().to_owned(),
        None => resources::own_town(&site, &reader).await?.map(own).unwrap_or_default(),
    };
    let days = site.app().missing_days();
    let rows = site.app().inventory(&reader.actor, &resources::area_of(&area), days).await.map_err(page_error)?;
    if wanted.is_file() {
        let table = table(&reader, &rows);
        return wanted.answer(&site, &reader, "inventory", vec![table], &[], Again::by_address(&reader)).await;
    }
    let base = format!("/missing-resources/inventory?area={}", percent(&area));
    let pages = Pagination::new(asked.page, PER_PAGE, rows.len(), base);
    let shown: Vec<InventoryRow> = rows.into_iter().skip(pages.first().saturating_sub(1)).take(PER_PAGE).collect();
    let long = |day| reader.look.long(day).text().to_owned();
    let frame = frame(&site, &reader, t.get("inventory-title"), false).await?;
    show(&InventoryPage {
        frame,
        area: FieldView::new("area", t.get("resources-area")).hint(t.get("inventory-area-hint")).value(&area),
        counted: t.with("inventory-counted", [("from", long(days.0)), ("until", long(days.1))]),
        table: (!shown.is_empty()).then(|| table(&reader, &shown)),
        pages,
        files: if shown.is_empty() { Vec::new() } else { export::files(&reader) },
        empty: EmptyState { heading: t.get("inventory-none"), body: t.get("inventory-none-body"), action: None },
    })
}
