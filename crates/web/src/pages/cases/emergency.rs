//! 緊急的な支援: help that cannot wait for plan and conference, and what of it still has to be reported (SR-09).

use axum::{
    Router,
    extract::{Query, State},
    response::Response,
    routing::get,
};
use banso_access::Action;
use banso_domain::{
    calendar::{DateStyle, format},
    case::{intake::EmergencySupport, plan::Service},
};

use super::{
    form_page::Contents,
    room::{CasePath, OpenedCase},
    sheet,
};
use crate::{
    components::{Banner, SummaryRow},
    errors::PageError,
    form::{Block, Filled, FormView, Part, Question, Submitted, done, not_taken, options, refused},
    site::{Done, SignedIn, Site},
    text::Texts,
};

pub(super) fn routes() -> Router<Site> {
    Router::new().route("/cases/{case}/emergency", get(ask).post(start))
}

fn service_label(t: &Texts, service: Service) -> String {
    t.get(&format!("{}{}", /* keys */ "emergency-service-", service.name()))
}

fn questions(t: &Texts) -> Vec<Question> {
    let services = options(Service::ALL, Service::name, |service| service_label(t, service));
    vec![
        Question::long("need", t.get("emergency-need"), 4).hint(t.get("emergency-need-hint")).required(),
        Question::pick("service", t.get("emergency-service"), services).hint(t.get("emergency-service-hint")),
        Question::date("started_on", t.get("emergency-started-on")).required(),
        Question::line("approved_by", t.get("emergency-approved-by")).hint(t.get("emergency-approved-by-hint")),
    ]
}

async fn ask(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    Query(told): Query<Done>,
) -> Result<Response, PageError> {
    let opened = OpenedCase::load(&site, &reader, id).await?;
    let today = format::long(site.app().clock().today(), DateStyle::Era);
    let filled = Filled::new(&reader.t, Submitted::of([("started_on", today)]));
    page(&site, &reader, &opened, &filled, told.banners(&reader.t)).await
}

async fn page(
    site: &Site,
    reader: &SignedIn,
    opened: &OpenedCase,
    filled: &Filled,
    banners: Vec<Banner>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let case = &opened.file.case;
    let known = case.emergencies.iter().map(|support| {
        let mut lines = vec![support.need.clone()];
        lines.extend(support.service.map(|service| service_label(t, service)));
        if !support.approved_by.is_empty() {
            lines.push(t.with("emergency-approved", [("who", &support.approved_by)]));
        }
        lines.push(match support.reported {
            Some((_, on)) => t.with("emergency-reported", [("on", reader.look.long(on).text())]),
            None => t.get("emergency-to-report"),
        });
        SummaryRow::new(reader.look.long(support.started_on).text(), lines.join("\n"))
    });
    let mut blocks = vec![Block::new(t, Part::Note(t.get("emergency-note")))];
    blocks.extend(filled.ask_all(&questions(t)));
    let form = FormView::new(reader, format!("/cases/{}/emergency", case.id), blocks, t.get("emergency-save"));
    let writes = opened.may(site, reader, Action::StartEmergency) && sheet::is_open(case);
    let form = writes.then_some(form);
    let contents = Contents::of_beginning(t, case.id, "emergency", t.get("emergency-title"), form);
    Contents { about: known.collect(), banners, ..contents }.show(site, reader, opened).await
}

async fn start(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    form: Submitted,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let opened = OpenedCase::load(&site, &reader, id).await?;
    let mut filled = Filled::new(t, form);
    let support = EmergencySupport {
        need: filled.needed("need", t.get("emergency-need-missing")),
        service: filled.chosen("service", Service::ALL, Service::name).first().copied(),
        started_on: filled.needed_day("started_on"),
        approved_by: filled.text("approved_by"),
        reported: None,
    };
    let mut banners = Vec::new();
    if filled.is_right() {
        match site.app().start_emergency(&reader.actor, id, support).await {
            Ok(_) => return Ok(done(&format!("/cases/{id}/emergency"), "emergency-started")),
            Err(error) => banners = refused(t, error)?,
        }
    }
    Ok(not_taken(page(&site, &reader, &opened, &filled, banners).await?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    #[test]
    fn every_service_has_a_name_in_both_languages() {
        for lang in Lang::ALL {
            let t = Texts::shipped(lang);
            assert!(Service::ALL.iter().all(|service| !service_label(&t, *service).starts_with('⟦')));
        }
    }
}
