//! Signing in and out, second factor, changing agency and language.

use askama::{Template, filters::Safe};
use axum::{
    Form, Router,
    extract::{Query, State},
    http::{HeaderMap, HeaderName, HeaderValue, header::SET_COOKIE},
    response::{AppendHeaders, IntoResponse, Redirect, Response},
    routing::{get, post},
};
use banso_app::{AccountSettings, NewSecondFactor, SignIn, SignInError, Token};

use crate::{
    components::{ErrorSummary, FieldView, KeyboardKind, Width},
    errors::{ErrorKind, PageError},
    form::Submitted,
    frame::Frame,
    security::{CameFrom, Cookie},
    site::{AnySession, SESSION_COOKIE, SignedIn, Site, local, page_error, percent, show},
    text::{LANGUAGE_COOKIE, Lang, Texts},
};

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/sign-in", get(ask).post(sign_in))
        .route("/sign-in/second-factor", get(ask_code).post(give_code))
        .route("/sign-in/set-up", post(set_up))
        .route("/sign-out", post(sign_out))
        .route("/agency", post(switch_agency))
        .route("/language", post(switch_language))
}

#[derive(Template)]
#[template(path = "pages/sign_in/password.html")]
struct PasswordPage {
    frame: Frame,
    summary: ErrorSummary,
    login: FieldView,
    next: String,
}

#[derive(Template)]
#[template(path = "pages/sign_in/second_factor.html")]
struct CodePage {
    frame: Frame,
    summary: ErrorSummary,
    code: FieldView,
    /// The factor to be set up; none where one is there.
    new: Option<(NewSecondFactor, Safe<String>)>,
    /// Where to go on afterwards.
    next: String,
}

#[derive(Template)]
#[template(path = "pages/sign_in/recovery_codes.html")]
pub(super) struct RecoveryCodesPage {
    pub(super) frame: Frame,
    pub(super) codes: Vec<String>,
}

#[derive(Default, serde::Deserialize)]
struct Next {
    #[serde(default)]
    next: String,
    /// A language chosen on the page itself; the browser keeps it.
    #[serde(default)]
    lang: String,
}

#[derive(serde::Deserialize)]
struct Credentials {
    #[serde(default)]
    login: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    next: String,
}

async fn ask(State(site): State<Site>, headers: HeaderMap, Query(next): Query<Next>) -> Result<Response, PageError> {
    if let Some(lang) = Lang::from_code(&next.lang) {
        let to = match next.next.as_str() {
            "" => "/sign-in".to_owned(),
            next => format!("/sign-in?next={}", percent(local(next))),
        };
        return Ok((language_cookie(&site, lang), Redirect::to(&to)).into_response());
    }
    let t = Texts::shipped(Lang::preferred(&headers));
    password_page(t, "", next.next, None)
}

fn password_page(t: Texts, login: &str, next: String, error: Option<String>) -> Result<Response, PageError> {
    let mut field = FieldView::new("login", t.get("sign-in-login")).value(login).width(Width::Middle).required();
    field.autocomplete = "username".to_owned();
    let summary = error.map_or_else(ErrorSummary::default, |error| ErrorSummary::default().and(error, "#login"));
    let mut frame = Frame::open(t.clone(), t.get("sign-in-title"));
    frame.has_errors = !summary.is_empty();
    frame.languages_at = match next.as_str() {
        "" => "/sign-in?lang=".to_owned(),
        next => format!("/sign-in?next={}&lang=", percent(local(next))),
    };
    show(&PasswordPage { frame, summary, login: field, next })
}

/// What a failure tells; the words do not say whether the name exists.
fn failure(t: &Texts, error: &SignInError) -> Option<String> {
    match error {
        SignInError::Wrong => Some(t.get("sign-in-wrong")),
        SignInError::Wait { seconds } => Some(t.with("sign-in-wait", [("seconds", seconds)])),
        SignInError::NoRole => Some(t.get("sign-in-no-role")),
        SignInError::UseCase(_) => None,
    }
}

async fn sign_in(
    State(site): State<Site>,
    from: CameFrom,
    headers: HeaderMap,
    Form(form): Form<Credentials>,
) -> Result<Response, PageError> {
    let t = Texts::shipped(Lang::preferred(&headers));
    if from.is_foreign {
        return Err(PageError::new(ErrorKind::BadRequest));
    }
    match site.app().sign_in(&form.login, &form.password, from.origin()).await {
        Ok((token, next)) => {
            let to = match next {
                SignIn::Done => local(&form.next).to_owned(),
                SignIn::SecondFactor => format!("/sign-in/second-factor?next={}", percent(local(&form.next))),
                SignIn::SetUpSecondFactor => "/sign-in/second-factor".to_owned(),
            };
            Ok((cookie(&site, Some(token)), Redirect::to(&to)).into_response())
        }
        Err(error) => match failure(&t, &error) {
            Some(words) => password_page(t, &form.login, form.next, Some(words)),
            None => Err(not_signed_in(error)),
        },
    }
}

/// What went wrong on our side while signing in.
fn not_signed_in(error: SignInError) -> PageError {
    match error {
        SignInError::UseCase(error) => page_error(error),
        other => PageError::internal(other),
    }
}

/// The cookie of a session, or the one that takes it away.
fn cookie(site: &Site, token: Option<Token>) -> AppendHeaders<[(HeaderName, HeaderValue); 1]> {
    let value = token.map(Token::to_hex).unwrap_or_default();
    let cookie = Cookie {
        name: SESSION_COOKIE,
        value: &value,
        secure: site.inner.secure,
        max_age_seconds: if token.is_some() { None } else { Some(0) },
    };
    AppendHeaders([(SET_COOKIE, cookie.header().unwrap_or_else(|| HeaderValue::from_static("")))])
}

