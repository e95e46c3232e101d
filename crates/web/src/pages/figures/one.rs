//! One indicator: what is counted over what, where it comes from and what is to be known of it; one's own figure and the region's; and agencies of one's own
//! kind beside each other.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use banso_app::{Figures, FiguresOf, ToldIndicator};
use banso_domain::agency::AgencyKind;
use banso_insight::indicators::{Figure, Standing, Unit};

use super::{
    Asked, Days, counted_words, days_in_words, frame,
    funnel::{Agency, FunnelPicture, Words},
    naming, own_of, wait,
};
use crate::{
    components::{Cell, Column, Link, TableRow, TableView},
    errors::PageError,
    form::Block,
    frame::Frame,
    naming::agency_kind_name,
    pages::export::{self, Again, Wanted},
    site::{SignedIn, Site, page_error, percent, show},
};

#[derive(Template)]
#[template(path = "pages/figures/one.html")]
struct OnePage {
    frame: Frame,
    days: String,
    counted: String,
    fields: Vec<Block>,
    action: String,
    usual: Vec<Link>,
    caveat: String,
    /// What it is made of and where it comes from, each with its name.
    about: Vec<(String, String)>,
    table: TableView,
    picture: Option<FunnelPicture>,
    /// Above the picture: of which kind the agencies are.
    picture_heading: String,
    /// The agencies that may be told, by name.
    agencies: Option<TableView>,
    files: Vec<Link>,
}

/// An agency that is told, with its name.
struct Told<'a> {
    name: String,
    is_own: bool,
    figure: &'a Figure,
}

/// The agencies of one kind, by name: the reader's own kind, or the one of which there are most.
async fn of_one_kind<'a>(
    site: &Site,
    told: &ToldIndicator<'a>,
    of: &FiguresOf,
) -> Result<Option<(AgencyKind, Vec<Told<'a>>)>, PageError> {
    let agencies = site.app().agencies().await.map_err(page_error)?;
    let whole = |figure: &&Figure| figure.phase.is_none() && figure.purpose.is_none();
    let own = of.own().zip(told.own.iter().copied().find(whole));
    let others = told.others.iter().map(|(agency, figure)| (*agency, *figure)).filter(|(_, figure)| whole(figure));
    let all: Vec<_> = own.into_iter().chain(others).collect();
    let kind_of = |agency| agencies.find(agency).map(|row| row.facts.kind);
    let own_kind = own.and_then(|(agency, _)| kind_of(agency));
    let most = || {
        let kinds: Vec<AgencyKind> = all.iter().filter_map(|(agency, _)| kind_of(*agency)).collect();
        kinds
            .iter()
            .copied()
            .max_by_key(|kind| (kinds.iter().filter(|other| *other == kind).count(), std::cmp::Reverse(*kind)))
    };
    let Some(kind) = own_kind.or_else(most) else { return Ok(None) };
    let mut rows: Vec<Told<'_>> = all
        .iter()
        .filter_map(|(agency, figure)| {
            let row = agencies.find(*agency).filter(|row| row.facts.kind == kind)?;
            let is_own = of.own() == Some(*agency);
            Some(Told { name: row.facts.name.clone(), is_own, figure })
        })
        .collect();
    rows.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(Some((kind, rows)))
}

