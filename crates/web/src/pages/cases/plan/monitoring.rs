//! モニタリング: how the support is delivered and how near the goal is.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use banso_access::Action;
use banso_domain::{
    case::plan::{Monitoring, Plan},
    id::CaseId,
};

use super::glance::plan_name;
use crate::{
    components::{Banner, EmptyState, ErrorSummary, Link, SummaryRow},
    errors::PageError,
    form::{Draft, Filled, FormView, Question, Submitted, done, not_taken, refused},
    frame::Frame,
    pages::cases::room::{CasePath, OpenedCase, Room, RoomTab},
    rules::{self, in_the_way},
    site::{Done, SignedIn, Site, show},
    text::Texts,
};

/// A monitoring that was recorded.
struct Seen {
    heading: String,
    rows: Vec<SummaryRow>,
}

#[derive(Template)]
#[template(path = "pages/cases/plan/monitoring.html")]
struct MonitoringPage {
    frame: Frame,
    room: Room,
    readers: String,
    summary: ErrorSummary,
    /// None where nothing can be recorded.
    form: Option<FormView>,
    /// What stands in the way.
    reasons: Vec<String>,
    goals: Vec<SummaryRow>,
    seen: Vec<Seen>,
    empty: EmptyState,
    back: Link,
}

fn questions(t: &Texts) -> Vec<Question> {
    vec![
        Question::date("on", t.get("plan-monitoring-on")).required(),
        Question::long("progress", t.get("plan-monitoring-progress"), 4)
            .hint(t.get("plan-monitoring-progress-hint"))
            .required(),
        Question::long("delivery", t.get("plan-monitoring-delivery"), 3),
        Question::date("next", t.get("plan-next-monitoring")).hint(t.get("plan-month-example")),
    ]
}

fn seen(reader: &SignedIn, plan: &Plan, monitoring: &Monitoring) -> Seen {
    let (t, look) = (&reader.t, reader.look);
    let next = monitoring.next.map(|month| look.long(month).text().to_owned()).unwrap_or_default();
    let name = plan_name(t, plan);
    let on = look.long(monitoring.on);
    Seen {
        heading: t.with("plan-monitoring-heading", [("on", on.text()), ("plan", name.as_str())]),
        rows: vec![
            SummaryRow::or_unknown(t.get("plan-monitoring-progress"), &monitoring.progress),
            SummaryRow::or_unknown(t.get("plan-monitoring-delivery"), &monitoring.delivery),
            SummaryRow::or_unknown(t.get("plan-next-monitoring"), &next),
        ],
    }
}

fn draft_key(case: CaseId) -> String {
    format!("plan-monitoring/{case}")
}

async fn page(
    site: &Site,
    reader: &SignedIn,
    opened: &OpenedCase,
    filled: &Filled,
    draft: Draft,
    banners: Vec<Banner>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let case = &opened.file.case;
    let today = site.app().clock().today();
    let mut frame = opened.frame(site, reader, &t.get("plan-monitoring-title")).await?;
    frame.has_errors = !filled.is_right();
    frame.banners = banners;
    let plan = case.current_plan();
    let mut reasons = match plan {
        None => vec![rules::line(t, banso_domain::rule::Rule::NoSuchPlan)],
        Some(plan) => {
            let tried = Monitoring { on: today, delivery: String::new(), progress: "-".to_owned(), next: None };
            let rules = in_the_way(case.monitor(plan.id, tried, today));
            rules.into_iter().map(|rule| rules::line(t, rule)).collect()
        }
    };
    let may = opened.may(site, reader, Action::Monitor);
    let here = format!("/cases/{}/monitoring", case.id);
    let form = FormView::new(reader, here, filled.ask_all(&questions(t)), t.get("plan-monitoring-save"));
    let form = (may && reasons.is_empty()).then(|| form.draft(draft));
    if !may {
        reasons.clear();
    }
    let goals = plan.map(|plan| {
        let content = &plan.content;
        vec![
            SummaryRow::or_unknown(t.get("plan-long-term-goal"), &content.long_term_goal),
            SummaryRow::or_unknown(t.get("plan-goal"), &content.goal),
        ]
    });
    let mut recorded = Vec::new();
    for plan in case.plans.iter().rev() {
        recorded.extend(plan.monitorings.iter().rev().map(|monitoring| seen(reader, plan, monitoring)));
    }
    show(&MonitoringPage {
        room: opened.room(site, reader, RoomTab::Plan),
        readers: opened.readers(site, reader).await?,
        summary: form.as_ref().map(FormView::summary).unwrap_or_default(),
        form,
        reasons,
        goals: goals.unwrap_or_default(),
        seen: recorded,
        empty: EmptyState {
            heading: t.get("plan-monitoring-none"),
            body: t.get("plan-monitoring-none-body"),
            action: None,
        },
        back: Link::new(t.get("plan-back"), format!("/cases/{}/plan", case.id)),
        frame,
    })
}

pub(super) async fn list(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    Query(told): Query<Done>,
) -> Result<Response, PageError> {
    let opened = OpenedCase::load(&site, &reader, id).await?;
    let today = reader.look.long(site.app().clock().today());
    let fresh = Submitted::of([("on", today.text())]);
    let (draft, form) = Draft::open(&site, &reader, draft_key(id), fresh).await?;
    page(&site, &reader, &opened, &Filled::new(&reader.t, form), draft, told.banners(&reader.t)).await
}

pub(super) async fn record(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    form: Submitted,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let opened = OpenedCase::load(&site, &reader, id).await?;
    if !opened.may(&site, &reader, Action::Monitor) {
        return Err(PageError::forbidden());
    }
    let plan = opened.file.case.current_plan().ok_or_else(PageError::not_found)?.id;
    let mut filled = Filled::new(t, form);
    let monitoring = Monitoring {
        on: filled.needed_day("on"),
        progress: filled.needed("progress", t.get("plan-monitoring-progress-missing")),
        delivery: filled.text("delivery"),
        next: filled.month("next"),
    };
    let mut banners = Vec::new();
    if filled.is_right() {
        match site.app().monitor(&reader.actor, id, plan, monitoring).await {
            Ok(_) => {
                Draft::drop(&site, &reader, &draft_key(id)).await?;
                return Ok(done(&format!("/cases/{id}/monitoring"), "plan-monitored"));
            }
            Err(error) => banners = refused(t, error)?,
        }
    }
    let draft = Draft::of(&reader, draft_key(id));
    Ok(not_taken(page(&site, &reader, &opened, &filled, draft, banners).await?))
}
