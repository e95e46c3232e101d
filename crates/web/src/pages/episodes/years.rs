//! これまでの年月: for the centre, for the agency, and for the person themself.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use banso_app::LifeLine;
use banso_domain::calendar::DateStyle;

use super::{
    episode_id,
    life_line::{Bar, Lane, Mark, YearsLine},
    list::glance_table,
    naming::{milestone_name, programme_name},
};
use crate::{
    components::{Cell, Column, Link, TableRow, TableView},
    dates::DateLook,
    errors::PageError,
    frame::{Frame, Section},
    site::{Own, SignedIn, Site, page_error, show},
};

#[derive(Template)]
#[template(path = "pages/episodes/years.html")]
struct YearsPage {
    frame: Frame,
    heading: String,
    lead: String,
    line: Option<YearsLine>,
    table: Option<TableView>,
    events: Option<TableView>,
}

/// The lanes: an agency each, in the order in which the person came to them.
fn lanes(site: &Site, reader: &SignedIn, life: &LifeLine) -> Vec<Lane> {
    let t = &reader.t;
    let mut lanes: Vec<Lane> = Vec::new();
    let mut parts: Vec<(String, Bar, Vec<Mark>)> = Vec::new();
    for (centre, from, until) in &life.cases {
        let bar = Bar { label: t.get("years-centre"), from: *from, until: *until, is_open: until.is_none() };
        parts.push((centre.clone(), bar, Vec::new()));
    }
    for glance in &life.uses {
        let bar = Bar {
            label: programme_name(site, t, glance.programme, glance.starts_on),
            from: glance.starts_on,
            until: glance.until,
            is_open: !glance.is_over,
        };
        let hired = milestone_name(t, banso_domain::episode::Milestone::Hired);
        let marks = glance.hired_on.iter().map(|on| Mark { label: hired.clone(), on: *on });
        parts.push((glance.agency_name.clone(), bar, marks.collect()));
    }
    parts.sort_by_key(|(_, bar, _)| bar.from);
    for (name, bar, marks) in parts {
        let at = lanes.iter().position(|lane| lane.name == name).unwrap_or_else(|| {
            lanes.push(Lane { name: name.clone(), ..Lane::default() });
            lanes.len() - 1
        });
        lanes[at].bars.push(bar);
        lanes[at].marks.extend(marks);
    }
    lanes
}

/// The turns of a life at work, oldest first: beginnings, hirings, ends.
fn events(site: &Site, reader: &SignedIn, life: &LifeLine) -> Option<TableView> {
    let t = &reader.t;
    let hired = milestone_name(t, banso_domain::episode::Milestone::Hired);
    let mut turns = Vec::new();
    for glance in &life.uses {
        let what = programme_name(site, t, glance.programme, glance.starts_on);
        turns.push((glance.starts_on, t.with("years-began", [("what", &what)]), glance.agency_name.clone()));
        turns.extend(glance.hired_on.iter().map(|on| (*on, hired.clone(), glance.agency_name.clone())));
        if let Some(until) = glance.until.filter(|_| glance.is_over) {
            turns.push((until, t.with("years-ended", [("what", &what)]), glance.agency_name.clone()));
        }
    }
    turns.sort_by_key(|turn| turn.0);
    let row = |(on, what, agency): (chrono::NaiveDate, String, String)| TableRow {
        cells: vec![Cell::Date(reader.look.long(on)), Cell::Text(what), Cell::Text(agency)],
    };
    (!turns.is_empty()).then(|| TableView {
        id: "turns".to_owned(),
        caption: t.get("years-events"),
        columns: [t.get("years-day"), t.get("years-what"), t.get("episode-agency")]
            .into_iter()
            .map(Column::new)
            .collect(),
        rows: turns.into_iter().map(row).collect(),
    })
}

async fn page(
    site: &Site,
    reader: &SignedIn,
    section: Section,
    up: Vec<Link>,
    life: &LifeLine,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let today = site.app().clock().today();
    let mut frame = reader.frame(site, Some(section), t.get("years-title")).await?;
    frame.breadcrumbs = up;
    let lanes = lanes(site, reader, life);
    let words = (t.get("years-title"), t.get("years-description"), t.get("years-today"));
    let line = YearsLine::new(words, &lanes, today, |year| t.with("years-year", [("year", year)]));
    show(&YearsPage {
        frame,
        heading: t.get("years-title"),
        lead: t.with("years-lead", [("name", &life.name)]),
        line: (!lanes.is_empty()).then_some(line),
        table: glance_table(site, reader, &life.uses, t.get("years-table")),
        events: events(site, reader, life),
    })
}

pub(super) async fn of_case(
    State(site): State<Site>,
    reader: SignedIn,
    Path(case): Path<String>,
) -> Result<Response, PageError> {
    let id = case.parse().map_err(|_| PageError::not_found())?;
    let life = site.app().years_of_case(&reader.actor, id).await.map_err(page_error)?;
    let t = &reader.t;
    let up = vec![Link::new(t.get("cases-title"), "/cases"), Link::new(t.get("room-overview"), format!("/cases/{id}"))];
    page(&site, &reader, Section::Cases, up, &life).await
}

pub(super) async fn of_episode(
    State(site): State<Site>,
    reader: SignedIn,
    Path(episode): Path<String>,
) -> Result<Response, PageError> {
    let id = episode_id(&episode)?;
    let life = site.app().years_of_episode(&reader.actor, id).await.map_err(page_error)?;
    let t = &reader.t;
    let up = vec![
        Link::new(t.get("episodes-title"), "/episodes"),
        Link::new(t.get("episode-back"), format!("/episodes/{id}")),
    ];
    page(&site, &reader, Section::Episodes, up, &life).await
}

pub(super) async fn own(State(site): State<Site>, Own(mut reader): Own) -> Result<Response, PageError> {
    let life = site.app().own_years(&reader.actor).await.map_err(page_error)?;
    reader.look = DateLook { style: DateStyle::Western, ..reader.look };
    let up = vec![Link::new(reader.t.get("own-title"), "/my")];
    page(&site, &reader, Section::Own, up, &life).await
}
