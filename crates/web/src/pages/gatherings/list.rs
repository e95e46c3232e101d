//! The gatherings, the latest first, and what is still to be done after them.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use banso_domain::gathering::Gathering;

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
    tasks: Option<TableView>,
    table: Option<TableView>,
    empty: EmptyState,
}

async fn line(site: &Site, reader: &SignedIn, gathering: &Gathering) -> Result<TableRow, PageError> {
    let t = &reader.t;
    let host = site.app().agency(gathering.host).await.map_err(page_error)?.facts.name;
    let state = match &gathering.held {
        Some(held) => {
            let words = t.with("gathering-held-by", [("count", held.attended.len())]);
            StatusTag::new(Shape::Done, words)
        }
        None => {
            StatusTag::new(Shape::Open, t.with("gathering-invited-count", [("count", gathering.plan.invited.len())]))
        }
    };
    Ok(TableRow {
        cells: vec![
            Cell::Open {
                text: reader.look.with_weekday(gathering.plan.on).text().to_owned(),
                below: gathering.plan.time.clone(),
                href: format!("/gatherings/{}", gathering.id),
            },
            Cell::Text(gathering.plan.theme.clone()),
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
    let own = all.iter().filter(|gathering| gathering.host == reader.actor.agency());
    let mut open: Vec<_> =
        own.flat_map(|gathering| gathering.open_tasks().map(move |task| (gathering.id, task))).collect();
    open.sort_by_key(|(_, task)| task.due_on);
    let tasks: Vec<TableRow> = open
        .into_iter()
        .map(|(id, task)| TableRow {
            cells: vec![
                Cell::Open { text: task.what.clone(), below: String::new(), href: format!("/gatherings/{id}") },
                Cell::Text(task.who.clone()),
                Cell::Due(DueLabel::new(t, reader.look.with_weekday(task.due_on), today)),
            ],
        })
        .collect();
    let mut frame = reader.frame(&site, Some(Section::Jobs), t.get("gatherings-title")).await?;
    frame.breadcrumbs = vec![Link::new(t.get("jobs-title"), "/jobs")];
    frame.banners = told.banners(t);
    show(&ListPage {
        frame,
        new: may.then(|| Link::new(t.get("gathering-new"), "/gatherings/new")),
        tasks: (!tasks.is_empty()).then(|| TableView {
            id: "gathering-tasks".to_owned(),
            caption: t.get("gathering-tasks"),
            columns: vec![
                Column::new(t.get("gathering-task-what")),
                Column::new(t.get("gathering-task-who")),
                Column::new(t.get("cases-column-due")),
            ],
            rows: tasks,
        }),
        table: (!rows.is_empty()).then(|| TableView {
            id: "gatherings".to_owned(),
            caption: t.get("gatherings-title"),
            columns: vec![
                Column::new(t.get("gathering-on")).below(t.get("gathering-time")),
                Column::new(t.get("gathering-theme")),
                Column::new(t.get("gathering-place")),
                Column::new(t.get("gathering-host")),
                Column::new(t.get("job-state")),
            ],
            rows,
        }),
        empty: EmptyState { heading: t.get("gatherings-none"), body: t.get("gatherings-none-body"), action: None },
    })
}
