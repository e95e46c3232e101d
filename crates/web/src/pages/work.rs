//! My work today: what presses, in the order in which it presses.

use askama::Template;
use axum::{
    Router,
    extract::{Query, State},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use banso_app::{CaseRow, CaseView, EndingConsent, EndingUse, MOST_QUEUED};
use banso_domain::{case::Stage, staff::Role};
use chrono::NaiveDate;

use super::{
    asked::asked_table,
    cases::{Centres, SUSPENDED, case_table, say_since_when},
    episodes::{due_table, programme_name},
    jobs, own,
    protected::protected_table,
    referrals::waiting_table,
};
use crate::{
    components::{Cell, Column, DueLabel, EmptyState, Link, Tab, TableRow, TableView},
    errors::PageError,
    frame::{Frame, Section},
    site::{Done, SignedIn, Site, page_error, show},
};

pub(super) fn routes() -> Router<Site> {
    Router::new().route("/", get(my_work))
}

struct Queue {
    heading: String,
    count: String,
    table: TableView,
    all: Link,
}

#[derive(Template)]
#[template(path = "pages/work/my_work.html")]
struct WorkPage {
    frame: Frame,
    /// Where somebody who has just come in is received.
    new: Option<Link>,
    tabs: Vec<Tab>,
    queues: Vec<Queue>,
    /// Handovers that the reader's agency is asked to take over.
    asked: Option<TableView>,
    /// Consents that end soon: the person is asked anew in time.
    consents: Option<TableView>,
    /// Uses of programmes whose handover is due.
    handovers: Option<TableView>,
    /// Protected records that the reader is named for: no queue holds them.
    protected: Option<TableView>,
    /// What is due of those who use the agency's programmes.
    uses: Option<TableView>,
    /// What is due of the jobs that the agency stands beside.
    jobs: Option<TableView>,
    /// Where contact that thinned is looked at, and what is counted of cooperation.
    further: Vec<Link>,
    empty: EmptyState,
}

#[derive(serde::Deserialize)]
struct Whose {
    #[serde(default)]
    whose: String,
}

async fn my_work(
    State(site): State<Site>,
    reader: SignedIn,
    Query(whose): Query<Whose>,
    Query(done): Query<Done>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    if !reader.actor.is_caseworker() && !reader.actor.is(Role::MunicipalOfficer) {
        let home = match () {
            () if own::is_own(&reader) => Section::Own,
            () if works_on_programmes(&site, &reader).await? => Section::Episodes,
            () if reader.actor.reads_shared() => Section::Shared,
            () => Section::Administration,
        };
        return Ok(Redirect::to(home.href()).into_response());
    }
    // Officers have no caseload of their own; workers begin with theirs.
    let mine = reader.actor.is_caseworker() && whose.whose != "all";
    let work = site.app().my_work(&reader.actor, mine).await.map_err(page_error)?;
    let today = site.app().clock().today();
    let centres = work.queues.iter().flat_map(|queue| &queue.cases).map(|row| row.centre).collect();
    let centres = Centres::of(&site, &reader, centres).await?;
    let queues = work.queues.into_iter().map(|queue| {
        let (heading, count, view) = match queue.view {
            CaseView::OverdueOn(_) => (t.get("work-overdue"), work.counts.overdue, "overdue"),
            CaseView::DueWithin(..) => (t.get("work-this-week"), work.counts.this_week, "week"),
            CaseView::InStage(Stage::ConsentPending) => (t.get("work-consent"), work.counts.consent, "consent_pending"),
            CaseView::InStage(Stage::Suspended) => (t.get("work-suspended"), work.counts.suspended, "suspended"),
            CaseView::InStage(_) => (t.get("work-decision"), work.counts.decision, "decision_pending"),
            CaseView::ToRatify => (t.get("work-ratify"), work.counts.to_ratify, "ratify"),
            CaseView::Open | CaseView::Ended => (t.get("cases-open"), 0, "open"),
        };
        let whose = if mine { "&mine=1" } else { "" };
        let all = Link::new(t.get("work-see-all"), format!("/cases?view={view}{whose}"));
        let count =
            if count > MOST_QUEUED { t.with("count-more", [("count", MOST_QUEUED)]) } else { count.to_string() };
        let mut table = case_table(&reader, view, &heading, &queue.cases, &centres, today);
        if view == SUSPENDED {
            say_since_when(&reader, &mut table, &queue.cases, &queue.suspended_since);
        }
        Queue { table, heading, count, all }
    });
    let mut queues: Vec<Queue> = queues.collect();
    if reader.actor.is_caseworker() {
        let waiting = site.app().waiting_referrals(&reader.actor, mine, work.week_ends).await.map_err(page_error)?;
        if !waiting.is_empty() {
            let heading = t.get("work-referrals");
            let first = &waiting[..waiting.len().min(10)];
            let table = waiting_table(&site, &reader, heading.clone(), first).await?;
            let all = Link::new(t.get("work-see-all"), "/referrals?side=sent");
            queues.push(Queue { heading, count: waiting.len().to_string(), table, all });
        }
    }
    let tab = |label: String, href: &str, current| Tab { label, href: href.to_owned(), current, count: None };
    let tabs = if reader.actor.is_caseworker() {
        vec![tab(t.get("work-mine"), "/", mine), tab(t.get("work-all"), "/?whose=all", !mine)]
    } else {
        Vec::new()
    };
    let empty = EmptyState {
        heading: t.get("work-nothing"),
        body: t.get("work-nothing-body"),
        action: Some(Link::new(t.get("work-find"), "/cases")),
    };
    let until = work.week_ends;
    let dues = site.app().episode_deadlines(&reader.actor, until, MOST_USES_DUE).await.map_err(page_error)?;
    let uses = (!dues.is_empty()).then(|| due_table(&site, &reader, &dues, today));
    let dues = site.app().job_dues(&reader.actor, until, MOST_USES_DUE).await.map_err(page_error)?;
    let jobs = (!dues.is_empty()).then(|| jobs::due_table(&reader, &dues, today));
    let consents = ending_consents(&site, &reader, mine).await?;
    let handovers = uses_to_hand_over(&site, &reader, mine, until).await?;
    let protected = site.app().protected_cases(&reader.actor).await.map_err(page_error)?;
    let protected = protected_table(&reader, &protected);
    let mut frame = reader.frame(&site, Some(Section::MyWork), t.get("work-title")).await?;
    frame.banners = done.banners(t);
    let new = reader.actor.is_caseworker().then(|| Link::new(t.get("cases-new"), "/cases/new"));
    let asked = asked_table(&site, &reader).await?;
    let supports = reader.actor.is_caseworker() || works_on_programmes(&site, &reader).await?;
    let looks = supports && site.app().may_read_rhythm(&reader.actor);
    let rhythm = looks.then(|| Link::new(t.get("rhythm-title"), "/rhythm"));
    let counts = site.app().may_read_figures(&reader.actor).await.map_err(page_error)?;
    let figures = counts.then(|| Link::new(t.get("figures-title"), "/figures"));
    let returns = reader.actor.is_caseworker().then(|| Link::new(t.get("return-title"), "/monthly-return"));
    let further = rhythm.into_iter().chain(figures).chain(returns).collect();
    show(&WorkPage { frame, new, tabs, queues, asked, consents, handovers, protected, uses, jobs, further, empty })
}

/// So many deadlines of uses are named.
const MOST_USES_DUE: u32 = 20;

/// Whether the reader's agency gives programmes: then its own users come first.
async fn works_on_programmes(site: &Site, reader: &SignedIn) -> Result<bool, PageError> {
    Ok(!site.app().programmes_here(&reader.actor).await.map_err(page_error)?.is_empty())
}

/// So many consents that end soon are named.
const ENDING: u32 = 20;

async fn ending_consents(site: &Site, reader: &SignedIn, mine: bool) -> Result<Option<TableView>, PageError> {
    let t = &reader.t;
    let today = site.app().clock().today();
    let ending = site.app().consents_ending(&reader.actor, mine, ENDING).await.map_err(page_error)?;
    let row = |(consent, case): &(EndingConsent, CaseRow)| TableRow {
        cells: vec![
            Cell::Open {
                text: case.name.clone(),
                below: case.kana.clone(),
                href: format!("/cases/{}/sharing/consents/{}", consent.case, consent.consent),
            },
            Cell::Text(case.reference.clone()),
            Cell::Due(DueLabel::new(t, reader.look.short(consent.until), today)),
            Cell::Text(case.assigned_name.clone()),
        ],
    };
    Ok((!ending.is_empty()).then(|| TableView {
        id: "ending-consents".to_owned(),
        caption: t.get("work-consents-caption"),
        columns: vec![
            Column::new(t.get("cases-column-name")).below(t.get("list-kana")),
            Column::new(t.get("cases-column-reference")),
            Column::new(t.get("sharing-until")),
            Column::new(t.get("case-lead")),
        ],
        rows: ending.iter().map(row).collect(),
    }))
}

/// So many uses whose handover is due are named.
const ENDING_USES: usize = 20;

async fn uses_to_hand_over(
    site: &Site,
    reader: &SignedIn,
    mine: bool,
    until: NaiveDate,
) -> Result<Option<TableView>, PageError> {
    let t = &reader.t;
    let today = site.app().clock().today();
    let waiting = site.app().uses_to_hand_over(&reader.actor, mine, until, ENDING_USES).await.map_err(page_error)?;
    let row = |(known, case): &(EndingUse, CaseRow)| TableRow {
        cells: vec![
            Cell::Open {
                text: case.name.clone(),
                below: case.kana.clone(),
                href: format!("/cases/{}/handover", case.id),
            },
            Cell::Text(case.reference.clone()),
            Cell::TwoLines(programme_name(site, t, known.programme, known.ending.until), known.agency_name.clone()),
            Cell::Due(DueLabel::new(t, reader.look.short(known.ending.from), today)),
            Cell::Date(reader.look.short(known.ending.until)),
            Cell::Text(case.assigned_name.clone()),
        ],
    };
    Ok((!waiting.is_empty()).then(|| TableView {
        id: "uses-to-hand-over".to_owned(),
        caption: t.get("work-handovers-caption"),
        columns: vec![
            Column::new(t.get("cases-column-name")).below(t.get("list-kana")),
            Column::new(t.get("cases-column-reference")),
            Column::new(t.get("work-handovers-use")),
            Column::new(t.get("work-handovers-begin")),
            Column::new(t.get("work-handovers-until")),
            Column::new(t.get("case-lead")),
        ],
        rows: waiting.iter().map(row).collect(),
    }))
}
