//! 招かれた会議: what those see who are invited to a sitting of another agency — the agenda, what of their packet is open, their own
//! opinion, the days they can make. Meant for people who open it a few times a year.

use askama::Template;
use axum::{
    Router,
    extract::{Path, Query, State},
    response::Response,
    routing::{get, post},
};
use banso_app::{Sitting, SittingMatter, Speak, UseCaseError};
use banso_domain::{
    calendar::japan,
    case::{event::Purpose, opinion::Stance},
    conference::{ConferenceState, Cut},
    id::{CaseId, ConferenceId},
};

use super::{
    cases::items_name,
    conferences::{
        ConferencePath, invitation, kind_name, purpose_name, slot_code, slot_name, slot_of, stance_name, state_tag,
    },
};
use crate::{
    answers::Telling,
    components::{
        Banner, BannerKind, Cell, Column, EmptyState, ErrorSummary, Link, StatusTag, SummaryRow, TableRow, TableView,
    },
    dates::clock,
    errors::PageError,
    form::{Filled, FormView, Question, Submitted, done, labelled, not_taken, options, refused},
    frame::{Frame, Section},
    site::{Done, SignedIn, Site, page_error, show},
};

/// So many sittings stand on a page.
const ON_A_PAGE: u32 = 50;

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/sittings", get(list))
        .route("/sittings/{conference}", get(sitting))
        .route("/sittings/{conference}/dates", post(answer_dates))
        .route("/sittings/{conference}/opinions/{case}/{purpose}", post(speak))
        .route("/sittings/{conference}/invitation.ics", get(invitation))
}

#[derive(Template)]
#[template(path = "pages/sittings/list.html")]
struct ListPage {
    frame: Frame,
    table: Option<TableView>,
    empty: EmptyState,
    previous: Option<Link>,
    next: Option<Link>,
}

#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct Asked {
    page: u32,
}

async fn list(State(site): State<Site>, reader: SignedIn, Query(asked): Query<Asked>) -> Result<Response, PageError> {
    let t = &reader.t;
    let offset = asked.page.min(10_000) * ON_A_PAGE;
    let mut rows = site.app().sittings(&reader.actor, ON_A_PAGE + 1, offset).await.map_err(page_error)?;
    let more = rows.len() > ON_A_PAGE as usize;
    rows.truncate(ON_A_PAGE as usize);
    let mut lines = Vec::new();
    for row in &rows {
        let (conference, plan) = (&row.conference, &row.conference.plan);
        let host = site.app().agency(conference.host).await.map_err(page_error)?.facts.name;
        let href = format!("/sittings/{}", conference.id);
        let kind = kind_name(t, plan.kind);
        let day = match conference.open_search() {
            Some(_) => Cell::Open { text: t.get("conference-day-open"), below: kind, href },
            None => Cell::OpenDay { day: reader.look.with_weekday(plan.on), below: kind, href },
        };
        lines.push(TableRow {
            cells: vec![
                day,
                Cell::Text(host),
                Cell::Text(plan.place.clone()),
                Cell::Status(state_tag(t, conference.state)),
            ],
        });
    }
    let columns = vec![
        Column::new(t.get("conference-on")),
        Column::new(t.get("conference-host")),
        Column::new(t.get("conference-place")),
        Column::new(t.get("conference-state")),
    ];
    let page = |page: u32| format!("/sittings?page={page}");
    show(&ListPage {
        frame: reader.frame(&site, Some(Section::Sittings), t.get("sittings-title")).await?,
        table: (!lines.is_empty()).then(|| TableView {
            id: "sittings".to_owned(),
            caption: t.get("sittings-title"),
            columns,
            rows: lines,
        }),
        empty: EmptyState { heading: t.get("sittings-none"), body: t.get("sittings-none-body"), action: None },
        previous: (asked.page > 0).then(|| Link::new(t.get("pages-previous"), page(asked.page - 1))),
        next: more.then(|| Link::new(t.get("pages-next"), page(asked.page + 1))),
    })
}

