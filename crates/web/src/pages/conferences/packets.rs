//! 会議資料: looked through before they are made — receiver, items, purpose, basis (U13, U14) — then made, printed, handed out and taken
//! back.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use banso_access::Action;
use banso_app::{Pick, Receiver, UseCaseError};
use banso_domain::{
    calendar::japan,
    case::{
        event::Purpose,
        sharing::{ItemSet, SharedItem},
    },
    conference::{ConferenceState, Cut, Packet, PacketMatter},
    id::{CaseId, ConferenceId},
};

use super::{
    naming::purpose_name,
    opened::{ConferencePath, Opened},
};
use crate::{
    components::{Banner, BannerKind, ChoiceOption, Link, SummaryRow},
    errors::PageError,
    form::{Block, Filled, Question, Submitted, done, not_taken, options, refused},
    frame::Frame,
    pages::{
        cases::{basis_name, item_name, items_name, route_name},
        forms::{file_answer, file_of, print_look},
    },
    rules,
    site::{Done, SignedIn, Site, page_error, show},
};

/// Somebody for whom a packet can be made.
struct Choice {
    block: Option<Block>,
    who: String,
    why_not: String,
    rows: Vec<SummaryRow>,
    place: usize,
    name: String,
    looked_through: String,
}

/// A copy that was made.
struct Copy {
    number: u32,
    who: String,
    state: String,
    /// Matters that were no longer open when it was made.
    less: Vec<String>,
    pdf: Link,
    can_hand_out: bool,
    /// What is still out, to be ticked when it comes back.
    out: Option<Block>,
}

#[derive(Template)]
#[template(path = "pages/conferences/packets.html")]
struct PacketsPage {
    frame: Frame,
    href: String,
    is_open: bool,
    article_9: Option<Block>,
    article_9_items: Vec<String>,
    choices: Vec<Choice>,
    copies: Vec<Copy>,
    all: Option<Link>,
}

#[derive(Default, serde::Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    /// Copies that were just made and hold less than was looked through.
    less: String,
    /// How many were just made.
    made: String,
}

/// The items that are given in the support meetings of the agenda.
fn items_of(form: &Submitted) -> ItemSet {
    let sent = form.all("items");
    SharedItem::ALL.iter().copied().filter(|item| sent.contains(&item.name())).collect()
}

/// The matter in words: its place on the agenda, what for, and whose case it is where the reader may know.
fn matter_name(reader: &SignedIn, opened: &Opened, key: (CaseId, Purpose)) -> String {
    let agenda = &opened.conference().agenda;
    let place = agenda.iter().position(|item| (item.case, item.purpose) == key).map_or(0, |place| place + 1);
    let row = opened.page.cases.iter().find(|row| row.id == key.0);
    let whose = row.map_or_else(|| reader.t.get("restricted"), |row| format!("{} {}", row.reference, row.name));
    let values = [("place", place.to_string()), ("purpose", purpose_name(&reader.t, key.1)), ("whose", whose)];
    reader.t.with("packet-matter", values)
}

fn cut_name(reader: &SignedIn, cut: &Cut) -> String {
    let t = &reader.t;
    match cut {
        Cut::Whole => t.get("packet-whole"),
        Cut::Restricted => t.get("restricted"),
        Cut::Items { opened } => {
            let each = opened.iter().map(|it| {
                let values = [
                    ("items", items_name(t, it.items)),
                    ("basis", basis_name(t, it.basis)),
                    ("route", route_name(t, it.route)),
                ];
                t.with("packet-opened", values)
            });
            each.collect::<Vec<_>>().join("\n")
        }
    }
}

fn who(agency: &str, name: &str) -> String {
    [agency, name].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("　")
}

fn choice(reader: &SignedIn, opened: &Opened, receiver: Receiver, filled: &Filled) -> Choice {
    let t = &reader.t;
    let who = who(&receiver.member.agency, &receiver.member.name);
    let why_not = if receiver.is_unknown {
        t.get("packet-agency-unknown")
    } else if receiver.member.agency_id.is_none() {
        t.get("packet-no-agency")
    } else if receiver.has_one_in_hand {
        t.get("packet-in-hand")
    } else {
        String::new()
    };
    let place = receiver.place;
    let make =
        Question::several(format!("make-{place}"), who.clone(), vec![ChoiceOption::new("yes", t.get("packet-make"))]);
    Choice {
        block: why_not.is_empty().then(|| filled.ask(&make)),
        why_not,
        rows: receiver
            .matters
            .iter()
            .map(|it| SummaryRow::new(matter_name(reader, opened, it.key()), cut_name(reader, &it.cut)))
            .collect(),
        looked_through: serde_json::to_string(&receiver.matters).unwrap_or_default(),
        name: receiver.member.name,
        who,
        place,
    }
}

