//! The network of a case: what the rules say about it, the map, and the same as a table.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use banso_access::Action;
use banso_domain::{
    agency::Formality,
    case::network::{Companion, NetworkFinding, SupportState},
    rule::Severity,
};

use super::{
    super::{
        room::{CasePath, OpenedCase, Room, RoomTab},
        sheet,
    },
    eco_map::{EcoMap, Kind, Line},
    naming::{formality_name, state_tag, topic_name},
};
use crate::{
    components::{Cell, Column, Icon, Link, TableRow, TableView},
    errors::PageError,
    frame::Frame,
    naming::agency_kind_name,
    pages::export::{self, Again, Wanted},
    rules,
    site::{Done, SignedIn, Site, page_error, show},
    text::Texts,
};

#[derive(Template)]
#[template(path = "pages/cases/network/network.html")]
struct NetworkPage {
    frame: Frame,
    room: Room,
    /// Where somebody is added, for those who may.
    new: Option<Link>,
    handover: Link,
    unmet: Link,
    findings: Vec<Found>,
    map: EcoMap,
    /// What the lines of the map mean, with an example of each.
    legend: Vec<(Line, String)>,
    table: TableView,
    files: Vec<Link>,
}

pub(super) async fn network(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    Query(told): Query<Done>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let opened = OpenedCase::load(&site, &reader, id).await?;
    let case = &opened.file.case;
    let today = site.app().clock().today();
    let background = site.app().network_background(case, today).await.map_err(page_error)?;
    let companions = case.companions(&background.context());
    let table = table(&reader, &opened, &companions);
    if wanted.is_file() {
        let name = format!("network-{}", case.reference);
        return wanted.answer(&site, &reader, &name, vec![table], &[id], Again::by_address(&reader)).await;
    }
    let mut frame = opened.frame(&site, &reader, &t.get("room-network")).await?;
    frame.banners = told.banners(t);
    let writes = opened.may(&site, &reader, Action::WriteNetwork) && sheet::is_open(case);
    let findings = case.network_findings(&background.context());
    show(&NetworkPage {
        frame,
        room: opened.room(&site, &reader, RoomTab::Network),
        new: writes.then(|| Link::new(t.get("network-new"), format!("/cases/{id}/network/new"))),
        handover: Link::new(t.get("handover-link"), format!("/cases/{id}/handover")),
        unmet: Link::new(t.get("unmet-link"), format!("/cases/{id}/unmet")),
        findings: findings.iter().map(|finding| found(t, finding)).collect(),
        map: map(&reader, &companions),
        legend: Line::ALL.iter().map(|line| (*line, line_name(t, *line))).collect(),
        table,
        files: export::files(&reader),
    })
}

/// What a rule found, in words.
struct Found {
    icon: Icon,
    /// Number and why, with those it is about.
    why: String,
    advice: String,
}

fn found(t: &Texts, finding: &NetworkFinding) -> Found {
    let mut why = rules::why(t, finding.rule);
    if !finding.about.is_empty() {
        why = t.with("rule-about", [("why", why), ("services", finding.about.join(&t.get("list-separator")))]);
    }
    let heading = t.with("rule-heading", [("code", finding.rule.code().to_owned()), ("why", why)]);
    let is_hint = finding.rule.severity() == Severity::Info;
    let icon = if is_hint { Icon::Info } else { Icon::Attention };
    Found { icon, why: heading, advice: rules::what_to_do(t, finding.rule) }
}

/// What a line of the map means.
fn line_name(t: &Texts, line: Line) -> String {
    match line {
        Line::Current => t.get("network-line-is-current"),
        Line::Ending => t.get("network-line-is-ending"),
        Line::Unwanted => t.get("network-line-is-unwanted"),
        Line::Ended => t.get("network-line-is-ended"),
    }
}

