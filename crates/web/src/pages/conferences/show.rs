//! A conference: when and where, the agenda with its time boxes, who is there, what was said, what is missing.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use banso_access::Action;
use banso_app::CaseFile;
use banso_domain::{
    calendar::japan,
    case::{
        event::{Purpose, SittingResult},
        opinion::Stance,
    },
    conference::{AgendaItem, Conference, ConferenceKind, ConferenceState, Member, Packet},
    rule::Rule,
};

use super::{
    agenda::USUAL_MINUTES,
    matter_minutes,
    naming::{conclusion_tag, pattern_name, purpose_name, stance_name, state_tag, tier_name},
    of_use::{AboutUse, about_use},
    opened::{ConferencePath, Opened},
};
use crate::{
    components::{Banner, Link, Shape, StatusTag, SummaryRow, Width},
    dates::clock,
    errors::PageError,
    form::{Block, Filled, Question, Submitted, options},
    frame::Frame,
    naming::openness,
    rules,
    site::{Done, SignedIn, Site, page_error, show},
    text::Texts,
};

/// A matter of the agenda.
struct Item {
    number: usize,
    /// The name with the way to the case; none where the reader may not see it.
    case: Option<Link>,
    reference: String,
    purpose: String,
    purpose_code: &'static str,
    case_id: String,
    time: String,
    minutes: String,
    conclusion: StatusTag,
    warnings: Vec<String>,
    /// Where the conclusion is written, and later what the minutes still lack.
    write: Option<Link>,
    is_concluded: bool,
    removable: bool,
    said: Vec<SummaryRow>,
    /// Each agency's own opinion: who, when, how it stands, in its own words.
    opinions: Vec<Voice>,
    claim: Option<Link>,
}

/// The opinion of an agency on a matter.
struct Voice {
    who: String,
    stance: StatusTag,
    text: String,
}

/// A case that could be put on the agenda.
struct Candidate {
    case: Link,
    reference: String,
    id: String,
    fields: Vec<Block>,
}

#[derive(Template)]
#[template(path = "pages/conferences/show.html")]
struct ShowPage {
    frame: Frame,
    heading: String,
    state: StatusTag,
    href: String,
    facts: Vec<SummaryRow>,
    /// The use that it is about, in place of an agenda.
    about_use: Option<AboutUse>,
    actions: Vec<Link>,
    items: Vec<Item>,
    sum: String,
    too_long: bool,
    candidates: Vec<Candidate>,
    by_number: Option<Vec<Block>>,
    members: Vec<(String, Vec<String>)>,
    gaps: Vec<String>,
    gap: Option<Block>,
    endings: Vec<Link>,
    /// Copies that are handed out, and those that are not back.
    papers: Vec<String>,
    ways: Vec<Link>,
}

pub(super) async fn conference(
    State(site): State<Site>,
    reader: SignedIn,
    ConferencePath(id): ConferencePath,
    Query(done): Query<Done>,
) -> Result<Response, PageError> {
    let opened = Opened::load(&site, &reader, id).await?;
    page(&site, &reader, &opened, done.banners(&reader.t), None).await
}

/// The page, with what was typed into the form for a case by number.
pub(super) async fn page(
    site: &Site,
    reader: &SignedIn,
    opened: &Opened,
    banners: Vec<Banner>,
    typed: Option<&Filled>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let conference = opened.conference();
    let state = conference.state;
    let is_open = matches!(state, ConferenceState::Planned | ConferenceState::Held);
    let sets_agenda = opened.may(site, reader, Action::SetAgenda) && is_open;
    let writes = opened.may(site, reader, Action::WriteMinutes) && is_open;
    let mut frame = opened.frame(site, reader, None).await?;
    frame.banners = banners;
    let local = site.app().agency(conference.host).await.map_err(page_error)?.facts.conferences;
    frame.banners.extend(rules::warnings(t, &conference.findings(&local)));
    let href = opened.href();
    let link = |text: String, path: &str| Link::new(text, format!("{href}/{path}"));
    let mut actions = Vec::new();
    if writes {
        let key =
            if state == ConferenceState::Planned { t.get("conference-hold") } else { t.get("conference-hold-again") };
        actions.push(link(key, "hold"));
    }
    let mut endings = Vec::new();
    if sets_agenda && state == ConferenceState::Planned {
        actions.push(link(t.get("conference-change"), "change"));
        endings.push(link(t.get("conference-call-off"), "call-off"));
    }
    if writes && state == ConferenceState::Held {
        endings.push(link(t.get("conference-close"), "close"));
    }
    let mut ways = Vec::new();
    if opened.may(site, reader, Action::MakePackets) && !conference.agenda.is_empty() {
        ways.push(link(t.get("packets-title"), "packets"));
    }
    if sets_agenda && state == ConferenceState::Planned {
        ways.push(link(t.get("dates-title"), "dates"));
    }
    if conference.of_use.is_none() {
        ways.push(Link::new(t.get("conference-own-opinion"), format!("/sittings/{}", conference.id)));
    }
    ways.push(link(t.get("conference-invitation"), "invitation.ics"));
    let sum = conference.agenda_minutes();
    let decides = sets_agenda && conference.plan.kind.is_coordination();
    let candidates = if decides { candidates(site, reader, opened).await? } else { Vec::new() };
    show(&ShowPage {
        heading: opened.title(reader),
        state: state_tag(t, state),
        facts: facts(site, reader, opened).await?,
        about_use: about_use(site, reader, &opened.page).await?,
        actions,
        items: items(site, reader, opened, sets_agenda, writes).await?,
        sum: t.with("conference-minutes-of", [("sum", sum), ("all", conference.plan.minutes)]),
        too_long: sum > conference.plan.minutes,
        candidates,
        by_number: sets_agenda.then(|| by_number(t, conference.plan.kind, typed)),
        members: conference.members.iter().map(|member| said_of(t, member, state)).collect(),
        gaps: conference.gaps.clone(),
        gap: (writes && state == ConferenceState::Held).then(|| {
            let gap = Question::long("what", t.get("conference-gap-add"), 2).hint(t.get("conference-gap-hint"));
            Filled::new(t, Submitted::default()).ask(&gap)
        }),
        endings,
        papers: papers(reader, conference),
        ways,
        href,
        frame,
    })
}

