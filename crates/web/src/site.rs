//! What every request meets: the use cases, who is signed in, the frame of the page.

use std::{net::IpAddr, sync::Arc};

use askama::Template;
use axum::{
    extract::{FromRequestParts, OriginalUri},
    http::{HeaderMap, Method, header::HOST, request::Parts},
    response::{Html, IntoResponse, Redirect, Response},
};
use banso_access::Actor;
use banso_app::{App, Session, StoreError, Token};
use banso_domain::{id::AgencyId, staff::Role};

use crate::{
    components::Banner,
    dates::DateLook,
    denials::asked_by,
    errors::{ErrorKind, PageError},
    frame::{Account, Frame, NavItem, Section},
    ruby,
    security::{CsrfKey, cookie_value},
    text::{Lang, Texts},
};

/// The name of the session's cookie.
pub(crate) const SESSION_COOKIE: &str = "banso-session";

/// The product as the web serves it. Cheap to clone.
#[derive(Clone)]
pub struct Site {
    pub(crate) inner: Arc<Inside>,
}

pub(crate) struct Inside {
    pub(crate) app: App,
    pub(crate) csrf: CsrfKey,
    /// Cookies are sent over HTTPS only.
    pub(crate) secure: bool,
    /// Proxies on other machines.
    pub(crate) proxies: Vec<IpAddr>,
    sends_mail: bool,
}

/// How a site is reached, and what goes out from it.
#[derive(Clone, Debug, Default)]
pub struct Surroundings {
    /// It is reached over HTTPS.
    pub secure: bool,
    /// Proxies on other machines, which are believed when they say for whom they ask. A proxy on this machine is believed in any case.
    pub proxies: Vec<IpAddr>,
    /// Notices go out by mail.
    pub sends_mail: bool,
}

impl Site {
    /// The site over the use cases; `secure` where it is reached over HTTPS.
    pub fn new(app: App, secure: bool) -> Self {
        Self::within(app, Surroundings { secure, ..Surroundings::default() })
    }

    /// The site in its surroundings.
    pub fn within(app: App, surroundings: Surroundings) -> Self {
        let csrf = CsrfKey::new(app.form_key());
        let Surroundings { secure, proxies, sends_mail } = surroundings;
        Self { inner: Arc::new(Inside { app, csrf, secure, proxies, sends_mail }) }
    }

    /// Whether notices go out by mail.
    pub(crate) fn sends_mail(&self) -> bool {
        self.inner.sends_mail
    }

    /// The address under which this request reached the site, without a slash at its end: for links that are handed on.
    pub(crate) fn own_address(&self, headers: &HeaderMap) -> String {
        let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
        let scheme = if self.inner.secure { "https" } else { "http" };
        format!("{scheme}://{host}")
    }

    /// The use cases.
    pub fn app(&self) -> &App {
        &self.inner.app
    }
}

/// A session, its second factor given or not.
pub struct AnySession {
    /// The session.
    pub session: Session,
    /// The token, as the cookie holds it.
    pub token: Token,
    /// The words of the reader's language.
    pub t: Texts,
    /// The address asked for.
    pub here: String,
}

impl FromRequestParts<Site> for AnySession {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Response> {
        let here = here(parts);
        let token = cookie_value(&parts.headers, SESSION_COOKIE, site.inner.secure).and_then(Token::from_hex);
        let found = match token {
            Some(token) => site.app().session(token).await.map_err(|error| page_error(error).into_response())?,
            None => None,
        };
        match (token, found) {
            (Some(token), Some(session)) => {
                let lang = Lang::from_code(&session.language).unwrap_or_default();
                Ok(Self { session, token, t: Texts::shipped(lang), here })
            }
            _ => Err(to_sign_in(parts, &here)),
        }
    }
}

/// The path and query asked for; nothing personal is ever in them.
fn here(parts: &Parts) -> String {
    let uri = parts.extensions.get::<OriginalUri>().map_or(&parts.uri, |original| &original.0);
    uri.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string)
}

