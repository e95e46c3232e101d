//! The editor of a plan: a first draft, a change of the draft, a correction of a decided plan.

use askama::Template;
use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use banso_access::Action;
use banso_app::UseCaseError;
use banso_domain::{
    case::{
        Case, CorrectPlan,
        event::CaseEvent,
        plan::{ActionState, PlanContent},
    },
    id::{CaseId, PlanId},
};

use super::{
    PlanPath,
    content::{LINES, Places, PlanQuestions, places_of, read, typed},
    plan_of,
};
use crate::{
    components::{Banner, ErrorSummary},
    errors::PageError,
    form::{Block, Compared, Draft, Filled, Question, Submitted, Unsaved, chosen, done, not_taken, rows_of_both},
    frame::Frame,
    pages::{
        cases::{
            meanwhile::{Clash, written},
            room::{CasePath, OpenedCase, Room, RoomTab},
        },
        versions::Meanwhile,
    },
    rules::in_the_way,
    site::{SignedIn, Site, show},
};

/// What the editor is opened for.
#[derive(Clone, Copy)]
enum Purpose {
    New,
    Change(PlanId),
    Correct(PlanId),
}

#[derive(Template)]
#[template(path = "pages/cases/plan/editor.html")]
struct EditorPage {
    frame: Frame,
    room: Room,
    heading: String,
    lead: String,
    readers: String,
    summary: ErrorSummary,
    /// Where the form goes, its draft, what it was made from.
    action: String,
    draft: Draft,
    version: String,
    back: String,
    correction: Vec<Block>,
    goals: Vec<Block>,
    lines: Vec<(usize, usize, Vec<Block>)>,
    services: Vec<(Block, Vec<Block>)>,
    related: Vec<Block>,
    rest: Vec<Block>,
}

struct Editor<'a> {
    site: &'a Site,
    reader: &'a SignedIn,
    opened: OpenedCase,
    purpose: Purpose,
}

impl<'a> Editor<'a> {
    async fn open(site: &'a Site, reader: &'a SignedIn, case: CaseId, purpose: Purpose) -> Result<Self, PageError> {
        let opened = OpenedCase::load(site, reader, case).await?;
        if !opened.may(site, reader, Action::WritePlan) {
            return Err(PageError::forbidden());
        }
        if let Purpose::Change(plan) | Purpose::Correct(plan) = purpose {
            plan_of(&opened, plan)?;
        }
        Ok(Self { site, reader, opened, purpose })
    }

    fn room_of_plans(&self) -> String {
        format!("/cases/{}/plan", self.opened.file.case.id)
    }

    fn action(&self) -> String {
        let case = self.opened.file.case.id;
        match self.purpose {
            Purpose::New => format!("/cases/{case}/plan/new"),
            Purpose::Change(plan) => format!("/cases/{case}/plans/{plan}/edit"),
            Purpose::Correct(plan) => format!("/cases/{case}/plans/{plan}/correct"),
        }
    }

    fn draft_key(&self) -> String {
        match self.purpose {
            Purpose::New => format!("plan-new/{}", self.opened.file.case.id),
            Purpose::Change(plan) => format!("plan-edit/{plan}"),
            Purpose::Correct(plan) => format!("plan-correct/{plan}"),
        }
    }

    /// What the plan says now; none for a first draft.
    fn saved(&self) -> Option<&PlanContent> {
        match self.purpose {
            Purpose::New => None,
            Purpose::Change(plan) | Purpose::Correct(plan) => {
                self.opened.file.case.plan(plan).map(|plan| &plan.content)
            }
        }
    }

    /// What the form is made from: the version of the plan's content, or the number of plans so far. What else happens to the
    /// case meanwhile is no conflict.
    fn version(&self) -> String {
        let case = &self.opened.file.case;
        match self.purpose {
            Purpose::New => case.plans.len().to_string(),
            Purpose::Change(plan) | Purpose::Correct(plan) => {
                case.plan(plan).map(|plan| plan.version.to_string()).unwrap_or_default()
            }
        }
    }

    /// What the form begins with: the plan as saved, or a copy of the last one for a re-plan.
    fn beginning(&self) -> PlanContent {
        match (self.saved(), self.opened.file.case.current_plan()) {
            (Some(content), _) => content.clone(),
            (None, Some(last)) => carried_on(&last.content),
            (None, None) => PlanContent::default(),
        }
    }

    fn heading(&self) -> String {
        let (t, case) = (&self.reader.t, &self.opened.file.case);
        match self.purpose {
            Purpose::New if case.plans.is_empty() => t.get("plan-edit-first"),
            Purpose::New => t.get("plan-edit-replan"),
            Purpose::Change(_) => t.get("plan-edit-change"),
            Purpose::Correct(_) => t.get("plan-edit-correct"),
        }
    }

