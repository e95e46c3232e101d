//! What changes in a network: its purpose, who belongs to it, its end. The agency that leads it writes all of it; another joins and leaves for itself.

use axum::{
    extract::{Path, State},
    response::Response,
};
use banso_app::{NetworkCommand, NetworkPage};
use banso_domain::{agency::AgencyKind, id::AgencyId, regional_network::NetworkEnd};
use chrono::NaiveDate;

use super::{above, frame, network_id, new::read_plan, plan_questions};
use crate::{
    components::{Banner, ChoiceOption, Link},
    errors::PageError,
    form::{Filled, Question, Submitted, Unsaved, done, labelled, not_taken},
    pages::deeds::{DeedPage, choose_id, deeds},
    site::{SignedIn, Site, page_error},
};

deeds! {
    /* keys */ "regional-network-deed-", /* keys */ "regional-network-lead-";
    Join = "join",
    Leave = "leave",
    Plan = "plan",
    Enter = "enter",
    Depart = "depart",
    End = "end",
}

impl Deed {
    /// What the reader can do to a network as it stands.
    pub(super) fn possible(page: &NetworkPage) -> impl Iterator<Item = Self> {
        let (is_open, leads, may, is_member) = (page.network.end.is_none(), page.leads, page.may_join, page.is_member);
        let has_members = page.network.members.iter().any(|member| member.until.is_none());
        Self::ALL.iter().copied().filter(move |deed| {
            is_open
                && match deed {
                    Self::Join => may && !is_member && !leads,
                    Self::Leave => may && is_member && !leads,
                    Self::Plan | Self::Enter | Self::End => leads,
                    Self::Depart => leads && has_members,
                }
        })
    }
}

struct Opened {
    deed: Deed,
    page: NetworkPage,
    above: Vec<ChoiceOption>,
    agencies: Vec<ChoiceOption>,
}

impl Opened {
    async fn of(site: &Site, reader: &SignedIn, (id, deed): &(String, String)) -> Result<Self, PageError> {
        let id = network_id(id)?;
        let page = site.app().network(&reader.actor, id).await.map_err(page_error)?;
        let deed = Deed::from_name(deed).ok_or_else(PageError::not_found)?;
        if !Deed::possible(&page).any(|possible| possible == deed) {
            return Err(PageError::not_found());
        }
        let above = if deed == Deed::Plan { above(site, reader, Some(id)).await? } else { Vec::new() };
        let all = site.app().agencies().await.map_err(page_error)?;
        let is_in = |agency: AgencyId| {
            page.network.members.iter().any(|member| member.agency == agency && member.until.is_none())
        };
        let wanted = all.iter().filter(|row| row.facts.kind != AgencyKind::Family);
        let wanted = wanted.filter(|row| is_in(row.id) == (deed == Deed::Depart));
        let agencies = labelled(wanted.map(|row| (row.id.to_string(), row.facts.name.clone())));
        Ok(Self { deed, page, above, agencies })
    }

    fn home(&self) -> String {
        format!("/networks/{}", self.page.network.id)
    }

    fn questions(&self, reader: &SignedIn) -> Vec<Question> {
        let t = &reader.t;
        let on = || Question::date("on", t.get("job-on")).required();
        let agency = || Question::pick("agency", t.get("regional-network-member"), self.agencies.clone()).required();
        match self.deed {
            Deed::Plan => plan_questions(t, self.above.clone()),
            Deed::Join | Deed::Leave => vec![on()],
            Deed::Enter | Deed::Depart => vec![agency(), on()],
            Deed::End => vec![on(), Question::long("why", t.get("regional-network-why"), 3).required()],
        }
    }

    fn fresh(&self, reader: &SignedIn, today: NaiveDate) -> Submitted {
        let day = |day: NaiveDate| reader.look.long(day).text().to_owned();
        let form = match self.deed {
            Deed::Plan => {
                let plan = &self.page.network.plan;
                Submitted::of([
                    ("kind", plan.kind.name().to_owned()),
                    ("name", plan.name.clone()),
                    ("purpose", plan.purpose.clone()),
                    ("meets", plan.meets.clone()),
                    ("within", plan.within.map(|within| within.to_string()).unwrap_or_default()),
                    ("from", day(plan.from)),
                ])
            }
            _ => Submitted::of([("on", day(today))]),
        };
        form.version(self.page.version)
    }

    fn read(&self, reader: &SignedIn, filled: &mut Filled) -> Option<NetworkCommand> {
        let t = &reader.t;
        let own = reader.actor.agency();
        Some(match self.deed {
            Deed::Plan => NetworkCommand::Change(read_plan(t, filled)?),
            Deed::Join => NetworkCommand::Join(own, filled.needed_day("on")),
            Deed::Leave => NetworkCommand::Leave(own, filled.needed_day("on")),
            Deed::Enter => {
                let on = filled.needed_day("on");
                NetworkCommand::Join(choose_id(t, filled, "agency")?, on)
            }
            Deed::Depart => {
                let on = filled.needed_day("on");
                NetworkCommand::Leave(choose_id(t, filled, "agency")?, on)
            }
            Deed::End => {
                let on = filled.needed_day("on");
                NetworkCommand::Finish(NetworkEnd {
                    on,
                    why: filled.needed("why", t.get("regional-network-why-missing")),
                })
            }
        })
    }

    async fn draw(
        &self,
        site: &Site,
        reader: &SignedIn,
        filled: &Filled,
        banners: Vec<Banner>,
    ) -> Result<Response, PageError> {
        let t = &reader.t;
        let mut frame = frame(site, reader, self.deed.label(t), false).await?;
        frame.breadcrumbs.push(Link::new(self.page.network.plan.name.clone(), self.home()));
        let page = DeedPage {
            frame,
            heading: self.deed.label(t),
            lead: format!("{}　{}", self.page.network.plan.name, self.deed.lead(t)),
            readers: t.get("regional-network-readers"),
            action: format!("{}/change/{}", self.home(), self.deed.name()),
            back: self.home(),
        };
        page.draw(reader, filled.ask_all(&self.questions(reader)), filled, banners)
    }
}

pub(super) async fn ask(
    State(site): State<Site>,
    reader: SignedIn,
    Path(path): Path<(String, String)>,
) -> Result<Response, PageError> {
    let opened = Opened::of(&site, &reader, &path).await?;
    let filled = Filled::new(&reader.t, opened.fresh(&reader, site.app().clock().today()));
    opened.draw(&site, &reader, &filled, Vec::new()).await
}

pub(super) async fn take(
    State(site): State<Site>,
    reader: SignedIn,
    Path(path): Path<(String, String)>,
    form: Submitted,
) -> Result<Response, PageError> {
    let opened = Opened::of(&site, &reader, &path).await?;
    let mut filled = Filled::new(&reader.t, form);
    let command = opened.read(&reader, &mut filled);
    let Some(command) = command.filter(|_| filled.is_right()) else {
        return Ok(not_taken(opened.draw(&site, &reader, &filled, Vec::new()).await?));
    };
    // Whoever joins or leaves for itself does so whatever the agency that leads it writes meanwhile.
    let is_own = matches!(opened.deed, Deed::Join | Deed::Leave);
    let version = filled.form.text("version").parse().ok().filter(|_| !is_own);
    match site.app().change_network(&reader.actor, opened.page.network.id, version, command).await {
        Ok(()) => Ok(done(&opened.home(), "job-changed")),
        Err(error) => {
            let unsaved = Unsaved::of(error)?;
            let drawn = opened.draw(&site, &reader, &filled, unsaved.banners(&reader.t)).await?;
            Ok(unsaved.answer(drawn))
        }
    }
}
