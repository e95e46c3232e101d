//! スクリーニング: the five outcomes, and the confirmation that somebody arrived where they were referred to.

use axum::{
    Router,
    extract::{Query, State},
    response::Response,
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
    form_page::Contents,
    meanwhile::{Clash, since},
    room::{CasePath, OpenedCase, RoomTab},
};
use crate::{
    components::{Banner, ChoiceOption, SummaryRow},
    errors::PageError,
    form::{Compared, Filled, FormView, Question, Side, Submitted, chosen, done, not_taken, options, refused},
    site::{Done, SignedIn, Site},
    text::Texts,
};

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/cases/{case}/screening", get(ask).post(write))
        .route("/cases/{case}/screening/arrival", post(confirm_arrival))
}

fn result_name(t: &Texts, result: ScreeningResult) -> String {
    t.get(&format!("{}{}", /* keys */ "screening-result-", result.name()))
}

fn consent_name(t: &Texts, consent: ReferralConsent) -> String {
    t.get(&format!("{}{}", /* keys */ "screening-consent-", consent.name()))
}

/// What an outcome asks for and leads to.
fn result_hint(t: &Texts, result: ScreeningResult) -> String {
    t.get(&format!("{}{}", /* keys */ "screening-hint-", result.name()))
}

/// What is asked, in the order of the page.
fn questions(t: &Texts) -> Vec<Question> {
    let option = |result: &ScreeningResult| {
        ChoiceOption::new(result.name(), result_name(t, *result)).hint(result_hint(t, *result))
    };
    let results = ScreeningResult::ALL.iter().map(option).collect();
    let consents = options(ReferralConsent::ALL, ReferralConsent::name, |consent| consent_name(t, consent));
    vec![
        Question::date("screened_on", t.get("screening-field-screened_on")).required(),
        Question::one("result", t.get("screening-field-result"), results).below_each_other().required(),
        Question::long("comment", t.get("screening-field-comment"), 4).hint(t.get("screening-comment-hint")),
        Question::long("targets", t.get("screening-field-targets"), 3).hint(t.get("screening-targets-hint")),
        Question::one("referral_consent", t.get("screening-field-referral_consent"), consents),
        Question::date("next_contact_on", t.get("screening-field-next_contact_on")).hint(t.get("screening-next-hint")),
    ]
}

/// The stored outcome as it would be typed; without one, today as the day of the screening.
fn typed(case: &Case, today: chrono::NaiveDate) -> Submitted {
    let day = |date: chrono::NaiveDate| format::long(date, DateStyle::Era);
    let Some(screening) = &case.screening else { return Submitted::of([("screened_on", day(today))]) };
    Submitted::of([
        ("screened_on", day(screening.on)),
        ("result", screening.result.name().to_owned()),
        ("comment", screening.comment.clone()),
        ("targets", screening.referral_targets.join("\n")),
        ("referral_consent", screening.referral_consent.map(ReferralConsent::name).unwrap_or_default().to_owned()),
        ("next_contact_on", screening.next_contact_on.map(day).unwrap_or_default()),
    ])
}

/// Reads the form; what is wrong is complained about.
fn read(t: &Texts, filled: &mut Filled) -> Option<Screening> {
    let on = filled.needed_day("screened_on");
    let result = filled.chosen("result", ScreeningResult::ALL, ScreeningResult::name).first().copied();
    let comment = filled.text("comment");
    let targets = filled.text("targets");
    let targets = targets.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty());
    let targets: Vec<String> = targets.collect();
    let consent = filled.chosen("referral_consent", ReferralConsent::ALL, ReferralConsent::name).first().copied();
    let next_contact_on = filled.day("next_contact_on");
    match result {
        None => filled.complain("result", t.get("screening-result-missing")),
        Some(ScreeningResult::ContinueSupport) => {}
        Some(ScreeningResult::ReferOut) => {
            if targets.is_empty() {
                filled.complain("targets", t.get("screening-targets-missing"));
            }
            if consent.is_none() {
                filled.complain("referral_consent", t.get("screening-consent-missing"));
            }
            // Without the person's agreement the comment says why it goes on all the same.
            if comment.is_empty() && consent.is_some_and(|consent| consent != ReferralConsent::Agrees) {
                filled.complain("comment", t.get("screening-comment-missing"));
            }
        }
        Some(result) => {
            if comment.is_empty() {
                filled.complain("comment", t.get("screening-comment-missing"));
            }
            let waits = result == ScreeningResult::ConsentPending;
            if waits && next_contact_on.is_none() && filled.text("next_contact_on").is_empty() {
                filled.complain("next_contact_on", t.get("screening-next-missing"));
            }
        }
    }
    let screening = Screening {
        on,
        result: result?,
        comment,
        referral_targets: targets,
        referral_consent: consent.filter(|_| result == Some(ScreeningResult::ReferOut)),
        next_contact_on,
        arrival_confirmed_on: None,
    };
    filled.is_right().then_some(screening)
}

/// Whether a screening can still be recorded: there is no plan yet, and the case was not closed.
fn is_undecided(case: &Case) -> bool {
    case.closure.is_none() && case.plans.is_empty()
}

async fn ask(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    Query(told): Query<Done>,
) -> Result<Response, PageError> {
    let opened = OpenedCase::load(&site, &reader, id).await?;
    page(&site, &reader, &opened, &stored(&site, &reader, &opened), told.banners(&reader.t)).await
}

