//! 「もし、この機関がなくなったら」: what would come apart, and how many would have nobody here. A question to the council, and no blame (P-160).

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use banso_app::{AgencyNetwork, IfClosed};
use banso_domain::{id::AgencyId, missing::Figure};

use super::frame;
use crate::{
    components::Link,
    errors::PageError,
    form::{Block, Filled, Question, Submitted, labelled},
    frame::Frame,
    pages::missing::figure,
    site::{SignedIn, Site, page_error, show},
    text::Texts,
};

/// So many names of a group are written out.
const NAMED: usize = 12;

#[derive(Template)]
#[template(path = "pages/ties/closed.html")]
struct ClosedPage {
    frame: Frame,
    fields: Vec<Block>,
    answer: Option<Answer>,
    /// Agencies without which others would be cut off from each other, by kind and name.
    holding: Vec<Link>,
    /// Pairs that are the only way between two parts.
    only_ways: Vec<String>,
}

/// What would be.
struct Answer {
    question: String,
    sentences: Vec<String>,
    /// The groups that would be cut off, each in a line.
    groups: Vec<String>,
}

#[derive(Default, serde::Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    agency: String,
}

fn name(network: &AgencyNetwork, id: AgencyId) -> String {
    network.agencies.iter().find(|row| row.id == id).map(|row| row.facts.name.clone()).unwrap_or_default()
}

fn answer(t: &Texts, network: &AgencyNetwork, closed: &IfClosed) -> Answer {
    let group = |group: &Vec<AgencyId>| {
        let names: Vec<String> = group.iter().take(NAMED).map(|id| name(network, *id)).collect();
        let names = names.join(&t.get("list-separator"));
        match group.len().saturating_sub(NAMED) {
            0 => names,
            more => t.with("ties-and-more", [("names", names), ("more", more.to_string())]),
        }
    };
    let cut = closed.apart.cut_off();
    let mut sentences = vec![match cut.len() {
        0 => t.get("ties-closed-nothing"),
        groups => t.count("ties-closed-groups", groups),
    }];
    sentences.push(match closed.nobody_else {
        Figure::None => t.get("ties-closed-nobody"),
        told => t.with("ties-closed-persons", [("figure", figure(t, told))]),
    });
    Answer {
        question: t.with("ties-closed-question", [("agency", closed.agency.facts.name.clone())]),
        sentences,
        groups: cut.iter().map(group).collect(),
    }
}

pub(super) async fn show_closed(
    State(site): State<Site>,
    reader: SignedIn,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let network = site.app().agency_network(&reader.actor, None).await.map_err(page_error)?;
    let agencies = labelled(network.agencies.iter().map(|row| (row.id.to_string(), row.facts.name.clone())));
    let filled = Filled::new(t, Submitted::of([("agency", asked.agency.clone())]));
    let chosen: Option<AgencyId> = asked.agency.parse().ok();
    let answer = match chosen.filter(|id| network.agencies.iter().any(|row| row.id == *id)) {
        Some(agency) => {
            let closed = site.app().if_closed(&reader.actor, &network, agency).await.map_err(page_error)?;
            Some(answer(t, &network, &closed))
        }
        None => None,
    };
    let (holding, only_ways) = network.ties().holding();
    let both = |(one, other): (AgencyId, AgencyId)| {
        t.with("ties-both", [("one", name(&network, one)), ("other", name(&network, other))])
    };
    let link = |id: AgencyId| Link::new(name(&network, id), format!("/network/if-closed?agency={id}"));
    show(&ClosedPage {
        frame: frame(&site, &reader, t.get("ties-closed-title"), false).await?,
        fields: filled.ask_all(&[Question::pick("agency", t.get("ties-closed-which"), agencies)]),
        answer,
        holding: holding.into_iter().map(link).collect(),
        only_ways: only_ways.into_iter().map(both).collect(),
    })
}
