//! プラン評価: the sheet filled with the person at the end of a plan, and the way on with a re-plan.

use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::Response,
};
use banso_access::Action;
use banso_domain::{
    case::{
        Case,
        closing::{Evaluation, EvaluationContent, Way},
        event::CaseEvent,
        plan::Plan,
    },
    id::{CaseId, ConferenceId, EvaluationId},
    rule::{Refusal, Rule},
};
use sha2::{Digest, Sha256};

use super::sheet::{label, questions, read, typed};
use crate::{
    components::{Banner, ChoiceOption, ErrorSummary, Link, SummaryRow},
    errors::PageError,
    frame::Frame,
    pages::cases::{
        asked::{Ask, Asked, Complaints, Question, asked, compare, settled},
        conflict::ConflictPage,
        desk::{DraftWish, Unsaved, done, forbidden, in_the_way, kept_draft, moment, unsaved, who_reads, with_status},
        room::{CasePath, OpenedCase, Room, RoomTab},
    },
    rules,
    site::{Done, SignedIn, Site, page_error, show},
    submitted::Submitted,
};

#[derive(Template)]
#[template(path = "pages/cases/closing/evaluation.html")]
struct EvaluationPage {
    frame: Frame,
    room: Room,
    readers: String,
    summary: ErrorSummary,
    goals: Vec<SummaryRow>,
    /// What stands in the way of writing.
    reasons: Vec<String>,
    questions: Vec<Asked>,
    basis: String,
    draft_key: String,
    /// The sheet as it was concluded.
    concluded: Vec<SummaryRow>,
    again: Option<Link>,
    /// The way on with a re-plan.
    replan: Vec<Asked>,
    onward: Vec<Link>,
    /// The address of the case.
    base: String,
}

/// What the sheet is based on, so that nobody overwrites what somebody else wrote.
fn basis(sheet: Option<&Evaluation>) -> String {
    let Some(sheet) = sheet else { return "new".to_owned() };
    let said = serde_json::to_vec(&(sheet.id, &sheet.content)).unwrap_or_default();
    Sha256::digest(said).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

fn draft_key(case: CaseId) -> String {
    format!("evaluation/{case}")
}

/// The sheet that is being written: the newest one of the plan that has no result yet.
fn open_sheet<'c>(case: &'c Case, plan: &Plan) -> Option<&'c Evaluation> {
    case.evaluation_of(plan.id).filter(|sheet| sheet.result.is_none())
}

/// Whether the reader wants another sheet after one that has its result.
#[derive(Debug, Default, serde::Deserialize)]
pub(super) struct Again {
    #[serde(default)]
    again: String,
}

struct Desk<'a> {
    site: &'a Site,
    reader: &'a SignedIn,
    opened: OpenedCase,
    again: bool,
}

impl<'a> Desk<'a> {
    async fn open(site: &'a Site, reader: &'a SignedIn, id: CaseId, again: bool) -> Result<Self, PageError> {
        Ok(Self { site, reader, opened: OpenedCase::load(site, reader, id).await?, again })
    }

    fn case(&self) -> &Case {
        &self.opened.file.case
    }

    fn may(&self) -> bool {
        self.opened.may(self.site, self.reader, Action::Evaluate)
    }

    fn sheet(&self) -> Option<&Evaluation> {
        self.case().supported_plan().and_then(|plan| open_sheet(self.case(), plan))
    }

    /// What stands in the way of writing a sheet.
    fn reasons(&self) -> Vec<Rule> {
        let Some(plan) = self.case().supported_plan() else { return vec![Rule::SupportFirst] };
        let fresh = EvaluationId::new(uuid::Uuid::nil());
        let sheet = self.sheet().map_or(fresh, |sheet| sheet.id);
        let me = self.reader.actor.staff();
        in_the_way(self.case().evaluate(sheet, plan.id, me, EvaluationContent::default()))
    }

