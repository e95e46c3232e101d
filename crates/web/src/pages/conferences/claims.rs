//! 地域連携会議実施加算 for a case of the agenda: what the minutes show, how often it was claimed, and the claim.

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use banso_access::Action;
use banso_app::CaseFile;
use banso_domain::{
    id::{CaseId, ConferenceId},
    liaison::{ExplainedBy, LiaisonClaim, LiaisonCount, LiaisonEvidence, LiaisonService},
    rule::Rule,
};

use super::{form_page::FormPage, opened::Opened};
use crate::{
    components::{Banner, Link},
    errors::PageError,
    form::{Block, Filled, FormView, Part, Question, Submitted, done, not_taken, options, refused},
    rules,
    site::{SignedIn, Site, page_error},
    text::Texts,
};

struct Matter {
    opened: Opened,
    file: CaseFile,
    case: CaseId,
}

fn service_name(t: &Texts, service: LiaisonService) -> String {
    t.get(&format!("{}{}", /* keys */ "claim-service-", service.name()))
}

pub(super) fn explained_by_name(t: &Texts, by: ExplainedBy) -> String {
    t.get(&format!("{}{}", /* keys */ "claim-by-", by.name()))
}

impl Matter {
    async fn load(site: &Site, reader: &SignedIn, (id, case): (String, String)) -> Result<Self, PageError> {
        let id: ConferenceId = id.parse().map_err(|_| PageError::not_found())?;
        let case: CaseId = case.parse().map_err(|_| PageError::not_found())?;
        let opened = Opened::load_for(site, reader, id, Action::WriteMinutes).await?;
        let conference = opened.conference();
        if conference.agenda.iter().all(|item| item.case != case) {
            return Err(PageError::not_found());
        }
        let file = site.app().case_file(&reader.actor, case).await.map_err(page_error)?;
        Ok(Self { opened, file, case })
    }

    fn known(&self, reader: &SignedIn) -> Submitted {
        let claim = self.file.case.liaison.iter().find(|it| it.conference == self.opened.conference().id);
        let Some(claim) = claim else { return Submitted::default() };
        let day = |on| reader.look.long(on).text().to_owned();
        Submitted::of([
            ("service", claim.service.name()),
            ("explained_by", claim.explained_by.name()),
            ("in_contract", if claim.in_contract { "yes" } else { "" }),
            ("contract_from", &claim.contract_from.map(day).unwrap_or_default()),
            ("explained", if claim.explained { "yes" } else { "" }),
            ("plan_change", claim.plan_change.as_str()),
            ("shared_back_on", &claim.shared_back_on.map(day).unwrap_or_default()),
        ])
    }

    /// What the minutes show, and how often it was claimed: before anything is asked.
    async fn shown(&self, site: &Site, reader: &SignedIn) -> Result<Vec<Block>, PageError> {
        let (t, conference) = (&reader.t, self.opened.conference());
        let local = site.app().agency(conference.host).await.map_err(page_error)?.facts.conferences;
        let evidence = LiaisonEvidence::of(conference, &self.file.case, conference.host);
        let at = (conference.host, conference.plan.on);
        let count = LiaisonCount::on(&self.file.case.liaison, at, local.liaison_year, Some(conference.id));
        let version = site.app().rewards().liaison_on(conference.plan.on);
        let Some(version) = version else {
            return Ok(vec![Block::new(t, Part::Note(rules::line(t, Rule::RewardInForce)))]);
        };
        let mark = |holds: bool, yes: String, no: String| if holds { yes } else { no };
        let lines = [
            mark(evidence.is_liaison_meeting, t.get("claim-shows-meeting"), t.get("claim-lacks-meeting")),
            mark(evidence.outsider_attended, t.get("claim-shows-outsider"), t.get("claim-lacks-outsider")),
            mark(evidence.opinions_asked, t.get("claim-shows-opinions"), t.get("claim-lacks-opinions")),
            mark(
                version.limit.month.is_none_or(|most| count.in_month < most as usize),
                t.get("claim-month-free"),
                t.get("claim-month-used"),
            ),
            match (count.left(version), version.limit.year) {
                (Some(left), Some(most)) => {
                    t.with("claim-left", [("left", left), ("used", count.in_year), ("most", most as usize)])
                }
                _ => t.with("claim-used", [("used", count.in_year)]),
            },
        ];
        Ok(lines.into_iter().map(|line| Block::new(t, Part::Note(line))).collect())
    }