/// The matters of a copy that are still out, all of them ticked.
fn still_out(reader: &SignedIn, opened: &Opened, packet: &Packet) -> Option<Block> {
    let t = &reader.t;
    let value = |matter: &PacketMatter| format!("{}/{}", matter.case, matter.purpose.name());
    let out: Vec<ChoiceOption> = packet
        .still_out()
        .map(|matter| ChoiceOption::new(value(matter), matter_name(reader, opened, matter.key())))
        .collect();
    if out.is_empty() {
        return None;
    }
    let name = format!("matter-{}", packet.number);
    let known = Submitted::of(packet.still_out().map(|matter| (name.clone(), value(matter))));
    let question = Question::several(name, t.get("packet-still-out"), out).below_each_other();
    Some(Filled::new(t, known).ask(&question))
}

fn copy(reader: &SignedIn, opened: &Opened, packet: &Packet) -> Copy {
    let t = &reader.t;
    let day = |on| reader.look.long(on).text().to_owned();
    let made = day(japan::local_date(packet.made_at));
    let state = match packet.handed_out_on {
        None => t.with("packet-made", [("day", made)]),
        Some(on) => {
            let out = packet.still_out().count();
            let values = [("made", made), ("day", day(on)), ("count", out.to_string())];
            if out == 0 { t.with("packet-back", values) } else { t.with("packet-out", values) }
        }
    };
    let open = matches!(opened.conference().state, ConferenceState::Planned | ConferenceState::Held);
    Copy {
        number: packet.number,
        who: who(&packet.agency_name, &packet.name),
        state,
        less: packet
            .matters
            .iter()
            .filter(|matter| matter.less_than_looked_through)
            .map(|matter| t.with("packet-less", [("matter", matter_name(reader, opened, matter.key()))]))
            .collect(),
        pdf: Link::new(t.get("print-pdf"), format!("{}/packets/print/{}.pdf", opened.href(), packet.number)),
        can_hand_out: packet.handed_out_on.is_none() && open,
        out: still_out(reader, opened, packet),
    }
}

async fn page(
    site: &Site,
    reader: &SignedIn,
    opened: &Opened,
    form: &Submitted,
    banners: Vec<Banner>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let conference = opened.conference();
    let items = items_of(form);
    let is_open = matches!(conference.state, ConferenceState::Planned | ConferenceState::Held);
    let receivers = match is_open {
        true => site.app().packet_receivers(&reader.actor, conference.id, items).await.map_err(page_error)?,
        false => Vec::new(),
    };
    let mut known = Submitted::of(items.iter().map(|item| ("items", item.name())));
    // Whoever has a copy that is waiting needs no second one.
    let waits = |receiver: &&Receiver| conference.current_packets().all(|packet| !packet.is_for(&receiver.member));
    for receiver in receivers.iter().filter(waits) {
        known.put(format!("make-{}", receiver.place), "yes");
    }
    let filled = Filled::new(t, known);
    let article_9 = conference.agenda.iter().any(|item| item.purpose == Purpose::SupportMeeting) && is_open;
    let all_items = options(SharedItem::ALL, SharedItem::name, |item| item_name(t, item));
    let question =
        Question::several("items", t.get("packets-article-9"), all_items).hint(t.get("packets-article-9-hint"));
    let copies: Vec<&Packet> = conference.packets.iter().collect();
    let mut frame = opened.frame(site, reader, Some(t.get("packets-title"))).await?;
    frame.banners = banners;
    let current = conference.current_packets().count();
    show(&PacketsPage {
        href: opened.href(),
        article_9: article_9.then(|| filled.ask(&question)),
        article_9_items: items.iter().map(|item| item.name().to_owned()).collect(),
        choices: receivers.into_iter().map(|receiver| choice(reader, opened, receiver, &filled)).collect(),
        all: (is_open && current > 1).then(|| {
            let text = t.with("packets-all", [("count", current)]);
            Link::new(text, format!("{}/packets/print/all.pdf", opened.href()))
        }),
        copies: copies.into_iter().rev().map(|packet| copy(reader, opened, packet)).collect(),
        is_open,
        frame,
    })
}

pub(super) async fn look_through(
    State(site): State<Site>,
    reader: SignedIn,
    ConferencePath(id): ConferencePath,
    Query(told): Query<Done>,
    Query(asked): Query<Asked>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let opened = Opened::load_for(&site, &reader, id, Action::MakePackets).await?;
    let mut banners = told.banners(t);
    if let Ok(made) = asked.made.parse::<u32>() {
        banners.push(Banner::new(BannerKind::Success, t.with("packets-made", [("count", made)])));
    }
    let less: Vec<&str> = asked.less.split(',').filter(|number| number.parse::<u32>().is_ok()).collect();
    if !less.is_empty() {
        let told = Banner::new(BannerKind::Warning, t.with("packets-less", [("numbers", less.join("、"))]));
        banners.push(told.body(t.get("packets-less-do")));
    }
    let items = pairs.into_iter().filter(|(name, _)| name == "items");
    page(&site, &reader, &opened, &Submitted::of(items), banners).await
}

