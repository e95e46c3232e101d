//! プラン評価: the sheet filled with the person at the end of a plan, and the way on with a re-plan.

use askama::Template;
use axum::{
    extract::{Query, State},
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
    components::{Banner, BannerKind, ChoiceOption, ErrorSummary, Link, SummaryRow},
    errors::PageError,
    form::{Compared, Draft, Filled, FormView, Question, Side, Submitted, Unsaved, chosen, code_of, done, not_taken},
    frame::Frame,
    pages::cases::{
        meanwhile::{Clash, written},
        room::{CasePath, OpenedCase, Room, RoomTab},
    },
    rules::{self, in_the_way},
    site::{Done, SignedIn, Site, show},
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
    form: Option<FormView>,
    /// The sheet as it was concluded.
    concluded: Vec<SummaryRow>,
    again: Option<Link>,
    /// The way on with a re-plan.
    replan: Option<FormView>,
    onward: Vec<Link>,
}

/// What the sheet says, as a version, so that nobody overwrites what somebody else wrote.
fn version_of(sheet: Option<&Evaluation>) -> String {
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
        vec![Question::one("sitting", t.get("evaluation-replan-who"), options).required()]
    }

    /// The sheet as it is saved, typed into its form.
    fn saved(&self) -> Submitted {
        let content = self.sheet().map(|sheet| sheet.content.clone()).unwrap_or_default();
        typed(self.reader.look, &content)
    }

    async fn page(&self, filled: &Filled, draft: Draft, banners: Vec<Banner>) -> Result<Response, PageError> {
        let t = &self.reader.t;
        let today = self.site.app().clock().today();
        let base = format!("/cases/{}", self.case().id);
        let mut frame = self.opened.frame(self.site, self.reader, &t.get("evaluation-title")).await?;
        frame.has_errors = !filled.is_right() || banners.iter().any(|banner| banner.kind == BannerKind::Error);
        frame.banners = banners;
        let concluded = self.concluded();
        let reasons = if concluded.is_some() { Vec::new() } else { self.reasons() };
        let writable = concluded.is_none() && reasons.is_empty() && self.may();
        let form = writable.then(|| {
            let blocks = filled.ask_all(&questions(self.site, t, today));
            let form = FormView::new(self.reader, format!("{base}/evaluation"), blocks, t.get("evaluation-save"));
            form.based_on(filled).draft(draft)
        });
        let ready = self.sheet().is_some_and(|sheet| sheet.content.compulsory_items_filled());
        let replan = (ready && self.may()).then(|| {
            let blocks = filled.ask_all(&self.replan_questions());
            let action = format!("{base}/evaluation/replan");
            FormView::new(self.reader, action, blocks, t.get("evaluation-replan-do")).minor()
        });
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
        show(&EvaluationPage {
            room: self.opened.room(self.site, self.reader, RoomTab::Closing),
            readers: self.opened.readers(self.site, self.reader).await?,
            summary: filled.summary(),
            goals: self.goals(),
            reasons: reasons.into_iter().map(|rule| rules::line(t, rule)).collect(),
            form,
            concluded: concluded.map(|sheet| sheet_rows(self.site, self.reader, sheet)).unwrap_or_default(),
            again: again.then(|| Link::new(t.get("evaluation-again"), format!("{base}/evaluation?again=yes"))),
            replan,
            onward,
            frame,
        })
    }

    fn goals(&self) -> Vec<SummaryRow> {
        let t = &self.reader.t;
        let Some(plan) = self.case().supported_plan() else { return Vec::new() };
        vec![
            SummaryRow::or_unknown(t.get("plan-wishes"), &plan.content.wishes),
            SummaryRow::or_unknown(t.get("plan-long-term-goal"), &plan.content.long_term_goal),
            SummaryRow::or_unknown(t.get("plan-goal"), &plan.content.goal),
        ]
    }

    /// Both versions of the sheet side by side.
    async fn conflict(&self, form: &Submitted) -> Result<Response, PageError> {
        let now = Self::open(self.site, self.reader, self.case().id, self.again).await?;
        let t = &self.reader.t;
        let questions = questions(self.site, t, self.site.app().clock().today());
        let wrote = |event: &CaseEvent| matches!(event, CaseEvent::Evaluated { .. });
        let (look, version) = (self.reader.look, form.text("version"));
        let held = |case: &Case| {
            let sheet = case.supported_plan().and_then(|plan| open_sheet(case, plan));
            let content = sheet.map(|sheet| sheet.content.clone()).unwrap_or_default();
            (version_of(sheet) == version).then(|| typed(look, &content))
        };
        let (by, was) = written(self.site, self.reader, self.case().id, wrote, held).await?;
        let forms = Compared { was: was.as_ref(), mine: form, theirs: &now.saved() };
        let clash = Clash {
            tab: RoomTab::Closing,
            action: format!("/cases/{}/evaluation", self.case().id),
            version: version_of(now.sheet()),
            by,
            typed: form,
            sides: Side::all_of(t, look, &questions, forms),
        };
        clash.show(self.site, self.reader, &now.opened).await
    }
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
    let attainment = content.attainment.as_ref().map(code_of);
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
        SummaryRow::or_unknown(t.get("evaluation-person-wish"), with_note(wish, &content.person_wish_note)),
        SummaryRow::or_unknown(t.get("evaluation-goal-attainment"), with_note(reached, &content.goal_attainment)),
        SummaryRow::or_unknown(t.get("evaluation-changes"), changes.join(&t.get("list-separator"))),
        SummaryRow::or_unknown(t.get("evaluation-current-state"), &content.current_state),
        SummaryRow::or_unknown(t.get("evaluation-remaining-issues"), &content.remaining_issues),
        SummaryRow::or_unknown(t.get("evaluation-staff-opinion"), with_note(opinion, &content.staff_opinion_note)),
        SummaryRow::or_unknown(t.get("evaluation-result"), &result),
    ]
}

