use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime};
use serde::Serialize;
use serde_json::Value;

use super::facts::is_absent;
use super::{Facts, Field, FormDefinition, Kind, Mark, Owner};
use crate::calendar::{PartialDate, YearMonth};

/// How far a form must be filled to pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Completeness {
    /// Anything may still be open; what is there must be readable.
    Draft,
    /// The questions marked ※ are answered.
    Final,
}

/// What is wrong with one answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldProblem {
    /// The id of the field.
    pub field: String,
    /// What is wrong with its answer.
    #[serde(flatten)]
    pub problem: Problem,
}

/// The ways in which an answer can be wrong. The sentences that people read belong to the pages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "problem", rename_all = "snake_case")]
pub enum Problem {
    /// A question marked ※, or made compulsory by its condition, has no answer.
    MissingCompulsory,
    /// The answer is none of the options offered on that day.
    UnknownOption {
        /// The id that was answered.
        option: String,
    },
    /// This option excludes the others that were chosen with it.
    ExcludesOthers {
        /// The id of the option that stands alone.
        option: String,
    },
    /// More characters than the field holds.
    TooLong {
        /// Characters the field holds.
        max: usize,
        /// Characters that were given.
        found: usize,
    },
    /// Not a whole number of zero or more.
    NotANumber {
        /// As it was typed.
        typed: String,
    },
    /// Not a date of the kind asked for.
    NotADate {
        /// As it was typed.
        typed: String,
    },
    /// Neither 有 nor 無.
    NotYesOrNo {
        /// As it was typed.
        typed: String,
    },
    /// Several answers where one is asked for.
    MoreThanOne,
    /// The value has another shape than the field's kind, so some program wrote it.
    WrongShape,
    /// Something is wrong in a row of a table; rows are counted from 0.
    InRow {
        /// The row, from 0.
        row: usize,
        /// The id of the column.
        column: String,
        /// What is wrong there.
        in_row: Box<Problem>,
    },
}

impl Problem {
    /// The problem itself, without the row it is in.
    pub fn innermost(&self) -> &Self {
        match self {
            Self::InRow { in_row, .. } => in_row.innermost(),
            other => other,
        }
    }
}

impl FormDefinition {
    /// Checks the answers that this form keeps, as of `on`.
    ///
    /// Only ※ is ever missed, and only when `completeness` is [`Completeness::Final`]; fields owned by a typed value
    /// are missed by the rules that own them. Fields and options not in use on that day are left alone when absent.
    pub fn check(&self, facts: &Facts, on: NaiveDate, completeness: Completeness) -> Vec<FieldProblem> {
        let answers: BTreeMap<&str, &Value> =
            self.fields().filter_map(|field| Some((field.id.as_str(), self.answer(field, facts)?))).collect();
        let examined = self.fields().filter(|field| field.owner == Owner::Answers && field.is_valid_on(on));
        let mut problems = Vec::new();
        for field in examined {
            let found = match answers.get(field.id.as_str()) {
                Some(value) => check_value(field, value, on, completeness),
                None => missing(field, &answers, completeness).into_iter().collect(),
            };
            problems.extend(found.into_iter().map(|problem| FieldProblem { field: field.id.clone(), problem }));
        }
        problems
    }
}

fn missing(field: &Field, answers: &BTreeMap<&str, &Value>, completeness: Completeness) -> Option<Problem> {
    let by_condition = || {
        field
            .required_if
            .as_ref()
            .is_some_and(|condition| condition.holds(answers.get(condition.field.as_str()).copied()))
    };
    let needed = field.kind != Kind::Computed && (field.mark == Mark::Compulsory || by_condition());
    (completeness == Completeness::Final && needed).then_some(Problem::MissingCompulsory)
}

