//! The networks and working teams of the region, in the order in which they were entered.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use banso_domain::regional_network::RegionalNetwork;
use chrono::NaiveDate;

use super::{frame, kind_name};
use crate::{
    components::{Cell, Column, EmptyState, Link, Shape, StatusTag, TableRow, TableView},
    errors::PageError,
    frame::Frame,
    site::{Done, SignedIn, Site, page_error, show},
};

#[derive(Template)]
#[template(path = "pages/networks/list.html")]
struct ListPage {
    frame: Frame,
    new: Option<Link>,
    further: Vec<Link>,
    table: Option<TableView>,
    empty: EmptyState,
}

/// Whether it is there, and how many agencies belong to it.
pub(super) fn state(reader: &SignedIn, network: &RegionalNetwork, today: NaiveDate) -> StatusTag {
    let t = &reader.t;
    match &network.end {
        Some(end) => {
            let day = reader.look.short(end.on).text().to_owned();
            StatusTag::new(Shape::Done, t.with("regional-network-ended-on", [("day", day)]))
        }
        None => StatusTag::new(Shape::Open, t.count("regional-network-agencies", network.members_on(today).count())),
    }
}

/// Networks as rows: name and kind, purpose, how often they meet, state.
pub(super) fn table(reader: &SignedIn, networks: &[RegionalNetwork], today: NaiveDate) -> Option<TableView> {
    let t = &reader.t;
    let line = |network: &RegionalNetwork| TableRow {
        cells: vec![
            Cell::Open {
                text: network.plan.name.clone(),
                below: kind_name(t, network.plan.kind),
                href: format!("/networks/{}", network.id),
            },
            Cell::Text(network.plan.purpose.clone()),
            Cell::Text(network.plan.meets.clone()),
            Cell::Status(state(reader, network, today)),
        ],
    };
    (!networks.is_empty()).then(|| TableView {
        id: "networks".to_owned(),
        caption: t.get("networks-title"),
        columns: vec![
            Column::new(t.get("regional-network-name")).below(t.get("regional-network-kind")),
            Column::new(t.get("regional-network-purpose")),
            Column::new(t.get("regional-network-meets")),
            Column::new(t.get("job-state")),
        ],
        rows: networks.iter().map(line).collect(),
    })
}

pub(super) async fn list(
    State(site): State<Site>,
    reader: SignedIn,
    Query(told): Query<Done>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let all = site.app().networks(&reader.actor).await.map_err(page_error)?;
    let may = site.app().may_lead_networks(&reader.actor).await.map_err(page_error)?;
    let tells = site.app().may_tell_about_own_agency(&reader.actor).await.map_err(page_error)?;
    let today = site.app().clock().today();
    let further = [
        Some(Link::new(t.get("gatherings-link"), "/gatherings")),
        tells.then(|| Link::new(t.get("codes-own-link"), "/agencies/own/codes")),
    ];
    let mut frame = frame(&site, &reader, t.get("networks-title"), true).await?;
    frame.banners = told.banners(t);
    show(&ListPage {
        frame,
        new: may.then(|| Link::new(t.get("regional-network-new"), "/networks/new")),
        further: further.into_iter().flatten().collect(),
        table: table(&reader, &all, today),
        empty: EmptyState { heading: t.get("networks-none"), body: t.get("networks-none-body"), action: None },
    })
}