/// A matter as the page shows it.
struct Matter {
    heading: String,
    time: String,
    items: String,
    /// What is open, form by form.
    parts: Vec<(String, Vec<SummaryRow>)>,
    restricted: bool,
    note: String,
    stance: Option<StatusTag>,
    said: String,
    form: Option<FormView>,
}

#[derive(Template)]
#[template(path = "pages/sittings/show.html")]
struct SittingPage {
    frame: Frame,
    heading: String,
    state: StatusTag,
    summary: ErrorSummary,
    facts: Vec<SummaryRow>,
    dates: Option<FormView>,
    readers: String,
    matters: Vec<Matter>,
    calendar: Link,
}

/// What was typed into the form of one matter, or into that of the days.
enum Typed {
    Nothing,
    Opinion(CaseId, Purpose, Filled),
}

fn title(reader: &SignedIn, sitting: &Sitting) -> String {
    let plan = &sitting.conference.plan;
    let day = match sitting.conference.open_search() {
        Some(_) => reader.t.get("conference-day-open"),
        None => reader.look.long(plan.on).text().to_owned(),
    };
    reader.t.with("conference-title", [("kind", kind_name(&reader.t, plan.kind)), ("day", day)])
}

fn facts(reader: &SignedIn, sitting: &Sitting) -> Vec<SummaryRow> {
    let (t, plan) = (&reader.t, &sitting.conference.plan);
    let minutes = t.with("minutes", [("minutes", plan.minutes)]);
    let time = plan.starts_at.map_or(minutes.clone(), |start| format!("{} {minutes}", clock(start)));
    let mut rows = vec![
        SummaryRow::new(t.get("conference-host"), &sitting.host.name),
        SummaryRow::new(t.get("shared-centre-phone"), &sitting.host.phone),
        SummaryRow::new(t.get("conference-time"), time),
        SummaryRow::new(t.get("conference-place"), plan.place.clone()),
    ];
    rows.retain(|row| row.value.as_deref().is_some_and(|value| !value.is_empty()));
    rows
}

/// The questions about one matter; each matter has names of its own.
fn questions(reader: &SignedIn, place: usize) -> [Question; 2] {
    let t = &reader.t;
    let stances = options(Stance::ALL, Stance::name, |stance| stance_name(t, stance));
    [
        Question::one(format!("stance-{place}"), t.get("opinion-stance"), stances).required(),
        Question::long(format!("text-{place}"), t.get("opinion-text"), 4).hint(t.get("opinion-text-hint")).required(),
    ]
}

fn opinion_form(
    reader: &SignedIn,
    sitting: &Sitting,
    place: usize,
    matter: &SittingMatter,
    typed: &Typed,
) -> Option<FormView> {
    let t = &reader.t;
    if !matter.may_speak {
        return None;
    }
    let fresh = match &matter.opinion {
        Some(it) => Submitted::of([
            (format!("stance-{place}"), it.stance.name().to_owned()),
            (format!("text-{place}"), it.text.clone()),
        ]),
        None => Submitted::default(),
    };
    let fresh = Filled::new(t, fresh);
    let filled = match typed {
        Typed::Opinion(case, purpose, filled) if (*case, *purpose) == (matter.item.case, matter.item.purpose) => filled,
        _ => &fresh,
    };
    let action = format!("/sittings/{}/opinions/{}/{}", sitting.id, matter.item.case, matter.item.purpose.name());
    let seen = matter.opinion.as_ref().map_or(0, |it| it.at.timestamp_micros());
    let button = if matter.opinion.is_some() { t.get("opinion-change") } else { t.get("opinion-give") };
    Some(FormView::new(reader, action, filled.ask_all(&questions(reader, place)), button).version(seen).minor())
}

