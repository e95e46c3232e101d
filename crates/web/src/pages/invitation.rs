//! Invitations: made for an account, shown once, and opened once by the one who was invited.

use askama::Template;
use axum::{
    Router,
    extract::{Path, State},
    http::HeaderMap,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use banso_app::{AccountInvitation, SecretPageError, UseCaseError};

use super::open_page;
use crate::{
    components::{ErrorSummary, Link},
    errors::{ErrorKind, PageError},
    form::{Block, Filled, FormView, Question, Submitted, not_taken},
    frame::Frame,
    security::CameFrom,
    site::{SignedIn, Site, page_error, show},
    text::{Lang, Texts},
};

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/administration/staff/{staff}/invitation", get(ask_for_staff).post(make_for_staff))
        .route("/cases/{case}/own-account/invitation", post(make_for_person))
        .route("/invitation/done", get(thanks))
        .route("/invitation/{invitation}", get(open).post(accept))
}

/// The page before an invitation is made, and after: the address, shown once.
#[derive(Template)]
#[template(path = "pages/invitation/made.html")]
struct MadePage {
    frame: Frame,
    name: String,
    form: Option<FormView>,
    /// The address, and until when it opens.
    made: Option<(String, String)>,
    back: Link,
}

#[derive(Template)]
#[template(path = "pages/invitation/open.html")]
struct OpenPage {
    frame: Frame,
    summary: ErrorSummary,
    fields: Vec<Block>,
    action: String,
}

async fn ask_for_staff(
    State(site): State<Site>,
    reader: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let id = id.parse().map_err(|_| PageError::not_found())?;
    let row = site.app().staff_entry(&reader.actor, id).await.map_err(page_error)?;
    let action = format!("/administration/staff/{id}/invitation");
    let form = FormView::new(&reader, action, Vec::new(), reader.t.get("invitation-make"));
    let back = Link::new(reader.t.get("account-back"), format!("/administration/staff/{id}"));
    made_page(&site, &reader, row.facts.name, Some(form), None, back).await
}

async fn make_for_staff(
    State(site): State<Site>,
    reader: SignedIn,
    headers: HeaderMap,
    Path(id): Path<String>,
    _form: Submitted,
) -> Result<Response, PageError> {
    let id = id.parse().map_err(|_| PageError::not_found())?;
    let row = site.app().staff_entry(&reader.actor, id).await.map_err(page_error)?;
    let invitation = site.app().invite(&reader.actor, id).await.map_err(page_error)?;
    let back = Link::new(reader.t.get("account-back"), format!("/administration/staff/{id}"));
    made_page(&site, &reader, row.facts.name, None, Some((invitation, headers)), back).await
}

async fn make_for_person(
    State(site): State<Site>,
    reader: SignedIn,
    headers: HeaderMap,
    Path(case): Path<String>,
    _form: Submitted,
) -> Result<Response, PageError> {
    let case = case.parse().map_err(|_| PageError::not_found())?;
    let invitation = site.app().invite_by_link(&reader.actor, case).await.map_err(page_error)?;
    let back = Link::new(reader.t.get("sharing-back"), format!("/cases/{case}/sharing"));
    made_page(&site, &reader, String::new(), None, Some((invitation, headers)), back).await
}

async fn made_page(
    site: &Site,
    reader: &SignedIn,
    name: String,
    form: Option<FormView>,
    made: Option<(AccountInvitation, HeaderMap)>,
    back: Link,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let made = made.map(|(invitation, headers)| {
        let until = reader.look.long(invitation.until).text().to_owned();
        let address = format!("{}/invitation/{}", site.own_address(&headers), invitation.secret.to_hex());
        (address, t.with("invitation-until", [("day", until)]))
    });
    show(&MadePage { frame: reader.frame(site, None, t.get("invited-title")).await?, name, form, made, back })
}

async fn thanks(headers: HeaderMap) -> Result<Response, PageError> {
    let t = Texts::shipped(Lang::preferred(&headers));
    open_page::told(&t, t.get("invitation-done"), vec![t.get("invitation-done-next")])
}

fn not_open(t: &Texts, error: SecretPageError) -> Result<Response, PageError> {
    let lines = vec![t.get("invitation-not-open-why"), t.get("invitation-not-open-do")];
    open_page::not_open(t, t.get("invitation-not-open"), lines, error)
}

async fn open(
    State(site): State<Site>,
    from: CameFrom,
    headers: HeaderMap,
    Path(secret): Path<String>,
) -> Result<Response, PageError> {
    let t = Texts::shipped(Lang::preferred(&headers));
    match site.app().open_invitation(&secret, from.origin()).await {
        Ok(()) => page(&site, &headers, &secret, &Filled::new(&t, Submitted::default())),
        Err(error) => not_open(&t, error),
    }
}

fn page(site: &Site, headers: &HeaderMap, secret: &str, filled: &Filled) -> Result<Response, PageError> {
    let t = Texts::shipped(Lang::preferred(headers));
    let frame = open_page::frame(site, headers, &t, t.get("invited-title"), !filled.is_right());
    let questions = [
        Question::line("login", t.get("account-login")).hint(t.get("invitation-login-hint")),
        Question::password("password", t.get("account-new-password"), "new-password").hint(t.get("password-hint")),
    ];
    let fields = filled.ask_all(&questions);
    show(&OpenPage { summary: filled.summary(), fields, action: format!("/invitation/{secret}"), frame })
}

async fn accept(
    State(site): State<Site>,
    from: CameFrom,
    headers: HeaderMap,
    Path(secret): Path<String>,
    form: Submitted,
) -> Result<Response, PageError> {
    let t = Texts::shipped(Lang::preferred(&headers));
    if from.is_foreign {
        return Err(PageError::new(ErrorKind::BadRequest));
    }
    if let Err(error) = site.app().open_invitation(&secret, from.origin()).await {
        return not_open(&t, error);
    }
    let mut filled = Filled::new(&t, form);
    let login = filled.needed("login", t.get("account-login-needed"));
    let password = filled.needed("password", t.get("password-needed"));
    if filled.is_right() {
        match site.app().accept_invitation(&secret, &login, &password, from.origin()).await {
            Ok(true) => return Ok(Redirect::to("/invitation/done").into_response()),
            Ok(false) => filled.complain("login", t.get("invitation-wrong-name")),
            Err(SecretPageError::UseCase(UseCaseError::WeakPassword)) => {
                filled.complain("password", t.get("password-weak"));
            }
            Err(error) => return not_open(&t, error),
        }
    }
    Ok(not_taken(page(&site, &headers, &secret, &filled)?))
}
