//! The person's answer to a plan, support that begins before the conference, and how far a line has come.

use axum::{extract::State, response::Response};
use banso_access::Action;
use banso_domain::{
    answer::{AnswerForm, PersonAnswer, Will},
    case::plan::ActionState,
};

use super::{PlanPath, glance::plan_name, plan_of};
use crate::{
    components::{Banner, Link, SummaryRow},
    errors::{ErrorKind, PageError},
    form::{Filled, FormView, Question, Submitted, Unsaved, code_of, done, labelled, not_taken, of_code, overtaken},
    pages::cases::{
        form_page::Contents,
        room::{OpenedCase, RoomTab},
    },
    site::{SignedIn, Site, page_error},
};

/// A short form about a plan.
struct AboutPlan<'a> {
    site: &'a Site,
    reader: &'a SignedIn,
    opened: OpenedCase,
    path: PlanPath,
    step: Step,
}

/// What is asked about the plan.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    /// The person's answer to it.
    Answer,
    /// Support that begins before the conference.
    StartEarly,
}

impl Step {
    const fn action(self) -> Action {
        match self {
            Self::Answer => Action::RecordPlanAnswer,
            Self::StartEarly => Action::StartEarly,
        }
    }
}

impl<'a> AboutPlan<'a> {
    async fn open(site: &'a Site, reader: &'a SignedIn, path: PlanPath, step: Step) -> Result<Self, PageError> {
        let opened = OpenedCase::load(site, reader, path.case).await?;
        if !opened.may(site, reader, step.action()) {
            return Err(PageError::forbidden());
        }
        plan_of(&opened, path.plan)?;
        Ok(Self { site, reader, opened, path, step })
    }

    fn back(&self) -> String {
        format!("/cases/{}/plan", self.path.case)
    }

    /// The content of the plan that the reader has seen.
    fn version(&self) -> String {
        plan_of(&self.opened, self.path.plan).map(|plan| plan.version.to_string()).unwrap_or_default()
    }

    fn questions(&self) -> Vec<Question> {
        match self.step {
            Step::Answer => self.answer_questions(),
            Step::StartEarly => {
                let t = &self.reader.t;
                vec![
                    Question::date("on", t.get("plan-early-on")).required(),
                    Question::long("reason", t.get("plan-early-reason"), 3).required(),
                ]
            }
        }
    }

    /// What is asked about the person's answer: agrees, does not, could not be asked (U13).
    fn answer_questions(&self) -> Vec<Question> {
        let t = &self.reader.t;
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
        let mut questions = vec![
            Question::one("will", t.get("plan-ask-will"), labelled(will)).required(),
            Question::one("form", t.get("plan-ask-form"), labelled(forms)),
        ];
        if plan_of(&self.opened, self.path.plan).is_ok_and(|plan| plan.content.needs_decision()) {
            let applies = Question::tick("applies", t.get("plan-ask-application"), t.get("plan-ask-applies"));
            questions.push(applies.hint(t.get("plan-ask-application-hint")));
        }
        questions.push(Question::long("reason", t.get("plan-ask-reason"), 3).hint(t.get("plan-ask-reason-hint")));
        questions.push(Question::date("on", t.get("plan-ask-on")).required());
        questions
    }

    /// The form as it opens: with today as the day.
    fn fresh(&self) -> Filled {
        let today = self.reader.look.long(self.site.app().clock().today());
        Filled::new(&self.reader.t, Submitted::of([("on", today.text())]).version(self.version()))
    }

