//! When monitoring is due and plans end: overdue first, then the next three months, by week or as a table.

use askama::Template;
use axum::{
    Router,
    extract::{Query, State},
    response::Response,
    routing::get,
};
use banso_app::CaseRow;
use banso_domain::{
    calendar::{Closed, Holidays, YearMonth},
    case::DueKind,
    staff::Role,
};
use chrono::{Datelike, Days, Months, NaiveDate};

use crate::{
    components::{Cell, Column, DueLabel, EmptyState, Link, Tab, TableRow, TableView},
    errors::PageError,
    frame::{Frame, Section},
    naming::due_kind_name,
    pages::export::{self, Again, Wanted},
    site::{SignedIn, Site, page_error, show},
    text::Lang,
};

/// So far back something overdue is looked for.
const LOOK_BACK_DAYS: u64 = 2 * 366;

pub(super) fn routes() -> Router<Site> {
    Router::new().route("/monitoring", get(calendar))
}

/// A date that matters, of one case.
struct Entry {
    on: NaiveDate,
    kind: DueKind,
    row: CaseRow,
}

struct Line {
    due: DueLabel,
    what: String,
    case: Link,
    reference: String,
    staff: String,
}

struct Week {
    heading: String,
    closed: Vec<String>,
    lines: Vec<Line>,
}

struct Month {
    heading: String,
    notes: Vec<String>,
    weeks: Vec<Week>,
    is_empty: bool,
}

#[derive(Template)]
#[template(path = "pages/monitoring/calendar.html")]
struct CalendarPage {
    frame: Frame,
    tabs: Vec<Tab>,
    overdue: Option<TableView>,
    table: Option<TableView>,
    months: Vec<Month>,
    empty: Option<EmptyState>,
    files: Vec<Link>,
}

#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct Asked {
    view: String,
}

async fn calendar(
    State(site): State<Site>,
    reader: SignedIn,
    Query(asked): Query<Asked>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    if !reader.actor.is_caseworker() && !reader.actor.is(Role::MunicipalOfficer) {
        return Err(PageError::forbidden());
    }
    let today = site.app().clock().today();
    let this_month = YearMonth::of(today);
    let months: Vec<YearMonth> =
        (0..3).map(|ahead| YearMonth::of(this_month.first_day() + Months::new(ahead))).collect();
    let last = months.last().map_or(today, |month| month.last_day());
    let rows = site
        .app()
        .monitoring_calendar(&reader.actor, today - Days::new(LOOK_BACK_DAYS), last)
        .await
        .map_err(page_error)?;
    let (overdue, coming): (Vec<Entry>, Vec<Entry>) =
        entries(rows).into_iter().filter(|entry| entry.on <= last).partition(|entry| entry.on < today);
    if wanted.is_file() {
        let tables = vec![
            table(&reader, "overdue", t.get("monitoring-overdue"), &overdue, today),
            table(&reader, "coming", t.get("monitoring-caption"), &coming, today),
        ];
        return wanted.answer(&site, &reader, "monitoring", tables, Again::by_address(&reader)).await;
    }
    let as_table = asked.view == "table";
    let tab = |label: String, href: &str, current| Tab { label, href: href.to_owned(), current, count: None };
    let nothing = overdue.is_empty() && coming.is_empty();
    show(&CalendarPage {
        frame: reader.frame(&site, Some(Section::Monitoring), t.get("nav-monitoring")).await?,
        tabs: vec![
            tab(t.get("monitoring-calendar"), "/monitoring", !as_table),
            tab(t.get("monitoring-table"), "/monitoring?view=table", as_table),
        ],
        overdue: (!overdue.is_empty()).then(|| table(&reader, "overdue", t.get("monitoring-overdue"), &overdue, today)),
        table: (as_table && !coming.is_empty())
            .then(|| table(&reader, "coming", t.get("monitoring-caption"), &coming, today)),
        months: if as_table {
            Vec::new()
        } else {
            months.into_iter().map(|month| month_of(&reader, month, &coming, today)).collect()
        },
        files: if nothing { Vec::new() } else { export::files(&reader) },
        empty: nothing.then(|| EmptyState {
            heading: t.get("monitoring-none"),
            body: t.get("monitoring-none-body"),
            action: None,
        }),
    })
}

/// Both dates of each case, earliest first.
fn entries(rows: Vec<CaseRow>) -> Vec<Entry> {
    let mut entries = Vec::new();
    for row in rows {
        let dates = [(row.monitoring_on, DueKind::Monitoring), (row.plan_ends_on, DueKind::PlanEnd)];
        for (on, kind) in dates {
            entries.extend(on.map(|on| Entry { on, kind, row: row.clone() }));
        }
    }
    entries.sort_by(|a, b| (a.on, &a.row.kana, a.kind, a.row.id).cmp(&(b.on, &b.row.kana, b.kind, b.row.id)));
    entries
}