/// What was handed out, and to whom it still is.
fn papers(reader: &SignedIn, conference: &Conference) -> Vec<String> {
    let t = &reader.t;
    let day = |on| reader.look.long(on).text().to_owned();
    let line = |packet: &Packet| {
        let on = packet.handed_out_on?;
        let who = [packet.agency_name.as_str(), &packet.name].join("　");
        let out = packet.still_out().count();
        let values =
            [("number", packet.number.to_string()), ("who", who), ("day", day(on)), ("count", out.to_string())];
        Some(if out == 0 { t.with("packet-line-back", values) } else { t.with("packet-line-out", values) })
    };
    conference.packets.iter().filter_map(line).collect()
}

async fn facts(site: &Site, reader: &SignedIn, opened: &Opened) -> Result<Vec<SummaryRow>, PageError> {
    let (t, conference) = (&reader.t, opened.conference());
    let plan = &conference.plan;
    let host = site.app().agency(conference.host).await.map_err(page_error)?.facts;
    let minutes = t.with("minutes", [("minutes", plan.minutes)]);
    let time = match plan.starts_at {
        Some(start) => {
            let end = u32::from(start) + plan.minutes;
            let end = clock(u16::try_from(end % 1440).unwrap_or(0));
            t.with("conference-from-to", [("start", clock(start)), ("end", end), ("minutes", minutes)])
        }
        None => minutes,
    };
    let coordination = plan.kind.is_coordination();
    let day = match conference.open_search() {
        Some(_) => t.get("conference-day-open"),
        None => reader.look.with_weekday(plan.on).text().to_owned(),
    };
    let mut rows = vec![
        SummaryRow::new(t.get("conference-on"), day),
        SummaryRow::new(t.get("conference-time"), time),
        SummaryRow::new(t.get("conference-place"), plan.place.clone()),
        SummaryRow::new(t.get("conference-pattern"), pattern_name(t, plan.pattern)),
        SummaryRow::new(t.get("conference-tier"), if coordination { tier_name(t, plan.tier) } else { String::new() }),
        SummaryRow::new(t.get("conference-host"), host.name),
        SummaryRow::new(t.get("conference-convenor"), host.conferences.convenor),
        SummaryRow::new(t.get("conference-openness"), openness(t, host.conferences.is_public)),
        SummaryRow::new(t.get("conference-chair"), conference.chair.clone()),
        SummaryRow::new(t.get("conference-recorder"), conference.recorder.clone()),
    ];
    rows.retain(|row| row.value.as_deref().is_some_and(|value| !value.is_empty()));
    Ok(rows)
}

