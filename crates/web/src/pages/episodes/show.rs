//! One use: where it stands in its programme, until when it lasts and why, what is due, what happened.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use banso_access::{Action, ConferenceScope};
use banso_app::{ConferenceRow, EntryLine, EpisodePage};
use banso_domain::{
    calendar::japan,
    episode::{Episode, EpisodeEvent},
    form::FormDefinition,
    process::{PhaseDefinition, PhaseState},
};
use chrono::NaiveDate;

use super::{
    care,
    change::Deed,
    episode_id,
    list::glance_table,
    naming::{both, condition_name, end_reason_name, in_words, milestone_name, phase_name, programme_name},
    person_first, plan_cycle, term,
};
use crate::{
    components::{Link, ProcessMap, Step, StepState, SummaryRow, TableView, TimelineItem},
    errors::PageError,
    frame::{Frame, Section},
    pages::{
        conferences::kind_name as conference_kind,
        jobs::{Found, found},
        people::People,
        sheets::form_title,
    },
    site::{Done, SignedIn, Site, page_error, show},
};

#[derive(Template)]
#[template(path = "pages/episodes/show.html")]
struct ShowPage {
    frame: Frame,
    heading: String,
    findings: Vec<Found>,
    about: Vec<SummaryRow>,
    deeds: Vec<Link>,
    map: ProcessMap,
    now: Vec<SummaryRow>,
    phase_sheets: Vec<Link>,
    cycle: Option<TableView>,
    care: Option<TableView>,
    heard: Vec<SummaryRow>,
    waiting: Option<TableView>,
    decisions: Option<TableView>,
    followed_by: Vec<String>,
    arithmetic: Option<TableView>,
    notes: Vec<String>,
    dues: Option<TableView>,
    others: Option<TableView>,
    years: Link,
    sheets: Link,
    conferences: Vec<Link>,
    history: Vec<TimelineItem>,
}

pub(super) async fn show_episode(
    State(site): State<Site>,
    reader: SignedIn,
    Path(id): Path<String>,
    Query(told): Query<Done>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let page = site.app().episode(&reader.actor, episode_id(&id)?).await.map_err(page_error)?;
    let today = site.app().clock().today();
    let episode = &page.episode;
    let programme = programme_name(&site, t, episode.programme, today);
    let mut frame = reader.frame(&site, Some(Section::Episodes), programme.clone()).await?;
    frame.breadcrumbs = vec![Link::new(t.get("episodes-title"), "/episodes")];
    frame.banners = told.banners(t);
    let home = format!("/episodes/{}", episode.id);
    let mut deeds: Vec<Link> = Deed::possible(episode)
        .map(|deed| Link::new(deed.label(t), format!("{home}/change/{}", deed.name())))
        .collect();
    deeds.push(Link::new(t.get("episode-next"), format!("{home}/next")));
    deeds.push(Link::new(t.get("job-begin-link"), format!("{home}/job")));
    let host = ConferenceScope { host: episode.agency, municipality: None };
    let plans = site.app().may_on_conference(&reader.actor, Action::PlanUseConference, host);
    if let (true, Ok(kind)) = (plans, episode.may_confer()) {
        let kind = conference_kind(t, kind);
        deeds.push(Link::new(t.with("use-conference-plan", [("kind", kind)]), format!("{home}/conference")));
    }
    show(&ShowPage {
        conferences: conferences(&site, &reader, episode).await?,
        frame,
        heading: t.with("episode-heading", [("name", page.name.clone()), ("programme", programme)]),
        findings: page.findings.iter().map(|rule| found(t, *rule)).collect(),
        about: about(&site, &reader, &page),
        deeds,
        map: process_map(&site, &reader, episode, today),
        now: now(&site, &reader, episode, today),
        phase_sheets: phase_sheets(&site, &reader, &page),
        cycle: plan_cycle::table(&site, &reader, &page, today),
        care: care::table(&site, &reader, episode, today),
        heard: person_first::about(&reader, episode),
        waiting: person_first::waiting(&reader, episode, today),
        decisions: person_first::decisions(&reader, episode),
        followed_by: plan_cycle::followed_by(&site, &reader, &page, today),
        arithmetic: term::arithmetic(&reader, episode),
        notes: term::notes(&reader, episode, today),
        dues: term::deadlines(&reader, episode, today),
        others: glance_table(&site, &reader, &page.others, t.get("episode-others")),
        years: Link::new(t.get("years-title"), format!("{home}/years")),
        sheets: Link::new(t.get("sheets-title"), format!("{home}/sheets")),
        history: history(&site, &reader, episode, &page.history).await?,
    })
}

