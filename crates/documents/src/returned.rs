//! A sheet that was filled in Excel and came back: read by the labels of its form, all of it or nothing.
//!
//! What is read is given as it would have been typed, so that it goes the way of every form: shown, checked, and saved by whoever looked at it.

use std::collections::BTreeSet;
use std::io::{self, Cursor, Read};

use banso_domain::form::{Field, FormDefinition, Kind, Language, Mark, OPEN_MARK, Owner, Section};
use calamine::{Data, Reader, Xlsx};
use chrono::NaiveDate;
use zip::ZipArchive;

/// The worksheet that says which form a workbook is, hidden from those who fill it.
pub(crate) const MARKER: &str = "banso";

/// The greatest size of a workbook that is read, in bytes: a filled sheet has a tenth of it.
const MOST_BYTES: usize = 2_000_000;
/// The greatest size of its parts together once they are unpacked, in bytes: packed parts can hold a thousand times what they weigh.
const MOST_UNPACKED: u64 = 40_000_000;
/// The most rows that are read.
const MOST_ROWS: usize = 5_000;

/// Why a workbook that came back is not read. Nothing of it is taken then.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReturnProblem {
    /// It is no workbook, or too large for a filled sheet.
    #[error("this is no workbook of a sheet")]
    NoWorkbook,
    /// It was not made by this program.
    #[error("this workbook was not made here")]
    NotOurs,
    /// It is another form.
    #[error("this workbook is the form `{form}`")]
    OtherForm {
        /// Which.
        form: String,
    },
    /// It is another version of the form.
    #[error("this workbook is the version of {from}")]
    OtherVersion {
        /// From which day on it is used.
        from: String,
    },
    /// Cells were moved or taken out: a label does not stand where the form has it.
    #[error("the label `{label}` is not where the form has it")]
    Moved {
        /// The label.
        label: String,
    },
}

/// What a workbook that came back says, as it would be typed: names and values of the fields of `form`.
///
/// # Errors
///
/// Every [`ReturnProblem`] that was found, never none.
pub(crate) fn read(
    bytes: &[u8],
    form: &FormDefinition,
    on: NaiveDate,
    language: Language,
) -> Result<Vec<(String, String)>, Vec<ReturnProblem>> {
    let nothing = |_| vec![ReturnProblem::NoWorkbook];
    if bytes.len() > MOST_BYTES || !fits_unpacked(bytes) {
        return Err(vec![ReturnProblem::NoWorkbook]);
    }
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(nothing)?;
    let marker = workbook.worksheet_range(MARKER).map_err(|_| vec![ReturnProblem::NotOurs])?;
    let marked = |row: u32| marker.get_value((row, 0)).map(words).unwrap_or_default();
    if marked(0) != form.id {
        return Err(vec![ReturnProblem::OtherForm { form: marked(0) }]);
    }
    if marked(1) != form.valid_from.to_string() {
        return Err(vec![ReturnProblem::OtherVersion { from: marked(1) }]);
    }
    let first = workbook.sheet_names().into_iter().find(|name| name != MARKER).unwrap_or_default();
    let range = workbook.worksheet_range(&first).map_err(nothing)?;
    let rows: Vec<Vec<Data>> = range.rows().take(MOST_ROWS).map(<[Data]>::to_vec).collect();
    let walk = Walk { rows, on, language };
    walk.fields(form)
}

/// Whether the parts of a workbook together stay below what is read, counted as they unpack and not as they say of themselves.
pub(crate) fn fits_unpacked(bytes: &[u8]) -> bool {
    let Ok(mut parts) = ZipArchive::new(Cursor::new(bytes)) else { return false };
    let mut left = MOST_UNPACKED;
    (0..parts.len()).all(|place| {
        let Ok(part) = parts.by_index(place) else { return false };
        let unpacked = io::copy(&mut part.take(left + 1), &mut io::sink());
        let rest = unpacked.ok().and_then(|unpacked| left.checked_sub(unpacked));
        left = rest.unwrap_or_default();
        rest.is_some()
    })
}

/// The text of a cell as somebody would type it.
pub(crate) fn words(cell: &Data) -> String {
    match cell {
        Data::String(text) => text.trim().to_owned(),
        Data::DateTime(at) => day_of(at.as_f64()),
        Data::DateTimeIso(text) => text.chars().take(10).collect(),
        Data::Float(number) => number.to_string(),
        Data::Int(number) => number.to_string(),
        Data::Bool(truth) => (if *truth { "有" } else { "無" }).to_owned(),
        Data::Empty | Data::Error(_) | Data::DurationIso(_) => String::new(),
    }
}

