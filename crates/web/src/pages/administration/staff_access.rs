//! What an administrator does when somebody cannot get in, or must not: password, second factor, sessions.

use askama::Template;
use axum::{
    Router,
    extract::{Path, State},
    response::Response,
    routing::get,
};
use banso_app::{StaffChange, StaffRow, UseCaseError};

use super::{frame, staff::staff_id};
use crate::{
    components::{Button, ButtonKind, ConfirmPanel, ErrorSummary, Link},
    errors::PageError,
    form::{Filled, FormView, Question, Submitted, done, not_taken},
    frame::Frame,
    site::{SignedIn, Site, page_error, show},
};

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/administration/staff/{staff}/password", get(ask_password).post(set_password))
        .route("/administration/staff/{staff}/second-factor", get(ask_second_factor).post(remove_second_factor))
        .route("/administration/staff/{staff}/sessions", get(ask_sessions).post(end_sessions))
}

#[derive(Template)]
#[template(path = "pages/administration/staff_password.html")]
struct PasswordPage {
    frame: Frame,
    summary: ErrorSummary,
    name: String,
    form: FormView,
}

#[derive(Template)]
#[template(path = "pages/administration/confirm.html")]
struct ConfirmPage {
    frame: Frame,
    name: String,
    panel: ConfirmPanel,
}

async fn entry(site: &Site, reader: &SignedIn, id: &str) -> Result<StaffRow, PageError> {
    site.app().staff_entry(&reader.actor, staff_id(id)?).await.map_err(page_error)
}

fn back(reader: &SignedIn, row: &StaffRow) -> Link {
    Link::new(reader.t.get("account-back"), format!("/administration/staff/{}", row.id))
}

async fn password_page(site: &Site, reader: &SignedIn, row: &StaffRow, filled: &Filled) -> Result<Response, PageError> {
    let t = &reader.t;
    let mut frame = frame(site, reader, t.get("account-password")).await?;
    frame.has_errors = !filled.is_right();
    let question = Question::password("password", t.get("account-new-password"), "new-password");
    let blocks = vec![filled.ask(&question.hint(t.get("password-hint")))];
    let action = format!("/administration/staff/{}/password", row.id);
    let form = FormView::new(reader, action, blocks, t.get("account-password")).back(back(reader, row));
    show(&PasswordPage { frame, summary: form.summary(), name: row.facts.name.clone(), form })
}

async fn ask_password(
    State(site): State<Site>,
    reader: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let row = entry(&site, &reader, &id).await?;
    password_page(&site, &reader, &row, &Filled::new(&reader.t, Submitted::default())).await
}

async fn set_password(
    State(site): State<Site>,
    reader: SignedIn,
    Path(id): Path<String>,
    form: Submitted,
) -> Result<Response, PageError> {
    let row = entry(&site, &reader, &id).await?;
    let mut filled = Filled::new(&reader.t, form);
    let password = filled.needed("password", reader.t.get("password-needed"));
    if filled.is_right() {
        match site.app().change_staff(&reader.actor, row.id, StaffChange::Password(password), None).await {
            Ok(()) => return Ok(back_to(&row, "password-set")),
            Err(UseCaseError::WeakPassword) => filled.complain("password", reader.t.get("password-weak")),
            Err(error) => return Err(page_error(error)),
        }
    }
    Ok(not_taken(password_page(&site, &reader, &row, &filled).await?))
}

/// Back to the account with what was done.
fn back_to(row: &StaffRow, what: &str) -> Response {
    done(&format!("/administration/staff/{}", row.id), what)
}

async fn ask_second_factor(
    State(site): State<Site>,
    reader: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let row = entry(&site, &reader, &id).await?;
    let consequences = vec![t.get("second-factor-removed-next"), t.get("sessions-ended-next")];
    confirm(&site, &reader, &row, t.get("account-second-factor"), consequences, "second-factor").await
}

async fn ask_sessions(
    State(site): State<Site>,
    reader: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let row = entry(&site, &reader, &id).await?;
    let consequences = vec![t.get("sessions-ended-next"), t.get("sessions-drafts-stay")];
    confirm(&site, &reader, &row, t.get("account-sessions"), consequences, "sessions").await
}

async fn confirm(
    site: &Site,
    reader: &SignedIn,
    row: &StaffRow,
    title: String,
    consequences: Vec<String>,
    part: &str,
) -> Result<Response, PageError> {
    let panel = ConfirmPanel {
        heading: title.clone(),
        consequences,
        reason: None,
        confirm: Button::submit(ButtonKind::Danger, reader.t.get("account-confirm")),
        back: back(reader, row),
        action: format!("/administration/staff/{}/{part}", row.id),
    };
    show(&ConfirmPage { frame: frame(site, reader, title).await?, name: row.facts.name.clone(), panel })
}

async fn remove_second_factor(
    State(site): State<Site>,
    reader: SignedIn,
    Path(id): Path<String>,
    _form: Submitted,
) -> Result<Response, PageError> {
    let row = entry(&site, &reader, &id).await?;
    let change = StaffChange::RemoveSecondFactor;
    site.app().change_staff(&reader.actor, row.id, change, None).await.map_err(page_error)?;
    Ok(back_to(&row, "second-factor-removed"))
}

async fn end_sessions(
    State(site): State<Site>,
    reader: SignedIn,
    Path(id): Path<String>,
    _form: Submitted,
) -> Result<Response, PageError> {
    let row = entry(&site, &reader, &id).await?;
    let change = StaffChange::SignOutEverywhere;
    site.app().change_staff(&reader.actor, row.id, change, None).await.map_err(page_error)?;
    Ok(back_to(&row, "sessions-ended"))
}