    /// The sheet with its result, where nothing is open and no other one is wanted.
    fn concluded(&self) -> Option<&Evaluation> {
        let plan = self.case().supported_plan()?;
        self.case().evaluation_of(plan.id).filter(|sheet| sheet.result.is_some() && !self.again)
    }

    fn replan_questions(&self) -> Vec<Question> {
        let (t, look) = (&self.reader.t, self.reader.look);
        // What sat before the sheet was written cannot have spoken about it.
        let from = self.sheet().and_then(|sheet| sheet.content.evaluated_on);
        let mut options = vec![ChoiceOption::new("today", t.get("evaluation-replan-today"))];
        for sitting in self.case().sittings.iter().rev().filter(|sitting| Some(sitting.held_on) >= from) {
            let on = look.long(sitting.held_on);
            let label = t.with("evaluation-replan-sitting", [("on", on.text())]);
            let value = sitting.conference.to_string();
            if options.iter().all(|option| option.value != value) {
                options.push(ChoiceOption::new(value, label));
            }
        }
        vec![Question::new("sitting", t.get("evaluation-replan-who"), Ask::One(options)).required()]
    }

    async fn page(
        &self,
        form: &Submitted,
        wrong: &Complaints,
        banners: Vec<Banner>,
        has_errors: bool,
    ) -> Result<Response, PageError> {
        let t = &self.reader.t;
        let today = self.site.app().clock().today();
        let base = format!("/cases/{}", self.case().id);
        let mut frame = self.opened.frame(self.site, self.reader, &t.get("evaluation-title")).await?;
        frame.has_errors = has_errors;
        frame.banners = banners;
        let concluded = self.concluded();
        let reasons = if concluded.is_some() { Vec::new() } else { self.reasons() };
        let writable = concluded.is_none() && reasons.is_empty() && self.may();
        let shown = if writable { asked(t, &questions(self.site, t, today), form, wrong) } else { Vec::new() };
        let ready = self.sheet().is_some_and(|sheet| sheet.content.compulsory_items_filled());
        let replan = if ready && self.may() { asked(t, &self.replan_questions(), form, wrong) } else { Vec::new() };
        let mut onward = Vec::new();
        match concluded.and_then(|sheet| sheet.result) {
            Some((.., Way::Replan)) if self.opened.may(self.site, self.reader, Action::WritePlan) => {
                onward.push(Link::new(t.get("plan-do-replan"), format!("{base}/plan/new")));
            }
            Some((.., Way::Replan)) => {}
            Some(_) => onward.push(Link::new(t.get("evaluation-to-closing"), format!("{base}/closing"))),
            None if ready => onward.push(Link::new(t.get("evaluation-to-conference"), format!("{base}/conferences"))),
            None => {}
        }
        let again = concluded.is_some() && self.may() && self.case().closure.is_none() && { self.reasons().is_empty() };
        let sent = form.text("basis");
        show(&EvaluationPage {
            room: self.opened.room(self.site, self.reader, RoomTab::Closing),
            readers: who_reads(self.site, self.reader, &self.opened).await?,
            summary: wrong.summary(),
            goals: self.goals(),
            reasons: reasons.into_iter().map(|rule| rules::line(t, rule)).collect(),
            questions: shown,
            basis: if sent.is_empty() { basis(self.sheet()) } else { sent.to_owned() },
            draft_key: draft_key(self.case().id),
            concluded: concluded.map(|sheet| sheet_rows(self.site, self.reader, sheet)).unwrap_or_default(),
            again: again.then(|| Link::new(t.get("evaluation-again"), format!("{base}/evaluation?again=yes"))),
            replan,
            onward,
            base,
            frame,
        })
    }

    fn goals(&self) -> Vec<SummaryRow> {
        let t = &self.reader.t;
        let Some(plan) = self.case().supported_plan() else { return Vec::new() };
        vec![
            row(t.get("plan-wishes"), &plan.content.wishes),
            row(t.get("plan-long-term-goal"), &plan.content.long_term_goal),
            row(t.get("plan-goal"), &plan.content.goal),
        ]
    }

