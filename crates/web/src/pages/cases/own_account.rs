//! 本人のアカウント: a worker gives the person an account of their own, with a first password that is told in person.

use axum::{
    Router,
    extract::{Query, State},
    response::Response,
    routing::get,
};
use banso_access::Action;
use banso_app::UseCaseError;

use super::{
    form_page::Contents,
    room::{CasePath, OpenedCase, RoomTab},
};
use crate::{
    components::{Banner, BannerKind, Link},
    errors::PageError,
    form::{Block, Filled, FormView, Part, Question, Submitted, done, not_taken},
    site::{Done, SignedIn, Site, page_error},
    text::Texts,
};

pub(super) fn routes() -> Router<Site> {
    Router::new().route("/cases/{case}/own-account", get(ask).post(give))
}

fn questions(t: &Texts) -> Vec<Question> {
    vec![
        Question::line("login", t.get("account-login")).hint(t.get("own-account-login-hint")).required(),
        Question::password("password", t.get("account-first-password"), "new-password").hint(t.get("password-hint")),
    ]
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

async fn page(
    site: &Site,
    reader: &SignedIn,
    opened: &OpenedCase,
    filled: &Filled,
    mut banners: Vec<Banner>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    if !opened.may(site, reader, Action::InvitePerson) {
        return Err(PageError::forbidden());
    }
    let case = &opened.file.case;
    let known = site.app().account_of_person(case.person).await.map_err(page_error)?;
    if known.is_some() && banners.is_empty() {
        banners.push(Banner::new(BannerKind::Info, t.get("own-account-known")));
    }
    // Whoever has the account already is invited to choose a password themself.
    let link = || {
        let action = format!("/cases/{}/own-account/invitation", case.id);
        FormView::new(reader, action, Vec::new(), t.get("own-account-link"))
            .back(Link::new(t.get("sharing-back"), format!("/cases/{}/sharing", case.id)))
    };
    let form = known.is_none().then(|| {
        let mut blocks = vec![Block::new(t, Part::Note(t.get("own-account-note")))];
        blocks.extend(filled.ask_all(&questions(t)));
        FormView::new(reader, format!("/cases/{}/own-account", case.id), blocks, t.get("own-account-do"))
            .back(Link::new(t.get("sharing-back"), format!("/cases/{}/sharing", case.id)))
    });
    let form = form.or_else(|| Some(link()));
    let contents = Contents::new(RoomTab::Sharing, t.get("own-account-title"), form);
    Contents { banners, ..contents }.show(site, reader, opened).await
}

async fn give(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    form: Submitted,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let opened = OpenedCase::load(&site, &reader, id).await?;
    let mut filled = Filled::new(t, form);
    let login = filled.needed("login", t.get("account-login-needed"));
    if login.chars().any(char::is_whitespace) {
        filled.complain("login", t.get("account-login-spaces"));
    }
    let password = filled.needed("password", t.get("password-needed"));
    if filled.is_right() {
        match site.app().invite_person(&reader.actor, id, &login, &password).await {
            Ok(_) => return Ok(done(&format!("/cases/{id}/own-account"), "own-account-given")),
            Err(UseCaseError::LoginTaken) => filled.complain("login", t.get("account-login-taken")),
            Err(UseCaseError::WeakPassword) => filled.complain("password", t.get("password-weak")),
            Err(error) => return Err(page_error(error)),
        }
    }
    Ok(not_taken(page(&site, &reader, &opened, &filled, Vec::new()).await?))
}
