//! 連携の指標: what of cooperation is counted over some days, for the reader's own agency and the region, each with what it is made of and what is to be
//! known of it; and one indicator with the agencies of its like. Never a list by size, contact only by phase.

mod funnel;
mod naming;
mod one;
mod strip;

use askama::Template;
use axum::{
    Router,
    extract::{Query, State},
    response::Response,
    routing::get,
};
use banso_app::{Figures, FiguresOf, ToldIndicator};
use banso_domain::{
    calendar::{FiscalYear, japan},
    neutrality::HalfYear,
};
use banso_insight::indicators::{Figure, Indicator, Level, Period, Standing, Unit};
use chrono::NaiveDate;

use self::strip::{Strip, StripPicture};
use super::export::{self, Again, Wanted};
use crate::{
    components::{Cell, Column, EmptyState, Link, TableRow, TableView},
    errors::PageError,
    form::{Block, Filled, Question, Submitted},
    frame::{Frame, Section},
    site::{SignedIn, Site, page_error, percent, show},
    text::Texts,
};

pub(super) fn routes() -> Router<Site> {
    Router::new().route("/figures", get(all)).route("/figures/{indicator}", get(one::show_one))
}

/// The three levels in the order in which one leads to the next (seed 003 §7).
const LEVELS: [Level; 3] = [Level::Output, Level::Intermediate, Level::Final];

/// The first and the last day, as they were typed; nothing typed is the fiscal year up to today.
#[derive(Clone, Default, serde::Deserialize)]
#[serde(default)]
struct Asked {
    from: String,
    until: String,
}

/// The days asked for, with the form that asks.
struct Days {
    period: Period,
    filled: Filled,
}

impl Days {
    fn of(site: &Site, reader: &SignedIn, asked: &Asked) -> Self {
        let today = site.app().clock().today();
        let usual = (FiscalYear::of(today).first_day(), today);
        let long = |day: NaiveDate| reader.look.long(day).text().to_owned();
        let or = |text: &str, day| if text.trim().is_empty() { long(day) } else { text.to_owned() };
        let form = Submitted::of([("from", or(&asked.from, usual.0)), ("until", or(&asked.until, usual.1))]);
        let mut filled = Filled::new(&reader.t, form);
        let (from, until) = (filled.needed_day("from"), filled.needed_day("until"));
        if filled.is_right() && until < from {
            filled.complain("until", reader.t.get("figures-days-in-order"));
        }
        if filled.is_right() && until > today {
            filled.complain("until", reader.t.get("figures-days-to-come"));
        }
        // What cannot be read is said beside the field, and the usual days are shown.
        let (from, until) = if filled.is_right() { (from, until) } else { usual };
        Self { period: Period { from, until }, filled }
    }

    fn fields(&self, t: &Texts) -> Vec<Block> {
        self.filled
            .ask_all(&[Question::date("from", t.get("figures-from")), Question::date("until", t.get("figures-until"))])
    }

    /// Days that are usually asked for: this fiscal year and the one before, the half-year and the one before.
    fn usual(t: &Texts, today: NaiveDate, path: &str) -> Vec<Link> {
        let year = FiscalYear::of(today).first_day();
        let last_year = year.pred_opt().map(|day| (FiscalYear::of(day).first_day(), day));
        let half = HalfYear::of(today);
        let before = half.before();
        let link = |text: String, (from, until): (NaiveDate, NaiveDate)| {
            Link::new(text, address(path, Period { from, until }))
        };
        let mut links = vec![link(t.get("figures-this-year"), (year, today))];
        links.extend(last_year.map(|days| link(t.get("figures-last-year"), days)));
        links.push(link(t.get("figures-this-half"), (half.first_day(), today)));
        links.push(link(t.get("figures-last-half"), (before.first_day(), before.last_day())));
        links
    }
}

/// A page of figures over some days.
fn address(path: &str, period: Period) -> String {
    format!("{path}?from={}&until={}", period.from, period.until)
}

/// The days in words.
fn days_in_words(reader: &SignedIn, period: Period) -> String {
    let day = |day| reader.look.long(day).text().to_owned();
    reader.t.with("figures-days", [("from", day(period.from)), ("until", day(period.until))])
}

/// When they were counted, and how many people were supported meanwhile.
fn counted_words(reader: &SignedIn, told: &FiguresOf) -> String {
    let t = &reader.t;
    let at = japan::local(told.counted_at());
    let at = format!("{} {}", reader.look.long(at.date()).text(), at.format("%H:%M"));
    let (region, own) = told.people();
    let people = naming::people(t, region);
    match own {
        Some(own) => t.with("figures-counted-own", [("at", at), ("people", people), ("own", own.to_string())]),
        None => t.with("figures-counted", [("at", at), ("people", people)]),
    }
}

/// A level with its picture and its table.
struct Part {
    id: &'static str,
    heading: String,
    lead: String,
    picture: Option<StripPicture>,
    table: TableView,
}

