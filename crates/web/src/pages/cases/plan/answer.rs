//! The person's answer to a plan, support that begins before the conference, and how far a line has come.

use axum::{extract::State, http::StatusCode, response::Response};
use banso_access::Action;
use banso_domain::{
    answer::{AnswerForm, PersonAnswer, Will},
    case::plan::ActionState,
};
use chrono::NaiveDate;

use super::{PlanPath, glance::plan_name, plan_of};
use crate::{
    components::{Banner, ChoiceOption, Link, SummaryRow},
    errors::{ErrorKind, PageError},
    pages::cases::{
        asked::{Ask, Complaints, Question, asked, code_of, of_code},
        desk::{Unsaved, done, forbidden, unsaved, who_reads, with_status},
        form_page::FormPage,
        room::{OpenedCase, RoomTab},
    },
    site::{SignedIn, Site, page_error, show},
    submitted::Submitted,
};

/// What a short form about a plan needs.
struct AboutPlan<'a> {
    site: &'a Site,
    reader: &'a SignedIn,
    opened: OpenedCase,
    path: PlanPath,
}

impl<'a> AboutPlan<'a> {
    async fn open(site: &'a Site, reader: &'a SignedIn, path: PlanPath, action: Action) -> Result<Self, PageError> {
        let opened = OpenedCase::load(site, reader, path.case).await?;
        if !opened.may(site, reader, action) {
            return Err(forbidden());
        }
        plan_of(&opened, path.plan)?;
        Ok(Self { site, reader, opened, path })
    }

    fn back(&self) -> String {
        format!("/cases/{}/plan", self.path.case)
    }

    fn basis(&self) -> String {
        plan_of(&self.opened, self.path.plan).map(|plan| plan.version.to_string()).unwrap_or_default()
    }

    fn today(&self) -> Submitted {
        let today = self.reader.look.long(self.site.app().clock().today());
        Submitted::of([("on".to_owned(), today.text().to_owned())])
    }

    async fn page(
        &self,
        texts: FormTexts,
        questions: &[Question],
        form: &Submitted,
        wrong: &Complaints,
        banners: Vec<Banner>,
    ) -> Result<Response, PageError> {
        let t = &self.reader.t;
        let plan = plan_of(&self.opened, self.path.plan)?;
        let mut frame = self.opened.frame(self.site, self.reader, &texts.heading).await?;
        frame.has_errors = !wrong.is_empty() || !banners.is_empty();
        frame.banners = banners;
        let row = |key: String, value: &str| match value.trim() {
            "" => SummaryRow::unknown(key),
            words => SummaryRow::new(key, words),
        };
        show(&FormPage {
            frame,
            room: self.opened.room(self.site, self.reader, RoomTab::Plan),
            about: vec![
                SummaryRow::new(t.get("plan-answer-which"), plan_name(t, plan)),
                row(t.get("plan-wishes"), &plan.content.wishes),
                row(t.get("plan-long-term-goal"), &plan.content.long_term_goal),
                row(t.get("plan-goal"), &plan.content.goal),
            ],
            heading: texts.heading,
            lead: texts.lead,
            readers: who_reads(self.site, self.reader, &self.opened).await?,
            summary: wrong.summary(),
            action: self.reader.here.clone(),
            basis: self.basis(),
            draft_key: String::new(),
            questions: asked(t, questions, form, wrong),
            submit: texts.submit,
            back: Link::new(t.get("plan-back"), self.back()),
        })
    }
}

struct FormTexts {
    heading: String,
    lead: String,
    submit: String,
}

impl AboutPlan<'_> {
    fn answer_texts(&self) -> FormTexts {
        let t = &self.reader.t;
        FormTexts { heading: t.get("plan-ask-title"), lead: t.get("plan-ask-lead"), submit: t.get("plan-ask-save") }
    }

    /// What is asked about the person's answer: agrees, does not, could not be asked (U13).
    fn answer_questions(&self) -> Vec<Question> {
        let t = &self.reader.t;
        let will = vec![
            ChoiceOption::new("agrees", t.get("plan-answer-agrees")),
            ChoiceOption::new("declines", t.get("plan-answer-declines")),
            ChoiceOption::new("could_not_ask", t.get("plan-answer-could-not-ask")),
        ];
        let forms = vec![
            ChoiceOption::new(code_of(&AnswerForm::Signed), t.get("plan-answer-signed")),
            ChoiceOption::new(code_of(&AnswerForm::Oral), t.get("plan-answer-oral")),
            ChoiceOption::new(code_of(&AnswerForm::Proxy), t.get("plan-answer-proxy")),
        ];
        let mut questions = vec![
            Question::new("will", t.get("plan-ask-will"), Ask::One(will)).required(),
            Question::new("form", t.get("plan-ask-form"), Ask::One(forms)),
        ];
        let needs = plan_of(&self.opened, self.path.plan).is_ok_and(|plan| plan.content.needs_decision());
        if needs {
            let applies = vec![ChoiceOption::new("yes", t.get("plan-ask-applies"))];
            let question = Question::new("applies", t.get("plan-ask-application"), Ask::Several(applies));
            questions.push(question.hint(t.get("plan-ask-application-hint")));
        }
        questions
            .push(Question::new("reason", t.get("plan-ask-reason"), Ask::Long(3)).hint(t.get("plan-ask-reason-hint")));
        questions.push(Question::new("on", t.get("plan-ask-on"), Ask::Day).required());
        questions
    }

    fn read_answer(&self, form: &Submitted, wrong: &mut Complaints) -> Option<PersonAnswer> {
        let t = &self.reader.t;
        let reason = form.text("reason").to_owned();
        let will = match form.text("will") {
            "agrees" => match of_code(form.text("form")) {
                Some(form) => Some(Will::Agrees { form }),
                None => {
                    wrong.add("form", t.get("plan-ask-form-missing"));
                    None
                }
            },
            "declines" => Some(Will::Declines { reason: reason.clone() }),
            "could_not_ask" => Some(Will::CouldNotAsk { reason: reason.clone() }),
            _ => {
                wrong.add("will", t.get("plan-ask-will-missing"));
                None
            }
        };
        if matches!(will, Some(Will::Declines { .. } | Will::CouldNotAsk { .. })) && reason.is_empty() {
            wrong.add("reason", t.get("plan-ask-reason-missing"));
        }
        let on = wrong.day(t, form, "on");
        will.map(|will| PersonAnswer { will, on, asked_by: self.reader.actor.staff() })
    }

    fn early_texts(&self) -> FormTexts {
        let t = &self.reader.t;
        FormTexts {
            heading: t.get("plan-early-title"),
            lead: t.get("plan-early-lead"),
            submit: t.get("plan-early-save"),
        }
    }

    fn early_questions(&self) -> Vec<Question> {
        let t = &self.reader.t;
        vec![
            Question::new("on", t.get("plan-early-on"), Ask::Day).required(),
            Question::new("reason", t.get("plan-early-reason"), Ask::Long(3)).required(),
        ]
    }
}

