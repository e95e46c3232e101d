//! The tab 評価・終結: where the evaluation stands, closure, attempts to reach the person, suspension, follow-up.

use std::collections::HashMap;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use banso_domain::{
    case::{
        Case, Close,
        closing::{CloseReason, Closure, FollowUp},
    },
    rule::{Rule, Severity},
};

use super::{
    evaluation::sheet_rows,
    parts::{Part, means_name},
    sheet::label,
};
use crate::{
    components::{Banner, ErrorSummary, Link, SummaryRow},
    errors::PageError,
    form::{Filled, FormView, Submitted, Unsaved, done, not_taken},
    frame::Frame,
    pages::{
        cases::room::{CasePath, OpenedCase, Room, RoomTab},
        people::People,
    },
    rules::{self, in_the_way},
    site::{Done, SignedIn, Site, show},
};

/// A short form with what is known beside it.
struct Section {
    id: &'static str,
    heading: String,
    /// What the rules say: why, and what to do.
    notes: Vec<String>,
    known: Vec<SummaryRow>,
    /// Where to go instead, if a rule says so.
    instead: Option<Link>,
    form: Option<FormView>,
    /// The form is there for exceptions only and stays closed until it is opened.
    folded: bool,
}

#[derive(Template)]
#[template(path = "pages/cases/closing/closing.html")]
struct ClosingPage {
    frame: Frame,
    room: Room,
    readers: String,
    summary: ErrorSummary,
    evaluation: Vec<SummaryRow>,
    to_evaluation: Option<Link>,
    sections: Vec<Section>,
}

/// A form of the page that comes back.
struct Returned<'a> {
    part: Part,
    filled: &'a Filled,
}

async fn page(
    site: &Site,
    reader: &SignedIn,
    opened: &OpenedCase,
    returned: Option<Returned<'_>>,
    banners: Vec<Banner>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let case = &opened.file.case;
    let mut frame = opened.frame(site, reader, &t.get("room-closing")).await?;
    frame.has_errors = returned.is_some();
    frame.banners = banners;
    let sheet = case.supported_plan().and_then(|plan| case.evaluation_of(plan.id));
    let mut sections = Vec::new();
    if let Some(closure) = &case.closure {
        sections.push(closed(site, reader, closure));
    }
    for part in Part::ALL.into_iter().filter(|part| part.belongs(case)) {
        sections.push(section(site, reader, opened, part, returned.as_ref()).await?);
    }
    let to_evaluation = case.supported_plan().map(|_| {
        let text = if sheet.is_some() { t.get("closing-read-evaluation") } else { t.get("closing-write-evaluation") };
        Link::new(text, format!("/cases/{}/evaluation", case.id))
    });
    show(&ClosingPage {
        room: opened.room(site, reader, RoomTab::Closing),
        readers: opened.readers(site, reader).await?,
        summary: returned.map(|returned| returned.filled.summary()).unwrap_or_default(),
        evaluation: sheet.map(|sheet| sheet_rows(site, reader, sheet)).unwrap_or_default(),
        to_evaluation,
        sections,
        frame,
    })
}

/// A part of the page: what is known, what stands in the way, the form if the reader may use it.
async fn section(
    site: &Site,
    reader: &SignedIn,
    opened: &OpenedCase,
    part: Part,
    returned: Option<&Returned<'_>>,
) -> Result<Section, PageError> {
    let (t, case) = (&reader.t, &opened.file.case);
    let today = reader.look.long(site.app().clock().today());
    let fresh = Filled::new(t, Submitted::of([(part.field("on"), today.text())]));
    let filled = returned.filter(|returned| returned.part == part).map_or(&fresh, |returned| returned.filled);
    let rules = in_its_way(site, case, part);
    let may = opened.may(site, reader, part.action());
    // A death is recorded without evaluation and conference: the form of closure stays open. That somebody was back before the plan
    // ended may be written down later: so does the one of resuming.
    let has_exceptions = matches!(part, Part::Close | Part::Resume);
    let offered = may && (has_exceptions || rules.iter().all(|rule| rule.severity() != Severity::Error));
    let anew = rules.contains(&Rule::PlanEndedMeanwhile) && reader.actor.is_caseworker();
    let instead = anew.then(|| Link::new(t.get("closing-receive-anew"), format!("/cases/new/person/{}", case.person)));
    let known = match part {
        Part::Attempt => attempts(site, reader, case).await?,
        Part::Resume => suspended(reader, case),
        _ => Vec::new(),
    };
    let mut notes: Vec<String> = rules.iter().map(|rule| rules::line(t, *rule)).collect();
    if part == Part::Attempt {
        notes.push(t.get("closing-attempts-hint"));
    }
    let action = format!("/cases/{}/closing/{}", case.id, part.name());
    let form = FormView::new(reader, action, filled.ask_all(&part.questions(site, t)), part.submit(t));
    Ok(Section {
        folded: !rules.is_empty() && has_exceptions && returned.is_none_or(|returned| returned.part != part),
        id: part.name(),
        heading: part.heading(t),
        notes,
        known,
        instead,
        form: offered.then_some(form),
    })
}

