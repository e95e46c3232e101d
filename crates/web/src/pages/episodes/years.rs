//! これまでの年月: for the centre, for the agency, and for the person themself.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use banso_app::{EpisodeGlance, LifeLine};
use banso_domain::{
    calendar::DateStyle,
    episode::Milestone,
    life_stage::{LifeStage, StageSpan, WorkTurn},
};
use chrono::NaiveDate;

use super::{
    episode_id,
    life_line::{Bar, Lane, LaneKind, Mark, YearsLine},
    list::glance_table,
    naming::{milestone_name, programme_name},
};
use crate::{
    components::{Cell, Column, Link, TableRow, TableView},
    dates::DateLook,
    errors::PageError,
    frame::{Frame, Section},
    pages::{
        conferences::kind_name as conference_kind,
        jobs::{glance_table as job_table, kind_name},
    },
    site::{Own, SignedIn, Site, page_error, show},
    text::Texts,
};

#[derive(Template)]
#[template(path = "pages/episodes/years.html")]
struct YearsPage {
    frame: Frame,
    heading: String,
    lead: String,
    line: Option<YearsLine>,
    table: Option<TableView>,
    jobs: Option<TableView>,
    events: Option<TableView>,
    stages: Option<TableView>,
}

/// What a use or a job is in the picture: the name of its lane, its bar, and where it turned.
struct Part {
    kind: LaneKind,
    lane: String,
    bar: Bar,
    marks: Vec<Mark>,
}

/// The days on which the use says that the person was hired, without those that a job says as well.
fn hired_besides<'a>(life: &'a LifeLine, glance: &'a EpisodeGlance) -> impl Iterator<Item = NaiveDate> + 'a {
    let by_job = move |on: &NaiveDate| life.jobs.iter().any(|job| job.kind.is_hired() && job.starts_on == *on);
    glance.hired_on.iter().copied().filter(move |on| !by_job(on))
}

/// The lanes: times of life, an agency each, a place of work each; in the order in which the person came to them.
fn lanes(site: &Site, reader: &SignedIn, life: &LifeLine) -> Vec<Lane> {
    let t = &reader.t;
    let mut parts: Vec<Part> = Vec::new();
    for (centre, from, until) in &life.cases {
        let bar = Bar { label: t.get("years-centre"), from: *from, until: *until, is_open: until.is_none() };
        parts.push(Part { kind: LaneKind::Agency, lane: centre.clone(), bar, marks: Vec::new() });
    }
    let again = |on: NaiveDate| life.again.contains(&on).then(|| Mark { label: t.get("years-again"), on });
    for glance in &life.uses {
        let bar = Bar {
            label: programme_name(site, t, glance.programme, glance.starts_on),
            from: glance.starts_on,
            until: glance.until,
            is_open: !glance.is_over,
        };
        let hired = milestone_name(t, Milestone::Hired);
        let marks = hired_besides(life, glance).map(|on| Mark { label: hired.clone(), on });
        let marks = marks.chain(again(glance.starts_on)).collect();
        parts.push(Part { kind: LaneKind::Agency, lane: glance.agency_name.clone(), bar, marks });
    }
    for job in &life.jobs {
        let bar = Bar { label: kind_name(t, job.kind), from: job.starts_on, until: job.until, is_open: !job.is_over };
        let turns = life.turns.iter().filter(|turn| turn.job == job.id);
        let marks = turns.map(|turn| Mark { label: turn_name(t, turn.what), on: turn.on });
        let tried = again(job.starts_on).filter(|_| !job.kind.is_hired());
        let marks = marks.chain(tried).collect();
        parts.push(Part { kind: LaneKind::Work, lane: job.employer.clone(), bar, marks });
    }
    parts.sort_by_key(|part| (part.kind == LaneKind::Work, part.bar.from));
    let mut lanes = stage_lanes(t, &life.stages);
    for Part { kind, lane: name, bar, marks } in parts {
        let at = lanes.iter().position(|lane| lane.kind == kind && lane.name == name).unwrap_or_else(|| {
            lanes.push(Lane { kind, name: name.clone(), ..Lane::default() });
            lanes.len() - 1
        });
        lanes[at].bars.push(bar);
        lanes[at].marks.extend(marks);
    }
    lanes
}

