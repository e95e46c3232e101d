//! One round from the side of one's own agency: what we say, what they say, where they differ, and what could be done next. In the order of the
//! plan, and never by gaps.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use banso_app::SurveyPage;
use banso_domain::survey::{Pair, SurveyAnswer};

use super::{assumed_name, frame, list, step_name, survey_id, view_name};
use crate::{
    components::{Cell, Column, Shape, StatusTag, TableRow, TableView},
    errors::PageError,
    frame::Frame,
    site::{Done, SignedIn, Site, page_error, show},
    text::Texts,
};

#[derive(Template)]
#[template(path = "pages/surveys/show.html")]
struct ShowPage {
    frame: Frame,
    heading: String,
    state: StatusTag,
    days: String,
    note: String,
    table: Option<TableView>,
}

fn said(t: &Texts, answer: Option<&SurveyAnswer>, nothing: &str) -> Cell {
    let Some(answer) = answer else { return Cell::Text(nothing.to_owned()) };
    let assumed = answer.assumed.map(|assumed| t.with("survey-thinks", [("assumed", assumed_name(t, assumed))]));
    let below = [assumed.unwrap_or_default(), answer.comment.clone()];
    let below: Vec<String> = below.into_iter().filter(|part| !part.is_empty()).collect();
    Cell::TwoLines(view_name(t, answer.view), below.join(" "))
}

async fn line(site: &Site, reader: &SignedIn, page: &SurveyPage, pair: &Pair) -> Result<TableRow, PageError> {
    let t = &reader.t;
    let name = site.app().agency(pair.other).await.map_err(page_error)?.facts.name;
    let who = if page.is_open && page.may.answer {
        let below = if pair.ours.is_some() { t.get("survey-answer-again") } else { t.get("survey-answer") };
        Cell::Open { text: name, below, href: format!("/surveys/rounds/{}/about/{}", page.survey.id, pair.other) }
    } else {
        Cell::Open { text: name, below: String::new(), href: format!("/agencies/profiles/{}", pair.other) }
    };
    let differ = match (&pair.ours, &pair.theirs) {
        (Some(_), Some(_)) if pair.has_gap() => StatusTag::new(Shape::Attention, t.get("survey-differs")),
        (Some(_), Some(_)) => StatusTag::new(Shape::Done, t.get("survey-agrees")),
        _ => StatusTag::new(Shape::Waiting, t.get("survey-one-side")),
    };
    let not_yet = if pair.ours.is_none() && page.is_open { t.get("survey-after-own") } else { t.get("survey-nothing") };
    let next = pair.next_step().map(|step| step_name(t, step)).unwrap_or_default();
    Ok(TableRow {
        cells: vec![
            who,
            said(t, pair.ours.as_ref(), &t.get("survey-nothing")),
            said(t, pair.theirs.as_ref(), &not_yet),
            Cell::Status(differ),
            Cell::Text(next),
        ],
    })
}

pub(super) async fn show_survey(
    State(site): State<Site>,
    reader: SignedIn,
    Path(id): Path<String>,
    Query(told): Query<Done>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let page = site.app().survey(&reader.actor, survey_id(&id)?).await.map_err(page_error)?;
    let today = site.app().clock().today();
    let mut rows = Vec::new();
    for pair in &page.pairs {
        rows.push(line(&site, &reader, &page, pair).await?);
    }
    let plan = &page.survey.plan;
    let days = [
        ("from", reader.look.long(plan.from).text().to_owned()),
        ("until", reader.look.long(plan.until).text().to_owned()),
    ];
    let mut frame = frame(&site, &reader, t.get("survey-title"), false).await?;
    frame.banners = told.banners(t);
    show(&ShowPage {
        heading: plan.title.clone(),
        state: list::state(&reader, &page.survey, today),
        days: t.with("survey-days", days),
        note: if page.takes_part { t.get("survey-note") } else { t.get("survey-not-part") },
        table: (!rows.is_empty()).then(|| TableView {
            id: "pairs".to_owned(),
            caption: t.get("survey-pairs"),
            columns: vec![
                Column::new(t.get("survey-other")),
                Column::new(t.get("survey-ours")),
                Column::new(t.get("survey-theirs")),
                Column::new(t.get("survey-beside")),
                Column::new(t.get("survey-next")),
            ],
            rows,
        }),
        frame,
    })
}
