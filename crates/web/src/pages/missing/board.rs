//! The register as one board: what came in by itself above, and the three layers side by side (ケース → 機関 → 政策). The newest first, and
//! never by number of anything.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use banso_app::{Agencies, MissingBoard, MissingRow};
use banso_domain::missing::Layer;

use super::{frame, naming};
use crate::{
    components::{Cell, Column, EmptyState, Link, StatusTag, TableRow, TableView},
    errors::PageError,
    frame::Frame,
    site::{Done, SignedIn, Site, page_error, show},
};

/// An entry on the board.
struct Card {
    what: Link,
    about: String,
    state: StatusTag,
    evidence: String,
}

/// A layer with its entries.
struct Pillar {
    id: &'static str,
    name: String,
    lead: String,
    cards: Vec<Card>,
}

#[derive(Template)]
#[template(path = "pages/missing/board.html")]
struct BoardPage {
    frame: Frame,
    new: Option<Link>,
    report: Link,
    inventory: Link,
    counted: String,
    needs: Option<TableView>,
    heard: Option<TableView>,
    pillars: Vec<Pillar>,
    empty: Option<EmptyState>,
}

fn card(reader: &SignedIn, agencies: &Agencies, row: &MissingRow) -> Card {
    let t = &reader.t;
    Card {
        what: Link::new(row.missing.content.what.clone(), format!("/missing-resources/entries/{}", row.missing.id)),
        about: naming::about(t, agencies, row),
        state: naming::state_tag(t, row.missing.state()),
        evidence: naming::evidence(t, &row.evidence),
    }
}

fn pillar(reader: &SignedIn, agencies: &Agencies, board: &MissingBoard, layer: Layer) -> Pillar {
    let t = &reader.t;
    let entries = board.entries.iter().filter(|row| row.missing.layer == layer);
    Pillar {
        id: layer.name(),
        name: naming::layer_name(t, layer),
        lead: t.get(&format!("{}{}", /* keys */ "missing-layer-lead-", layer.name())),
        cards: entries.map(|row| card(reader, agencies, row)).collect(),
    }
}

/// Needs from plans and referrals that are in no entry; for those who may enter one, with a way to do it.
pub(super) fn needs(reader: &SignedIn, agencies: &Agencies, board: &MissingBoard) -> Option<TableView> {
    let t = &reader.t;
    let line = |open: &banso_app::OpenNeed| {
        let asked = &open.asked;
        let text = naming::wanted(t, asked.need, asked.kind);
        let need = asked.need.map_or("", |need| need.name());
        let kind = asked.kind.map_or("", |kind| kind.name());
        let href = format!("/missing-resources/new?need={need}&kind={kind}&area={}", asked.area);
        let what = if board.may_write && !asked.is_unsorted() {
            Cell::Open { text, below: t.get("missing-enter-this"), href }
        } else {
            Cell::Text(text)
        };
        let area = naming::area_name(t, agencies, Some(asked.area));
        TableRow { cells: vec![what, Cell::Text(area), Cell::Text(naming::evidence(t, &open.evidence))] }
    };
    (!board.needs.is_empty()).then(|| TableView {
        id: "needs".to_owned(),
        caption: t.get("missing-needs"),
        columns: vec![
            Column::new(t.get("missing-wanted")),
            Column::new(t.get("missing-area")),
            Column::new(t.get("missing-behind")),
        ],
        rows: board.needs.iter().map(line).collect(),
    })
}

/// What conferences said and no entry has taken up.
pub(super) fn heard(reader: &SignedIn, agencies: &Agencies, board: &MissingBoard) -> Option<TableView> {
    let t = &reader.t;
    let line = |gap: &banso_app::HeardGap| {
        let text = gap.what.clone();
        let href = format!("/missing-resources/new?conference={}&number={}", gap.heard.conference, gap.heard.number);
        let what = match board.may_write {
            true => Cell::Open { text, below: t.get("missing-enter-this"), href },
            false => Cell::Text(text),
        };
        let host = naming::area_name(t, agencies, Some(gap.host));
        TableRow { cells: vec![what, Cell::Text(host), Cell::Date(reader.look.short(gap.heard.on))] }
    };
    (!board.heard.is_empty()).then(|| TableView {
        id: "heard".to_owned(),
        caption: t.get("missing-heard"),
        columns: vec![
            Column::new(t.get("missing-what")),
            Column::new(t.get("missing-heard-at")),
            Column::new(t.get("missing-heard-on")),
        ],
        rows: board.heard.iter().map(line).collect(),
    })
}

pub(super) async fn board(
    State(site): State<Site>,
    reader: SignedIn,
    Query(told): Query<Done>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let days = site.app().missing_days();
    let board = site.app().missing_board(&reader.actor, days).await.map_err(page_error)?;
    let agencies = site.app().agencies().await.map_err(page_error)?;
    let long = |day| reader.look.long(day).text().to_owned();
    let mut frame = frame(&site, &reader, t.get("missing-title"), true).await?;
    frame.banners = told.banners(t);
    show(&BoardPage {
        frame,
        new: board.may_write.then(|| Link::new(t.get("missing-new"), "/missing-resources/new")),
        report: Link::new(t.get("council-link"), "/missing-resources/report"),
        inventory: Link::new(t.get("inventory-title"), "/missing-resources/inventory"),
        counted: t.with("missing-counted", [("from", long(days.0)), ("until", long(days.1))]),
        needs: needs(&reader, &agencies, &board),
        heard: heard(&reader, &agencies, &board),
        pillars: Layer::ALL.iter().map(|layer| pillar(&reader, &agencies, &board, *layer)).collect(),
        empty: board.entries.is_empty().then(|| EmptyState {
            heading: t.get("missing-none"),
            body: t.get("missing-none-body"),
            action: None,
        }),
    })
}
