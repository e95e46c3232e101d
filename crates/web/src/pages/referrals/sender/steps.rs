//! What is recorded about a referral, one small form a step: the person's word, the answer, the end.

use std::collections::HashMap;

use axum::{
    extract::{FromRequestParts, Path, State},
    response::Response,
};
use banso_access::Action;
use banso_app::UseCaseError;
use banso_domain::{
    answer::{AnswerForm, PersonAnswer, Will},
    calendar::{DateStyle, format},
};

use super::{
    super::{
        answering::{Who, answer_questions, conclusion_questions, read_answer, read_conclusion},
        naming::{content_rows, receiver_words},
    },
    Opened, SentPath,
};
use crate::{
    components::{Banner, Link, SummaryRow},
    errors::PageError,
    form::{Filled, FormView, Question, Submitted, Unsaved, code_of, done, labelled, not_taken},
    pages::cases::{Contents, RoomTab},
    site::{SignedIn, Site},
    text::Texts,
};

/// A step.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// 本人の返事
    Consent,
    /// 先方の返事
    Answer,
    /// 本人の取下げ
    Withdraw,
    /// 下書きの取りやめ
    Drop,
    /// 結果
    Conclude,
}

impl<S: Send + Sync> FromRequestParts<S> for Step {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut axum::http::request::Parts, state: &S) -> Result<Self, Self::Rejection> {
        let Path(segments) = Path::<HashMap<String, String>>::from_request_parts(parts, state)
            .await
            .map_err(|_| PageError::not_found())?;
        match segments.get("step").map(String::as_str) {
            Some("consent") => Ok(Self::Consent),
            Some("answer") => Ok(Self::Answer),
            Some("withdraw") => Ok(Self::Withdraw),
            Some("drop") => Ok(Self::Drop),
            Some("conclude") => Ok(Self::Conclude),
            _ => Err(PageError::not_found()),
        }
    }
}

impl Step {
    const fn name(self) -> &'static str {
        match self {
            Self::Consent => "consent",
            Self::Answer => "answer",
            Self::Withdraw => "withdraw",
            Self::Drop => "drop",
            Self::Conclude => "conclude",
        }
    }

    /// What was done, after `done-`.
    const fn key(self) -> &'static str {
        match self {
            Self::Consent => "referral-consent-answered",
            Self::Answer => "referral-answer-recorded",
            Self::Withdraw => "referral-withdrawn",
            Self::Drop => "referral-dropped",
            Self::Conclude => "referral-concluded",
        }
    }

    fn words(self, t: &Texts) -> (String, String, String) {
        match self {
            Self::Consent => (t.get("referral-step-consent"), t.get("referral-consent-lead"), t.get("plan-ask-save")),
            Self::Answer => {
                (t.get("referral-step-answer"), t.get("referral-answer-lead"), t.get("referral-answer-save"))
            }
            Self::Withdraw => {
                (t.get("referral-step-withdraw"), t.get("referral-withdraw-lead"), t.get("referral-withdraw-save"))
            }
            Self::Drop => (t.get("referral-step-drop"), t.get("referral-drop-lead"), t.get("referral-drop-save")),
            Self::Conclude => {
                (t.get("referral-step-conclude"), t.get("referral-conclude-lead"), t.get("referral-conclude-send"))
            }
        }
    }

    fn questions(self, t: &Texts) -> Vec<Question> {
        match self {
            Self::Consent => consent_questions(t),
            Self::Answer => answer_questions(t, Who::Sender),
            Self::Withdraw => vec![
                Question::date("on", t.get("referral-withdraw-on")).required(),
                Question::long("word", t.get("referral-withdraw-word"), 2).hint(t.get("referral-withdraw-word-hint")),
            ],
            Self::Drop => vec![Question::long("reason", t.get("referral-drop-reason"), 2).required()],
            Self::Conclude => conclusion_questions(t),
        }
    }
}

/// The person's answer as data: agrees, does not, could not be asked (U13).
fn consent_questions(t: &Texts) -> Vec<Question> {
    let will = [
        ("agrees", t.get("plan-answer-agrees")),
        ("declines", t.get("plan-answer-declines")),
        ("could_not_ask", t.get("plan-answer-could-not-ask")),
    ];
    let forms = [
        (code_of(&AnswerForm::Signed), t.get("plan-answer-signed")),
        (code_of(&AnswerForm::Oral), t.get("plan-answer-oral")),
        (code_of(&AnswerForm::Proxy), t.get("plan-answer-proxy")),
    ];
    vec![
        Question::one("will", t.get("referral-consent-will"), labelled(will)).required(),
        Question::one("form", t.get("plan-ask-form"), labelled(forms)),
        Question::long("reason", t.get("plan-ask-reason"), 3).hint(t.get("plan-ask-reason-hint")),
        Question::date("on", t.get("plan-ask-on")).required(),
    ]
}

