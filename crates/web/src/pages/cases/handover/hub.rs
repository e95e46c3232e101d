//! The handovers of a case: what has to be opened, what is on its way, what is done.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use banso_access::Action;
use banso_domain::{
    agency::AgencyKind,
    case::{handover::Ending, network::Companion, plan::Service},
    id::{CaseId, SupporterId},
};
use chrono::{Days, NaiveDate};

use super::{
    super::{
        form_page::Contents,
        room::{CasePath, Room, RoomTab},
    },
    Desk,
    form::Way,
    naming::{kind_name, state_tag},
    step_words,
};
use crate::{
    components::{Banner, Cell, Column, DueLabel, EmptyState, Link, SummaryRow, TableRow, TableView},
    errors::PageError,
    form::{Filled, FormView, Question, Submitted, done, not_taken, refused},
    frame::Frame,
    naming::service_name,
    rules,
    site::{Done, SignedIn, Site, page_error, show},
};

/// The end of a use is named so long before its handover is due: many of them last for years.
const SOON: Days = Days::new(31);

/// A support, a service of the plan or a use that ends and is to be handed over.
struct EndingLine {
    name: String,
    until: String,
    due: DueLabel,
    /// Where the handover is opened with one press, for those who may.
    action: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/cases/handover/hub.html")]
struct HubPage {
    frame: Frame,
    room: Room,
    ending: Vec<EndingLine>,
    handovers: Option<TableView>,
    nothing: EmptyState,
    new: Vec<Link>,
}

pub(super) async fn hub(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    Query(told): Query<Done>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let desk = Desk::open(&site, &reader, id).await?;
    let mut frame = desk.opened.frame(&site, &reader, &t.get("handover-title")).await?;
    frame.breadcrumbs.push(Link::new(t.get("room-network"), format!("/cases/{id}/network")));
    frame.banners = told.banners(t);
    show(&HubPage {
        ending: desk.ending().await?,
        handovers: desk.table().await?,
        nothing: EmptyState { heading: t.get("handover-nothing"), body: t.get("handover-nothing-body"), action: None },
        new: desk.new_links(),
        room: desk.opened.room(&site, &reader, RoomTab::Network),
        frame,
    })
}

impl Desk<'_> {
    /// Supports, services and uses for which the time of handing over has come, or comes.
    async fn ending(&self) -> Result<Vec<EndingLine>, PageError> {
        let (t, look, case) = (&self.reader.t, self.reader.look, &self.opened.file.case);
        if !super::sheet::is_open(case) {
            return Ok(Vec::new());
        }
        let uses = self.site.app().uses_that_end(&self.reader.actor, case).await.map_err(page_error)?;
        let today = self.site.app().clock().today();
        let companions = self.companions();
        let named = |id: SupporterId| {
            let of = |companion: &&Companion<'_>| companion.supporter.is_some_and(|known| known.id == id);
            companions.iter().find(of).map(|companion| companion.name.clone()).unwrap_or_default()
        };
        let may = self.may(Action::HandOver);
        let line = |name: String, code: String, until: String, from: NaiveDate| EndingLine {
            name,
            until: t.with("network-until-day", [("day", until)]),
            due: DueLabel::new(t, look.with_weekday(from), today),
            action: may.then(|| format!("{}/ending/{code}", self.home())),
        };
        let supports = case.handovers_to_open().into_iter().map(|(supporter, from)| {
            let until = supporter.content.until.map(|until| look.long(until).text().to_owned()).unwrap_or_default();
            line(named(supporter.id), supporter.id.to_string(), until, from)
        });
        let services = case.services_to_hand_over().into_iter().map(|ending| {
            let name = service_name(self.site, t, ending.service, ending.until);
            line(name, ending.service.name().to_owned(), look.long(ending.until).text().to_owned(), ending.from)
        });
        let soon = today + SOON;
        let uses = uses.iter().filter(|known| known.ending.from <= soon).map(|known| {
            let (ending, code) = (known.ending, format!("{USE}{}", known.ending.episode));
            line(self.use_name(known), code, look.long(ending.until).text().to_owned(), ending.from)
        });
        Ok(supports.chain(services).chain(uses).collect())
    }

    /// The ways to begin one: between staff it is the chief who begins it.
    fn new_links(&self) -> Vec<Link> {
        let t = &self.reader.t;
        let employers = self.companions().iter().any(|companion| {
            companion.kind == AgencyKind::Employer && companion.state.is_active() && companion.supporter.is_some()
        });
        let closed = self.opened.file.case.sharing.is_closed_to_employers();
        let link = |way: Way| {
            let (action, text, offered) = match way {
                Way::Staff => (Action::AssignCase, t.get("handover-new-staff"), true),
                Way::Agency => (Action::HandOver, t.get("handover-new-agency"), true),
                Way::Employer => (Action::HandOver, t.get("handover-new-employer"), employers && !closed),
            };
            let offered = offered && self.may(action);
            offered.then(|| Link::new(text, format!("{}/new?way={}", self.home(), way.name())))
        };
        Way::ALL.into_iter().filter_map(link).collect()
    }