#[derive(Template)]
#[template(path = "pages/figures/all.html")]
struct AllPage {
    frame: Frame,
    days: String,
    counted: String,
    fields: Vec<Block>,
    usual: Vec<Link>,
    parts: Vec<Part>,
    /// What the record does not hold, what others publish, and what is told and not counted.
    elsewhere: Vec<TableView>,
    files: Vec<Link>,
}

#[derive(Template)]
#[template(path = "pages/figures/wait.html")]
struct WaitPage {
    frame: Frame,
    days: String,
    waiting: EmptyState,
}

/// The page while figures are being counted.
async fn wait(site: &Site, reader: &SignedIn, period: Period) -> Result<Response, PageError> {
    let t = &reader.t;
    let again = Some(Link::new(t.get("figures-again"), reader.here.clone()));
    show(&WaitPage {
        frame: frame(site, reader, t.get("figures-title"), None).await?,
        days: days_in_words(reader, period),
        waiting: EmptyState { heading: t.get("figures-waiting"), body: t.get("figures-waiting-body"), action: again },
    })
}

/// The frame of these pages, below the network of agencies.
async fn frame(site: &Site, reader: &SignedIn, title: String, below: Option<Period>) -> Result<Frame, PageError> {
    let t = &reader.t;
    let mut frame = reader.frame(site, Some(Section::MyWork), title).await?;
    frame.breadcrumbs = vec![Link::new(Section::MyWork.label(t), Section::MyWork.href())];
    if let Some(period) = below {
        frame.breadcrumbs.push(Link::new(t.get("figures-title"), address("/figures", period)));
    }
    Ok(frame)
}

/// Whether there is anything to tell of an indicator from the record.
fn is_counted(told: &ToldIndicator<'_>) -> bool {
    let not = [Standing::NotInTables, Standing::Published, Standing::Stories];
    told.region.iter().all(|figure| !not.contains(&figure.standing))
}

/// The own figure of the same part.
fn own_of<'a>(told: &ToldIndicator<'a>, part: &Figure) -> Option<&'a Figure> {
    told.own.iter().find(|own| own.phase == part.phase && own.purpose == part.purpose).copied()
}

/// Whether it is told by phase: then its parts stand on a page of its own.
fn has_parts(told: &ToldIndicator<'_>) -> bool {
    told.region.iter().any(|figure| figure.phase.is_some() || figure.purpose.is_some())
}

fn row(reader: &SignedIn, told: &ToldIndicator<'_>, period: Period, has_own: bool) -> TableRow {
    let t = &reader.t;
    let definition = told.definition;
    let href = address(&format!("/figures/{}", percent(&definition.id)), period);
    let name = naming::words(t, &definition.name).to_owned();
    let below = naming::words(t, &definition.caveat).to_owned();
    let mut cells = vec![Cell::Open { text: name, below, href }];
    match told.region.first().filter(|_| !has_parts(told)) {
        Some(figure) => {
            if has_own {
                cells.push(naming::value(t, definition, own_of(told, figure)));
            }
            cells.push(naming::value(t, definition, Some(figure)));
        }
        None => cells.extend((0..=usize::from(has_own)).map(|_| Cell::Text(t.get("figures-by-phase")))),
    }
    cells.push(naming::aim(t, definition));
    TableRow { cells }
}

fn columns(t: &Texts, has_own: bool) -> Vec<Column> {
    let mut columns = vec![Column::new(t.get("figures-indicator")).below(t.get("figures-caveat"))];
    if has_own {
        columns.push(Column::new(t.get("figures-own")).below(t.get("figures-made-of")));
    }
    columns.push(Column::new(t.get("figures-region")).below(t.get("figures-made-of")));
    columns.push(Column::new(t.get("figures-aim")).below(t.get("figures-published")));
    columns
}

/// The name of an indicator in the reader's language.
pub(super) fn name_of<'i>(t: &Texts, definition: &'i Indicator) -> &'i str {
    naming::words(t, &definition.name)
}

/// When figures were counted and over which days, for pages on which some of them stand.
pub(super) fn told_when(reader: &SignedIn, of: &FiguresOf) -> String {
    format!("{} {}", days_in_words(reader, of.period()), counted_words(reader, of))
}

/// The figures of some indicators, for pages beside these; none were counted where it takes longer. An indicator that is not valid in those days says so.
pub(super) fn table_of(
    reader: &SignedIn,
    of: Option<&FiguresOf>,
    (known, ids): (&[Indicator], &[String]),
    id: String,
    caption: String,
) -> TableView {
    let t = &reader.t;
    let has_own = of.is_some_and(|of| of.own().is_some());
    let columns = columns(t, has_own);
    let row_of = |id: &String| {
        let told = of.and_then(|of| Some((of.of(id)?, of.period())));
        if let Some((told, period)) = told {
            return Some(row(reader, &told, period, has_own));
        }
        let definition = known.iter().find(|known| known.id == *id)?;
        let why = if of.is_some() { t.get("figures-not-valid") } else { t.get("figures-waiting") };
        let mut cells =
            vec![Cell::TwoLines(name_of(t, definition).to_owned(), naming::words(t, &definition.caveat).to_owned())];
        cells.resize(columns.len() - 1, Cell::Text(why));
        cells.push(naming::aim(t, definition));
        Some(TableRow { cells })
    };
    TableView { rows: ids.iter().filter_map(row_of).collect(), id, caption, columns }
}

