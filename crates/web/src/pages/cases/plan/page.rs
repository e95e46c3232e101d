//! The plan of a case at a glance, what can be done next and what stands in the way; earlier plans and versions.

use std::collections::BTreeSet;

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use banso_access::Action;
use banso_domain::{
    answer::{AnswerForm, PersonAnswer, Will},
    case::{
        Case, CorrectPlan,
        event::CaseEvent,
        plan::{Limits, Monitoring, PlaceState, Plan, PlanContent, PlannedPlace},
    },
    form::Completeness,
    id::{EvaluationId, PlanId},
    resource::Need,
    rule::{Finding, Refusal, Rule},
};

use super::{
    PlanPath,
    glance::{Glance, plan_name, standing},
    plan_of,
    words::{STATES, state_name},
};
use crate::{
    components::{Banner, BannerKind, ChoiceOption, EmptyState, Link, Shape, StatusTag, TaskRow},
    errors::PageError,
    form::code_of,
    frame::Frame,
    naming::service_name,
    pages::{
        cases::room::{CasePath, OpenedCase, Room, RoomTab},
        people::People,
        resources,
    },
    rules::{self, in_the_way},
    site::{Done, SignedIn, Site, page_error, show},
    text::Texts,
};

#[derive(Template)]
#[template(path = "pages/cases/plan/current.html")]
struct CurrentPage {
    frame: Frame,
    room: Room,
    glance: Option<Glance>,
    empty: EmptyState,
    next: Vec<TaskRow>,
    /// Warnings: number and why; what to do.
    findings: Vec<(String, String)>,
    /// Where a line's state is changed, if the reader may.
    moves: Option<String>,
    states: Vec<ChoiceOption>,
    earlier: Vec<(Link, StatusTag)>,
    links: Vec<Link>,
}

#[derive(Template)]
#[template(path = "pages/cases/plan/version.html")]
struct VersionPage {
    frame: Frame,
    room: Room,
    glance: Glance,
    moves: Option<String>,
    states: Vec<ChoiceOption>,
    versions: Vec<Version>,
    back: Link,
}

/// One version of a plan's content.
struct Version {
    number: usize,
    what: String,
    current: bool,
    href: String,
}

pub(super) async fn current(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    Query(done): Query<Done>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let opened = OpenedCase::load(&site, &reader, id).await?;
    let case = &opened.file.case;
    let mut frame = opened.frame(&site, &reader, &t.get("room-plan")).await?;
    frame.banners = done.banners(t);
    let plan = case.current_plan();
    let glance = match plan {
        Some(plan) => Some(Glance::of(&site, &reader, case, plan, &plan.content).await?),
        None => None,
    };
    let may_move = opened.may(&site, &reader, Action::WritePlan) && case.closure.is_none();
    let base = format!("/cases/{id}");
    let earlier = case.plans.iter().rev().skip(1).map(|plan| {
        let on = reader.look.long(plan.drafted_on);
        let text = t.with("plan-earlier-link", [("name", plan_name(t, plan).as_str()), ("on", on.text())]);
        (Link::new(text, format!("{base}/plans/{}", plan.id)), standing(t, case, plan))
    });
    let mut links = vec![Link::new(t.get("plan-print"), format!("{base}/print"))];
    if let Some(plan) = plan.filter(|plan| plan.version > 1) {
        links.push(Link::new(t.get("plan-versions"), format!("{base}/plans/{}", plan.id)));
    }
    if site.app().may_read_directory(&reader.actor).await.map_err(page_error)? {
        links.push(Link::new(t.get("shortlists-title"), format!("{base}/shortlists")));
    }
    if let Some(content) = plan.map(|plan| &plan.content) {
        let services = content.used_services().chain(content.actions.iter().filter_map(|action| action.service));
        let needs: BTreeSet<Need> = services.map(Need::of_service).collect();
        links.extend(resources::candidates(t, id, &needs, resources::own_town(&site, &reader).await?));
    }
    let limits = site.app().limits_of(case).await.map_err(page_error)?;
    show(&CurrentPage {
        room: opened.room(&site, &reader, RoomTab::Plan),
        empty: EmptyState { heading: t.get("plan-none"), body: t.get("plan-none-body"), action: None },
        next: next_steps(&site, &reader, &opened, &limits),
        findings: match plan {
            Some(plan) => findings(&site, &reader, case, plan).await?,
            None => Vec::new(),
        },
        moves: plan.filter(|_| may_move).map(|plan| format!("{base}/plans/{}/actions", plan.id)),
        states: state_options(t),
        earlier: earlier.collect(),
        links,
        glance,
        frame,
    })
}

