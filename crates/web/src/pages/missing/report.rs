//! 協議会への報告: what there is beside what is looked for, the register, decisions with their reasons and what became of earlier ones, over any
//! days; the same as PDF and as a workbook.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use banso_app::{Agencies, CouncilRow, CouncilWords, MissingBoard, MissingRow, NeedInventory};
use banso_domain::{
    agency::AgencyKind,
    id::AgencyId,
    missing::{Decision, Missing},
};
use chrono::NaiveDate;

use super::{board, frame, naming};
use crate::{
    components::{Cell, ChoiceOption, Column, Link, TableRow, TableView},
    errors::PageError,
    form::{Block, Filled, Question, Submitted, labelled},
    frame::Frame,
    naming::agency_kind_name,
    pages::{
        cases::topic_name,
        forms::{file_answer, file_of, print_look},
    },
    site::{SignedIn, Site, page_error, percent, show},
};

#[derive(Template)]
#[template(path = "pages/missing/report.html")]
struct ReportPage {
    frame: Frame,
    fields: Vec<Block>,
    tables: Vec<TableView>,
    files: Vec<Link>,
}

#[derive(Clone, Default, serde::Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    from: String,
    until: String,
    area: String,
}

/// What the report is made from.
struct Told {
    days: (NaiveDate, NaiveDate),
    area: Option<AgencyId>,
    board: MissingBoard,
    inventory: Vec<NeedInventory>,
    agencies: std::sync::Arc<Agencies>,
    filled: Filled,
}

impl Told {
    async fn of(site: &Site, reader: &SignedIn, asked: &Asked) -> Result<Self, PageError> {
        let (from, until) = site.app().missing_days();
        let long = |day: NaiveDate| reader.look.long(day).text().to_owned();
        let or = |text: &str, day| if text.trim().is_empty() { long(day) } else { text.to_owned() };
        let form = Submitted::of([
            ("from", or(&asked.from, from)),
            ("until", or(&asked.until, until)),
            ("area", asked.area.clone()),
        ]);
        let mut filled = Filled::new(&reader.t, form);
        // What cannot be read is said beside the field, and the last twelve months are shown.
        let days = (filled.needed_day("from"), filled.needed_day("until"));
        let days = if filled.is_right() { days } else { (from, until) };
        let agencies = site.app().agencies().await.map_err(page_error)?;
        let area = asked.area.parse().ok().filter(|area| agencies.find(*area).is_some());
        let inventory = site.app().regional_assessment(&reader.actor, area, days).await.map_err(page_error)?;
        let mut board = site.app().missing_board(&reader.actor, days).await.map_err(page_error)?;
        board.entries.retain(|row| {
            row.missing.since <= days.1
                && (area.is_none() || row.missing.content.area.is_none_or(|of| Some(of) == area))
        });
        board.needs.retain(|need| area.is_none_or(|area| area == need.asked.area));
        Ok(Self { days, area, board, inventory, agencies, filled })
    }

    fn areas(&self) -> Vec<ChoiceOption> {
        let towns = self.agencies.iter().filter(|row| row.facts.kind == AgencyKind::Municipality);
        labelled(towns.map(|row| (row.id.to_string(), row.facts.name.clone())))
    }

    fn by_layer(&self) -> Vec<&MissingRow> {
        let mut rows: Vec<&MissingRow> = self.board.entries.iter().collect();
        rows.sort_by_key(|row| (row.missing.layer, row.missing.state(), row.missing.since));
        rows
    }

    fn inventory(&self, reader: &SignedIn) -> TableView {
        let t = &reader.t;
        let kinds = |inventory: &NeedInventory| {
            let one = |(kind, listed, agencies): &(AgencyKind, usize, usize)| {
                let words = [
                    ("kind", agency_kind_name(t, *kind)),
                    ("listed", listed.to_string()),
                    ("agencies", agencies.to_string()),
                ];
                t.with("council-kind-count", words)
            };
            let all: Vec<String> = inventory.kinds.iter().map(one).collect();
            if all.is_empty() { t.get("council-anybody") } else { all.join(&t.get("list-separator")) }
        };
        let line = |inventory: &NeedInventory| TableRow {
            cells: vec![
                Cell::Text(topic_name(t, inventory.need)),
                Cell::Text(kinds(inventory)),
                Cell::Text(naming::evidence(t, &inventory.evidence)),
                Cell::Text(inventory.entries.to_string()),
            ],
        };
        TableView {
            id: "inventory".to_owned(),
            caption: t.get("council-inventory"),
            columns: vec![
                Column::new(t.get("missing-need")),
                Column::new(t.get("council-kinds")),
                Column::new(t.get("council-not-found")),
                Column::new(t.get("council-entries")).numeric(),
            ],
            rows: self.inventory.iter().map(line).collect(),
        }
    }

