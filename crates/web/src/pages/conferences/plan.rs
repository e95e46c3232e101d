//! Planning a sitting, and changing the plan before it sits.

use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use banso_access::{Action, ConferenceScope};
use banso_app::{NewConference, UseCaseError};
use banso_domain::{
    agency::AgencyKind,
    conference::{ConferenceState, Member},
    id::AgencyId,
};

use super::{
    form::{self, PlanFields},
    members::Colleagues,
    opened::{ConferencePath, Opened},
};
use crate::{
    components::{Banner, ConflictView, ErrorSummary, Link},
    errors::{ErrorKind, PageError},
    filled::{Filled, WantsDraft, begin, not_taken, refused},
    frame::{Frame, Section},
    site::{SignedIn, Site, page_error, show},
    submitted::Submitted,
};

const DRAFT: &str = "conference/new";

#[derive(Template)]
#[template(path = "pages/conferences/plan.html")]
struct PlanPage {
    frame: Frame,
    summary: ErrorSummary,
    fields: PlanFields,
    action: String,
    draft: String,
    version: String,
    back: Link,
}

#[derive(Template)]
#[template(path = "pages/conferences/conflict.html")]
pub(super) struct ConflictPage {
    pub(super) frame: Frame,
    pub(super) view: ConflictView,
}

/// The centres for which the reader may plan: a worker's own, or those that an officer's municipality commissions.
async fn hosts(site: &Site, reader: &SignedIn) -> Result<Vec<(AgencyId, String)>, PageError> {
    let agencies = site.app().agencies().await.map_err(page_error)?;
    let may = |id: AgencyId, municipality| {
        let scope = ConferenceScope { host: id, municipality };
        site.app().may_on_conference(&reader.actor, Action::PlanConference, scope)
    };
    let hosts: Vec<(AgencyId, String)> = agencies
        .into_iter()
        .filter(|agency| {
            let runs = agency.facts.kind == AgencyKind::SupportCentre || agency.id == reader.actor.agency();
            runs && may(agency.id, agency.facts.municipality)
        })
        .map(|agency| (agency.id, agency.facts.name))
        .collect();
    if hosts.is_empty() { Err(PageError::new(ErrorKind::Forbidden)) } else { Ok(hosts) }
}

/// Who is nearly always there: whoever plans, and the municipality (SR-20).
async fn usual_members(site: &Site, reader: &SignedIn, host: AgencyId) -> Result<Vec<Member>, PageError> {
    let own = site.app().agency(reader.actor.agency()).await.map_err(page_error)?;
    let facts = site.app().agency(host).await.map_err(page_error)?.facts;
    let member = |agency: String, name: String, is_municipality| Member {
        agency,
        agency_id: None,
        name,
        staff: None,
        is_municipality,
        is_person: false,
        secrecy_acknowledged: false,
        attended: false,
    };
    let is_municipality = facts.municipality == Some(own.id);
    let planner = Member {
        agency_id: Some(own.id),
        staff: Some(reader.actor.staff()),
        ..member(own.facts.name, reader.session.staff_name.clone(), is_municipality)
    };
    let mut members = vec![planner];
    if let Some(id) = facts.municipality.filter(|id| *id != own.id) {
        let name = site.app().agency(id).await.map_err(page_error)?.facts.name;
        members.push(Member { agency_id: Some(id), ..member(name, String::new(), true) });
    }
    Ok(members)
}

pub(super) async fn ask(
    State(site): State<Site>,
    reader: SignedIn,
    Query(wants): Query<WantsDraft>,
) -> Result<Response, PageError> {
    let hosts = hosts(&site, &reader).await?;
    let host = hosts[0].0;
    let mut frame = new_frame(&site, &reader).await?;
    let fresh = form::fresh(host, &usual_members(&site, &reader, host).await?);
    let form = begin(&site, &reader, DRAFT, &wants, "/conferences/new", &mut frame, fresh).await?;
    new_page(&site, &reader, frame, &Filled::new(&reader.t, form), &hosts).await
}

async fn new_frame(site: &Site, reader: &SignedIn) -> Result<Frame, PageError> {
    let t = &reader.t;
    let mut frame = reader.frame(site, Some(Section::Conferences), t.get("conference-new")).await?;
    frame.breadcrumbs = vec![Link::new(t.get("nav-conferences"), "/conferences")];
    Ok(frame)
}

/// The chosen host; the first where there is no choice.
fn chosen_host(filled: &Filled, hosts: &[(AgencyId, String)]) -> AgencyId {
    let typed = filled.form.text("host").parse().ok();
    hosts.iter().map(|(id, _)| *id).find(|id| Some(*id) == typed).unwrap_or(hosts[0].0)
}

async fn new_page(
    site: &Site,
    reader: &SignedIn,
    mut frame: Frame,
    filled: &Filled,
    hosts: &[(AgencyId, String)],
) -> Result<Response, PageError> {
    frame.has_errors = !filled.is_right();
    let colleagues = Colleagues::of(site, chosen_host(filled, hosts)).await?;
    let options = hosts.iter().map(|(id, name)| (id.to_string(), name.clone())).collect();
    show(&PlanPage {
        summary: filled.summary(),
        fields: form::fields(&reader.t, filled, &colleagues, options),
        action: "/conferences/new".to_owned(),
        draft: DRAFT.to_owned(),
        version: String::new(),
        back: Link::new(reader.t.get("conference-back-to-list"), "/conferences"),
        frame,
    })
}

