//! One gathering: what, when and where, who is invited and came, what was spoken about and worked with, what is to be done.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use banso_app::GatheringPage;
use banso_domain::gathering::Material;

use super::{
    change,
    deed::Deed,
    gathering_id,
    naming::{code_name, kind_name},
    tables,
};
use crate::{
    components::{Link, SummaryRow, TableView},
    errors::PageError,
    frame::Frame,
    site::{Done, SignedIn, Site, page_error, show},
};

#[derive(Template)]
#[template(path = "pages/gatherings/show.html")]
struct ShowPage {
    frame: Frame,
    kind: String,
    heading: String,
    network: Option<Link>,
    deeds: Vec<Link>,
    rows: Vec<SummaryRow>,
    materials: Vec<Material>,
    steps: Option<TableView>,
    firms: Option<TableView>,
    tasks: Option<TableView>,
}

/// How many came, of how many that were invited: agencies, and the people with them where they were counted.
fn attendance(reader: &SignedIn, page: &GatheringPage) -> Option<SummaryRow> {
    let (t, gathering) = (&reader.t, &page.gathering);
    let held = gathering.held.as_ref()?;
    let counts = [("came", held.attended.len()), ("invited", gathering.plan.invited.len())];
    let mut words = t.with("gathering-attendance", counts);
    if let Some(people) = held.people {
        words = format!("{words}　{}", t.with("gathering-people-count", [("count", people)]));
    }
    Some(SummaryRow::new(t.get("gathering-attended"), words))
}

async fn rows(site: &Site, reader: &SignedIn, page: &GatheringPage) -> Result<Vec<SummaryRow>, PageError> {
    let (t, plan) = (&reader.t, &page.gathering.plan);
    let host = site.app().agency(page.gathering.host).await.map_err(page_error)?.facts;
    let mut rows = vec![
        SummaryRow::new(t.get("gathering-on"), reader.look.with_weekday(plan.on).text().to_owned()),
        SummaryRow::or_unknown(t.get("gathering-time"), &plan.time),
        SummaryRow::new(t.get("gathering-place"), plan.place.clone()),
        SummaryRow::new(t.get("gathering-theme"), plan.theme.clone()),
        SummaryRow::new(t.get("gathering-host"), format!("{}　{}", host.name, host.phone).trim().to_owned()),
    ];
    if !plan.codes.is_empty() {
        let codes: Vec<String> = plan.codes.iter().map(|code| code_name(t, *code)).collect();
        rows.push(SummaryRow::new(t.get("gathering-codes"), codes.join(&t.get("list-separator"))));
    }
    if let Some(passing_on) = &plan.passing_on {
        let mut names = Vec::new();
        for agency in &passing_on.learnt_by {
            names.push(site.app().agency(*agency).await.map_err(page_error)?.facts.name);
        }
        let day = reader.look.long(passing_on.learnt_on).text().to_owned();
        rows.push(SummaryRow::new(t.get("gathering-learnt-at"), format!("{}　{day}", passing_on.learnt_at)));
        rows.push(SummaryRow::new(t.get("gathering-learnt-by"), names.join(&t.get("list-separator"))));
    }
    rows.extend(attendance(reader, page));
    if let Some(held) = &page.gathering.held {
        rows.push(SummaryRow::new(t.get("gathering-notes"), held.notes.clone()));
    }
    Ok(rows)
}

/// The network that meets, for those who may read of it.
async fn network(site: &Site, reader: &SignedIn, page: &GatheringPage) -> Result<Option<Link>, PageError> {
    let Some(id) = page.gathering.plan.network.filter(|_| !page.is_firm) else { return Ok(None) };
    let all = site.app().networks(&reader.actor).await.map_err(page_error)?;
    let found = all.into_iter().find(|network| network.id == id);
    Ok(found.map(|network| Link::new(network.plan.name, format!("/networks/{id}"))))
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
    let mut frame = change::frame(&site, &reader, t.get("gathering-title")).await?;
    frame.banners = told.banners(t);
    let home = format!("/gatherings/{}", gathering.id);
    let deeds = Deed::possible(&page, today);
    show(&ShowPage {
        kind: kind_name(t, gathering.plan.kind),
        heading: gathering.plan.theme.clone(),
        network: network(&site, &reader, &page).await?,
        deeds: deeds.map(|deed| Link::new(deed.label(t), format!("{home}/change/{}", deed.name()))).collect(),
        rows: rows(&site, &reader, &page).await?,
        materials: gathering.materials.clone(),
        steps: tables::steps(&reader, gathering, today),
        firms: tables::agencies(&site, &reader, &page).await?,
        tasks: tables::tasks(&site, &reader, gathering, today).await?,
        frame,
    })
}
