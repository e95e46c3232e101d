//! Beginning a handover, and changing what is written about it.

use axum::{
    extract::{Query, State},
    response::Response,
};
use banso_access::Action;
use banso_app::UseCaseError;
use banso_domain::{
    case::{
        event::CaseEvent,
        handover::{Handover, HandoverEvent},
    },
    id::HandoverId,
};

use super::{
    super::{
        form_page::Contents,
        meanwhile::{Clash, since},
        room::{CasePath, RoomTab},
    },
    Desk, HandoverPath,
    form::{Way, typed},
    naming::kind_name,
    step_words,
};
use crate::{
    components::{Banner, Link, SummaryRow},
    errors::PageError,
    form::{Compared, Draft, Filled, FormView, Side, Submitted, chosen, done, not_taken, refused},
    site::{SignedIn, Site},
};

#[derive(serde::Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    way: String,
}

impl Asked {
    fn way(&self) -> Result<Way, PageError> {
        // Without a way in the address: the one that is always possible.
        let name = if self.way.is_empty() { Way::Agency.name() } else { &self.way };
        Way::from_name(name).ok_or_else(PageError::not_found)
    }
}

const fn action_for(way: Way) -> Action {
    match way {
        Way::Staff => Action::AssignCase,
        Way::Agency | Way::Employer => Action::HandOver,
    }
}

impl Desk<'_> {
    fn new_key(&self, way: Way) -> String {
        format!("handover/{}/{}", self.opened.file.case.id, way.name())
    }

    fn change_key(&self, id: HandoverId) -> String {
        format!("handover/{}/{id}", self.opened.file.case.id)
    }

    async fn new_page(
        &self,
        way: Way,
        filled: &Filled,
        draft: Draft,
        banners: Vec<Banner>,
    ) -> Result<Response, PageError> {
        let t = &self.reader.t;
        let (heading, lead) = match way {
            Way::Staff => (t.get("handover-new-staff"), t.get("handover-new-staff-lead")),
            Way::Agency => (t.get("handover-new-agency"), t.get("handover-new-agency-lead")),
            Way::Employer => (t.get("handover-new-employer"), t.get("handover-new-employer-lead")),
        };
        let action = format!("{}/new?way={}", self.home(), way.name());
        let blocks = self.blocks(way, None, filled);
        let form = FormView::new(self.reader, action, blocks, t.get("handover-open")).draft(draft).back(self.back());
        let contents = Contents::new(RoomTab::Network, heading, Some(form));
        Contents { lead, banners, ..contents }.show(self.site, self.reader, &self.opened).await
    }

    async fn change_page(
        &self,
        known: &Handover,
        filled: &Filled,
        draft: Draft,
        banners: Vec<Banner>,
    ) -> Result<Response, PageError> {
        let t = &self.reader.t;
        let href = self.href(known.id);
        let blocks = self.blocks(Way::of(known.content.kind), Some(known), filled);
        let form = FormView::new(self.reader, format!("{href}/change"), blocks, t.get("handover-save"))
            .based_on(filled)
            .draft(draft)
            .back(Link::new(t.get("handover-back-to-one"), href));
        let about = vec![
            SummaryRow::new(t.get("handover-kind"), kind_name(t, known.content.kind)),
            SummaryRow::new(t.get("handover-from"), self.predecessor(known).await?),
        ];
        let contents = Contents::new(RoomTab::Network, t.get("handover-change"), Some(form));
        Contents { about, banners, ..contents }.show(self.site, self.reader, &self.opened).await
    }
}

pub(super) async fn ask_new(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let way = asked.way()?;
    let desk = Desk::open(&site, &reader, id).await?;
    desk.require(action_for(way))?;
    let fresh = desk.fresh(site.app().clock().today());
    let (draft, form) = Draft::open(&site, &reader, desk.new_key(way), fresh).await?;
    desk.new_page(way, &Filled::new(&reader.t, form), draft, Vec::new()).await
}

