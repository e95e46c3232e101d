//! Looking for a resource by words and kind of service. In the order of their readings, never by number of anything.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use banso_app::{ResourceRow, ResourceSearch};
use banso_domain::resource::{Field, Source};

use super::{
    export::{self, Filters},
    naming::{freshness, source_name},
    place,
};
use crate::{
    components::{Cell, Column, EmptyState, FieldView, Link, Pagination, Tab, TableRow, TableView},
    errors::PageError,
    frame::Frame,
    pages::export::{MOST_ROWS, Wanted},
    site::{SignedIn, Site, page_error, percent, show},
};

/// So many entries stand on one page.
const PER_PAGE: usize = 50;
/// So many kinds of service can be chosen; others are found by their words.
const KINDS: usize = 8;

#[derive(Template)]
#[template(path = "pages/resources/list.html")]
struct ListPage {
    frame: Frame,
    words: FieldView,
    kind: String,
    kinds: Vec<Tab>,
    table: Option<TableView>,
    pages: Pagination,
    empty: EmptyState,
    sources: Vec<String>,
    files: Vec<Link>,
    /// What the reader may add.
    further: Vec<Link>,
}

#[derive(Default, serde::Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    words: String,
    kind: String,
    page: usize,
}

fn address(words: &str, kind: &str) -> String {
    let parts = [("words", words), ("kind", kind)];
    let parts = parts.iter().filter(|(_, value)| !value.is_empty());
    let parts: Vec<String> = parts.map(|(name, value)| format!("{name}={}", percent(value))).collect();
    if parts.is_empty() { "/resources".to_owned() } else { format!("/resources?{}", parts.join("&")) }
}

/// A row of a table of entries: what it is and whose, where it is, and how sure that is.
pub(super) fn line(reader: &SignedIn, row: &ResourceRow) -> TableRow {
    let resource = &row.resource;
    let shown = resource.as_shown();
    TableRow {
        cells: vec![
            Cell::Open {
                text: shown.get(Field::Name).to_owned(),
                below: shown.get(Field::OrganisationName).to_owned(),
                href: format!("/resources/{}", resource.id),
            },
            Cell::Text(shown.of(Field::ServiceKind).or(shown.of(Field::PlainName)).unwrap_or_default().to_owned()),
            Cell::TwoLines(shown.address(), shown.get(Field::Phone).to_owned()),
            Cell::Status(freshness(reader, resource)),
        ],
    }
}

/// The columns of such a table.
pub(super) fn columns(reader: &SignedIn) -> Vec<Column> {
    let t = &reader.t;
    vec![
        Column::new(t.get("resource-field-name")).below(t.get("resource-field-organisation-name")),
        Column::new(t.get("resource-field-service-kind")),
        Column::new(t.get("resource-place")).below(t.get("resource-field-phone")),
        Column::new(t.get("resource-sure")),
    ]
}

pub(super) async fn list(
    State(site): State<Site>,
    reader: SignedIn,
    Query(asked): Query<Asked>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let (words, kind) = (asked.words.trim(), asked.kind.trim());
    let search = ResourceSearch { words: words.to_owned(), service_kind: kind.to_owned(), ..ResourceSearch::default() };
    if wanted.is_file() {
        let rows = async { site.app().find_resources(&reader.actor, &search, MOST_ROWS + 1).await.map_err(page_error) };
        return export::answer(&site, &reader, &wanted, Filters { words, kind }, rows).await;
    }
    let total = site.app().count_resources(&reader.actor, &search).await.map_err(page_error)?;
    let pages = Pagination::new(asked.page, PER_PAGE, usize::try_from(total).unwrap_or_default(), address(words, kind));
    let offset = u32::try_from(pages.first().saturating_sub(1)).unwrap_or(u32::MAX);
    let search = ResourceSearch { offset, ..search };
    let found = site.app().find_resources(&reader.actor, &search, PER_PAGE as u32).await.map_err(page_error)?;
    let tab = |label: String, kind_of: &str, count| Tab {
        label,
        href: address(words, kind_of),
        current: kind == kind_of,
        count,
    };
    let known = site.app().resource_kinds(&reader.actor).await.map_err(page_error)?;
    let shown = known.iter().enumerate().filter(|(at, (name, _))| *at < KINDS || name == kind);
    let mut kinds = vec![tab(t.get("resources-every-kind"), "", None)];
    kinds.extend(
        shown.map(|(_, (name, count))| {
            tab(name.clone(), name, usize::try_from(*count).ok().filter(|_| words.is_empty()))
        }),
    );
    let mut sources: Vec<Source> = found.iter().map(|row| row.resource.origin.source).collect();
    sources.sort_unstable();
    sources.dedup();
    let may_write = site.app().may_write_directory(&reader.actor).await.map_err(page_error)?;
    let may_import = site.app().may_import_resources(&reader.actor).await.map_err(page_error)?;
    let further = [
        may_write.then(|| Link::new(t.get("resource-new-link"), "/resources/new")),
        may_import.then(|| Link::new(t.get("import-link"), "/resources/import")),
    ];
    let (section, up) = place(&reader);
    let mut frame = reader.frame(&site, Some(section), t.get("resources-title")).await?;
    frame.breadcrumbs = vec![up];
    show(&ListPage {
        frame,
        words: FieldView::new("words", t.get("resources-words")).hint(t.get("resources-words-hint")).value(words),
        kind: kind.to_owned(),
        kinds,
        table: (!found.is_empty()).then(|| TableView {
            id: "resources".to_owned(),
            caption: t.get("resources-title"),
            columns: columns(&reader),
            rows: found.iter().map(|row| line(&reader, row)).collect(),
        }),
        pages,
        empty: EmptyState { heading: t.get("resources-none"), body: t.get("resources-none-body"), action: None },
        files: if found.is_empty() { Vec::new() } else { export::links(&reader) },
        further: further.into_iter().flatten().collect(),
        sources: sources.into_iter().map(|source| source_name(t, source)).filter(|name| !name.is_empty()).collect(),
    })
}
