//! The employer's own page of somebody who works there: conditions, agreements, goals, what was asked and thought.

use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use banso_app::FirmCard;

use super::{
    contacts,
    deed::Deed,
    job_id,
    naming::kind_name,
    show::{ShowPage, about, agreements, heading, said},
    tables,
};
use crate::{
    answers::Telling,
    components::{Cell, Column, Link, SummaryRow, TableRow, TableView},
    errors::PageError,
    frame::Section,
    site::{Done, SignedIn, Site, page_error, show},
};

pub(super) async fn show_job(
    State(site): State<Site>,
    reader: SignedIn,
    Path(id): Path<String>,
    Query(told): Query<Done>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let page = site.app().job_at_employer(&reader.actor, job_id(&id)?).await.map_err(page_error)?;
    let today = site.app().clock().today();
    let job = &page.job;
    let mut frame = reader.frame(&site, Some(Section::Jobs), kind_name(t, job.kind)).await?;
    frame.breadcrumbs = vec![Link::new(t.get("workplace-title"), "/jobs")];
    frame.banners = told.banners(t);
    let home = format!("/workplace/{}", job.id);
    let deeds = Deed::possible(job, today).filter(|deed| Deed::OF_THE_EMPLOYER.contains(deed));
    let mut deeds: Vec<Link> = deeds.map(|deed| Link::new(deed.label(t), format!("{home}/{}", deed.name()))).collect();
    if page.accommodation.is_some() {
        deeds.push(Link::new(t.get("workplace-accommodation"), format!("{home}/accommodation")));
    }
    let beside = site.app().agency(job.agency).await.map_err(page_error)?.facts;
    let mut about = about(&reader, job, today);
    about.push(SummaryRow::new(t.get("job-beside"), format!("{}　{}", beside.name, beside.phone).trim().to_owned()));
    show(&ShowPage {
        frame,
        heading: heading(&reader, &page),
        findings: Vec::new(),
        about,
        deeds,
        dues: None,
        agreements: agreements(&reader, job),
        plan: contacts::plan_rows(&reader, job, today),
        picture: contacts::picture(&reader, job, today),
        spans: contacts::spans(&reader, job, today),
        contacts: contacts::log(&reader, job, &contacts::names_of_others(&site, job).await?),
        power: None,
        goals: tables::goals(&reader, job),
        halves: tables::half_years(&reader, job),
        consults: tables::consults(&reader, job),
        said: said(&reader, job),
        seen: Vec::new(),
        learnt: Vec::new(),
        history: Vec::new(),
        card: page.card.as_ref().map(|card| card_table(&reader, card)),
    })
}

/// The firm's copy of the card: whom to ask about what.
fn card_table(reader: &SignedIn, card: &FirmCard) -> TableView {
    let t = &reader.t;
    let telling = Telling { t, look: reader.look, on: card.form_on, restricted_too: false };
    let row = |row: &serde_json::Value| TableRow {
        cells: (card.rows.columns.iter())
            .map(|column| {
                Cell::Text(row.get(&column.fact).map(|value| telling.words(column, value)).unwrap_or_default())
            })
            .collect(),
    };
    TableView {
        id: "card".to_owned(),
        caption: t.with("workplace-card-caption", [("day", reader.look.long(card.on).text().to_owned())]),
        columns: card.rows.columns.iter().map(|column| Column::new(telling.label(column))).collect(),
        rows: card.answers.list(&card.rows.fact).iter().map(row).collect(),
    }
}
