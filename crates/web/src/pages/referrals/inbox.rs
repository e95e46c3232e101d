//! 「つなぎ」: what came to the agency, what it sent, and what waits.

use askama::Template;
use axum::{
    Router,
    extract::{Query, State},
    response::Response,
    routing::get,
};
use banso_app::{ReferralRow, ReferralSearch, WaitingReferral};
use banso_domain::{
    calendar::Holidays,
    referral::{ReceiverSees, ReferralState},
};
use chrono::NaiveDate;

use super::naming::{due_name, state_name, state_tag};
use crate::{
    components::{Cell, Column, DueLabel, EmptyState, Link, Tab, TableRow, TableView},
    errors::PageError,
    frame::{Frame, Section},
    pages::export::{self, Again, MOST_ROWS, Wanted},
    site::{Done, SignedIn, Site, page_error, show},
};

const PER_PAGE: u32 = 50;

pub(super) fn routes() -> Router<Site> {
    Router::new().route("/referrals", get(inbox))
}

#[derive(Template)]
#[template(path = "pages/referrals/inbox.html")]
struct InboxPage {
    frame: Frame,
    boxes: Vec<Tab>,
    states: Vec<Tab>,
    table: Option<TableView>,
    empty: EmptyState,
    older: Option<Link>,
    newer: Option<Link>,
    files: Vec<Link>,
    /// Where to look for a place to refer to.
    further: Vec<Link>,
}

#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct Asked {
    /// `sent` or what came.
    side: String,
    state: String,
    page: u32,
}

impl Asked {
    const fn page(&self) -> u32 {
        if self.page == 0 { 1 } else { self.page }
    }

    fn address(side: &str, state: &str, page: u32) -> String {
        let mut parts = Vec::new();
        for (name, value) in [("side", side), ("state", state)] {
            if !value.is_empty() {
                parts.push(format!("{name}={value}"));
            }
        }
        if page > 1 {
            parts.push(format!("page={page}"));
        }
        if parts.is_empty() { "/referrals".to_owned() } else { format!("/referrals?{}", parts.join("&")) }
    }
}

async fn inbox(
    State(site): State<Site>,
    reader: SignedIn,
    Query(asked): Query<Asked>,
    Query(told): Query<Done>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    // Only those who work on cases of their own send anything.
    let sends = reader.actor.is_caseworker();
    let sent = sends && asked.side == "sent";
    let state = ReferralState::from_name(&asked.state);
    let (limit, offset) = match wanted.is_file() {
        true => (MOST_ROWS, 0),
        false => (PER_PAGE + 1, (asked.page() - 1).saturating_mul(PER_PAGE)),
    };
    let states = state.into_iter().collect();
    let search = ReferralSearch { states, limit, offset, ..ReferralSearch::default() };
    let mut rows = match sent {
        true => site.app().referrals_sent(&reader.actor, &search).await,
        false => site.app().referrals_received(&reader.actor, &search).await,
    }
    .map_err(page_error)?;
    let more = !wanted.is_file() && rows.len() > PER_PAGE as usize;
    rows.truncate(limit.min(if wanted.is_file() { limit } else { PER_PAGE }) as usize);
    let table = match sent {
        true => sent_table(&site, &reader, &rows).await?,
        false => received_table(&site, &reader, &rows).await?,
    };
    if wanted.is_file() {
        let name = if sent { "referrals-sent" } else { "referrals-received" };
        // In the ledger of those who are named, whichever side takes the list along.
        site.app().note_referrals_export(&reader.actor, name, &rows).await.map_err(page_error)?;
        return wanted.answer(&site, &reader, name, vec![table], &[], Again::by_address(&reader)).await;
    }
    let side = if sent { "sent" } else { "" };
    let tab = |label: String, href: String, current| Tab { label, href, current, count: None };
    let boxes = match sends {
        true => vec![
            tab(t.get("referrals-received"), Asked::address("", "", 1), !sent),
            tab(t.get("referrals-sent"), Asked::address("sent", "", 1), sent),
        ],
        false => Vec::new(),
    };
    let mut chosen = vec![tab(t.get("referrals-every-state"), Asked::address(side, "", 1), state.is_none())];
    let never_comes = [ReferralState::Drafted, ReferralState::Dropped];
    let shown = ReferralState::ALL.iter().filter(|known| sent || !never_comes.contains(known));
    chosen.extend(
        shown.map(|known| tab(state_name(t, *known), Asked::address(side, known.name(), 1), state == Some(*known))),
    );
    let to = |page: u32| Asked::address(side, state.map(ReferralState::name).unwrap_or_default(), page);
    let mut frame = reader.frame(&site, Some(Section::Referrals), t.get("nav-referrals")).await?;
    frame.banners = told.banners(t);
    let reads = site.app().may_read_directory(&reader.actor).await.map_err(page_error)?;
    let linkage = site.app().may_read_linkage(&reader.actor).await.map_err(page_error)?;
    let missing = site.app().may_read_missing(&reader.actor).await.map_err(page_error)?;
    let further = [
        reads.then(|| Link::new(t.get("resources-link"), "/resources")),
        missing.then(|| Link::new(t.get("missing-link"), "/missing-resources")),
        reads.then(|| Link::new(t.get("portraits-link"), "/agencies")),
        missing.then(|| Link::new(t.get("surveys-link"), "/surveys")),
        missing.then(|| Link::new(t.get("networks-link"), "/networks")),
        linkage.then(|| Link::new(t.get("ties-link"), "/network")),
    ];
    show(&InboxPage {
        further: further.into_iter().flatten().collect(),
        boxes,
        states: chosen,
        files: if rows.is_empty() { Vec::new() } else { export::files(&reader) },
        table: (!rows.is_empty()).then_some(table),
        empty: EmptyState {
            heading: t.get("referrals-none"),
            body: if sent { t.get("referrals-none-sent") } else { t.get("referrals-none-received") },
            action: None,
        },
        older: more.then(|| Link::new(t.get("referrals-older"), to(asked.page() + 1))),
        newer: (asked.page() > 1).then(|| Link::new(t.get("referrals-newer"), to(asked.page() - 1))),
        frame,
    })
}

