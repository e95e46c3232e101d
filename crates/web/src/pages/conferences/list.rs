//! The conferences to come and those that sat.

use std::collections::BTreeSet;

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use banso_access::{Action, ConferenceScope};
use banso_app::ConferenceRow;
use banso_domain::{
    conference::{ConferenceState, findings_of_month},
    id::AgencyId,
    rule::Finding,
};

use super::naming::{kind_name, state_tag};
use crate::{
    components::{Banner, BannerKind, Cell, Column, EmptyState, Link, TableRow, TableView},
    dates::clock,
    errors::PageError,
    frame::{Frame, Section},
    pages::export::{self, Again, MOST_ROWS, Wanted},
    rules,
    site::{Done, SignedIn, Site, page_error, show},
};

const PER_PAGE: u32 = 30;
/// More sittings than this are not planned ahead.
const AHEAD: u32 = 200;

#[derive(Template)]
#[template(path = "pages/conferences/list.html")]
struct ListPage {
    frame: Frame,
    new: Option<Link>,
    coming: Option<TableView>,
    past: Option<TableView>,
    older: Option<Link>,
    newer: Option<Link>,
    empty: EmptyState,
    files: Vec<Link>,
    invited: Link,
    /// Where the centre reads what can be claimed for its sittings.
    rewards: Option<Link>,
}

#[derive(Default, serde::Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    page: u32,
}

pub(super) async fn list(
    State(site): State<Site>,
    reader: SignedIn,
    Query(asked): Query<Asked>,
    Query(done): Query<Done>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    if wanted.is_file() {
        let all = site.app().conferences(&reader.actor, MOST_ROWS, 0).await.map_err(page_error)?;
        let all = table(&reader, "all", t.get("nav-conferences"), &all.iter().collect::<Vec<_>>());
        return wanted.answer(&site, &reader, "conferences", vec![all], &[], Again::by_address(&reader)).await;
    }
    let page = asked.page.max(1);
    let newest = site.app().conferences(&reader.actor, AHEAD, 0).await.map_err(page_error)?;
    let is_coming = |row: &ConferenceRow| row.conference.state == ConferenceState::Planned;
    let mut coming: Vec<&ConferenceRow> = newest.iter().filter(|row| is_coming(row)).collect();
    coming.sort_by_key(|row| (row.conference.plan.on, row.conference.plan.starts_at));
    let passed = (page - 1).saturating_mul(PER_PAGE);
    let ahead = u32::try_from(coming.len()).unwrap_or(0);
    let enough = ahead.saturating_add(passed).saturating_add(PER_PAGE + 1);
    let rows = site.app().conferences(&reader.actor, enough, 0).await.map_err(page_error)?;
    let sat = rows.iter().filter(|row| !is_coming(row)).skip(passed as usize);
    let sat: Vec<&ConferenceRow> = sat.take(PER_PAGE as usize + 1).collect();
    let more = sat.len() > PER_PAGE as usize;
    let sat = &sat[..sat.len().min(PER_PAGE as usize)];
    let mine = ConferenceScope { host: reader.actor.agency(), municipality: Some(reader.actor.agency()) };
    let may_plan = site.app().may_on_conference(&reader.actor, Action::PlanConference, mine);
    let new = may_plan.then(|| Link::new(t.get("conference-new"), "/conferences/new"));
    let mut frame = reader.frame(&site, Some(Section::Conferences), t.get("nav-conferences")).await?;
    frame.banners = done.banners(t);
    frame.banners.extend(of_this_month(&site, &reader, &newest).await?);
    let to = |page: u32| format!("/conferences?page={page}");
    show(&ListPage {
        coming: (!coming.is_empty()).then(|| table(&reader, "coming", t.get("conference-coming"), &coming)),
        past: (!sat.is_empty()).then(|| table(&reader, "past", t.get("conference-past"), sat)),
        files: if coming.is_empty() && sat.is_empty() { Vec::new() } else { export::files(&reader) },
        older: more.then(|| Link::new(t.get("conference-older"), to(page + 1))),
        newer: (page > 1).then(|| Link::new(t.get("conference-newer"), to(page - 1))),
        empty: EmptyState {
            heading: t.get("conference-none"),
            body: t.get("conference-none-body"),
            action: new.clone(),
        },
        invited: Link::new(t.get("sittings-title"), "/sittings"),
        rewards: reader.actor.is_caseworker().then(|| Link::new(t.get("rewards-title"), "/rewards")),
        new,
        frame,
    })
}

fn table(reader: &SignedIn, id: &str, caption: String, rows: &[&ConferenceRow]) -> TableView {
    let t = &reader.t;
    let row = |row: &&ConferenceRow| {
        let (conference, plan) = (&row.conference, &row.conference.plan);
        let start = plan.starts_at.map(clock).unwrap_or_default();
        TableRow {
            cells: vec![
                Cell::OpenDay {
                    day: reader.look.with_weekday(plan.on),
                    below: start,
                    href: format!("/conferences/{}", conference.id),
                },
                Cell::Text(kind_name(t, plan.kind)),
                Cell::Text(plan.place.clone()),
                Cell::Text(t.count("conference-cases", conference.agenda.len())),
                Cell::Text(
                    t.with("conference-minutes-of", [("sum", conference.agenda_minutes()), ("all", plan.minutes)]),
                ),
                Cell::Status(state_tag(t, conference.state)),
            ],
        }
    };
    let columns = vec![
        Column::new(t.get("conference-on")).below(t.get("conference-start")),
        Column::new(t.get("conference-kind")),
        Column::new(t.get("conference-place")),
        Column::new(t.get("conference-agenda")),
        Column::new(t.get("conference-time")),
        Column::new(t.get("conference-state")),
    ];
    TableView { id: format!("conferences-{id}"), caption, columns, rows: rows.iter().map(row).collect() }
}

/// What the rules say to the conferences of this month, centre by centre; of a centre other than the reader's own, with its name.
async fn of_this_month(site: &Site, reader: &SignedIn, rows: &[ConferenceRow]) -> Result<Vec<Banner>, PageError> {
    let (t, today) = (&reader.t, site.app().clock().today());
    let hosts: BTreeSet<AgencyId> = rows.iter().map(|row| row.conference.host).collect();
    let mut banners = Vec::new();
    for host in hosts {
        let of_host = rows.iter().map(|row| &row.conference).filter(|conference| conference.host == host);
        for rule in findings_of_month(of_host, today) {
            let centre = match host == reader.actor.agency() {
                true => Vec::new(),
                false => vec![site.app().agency(host).await.map_err(page_error)?.facts.name],
            };
            let (heading, body) = rules::found(t, &Finding::from(rule), &centre);
            banners.push(Banner::new(BannerKind::Warning, heading).body(body));
        }
    }
    Ok(banners)
}