fn matter(
    site: &Site,
    reader: &SignedIn,
    sitting: &Sitting,
    (place, it): (usize, &SittingMatter),
    time: String,
    typed: &Typed,
) -> Matter {
    let t = &reader.t;
    let forms = site.app().documents().forms();
    let mut parts = Vec::new();
    for (id, on, facts) in &it.sheets {
        let Some(form) = forms.get(id, *on) else { continue };
        let telling = Telling { t, look: reader.look, on: *on, restricted_too: false };
        let rows = telling.answered(form, facts).into_iter();
        let rows: Vec<SummaryRow> = rows.filter(|row| row.value.as_ref().is_some_and(|it| !it.is_empty())).collect();
        if !rows.is_empty() {
            parts.push((form.title.text(*on, t.lang().in_definitions()).to_owned(), rows));
        }
    }
    let whose = [it.reference.as_str(), it.name.as_deref().unwrap_or_default()];
    let whose = whose.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("　");
    let restricted = whose.is_empty();
    let values = [("place", (place + 1).to_string()), ("purpose", purpose_name(t, it.item.purpose)), ("whose", whose)];
    let note = match (&it.cut, restricted) {
        (_, true) => t.get("sitting-restricted"),
        (Cut::Whole, _) => t.get("packet-whole"),
        (Cut::Restricted, false) if !sitting.has_packet => t.get("sitting-no-packet"),
        (Cut::Restricted, false) => t.get("sitting-not-open"),
        (Cut::Items { .. }, false) => String::new(),
    };
    Matter {
        heading: t.with("packet-matter", values),
        time,
        items: items_name(t, it.cut.items()),
        parts,
        restricted,
        note,
        stance: it
            .opinion
            .as_ref()
            .map(|opinion| StatusTag::new(crate::components::Shape::Done, stance_name(t, opinion.stance))),
        said: it
            .opinion
            .as_ref()
            .map(|opinion| {
                let on = reader.look.long(japan::local_date(opinion.at)).text().to_owned();
                t.with("opinion-said", [("day", on), ("text", opinion.text.clone())])
            })
            .unwrap_or_default(),
        form: opinion_form(reader, sitting, place, it, typed),
    }
}

fn dates_form(reader: &SignedIn, sitting: &Sitting) -> Option<FormView> {
    let t = &reader.t;
    let search = sitting.conference.open_search()?;
    if !sitting.conference.invites(reader.actor.agency()) {
        return None;
    }
    let said = search.answers.get(&reader.actor.agency());
    let known = said.into_iter().flat_map(|answer| answer.can.iter().map(|slot| ("can", slot_code(*slot))));
    let slots = labelled(search.slots.iter().map(|slot| (slot_code(*slot), slot_name(reader, *slot))));
    let question =
        Question::several("can", t.get("dates-can-question"), slots).hint(t.get("dates-can-hint")).below_each_other();
    let filled = Filled::new(t, Submitted::of(known));
    let action = format!("/sittings/{}/dates", sitting.id);
    Some(FormView::new(reader, action, vec![filled.ask(&question)], t.get("dates-answer")))
}

