//! What waits for the municipal officer: plans that a conference has approved.

use askama::Template;
use axum::{
    Router,
    extract::{Query, State},
    response::Response,
    routing::get,
};
use banso_app::WaitingDecision;

use super::{
    cases::Centres,
    export::{self, Again, Wanted},
};
use crate::{
    components::{Cell, Column, EmptyState, Link, TableRow, TableView},
    errors::PageError,
    frame::{Frame, Section},
    naming::service_name,
    site::{SignedIn, Site, page_error, show},
};

pub(super) fn routes() -> Router<Site> {
    Router::new().route("/decisions", get(inbox))
}

#[derive(Template)]
#[template(path = "pages/decisions/inbox.html")]
struct InboxPage {
    frame: Frame,
    table: Option<TableView>,
    empty: EmptyState,
    files: Vec<Link>,
    further: Vec<Link>,
}

async fn inbox(
    State(site): State<Site>,
    reader: SignedIn,
    Query(wanted): Query<Wanted>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let waiting = site.app().waiting_decisions(&reader.actor).await.map_err(page_error)?;
    let today = site.app().clock().today();
    let centres = Centres::of(&site, &reader, waiting.iter().map(|entry| entry.row.centre).collect()).await?;
    let row = |entry: &WaitingDecision| {
        let plan = entry.case.current_plan();
        let services: Vec<String> = plan
            .map(|plan| plan.content.used_services().map(|service| service_name(&site, t, service, today)).collect())
            .unwrap_or_default();
        let days = entry.since.map_or(0, |since| usize::try_from((today - since).num_days()).unwrap_or(0));
        TableRow {
            cells: vec![
                Cell::Open {
                    text: entry.row.name.clone(),
                    below: entry.row.kana.clone(),
                    href: format!("/cases/{}/decision", entry.row.id),
                },
                Cell::Text(entry.row.reference.clone()),
                entry.since.map_or(Cell::Text(String::new()), |since| Cell::Date(reader.look.short(since))),
                Cell::Text(t.count("decisions-days", days)),
                Cell::Text(services.join(&t.get("list-separator"))),
                centres.staff(&entry.row),
            ],
        }
    };
    let columns = vec![
        Column::new(t.get("cases-column-name")).below(t.get("list-kana")),
        Column::new(t.get("cases-column-reference")),
        Column::new(t.get("decisions-approved-on")),
        Column::new(t.get("decisions-waiting")),
        Column::new(t.get("glance-services")),
        centres.column(t),
    ];
    let table = TableView {
        id: "decisions".to_owned(),
        caption: t.count("decisions-caption", waiting.len()),
        columns,
        rows: waiting.iter().map(row).collect(),
    };
    if wanted.is_file() {
        let about: Vec<_> = waiting.iter().map(|entry| entry.row.id).collect();
        return wanted.answer(&site, &reader, "decisions", vec![table], &about, Again::by_address(&reader)).await;
    }
    let files = if waiting.is_empty() { Vec::new() } else { export::files(&reader) };
    let table = (!waiting.is_empty()).then_some(table);
    let empty = EmptyState { heading: t.get("decisions-none"), body: t.get("decisions-none-body"), action: None };
    let frame = reader.frame(&site, Some(Section::Decisions), t.get("nav-decisions")).await?;
    let further = vec![
        Link::new(t.get("neutrality-title"), "/neutrality"),
        Link::new(t.get("return-title"), "/monthly-return"),
        Link::new(t.get("figures-title"), "/figures"),
    ];
    show(&InboxPage { frame, table, empty, files, further })
}
