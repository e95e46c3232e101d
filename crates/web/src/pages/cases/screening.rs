//! スクリーニング: the five outcomes, and the confirmation that somebody arrived where they were referred to.

use std::collections::BTreeMap;

use axum::{
    Router,
    extract::{Query, State},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use banso_access::Action;
use banso_app::UseCaseError;
use banso_domain::{
    calendar::{DateStyle, format},
    case::{
        Case, Stage,
        event::CaseEvent,
        intake::{ReferralConsent, Screening, ScreeningResult},
    },
    id::CaseId,
};

use super::{
    beginning::{Contents, FormPage, OneForm},
    choose::{self, Side},
    room::{CasePath, OpenedCase, RoomTab},
};
use crate::{
    components::{Banner, ChoiceGroup, ChoiceKind, ChoiceOption, DateField, FieldView, SummaryRow},
    dates::DateEcho,
    errors::PageError,
    pages::block::{Block, Part},
    rules,
    site::{Done, SignedIn, Site, page_error},
    submitted::Submitted,
    text::Texts,
};

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/cases/{case}/screening", get(ask).post(write))
        .route("/cases/{case}/screening/arrival", post(confirm_arrival))
}

type Problems = BTreeMap<&'static str, String>;

const FIELDS: [&str; 6] = ["screened_on", "result", "comment", "targets", "referral_consent", "next_contact_on"];

fn label(t: &Texts, field: &str) -> String {
    t.get(&format!("{}{field}", /* keys */ "screening-field-"))
}

fn result_name(t: &Texts, result: &str) -> String {
    t.get(&format!("{}{result}", /* keys */ "screening-result-"))
}

fn consent_name(t: &Texts, consent: &str) -> String {
    t.get(&format!("{}{consent}", /* keys */ "screening-consent-"))
}

/// What an outcome asks for and leads to.
fn result_hint(t: &Texts, result: &str) -> String {
    t.get(&format!("{}{result}", /* keys */ "screening-hint-"))
}

fn typed(case: &Case, today: chrono::NaiveDate) -> Submitted {
    let day = |date: chrono::NaiveDate| format::long(date, DateStyle::Era);
    let mut form = Submitted::default();
    let Some(screening) = &case.screening else {
        form.put("screened_on", day(today));
        return form;
    };
    form.put("screened_on", day(screening.on));
    form.put("result", screening.result.name());
    form.put("comment", &screening.comment);
    form.put("targets", screening.referral_targets.join("\n"));
    form.put("referral_consent", screening.referral_consent.map(ReferralConsent::name).unwrap_or_default());
    form.put("next_contact_on", screening.next_contact_on.map(day).unwrap_or_default());
    form
}

fn read(t: &Texts, form: &Submitted) -> Result<Screening, Problems> {
    let mut problems = Problems::new();
    let mut day = |field: &'static str| {
        form.day(t, field).unwrap_or_else(|why| {
            problems.insert(field, why);
            None
        })
    };
    let (on, next_contact_on) = (day("screened_on"), day("next_contact_on"));
    if on.is_none() {
        problems.entry("screened_on").or_insert_with(|| t.get("screening-day-missing"));
    }
    let result = ScreeningResult::ALL.iter().copied().find(|known| known.name() == form.text("result"));
    let comment = form.text("comment").to_owned();
    let targets: Vec<String> =
        form.text("targets").lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect();
    let sent = form.text("referral_consent");
    let consent = ReferralConsent::ALL.iter().copied().find(|known| known.name() == sent);
    let mut missing = |field: &'static str, key: &str| {
        problems.entry(field).or_insert_with(|| t.get(key));
    };
    match result {
        None => missing("result", /* key */ "screening-result-missing"),
        Some(ScreeningResult::ReferOut) => {
            if targets.is_empty() {
                missing("targets", /* key */ "screening-targets-missing");
            }
            match consent {
                None => missing("referral_consent", /* key */ "screening-consent-missing"),
                Some(ReferralConsent::Agrees) => {}
                Some(_) if comment.is_empty() => missing("comment", /* key */ "screening-comment-missing"),
                Some(_) => {}
            }
        }
        Some(ScreeningResult::ContinueSupport) => {}
        Some(result) => {
            if comment.is_empty() {
                missing("comment", /* key */ "screening-comment-missing");
            }
            if result == ScreeningResult::ConsentPending && next_contact_on.is_none() {
                missing("next_contact_on", /* key */ "screening-next-missing");
            }
        }
    }
    // What the person says to a referral belongs to a referral alone.
    let referral_consent = consent.filter(|_| result == Some(ScreeningResult::ReferOut));
    let (Some(on), Some(result), true) = (on, result, problems.is_empty()) else { return Err(problems) };
    Ok(Screening {
        on,
        result,
        comment,
        referral_targets: targets,
        referral_consent,
        next_contact_on,
        arrival_confirmed_on: None,
    })
}