/// The form as it opens.
fn stored(site: &Site, reader: &SignedIn, opened: &OpenedCase) -> Filled {
    let today = site.app().clock().today();
    let mut form = typed(&opened.file.case, today).version(opened.file.version);
    form.put("arrived_on", format::long(today, DateStyle::Era));
    Filled::new(&reader.t, form)
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
    let may = opened.may(site, reader, Action::Screen);
    let writes = may && is_undecided(case);
    let mut about = Vec::new();
    if !writes && case.screening.is_some() {
        let stored = typed(case, site.app().clock().today());
        for question in questions(t) {
            let words = question.words(t, reader.look, &stored);
            if !words.is_empty() {
                about.push(SummaryRow::new(question.label(), words));
            }
        }
    }
    if let Some(on) = case.screening.as_ref().and_then(|screening| screening.arrival_confirmed_on) {
        about.push(SummaryRow::new(t.get("screening-arrived-on"), reader.look.long(on).text()));
    }
    let waits = may && case.stage() == Stage::ReferredOut;
    let action = format!("/cases/{}/screening", case.id);
    let arrived = Question::date("arrived_on", t.get("screening-arrived-on")).required();
    let arrival =
        FormView::new(reader, format!("{action}/arrival"), vec![filled.ask(&arrived)], t.get("screening-arrival-save"));
    let second = waits.then(|| (t.get("screening-arrival-heading"), arrival.minor()));
    let form = FormView::new(reader, action, filled.ask_all(&questions(t)), t.get("screening-save")).based_on(filled);
    let form = writes.then_some(form);
    let contents = Contents::of_beginning(t, case.id, "screening", t.get("screening-title"), form);
    Contents { about, second, banners, ..contents }.show(site, reader, opened).await
}

async fn write(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    form: Submitted,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let opened = OpenedCase::load(&site, &reader, id).await?;
    let form = chosen(form, &typed(&opened.file.case, site.app().clock().today()));
    let mut filled = Filled::new(t, form);
    let Some(screening) = read(t, &mut filled) else {
        return Ok(not_taken(page(&site, &reader, &opened, &filled, Vec::new()).await?));
    };
    let mut version = filled.form.text("version").parse().unwrap_or(opened.file.version);
    loop {
        match site.app().screen(&reader.actor, id, version, screening.clone()).await {
            Ok(_) => return Ok(done(&format!("/cases/{id}/screening"), "screening-saved")),
            Err(UseCaseError::Conflict { expected, found }) => {
                if let Some(page) = conflict(&site, &reader, id, expected, &filled.form).await? {
                    return Ok(page);
                }
                version = found;
            }
            Err(error) => {
                let banners = refused(t, error)?;
                return Ok(not_taken(page(&site, &reader, &opened, &filled, banners).await?));
            }
        }
    }
}

/// What others decided meanwhile, side by side; none if they wrote elsewhere in the case, or wrote the same.
async fn conflict(
    site: &Site,
    reader: &SignedIn,
    id: CaseId,
    version: i64,
    form: &Submitted,
) -> Result<Option<Response>, PageError> {
    let screened = |event: &CaseEvent| matches!(event, CaseEvent::Screened { .. });
    let since = since(site, reader, id, version, screened).await?;
    let opened = OpenedCase::load(site, reader, id).await?;
    let today = site.app().clock().today();
    let was = since.opened.map(|case| typed(&case, today));
    let forms = Compared { was: was.as_ref(), mine: form, theirs: &typed(&opened.file.case, today) };
    let sides = Side::all_of(&reader.t, reader.look, &questions(&reader.t), forms);
    if since.by.is_none() || sides.is_empty() {
        return Ok(None);
    }
    let clash = Clash {
        tab: RoomTab::Intake,
        action: format!("/cases/{id}/screening"),
        version: opened.file.version.to_string(),
        by: since.by,
        typed: form,
        sides,
    };
    clash.show(site, reader, &opened).await.map(Some)
}

async fn confirm_arrival(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    sent: Submitted,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let opened = OpenedCase::load(&site, &reader, id).await?;
    let mut filled = stored(&site, &reader, &opened);
    filled.form.take_over("arrived_on", &sent);
    let on = filled.needed_day("arrived_on");
    if !filled.is_right() {
        return Ok(not_taken(page(&site, &reader, &opened, &filled, Vec::new()).await?));
    }
    match site.app().confirm_arrival(&reader.actor, id, on).await {
        Ok(_) => Ok(done(&format!("/cases/{id}/screening"), "arrival-confirmed")),
        Err(error) => {
            let banners = refused(t, error)?;
            Ok(not_taken(page(&site, &reader, &opened, &filled, banners).await?))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    #[test]
    fn every_outcome_has_a_name_and_a_hint_in_both_languages() {
        for lang in Lang::ALL {
            let t = Texts::shipped(lang);
            for result in ScreeningResult::ALL {
                assert!(!result_name(&t, *result).starts_with('⟦'));
                assert!(!result_hint(&t, *result).starts_with('⟦'));
            }
            assert!(ReferralConsent::ALL.iter().all(|consent| !consent_name(&t, *consent).starts_with('⟦')));
        }
    }
}
