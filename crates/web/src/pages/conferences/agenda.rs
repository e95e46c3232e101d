//! Putting cases on an agenda and taking them off.

use axum::{extract::State, response::Response};
use banso_access::Action;
use banso_domain::{case::event::Purpose, id::CaseId};

use super::{
    opened::{ConferencePath, Opened},
    show::page,
};
use crate::{
    components::{Banner, BannerKind},
    errors::PageError,
    form::{Filled, Submitted, done, not_taken, refused},
    site::{SignedIn, Site, page_error},
};

/// How long a case usually takes.
pub(in crate::pages) const USUAL_MINUTES: u32 = 20;

/// The case of the form: by its identifier, or by the number that is printed on its papers.
async fn named_case(site: &Site, reader: &SignedIn, form: &Submitted) -> Result<Option<CaseId>, PageError> {
    if let Ok(id) = form.text("case").parse() {
        return Ok(Some(id));
    }
    let found = site.app().find_cases(&reader.actor, form.text("number")).await.map_err(page_error)?;
    Ok(found.first().map(|row| row.id))
}

pub(super) async fn add(
    State(site): State<Site>,
    reader: SignedIn,
    ConferencePath(id): ConferencePath,
    form: Submitted,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let mut filled = Filled::new(t, form);
    // Beside each waiting case the fields carry its identifier, so that every field of the page has a name of its own.
    let of_case = if filled.form.has("case") { format!("-{}", filled.form.text("case")) } else { String::new() };
    let purpose = Purpose::from_name(filled.form.text(&format!("purpose{of_case}")));
    let minutes = filled.minutes(&format!("minutes{of_case}")).unwrap_or(USUAL_MINUTES);
    let case = named_case(&site, &reader, &filled.form).await?;
    let banners = match (case, purpose) {
        (Some(case), Some(purpose)) if filled.is_right() => {
            match site.app().add_agenda_item(&reader.actor, id, case, purpose, minutes).await {
                Ok(()) => return Ok(done(&format!("/conferences/{id}"), "agenda-added#agenda")),
                Err(error) => refused(t, error)?,
            }
        }
        (None, _) => vec![Banner::new(BannerKind::Error, t.get("agenda-no-such-case"))],
        (_, None) => vec![Banner::new(BannerKind::Error, t.get("agenda-purpose-needed"))],
        _ => vec![Banner::new(BannerKind::Error, t.get("minutes-not-recognised"))],
    };
    let opened = Opened::load_for(&site, &reader, id, Action::SetAgenda).await?;
    Ok(not_taken(page(&site, &reader, &opened, banners, Some(&filled)).await?))
}

pub(super) async fn remove(
    State(site): State<Site>,
    reader: SignedIn,
    ConferencePath(id): ConferencePath,
    form: Submitted,
) -> Result<Response, PageError> {
    let case: CaseId = form.text("case").parse().map_err(|_| PageError::not_found())?;
    let purpose = Purpose::from_name(form.text("purpose")).ok_or_else(PageError::not_found)?;
    match site.app().remove_agenda_item(&reader.actor, id, case, purpose).await {
        Ok(()) => Ok(done(&format!("/conferences/{id}"), "agenda-removed#agenda")),
        Err(error) => {
            let banners = refused(&reader.t, error)?;
            let opened = Opened::load_for(&site, &reader, id, Action::SetAgenda).await?;
            Ok(not_taken(page(&site, &reader, &opened, banners, None).await?))
        }
    }
}