/// The conferences about the use, newest first.
async fn conferences(site: &Site, reader: &SignedIn, episode: &Episode) -> Result<Vec<Link>, PageError> {
    if episode.programme.confers().is_none() {
        return Ok(Vec::new());
    }
    let t = &reader.t;
    let rows = site.app().conferences_of_use(&reader.actor, episode.id).await.map_err(page_error)?;
    let link = |row: &ConferenceRow| {
        let plan = &row.conference.plan;
        let day = reader.look.long(plan.on).text().to_owned();
        let title = t.with("conference-title", [("kind", conference_kind(t, plan.kind)), ("day", day)]);
        Link::new(title, format!("/conferences/{}", row.conference.id))
    };
    Ok(rows.iter().map(link).collect())
}

fn about(site: &Site, reader: &SignedIn, page: &EpisodePage) -> Vec<SummaryRow> {
    let t = &reader.t;
    let day = |day: NaiveDate| reader.look.long(day).text().to_owned();
    let episode = &page.episode;
    let mut rows = vec![
        SummaryRow::or_unknown(t.get("person-field-kana"), &page.kana),
        SummaryRow::new(t.get("episode-from"), day(episode.start.on)),
    ];
    let until = episode.known_until().map_or_else(|| t.get("episode-without-end"), day);
    rows.push(SummaryRow::new(t.get("episode-until"), until));
    if let Some(hired_on) = episode.hired_on() {
        rows.push(SummaryRow::new(t.get("episode-hired-on"), day(hired_on)));
    }
    if let Some(until) = episode.grant.until {
        rows.push(SummaryRow::new(t.get("episode-grant-until"), day(until)));
    }
    if let Some(suspension) = episode.suspension() {
        let values = [("day", day(suspension.from)), ("reason", suspension.reason.clone())];
        rows.push(SummaryRow::new(t.get("episode-is-suspended"), t.with("episode-suspended-since", values)));
    }
    if let Some(end) = &episode.end {
        let words = [end_reason_name(t, end.reason), end.note.clone()];
        let words: Vec<String> = words.into_iter().filter(|word| !word.is_empty()).collect();
        rows.push(SummaryRow::new(t.get("episode-end-reason"), words.join("\n")));
    }
    if let Some(before) = page.others.iter().find(|other| Some(other.id) == episode.previous) {
        let name = programme_name(site, t, before.programme, before.starts_on);
        let values = [("programme", name), ("agency", before.agency_name.clone()), ("from", day(before.starts_on))];
        rows.push(SummaryRow::new(t.get("episode-previous"), t.with("episode-previous-is", values)));
    }
    rows
}

fn process_map(site: &Site, reader: &SignedIn, episode: &Episode, today: NaiveDate) -> ProcessMap {
    let t = &reader.t;
    let Some(definition) = site.app().programmes().of(episode.programme) else { return ProcessMap::default() };
    let href = format!("/episodes/{}/change/phase", episode.id);
    let steps = definition.map(episode, today).into_iter().map(|view| {
        let entered =
            view.entered_on.map(|on| t.with("episode-phase-since", [("day", reader.look.long(on).text().to_owned())]));
        let (state, note) = match view.state {
            PhaseState::Done => (StepState::Done, entered),
            PhaseState::Now => (StepState::Now, entered),
            PhaseState::Next => (StepState::Next, None),
            PhaseState::Ahead => (StepState::Ahead, None),
            PhaseState::Skipped => (StepState::Skipped, None),
            PhaseState::Unrecorded => (StepState::Unrecorded, None),
            PhaseState::Blocked(missing) => {
                let missing: Vec<String> = missing.iter().map(|need| condition_name(t, *need)).collect();
                (StepState::Blocked, Some(missing.join(&t.get("sentence-separator"))))
            }
        };
        let step = Step::new(in_words(t, view.name), state);
        let step = if state == StepState::Next { step.href(href.clone()) } else { step };
        match note {
            Some(note) => step.note(note),
            None => step,
        }
    });
    ProcessMap { steps: steps.collect() }
}

/// What the phase at hand is about: who takes part, which papers belong to it, by when.
fn now(site: &Site, reader: &SignedIn, episode: &Episode, today: NaiveDate) -> Vec<SummaryRow> {
    let t = &reader.t;
    let definition = site.app().programmes().of(episode.programme);
    let entry = episode.phase().filter(|_| episode.is_open());
    let Some(phase) = definition.zip(entry).and_then(|(definition, entry)| definition.phase(&entry.phase)) else {
        return Vec::new();
    };
    let PhaseDefinition { people, papers, limit, .. } = phase;
    let name = phase.name_on(today).map(|name| in_words(t, name)).unwrap_or_default();
    let listed = |words: &[banso_domain::process::BothLanguages]| {
        words.iter().map(|word| both(t, word)).collect::<Vec<_>>().join(&t.get("list-separator"))
    };
    let rows = [
        (t.get("episode-phase"), name),
        (t.get("episode-phase-people"), listed(people)),
        (t.get("episode-phase-papers"), listed(papers)),
        (t.get("episode-phase-limit"), limit.as_ref().map(|words| both(t, words)).unwrap_or_default()),
    ];
    rows.into_iter().filter(|(_, value)| !value.is_empty()).map(|(key, value)| SummaryRow::new(key, value)).collect()
}

