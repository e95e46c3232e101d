//! A form with its answers, every word and value ready to be drawn.

use std::collections::{BTreeMap, BTreeSet};

use banso_domain::calendar::{DateStyle, Era};
use banso_domain::form::{Choice, Facts, Field, FormDefinition, Kind, Language, Mark, OPEN_MARK, Section};
use serde::Serialize;
use serde_json::Value;

use crate::RenderOptions;
use crate::fonts::{NotShown, not_shown};
use crate::written::{self, DayParts, written};

/// One form, filled or empty, in the words of one day and one language.
#[derive(Debug, Serialize)]
pub(crate) struct Sheet {
    pub(crate) id: String,
    pub(crate) number: String,
    pub(crate) title: String,
    /// The case reference for the head of each page; empty when unknown.
    pub(crate) reference: String,
    /// From which day on this version of the form is used.
    pub(crate) valid_from: String,
    /// Whether several sides answer it.
    pub(crate) has_sides: bool,
    pub(crate) language: Language,
    pub(crate) printed_on: String,
    /// The eras that are ticked on dates of birth; none where years are Western.
    pub(crate) eras: Vec<SheetEra>,
    pub(crate) sections: Vec<SheetSection>,
    pub(crate) texts: BTreeMap<String, String>,
    /// What [`OPEN_MARK`] means, where an item has it; otherwise empty.
    pub(crate) open_note: &'static str,
    /// What is said at the foot about letters that cannot be shown as they were written.
    pub(crate) letters: Vec<String>,
}

#[derive(Debug, Serialize)]
pub(crate) struct SheetEra {
    /// As in [`DayParts::era`].
    pub(crate) letter: char,
    pub(crate) name: &'static str,
}

#[derive(Debug, Serialize)]
pub(crate) struct SheetSection {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) remark: String,
    pub(crate) marked: bool,
    pub(crate) fields: Vec<SheetField>,
}

#[derive(Debug, Serialize)]
pub(crate) struct SheetField {
    pub(crate) id: String,
    pub(crate) label: String,
    pub(crate) hint: String,
    pub(crate) unit: String,
    pub(crate) kind: Kind,
    /// Whether ※ is printed beside the label.
    pub(crate) marked: bool,
    /// Whether the field only completes an option of another one and is drawn there.
    pub(crate) completes: bool,
    /// The answer in words; empty when there is none.
    pub(crate) text: String,
    /// Each of several answers in words.
    pub(crate) items: Vec<String>,
    /// What stands on an empty sheet where the answer goes.
    pub(crate) blank: String,
    pub(crate) day: Option<DayParts>,
    /// The answer to a question of 有 or 無.
    pub(crate) yes: Option<bool>,
    /// The side that answers, on a sheet of several sides.
    pub(crate) side: &'static str,
    /// The item that is rated, and what it is called without the side.
    pub(crate) item: Option<String>,
    pub(crate) item_label: String,
    /// Whether it is what a side says beside its rating.
    pub(crate) is_note: bool,
    /// Whether its side rates nothing in this part where others do.
    pub(crate) unsaid: bool,
    pub(crate) options: Vec<SheetOption>,
    pub(crate) columns: Vec<SheetColumn>,
    pub(crate) rows: Vec<Vec<SheetCell>>,
    /// The stored value, for cells that keep types.
    #[serde(skip)]
    pub(crate) value: Value,
}

#[derive(Debug, Serialize)]
pub(crate) struct SheetOption {
    pub(crate) id: String,
    /// The words with the note in its brackets.
    pub(crate) label: String,
    pub(crate) chosen: bool,
}

#[derive(Debug, Serialize)]
pub(crate) struct SheetColumn {
    pub(crate) id: String,
    pub(crate) label: String,
    pub(crate) unit: String,
    pub(crate) kind: Kind,
}

#[derive(Debug, Serialize)]
pub(crate) struct SheetCell {
    pub(crate) text: String,
    /// Each of several answers in words; the only one of a single answer.
    pub(crate) items: Vec<String>,
    #[serde(skip)]
    pub(crate) value: Value,
}

/// One answer of a form in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenLine {
    /// The form, as its sheet is headed.
    pub form: String,
    /// The section of the form.
    pub section: String,
    /// The question.
    pub label: String,
    /// The answer; never empty.
    pub text: String,
}

/// Where the page header finds the case reference.
const REFERENCE: &str = "case.reference";

/// The widest gap left for a note that is written by hand.
const HANDWRITTEN: &str = "　　　　　　";