    /// Both versions of the sheet side by side.
    async fn conflict(&self, form: &Submitted) -> Result<Response, PageError> {
        let now = Self::open(self.site, self.reader, self.case().id, self.again).await?;
        let today = self.site.app().clock().today();
        let content = now.sheet().map(|sheet| sheet.content.clone()).unwrap_or_default();
        let theirs = typed(self.reader.look, &content);
        let t = &self.reader.t;
        let history = self.site.app().case_history(&self.reader.actor, self.case().id).await.map_err(page_error)?;
        let wrote = |event: &Option<CaseEvent>| matches!(event, Some(CaseEvent::Evaluated { .. }));
        let (saved_by, saved_at) = match history.into_iter().find(|line| wrote(&line.event)) {
            Some(line) => {
                let name = self.site.app().staff_name(line.staff).await.map_err(page_error)?;
                (name, moment(self.reader, line.recorded_at))
            }
            None => (String::new(), String::new()),
        };
        let mut frame = self.opened.frame(self.site, self.reader, &t.get("evaluation-title")).await?;
        frame.has_errors = true;
        let page = show(&ConflictPage {
            frame,
            room: now.opened.room(self.site, self.reader, RoomTab::Closing),
            heading: t.get("evaluation-title"),
            saved_by,
            saved_at,
            action: format!("/cases/{}/evaluation", self.case().id),
            basis: basis(now.sheet()),
            rows: compare(&questions(self.site, t, today), form, &theirs),
        });
        with_status(StatusCode::CONFLICT, page)
    }
}

fn row(key: String, value: &str) -> SummaryRow {
    if value.trim().is_empty() { SummaryRow::unknown(key) } else { SummaryRow::new(key, value) }
}

/// A sheet in words.
pub(super) fn sheet_rows(site: &Site, reader: &SignedIn, sheet: &Evaluation) -> Vec<SummaryRow> {
    let (t, look, content) = (&reader.t, reader.look, &sheet.content);
    let day = content.evaluated_on.unwrap_or_else(|| site.app().clock().today());
    let words =
        |question: &str, code: Option<&str>| code.map(|code| label(site, t, question, code, day)).unwrap_or_default();
    let with_note = |chosen: String, note: &str| match note.trim() {
        "" => chosen,
        note => format!("{chosen}\n{note}"),
    };
    let changes: Vec<String> = content.changes.iter().map(|id| label(site, t, "changes", id, day)).collect();
    let attainment = content.attainment.as_ref().map(crate::pages::cases::asked::code_of);
    let result = match sheet.result {
        Some((_, on, way)) => {
            let way = words("result", Some(way.name()));
            t.with("evaluation-result-on", [("result", way.as_str()), ("on", look.long(on).text())])
        }
        None => String::new(),
    };
    let wish = words("person_wish", content.person_wish.map(Way::name));
    let opinion = words("staff_opinion", content.staff_opinion.map(Way::name));
    let reached = words("attainment", attainment.as_deref());
    vec![
        row(t.get("evaluation-person-wish"), &with_note(wish, &content.person_wish_note)),
        row(t.get("evaluation-goal-attainment"), &with_note(reached, &content.goal_attainment)),
        row(t.get("evaluation-changes"), &changes.join(&t.get("list-separator"))),
        row(t.get("evaluation-current-state"), &content.current_state),
        row(t.get("evaluation-remaining-issues"), &content.remaining_issues),
        row(t.get("evaluation-staff-opinion"), &with_note(opinion, &content.staff_opinion_note)),
        row(t.get("evaluation-result"), &result),
    ]
}

