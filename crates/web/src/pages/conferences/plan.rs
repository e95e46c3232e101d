//! Planning a sitting, and changing the plan before it sits.

use axum::{
    extract::State,
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
    form,
    form_page::FormPage,
    members::Colleagues,
    of_use::of_kind,
    opened::{ConferencePath, Opened},
};
use crate::{
    components::{Banner, Link},
    errors::PageError,
    form::{Compared, Draft, Filled, FormView, Submitted, chosen, done, not_taken, refused, would_overwrite},
    frame::Section,
    site::{SignedIn, Site, page_error},
};

const DRAFT: &str = "conference/new";

/// The centres for which the reader may plan: a worker's own, or those that an officer's municipality commissions.
async fn hosts(site: &Site, reader: &SignedIn) -> Result<Vec<(AgencyId, String)>, PageError> {
    let agencies = site.app().agencies().await.map_err(page_error)?;
    let may = |id: AgencyId, municipality| {
        let scope = ConferenceScope { host: id, municipality };
        site.app().may_on_conference(&reader.actor, Action::PlanConference, scope)
    };
    let hosts: Vec<(AgencyId, String)> = agencies
        .iter()
        .filter(|agency| {
            let runs = agency.facts.kind == AgencyKind::SupportCentre || agency.id == reader.actor.agency();
            runs && may(agency.id, agency.facts.municipality)
        })
        .map(|agency| (agency.id, agency.facts.name.clone()))
        .collect();
    if hosts.is_empty() { Err(PageError::forbidden()) } else { Ok(hosts) }
}

fn member(agency: String, name: String, is_municipality: bool) -> Member {
    Member {
        agency,
        agency_id: None,
        name,
        staff: None,
        is_municipality,
        is_person: false,
        secrecy_acknowledged: false,
        attended: false,
    }
}

/// Whoever plans, as a member.
pub(super) async fn planner(site: &Site, reader: &SignedIn, is_municipality: bool) -> Result<Member, PageError> {
    let own = site.app().agency(reader.actor.agency()).await.map_err(page_error)?;
    Ok(Member {
        agency_id: Some(own.id),
        staff: Some(reader.actor.staff()),
        ..member(own.facts.name.clone(), reader.session.staff_name.clone(), is_municipality)
    })
}

/// Who is nearly always there: whoever plans, and the municipality (SR-20).
async fn usual_members(site: &Site, reader: &SignedIn, host: AgencyId) -> Result<Vec<Member>, PageError> {
    let own = reader.actor.agency();
    let facts = site.app().agency(host).await.map_err(page_error)?.facts;
    let mut members = vec![planner(site, reader, facts.municipality == Some(own)).await?];
    if let Some(id) = facts.municipality.filter(|id| *id != own) {
        let name = site.app().agency(id).await.map_err(page_error)?.facts.name;
        members.push(Member { agency_id: Some(id), ..member(name, String::new(), true) });
    }
    Ok(members)
}

pub(super) async fn ask(State(site): State<Site>, reader: SignedIn) -> Result<Response, PageError> {
    let hosts = hosts(&site, &reader).await?;
    let host = hosts[0].0;
    let fresh = form::fresh(host, &usual_members(&site, &reader, host).await?);
    let (draft, form) = Draft::open(&site, &reader, DRAFT, fresh).await?;
    new_page(&site, &reader, &Filled::new(&reader.t, form), draft, Vec::new(), &hosts).await
}

/// The chosen host; the first where there is no choice.
fn chosen_host(filled: &Filled, hosts: &[(AgencyId, String)]) -> AgencyId {
    let typed = filled.form.text("host").parse().ok();
    hosts.iter().map(|(id, _)| *id).find(|id| Some(*id) == typed).unwrap_or(hosts[0].0)
}

async fn new_page(
    site: &Site,
    reader: &SignedIn,
    filled: &Filled,
    draft: Draft,
    banners: Vec<Banner>,
    hosts: &[(AgencyId, String)],
) -> Result<Response, PageError> {
    let t = &reader.t;
    let colleagues = Colleagues::of(site, chosen_host(filled, hosts)).await?;
    let blocks = form::blocks(t, filled, &colleagues, hosts);
    let form = FormView::new(reader, "/conferences/new", blocks, t.get("conference-save"))
        .draft(draft)
        .back(Link::new(t.get("conference-back-to-list"), "/conferences"));
    let mut frame = reader.frame(site, Some(Section::Conferences), t.get("conference-new")).await?;
    frame.breadcrumbs = vec![Link::new(t.get("nav-conferences"), "/conferences")];
    frame.banners = banners;
    FormPage::new(frame, form).show()
}

