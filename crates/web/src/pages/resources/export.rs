//! The directory as a file, as it is filtered: every field of every entry for a spreadsheet or another system, and HSDS 3.0 as JSON or as its
//! tabular package.

use axum::{
    http::{
        HeaderValue,
        header::{CONTENT_DISPOSITION, CONTENT_TYPE},
    },
    response::{IntoResponse, Response},
};
use banso_app::ResourceRow;
use banso_domain::resource::{Field, Resource};

use super::naming::{field_name, freshness, source_name};
use crate::{
    components::{Cell, Column, Link, TableRow, TableView},
    errors::PageError,
    naming::attributions,
    pages::export::{Again, MOST_ROWS, Wanted, files, within_one_file},
    site::{SignedIn, Site, page_error},
};

/// HSDS tells an organisation anew with each of its services, some five kilobytes an entry: so many fit into one answer. `/hsds` gives all, page by
/// page.
const MOST_IN_HSDS: u32 = 5_000;

/// The files that the directory can be had as, beside those of every list.
pub(super) fn links(reader: &SignedIn) -> Vec<Link> {
    let mut links = files(reader);
    let hsds = |text: String, file: &str| {
        let href = links.first().map(|link| link.href.replace("file=xlsx", &format!("file={file}")));
        Link::new(text, href.unwrap_or_default())
    };
    let further =
        [hsds(reader.t.get("resources-hsds-json"), "hsds-json"), hsds(reader.t.get("resources-hsds-zip"), "hsds-zip")];
    links.extend(further);
    links
}

/// The file that is asked for, of all entries that fit.
pub(super) async fn answer(
    site: &Site,
    reader: &SignedIn,
    wanted: &Wanted,
    rows: &[ResourceRow],
) -> Result<Response, PageError> {
    let is_hsds = matches!(wanted.name(), "hsds-json" | "hsds-zip");
    within_one_file(reader, rows.len() as i64, if is_hsds { MOST_IN_HSDS } else { MOST_ROWS })?;
    match wanted.name() {
        "hsds-json" | "hsds-zip" => hsds(site, reader, wanted.name(), rows).await,
        _ => {
            let table = table(reader, rows);
            wanted.answer(site, reader, "resources", vec![table], &[], Again::by_address(reader)).await
        }
    }
}

async fn hsds(site: &Site, reader: &SignedIn, file: &str, rows: &[ResourceRow]) -> Result<Response, PageError> {
    let published = site.app().publish_found(&reader.actor, rows, &attributions()).await.map_err(page_error)?;
    let today = site.app().clock().today();
    let (kind, ending, bytes) = if file == "hsds-json" {
        let services = serde_json::to_vec(&published.nested().services(true));
        ("application/json", "json", services.map_err(PageError::internal)?)
    } else {
        ("application/zip", "zip", published.archive().map_err(PageError::internal)?)
    };
    let disposition = HeaderValue::try_from(format!("attachment; filename=\"hsds-{today}.{ending}\""));
    let disposition = disposition.unwrap_or_else(|_| HeaderValue::from_static("attachment"));
    Ok(([(CONTENT_TYPE, HeaderValue::from_static(kind)), (CONTENT_DISPOSITION, disposition)], bytes).into_response())
}

/// Counts are numbers; everything else is words, so that a code keeps its zeros.
const COUNTS: [Field; 2] = [Field::Capacity, Field::FreePlaces];

fn table(reader: &SignedIn, rows: &[ResourceRow]) -> TableView {
    let t = &reader.t;
    let field = |field: &Field| {
        let column = Column::new(field_name(t, *field));
        if COUNTS.contains(field) { column.numeric() } else { column }
    };
    let mut columns: Vec<Column> = Field::ALL.iter().map(field).collect();
    columns.extend(
        [
            /* key */ "resource-state",
            /* key */ "resource-looked-at",
            /* key */ "resource-source",
            /* key */ "resource-number",
        ]
        .map(|key| Column::new(t.get(key))),
    );
    TableView {
        id: "resources".to_owned(),
        caption: t.get("resources-title"),
        columns,
        rows: rows.iter().map(|row| line(reader, &row.resource)).collect(),
    }
}

fn line(reader: &SignedIn, resource: &Resource) -> TableRow {
    let shown = resource.as_shown();
    let mut cells: Vec<Cell> = Field::ALL.iter().map(|field| Cell::Text(shown.get(*field).to_owned())).collect();
    let looked_at = resource.freshness().verified_on;
    cells.extend([
        Cell::Status(freshness(reader, resource)),
        looked_at.map_or_else(|| Cell::Text(String::new()), |day| Cell::Date(reader.look.short(day))),
        Cell::Text(source_name(&reader.t, resource.origin.source)),
        Cell::Text(resource.origin.number.clone()),
    ]);
    TableRow { cells }
}
