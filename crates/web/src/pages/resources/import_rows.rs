//! What a list that waits would do, row by row: what is added, told differently before and after, gone, not taken, or wants a look; page by page,
//! and as a file.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::{IntoResponse, Redirect, Response},
};
use banso_app::{ChangedResource, GoneResource, ImportReport, Outcome, Roster, RosterRow, WaitingList, Weight};
use banso_domain::resource::Field;

use super::{
    import::{findings, frame, only_readers},
    naming::field_name,
};
use crate::{
    components::{Cell, Column, Link, Pagination, Tab, TableRow, TableView},
    errors::PageError,
    frame::Frame,
    pages::export::{self, Again, MOST_ROWS, Wanted, within_one_file},
    site::{SignedIn, Site, page_error, show},
    text::Texts,
};

/// So many rows stand on one page.
const PER_PAGE: usize = 50;

/// What a row of the list is to the directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Told differently, or listed again.
    Changed,
    /// Not there before.
    Added,
    /// Listed no more.
    Gone,
    /// Not taken.
    Rejected,
    /// Taken, and to be looked at.
    Look,
}

impl Part {
    const ALL: [Self; 5] = [Self::Changed, Self::Added, Self::Gone, Self::Rejected, Self::Look];

    const fn name(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Added => "added",
            Self::Gone => "gone",
            Self::Rejected => "rejected",
            Self::Look => "look",
        }
    }

    fn label(self, t: &Texts) -> String {
        t.get(&format!("{}{}", /* keys */ "import-", self.name()))
    }
}

/// The address of a part.
pub(super) fn address(part: Part) -> String {
    format!("/resources/import/rows?part={}", part.name())
}

#[derive(Template)]
#[template(path = "pages/resources/import_rows.html")]
struct RowsPage {
    frame: Frame,
    parts: Vec<Tab>,
    table: Option<TableView>,
    pages: Pagination,
    files: Vec<Link>,
    back: Link,
}

/// What stands in the address.
#[derive(Default, serde::Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    part: String,
    page: usize,
}

/// What is told differently: a row for each field, so that it can be sorted in a spreadsheet.
fn changed(t: &Texts, changed: &[ChangedResource]) -> (Vec<Column>, Vec<TableRow>) {
    let columns = [
        /* key */ "import-line",
        /* key */ "resource-field-name",
        /* key */ "import-field",
        /* key */ "import-before",
        /* key */ "import-now",
    ];
    let rows = changed.iter().flat_map(|entry| {
        let line = |what: String, before: String, now: String| TableRow {
            cells: vec![
                Cell::Text(entry.at.to_string()),
                Cell::Text(entry.name.clone()),
                Cell::Text(what),
                Cell::Text(before),
                Cell::Text(now),
            ],
        };
        let back =
            entry.is_back.then(|| line(t.get("resource-state"), t.get("import-gone"), t.get("import-listed-again")));
        let fields = entry
            .fields
            .iter()
            .map(move |(field, before, now)| line(field_name(t, *field), before.clone(), now.clone()));
        back.into_iter().chain(fields).collect::<Vec<_>>()
    });
    (columns.map(|key| Column::new(t.get(key))).into(), rows.collect())
}

fn gone(t: &Texts, gone: &[GoneResource]) -> (Vec<Column>, Vec<TableRow>) {
    let columns =
        [/* key */ "resource-field-name", /* key */ "import-lists", /* key */ "resource-number"];
    let line = |gone: &GoneResource| TableRow {
        cells: [&gone.name, &gone.origin.list, &gone.origin.number].map(|words| Cell::Text(words.clone())).into(),
    };
    (columns.map(|key| Column::new(t.get(key))).into(), gone.iter().map(line).collect())
}