fn table(reader: &SignedIn, id: &str, caption: String, entries: &[Entry], today: NaiveDate) -> TableView {
    let t = &reader.t;
    let columns = vec![
        Column::new(t.get("cases-column-name")).below(t.get("list-kana")),
        Column::new(t.get("cases-column-reference")),
        Column::new(t.get("monitoring-kind")),
        Column::new(t.get("monitoring-on")),
        Column::new(t.get("cases-column-staff")),
    ];
    let row = |entry: &Entry| TableRow {
        cells: vec![
            Cell::Open {
                text: entry.row.name.clone(),
                below: entry.row.kana.clone(),
                href: format!("/cases/{}", entry.row.id),
            },
            Cell::Text(entry.row.reference.clone()),
            Cell::Text(due_kind_name(t, entry.kind)),
            Cell::Due(DueLabel::new(t, reader.look.short(entry.on), today)),
            Cell::Text(entry.row.assigned_name.clone()),
        ],
    };
    TableView { id: format!("monitoring-{id}"), caption, columns, rows: entries.iter().map(row).collect() }
}

/// A month from today on: its weeks with something due or a day on which offices are closed.
fn month_of(reader: &SignedIn, month: YearMonth, entries: &[Entry], today: NaiveDate) -> Month {
    let t = &reader.t;
    let holidays = Holidays::japan();
    let mut weeks: Vec<(NaiveDate, Week)> = Vec::new();
    let from = month.first_day().max(today);
    for day in from.iter_days().take_while(|day| *day <= month.last_day()) {
        let closed = closed_name(reader, holidays, day);
        let due: Vec<&Entry> = entries.iter().filter(|entry| entry.on == day).collect();
        if closed.is_none() && due.is_empty() {
            continue;
        }
        let monday = day - Days::new(u64::from(day.weekday().num_days_from_monday()));
        if weeks.last().is_none_or(|(known, _)| *known != monday) {
            let heading = t.with("monitoring-week", [("from", reader.look.long(monday).text())]);
            weeks.push((monday, Week { heading, closed: Vec::new(), lines: Vec::new() }));
        }
        if let Some((_, week)) = weeks.last_mut() {
            let shown = reader.look.with_weekday(day);
            week.closed
                .extend(closed.map(|name| t.with("monitoring-closed-day", [("day", shown.text()), ("name", &name)])));
            week.lines.extend(due.into_iter().map(|entry| Line {
                due: DueLabel::new(t, reader.look.with_weekday(entry.on), today),
                what: due_kind_name(t, entry.kind),
                case: Link::new(entry.row.name.clone(), format!("/cases/{}", entry.row.id)),
                reference: entry.row.reference.clone(),
                staff: entry.row.assigned_name.clone(),
            }));
        }
    }
    let mut notes = Vec::new();
    if !holidays.covers(month.first_day()) {
        notes.push(t.get("monitoring-holidays-unknown"));
    }
    let is_empty = weeks.iter().all(|(_, week)| week.lines.is_empty());
    let last_open = last_working_day(holidays, month);
    if !is_empty && last_open != month.last_day() && last_open >= today {
        notes.push(t.with("monitoring-last-open", [("day", reader.look.with_weekday(last_open).text())]));
    }
    Month { heading: reader.month(month), notes, weeks: weeks.into_iter().map(|(_, week)| week).collect(), is_empty }
}

fn last_working_day(holidays: &Holidays, month: YearMonth) -> NaiveDate {
    let mut day = month.last_day();
    while !holidays.is_working_day(day) && day > month.first_day() {
        day = day - Days::new(1);
    }
    day
}

/// The name of a day on which offices are closed besides weekends. Holidays have Japanese names only.
fn closed_name(reader: &SignedIn, holidays: &Holidays, day: NaiveDate) -> Option<String> {
    match holidays.closed(day)? {
        Closed::Holiday(name) if reader.t.lang() == Lang::Ja => Some(name.to_owned()),
        Closed::Holiday(name) => Some(reader.t.with("monitoring-holiday", [("name", name)])),
        Closed::YearEnd => Some(reader.t.get("monitoring-year-end")),
        Closed::Weekend(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn u26_what_is_due_by_the_end_of_december_is_due_before_the_offices_close() {
        let month = |year, number| YearMonth::new(year, number).unwrap();
        let days = [month(2026, 12), month(2026, 11), month(2026, 5)]
            .map(|month| last_working_day(Holidays::japan(), month).to_string());
        assert_eq!(days, ["2026-12-28", "2026-11-30", "2026-05-29"]);
    }
}