/// Signing in leads back to the page that was asked for. A form that was being sent is answered by a page that keeps what was
/// typed (see [`crate::errors::pages`]).
fn to_sign_in(parts: &Parts, here: &str) -> Response {
    if parts.method != Method::GET {
        PageError::new(ErrorKind::SignedOut).into_response()
    } else if here == "/" {
        Redirect::to("/sign-in").into_response()
    } else {
        Redirect::to(&format!("/sign-in?next={}", percent(here))).into_response()
    }
}

/// Percent-encodes a path for a query.
pub(crate) fn percent(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~/".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// Only pages of this product are gone on to.
pub(crate) fn local(address: &str) -> &str {
    let is_local = address.starts_with('/') && !address.starts_with("//") && !address.contains('\\');
    if is_local { address } else { "/" }
}

/// A member of staff who is signed in, acting for an agency.
pub struct SignedIn {
    /// Who may do what.
    pub actor: Actor,
    /// The session.
    pub session: Session,
    /// The words of the reader's language.
    pub t: Texts,
    /// How the reader likes dates.
    pub look: DateLook,
    /// The address asked for.
    pub here: String,
    pub(crate) csrf: String,
}

impl FromRequestParts<Site> for SignedIn {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Response> {
        let AnySession { session, token, t, here } = AnySession::from_request_parts(parts, site).await?;
        let Some(actor) = session.actor.clone() else {
            return Err(Redirect::to("/sign-in/second-factor").into_response());
        };
        asked_by(parts, &actor);
        let look = DateLook { lang: t.lang(), style: session.date_style };
        let csrf = site.inner.csrf.token_of(&token.to_hex(), session.staff);
        Ok(Self { actor, session, t, look, here, csrf })
    }
}

/// The cookie in which a browser keeps whether the person's own pages have readings.
pub(crate) const RUBY_COOKIE: &str = "banso-ruby";

/// A reader of the person's own pages, or of those that they share with others: with readings where the person wants them (U21).
pub(crate) struct Own(pub(crate) SignedIn);

impl FromRequestParts<Site> for Own {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Response> {
        let reader = SignedIn::from_request_parts(parts, site).await?;
        let is_person = reader.actor.person().is_some();
        let wanted = is_person && cookie_value(&parts.headers, RUBY_COOKIE, site.inner.secure) == Some("on");
        let t = if wanted { reader.t.with_ruby() } else { reader.t };
        Ok(Self(SignedIn { t, ..reader }))
    }
}

impl SignedIn {
    /// A month as the reader likes it: 令和8年11月.
    pub fn month(&self, month: banso_domain::calendar::YearMonth) -> String {
        let known = banso_domain::calendar::PartialDate::from(month);
        self.look.long(known).text().to_owned()
    }

    /// The frame of a page in a section, with the token for its forms.
    ///
    /// # Errors
    ///
    /// If the agencies' names cannot be read.
    pub async fn frame(
        &self,
        site: &Site,
        section: Option<Section>,
        title: impl Into<String>,
    ) -> Result<Frame, PageError> {
        let t = &self.t;
        let roles: Vec<String> = self.actor.roles().iter().map(|role| role_name(t, *role)).collect();
        let mut others: Vec<AgencyId> = self.session.memberships.iter().map(|held| held.agency).collect();
        others.sort_unstable();
        others.dedup();
        others.retain(|agency| *agency != self.actor.agency());
        let mut other_agencies = Vec::new();
        for agency in others {
            let row = site.app().agency(agency).await.map_err(page_error)?;
            other_agencies.push((agency.to_string(), row.facts.name));
        }
        let agency = site.app().agency(self.actor.agency()).await.map_err(page_error)?.facts.name;
        let left = (self.session.ends_at - site.app().clock().now()).num_seconds();
        let account = Account {
            name: self.session.staff_name.clone(),
            role: roles.join(&t.get("list-separator")),
            agency,
            other_agencies,
            session_seconds: u32::try_from(left).unwrap_or(0),
        };
        Ok(Frame {
            section,
            navigation: self.navigation(),
            account: Some(account),
            csrf: self.csrf.clone(),
            here: self.here.clone(),
            ..Frame::open(t.clone(), title)
        })
    }

    fn navigation(&self) -> Vec<NavItem> {
        let mut sections = Vec::new();
        let officer = self.actor.is(Role::MunicipalOfficer);
        if self.actor.is_caseworker() || officer {
            sections.extend([Section::MyWork, Section::Cases, Section::Conferences]);
        }
        if officer {
            sections.push(Section::Decisions);
        }
        if self.actor.is_caseworker() || officer || self.actor.is(Role::PartnerStaff) {
            sections.push(Section::Referrals);
        }
        if self.actor.is_caseworker() {
            sections.push(Section::Monitoring);
        }
        if self.actor.reads_shared() {
            sections.push(Section::Shared);
        }
        if self.actor.is(Role::PartnerStaff) {
            sections.extend([Section::Episodes, Section::Jobs, Section::Sittings]);
        }
        if self.actor.person().is_some() {
            sections.push(Section::Own);
        }
        if self.actor.is(Role::Administrator) {
            sections.push(Section::Administration);
        }
        sections.into_iter().map(|section| NavItem { section, waiting: None }).collect()
    }
}

/// The name of a role in the reader's language.
pub(crate) fn role_name(t: &Texts, role: Role) -> String {
    match role {
        Role::ChiefCounselor => t.get("role-chief-counselor"),
        Role::Counselor => t.get("role-counselor"),
        Role::EmploymentCounselor => t.get("role-employment-counselor"),
        Role::MunicipalOfficer => t.get("role-municipal-officer"),
        Role::Administrator => t.get("role-administrator"),
        Role::PartnerStaff => t.get("role-partner-staff"),
        Role::Person => t.get("role-person"),
    }
}

/// A use case that failed, as a page. Refusals by rules and conflicts are dealt with by the page that asked; what comes here is
/// the rest.
pub(crate) fn page_error(error: banso_app::UseCaseError) -> PageError {
    use banso_app::UseCaseError as Failed;
    let kind = match &error {
        Failed::NotFound => ErrorKind::NotFound,
        Failed::Forbidden => ErrorKind::Forbidden,
        Failed::Conflict { .. } => ErrorKind::Conflict,
        Failed::Refused(_) | Failed::LoginTaken | Failed::WeakPassword => ErrorKind::BadRequest,
        Failed::Store(StoreError::Full(_)) => ErrorKind::NoSpace,
        Failed::Store(StoreError::Unavailable(_) | StoreError::Busy { .. } | StoreError::Closed) => {
            ErrorKind::Unavailable
        }
        Failed::Definition(_) | Failed::Store(_) => ErrorKind::Internal,
    };
    PageError::new(kind).because(error)
}

/// A page from its template.
pub(crate) fn show(page: &impl Template) -> Result<Response, PageError> {
    Ok(Html(ruby::drawn(page.render().map_err(PageError::internal)?)).into_response())
}

/// What has just happened, told on the page that the reader is sent to: `?done=KEY`, where KEY names a message `done-KEY`.
#[derive(Debug, Default, serde::Deserialize)]
pub struct Done {
    done: Option<String>,
}

impl Done {
    /// The banner, if something was done.
    pub fn banners(&self, t: &Texts) -> Vec<Banner> {
        let known = |key: &&String| key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
        let heading = self.done.as_ref().filter(known).map(|key| t.get(&format!("{}{key}", /* keys */ "done-")));
        let heading = heading.filter(|text| !text.starts_with('⟦'));
        heading.map(|text| Banner::new(crate::components::BannerKind::Success, text)).into_iter().collect()
    }
}
