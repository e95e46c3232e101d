//! One sheet: what each side says beside each other, its versions, what can be done, what happened; two versions beside each other; and the
//! sheet as a file.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use banso_app::{EntryLine, PrintLook};
use banso_domain::{
    calendar::japan,
    form::Side,
    job::Job,
    rule::{Rule, Severity},
    sheet::{SheetEvent, Version},
};

use super::{Opened, deeds::Deed, picture::Picture, side_name, told::SectionView};
use crate::{
    components::{
        Banner, BannerKind, Cell, Column, Link, Shape, StatusTag, SummaryRow, TableRow, TableView, TimelineItem,
    },
    errors::PageError,
    frame::Frame,
    pages::{
        forms::{file_answer, file_of, print_look},
        people::People,
    },
    rules,
    site::{Done, SignedIn, Site, page_error, show},
    text::Texts,
};

#[derive(Template)]
#[template(path = "pages/sheets/show.html")]
struct ShowPage {
    frame: Frame,
    heading: String,
    about: Vec<SummaryRow>,
    caution: String,
    open_note: Option<String>,
    /// What the reader does next, the most likely first.
    deeds: Vec<Link>,
    /// Who has said something, and who is still to be asked.
    sides: Option<TableView>,
    picture: Option<Picture>,
    sections: Vec<SectionView>,
    /// Why nothing of what others said is shown yet.
    held_back: Option<String>,
    versions: Option<TableView>,
    files: Vec<Link>,
    history: Vec<TimelineItem>,
}

#[derive(Default, serde::Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    version: Option<usize>,
    first: Option<usize>,
    second: Option<usize>,
}

/// The version that is asked for, or the one at hand.
fn asked_version(opened: &Opened, asked: Option<usize>) -> Result<(usize, &Version), PageError> {
    let versions = &opened.page.sheet.versions;
    let number = asked.unwrap_or(versions.len().saturating_sub(1));
    versions.get(number).map(|version| (number, version)).ok_or_else(PageError::not_found)
}

pub(super) async fn show_sheet(
    State(site): State<Site>,
    reader: SignedIn,
    Path(id): Path<String>,
    Query(told): Query<Done>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let opened = Opened::load(&site, reader, &id).await?;
    let t = opened.t();
    let (number, version) = asked_version(&opened, asked.version)?;
    let is_current = number + 1 == opened.page.sheet.versions.len();
    let mut frame = opened.reader.frame(&site, Some(opened.section()), opened.title()).await?;
    frame.breadcrumbs = opened.up();
    frame.banners = told.banners(t);
    if is_current {
        frame.banners.extend(findings(&opened));
        frame.banners.extend(open_sides(&opened));
        frame.banners.extend(to_reconfirm(&opened));
    }
    let held_back = held_back(&opened, version);
    // What is held back stands on no paper either.
    let files = if held_back.is_some() { Vec::new() } else { files(&opened, number) };
    let sections = if held_back.is_some() { Vec::new() } else { opened.sections(version) };
    let history = if opened.page.is_person { Vec::new() } else { history(&site, &opened).await? };
    let language = t.lang().in_definitions();
    let caution = opened.page.form.texts.get("caution").map(|words| words.text(opened.page.sheet.form_on, language));
    show(&ShowPage {
        frame,
        heading: match opened.page.is_person || opened.page.name.is_empty() {
            true => opened.title(),
            false => t.with("sheet-heading", [("name", opened.page.name.clone()), ("sheet", opened.title())]),
        },
        about: about(&opened, number, version),
        caution: caution.unwrap_or_default().to_owned(),
        open_note: opened.open_note(),
        deeds: if opened.writes() && is_current { deeds(&opened, version) } else { Vec::new() },
        sides: sides(&site, &opened, version, is_current).await?,
        picture: Picture::of(&opened, version).filter(|_| held_back.is_none()),
        sections,
        held_back,
        versions: versions(&opened),
        files,
        history,
    })
}

/// What rules say about what is being written: warnings and what is worth knowing; what refuses its end is told when it is ended.
fn findings(opened: &Opened) -> Vec<Banner> {
    let version = opened.page.sheet.current();
    if opened.page.is_person || version.is_none_or(|version| version.said.is_empty()) {
        return Vec::new();
    }
    let said: Vec<_> = opened.page.findings.iter().copied().filter(|rule| rule.severity() != Severity::Error).collect();
    rules::warnings(opened.t(), &said)
}

