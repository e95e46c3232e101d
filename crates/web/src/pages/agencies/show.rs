//! What one agency says of itself.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};

use super::{freshness, place, reminders, rows};
use crate::{
    components::{Link, StatusTag, SummaryRow},
    errors::PageError,
    frame::Frame,
    naming::agency_kind_name,
    site::{Done, SignedIn, Site, page_error, show},
};

#[derive(Template)]
#[template(path = "pages/agencies/show.html")]
struct ShowPage {
    frame: Frame,
    heading: String,
    freshness: StatusTag,
    rows: Vec<SummaryRow>,
    change: Option<Link>,
}

pub(super) async fn show_agency(
    State(site): State<Site>,
    reader: SignedIn,
    Path(id): Path<String>,
    Query(told): Query<Done>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let id = id.parse().map_err(|_| PageError::not_found())?;
    let row = site.app().supporter_agency(&reader.actor, id).await.map_err(page_error)?;
    let today = site.app().clock().today();
    let is_own = id == reader.actor.agency();
    let may = is_own && site.app().may_tell_about_own_agency(&reader.actor).await.map_err(page_error)?;
    let (section, up) = place(&reader);
    let mut frame = reader.frame(&site, Some(section), t.get("portrait-title")).await?;
    frame.breadcrumbs = vec![up, Link::new(t.get("portraits-title"), "/agencies")];
    frame.banners = told.banners(t);
    frame.banners.extend(reminders(&reader, &row.facts, today, is_own));
    let mut all = vec![
        SummaryRow::new(t.get("agency-kind"), agency_kind_name(t, row.facts.kind)),
        SummaryRow::or_unknown(t.get("agency-phone"), &row.facts.phone),
        SummaryRow::or_unknown(t.get("agency-address"), &row.facts.address),
    ];
    all.extend(rows(&reader, &row.facts));
    show(&ShowPage {
        frame,
        heading: row.facts.name.clone(),
        freshness: freshness(&reader, &row.facts, today),
        rows: all,
        change: may.then(|| Link::new(t.get("portrait-change"), "/agencies/own")),
    })
}
