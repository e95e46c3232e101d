//! The list of cases: views, filters, order, search.

use askama::Template;
use axum::{
    Router,
    extract::{Path, Query, State},
    response::Response,
    routing::{get, post},
};
use banso_app::{CaseOrder, CaseRow, CaseSearch, CaseView, FileKind};
use banso_domain::{calendar::japan, case::Stage, text::IndexTab};
use chrono::NaiveDate;

use crate::{
    components::{
        Cell, Chip, Column, DueLabel, EmptyState, FieldView, Link, Pagination, SortDirection, Tab, TableRow, TableView,
    },
    errors::PageError,
    form::Submitted,
    frame::{Frame, Section},
    naming::{due_kind_name, stage_name, stage_tag},
    pages::{
        export::{self, Again, MOST_ROWS, Wanted, within_one_file},
        forms::{file_answer, print_look},
    },
    site::{Done, SignedIn, Site, page_error, percent, show},
};

/// Cases shown on a page.
const PER_PAGE: u32 = 50;
/// Cases on a printed list at most.
const MOST_PRINTED: u32 = 2_000;

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/cases", get(list))
        .route("/cases/print/{list}", get(print_list))
        .route("/cases/search", post(search))
}

#[derive(Clone, Default, serde::Deserialize)]
#[serde(default)]
struct Asked {
    view: String,
    mine: String,
    tab: String,
    order: String,
    page: usize,
    /// Comes by form only: names stay out of addresses.
    #[serde(skip)]
    search: String,
}

impl Asked {
    /// The address with one thing changed; nothing personal is in it (a search is sent on by itself).
    fn href(&self, change: impl FnOnce(&mut Self)) -> String {
        let mut asked = Self { page: 0, search: String::new(), ..self.clone() };
        change(&mut asked);
        let pairs = [("view", &asked.view), ("mine", &asked.mine), ("tab", &asked.tab), ("order", &asked.order)];
        let query: Vec<String> = pairs
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", percent(value)))
            .collect();
        if query.is_empty() { "/cases".to_owned() } else { format!("/cases?{}", query.join("&")) }
    }

    /// The list as the store is asked for it.
    fn search_for(&self, reader: &SignedIn, today: NaiveDate) -> CaseSearch {
        let tab = IndexTab::ALL.iter().find(|tab| tab.label() == self.tab);
        let (kana_from, kana_to) = tab.map_or((None, None), |tab| tab.bounds());
        let order = match self.order.as_str() {
            "kana" => CaseOrder::Kana,
            "received" => CaseOrder::Received,
            _ => CaseOrder::Due,
        };
        let number = u32::try_from(self.page.max(1)).unwrap_or(1);
        CaseSearch {
            assigned_to: (!self.mine.is_empty()).then(|| reader.actor.staff()),
            kana_from,
            kana_to,
            order,
            limit: PER_PAGE,
            offset: (number - 1).saturating_mul(PER_PAGE),
            ..CaseSearch::of(self.view(today))
        }
    }

    fn view(&self, today: NaiveDate) -> CaseView {
        let week_ends =
            today + chrono::Days::new(u64::from(6 - chrono::Datelike::weekday(&today).num_days_from_monday()));
        match self.view.as_str() {
            "ended" => CaseView::Ended,
            "overdue" => CaseView::OverdueOn(today),
            "week" => CaseView::DueWithin(today, week_ends),
            "ratify" => CaseView::ToRatify,
            name => Stage::from_name(name).map_or(CaseView::Open, CaseView::InStage),
        }
    }
}

#[derive(Template)]
#[template(path = "pages/cases/list.html")]
struct ListPage {
    frame: Frame,
    search: FieldView,
    tabs: Vec<Tab>,
    kana_tabs: Vec<Tab>,
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
    let table = case_table(reader, "cases", &reader.t.get("cases-caption"), &rows, today);
    wanted.answer(site, reader, "cases", vec![table], Again::by_address(reader)).await
}

