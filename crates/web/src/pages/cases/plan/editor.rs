//! The editor of a plan: a first draft, a change of the draft, a correction of a decided plan.

use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use banso_access::Action;
use banso_app::UseCaseError;
use banso_domain::{
    case::{
        CorrectPlan,
        event::CaseEvent,
        plan::{ActionState, PlanContent},
    },
    id::{CaseId, PlanId},
};

use super::{
    PlanPath,
    content::{LINES, PlanQuestions, read, typed},
    glance::staff_name,
    plan_of,
};
use crate::{
    components::{Banner, ErrorSummary},
    errors::PageError,
    frame::Frame,
    pages::cases::{
        asked::{Ask, Asked, Complaints, Question, asked, compare, rows_of_both, settled},
        conflict::ConflictPage,
        desk::{DraftWish, Unsaved, done, forbidden, in_the_way, kept_draft, moment, unsaved, who_reads, with_status},
        room::{CasePath, OpenedCase, Room, RoomTab},
    },
    site::{SignedIn, Site, page_error, show},
    submitted::Submitted,
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
    /// Where the form goes, under which key its draft is kept, on what it is based.
    action: String,
    draft_key: String,
    basis: String,
    back: String,
    correction: Vec<Asked>,
    goals: Vec<Asked>,
    lines: Vec<(usize, usize, Vec<Asked>)>,
    services: Vec<(Asked, Vec<Asked>)>,
    related: Vec<Asked>,
    rest: Vec<Asked>,
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
            return Err(forbidden());
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

    /// What the form is based on: the version of the plan's content, or the number of plans so far. What else happens to the
    /// case meanwhile is no conflict.
    fn basis(&self) -> String {
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
                Question::new("correction_reason", t.get("plan-correction-reason"), Ask::Long(2)).required(),
                Question::new("correction_on", t.get("plan-correction-on"), Ask::Day).required(),
            ],
            Purpose::New | Purpose::Change(_) => Vec::new(),
        }
    }

    fn questions(&self, rows: &[usize]) -> PlanQuestions {
        PlanQuestions::new(self.site, &self.reader.t, self.site.app().clock().today(), rows)
    }

    async fn frame(&self, banners: Vec<Banner>, has_errors: bool) -> Result<Frame, PageError> {
        let mut frame = self.opened.frame(self.site, self.reader, &self.heading()).await?;
        frame.banners = banners;
        frame.has_errors = has_errors;
        Ok(frame)
    }

    async fn page(
        &self,
        form: &Submitted,
        wrong: &Complaints,
        banners: Vec<Banner>,
        has_errors: bool,
    ) -> Result<Response, PageError> {
        let t = &self.reader.t;
        let mut rows = form.rows(LINES);
        if rows.is_empty() {
            rows.push(0);
        }
        let questions = self.questions(&rows);
        let lines = questions.lines.iter().enumerate();
        let basis = form.text("basis");
        show(&EditorPage {
            frame: self.frame(banners, has_errors).await?,
            room: self.opened.room(self.site, self.reader, RoomTab::Plan),
            heading: self.heading(),
            lead: self.lead(),
            readers: who_reads(self.site, self.reader, &self.opened).await?,
            summary: wrong.summary(),
            action: self.action(),
            draft_key: self.draft_key(),
            back: self.room_of_plans(),
            basis: if basis.is_empty() { self.basis() } else { basis.to_owned() },
            correction: asked(t, &self.correction(), form, wrong),
            goals: asked(t, &questions.goals, form, wrong),
            lines: lines.map(|(place, (row, line))| (*row, place + 1, asked(t, line, form, wrong))).collect(),
            services: questions
                .services
                .iter()
                .map(|(_, used, more)| (Asked::new(t, used, form, wrong), asked(t, more, form, wrong)))
                .collect(),
            related: asked(t, &questions.related, form, wrong),
            rest: asked(t, &questions.rest, form, wrong),
        })
    }

    /// The editor as it opens: with the kept draft, or with what is saved.
    async fn opening(&self, wish: &DraftWish) -> Result<Response, PageError> {
        let kept = kept_draft(self.site, self.reader, &self.draft_key(), wish).await?;
        if let Some((form, banner)) = kept {
            return self.page(&form, &Complaints::default(), vec![banner], false).await;
        }
        let mut form = typed(self.reader.look, &self.beginning());
        if let Purpose::Correct(_) = self.purpose {
            let today = self.reader.look.long(self.site.app().clock().today());
            form = with_field(form, "correction_on", today.text());
        }
        self.page(&form, &Complaints::default(), Vec::new(), false).await
    }

    async fn save(&self, form: Submitted) -> Result<Response, PageError> {
        if form.has("add_row") {
            let next = form.rows(LINES).last().map_or(0, |last| last + 1);
            let form = with_field(form, &format!("{LINES}[{next}].what"), "");
            return self.page(&form, &Complaints::default(), Vec::new(), false).await;
        }
        let form = settled(form);
        let t = &self.reader.t;
        let mut wrong = Complaints::default();
        let content = read(t, &form, self.saved(), &mut wrong);
        let correction = self.read_correction(&form, &mut wrong);
        if !wrong.is_empty() {
            return with_status(StatusCode::UNPROCESSABLE_ENTITY, self.page(&form, &wrong, Vec::new(), true).await);
        }
        if form.text("basis") != self.basis() && self.saved().is_some() {
            return self.conflict(&form).await;
        }
        let saved = match correction {
            Some((reason, on)) => self.correct(content, reason, on).await,
            None => self.write(content).await,
        };
        match saved {
            Ok(key) => {
                let dropped = self.site.app().drop_draft(&self.reader.session, &self.draft_key()).await;
                dropped.map_err(page_error)?;
                Ok(done(&self.room_of_plans(), key))
            }
            Err(error) => match unsaved(error)? {
                Unsaved::Overtaken if self.saved().is_some() => self.conflict(&form).await,
                why => with_status(why.status(), self.page(&form, &wrong, why.banners(t), true).await),
            },
        }
    }

    fn read_correction(&self, form: &Submitted, wrong: &mut Complaints) -> Option<(String, chrono::NaiveDate)> {
        let Purpose::Correct(_) = self.purpose else { return None };
        let reason = form.text("correction_reason");
        if reason.is_empty() {
            wrong.add("correction_reason", self.reader.t.get("plan-correction-reason-missing"));
        }
        Some((reason.to_owned(), wrong.day(&self.reader.t, form, "correction_on")))
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
        let theirs = typed(self.reader.look, now.saved().unwrap_or(&PlanContent::default()));
        let questions = now.questions(&rows_of_both(LINES, form, &theirs));
        let mut rows = compare(&questions.all(), form, &theirs);
        let mine = compare(&now.correction(), form, form);
        rows.extend(mine);
        let (saved_by, saved_at) = now.last_writer().await?;
        let page = show(&ConflictPage {
            frame: now.frame(Vec::new(), true).await?,
            room: now.opened.room(self.site, self.reader, RoomTab::Plan),
            heading: now.heading(),
            saved_by,
            saved_at,
            action: now.action(),
            basis: now.basis(),
            rows,
        });
        with_status(StatusCode::CONFLICT, page)
    }

    /// Who wrote the plan last, and when.
    async fn last_writer(&self) -> Result<(String, String), PageError> {
        let history = self.site.app().case_history(&self.reader.actor, self.opened.file.case.id).await;
        let wrote = |event: &CaseEvent| match (event, self.purpose) {
            (
                CaseEvent::PlanDrafted { plan, .. }
                | CaseEvent::PlanChanged { plan, .. }
                | CaseEvent::PlanCorrected { plan, .. },
                Purpose::Change(this) | Purpose::Correct(this),
            ) => *plan == this,
            _ => false,
        };
        match history.map_err(page_error)?.into_iter().find(|line| line.event.as_ref().is_some_and(wrote)) {
            Some(line) => Ok((staff_name(self.site, line.staff).await?, moment(self.reader, line.recorded_at))),
            None => Ok((String::new(), String::new())),
        }
    }
}

