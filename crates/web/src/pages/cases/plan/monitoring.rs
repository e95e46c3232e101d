//! モニタリング: how the support is delivered and how near the goal is.

use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
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
    frame::Frame,
    pages::cases::{
        asked::{Ask, Asked, Complaints, Question, asked},
        desk::{DraftWish, done, forbidden, in_the_way, kept_draft, unsaved, who_reads, with_status},
        room::{CasePath, OpenedCase, Room, RoomTab},
    },
    rules,
    site::{Done, SignedIn, Site, page_error, show},
    submitted::Submitted,
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
    /// The form; none where nothing can be recorded.
    questions: Vec<Asked>,
    draft_key: String,
    /// What stands in the way.
    reasons: Vec<String>,
    goals: Vec<SummaryRow>,
    seen: Vec<Seen>,
    empty: EmptyState,
    back: Link,
}

fn questions(t: &Texts) -> Vec<Question> {
    vec![
        Question::new("on", t.get("plan-monitoring-on"), Ask::Day).required(),
        Question::new("progress", t.get("plan-monitoring-progress"), Ask::Long(4))
            .hint(t.get("plan-monitoring-progress-hint"))
            .required(),
        Question::new("delivery", t.get("plan-monitoring-delivery"), Ask::Long(3)),
        Question::new("next", t.get("plan-next-monitoring"), Ask::Month).hint(t.get("plan-month-example")),
    ]
}

fn row(key: String, value: &str) -> SummaryRow {
    if value.trim().is_empty() { SummaryRow::unknown(key) } else { SummaryRow::new(key, value) }
}

fn seen(reader: &SignedIn, plan: &Plan, monitoring: &Monitoring) -> Seen {
    let (t, look) = (&reader.t, reader.look);
    let next = monitoring.next.map(|month| look.long(month).text().to_owned()).unwrap_or_default();
    let name = plan_name(t, plan);
    let on = look.long(monitoring.on);
    Seen {
        heading: t.with("plan-monitoring-heading", [("on", on.text()), ("plan", name.as_str())]),
        rows: vec![
            row(t.get("plan-monitoring-progress"), &monitoring.progress),
            row(t.get("plan-monitoring-delivery"), &monitoring.delivery),
            row(t.get("plan-next-monitoring"), &next),
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
    form: &Submitted,
    wrong: &Complaints,
    banners: Vec<Banner>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let case = &opened.file.case;
    let today = site.app().clock().today();
    let mut frame = opened.frame(site, reader, &t.get("plan-monitoring-title")).await?;
    frame.has_errors = !wrong.is_empty();
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
    let shown = if may && reasons.is_empty() { asked(t, &questions(t), form, wrong) } else { Vec::new() };
    if !may {
        reasons.clear();
    }
    let goals = plan.map(|plan| {
        let content = &plan.content;
        vec![row(t.get("plan-long-term-goal"), &content.long_term_goal), row(t.get("plan-goal"), &content.goal)]
    });
    let mut recorded = Vec::new();
    for plan in case.plans.iter().rev() {
        recorded.extend(plan.monitorings.iter().rev().map(|monitoring| seen(reader, plan, monitoring)));
    }
    show(&MonitoringPage {
        room: opened.room(site, reader, RoomTab::Plan),
        readers: who_reads(site, reader, opened).await?,
        summary: wrong.summary(),
        questions: shown,
        draft_key: draft_key(case.id),
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
    Query(wish): Query<DraftWish>,
) -> Result<Response, PageError> {
    let opened = OpenedCase::load(&site, &reader, id).await?;
    let mut banners = told.banners(&reader.t);
    let today = reader.look.long(site.app().clock().today());
    let mut form = Submitted::of([("on".to_owned(), today.text().to_owned())]);
    if let Some((kept, banner)) = kept_draft(&site, &reader, &draft_key(id), &wish).await? {
        form = kept;
        banners.push(banner);
    }
    page(&site, &reader, &opened, &form, &Complaints::default(), banners).await
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
        return Err(forbidden());
    }
    let plan = opened.file.case.current_plan().ok_or_else(PageError::not_found)?.id;
    let mut wrong = Complaints::default();
    let on = wrong.day(t, &form, "on");
    if form.text("progress").is_empty() {
        wrong.add("progress", t.get("plan-monitoring-progress-missing"));
    }
    let monitoring = Monitoring {
        on,
        delivery: form.text("delivery").to_owned(),
        progress: form.text("progress").to_owned(),
        next: wrong.take("next", form.year_month(t, "next")),
    };
    let mut banners = Vec::new();
    if wrong.is_empty() {
        match site.app().monitor(&reader.actor, id, plan, monitoring).await {
            Ok(_) => {
                site.app().drop_draft(&reader.session, &draft_key(id)).await.map_err(page_error)?;
                return Ok(done(&format!("/cases/{id}/monitoring"), "plan-monitored"));
            }
            Err(error) => banners = unsaved(error)?.banners(t),
        }
    }
    with_status(StatusCode::UNPROCESSABLE_ENTITY, page(&site, &reader, &opened, &form, &wrong, banners).await)
}
