//! The gatherings, the latest first, and what one's own agency still has to do after them.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use banso_domain::gathering::Gathering;

use super::{naming::kind_name, tables};
use crate::{
    components::{Cell, Column, DueLabel, EmptyState, Link, Shape, StatusTag, TableRow, TableView},
    errors::PageError,
    frame::{Frame, Section},
    site::{Done, SignedIn, Site, page_error, show},
};

/// So many gatherings are listed: years of them.
const LISTED: u32 = 100;

#[derive(Template)]
#[template(path = "pages/gatherings/list.html")]
struct ListPage {
    frame: Frame,
    new: Option<Link>,
    networks: Option<Link>,
    tasks: Option<TableView>,
    table: Option<TableView>,
    empty: EmptyState,
}

async fn line(site: &Site, reader: &SignedIn, gathering: &Gathering) -> Result<TableRow, PageError> {
    let t = &reader.t;
    let host = site.app().agency(gathering.host).await.map_err(page_error)?.facts.name;
    let state = match &gathering.held {
        Some(held) => StatusTag::new(Shape::Done, t.count("gathering-held-by", held.attended.len())),
        None => StatusTag::new(Shape::Open, t.count("gathering-invited-count", gathering.plan.invited.len())),
    };
    Ok(TableRow {
        cells: vec![
            Cell::Open {
                text: reader.look.with_weekday(gathering.plan.on).text().to_owned(),
                below: gathering.plan.time.clone(),
                href: format!("/gatherings/{}", gathering.id),
            },
            Cell::TwoLines(gathering.plan.theme.clone(), kind_name(t, gathering.plan.kind)),
            Cell::Text(gathering.plan.place.clone()),
            Cell::Text(host),
            Cell::Status(state),
        ],
    })
}

pub(super) async fn list(
    State(site): State<Site>,
    reader: SignedIn,
    Query(told): Query<Done>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let all = site.app().gatherings(&reader.actor, LISTED).await.map_err(page_error)?;
    let may = site.app().may_hold_gatherings(&reader.actor).await.map_err(page_error)?;
    let today = site.app().clock().today();
    let mut rows = Vec::new();
    for gathering in &all {
        rows.push(line(&site, &reader, gathering).await?);
    }
    let own = reader.actor.agency();
    let theirs = |gathering: &Gathering, agency| gathering.host == own || agency == Some(own);
    let mut open: Vec<_> = all
        .iter()
        .flat_map(|gathering| gathering.open_tasks().map(move |task| (gathering, task)))
        .filter(|(gathering, task)| theirs(gathering, task.agency))
        .collect();
    open.sort_by_key(|(_, task)| task.due_on);
    let mut tasks = Vec::new();
    for (gathering, task) in open {
        tasks.push(TableRow {
            cells: vec![
                Cell::Open {
                    text: task.what.clone(),
                    below: gathering.plan.theme.clone(),
                    href: format!("/gatherings/{}", gathering.id),
                },
                tables::who(&site, task).await?,
                Cell::Due(DueLabel::new(t, reader.look.with_weekday(task.due_on), today)),
            ],
        });
    }
    let mut frame = reader.frame(&site, Some(Section::Jobs), t.get("gatherings-title")).await?;
    frame.breadcrumbs = vec![Link::new(t.get("jobs-title"), "/jobs")];
    frame.banners = told.banners(t);
    let reads_networks = site.app().may_read_networks(&reader.actor).await.map_err(page_error)?;
    show(&ListPage {
        networks: reads_networks.then(|| Link::new(t.get("networks-link"), "/networks")),
        frame,
        new: may.then(|| Link::new(t.get("gathering-new"), "/gatherings/new")),
        tasks: (!tasks.is_empty()).then(|| TableView {
            id: "gathering-tasks".to_owned(),
            caption: t.get("gathering-tasks"),
            columns: vec![
                Column::new(t.get("gathering-task-what")).below(t.get("gathering-theme")),
                Column::new(t.get("gathering-task-who")),
                Column::new(t.get("gathering-due")),
            ],
            rows: tasks,
        }),
        table: (!rows.is_empty()).then(|| TableView {
            id: "gatherings".to_owned(),
            caption: t.get("gatherings-title"),
            columns: vec![
                Column::new(t.get("gathering-on")).below(t.get("gathering-time")),
                Column::new(t.get("gathering-theme")).below(t.get("gathering-kind")),
                Column::new(t.get("gathering-place")),
                Column::new(t.get("gathering-host")),
                Column::new(t.get("job-state")),
            ],
            rows,
        }),
        empty: EmptyState { heading: t.get("gatherings-none"), body: t.get("gatherings-none-body"), action: None },
    })
}