/// A form with one more field.
fn with_field(form: Submitted, name: &str, value: &str) -> Submitted {
    let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
    Submitted::of(form.pairs().map(owned).chain([(name.to_owned(), value.to_owned())]))
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
    Query(wish): Query<DraftWish>,
) -> Result<Response, PageError> {
    let editor = Editor::open(&site, &reader, case, Purpose::New).await?;
    let (case, today) = (&editor.opened.file.case, site.app().clock().today());
    let tried = case.draft_plan(PlanId::new(uuid::Uuid::nil()), PlanContent::default(), reader.actor.staff(), today);
    if !in_the_way(tried).is_empty() {
        // The page of the plan says what has to happen first.
        return Ok(Redirect::to(&editor.room_of_plans()).into_response());
    }
    editor.opening(&wish).await
}

pub(super) async fn draft(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(case): CasePath,
    form: Submitted,
) -> Result<Response, PageError> {
    Editor::open(&site, &reader, case, Purpose::New).await?.save(form).await
}

pub(super) async fn edit(
    State(site): State<Site>,
    reader: SignedIn,
    path: PlanPath,
    Query(wish): Query<DraftWish>,
) -> Result<Response, PageError> {
    Editor::open(&site, &reader, path.case, Purpose::Change(path.plan)).await?.opening(&wish).await
}

pub(super) async fn change(
    State(site): State<Site>,
    reader: SignedIn,
    path: PlanPath,
    form: Submitted,
) -> Result<Response, PageError> {
    Editor::open(&site, &reader, path.case, Purpose::Change(path.plan)).await?.save(form).await
}

pub(super) async fn mend(
    State(site): State<Site>,
    reader: SignedIn,
    path: PlanPath,
    Query(wish): Query<DraftWish>,
) -> Result<Response, PageError> {
    Editor::open(&site, &reader, path.case, Purpose::Correct(path.plan)).await?.opening(&wish).await
}

pub(super) async fn correct(
    State(site): State<Site>,
    reader: SignedIn,
    path: PlanPath,
    form: Submitted,
) -> Result<Response, PageError> {
    Editor::open(&site, &reader, path.case, Purpose::Correct(path.plan)).await?.save(form).await
}
