//! 緊急の提供: something given without consent because there is danger, and looking at it again.

use axum::{
    extract::{Path, State},
    response::Response,
};
use banso_access::Action;
use banso_domain::{
    calendar::{DateStyle, format},
    case::sharing::{EmergencyDisclosure, EmergencyReview, Recipient, SharedItem},
    id::{CaseId, DisclosureId},
};
use chrono::{Days, NaiveDate};
use uuid::Uuid;

use super::{
    super::{
        form_page::Contents,
        room::{CasePath, OpenedCase, RoomTab},
    },
    check::check_page,
    consent_form::recipients,
    naming::{item_name, items_name},
};
use crate::{
    components::{Banner, Link, SummaryRow},
    errors::PageError,
    form::{AgencyChoice, Block, Filled, FormView, Part, Question, Submitted, done, not_taken, options, refused},
    site::{SignedIn, Site, page_error},
    text::Texts,
};

/// What is given in an emergency can usually be read for three days.
const USUAL_DAYS: Days = Days::new(2);
/// It is usually looked at again within a week.
const USUAL_REVIEW: Days = Days::new(7);

fn questions(t: &Texts, agencies: AgencyChoice) -> Vec<Question> {
    vec![
        Question::agency("to", t.get("sharing-to"), agencies).required(),
        Question::several(
            "items",
            t.get("sharing-items"),
            options(SharedItem::ALL, SharedItem::name, |item| item_name(t, item)),
        )
        .hint(t.get("sharing-items-hint"))
        .required(),
        Question::long("reason", t.get("sharing-danger"), 3).hint(t.get("sharing-danger-hint")).required(),
        Question::date("on", t.get("sharing-given-on")).required(),
        Question::date("until", t.get("sharing-open-until")).hint(t.get("sharing-emergency-until-hint")).required(),
        Question::date("review_by", t.get("sharing-review-by")).hint(t.get("sharing-review-by-hint")).required(),
    ]
}

fn address(opened: &OpenedCase) -> String {
    format!("/cases/{}/sharing/emergency", opened.file.case.id)
}

pub(super) async fn ask(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
) -> Result<Response, PageError> {
    let opened = OpenedCase::load(&site, &reader, id).await?;
    if !opened.may(&site, &reader, Action::DiscloseInEmergency) {
        return Err(PageError::forbidden());
    }
    let today = site.app().clock().today();
    let day = |day: NaiveDate| format::long(day, DateStyle::Era);
    let mut form = Submitted::default();
    form.put("on", day(today));
    form.put("until", day(today + USUAL_DAYS));
    form.put("review_by", day(today + USUAL_REVIEW));
    page(&site, &reader, &opened, &Filled::new(&reader.t, form), Vec::new()).await
}

async fn page(
    site: &Site,
    reader: &SignedIn,
    opened: &OpenedCase,
    filled: &Filled,
    banners: Vec<Banner>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let agencies = recipients(site, opened).await?;
    let mut blocks = vec![Block::new(t, Part::Note(t.get("sharing-emergency-note")))];
    blocks.extend(filled.ask_all(&questions(t, agencies)));
    let form = FormView::new(reader, address(opened), blocks, t.get("sharing-to-check"))
        .back(Link::new(t.get("sharing-back"), format!("/cases/{}/sharing", opened.file.case.id)));
    let contents = Contents::new(RoomTab::Sharing, t.get("sharing-emergency"), Some(form));
    Contents { banners, ..contents }.show(site, reader, opened).await
}

pub(super) async fn give(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    form: Submitted,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let opened = OpenedCase::load(&site, &reader, id).await?;
    if !opened.may(&site, &reader, Action::DiscloseInEmergency) {
        return Err(PageError::forbidden());
    }
    let mut filled = Filled::new(t, form);
    if filled.form.text("step") == "change" {
        return page(&site, &reader, &opened, &filled, Vec::new()).await;
    }
    let agencies = recipients(&site, &opened).await?;
    let to = filled.agency("to", &agencies).and_then(|value| agencies.row(&value)).map(|row| row.id);
    if to.is_none() {
        filled.complain("to", t.get("sharing-to-missing"));
    }
    let items = filled.chosen("items", SharedItem::ALL, SharedItem::name);
    if items.is_empty() {
        filled.complain("items", t.get("sharing-items-missing"));
    }
    let reason = filled.needed("reason", t.get("sharing-danger-missing"));
    let (on, until) = (filled.needed_day("on"), filled.needed_day("until"));
    let review_by = filled.needed_day("review_by");
    let Some(to) = to.filter(|_| filled.is_right()) else {
        return Ok(not_taken(page(&site, &reader, &opened, &filled, Vec::new()).await?));
    };
    let given = EmergencyDisclosure {
        id: DisclosureId::new(Uuid::now_v7()),
        to: Recipient { agency: to, is_employer: false },
        items: items.into_iter().collect(),
        reason,
        on,
        until,
        review_by,
        review: None,
    };
    let refusal = match filled.form.text("step") {
        "record" => match site.app().disclose_in_emergency(&reader.actor, id, given).await {
            Ok(_) => return Ok(done(&format!("/cases/{id}/sharing"), "disclosed-in-emergency")),
            Err(error) => error,
        },
        _ => match opened.file.case.disclose_in_emergency(given.clone(), site.app().clock().today()) {
            Ok(_) => {
                let rows = check_rows(&site, &reader, &given).await?;
                let lead = t.get("sharing-lead-emergency");
                return check_page(&site, &reader, &opened, &filled.form, address(&opened), lead, rows).await;
            }
            Err(refusal) => refusal.into(),
        },
    };
    let banners = refused(t, refusal)?;
    Ok(not_taken(page(&site, &reader, &opened, &filled, banners).await?))
}