fn read_consent(reader: &SignedIn, filled: &mut Filled) -> Option<PersonAnswer> {
    let t = &reader.t;
    let reason = filled.text("reason");
    let will = match filled.form.text("will") {
        "agrees" => {
            let form = filled.choice("form");
            if form.is_none() {
                filled.complain("form", t.get("plan-ask-form-missing"));
            }
            form.map(|form| Will::Agrees { form })
        }
        "declines" => Some(Will::Declines { reason: reason.clone() }),
        "could_not_ask" => Some(Will::CouldNotAsk { reason: reason.clone() }),
        _ => {
            filled.complain("will", t.get("plan-ask-will-missing"));
            None
        }
    };
    if matches!(will, Some(Will::Declines { .. } | Will::CouldNotAsk { .. })) && reason.trim().is_empty() {
        filled.complain("reason", t.get("plan-ask-reason-missing"));
    }
    let on = filled.needed_day("on");
    let answer = PersonAnswer { will: will?, on, asked_by: reader.actor.staff() };
    filled.is_right().then_some(answer)
}

pub(super) async fn ask(
    State(site): State<Site>,
    reader: SignedIn,
    path: SentPath,
    step: Step,
) -> Result<Response, PageError> {
    let opened = Opened::load_for(&site, &reader, path, Action::WriteReferral).await?;
    let today = format::long(site.app().clock().today(), DateStyle::Era);
    let filled = Filled::new(&reader.t, Submitted::of([("on", today)]));
    page(&site, &reader, &opened, step, &filled, Vec::new()).await
}

async fn page(
    site: &Site,
    reader: &SignedIn,
    opened: &Opened,
    step: Step,
    filled: &Filled,
    banners: Vec<Banner>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let content = &opened.page.referral.content;
    let (heading, lead, save) = step.words(t);
    let form = FormView::new(
        reader,
        format!("{}/step/{}", opened.href(), step.name()),
        filled.ask_all(&step.questions(t)),
        save,
    )
    .version(opened.page.version)
    .back(Link::new(t.get("referral-back"), opened.href()));
    let receiver = receiver_words(site.app(), &content.receiver).await?;
    let mut about = vec![SummaryRow::new(t.get("referral-receiver"), receiver)];
    about.extend(content_rows(t, reader.look, content));
    let contents = Contents::new(RoomTab::Referrals, heading, Some(form));
    Contents { lead, about, banners, ..contents }.show(site, reader, &opened.case).await
}

pub(super) async fn take(
    State(site): State<Site>,
    reader: SignedIn,
    path: SentPath,
    step: Step,
    form: Submitted,
) -> Result<Response, PageError> {
    let opened = Opened::load_for(&site, &reader, path, Action::WriteReferral).await?;
    let mut filled = Filled::new(&reader.t, form);
    let Some(taken) = try_to_take(&site, &reader, path, step, &mut filled).await else {
        return Ok(not_taken(page(&site, &reader, &opened, step, &filled, Vec::new()).await?));
    };
    match taken {
        Ok(()) => Ok(done(&opened.href(), step.key())),
        Err(error) => {
            let unsaved = Unsaved::of(error)?;
            let opened = Opened::load(&site, &reader, path).await?;
            let banners = unsaved.banners(&reader.t);
            Ok(unsaved.answer(page(&site, &reader, &opened, step, &filled, banners).await?))
        }
    }
}

/// Takes the step; none where the form cannot be read yet.
async fn try_to_take(
    site: &Site,
    reader: &SignedIn,
    path: SentPath,
    step: Step,
    filled: &mut Filled,
) -> Option<Result<(), UseCaseError>> {
    let (app, actor, id) = (site.app(), &reader.actor, path.referral);
    let t = &reader.t;
    Some(match step {
        Step::Consent => {
            let answer = read_consent(reader, filled)?;
            let expected = filled.form.text("version").parse().unwrap_or(0);
            app.answer_referral_consent(actor, id, expected, answer).await
        }
        Step::Answer => {
            let answer = read_answer(t, filled, Who::Sender, app.clock().today())?;
            app.record_referral_answer(actor, id, answer).await
        }
        Step::Withdraw => {
            let on = filled.needed_day("on");
            if !filled.is_right() {
                return None;
            }
            app.withdraw_referral(actor, id, on, filled.form.text("word")).await
        }
        Step::Drop => {
            let reason = filled.needed("reason", t.get("referral-drop-missing"));
            if !filled.is_right() {
                return None;
            }
            app.drop_referral(actor, id, &reason).await
        }
        Step::Conclude => {
            let conclusion = read_conclusion(t, filled)?;
            app.conclude_referral(actor, id, conclusion).await
        }
    })
}