    fn register(&self, reader: &SignedIn) -> TableView {
        let t = &reader.t;
        let line = |row: &&MissingRow| TableRow {
            cells: vec![
                Cell::Open {
                    text: row.missing.content.what.clone(),
                    below: naming::about(t, &self.agencies, row),
                    href: format!("/missing-resources/entries/{}", row.missing.id),
                },
                Cell::Text(naming::layer_name(t, row.missing.layer)),
                Cell::Status(naming::state_tag(t, row.missing.state())),
                Cell::Text(naming::evidence(t, &row.evidence)),
            ],
        };
        TableView {
            id: "register".to_owned(),
            caption: t.get("council-register"),
            columns: vec![
                Column::new(t.get("missing-what")).below(t.get("council-about")),
                Column::new(t.get("missing-layer")),
                Column::new(t.get("missing-state")),
                Column::new(t.get("missing-behind")),
            ],
            rows: self.by_layer().iter().map(line).collect(),
        }
    }

    /// Each decision of the days, with the entry that it is about.
    fn decided(&self) -> Vec<(&Missing, &Decision)> {
        let of = |row: &'_ MissingRow| -> bool { row.missing.decisions.iter().any(|it| self.is_within(it.on)) };
        let rows = self.board.entries.iter().filter(|row| of(row));
        let all = rows.flat_map(|row| row.missing.decisions.iter().map(move |decision| (&row.missing, decision)));
        let mut all: Vec<_> = all.filter(|(_, decision)| self.is_within(decision.on)).collect();
        all.sort_by_key(|(_, decision)| decision.on);
        all
    }

    fn is_within(&self, day: NaiveDate) -> bool {
        self.days.0 <= day && day <= self.days.1
    }

    fn decision_words(&self, reader: &SignedIn, decision: &Decision) -> String {
        let parts = [naming::verdict_name(&reader.t, decision.verdict), decision.responsible.clone()];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(&reader.t.get("missing-between"))
    }

    fn decisions(&self, reader: &SignedIn) -> TableView {
        let t = &reader.t;
        let line = |(missing, decision): (&Missing, &Decision)| TableRow {
            cells: vec![
                Cell::Date(reader.look.short(decision.on)),
                Cell::Text(missing.content.what.clone()),
                Cell::Text(self.decision_words(reader, decision)),
                Cell::Text(decision.why.clone()),
            ],
        };
        TableView {
            id: "decisions".to_owned(),
            caption: t.get("council-decisions"),
            columns: vec![
                Column::new(t.get("job-on")),
                Column::new(t.get("missing-what")),
                Column::new(t.get("missing-verdict")),
                Column::new(t.get("missing-why")),
            ],
            rows: self.decided().into_iter().map(line).collect(),
        }
    }

    /// What was decided before these days, and what became of it in them.
    fn before(&self, reader: &SignedIn) -> TableView {
        let t = &reader.t;
        let line = |missing: &Missing, decision: &Decision| {
            let made = missing.made.iter().filter(|made| made.on <= self.days.1).map(|made| {
                let day = reader.look.short(made.on).text().to_owned();
                t.with("council-made", [("day", day), ("words", made.words.clone())])
            });
            let looks = missing.looks_back.iter().filter(|remark| remark.on <= self.days.1);
            let looks = looks.map(|remark| remark.words.clone());
            let mut became: Vec<String> = made.chain(looks).collect();
            if became.is_empty() {
                became.push(naming::state_tag(t, missing.state()).label);
            }
            let on = reader.look.short(decision.on).text().to_owned();
            TableRow {
                cells: vec![
                    Cell::Text(missing.content.what.clone()),
                    Cell::TwoLines(self.decision_words(reader, decision), on),
                    Cell::Text(became.join("\n")),
                ],
            }
        };
        let rows = self.board.entries.iter().filter_map(|row| {
            let earlier = row.missing.decisions.iter().rev().find(|decision| decision.on < self.days.0)?;
            Some(line(&row.missing, earlier))
        });
        TableView {
            id: "before".to_owned(),
            caption: t.get("council-before"),
            columns: vec![
                Column::new(t.get("missing-what")),
                Column::new(t.get("missing-verdict")).below(t.get("job-on")),
                Column::new(t.get("council-became")),
            ],
            rows: rows.collect(),
        }
    }

