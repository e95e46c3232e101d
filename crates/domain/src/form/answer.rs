use std::collections::BTreeMap;

use serde_json::{Map, Value};
use unicode_normalization::UnicodeNormalization;

use super::facts::is_absent;
use super::{Facts, Field, FieldProblem, FormDefinition, Kind, Owner, Problem};
use crate::calendar::{parse_date, parse_day, parse_time, parse_year_month};

/// What a submitted form said: the values that could be read, and what could not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Submission {
    /// The value of each submitted path; `null` where the answer was cleared.
    pub values: BTreeMap<String, Value>,
    /// What could not be read; the typed text is in the problem.
    pub problems: Vec<FieldProblem>,
}

impl Submission {
    /// Writes the submitted values over `facts`; cleared answers are removed.
    pub fn write_to(&self, facts: &mut Facts) {
        for (path, value) in &self.values {
            facts.set(path, value.clone());
        }
    }
}

impl Field {
    /// Reads what was typed or chosen for this field; `Null` when nothing was.
    ///
    /// Width does not matter: `１２，０００` is the amount 12000. Whether the answer is *allowed* is for
    /// [`FormDefinition::check`].
    ///
    /// # Errors
    ///
    /// A [`FieldProblem`] when the text cannot become a value of the field's kind. Tables are read by
    /// [`FormDefinition::read_submission`].
    pub fn parse_answer(&self, raw: &[&str]) -> Result<Value, FieldProblem> {
        let given: Vec<&str> = raw.iter().copied().filter(|text| !text.trim().is_empty()).collect();
        let answer = match (self.many, given.as_slice()) {
            (_, []) => Ok(Value::Null),
            (true, several) => several.iter().map(|text| self.parse_one(text)).collect::<Result<Value, _>>(),
            (false, [one]) => self.parse_one(one),
            (false, _) => Err(Problem::MoreThanOne),
        };
        answer.map_err(|problem| FieldProblem { field: self.id.clone(), problem })
    }

    fn parse_one(&self, typed: &str) -> Result<Value, Problem> {
        match self.kind {
            Kind::LongText => Ok(typed.replace("\r\n", "\n").trim_end().into()),
            Kind::Text | Kind::Staff | Kind::Agency | Kind::Signature | Kind::Single | Kind::Multi => {
                Ok(typed.trim().into())
            }
            Kind::Integer | Kind::Money => whole_number(typed).map(Value::from),
            Kind::YesNo => match typed.trim() {
                "yes" | "true" | "有" => Ok(true.into()),
                "no" | "false" | "無" => Ok(false.into()),
                other => Err(Problem::NotYesOrNo { typed: other.to_owned() }),
            },
            Kind::Date | Kind::PartialDate | Kind::YearMonth | Kind::DateTime => date_answer(self.kind, typed),
            Kind::Table | Kind::Computed => Err(Problem::WrongShape),
        }
    }
}

impl FormDefinition {
    /// Reads the pairs of a submitted form.
    ///
    /// Names are field ids; a cell of a table is `actions.0.what`, its row counted from 0, and rows without any answer
    /// are dropped. Names the form does not know, and fields it only shows, are passed over. Fields that were not
    /// submitted keep their values, except a table, which is read as a whole.
    pub fn read_submission<'p>(&self, pairs: impl IntoIterator<Item = (&'p str, &'p str)>) -> Submission {
        let mut typed: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (name, text) in pairs {
            typed.entry(name).or_default().push(text);
        }
        let mut submission = Submission::default();
        for field in self.fields().filter(|field| field.owner == Owner::Answers && field.kind != Kind::Computed) {
            if field.kind == Kind::Table {
                read_table(field, &typed, &mut submission);
            } else if let Some(raw) = typed.get(field.id.as_str()) {
                match field.parse_answer(raw) {
                    Ok(value) => drop(submission.values.insert(field.fact.clone(), value)),
                    Err(problem) => submission.problems.push(problem),
                }
            }
        }
        submission
    }
}

fn read_table(field: &Field, typed: &BTreeMap<&str, Vec<&str>>, submission: &mut Submission) {
    let mut rows: BTreeMap<usize, Map<String, Value>> = BTreeMap::new();
    let mut submitted = false;
    for (name, raw) in typed {
        let Some((row, column)) = cell_name(name, &field.id) else { continue };
        let Some(column) = field.columns.iter().find(|known| known.id == column) else { continue };
        submitted = true;
        match column.parse_answer(raw) {
            Ok(value) if is_absent(&value) => {}
            Ok(value) => drop(rows.entry(row).or_default().insert(column.fact.clone(), value)),
            Err(FieldProblem { problem, .. }) => submission.problems.push(FieldProblem {
                field: field.id.clone(),
                problem: Problem::InRow { row, column: column.id.clone(), in_row: Box::new(problem) },
            }),
        }
    }
    if submitted {
        let rows = rows.into_values().map(Value::Object).collect();
        submission.values.insert(field.fact.clone(), Value::Array(rows));
    }
}

/// Row and column of `actions.0.what`, when the name is a cell of `table`.
fn cell_name<'n>(name: &'n str, table: &str) -> Option<(usize, &'n str)> {
    let (row, column) = name.strip_prefix(table)?.strip_prefix('.')?.split_once('.')?;
    Some((row.parse().ok()?, column))
}

/// A whole number of zero or more, however wide its digits; commas, 円 and ¥ around it are passed over.
fn whole_number(typed: &str) -> Result<i64, Problem> {
    let digits: String = typed.nfkc().filter(|c| !matches!(c, ',' | '、' | '円' | '¥') && !c.is_whitespace()).collect();
    let bare = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    bare.then(|| digits.parse().ok()).flatten().ok_or_else(|| Problem::NotANumber { typed: typed.trim().to_owned() })
}

/// Reads a date of the kind asked for, in any way people write it; the value keeps the ISO form.
fn date_answer(kind: Kind, typed: &str) -> Result<Value, Problem> {
    let iso = match kind {
        Kind::Date => parse_day(typed).map(|day| day.to_string()).ok(),
        Kind::YearMonth => parse_year_month(typed).map(|month| month.to_string()).ok(),
        Kind::PartialDate => parse_date(typed).map(|date| date.to_string()).ok(),
        _ => date_and_time(typed),
    };
    iso.map(Value::String).ok_or_else(|| Problem::NotADate { typed: typed.trim().to_owned() })
}

/// A day, perhaps with a time of day after a space or a `T`: 令和8年11月20日 午後2時半.
fn date_and_time(typed: &str) -> Option<String> {
    if let Ok(day) = parse_day(typed) {
        return Some(day.to_string());
    }
    let (day, time) = typed.trim().split_once(|c: char| c == 'T' || c.is_whitespace())?;
    Some(format!("{}T{}", parse_day(day).ok()?, parse_time(time).ok()?.format("%H:%M")))
}