fn state_options(t: &Texts) -> Vec<ChoiceOption> {
    STATES.map(|state| ChoiceOption::new(code_of(&state), state_name(t, state))).to_vec()
}

/// What the rules that warn say about a plan: why with the number, and what to do.
async fn findings(
    site: &Site,
    reader: &SignedIn,
    case: &Case,
    plan: &Plan,
) -> Result<Vec<(String, String)>, PageError> {
    let t = &reader.t;
    let today = site.app().clock().today();
    let context = site.app().finding_context(case, assessment_complete(site, case)).await.map_err(page_error)?;
    let in_words = |finding: &Finding| {
        let services = finding.services.iter().map(|service| service_name(site, t, *service, today));
        rules::found(t, finding, &services.collect::<Vec<_>>())
    };
    let mut found: Vec<_> = case.plan_findings(plan.id, context).iter().map(in_words).collect();
    let now = site.app().places_now(&reader.actor, &plan.content).await.map_err(page_error)?;
    let is_other = |place: &&PlannedPlace| now.get(&place.resource).is_some_and(|it| *it != PlaceState::AsNamed);
    let names: Vec<String> = plan.content.places().filter(is_other).map(|place| place.name.clone()).collect();
    if !names.is_empty() {
        found.push(rules::found(t, &Rule::PlannedPlaceIsLookedAt.into(), &names));
    }
    Ok(found)
}

/// Whether every ※ item of the assessment sheet that is kept with the case is filled (SR-23).
pub(super) fn assessment_complete(site: &Site, case: &Case) -> bool {
    let today = site.app().clock().today();
    let Some(form) = site.app().documents().forms().get("assessment_form", today) else { return true };
    let of_case = |id: &str| form.field(id).is_some_and(|field| field.fact.starts_with("case."));
    !form.check(&case.answers, today, Completeness::Final).iter().any(|problem| of_case(&problem.field))
}

/// A step that can be taken, or what stands in the way: the rules are asked without the step being taken.
fn step(t: &Texts, label: String, href: String, rules: Vec<Rule>) -> TaskRow {
    if rules.is_empty() {
        let status = StatusTag::new(Shape::Open, t.get("plan-step-open"));
        return TaskRow { label, href: Some(href), hint: None, status, due: None };
    }
    let why: Vec<String> = rules.iter().map(|rule| rules::line(t, *rule)).collect();
    let status = StatusTag::new(Shape::Blocked, t.get("plan-step-blocked"));
    TaskRow { label, href: None, hint: Some(why.join(&t.get("sentence-separator"))), status, due: None }
}

fn next_steps(site: &Site, reader: &SignedIn, opened: &OpenedCase, limits: &Limits) -> Vec<TaskRow> {
    let (t, case) = (&reader.t, &opened.file.case);
    let today = site.app().clock().today();
    let base = format!("/cases/{}", case.id);
    let may = |action| opened.may(site, reader, action);
    let me = reader.actor.staff();
    let mut steps = Vec::new();
    let mut add = |permitted: bool, label: String, href: String, tried: Result<(), Refusal>| {
        if permitted {
            steps.push(step(t, label, href, in_the_way(tried)));
        }
    };
    let drafted = || {
        let fresh = PlanId::new(uuid::Uuid::nil());
        case.draft_plan(fresh, PlanContent::default(), me, today).map(drop)
    };
    let Some(plan) = case.current_plan() else {
        add(may(Action::WritePlan), t.get("plan-do-draft"), format!("{base}/plan/new"), drafted());
        return steps;
    };
    let here = format!("{base}/plans/{}", plan.id);
    if plan.decision.is_none() {
        let changed = case.change_plan(plan.id, plan.content.clone()).map(drop);
        add(may(Action::WritePlan), t.get("plan-do-change"), format!("{here}/edit"), changed);
        let yes = PersonAnswer { will: Will::Agrees { form: AnswerForm::Signed }, on: today, asked_by: me };
        let answered = case.check_periods(plan.id, limits).and_then(|()| case.answer_plan(plan.id, yes, true, today));
        add(may(Action::RecordPlanAnswer), t.get("plan-do-answer"), format!("{here}/answer"), answered.map(drop));
        if plan.early_start.is_none() {
            let early = case.start_early(plan.id, today, "-", today).map(drop);
            add(may(Action::StartEarly), t.get("plan-do-early"), format!("{here}/start-early"), early);
        }
    } else {
        let command = CorrectPlan { plan: plan.id, content: plan.content.clone(), reason: "-".to_owned(), on: today };
        let corrected = case.correct_plan(command, today).map(drop);
        add(may(Action::WritePlan), t.get("plan-do-correct"), format!("{here}/correct"), corrected);
    }
    if !plan.gives_support() {
        return steps;
    }
    let monitoring = Monitoring { on: today, delivery: String::new(), progress: "-".to_owned(), next: None };
    let monitored = case.monitor(plan.id, monitoring, today).map(drop);
    add(may(Action::Monitor), t.get("plan-do-monitor"), format!("{base}/monitoring"), monitored);
    let sheet = case.evaluation_of(plan.id).map_or(EvaluationId::new(uuid::Uuid::nil()), |sheet| sheet.id);
    let evaluated = case.evaluate(sheet, plan.id, me, banso_domain::case::closing::EvaluationContent::default());
    add(may(Action::Evaluate), t.get("plan-do-evaluate"), format!("{base}/evaluation"), evaluated.map(drop));
    add(may(Action::WritePlan), t.get("plan-do-replan"), format!("{base}/plan/new"), drafted());
    steps
}

