//! Beginning a network or a working team: what it is for, and which agencies belong to it.

use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use banso_domain::{
    agency::AgencyKind,
    regional_network::{NetworkKind, NetworkPlan},
};

use super::{above, frame, plan_questions};
use crate::{
    components::Banner,
    errors::{ErrorKind, PageError},
    form::{Filled, Question, Submitted, labelled, not_taken, refused},
    pages::deeds::{DeedPage, choose},
    site::{SignedIn, Site, page_error},
    text::Texts,
};

/// What it is for, as a form says it.
pub(super) fn read_plan(t: &Texts, filled: &mut Filled) -> Option<NetworkPlan> {
    let kind = choose(t, filled, "kind", NetworkKind::ALL, NetworkKind::name);
    let (name, purpose) = (
        filled.needed("name", t.get("regional-network-name-missing")),
        filled.needed("purpose", t.get("regional-network-purpose-missing")),
    );
    let from = filled.needed_day("from");
    let within = filled.text("within").parse().ok();
    Some(NetworkPlan { kind: kind?, name, purpose, meets: filled.text("meets"), within, from })
}

async fn page(site: &Site, reader: &SignedIn, filled: &Filled, banners: Vec<Banner>) -> Result<Response, PageError> {
    let t = &reader.t;
    if !site.app().may_lead_networks(&reader.actor).await.map_err(page_error)? {
        return Err(PageError::new(ErrorKind::Forbidden));
    }
    let all = site.app().agencies().await.map_err(page_error)?;
    let others = all.iter().filter(|row| row.facts.kind != AgencyKind::Family);
    let agencies = labelled(others.map(|row| (row.id.to_string(), row.facts.name.clone())));
    let mut questions = plan_questions(t, above(site, reader, None).await?);
    questions
        .push(Question::several("members", t.get("regional-network-members"), agencies).below_each_other().required());
    let page = DeedPage {
        frame: frame(site, reader, t.get("regional-network-new"), false).await?,
        heading: t.get("regional-network-new"),
        lead: t.get("regional-network-new-lead"),
        readers: t.get("regional-network-readers"),
        action: "/networks/new".to_owned(),
        back: "/networks".to_owned(),
    };
    page.draw(reader, filled.ask_all(&questions), filled, banners)
}

pub(super) async fn ask(State(site): State<Site>, reader: SignedIn) -> Result<Response, PageError> {
    let today = reader.look.long(site.app().clock().today()).text().to_owned();
    let form = Submitted::of([
        ("from", today),
        ("kind", NetworkKind::Network.name().to_owned()),
        ("members", reader.actor.agency().to_string()),
    ]);
    page(&site, &reader, &Filled::new(&reader.t, form), Vec::new()).await
}

pub(super) async fn found(State(site): State<Site>, reader: SignedIn, form: Submitted) -> Result<Response, PageError> {
    let t = &reader.t;
    let mut filled = Filled::new(t, form);
    let plan = read_plan(t, &mut filled);
    let members = filled.form.all("members").into_iter().filter_map(|id| id.parse().ok()).collect();
    let mut banners = Vec::new();
    if let Some(plan) = plan.filter(|_| filled.is_right()) {
        match site.app().found_network(&reader.actor, plan, members).await {
            Ok(id) => return Ok(Redirect::to(&format!("/networks/{id}?done=network-founded")).into_response()),
            Err(error) => banners = refused(t, error)?,
        }
    }
    Ok(not_taken(page(&site, &reader, &filled, banners).await?))
}