    fn needs(&self, reader: &SignedIn) -> TableView {
        let empty = || TableView {
            id: "needs".to_owned(),
            caption: reader.t.get("missing-needs"),
            columns: Vec::new(),
            rows: Vec::new(),
        };
        board::needs(reader, &self.agencies, &self.board).unwrap_or_else(empty)
    }

    fn tables(&self, reader: &SignedIn) -> Vec<TableView> {
        let all = [
            self.inventory(reader),
            self.register(reader),
            self.needs(reader),
            self.decisions(reader),
            self.before(reader),
        ];
        all.into_iter().filter(|table| !table.rows.is_empty()).collect()
    }

    /// The same tables in words, under the columns of the printed form.
    fn in_words(&self, reader: &SignedIn) -> CouncilWords {
        let t = &reader.t;
        let long = |day: NaiveDate| reader.look.long(day).text().to_owned();
        let days = [("from", long(self.days.0)), ("until", long(self.days.1))];
        let rows = |table: TableView, columns: &[&'static str]| -> Vec<CouncilRow> {
            table.rows.into_iter().map(|row| words_of(row, columns)).collect()
        };
        CouncilWords {
            period: t.with("council-period", days),
            area: naming::area_name(t, &self.agencies, self.area),
            tables: vec![
                ("inventory", rows(self.inventory(reader), &["need", "kinds", "evidence", "entries"])),
                ("register", rows(self.register(reader), &["what/about", "layer", "state", "evidence"])),
                ("needs", rows(self.needs(reader), &["wanted", "area", "evidence"])),
                ("decisions", rows(self.decisions(reader), &["on", "what", "decision", "why"])),
                ("before", rows(self.before(reader), &["what", "decision", "became"])),
            ],
        }
    }
}

/// The cells of a row by the columns of the form; a column with two names takes the smaller line apart.
fn words_of(row: TableRow, columns: &[&'static str]) -> CouncilRow {
    let mut words = Vec::new();
    for (cell, column) in row.cells.into_iter().zip(columns.iter().copied()) {
        let (text, below) = match cell {
            Cell::Text(text) | Cell::Pick { text, .. } => (text, String::new()),
            Cell::TwoLines(text, below) | Cell::Open { text, below, .. } => (text, below),
            Cell::OpenDay { day, below, .. } => (day.text().to_owned(), below),
            Cell::Date(day) => (day.text().to_owned(), String::new()),
            Cell::Due(due) => (due.date.text().to_owned(), String::new()),
            Cell::Status(status) => (status.label, String::new()),
        };
        match column.split_once('/') {
            Some((first, second)) => words.extend([(first, text), (second, below)]),
            None => words.push((column, text)),
        }
    }
    words
}

pub(super) async fn report(
    State(site): State<Site>,
    reader: SignedIn,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let told = Told::of(&site, &reader, &asked).await?;
    let areas = Question::pick("area", t.get("missing-area"), told.areas());
    let questions =
        [Question::date("from", t.get("council-from")), Question::date("until", t.get("council-until")), areas];
    let pairs = [("from", &asked.from), ("until", &asked.until), ("area", &asked.area)];
    let query: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={}", percent(value))).collect();
    let link = |text: String, file: &str| {
        Link::new(text, format!("/missing-resources/report/council_report.{file}?{}", query.join("&")))
    };
    let mut frame = frame(&site, &reader, t.get("council-title"), false).await?;
    frame.has_errors = !told.filled.is_right();
    show(&ReportPage {
        fields: told.filled.ask_all(&questions),
        tables: told.tables(&reader),
        files: vec![link(t.get("print-pdf"), "pdf"), link(t.get("print-excel"), "xlsx")],
        frame,
    })
}

pub(super) async fn file(
    State(site): State<Site>,
    reader: SignedIn,
    Path(name): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let (form, kind) = file_of(&name)?;
    if form != "council_report" {
        return Err(PageError::not_found());
    }
    let told = Told::of(&site, &reader, &asked).await?;
    let words = told.in_words(&reader);
    let printed = site.app().print_council_report(&reader.actor, words, print_look(&reader), kind).await;
    Ok(file_answer(printed.map_err(page_error)?, kind))
}
