//! The people whom an agency stands beside at work: what is due first, then everybody. At an employer: its own people.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use banso_app::{JobDueRow, JobRow};
use banso_domain::agency::AgencyKind;
use chrono::{Days, NaiveDate};

use super::naming::{due_name, kind_name, phase_name};
use crate::{
    components::{Cell, Column, DueLabel, EmptyState, Link, Tab, TableRow, TableView},
    errors::PageError,
    frame::{Frame, Section},
    site::{Done, SignedIn, Site, page_error, show},
};

/// So many jobs stand on a page.
const ON_A_PAGE: u32 = 100;
/// What is due within so many days is shown above the list: a month.
const AHEAD: Days = Days::new(31);
/// So many deadlines are named at most.
const MOST_DUE: u32 = 100;

#[derive(Template)]
#[template(path = "pages/jobs/list.html")]
struct ListPage {
    frame: Frame,
    lead: String,
    /// Where else to look: the ways to work, employers, their gatherings.
    further: Vec<Link>,
    tabs: Vec<Tab>,
    dues: Option<TableView>,
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
    Query(told): Query<Done>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let today = site.app().clock().today();
    let is_open = asked.view != "ended";
    let offset = asked.page.min(10_000) * ON_A_PAGE;
    let kind = site.app().agency(reader.actor.agency()).await.map_err(page_error)?.facts.kind;
    let at_employer = kind == AgencyKind::Employer;
    let rows = if at_employer {
        site.app().jobs_at_employer(&reader.actor, is_open, ON_A_PAGE + 1, offset).await
    } else {
        site.app().jobs_beside(&reader.actor, is_open, ON_A_PAGE + 1, offset).await
    };
    let mut rows = rows.map_err(page_error)?;
    let more = rows.len() > ON_A_PAGE as usize;
    rows.truncate(ON_A_PAGE as usize);
    let dues = if at_employer || !is_open {
        Vec::new()
    } else {
        site.app().job_dues(&reader.actor, today + AHEAD, MOST_DUE).await.map_err(page_error)?
    };
    let view = if is_open { "open" } else { "ended" };
    let page = |page: u32| format!("/jobs?view={view}&page={page}");
    let tab =
        |label: String, view: &str, current| Tab { label, href: format!("/jobs?view={view}"), current, count: None };
    let title = if at_employer { t.get("workplace-title") } else { t.get("jobs-title") };
    let mut frame = reader.frame(&site, Some(Section::Jobs), title).await?;
    frame.banners = told.banners(t);
    let gatherings = Link::new(t.get("gatherings-link"), "/gatherings");
    let further = if at_employer {
        let own = format!("/employers/{}", reader.actor.agency());
        vec![Link::new(t.get("employers-own-link"), own), gatherings]
    } else {
        let employers = Link::new(t.get("employers-link"), "/employers");
        vec![Link::new(t.get("ways-title"), "/ways"), employers, gatherings]
    };
    let lines: Vec<TableRow> = rows.iter().map(|row| line(&reader, row, at_employer, today)).collect();
    let empty = if at_employer {
        EmptyState { heading: t.get("workplace-none"), body: t.get("workplace-none-body"), action: None }
    } else {
        let action = Some(Link::new(t.get("jobs-none-do"), "/shared"));
        EmptyState { heading: t.get("jobs-none"), body: t.get("jobs-none-body"), action }
    };
    show(&ListPage {
        frame,
        lead: if at_employer { t.get("workplace-lead") } else { t.get("jobs-lead") },
        further,
        tabs: vec![tab(t.get("jobs-open"), "open", is_open), tab(t.get("jobs-ended"), "ended", !is_open)],
        dues: (!dues.is_empty()).then(|| due_table(&reader, &dues, today)),
        table: (!lines.is_empty()).then(|| TableView {
            id: "everybody-at-work".to_owned(),
            caption: t.get("jobs-caption"),
            columns: vec![
                Column::new(t.get("cases-column-name")).below(t.get("list-kana")),
                Column::new(t.get("job-kind")),
                Column::new(if at_employer { t.get("job-work") } else { t.get("job-employer") }),
                Column::new(t.get("job-phase")),
                Column::new(t.get("job-starts-on")),
                Column::new(t.get("job-until")),
            ],
            rows: lines,
        }),
        empty,
        previous: (asked.page > 0).then(|| Link::new(t.get("pages-previous"), page(asked.page - 1))),
        next: more.then(|| Link::new(t.get("pages-next"), page(asked.page + 1))),
    })
}

fn line(reader: &SignedIn, row: &JobRow, at_employer: bool, today: NaiveDate) -> TableRow {
    let t = &reader.t;
    let job = &row.job;
    let until = job.known_until().map_or_else(|| Cell::Text(String::new()), |day| Cell::Date(reader.look.short(day)));
    let home = if at_employer { format!("/workplace/{}", job.id) } else { format!("/jobs/{}", job.id) };
    TableRow {
        cells: vec![
            Cell::Open { text: row.name.clone(), below: row.kana.clone(), href: home },
            Cell::Text(kind_name(t, job.kind)),
            Cell::Text(if at_employer { job.terms.work.clone() } else { job.employer.name.clone() }),
            Cell::Text(phase_name(t, job.phase_on(today))),
            Cell::Date(reader.look.short(job.terms.starts_on)),
            until,
        ],
    }
}

/// What is due of the jobs that the reader's agency stands beside.
pub(in crate::pages) fn due_table(reader: &SignedIn, dues: &[JobDueRow], today: NaiveDate) -> TableView {
    let t = &reader.t;
    let row = |due: &JobDueRow| TableRow {
        cells: vec![
            Cell::Open {
                text: due.row.name.clone(),
                below: due.row.kana.clone(),
                href: format!("/jobs/{}", due.row.job.id),
            },
            Cell::Text(due.row.job.employer.name.clone()),
            Cell::Text(due_name(t, due.kind)),
            Cell::Due(DueLabel::new(t, reader.look.with_weekday(due.on), today)),
        ],
    };
    TableView {
        id: "job-dues".to_owned(),
        caption: t.get("jobs-dues-caption"),
        columns: vec![
            Column::new(t.get("cases-column-name")).below(t.get("list-kana")),
            Column::new(t.get("job-employer")),
            Column::new(t.get("cases-column-why")),
            Column::new(t.get("cases-column-due")),
        ],
        rows: dues.iter().map(row).collect(),
    }
}
