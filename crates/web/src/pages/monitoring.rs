//! When monitoring is due and plans end: overdue first, then three months at a time, by week or as a table.

use askama::Template;
use axum::{
    Router,
    extract::{Query, State},
    response::Response,
    routing::get,
};
use banso_app::CalendarEntry;
use banso_domain::{
    calendar::{Closed, Holidays, YearMonth},
    staff::Role,
};
use chrono::{Datelike, Days, Months, NaiveDate};

use crate::{
    components::{Cell, Column, DueLabel, EmptyState, Link, Tab, TableRow, TableView},
    errors::PageError,
    frame::{Frame, Section},
    naming::due_kind_name,
    pages::export::{self, Again, MOST_ROWS, Wanted, within_one_file},
    site::{SignedIn, Site, page_error, show},
    text::Lang,
};

/// So far back something overdue is looked for.
const LOOK_BACK_DAYS: u64 = 2 * 366;

/// So many dates of a month are shown, and so many that are overdue.
const MOST_SHOWN: u32 = 200;

/// So many months are shown at a time.
const MONTHS: u32 = 3;

pub(super) fn routes() -> Router<Site> {
    Router::new().route("/monitoring", get(calendar))
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
    /// There are more overdue ones than those shown.
    more_overdue: bool,
    table: Option<TableView>,
    months: Vec<Month>,
    /// Said above a table that is cut.
    cut: Vec<String>,
    earlier: Option<Link>,
    later: Link,
    empty: Option<EmptyState>,
    files: Vec<Link>,
}

#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct Asked {
    view: String,
    /// The first month, as `2027-02`; empty or past: this month.
    from: String,
}

/// The dates of one stretch of time, and whether there are more of them.
struct Dates {
    entries: Vec<CalendarEntry>,
    cut: bool,
}

async fn dates(site: &Site, reader: &SignedIn, from: NaiveDate, to: NaiveDate) -> Result<Dates, PageError> {
    let mut entries = site.app().calendar(&reader.actor, from, to, MOST_SHOWN + 1).await.map_err(page_error)?;
    let cut = entries.len() > MOST_SHOWN as usize;
    entries.truncate(MOST_SHOWN as usize);
    Ok(Dates { entries, cut })
}

fn months_from(first: YearMonth) -> impl Iterator<Item = YearMonth> {
    (0..MONTHS).map(move |ahead| YearMonth::of(first.first_day() + Months::new(ahead)))
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
    // No plan ends later than the years people can type.
    let latest = YearMonth::of(today + Months::new(12 * 100));
    let first = asked.from.parse().unwrap_or(this_month).clamp(this_month, latest);
    let (yesterday, since) = (today - Days::new(1), today - Days::new(LOOK_BACK_DAYS));
    if wanted.is_file() {
        return file(&site, &reader, wanted, (since, yesterday), first).await;
    }
    let overdue = match first == this_month {
        true => dates(&site, &reader, since, yesterday).await?,
        false => Dates { entries: Vec::new(), cut: false },
    };
    let mut coming = Vec::new();
    for month in months_from(first) {
        coming.push((month, dates(&site, &reader, month.first_day().max(today), month.last_day()).await?));
    }
    let as_table = asked.view == "table";
    let address = |view: &str, from: YearMonth| match (view, from == this_month) {
        ("", true) => "/monitoring".to_owned(),
        ("", false) => format!("/monitoring?from={from}"),
        (view, true) => format!("/monitoring?view={view}"),
        (view, false) => format!("/monitoring?view={view}&from={from}"),
    };
    let tab =
        |label: String, view: &str| Tab { label, href: address(view, first), current: asked.view == view, count: None };
    let turned = |text: String, to: YearMonth| Link::new(text, address(if as_table { "table" } else { "" }, to));
    let nothing = overdue.entries.is_empty() && coming.iter().all(|(_, dates)| dates.entries.is_empty());
    let all: Vec<CalendarEntry> = match as_table {
        true => coming.iter().flat_map(|(_, dates)| dates.entries.iter().cloned()).collect(),
        false => Vec::new(),
    };
    let cut = coming.iter().filter(|(_, dates)| as_table && dates.cut).map(|(month, _)| cut_note(&reader, *month));
    show(&CalendarPage {
        frame: reader.frame(&site, Some(Section::Monitoring), t.get("nav-monitoring")).await?,
        tabs: vec![tab(t.get("monitoring-calendar"), ""), tab(t.get("monitoring-table"), "table")],
        overdue: (!overdue.entries.is_empty())
            .then(|| table(&reader, "overdue", t.get("monitoring-overdue"), &overdue.entries, today)),
        more_overdue: overdue.cut,
        table: (!all.is_empty()).then(|| table(&reader, "coming", t.get("monitoring-caption"), &all, today)),
        cut: cut.collect(),
        months: match as_table {
            true => Vec::new(),
            false => coming.iter().map(|(month, dates)| month_of(&reader, *month, dates, today)).collect(),
        },
        earlier: (first > this_month).then(|| {
            let to = YearMonth::of(first.first_day() - Months::new(MONTHS)).max(this_month);
            turned(t.get("monitoring-earlier"), to)
        }),
        later: turned(t.get("monitoring-later"), YearMonth::of(first.first_day() + Months::new(MONTHS))),
        files: if nothing { Vec::new() } else { export::files(&reader) },
        empty: (nothing && (as_table || first == this_month)).then(|| EmptyState {
            heading: t.get("monitoring-none"),
            body: t.get("monitoring-none-body"),
            action: None,
        }),
    })
}

