//! The list of cases: views, filters, order, search.

mod asked;
mod filters;

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use asked::Asked;
use axum::{
    Router,
    extract::{Path, Query, State},
    response::Response,
    routing::{get, post},
};
use banso_app::{CaseOrder, CaseRow, CaseSearch, FileKind, MOST_COUNTED};
use banso_domain::{
    calendar::japan,
    id::{AgencyId, CaseId},
};
use chrono::NaiveDate;
pub(in crate::pages) use filters::year_name;
use filters::{Filters, chips, kana_tabs, view_tabs};

use crate::{
    components::{
        Cell, Chip, Column, DueLabel, EmptyState, FieldView, Link, Pagination, SortDirection, Tab, TableRow, TableView,
    },
    errors::PageError,
    form::Submitted,
    frame::{Frame, Section},
    naming::{due_kind_name, stage_tag},
    pages::{
        export::{self, Again, MOST_ROWS, Wanted, within_one_file},
        forms::{file_answer, print_look},
    },
    site::{Done, SignedIn, Site, page_error, show},
    text::Texts,
};

/// Persons that a search shows; who is not among them is found by typing more.
const MOST_FOUND: u32 = 50;
/// Cases that can be reached by turning pages; beyond them one filters or searches.
const MOST_PAGED: usize = MOST_COUNTED as usize;
/// Cases on a printed list at most.
const MOST_PRINTED: u32 = 2_000;

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/cases", get(list))
        .route("/cases/print/{list}", get(print_list))
        .route("/cases/search", post(search))
}

#[derive(Template)]
#[template(path = "pages/cases/list.html")]
struct ListPage {
    frame: Frame,
    search: FieldView,
    tabs: Vec<Tab>,
    kana_tabs: Vec<Tab>,
    filters: Filters,
    chips: Vec<Chip>,
    clear: String,
    heading: Option<String>,
    table: Option<TableView>,
    pages: Option<Pagination>,
    empty: EmptyState,
    new: Option<Link>,
    /// The same list as the official form.
    print: Vec<Link>,
    /// The same list as a file.
    files: Vec<Link>,
    /// What was found can be had as a file, too: by a form, since names stay out of addresses.
    files_of_found: bool,
}