/// Who is still to be asked before the version can be final (P-72).
fn open_sides(opened: &Opened) -> Option<Banner> {
    let t = opened.t();
    let page = &opened.page;
    let version = page.sheet.current().filter(|version| version.finalised.is_none() && !version.said.is_empty());
    version.filter(|_| opened.writes() && !page.is_person)?;
    let sides: Vec<String> = page.sheet.unasked(&page.form).into_iter().map(|side| side_name(t, side)).collect();
    let words = || t.with("sheet-open-sides", [("sides", sides.join(&t.get("list-separator")))]);
    (!sides.is_empty()).then(|| Banner::new(BannerKind::Info, words()).body(rules::what_to_do(t, Rule::EverySideAsked)))
}

/// Somebody else answers at the firm since it was confirmed.
fn to_reconfirm(opened: &Opened) -> Vec<Banner> {
    let t = opened.t();
    let banner = |job: &Job| {
        let since = job.asks_to_reconfirm()?;
        let values = [
            ("code", Rule::EmployerContactChanged.code().to_owned()),
            ("employer", job.employer.name.clone()),
            ("day", opened.reader.look.long(since).text().to_owned()),
        ];
        let banner = Banner::new(BannerKind::Warning, t.with("sheet-reconfirm", values));
        Some(banner.body(t.get("sheet-reconfirm-do")).link(t.get("sheet-reconfirm-job"), format!("/jobs/{}", job.id)))
    };
    opened.page.to_reconfirm.iter().filter_map(banner).collect()
}

/// The person says first what they think: until then they do not read what others said about them.
fn held_back(opened: &Opened, version: &Version) -> Option<String> {
    let asks = !opened.page.form.rated_items().is_empty() && opened.page.form.fields_of(Side::Person).next().is_some();
    let waits = version.finalised.is_none() && !version.said.contains_key(&Side::Person);
    let t = opened.t();
    (opened.page.is_person && asks && waits).then(|| t.get("own-sheet-first"))
}

fn about(opened: &Opened, number: usize, version: &Version) -> Vec<SummaryRow> {
    let t = opened.t();
    let page = &opened.page;
    let day = |day| opened.reader.look.long(day).text().to_owned();
    let mut rows = Vec::new();
    if !page.is_person {
        rows.push(SummaryRow::or_unknown(t.get("person-field-kana"), &page.kana));
    }
    rows.push(SummaryRow::new(t.get("sheet-agency"), page.agency_name.clone()));
    let state = match &version.finalised {
        Some(finalised) => t.with("sheet-final-on", [("day", day(finalised.on))]),
        None => t.with("sheet-written-since", [("day", day(version.begun_on))]),
    };
    rows.push(SummaryRow::new(t.with("sheet-version-number", [("number", number + 1)]), state));
    if !version.source.is_empty() {
        rows.push(SummaryRow::new(t.get("sheet-new-because"), version.source.clone()));
    }
    if !page.sheet.begun_because.is_empty() {
        let why = if page.is_person { t.get("own-sheet-begun-because") } else { t.get("sheet-begun-because") };
        rows.push(SummaryRow::new(why, page.sheet.begun_because.clone()));
    }
    for permission in &page.sheet.permissions {
        let values = [
            ("day", day(permission.on)),
            ("purpose", permission.purpose.clone()),
            ("by", permission.explained_by.clone()),
        ];
        rows.push(SummaryRow::new(t.get("sheet-permission"), t.with("sheet-permitted", values)));
    }
    for on in &page.sheet.carried {
        rows.push(SummaryRow::new(t.get("sheet-carried"), day(*on)));
    }
    rows
}

fn deeds(opened: &Opened, version: &Version) -> Vec<Link> {
    let t = opened.t();
    let mut links = Vec::new();
    if version.finalised.is_none() {
        for side in opened.page.form.sides() {
            if opened.page.is_person && side != Side::Person {
                continue;
            }
            let words = match opened.page.is_person {
                true => t.get("own-sheet-write"),
                false => t.with("sheet-write-side", [("side", side_name(t, side))]),
            };
            links.push(Link::new(words, opened.write_href(side)));
        }
    }
    let possible = Deed::possible(opened);
    links.extend(possible.map(|deed| Link::new(deed.label(opened), format!("{}/do/{}", opened.home(), deed.name()))));
    if opened.page.sheet.versions.len() > 1 {
        links.push(Link::new(t.get("sheet-compare"), format!("{}/compare", opened.home())));
    }
    links
}

