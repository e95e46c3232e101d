//! 連絡の見直し: the links of one's agency that thinned or fell silent, and one of them with what is done about it (R-34 … R-38).

mod link;

use askama::Template;
use axum::{Router, extract::Query, extract::State, response::Response, routing::get};
use banso_app::RhythmRow;
use banso_domain::rhythm_review::KeptAt;
use banso_insight::rhythm::{State as Rhythm, date_of};

use crate::{
    components::{Banner, BannerKind, Cell, Column, EmptyState, Shape, StatusTag, TableRow, TableView},
    errors::PageError,
    frame::{Frame, Section},
    rhythm_words,
    site::{Done, SignedIn, Site, page_error, show},
    text::Texts,
};

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/rhythm", get(list))
        .route("/rhythm/cases/{case}/{partner}", get(link::of_case).post(link::act_on_case))
        .route("/rhythm/jobs/{job}/{partner}", get(link::of_job).post(link::act_on_job))
}

#[derive(Template)]
#[template(path = "pages/rhythm/list.html")]
struct ListPage {
    frame: Frame,
    round: String,
    looked: String,
    fading: Option<String>,
    table: Option<TableView>,
    empty: EmptyState,
}

/// How a link stands, with a shape for those who do not see colours.
fn standing(t: &Texts, state: Rhythm) -> StatusTag {
    let shape = match state {
        Rhythm::Silent => Shape::Urgent,
        Rhythm::Thinning | Rhythm::OverDependent => Shape::Attention,
        Rhythm::Steady | Rhythm::PlannedFade => Shape::Done,
        Rhythm::TooLittleData => Shape::Open,
    };
    StatusTag::new(shape, t.get(&format!("{}{}", /* keys */ "rhythm-state-", state.name())))
}

/// How strong the evidence is, in words: the figure is for those who evaluate.
fn evidence(t: &Texts, row: &RhythmRow) -> String {
    let strength = match row.said.score {
        score if score >= 0.9 => t.get("rhythm-evidence-strong"),
        score if score >= 0.5 => t.get("rhythm-evidence-clear"),
        _ => t.get("rhythm-evidence-weak"),
    };
    let (came, expected) = (row.said.observed.to_string(), format!("{:.0}", row.said.expected));
    t.with("rhythm-came", [("came", came), ("expected", expected), ("strength", strength)])
}

/// Where a link is looked at by itself.
fn href(row: &RhythmRow) -> String {
    let partner = row.link.with.map_or_else(|| "person".to_owned(), |agency| agency.to_string());
    match row.link.at {
        KeptAt::Case { case } => format!("/rhythm/cases/{case}/{partner}"),
        KeptAt::Job { job } => format!("/rhythm/jobs/{job}/{partner}"),
    }
}

/// With whom, by name.
async fn partner(site: &Site, t: &Texts, row: &RhythmRow) -> Result<String, PageError> {
    Ok(match row.link.with {
        Some(agency) => site.app().agency(agency).await.map_err(page_error)?.facts.name,
        None => t.get("rhythm-with-person"),
    })
}

/// How far the review is.
fn progress(t: &Texts, row: &RhythmRow) -> String {
    let review = row.review.as_ref().map(|(review, _)| review).filter(|review| review.is_open());
    match review {
        None => t.get("rhythm-step-new"),
        Some(review) if review.word.is_some() => t.get("rhythm-step-heard"),
        Some(review) if review.danger.is_some() => t.get("rhythm-step-danger"),
        Some(review) if review.handed_on.is_some() => t.get("rhythm-step-asking"),
        Some(_) => t.get("rhythm-step-begun"),
    }
}

async fn list(State(site): State<Site>, reader: SignedIn, Query(told): Query<Done>) -> Result<Response, PageError> {
    let t = &reader.t;
    let found = site.app().rhythm_list(&reader.actor).await.map_err(page_error)?;
    let day = |day| reader.look.long(day).text().to_owned();
    let mut rows = Vec::new();
    for row in &found.rows {
        rows.push(TableRow {
            cells: vec![
                Cell::Open { text: row.name.clone(), below: row.kana.clone(), href: href(row) },
                Cell::TwoLines(partner(&site, t, row).await?, row.reference.clone()),
                Cell::Status(standing(t, row.said.state)),
                Cell::Date(reader.look.long(date_of(row.said.since))),
                Cell::TwoLines(rhythm_words::of_reason(t, &row.said.reason), evidence(t, row)),
                Cell::Text(progress(t, row)),
            ],
        });
    }
    let columns = [
        t.get("rhythm-who"),
        t.get("rhythm-partner"),
        t.get("rhythm-stands"),
        t.get("rhythm-since"),
        t.get("rhythm-why"),
        t.get("rhythm-done-so-far"),
    ];
    let table = (!rows.is_empty()).then(|| TableView {
        id: "thinning".to_owned(),
        caption: t.get("rhythm-caption"),
        columns: columns.into_iter().map(Column::new).collect(),
        rows,
    });
    let mut frame = frame(&site, &reader, t.get("rhythm-title"), false).await?;
    frame.banners = told.banners(t);
    let looked = [("links", found.links.to_string()), ("closed", found.closed.to_string())];
    show(&ListPage {
        frame,
        round: t.with("rhythm-round", [("from", day(found.round.0)), ("until", day(found.round.1))]),
        looked: t.with("rhythm-looked", looked),
        fading: (found.fading > 0).then(|| t.with("rhythm-fading", [("links", found.fading.to_string())])),
        table,
        empty: EmptyState { heading: t.get("rhythm-none"), body: t.get("rhythm-none-body"), action: None },
    })
}

/// The frame of these pages: below one's work.
async fn frame(site: &Site, reader: &SignedIn, title: String, is_link: bool) -> Result<Frame, PageError> {
    let mut frame = reader.frame(site, Some(Section::MyWork), title).await?;
    let section = Section::MyWork;
    frame.breadcrumbs = vec![crate::components::Link::new(section.label(&reader.t), section.href())];
    if is_link {
        frame.breadcrumbs.push(crate::components::Link::new(reader.t.get("rhythm-title"), "/rhythm"));
    }
    Ok(frame)
}

/// A note that says what a rule asks.
fn note(words: String) -> Banner {
    Banner::new(BannerKind::Info, words)
}