/// The sheets that belong to the phase at hand: the one there is, or where it begins.
fn phase_sheets(site: &Site, reader: &SignedIn, page: &EpisodePage) -> Vec<Link> {
    let t = &reader.t;
    let episode = &page.episode;
    let definition = site.app().programmes().of(episode.programme);
    let entry = episode.phase().filter(|_| episode.is_open());
    let phase = definition.zip(entry).and_then(|(definition, entry)| definition.phase(&entry.phase));
    let forms = site.app().sheet_forms();
    let named = phase.into_iter().flat_map(|phase| &phase.sheets);
    let link = |form: &FormDefinition| {
        let title = form_title(t, form);
        match page.sheets.iter().find(|(known, _)| *known == form.id) {
            Some((_, sheet)) => {
                Link::new(t.with("episode-phase-sheet", [("sheet", title)]), format!("/sheets/{sheet}"))
            }
            None => {
                let href = format!("/episodes/{}/sheets?form={}", episode.id, form.id);
                Link::new(t.with("episode-phase-sheet-begin", [("sheet", title)]), href)
            }
        }
    };
    named.filter_map(|id| forms.iter().copied().find(|form| form.id == *id)).map(link).collect()
}

async fn history(
    site: &Site,
    reader: &SignedIn,
    episode: &Episode,
    entries: &[EntryLine<EpisodeEvent>],
) -> Result<Vec<TimelineItem>, PageError> {
    let t = &reader.t;
    let mut people = People::of(site, [episode.agency]).await?;
    let mut items = Vec::new();
    for entry in entries.iter().rev() {
        let title = match &entry.event {
            Some(event) => t.get(&format!("{}{}", /* keys */ "event-", event.name())),
            None => t.get("history-erased"),
        };
        items.push(TimelineItem {
            title,
            day: reader.look.with_weekday(japan::local_date(entry.recorded_at)),
            time: None,
            by: people.name(site, entry.staff).await?,
            how: None,
            body: entry.event.as_ref().map(|event| told(site, reader, episode, event)).unwrap_or_default(),
            href: None,
            corrected: None,
        });
    }
    Ok(items)
}

/// What an event says, in words.
fn told(site: &Site, reader: &SignedIn, episode: &Episode, event: &EpisodeEvent) -> String {
    let t = &reader.t;
    let day = |day: NaiveDate| reader.look.long(day).text().to_owned();
    let on_and = |on: NaiveDate, words: &str| {
        let words = [day(on), words.to_owned()];
        words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join("　")
    };
    match event {
        EpisodeEvent::Started { start, .. } => day(start.on),
        EpisodeEvent::PhaseEntered { entry } => {
            on_and(entry.on, &phase_name(site, t, episode.programme, &entry.phase, entry.on))
        }
        EpisodeEvent::Extended { extension } => {
            let months = t.with("episode-months", [("months", extension.months)]);
            on_and(extension.decided_on, &format!("{months}　{}", extension.reason))
        }
        EpisodeEvent::Suspended { from, reason } => on_and(*from, reason),
        EpisodeEvent::Resumed { on } => day(*on),
        EpisodeEvent::Shortened { shortening } => on_and(shortening.to, &shortening.reason),
        EpisodeEvent::PlanPeriodKnown { until } => day(*until),
        EpisodeEvent::GrantRecorded { grant } => {
            let until = grant.until.map(day).unwrap_or_default();
            let provisional =
                grant.provisional_until.map(|until| t.with("episode-provisional-until", [("day", day(until))]));
            [until, provisional.unwrap_or_default()].join("　").trim().to_owned()
        }
        EpisodeEvent::Noted { noted } => {
            on_and(noted.on, &format!("{}　{}", milestone_name(t, noted.what), noted.note)).trim_end().to_owned()
        }
        EpisodeEvent::Heard { heard, on, .. } => on_and(*on, &heard.complaint),
        EpisodeEvent::Linked { linked } => person_first::told(reader, linked),
        EpisodeEvent::DecidedFor { decided } => on_and(decided.on, &format!("{}　{}", decided.what, decided.by)),
        EpisodeEvent::DecisionLookedAt { looked_at, .. } => on_and(looked_at.on, &looked_at.words),
        EpisodeEvent::Conferred { minutes } => on_and(minutes.held_on, &conference_kind(t, minutes.kind)),
        EpisodeEvent::LiaisonClaimed { claim } => day(claim.held_on),
        EpisodeEvent::LiaisonDropped { reason, .. } => reason.clone(),
        EpisodeEvent::Ended { end } => {
            on_and(end.on, &format!("{}　{}", end_reason_name(t, end.reason), end.note)).trim_end().to_owned()
        }
        EpisodeEvent::Corrected { start, reason, .. } => on_and(start.on, reason),
    }
}
