//! One's own settings: language, dates, password.

use askama::Template;
use axum::{
    Router,
    extract::{Query, State},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use banso_app::{AccountSettings, SignInError, UseCaseError};
use banso_domain::calendar::DateStyle;

use crate::{
    components::{ChoiceGroup, ChoiceKind, ErrorSummary, FieldView, Width},
    dates::DateLook,
    errors::PageError,
    filled::{Filled, not_taken},
    frame::Frame,
    site::{Done, SignedIn, Site, page_error, show},
    submitted::Submitted,
    text::Lang,
};

pub(super) fn routes() -> Router<Site> {
    Router::new().route("/account", get(ask).post(change_settings)).route("/account/password", post(change_password))
}

#[derive(Template)]
#[template(path = "pages/account/account.html")]
struct AccountPage {
    frame: Frame,
    summary: ErrorSummary,
    language: ChoiceGroup,
    dates: ChoiceGroup,
    old: FieldView,
    new: FieldView,
}

const STYLES: [(DateStyle, &str); 3] =
    [(DateStyle::Era, "era"), (DateStyle::Western, "western"), (DateStyle::Both, "both")];

async fn ask(State(site): State<Site>, reader: SignedIn, Query(done): Query<Done>) -> Result<Response, PageError> {
    let filled = Filled::new(&reader.t, Submitted::default());
    account_page(&site, &reader, &filled, &done).await
}

async fn account_page(site: &Site, reader: &SignedIn, filled: &Filled, done: &Done) -> Result<Response, PageError> {
    let t = &reader.t;
    let mut frame = reader.frame(site, None, t.get("account-own")).await?;
    frame.banners = done.banners(t);
    frame.has_errors = !filled.is_right();
    let today = site.app().clock().today();
    let style = STYLES.iter().find(|(style, _)| *style == reader.look.style).map_or("era", |(_, name)| name);
    let now =
        Submitted::of([("language".to_owned(), t.lang().code().to_owned()), ("dates".to_owned(), style.to_owned())]);
    let now = Filled::new(t, now);
    let languages = Lang::ALL.map(|lang| (lang.code().to_owned(), lang.own_name().to_owned()));
    // Each choice is shown by the example of today.
    let dates = STYLES.map(|(style, name)| {
        let example = DateLook { style, ..reader.look }.long(today);
        (name.to_owned(), example.text().to_owned())
    });
    let password = |name: &str, label: String| filled.field(name, label).value("").width(Width::Middle).required();
    show(&AccountPage {
        summary: filled.summary(),
        language: now.choices("language", t.get("account-language"), ChoiceKind::One, languages),
        dates: now.choices("dates", t.get("account-dates"), ChoiceKind::One, dates),
        old: password("old", t.get("account-old-password")),
        new: password("new", t.get("account-new-password")).hint(t.get("password-hint")),
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
            Ok(()) => return Ok(Redirect::to("/account?done=password-changed").into_response()),
            Err(SignInError::UseCase(UseCaseError::WeakPassword)) => filled.complain("new", t.get("password-weak")),
            Err(SignInError::UseCase(error)) => return Err(page_error(error)),
            Err(SignInError::Wrong | SignInError::NoRole) => filled.complain("old", t.get("password-wrong")),
            Err(SignInError::Wait { seconds }) => {
                filled.complain("old", t.with("sign-in-wait", [("seconds", seconds)]));
            }
        }
    }
    Ok(not_taken(account_page(&site, &reader, &filled, &Done::default()).await?))
}
