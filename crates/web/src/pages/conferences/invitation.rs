//! 案内: a sitting as iCalendar. Nobody's name is in it; behind the link one signs in.

use axum::{
    extract::State,
    http::{
        HeaderMap, HeaderValue,
        header::{CONTENT_DISPOSITION, CONTENT_TYPE, HOST},
    },
    response::{IntoResponse, Response},
};
use banso_documents::icalendar;

use super::{naming::kind_name, opened::ConferencePath};
use crate::{
    errors::PageError,
    site::{SignedIn, Site, page_error},
};

pub(in crate::pages) async fn invitation(
    State(site): State<Site>,
    reader: SignedIn,
    ConferencePath(id): ConferencePath,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let mut invited = site.app().appointments(&reader.actor, id).await.map_err(page_error)?;
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let scheme = if site.inner.secure { "https" } else { "http" };
    let title = t.with("invitation-title", [("kind", kind_name(t, invited.kind)), ("host", invited.host)]);
    for appointment in &mut invited.appointments {
        title.clone_into(&mut appointment.title);
        appointment.description = format!("{scheme}://{host}/sittings/{id}");
    }
    let text = icalendar(None, &invited.appointments, site.app().clock().now());
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static("text/calendar; charset=utf-8")),
        (CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"sitting.ics\"")),
    ];
    Ok((headers, text).into_response())
}