fn day(reader: &SignedIn, on: Option<NaiveDate>) -> Cell {
    on.map_or(Cell::Text(String::new()), |on| Cell::Date(reader.look.short(on)))
}

async fn received_table(site: &Site, reader: &SignedIn, rows: &[ReferralRow]) -> Result<TableView, PageError> {
    let t = &reader.t;
    let mut lines = Vec::new();
    for row in rows {
        let referral = &row.referral;
        let from = site.app().agency(referral.from).await.map_err(page_error)?.facts.name;
        let name = match referral.receiver_sees() {
            ReceiverSees::Everything => Cell::Open {
                text: row.name.clone(),
                below: row.kana.clone(),
                href: format!("/referrals/{}", referral.id),
            },
            ReceiverSees::ThatThereWasOne | ReceiverSees::Nothing => Cell::Text(t.get("referrals-taken-back")),
        };
        lines.push(TableRow {
            cells: vec![
                name,
                Cell::Text(from),
                Cell::Text(referral.content.aim.clone()),
                day(reader, referral.sent_on),
                day(reader, referral.content.by_when),
                Cell::Status(state_tag(t, referral.state)),
            ],
        });
    }
    let columns = vec![
        Column::new(t.get("cases-column-name")).below(t.get("list-kana")),
        Column::new(t.get("referral-from")),
        Column::new(t.get("referral-content-aim")),
        Column::new(t.get("referral-came-on")),
        Column::new(t.get("referral-content-by_when")),
        Column::new(t.get("referral-state")),
    ];
    let caption = t.get("referrals-received");
    Ok(TableView { id: "received".to_owned(), caption, columns, rows: lines })
}

async fn sent_table(site: &Site, reader: &SignedIn, rows: &[ReferralRow]) -> Result<TableView, PageError> {
    let mut lines = Vec::new();
    for row in rows {
        lines.push((row, row.referral.due(Holidays::japan())));
    }
    table_of(site, reader, "sent", reader.t.get("referrals-sent"), lines).await
}

/// Referrals whose next step is due, for the queue of one's work.
pub(in crate::pages) async fn waiting_table(
    site: &Site,
    reader: &SignedIn,
    caption: String,
    waiting: &[WaitingReferral],
) -> Result<TableView, PageError> {
    let lines = waiting.iter().map(|waiting| (&waiting.row, Some(waiting.due))).collect();
    table_of(site, reader, "waiting-referrals", caption, lines).await
}

async fn table_of(
    site: &Site,
    reader: &SignedIn,
    id: &str,
    caption: String,
    lines: Vec<(&ReferralRow, Option<banso_domain::referral::ReferralDue>)>,
) -> Result<TableView, PageError> {
    let (t, today) = (&reader.t, site.app().clock().today());
    let mut rows = Vec::new();
    for (row, due) in lines {
        let referral = &row.referral;
        let receiver = site.app().receiver_name(&referral.content.receiver).await.map_err(page_error)?;
        rows.push(TableRow {
            cells: vec![
                Cell::Open {
                    text: row.name.clone(),
                    below: row.kana.clone(),
                    href: format!("/cases/{}/referrals/{}", referral.case, referral.id),
                },
                Cell::Text(row.reference.clone()),
                Cell::Text(receiver),
                Cell::Status(state_tag(t, referral.state)),
                Cell::Text(due.map(|due| due_name(t, due.kind)).unwrap_or_default()),
                match due {
                    Some(due) => Cell::Due(DueLabel::new(t, reader.look.short(due.on), today)),
                    None => Cell::Text(String::new()),
                },
                Cell::Text(row.assigned_name.clone()),
            ],
        });
    }
    let columns = vec![
        Column::new(t.get("cases-column-name")).below(t.get("list-kana")),
        Column::new(t.get("cases-column-reference")),
        Column::new(t.get("referral-receiver")),
        Column::new(t.get("referral-state")),
        Column::new(t.get("referral-next")),
        Column::new(t.get("referral-next-by")),
        Column::new(t.get("case-lead")),
    ];
    Ok(TableView { id: id.to_owned(), caption, columns, rows })
}
