//! What stands on every page of a case: the identity bar, the tabs, the way back.

use std::collections::BTreeSet;

use axum::extract::{FromRequestParts, Path};
use banso_access::Action;
use banso_app::CaseFile;
use banso_domain::{calendar::full_years, case::network::Supporting, id::CaseId, person::AddressKind, rule::Rule};
use chrono::NaiveDate;

use crate::{
    components::{CaseHeader, Link, Shape, StatusTag, Tab},
    errors::PageError,
    form::AgencyChoice,
    frame::{Frame, Section},
    rules,
    site::{SignedIn, Site, page_error},
};

/// So many letters of what the person wrote fit into the bar.
const CAUTION_LENGTH: usize = 30;
/// A consent that ends within so many days is pointed at.
const CONSENT_ENDS_SOON: u64 = 30;

/// A page of a case: the frame with its bar and tabs. Templates extend `pages/cases/room.html` and name this `room`.
pub(in crate::pages) struct Room {
    /// The bar.
    pub(in crate::pages) header: CaseHeader,
    /// The pages of the case.
    pub(in crate::pages) tabs: Vec<Tab>,
}

/// The pages of a case, in the order of the tabs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::pages) enum RoomTab {
    Overview,
    Timeline,
    Intake,
    Assessment,
    Network,
    Plan,
    Conferences,
    Referrals,
    Sharing,
    Closing,
    History,
    /// 印刷・様式, which the bar leads to; no tab of its own.
    Print,
}

impl RoomTab {
    const ALL: [Self; 11] = [
        Self::Overview,
        Self::Timeline,
        Self::Intake,
        Self::Assessment,
        Self::Network,
        Self::Plan,
        Self::Conferences,
        Self::Referrals,
        Self::Sharing,
        Self::Closing,
        Self::History,
    ];

    /// The part of the address after the case.
    const fn path(self) -> &'static str {
        match self {
            Self::Overview => "",
            Self::Timeline => "/records",
            Self::Intake => "/intake",
            Self::Assessment => "/assessment",
            Self::Network => "/network",
            Self::Plan => "/plan",
            Self::Conferences => "/conferences",
            Self::Referrals => "/referrals",
            Self::Sharing => "/sharing",
            Self::Closing => "/closing",
            Self::History => "/history",
            Self::Print => "/print",
        }
    }

    /// The message that names it, after `room-`.
    const fn key(self) -> &'static str {
        match self {
            Self::Overview => "overview",
            Self::Timeline => "timeline",
            Self::Intake => "intake",
            Self::Assessment => "assessment",
            Self::Network => "network",
            Self::Plan => "plan",
            Self::Conferences => "conferences",
            Self::Referrals => "referrals",
            Self::Sharing => "sharing",
            Self::Closing => "closing",
            Self::History => "history",
            Self::Print => "print",
        }
    }
}

/// The case of an address, loaded for the reader.
pub(in crate::pages) struct OpenedCase {
    pub(in crate::pages) file: CaseFile,
}

impl OpenedCase {
    pub(in crate::pages) async fn load(site: &Site, reader: &SignedIn, id: CaseId) -> Result<Self, PageError> {
        Ok(Self { file: site.app().case_file(&reader.actor, id).await.map_err(page_error)? })
    }

    /// The agencies that can be named in the case: all but its centre; those that it knows already are suggested first.
    pub(in crate::pages) async fn agencies(&self, site: &Site) -> Result<AgencyChoice, PageError> {
        let (case, all) = (&self.file.case, site.app().agencies().await.map_err(page_error)?);
        let beside = case.network.supporters().iter().filter_map(|supporter| match supporter.content.supporting {
            Supporting::Agency { agency } => Some(agency),
            Supporting::Outside { .. } => None,
        });
        let told = case.sharing.consents.iter().flat_map(|consent| &consent.to).map(|to| to.agency);
        Ok(AgencyChoice::of(all).without([case.centre]).likely(beside).likely(told))
    }

    /// Whether the reader may do this to the case: for the buttons.
    pub(in crate::pages) fn may(&self, site: &Site, reader: &SignedIn, action: Action) -> bool {
        site.app().may(&reader.actor, action, self.file.scope)
    }

    /// The frame of a page of the case; the title names the page and the case's number, never the person.
    pub(in crate::pages) async fn frame(
        &self,
        site: &Site,
        reader: &SignedIn,
        title: &str,
    ) -> Result<Frame, PageError> {
        let t = &reader.t;
        let title = t.with("room-title", [("page", title), ("number", &self.file.case.reference)]);
        let mut frame = reader.frame(site, Some(Section::Cases), title).await?;
        frame.breadcrumbs = vec![Link::new(t.get("cases-title"), "/cases")];
        Ok(frame)
    }

    /// Whether the person agrees to sharing, since when, and whether they are told each time.
    fn consent(&self, reader: &SignedIn) -> (StatusTag, String) {
        let t = &reader.t;
        let Some(application) = &self.file.case.application else {
            return (StatusTag::new(Shape::Waiting, t.get("consent-not-asked")), String::new());
        };
        let since = t.with("consent-since", [("day", reader.look.short(application.answer.on).text())]);
        let tag = match (application.answer.agrees(), application.sharing.agrees) {
            (true, true) if application.sharing.tell_each_time => {
                let each_time = t.get("consent-each-time");
                return (StatusTag::new(Shape::Done, t.get("consent-shares")), format!("{since}{each_time}"));
            }
            (true, true) => StatusTag::new(Shape::Done, t.get("consent-shares")),
            (true, false) => StatusTag::new(Shape::Waiting, t.get("consent-no-sharing")),
            (false, _) => StatusTag::new(Shape::Blocked, t.get("consent-none")),
        };
        (tag, since)
    }

