//! One gathering: when and where, which firms, what was spoken about, what each said it can do, what is to be done.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use banso_app::GatheringPage;
use banso_domain::{gathering::FollowUp, id::AgencyId};

use super::{change::Deed, gathering_id};
use crate::{
    components::{Cell, Column, DueLabel, Link, Shape, StatusTag, SummaryRow, TableRow, TableView},
    errors::PageError,
    frame::{Frame, Section},
    pages::employers::open_name,
    site::{Done, SignedIn, Site, page_error, show},
};

#[derive(Template)]
#[template(path = "pages/gatherings/show.html")]
struct ShowPage {
    frame: Frame,
    heading: String,
    deeds: Vec<Link>,
    rows: Vec<SummaryRow>,
    firms: Option<TableView>,
    tasks: Option<TableView>,
}

/// Each firm: whether it came, and what it said it can do. In the order in which they are invited, never by number.
async fn firms(site: &Site, reader: &SignedIn, page: &GatheringPage) -> Result<Option<TableView>, PageError> {
    let t = &reader.t;
    let gathering = &page.gathering;
    let mut all: Vec<AgencyId> = gathering.plan.invited.clone();
    let came = gathering.held.as_ref().map(|held| held.attended.clone()).unwrap_or_default();
    all.extend(came.iter().filter(|firm| !gathering.plan.invited.contains(firm)));
    let mut rows = Vec::new();
    for firm in all {
        let row = site.app().agency(firm).await.map_err(page_error)?;
        let state = match (&gathering.held, came.contains(&firm)) {
            (None, _) => StatusTag::new(Shape::Waiting, t.get("gathering-invited")),
            (Some(_), true) => StatusTag::new(Shape::Done, t.get("gathering-came")),
            (Some(_), false) => StatusTag::new(Shape::Dropped, t.get("gathering-absent")),
        };
        let offer = gathering.offers.iter().find(|offer| offer.agency == firm);
        let can = offer.map(|offer| {
            let open: Vec<String> = offer.open_to.iter().map(|open| open_name(t, *open)).collect();
            if open.is_empty() { t.get("gathering-offers-nothing") } else { open.join(&t.get("list-separator")) }
        });
        let name = if page.is_invited {
            Cell::Text(row.facts.name)
        } else {
            Cell::Open { text: row.facts.name, below: String::new(), href: format!("/employers/{firm}") }
        };
        let words = offer.map(|offer| offer.words.clone()).unwrap_or_default();
        rows.push(TableRow { cells: vec![name, Cell::Status(state), Cell::TwoLines(can.unwrap_or_default(), words)] });
    }
    Ok((!rows.is_empty()).then(|| TableView {
        id: "firms".to_owned(),
        caption: t.get("gathering-firms"),
        columns: vec![
            Column::new(t.get("gathering-firm")),
            Column::new(t.get("job-state")),
            Column::new(t.get("employer-open")).below(t.get("gathering-words")),
        ],
        rows,
    }))
}

fn tasks(reader: &SignedIn, page: &GatheringPage, today: chrono::NaiveDate) -> Option<TableView> {
    let t = &reader.t;
    let row = |task: &FollowUp| {
        let state = match task.done_on {
            Some(on) => {
                let day = reader.look.short(on).text().to_owned();
                Cell::Status(StatusTag::new(Shape::Done, t.with("gathering-done-on", [("day", day)])))
            }
            None => Cell::Due(DueLabel::new(t, reader.look.with_weekday(task.due_on), today)),
        };
        TableRow { cells: vec![Cell::Text(task.what.clone()), Cell::Text(task.who.clone()), state] }
    };
    (!page.gathering.tasks.is_empty()).then(|| TableView {
        id: "tasks".to_owned(),
        caption: t.get("gathering-tasks"),
        columns: vec![
            Column::new(t.get("gathering-task-what")),
            Column::new(t.get("gathering-task-who")),
            Column::new(t.get("cases-column-due")),
        ],
        rows: page.gathering.tasks.iter().map(row).collect(),
    })
}

pub(super) async fn show_gathering(
    State(site): State<Site>,
    reader: SignedIn,
    Path(id): Path<String>,
    Query(told): Query<Done>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let page = site.app().gathering(&reader.actor, gathering_id(&id)?).await.map_err(page_error)?;
    let today = site.app().clock().today();
    let gathering = &page.gathering;
    let mut frame = reader.frame(&site, Some(Section::Jobs), t.get("gathering-title")).await?;
    frame.breadcrumbs = vec![Link::new(t.get("gatherings-title"), "/gatherings")];
    frame.banners = told.banners(t);
    let host = site.app().agency(gathering.host).await.map_err(page_error)?.facts;
    let mut rows = vec![
        SummaryRow::new(t.get("gathering-on"), reader.look.with_weekday(gathering.plan.on).text().to_owned()),
        SummaryRow::or_unknown(t.get("gathering-time"), &gathering.plan.time),
        SummaryRow::new(t.get("gathering-place"), gathering.plan.place.clone()),
        SummaryRow::new(t.get("gathering-theme"), gathering.plan.theme.clone()),
        SummaryRow::new(t.get("gathering-host"), format!("{}　{}", host.name, host.phone).trim().to_owned()),
    ];
    if let Some(held) = &gathering.held {
        rows.push(SummaryRow::new(t.get("gathering-notes"), held.notes.clone()));
    }
    let home = format!("/gatherings/{}", gathering.id);
    let deeds = Deed::possible(&page, today);
    show(&ShowPage {
        heading: gathering.plan.theme.clone(),
        deeds: deeds.map(|deed| Link::new(deed.label(t), format!("{home}/change/{}", deed.name()))).collect(),
        rows,
        firms: firms(&site, &reader, &page).await?,
        tasks: tasks(&reader, &page, today),
        frame,
    })
}