impl Sheet {
    pub(crate) fn fill(form: &FormDefinition, facts: &Facts, options: &RenderOptions) -> Self {
        let form = &form.with_open_marked();
        let completing: BTreeSet<&str> =
            form.fields().flat_map(|field| &field.options).filter_map(|option| option.note.as_deref()).collect();
        let filler = Filler { form, facts, options, completing };
        let sections: Vec<SheetSection> = form.sections.iter().map(|section| filler.section(section)).collect();
        Self {
            id: form.id.clone(),
            number: form.number.clone(),
            title: form.title.text(options.on, options.language).to_owned(),
            // A sheet of several cases has no number of its own.
            reference: form
                .fields()
                .find(|field| field.fact == REFERENCE)
                .and_then(|field| facts.text(&field.fact))
                .unwrap_or_default()
                .to_owned(),
            valid_from: form.valid_from.to_string(),
            has_sides: form.sheet.is_some(),
            language: options.language,
            printed_on: written::date_in_words(options.printed_on.into(), options),
            eras: birth_eras(options),
            open_note: about_open_items(&sections, options.language),
            letters: about_letters(&sections, options.language),
            sections,
            texts: form
                .texts
                .iter()
                .map(|(name, words)| (name.clone(), words.text(options.on, options.language).to_owned()))
                .collect(),
        }
    }
}

impl Sheet {
    /// The answers in words, those that complete an option of another one with it.
    pub(crate) fn lines(self) -> Vec<WrittenLine> {
        let mut lines = Vec::new();
        for section in self.sections {
            for field in section.fields.iter().filter(|field| !field.completes) {
                let text = field.in_words(self.language);
                if !text.is_empty() {
                    let (form, section) = (self.title.clone(), section.title.clone());
                    lines.push(WrittenLine { form, section, label: field.label.clone(), text });
                }
            }
        }
        lines
    }
}

impl SheetField {
    fn in_words(&self, language: Language) -> String {
        let and = if language == Language::Ja { "、" } else { ", " };
        let chosen: Vec<&str> =
            self.options.iter().filter(|option| option.chosen).map(|option| option.label.as_str()).collect();
        if !chosen.is_empty() {
            return chosen.join(and);
        }
        if self.kind == Kind::Table {
            let colon = if language == Language::Ja { "：" } else { ": " };
            let row = |cells: &Vec<SheetCell>| {
                let told = self.columns.iter().zip(cells).filter(|(_, cell)| !cell.text.is_empty());
                told.map(|(column, cell)| format!("{}{colon}{}{}", column.label, cell.text, column.unit))
                    .collect::<Vec<_>>()
                    .join(and)
            };
            return self.rows.iter().map(row).filter(|row| !row.is_empty()).collect::<Vec<_>>().join("\n");
        }
        if self.text.is_empty() { String::new() } else { format!("{}{}", self.text, self.unit) }
    }
}

/// What the mark of items means that nobody has compared with the official sheet; nothing where no item has it.
fn about_open_items(sections: &[SheetSection], language: Language) -> &'static str {
    let mut fields = sections.iter().flat_map(|section| &section.fields);
    match language {
        _ if !fields.any(|field| field.label.contains(OPEN_MARK)) => "",
        Language::Ja => "◇は、公的な様式とまだ照合していない項目です。",
        Language::En => "◇ marks items that are not yet compared with the official form.",
    }
}

/// Names the letters that no font of ours has, and those of whose variant none has the form.
fn about_letters(sections: &[SheetSection], language: Language) -> Vec<String> {
    let fields = sections.iter().flat_map(|section| &section.fields);
    let texts = fields.flat_map(|field| {
        let cells = field.rows.iter().flatten().map(|cell| cell.text.as_str());
        let options = field.options.iter().map(|option| option.label.as_str());
        std::iter::once(field.text.as_str()).chain(options).chain(cells)
    });
    let NotShown { missing, plain } = not_shown(texts);
    let mut said = Vec::new();
    if !missing.is_empty() {
        let codes: Vec<String> = missing.into_iter().map(|letter| format!("U+{:04X}", u32::from(letter))).collect();
        said.push(match language {
            Language::Ja => format!("※印刷できない文字があります（Unicodeの番号）：{}", codes.join("、")),
            Language::En => format!("Letters that cannot be printed, by their Unicode numbers: {}", codes.join(", ")),
        });
    }
    if !plain.is_empty() {
        let codes = plain
            .into_iter()
            .map(|(base, mark)| format!("{base}（U+{:04X} U+{:04X}）", u32::from(base), u32::from(mark)));
        let codes: Vec<String> = codes.collect();
        said.push(match language {
            Language::Ja => format!("※標準の字形で印刷した文字があります：{}", codes.join("、")),
            Language::En => format!("Letters printed in their plain form: {}", codes.join(", ")),
        });
    }
    said
}

/// The eras in which somebody on a sheet of that day may have been born: a sheet of 2016 does not know 令和.
fn birth_eras(options: &RenderOptions) -> Vec<SheetEra> {
    if options.dates == DateStyle::Western || options.language != Language::Ja {
        return Vec::new();
    }
    let known = Era::ALL.into_iter().filter(|era| *era != Era::Meiji && era.first_day() <= options.on);
    known.map(|era| SheetEra { letter: era.letter(), name: era.kanji() }).collect()
}

struct Filler<'a> {
    form: &'a FormDefinition,
    facts: &'a Facts,
    options: &'a RenderOptions,
    completing: BTreeSet<&'a str>,
}