fn blocks(t: &Texts, form: &Submitted, problems: &Problems) -> Vec<Block> {
    let field = |name: &'static str| {
        let mut view = FieldView::new(name, label(t, name)).value(form.text(name));
        view.error = problems.get(name).cloned();
        view
    };
    let date = |name: &'static str, view: FieldView| {
        let echo = if view.error.is_some() { String::new() } else { DateEcho::of(t, form.text(name)).to_string() };
        Part::Date(DateField::new(view, echo))
    };
    let option = |result: &ScreeningResult| {
        ChoiceOption::new(result.name(), result_name(t, result.name()))
            .hint(result_hint(t, result.name()))
            .chosen(form.text("result") == result.name())
    };
    let results = ScreeningResult::ALL.iter().map(option).collect();
    let consent = |consent: &ReferralConsent| {
        ChoiceOption::new(consent.name(), consent_name(t, consent.name()))
            .chosen(form.text("referral_consent") == consent.name())
    };
    let consents = ReferralConsent::ALL.iter().map(consent).collect();
    let consents = ChoiceGroup::new(field("referral_consent"), ChoiceKind::One, consents);
    let parts = vec![
        date("screened_on", field("screened_on").required()),
        Part::Choices(ChoiceGroup::new(field("result").required(), ChoiceKind::One, results)),
        Part::Long(field("comment").hint(t.get("screening-comment-hint")).lines(4)),
        Part::Long(field("targets").hint(t.get("screening-targets-hint")).lines(3)),
        Part::Choices(consents),
        date("next_contact_on", field("next_contact_on").hint(t.get("screening-next-hint"))),
    ];
    parts.into_iter().map(|part| Block::new(t, part)).collect()
}

/// What a field says, in words.
fn words(t: &Texts, form: &Submitted, field: &str) -> String {
    let value = form.text(field);
    match field {
        "result" if !value.is_empty() => result_name(t, value),
        "referral_consent" if !value.is_empty() => consent_name(t, value),
        _ => value.to_owned(),
    }
}

/// Whether a screening can still be recorded: there is no plan yet, and the case was not closed.
fn is_undecided(case: &Case) -> bool {
    case.closure.is_none() && case.plans.is_empty()
}

async fn ask(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    Query(done): Query<Done>,
) -> Result<Response, PageError> {
    let opened = OpenedCase::load(&site, &reader, id).await?;
    let form = typed(&opened.file.case, site.app().clock().today());
    let version = opened.file.version;
    page(&site, &reader, &opened, (&form, version), &Problems::new(), done.banners(&reader.t), false).await
}

async fn page(
    site: &Site,
    reader: &SignedIn,
    opened: &OpenedCase,
    (form, version): (&Submitted, i64),
    problems: &Problems,
    banners: Vec<Banner>,
    came_back: bool,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let case = &opened.file.case;
    let may = opened.may(site, reader, Action::Screen);
    let writes = may && is_undecided(case);
    let one = OneForm {
        action: format!("/cases/{}/screening", case.id),
        blocks: blocks(t, form, problems),
        version: Some(version),
        draft: None,
        button: t.get("screening-save"),
    };
    let mut known = Vec::new();
    if !writes && case.screening.is_some() {
        let stored = typed(case, site.app().clock().today());
        let row = |field: &&str| (label(t, field), words(t, &stored, field));
        let filled = FIELDS.iter().map(row).filter(|(_, value)| !value.is_empty());
        known.extend(filled.map(|(key, value)| SummaryRow::new(key, value)));
    }
    if let Some(on) = case.screening.as_ref().and_then(|screening| screening.arrival_confirmed_on) {
        known.push(SummaryRow::new(t.get("screening-arrived-on"), reader.look.long(on).text()));
    }
    let waits = may && case.stage() == Stage::ReferredOut;
    let contents = Contents {
        path: "screening",
        heading: t.get("screening-title"),
        known,
        form: writes.then_some(one),
        second: waits.then(|| arrival_form(t, site, case.id, form, problems)),
        banners,
    };
    FormPage::show(site, reader, opened, contents, came_back).await
}