async fn items(
    site: &Site,
    reader: &SignedIn,
    opened: &Opened,
    sets_agenda: bool,
    writes: bool,
) -> Result<Vec<Item>, PageError> {
    let (t, conference) = (&reader.t, opened.conference());
    let mut start = conference.plan.starts_at.map(u32::from);
    let mut items = Vec::new();
    for (index, item) in conference.agenda.iter().enumerate() {
        let visible = opened.page.cases.iter().any(|row| row.id == item.case);
        let file = match visible {
            true => Some(site.app().case_file(&reader.actor, item.case).await.map_err(page_error)?),
            false => None,
        };
        let time = start.map(|from| {
            let words = |minute: u32| clock(u16::try_from(minute % 1440).unwrap_or(0));
            t.with("agenda-from-to", [("start", words(from)), ("end", words(from + item.minutes))])
        });
        start = start.map(|from| from + item.minutes);
        let may_write = writes && file.is_some() && conference.state == ConferenceState::Held;
        items.push(Item {
            number: index + 1,
            case: file
                .as_ref()
                .map(|file| Link::new(file.person.facts.name.clone(), format!("/cases/{}/conferences", item.case))),
            reference: file.as_ref().map(|file| file.case.reference.clone()).unwrap_or_default(),
            purpose: purpose_name(t, item.purpose),
            purpose_code: item.purpose.name(),
            case_id: item.case.to_string(),
            time: time.unwrap_or_default(),
            minutes: t.with("minutes", [("minutes", item.minutes)]),
            conclusion: conclusion_tag(t, item.conclusion),
            warnings: file.as_ref().map(|file| warnings(t, opened, item, file)).unwrap_or_default(),
            write: may_write.then(|| {
                let href = |page: &str| format!("{}/{page}/{}/{}", opened.href(), item.case, item.purpose.name());
                match item.conclusion {
                    None => Link::new(t.get("agenda-conclude"), href("items")),
                    Some(_) => Link::new(t.get("minutes-write"), href("minutes")),
                }
            }),
            is_concluded: item.conclusion.is_some(),
            removable: sets_agenda && item.conclusion.is_none(),
            said: file.as_ref().map(|file| said(reader, opened, item, file)).unwrap_or_default(),
            opinions: match &file {
                Some(file) => opinions(site, reader, opened, item, file).await?,
                None => Vec::new(),
            },
            claim: (writes && file.is_some() && conference.plan.kind.counts_as_liaison())
                .then(|| Link::new(t.get("claim-title"), format!("{}/claims/{}", opened.href(), item.case))),
        });
    }
    Ok(items)
}

/// What to know about an item: the person has not agreed to sharing (SR-06), the rules that warn about its plan (SR-21), and what its
/// minutes still lack while they are open (P-32).
fn warnings(t: &Texts, opened: &Opened, item: &AgendaItem, file: &CaseFile) -> Vec<String> {
    let conference = opened.conference();
    let is_open = matches!(conference.state, ConferenceState::Planned | ConferenceState::Held);
    let mut warnings = Vec::new();
    if is_open && item.conclusion.is_none() && !file.case.may_be_shared() {
        warnings.push(t.get("agenda-not-shared"));
    }
    let plan = item.plan.and_then(|plan| file.case.plan(plan));
    let found = plan.map(|plan| conference.plan_findings(&plan.content)).unwrap_or_default();
    warnings.extend(found.into_iter().map(|rule| rules::line(t, rule)));
    if is_open && file.case.lacks_difference(conference.id, item.purpose) {
        warnings.push(rules::line(t, Rule::DifferenceHandled));
    }
    if is_open && let Some(result) = file.case.sitting(conference.id, item.purpose) {
        warnings.extend(matter_minutes::missing(t, result));
    }
    warnings
}

/// Each agency's own opinion on an item.
async fn opinions(
    site: &Site,
    reader: &SignedIn,
    opened: &Opened,
    item: &AgendaItem,
    file: &CaseFile,
) -> Result<Vec<Voice>, PageError> {
    let t = &reader.t;
    let mut voices = Vec::new();
    for opinion in file.case.opinions_on(opened.conference().id, item.purpose) {
        let agency = site.app().agency(opinion.agency).await.map_err(page_error)?.facts.name;
        let staff = site.app().staff_name(opinion.by).await.map_err(page_error)?;
        let on = reader.look.long(japan::local_date(opinion.at)).text().to_owned();
        let shape = if opinion.stance == Stance::Agrees { Shape::Done } else { Shape::Attention };
        voices.push(Voice {
            who: t.with("opinion-by", [("agency", agency), ("staff", staff), ("day", on)]),
            stance: StatusTag::new(shape, stance_name(t, opinion.stance)),
            text: opinion.text.clone(),
        });
    }
    Ok(voices)
}

/// What was said about an item, as it stands in the case.
fn said(reader: &SignedIn, opened: &Opened, item: &AgendaItem, file: &CaseFile) -> Vec<SummaryRow> {
    let result = file.case.sitting(opened.conference().id, item.purpose);
    result.map(|result| sitting_rows(reader, result)).unwrap_or_default()
}

