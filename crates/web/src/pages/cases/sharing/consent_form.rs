//! 個人情報提供同意書 as a form: whom, what, why, by which way, until when; then the page to check it; then it is recorded.

use axum::{extract::State, response::Response};
use banso_access::Action;
use banso_app::{AgencyRow, UseCaseError};
use banso_domain::{
    agency::AgencyKind,
    answer::AnswerForm,
    calendar::{DateStyle, format},
    case::sharing::{ConfirmMethod, Consent, Direction, Recipient, Route, SharedItem, SharingPurpose},
    id::{AgencyId, ConsentId},
};
use chrono::{Months, NaiveDate};
use uuid::Uuid;

use super::{
    super::{
        form_page::Contents,
        room::{CasePath, OpenedCase, RoomTab},
    },
    check::check_page,
    naming::{direction_name, item_name, items_name, method_name, purpose_name, route_name},
};
use crate::{
    components::{Banner, BannerKind, Link, SummaryRow},
    errors::PageError,
    form::{
        AgencyChoice, Block, Filled, FormView, Part, Question, Submitted, done, labelled, not_taken, options,
        overtaken, refused,
    },
    site::{SignedIn, Site, page_error},
    text::Texts,
};

/// A consent is asked for a year at first.
const USUAL_MONTHS: Months = Months::new(12);

/// The agencies that can be named: all but the centre and the municipality of the case, who work on it as it is.
pub(super) async fn recipients(site: &Site, opened: &OpenedCase) -> Result<AgencyChoice, PageError> {
    Ok(opened.agencies(site).await?.without([opened.file.scope.municipality]))
}

/// Up to so many recipients stand on one sheet.
const RECIPIENTS: usize = 3;

fn recipient_field(place: usize) -> String {
    format!("to-{place}")
}

/// Whom.
fn whom(t: &Texts, agencies: &AgencyChoice) -> Vec<Question> {
    let ask = |place: usize| {
        let label = t.with("sharing-to-number", [("number", place + 1)]);
        let question = Question::agency(recipient_field(place), label, agencies.clone());
        if place == 0 { question.hint(t.get("sharing-to-hint")).required() } else { question }
    };
    (0..RECIPIENTS).map(ask).collect()
}

/// What, why and how.
fn what(t: &Texts) -> Vec<Question> {
    let each_time = t.get("sharing-each-time");
    vec![
        Question::several(
            "items",
            t.get("sharing-items"),
            options(SharedItem::ALL, SharedItem::name, |item| item_name(t, item)),
        )
        .hint(t.get("sharing-items-hint"))
        .required(),
        Question::several(
            "purposes",
            t.get("sharing-purposes"),
            options(SharingPurpose::ALL, SharingPurpose::name, |purpose| purpose_name(t, purpose)),
        )
        .required(),
        Question::one("route", t.get("sharing-route"), options(Route::ALL, Route::name, |route| route_name(t, route)))
            .below_each_other()
            .hint(t.get("sharing-route-hint"))
            .required(),
        Question::long("route_reason", t.get("sharing-route-reason"), 2).hint(t.get("sharing-route-reason-hint")),
        Question::one(
            "direction",
            t.get("sharing-direction"),
            options(Direction::ALL, Direction::name, |direction| direction_name(t, direction)),
        )
        .below_each_other()
        .required(),
        Question::tick("tell_each_time", t.get("sharing-tell"), each_time).below_each_other(),
        Question::date("until", t.get("sharing-until")).hint(t.get("sharing-until-hint")).required(),
    ]
}

/// How the person was asked and answered.
fn how(t: &Texts) -> Vec<Question> {
    let forms = [
        ("signed", t.get("application-choice-signed")),
        ("oral", t.get("application-choice-oral")),
        ("proxy", t.get("application-choice-proxy")),
    ];
    vec![
        Question::date("explained_on", t.get("sharing-explained-on")).required(),
        Question::date("from", t.get("sharing-agreed-on")).required(),
        Question::one("form", t.get("sharing-form"), labelled(forms)).below_each_other().required(),
        Question::line("proxy", t.get("sharing-proxy")).hint(t.get("sharing-proxy-hint")),
        Question::several(
            "confirmed_by",
            t.get("sharing-confirmed-by"),
            options(ConfirmMethod::ALL, ConfirmMethod::name, |method| method_name(t, method)),
        ),
    ]
}

fn blocks(t: &Texts, filled: &Filled, agencies: &AgencyChoice) -> Vec<Block> {
    let heading = |text: String| Block::new(t, Part::Heading(text));
    let mut blocks = vec![Block::new(t, Part::Note(t.get("sharing-explain")))];
    blocks.push(heading(t.get("sharing-whom")));
    blocks.extend(filled.ask_all(&whom(t, agencies)));
    blocks.push(heading(t.get("sharing-what")));
    blocks.extend(filled.ask_all(&what(t)));
    blocks.push(heading(t.get("sharing-how")));
    blocks.extend(filled.ask_all(&how(t)));
    blocks
}