    /// To how many other agencies something is open today, and until when the first of these doors stays open (U10).
    fn open_to(&self, reader: &SignedIn, today: NaiveDate) -> String {
        let shares = self.file.case.sharing.shares();
        let open: Vec<_> = shares.iter().filter(|share| share.is_open_on(today)).collect();
        let agencies: BTreeSet<_> = open.iter().map(|share| share.agency).collect();
        let Some(until) = open.iter().map(|share| share.until).min() else { return String::new() };
        let until = reader.look.short(until).text().to_owned();
        let count = agencies.len().to_string();
        format!(" {}", reader.t.with("consent-open-to", [("count", count), ("until", until)]))
    }

    /// What everybody who opens the case has to know first.
    fn cautions(&self, reader: &SignedIn, today: NaiveDate) -> Vec<String> {
        let t = &reader.t;
        let (case, facts) = (&self.file.case, &self.file.person.facts);
        let mut cautions = Vec::new();
        if let Some(protection) = &case.protection.current {
            cautions.push(match protection.caution.trim() {
                "" => t.get("caution-protected-plain"),
                caution => t.with("caution-protected", [("caution", shortened(caution))]),
            });
        }
        if case.protection.to_review().next().is_some() {
            cautions.push(t.get("caution-opening-to-review"));
        }
        if case.waits_for_ratification() {
            cautions.push(rules::why(t, Rule::ReportAfterwards));
        }
        if facts.name_assumed {
            cautions.push(t.get("caution-name-assumed"));
        }
        if facts.address_kind == AddressKind::Withheld {
            cautions.push(t.get("caution-address-withheld"));
        }
        if case.sharing.is_closed_to_employers() {
            cautions.push(t.get("caution-closed-employment"));
        }
        if case.sharing.to_review().next().is_some() {
            cautions.push(t.get("caution-emergency-to-review"));
        }
        if let Some(ending) = case.sharing.ending_soon(today, CONSENT_ENDS_SOON).first() {
            cautions.push(t.with("caution-consent-ends", [("day", reader.look.short(ending.until).text())]));
        }
        let excluded = case.application.as_ref().map(|application| application.sharing.excluded_agencies.trim());
        if let Some(agencies) = excluded.filter(|agencies| !agencies.is_empty()) {
            cautions.push(t.with("caution-excluded", [("agencies", shortened(agencies))]));
        }
        cautions
    }

    /// Who will read what is written here, in one sentence.
    pub(in crate::pages) async fn readers(&self, site: &Site, reader: &SignedIn) -> Result<String, PageError> {
        let (t, scope) = (&reader.t, self.file.scope);
        if scope.named.is_some() {
            return Ok(t.get("readers-named"));
        }
        let centre = site.app().agency(scope.centre).await.map_err(page_error)?.facts.name;
        if !scope.municipality_sees || scope.municipality == scope.centre {
            return Ok(t.with("readers-centre", [("centre", centre)]));
        }
        let municipality = site.app().agency(scope.municipality).await.map_err(page_error)?.facts.name;
        Ok(t.with("readers-both", [("centre", centre), ("municipality", municipality)]))
    }

    /// The bar and the tabs.
    pub(in crate::pages) fn room(&self, site: &Site, reader: &SignedIn, tab: RoomTab) -> Room {
        let (t, case, facts) = (&reader.t, &self.file.case, &self.file.person.facts);
        let today = site.app().clock().today();
        let born = facts.birth_date;
        let age = born.and_then(|born| born.exact()).and_then(|born| full_years(born, today));
        let (consent, since) = self.consent(reader);
        let consent_scope = since + &self.open_to(reader, today);
        let base = format!("/cases/{}", case.id);
        let mut actions = Vec::new();
        if self.may(site, reader, Action::WriteRecord) {
            actions.push(Link::new(t.get("room-write-record"), format!("{base}/records/new")));
        }
        actions.push(Link::new(t.get("room-print"), format!("{base}/print")));
        let header = CaseHeader {
            name: facts.name.clone(),
            kana: facts.kana.clone(),
            born: born.map(|born| reader.look.long(born)),
            age,
            case_number: case.reference.clone(),
            lead_staff: self.file.row.assigned_name.clone(),
            consent,
            consent_scope,
            cautions: self.cautions(reader, today),
            actions,
        };
        let tabs = RoomTab::ALL.map(|entry| Tab {
            label: t.get(&format!("{}{}", /* keys */ "room-", entry.key())),
            href: format!("{base}{}", entry.path()),
            current: entry == tab,
            count: None,
        });
        Room { header, tabs: tabs.to_vec() }
    }
}

/// One line of the bar; the whole text stands on its own page.
fn shortened(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    let short: String = line.chars().take(CAUTION_LENGTH).collect();
    if short.len() < text.len() { format!("{short}…") } else { short }
}

/// The case named in the address.
pub(in crate::pages) struct CasePath(pub(in crate::pages) CaseId);

impl<S: Send + Sync> FromRequestParts<S> for CasePath {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut axum::http::request::Parts, state: &S) -> Result<Self, Self::Rejection> {
        let Path(segments) = Path::<std::collections::HashMap<String, String>>::from_request_parts(parts, state)
            .await
            .map_err(|_| PageError::not_found())?;
        let id = segments.get("case").and_then(|text| text.parse().ok()).ok_or_else(PageError::not_found)?;
        Ok(Self(id))
    }
}
