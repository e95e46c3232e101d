//! 引継ぎ: what has to be handed over soon, what is on its way, and each handover from its beginning to its end.

mod form;
mod hub;
mod naming;
mod show;
mod steps;
mod write;

use std::collections::HashMap;

use axum::{
    Router,
    extract::{FromRequestParts, Path},
    routing::{get, post},
};
use banso_access::Action;
use banso_app::{AgencyRow, NetworkBackground, StaffRow, StepWords};
use banso_domain::{
    case::{handover::Handover, network::Companion},
    id::{CaseId, HandoverId},
    staff::Role,
};

pub(in crate::pages) use naming::{
    document_name as handover_document_name, kind_name as handover_kind_name, overlap_words as handover_overlap_words,
    reply_name as handover_reply_name,
};
pub(super) use naming::{handover_said, task_name};

use super::{room::OpenedCase, sheet};
use crate::{
    components::Link,
    errors::PageError,
    site::{SignedIn, Site, page_error},
};

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/cases/{case}/handover", get(hub::hub))
        .route("/cases/{case}/handover/new", get(write::ask_new).post(write::open))
        .route("/cases/{case}/handover/ending/{supporter}", get(hub::ask_ending).post(hub::take_ending))
        .route("/cases/{case}/handover/{handover}", get(show::show_one))
        .route("/cases/{case}/handover/{handover}/change", get(write::ask_change).post(write::change))
        .route("/cases/{case}/handover/{handover}/step/{deed}", get(steps::ask).post(steps::take))
        .route("/cases/{case}/handover/{handover}/tasks/{task}", post(steps::finish))
}

/// The case and the handover named in the address.
#[derive(Clone, Copy)]
struct HandoverPath {
    case: CaseId,
    handover: HandoverId,
}

impl<S: Send + Sync> FromRequestParts<S> for HandoverPath {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut axum::http::request::Parts, state: &S) -> Result<Self, Self::Rejection> {
        let Path(segments) = Path::<HashMap<String, String>>::from_request_parts(parts, state)
            .await
            .map_err(|_| PageError::not_found())?;
        let part = |name: &str| segments.get(name).map(String::as_str).unwrap_or_default();
        let (case, handover) = (part("case").parse(), part("handover").parse());
        let (Ok(case), Ok(handover)) = (case, handover) else { return Err(PageError::not_found()) };
        Ok(Self { case, handover })
    }
}

/// A case with what is asked about its handovers.
struct Desk<'s> {
    site: &'s Site,
    reader: &'s SignedIn,
    opened: OpenedCase,
    background: NetworkBackground,
    agencies: Vec<AgencyRow>,
    /// The caseworkers of the case's centre.
    colleagues: Vec<StaffRow>,
}

impl<'s> Desk<'s> {
    async fn open(site: &'s Site, reader: &'s SignedIn, case: CaseId) -> Result<Self, PageError> {
        let opened = OpenedCase::load(site, reader, case).await?;
        let today = site.app().clock().today();
        let background = site.app().network_background(&opened.file.case, today).await.map_err(page_error)?;
        let agencies = site.app().agencies().await.map_err(page_error)?;
        let centre = opened.file.case.centre;
        let works = |row: &StaffRow| {
            let caseworker = |role| matches!(role, Role::ChiefCounselor | Role::Counselor | Role::EmploymentCounselor);
            row.facts.active && row.facts.held_on(today).any(|held| held.agency == centre && caseworker(held.role))
        };
        let mut colleagues = site.app().staff_of(centre).await.map_err(page_error)?;
        colleagues.retain(works);
        Ok(Self { site, reader, opened, background, agencies, colleagues })
    }

    fn home(&self) -> String {
        format!("/cases/{}/handover", self.opened.file.case.id)
    }

    fn href(&self, handover: HandoverId) -> String {
        format!("{}/{handover}", self.home())
    }

    fn back(&self) -> Link {
        Link::new(self.reader.t.get("handover-back"), self.home())
    }

    fn may(&self, action: Action) -> bool {
        self.opened.may(self.site, self.reader, action) && sheet::is_open(&self.opened.file.case)
    }

    fn require(&self, action: Action) -> Result<(), PageError> {
        match self.opened.may(self.site, self.reader, action) {
            true => Ok(()),
            false => Err(PageError::forbidden()),
        }
    }

    fn handover(&self, id: HandoverId) -> Result<&Handover, PageError> {
        self.opened.file.case.handovers.find(id).ok_or_else(PageError::not_found)
    }

    fn companions(&self) -> Vec<Companion<'_>> {
        self.opened.file.case.companions(&self.background.context())
    }
}

/// How steps are called in the tasks of the case.
fn step_words(reader: &SignedIn) -> StepWords {
    let t = reader.t.clone();
    Box::new(move |step, with| naming::step_name(&t, step, with))
}