    async fn table(&self) -> Result<Option<TableView>, PageError> {
        let (t, look) = (&self.reader.t, self.reader.look);
        let today = self.site.app().clock().today();
        let mut rows = Vec::new();
        for handover in self.opened.file.case.handovers.all().iter().rev() {
            let ends = look.short(handover.content.ends_on);
            rows.push(TableRow {
                cells: vec![
                    Cell::Open {
                        text: kind_name(t, handover.content.kind),
                        below: String::new(),
                        href: self.href(handover.id),
                    },
                    Cell::Text(self.predecessor(handover).await?),
                    Cell::Text(self.successor(&handover.content).await?),
                    if handover.is_open() { Cell::Due(DueLabel::new(t, ends, today)) } else { Cell::Date(ends) },
                    Cell::Status(state_tag(t, handover)),
                ],
            });
        }
        Ok((!rows.is_empty()).then(|| TableView {
            id: "handovers".to_owned(),
            caption: t.get("handover-list"),
            columns: vec![
                Column::new(t.get("handover-kind")),
                Column::new(t.get("handover-from")),
                Column::new(t.get("handover-to")),
                Column::new(t.get("handover-ends-on")),
                Column::new(t.get("network-column-state")),
            ],
            rows,
        }))
    }

    async fn ending_page(&self, ending: Ending, filled: &Filled, banners: Vec<Banner>) -> Result<Response, PageError> {
        let t = &self.reader.t;
        self.require(Action::HandOver)?;
        let (code, name) = match ending {
            Ending::Supporter(id) => {
                let known = self.companions().into_iter().find(|it| it.supporter.is_some_and(|it| it.id == id));
                (id.to_string(), known.ok_or_else(PageError::not_found)?.name)
            }
            Ending::Service(service) => {
                let known = self.opened.file.case.services_to_hand_over();
                let until =
                    known.into_iter().find(|known| known.service == service).ok_or_else(PageError::not_found)?.until;
                (service.name().to_owned(), service_name(self.site, t, service, until))
            }
            Ending::Use(episode) => {
                let known = self.site.app().uses_that_end(&self.reader.actor, &self.opened.file.case).await;
                let of = known.map_err(page_error)?.into_iter().find(|known| known.ending.episode == episode);
                (format!("{USE}{episode}"), self.use_name(&of.ok_or_else(PageError::not_found)?))
            }
        };
        let question = Question::long("reason", t.get("handover-waive-reason"), 2)
            .hint(t.get("handover-waive-reason-hint"))
            .required();
        let action = format!("{}/ending/{code}", self.home());
        let form = FormView::new(self.reader, action, vec![filled.ask(&question)], t.get("handover-waive-save"));
        let contents = Contents::new(RoomTab::Network, t.get("handover-waive"), Some(form.back(self.back())));
        let about = vec![SummaryRow::new(t.get("handover-what-ends"), name)];
        let lead = t.get("handover-waive-lead");
        Contents { about, lead, banners, ..contents }.show(self.site, self.reader, &self.opened).await
    }
}

/// Before the identifier of a use in an address.
const USE: &str = "use-";

/// The case, and what ends: somebody's support, a use or, by its name, a service of the plan.
fn named((case, ending): (String, String)) -> Result<(CaseId, Ending), PageError> {
    let case = case.parse().map_err(|_| PageError::not_found())?;
    let service = || Service::ALL.iter().find(|service| service.name() == ending).copied().map(Ending::Service);
    let of_use = || ending.strip_prefix(USE)?.parse().ok().map(Ending::Use);
    let ending = ending.parse().ok().map(Ending::Supporter).or_else(of_use).or_else(service);
    Ok((case, ending.ok_or_else(PageError::not_found)?))
}

/// The form of saying that nobody has to follow.
pub(super) async fn ask_ending(
    State(site): State<Site>,
    reader: SignedIn,
    Path(path): Path<(String, String)>,
) -> Result<Response, PageError> {
    let (id, ending) = named(path)?;
    let desk = Desk::open(&site, &reader, id).await?;
    desk.ending_page(ending, &Filled::new(&reader.t, Submitted::default()), Vec::new()).await
}

/// One press opens the handover; with a reason, nobody has to follow.
pub(super) async fn take_ending(
    State(site): State<Site>,
    reader: SignedIn,
    Path(path): Path<(String, String)>,
    form: Submitted,
) -> Result<Response, PageError> {
    let (id, ending) = named(path)?;
    let desk = Desk::open(&site, &reader, id).await?;
    desk.require(Action::HandOver)?;
    let mut filled = Filled::new(&reader.t, form);
    if filled.form.has("open") {
        let opened = site.app().open_handover_of_ending(&reader.actor, id, ending, step_words(&reader)).await;
        return match opened {
            Ok(handover) => Ok(done(&desk.href(handover), "handover-opened")),
            Err(error) => {
                let banners = refused(&reader.t, error)?;
                Ok(not_taken(desk.ending_page(ending, &filled, banners).await?))
            }
        };
    }
    let reason = filled.needed("reason", reader.t.get("handover-reason-missing"));
    let mut banners = Vec::new();
    if filled.is_right() {
        match site.app().waive_handover(&reader.actor, id, ending, &reason).await {
            Ok(_) => return Ok(done(&desk.home(), "handover-waived")),
            Err(error) => banners = refused(&reader.t, error)?,
        }
    }
    Ok(not_taken(desk.ending_page(ending, &filled, banners).await?))
}

/// The rule of the four months, said where it matters.
pub(super) fn opens_in_time(reader: &SignedIn) -> String {
    rules::what_to_do(&reader.t, banso_domain::rule::Rule::HandoverOpensInTime)
}