impl Filler<'_> {
    fn section(&self, section: &Section) -> SheetSection {
        let RenderOptions { on, language, .. } = *self.options;
        SheetSection {
            id: section.id.clone(),
            title: section.title.text(on, language).to_owned(),
            remark: section.remark.as_ref().map(|remark| remark.in_language(language).to_owned()).unwrap_or_default(),
            marked: section.mark == Mark::Compulsory,
            fields: section
                .fields
                .iter()
                .filter(|field| field.is_valid_on(on))
                .map(|field| SheetField { unsaid: self.is_unsaid(section, field), ..self.field(field) })
                .collect(),
        }
    }

    /// Whether a field belongs to a side that rates nothing here where others do: its column is left out.
    fn is_unsaid(&self, section: &Section, field: &Field) -> bool {
        let says = |field: &Field| self.form.answer(field, self.facts).is_some();
        let rated = section.fields.iter().filter(|other| other.rated.is_some());
        let (own, others): (Vec<&Field>, Vec<&Field>) = rated.partition(|other| other.side == field.side);
        field.rated.is_some() && others.into_iter().any(says) && !own.into_iter().any(says)
    }

    fn field(&self, field: &Field) -> SheetField {
        let RenderOptions { on, language, dates, .. } = *self.options;
        let value = self.form.answer(field, self.facts).cloned().unwrap_or_default();
        let single_items = if field.many && field.kind != Kind::Table { self.facts.list(&field.fact) } else { &[] };
        SheetField {
            id: field.id.clone(),
            label: field.label.text(on, language).to_owned(),
            hint: field.hint.as_ref().map(|hint| hint.in_language(language).to_owned()).unwrap_or_default(),
            unit: field.unit.as_ref().map(|unit| unit.in_language(language).to_owned()).unwrap_or_default(),
            kind: field.kind,
            marked: field.mark == Mark::Compulsory,
            completes: self.completing.contains(field.id.as_str()),
            text: if field.kind == Kind::Table { String::new() } else { written(field, &value, self.options) },
            items: single_items.iter().map(|item| written(field, item, self.options)).collect(),
            blank: written::blank(field.kind, self.options),
            day: written::day_parts(&value, dates),
            yes: value.as_bool(),
            side: field.side.map_or("", |side| side.name()),
            item: field.rated.as_ref().map(|rated| rated.item.clone()),
            item_label: field
                .rated
                .as_ref()
                .map(|rated| rated.label.in_language(language).to_owned())
                .unwrap_or_default(),
            is_note: field.rated.as_ref().is_some_and(|rated| rated.is_note),
            unsaid: false,
            options: self.offered(field, &value),
            columns: field.columns.iter().map(|column| self.column(column)).collect(),
            rows: self.rows(field, &value),
            value,
        }
    }

    /// The options of the day, and those chosen that are no longer offered: what was answered is never dropped.
    fn offered(&self, field: &Field, value: &Value) -> Vec<SheetOption> {
        let chosen = |id: &str| match value {
            Value::Array(items) => items.iter().any(|item| item == id),
            single => single == id,
        };
        let day = self.options.on;
        field
            .options
            .iter()
            .filter(|option| option.is_valid_on(day) || chosen(&option.id))
            .map(|option| SheetOption {
                id: option.id.clone(),
                label: self.option_label(option),
                chosen: chosen(&option.id),
            })
            .collect()
    }

    fn option_label(&self, option: &Choice) -> String {
        let RenderOptions { on, language, .. } = *self.options;
        let Some(note) = &option.note else { return option.label.text(on, language).to_owned() };
        let note = self
            .form
            .field(note)
            .and_then(|field| Some(written(field, self.form.answer(field, self.facts)?, self.options)));
        option.label_with_note(on, language, note.as_deref().unwrap_or(HANDWRITTEN))
    }

    fn column(&self, column: &Field) -> SheetColumn {
        let RenderOptions { on, language, .. } = *self.options;
        SheetColumn {
            id: column.id.clone(),
            label: column.label.text(on, language).to_owned(),
            unit: column.unit.as_ref().map(|unit| unit.in_language(language).to_owned()).unwrap_or_default(),
            kind: column.kind,
        }
    }

    fn rows(&self, field: &Field, value: &Value) -> Vec<Vec<SheetCell>> {
        let rows =
            if field.kind == Kind::Table { value.as_array().map(Vec::as_slice).unwrap_or_default() } else { &[] };
        rows.iter()
            .map(|row| {
                let cell = |column: &Field| {
                    let value = row.get(&column.fact).cloned().unwrap_or_default();
                    let several = value.as_array().map_or(std::slice::from_ref(&value), Vec::as_slice);
                    let items = several.iter().map(|item| written(column, item, self.options));
                    let items = items.filter(|item| !item.is_empty()).collect();
                    SheetCell { text: written(column, &value, self.options), items, value }
                };
                field.columns.iter().map(cell).collect()
            })
            .collect()
    }
}
