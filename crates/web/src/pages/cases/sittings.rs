//! 会議・決定: the sittings that spoke about a case, what was agreed, where the municipality's word stands.

use askama::Template;
use axum::{
    Router,
    extract::{Path, Query, State},
    response::Response,
    routing::{get, post},
};
use banso_access::{Action, ConferenceScope};
use banso_app::ConferenceRow;
use banso_domain::{
    case::event::{Purpose, SittingResult},
    conference::{AgendaItem, ConferenceState},
    id::{CaseId, ConferenceId, TaskId},
};
use chrono::NaiveDate;

use super::{
    handover,
    room::{CasePath, OpenedCase, Room, RoomTab},
};
use crate::{
    components::{Banner, BannerKind, DueLabel, Link, Shape, StatusTag, SummaryRow},
    errors::PageError,
    form::{Block, Filled, Question, Submitted, done, labelled, not_taken, refused},
    frame::Frame,
    pages::{
        conferences::{USUAL_MINUTES, agenda_questions, conclusion_tag, kind_name, purpose_name, sitting_rows},
        people::People,
    },
    site::{Done, SignedIn, Site, page_error, show},
};

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/cases/{case}/conferences", get(conferences).post(put_on_agenda))
        .route("/cases/{case}/tasks/{task}/done", post(finish_task))
}

struct Sat {
    heading: Link,
    purpose: String,
    conclusion: StatusTag,
    said: Vec<SummaryRow>,
}

struct Coming {
    conference: Link,
    purpose: String,
}

