//! The network of the region's agencies on a day: in words, as a picture, and beside it always the tables.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use banso_app::{AgencyNetwork, AgencyRow, LinkedPair};
use banso_domain::{agency::AgencyKind, id::AgencyId, linkage::Stage};

use super::{
    evidence_words,
    family::Family,
    frame,
    picture::{Drawn, Line, MOST_DRAWN, NetworkPicture},
    stage_name,
};
use crate::{
    components::{Cell, ChoiceOption, Column, EmptyState, Link, Pagination, TableRow, TableView},
    errors::PageError,
    form::{Block, Filled, Question, Submitted, labelled, options},
    frame::Frame,
    naming::agency_kind_name,
    site::{Done, SignedIn, Site, page_error, percent, show},
    text::Texts,
};

/// So many pairs stand on one page.
const PER_PAGE: usize = 50;

#[derive(Template)]
#[template(path = "pages/ties/show.html")]
struct ShowPage {
    frame: Frame,
    fields: Vec<Block>,
    /// What the picture shows, in sentences.
    said: Vec<String>,
    picture: Option<NetworkPicture>,
    kinds: Vec<(Family, String, String)>,
    stages: Vec<(Stage, String)>,
    pairs: Option<TableView>,
    pages: Pagination,
    agencies: Option<TableView>,
    empty: EmptyState,
}

#[derive(Clone, Default, serde::Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    kind: String,
    area: String,
    stage: String,
    on: String,
    page: usize,
}

impl Asked {
    fn address(&self) -> String {
        let parts = [("kind", &self.kind), ("area", &self.area), ("stage", &self.stage), ("on", &self.on)];
        let parts: Vec<String> = parts
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", percent(value)))
            .collect();
        if parts.is_empty() { "/network".to_owned() } else { format!("/network?{}", parts.join("&")) }
    }
}

/// The municipality that an agency belongs to; a municipality belongs to itself.
fn town(row: &AgencyRow) -> Option<AgencyId> {
    if row.facts.kind == AgencyKind::Municipality { Some(row.id) } else { row.facts.municipality }
}

/// What is shown of the network: the part that was asked for.
struct Shown<'a> {
    agencies: Vec<&'a AgencyRow>,
    /// By identifier, the place in the list.
    places: BTreeMap<AgencyId, usize>,
    pairs: Vec<&'a LinkedPair>,
}

impl<'a> Shown<'a> {
    fn of(network: &'a AgencyNetwork, asked: &Asked) -> Self {
        let area: Option<AgencyId> = asked.area.parse().ok();
        let stage = Stage::from_name(&asked.stage);
        let fits = |row: &&AgencyRow| {
            let family = Family::of(row.facts.kind).name();
            (asked.kind.is_empty() || asked.kind == family) && (area.is_none() || town(row) == area)
        };
        let agencies: Vec<&AgencyRow> = network.agencies.iter().filter(fits).collect();
        let places: BTreeMap<AgencyId, usize> = agencies.iter().enumerate().map(|(at, row)| (row.id, at)).collect();
        let is_here = |pair: &&LinkedPair| {
            let both = places.contains_key(&pair.one) && places.contains_key(&pair.other);
            both && stage.is_none_or(|stage| stage == pair.stage)
        };
        let pairs = network.pairs.iter().filter(is_here).collect();
        Self { agencies, places, pairs }
    }

    fn name(&self, id: AgencyId) -> &'a str {
        self.places.get(&id).map_or("", |at| self.agencies[*at].facts.name.as_str())
    }

    fn number(&self, id: AgencyId) -> usize {
        self.places.get(&id).map_or(0, |at| at + 1)
    }

    /// What the picture shows, in sentences.
    fn said(&self, t: &Texts) -> Vec<String> {
        let of = |stage: Stage| self.pairs.iter().filter(|pair| pair.stage == stage).count().to_string();
        let ties = banso_domain::linkage::Ties::new(
            self.agencies.iter().map(|row| row.id).collect(),
            self.pairs.iter().map(|pair| (pair.one, pair.other)),
        );
        let all = [
            ("agencies", self.agencies.len().to_string()),
            ("pairs", self.pairs.len().to_string()),
            ("linkage", of(Stage::Linkage)),
            ("coordination", of(Stage::Coordination)),
            ("integration", of(Stage::Integration)),
        ];
        let mut said = vec![t.with("ties-said-all", all)];
        let (groups, alone) = (ties.groups().len(), ties.alone().len());
        if groups > 1 {
            said.push(t.count("ties-said-groups", groups));
        }
        if alone > 0 {
            said.push(t.count("ties-said-alone", alone));
        }
        said
    }

    fn picture(&self, t: &Texts, own: AgencyId, description: String) -> Option<NetworkPicture> {
        if self.agencies.is_empty() || self.agencies.len() > MOST_DRAWN {
            return None;
        }
        let mut towns: Vec<Option<AgencyId>> = self.agencies.iter().map(|row| town(row)).collect();
        towns.sort_by_key(|town| (town.is_none(), town.map(|town| (self.number(town), town))));
        towns.dedup();
        let group = |row: &AgencyRow| towns.iter().position(|of| *of == town(row)).unwrap_or(0);
        let drawn = |row: &&AgencyRow| {
            let family = Family::of(row.facts.kind);
            let (letter, name) = (family.letter(t), row.facts.name.clone());
            Drawn { family, letter, name, group: group(row), is_own: row.id == own }
        };
        let line = |pair: &&LinkedPair| Line {
            one: self.number(pair.one).saturating_sub(1),
            other: self.number(pair.other).saturating_sub(1),
            stage: pair.stage,
        };
        let name = |town: &Option<AgencyId>| match town {
            Some(town) => match self.name(*town) {
                "" => t.get("ties-other-town"),
                name => name.to_owned(),
            },
            None => t.get("ties-whole-region"),
        };
        let names = if towns.len() > 1 { towns.iter().map(name).collect() } else { Vec::new() };
        let (agencies, lines) = (self.agencies.iter().map(drawn).collect(), self.pairs.iter().map(line).collect());
        Some(NetworkPicture::new(t.get("ties-picture"), description, names, agencies, lines))
    }

    fn pair_rows(&self, t: &Texts, own: AgencyId, pages: &Pagination) -> Vec<TableRow> {
        let numbered = |id: AgencyId| format!("{} {}", self.number(id), self.name(id));
        let line = |pair: &&LinkedPair| {
            let both = t.with("ties-both", [("one", numbered(pair.one)), ("other", numbered(pair.other))]);
            let other = if pair.one == own { Some(pair.other) } else { (pair.other == own).then_some(pair.one) };
            let who = match other {
                Some(other) => Cell::Open { text: both, below: String::new(), href: format!("/network/with/{other}") },
                None => Cell::Text(both),
            };
            let behind = evidence_words(t, &pair.evidence, self.name(pair.one), self.name(pair.other));
            TableRow { cells: vec![who, Cell::Text(stage_name(t, pair.stage)), Cell::Text(behind)] }
        };
        self.pairs[pages.first().saturating_sub(1)..pages.last()].iter().map(line).collect()
    }

    fn agency_rows(&self, t: &Texts, own: AgencyId, all: &AgencyNetwork) -> Vec<TableRow> {
        let line = |(at, row): (usize, &&AgencyRow)| {
            let href =
                if row.id == own { format!("/agencies/profiles/{own}") } else { format!("/network/with/{}", row.id) };
            let named = |id: AgencyId| all.agencies.iter().find(|row| row.id == id).map(|row| row.facts.name.clone());
            TableRow {
                cells: vec![
                    Cell::Text((at + 1).to_string()),
                    Cell::Open { text: row.facts.name.clone(), below: agency_kind_name(t, row.facts.kind), href },
                    Cell::Text(Family::of(row.facts.kind).words(t)),
                    Cell::Text(town(row).and_then(named).unwrap_or_default()),
                ],
            }
        };
        self.agencies.iter().enumerate().map(line).collect()
    }
}

