//! One's own settings: language, dates, password, recovery codes, sessions in other browsers.

use askama::Template;
use axum::{
    Router,
    extract::{Query, State},
    response::{Redirect, Response},
    routing::{get, post},
};
use banso_app::{AccountSettings, SignInError, UseCaseError};
use banso_domain::calendar::DateStyle;

use crate::{
    components::ErrorSummary,
    dates::DateLook,
    errors::PageError,
    form::{self, Filled, FormView, Question, Submitted, done, labelled, not_taken},
    frame::Frame,
    pages::sign_in::RecoveryCodesPage,
    site::{Done, SignedIn, Site, page_error, show},
    text::{Lang, Texts},
};

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/account", get(ask).post(change_settings))
        .route("/account/password", post(change_password))
        .route("/account/recovery-codes", post(make_recovery_codes))
        .route("/account/sessions", post(sign_out_elsewhere))
}

#[derive(Template)]
#[template(path = "pages/account/account.html")]
struct AccountPage {
    frame: Frame,
    summary: ErrorSummary,
    settings: FormView,
    password: FormView,
    /// None without a second factor.
    codes: Option<FormView>,
    sessions: FormView,
}

const STYLES: [(DateStyle, &str); 3] =
    [(DateStyle::Era, "era"), (DateStyle::Western, "western"), (DateStyle::Both, "both")];

async fn ask(State(site): State<Site>, reader: SignedIn, Query(told): Query<Done>) -> Result<Response, PageError> {
    let filled = Filled::new(&reader.t, Submitted::default());
    account_page(&site, &reader, &filled, &told).await
}

async fn account_page(site: &Site, reader: &SignedIn, filled: &Filled, told: &Done) -> Result<Response, PageError> {
    let t = &reader.t;
    let mut frame = reader.frame(site, None, t.get("account-own")).await?;
    frame.banners = told.banners(t);
    frame.has_errors = !filled.is_right();
    let today = site.app().clock().today();
    let style = STYLES.iter().find(|(style, _)| *style == reader.look.style).map_or("era", |(_, name)| name);
    let now = Filled::new(t, Submitted::of([("language", t.lang().code()), ("dates", style)]));
    let languages = labelled(Lang::ALL.map(|lang| (lang.code(), lang.own_name())));
    // Each choice is shown by the example of today.
    let example = |style| DateLook { style, ..reader.look }.long(today).text().to_owned();
    let dates = labelled(STYLES.map(|(style, name)| (name, example(style))));
    let settings = now.ask_all(&[
        Question::one("language", t.get("account-language"), languages).below_each_other(),
        Question::one("dates", t.get("account-dates"), dates).below_each_other(),
    ]);
    let password = filled.ask_all(&[
        Question::password("old", t.get("account-old-password"), "current-password"),
        Question::password("new", t.get("account-new-password"), "new-password").hint(t.get("password-hint")),
    ]);
    let again = filled.ask_all(&[Question::password("password", t.get("account-old-password"), "current-password")]);
    let has_codes = site.app().has_second_factor(&reader.session).await.map_err(page_error)?;
    show(&AccountPage {
        summary: form::summary(password.iter().chain(&again)),
        codes: has_codes
            .then(|| FormView::new(reader, "/account/recovery-codes", again, t.get("account-make-codes")).minor()),
        sessions: FormView::new(reader, "/account/sessions", Vec::new(), t.get("account-end-others")).minor(),
        settings: FormView::new(reader, "/account", settings, t.get("account-save-settings")),
        password: FormView::new(reader, "/account/password", password, t.get("account-change-password")).minor(),
        frame,
    })
}

async fn change_settings(State(site): State<Site>, reader: SignedIn, form: Submitted) -> Result<Redirect, PageError> {
    let date_style = STYLES.iter().find(|(_, name)| *name == form.text("dates")).map(|(style, _)| *style);
    let settings = AccountSettings {
        language: form.text("language").to_owned(),
        date_style: date_style.unwrap_or(reader.session.date_style),
    };
    site.app().change_settings(&reader.session, &settings).await.map_err(page_error)?;
    Ok(Redirect::to("/account?done=settings-changed"))
}

async fn change_password(State(site): State<Site>, reader: SignedIn, form: Submitted) -> Result<Response, PageError> {
    let t = &reader.t;
    let mut filled = Filled::new(t, form);
    let old = filled.needed("old", t.get("password-needed"));
    let new = filled.needed("new", t.get("password-needed"));
    if filled.is_right() {
        match site.app().change_password(&reader.session, &old, &new).await {
            Ok(()) => return Ok(done("/account", "password-changed")),
            Err(SignInError::UseCase(UseCaseError::WeakPassword)) => filled.complain("new", t.get("password-weak")),
            Err(error) => not_let_in(t, &mut filled, "old", error)?,
        }
    }
    Ok(not_taken(account_page(&site, &reader, &filled, &Done::default()).await?))
}

/// Why the password that was asked for once more was not taken, beside its field.
fn not_let_in(t: &Texts, filled: &mut Filled, field: &str, error: SignInError) -> Result<(), PageError> {
    match error {
        SignInError::UseCase(error) => return Err(page_error(error)),
        SignInError::Wrong | SignInError::NoRole => filled.complain(field, t.get("password-wrong")),
        SignInError::Wait { seconds } => filled.complain(field, t.with("sign-in-wait", [("seconds", seconds)])),
    }
    Ok(())
}

async fn make_recovery_codes(
    State(site): State<Site>,
    reader: SignedIn,
    form: Submitted,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let mut filled = Filled::new(t, form);
    let password = filled.needed("password", t.get("password-needed"));
    if filled.is_right() {
        match site.app().new_recovery_codes(&reader.session, &password).await {
            Ok(codes) => {
                let frame = reader.frame(&site, None, t.get("recovery-codes-title")).await?;
                return show(&RecoveryCodesPage { frame, codes });
            }
            Err(error) => not_let_in(t, &mut filled, "password", error)?,
        }
    }
    Ok(not_taken(account_page(&site, &reader, &filled, &Done::default()).await?))
}

async fn sign_out_elsewhere(
    State(site): State<Site>,
    reader: SignedIn,
    _form: Submitted,
) -> Result<Response, PageError> {
    site.app().sign_out_elsewhere(&reader.session).await.map_err(page_error)?;
    Ok(done("/account", "others-signed-out"))
}
