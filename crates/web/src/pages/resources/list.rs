//! Looking for a resource: by words and kind of service, place and distance, hours, needs, free places, and who is known. In the order of
//! readings, or of distance where that was asked for, never by any figure (P-135).

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use banso_app::{FoundResources, ResourceRow};
use banso_domain::{
    resource::{Area, Field, Source},
    rule::Rule,
    text,
};

use super::{
    asked::Asked,
    export,
    filters::{Filters, chips, own_town},
    map::{MapPicture, Point, Words},
    naming::{freshness, kilometres, need_name, source_name},
    place,
};
use crate::{
    components::{Cell, Chip, Column, EmptyState, FieldView, Link, Pagination, Tab, TableRow, TableView},
    errors::PageError,
    frame::Frame,
    pages::export::{MOST_ROWS, Wanted},
    rules,
    site::{SignedIn, Site, page_error, show},
};

/// So many entries stand on one page, and so many points on its map.
const PER_PAGE: usize = 50;
/// So many kinds of service can be chosen; others are found by their words.
const KINDS: usize = 8;

#[derive(Template)]
#[template(path = "pages/resources/list.html")]
struct ListPage {
    frame: Frame,
    words: FieldView,
    /// What is asked besides the words, kept by their form.
    kept: Vec<(&'static str, String)>,
    filters: Filters,
    chips: Vec<Chip>,
    kinds: Vec<Tab>,
    count: String,
    /// What is sent with the ticked entries.
    chosen: Vec<(&'static str, String)>,
    /// What could not be asked of the entries, and how the place was understood.
    notes: Vec<String>,
    table: Option<TableView>,
    map: Option<MapPicture>,
    pages: Pagination,
    empty: EmptyState,
    sources: Vec<String>,
    files: Vec<Link>,
    /// What the reader may add.
    further: Vec<Link>,
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

/// The table of a page of the list: numbered as on the map, with what was asked for beside what each entry is.
fn table(
    reader: &SignedIn,
    asked: &Asked,
    found: &FoundResources,
    first: usize,
    known: &BTreeMap<String, usize>,
) -> TableView {
    let t = &reader.t;
    let mut columns = columns(reader);
    columns.insert(0, Column::new(t.get("resources-number")));
    let far: BTreeMap<_, _> = found.found.page.iter().filter_map(|entry| Some((entry.id, entry.kilometres?))).collect();
    let (chosen, case) = (asked.places(), asked.case());
    let rows = found.rows.iter().enumerate().map(|(at, row)| {
        let mut line = line(reader, row);
        let shown = row.resource.as_shown();
        let count = known.get(&text::search_key(shown.get(Field::Name)));
        let mut below: Vec<String> = shown.needs().iter().map(|need| need_name(t, *need)).collect();
        below.extend(shown.of(Field::FreePlaces).map(|free| t.with("resources-free-of", [("count", free)])));
        below.extend(count.map(|count| t.count("resources-known-by", *count)));
        if let Some(Cell::Text(kind)) = line.cells.get(1).cloned().filter(|_| !below.is_empty()) {
            line.cells[1] = Cell::TwoLines(kind, below.join("・"));
        }
        if let (Some(far), Some(Cell::TwoLines(address, phone))) =
            (far.get(&row.resource.id), line.cells.get(2).cloned())
        {
            line.cells[2] = Cell::TwoLines(format!("{address}（{}）", kilometres(*far)), phone);
        }
        if let (Some(case), Some(Cell::Open { href, .. })) = (case, line.cells.first_mut()) {
            *href = format!("{href}?case={case}");
            if asked.line().is_some() {
                *href = format!("{href}&line={}", asked.line.trim());
            }
        }
        let pick = Cell::Pick {
            only_one: false,
            text: (first + at).to_string(),
            label: shown.get(Field::Name).to_owned(),
            name: "entry",
            value: row.resource.id.to_string(),
            chosen: chosen.contains(&row.resource.id),
            form: "shortlist",
        };
        line.cells.insert(0, pick);
        line
    });
    TableView { id: "resources".to_owned(), caption: t.get("resources-title"), columns, rows: rows.collect() }
}

/// Entries of which one can be chosen, sent by the form of that id under the name `place`.
pub(in crate::pages) fn table_to_choose(
    reader: &SignedIn,
    caption: String,
    rows: &[ResourceRow],
    chosen: &str,
    form: &'static str,
) -> TableView {
    let mut columns = columns(reader);
    columns.insert(0, Column::new(reader.t.get("resources-number")));
    let rows = rows.iter().enumerate().map(|(at, row)| {
        let mut line = line(reader, row);
        let (text, value) = ((at + 1).to_string(), row.resource.id.to_string());
        let label = row.resource.shown(Field::Name).words.to_owned();
        let chosen = value == chosen;
        line.cells.insert(0, Cell::Pick { only_one: true, text, label, name: "place", value, chosen, form });
        line
    });
    TableView { id: "candidates".to_owned(), caption, columns, rows: rows.collect() }
}

/// What could not be asked of the entries, and how the place was understood.
fn notes(reader: &SignedIn, asked: &Asked, area: &Area, found: &FoundResources) -> Vec<String> {
    let t = &reader.t;
    let mut notes = Vec::new();
    match area {
        Area::Worded(_) if asked.kilometres().is_some() => notes.push(t.get("resources-area-unknown")),
        Area::Within(towns) | Area::Around(towns, _) if towns.len() > 1 => {
            let names: Vec<String> = towns.iter().map(|town| format!("{}{}", town.prefecture(), town.name)).collect();
            notes.push(t.with("resources-area-several", [("towns", names.join("・"))]));
        }
        _ => {}
    }
    if matches!(area, Area::Around(..)) {
        notes.push(t.get("resources-by-distance"));
        if found.found.without_position > 0 {
            notes.push(t.count("resources-without-point", found.found.without_position));
        }
    }
    if found.found.untold_hours > 0 {
        let count = found.found.untold_hours;
        notes.push(match asked.untold.is_empty() {
            true => t.count("resources-untold-left", count),
            false => t.count("resources-untold-in", count),
        });
    }
    let unlikely = found.rows.iter().filter(|row| row.resource.as_shown().has_unlikely_position()).count();
    if unlikely > 0 {
        let rule = rules::line(t, Rule::UnlikelyPointIsSaid);
        notes.push(format!("{rule} {}", t.count("resources-unlikely", unlikely)));
    }
    notes
}

fn map(reader: &SignedIn, found: &FoundResources, first: usize, area: &Area) -> Option<MapPicture> {
    let t = &reader.t;
    let points: Vec<Point> = found
        .found
        .page
        .iter()
        .enumerate()
        .filter_map(|(at, entry)| Some(Point { number: first + at, position: entry.position? }))
        .collect();
    let words = Words {
        title: t.get("resources-map"),
        description: t.count("resources-map-says", points.len()),
        north: t.get("resources-map-north"),
    };
    match area {
        Area::Around(towns, kilometres) => MapPicture::new(words, &points, towns, Some(*kilometres)),
        _ => MapPicture::new(words, &points, &[], None),
    }
}

fn kind_tabs(reader: &SignedIn, asked: &Asked, found: &FoundResources) -> Vec<Tab> {
    let tab = |label: String, kind: &str, count| Tab {
        label,
        href: asked.href(|asked| kind.clone_into(&mut asked.kind)),
        current: asked.kind == kind,
        count,
    };
    let known = &found.found.kinds;
    let shown = known.iter().enumerate().filter(|(at, (name, _))| *at < KINDS || *name == asked.kind);
    let mut kinds = vec![tab(reader.t.get("resources-every-kind"), "", None)];
    kinds.extend(shown.map(|(_, (name, count))| tab(name.clone(), name, Some(*count))));
    if !asked.kind.is_empty() && known.iter().all(|(name, _)| *name != asked.kind) {
        kinds.push(tab(asked.kind.clone(), &asked.kind, Some(0)));
    }
    kinds
}

pub(super) async fn list(
    State(site): State<Site>,
    reader: SignedIn,
    Query(asked): Query<Asked>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let (mut search, when) = asked.understood(t, site.app().clock().now());
    let known = match asked.known.is_empty() {
        true => BTreeMap::new(),
        false => site.app().worked_with(&reader.actor).await.map_err(page_error)?,
    };
    search.named = (!asked.known.is_empty()).then(|| known.keys().cloned().collect());
    if wanted.is_file() {
        let all =
            site.app().search_resources(&reader.actor, &search, MOST_ROWS as usize + 1).await.map_err(page_error)?;
        return export::answer(&site, &reader, &wanted, &all.rows).await;
    }
    let offset = asked.page.saturating_sub(1).saturating_mul(PER_PAGE);
    search.offset = u32::try_from(offset).unwrap_or(u32::MAX);
    let mut found = site.app().search_resources(&reader.actor, &search, PER_PAGE).await.map_err(page_error)?;
    let pages = Pagination::new(asked.page, PER_PAGE, found.found.total, asked.href(|_| {}));
    if found.rows.is_empty() && found.found.total > 0 {
        // A page beyond the end shows the last one.
        search.offset = u32::try_from(pages.first().saturating_sub(1)).unwrap_or_default();
        found = site.app().search_resources(&reader.actor, &search, PER_PAGE).await.map_err(page_error)?;
    }
    let own = own_town(&site, &reader).await?;
    let mut sources: Vec<Source> = found.rows.iter().map(|row| row.resource.origin.source).collect();
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
    let kept = asked.pairs().into_iter().filter(|(name, value)| *name != "words" && !value.is_empty());
    show(&ListPage {
        frame,
        words: FieldView::new("words", t.get("resources-words"))
            .hint(t.get("resources-words-hint"))
            .value(&asked.words),
        kept: kept.map(|(name, value)| (name, value.to_owned())).collect(),
        filters: Filters::new(&site, &reader, &asked, &when, own),
        chips: chips(&reader, &asked, &when),
        kinds: kind_tabs(&reader, &asked, &found),
        count: t.count("resources-count", found.found.total),
        notes: notes(&reader, &asked, &search.area, &found),
        table: (!found.rows.is_empty()).then(|| table(&reader, &asked, &found, pages.first(), &known)),
        chosen: [("chosen", asked.chosen.clone()), ("case", asked.case.clone()), ("line", asked.line.clone())]
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .collect(),
        map: map(&reader, &found, pages.first(), &search.area),
        pages,
        empty: EmptyState { heading: t.get("resources-none"), body: t.get("resources-none-body"), action: None },
        files: if found.rows.is_empty() { Vec::new() } else { export::links(&reader) },
        further: further.into_iter().flatten().collect(),
        sources: sources.into_iter().map(|source| source_name(t, source)).filter(|name| !name.is_empty()).collect(),
    })
}