async fn sides(
    site: &Site,
    opened: &Opened,
    version: &Version,
    is_current: bool,
) -> Result<Option<TableView>, PageError> {
    let t = opened.t();
    let all = opened.page.form.sides();
    if all.len() < 2 {
        return Ok(None);
    }
    let mut people = People::of(site, [opened.page.sheet.agency]).await?;
    let may_write = is_current && opened.writes() && version.finalised.is_none();
    let mut rows = Vec::new();
    for side in all {
        let said = version.said.get(&side);
        if said.is_none() && !opened.writes() {
            continue;
        }
        let name = side_name(t, side);
        let may = may_write && (!opened.page.is_person || side == Side::Person);
        let first = match may {
            true => Cell::Open { text: name, below: String::new(), href: opened.write_href(side) },
            false => Cell::Text(name),
        };
        let cells = match said {
            None => vec![
                first,
                Cell::Text(String::new()),
                Cell::Text(String::new()),
                Cell::Text(String::new()),
                Cell::Status(StatusTag::new(Shape::Open, t.get("sheet-not-yet"))),
            ],
            Some(said) => {
                let by = match said.is_own {
                    true if side == Side::Employer => t.get("sheet-by-the-firm"),
                    true => t.get("sheet-by-themself"),
                    false => people.name(site, said.written_by).await?,
                };
                vec![
                    first,
                    Cell::TwoLines(said.source.clone(), t.with("sheet-written-by", [("name", by)])),
                    Cell::Text(said.place.clone()),
                    Cell::Date(opened.reader.look.short(said.on)),
                    Cell::Status(StatusTag::new(Shape::Done, t.get("sheet-said"))),
                ]
            }
        };
        rows.push(TableRow { cells });
    }
    let columns =
        [t.get("sheet-side"), t.get("sheet-who"), t.get("sheet-place"), t.get("sheet-said-on"), t.get("sheet-state")];
    Ok(Some(TableView {
        id: "sides".to_owned(),
        caption: t.get("sheet-sides-caption"),
        columns: columns.into_iter().map(Column::new).collect(),
        rows,
    }))
}

fn versions(opened: &Opened) -> Option<TableView> {
    let t = opened.t();
    let all = &opened.page.sheet.versions;
    let row = |(number, version): (usize, &Version)| {
        let state = match version.finalised {
            Some(_) => StatusTag::new(Shape::Done, t.get("sheet-is-final")),
            None => StatusTag::new(Shape::Active, t.get("sheet-being-written")),
        };
        TableRow {
            cells: vec![
                Cell::Open {
                    text: t.with("sheet-version-number", [("number", number + 1)]),
                    below: String::new(),
                    href: format!("{}?version={number}", opened.home()),
                },
                Cell::Date(opened.reader.look.short(version.last_day())),
                Cell::Text(version.source.clone()),
                Cell::Status(state),
            ],
        }
    };
    let columns =
        [t.get("sheet-versions"), t.get("sheet-changed-on"), t.get("sheet-new-because"), t.get("sheet-state")];
    (all.len() > 1).then(|| TableView {
        id: "versions".to_owned(),
        caption: t.get("sheet-versions-caption"),
        columns: columns.into_iter().map(Column::new).collect(),
        rows: all.iter().enumerate().rev().map(row).collect(),
    })
}

fn files(opened: &Opened, number: usize) -> Vec<Link> {
    let t = opened.t();
    let file =
        |text: String, kind: &str| Link::new(text, format!("{}/print/sheet.{kind}?version={number}", opened.home()));
    vec![file(t.get("print-pdf"), "pdf"), file(t.get("print-excel"), "xlsx")]
}

async fn history(site: &Site, opened: &Opened) -> Result<Vec<TimelineItem>, PageError> {
    let t = opened.t();
    let mut people = People::of(site, [opened.page.sheet.agency]).await?;
    let mut items = Vec::new();
    for entry in opened.page.history.iter().rev() {
        let title = match &entry.event {
            Some(event) => t.get(&format!("{}{}", /* keys */ "event-", event.name())),
            None => t.get("history-erased"),
        };
        items.push(TimelineItem {
            title,
            day: opened.reader.look.with_weekday(japan::local_date(entry.recorded_at)),
            time: None,
            by: people.name(site, entry.staff).await?,
            how: None,
            body: happened(site, opened, entry).await?,
            href: None,
            corrected: None,
        });
    }
    Ok(items)
}