    fn lead(&self) -> String {
        let (t, case) = (&self.reader.t, &self.opened.file.case);
        match self.purpose {
            Purpose::New if case.plans.is_empty() => t.get("plan-lead-first"),
            Purpose::New => t.get("plan-lead-replan"),
            Purpose::Change(plan) if case.plan(plan).is_some_and(|plan| plan.answer.is_some()) => {
                t.get("plan-lead-ask-again")
            }
            Purpose::Change(_) => t.get("plan-lead-change"),
            Purpose::Correct(_) => t.get("plan-lead-correct"),
        }
    }

    /// What a correction asks beside the plan.
    fn correction(&self) -> Vec<Question> {
        let t = &self.reader.t;
        match self.purpose {
            Purpose::Correct(_) => vec![
                Question::long("correction_reason", t.get("plan-correction-reason"), 2).required(),
                Question::date("correction_on", t.get("plan-correction-on")).required(),
            ],
            Purpose::New | Purpose::Change(_) => Vec::new(),
        }
    }

    fn places(&self) -> Places {
        places_of(&self.beginning())
    }

    fn questions(&self, rows: &[usize]) -> PlanQuestions {
        PlanQuestions::new(self.site, &self.reader.t, self.site.app().clock().today(), rows, &self.places())
    }

    async fn page(&self, filled: &Filled, draft: Draft, banners: Vec<Banner>) -> Result<Response, PageError> {
        let mut rows = filled.form.rows(LINES);
        if rows.is_empty() {
            rows.push(0);
        }
        let questions = self.questions(&rows);
        let lines = questions.lines.iter().enumerate();
        let services = questions.services.iter();
        let mut frame = self.opened.frame(self.site, self.reader, &self.heading()).await?;
        frame.has_errors = !filled.is_right() || !banners.is_empty();
        frame.banners = banners;
        show(&EditorPage {
            frame,
            room: self.opened.room(self.site, self.reader, RoomTab::Plan),
            heading: self.heading(),
            lead: self.lead(),
            readers: self.opened.readers(self.site, self.reader).await?,
            summary: filled.summary(),
            action: self.action(),
            draft,
            version: filled.text("version"),
            back: self.room_of_plans(),
            correction: filled.ask_all(&self.correction()),
            goals: filled.ask_all(&questions.goals),
            lines: lines.map(|(place, (row, line))| (*row, place + 1, filled.ask_all(line))).collect(),
            services: services.map(|(_, used, more)| (filled.ask(used), filled.ask_all(more))).collect(),
            related: filled.ask_all(&questions.related),
            rest: filled.ask_all(&questions.rest),
        })
    }

    /// The editor as it opens: with the kept draft, or with what is saved.
    async fn opening(&self) -> Result<Response, PageError> {
        let mut form = typed(self.reader.look, &self.beginning()).version(self.version());
        if let Purpose::Correct(_) = self.purpose {
            form.put("correction_on", self.reader.look.long(self.site.app().clock().today()).text());
        }
        let (draft, form) = Draft::open(self.site, self.reader, self.draft_key(), form).await?;
        self.page(&Filled::new(&self.reader.t, form), draft, Vec::new()).await
    }

    async fn save(&self, sent: Submitted) -> Result<Response, PageError> {
        let draft = Draft::of(self.reader, self.draft_key());
        let t = &self.reader.t;
        let theirs = typed(self.reader.look, self.saved().unwrap_or(&PlanContent::default()));
        let mut filled = Filled::new(t, chosen(sent, &theirs));
        if filled.form.has("add_row") {
            let next = filled.form.rows(LINES).last().map_or(0, |last| last + 1);
            filled.form.put(format!("{LINES}[{next}].what"), "");
            return self.page(&filled, draft, Vec::new()).await;
        }
        let content = read(t, &mut filled, self.saved(), &self.places());
        let correction = self.read_correction(&mut filled);
        if !filled.is_right() {
            return Ok(not_taken(self.page(&filled, draft, Vec::new()).await?));
        }
        if filled.form.text("version") != self.version() && self.saved().is_some() {
            return self.conflict(&filled.form).await;
        }
        let saved = match correction {
            Some((reason, on)) => self.correct(content, reason, on).await,
            None => self.write(content).await,
        };
        match saved {
            Ok(key) => {
                Draft::drop(self.site, self.reader, &self.draft_key()).await?;
                Ok(done(&self.room_of_plans(), key))
            }
            Err(error) => match Unsaved::of(error)? {
                Unsaved::Overtaken if self.saved().is_some() => self.conflict(&filled.form).await,
                why => Ok(why.answer(self.page(&filled, draft, why.banners(t)).await?)),
            },
        }
    }

    fn read_correction(&self, filled: &mut Filled) -> Option<(String, chrono::NaiveDate)> {
        let Purpose::Correct(_) = self.purpose else { return None };
        let reason = filled.needed("correction_reason", self.reader.t.get("plan-correction-reason-missing"));
        Some((reason, filled.needed_day("correction_on")))
    }