/// What a sitting said, line by line.
pub(in crate::pages) fn sitting_rows(reader: &SignedIn, result: &SittingResult) -> Vec<SummaryRow> {
    let t = &reader.t;
    let tasks: Vec<String> = result
        .tasks
        .iter()
        .map(|task| {
            let due = task.due_on.map(|day| reader.look.long(day).text().to_owned());
            let line = match due {
                Some(due) => t.with("task-line-due", [("who", &task.who), ("what", &task.what), ("due", &due)]),
                None => t.with("task-line", [("who", &task.who), ("what", &task.what)]),
            };
            match task.role.reason.as_str() {
                "" => line,
                reason => t.with("task-line-because", [("line", line.as_str()), ("reason", reason)]),
            }
        })
        .collect();
    let scope = if result.consent_scope_ok { t.get("conclude-scope-checked") } else { String::new() };
    let [docs, next_review, presence, absence, voice, difference] = matter_minutes::rows(reader, &result.minutes);
    let mut rows = vec![
        SummaryRow::new(t.get("conclude-scope"), scope),
        docs,
        presence,
        absence,
        voice,
        SummaryRow::new(t.get("conclude-discussion"), result.discussion.clone()),
        SummaryRow::new(t.get("conclude-municipality"), result.municipality_view.clone()),
        difference,
        SummaryRow::new(t.get("conclude-tasks"), tasks.join("\n")),
        next_review,
    ];
    if result.ratifies {
        rows.push(SummaryRow::new(t.get("conclude-ratifies"), t.get("conclude-ratified")));
    }
    rows.retain(|row| row.value.as_deref().is_some_and(|value| !value.is_empty()));
    rows
}

async fn candidates(site: &Site, reader: &SignedIn, opened: &Opened) -> Result<Vec<Candidate>, PageError> {
    let t = &reader.t;
    let found = site.app().agenda_candidates(&reader.actor, opened.conference().id).await.map_err(page_error)?;
    let candidate = |found: banso_app::AgendaCandidate| {
        let id = found.case.id.to_string();
        let likeliest = found.purposes.first().map(|purpose| purpose.name()).unwrap_or_default();
        let form = Submitted::of([
            (format!("purpose-{id}"), likeliest.to_owned()),
            (format!("minutes-{id}"), USUAL_MINUTES.to_string()),
        ]);
        let questions = agenda_questions(t, &format!("-{id}"), &found.purposes);
        Candidate {
            case: Link::new(found.case.name, format!("/cases/{id}")),
            reference: found.case.reference,
            fields: Filled::new(t, form).ask_all(&questions),
            id,
        }
    };
    Ok(found.into_iter().map(candidate).collect())
}

/// Why a case is put on the agenda, and for how long; `of_case` sets the names of the fields apart from those beside other
/// cases.
pub(in crate::pages) fn agenda_questions(t: &Texts, of_case: &str, purposes: &[Purpose]) -> [Question; 2] {
    let purposes = options(purposes, Purpose::name, |purpose| purpose_name(t, purpose));
    [
        Question::pick(format!("purpose{of_case}"), t.get("agenda-purpose"), purposes),
        Question::digits(format!("minutes{of_case}"), t.get("agenda-minutes"), Width::Short),
    ]
}

fn by_number(t: &Texts, kind: ConferenceKind, typed: Option<&Filled>) -> Vec<Block> {
    let purposes: Vec<Purpose> = Purpose::ALL.iter().copied().filter(|it| kind.may_discuss(*it)).collect();
    let fresh = Filled::new(t, Submitted::of([("minutes", USUAL_MINUTES.to_string())]));
    // What was typed beside a candidate is not shown again here.
    let filled = typed.filter(|typed| typed.form.has("number")).unwrap_or(&fresh);
    let number = Question::line("number", t.get("agenda-number")).hint(t.get("agenda-number-hint"));
    let mut fields = vec![filled.ask(&number.width(Width::Middle))];
    fields.extend(filled.ask_all(&agenda_questions(t, "", &purposes)));
    fields
}

/// A member in one line, with what is to be said of them.
fn said_of(t: &Texts, member: &Member, state: ConferenceState) -> (String, Vec<String>) {
    let who = [&member.agency, &member.name].map(String::as_str);
    let who: Vec<&str> = who.into_iter().filter(|text| !text.is_empty()).collect();
    let who = if who.is_empty() { t.get("member-person") } else { who.join("　") };
    let mut notes = Vec::new();
    if member.is_municipality {
        notes.push(t.get("member-municipality"));
    }
    if member.is_person {
        notes.push(t.get("member-person"));
    }
    if matches!(state, ConferenceState::Held | ConferenceState::Closed) {
        notes.push(if member.attended { t.get("member-attended") } else { t.get("member-absent") });
        if member.secrecy_acknowledged {
            notes.push(t.get("member-secrecy"));
        }
    }
    (who, notes)
}
