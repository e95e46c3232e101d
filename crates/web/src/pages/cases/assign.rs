//! 担当者: the chief gives a case to a colleague, seeing how many cases each one has.

use axum::{
    Router,
    extract::{Query, State},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use banso_access::Action;
use banso_app::{CaseSearch, CaseView, StaffRow, UseCaseError};
use banso_domain::staff::Role;

use super::{
    beginning::{Contents, FormPage, OneForm},
    room::{CasePath, OpenedCase},
};
use crate::{
    components::{Banner, ChoiceGroup, ChoiceKind, ChoiceOption, FieldView, SummaryRow},
    errors::PageError,
    pages::block::{Block, Part},
    rules,
    site::{Done, SignedIn, Site, page_error, role_name},
    submitted::Submitted,
};

pub(super) fn routes() -> Router<Site> {
    Router::new().route("/cases/{case}/assign", get(ask).post(assign))
}

async fn ask(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    Query(done): Query<Done>,
) -> Result<Response, PageError> {
    let opened = OpenedCase::load(&site, &reader, id).await?;
    page(&site, &reader, &opened, &Submitted::default(), (None, None), done.banners(&reader.t)).await
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

async fn page(
    site: &Site,
    reader: &SignedIn,
    opened: &OpenedCase,
    form: &Submitted,
    (to_error, reason_error): (Option<String>, Option<String>),
    banners: Vec<Banner>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let case = &opened.file.case;
    let came_back = to_error.is_some() || reason_error.is_some();
    let mut one = None;
    if opened.may(site, reader, Action::AssignCase) {
        let mut options = Vec::new();
        for row in colleagues(site, opened).await?.into_iter().filter(|row| row.id != case.assigned_to) {
            let search = CaseSearch { assigned_to: Some(row.id), limit: 1, ..CaseSearch::of(CaseView::Open) };
            let (_, count) = site.app().cases(&reader.actor, &search).await.map_err(page_error)?;
            let mut roles: Vec<String> = row.facts.memberships.iter().map(|held| role_name(t, held.role)).collect();
            roles.dedup();
            let hint =
                t.with("assign-load", [("roles", roles.join(&t.get("list-separator"))), ("count", count.to_string())]);
            let id = row.id.to_string();
            options.push(ChoiceOption::new(&id, &row.facts.name).hint(hint).chosen(form.text("to") == id));
        }
        let mut to = FieldView::new("to", t.get("assign-to")).required();
        to.error = to_error;
        let mut reason = FieldView::new("reason", t.get("assign-reason"))
            .hint(t.get("assign-reason-hint"))
            .value(form.text("reason"))
            .lines(2)
            .required();
        reason.error = reason_error;
        let parts = [Part::Choices(ChoiceGroup::new(to, ChoiceKind::One, options)), Part::Long(reason)];
        one = Some(OneForm {
            action: format!("/cases/{}/assign", case.id),
            blocks: parts.into_iter().map(|part| Block::new(t, part)).collect(),
            version: None,
            draft: None,
            button: t.get("assign-save"),
        });
    }
    let contents = Contents {
        path: "assign",
        heading: t.get("assign-title"),
        known: vec![SummaryRow::new(t.get("case-lead"), &opened.file.row.assigned_name)],
        form: one,
        second: None,
        banners,
    };
    FormPage::show(site, reader, opened, contents, came_back).await
}

async fn assign(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    form: Submitted,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let opened = OpenedCase::load(&site, &reader, id).await?;
    let to = colleagues(&site, &opened).await?.into_iter().find(|row| row.id.to_string() == form.text("to"));
    let no_reason = form.text("reason").is_empty().then(|| t.get("assign-reason-missing"));
    let (Some(to), None) = (&to, &no_reason) else {
        let nobody = to.is_none().then(|| t.get("assign-to-missing"));
        return page(&site, &reader, &opened, &form, (nobody, no_reason), Vec::new()).await;
    };
    match site.app().assign_case(&reader.actor, id, to.id, form.text("reason")).await {
        Ok(_) => Ok(Redirect::to(&format!("/cases/{id}/assign?done=case-assigned")).into_response()),
        Err(UseCaseError::Refused(refusal)) => {
            let banners = rules::banners(t, &refusal);
            page(&site, &reader, &opened, &form, (None, None), banners).await
        }
        Err(other) => Err(page_error(other)),
    }
}