async fn search(State(site): State<Site>, reader: SignedIn, form: Submitted) -> Result<Response, PageError> {
    let wanted = Wanted::of(&form);
    let asked = Asked { search: form.text("search").to_owned(), ..Asked::default() };
    if wanted.is_file() {
        let Found { table, .. } = found(&site, &reader, &asked.search).await?;
        let again = Again::by_form("/cases/search", vec![("search".to_owned(), asked.search)]);
        return wanted.answer(&site, &reader, "found", vec![table], again).await;
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
        chips: chips(reader, &asked),
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
            let mut table = case_table(reader, "cases", &t.get("cases-caption"), &rows, today);
            sortable(&mut table, &asked, search.order);
            page.table = Some(table);
            page.print = print_links(t, &asked);
            page.files = export::files(reader);
            let total = usize::try_from(total).unwrap_or(0);
            page.pages = Some(Pagination::new(asked.page, PER_PAGE as usize, total, asked.href(|_| {})));
        }
    } else {
        let Found { count, table } = found(site, reader, &asked.search).await?;
        let key = if count == 0 {
            /* key */
            "cases-found-none"
        } else {
            /* key */
            "cases-found"
        };
        page.heading = Some(t.with(key, [("query", asked.search.clone()), ("count", count.to_string())]));
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
fn print_links(t: &crate::text::Texts, asked: &Asked) -> Vec<Link> {
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
    table: TableView,
}

async fn found(site: &Site, reader: &SignedIn, query: &str) -> Result<Found, PageError> {
    let t = &reader.t;
    let rows = site.app().find_cases(&reader.actor, query).await.map_err(page_error)?;
    let persons = site.app().find_persons(&reader.actor, query, 100).await.map_err(page_error)?.unwrap_or_default();
    let mut cells: Vec<TableRow> = rows
        .iter()
        .map(|row| found_row(reader, row.id, &row.name, &row.kana, row.birth_date.as_deref(), &row.reference))
        .collect();
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
    Ok(Found { count: table.rows.len(), table })
}

fn found_row(
    reader: &SignedIn,
    case: banso_domain::id::CaseId,
    name: &str,
    kana: &str,
    born: Option<&str>,
    reference: &str,
) -> TableRow {
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

/// Cases as a table: the same columns wherever a list of cases stands.
pub(in crate::pages) fn case_table(
    reader: &SignedIn,
    id: &str,
    caption: &str,
    cases: &[CaseRow],
    today: NaiveDate,
) -> TableView {
    let t = &reader.t;
    let columns = vec![
        Column::new(t.get("cases-column-name")).below(t.get("list-kana")),
        Column::new(t.get("cases-column-reference")),
        Column::new(t.get("cases-column-stage")),
        Column::new(t.get("cases-column-due")),
        Column::new(t.get("cases-column-why")),
        Column::new(t.get("cases-column-staff")),
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
            Cell::Text(case.assigned_name.clone()),
            Cell::Date(reader.look.short(japan::local_date(case.changed_at))),
        ],
    });
    TableView { id: format!("table-{id}"), caption: caption.to_owned(), columns, rows: rows.collect() }
}

fn view_tabs(reader: &SignedIn, asked: &Asked) -> Vec<Tab> {
    let t = &reader.t;
    let views = [
        (t.get("cases-open"), ""),
        (t.get("work-overdue"), "overdue"),
        (t.get("work-this-week"), "week"),
        (stage_name(t, Stage::ConsentPending), "consent_pending"),
        (stage_name(t, Stage::DecisionPending), "decision_pending"),
        (stage_name(t, Stage::Suspended), "suspended"),
        (t.get("cases-ended"), "ended"),
    ];
    let current = if asked.view == "open" { "" } else { asked.view.as_str() };
    let tab = |(label, view): (String, &str)| Tab {
        label,
        href: asked.href(|asked| view.clone_into(&mut asked.view)),
        current: current == view && asked.search.is_empty(),
        count: None,
    };
    views.into_iter().map(tab).collect()
}

fn kana_tabs(reader: &SignedIn, asked: &Asked) -> Vec<Tab> {
    let tab = |label: String, value: &str| Tab {
        label,
        href: asked.href(|asked| {
            value.clone_into(&mut asked.tab);
            if !value.is_empty() {
                "kana".clone_into(&mut asked.order);
            }
        }),
        current: asked.tab == value && asked.search.is_empty(),
        count: None,
    };
    let all = tab(reader.t.get("cases-all-kana"), "");
    let rows = IndexTab::ALL.iter().map(|index| tab(index.label().to_owned(), index.label()));
    std::iter::once(all).chain(rows).collect()
}

fn chips(reader: &SignedIn, asked: &Asked) -> Vec<Chip> {
    let mut chips = Vec::new();
    if !asked.mine.is_empty() {
        chips.push(Chip { label: reader.t.get("cases-mine"), remove_href: asked.href(|asked| asked.mine.clear()) });
    }
    if let Some(stage) = Stage::from_name(&asked.view) {
        chips.push(Chip { label: stage_name(&reader.t, stage), remove_href: asked.href(|asked| asked.view.clear()) });
    }
    if !asked.tab.is_empty() {
        chips.push(Chip { label: asked.tab.clone(), remove_href: asked.href(|asked| asked.tab.clear()) });
    }
    chips
}
