//! 申込みと情報共有の同意: the person's answer as data (U13), with the explanation that comes before it (SR-01, SR-02).

use axum::{
    Router,
    extract::{Query, State},
    response::Response,
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
    form_page::Contents,
    meanwhile::{Clash, since},
    room::{CasePath, OpenedCase, RoomTab},
    sheet,
};
use crate::{
    components::{Banner, SummaryRow},
    errors::PageError,
    form::{
        Block, Compared, Filled, FormView, Part, Question, Side, Submitted, chosen, code_of, done, labelled, not_taken,
        refused,
    },
    site::{Done, SignedIn, Site},
    text::Texts,
};

pub(super) fn routes() -> Router<Site> {
    Router::new().route("/cases/{case}/application", get(ask).post(write))
}

/// What is asked, in the order of the page.
fn questions(t: &Texts) -> Vec<Question> {
    let answers = [
        ("agrees", t.get("application-choice-agrees")),
        ("declines", t.get("application-choice-declines")),
        ("could-not-ask", t.get("application-choice-could-not-ask")),
    ];
    let forms = [
        ("signed", t.get("application-choice-signed")),
        ("oral", t.get("application-choice-oral")),
        ("proxy", t.get("application-choice-proxy")),
    ];
    let sharing = [
        ("sharing-yes", t.get("application-choice-sharing-yes")),
        ("sharing-no", t.get("application-choice-sharing-no")),
    ];
    let tell = t.get("application-choice-tell");
    vec![
        Question::date("explained_on", t.get("application-field-explained_on"))
            .hint(t.get("application-explained-hint")),
        Question::one("answer", t.get("application-field-answer"), labelled(answers)).below_each_other().required(),
        Question::one("answer_form", t.get("application-field-answer_form"), labelled(forms))
            .below_each_other()
            .hint(t.get("application-form-hint")),
        Question::long("reason", t.get("application-field-reason"), 3).hint(t.get("application-reason-hint")),
        Question::date("answered_on", t.get("application-field-answered_on")).required(),
        Question::one("sharing", t.get("application-field-sharing"), labelled(sharing)).below_each_other(),
        Question::tick("tell_each_time", t.get("application-field-tell_each_time"), tell).below_each_other(),
        Question::long("excluded", t.get("application-field-excluded"), 2).hint(t.get("application-excluded-hint")),
    ]
}

/// The form: the explanation, then the answer, then what may be shared.
fn blocks(t: &Texts, filled: &Filled) -> Vec<Block> {
    let heading = |text: String| Block::new(t, Part::Heading(text));
    let note = |text: String| Block::new(t, Part::Note(text));
    let mut blocks = vec![note(t.get("application-explain"))];
    for question in &questions(t) {
        match question.name() {
            "answer" => blocks.push(heading(t.get("application-answer-heading"))),
            "sharing" => {
                blocks.push(heading(t.get("application-sharing-heading")));
                blocks.push(note(t.get("application-sharing-note")));
            }
            _ => {}
        }
        blocks.push(filled.ask(question));
    }
    blocks
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
            form.put("answer_form", code_of(how));
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
        form.put("tell_each_time", "yes");
    }
    form.put("excluded", &application.sharing.excluded_agencies);
    form
}

/// Reads the form; what is wrong is complained about.
fn read(reader: &SignedIn, case: &Case, filled: &mut Filled) -> Option<Application> {
    let t = &reader.t;
    let explained_on = filled.day("explained_on");
    let reason = filled.text("reason");
    let will = match filled.form.text("answer") {
        "agrees" => {
            let how: Option<AnswerForm> = filled.choice("answer_form");
            if how.is_none() {
                filled.complain("answer_form", t.get("application-form-missing"));
            }
            how.map(|form| Will::Agrees { form })
        }
        "declines" => Some(Will::Declines { reason: reason.clone() }),
        "could-not-ask" => Some(Will::CouldNotAsk { reason: reason.clone() }),
        _ => {
            filled.complain("answer", t.get("application-answer-missing"));
            None
        }
    };
    if matches!(will, Some(Will::Declines { .. } | Will::CouldNotAsk { .. })) && reason.is_empty() {
        filled.complain("reason", t.get("application-reason-missing"));
    }
    let on = filled.needed_day("answered_on");
    let known = case.application.as_ref().and_then(|known| known.explained);
    let explained =
        explained_on.map(|on| known.filter(|(known, _)| *known == on).unwrap_or((on, reader.actor.staff())));
    let sharing = SharingConsent {
        agrees: filled.form.text("sharing") == "sharing-yes",
        tell_each_time: filled.yes("tell_each_time"),
        excluded_agencies: filled.text("excluded"),
    };
    let answer = PersonAnswer { will: will?, on, asked_by: reader.actor.staff() };
    filled.is_right().then_some(Application { answer, explained, sharing })
}

async fn ask(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    Query(told): Query<Done>,
) -> Result<Response, PageError> {
    let opened = OpenedCase::load(&site, &reader, id).await?;
    let form = typed(&opened.file.case, site.app().clock().today()).version(opened.file.version);
    page(&site, &reader, &opened, &Filled::new(&reader.t, form), told.banners(&reader.t)).await
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
    let writes = opened.may(site, reader, Action::RecordApplication) && sheet::is_open(case);
    let action = format!("/cases/{}/application", case.id);
    let form = FormView::new(reader, action, blocks(t, filled), t.get("application-save")).based_on(filled);
    let form = writes.then_some(form);
    let about = if writes { Vec::new() } else { known(reader, &filled.form) };
    let contents = Contents::of_beginning(t, case.id, "application", t.get("application-title"), form);
    Contents { about, banners, ..contents }.show(site, reader, opened).await
}

/// The answer line by line, for those who only read it.
fn known(reader: &SignedIn, form: &Submitted) -> Vec<SummaryRow> {
    let words = |question: &Question| question.words(&reader.t, reader.look, form);
    questions(&reader.t).iter().map(|question| SummaryRow::or_unknown(question.label(), words(question))).collect()
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
    let mut filled = Filled::new(t, chosen(form, &stored));
    let Some(application) = read(&reader, &opened.file.case, &mut filled) else {
        return Ok(not_taken(page(&site, &reader, &opened, &filled, Vec::new()).await?));
    };
    let mut version = filled.form.text("version").parse().unwrap_or(opened.file.version);
    loop {
        match site.app().answer_application(&reader.actor, id, version, application.clone()).await {
            Ok(_) => return Ok(done(&format!("/cases/{id}/application"), "application-saved")),
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

/// What others answered meanwhile, side by side; none if they wrote elsewhere in the case, or wrote the same.
async fn conflict(
    site: &Site,
    reader: &SignedIn,
    id: CaseId,
    version: i64,
    form: &Submitted,
) -> Result<Option<Response>, PageError> {
    let answered = |event: &CaseEvent| matches!(event, CaseEvent::ApplicationAnswered { .. });
    let since = since(site, reader, id, version, answered).await?;
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
        action: format!("/cases/{id}/application"),
        version: opened.file.version.to_string(),
        by: since.by,
        typed: form,
        sides,
    };
    clash.show(site, reader, &opened).await.map(Some)
}