fn map(reader: &SignedIn, companions: &[Companion<'_>]) -> EcoMap {
    let t = &reader.t;
    let mut map = EcoMap::new(t.get("network-person"), t.get("network-map-nobody"));
    for (kind, formality) in
        [(Kind::Formal, Formality::Formal), (Kind::Informal, Formality::Informal), (Kind::Market, Formality::Market)]
    {
        map.heading(kind, formality_name(t, formality));
        for companion in companions.iter().filter(|companion| companion.kind.formality() == formality) {
            let (line, word) = match companion.state {
                SupportState::Current if companion.is_limited && companion.supporter.is_some() => {
                    (Line::Current, t.get("network-map-limited"))
                }
                SupportState::Current if companion.supporter.is_none() && !companion.is_main => {
                    (Line::Current, t.get("network-map-centre"))
                }
                SupportState::Current => (Line::Current, String::new()),
                SupportState::Ending(day) => {
                    (Line::Ending, t.with("network-map-until", [("day", reader.look.short(day).text())]))
                }
                SupportState::Unwanted => (Line::Unwanted, t.get("network-map-unwanted")),
                SupportState::Ended(_) => (Line::Ended, t.get("network-state-ended")),
            };
            let main = t.get("network-map-main");
            let words = match (companion.is_main, word.is_empty()) {
                (true, true) => main,
                (true, false) => [main, word].join(&t.get("list-separator")),
                (false, _) => word,
            };
            map.place(kind, &companion.name, words, line, companion.is_main);
        }
    }
    map.told(t.get("network-map"), t.get("network-map-description"))
}

/// Two lines, or the sign that nothing is known.
fn two_lines(above: String, below: String) -> Cell {
    if above.is_empty() { Cell::Text(below) } else { Cell::TwoLines(above, below) }
}

/// Who is there, as a table: everything that the map cannot say.
fn table(reader: &SignedIn, opened: &OpenedCase, companions: &[Companion<'_>]) -> TableView {
    let t = &reader.t;
    let columns = vec![
        Column::new(t.get("network-column-who")).below(t.get("network-column-kind")),
        Column::new(t.get("network-column-state")),
        Column::new(t.get("network-column-for")),
        Column::new(t.get("network-own-words")),
        Column::new(t.get("network-column-since")).below(t.get("network-column-until")),
        Column::new(t.get("network-column-contact")).below(t.get("network-contact-phone")),
    ];
    TableView {
        id: "network".to_owned(),
        caption: t.get("network-table"),
        columns,
        rows: companions.iter().map(|companion| row(reader, opened, companion)).collect(),
    }
}

fn row(reader: &SignedIn, opened: &OpenedCase, companion: &Companion<'_>) -> TableRow {
    let (t, look, case) = (&reader.t, reader.look, &opened.file.case);
    let kind = agency_kind_name(t, companion.kind);
    let kind =
        t.with("network-kind-of", [("kind", kind), ("formality", formality_name(t, companion.kind.formality()))]);
    let kind = if companion.is_main { t.with("network-kind-main", [("kind", kind)]) } else { kind };
    let name = companion.name.clone();
    let Some(supporter) = companion.supporter else {
        return TableRow {
            cells: vec![
                Cell::TwoLines(name, kind),
                Cell::Status(state_tag(t, companion.state)),
                Cell::Text(t.get("network-centre-for")),
                Cell::Text(String::new()),
                Cell::Text(look.short(case.received_on).text().to_owned()),
                Cell::Text(t.with("network-centre-lead", [("name", &opened.file.row.assigned_name)])),
            ],
        };
    };
    let content = &supporter.content;
    let until = match companion.state {
        SupportState::Ended(day) | SupportState::Ending(day) => {
            t.with("network-until-day", [("day", look.short(day).text())])
        }
        SupportState::Current if companion.is_limited => t.get("network-limited"),
        SupportState::Current | SupportState::Unwanted => String::new(),
    };
    let since = look.short(content.since).text().to_owned();
    let topic = |topic: &_| {
        let name = topic_name(t, *topic);
        if content.first_for.contains(topic) { t.with("network-first-of", [("topic", name)]) } else { name }
    };
    let topics: Vec<String> = content.topics.iter().map(topic).collect();
    let because = match content.role_reason.as_str() {
        "" => String::new(),
        reason => t.with("network-role-because", [("reason", reason)]),
    };
    let in_words = format!("{}{because}", content.purpose);
    TableRow {
        cells: vec![
            Cell::Open { text: name, below: kind, href: format!("/cases/{}/network/{}", case.id, supporter.id) },
            Cell::Status(state_tag(t, companion.state)),
            two_lines(topics.join(&t.get("list-separator")), in_words),
            Cell::Text(content.own_words.clone()),
            Cell::TwoLines(since, until),
            two_lines(content.contact_name.clone(), content.contact_phone.clone()),
        ],
    }
}