/// The day of a date cell, which counts them from the end of 1899.
fn day_of(serial: f64) -> String {
    let days: Option<i64> = format!("{:.0}", serial.floor()).parse().ok();
    let first = NaiveDate::from_ymd_opt(1899, 12, 30);
    let day = days.zip(first).and_then(|(days, first)| first.checked_add_signed(chrono::TimeDelta::try_days(days)?));
    day.map(|day| day.to_string()).unwrap_or_default()
}

struct Walk {
    rows: Vec<Vec<Data>>,
    on: NaiveDate,
    language: Language,
}

impl Walk {
    fn cell(&self, row: usize, column: usize) -> String {
        self.rows.get(row).and_then(|cells| cells.get(column)).map(words).unwrap_or_default()
    }

    /// What stands at the head of a row, without the mark of an item that is not confirmed.
    fn head(&self, row: usize) -> String {
        self.cell(row, 0).replace(OPEN_MARK, "")
    }

    fn label(&self, field: &Field) -> String {
        let label = field.label.text(self.on, self.language).replace(OPEN_MARK, "");
        if field.kind == Kind::Table {
            return label.trim().to_owned();
        }
        let mark = if field.mark == Mark::Compulsory { "※" } else { "" };
        let unit = field.unit.as_ref().map(|unit| unit.in_language(self.language)).filter(|unit| !unit.is_empty());
        let unit = unit.map(|unit| format!("（{unit}）")).unwrap_or_default();
        format!("{mark}{label}{unit}").trim().to_owned()
    }

    fn heading(&self, section: &Section) -> String {
        let title = section.title.text(self.on, self.language);
        let mark = if section.mark == Mark::Compulsory { "※" } else { "" };
        let remark = section.remark.as_ref().map(|remark| remark.in_language(self.language)).unwrap_or_default();
        format!("{title}{mark} {remark}").trim().to_owned()
    }

    /// Every field in the order of the form, each at its label.
    fn fields(&self, form: &FormDefinition) -> Result<Vec<(String, String)>, Vec<ReturnProblem>> {
        let completing: BTreeSet<&str> =
            form.fields().flat_map(|field| &field.options).filter_map(|option| option.note.as_deref()).collect();
        let mut ends: BTreeSet<String> = form.fields().map(|field| self.label(field)).collect();
        ends.extend(form.sections.iter().map(|section| self.heading(section)));
        ends.remove("");
        let (mut at, mut pairs, mut problems) = (0, Vec::new(), Vec::new());
        for section in &form.sections {
            // A heading may bear the same words as the field below it.
            let heading = self.heading(section);
            if let Some(row) = self.find(at, &heading).filter(|_| !heading.is_empty()) {
                at = row + 1;
            }
            let written = section.fields.iter().filter(|field| field.is_valid_on(self.on));
            for field in written.filter(|field| !completing.contains(field.id.as_str())) {
                match self.field(field, at, &ends) {
                    Ok((after, said)) => {
                        at = after;
                        let is_asked = field.owner == Owner::Answers && field.kind != Kind::Computed;
                        pairs.extend(said.into_iter().filter(|_| is_asked));
                    }
                    Err(problem) => problems.push(problem),
                }
            }
        }
        if problems.is_empty() { Ok(pairs) } else { Err(problems) }
    }

    /// The next row from `at` on that begins with a text.
    fn find(&self, at: usize, text: &str) -> Option<usize> {
        (at..self.rows.len()).find(|row| self.head(*row) == text)
    }

    /// What a field says, and the row after it.
    fn field(
        &self,
        field: &Field,
        from: usize,
        ends: &BTreeSet<String>,
    ) -> Result<(usize, Vec<(String, String)>), ReturnProblem> {
        let label = self.label(field);
        let row = self.find(from, &label).ok_or(ReturnProblem::Moved { label })?;
        if field.kind == Kind::Table {
            return self.table(field, row + 1, ends);
        }
        let (mut text, mut at, mut pairs) = (self.cell(row, 1), row + 1, Vec::new());
        // A long answer goes on in the rows below it, which have no label.
        while at < self.rows.len() && self.cell(at, 0).is_empty() && !self.cell(at, 1).is_empty() {
            text += &self.cell(at, 1);
            at += 1;
        }
        if !text.is_empty() {
            self.answer(field, &field.id, &text, &mut pairs);
        }
        Ok((at, pairs))
    }