fn added(t: &Texts, roster: &Roster, report: &ImportReport) -> (Vec<Column>, Vec<TableRow>) {
    let fields = [Field::Name, Field::OrganisationName, Field::ServiceKind, Field::Phone];
    let mut columns = vec![Column::new(t.get("import-line"))];
    columns.extend(fields.map(|field| Column::new(field_name(t, field))));
    columns.push(Column::new(t.get("resource-place")));
    let new = roster.rows.iter().zip(&report.outcomes).filter(|(_, outcome)| **outcome == Outcome::Added);
    let line = |(row, _): (&RosterRow, &Outcome)| {
        let mut cells = vec![Cell::Text(row.at.to_string())];
        cells.extend(fields.map(|field| Cell::Text(row.told.get(field).to_owned())));
        cells.push(Cell::Text(row.told.address()));
        TableRow { cells }
    };
    (columns, new.map(line).collect())
}

/// Rows with slips of some weight.
pub(super) fn slips(t: &Texts, roster: &Roster, weight: Weight) -> (Vec<Column>, Vec<TableRow>) {
    let columns = [/* key */ "import-line", /* key */ "resource-field-name", /* key */ "import-what"];
    let rows = roster.rows.iter().filter(|row| match weight {
        Weight::Rejected => row.is_rejected(),
        _ => row.has_warning(),
    });
    let line = |row: &RosterRow| TableRow {
        cells: vec![
            Cell::Text(row.at.to_string()),
            Cell::Text(row.told.get(Field::Name).to_owned()),
            Cell::Text(findings(t, row, weight)),
        ],
    };
    (columns.map(|key| Column::new(t.get(key))).into(), rows.map(line).collect())
}

fn table(t: &Texts, part: Part, roster: &Roster, report: &ImportReport) -> TableView {
    let (columns, rows) = match part {
        Part::Changed => changed(t, &report.changed),
        Part::Added => added(t, roster, report),
        Part::Gone => gone(t, &report.gone),
        Part::Rejected => slips(t, roster, Weight::Rejected),
        Part::Look => slips(t, roster, Weight::Look),
    };
    TableView { id: "rows".to_owned(), caption: part.label(t), columns, rows }
}

pub(super) async fn rows(
    State(site): State<Site>,
    reader: SignedIn,
    Query(asked): Query<Asked>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, PageError> {
    only_readers(&site, &reader).await?;
    let t = &reader.t;
    let Some(WaitingList::Readable(roster, report)) =
        site.app().waiting_list(&reader.actor).await.map_err(page_error)?
    else {
        return Ok(Redirect::to("/resources/import/check").into_response());
    };
    let part = Part::ALL.into_iter().find(|part| part.name() == asked.part).unwrap_or(Part::Changed);
    let mut table = table(t, part, &roster, &report);
    if wanted.is_file() {
        within_one_file(&reader, table.rows.len() as i64, MOST_ROWS)?;
        let name = format!("import-{}", part.name());
        return wanted.answer(&site, &reader, &name, vec![table], &[], Again::by_address(&reader)).await;
    }
    let summary = report.summary;
    let count = |part: Part| match part {
        Part::Changed => report.changed.len() as u64,
        Part::Added => summary.added - report.changed.iter().filter(|entry| entry.is_back).count() as u64,
        Part::Gone => summary.gone,
        Part::Rejected => summary.rejected,
        Part::Look => summary.warnings,
    };
    let tab = |one: Part| Tab {
        label: one.label(t),
        href: address(one),
        current: one == part,
        count: Some(usize::try_from(count(one)).unwrap_or_default()),
    };
    let pages = Pagination::new(asked.page, PER_PAGE, table.rows.len(), address(part));
    table.rows = table.rows.into_iter().skip(pages.first().saturating_sub(1)).take(PER_PAGE).collect();
    show(&RowsPage {
        frame: frame(&site, &reader, /* key */ "import-rows-title").await?,
        parts: Part::ALL.map(tab).into(),
        files: if table.rows.is_empty() { Vec::new() } else { export::files(&reader) },
        table: (!table.rows.is_empty()).then_some(table),
        pages,
        back: Link::new(t.get("import-check-title"), "/resources/import/check"),
    })
}
