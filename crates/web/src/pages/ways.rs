//! 「働くためには？」: the ways to work side by side, with what each asks and gives and the places nearby. Nothing here leans to one of them.

mod notes;

use std::collections::BTreeMap;

use askama::Template;
use axum::{Router, extract::State, response::Response, routing::get};
use banso_domain::{
    agency::AgencyKind,
    process::{BothLanguages, Way},
};

use super::{jobs::disclosure_name, resources::resources_of_kind};
use crate::{
    components::{Cell, Column, Link, TableRow, TableView},
    errors::PageError,
    frame::{Frame, Section},
    site::{Own, Site, page_error, show},
    text::{Lang, Texts},
};

/// So many places of a way are named.
const PLACES: usize = 20;

pub(super) fn routes() -> Router<Site> {
    Router::new().route("/ways", get(ways)).merge(notes::routes())
}

/// The places of a way.
struct Places {
    name: String,
    places: Vec<String>,
    /// How many more there are.
    more: usize,
    /// What the directory has of its kinds, each with how many there are.
    listed: Vec<Link>,
    /// The same for who may not look there.
    counted: Vec<String>,
}

#[derive(Template)]
#[template(path = "pages/ways/options.html")]
struct WaysPage {
    frame: Frame,
    table: TableView,
    /// Where the person says what they think of them.
    notes: Option<Link>,
    places: Vec<Places>,
}

fn both(t: &Texts, words: &BothLanguages) -> String {
    match t.lang() {
        Lang::Ja => words.ja.clone(),
        Lang::En => words.en.clone(),
    }
}

fn line(t: &Texts, way: &Way) -> TableRow {
    let told: Vec<String> = way.disclosure.iter().map(|word| disclosure_name(t, *word)).collect();
    let mut times = vec![both(t, &way.often), both(t, &way.long)];
    times.dedup();
    let times = times.join(&t.get("list-separator"));
    TableRow {
        cells: vec![
            Cell::TwoLines(both(t, &way.name), told.join(&t.get("list-separator"))),
            Cell::Text(times),
            Cell::Text(both(t, &way.money)),
            Cell::Text(both(t, &way.asks)),
            Cell::Text(both(t, &way.gives)),
            Cell::Text(both(t, &way.procedure)),
        ],
    }
}

/// How many places of a kind there are.
fn counted(t: &Texts, kind: &str, count: usize) -> String {
    t.with("ways-places-listed", [("kind", kind.to_owned()), ("count", count.to_string())])
}

/// The same, leading to them in the directory.
fn listed(t: &Texts, kind: &str, count: usize) -> Link {
    Link::new(counted(t, kind, count), resources_of_kind(kind))
}

async fn ways(State(site): State<Site>, Own(reader): Own) -> Result<Response, PageError> {
    let t = &reader.t;
    let mut by_kind: BTreeMap<AgencyKind, Vec<String>> = BTreeMap::new();
    for row in site.app().agencies().await.map_err(page_error)?.iter() {
        by_kind.entry(row.facts.kind).or_default().push(row.facts.name.clone());
    }
    let ways = site.app().ways();
    let kinds = site.app().kinds_of_resources().await.map_err(page_error)?;
    let may_look = site.app().may_read_directory(&reader.actor).await.map_err(page_error)?;
    // An employer is no place that one goes to by oneself, and is not named.
    let named = |kind: &&AgencyKind| **kind != AgencyKind::Employer;
    let kinds_of = |way: &Way| {
        let way = way.clone();
        kinds.iter().filter(move |(kind, _)| way.is_found_under(kind))
    };
    let places = ways.iter().map(|way| {
        let all: Vec<&String> =
            way.agencies.iter().filter(named).filter_map(|kind| by_kind.get(kind)).flatten().collect();
        Places {
            name: both(t, &way.name),
            places: all.iter().take(PLACES).map(|name| (*name).clone()).collect(),
            more: all.len().saturating_sub(PLACES),
            listed: kinds_of(way).filter(|_| may_look).map(|(kind, count)| listed(t, kind, *count)).collect(),
            counted: kinds_of(way).filter(|_| !may_look).map(|(kind, count)| counted(t, kind, *count)).collect(),
        }
    });
    let columns = [
        t.get("way-name"),
        t.get("way-times"),
        t.get("way-money"),
        t.get("way-asks"),
        t.get("way-gives"),
        t.get("way-procedure"),
    ];
    let own = reader.actor.person().is_some();
    let mut frame = reader.frame(&site, own.then_some(Section::Own), t.get("ways-title")).await?;
    if own {
        frame.breadcrumbs = vec![Link::new(t.get("own-title"), "/my")];
    }
    show(&WaysPage {
        frame,
        table: TableView {
            id: "ways".to_owned(),
            caption: t.get("ways-caption"),
            columns: columns.into_iter().map(Column::new).collect(),
            rows: ways.iter().map(|way| line(t, way)).collect(),
        },
        notes: own.then(|| Link::new(t.get("own-way-notes-link"), "/my/ways")),
        places: places.collect(),
    })
}