pub(super) async fn show_one(
    State(site): State<Site>,
    reader: SignedIn,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let days = Days::of(&site, &reader, &asked);
    let figures = site.app().figures(&reader.actor, days.period).await.map_err(page_error)?;
    let Figures::Counted(of) = figures else { return wait(&site, &reader, days.period).await };
    let told = of.of(&id).ok_or_else(PageError::not_found)?;
    let definition = told.definition;
    let name = naming::words(t, &definition.name).to_owned();
    let has_own = of.own().is_some();
    let row = |figure: &Figure| {
        let mut cells = vec![Cell::Text(naming::with_part(t, &name, figure))];
        if has_own {
            cells.push(naming::value(t, definition, own_of(&told, figure)));
        }
        cells.push(naming::value(t, definition, Some(figure)));
        TableRow { cells }
    };
    let mut columns = vec![Column::new(t.get("figures-indicator"))];
    if has_own {
        columns.push(Column::new(t.get("figures-own")).below(t.get("figures-made-of")));
    }
    columns.push(Column::new(t.get("figures-region")).below(t.get("figures-made-of")));
    let table = TableView {
        id: "figure".to_owned(),
        caption: t.get("figures-figure"),
        columns,
        rows: told.region.iter().map(row).collect(),
    };
    let (mut picture, mut heading, mut agencies) = (None, String::new(), None);
    if let Some((kind, rows)) = of_one_kind(&site, &told, &of).await? {
        let kind = agency_kind_name(t, kind);
        heading = t.with("figures-of-kind", [("kind", kind)]);
        picture = drawn(&reader, &told, &rows, &heading);
        let line = |told: &Told<'_>| TableRow {
            cells: vec![Cell::Text(told.name.clone()), naming::value(t, definition, Some(told.figure))],
        };
        let columns = vec![
            Column::new(t.get("figures-agency")),
            Column::new(t.get("figures-value")).below(t.get("figures-made-of")),
        ];
        agencies = (!rows.is_empty()).then(|| TableView {
            id: "agencies".to_owned(),
            caption: heading.clone(),
            columns,
            rows: rows.iter().map(line).collect(),
        });
    }
    if wanted.is_file() {
        let tables = [Some(table), agencies].into_iter().flatten().collect();
        return wanted.answer(&site, &reader, "figure", tables, &[], Again::by_address(&reader)).await;
    }
    let path = format!("/figures/{}", percent(&definition.id));
    let mut frame = frame(&site, &reader, name.clone(), Some(of.period())).await?;
    frame.has_errors = !days.filled.is_right();
    show(&OnePage {
        frame,
        days: days_in_words(&reader, of.period()),
        counted: counted_words(&reader, &of),
        fields: days.fields(t),
        usual: Days::usual(t, site.app().clock().today(), &path),
        action: path,
        caveat: naming::words(t, &definition.caveat).to_owned(),
        about: about(&reader, &told),
        table,
        picture,
        picture_heading: heading,
        agencies,
        files: export::files(&reader),
    })
}

/// What an indicator is made of and where it comes from.
fn about(reader: &SignedIn, told: &ToldIndicator<'_>) -> Vec<(String, String)> {
    let t = &reader.t;
    let definition = told.definition;
    let held = told.region.iter().all(|figure| figure.standing != Standing::NotInTables);
    let lines = [
        (t.get("figures-numerator"), naming::words(t, &definition.numerator).to_owned()),
        (
            t.get("figures-denominator"),
            definition.denominator.as_ref().map(|words| naming::words(t, words).to_owned()).unwrap_or_default(),
        ),
        (t.get("figures-level"), naming::level_name(t, definition.level)),
        (t.get("figures-usual-span"), naming::span_name(t, definition.period)),
        (t.get("figures-needs"), if held { String::new() } else { naming::needs(t, definition) }),
        (
            t.get("figures-aim"),
            definition.target.as_ref().map(|words| naming::words(t, words).to_owned()).unwrap_or_default(),
        ),
        (t.get("figures-published"), naming::published(t, definition)),
        (t.get("figures-source"), definition.source.clone()),
    ];
    lines.into_iter().filter(|(_, words)| !words.is_empty()).collect()
}

/// The agencies of one kind as a funnel plot: only shares of people are compared.
fn drawn(reader: &SignedIn, told: &ToldIndicator<'_>, rows: &[Told<'_>], heading: &str) -> Option<FunnelPicture> {
    let t = &reader.t;
    if told.definition.unit != Unit::Percent {
        return None;
    }
    let whole = told.region.iter().find(|figure| figure.phase.is_none() && figure.purpose.is_none())?;
    let agencies: Vec<Agency> = rows
        .iter()
        .filter_map(|row| {
            Some(Agency { people: row.figure.denominator?, share: row.figure.value?, is_own: row.is_own })
        })
        .collect();
    let words = Words {
        title: heading.to_owned(),
        description: t.get("figures-funnel-description"),
        people: t.get("figures-funnel-people"),
        own: rows.iter().any(|row| row.is_own).then(|| t.get("figures-own")),
        other: t.get("figures-funnel-other"),
        all: t.get("figures-region"),
        inner: t.get("figures-funnel-inner"),
        outer: t.get("figures-funnel-outer"),
    };
    FunnelPicture::new(words, whole.value?, &agencies)
}
