//! The fields of a sheet as the components of a page.

use std::collections::BTreeMap;

use banso_domain::{
    calendar::{parse_date, parse_day, parse_year_month},
    form::{Field, FieldProblem, Kind, Mark, Owner, Problem, Section},
};

use super::{Sheet, Shown, read::one_a_line};
use crate::{
    components::{
        ChoiceGroup, ChoiceKind, ChoiceOption, DateField, FieldView, KeyboardKind, SelectView, SummaryRow, Width,
    },
    dates::{DateEcho, explain},
    pages::block::{Block, Part, TablePart},
    submitted::Submitted,
    text::Texts,
};

/// More answers than this stand in a drop-down list instead of beside each other.
const MOST_BUTTONS: usize = 9;

/// A section of the sheet as drawn.
pub(in crate::pages::cases) struct SheetSection {
    /// Where the table of contents leads.
    pub(in crate::pages::cases) id: String,
    /// The printed heading.
    pub(in crate::pages::cases) title: String,
    /// The remark beside it.
    pub(in crate::pages::cases) remark: Option<String>,
    /// How many questions marked ※ are open in it.
    pub(in crate::pages::cases) open: usize,
    /// Its fields.
    pub(in crate::pages::cases) blocks: Vec<Block>,
}

/// What is needed to draw a sheet.
pub(in crate::pages::cases) struct Drawing<'d> {
    pub(in crate::pages::cases) t: &'d Texts,
    pub(in crate::pages::cases) sheet: Sheet<'d>,
    /// The form as typed.
    pub(in crate::pages::cases) typed: &'d Submitted,
    /// What is wrong with it.
    pub(in crate::pages::cases) problems: &'d [FieldProblem],
    /// What is kept elsewhere.
    pub(in crate::pages::cases) shown: &'d Shown,
    /// The staff to choose from.
    pub(in crate::pages::cases) staff: &'d [String],
    /// The ids of the open questions marked ※.
    pub(in crate::pages::cases) open: &'d [String],
}