/// What the page shows, and the rest of it, as one file.
async fn file(
    site: &Site,
    reader: &SignedIn,
    wanted: Wanted,
    (since, yesterday): (NaiveDate, NaiveDate),
    first: YearMonth,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let app = site.app();
    let today = app.clock().today();
    let last = months_from(first).last().map_or(today, YearMonth::last_day);
    let all = async |from: NaiveDate, to: NaiveDate| {
        let entries = app.calendar(&reader.actor, from, to, MOST_ROWS + 1).await.map_err(page_error)?;
        within_one_file(reader, i64::try_from(entries.len()).unwrap_or(i64::MAX), MOST_ROWS)?;
        Ok::<_, PageError>(entries)
    };
    let (mut tables, mut about) = (Vec::new(), Vec::new());
    if first == YearMonth::of(today) {
        let overdue = all(since, yesterday).await?;
        about.extend(overdue.iter().map(|entry| entry.case.id));
        tables.push(table(reader, "overdue", t.get("monitoring-overdue"), &overdue, today));
    }
    let coming = all(first.first_day().max(today), last).await?;
    about.extend(coming.iter().map(|entry| entry.case.id));
    tables.push(table(reader, "coming", t.get("monitoring-caption"), &coming, today));
    wanted.answer(site, reader, "monitoring", tables, &about, Again::by_address(reader)).await
}

fn cut_note(reader: &SignedIn, month: YearMonth) -> String {
    reader.t.with("monitoring-cut", [("month", reader.month(month)), ("most", MOST_SHOWN.to_string())])
}

fn table(reader: &SignedIn, id: &str, caption: String, entries: &[CalendarEntry], today: NaiveDate) -> TableView {
    let t = &reader.t;
    let columns = vec![
        Column::new(t.get("cases-column-name")).below(t.get("list-kana")),
        Column::new(t.get("cases-column-reference")),
        Column::new(t.get("monitoring-kind")),
        Column::new(t.get("monitoring-on")),
        Column::new(t.get("cases-column-staff")),
    ];
    let row = |entry: &CalendarEntry| TableRow {
        cells: vec![
            Cell::Open {
                text: entry.case.name.clone(),
                below: entry.case.kana.clone(),
                href: format!("/cases/{}", entry.case.id),
            },
            Cell::Text(entry.case.reference.clone()),
            Cell::Text(due_kind_name(t, entry.kind)),
            Cell::Due(DueLabel::new(t, reader.look.short(entry.on), today)),
            Cell::Text(entry.case.assigned_name.clone()),
        ],
    };
    TableView { id: format!("monitoring-{id}"), caption, columns, rows: entries.iter().map(row).collect() }
}

/// A month from today on: its weeks with something due or a day on which offices are closed.
fn month_of(reader: &SignedIn, month: YearMonth, dates: &Dates, today: NaiveDate) -> Month {
    let t = &reader.t;
    let holidays = Holidays::japan();
    let mut weeks: Vec<(NaiveDate, Week)> = Vec::new();
    let from = month.first_day().max(today);
    for day in from.iter_days().take_while(|day| *day <= month.last_day()) {
        let closed = closed_name(reader, holidays, day);
        let due: Vec<&CalendarEntry> = dates.entries.iter().filter(|entry| entry.on == day).collect();
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
                case: Link::new(entry.case.name.clone(), format!("/cases/{}", entry.case.id)),
                reference: entry.case.reference.clone(),
                staff: entry.case.assigned_name.clone(),
            }));
        }
    }
    let mut notes = Vec::new();
    if dates.cut {
        notes.push(cut_note(reader, month));
    }
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