async fn check_rows(site: &Site, reader: &SignedIn, given: &EmergencyDisclosure) -> Result<Vec<SummaryRow>, PageError> {
    let t = &reader.t;
    let name = site.app().agency(given.to.agency).await.map_err(page_error)?.facts.name;
    let day = |day| reader.look.long(day).text().to_owned();
    let until = t.with("sharing-from-until", [("from", day(given.on)), ("until", day(given.until))]);
    Ok(vec![
        SummaryRow::new(t.get("sharing-to"), name),
        SummaryRow::new(t.get("sharing-items"), items_name(t, given.items)),
        SummaryRow::new(t.get("sharing-basis"), t.get("sharing-basis-emergency")),
        SummaryRow::new(t.get("sharing-danger"), &given.reason),
        SummaryRow::new(t.get("sharing-period"), until),
        SummaryRow::new(t.get("sharing-review-by"), day(given.review_by)),
    ])
}

fn ids(case: &str, disclosure: &str) -> Result<(CaseId, DisclosureId), PageError> {
    let case = case.parse().map_err(|_| PageError::not_found())?;
    Ok((case, disclosure.parse().map_err(|_| PageError::not_found())?))
}

fn review_questions(t: &Texts) -> Vec<Question> {
    vec![
        Question::long("finding", t.get("sharing-finding"), 3).hint(t.get("sharing-finding-hint")).required(),
        Question::date("on", t.get("sharing-reviewed-on")).required(),
        Question::date("told_person_on", t.get("sharing-told-person-on")).hint(t.get("sharing-told-person-hint")),
    ]
}

pub(super) async fn ask_review(
    State(site): State<Site>,
    reader: SignedIn,
    Path((case, disclosure)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let (case, disclosure) = ids(&case, &disclosure)?;
    let opened = OpenedCase::load(&site, &reader, case).await?;
    let today = format::long(site.app().clock().today(), DateStyle::Era);
    let filled = Filled::new(&reader.t, Submitted::of([("on", today)]));
    review_page(&site, &reader, &opened, disclosure, &filled, Vec::new()).await
}

async fn review_page(
    site: &Site,
    reader: &SignedIn,
    opened: &OpenedCase,
    id: DisclosureId,
    filled: &Filled,
    banners: Vec<Banner>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let emergencies = &opened.file.case.sharing.emergencies;
    let given = emergencies.iter().find(|given| given.id == id).ok_or_else(PageError::not_found)?;
    let mut about = check_rows(site, reader, given).await?;
    if let Some(review) = &given.review {
        about.push(SummaryRow::new(t.get("sharing-finding"), &review.finding));
        let told = review.told_person_on.map(|day| reader.look.long(day).text().to_owned());
        about.push(SummaryRow::or_unknown(t.get("sharing-told-person-on"), told.unwrap_or_default()));
    }
    let writes = given.review.is_none() && opened.may(site, reader, Action::ReviewEmergency);
    let action = format!("{}/{id}", address(opened));
    let form = writes.then(|| {
        FormView::new(reader, action, filled.ask_all(&review_questions(t)), t.get("sharing-review"))
            .back(Link::new(t.get("sharing-back"), format!("/cases/{}/sharing", opened.file.case.id)))
    });
    let contents = Contents::new(RoomTab::Sharing, t.get("sharing-review-title"), form);
    Contents { about, banners, ..contents }.show(site, reader, opened).await
}

pub(super) async fn review(
    State(site): State<Site>,
    reader: SignedIn,
    Path((case, disclosure)): Path<(String, String)>,
    form: Submitted,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let (case, disclosure) = ids(&case, &disclosure)?;
    let opened = OpenedCase::load(&site, &reader, case).await?;
    let mut filled = Filled::new(t, form);
    let review = EmergencyReview {
        finding: filled.needed("finding", t.get("sharing-finding-missing")),
        on: filled.needed_day("on"),
        told_person_on: filled.day("told_person_on"),
    };
    let mut banners = Vec::new();
    if filled.is_right() {
        match site.app().review_emergency(&reader.actor, case, disclosure, review).await {
            Ok(_) => return Ok(done(&format!("/cases/{case}/sharing"), "emergency-reviewed")),
            Err(error) => banners = refused(t, error)?,
        }
    }
    Ok(not_taken(review_page(&site, &reader, &opened, disclosure, &filled, banners).await?))
}
