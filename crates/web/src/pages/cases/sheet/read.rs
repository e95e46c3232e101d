//! Between answers as stored and a form as typed.

use std::collections::BTreeMap;

use banso_domain::{
    calendar::{DateStyle, PartialDate, format},
    form::{Completeness, Facts, Field, FieldProblem, FormDefinition, Kind, Owner},
};
use serde_json::Value;

use super::Sheet;
use crate::form::Submitted;

/// What a sheet that was sent says.
pub(in crate::pages) struct SheetRead {
    /// The answers.
    pub(in crate::pages) facts: Facts,
    /// The facts that were on the page: those without an answer are taken away.
    pub(in crate::pages) asked: Vec<String>,
    /// What could not be read or is not allowed.
    pub(in crate::pages) problems: Vec<FieldProblem>,
    /// The form as sent, its rows numbered anew from 0 without empty ones.
    pub(in crate::pages) typed: Submitted,
}

/// The fields that are answered on this sheet.
pub(in crate::pages) fn kept_by<'f>(sheet: &Sheet<'f>) -> impl Iterator<Item = &'f Field> {
    let day = sheet.day;
    sheet
        .form
        .fields()
        .filter(move |field| field.owner == Owner::Answers && field.kind != Kind::Computed && field.is_valid_on(day))
}

/// Whether several answers are written into one box, one a line.
pub(super) fn one_a_line(field: &Field) -> bool {
    field.many && !matches!(field.kind, Kind::Multi | Kind::Table)
}

/// Stored answers as a form would send them.
pub(in crate::pages) fn typed(sheet: &Sheet<'_>, answers: &Facts) -> Submitted {
    let mut form = Submitted::default();
    for field in kept_by(sheet) {
        let stored = answers.list(&field.fact);
        if field.kind == Kind::Table {
            for (row, cells) in stored.iter().enumerate() {
                for column in &field.columns {
                    if let Some(value) = cells.get(&column.fact) {
                        form.put(format!("{}[{row}].{}", field.id, column.id), as_typed(column.kind, value));
                    }
                }
            }
        } else if one_a_line(field) {
            let lines: Vec<String> = stored.iter().map(|value| as_typed(field.kind, value)).collect();
            form.put(&field.id, lines.join("\n"));
        } else {
            for value in stored {
                form.put(&field.id, as_typed(field.kind, value));
            }
        }
    }
    form
}

fn as_typed(kind: Kind, value: &Value) -> String {
    match (kind, value) {
        (Kind::YesNo, Value::Bool(true)) => "yes".to_owned(),
        (Kind::YesNo, Value::Bool(false)) => "no".to_owned(),
        (Kind::Date | Kind::PartialDate | Kind::YearMonth, Value::String(iso)) => match iso.parse::<PartialDate>() {
            Ok(date) => format::long(date, DateStyle::Era),
            Err(_) => iso.clone(),
        },
        (_, Value::String(text)) => text.clone(),
        (_, other) => other.to_string(),
    }
}

/// Reads a sheet that was sent.
pub(in crate::pages) fn read(sheet: &Sheet<'_>, sent: &Submitted) -> SheetRead {
    let typed = renumbered(sheet.form, sent);
    let mut pairs: Vec<(String, &str)> = Vec::new();
    for (name, value) in typed.pairs() {
        match sheet.form.field(name) {
            Some(field) if one_a_line(field) => pairs.extend(value.lines().map(|line| (name.to_owned(), line))),
            _ => pairs.push((name.replace('[', ".").replace("].", "."), value)),
        }
    }
    let submission = sheet.form.read_submission(pairs.iter().map(|(name, value)| (name.as_str(), *value)));
    let mut facts = Facts::new();
    submission.write_to(&mut facts);
    let mut problems = submission.problems;
    problems.extend(sheet.form.check(&facts, sheet.day, Completeness::Draft));
    let asked = kept_by(sheet).map(|field| field.fact.clone()).collect();
    SheetRead { facts, asked, problems, typed }
}

/// The form with the rows of its tables counted from 0, rows without any answer left out: the numbers that problems name.
fn renumbered(form: &FormDefinition, sent: &Submitted) -> Submitted {
    let mut numbers: BTreeMap<(&str, usize), usize> = BTreeMap::new();
    for table in form.fields().filter(|field| field.kind == Kind::Table) {
        let filled = |row: &usize| {
            table.columns.iter().any(|column| !sent.text(&format!("{}[{row}].{}", table.id, column.id)).is_empty())
        };
        for (number, row) in sent.rows(&table.id).into_iter().filter(filled).enumerate() {
            numbers.insert((&table.id, row), number);
        }
    }
    let mut typed = Submitted::default();
    for (name, value) in sent.pairs() {
        let cell = name.split_once('[').and_then(|(table, rest)| {
            let (row, column) = rest.split_once("].")?;
            Some((table, row.parse::<usize>().ok()?, column))
        });
        match cell {
            None => typed.put(name, value),
            Some((table, row, column)) => {
                if let Some(number) = numbers.get(&(table, row)) {
                    typed.put(format!("{table}[{number}].{column}"), value);
                }
            }
        }
    }
    typed
}
