//! 申込みと情報共有の同意: the person's answer as data (U13), with the explanation that comes before it (SR-01, SR-02).

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
    answer::{AnswerForm, PersonAnswer, Will},
    calendar::{DateStyle, format},
    case::{
        Case,
        event::CaseEvent,
        intake::{Application, SharingConsent},
    },
    id::CaseId,
};

use super::{
    beginning::{Contents, FormPage, OneForm},
    choose::{self, Side},
    room::{CasePath, OpenedCase, RoomTab},
    sheet,
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
    Router::new().route("/cases/{case}/application", get(ask).post(write))
}

type Problems = BTreeMap<&'static str, String>;

/// The fields in the order of the page, for two versions side by side.
const FIELDS: [&str; 8] =
    ["explained_on", "answer", "answer_form", "reason", "answered_on", "sharing", "tell_each_time", "excluded"];

fn label(t: &Texts, field: &str) -> String {
    t.get(&format!("{}{field}", /* keys */ "application-field-"))
}

/// The answer to choose, as the page says it.
fn choice(t: &Texts, value: &str) -> String {
    t.get(&format!("{}{value}", /* keys */ "application-choice-"))
}

/// The choices of the fields that have some.
fn choices(field: &str) -> &'static [&'static str] {
    match field {
        "answer" => &["agrees", "declines", "could-not-ask"],
        "answer_form" => &["signed", "oral", "proxy"],
        "sharing" => &["sharing-yes", "sharing-no"],
        "tell_each_time" => &["tell"],
        _ => &[],
    }
}

/// The stored answer as the form would send it; without one, today as the day on which it is asked.
fn typed(case: &Case, today: chrono::NaiveDate) -> Submitted {
    let day = |date: chrono::NaiveDate| format::long(date, DateStyle::Era);
    let mut form = Submitted::default();
    let Some(application) = &case.application else {
        form.put("answered_on", day(today));
        return form;
    };
    if let Some((on, _)) = application.explained {
        form.put("explained_on", day(on));
    }
    let (answer, reason) = match &application.answer.will {
        Will::Agrees { form: how } => {
            form.put(
                "answer_form",
                match how {
                    AnswerForm::Signed => "signed",
                    AnswerForm::Oral => "oral",
                    AnswerForm::Proxy => "proxy",
                },
            );
            ("agrees", "")
        }
        Will::Declines { reason } => ("declines", reason.as_str()),
        Will::CouldNotAsk { reason } => ("could-not-ask", reason.as_str()),
    };
    form.put("answer", answer);
    form.put("reason", reason);
    form.put("answered_on", day(application.answer.on));
    form.put("sharing", if application.sharing.agrees { "sharing-yes" } else { "sharing-no" });
    if application.sharing.tell_each_time {
        form.put("tell_each_time", "tell");
    }
    form.put("excluded", &application.sharing.excluded_agencies);
    form
}