fn address(opened: &OpenedCase) -> String {
    format!("/cases/{}/sharing/new", opened.file.case.id)
}

fn fresh(today: NaiveDate, version: i64) -> Submitted {
    let day = |day: NaiveDate| format::long(day, DateStyle::Era);
    let until = today.checked_add_months(USUAL_MONTHS).and_then(|day| day.pred_opt()).unwrap_or(today);
    let mut form = Submitted::of([
        ("route", Route::ViaPerson.name()),
        ("direction", Direction::Provide.name()),
        ("form", "signed"),
    ]);
    form.put("explained_on", day(today));
    form.put("from", day(today));
    form.put("until", day(until));
    form.version(version)
}

pub(super) async fn ask(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
) -> Result<Response, PageError> {
    let opened = OpenedCase::load(&site, &reader, id).await?;
    if !opened.may(&site, &reader, Action::RecordConsent) {
        return Err(PageError::forbidden());
    }
    let form = fresh(site.app().clock().today(), opened.file.version);
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
    let form = FormView::new(reader, address(opened), blocks(t, filled, &agencies), t.get("sharing-to-check"))
        .based_on(filled)
        .back(Link::new(t.get("sharing-back"), format!("/cases/{}/sharing", opened.file.case.id)));
    let contents = Contents::new(RoomTab::Sharing, t.get("sharing-new"), Some(form));
    Contents { banners, ..contents }.show(site, reader, opened).await
}

/// Reads the form; what is wrong is complained about.
fn read(reader: &SignedIn, filled: &mut Filled, agencies: &AgencyChoice, rules_version: String) -> Option<Consent> {
    let t = &reader.t;
    let mut to: Vec<Recipient> = Vec::new();
    for place in 0..RECIPIENTS {
        let sent = filled.agency(&recipient_field(place), agencies);
        let known = sent.as_deref().and_then(|value| agencies.row(value));
        if let Some(agency) = known.filter(|agency| !to.iter().any(|named| named.agency == agency.id)) {
            to.push(Recipient { agency: agency.id, is_employer: agency.facts.kind == AgencyKind::Employer });
        }
    }
    if to.is_empty() {
        filled.complain(recipient_field(0), t.get("sharing-to-missing"));
    }
    let items = filled.chosen("items", SharedItem::ALL, SharedItem::name);
    if items.is_empty() {
        filled.complain("items", t.get("sharing-items-missing"));
    }
    let purposes = filled.chosen("purposes", SharingPurpose::ALL, SharingPurpose::name);
    if purposes.is_empty() {
        filled.complain("purposes", t.get("sharing-purposes-missing"));
    }
    let route: Route = filled.choice("route").unwrap_or(Route::ViaPerson);
    let route_reason = filled.text("route_reason");
    if route != Route::ViaPerson && route_reason.is_empty() {
        filled.complain("route_reason", t.get("sharing-route-reason-missing"));
    }
    let form: Option<AnswerForm> = filled.choice("form");
    if form.is_none() {
        filled.complain("form", t.get("sharing-form-missing"));
    }
    let proxy = filled.text("proxy");
    if form == Some(AnswerForm::Proxy) && proxy.is_empty() {
        filled.complain("proxy", t.get("sharing-proxy-missing"));
    }
    let (explained_on, from) = (filled.needed_day("explained_on"), filled.needed_day("from"));
    let until = filled.needed_day("until");
    let consent = Consent {
        id: ConsentId::new(Uuid::now_v7()),
        purposes,
        to,
        items: items.into_iter().collect(),
        direction: filled.choice("direction").unwrap_or(Direction::Provide),
        route,
        route_reason,
        tell_each_time: filled.yes("tell_each_time"),
        from,
        until,
        explained_on,
        explained_by: reader.actor.staff(),
        form: form?,
        proxy,
        confirmed_by: filled.chosen("confirmed_by", ConfirmMethod::ALL, ConfirmMethod::name),
        rules_version,
        withdrawn: None,
    };
    filled.is_right().then_some(consent)
}

/// The day from which the privacy rules are as they were explained.
fn rules_version(site: &Site) -> String {
    let today = site.app().clock().today();
    let form = site.app().documents().forms().get("consent_form", today);
    form.map(|form| form.valid_from.to_string()).unwrap_or_default()
}