    async fn page(
        &self,
        site: &Site,
        reader: &SignedIn,
        filled: &Filled,
        banners: Vec<Banner>,
    ) -> Result<Response, PageError> {
        let t = &reader.t;
        let services = options(LiaisonService::ALL, LiaisonService::name, |it| service_name(t, it));
        let by = options(ExplainedBy::ALL, ExplainedBy::name, |it| explained_by_name(t, it));
        let questions = [
            Question::one("service", t.get("claim-service"), services).required(),
            Question::tick("in_contract", t.get("claim-contract"), t.get("claim-contract-yes")),
            Question::date("contract_from", t.get("claim-contract-from")).hint(t.get("claim-contract-from-hint")),
            Question::tick("explained", t.get("claim-explained"), t.get("claim-explained-yes")),
            Question::one("explained_by", t.get("claim-by"), by).below_each_other().required(),
            Question::long("plan_change", t.get("claim-change"), 3).hint(t.get("claim-change-hint")),
            Question::date("shared_back_on", t.get("claim-shared-back")).hint(t.get("claim-shared-back-hint")),
        ];
        let mut blocks = self.shown(site, reader).await?;
        blocks.extend(filled.ask_all(&questions));
        let action = format!("{}/claims/{}", self.opened.href(), self.case);
        let form = FormView::new(reader, action, blocks, t.get("claim-save"))
            .back(Link::new(self.opened.title(reader), self.opened.href()));
        let title = t.with("claim-page-title", [("number", &self.file.case.reference)]);
        let mut frame = self.opened.frame(site, reader, Some(title)).await?;
        frame.banners = banners;
        let id = self.opened.conference().id;
        let claimed = self.file.case.liaison.iter().any(|it| it.conference == id);
        let second = claimed.then(|| {
            let question = Question::line("drop_reason", t.get("claim-drop-reason")).required();
            let action = format!("{}/claims/{}/drop", self.opened.href(), self.case);
            let form = FormView::new(reader, action, vec![filled.ask(&question)], t.get("claim-drop-save")).minor();
            (t.get("claim-drop"), form)
        });
        FormPage::new(frame, form).lead(t.get("claim-lead")).second(second).show()
    }
}

pub(super) async fn ask(
    State(site): State<Site>,
    reader: SignedIn,
    Path(path): Path<(String, String)>,
) -> Result<Response, PageError> {
    let matter = Matter::load(&site, &reader, path).await?;
    if !matter.opened.conference().plan.kind.counts_as_liaison() {
        return Ok(Redirect::to(&matter.opened.href()).into_response());
    }
    let filled = Filled::new(&reader.t, matter.known(&reader));
    matter.page(&site, &reader, &filled, Vec::new()).await
}

pub(super) async fn claim(
    State(site): State<Site>,
    reader: SignedIn,
    Path(path): Path<(String, String)>,
    form: Submitted,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let matter = Matter::load(&site, &reader, path).await?;
    let mut filled = Filled::new(t, form);
    let service = filled.chosen("service", LiaisonService::ALL, LiaisonService::name).first().copied();
    let explained_by = filled.chosen("explained_by", ExplainedBy::ALL, ExplainedBy::name).first().copied();
    if service.is_none() {
        filled.complain("service", t.get("claim-service-needed"));
    }
    if explained_by.is_none() {
        filled.complain("explained_by", t.get("claim-by-needed"));
    }
    let (shared_back_on, contract_from) = (filled.day("shared_back_on"), filled.day("contract_from"));
    let mut banners = Vec::new();
    if let (Some(service), Some(explained_by), true) = (service, explained_by, filled.is_right()) {
        let conference = matter.opened.conference();
        let claim = LiaisonClaim {
            conference: conference.id,
            held_on: conference.plan.on,
            office: conference.host,
            service,
            explained_by,
            in_contract: filled.yes("in_contract"),
            contract_from,
            explained: filled.yes("explained"),
            plan_change: filled.text("plan_change"),
            shared_back_on,
        };
        match site.app().claim_liaison(&reader.actor, conference.id, matter.case, claim).await {
            Ok(()) => return Ok(done(&matter.opened.href(), "liaison-claimed")),
            Err(error) => banners = refused(t, error)?,
        }
    }
    Ok(not_taken(matter.page(&site, &reader, &filled, banners).await?))
}

/// Takes the claim back, with a reason.
pub(super) async fn take_back(
    State(site): State<Site>,
    reader: SignedIn,
    Path(path): Path<(String, String)>,
    form: Submitted,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let matter = Matter::load(&site, &reader, path).await?;
    let mut dropped = Filled::new(t, form);
    let reason = dropped.needed("drop_reason", t.get("claim-drop-reason-needed"));
    let mut banners = Vec::new();
    if dropped.is_right() {
        let conference = matter.opened.conference().id;
        match site.app().drop_liaison(&reader.actor, conference, matter.case, &reason).await {
            Ok(()) => return Ok(done(&matter.opened.href(), "liaison-dropped")),
            Err(error) => banners = refused(t, error)?,
        }
    }
    let mut filled = Filled::new(t, matter.known(&reader));
    if let Some(wrong) = dropped.error("drop_reason") {
        filled.complain("drop_reason", wrong);
    }
    Ok(not_taken(matter.page(&site, &reader, &filled, banners).await?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    #[test]
    fn every_service_and_everybody_who_explains_has_a_name_in_both_languages() {
        for lang in Lang::ALL {
            let t = Texts::shipped(lang);
            assert!(LiaisonService::ALL.iter().all(|it| !service_name(&t, *it).contains('⟦')));
            assert!(ExplainedBy::ALL.iter().all(|it| !explained_by_name(&t, *it).contains('⟦')));
        }
    }
}