fn read(t: &Texts, reader: &SignedIn, case: &Case, form: &Submitted) -> Result<Application, Problems> {
    let mut problems = Problems::new();
    let mut day = |field: &'static str| {
        form.day(t, field).unwrap_or_else(|why| {
            problems.insert(field, why);
            None
        })
    };
    let (explained_on, answered_on) = (day("explained_on"), day("answered_on"));
    if answered_on.is_none() {
        problems.entry("answered_on").or_insert_with(|| t.get("application-day-missing"));
    }
    let reason = form.text("reason").to_owned();
    let will = match (form.text("answer"), form.text("answer_form")) {
        ("agrees", "signed") => Some(Will::Agrees { form: AnswerForm::Signed }),
        ("agrees", "oral") => Some(Will::Agrees { form: AnswerForm::Oral }),
        ("agrees", "proxy") => Some(Will::Agrees { form: AnswerForm::Proxy }),
        ("agrees", _) => {
            problems.insert("answer_form", t.get("application-form-missing"));
            None
        }
        ("declines", _) => Some(Will::Declines { reason: reason.clone() }),
        ("could-not-ask", _) => Some(Will::CouldNotAsk { reason: reason.clone() }),
        _ => {
            problems.insert("answer", t.get("application-answer-missing"));
            None
        }
    };
    if matches!(will, Some(Will::Declines { .. } | Will::CouldNotAsk { .. })) && reason.is_empty() {
        problems.insert("reason", t.get("application-reason-missing"));
    }
    let (Some(will), Some(on), true) = (will, answered_on, problems.is_empty()) else { return Err(problems) };
    let known = case.application.as_ref().and_then(|known| known.explained);
    let explained =
        explained_on.map(|on| known.filter(|(known, _)| *known == on).unwrap_or((on, reader.actor.staff())));
    let sharing = SharingConsent {
        agrees: form.text("sharing") == "sharing-yes",
        tell_each_time: form.has("tell_each_time"),
        excluded_agencies: form.text("excluded").to_owned(),
    };
    Ok(Application { answer: PersonAnswer { will, on, asked_by: reader.actor.staff() }, explained, sharing })
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
    let group = |view: FieldView, kind: ChoiceKind| {
        let chosen = form.all(&view.name);
        let option = |value: &&str| ChoiceOption::new(*value, choice(t, value)).chosen(chosen.contains(value));
        let options = choices(&view.name).iter().map(option).collect();
        Part::Choices(ChoiceGroup::new(view, kind, options))
    };
    let parts = vec![
        Part::Note(t.get("application-explain")),
        date("explained_on", field("explained_on").hint(t.get("application-explained-hint"))),
        Part::Heading(t.get("application-answer-heading")),
        group(field("answer").required(), ChoiceKind::One),
        group(field("answer_form").hint(t.get("application-form-hint")), ChoiceKind::One),
        Part::Long(field("reason").hint(t.get("application-reason-hint")).lines(3)),
        date("answered_on", field("answered_on").required()),
        Part::Heading(t.get("application-sharing-heading")),
        Part::Note(t.get("application-sharing-note")),
        group(field("sharing"), ChoiceKind::One),
        group(field("tell_each_time"), ChoiceKind::Several),
        Part::Long(field("excluded").hint(t.get("application-excluded-hint")).lines(2)),
    ];
    parts.into_iter().map(|part| Block::new(t, part)).collect()
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
    let writes = opened.may(site, reader, Action::RecordApplication) && sheet::is_open(case);
    let one = OneForm {
        action: format!("/cases/{}/application", case.id),
        blocks: blocks(t, form, problems),
        version: Some(version),
        draft: None,
        button: t.get("application-save"),
    };
    let known = if writes { Vec::new() } else { known(t, form) };
    let contents = Contents {
        path: "application",
        heading: t.get("application-title"),
        known,
        form: writes.then_some(one),
        second: None,
        banners,
    };
    FormPage::show(site, reader, opened, contents, came_back).await
}

/// The answer line by line, for those who only read it.
fn known(t: &Texts, form: &Submitted) -> Vec<SummaryRow> {
    let row = |field: &&str| {
        let words = words(t, form, field);
        if words.is_empty() { SummaryRow::unknown(label(t, field)) } else { SummaryRow::new(label(t, field), words) }
    };
    FIELDS.iter().map(row).collect()
}

/// What a field says, in words.
fn words(t: &Texts, form: &Submitted, field: &str) -> String {
    let value = form.text(field);
    if choices(field).contains(&value) { choice(t, value) } else { value.to_owned() }
}

async fn write(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    form: Submitted,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let opened = OpenedCase::load(&site, &reader, id).await?;
    let stored = typed(&opened.file.case, site.app().clock().today());
    let form = choose::chosen(form, &stored);
    let mut version = form.text("version").parse().unwrap_or(opened.file.version);
    let application = match read(t, &reader, &opened.file.case, &form) {
        Ok(application) => application,
        Err(problems) => return page(&site, &reader, &opened, (&form, version), &problems, Vec::new(), true).await,
    };
    loop {
        match site.app().answer_application(&reader.actor, id, version, application.clone()).await {
            Ok(_) => {
                return Ok(Redirect::to(&format!("/cases/{id}/application?done=application-saved")).into_response());
            }
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
    let answered = |event: &CaseEvent| matches!(event, CaseEvent::ApplicationAnswered { .. });
    let (_, by) = choose::meanwhile(site, reader, id, version, answered).await?;
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
    let action = format!("/cases/{id}/application");
    choose::page(site, reader, (frame, room), action, opened.file.version, &by, (form, sides)).await.map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    #[test]
    fn every_field_and_answer_has_a_name_in_both_languages() {
        for lang in Lang::ALL {
            let t = Texts::shipped(lang);
            for field in FIELDS {
                assert!(!label(&t, field).starts_with('⟦'), "{field}");
                assert!(choices(field).iter().all(|value| !choice(&t, value).starts_with('⟦')), "{field}");
            }
        }
    }
}
