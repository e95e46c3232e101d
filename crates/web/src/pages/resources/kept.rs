//! Shortlists that the person wanted kept beside their case: who kept them and when, opened again, on paper, and taken out.

use std::collections::BTreeSet;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use banso_access::Action;
use banso_domain::{
    case::shortlist::KeptShortlist,
    id::{ResourceId, ShortlistId},
    resource::{Field, Shortlist},
};

use super::{entry_of_case, shortlist_of_case};
use crate::{
    components::{Banner, BannerKind, EmptyState, Link},
    errors::PageError,
    form::{Submitted, done, not_taken, refused},
    frame::Frame,
    pages::cases::{CasePath, OpenedCase, Room, RoomTab},
    site::{Done, SignedIn, Site, page_error, show},
};

/// A list that is kept.
struct Kept {
    number: usize,
    /// When, by whom.
    about: String,
    places: Vec<Link>,
    open: Link,
    paper: Link,
    /// Where it is taken out, for those who may.
    drop: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/resources/kept.html")]
struct KeptPage {
    frame: Frame,
    room: Room,
    lists: Vec<Kept>,
    empty: EmptyState,
    look: Link,
}

async fn kept(site: &Site, reader: &SignedIn, opened: &OpenedCase) -> Result<Vec<Kept>, PageError> {
    let (t, case) = (&reader.t, &opened.file.case);
    let may = opened.may(site, reader, Action::WriteNetwork) && case.stage().is_open();
    let named: BTreeSet<ResourceId> = case.shortlists.iter().flat_map(|list| list.places.iter().copied()).collect();
    let rows = site.app().places_of_shortlists(&reader.actor, &named).await.map_err(page_error)?;
    let mut lists = Vec::new();
    for (at, list) in case.shortlists.iter().rev().enumerate() {
        let KeptShortlist { id, places, by, on } = list;
        let who = site.app().staff_name(*by).await.map_err(page_error)?;
        let day = reader.look.long(*on).text().to_owned();
        let place = |id: &ResourceId| {
            let row = rows.get(id)?;
            let name = row.resource.shown(Field::Name).words;
            let name = match row.resource.gone_on {
                Some(gone) => t.with("shortlists-gone", [("name", name), ("day", reader.look.short(gone).text())]),
                None => name.to_owned(),
            };
            Some(Link::new(name, entry_of_case(*id, case.id)))
        };
        let (page, paper) = shortlist_of_case(places, case.id);
        lists.push(Kept {
            number: at + 1,
            about: t.with("shortlists-kept", [("day", day), ("who", who)]),
            places: places.iter().filter_map(place).collect(),
            open: Link::new(t.get("shortlists-open"), page),
            paper: Link::new(t.get("print-pdf"), paper),
            drop: may.then(|| format!("/cases/{}/shortlists/{id}", case.id)),
        });
    }
    Ok(lists)
}

async fn page(
    site: &Site,
    reader: &SignedIn,
    opened: &OpenedCase,
    banners: Vec<Banner>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let lists = kept(site, reader, opened).await?;
    let mut frame = opened.frame(site, reader, &t.get("shortlists-title")).await?;
    frame.has_errors = banners.iter().any(|banner| banner.kind == BannerKind::Error);
    frame.banners = banners;
    show(&KeptPage {
        frame,
        room: opened.room(site, reader, RoomTab::Plan),
        lists,
        empty: EmptyState { heading: t.get("shortlists-none"), body: t.get("shortlists-none-body"), action: None },
        look: Link::new(t.get("resources-for-case"), format!("/resources?case={}", opened.file.case.id)),
    })
}

pub(super) async fn list(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    Query(told): Query<Done>,
) -> Result<Response, PageError> {
    let opened = OpenedCase::load(&site, &reader, id).await?;
    page(&site, &reader, &opened, told.banners(&reader.t)).await
}

/// Keeps the places of the form, as the person wants.
pub(super) async fn keep(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    form: Submitted,
) -> Result<Response, PageError> {
    let opened = OpenedCase::load(&site, &reader, id).await?;
    if !opened.may(&site, &reader, Action::WriteNetwork) {
        return Err(PageError::forbidden());
    }
    let places = form.all("entry").into_iter().filter_map(|place| place.parse().ok());
    let kept = match Shortlist::of(places) {
        Ok(list) => site.app().keep_shortlist(&reader.actor, id, &list, form.text("wanted") == "yes").await.map(drop),
        Err(refusal) => Err(refusal.into()),
    };
    match kept {
        Ok(()) => Ok(done(&format!("/cases/{id}/shortlists"), "shortlist-kept")),
        Err(error) => Ok(not_taken(page(&site, &reader, &opened, refused(&reader.t, error)?).await?)),
    }
}

pub(super) async fn leave(
    State(site): State<Site>,
    reader: SignedIn,
    Path((case, list)): Path<(String, String)>,
    _form: Submitted,
) -> Result<Response, PageError> {
    let id = case.parse().map_err(|_| PageError::not_found())?;
    let list: ShortlistId = list.parse().map_err(|_| PageError::not_found())?;
    let opened = OpenedCase::load(&site, &reader, id).await?;
    match site.app().drop_shortlist(&reader.actor, id, list).await {
        Ok(_) => Ok(done(&format!("/cases/{id}/shortlists"), "shortlist-dropped")),
        Err(error) => Ok(not_taken(page(&site, &reader, &opened, refused(&reader.t, error)?).await?)),
    }
}