pub(super) async fn plan(State(site): State<Site>, reader: SignedIn, form: Submitted) -> Result<Response, PageError> {
    let hosts = hosts(&site, &reader).await?;
    let another_row = form.has("add_row");
    let mut filled = Filled::new(&reader.t, form);
    let mut banners = Vec::new();
    if !another_row {
        let host = chosen_host(&filled, &hosts);
        let colleagues = Colleagues::of(&site, host).await?;
        let (plan, members) = form::read(&mut filled, &colleagues);
        if filled.is_right() {
            match site.app().plan_conference(&reader.actor, NewConference { host, plan, members }).await {
                Ok(id) => {
                    Draft::drop(&site, &reader, DRAFT).await?;
                    return Ok(done(&format!("/conferences/{id}"), "conference-planned"));
                }
                Err(error) => banners = refused(&reader.t, error)?,
            }
        }
    }
    let page = new_page(&site, &reader, &filled, Draft::of(&reader, DRAFT), banners, &hosts).await?;
    Ok(if another_row { page } else { not_taken(page) })
}

fn draft_key(opened: &Opened) -> String {
    format!("conference/{}", opened.conference().id)
}

async fn change_page(
    site: &Site,
    reader: &SignedIn,
    opened: &Opened,
    filled: &Filled,
    draft: Draft,
    banners: Vec<Banner>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let colleagues = Colleagues::of(site, opened.conference().host).await?;
    let blocks = match opened.conference().of_use {
        Some(_) => form::blocks_of_use(t, filled, &colleagues),
        None => form::blocks(t, filled, &colleagues, &[]),
    };
    let form = FormView::new(reader, format!("{}/change", opened.href()), blocks, t.get("conference-save"))
        .based_on(filled)
        .draft(draft)
        .back(Link::new(opened.title(reader), opened.href()));
    let mut frame = opened.frame(site, reader, Some(t.get("conference-change"))).await?;
    frame.banners = banners;
    FormPage::new(frame, form).show()
}

pub(super) async fn ask_change(
    State(site): State<Site>,
    reader: SignedIn,
    ConferencePath(id): ConferencePath,
) -> Result<Response, PageError> {
    let opened = Opened::load_for(&site, &reader, id, Action::SetAgenda).await?;
    if opened.conference().state != ConferenceState::Planned {
        return Ok(Redirect::to(&opened.href()).into_response());
    }
    let known = form::typed(reader.look, opened.conference()).version(opened.page.version);
    let (draft, form) = Draft::open(&site, &reader, draft_key(&opened), known).await?;
    change_page(&site, &reader, &opened, &Filled::new(&reader.t, form), draft, Vec::new()).await
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
    let theirs = form::typed(reader.look, opened.conference());
    let known = &opened.conference().plan;
    let form = match opened.conference().of_use {
        Some(_) => of_kind(form, known.kind, known.pattern, known.tier),
        None => form,
    };
    let mut filled = Filled::new(t, chosen(form, &theirs));
    let mut banners = Vec::new();
    if !another_row {
        let (plan, members) = form::read(&mut filled, &colleagues);
        let mut version = filled.form.text("version").parse().unwrap_or(0);
        while filled.is_right() {
            let (plan, members) = (plan.clone(), members.clone());
            match site.app().change_conference_plan(&reader.actor, id, version, plan, members).await {
                Ok(()) => {
                    Draft::drop(&site, &reader, &draft_key(&opened)).await?;
                    return Ok(done(&opened.href(), "conference-changed"));
                }
                Err(UseCaseError::Conflict { found, .. }) => {
                    let now = Opened::load(&site, &reader, id).await?;
                    let (was, by) = now.before(&site, &reader, &filled.form).await?;
                    let was = was.map(|was| form::typed(reader.look, &was));
                    let theirs = form::typed(reader.look, now.conference());
                    let forms = Compared { was: was.as_ref(), mine: &filled.form, theirs: &theirs };
                    let sides = form::sides(&reader, &colleagues, forms);
                    if would_overwrite(&sides) {
                        let title = t.get("conference-change");
                        return now.both_versions(&site, &reader, title, "change", (&filled.form, by), sides).await;
                    }
                    // A case was put on the agenda: nothing that this form says.
                    version = found;
                }
                Err(error) => {
                    banners = refused(t, error)?;
                    break;
                }
            }
        }
    }
    let draft = Draft::of(&reader, draft_key(&opened));
    let page = change_page(&site, &reader, &opened, &filled, draft, banners).await?;
    Ok(if another_row { page } else { not_taken(page) })
}
