//! The history: newest first, what, when, who.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use banso_app::HistoryLine;
use banso_domain::{
    calendar::{clock_time, japan},
    id::CaseId,
};

use super::{
    super::{
        network::SupporterNames,
        room::{CasePath, OpenedCase, Room, RoomTab},
    },
    changes_a_sheet, said, title,
};
use crate::{
    components::{Cell, Column, DateField, FieldView, Link, Pagination, TableRow, TableView},
    dates::DateView,
    errors::PageError,
    frame::Frame,
    pages::{
        export::{self, Again, Wanted},
        people::People,
    },
    site::{SignedIn, Site, page_error, show},
};

const PER_PAGE: usize = 50;

struct Entry {
    title: String,
    day: DateView,
    time: String,
    /// The day it took place, where that is another one.
    took_place: Option<String>,
    body: String,
    by: String,
    details: Option<Link>,
}

#[derive(Template)]
#[template(path = "pages/cases/history/list.html")]
struct HistoryPage {
    frame: Frame,
    room: Room,
    entries: Vec<Entry>,
    pages: Pagination,
    as_of: DateField,
    action: String,
    files: Vec<Link>,
}

#[derive(Default, serde::Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    page: usize,
}

pub(super) async fn history(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    Query(asked): Query<Asked>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let opened = OpenedCase::load(&site, &reader, id).await?;
    // The version of a case is the number of its last line.
    let total = opened.file.version;
    let pages =
        Pagination::new(asked.page, PER_PAGE, usize::try_from(total).unwrap_or(0), format!("/cases/{id}/history"));
    let scope = opened.file.scope;
    let mut people = People::of(&site, [scope.centre, scope.municipality]).await?;
    let supporters = SupporterNames::of(&site, &opened.file.case).await?;
    if wanted.is_file() {
        let lines = site.app().case_history(&reader.actor, id).await.map_err(page_error)?;
        let mut named = Vec::new();
        for line in &lines {
            named.push((line, people.name(&site, line.staff).await?));
        }
        let name = format!("history-{}", opened.file.case.reference);
        return wanted
            .answer(&site, &reader, &name, vec![table(&reader, &supporters, &named)], &[id], Again::by_address(&reader))
            .await;
    }
    let below = |number: usize| total - i64::try_from(number).unwrap_or(total);
    let (after, through) = (below(pages.last()), below(pages.first().saturating_sub(1)));
    let lines = site.app().case_history_part(&reader.actor, id, after, through).await.map_err(page_error)?;
    let mut entries = Vec::new();
    for line in &lines {
        let by = people.name(&site, line.staff).await?;
        entries.push(entry(&reader, id, &supporters, line, by));
    }
    let as_of = FieldView::new("on", t.get("as-of-day")).hint(t.get("as-of-hint"));
    show(&HistoryPage {
        frame: opened.frame(&site, &reader, &t.get("room-history")).await?,
        room: opened.room(&site, &reader, RoomTab::History),
        entries,
        pages,
        as_of: DateField::new(as_of, ""),
        action: format!("/cases/{id}/as-of"),
        files: export::files(&reader),
    })
}

/// The history as a list for files.
fn table(reader: &SignedIn, supporters: &SupporterNames, lines: &[(&HistoryLine, String)]) -> TableView {
    let t = &reader.t;
    let row = |(line, by): &(&HistoryLine, String)| {
        let recorded = japan::local(line.recorded_at);
        let took_place = line.took_place_on.unwrap_or(recorded.date());
        TableRow {
            cells: vec![
                Cell::Date(reader.look.short(recorded.date())),
                Cell::Text(clock_time::for_staff(recorded.time())),
                Cell::Date(reader.look.short(took_place)),
                Cell::Text(title(t, line)),
                Cell::Text(said(reader, supporters, line)),
                Cell::Text(by.clone()),
            ],
        }
    };
    let columns = [
        t.get("history-column-recorded"),
        t.get("history-column-time"),
        t.get("history-column-took-place"),
        t.get("history-column-event"),
        t.get("history-column-said"),
        t.get("history-column-by"),
    ];
    TableView {
        id: "history".to_owned(),
        caption: t.get("room-history"),
        columns: columns.into_iter().map(Column::new).collect(),
        rows: lines.iter().map(row).collect(),
    }
}

fn entry(reader: &SignedIn, case: CaseId, supporters: &SupporterNames, line: &HistoryLine, by: String) -> Entry {
    let t = &reader.t;
    let recorded = japan::local(line.recorded_at);
    let elsewhen = line.took_place_on.filter(|day| *day != recorded.date());
    let has_details = line.event.as_ref().is_some_and(changes_a_sheet);
    Entry {
        title: title(t, line),
        day: reader.look.with_weekday(recorded.date()),
        time: clock_time::for_staff(recorded.time()),
        took_place: elsewhen.map(|day| t.with("history-took-place", [("day", reader.look.long(day).text())])),
        body: said(reader, supporters, line),
        by,
        details: has_details
            .then(|| Link::new(t.get("history-changes"), format!("/cases/{case}/history/{}", line.seq))),
    }
}