pub(super) async fn show_sheet(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    Query(told): Query<Done>,
    Query(again): Query<Again>,
) -> Result<Response, PageError> {
    let desk = Desk::open(&site, &reader, id, again.again == "yes").await?;
    let mut form = desk.saved();
    if desk.sheet().is_none() {
        form = typed(
            reader.look,
            &EvaluationContent { evaluated_on: Some(site.app().clock().today()), ..EvaluationContent::default() },
        );
    }
    let form = form.version(version_of(desk.sheet()));
    let (draft, form) = Draft::open(&site, &reader, draft_key(id), form).await?;
    desk.page(&Filled::new(&reader.t, form), draft, told.banners(&reader.t)).await
}

pub(super) async fn save(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    form: Submitted,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let desk = Desk::open(&site, &reader, id, true).await?;
    if !desk.may() {
        return Err(PageError::forbidden());
    }
    let draft = Draft::of(&reader, draft_key(id));
    let mut filled = Filled::new(t, chosen(form, &desk.saved()));
    let content = read(&site, t, site.app().clock().today(), &mut filled);
    if !filled.is_right() {
        return Ok(not_taken(desk.page(&filled, draft, Vec::new()).await?));
    }
    if filled.form.text("version") != version_of(desk.sheet()) {
        return desk.conflict(&filled.form).await;
    }
    let Some(plan) = desk.case().supported_plan() else {
        let banners = rules::banners(t, &Refusal::from(Rule::SupportFirst));
        return Ok(not_taken(desk.page(&filled, draft, banners).await?));
    };
    match site.app().evaluate(&reader.actor, id, desk.opened.file.version, plan.id, content).await {
        Ok(_) => {
            Draft::drop(&site, &reader, &draft_key(id)).await?;
            Ok(done(&format!("/cases/{id}/evaluation"), "evaluation-saved"))
        }
        Err(error) => match Unsaved::of(error)? {
            Unsaved::Overtaken => desk.conflict(&filled.form).await,
            why => Ok(why.answer(desk.page(&filled, draft, why.banners(t)).await?)),
        },
    }
}

/// On with a re-plan, by word of a sitting or as agreed today.
pub(super) async fn replan(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    sent: Submitted,
) -> Result<Response, PageError> {
    let desk = Desk::open(&site, &reader, id, false).await?;
    if !desk.may() {
        return Err(PageError::forbidden());
    }
    let plan = desk.case().supported_plan().ok_or_else(PageError::not_found)?.id;
    let sitting: Option<ConferenceId> = sent.text("sitting").parse().ok();
    let held = |conference| desk.case().sittings.iter().find(|sitting| sitting.conference == conference);
    let on = match (sent.text("sitting"), sitting.and_then(held)) {
        ("today", _) => Some(site.app().clock().today()),
        (_, found) => found.map(|sitting| sitting.held_on),
    };
    let draft = Draft::of(&reader, draft_key(id));
    let mut filled = Filled::new(&reader.t, desk.saved().version(version_of(desk.sheet())));
    filled.form.take_over("sitting", &sent);
    let Some(on) = on else {
        filled.complain("sitting", reader.t.get("evaluation-replan-missing"));
        return Ok(not_taken(desk.page(&filled, draft, Vec::new()).await?));
    };
    let version = desk.opened.file.version;
    match site.app().continue_with_replan(&reader.actor, id, version, plan, sitting, on).await {
        Ok(_) => Ok(done(&format!("/cases/{id}/plan"), "evaluation-replan")),
        Err(error) => {
            let why = Unsaved::of(error)?;
            Ok(why.answer(desk.page(&filled, draft, why.banners(&reader.t)).await?))
        }
    }
}