async fn list(
    State(site): State<Site>,
    reader: SignedIn,
    Query(asked): Query<Asked>,
    Query(done): Query<Done>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, PageError> {
    if wanted.is_file() {
        return list_file(&site, &reader, &asked, &wanted).await;
    }
    list_page(&site, &reader, asked, &done).await
}

/// All cases of the list, not only those of a page, as a file.
async fn list_file(site: &Site, reader: &SignedIn, asked: &Asked, wanted: &Wanted) -> Result<Response, PageError> {
    let today = site.app().clock().today();
    let search = CaseSearch { limit: MOST_ROWS, offset: 0, ..asked.search_for(reader, today) };
    let (rows, total) = site.app().cases(&reader.actor, &search).await.map_err(page_error)?;
    within_one_file(reader, total, MOST_ROWS)?;
    let centres = Centres::of(site, reader, rows.iter().map(|row| row.centre).collect()).await?;
    let table = listed(site, reader, asked, &rows, &centres).await?;
    let about: Vec<CaseId> = rows.iter().map(|row| row.id).collect();
    wanted.answer(site, reader, "cases", vec![table], &about, Again::by_address(reader)).await
}

async fn search(State(site): State<Site>, reader: SignedIn, form: Submitted) -> Result<Response, PageError> {
    let wanted = Wanted::of(&form);
    let asked = Asked { search: form.text("search").to_owned(), ..Asked::default() };
    if wanted.is_file() {
        let Found { table, about, .. } = found(&site, &reader, &asked.search).await?;
        let again = Again::by_form("/cases/search", vec![("search".to_owned(), asked.search)]);
        return wanted.answer(&site, &reader, "found", vec![table], &about, again).await;
    }
    list_page(&site, &reader, asked, &Done::default()).await
}

async fn list_page(site: &Site, reader: &SignedIn, asked: Asked, done: &Done) -> Result<Response, PageError> {
    let t = &reader.t;
    let today = site.app().clock().today();
    let mut page = ListPage {
        frame: reader.frame(site, Some(Section::Cases), t.get("cases-title")).await?,
        search: FieldView::new("search", t.get("cases-search")).value(&asked.search),
        tabs: view_tabs(reader, &asked),
        kana_tabs: kana_tabs(reader, &asked),
        filters: Filters::new(reader, &asked, today),
        chips: chips(site, reader, &asked).await?,
        clear: "/cases".to_owned(),
        heading: None,
        table: None,
        pages: None,
        empty: EmptyState { heading: t.get("cases-none"), body: t.get("cases-none-body"), action: None },
        new: reader.actor.is_caseworker().then(|| Link::new(t.get("cases-new"), "/cases/new")),
        print: Vec::new(),
        files: Vec::new(),
        files_of_found: false,
    };
    page.frame.banners = done.banners(t);
    if asked.search.trim().is_empty() {
        let search = asked.search_for(reader, today);
        let (rows, total) = site.app().cases(&reader.actor, &search).await.map_err(page_error)?;
        if !rows.is_empty() {
            let centres = Centres::of(site, reader, rows.iter().map(|row| row.centre).collect()).await?;
            let mut table = listed(site, reader, &asked, &rows, &centres).await?;
            sortable(&mut table, &asked, search.order);
            page.table = Some(table);
            page.print = print_links(t, &asked);
            page.files = export::files(reader);
            let total = usize::try_from(total).unwrap_or(0);
            let (size, here) = (search.limit as usize, asked.href(|_| {}));
            let pages = Pagination::new(asked.page, size, total.min(MOST_PAGED), here);
            page.pages = Some(if total > MOST_PAGED { pages.of_more() } else { pages });
        }
    } else {
        let Found { count, more, table, .. } = found(site, reader, &asked.search).await?;
        let told = [("query", asked.search.clone()), ("count", count.to_string())];
        page.heading = Some(match (count, more) {
            (0, _) => t.with("cases-found-none", told),
            (_, true) => t.with("cases-found-more", told),
            (_, false) => t.with("cases-found", told),
        });
        page.empty = EmptyState {
            heading: t.with("cases-found-none", [("query", &asked.search)]),
            body: t.get("cases-found-none-body"),
            action: page.new.clone(),
        };
        page.files_of_found = count > 0;
        page.table = (count > 0).then_some(table);
    }
    show(&page)
}

/// The whole list, with its filters, as the official form.
fn print_links(t: &Texts, asked: &Asked) -> Vec<Link> {
    let list = asked.href(|_| {});
    let query = list.strip_prefix("/cases").unwrap_or_default();
    let link = |text, extension: &str| Link::new(text, format!("/cases/print/case_list.{extension}{query}"));
    vec![link(t.get("print-list-pdf"), "pdf"), link(t.get("print-list-excel"), "xlsx")]
}

async fn print_list(
    State(site): State<Site>,
    reader: SignedIn,
    Path(file): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let kind = file.strip_prefix("case_list.").and_then(FileKind::from_extension).ok_or_else(PageError::not_found)?;
    let today = site.app().clock().today();
    let search = CaseSearch { limit: MOST_PRINTED, offset: 0, ..asked.search_for(&reader, today) };
    let count = CaseSearch { limit: 1, ..search };
    let (_, total) = site.app().cases(&reader.actor, &count).await.map_err(page_error)?;
    within_one_file(&reader, total, MOST_PRINTED)?;
    let list =
        site.app().print_case_list(&reader.actor, &search, print_look(&reader), kind).await.map_err(page_error)?;
    Ok(file_answer(list, kind))
}

fn sortable(table: &mut TableView, asked: &Asked, order: CaseOrder) {
    let orders = [(0, "kana", CaseOrder::Kana), (3, "", CaseOrder::Due)];
    for (place, name, column_order) in orders {
        let href = asked.href(|asked| name.clone_into(&mut asked.order));
        let sorted = (order == column_order).then_some(SortDirection::Ascending);
        table.columns[place] = table.columns[place].clone().sort(href, sorted);
    }
}

struct Found {
    count: usize,
    /// There are more than are shown.
    more: bool,
    table: TableView,
    /// The cases that stand in it.
    about: Vec<CaseId>,
}

async fn found(site: &Site, reader: &SignedIn, query: &str) -> Result<Found, PageError> {
    let t = &reader.t;
    let rows = site.app().find_cases(&reader.actor, query).await.map_err(page_error)?;
    let mut persons =
        site.app().find_persons(&reader.actor, query, MOST_FOUND + 1).await.map_err(page_error)?.unwrap_or_default();
    let more = persons.len() > MOST_FOUND as usize;
    persons.truncate(MOST_FOUND as usize);
    let mut cells: Vec<TableRow> = rows
        .iter()
        .map(|row| found_row(reader, row.id, &row.name, &row.kana, row.birth_date.as_deref(), &row.reference))
        .collect();
    let mut about: Vec<CaseId> = rows.iter().map(|row| row.id).collect();
    about.extend(persons.iter().filter_map(|person| person.case));
    for person in &persons {
        if let (Some(case), Some(reference)) = (person.case, &person.reference) {
            cells.push(found_row(reader, case, &person.name, &person.kana, person.birth_date.as_deref(), reference));
        }
    }
    let columns = vec![
        Column::new(t.get("cases-column-name")).below(t.get("list-kana")),
        Column::new(t.get("cases-column-born")),
        Column::new(t.get("cases-column-reference")),
    ];
    let table = TableView { id: "found".to_owned(), caption: t.get("cases-caption"), columns, rows: cells };
    Ok(Found { count: table.rows.len(), more, table, about })
}

fn found_row(reader: &SignedIn, case: CaseId, name: &str, kana: &str, born: Option<&str>, reference: &str) -> TableRow {
    let born = born
        .and_then(|text| text.parse().ok())
        .map(|date: banso_domain::calendar::PartialDate| Cell::Date(reader.look.short(date)));
    TableRow {
        cells: vec![
            Cell::Open { text: name.to_owned(), below: kana.to_owned(), href: format!("/cases/{case}") },
            born.unwrap_or_else(|| Cell::Text(String::new())),
            Cell::Text(reference.to_owned()),
        ],
    }
}

/// The names of the centres of a list, for readers who see cases of more than one: municipal officers.
pub(in crate::pages) struct Centres(BTreeMap<AgencyId, String>);

impl Centres {
    pub(in crate::pages) async fn of(
        site: &Site,
        reader: &SignedIn,
        centres: BTreeSet<AgencyId>,
    ) -> Result<Self, PageError> {
        let mut names = BTreeMap::new();
        if !reader.actor.is_caseworker() {
            for centre in centres {
                names.insert(centre, site.app().agency(centre).await.map_err(page_error)?.facts.name);
            }
        }
        Ok(Self(names))
    }

    /// The head of the column.
    pub(in crate::pages) fn column(&self, t: &Texts) -> Column {
        let column = Column::new(t.get("cases-column-staff"));
        if self.0.is_empty() { column } else { column.below(t.get("cases-column-centre")) }
    }

    /// 担当 with the way to all their cases, and the centre where it is not the reader's own.
    pub(in crate::pages) fn staff(&self, case: &CaseRow) -> Cell {
        Cell::Open {
            text: case.assigned_name.clone(),
            below: self.0.get(&case.centre).cloned().unwrap_or_default(),
            href: format!("/cases?worker={}", case.assigned_to),
        }
    }
}

/// Cases as a table: the same columns wherever a list of cases stands.
pub(in crate::pages) fn case_table(
    reader: &SignedIn,
    id: &str,
    caption: &str,
    cases: &[CaseRow],
    centres: &Centres,
    today: NaiveDate,
) -> TableView {
    let t = &reader.t;
    let columns = vec![
        Column::new(t.get("cases-column-name")).below(t.get("list-kana")),
        Column::new(t.get("cases-column-reference")),
        Column::new(t.get("cases-column-stage")),
        Column::new(t.get("cases-column-due")),
        Column::new(t.get("cases-column-why")),
        centres.column(t),
        Column::new(t.get("cases-column-changed")),
    ];
    let rows = cases.iter().map(|case| TableRow {
        cells: vec![
            Cell::Open { text: case.name.clone(), below: case.kana.clone(), href: format!("/cases/{}", case.id) },
            Cell::Text(case.reference.clone()),
            Cell::Status(stage_tag(t, case.stage)),
            case.due.map_or_else(
                || Cell::Text(String::new()),
                |due| Cell::Due(DueLabel::new(t, reader.look.short(due.on), today)),
            ),
            Cell::Text(case.due.map(|due| due_kind_name(t, due.kind)).unwrap_or_default()),
            centres.staff(case),
            Cell::Date(reader.look.short(japan::local_date(case.changed_at))),
        ],
    });
    TableView { id: format!("table-{id}"), caption: caption.to_owned(), columns, rows: rows.collect() }
}

/// The view of the cases that are suspended.
pub(in crate::pages) const SUSPENDED: &str = "suspended";

/// The table of the list that was asked for; the one of suspended cases says since when they are.
async fn listed(
    site: &Site,
    reader: &SignedIn,
    asked: &Asked,
    rows: &[CaseRow],
    centres: &Centres,
) -> Result<TableView, PageError> {
    let today = site.app().clock().today();
    let mut table = case_table(reader, "cases", &reader.t.get("cases-caption"), rows, centres, today);
    if asked.view == SUSPENDED {
        let since = site.app().suspended_since(rows).await.map_err(page_error)?;
        say_since_when(reader, &mut table, rows, &since);
    }
    Ok(table)
}

/// Puts the day of the suspension into the place of the last change: of a case that rests, that day matters.
pub(in crate::pages) fn say_since_when(
    reader: &SignedIn,
    table: &mut TableView,
    cases: &[CaseRow],
    since: &BTreeMap<CaseId, NaiveDate>,
) {
    if let Some(column) = table.columns.last_mut() {
        *column = Column::new(reader.t.get("cases-column-suspended"));
    }
    for (row, case) in table.rows.iter_mut().zip(cases) {
        if let (Some(cell), Some(on)) = (row.cells.last_mut(), since.get(&case.id)) {
            *cell = Cell::Date(reader.look.short(*on));
        }
    }
}