async fn page(
    site: &Site,
    reader: &SignedIn,
    id: ConferenceId,
    typed: Typed,
    banners: Vec<Banner>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let sitting = site.app().sitting(&reader.actor, id, t.lang().in_definitions()).await.map_err(page_error)?;
    let mut start = sitting.conference.plan.starts_at.map(u32::from);
    let mut matters = Vec::new();
    for (place, it) in sitting.matters.iter().enumerate() {
        let words = |minute: u32| clock(u16::try_from(minute % 1440).unwrap_or(0));
        let minutes = t.with("minutes", [("minutes", it.item.minutes)]);
        let time = start.map_or(minutes, |from| {
            t.with("agenda-from-to", [("start", words(from)), ("end", words(from + it.item.minutes))])
        });
        start = start.map(|from| from + it.item.minutes);
        matters.push(matter(site, reader, &sitting, (place, it), time, &typed));
    }
    let heading = title(reader, &sitting);
    let mut frame = reader.frame(site, Some(Section::Sittings), heading.clone()).await?;
    frame.breadcrumbs = vec![Link::new(t.get("sittings-title"), "/sittings")];
    frame.banners = banners;
    let summary = matters.iter().filter_map(|it| it.form.as_ref()).map(FormView::summary).find(|it| !it.is_empty());
    frame.has_errors = summary.is_some();
    let open = matches!(sitting.conference.state, ConferenceState::Planned | ConferenceState::Held);
    show(&SittingPage {
        heading,
        state: state_tag(t, sitting.conference.state),
        summary: summary.unwrap_or_default(),
        facts: facts(reader, &sitting),
        dates: dates_form(reader, &sitting),
        readers: if open {
            t.with("opinion-readers", [("centre", sitting.host.name.clone())])
        } else {
            t.get("opinion-closed")
        },
        matters,
        calendar: Link::new(t.get("conference-invitation"), format!("/sittings/{id}/invitation.ics")),
        frame,
    })
}

async fn sitting(
    State(site): State<Site>,
    reader: SignedIn,
    ConferencePath(id): ConferencePath,
    Query(told): Query<Done>,
) -> Result<Response, PageError> {
    page(&site, &reader, id, Typed::Nothing, told.banners(&reader.t)).await
}

async fn answer_dates(
    State(site): State<Site>,
    reader: SignedIn,
    ConferencePath(id): ConferencePath,
    form: Submitted,
) -> Result<Response, PageError> {
    let can = form.all("can").into_iter().filter_map(slot_of).collect();
    match site.app().answer_dates(&reader.actor, id, can).await {
        Ok(()) => Ok(done(&format!("/sittings/{id}"), "dates-answered")),
        Err(error) => {
            let banners = refused(&reader.t, error)?;
            Ok(not_taken(page(&site, &reader, id, Typed::Nothing, banners).await?))
        }
    }
}

async fn speak(
    State(site): State<Site>,
    reader: SignedIn,
    Path((id, case, purpose)): Path<(String, String, String)>,
    form: Submitted,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let id: ConferenceId = id.parse().map_err(|_| PageError::not_found())?;
    let case: CaseId = case.parse().map_err(|_| PageError::not_found())?;
    let purpose = Purpose::from_name(&purpose).ok_or_else(PageError::not_found)?;
    let sitting = site.app().sitting(&reader.actor, id, t.lang().in_definitions()).await.map_err(page_error)?;
    let place = sitting.matters.iter().position(|it| (it.item.case, it.item.purpose) == (case, purpose));
    let place = place.ok_or_else(PageError::not_found)?;
    let mut filled = Filled::new(t, form);
    let stance = filled.chosen(&format!("stance-{place}"), Stance::ALL, Stance::name).first().copied();
    if stance.is_none() {
        filled.complain(format!("stance-{place}"), t.get("opinion-stance-needed"));
    }
    let text = filled.needed(&format!("text-{place}"), t.get("opinion-text-needed"));
    let seen = filled.form.text("version").parse::<i64>().ok().filter(|micros| *micros != 0);
    let mut banners = Vec::new();
    if let Some(stance) = stance.filter(|_| filled.is_right()) {
        let seen = seen.and_then(chrono::DateTime::from_timestamp_micros);
        match site.app().give_opinion(&reader.actor, id, Speak { case, purpose, stance, text, seen }).await {
            Ok(()) => return Ok(done(&format!("/sittings/{id}"), "opinion-given")),
            Err(UseCaseError::Conflict { .. }) => {
                banners.push(
                    Banner::new(BannerKind::Error, t.get("opinion-overtaken")).body(t.get("opinion-overtaken-do")),
                );
            }
            Err(error) => banners = refused(t, error)?,
        }
    }
    Ok(not_taken(page(&site, &reader, id, Typed::Opinion(case, purpose, filled), banners).await?))
}
