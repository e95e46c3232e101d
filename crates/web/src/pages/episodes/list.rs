//! The people who use an agency's programmes: what is due first, then everybody.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use banso_app::{EpisodeDue, EpisodeGlance, EpisodeRow};
use banso_domain::episode::{Programme, next_judging_day};
use chrono::{Days, NaiveDate};

use super::naming::{deadline_name, phase_name, programme_name};
use crate::{
    components::{Cell, Column, DueLabel, EmptyState, Link, Tab, TableRow, TableView},
    errors::PageError,
    frame::{Frame, Section},
    site::{SignedIn, Site, page_error, show},
};

/// So many uses stand on a page.
const ON_A_PAGE: u32 = 100;
/// What is due within so many days is shown above the list: a month.
const AHEAD: Days = Days::new(31);
/// So many deadlines are named at most.
const MOST_DUE: u32 = 100;

#[derive(Template)]
#[template(path = "pages/episodes/list.html")]
struct ListPage {
    frame: Frame,
    tabs: Vec<Tab>,
    dues: Option<TableView>,
    judging: String,
    /// Where an office of choice support reads where people went on to.
    neutrality: Option<Link>,
    /// Where an office reads what can be claimed.
    rewards: Option<Link>,
    table: Option<TableView>,
    empty: EmptyState,
    previous: Option<Link>,
    next: Option<Link>,
}

#[derive(Default, serde::Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    page: u32,
    view: String,
}

pub(super) async fn list(
    State(site): State<Site>,
    reader: SignedIn,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let today = site.app().clock().today();
    let is_open = asked.view != "ended";
    let offset = asked.page.min(10_000) * ON_A_PAGE;
    let mut rows = site.app().episodes_here(&reader.actor, is_open, ON_A_PAGE + 1, offset).await.map_err(page_error)?;
    let more = rows.len() > ON_A_PAGE as usize;
    rows.truncate(ON_A_PAGE as usize);
    let dues = site.app().episode_deadlines(&reader.actor, today + AHEAD, MOST_DUE).await.map_err(page_error)?;
    let here = site.app().programmes_here(&reader.actor).await.map_err(page_error)?;
    let judging = if here.contains(&Programme::EmploymentChoice) {
        t.with("episodes-judging", [("day", reader.look.long(next_judging_day(today)).text().to_owned())])
    } else {
        String::new()
    };
    let view = if is_open { "open" } else { "ended" };
    let page = |page: u32| format!("/episodes?view={view}&page={page}");
    let tab = |label: String, view: &str, current| Tab {
        label,
        href: format!("/episodes?view={view}"),
        current,
        count: None,
    };
    let lines: Vec<TableRow> = rows.iter().map(|row| line(&site, &reader, row, today)).collect();
    let empty_body = if here.is_empty() { t.get("episodes-none-given") } else { t.get("episodes-none-body") };
    show(&ListPage {
        frame: reader.frame(&site, Some(Section::Episodes), t.get("episodes-title")).await?,
        tabs: vec![tab(t.get("episodes-open"), "open", is_open), tab(t.get("episodes-ended"), "ended", !is_open)],
        dues: (is_open && !dues.is_empty()).then(|| due_table(&site, &reader, &dues, today)),
        judging,
        neutrality: here
            .contains(&Programme::EmploymentChoice)
            .then(|| Link::new(t.get("neutrality-title"), "/neutrality")),
        rewards: (!here.is_empty()).then(|| Link::new(t.get("rewards-title"), "/rewards")),
        table: (!lines.is_empty()).then(|| TableView {
            id: "episodes".to_owned(),
            caption: t.get("episodes-caption"),
            columns: vec![
                Column::new(t.get("cases-column-name")).below(t.get("list-kana")),
                Column::new(t.get("episode-programme")),
                Column::new(t.get("episode-phase")),
                Column::new(t.get("episode-from")),
                Column::new(t.get("episode-until")),
                Column::new(t.get("episode-next-due")),
            ],
            rows: lines,
        }),
        empty: EmptyState {
            heading: t.get("episodes-none"),
            body: empty_body,
            action: Some(Link::new(t.get("episodes-none-do"), "/shared")),
        },
        previous: (asked.page > 0).then(|| Link::new(t.get("pages-previous"), page(asked.page - 1))),
        next: more.then(|| Link::new(t.get("pages-next"), page(asked.page + 1))),
    })
}

