//! What is written down of a gathering: each deed has its form, and one button.

use axum::{
    extract::{Path, State},
    response::Response,
};
use banso_app::GatheringPage;

use super::{deed::Deed, gathering_id, naming::kind_name, plan_form::Around};
use crate::{
    components::{Banner, Link},
    errors::PageError,
    form::{Filled, Submitted, Unsaved, done, not_taken},
    frame::{Frame, Section},
    pages::deeds::DeedPage,
    site::{SignedIn, Site, page_error},
};

/// The frame of a page below the list.
pub(super) async fn frame(site: &Site, reader: &SignedIn, title: String) -> Result<Frame, PageError> {
    let mut frame = reader.frame(site, Some(Section::Jobs), title).await?;
    frame.breadcrumbs = vec![Link::new(reader.t.get("gatherings-title"), "/gatherings")];
    Ok(frame)
}

/// The page of a form about a gathering.
pub(super) async fn page(
    site: &Site,
    reader: &SignedIn,
    (heading, lead): (String, String),
    (action, back): (String, String),
) -> Result<DeedPage, PageError> {
    let frame = frame(site, reader, heading.clone()).await?;
    Ok(DeedPage { frame, heading, lead, readers: reader.t.get("gathering-readers"), action, back })
}

struct Opened {
    deed: Deed,
    page: GatheringPage,
    around: Around,
}

impl Opened {
    async fn of(site: &Site, reader: &SignedIn, (id, deed): &(String, String)) -> Result<Self, PageError> {
        let page = site.app().gathering(&reader.actor, gathering_id(id)?).await.map_err(page_error)?;
        let deed = Deed::from_name(deed).ok_or_else(PageError::not_found)?;
        if !Deed::possible(&page, site.app().clock().today()).any(|possible| possible == deed) {
            return Err(PageError::not_found());
        }
        let mut around = Around::of(site, reader, page.gathering.plan.kind).await?;
        if deed == Deed::Plan {
            around = around.with_networks(site, reader).await?;
        }
        Ok(Self { deed, page, around })
    }

    fn home(&self) -> String {
        format!("/gatherings/{}", self.page.gathering.id)
    }

    async fn draw(
        &self,
        site: &Site,
        reader: &SignedIn,
        filled: &Filled,
        banners: Vec<Banner>,
    ) -> Result<Response, PageError> {
        let t = &reader.t;
        let plan = &self.page.gathering.plan;
        let lead = format!("{}　{}　{}", kind_name(t, plan.kind), plan.theme, self.deed.lead(t));
        let action = format!("{}/change/{}", self.home(), self.deed.name());
        let page = page(site, reader, (self.deed.label(t), lead), (action, self.home())).await?;
        let questions = self.deed.questions(t, &self.page, &self.around, reader.actor.agency());
        page.draw(reader, filled.ask_all(&questions), filled, banners)
    }
}

pub(super) async fn ask(
    State(site): State<Site>,
    reader: SignedIn,
    Path(path): Path<(String, String)>,
) -> Result<Response, PageError> {
    let opened = Opened::of(&site, &reader, &path).await?;
    let form = opened.deed.fresh(&reader, &opened.page, site.app().clock().today());
    opened.draw(&site, &reader, &Filled::new(&reader.t, form), Vec::new()).await
}

pub(super) async fn take(
    State(site): State<Site>,
    reader: SignedIn,
    Path(path): Path<(String, String)>,
    form: Submitted,
) -> Result<Response, PageError> {
    let opened = Opened::of(&site, &reader, &path).await?;
    let mut filled = Filled::new(&reader.t, form);
    let command = opened.deed.read(&reader, &opened.page, &opened.around, &mut filled);
    let Some(command) = command.filter(|_| filled.is_right()) else {
        return Ok(not_taken(opened.draw(&site, &reader, &filled, Vec::new()).await?));
    };
    let version = filled.form.text("version").parse().ok().filter(|_| opened.deed.asks_for_version());
    match site.app().change_gathering(&reader.actor, opened.page.gathering.id, version, command).await {
        Ok(()) => Ok(done(&opened.home(), "job-changed")),
        Err(error) => {
            let unsaved = Unsaved::of(error)?;
            let drawn = opened.draw(&site, &reader, &filled, unsaved.banners(&reader.t)).await?;
            Ok(unsaved.answer(drawn))
        }
    }
}