    async fn page(&self, filled: &Filled, banners: Vec<Banner>) -> Result<Response, PageError> {
        let t = &self.reader.t;
        let plan = plan_of(&self.opened, self.path.plan)?;
        let (heading, lead, save) = match self.step {
            Step::Answer => (t.get("plan-ask-title"), t.get("plan-ask-lead"), t.get("plan-ask-save")),
            Step::StartEarly => (t.get("plan-early-title"), t.get("plan-early-lead"), t.get("plan-early-save")),
        };
        let form = FormView::new(self.reader, &self.reader.here, filled.ask_all(&self.questions()), save)
            .based_on(filled)
            .back(Link::new(t.get("plan-back"), self.back()));
        let about = vec![
            SummaryRow::new(t.get("plan-answer-which"), plan_name(t, plan)),
            SummaryRow::or_unknown(t.get("plan-wishes"), &plan.content.wishes),
            SummaryRow::or_unknown(t.get("plan-long-term-goal"), &plan.content.long_term_goal),
            SummaryRow::or_unknown(t.get("plan-goal"), &plan.content.goal),
        ];
        let contents = Contents::new(RoomTab::Plan, heading, Some(form));
        Contents { lead, about, banners, ..contents }.show(self.site, self.reader, &self.opened).await
    }

    fn read_answer(&self, filled: &mut Filled) -> Option<PersonAnswer> {
        let t = &self.reader.t;
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
        if matches!(will, Some(Will::Declines { .. } | Will::CouldNotAsk { .. })) && reason.is_empty() {
            filled.complain("reason", t.get("plan-ask-reason-missing"));
        }
        let on = filled.needed_day("on");
        let answer = PersonAnswer { will: will?, on, asked_by: self.reader.actor.staff() };
        filled.is_right().then_some(answer)
    }
}

pub(super) async fn ask(State(site): State<Site>, reader: SignedIn, path: PlanPath) -> Result<Response, PageError> {
    let about = AboutPlan::open(&site, &reader, path, Step::Answer).await?;
    about.page(&about.fresh(), Vec::new()).await
}

pub(super) async fn record(
    State(site): State<Site>,
    reader: SignedIn,
    path: PlanPath,
    form: Submitted,
) -> Result<Response, PageError> {
    let about = AboutPlan::open(&site, &reader, path, Step::Answer).await?;
    let mut filled = Filled::new(&reader.t, form);
    let Some(answer) = about.read_answer(&mut filled) else {
        return Ok(not_taken(about.page(&filled, Vec::new()).await?));
    };
    // The person answered to the plan as it was shown, not to what it has become meanwhile.
    if filled.form.text("version") != about.version() {
        return Ok(overtaken(about.page(&filled, Unsaved::Overtaken.banners(&reader.t)).await?));
    }
    let file = &about.opened.file;
    let applies = filled.yes("applies") && answer.agrees();
    let saved = site.app().answer_plan(&reader.actor, file.case.id, file.version, about.path.plan, answer, applies);
    match saved.await {
        Ok(_) => Ok(done(&about.back(), "plan-answered")),
        Err(error) => {
            let why = Unsaved::of(error)?;
            Ok(why.answer(about.page(&filled, why.banners(&reader.t)).await?))
        }
    }
}

pub(super) async fn early(State(site): State<Site>, reader: SignedIn, path: PlanPath) -> Result<Response, PageError> {
    let about = AboutPlan::open(&site, &reader, path, Step::StartEarly).await?;
    about.page(&about.fresh(), Vec::new()).await
}

pub(super) async fn start_early(
    State(site): State<Site>,
    reader: SignedIn,
    path: PlanPath,
    form: Submitted,
) -> Result<Response, PageError> {
    let about = AboutPlan::open(&site, &reader, path, Step::StartEarly).await?;
    let mut filled = Filled::new(&reader.t, form);
    let on = filled.needed_day("on");
    let reason = filled.needed("reason", reader.t.get("plan-early-reason-missing"));
    if !filled.is_right() {
        return Ok(not_taken(about.page(&filled, Vec::new()).await?));
    }
    match site.app().start_early(&reader.actor, about.path.case, about.path.plan, on, &reason).await {
        Ok(_) => Ok(done(&about.back(), "plan-started-early")),
        Err(error) => {
            let why = Unsaved::of(error)?;
            Ok(why.answer(about.page(&filled, why.banners(&reader.t)).await?))
        }
    }
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