pub(super) async fn make(
    State(site): State<Site>,
    reader: SignedIn,
    ConferencePath(id): ConferencePath,
    form: Submitted,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let opened = Opened::load_for(&site, &reader, id, Action::MakePackets).await?;
    let items = items_of(&form);
    let ticked = |place: &usize| form.text(&format!("make-{place}")) == "yes";
    let (mut made, mut less, mut banners) = (0u32, Vec::new(), Vec::new());
    for place in (0..opened.conference().members.len()).filter(ticked) {
        let looked_through: Vec<PacketMatter> =
            serde_json::from_str(form.text(&format!("looked-{place}"))).unwrap_or_default();
        let pick = Pick { place, name: form.text(&format!("name-{place}")).to_owned(), looked_through };
        match site.app().make_packet(&reader.actor, id, &pick, items).await {
            Ok(packet) => {
                made += 1;
                if packet.is_less {
                    less.push(packet.number.to_string());
                }
            }
            Err(UseCaseError::Conflict { .. }) => {
                banners.push(Banner::new(BannerKind::Error, t.with("packet-overtaken", [("who", pick.name)])));
            }
            Err(UseCaseError::Refused(refusal)) => banners.extend(rules::banners(t, &refusal)),
            Err(error) => return Err(page_error(error)),
        }
    }
    if made == 0 && banners.is_empty() {
        banners.push(Banner::new(BannerKind::Error, t.get("packets-nobody")));
    }
    if !banners.is_empty() {
        let opened = Opened::load(&site, &reader, id).await?;
        return Ok(not_taken(page(&site, &reader, &opened, &form, banners).await?));
    }
    let to = format!("{}/packets?made={made}&less={}#copies", opened.href(), less.join(","));
    Ok(axum::response::IntoResponse::into_response(axum::response::Redirect::to(&to)))
}

pub(super) async fn print(
    State(site): State<Site>,
    reader: SignedIn,
    Path((id, file)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let id: ConferenceId = id.parse().map_err(|_| PageError::not_found())?;
    let (which, kind) = file_of(&file)?;
    let opened = Opened::load_for(&site, &reader, id, Action::MakePackets).await?;
    let numbers: Vec<u32> = match which {
        "all" => opened.conference().current_packets().map(|packet| packet.number).collect(),
        number => vec![number.parse().map_err(|_| PageError::not_found())?],
    };
    let printed = site.app().print_packets(&reader.actor, id, &numbers, print_look(&reader), kind).await;
    Ok(file_answer(printed.map_err(page_error)?, kind))
}

/// The copy of an address, and what became of it.
async fn moved(
    site: &Site,
    reader: &SignedIn,
    id: ConferenceId,
    outcome: Result<(), UseCaseError>,
    key: &str,
) -> Result<Response, PageError> {
    match outcome {
        Ok(()) => Ok(done(&format!("/conferences/{id}/packets"), key)),
        Err(error) => {
            let banners = refused(&reader.t, error)?;
            let opened = Opened::load_for(site, reader, id, Action::MakePackets).await?;
            Ok(not_taken(page(site, reader, &opened, &Submitted::default(), banners).await?))
        }
    }
}

fn copy_of((id, number): (String, String)) -> Result<(ConferenceId, u32), PageError> {
    let id = id.parse().map_err(|_| PageError::not_found())?;
    Ok((id, number.parse().map_err(|_| PageError::not_found())?))
}

pub(super) async fn hand_out(
    State(site): State<Site>,
    reader: SignedIn,
    Path(path): Path<(String, String)>,
    _form: Submitted,
) -> Result<Response, PageError> {
    let (id, number) = copy_of(path)?;
    let today = site.app().clock().today();
    let outcome = site.app().hand_out_packet(&reader.actor, id, number, today).await;
    moved(&site, &reader, id, outcome, "packet-handed-out#copies").await
}

pub(super) async fn take_back(
    State(site): State<Site>,
    reader: SignedIn,
    Path(path): Path<(String, String)>,
    form: Submitted,
) -> Result<Response, PageError> {
    let (id, number) = copy_of(path)?;
    let today = site.app().clock().today();
    let matter = |value: &str| {
        let (case, purpose) = value.split_once('/')?;
        Some((case.parse::<CaseId>().ok()?, Purpose::from_name(purpose)?))
    };
    let matters = form.all(&format!("matter-{number}")).into_iter().filter_map(matter).collect();
    let outcome = site.app().take_back_packet(&reader.actor, id, number, matters, today).await;
    moved(&site, &reader, id, outcome, "packet-taken-back#copies").await
}
