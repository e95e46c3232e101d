//! The fields of a sheet as the components of a page.

use banso_domain::{
    calendar::{parse_date, parse_day, parse_year_month},
    form::{Field, FieldProblem, Kind, Mark, Owner, Problem, Section},
};

use super::{Sheet, Shown, read::one_a_line};
use crate::{
    answers::without_blank,
    components::{ChoiceOption, SummaryRow, Width},
    dates::explain,
    form::{Block, Filled, Part, Question, Rows, labelled},
    text::Texts,
};

/// More answers than this stand in a drop-down list instead of beside each other.
const MOST_BUTTONS: usize = 9;

/// A section of the sheet as drawn.
pub(in crate::pages) struct SheetSection {
    /// Where the table of contents leads.
    pub(in crate::pages) id: String,
    /// The printed heading.
    pub(in crate::pages) title: String,
    /// The remark beside it.
    pub(in crate::pages) remark: Option<String>,
    /// How many questions marked ※ are open in it.
    pub(in crate::pages) open: usize,
    /// Its fields.
    pub(in crate::pages) blocks: Vec<Block>,
}

/// What is needed to draw a sheet.
pub(in crate::pages) struct Drawing<'d> {
    pub(in crate::pages) t: &'d Texts,
    pub(in crate::pages) sheet: Sheet<'d>,
    /// The form as typed, with what is wrong.
    pub(in crate::pages) filled: &'d Filled,
    /// What is kept elsewhere.
    pub(in crate::pages) shown: &'d Shown,
    /// The staff to choose from.
    pub(in crate::pages) staff: &'d [String],
    /// The ids of the open questions marked ※.
    pub(in crate::pages) open: &'d [String],
}

impl Drawing<'_> {
    /// The whole sheet.
    pub(in crate::pages) fn sections(&self) -> Vec<SheetSection> {
        let sections = self.sheet.form.sections.iter().map(|section| {
            let title = section.title.text(self.sheet.day, self.sheet.language).trim_start_matches('■').trim();
            SheetSection {
                id: format!("part-{}", section.id),
                title: if title.is_empty() { self.t.get("sheet-first-part") } else { title.to_owned() },
                remark: section.remark.as_ref().map(|remark| remark.in_language(self.sheet.language).to_owned()),
                open: section.fields.iter().filter(|field| self.open.contains(&field.id)).count(),
                blocks: self.section(section),
            }
        });
        sections.filter(|section| !section.blocks.is_empty()).collect()
    }

    /// The fields of one section; neighbours that are kept elsewhere stand together in one list.
    pub(in crate::pages) fn section(&self, section: &Section) -> Vec<Block> {
        let mut blocks: Vec<Block> = Vec::new();
        let mut elsewhere: Vec<&Field> = Vec::new();
        for field in section.fields.iter().filter(|field| field.is_valid_on(self.sheet.day)) {
            if field.owner == Owner::Typed || field.kind == Kind::Computed {
                elsewhere.push(field);
            } else {
                self.flush(&mut elsewhere, &mut blocks);
                blocks.push(self.block(field));
            }
        }
        self.flush(&mut elsewhere, &mut blocks);
        blocks
    }

    fn flush(&self, elsewhere: &mut Vec<&Field>, blocks: &mut Vec<Block>) {
        let mut rows = Vec::new();
        for field in elsewhere.iter() {
            let label = self.label(field);
            match self.shown.value(&field.fact) {
                Some(value) => rows.push(SummaryRow::new(label, value)),
                None if self.shown.is_asked(&field.fact) => rows.push(SummaryRow::unknown(label)),
                None => {}
            }
        }
        if !rows.is_empty() {
            let change = elsewhere.iter().find_map(|field| self.shown.change(self.t, &field.fact));
            blocks.push(Block::new(self.t, Part::Known(rows, change)));
        }
        elsewhere.clear();
    }

    fn label(&self, field: &Field) -> String {
        let label = field.label.text(self.sheet.day, self.sheet.language);
        match field.unit.as_ref().map(|unit| unit.in_language(self.sheet.language)) {
            Some(unit) if !unit.is_empty() => self.t.with("sheet-label-unit", [("label", label), ("unit", unit)]),
            _ => label.to_owned(),
        }
    }

    fn block(&self, field: &Field) -> Block {
        if field.kind == Kind::Table {
            return Block::new(self.t, Part::Rows(self.table(field)));
        }
        self.filled.ask(&self.question(field, &field.id))
    }

    /// The question of a field; cells of a table go by a name of their own.
    fn question(&self, field: &Field, name: &str) -> Question {
        let question = self.asked(field, name);
        let question = match &field.hint {
            Some(hint) => question.hint(hint.in_language(self.sheet.language)),
            None => question,
        };
        if field.mark == Mark::Compulsory { question.required() } else { question }
    }

    fn asked(&self, field: &Field, name: &str) -> Question {
        let label = self.label(field);
        if one_a_line(field) {
            return Question::long(name, label, 2).hint(self.t.get("sheet-one-a-line"));
        }
        match field.kind {
            Kind::LongText => Question::long(name, label, 4),
            Kind::Integer => Question::digits(name, label, Width::Short),
            Kind::Money => Question::digits(name, label, Width::Middle),
            Kind::Date | Kind::PartialDate | Kind::YearMonth | Kind::DateTime => Question::date(name, label),
            Kind::Multi => Question::several(name, label, self.options(field)),
            Kind::Single => Self::one_or_pick(self.t, name, label, self.options(field)),
            Kind::YesNo => {
                let answers = labelled([("yes", self.t.get("sheet-yes")), ("no", self.t.get("sheet-no"))]);
                Self::one_or_pick(self.t, name, label, answers)
            }
            Kind::Staff => {
                let typed = self.filled.form.text(name);
                let mut names: Vec<&str> = self.staff.iter().map(String::as_str).collect();
                if !typed.is_empty() && !names.contains(&typed) {
                    names.push(typed);
                }
                Question::pick(name, label, labelled(names.into_iter().map(|name| (name, name))))
            }
            Kind::Text | Kind::Agency | Kind::Signature | Kind::Table | Kind::Computed => Question::line(name, label),
        }
    }

    /// One answer: in a list where there are many or little room; otherwise as radio buttons with a way back to "not asked
    /// yet", since a radio button cannot be taken away again.
    fn one_or_pick(t: &Texts, name: &str, label: String, mut answers: Vec<ChoiceOption>) -> Question {
        if name.contains('[') || answers.len() > MOST_BUTTONS {
            return Question::pick(name, label, answers);
        }
        answers.push(ChoiceOption::new("", t.get("sheet-not-asked")));
        Question::one(name, label, answers)
    }

    fn options(&self, field: &Field) -> Vec<ChoiceOption> {
        let offered = field.options_on(self.sheet.day).map(|choice| {
            let label = choice.label.text(self.sheet.day, self.sheet.language);
            ChoiceOption::new(&choice.id, without_blank(label))
        });
        offered.collect()
    }

    fn table(&self, table: &Field) -> Rows {
        let filled = self.filled.form.rows(&table.id).len();
        let rows = (0..=filled).map(|row| {
            let cell = |column: &Field| self.filled.ask(&self.question(column, &cell_name(table, row, &column.id)));
            (row, table.columns.iter().map(cell).collect())
        });
        Rows {
            id: table.id.clone(),
            label: self.label(table),
            hint: None,
            error: self.filled.error(&table.id),
            rows: rows.collect(),
            numbered: true,
            add: self.t.get("sheet-add-row"),
        }
    }
}

