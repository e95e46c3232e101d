//! What the forms of a case share: who will read it, a kept draft, what comes back when something is refused.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use banso_app::UseCaseError;
use banso_domain::rule::{Refusal, Rule};

use super::room::OpenedCase;
use crate::{
    components::{Banner, BannerKind},
    errors::{ErrorKind, PageError},
    rules,
    site::{SignedIn, Site, page_error},
    submitted::Submitted,
    text::Texts,
};

/// Who will read what is written here, in one sentence.
pub(in crate::pages) async fn who_reads(
    site: &Site,
    reader: &SignedIn,
    opened: &OpenedCase,
) -> Result<String, PageError> {
    let (t, scope) = (&reader.t, opened.file.scope);
    let centre = site.app().agency(scope.centre).await.map_err(page_error)?.facts.name;
    if !scope.municipality_sees {
        return Ok(t.with("desk-read-by-centre", [("centre", centre)]));
    }
    let municipality = site.app().agency(scope.municipality).await.map_err(page_error)?.facts.name;
    Ok(t.with("desk-read-by-both", [("centre", centre), ("municipality", municipality)]))
}

/// What `?draft=no` says: the reader does not want the kept draft.
#[derive(Debug, Default, serde::Deserialize)]
pub(in crate::pages) struct DraftWish {
    #[serde(default)]
    draft: String,
}

/// The kept draft of a form, if there is one and it is wanted, with a banner that says so.
pub(in crate::pages) async fn kept_draft(
    site: &Site,
    reader: &SignedIn,
    key: &str,
    wish: &DraftWish,
) -> Result<Option<(Submitted, Banner)>, PageError> {
    if wish.draft == "no" {
        return Ok(None);
    }
    let Some(draft) = site.app().draft(&reader.session, key).await.map_err(page_error)? else { return Ok(None) };
    let t = &reader.t;
    let saved = moment(reader, draft.saved_at);
    let path = reader.here.split('?').next().unwrap_or_default();
    let banner = Banner::new(BannerKind::Info, t.with("desk-draft", [("when", saved)]))
        .link(t.get("desk-draft-leave"), format!("{path}?draft=no"));
    Ok(Some((Submitted::parse(draft.content.as_bytes()), banner)))
}

/// A day with its time, as the reader likes dates.
pub(in crate::pages) fn moment(reader: &SignedIn, at: chrono::DateTime<chrono::Utc>) -> String {
    let day = reader.look.long(banso_domain::calendar::japan::local_date(at));
    let time = banso_domain::calendar::japan::local(at).format("%H:%M");
    format!("{} {time}", day.text())
}

/// On after a change: to `path` with what was done.
pub(in crate::pages) fn done(path: &str, key: &str) -> Response {
    Redirect::to(&format!("{path}?done={key}")).into_response()
}

/// What a use case said that did not do as asked: refused by rules, overtaken, or a failure that has a page of its own.
pub(in crate::pages) enum Unsaved {
    /// By rules: the form comes back.
    Refused(Refusal),
    /// Somebody else was quicker.
    Overtaken,
}

/// Sorts a failure out.
///
/// # Errors
///
/// What is neither a refusal nor a conflict.
pub(in crate::pages) fn unsaved(error: UseCaseError) -> Result<Unsaved, PageError> {
    match error {
        UseCaseError::Refused(refusal) => Ok(Unsaved::Refused(refusal)),
        UseCaseError::Conflict { .. } => Ok(Unsaved::Overtaken),
        other => Err(page_error(other)),
    }
}

impl Unsaved {
    /// The banners above the form that comes back.
    pub(in crate::pages) fn banners(&self, t: &Texts) -> Vec<Banner> {
        match self {
            Self::Refused(refusal) => rules::banners(t, refusal),
            Self::Overtaken => vec![Banner::new(BannerKind::Warning, t.get("desk-overtaken"))],
        }
    }

    /// The status of the page that comes back.
    pub(in crate::pages) const fn status(&self) -> StatusCode {
        match self {
            Self::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Overtaken => StatusCode::CONFLICT,
        }
    }
}

/// A page with a status.
pub(in crate::pages) fn with_status(
    status: StatusCode,
    page: Result<Response, PageError>,
) -> Result<Response, PageError> {
    page.map(|mut page| {
        *page.status_mut() = status;
        page
    })
}

/// What the rules say to a step that is tried out without being taken; nothing where it can be taken.
pub(in crate::pages) fn in_the_way<T>(tried: Result<T, Refusal>) -> Vec<Rule> {
    tried.err().map(|refusal| refusal.rules).unwrap_or_default()
}

/// Refused for want of the role.
pub(in crate::pages) const fn forbidden() -> PageError {
    PageError::new(ErrorKind::Forbidden)
}