pub(super) async fn open(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    Query(asked): Query<Asked>,
    form: Submitted,
) -> Result<Response, PageError> {
    let way = asked.way()?;
    let desk = Desk::open(&site, &reader, id).await?;
    desk.require(action_for(way))?;
    let mut filled = Filled::new(&reader.t, form);
    let mut banners = Vec::new();
    if let Some(content) = desk.read(way, None, &mut filled) {
        match site.app().open_handover(&reader.actor, id, content, step_words(&reader)).await {
            Ok(handover) => {
                Draft::drop(&site, &reader, &desk.new_key(way)).await?;
                return Ok(done(&desk.href(handover), "handover-opened"));
            }
            Err(error) => banners = refused(&reader.t, error)?,
        }
    }
    let draft = Draft::of(&reader, desk.new_key(way));
    Ok(not_taken(desk.new_page(way, &filled, draft, banners).await?))
}

pub(super) async fn ask_change(
    State(site): State<Site>,
    reader: SignedIn,
    path: HandoverPath,
) -> Result<Response, PageError> {
    let desk = Desk::open(&site, &reader, path.case).await?;
    desk.require(Action::HandOver)?;
    let known = desk.handover(path.handover)?;
    let saved = typed(reader.look, &known.content).version(desk.opened.file.version);
    let (draft, form) = Draft::open(&site, &reader, desk.change_key(known.id), saved).await?;
    desk.change_page(known, &Filled::new(&reader.t, form), draft, Vec::new()).await
}

pub(super) async fn change(
    State(site): State<Site>,
    reader: SignedIn,
    path: HandoverPath,
    form: Submitted,
) -> Result<Response, PageError> {
    let desk = Desk::open(&site, &reader, path.case).await?;
    desk.require(Action::HandOver)?;
    let known = desk.handover(path.handover)?;
    let mut filled = Filled::new(&reader.t, chosen(form, &typed(reader.look, &known.content)));
    let mut banners = Vec::new();
    if let Some(content) = desk.read(Way::of(known.content.kind), Some(known), &mut filled) {
        let mut version = filled.form.text("version").parse().unwrap_or(desk.opened.file.version);
        loop {
            match site.app().change_handover(&reader.actor, path.case, version, known.id, content.clone()).await {
                Ok(_) => {
                    Draft::drop(&site, &reader, &desk.change_key(known.id)).await?;
                    return Ok(done(&desk.href(known.id), "handover-changed"));
                }
                Err(UseCaseError::Conflict { expected, found }) => {
                    if let Some(page) = conflict(&site, &reader, path, expected, &filled.form).await? {
                        return Ok(page);
                    }
                    version = found;
                }
                Err(error) => {
                    banners = refused(&reader.t, error)?;
                    break;
                }
            }
        }
    }
    let draft = Draft::of(&reader, desk.change_key(known.id));
    Ok(not_taken(desk.change_page(known, &filled, draft, banners).await?))
}

/// What others wrote about the handover meanwhile, side by side; none if they wrote elsewhere in the case, or the same.
async fn conflict(
    site: &Site,
    reader: &SignedIn,
    path: HandoverPath,
    version: i64,
    mine: &Submitted,
) -> Result<Option<Response>, PageError> {
    let about = |event: &CaseEvent| matches!(event, CaseEvent::HandedOver { handover, what: HandoverEvent::Changed { .. } } if *handover == path.handover);
    let since = since(site, reader, path.case, version, about).await?;
    let desk = Desk::open(site, reader, path.case).await?;
    let known = desk.handover(path.handover)?;
    let theirs = typed(reader.look, &known.content);
    let was = since.opened.as_ref().and_then(|case| case.handovers.find(path.handover));
    let was = was.map(|known| typed(reader.look, &known.content));
    let sides =
        Side::all_of(&reader.t, reader.look, &desk.flat(known), Compared { was: was.as_ref(), mine, theirs: &theirs });
    if since.by.is_none() || sides.is_empty() {
        return Ok(None);
    }
    let clash = Clash {
        tab: RoomTab::Network,
        action: format!("{}/change", desk.href(path.handover)),
        version: desk.opened.file.version.to_string(),
        by: since.by,
        typed: mine,
        sides,
    };
    clash.show(site, reader, &desk.opened).await.map(Some)
}