fn check_value(field: &Field, value: &Value, on: NaiveDate, completeness: Completeness) -> Vec<Problem> {
    match (field.many, value) {
        (true, Value::Array(items)) if field.kind == Kind::Table => check_rows(field, items, on, completeness),
        (true, Value::Array(items)) => {
            let mut problems: Vec<_> = items.iter().filter_map(|item| check_item(field, item, on).err()).collect();
            problems.extend(exclusion(field, items));
            problems
        }
        (true, _) => vec![Problem::WrongShape],
        (false, Value::Array(_)) => vec![Problem::MoreThanOne],
        (false, single) => check_item(field, single, on).err().into_iter().collect(),
    }
}

fn exclusion(field: &Field, chosen: &[Value]) -> Option<Problem> {
    let exclusive = chosen
        .iter()
        .filter_map(|value| field.option(value.as_str()?))
        .find(|option| option.exclusive && chosen.len() > 1)?;
    Some(Problem::ExcludesOthers { option: exclusive.id.clone() })
}

fn check_rows(field: &Field, rows: &[Value], on: NaiveDate, completeness: Completeness) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (row, value) in rows.iter().enumerate() {
        let Some(cells) = value.as_object() else {
            problems.push(Problem::WrongShape);
            continue;
        };
        let answers: BTreeMap<&str, &Value> = field
            .columns
            .iter()
            .filter_map(|column| Some((column.id.as_str(), cells.get(&column.fact).filter(|cell| !is_absent(cell))?)))
            .collect();
        for column in field.columns.iter().filter(|column| column.is_valid_on(on)) {
            let found = match answers.get(column.id.as_str()) {
                Some(cell) => check_value(column, cell, on, completeness),
                None => missing(column, &answers, completeness).into_iter().collect(),
            };
            problems.extend(found.into_iter().map(|problem| Problem::InRow {
                row,
                column: column.id.clone(),
                in_row: Box::new(problem),
            }));
        }
    }
    problems
}

fn check_item(field: &Field, value: &Value, on: NaiveDate) -> Result<(), Problem> {
    match field.kind {
        Kind::Text | Kind::LongText | Kind::Staff | Kind::Agency | Kind::Signature => {
            let text = value.as_str().ok_or(Problem::WrongShape)?;
            let found = text.chars().count();
            match field.max_chars {
                Some(max) if found > max => Err(Problem::TooLong { max, found }),
                _ => Ok(()),
            }
        }
        Kind::Integer | Kind::Money => match value.as_i64() {
            Some(0..) => Ok(()),
            _ => Err(Problem::NotANumber { typed: plain(value) }),
        },
        Kind::YesNo => value.as_bool().map(drop).ok_or_else(|| Problem::NotYesOrNo { typed: plain(value) }),
        Kind::Single | Kind::Multi => {
            let id = value.as_str().ok_or(Problem::WrongShape)?;
            field
                .options_on(on)
                .any(|option| option.id == id)
                .then_some(())
                .ok_or_else(|| Problem::UnknownOption { option: id.to_owned() })
        }
        Kind::Date | Kind::PartialDate | Kind::YearMonth | Kind::DateTime => {
            let text = value.as_str().ok_or(Problem::WrongShape)?;
            is_iso(field.kind, text).then_some(()).ok_or_else(|| Problem::NotADate { typed: text.to_owned() })
        }
        Kind::Table => Err(Problem::WrongShape),
        Kind::Computed => Ok(()),
    }
}

/// Whether a stored value is a date of this kind, in the ISO form in which facts keep dates.
fn is_iso(kind: Kind, text: &str) -> bool {
    let day = |text: &str| text.len() == 10 && text.parse::<NaiveDate>().is_ok();
    match kind {
        Kind::Date => day(text),
        Kind::YearMonth => text.parse::<YearMonth>().is_ok(),
        Kind::PartialDate => text.parse::<PartialDate>().is_ok(),
        Kind::DateTime => {
            let formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"];
            day(text) || formats.iter().any(|format| NaiveDateTime::parse_from_str(text, format).is_ok())
        }
        _ => false,
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