/// What the rules say to a part before anything is typed.
fn in_its_way(site: &Site, case: &Case, part: Part) -> Vec<Rule> {
    let today = site.app().clock().today();
    let words = "-".to_owned();
    match part {
        Part::Close => {
            let follow_up = Some(FollowUp::No { reason: words.clone() });
            let command = Close { on: today, reason: CloseReason::GoalReached, note: words, follow_up };
            in_the_way(case.close(command, today))
        }
        Part::Suspend => {
            let mut rules = in_the_way(case.suspend(today, "-", today));
            rules.extend(case.suspension_findings());
            rules
        }
        Part::Resume => in_the_way(case.resume(today, &words, today)),
        Part::Attempt | Part::FollowUp | Part::EndFollowUp => Vec::new(),
    }
}

async fn attempts(site: &Site, reader: &SignedIn, case: &Case) -> Result<Vec<SummaryRow>, PageError> {
    let t = &reader.t;
    let mut people = People::default();
    let mut rows = Vec::new();
    for attempt in case.attempts.iter().rev() {
        let who = people.name(site, attempt.by).await?;
        let means = means_name(t, attempt.means);
        let said = t.with("closing-attempt-said", [("means", means), ("who", who), ("result", attempt.result.clone())]);
        rows.push(SummaryRow::new(reader.look.long(attempt.on).text(), said));
    }
    Ok(rows)
}

fn suspended(reader: &SignedIn, case: &Case) -> Vec<SummaryRow> {
    let rows = case.suspension().map(|suspension| {
        let on = reader.look.long(suspension.on);
        SummaryRow::new(on.text(), suspension.reason.as_str())
    });
    rows.into_iter().collect()
}

/// The closure and what came after it.
fn closed(site: &Site, reader: &SignedIn, closure: &Closure) -> Section {
    let (t, look) = (&reader.t, reader.look);
    let reason = label(site, t, "close_reason", closure.reason.name(), closure.on);
    let follow_up = match &closure.follow_up {
        FollowUp::No { reason } => t.with("closing-no-follow-up", [("reason", reason)]),
        FollowUp::Yes { method, frequency, who, until, .. } => {
            let until = look.long(*until);
            let agreed = [("method", method.as_str()), ("frequency", frequency), ("who", who), ("until", until.text())];
            t.with("closing-follow-up-agreed", agreed)
        }
    };
    let mut known = vec![
        SummaryRow::new(t.get("closing-on"), look.long(closure.on).text()),
        SummaryRow::new(t.get("closing-reason"), reason),
    ];
    if !closure.note.is_empty() {
        known.push(SummaryRow::new(t.get("closing-note"), closure.note.as_str()));
    }
    known.push(SummaryRow::new(t.get("closing-follow-up"), follow_up));
    for (on, note) in &closure.followed {
        let on = look.long(*on);
        known.push(SummaryRow::new(t.with("closing-followed", [("on", on.text())]), note.as_str()));
    }
    if let Some(on) = closure.follow_up_ended_on {
        known.push(SummaryRow::new(t.get("closing-follow-up-ended-on"), look.long(on).text()));
    }
    Section {
        id: "closed",
        heading: t.get("closing-closed"),
        notes: vec![t.get("closing-come-back")],
        known,
        instead: None,
        form: None,
        folded: false,
    }
}

pub(super) async fn closing(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    Query(told): Query<Done>,
) -> Result<Response, PageError> {
    let opened = OpenedCase::load(&site, &reader, id).await?;
    page(&site, &reader, &opened, None, told.banners(&reader.t)).await
}

pub(super) async fn act(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    Path(segments): Path<HashMap<String, String>>,
    form: Submitted,
) -> Result<Response, PageError> {
    let part = segments.get("part").and_then(|name| Part::from_name(name)).ok_or_else(PageError::not_found)?;
    let opened = OpenedCase::load(&site, &reader, id).await?;
    if !opened.may(&site, &reader, part.action()) {
        return Err(PageError::forbidden());
    }
    let mut filled = Filled::new(&reader.t, form);
    let command = part.read(&reader, &mut filled);
    let again = |banners| {
        let (site, reader, opened, filled) = (&site, &reader, &opened, &filled);
        async move { page(site, reader, opened, Some(Returned { part, filled }), banners).await }
    };
    if !filled.is_right() {
        return Ok(not_taken(again(Vec::new()).await?));
    }
    match command.carry_out(&site, &reader, id, opened.file.version).await {
        Ok(_) => Ok(done(&format!("/cases/{id}/closing"), part.done())),
        Err(error) => {
            let why = Unsaved::of(error)?;
            Ok(why.answer(again(why.banners(&reader.t)).await?))
        }
    }
}
