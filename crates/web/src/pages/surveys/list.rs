//! The rounds of the survey, the latest first.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use banso_domain::survey::Survey;

use super::frame;
use crate::{
    components::{Cell, Column, EmptyState, Link, Shape, StatusTag, TableRow, TableView},
    errors::PageError,
    frame::Frame,
    site::{Done, SignedIn, Site, page_error, show},
};

#[derive(Template)]
#[template(path = "pages/surveys/list.html")]
struct ListPage {
    frame: Frame,
    new: Option<Link>,
    table: Option<TableView>,
    empty: EmptyState,
}

/// Whether agencies answer today.
pub(super) fn state(reader: &SignedIn, survey: &Survey, today: chrono::NaiveDate) -> StatusTag {
    let t = &reader.t;
    match (survey.is_open_on(today), today < survey.plan.from) {
        (true, _) => StatusTag::new(Shape::Open, t.get("survey-open")),
        (false, true) => StatusTag::new(Shape::Waiting, t.get("survey-to-come")),
        (false, false) => StatusTag::new(Shape::Done, t.get("survey-over")),
    }
}

pub(super) async fn list(
    State(site): State<Site>,
    reader: SignedIn,
    Query(told): Query<Done>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let all = site.app().surveys(&reader.actor).await.map_err(page_error)?;
    let may = site.app().may_on_surveys(&reader.actor).await.map_err(page_error)?;
    let today = site.app().clock().today();
    let line = |survey: &Survey| {
        let days = [
            ("from", reader.look.short(survey.plan.from).text().to_owned()),
            ("until", reader.look.short(survey.plan.until).text().to_owned()),
        ];
        TableRow {
            cells: vec![
                Cell::Open {
                    text: survey.plan.title.clone(),
                    below: t.with("survey-days", days),
                    href: format!("/surveys/rounds/{}", survey.id),
                },
                Cell::Status(state(&reader, survey, today)),
                Cell::Text(t.count("survey-agencies", survey.plan.agencies.len())),
            ],
        }
    };
    let mut frame = frame(&site, &reader, t.get("surveys-title"), true).await?;
    frame.banners = told.banners(t);
    show(&ListPage {
        frame,
        new: may.hold.then(|| Link::new(t.get("survey-new"), "/surveys/new")),
        table: (!all.is_empty()).then(|| TableView {
            id: "surveys".to_owned(),
            caption: t.get("surveys-title"),
            columns: vec![
                Column::new(t.get("survey-round")).below(t.get("survey-when")),
                Column::new(t.get("survey-state")),
                Column::new(t.get("survey-takes-part")),
            ],
            rows: all.iter().map(line).collect(),
        }),
        empty: EmptyState { heading: t.get("surveys-none"), body: t.get("surveys-none-body"), action: None },
    })
}
