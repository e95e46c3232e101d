//! 緊急的な支援: help that cannot wait for plan and conference, and what of it still has to be reported (SR-09).

use std::collections::BTreeMap;

use axum::{
    Router,
    extract::{Query, State},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use banso_access::Action;
use banso_app::UseCaseError;
use banso_domain::{
    calendar::{DateStyle, format},
    case::{intake::EmergencySupport, plan::Service},
};

use super::{
    beginning::{Contents, FormPage, OneForm},
    room::{CasePath, OpenedCase},
    sheet,
};
use crate::{
    components::{Banner, ChoiceOption, DateField, FieldView, SelectView, SummaryRow},
    dates::DateEcho,
    errors::PageError,
    pages::block::{Block, Part},
    rules,
    site::{Done, SignedIn, Site, page_error},
    submitted::Submitted,
    text::Texts,
};

pub(super) fn routes() -> Router<Site> {
    Router::new().route("/cases/{case}/emergency", get(ask).post(start))
}

type Problems = BTreeMap<&'static str, String>;

fn service_label(t: &Texts, service: Service) -> String {
    t.get(&format!("{}{}", /* keys */ "emergency-service-", service.name()))
}

async fn ask(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    Query(done): Query<Done>,
) -> Result<Response, PageError> {
    let opened = OpenedCase::load(&site, &reader, id).await?;
    let mut form = Submitted::default();
    form.put("started_on", format::long(site.app().clock().today(), DateStyle::Era));
    page(&site, &reader, &opened, &form, &Problems::new(), done.banners(&reader.t), false).await
}

fn blocks(t: &Texts, form: &Submitted, problems: &Problems) -> Vec<Block> {
    let field = |name: &'static str, label: String| {
        let mut view = FieldView::new(name, label).value(form.text(name));
        view.error = problems.get(name).cloned();
        view
    };
    let started = field("started_on", t.get("emergency-started-on")).required();
    let echo =
        if started.error.is_some() { String::new() } else { DateEcho::of(t, form.text("started_on")).to_string() };
    let option = |service: &Service| {
        ChoiceOption::new(service.name(), service_label(t, *service)).chosen(form.text("service") == service.name())
    };
    let services = SelectView {
        field: field("service", t.get("emergency-service")).hint(t.get("emergency-service-hint")),
        options: Service::ALL.iter().map(option).collect(),
    };
    let need = field("need", t.get("emergency-need")).hint(t.get("emergency-need-hint")).lines(4).required();
    let approved_by = field("approved_by", t.get("emergency-approved-by")).hint(t.get("emergency-approved-by-hint"));
    let parts = vec![
        Part::Long(need),
        Part::Select(services),
        Part::Date(DateField::new(started, echo)),
        Part::Text(approved_by),
    ];
    parts.into_iter().map(|part| Block::new(t, part)).collect()
}

async fn page(
    site: &Site,
    reader: &SignedIn,
    opened: &OpenedCase,
    form: &Submitted,
    problems: &Problems,
    banners: Vec<Banner>,
    came_back: bool,
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
    let writes = opened.may(site, reader, Action::StartEmergency) && sheet::is_open(case);
    let one = OneForm {
        action: format!("/cases/{}/emergency", case.id),
        blocks: std::iter::once(Block::new(t, Part::Note(t.get("emergency-note"))))
            .chain(blocks(t, form, problems))
            .collect(),
        version: None,
        draft: None,
        button: t.get("emergency-save"),
    };
    let contents = Contents {
        path: "emergency",
        heading: t.get("emergency-title"),
        known: known.collect(),
        form: writes.then_some(one),
        second: None,
        banners,
    };
    FormPage::show(site, reader, opened, contents, came_back).await
}

async fn start(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    form: Submitted,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let opened = OpenedCase::load(&site, &reader, id).await?;
    let mut problems = Problems::new();
    if form.text("need").is_empty() {
        problems.insert("need", t.get("emergency-need-missing"));
    }
    let started_on = match form.day(t, "started_on") {
        Ok(Some(on)) => on,
        Ok(None) => {
            problems.insert("started_on", t.get("emergency-day-missing"));
            site.app().clock().today()
        }
        Err(why) => {
            problems.insert("started_on", why);
            site.app().clock().today()
        }
    };
    if !problems.is_empty() {
        return page(&site, &reader, &opened, &form, &problems, Vec::new(), true).await;
    }
    let support = EmergencySupport {
        need: form.text("need").to_owned(),
        service: Service::ALL.iter().copied().find(|service| service.name() == form.text("service")),
        started_on,
        approved_by: form.text("approved_by").to_owned(),
        reported: None,
    };
    match site.app().start_emergency(&reader.actor, id, support).await {
        Ok(_) => Ok(Redirect::to(&format!("/cases/{id}/emergency?done=emergency-started")).into_response()),
        Err(UseCaseError::Refused(refusal)) => {
            let banners = rules::banners(t, &refusal);
            page(&site, &reader, &opened, &form, &Problems::new(), banners, true).await
        }
        Err(other) => Err(page_error(other)),
    }
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