/// Ages in a lane, and times at work and out of it in another.
fn stage_lanes(t: &Texts, stages: &[StageSpan]) -> Vec<Lane> {
    let is_age = |span: &StageSpan| matches!(span.stage, LifeStage::Age(_));
    let lane = |name: String, of_age: bool| {
        let spans = stages.iter().filter(|span| is_age(span) == of_age);
        let bar = |span: &StageSpan| Bar {
            label: stage_name(t, span.stage),
            from: span.from,
            until: span.until,
            is_open: span.until.is_none(),
        };
        Lane { kind: LaneKind::Stage, name, bars: spans.map(bar).collect(), marks: Vec::new() }
    };
    let both = [lane(t.get("years-ages"), true), lane(t.get("years-working"), false)];
    both.into_iter().filter(|lane| !lane.bars.is_empty()).collect()
}

/// The turns of a life at work, oldest first: beginnings, hirings, ends.
fn events(site: &Site, reader: &SignedIn, life: &LifeLine) -> Option<TableView> {
    let t = &reader.t;
    let hired = milestone_name(t, Milestone::Hired);
    let mut turns = Vec::new();
    for glance in &life.uses {
        let what = programme_name(site, t, glance.programme, glance.starts_on);
        turns.push((glance.starts_on, t.with("years-began", [("what", &what)]), glance.agency_name.clone()));
        turns.extend(hired_besides(life, glance).map(|on| (on, hired.clone(), glance.agency_name.clone())));
        let met = glance.conferred.iter();
        turns.extend(met.map(|(on, kind)| (*on, conference_kind(t, *kind), glance.agency_name.clone())));
        if let Some(until) = glance.until.filter(|_| glance.is_over) {
            turns.push((until, t.with("years-ended", [("what", &what)]), glance.agency_name.clone()));
        }
    }
    for turn in &life.turns {
        let at = life.jobs.iter().find(|job| job.id == turn.job).map(|job| job.employer.clone());
        turns.push((turn.on, turn_name(t, turn.what), at.unwrap_or_default()));
    }
    turns.extend(life.again.iter().map(|on| (*on, t.get("years-again"), String::new())));
    turns.sort_by_key(|turn| turn.0);
    let row = |(on, what, agency): (NaiveDate, String, String)| TableRow {
        cells: vec![Cell::Date(reader.look.long(on)), Cell::Text(what), Cell::Text(agency)],
    };
    (!turns.is_empty()).then(|| TableView {
        id: "turns".to_owned(),
        caption: t.get("years-events"),
        columns: [t.get("years-day"), t.get("years-what"), t.get("years-where")].into_iter().map(Column::new).collect(),
        rows: turns.into_iter().map(row).collect(),
    })
}

/// The times of life that are known, as the picture shows them.
fn stage_table(reader: &SignedIn, stages: &[StageSpan]) -> Option<TableView> {
    let t = &reader.t;
    let row = |span: &StageSpan| {
        let until =
            span.until.map_or_else(|| Cell::Text(t.get("years-goes-on")), |on| Cell::Date(reader.look.long(on)));
        TableRow { cells: vec![Cell::Text(stage_name(t, span.stage)), Cell::Date(reader.look.long(span.from)), until] }
    };
    (!stages.is_empty()).then(|| TableView {
        id: "stages".to_owned(),
        caption: t.get("years-stages"),
        columns: [t.get("years-stage"), t.get("years-from"), t.get("years-until")]
            .into_iter()
            .map(Column::new)
            .collect(),
        rows: stages.iter().map(row).collect(),
    })
}

fn turn_name(t: &Texts, turn: WorkTurn) -> String {
    t.get(&format!("{}{}", /* keys */ "years-turn-", turn.name().replace('_', "-")))
}

fn stage_name(t: &Texts, stage: LifeStage) -> String {
    match stage {
        LifeStage::AtWork => t.get("years-at-work"),
        LifeStage::OutOfWork => t.get("years-out-of-work"),
        LifeStage::School => t.get("years-school"),
        LifeStage::Retired => t.get("years-retired"),
        LifeStage::Age(0) => t.get("years-age-child"),
        LifeStage::Age(decade) => t.with("years-age", [("decade", decade)]),
    }
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
        jobs: job_table(reader, &life.jobs, t.get("years-jobs")),
        events: events(site, reader, life),
        stages: stage_table(reader, &life.stages),
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