pub(super) async fn show_sheet(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    Query(told): Query<Done>,
    Query(wish): Query<DraftWish>,
    Query(again): Query<Again>,
) -> Result<Response, PageError> {
    let desk = Desk::open(&site, &reader, id, again.again == "yes").await?;
    let mut banners = told.banners(&reader.t);
    let kept = match desk.concluded() {
        Some(_) => None,
        None => kept_draft(&site, &reader, &draft_key(id), &wish).await?,
    };
    let form = match kept {
        Some((form, banner)) => {
            banners.push(banner);
            form
        }
        None => {
            let today = Some(site.app().clock().today());
            let fresh = || EvaluationContent { evaluated_on: today, ..EvaluationContent::default() };
            typed(reader.look, &desk.sheet().map_or_else(fresh, |sheet| sheet.content.clone()))
        }
    };
    desk.page(&form, &Complaints::default(), banners, false).await
}

pub(super) async fn save(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    form: Submitted,
) -> Result<Response, PageError> {
    let desk = Desk::open(&site, &reader, id, true).await?;
    if !desk.may() {
        return Err(forbidden());
    }
    let form = settled(form);
    let mut wrong = Complaints::default();
    let content = read(&site, &reader.t, site.app().clock().today(), &form, &mut wrong);
    if !wrong.is_empty() {
        let page = desk.page(&form, &wrong, Vec::new(), true).await;
        return with_status(StatusCode::UNPROCESSABLE_ENTITY, page);
    }
    if form.text("basis") != basis(desk.sheet()) {
        return desk.conflict(&form).await;
    }
    let Some(plan) = desk.case().supported_plan() else {
        let why = Unsaved::Refused(Refusal::from(Rule::SupportFirst));
        return with_status(why.status(), desk.page(&form, &wrong, why.banners(&reader.t), true).await);
    };
    match site.app().evaluate(&reader.actor, id, desk.opened.file.version, plan.id, content).await {
        Ok(_) => {
            site.app().drop_draft(&reader.session, &draft_key(id)).await.map_err(page_error)?;
            Ok(done(&format!("/cases/{id}/evaluation"), "evaluation-saved"))
        }
        Err(error) => match unsaved(error)? {
            Unsaved::Overtaken => desk.conflict(&form).await,
            why => with_status(why.status(), desk.page(&form, &wrong, why.banners(&reader.t), true).await),
        },
    }
}

/// On with a re-plan, by word of a sitting or as agreed today.
pub(super) async fn replan(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    form: Submitted,
) -> Result<Response, PageError> {
    let desk = Desk::open(&site, &reader, id, false).await?;
    if !desk.may() {
        return Err(forbidden());
    }
    let plan = desk.case().supported_plan().ok_or_else(PageError::not_found)?.id;
    let sitting: Option<ConferenceId> = form.text("sitting").parse().ok();
    let held = |conference| desk.case().sittings.iter().find(|sitting| sitting.conference == conference);
    let on = match (form.text("sitting"), sitting.and_then(held)) {
        ("today", _) => Some(site.app().clock().today()),
        (_, found) => found.map(|sitting| sitting.held_on),
    };
    let sheet = desk.sheet().map(|sheet| typed(reader.look, &sheet.content)).unwrap_or_default();
    let mut wrong = Complaints::default();
    let Some(on) = on else {
        wrong.add("sitting", reader.t.get("evaluation-replan-missing"));
        let page = desk.page(&sheet, &wrong, Vec::new(), true).await;
        return with_status(StatusCode::UNPROCESSABLE_ENTITY, page);
    };
    let version = desk.opened.file.version;
    match site.app().continue_with_replan(&reader.actor, id, version, plan, sitting, on).await {
        Ok(_) => Ok(done(&format!("/cases/{id}/plan"), "evaluation-replan")),
        Err(error) => {
            let why = unsaved(error)?;
            with_status(why.status(), desk.page(&sheet, &wrong, why.banners(&reader.t), true).await)
        }
    }
}