fn questions(t: &Texts, network: &AgencyNetwork) -> [Question; 4] {
    let towns = network.agencies.iter().filter(|row| row.facts.kind == AgencyKind::Municipality);
    let towns: Vec<ChoiceOption> = labelled(towns.map(|row| (row.id.to_string(), row.facts.name.clone())));
    let kinds = options(Family::ALL, Family::name, |family| family.words(t));
    let stages = options(Stage::ALL, Stage::name, |stage| stage_name(t, stage));
    [
        Question::pick("kind", t.get("ties-kind"), kinds),
        Question::pick("area", t.get("ties-area"), towns),
        Question::pick("stage", t.get("ties-stage"), stages),
        Question::date("on", t.get("ties-on")),
    ]
}

pub(super) async fn show_network(
    State(site): State<Site>,
    reader: SignedIn,
    Query(asked): Query<Asked>,
    Query(told): Query<Done>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let today = reader.look.long(site.app().clock().today()).text().to_owned();
    let on = if asked.on.trim().is_empty() { today } else { asked.on.clone() };
    let form = Submitted::of([
        ("kind", asked.kind.clone()),
        ("area", asked.area.clone()),
        ("stage", asked.stage.clone()),
        ("on", on),
    ]);
    let mut filled = Filled::new(t, form);
    let day = filled.day("on");
    let network = site.app().agency_network(&reader.actor, day).await.map_err(page_error)?;
    let shown = Shown::of(&network, &asked);
    let own = reader.actor.agency();
    let pages = Pagination::new(asked.page, PER_PAGE, shown.pairs.len(), asked.address());
    let mut said = shown.said(t);
    if shown.agencies.len() > MOST_DRAWN {
        said.push(t.get("ties-too-many"));
    }
    let mut frame = frame(&site, &reader, t.get("ties-title"), true).await?;
    frame.has_errors = !filled.is_right();
    frame.banners = told.banners(t);
    let is_drawable = shown.agencies.len() <= MOST_DRAWN;
    show(&ShowPage {
        fields: filled.ask_all(&questions(t, &network)),
        picture: shown.picture(t, own, said.join(" ")),
        said,
        kinds: Family::ALL.iter().map(|family| (*family, family.letter(t), family.words(t))).collect(),
        stages: Stage::ALL.iter().map(|stage| (*stage, stage_name(t, *stage))).collect(),
        pairs: (!shown.pairs.is_empty()).then(|| TableView {
            id: "pairs".to_owned(),
            caption: t.get("ties-pairs"),
            columns: vec![
                Column::new(t.get("ties-two")),
                Column::new(t.get("ties-stage")),
                Column::new(t.get("ties-behind")),
            ],
            rows: shown.pair_rows(t, own, &pages),
        }),
        pages,
        agencies: (is_drawable && !shown.agencies.is_empty()).then(|| TableView {
            id: "agencies".to_owned(),
            caption: t.get("ties-agencies"),
            columns: vec![
                Column::new(t.get("ties-number")).numeric(),
                Column::new(t.get("agency-name")).below(t.get("agency-kind")),
                Column::new(t.get("ties-kind")),
                Column::new(t.get("ties-area")),
            ],
            rows: shown.agency_rows(t, own, &network),
        }),
        empty: EmptyState {
            heading: t.get("ties-none"),
            body: t.get("ties-none-body"),
            action: Some(Link::new(t.get("ties-all"), "/network")),
        },
        frame,
    })
}