async fn happened(site: &Site, opened: &Opened, entry: &EntryLine<SheetEvent>) -> Result<String, PageError> {
    let t = opened.t();
    let day = |day| opened.reader.look.long(day).text().to_owned();
    Ok(match &entry.event {
        None => String::new(),
        Some(SheetEvent::Begun { on, because, .. }) => joined(t, [day(*on), because.clone()]),
        Some(SheetEvent::Carried { on }) => day(*on),
        Some(SheetEvent::Written { side, said }) => joined(t, [side_name(t, *side), said.source.clone(), day(said.on)]),
        Some(SheetEvent::Finalised { finalised }) => {
            let passed = finalised.passed.iter().map(|rule| rule.code().to_owned());
            let passed = passed.collect::<Vec<_>>().join(&t.get("list-separator"));
            let passed = if passed.is_empty() { passed } else { t.with("sheet-passed-warnings", [("rules", passed)]) };
            joined(t, [day(finalised.on), passed])
        }
        Some(SheetEvent::Revised { on, source, .. }) => joined(t, [day(*on), source.clone()]),
        Some(SheetEvent::Permitted { permission }) => joined(t, [day(permission.on), permission.purpose.clone()]),
        Some(SheetEvent::Shown { to, parts }) => {
            let name = site.app().agency(*to).await.map_err(page_error)?.facts.name;
            let what = if parts.is_empty() { t.get("sheet-shown-closed") } else { t.get("sheet-shown-opened") };
            joined(t, [name, what])
        }
    })
}

fn joined<const N: usize>(t: &Texts, words: [String; N]) -> String {
    words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(&t.get("list-separator"))
}

#[derive(Template)]
#[template(path = "pages/sheets/compare.html")]
struct ComparePage {
    frame: Frame,
    heading: String,
    lead: String,
    others: Vec<Link>,
    table: Option<TableView>,
    nothing: String,
}

pub(super) async fn compare(
    State(site): State<Site>,
    reader: SignedIn,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let opened = Opened::load(&site, reader, &id).await?;
    let t = opened.t();
    let count = opened.page.sheet.versions.len();
    let second = asked.second.unwrap_or(count.saturating_sub(1));
    let first = asked.first.unwrap_or(second.saturating_sub(1));
    let (_, before) = asked_version(&opened, Some(first))?;
    let (_, after) = asked_version(&opened, Some(second))?;
    let waits = held_back(&opened, before).or_else(|| held_back(&opened, after));
    let pairs = (0..count).flat_map(|from| (from + 1..count).map(move |to| (from, to)));
    let link = |(from, to): (usize, usize)| {
        let text = t.with("sheet-compare-these", [("from", from + 1), ("to", to + 1)]);
        Link::new(text, format!("{}/compare?first={from}&second={to}", opened.home()))
    };
    let mut frame = opened.reader.frame(&site, Some(opened.section()), t.get("sheet-compare")).await?;
    frame.breadcrumbs = opened.up();
    frame.breadcrumbs.push(Link::new(opened.title(), opened.home()));
    show(&ComparePage {
        frame,
        heading: t.get("sheet-compare"),
        lead: t.get("sheet-compare-lead"),
        others: pairs.filter(|pair| *pair != (first, second)).take(30).map(link).collect(),
        table: if waits.is_some() { None } else { opened.versions_beside(before, after) },
        nothing: waits.unwrap_or_else(|| t.get("sheet-compare-nothing")),
    })
}

pub(super) async fn print(
    State(site): State<Site>,
    reader: SignedIn,
    Path((id, file)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let ("sheet", kind) = file_of(&file)? else { return Err(PageError::not_found()) };
    let opened = Opened::load(&site, reader, &id).await?;
    let (number, version) = asked_version(&opened, asked.version)?;
    if held_back(&opened, version).is_some() {
        return Err(PageError::not_found());
    }
    let look = match opened.page.is_person {
        true => PrintLook { dates: opened.reader.look.style, ..print_look(&opened.reader) },
        false => print_look(&opened.reader),
    };
    let printed = site.app().print_sheet(&opened.reader.actor, opened.page.sheet.id, Some(number), look, kind).await;
    Ok(file_answer(printed.map_err(page_error)?, kind))
}
