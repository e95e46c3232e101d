//! The official forms of a case, filled from its record.

use askama::Template;
use axum::{
    Router,
    extract::{Path, Query, State},
    response::Response,
    routing::get,
};
use banso_app::FormChoice;
use banso_domain::{
    calendar::{DateInputError, parse_day},
    case::{
        handover::Handover,
        plan::{Plan, PlanKind},
        sharing::Consent,
    },
    form::FormDefinition,
    id::CaseId,
};
use chrono::NaiveDate;

use super::{
    handover::handover_kind_name,
    room::{CasePath, OpenedCase, Room, RoomTab},
};
use crate::{
    components::{DateField, FieldView, Link},
    errors::{ErrorKind, PageError},
    frame::Frame,
    pages::forms::{Paper, file_answer, file_of, form_title, print_look},
    site::{SignedIn, Site, page_error, show},
};

pub(super) fn routes() -> Router<Site> {
    Router::new().route("/cases/{case}/print", get(choose)).route("/cases/{case}/print/{sheet}", get(print))
}

#[derive(Template)]
#[template(path = "pages/cases/print.html")]
struct PrintPage {
    frame: Frame,
    room: Room,
    papers: Vec<Paper>,
    from: DateField,
    to: DateField,
    action: String,
}

async fn choose(State(site): State<Site>, reader: SignedIn, CasePath(id): CasePath) -> Result<Response, PageError> {
    let t = &reader.t;
    let opened = OpenedCase::load(&site, &reader, id).await?;
    let today = site.app().clock().today();
    let forms = site.app().documents().forms().on(today);
    let papers = forms.into_iter().flat_map(|form| papers_of(&reader, &opened, form, today)).collect();
    let day = |name: &str, label: String| DateField::new(FieldView::new(name, label), "");
    show(&PrintPage {
        frame: opened.frame(&site, &reader, &t.get("print-title")).await?,
        room: opened.room(&site, &reader, RoomTab::Print),
        papers,
        from: day("from", t.get("print-from")),
        to: day("to", t.get("print-to")),
        action: format!("/cases/{id}/print/progress_list.pdf"),
    })
}

/// A form's lines: one for each plan where there are several, otherwise one.
fn papers_of(reader: &SignedIn, opened: &OpenedCase, form: &FormDefinition, today: NaiveDate) -> Vec<Paper> {
    let t = &reader.t;
    let case = &opened.file.case;
    let title = form_title(t, form, today);
    let files = |query: &str| {
        let link = |text: String, extension: &str| {
            Link::new(text, format!("/cases/{}/print/{}.{extension}{query}", case.id, form.id))
        };
        let blank = Link::new(t.get("print-blank"), format!("/forms/{}/blank.pdf", form.id));
        vec![link(t.get("print-pdf"), "pdf"), link(t.get("print-excel"), "xlsx"), blank]
    };
    let of_plan = |plan: &Plan| {
        let detail = plan_name(reader, plan);
        Paper::new(t, title.clone(), detail, files(&format!("?plan={}", plan.id)))
    };
    let of_consent = |consent: &Consent| {
        let until = reader.look.long(consent.until).text().to_owned();
        let detail = t.with("print-consent-until", [("day", until)]);
        Paper::new(t, title.clone(), detail, files(&format!("?consent={}", consent.id)))
    };
    let of_handover = |handover: &Handover| {
        let ends = reader.look.long(handover.content.ends_on).text().to_owned();
        let kind = handover_kind_name(t, handover.content.kind);
        let detail = t.with("handover-print-of", [("kind", kind), ("day", ends)]);
        Paper::new(t, title.clone(), detail, files(&format!("?handover={}", handover.id)))
    };
    let one = |detail: String| vec![Paper::new(t, title.clone(), detail, files(""))];
    // A sheet of several sides is printed where it is.
    if form.sheet.is_some() {
        return Vec::new();
    }
    let papers: Vec<Paper> = match form.id.as_str() {
        // The letter of a referral is printed where the referral is, the ledger where it is read, what is carried at its consent.
        "case_list" | "referral_letter" | "ledger_sheet" | "conference_packet" | "carry_sheet" | "place_sheet"
        | "council_report" => {
            return Vec::new();
        }
        "plan_form" => case.plans.iter().rev().map(of_plan).collect(),
        "evaluation_form" => {
            let evaluated = case.plans.iter().rev().filter(|plan| case.evaluation_of(plan.id).is_some());
            evaluated.map(of_plan).collect()
        }
        "consent_form" => case.sharing.consents.iter().rev().map(of_consent).collect(),
        "handover_sheet" => case.handovers.all().iter().rev().map(of_handover).collect(),
        "progress_record" => return one(t.get("print-newest-record")),
        "progress_list" => return one(t.get("print-all-records")),
        _ => Vec::new(),
    };
    if papers.is_empty() { one(String::new()) } else { papers }
}

fn plan_name(reader: &SignedIn, plan: &Plan) -> String {
    let date = reader.look.long(plan.drafted_on).text().to_owned();
    match plan.kind {
        PlanKind::Initial => reader.t.with("print-plan-first", [("date", date)]),
        PlanKind::Replan => reader.t.with("print-plan-again", [("date", date), ("round", plan.round.to_string())]),
    }
}

#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct Asked {
    plan: String,
    consent: String,
    handover: String,
    record: String,
    from: String,
    to: String,
}

/// An identifier in the address, if there is one.
fn named<T: std::str::FromStr>(text: &str) -> Result<Option<T>, PageError> {
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| PageError::not_found())
}

fn day(reader: &SignedIn, typed: &str) -> Result<Option<NaiveDate>, PageError> {
    match parse_day(typed) {
        Ok(day) => Ok(Some(day)),
        Err(DateInputError::Empty) => Ok(None),
        Err(_) => Err(PageError::new(ErrorKind::BadRequest).saying(reader.t.get("print-period-wrong"))),
    }
}

async fn print(
    State(site): State<Site>,
    reader: SignedIn,
    Path((case, file)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let case: CaseId = case.parse().map_err(|_| PageError::not_found())?;
    let (form, kind) = file_of(&file)?;
    let choice = FormChoice {
        plan: named(&asked.plan)?,
        consent: named(&asked.consent)?,
        handover: named(&asked.handover)?,
        record: named(&asked.record)?,
        from: day(&reader, &asked.from)?,
        to: day(&reader, &asked.to)?,
    };
    let printed = site.app().print_form(&reader.actor, form, case, &choice, print_look(&reader), kind).await;
    Ok(file_answer(printed.map_err(page_error)?, kind))
}