struct Task {
    what: String,
    who: String,
    due: Option<DueLabel>,
    status: StatusTag,
    done: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/cases/sittings.html")]
struct SittingsPage {
    frame: Frame,
    room: Room,
    decision: StatusTag,
    decision_link: Option<Link>,
    tasks: Vec<Task>,
    coming: Vec<Coming>,
    sat: Vec<Sat>,
    agenda: Option<Vec<Block>>,
    new_conference: Option<Link>,
    action: String,
}

async fn conferences(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    Query(told): Query<Done>,
) -> Result<Response, PageError> {
    let opened = OpenedCase::load(&site, &reader, id).await?;
    let filled = Filled::new(&reader.t, Submitted::of([("minutes", USUAL_MINUTES.to_string())]));
    page(&site, &reader, &opened, told.banners(&reader.t), &filled).await
}

async fn page(
    site: &Site,
    reader: &SignedIn,
    opened: &OpenedCase,
    banners: Vec<Banner>,
    filled: &Filled,
) -> Result<Response, PageError> {
    let (t, case) = (&reader.t, &opened.file.case);
    let mut frame = opened.frame(site, reader, &t.get("room-conferences")).await?;
    frame.banners = banners;
    let all = site.app().conferences_of_case(&reader.actor, case.id).await.map_err(page_error)?;
    let (sat, coming) = (sat(reader, opened, &all), coming(reader, opened, &all));
    let (decision, decision_link) = decision_state(reader, opened);
    let agenda = agenda_form(site, reader, opened, filled).await?;
    show(&SittingsPage {
        room: opened.room(site, reader, RoomTab::Conferences),
        decision,
        decision_link,
        tasks: tasks(site, reader, opened).await?,
        coming,
        sat,
        new_conference: matches!(agenda, Agenda::NoConference)
            .then(|| Link::new(t.get("conference-new"), "/conferences/new")),
        agenda: match agenda {
            Agenda::Form(fields) => Some(fields),
            Agenda::NoConference | Agenda::Nothing => None,
        },
        action: format!("/cases/{}/conferences", case.id),
        frame,
    })
}

/// 「支援調整会議（令和8年11月20日）」
fn titled(reader: &SignedIn, kind: String, day: NaiveDate) -> String {
    reader.t.with("conference-title", [("kind", kind), ("day", reader.look.long(day).text().to_owned())])
}

/// What sittings said about the case, newest first.
fn sat(reader: &SignedIn, opened: &OpenedCase, all: &[ConferenceRow]) -> Vec<Sat> {
    let t = &reader.t;
    let of = |result: &SittingResult| {
        let known = all.iter().find(|row| row.conference.id == result.conference);
        let kind = known.map_or_else(|| t.get("conference-agenda"), |row| kind_name(t, row.conference.plan.kind));
        Sat {
            heading: Link::new(titled(reader, kind, result.held_on), format!("/conferences/{}", result.conference)),
            purpose: purpose_name(t, result.purpose),
            conclusion: conclusion_tag(t, Some(result.conclusion)),
            said: sitting_rows(reader, result),
        }
    };
    opened.file.case.sittings.iter().rev().map(of).collect()
}

/// Agendas on which the case still waits.
fn coming(reader: &SignedIn, opened: &OpenedCase, all: &[ConferenceRow]) -> Vec<Coming> {
    let t = &reader.t;
    let mut coming = Vec::new();
    for conference in all.iter().map(|row| &row.conference) {
        if !matches!(conference.state, ConferenceState::Planned | ConferenceState::Held) {
            continue;
        }
        let title = titled(reader, kind_name(t, conference.plan.kind), conference.plan.on);
        let waits = |item: &&AgendaItem| item.case == opened.file.case.id && item.conclusion.is_none();
        coming.extend(conference.agenda.iter().filter(waits).map(|item| Coming {
            conference: Link::new(title.clone(), format!("/conferences/{}", conference.id)),
            purpose: purpose_name(t, item.purpose),
        }));
    }
    coming
}

/// Where the municipality's word on the newest plan stands.
fn decision_state(reader: &SignedIn, opened: &OpenedCase) -> (StatusTag, Option<Link>) {
    let (t, case) = (&reader.t, &opened.file.case);
    let Some(plan) = case.current_plan() else {
        return (StatusTag::new(Shape::Open, t.get("decision-no-plan")), None);
    };
    let tag = match &plan.decision {
        Some(decision) => {
            let day = reader.look.long(decision.on).text().to_owned();
            StatusTag::new(Shape::Done, t.with("decision-given", [("day", day)]))
        }
        None if plan.is_approved() => StatusTag::new(Shape::Waiting, t.get("decision-waits")),
        None => StatusTag::new(Shape::Open, t.get("decision-conference-first")),
    };
    (tag, Some(Link::new(t.get("decision-see"), format!("/cases/{}/decision", case.id))))
}

async fn tasks(site: &Site, reader: &SignedIn, opened: &OpenedCase) -> Result<Vec<Task>, PageError> {
    let (t, case, scope) = (&reader.t, &opened.file.case, opened.file.scope);
    let mut people = People::of(site, [scope.centre, scope.municipality]).await?;
    let may = opened.may(site, reader, Action::FinishTask);
    let today = site.app().clock().today();
    let mut tasks = Vec::new();
    for known in &case.tasks {
        let owner = match known.task.owner {
            Some(staff) => people.name(site, staff).await?,
            None => String::new(),
        };
        let who = if known.task.who.is_empty() { owner } else { known.task.who.clone() };
        let status = match known.done_on {
            Some(day) => {
                let day = reader.look.long(day).text().to_owned();
                StatusTag::new(Shape::Done, t.with("task-done-on", [("day", day)]))
            }
            None => StatusTag::new(Shape::Open, t.get("task-open")),
        };
        let open = known.done_on.is_none();
        tasks.push(Task {
            what: handover::task_name(t, case, &known.task),
            who,
            due: known.task.due_on.filter(|_| open).map(|day| DueLabel::new(t, reader.look.long(day), today)),
            status,
            done: (open && may).then(|| format!("/cases/{}/tasks/{}/done", case.id, known.task.id)),
        });
    }
    Ok(tasks)
}

/// The way onto a planned conference.
enum Agenda {
    /// There is nothing to discuss, or the reader may not set agendas.
    Nothing,
    /// No conference is planned.
    NoConference,
    /// The fields of the form.
    Form(Vec<Block>),
}

async fn agenda_form(
    site: &Site,
    reader: &SignedIn,
    opened: &OpenedCase,
    filled: &Filled,
) -> Result<Agenda, PageError> {
    let (t, case) = (&reader.t, &opened.file.case);
    let scope = ConferenceScope { host: case.centre, municipality: Some(case.municipality) };
    let purposes = banso_app::purposes(case);
    if !site.app().may_on_conference(&reader.actor, Action::SetAgenda, scope) || purposes.is_empty() {
        return Ok(Agenda::Nothing);
    }
    let rows = site.app().conferences(&reader.actor, 200, 0).await.map_err(page_error)?;
    let mut open: Vec<_> = rows
        .into_iter()
        .map(|row| row.conference)
        .filter(|it| it.host == case.centre && it.state == ConferenceState::Planned)
        .collect();
    open.sort_by_key(|conference| conference.plan.on);
    let conferences = open.iter().map(|conference| {
        let day = reader.look.with_weekday(conference.plan.on).text().to_owned();
        let kind = kind_name(t, conference.plan.kind);
        (conference.id.to_string(), t.with("conference-title", [("kind", kind), ("day", day)]))
    });
    let conferences = labelled(conferences);
    if conferences.is_empty() {
        return Ok(Agenda::NoConference);
    }
    let mut fields = vec![filled.ask(&Question::pick("conference", t.get("sittings-conference"), conferences))];
    fields.extend(filled.ask_all(&agenda_questions(t, "", &purposes)));
    Ok(Agenda::Form(fields))
}

async fn put_on_agenda(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    form: Submitted,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let mut filled = Filled::new(t, form);
    let conference: Option<ConferenceId> = filled.form.text("conference").parse().ok();
    if conference.is_none() {
        filled.complain("conference", t.get("sittings-conference-needed"));
    }
    let purpose = Purpose::from_name(filled.form.text("purpose"));
    if purpose.is_none() {
        filled.complain("purpose", t.get("agenda-purpose-needed"));
    }
    let minutes = filled.minutes("minutes").unwrap_or(USUAL_MINUTES);
    let mut banners = Vec::new();
    match (conference, purpose) {
        (Some(conference), Some(purpose)) if filled.is_right() => {
            match site.app().add_agenda_item(&reader.actor, conference, id, purpose, minutes).await {
                Ok(()) => return Ok(done(&format!("/cases/{id}/conferences"), "agenda-added")),
                Err(error) => banners = refused(t, error)?,
            }
        }
        _ => banners.extend(filled.summary().items.into_iter().map(|item| Banner::new(BannerKind::Error, item.text))),
    }
    let opened = OpenedCase::load(&site, &reader, id).await?;
    Ok(not_taken(page(&site, &reader, &opened, banners, &filled).await?))
}

async fn finish_task(
    State(site): State<Site>,
    reader: SignedIn,
    Path((case, task)): Path<(String, String)>,
    _form: Submitted,
) -> Result<Response, PageError> {
    let case: CaseId = case.parse().map_err(|_| PageError::not_found())?;
    let task: TaskId = task.parse().map_err(|_| PageError::not_found())?;
    match site.app().finish_task(&reader.actor, case, task).await {
        Ok(_) => Ok(done(&format!("/cases/{case}/conferences"), "task-finished")),
        Err(error) => {
            let banners = refused(&reader.t, error)?;
            let opened = OpenedCase::load(&site, &reader, case).await?;
            let filled = Filled::new(&reader.t, Submitted::default());
            Ok(not_taken(page(&site, &reader, &opened, banners, &filled).await?))
        }
    }
}
