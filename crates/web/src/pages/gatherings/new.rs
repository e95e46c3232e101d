//! Planning a gathering: first what it is, then what that asks for.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::{IntoResponse, Redirect, Response},
};
use banso_domain::{gathering::GatheringKind, id::NetworkId};

use super::{
    change,
    naming::{kind_name, kind_words},
    plan_form::Around,
};
use crate::{
    components::{Banner, Link},
    errors::{ErrorKind, PageError},
    form::{Filled, Submitted, not_taken, refused},
    frame::Frame,
    site::{SignedIn, Site, page_error, show},
};

/// What is to be planned.
#[derive(Default, serde::Deserialize)]
#[serde(default)]
pub(super) struct Begin {
    kind: String,
    network: String,
}

impl Begin {
    fn kind(&self) -> Option<GatheringKind> {
        GatheringKind::from_name(&self.kind)
    }

    fn network(&self) -> Option<NetworkId> {
        self.network.parse().ok()
    }

    fn address(&self, kind: GatheringKind) -> String {
        match self.network() {
            Some(network) => format!("/gatherings/new?kind={}&network={network}", kind.name()),
            None => format!("/gatherings/new?kind={}", kind.name()),
        }
    }
}

/// A kind to choose, with what it is for.
struct KindLine {
    link: Link,
    words: String,
}

#[derive(Template)]
#[template(path = "pages/gatherings/kinds.html")]
struct KindsPage {
    frame: Frame,
    kinds: Vec<KindLine>,
}

async fn kinds_page(site: &Site, reader: &SignedIn, begin: &Begin) -> Result<Response, PageError> {
    let t = &reader.t;
    let frame = change::frame(site, reader, t.get("gathering-new")).await?;
    let fits = |kind: &&GatheringKind| begin.network().is_none() || kind.invites_supporters();
    let line = |kind: &GatheringKind| KindLine {
        link: Link::new(kind_name(t, *kind), begin.address(*kind)),
        words: kind_words(t, *kind),
    };
    show(&KindsPage { frame, kinds: GatheringKind::ALL.iter().filter(fits).map(line).collect() })
}

async fn form_page(
    site: &Site,
    reader: &SignedIn,
    begin: &Begin,
    kind: GatheringKind,
    filled: &Filled,
    banners: Vec<Banner>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let around = Around::of(site, reader, kind).await?.with_networks(site, reader).await?;
    let back = begin.network().map_or("/gatherings".to_owned(), |network| format!("/networks/{network}"));
    let (words, ways) = ((kind_name(t, kind), kind_words(t, kind)), (begin.address(kind), back));
    let page = change::page(site, reader, words, ways).await?;
    page.draw(reader, filled.ask_all(&around.questions(t, false)), filled, banners)
}

async fn require_host(site: &Site, reader: &SignedIn) -> Result<(), PageError> {
    let may = site.app().may_hold_gatherings(&reader.actor).await.map_err(page_error)?;
    if may { Ok(()) } else { Err(PageError::new(ErrorKind::Forbidden)) }
}

pub(super) async fn ask(
    State(site): State<Site>,
    reader: SignedIn,
    Query(begin): Query<Begin>,
) -> Result<Response, PageError> {
    require_host(&site, &reader).await?;
    let Some(kind) = begin.kind() else { return kinds_page(&site, &reader, &begin).await };
    let mut form = Submitted::default();
    if let Some(id) = begin.network() {
        let network = site.app().network(&reader.actor, id).await.map_err(page_error)?.network;
        form.put("network", id.to_string());
        let all = site.app().agencies().await.map_err(page_error)?;
        let fits = |id: &banso_domain::id::AgencyId| all.find(*id).is_some_and(|row| kind.invites(row.facts.kind));
        let members = network.members_on(site.app().clock().today());
        members.filter(fits).for_each(|agency| form.put("invited", agency.to_string()));
    }
    form_page(&site, &reader, &begin, kind, &Filled::new(&reader.t, form), Vec::new()).await
}

pub(super) async fn plan(
    State(site): State<Site>,
    reader: SignedIn,
    Query(begin): Query<Begin>,
    form: Submitted,
) -> Result<Response, PageError> {
    let t = &reader.t;
    require_host(&site, &reader).await?;
    let kind = begin.kind().unwrap_or_default();
    let mut filled = Filled::new(t, form);
    let plan = Around::of(&site, &reader, kind).await?.read(t, &mut filled, false);
    let mut banners = Vec::new();
    if filled.is_right() {
        match site.app().plan_gathering(&reader.actor, plan).await {
            Ok(id) => return Ok(Redirect::to(&format!("/gatherings/{id}?done=gathering-planned")).into_response()),
            Err(error) => banners = refused(t, error)?,
        }
    }
    Ok(not_taken(form_page(&site, &reader, &begin, kind, &filled, banners).await?))
}