pub(super) async fn give(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    form: Submitted,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let opened = OpenedCase::load(&site, &reader, id).await?;
    if !opened.may(&site, &reader, Action::RecordConsent) {
        return Err(PageError::forbidden());
    }
    let agencies = recipients(&site, &opened).await?;
    let mut filled = Filled::new(t, form);
    if filled.form.text("step") == "change" {
        return page(&site, &reader, &opened, &filled, Vec::new()).await;
    }
    let Some(consent) = read(&reader, &mut filled, &agencies, rules_version(&site)) else {
        return Ok(not_taken(page(&site, &reader, &opened, &filled, Vec::new()).await?));
    };
    // The rules speak before the page to check, so that nothing is checked that will be refused.
    if let Err(refusal) = opened.file.case.give_consent(consent.clone(), site.app().clock().today()) {
        let banners = refused(t, refusal.into())?;
        return Ok(not_taken(page(&site, &reader, &opened, &filled, banners).await?));
    }
    if filled.form.text("step") != "record" {
        let lead = lead(t, &consent);
        let rows = rows(&reader, &consent, &site.app().agencies().await.map_err(page_error)?);
        return check_page(&site, &reader, &opened, &filled.form, address(&opened), lead, rows).await;
    }
    let version = filled.form.text("version").parse().unwrap_or(0);
    match site.app().give_consent(&reader.actor, id, version, consent).await {
        Ok(_) => Ok(done(&format!("/cases/{id}/sharing"), "consent-given")),
        Err(UseCaseError::Conflict { .. }) => {
            let opened = OpenedCase::load(&site, &reader, id).await?;
            let mut again = filled.form.clone();
            again.take("version");
            let again = again.version(opened.file.version);
            let banner = Banner::new(BannerKind::Warning, t.get("sharing-changed")).body(t.get("sharing-changed-do"));
            Ok(overtaken(page(&site, &reader, &opened, &Filled::new(t, again), vec![banner]).await?))
        }
        Err(error) => {
            let banners = refused(t, error)?;
            Ok(not_taken(page(&site, &reader, &opened, &filled, banners).await?))
        }
    }
}

/// What a consent does, in one sentence.
fn lead(t: &Texts, consent: &Consent) -> String {
    match (consent.route, consent.direction.gives(), consent.tell_each_time) {
        (Route::Direct, true, false) => t.get("sharing-lead-opens"),
        (Route::Direct, true, true) => t.get("sharing-lead-each-time"),
        (Route::Direct, false, _) => t.get("sharing-lead-asks"),
        (Route::ViaPerson, ..) => t.get("sharing-lead-via-person"),
        (Route::Together, ..) => t.get("sharing-lead-together"),
    }
}

/// The names of the recipients.
pub(super) fn recipients_name(t: &Texts, consent: &Consent, agencies: &[AgencyRow]) -> String {
    let name = |id: AgencyId| agencies.iter().find(|agency| agency.id == id).map(|agency| agency.facts.name.clone());
    let names = consent.to.iter().filter_map(|to| name(to.agency));
    names.collect::<Vec<_>>().join(&t.get("list-separator"))
}

/// A consent line by line.
pub(super) fn rows(reader: &SignedIn, consent: &Consent, agencies: &[AgencyRow]) -> Vec<SummaryRow> {
    let t = &reader.t;
    let day = |day: NaiveDate| reader.look.long(day).text().to_owned();
    let joined = |words: Vec<String>| words.join(&t.get("list-separator"));
    let purposes = consent.purposes.iter().map(|purpose| purpose_name(t, *purpose)).collect();
    let methods = consent.confirmed_by.iter().map(|method| method_name(t, *method)).collect();
    let mut route = route_name(t, consent.route);
    if !consent.route_reason.is_empty() {
        route = format!("{route}\n{}", consent.route_reason);
    }
    let form = match consent.form {
        AnswerForm::Signed => t.get("application-choice-signed"),
        AnswerForm::Oral => t.get("application-choice-oral"),
        AnswerForm::Proxy => format!("{} {}", t.get("application-choice-proxy"), consent.proxy),
    };
    let tell = if consent.tell_each_time { t.get("sharing-each-time") } else { t.get("sharing-not-each-time") };
    vec![
        SummaryRow::new(t.get("sharing-to"), recipients_name(t, consent, agencies)),
        SummaryRow::new(t.get("sharing-items"), items_name(t, consent.items)),
        SummaryRow::new(t.get("sharing-purposes"), joined(purposes)),
        SummaryRow::new(t.get("sharing-route"), route),
        SummaryRow::new(t.get("sharing-direction"), direction_name(t, consent.direction)),
        SummaryRow::new(t.get("sharing-tell"), tell),
        SummaryRow::new(
            t.get("sharing-period"),
            t.with("sharing-from-until", [("from", day(consent.from)), ("until", day(consent.until))]),
        ),
        SummaryRow::new(t.get("sharing-explained-on"), day(consent.explained_on)),
        SummaryRow::new(t.get("sharing-form"), form),
        SummaryRow::or_unknown(t.get("sharing-confirmed-by"), joined(methods)),
    ]
}
