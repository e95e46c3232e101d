//! A term and its deadlines in words: which day is the last one, and how it came about.

use banso_domain::episode::{Deadline, DeadlineKind, Episode, TermStep, usable_days};
use chrono::NaiveDate;

use super::naming::deadline_name;
use crate::{
    components::{Cell, Column, DueLabel, TableRow, TableView},
    site::SignedIn,
};

/// One step of the arithmetic.
fn step(reader: &SignedIn, step: &TermStep) -> String {
    let t = &reader.t;
    let day = |day: NaiveDate| reader.look.long(day).text().to_owned();
    match step {
        TermStep::Months { from, months, to_month_end, .. } => {
            let values = [("from", day(*from)), ("months", months.to_string())];
            if *to_month_end { t.with("episode-step-whole", values) } else { t.with("episode-step-months", values) }
        }
        TermStep::Suspended { from, until, days, .. } => {
            let values = [("from", day(*from)), ("until", day(*until)), ("days", days.to_string())];
            t.with("episode-step-suspended", values)
        }
        TermStep::Extended { months, decided_on, .. } => {
            t.with("episode-step-extended", [("months", months.to_string()), ("day", day(*decided_on))])
        }
        TermStep::Shortened { decided_on, .. } => t.with("episode-step-shortened", [("day", day(*decided_on))]),
    }
}

/// The arithmetic as a table: what is counted, and the last day that it leads to.
pub(super) fn arithmetic(reader: &SignedIn, episode: &Episode) -> Option<TableView> {
    let t = &reader.t;
    let term = episode.term()?;
    let rows = term.steps.iter().map(|one| TableRow {
        cells: vec![Cell::Text(step(reader, one)), Cell::Date(reader.look.with_weekday(one.to()))],
    });
    Some(TableView {
        id: "term".to_owned(),
        caption: t.get("episode-term-caption"),
        columns: [t.get("episode-term-step"), t.get("episode-term-to")].into_iter().map(Column::new).collect(),
        rows: rows.collect(),
    })
}

/// What stands below the arithmetic: a suspension that lasts, days that can be used.
pub(super) fn notes(reader: &SignedIn, episode: &Episode, today: NaiveDate) -> Vec<String> {
    let t = &reader.t;
    let mut notes = Vec::new();
    match episode.term() {
        None => notes.push(t.get("episode-no-end")),
        Some(term) if term.is_suspended => notes.push(t.get("episode-suspended-now")),
        Some(_) => {}
    }
    if episode.deadlines().iter().any(|deadline| deadline.kind == DeadlineKind::HandoverOpening) {
        notes.push(t.get("episode-handover-where"));
    }
    if episode.rules.whole_months && episode.is_open() {
        let month = banso_domain::calendar::YearMonth::of(today.max(episode.start.on));
        let values = [("month", reader.month(month)), ("days", usable_days(month).to_string())];
        notes.push(t.with("episode-usable-days", values));
    }
    notes
}

/// From where a deadline is counted.
pub(super) fn counted(reader: &SignedIn, deadline: &Deadline) -> String {
    let t = &reader.t;
    let from = reader.look.long(deadline.from).text().to_owned();
    match (deadline.months, deadline.days) {
        (Some(months), _) if months < 0 => {
            t.with("episode-counted-before", [("from", from), ("months", months.unsigned_abs().to_string())])
        }
        (Some(months), _) => t.with("episode-counted-after", [("from", from), ("months", months.to_string())]),
        (None, Some(days)) => t.with("episode-counted-days", [("from", from), ("days", days.to_string())]),
        (None, None) => String::new(),
    }
}

/// What is due.
pub(super) fn deadlines(reader: &SignedIn, episode: &Episode, today: NaiveDate) -> Option<TableView> {
    let t = &reader.t;
    let row = |deadline: &Deadline| TableRow {
        cells: vec![
            Cell::Text(deadline_name(t, deadline.kind)),
            if deadline.kind.is_to_do() {
                Cell::Due(DueLabel::new(t, reader.look.with_weekday(deadline.on), today))
            } else {
                Cell::Date(reader.look.with_weekday(deadline.on))
            },
            Cell::Text(counted(reader, deadline)),
        ],
    };
    let rows: Vec<TableRow> = episode.deadlines().iter().map(row).collect();
    (!rows.is_empty()).then(|| TableView {
        id: "deadlines".to_owned(),
        caption: t.get("episode-dues"),
        columns: [t.get("cases-column-why"), t.get("cases-column-due"), t.get("episode-counted")]
            .into_iter()
            .map(Column::new)
            .collect(),
        rows,
    })
}