/// Which version of a plan is wanted.
#[derive(Debug, Default, serde::Deserialize)]
pub(super) struct WhichVersion {
    version: Option<usize>,
}

/// A plan as it is, or as one of its versions was.
pub(super) async fn version(
    State(site): State<Site>,
    reader: SignedIn,
    path: PlanPath,
    Query(which): Query<WhichVersion>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let opened = OpenedCase::load(&site, &reader, path.case).await?;
    let case = &opened.file.case;
    let plan = plan_of(&opened, path.plan)?;
    let written = versions(&site, &reader, plan.id, path.case).await?;
    let latest = written.len();
    let number = which.version.unwrap_or(latest);
    let content = match which.version {
        None => &plan.content,
        Some(number) => &number.checked_sub(1).and_then(|place| written.get(place)).ok_or_else(PageError::not_found)?.1,
    };
    let mut frame = opened.frame(&site, &reader, &plan_name(t, plan)).await?;
    if number < latest {
        let numbers = [("number", number), ("latest", latest)];
        frame.banners.push(Banner::new(BannerKind::Info, t.with("plan-version-old", numbers)));
    }
    let href = |number: usize| format!("/cases/{}/plans/{}?version={number}", path.case, plan.id);
    let versions = written.iter().enumerate().rev().map(|(place, (what, _))| Version {
        number: place + 1,
        what: what.clone(),
        current: place + 1 == number,
        href: href(place + 1),
    });
    show(&VersionPage {
        room: opened.room(&site, &reader, RoomTab::Plan),
        glance: Glance::of(&site, &reader, case, plan, content).await?,
        moves: None,
        states: Vec::new(),
        versions: versions.collect(),
        back: Link::new(t.get("plan-back"), format!("/cases/{}/plan", path.case)),
        frame,
    })
}

/// The contents of a plan from the journal, oldest first, each with what happened, when and who.
async fn versions(
    site: &Site,
    reader: &SignedIn,
    plan: PlanId,
    case: banso_domain::id::CaseId,
) -> Result<Vec<(String, PlanContent)>, PageError> {
    let t = &reader.t;
    let history = site.app().case_history(&reader.actor, case).await.map_err(page_error)?;
    let mut people = People::default();
    let mut versions = Vec::new();
    for line in history.into_iter().rev() {
        let (key, content, why) = match line.event {
            Some(CaseEvent::PlanDrafted { plan: this, content, .. }) if this == plan => {
                (/* key */ "plan-version-drafted", content, String::new())
            }
            Some(CaseEvent::PlanChanged { plan: this, content }) if this == plan => {
                (/* key */ "plan-version-changed", content, String::new())
            }
            Some(CaseEvent::PlanCorrected { plan: this, content, reason, .. }) if this == plan => {
                (/* key */ "plan-version-corrected", content, reason)
            }
            _ => continue,
        };
        let who = people.name(site, line.staff).await?;
        let when = reader.look.moment(line.recorded_at);
        versions.push((t.with(key, [("when", when), ("who", who), ("why", why)]), content));
    }
    Ok(versions)
}
