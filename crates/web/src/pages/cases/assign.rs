//! 担当者: the chief gives a case to a colleague, seeing how many cases each one has.

use axum::{
    Router,
    extract::{Query, State},
    response::Response,
    routing::get,
};
use banso_access::Action;
use banso_app::{CaseSearch, CaseView, StaffRow};
use banso_domain::{case::Stage, staff::Role};

use super::{
    form_page::Contents,
    room::{CasePath, OpenedCase},
};
use crate::{
    components::{Banner, BannerKind, ChoiceOption, SummaryRow},
    errors::PageError,
    form::{Filled, FormView, Question, Submitted, done, not_taken, refused},
    site::{Done, SignedIn, Site, page_error, role_name},
};

pub(super) fn routes() -> Router<Site> {
    Router::new().route("/cases/{case}/assign", get(ask).post(assign))
}

async fn ask(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    Query(told): Query<Done>,
) -> Result<Response, PageError> {
    let opened = OpenedCase::load(&site, &reader, id).await?;
    let filled = Filled::new(&reader.t, Submitted::default());
    page(&site, &reader, &opened, &filled, told.banners(&reader.t)).await
}

/// The caseworkers of the case's centre who can sign in.
async fn colleagues(site: &Site, opened: &OpenedCase) -> Result<Vec<StaffRow>, PageError> {
    let centre = opened.file.case.centre;
    let today = site.app().clock().today();
    let works = |row: &StaffRow| {
        let caseworker = |role: Role| !matches!(role, Role::MunicipalOfficer | Role::Administrator);
        row.facts.active && row.facts.held_on(today).any(|held| held.agency == centre && caseworker(held.role))
    };
    let mut staff = site.app().staff_of(centre).await.map_err(page_error)?;
    staff.retain(works);
    Ok(staff)
}

/// Who can take the case, each with the number of cases that they have.
async fn questions(site: &Site, reader: &SignedIn, opened: &OpenedCase) -> Result<Vec<Question>, PageError> {
    let (t, case) = (&reader.t, &opened.file.case);
    let mut options = Vec::new();
    for row in colleagues(site, opened).await?.into_iter().filter(|row| row.id != case.assigned_to) {
        let search = CaseSearch { assigned_to: Some(row.id), limit: 1, ..CaseSearch::of(CaseView::Open) };
        let (_, count) = site.app().cases(&reader.actor, &search).await.map_err(page_error)?;
        let mut roles: Vec<String> = row.facts.memberships.iter().map(|held| role_name(t, held.role)).collect();
        roles.dedup();
        let roles = roles.join(&t.get("list-separator"));
        let hint = t.with("assign-load", [("roles", roles), ("count", count.to_string())]);
        options.push(ChoiceOption::new(row.id.to_string(), &row.facts.name).hint(hint));
    }
    Ok(vec![
        Question::one("to", t.get("assign-to"), options).below_each_other().required(),
        Question::long("reason", t.get("assign-reason"), 2).hint(t.get("assign-reason-hint")).required(),
    ])
}

async fn page(
    site: &Site,
    reader: &SignedIn,
    opened: &OpenedCase,
    filled: &Filled,
    banners: Vec<Banner>,
) -> Result<Response, PageError> {
    let (t, case) = (&reader.t, &opened.file.case);
    let mut form = None;
    let in_support = case.stage() == Stage::InSupport;
    if opened.may(site, reader, Action::AssignCase) {
        let mut blocks = filled.ask_all(&questions(site, reader, opened).await?);
        if in_support {
            let plain = [Question::tick("mistake", t.get("assign-mistake"), t.get("assign-mistake-tick")).required()];
            blocks.extend(filled.ask_all(&plain));
        }
        form = Some(FormView::new(reader, format!("/cases/{}/assign", case.id), blocks, t.get("assign-save")));
    }
    let form_is_offered = form.is_some();
    let contents = Contents::of_beginning(t, case.id, "assign", t.get("assign-title"), form);
    let about = vec![SummaryRow::new(t.get("case-lead"), &opened.file.row.assigned_name)];
    let mut banners = banners;
    let lead = if in_support { t.get("assign-in-support") } else { String::new() };
    if in_support && form_is_offered {
        let href = format!("/cases/{}/handover/new?way=staff", case.id);
        let banner = Banner::new(BannerKind::Info, t.get("assign-handover-first"));
        banners.push(banner.link(t.get("handover-new-staff"), href));
    }
    Contents { about, banners, lead, ..contents }.show(site, reader, opened).await
}

async fn assign(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    form: Submitted,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let opened = OpenedCase::load(&site, &reader, id).await?;
    let mut filled = Filled::new(t, form);
    let to = colleagues(&site, &opened).await?.into_iter().find(|row| row.id.to_string() == filled.form.text("to"));
    if to.is_none() {
        filled.complain("to", t.get("assign-to-missing"));
    }
    let reason = filled.needed("reason", t.get("assign-reason-missing"));
    if opened.file.case.stage() == Stage::InSupport && !filled.yes("mistake") {
        filled.complain("mistake", t.get("assign-mistake-missing"));
    }
    let mut banners = Vec::new();
    if let Some(to) = to.filter(|_| filled.is_right()) {
        match site.app().assign_case(&reader.actor, id, to.id, &reason).await {
            Ok(_) => return Ok(done(&format!("/cases/{id}/assign"), "case-assigned")),
            Err(error) => banners = refused(t, error)?,
        }
    }
    Ok(not_taken(page(&site, &reader, &opened, &filled, banners).await?))
}