fn arrival_form(t: &Texts, site: &Site, id: CaseId, form: &Submitted, problems: &Problems) -> (String, OneForm) {
    let today = format::long(site.app().clock().today(), DateStyle::Era);
    let typed = if form.has("arrived_on") { form.text("arrived_on") } else { &today };
    let mut view = FieldView::new("arrived_on", t.get("screening-arrived-on")).value(typed).required();
    view.error = problems.get("arrived_on").cloned();
    let field = Block::new(t, Part::Date(DateField::new(view, DateEcho::of(t, typed))));
    let one = OneForm {
        action: format!("/cases/{id}/screening/arrival"),
        blocks: vec![field],
        version: None,
        draft: None,
        button: t.get("screening-arrival-save"),
    };
    (t.get("screening-arrival-heading"), one)
}

async fn write(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    form: Submitted,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let opened = OpenedCase::load(&site, &reader, id).await?;
    let form = choose::chosen(form, &typed(&opened.file.case, site.app().clock().today()));
    let mut version = form.text("version").parse().unwrap_or(opened.file.version);
    let screening = match read(t, &form) {
        Ok(screening) => screening,
        Err(problems) => return page(&site, &reader, &opened, (&form, version), &problems, Vec::new(), true).await,
    };
    loop {
        match site.app().screen(&reader.actor, id, version, screening.clone()).await {
            Ok(_) => return Ok(Redirect::to(&format!("/cases/{id}/screening?done=screening-saved")).into_response()),
            Err(UseCaseError::Conflict { expected, found }) => {
                if let Some(page) = conflict(&site, &reader, id, expected, &form).await? {
                    return Ok(page);
                }
                version = found;
            }
            Err(UseCaseError::Refused(refusal)) => {
                let banners = rules::banners(t, &refusal);
                return page(&site, &reader, &opened, (&form, version), &Problems::new(), banners, true).await;
            }
            Err(other) => return Err(page_error(other)),
        }
    }
}

async fn conflict(
    site: &Site,
    reader: &SignedIn,
    id: CaseId,
    version: i64,
    form: &Submitted,
) -> Result<Option<Response>, PageError> {
    let screened = |event: &CaseEvent| matches!(event, CaseEvent::Screened { .. });
    let (_, by) = choose::meanwhile(site, reader, id, version, screened).await?;
    let Some(by) = by else { return Ok(None) };
    let opened = OpenedCase::load(site, reader, id).await?;
    let theirs = typed(&opened.file.case, site.app().clock().today());
    let t = &reader.t;
    let side = |field: &&str| Side {
        name: (*field).to_owned(),
        label: label(t, field),
        mine: words(t, form, field),
        theirs: words(t, &theirs, field),
    };
    let sides: Vec<Side> = FIELDS.iter().map(side).filter(|side| side.mine != side.theirs).collect();
    if sides.is_empty() {
        return Ok(None);
    }
    let mut frame = opened.frame(site, reader, &t.get("choose-title")).await?;
    frame.has_errors = true;
    let room = opened.room(site, reader, RoomTab::Intake);
    let action = format!("/cases/{id}/screening");
    choose::page(site, reader, (frame, room), action, opened.file.version, &by, (form, sides)).await.map(Some)
}

async fn confirm_arrival(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    form: Submitted,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let opened = OpenedCase::load(&site, &reader, id).await?;
    let mut shown = typed(&opened.file.case, site.app().clock().today());
    shown.put("arrived_on", form.text("arrived_on"));
    let version = opened.file.version;
    let on = match form.day(t, "arrived_on") {
        Ok(Some(on)) => on,
        Ok(None) => {
            let problems = Problems::from([("arrived_on", t.get("screening-day-missing"))]);
            return page(&site, &reader, &opened, (&shown, version), &problems, Vec::new(), true).await;
        }
        Err(why) => {
            let problems = Problems::from([("arrived_on", why)]);
            return page(&site, &reader, &opened, (&shown, version), &problems, Vec::new(), true).await;
        }
    };
    match site.app().confirm_arrival(&reader.actor, id, on).await {
        Ok(_) => Ok(Redirect::to(&format!("/cases/{id}/screening?done=arrival-confirmed")).into_response()),
        Err(UseCaseError::Refused(refusal)) => {
            let banners = rules::banners(t, &refusal);
            page(&site, &reader, &opened, (&shown, version), &Problems::new(), banners, true).await
        }
        Err(other) => Err(page_error(other)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    #[test]
    fn every_field_and_outcome_has_a_name_and_a_hint_in_both_languages() {
        for lang in Lang::ALL {
            let t = Texts::shipped(lang);
            assert!(FIELDS.iter().all(|field| !label(&t, field).starts_with('⟦')));
            for result in ScreeningResult::ALL {
                assert!(!result_name(&t, result.name()).starts_with('⟦'));
                assert!(!result_hint(&t, result.name()).starts_with('⟦'));
            }
            assert!(ReferralConsent::ALL.iter().all(|consent| !consent_name(&t, consent.name()).starts_with('⟦')));
        }
    }
}
