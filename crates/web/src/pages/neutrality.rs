//! 選択のあとの行き先: where people went on to after choice support, by half-year, each service apart and against the line. One office
//! after the other, never one against another.

mod reason;

use askama::Template;
use axum::{
    Router,
    extract::{Query, State},
    response::Response,
    routing::get,
};
use banso_app::OfficeHalfYear;
use banso_domain::neutrality::{AuthorityWord, HalfYear, LeaningReason, ServiceShare};

use super::episodes::programme_name;
use crate::{
    components::{Banner, BannerKind, Cell, Column, EmptyState, Link, Shape, StatusTag, TableRow, TableView},
    errors::PageError,
    frame::{Frame, Section},
    rules,
    site::{Done, SignedIn, Site, page_error, show},
    text::Texts,
};

pub(super) fn routes() -> Router<Site> {
    Router::new().route("/neutrality", get(half_year)).route("/neutrality/reasons", get(reason::ask).post(reason::take))
}

/// An office with its figures.
struct Office {
    name: String,
    /// Which corporation runs it, and how many assessments ended.
    about: String,
    table: TableView,
    /// Why it was over the line, as the office wrote it.
    reasons: Option<TableView>,
    /// What the reader can write about that.
    links: Vec<Link>,
    /// What is to be known of the figures.
    notes: Vec<String>,
    /// The rule that speaks.
    findings: Vec<Banner>,
}

#[derive(Template)]
#[template(path = "pages/neutrality.html")]
struct NeutralityPage {
    frame: Frame,
    lead: String,
    offices: Vec<Office>,
    empty: EmptyState,
    previous: Link,
    next: Link,
}

#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct Asked {
    half: String,
}

fn section(reader: &SignedIn) -> Section {
    if reader.actor.is_caseworker() || reader.actor.is(banso_domain::staff::Role::PartnerStaff) {
        Section::Episodes
    } else {
        Section::Decisions
    }
}

/// The name of what the authority said.
fn authority_word(t: &Texts, word: AuthorityWord) -> String {
    t.get(&format!("{}{}", /* keys */ "neutrality-word-", word.name()))
}

fn row(site: &Site, reader: &SignedIn, found: &OfficeHalfYear, share: &ServiceShare, half: HalfYear) -> TableRow {
    let t = &reader.t;
    let service = Cell::Text(programme_name(site, t, share.service, half.last_day()));
    let Some(percent) = share.percent() else {
        let nobody = Cell::Text(t.get("neutrality-nobody"));
        let none = || Cell::Text(String::new());
        return TableRow { cells: vec![service, nobody, none(), none(), none()] };
    };
    let corporation = match (&share.corporation, share.is_own) {
        (Some(name), true) => t.with("neutrality-own", [("name", name.clone())]),
        (Some(name), false) => name.clone(),
        (None, _) => String::new(),
    };
    let line = [("percent", found.rules.percent.to_string())];
    let reason = found.office.facts.leaning_reason(half, share.service);
    let state = if share.is_over(found.rules.percent) && reason.is_some_and(LeaningReason::stands) {
        StatusTag::new(Shape::Waiting, t.with("neutrality-over-with-reason", line))
    } else if share.is_over(found.rules.percent) {
        StatusTag::new(Shape::Attention, t.with("neutrality-over", line))
    } else {
        StatusTag::new(Shape::Done, t.with("neutrality-within", line))
    };
    let figures =
        [("most", share.most.to_string()), ("people", share.people.to_string()), ("percent", percent.to_string())];
    TableRow {
        cells: vec![
            service,
            Cell::Text(t.count("neutrality-people", share.people)),
            Cell::Text(corporation),
            Cell::Text(t.with("neutrality-share", figures)),
            Cell::Status(state),
        ],
    }
}

fn office(site: &Site, reader: &SignedIn, number: usize, found: &OfficeHalfYear, half: HalfYear) -> Office {
    let t = &reader.t;
    let columns = [
        t.get("neutrality-service"),
        t.get("neutrality-went-on"),
        t.get("neutrality-corporation"),
        t.get("neutrality-figure"),
        t.get("neutrality-line"),
    ];
    let unknown: usize = found.shares.services.iter().map(|share| share.unknown).sum();
    let mut notes = Vec::new();
    if unknown > 0 {
        notes.push(t.count("neutrality-unknown", unknown));
    }
    let corporation = match found.office.facts.corporation.as_str() {
        "" => t.get("neutrality-no-corporation"),
        name => t.with("neutrality-run-by", [("name", name)]),
    };
    Office {
        name: found.office.facts.name.clone(),
        about: format!("{corporation}{}", t.count("neutrality-ended", found.shares.ended)),
        table: TableView {
            id: format!("office-{number}"),
            caption: t.with("neutrality-caption", [("office", found.office.facts.name.clone())]),
            columns: columns.into_iter().map(Column::new).collect(),
            rows: found.shares.services.iter().map(|share| row(site, reader, found, share, half)).collect(),
        },
        reasons: reason::table(site, reader, number, found),
        links: reason::links(site, reader, found, half),
        notes,
        findings: rules::warnings(t, &found.findings),
    }
}

async fn half_year(
    State(site): State<Site>,
    reader: SignedIn,
    Query(asked): Query<Asked>,
    Query(told): Query<Done>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let today = site.app().clock().today();
    let half = HalfYear::from_name(&asked.half).unwrap_or_else(|| HalfYear::of(today));
    let found = site.app().half_year_of_choice(&reader.actor, half).await.map_err(page_error)?;
    let day = |day| reader.look.long(day).text().to_owned();
    let (from, until) = half.applied();
    let days = [
        ("from", day(half.first_day())),
        ("until", day(half.last_day())),
        ("applied_from", day(from)),
        ("applied_until", day(until)),
    ];
    let link = |text: String, half: HalfYear| Link::new(text, format!("/neutrality?half={}", half.name()));
    let mut frame = reader.frame(&site, Some(section(&reader)), t.get("neutrality-title")).await?;
    frame.banners = told.banners(t);
    if today <= half.last_day() && !found.is_empty() {
        let running = Banner::new(BannerKind::Info, t.get("neutrality-running"));
        frame.banners.push(running.body(t.with("neutrality-running-body", [("day", day(half.last_day()))])));
    }
    show(&NeutralityPage {
        frame,
        lead: t.with("neutrality-lead", days),
        offices: found.iter().enumerate().map(|(number, one)| office(&site, &reader, number, one, half)).collect(),
        empty: EmptyState { heading: t.get("neutrality-none"), body: t.get("neutrality-none-body"), action: None },
        previous: link(t.get("neutrality-before"), half.before()),
        next: link(t.get("neutrality-after"), half.after()),
    })
}