/// The language for the pages of this browser on which nobody is signed in.
fn language_cookie(site: &Site, lang: Lang) -> AppendHeaders<[(HeaderName, HeaderValue); 1]> {
    let cookie = Cookie {
        name: LANGUAGE_COOKIE,
        value: lang.code(),
        secure: site.inner.secure,
        max_age_seconds: Some(400 * 24 * 3600),
    };
    AppendHeaders([(SET_COOKIE, cookie.header().unwrap_or_else(|| HeaderValue::from_static("")))])
}

fn code_field(t: &Texts) -> FieldView {
    let mut field = FieldView::new("code", t.get("sign-in-code"))
        .hint(t.get("sign-in-code-hint"))
        .width(Width::Middle)
        .keyboard(KeyboardKind::Text)
        .required();
    field.autocomplete = "one-time-code".to_owned();
    field
}

async fn ask_code(
    State(site): State<Site>,
    reader: AnySession,
    Query(next): Query<Next>,
) -> Result<Response, PageError> {
    if reader.session.actor.is_some() {
        return Ok(Redirect::to("/").into_response());
    }
    code_page(&site, &reader, None, next.next, None).await
}

async fn code_page(
    site: &Site,
    reader: &AnySession,
    secret: Option<&str>,
    next: String,
    error: Option<String>,
) -> Result<Response, PageError> {
    let t = reader.t.clone();
    let new = match (site.app().has_second_factor(&reader.session).await.map_err(page_error)?, secret) {
        (true, _) => None,
        (false, Some(secret)) => match site.app().same_second_factor(&reader.session, secret).await {
            Ok(same) => Some(same),
            Err(_) => Some(site.app().new_second_factor(&reader.session).await.map_err(page_error)?),
        },
        (false, None) => Some(site.app().new_second_factor(&reader.session).await.map_err(page_error)?),
    };
    let new = match new {
        Some(factor) => {
            let code = qrcode::QrCode::new(factor.url.as_bytes()).map_err(PageError::internal)?;
            let picture = code.render::<qrcode::render::svg::Color<'_>>().min_dimensions(220, 220).build();
            let picture = picture.split_once("<svg").map_or_else(String::new, |(_, svg)| format!("<svg{svg}"));
            Some((factor, Safe(picture)))
        }
        None => None,
    };
    let mut frame = Frame::open(t.clone(), t.get("sign-in-second-factor-title"));
    frame.csrf = site.inner.csrf.token(&reader.token.to_hex());
    frame.has_errors = error.is_some();
    let summary = error.map_or_else(ErrorSummary::default, |error| ErrorSummary::default().and(error, "#code"));
    show(&CodePage { frame, summary, code: code_field(&t), new, next })
}

async fn give_code(
    State(site): State<Site>,
    from: CameFrom,
    reader: AnySession,
    form: Submitted,
) -> Result<Response, PageError> {
    match site.app().give_second_factor(&reader.session, form.text("code"), from.origin()).await {
        Ok(token) => {
            let to = Redirect::to(local(form.text("next")));
            Ok((cookie(&site, Some(token)), from.remember(&site, &reader)?, to).into_response())
        }
        Err(error) => match failure(&reader.t, &error) {
            Some(words) => code_page(&site, &reader, None, form.text("next").to_owned(), Some(words)).await,
            None => Err(not_signed_in(error)),
        },
    }
}

async fn set_up(
    State(site): State<Site>,
    from: CameFrom,
    reader: AnySession,
    form: Submitted,
) -> Result<Response, PageError> {
    let secret = form.text("secret");
    match site.app().set_up_second_factor(&reader.session, secret, form.text("code")).await {
        Ok((token, codes)) => {
            let frame = Frame::open(reader.t.clone(), reader.t.get("recovery-codes-title"));
            let page = show(&RecoveryCodesPage { frame, codes })?;
            Ok((cookie(&site, Some(token)), from.remember(&site, &reader)?, page).into_response())
        }
        Err(error) => match failure(&reader.t, &error) {
            Some(words) => code_page(&site, &reader, Some(secret), String::new(), Some(words)).await,
            None => Err(not_signed_in(error)),
        },
    }
}

async fn sign_out(State(site): State<Site>, reader: AnySession, _form: Submitted) -> Result<Response, PageError> {
    site.app().sign_out(&reader.session).await.map_err(page_error)?;
    Ok((cookie(&site, None), Redirect::to("/sign-in")).into_response())
}

async fn switch_agency(State(site): State<Site>, reader: SignedIn, form: Submitted) -> Result<Redirect, PageError> {
    let agency = form.text("agency").parse().map_err(|_| PageError::not_found())?;
    site.app().switch_agency(&reader.session, agency).await.map_err(page_error)?;
    Ok(Redirect::to("/"))
}

async fn switch_language(State(site): State<Site>, reader: AnySession, form: Submitted) -> Result<Response, PageError> {
    let settings = AccountSettings { language: form.text("lang").to_owned(), date_style: reader.session.date_style };
    site.app().change_settings(&reader.session, &settings).await.map_err(page_error)?;
    let lang = Lang::from_code(form.text("lang")).unwrap_or_default();
    Ok((language_cookie(&site, lang), Redirect::to(local(form.text("here")))).into_response())
}