    /// The first head of a table's columns that does not stand in its place.
    fn wrong_head(&self, table: &Field, heads: usize) -> Option<String> {
        let label = |head: &Field| {
            let unit = head.unit.as_ref().map(|unit| unit.in_language(self.language)).filter(|unit| !unit.is_empty());
            let unit = unit.map(|unit| format!("（{unit}）")).unwrap_or_default();
            format!("{}{unit}", head.label.text(self.on, self.language)).trim().to_owned()
        };
        let heads = table.columns.iter().enumerate().map(|(column, head)| (label(head), self.cell(heads, column)));
        heads.into_iter().find(|(wanted, there)| wanted != there).map(|(wanted, _)| wanted)
    }

    fn table(
        &self,
        table: &Field,
        heads: usize,
        ends: &BTreeSet<String>,
    ) -> Result<(usize, Vec<(String, String)>), ReturnProblem> {
        if let Some(label) = self.wrong_head(table, heads) {
            return Err(ReturnProblem::Moved { label });
        }
        let (mut at, mut number, mut pairs) = (heads + 1, 0, Vec::new());
        while at < self.rows.len() && !ends.contains(&self.head(at)) {
            let mut row = Vec::new();
            for (column, head) in table.columns.iter().enumerate() {
                let text = self.cell(at, column);
                if !text.is_empty() {
                    self.answer(head, &format!("{}[{number}].{}", table.id, head.id), &text, &mut row);
                }
            }
            if !row.is_empty() {
                pairs.append(&mut row);
                number += 1;
            }
            at += 1;
        }
        Ok((at, pairs))
    }

    /// The answer in the words of the form, as its field would send it.
    fn answer(&self, field: &Field, name: &str, text: &str, pairs: &mut Vec<(String, String)>) {
        let mut put = |name: &str, value: &str| pairs.push((name.to_owned(), value.to_owned()));
        match field.kind {
            Kind::YesNo => put(
                name,
                match text {
                    "有" | "はい" | "yes" | "Yes" => "yes",
                    "無" | "いいえ" | "no" | "No" => "no",
                    other => other,
                },
            ),
            Kind::Multi => {
                for option in field.options_on(self.on) {
                    let (before, after) = self.around_note(option.label.text(self.on, self.language));
                    let ticked =
                        text.split('☑').skip(1).map(|part| part.split(['□', '\u{3000}']).next().unwrap_or(part));
                    for part in ticked.map(str::trim).filter(|part| fits(part, &before, &after)) {
                        put(name, &option.id);
                        if let Some(note) = &option.note {
                            put(note, noted(part, &before, &after));
                        }
                    }
                }
            }
            Kind::Single => {
                let chosen = field.options_on(self.on).find(|option| {
                    let (before, after) = self.around_note(option.label.text(self.on, self.language));
                    fits(text, &before, &after)
                });
                match chosen {
                    Some(option) => {
                        put(name, &option.id);
                        let (before, after) = self.around_note(option.label.text(self.on, self.language));
                        if let Some(note) = option.note.as_ref().filter(|_| !noted(text, &before, &after).is_empty()) {
                            put(note, noted(text, &before, &after));
                        }
                    }
                    // What is none of the answers is shown beside its field and not guessed at.
                    None => put(name, text),
                }
            }
            // A month stands in its cell as its first day.
            Kind::YearMonth if is_iso_day(text) => put(name, &text[..7]),
            _ => put(name, text),
        }
    }

    /// The words of an option before and after the note in its brackets.
    fn around_note(&self, label: &str) -> (String, String) {
        let gap = if self.language == Language::Ja { "（\u{3000}）" } else { "( )" };
        match label.split_once(gap) {
            Some((before, after)) => {
                let (open, close) = if self.language == Language::Ja { ("（", "）") } else { ("(", ")") };
                (format!("{before}{open}"), format!("{close}{after}"))
            }
            None => (label.trim().to_owned(), String::new()),
        }
    }
}

fn is_iso_day(text: &str) -> bool {
    text.len() == 10 && text.parse::<NaiveDate>().is_ok()
}

fn fits(text: &str, before: &str, after: &str) -> bool {
    if after.is_empty() { text == before } else { text.starts_with(before) && text.ends_with(after) }
}

fn noted<'t>(text: &'t str, before: &str, after: &str) -> &'t str {
    if after.is_empty() {
        return "";
    }
    text.strip_prefix(before).and_then(|rest| rest.strip_suffix(after)).unwrap_or_default().trim()
}