fn part(reader: &SignedIn, level: Level, told: &[ToldIndicator<'_>], of: &FiguresOf) -> Option<Part> {
    let t = &reader.t;
    let has_own = of.own().is_some();
    let here: Vec<&ToldIndicator<'_>> =
        told.iter().filter(|one| one.definition.level == level && is_counted(one)).collect();
    if here.is_empty() {
        return None;
    }
    let strips = here.iter().filter(|one| one.definition.unit == Unit::Percent && !has_parts(one)).flat_map(|one| {
        one.region.iter().map(|figure| Strip {
            name: naming::with_part(t, naming::words(t, &one.definition.name), figure),
            own: own_of(one, figure).and_then(naming::span),
            region: naming::span(figure),
        })
    });
    let strips: Vec<Strip> = strips.filter(|strip| strip.own.is_some() || strip.region.is_some()).collect();
    let heading = naming::level_name(t, level);
    let words = strip::Words {
        title: t.with("figures-picture", [("level", heading.clone())]),
        description: t.get("figures-picture-description"),
        own: has_own.then(|| t.get("figures-own")),
        region: t.get("figures-region"),
    };
    let id = naming::level_id(level);
    let rows = here.iter().map(|one| row(reader, one, of.period(), has_own)).collect();
    Some(Part {
        id,
        lead: naming::level_lead(t, level),
        picture: (!strips.is_empty()).then(|| StripPicture::new(id, words, &strips)),
        table: TableView { id: format!("{id}-figures"), caption: heading.clone(), columns: columns(t, has_own), rows },
        heading,
    })
}

/// What is not counted from the record: why, and where it is told.
fn elsewhere(reader: &SignedIn, told: &[ToldIndicator<'_>], period: Period) -> Vec<TableView> {
    let t = &reader.t;
    let groups = [
        (Standing::NotInTables, "not-held", t.get("figures-not-held"), t.get("figures-needs")),
        (Standing::Published, "published", t.get("figures-elsewhere"), t.get("figures-published")),
        (Standing::Stories, "stories", t.get("figures-stories"), t.get("figures-what")),
    ];
    let table = |(standing, id, caption, about): (Standing, &str, String, String)| {
        let here = told.iter().filter(|one| one.region.iter().any(|figure| figure.standing == standing));
        let rows: Vec<TableRow> = here
            .map(|one| {
                let href = address(&format!("/figures/{}", percent(&one.definition.id)), period);
                let name = naming::words(t, &one.definition.name).to_owned();
                let below = naming::words(t, &one.definition.caveat).to_owned();
                let words = match standing {
                    Standing::Published => naming::published(t, one.definition),
                    _ => naming::needs(t, one.definition),
                };
                TableRow { cells: vec![Cell::Open { text: name, below, href }, Cell::Text(words)] }
            })
            .collect();
        let columns = vec![Column::new(t.get("figures-indicator")).below(t.get("figures-caveat")), Column::new(about)];
        (!rows.is_empty()).then(|| TableView { id: id.to_owned(), caption, columns, rows })
    };
    groups.into_iter().filter_map(table).collect()
}

async fn all(
    State(site): State<Site>,
    reader: SignedIn,
    Query(asked): Query<Asked>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let days = Days::of(&site, &reader, &asked);
    let figures = site.app().figures(&reader.actor, days.period).await.map_err(page_error)?;
    let Figures::Counted(of) = figures else { return wait(&site, &reader, days.period).await };
    let told = of.all();
    let parts: Vec<Part> = LEVELS.into_iter().filter_map(|level| part(&reader, level, &told, &of)).collect();
    if wanted.is_file() {
        let tables = parts.into_iter().map(|part| part.table).collect();
        return wanted.answer(&site, &reader, "figures", tables, &[], Again::by_address(&reader)).await;
    }
    let mut frame = frame(&site, &reader, t.get("figures-title"), None).await?;
    frame.has_errors = !days.filled.is_right();
    let today = site.app().clock().today();
    show(&AllPage {
        frame,
        days: days_in_words(&reader, of.period()),
        counted: counted_words(&reader, &of),
        fields: days.fields(t),
        usual: Days::usual(t, today, "/figures"),
        elsewhere: elsewhere(&reader, &told, of.period()),
        parts,
        files: export::files(&reader),
    })
}