fn cell_name(table: &Field, row: usize, column: &str) -> String {
    format!("{}[{row}].{column}", table.id)
}

/// Puts what is wrong with a sheet beside its fields.
pub(in crate::pages) fn complain(t: &Texts, sheet: &Sheet<'_>, problems: &[FieldProblem], filled: &mut Filled) {
    for found in problems {
        let Some(field) = sheet.form.field(&found.field) else { continue };
        let cell = match &found.problem {
            Problem::InRow { row, column, in_row } => {
                field.columns.iter().find(|cell| cell.id == *column).map(|cell| (*row, cell, in_row))
            }
            _ => None,
        };
        match cell {
            Some((row, cell, in_row)) => filled.complain(cell_name(field, row, &cell.id), words(t, cell, in_row)),
            None => filled.complain(&field.id, words(t, field, &found.problem)),
        }
    }
}

/// What is wrong with an answer and what to do.
fn words(t: &Texts, field: &Field, problem: &Problem) -> String {
    match problem {
        Problem::NotADate { typed } => {
            let failed = match field.kind {
                Kind::Date => parse_day(typed).err(),
                Kind::YearMonth => parse_year_month(typed).err(),
                _ => parse_date(typed).err(),
            };
            failed.map_or_else(|| t.get("date-not-recognised"), |error| explain(t, &error))
        }
        Problem::NotANumber { .. } => t.get("sheet-not-a-number"),
        Problem::TooLong { max, found } => t.with("sheet-too-long", [("max", *max), ("found", *found)]),
        Problem::ExcludesOthers { option } => {
            let label = field.option(option).map(|choice| choice.label.on(chrono::NaiveDate::MAX));
            let words = label.map(|label| label.in_language(t.lang().in_definitions()).to_owned());
            t.with("sheet-excludes-others", [("option", words.unwrap_or_default())])
        }
        Problem::MissingCompulsory => t.get("sheet-missing"),
        Problem::UnknownOption { .. } | Problem::MoreThanOne | Problem::NotYesOrNo { .. } | Problem::WrongShape => {
            t.get("sheet-choose-again")
        }
        Problem::InRow { in_row, .. } => words(t, field, in_row),
    }
}