pub(super) async fn plan(State(site): State<Site>, reader: SignedIn, form: Submitted) -> Result<Response, PageError> {
    let hosts = hosts(&site, &reader).await?;
    let another_row = form.has("add_row");
    let mut filled = Filled::new(&reader.t, form);
    let mut banners: Vec<Banner> = Vec::new();
    if !another_row {
        let host = chosen_host(&filled, &hosts);
        let colleagues = Colleagues::of(&site, host).await?;
        let (plan, members) = form::read(&reader.t, &mut filled, &colleagues);
        if filled.is_right() {
            match site.app().plan_conference(&reader.actor, NewConference { host, plan, members }).await {
                Ok(id) => {
                    site.app().drop_draft(&reader.session, DRAFT).await.map_err(page_error)?;
                    let to = format!("/conferences/{id}?done=conference-planned");
                    return Ok(Redirect::to(&to).into_response());
                }
                Err(error) => banners = refused(&reader.t, error)?,
            }
        }
    }
    let mut frame = new_frame(&site, &reader).await?;
    frame.banners = banners;
    let page = new_page(&site, &reader, frame, &filled, &hosts).await?;
    Ok(if another_row { page } else { not_taken(page) })
}

fn draft_key(opened: &Opened) -> String {
    format!("conference/{}", opened.conference().id)
}

async fn change_page(
    site: &Site,
    reader: &SignedIn,
    opened: &Opened,
    mut frame: Frame,
    filled: &Filled,
) -> Result<Response, PageError> {
    frame.has_errors = !filled.is_right();
    let colleagues = Colleagues::of(site, opened.conference().host).await?;
    show(&PlanPage {
        summary: filled.summary(),
        fields: form::fields(&reader.t, filled, &colleagues, Vec::new()),
        action: format!("{}/change", opened.href()),
        draft: draft_key(opened),
        version: filled.form.text("version").to_owned(),
        back: Link::new(opened.title(reader), opened.href()),
        frame,
    })
}

pub(super) async fn ask_change(
    State(site): State<Site>,
    reader: SignedIn,
    ConferencePath(id): ConferencePath,
    Query(wants): Query<WantsDraft>,
) -> Result<Response, PageError> {
    let opened = Opened::load_for(&site, &reader, id, Action::SetAgenda).await?;
    if opened.conference().state != ConferenceState::Planned {
        return Ok(Redirect::to(&opened.href()).into_response());
    }
    let mut frame = opened.frame(&site, &reader, Some(reader.t.get("conference-change"))).await?;
    let known = form::of_conference(&reader, opened.conference(), opened.page.version);
    let here = format!("{}/change", opened.href());
    let form = begin(&site, &reader, &draft_key(&opened), &wants, &here, &mut frame, known).await?;
    change_page(&site, &reader, &opened, frame, &Filled::new(&reader.t, form)).await
}

pub(super) async fn change(
    State(site): State<Site>,
    reader: SignedIn,
    ConferencePath(id): ConferencePath,
    form: Submitted,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let opened = Opened::load_for(&site, &reader, id, Action::SetAgenda).await?;
    let colleagues = Colleagues::of(&site, opened.conference().host).await?;
    let another_row = form.has("add_row");
    let mut filled = Filled::new(t, form);
    let mut banners = Vec::new();
    if !another_row {
        let (plan, members) = form::read(t, &mut filled, &colleagues);
        let expected = filled.form.text("version").parse().unwrap_or(0);
        if filled.is_right() {
            match site.app().change_conference_plan(&reader.actor, id, expected, plan, members).await {
                Ok(()) => {
                    site.app().drop_draft(&reader.session, &draft_key(&opened)).await.map_err(page_error)?;
                    let to = format!("{}?done=conference-changed", opened.href());
                    return Ok(Redirect::to(&to).into_response());
                }
                Err(UseCaseError::Conflict { .. }) => {
                    let theirs = form::of_conference(&reader, opened.conference(), opened.page.version);
                    let view = ConflictView {
                        saved_by: t.get("conference-somebody"),
                        saved_at: t.get("conference-meanwhile"),
                        action: format!("{}/change", opened.href()),
                        version: opened.page.version.to_string(),
                        rows: form::differences(&reader, &colleagues, &filled.form, &theirs),
                    };
                    let frame = opened.frame(&site, &reader, Some(t.get("conference-change"))).await?;
                    return Ok((StatusCode::CONFLICT, show(&ConflictPage { frame, view })?).into_response());
                }
                Err(error) => banners = refused(t, error)?,
            }
        }
    }
    let mut frame = opened.frame(&site, &reader, Some(t.get("conference-change"))).await?;
    frame.banners = banners;
    let page = change_page(&site, &reader, &opened, frame, &filled).await?;
    Ok(if another_row { page } else { not_taken(page) })
}