pub(super) async fn ask(State(site): State<Site>, reader: SignedIn, path: PlanPath) -> Result<Response, PageError> {
    let about = AboutPlan::open(&site, &reader, path, Action::RecordPlanAnswer).await?;
    let (texts, questions) = (about.answer_texts(), about.answer_questions());
    about.page(texts, &questions, &about.today(), &Complaints::default(), Vec::new()).await
}

pub(super) async fn record(
    State(site): State<Site>,
    reader: SignedIn,
    path: PlanPath,
    form: Submitted,
) -> Result<Response, PageError> {
    let about = AboutPlan::open(&site, &reader, path, Action::RecordPlanAnswer).await?;
    let mut wrong = Complaints::default();
    let answer = about.read_answer(&form, &mut wrong);
    let again = |banners, status| {
        let (texts, questions) = (about.answer_texts(), about.answer_questions());
        let (about, form, wrong) = (&about, &form, &wrong);
        async move { with_status(status, about.page(texts, &questions, form, wrong, banners).await) }
    };
    let (Some(answer), true) = (answer, wrong.is_empty()) else {
        return again(Vec::new(), StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    // The person answered to the plan as it was shown, not to what it has become meanwhile.
    if form.text("basis") != about.basis() {
        let why = Unsaved::Overtaken;
        return again(why.banners(&reader.t), why.status()).await;
    }
    let file = &about.opened.file;
    let applies = form.has("applies") && answer.agrees();
    let saved = site.app().answer_plan(&reader.actor, file.case.id, file.version, about.path.plan, answer, applies);
    match saved.await {
        Ok(_) => Ok(done(&about.back(), "plan-answered")),
        Err(error) => {
            let why = unsaved(error)?;
            again(why.banners(&reader.t), why.status()).await
        }
    }
}

pub(super) async fn early(State(site): State<Site>, reader: SignedIn, path: PlanPath) -> Result<Response, PageError> {
    let about = AboutPlan::open(&site, &reader, path, Action::StartEarly).await?;
    let (texts, questions) = (about.early_texts(), about.early_questions());
    about.page(texts, &questions, &about.today(), &Complaints::default(), Vec::new()).await
}

pub(super) async fn start_early(
    State(site): State<Site>,
    reader: SignedIn,
    path: PlanPath,
    form: Submitted,
) -> Result<Response, PageError> {
    let about = AboutPlan::open(&site, &reader, path, Action::StartEarly).await?;
    let mut wrong = Complaints::default();
    let on: NaiveDate = wrong.day(&reader.t, &form, "on");
    if form.text("reason").is_empty() {
        wrong.add("reason", reader.t.get("plan-early-reason-missing"));
    }
    let mut why = None;
    if wrong.is_empty() {
        let (case, plan) = (about.path.case, about.path.plan);
        match site.app().start_early(&reader.actor, case, plan, on, form.text("reason")).await {
            Ok(_) => return Ok(done(&about.back(), "plan-started-early")),
            Err(error) => why = Some(unsaved(error)?),
        }
    }
    let banners = why.as_ref().map(|why| why.banners(&reader.t)).unwrap_or_default();
    let status = why.map_or(StatusCode::UNPROCESSABLE_ENTITY, |why| why.status());
    let (texts, questions) = (about.early_texts(), about.early_questions());
    with_status(status, about.page(texts, &questions, &form, &wrong, banners).await)
}

/// A line of the plan moves on (U12).
pub(super) async fn move_action(
    State(site): State<Site>,
    reader: SignedIn,
    path: PlanPath,
    form: Submitted,
) -> Result<Response, PageError> {
    let state: ActionState = of_code(form.text("state")).ok_or_else(|| PageError::new(ErrorKind::BadRequest))?;
    let moved = site.app().move_action(&reader.actor, path.case, path.plan, path.line, state).await;
    moved.map_err(page_error)?;
    Ok(done(&format!("/cases/{}/plan", path.case), "plan-line-moved"))
}
