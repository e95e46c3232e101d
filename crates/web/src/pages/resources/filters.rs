//! The questions beside the words: place, day and hour, needs, free places, who is known; and those in force, each removable by itself.

use banso_domain::{
    calendar::japan,
    resource::{Municipality, Need},
};
use chrono::Timelike;

use super::{
    asked::{Asked, DISTANCES, When},
    naming::need_name,
};
use crate::{
    components::{Chip, ChoiceOption, FieldView, Link, SelectView, Width},
    dates::clock,
    errors::PageError,
    site::{SignedIn, Site, page_error},
};

/// A box to tick.
pub(super) struct Only {
    pub(super) name: &'static str,
    pub(super) label: String,
    pub(super) chosen: bool,
}

/// The form of the questions.
pub(super) struct Filters {
    /// What is asked elsewhere on the page and kept.
    pub(super) kept: Vec<(&'static str, String)>,
    pub(super) area: FieldView,
    pub(super) within: SelectView,
    pub(super) on: FieldView,
    pub(super) at: FieldView,
    pub(super) need: SelectView,
    pub(super) only: [Only; 3],
    /// Searches that are one press away: open now, and in the reader's own town.
    pub(super) ways: Vec<Link>,
    /// Whether something is chosen or wrong; the form is then open.
    pub(super) is_used: bool,
}

impl Filters {
    pub(super) fn new(site: &Site, reader: &SignedIn, asked: &Asked, when: &When, own: Option<&Municipality>) -> Self {
        let t = &reader.t;
        let field = |name: &'static str, label: String, value: &str| FieldView::new(name, label).value(value);
        let wrong = |field: FieldView, error: Option<&String>| match error {
            Some(error) => field.error(error),
            None => field,
        };
        let distance = |kilometres: u32| {
            let label = t.with("resources-within", [("kilometres", kilometres)]);
            ChoiceOption::new(kilometres.to_string(), label).chosen(asked.kilometres() == Some(kilometres))
        };
        let need =
            |need: &Need| ChoiceOption::new(need.name(), need_name(t, *need)).chosen(asked.need() == Some(*need));
        let only = |name, label: String, value: &str| Only { name, label, chosen: !value.is_empty() };
        let of_the_form = ["area", "within", "on", "at", "untold", "free", "need", "known"];
        let kept = asked.pairs().into_iter().filter(|(name, value)| !of_the_form.contains(name) && !value.is_empty());
        Self {
            kept: kept.map(|(name, value)| (name, value.to_owned())).collect(),
            area: field("area", t.get("resources-area"), &asked.area).hint(t.get("resources-area-hint")),
            within: SelectView {
                field: field("within", t.get("resources-distance"), &asked.within),
                options: DISTANCES.map(distance).to_vec(),
            },
            on: wrong(
                field("on", t.get("resources-on"), &asked.on).hint(t.get("resources-on-hint")).width(Width::Middle),
                when.wrong_day.as_ref(),
            ),
            at: wrong(
                field("at", t.get("resources-at"), &asked.at).hint(t.get("resources-at-hint")).width(Width::Middle),
                when.wrong_time.as_ref(),
            ),
            need: SelectView {
                field: field("need", t.get("resources-need"), &asked.need),
                options: Need::ALL.iter().map(need).collect(),
            },
            only: [
                only("untold", t.get("resources-untold"), &asked.untold),
                only("free", t.get("resources-free"), &asked.free),
                only("known", t.get("resources-known"), &asked.known),
            ],
            ways: ways(site, reader, asked, own),
            is_used: asked.pairs().iter().any(|(name, value)| of_the_form.contains(name) && !value.is_empty()),
        }
    }
}

fn ways(site: &Site, reader: &SignedIn, asked: &Asked, own: Option<&Municipality>) -> Vec<Link> {
    let t = &reader.t;
    let now = japan::local(site.app().clock().now());
    let minute = u16::try_from(now.hour() * 60 + now.minute()).unwrap_or_default();
    let open = asked.href(|asked| {
        asked.on = now.date().to_string();
        asked.at = clock(minute);
    });
    let mut ways = vec![Link::new(t.get("resources-open-now"), open)];
    ways.extend(own.map(|town| {
        let near = asked.href(|asked| {
            asked.area = format!("{}{}", town.prefecture(), town.name);
            asked.within = DISTANCES[1].to_string();
        });
        Link::new(t.with("resources-near-us", [("town", &town.name)]), near)
    }));
    ways
}

/// The town of the reader's agency: by its code, or by its address.
pub(in crate::pages) async fn own_town(
    site: &Site,
    reader: &SignedIn,
) -> Result<Option<&'static Municipality>, PageError> {
    let facts = site.app().agency(reader.actor.agency()).await.map_err(page_error)?.facts;
    let of_code = || Municipality::by_code(facts.municipality_code.parse().ok()?);
    Ok(of_code().or_else(|| Municipality::of_address(&facts.address)))
}

/// What is in force.
pub(super) fn chips(reader: &SignedIn, asked: &Asked, when: &When) -> Vec<Chip> {
    let t = &reader.t;
    let mut chips = Vec::new();
    let mut chip = |label: String, without: fn(&mut Asked)| {
        chips.push(Chip { label, remove_href: asked.href(without) });
    };
    if !asked.words.trim().is_empty() {
        chip(t.with("resources-chip-words", [("words", asked.words.trim())]), |asked| asked.words.clear());
    }
    if !asked.kind.trim().is_empty() {
        chip(asked.kind.trim().to_owned(), |asked| asked.kind.clear());
    }
    if !asked.area.trim().is_empty() {
        let area = asked.area.trim();
        let label = match asked.kilometres().filter(|_| !asked.towns().is_empty()) {
            Some(kilometres) => {
                t.with("resources-chip-around", [("area", area), ("kilometres", kilometres.to_string().as_str())])
            }
            None => area.to_owned(),
        };
        chip(label, |asked| {
            asked.area.clear();
            asked.within.clear();
        });
    }
    if let Some((day, minute)) = when.open_at {
        let day = reader.look.with_weekday(day).text().to_owned();
        chip(t.with("resources-chip-open", [("day", day), ("time", clock(minute))]), |asked| {
            asked.on.clear();
            asked.at.clear();
            asked.untold.clear();
        });
    }
    if !asked.untold.is_empty() && when.open_at.is_some() {
        chip(t.get("resources-untold"), |asked| asked.untold.clear());
    }
    if !asked.free.is_empty() {
        chip(t.get("resources-free"), |asked| asked.free.clear());
    }
    if let Some(need) = asked.need() {
        chip(need_name(t, need), |asked| asked.need.clear());
    }
    if !asked.places().is_empty() {
        chip(t.count("resources-chosen", asked.places().len()), |asked| asked.chosen.clear());
    }
    if !asked.known.is_empty() {
        chip(t.get("resources-known"), |asked| asked.known.clear());
    }
    chips
}