    async fn write(&self, content: PlanContent) -> Result<&'static str, UseCaseError> {
        let (app, actor, file) = (self.site.app(), &self.reader.actor, &self.opened.file);
        match self.purpose {
            Purpose::New => {
                app.draft_plan(actor, file.case.id, file.version, content).await?;
                Ok("plan-drafted")
            }
            Purpose::Change(plan) | Purpose::Correct(plan) => {
                app.change_plan(actor, file.case.id, file.version, plan, content).await?;
                Ok("plan-changed")
            }
        }
    }

    async fn correct(
        &self,
        content: PlanContent,
        reason: String,
        on: chrono::NaiveDate,
    ) -> Result<&'static str, UseCaseError> {
        let (app, actor, file) = (self.site.app(), &self.reader.actor, &self.opened.file);
        if let Purpose::Correct(plan) = self.purpose {
            app.correct_plan(actor, file.case.id, file.version, CorrectPlan { plan, content, reason, on }).await?;
        }
        Ok("plan-corrected")
    }

    /// Both versions side by side; what else was typed is carried along.
    async fn conflict(&self, form: &Submitted) -> Result<Response, PageError> {
        // What is there now may be newer than what this editor was opened with.
        let now = Self::open(self.site, self.reader, self.opened.file.case.id, self.purpose).await?;
        let look = self.reader.look;
        let (by, was) = now.written(form.text("version")).await?;
        let theirs = typed(look, now.saved().unwrap_or(&PlanContent::default()));
        let forms = Compared { was: was.as_ref(), mine: form, theirs: &theirs };
        let questions = now.questions(&rows_of_both(LINES, forms));
        let clash = Clash {
            tab: RoomTab::Plan,
            action: now.action(),
            version: now.version(),
            by,
            typed: form,
            sides: questions.sides(&self.reader.t, look, forms),
        };
        clash.show(self.site, self.reader, &now.opened).await
    }

    /// Who wrote the plan last, and what its form held in the version in which it was opened.
    async fn written(&self, version: &str) -> Result<(Option<Meanwhile>, Option<Submitted>), PageError> {
        let wrote = |event: &CaseEvent| match (event, self.purpose) {
            (
                CaseEvent::PlanDrafted { plan, .. }
                | CaseEvent::PlanChanged { plan, .. }
                | CaseEvent::PlanCorrected { plan, .. },
                Purpose::Change(this) | Purpose::Correct(this),
            ) => *plan == this,
            _ => false,
        };
        let held = |case: &Case| match self.purpose {
            Purpose::New => None,
            Purpose::Change(this) | Purpose::Correct(this) => {
                let plan = case.plan(this).filter(|plan| plan.version.to_string() == version);
                plan.map(|plan| typed(self.reader.look, &plan.content))
            }
        };
        written(self.site, self.reader, self.opened.file.case.id, wrote, held).await
    }
}

/// What a re-plan begins with: the last plan without what is done with and without its dates.
fn carried_on(last: &PlanContent) -> PlanContent {
    let mut content = last.clone();
    content.actions.retain(|action| !matches!(action.state, ActionState::Achieved | ActionState::NotNeeded));
    content.goal_due_on = None;
    content.ends_on = None;
    content.next_monitoring = None;
    content
}

pub(super) async fn new(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(case): CasePath,
) -> Result<Response, PageError> {
    let editor = Editor::open(&site, &reader, case, Purpose::New).await?;
    let (case, today) = (&editor.opened.file.case, site.app().clock().today());
    let tried = case.draft_plan(PlanId::new(uuid::Uuid::nil()), PlanContent::default(), reader.actor.staff(), today);
    if !in_the_way(tried).is_empty() {
        // The page of the plan says what has to happen first.
        return Ok(Redirect::to(&editor.room_of_plans()).into_response());
    }
    editor.opening().await
}

pub(super) async fn draft(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(case): CasePath,
    form: Submitted,
) -> Result<Response, PageError> {
    Editor::open(&site, &reader, case, Purpose::New).await?.save(form).await
}

pub(super) async fn edit(State(site): State<Site>, reader: SignedIn, path: PlanPath) -> Result<Response, PageError> {
    Editor::open(&site, &reader, path.case, Purpose::Change(path.plan)).await?.opening().await
}

pub(super) async fn change(
    State(site): State<Site>,
    reader: SignedIn,
    path: PlanPath,
    form: Submitted,
) -> Result<Response, PageError> {
    Editor::open(&site, &reader, path.case, Purpose::Change(path.plan)).await?.save(form).await
}

pub(super) async fn mend(State(site): State<Site>, reader: SignedIn, path: PlanPath) -> Result<Response, PageError> {
    Editor::open(&site, &reader, path.case, Purpose::Correct(path.plan)).await?.opening().await
}

pub(super) async fn correct(
    State(site): State<Site>,
    reader: SignedIn,
    path: PlanPath,
    form: Submitted,
) -> Result<Response, PageError> {
    Editor::open(&site, &reader, path.case, Purpose::Correct(path.plan)).await?.save(form).await
}