fn line(site: &Site, reader: &SignedIn, row: &EpisodeRow, today: NaiveDate) -> TableRow {
    let t = &reader.t;
    let episode = &row.episode;
    let phase = episode.phase().map(|entry| phase_name(site, t, episode.programme, &entry.phase, today));
    let phase = if episode.suspension().is_some() { Some(t.get("episode-is-suspended")) } else { phase };
    let until = match episode.known_until() {
        Some(day) => Cell::Date(reader.look.short(day)),
        None => Cell::Text(t.get("episode-without-end")),
    };
    let next = match episode.next_deadline() {
        Some(due) => Cell::Due(DueLabel::new(t, reader.look.short(due.on), today)),
        None => Cell::Text(String::new()),
    };
    TableRow {
        cells: vec![
            Cell::Open { text: row.name.clone(), below: row.kana.clone(), href: format!("/episodes/{}", episode.id) },
            Cell::Text(programme_name(site, t, episode.programme, today)),
            Cell::Text(phase.unwrap_or_default()),
            Cell::Date(reader.look.short(episode.start.on)),
            until,
            next,
        ],
    }
}

/// What is due at the reader's agency.
pub(in crate::pages) fn due_table(site: &Site, reader: &SignedIn, dues: &[EpisodeDue], today: NaiveDate) -> TableView {
    let t = &reader.t;
    let row = |due: &EpisodeDue| TableRow {
        cells: vec![
            Cell::Open {
                text: due.row.name.clone(),
                below: due.row.kana.clone(),
                href: format!("/episodes/{}", due.row.episode.id),
            },
            Cell::Text(programme_name(site, t, due.row.episode.programme, today)),
            Cell::Text(deadline_name(t, due.kind)),
            Cell::Due(DueLabel::new(t, reader.look.with_weekday(due.on), today)),
        ],
    };
    TableView {
        id: "episode-dues".to_owned(),
        caption: t.get("episodes-dues-caption"),
        columns: vec![
            Column::new(t.get("cases-column-name")).below(t.get("list-kana")),
            Column::new(t.get("episode-programme")),
            Column::new(t.get("cases-column-why")),
            Column::new(t.get("cases-column-due")),
        ],
        rows: dues.iter().map(row).collect(),
    }
}

/// The uses of a person as far as the reader sees them.
pub(in crate::pages) fn glance_table(
    site: &Site,
    reader: &SignedIn,
    glances: &[EpisodeGlance],
    caption: String,
) -> Option<TableView> {
    let t = &reader.t;
    let row = |glance: &EpisodeGlance| {
        let name = programme_name(site, t, glance.programme, glance.starts_on);
        let first = if glance.may_open {
            Cell::Open { text: name, below: String::new(), href: format!("/episodes/{}", glance.id) }
        } else {
            Cell::Text(name)
        };
        let until = match glance.until {
            Some(day) => Cell::Date(reader.look.short(day)),
            None => Cell::Text(t.get("episode-without-end")),
        };
        let state = if glance.is_over { t.get("episode-over") } else { t.get("episode-running") };
        let from = Cell::Date(reader.look.short(glance.starts_on));
        TableRow { cells: vec![first, Cell::Text(glance.agency_name.clone()), from, until, Cell::Text(state)] }
    };
    let columns = [
        t.get("episode-programme"),
        t.get("episode-agency"),
        t.get("episode-from"),
        t.get("episode-until"),
        t.get("episode-state"),
    ];
    (!glances.is_empty()).then(|| TableView {
        id: "uses".to_owned(),
        caption,
        columns: columns.into_iter().map(Column::new).collect(),
        rows: glances.iter().map(row).collect(),
    })
}