impl Drawing<'_> {
    /// The whole sheet.
    pub(in crate::pages::cases) fn sections(&self) -> Vec<SheetSection> {
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
    pub(in crate::pages::cases) fn section(&self, section: &Section) -> Vec<Block> {
        let mut blocks: Vec<Block> = Vec::new();
        let mut elsewhere: Vec<&Field> = Vec::new();
        for field in section.fields.iter().filter(|field| field.is_valid_on(self.sheet.day)) {
            if field.owner == Owner::Typed || field.kind == Kind::Computed {
                elsewhere.push(field);
            } else {
                self.flush(&mut elsewhere, &mut blocks);
                blocks.push(Block::new(self.t, self.part(field)));
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

    fn part(&self, field: &Field) -> Part {
        let problem = |found: &&FieldProblem| found.field == field.id;
        if field.kind == Kind::Table {
            return Part::Table(self.table(field));
        }
        let error = self.problems.iter().find(problem).map(|found| words(self.t, field, &found.problem));
        self.field(field, &field.id, error)
    }

    fn field(&self, field: &Field, name: &str, error: Option<String>) -> Part {
        let text = self.typed.text(name);
        let mut view = FieldView::new(name, self.label(field)).value(text);
        view.error = error;
        view.hint = field.hint.as_ref().map(|hint| hint.in_language(self.sheet.language).to_owned());
        if field.mark == Mark::Compulsory {
            view = view.required();
        }
        if one_a_line(field) {
            let hint = self.t.get("sheet-one-a-line");
            return Part::Long(view.hint(hint).lines(2));
        }
        let in_row = name.contains('[');
        match field.kind {
            Kind::LongText => Part::Long(view.lines(4)),
            Kind::Integer => Part::Text(view.width(Width::Short).keyboard(KeyboardKind::Numeric)),
            Kind::Money => Part::Text(view.width(Width::Middle).keyboard(KeyboardKind::Numeric)),
            Kind::Date | Kind::PartialDate | Kind::YearMonth | Kind::DateTime => {
                let echo = if view.error.is_some() { String::new() } else { DateEcho::of(self.t, text).to_string() };
                Part::Date(DateField::new(view, echo))
            }
            Kind::Multi => {
                let chosen = self.typed.all(name);
                Part::Choices(ChoiceGroup::new(view, ChoiceKind::Several, self.options(field, &chosen)).in_columns())
            }
            Kind::Single => {
                let options = self.options(field, &[text]);
                if in_row || options.len() > MOST_BUTTONS {
                    return Part::Select(SelectView { field: view, options });
                }
                self.radios(view, options)
            }
            Kind::YesNo => {
                let answers = [("yes", self.t.get("sheet-yes")), ("no", self.t.get("sheet-no"))];
                let options =
                    answers.map(|(value, label)| ChoiceOption::new(value, label).chosen(text == value)).to_vec();
                if in_row { Part::Select(SelectView { field: view, options }) } else { self.radios(view, options) }
            }
            Kind::Staff => {
                let mut names: Vec<&str> = self.staff.iter().map(String::as_str).collect();
                if !text.is_empty() && !names.contains(&text) {
                    names.push(text);
                }
                let option = |known: &str| ChoiceOption::new(known, known).chosen(known == text);
                Part::Select(SelectView { field: view, options: names.into_iter().map(option).collect() })
            }
            Kind::Text | Kind::Agency | Kind::Signature | Kind::Table | Kind::Computed => Part::Text(view),
        }
    }

    /// Radio buttons with a way back to "not asked yet", since a radio button cannot be taken away again.
    fn radios(&self, view: FieldView, mut options: Vec<ChoiceOption>) -> Part {
        let open = options.iter().all(|option| !option.chosen);
        options.push(ChoiceOption::new("", self.t.get("sheet-not-asked")).chosen(open));
        Part::Choices(ChoiceGroup::new(view, ChoiceKind::One, options).in_columns())
    }

    fn options(&self, field: &Field, chosen: &[&str]) -> Vec<ChoiceOption> {
        let offered = field.options_on(self.sheet.day).map(|choice| {
            let label = choice.label.text(self.sheet.day, self.sheet.language);
            ChoiceOption::new(&choice.id, without_blank(label)).chosen(chosen.contains(&choice.id.as_str()))
        });
        offered.collect()
    }

    fn table(&self, table: &Field) -> TablePart {
        let mut wrong: BTreeMap<(usize, &str), String> = BTreeMap::new();
        let mut error = None;
        for found in self.problems.iter().filter(|found| found.field == table.id) {
            match &found.problem {
                Problem::InRow { row, column, in_row } => {
                    if let Some(cell) = table.columns.iter().find(|cell| cell.id == *column) {
                        wrong.entry((*row, column)).or_insert_with(|| words(self.t, cell, in_row));
                    }
                }
                other => error = Some(words(self.t, table, other)),
            }
        }
        let filled = self.typed.rows(&table.id).len();
        let rows = (0..=filled).map(|row| {
            let cell = |column: &Field| {
                let name = format!("{}[{row}].{}", table.id, column.id);
                Block::new(self.t, self.field(column, &name, wrong.get(&(row, column.id.as_str())).cloned()))
            };
            table.columns.iter().map(cell).collect()
        });
        TablePart { name: table.id.clone(), label: self.label(table), error, rows: rows.collect() }
    }
}

/// その他（　）, whose blank is a field of its own on a screen.
pub(super) fn without_blank(label: &str) -> String {
    let label = ["（　）", "(　)", "( )"].iter().fold(label.to_owned(), |label, blank| label.replace(blank, ""));
    label.replace("：　）", "）").replace('　', "").replace(": )", ")").trim().to_owned()
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
            let words = label.map(|label| label.in_language(super::language(t.lang())).to_owned());
            t.with("sheet-excludes-others", [("option", words.unwrap_or_default())])
        }
        Problem::MissingCompulsory => t.get("sheet-missing"),
        Problem::UnknownOption { .. } | Problem::MoreThanOne | Problem::NotYesOrNo { .. } | Problem::WrongShape => {
            t.get("sheet-choose-again")
        }
        Problem::InRow { in_row, .. } => words(t, field, in_row),
    }
}
