//! The first page of a case: where it stands, what is next, what stands in the way, in the person's words.

use askama::Template;
use axum::{
    Router,
    extract::{Query, State},
    response::Response,
    routing::get,
};
use banso_domain::process::{StepPage, StepState as DomainStep};

use super::room::{CasePath, OpenedCase, Room, RoomTab};
use crate::{
    components::{Cell, Column, DueLabel, Link, ProcessMap, Step, StepState, SummaryRow, TableRow, TableView},
    errors::PageError,
    frame::Frame,
    naming::{due_kind_name, stage_tag},
    pages::{episodes::glance_table, jobs},
    rules,
    site::{Done, SignedIn, Site, page_error, show},
    text::Lang,
};

pub(super) fn routes() -> Router<Site> {
    Router::new().route("/cases/{case}", get(overview))
}

#[derive(Template)]
#[template(path = "pages/cases/overview.html")]
struct OverviewPage {
    frame: Frame,
    room: Room,
    map: ProcessMap,
    wishes: Vec<SummaryRow>,
    facts: Vec<SummaryRow>,
    stage: crate::components::StatusTag,
    dues: Option<TableView>,
    uses: Option<TableView>,
    jobs: Option<TableView>,
    job: Option<Link>,
    years: Link,
    sheets: Link,
    ways: Link,
}

async fn overview(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    Query(done): Query<Done>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let opened = OpenedCase::load(&site, &reader, id).await?;
    let case = &opened.file.case;
    let today = site.app().clock().today();
    let mut frame = opened.frame(&site, &reader, &t.get("room-overview")).await?;
    frame.banners = done.banners(t);
    let context = site.app().finding_context(case, true).await.map_err(page_error)?;
    frame.banners.extend(rules::warnings(t, &case.findings(context)));
    let plan = case.current_plan();
    let words = |key: String, value: Option<&str>| match value.filter(|value| !value.trim().is_empty()) {
        Some(value) => SummaryRow::new(key, value),
        None => SummaryRow::unknown(key),
    };
    // Before there is a plan, the person's words are what they came with.
    let complaint = case.answers.text("case.chief_complaint").or_else(|| case.answers.text("case.concern_detail"));
    let mut wishes = vec![words(t.get("overview-complaint"), complaint)];
    if let Some(content) = plan.map(|plan| &plan.content) {
        wishes.extend([
            words(t.get("overview-wishes"), Some(&content.wishes)),
            words(t.get("overview-long-term-goal"), Some(&content.long_term_goal)),
            words(t.get("overview-goal"), Some(&content.goal)),
        ]);
    }
    let mut facts = Vec::new();
    if let Some(suspension) = case.suspensions.last().filter(|suspension| suspension.resumed_on.is_none()) {
        let since = reader.look.long(suspension.on).text().to_owned();
        let words = t.with("overview-suspended-why", [("day", since), ("reason", suspension.reason.clone())]);
        facts.push(SummaryRow::new(t.get("overview-suspended"), words));
    }
    facts.extend([
        SummaryRow::new(t.get("overview-received"), reader.look.long(case.received_on).text().to_owned()),
        words(t.get("overview-summary"), case.answers.text("case.assessment_summary")),
    ]);
    let mut dues = if case.stage().is_open() { case.dues() } else { Vec::new() };
    dues.sort_unstable();
    let dues: Vec<TableRow> = dues
        .into_iter()
        .map(|due| TableRow {
            cells: vec![
                Cell::Text(due_kind_name(t, due.kind)),
                Cell::Due(DueLabel::new(t, reader.look.with_weekday(due.on), today)),
            ],
        })
        .collect();
    let dues = (!dues.is_empty()).then(|| TableView {
        id: "dues".to_owned(),
        caption: t.get("overview-dues"),
        columns: [t.get("cases-column-why"), t.get("cases-column-due")].into_iter().map(Column::new).collect(),
        rows: dues,
    });
    let (uses, jobs) = site.app().uses_and_jobs(&reader.actor, case.id).await.map_err(page_error)?;
    let uses = glance_table(&site, &reader, &uses, t.get("uses-title"));
    let jobs = jobs::glance_table(&reader, &jobs, t.get("jobs-of-person"));
    show(&OverviewPage {
        room: opened.room(&site, &reader, RoomTab::Overview),
        map: process_map(&site, &reader, &opened),
        wishes,
        facts,
        stage: stage_tag(t, case.stage()),
        dues,
        uses,
        jobs,
        job: reader
            .actor
            .is_caseworker()
            .then(|| Link::new(t.get("job-begin-link"), format!("/shared/{}/job", case.id))),
        years: Link::new(t.get("years-title"), format!("/cases/{}/years", case.id)),
        sheets: Link::new(t.get("sheets-title"), format!("/cases/{}/sheets", case.id)),
        ways: Link::new(t.get("way-notes-title"), format!("/cases/{}/ways", case.id)),
        frame,
    })
}

/// The process map with links to the pages on which the steps are taken.
fn process_map(site: &Site, reader: &SignedIn, opened: &OpenedCase) -> ProcessMap {
    let t = &reader.t;
    let case = &opened.file.case;
    let today = site.app().clock().today();
    // Of the steps that come later, the first is next.
    let mut is_next = true;
    let steps = site.app().process().map(case, today).into_iter().map(|view| {
        let name = match t.lang() {
            Lang::Ja => &view.name.ja,
            Lang::En => &view.name.en,
        };
        let label = match view.step.number {
            Some(number) => t.with("step-name", [("number", number.to_string()), ("name", name.clone())]),
            None => name.clone(),
        };
        let (state, note) = match view.state {
            DomainStep::Done => (StepState::Done, None),
            DomainStep::Now => (StepState::Now, None),
            DomainStep::Next if std::mem::take(&mut is_next) => (StepState::Next, None),
            DomainStep::Next => (StepState::Ahead, None),
            DomainStep::Skipped => (StepState::Skipped, None),
            DomainStep::Blocked(missing) => {
                let lines: Vec<String> = missing.iter().map(|rule| rules::line(t, *rule)).collect();
                (StepState::Blocked, Some(lines.join(&t.get("sentence-separator"))))
            }
        };
        let step = Step::new(label, state).href(format!("/cases/{}{}", case.id, page_path(view.step.page)));
        match note {
            Some(note) => step.note(note),
            None => step,
        }
    });
    ProcessMap { steps: steps.collect() }
}

/// The address of a page named in a process definition.
const fn page_path(page: StepPage) -> &'static str {
    match page {
        StepPage::Timeline => "/records",
        StepPage::Screening => "/screening",
        StepPage::Application => "/application",
        StepPage::Emergency => "/emergency",
        StepPage::Assessment => "/assessment",
        StepPage::Plan => "/plan",
        StepPage::Conference => "/conferences",
        StepPage::Decision => "/decision",
        StepPage::Monitoring => "/monitoring",
        StepPage::Evaluation => "/evaluation",
        StepPage::Closure => "/closing",
    }
}
