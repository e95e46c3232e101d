//! The sheet as an Excel workbook: the order of the paper, a label and its value a row, cells that keep their types.

mod cell;
mod dates;
mod formats;
mod list;

use banso_domain::calendar::PartialDate;
use banso_domain::form::Kind;
use chrono::Datelike;
use rust_xlsxwriter::{DataValidation, DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use self::cell::{Cell, in_cells, lines_in};
use self::formats::Formats;
pub(crate) use self::list::write_list;
use crate::returned::MARKER;
use crate::sheet::{Sheet, SheetField, SheetSection};
use crate::{DocumentError, RenderOptions};

/// The columns a label with its value takes: one for the label, the rest merged for the value.
const WIDTH: u16 = 6;
/// Characters (of Western width) in the column of labels, and in each of the others.
const LABEL_CHARACTERS: f64 = 26.0;
const COLUMN_CHARACTERS: f64 = 15.0;
/// Columns from which a table is printed across the sheet with narrow columns and short dates.
const MANY_COLUMNS: usize = 12;
/// The height of one line, and the greatest height of a row, in points.
const LINE_POINTS: f64 = 15.0;
const TALLEST_ROW_POINTS: f64 = 409.0;
/// The longest list of choices that Excel takes in a cell's validation, separators included.
const LONGEST_LIST: usize = 255;
/// The code of A4 among Excel's paper sizes.
const A4: u8 = 9;

pub(crate) fn write(sheet: &Sheet, options: &RenderOptions) -> Result<Vec<u8>, DocumentError> {
    let failed = |source| DocumentError::Workbook { form: sheet.id.clone(), source };
    let mut workbook = Workbook::new();
    let title = [sheet.title.as_str(), sheet.reference.as_str()].join(" ");
    let mut properties = DocProperties::new().set_title(title.trim());
    if let Ok(printed) = day(options.printed_on.into()) {
        properties = properties.set_creation_datetime(&printed);
    }
    workbook.set_properties(&properties);
    let mut page = Page { sheet: Worksheet::new(), row: 0, formats: Formats::new(options), widths: Vec::new() };
    page.write(sheet).map_err(failed)?;
    workbook.push_worksheet(page.sheet);
    if sheet.has_sides {
        workbook.push_worksheet(marker(sheet).map_err(failed)?);
    }
    workbook.save_to_buffer().map_err(failed)
}

/// Which form the workbook is, in which version: what it is known by when it comes back.
fn marker(sheet: &Sheet) -> Result<Worksheet, XlsxError> {
    let mut marker = Worksheet::new();
    marker.set_name(MARKER)?;
    marker.write_string(0, 0, &sheet.id)?;
    marker.write_string(1, 0, &sheet.valid_from)?;
    marker.set_hidden(true);
    Ok(marker)
}

struct Page {
    sheet: Worksheet,
    row: u32,
    formats: Formats,
    /// Characters (of Western width) in each column.
    widths: Vec<f64>,
}

impl Page {
    fn write(&mut self, sheet: &Sheet) -> Result<(), XlsxError> {
        self.set_up(sheet)?;
        let title = format!("{}{}", sheet.number, sheet.title);
        self.across(WIDTH, &title, |formats| &formats.title)?;
        if !sheet.open_note.is_empty() {
            self.across(WIDTH, sheet.open_note, |formats| &formats.remark)?;
        }
        for section in &sheet.sections {
            self.section(section)?;
        }
        for (_, words) in sheet.texts.iter().filter(|(name, _)| *name == "legend") {
            self.across(WIDTH, words, |formats| &formats.remark)?;
        }
        Ok(())
    }

    fn set_up(&mut self, sheet: &Sheet) -> Result<(), XlsxError> {
        let widest = sheet.sections.iter().flat_map(|section| &section.fields).map(|field| field.columns.len()).max();
        self.sheet.set_name(sheet.title.chars().take(31).collect::<String>())?;
        self.sheet.set_paper_size(A4).set_print_fit_to_pages(1, 0).set_margins(0.5, 0.5, 0.7, 0.7, 0.3, 0.3);
        if widest > Some(usize::from(WIDTH) + 2) {
            self.sheet.set_landscape();
        }
        let reference = sheet.reference.replace('&', "&&");
        let head = if reference.is_empty() { String::new() } else { format!("&R&9ID {reference}") };
        self.sheet.set_header(format!("&L&9{}{}{head}", sheet.number, sheet.title.replace('&', "&&")));
        self.sheet.set_footer("&C&9&P / &N");
        self.formats.short_dates = widest > Some(MANY_COLUMNS);
        self.widths = self.column_widths(sheet);
        for (column, width) in (0..).zip(&self.widths) {
            self.sheet.set_column_width(column, *width)?;
        }
        Ok(())
    }

    /// Wide enough for labels and for what the tables hold: a date that does not fit is shown as ###.
    fn column_widths(&self, sheet: &Sheet) -> Vec<f64> {
        let day = if self.formats.short_dates { 10.0 } else { self.formats.dates.day_characters };
        let needed = |kind: Kind| match kind {
            Kind::Date | Kind::PartialDate => day,
            Kind::DateTime => self.formats.dates.day_characters + 6.0,
            Kind::LongText => 34.0,
            Kind::Text | Kind::Staff | Kind::Agency if self.formats.short_dates => 14.0,
            Kind::Single if self.formats.short_dates => 11.0,
            _ => 0.0,
        };
        let usual = if self.formats.short_dates { [16.0, 9.0] } else { [LABEL_CHARACTERS, COLUMN_CHARACTERS] };
        let mut widths = vec![usual[1]; usize::from(WIDTH)];
        widths[0] = usual[0];
        for columns in sheet.sections.iter().flat_map(|section| &section.fields).map(|field| &field.columns) {
            widths.resize(widths.len().max(columns.len()), usual[1]);
            for (width, column) in widths.iter_mut().zip(columns) {
                *width = width.max(needed(column.kind));
            }
        }
        widths
    }

    /// Characters in a cell merged over these columns.
    fn characters(&self, columns: std::ops::Range<usize>) -> f64 {
        self.widths.iter().skip(columns.start).take(columns.len()).sum()
    }

    fn section(&mut self, section: &SheetSection) -> Result<(), XlsxError> {
        if !section.title.is_empty() {
            let mark = if section.marked { "※" } else { "" };
            let heading = format!("{}{mark} {}", section.title, section.remark);
            self.across(WIDTH, heading.trim_end(), |formats| &formats.heading)?;
        }
        for field in section.fields.iter().filter(|field| !field.completes) {
            if field.kind == Kind::Table { self.table(field)? } else { self.answer(field)? }
        }
        Ok(())
    }

    /// One merged cell over `columns`.
    fn across(&mut self, columns: u16, text: &str, format: fn(&Formats) -> &Format) -> Result<(), XlsxError> {
        let format = format(&self.formats);
        self.sheet.merge_range(self.row, 0, self.row, columns - 1, text, format)?;
        let characters = self.characters(0..usize::from(columns));
        let height = lines_in(text, characters) * LINE_POINTS + 4.0;
        self.sheet.set_row_height(self.row, height.min(TALLEST_ROW_POINTS))?;
        self.row += 1;
        Ok(())
    }

    /// A label and its value; a value longer than a cell holds goes on in the rows below.
    fn answer(&mut self, field: &SheetField) -> Result<(), XlsxError> {
        let mark = if field.marked { "※" } else { "" };
        let unit = if field.unit.is_empty() { String::new() } else { format!("（{}）", field.unit) };
        let mut label = format!("{mark}{}{unit}", field.label);
        let cells = match (field.kind, field.value.is_null()) {
            (Kind::Multi, _) => in_cells(&ticks(field)).map(Cell::Text).collect(),
            _ if !field.items.is_empty() => in_cells(&field.text).map(Cell::Text).collect(),
            (Kind::Single, false) => in_cells(&chosen(field)).map(Cell::Text).collect(),
            _ => Cell::of(field.kind, &field.text, &field.value),
        };
        for cell in cells {
            self.sheet.write_string_with_format(self.row, 0, &label, &self.formats.label)?;
            let blank = self.formats.of(&cell);
            self.sheet.merge_range(self.row, 1, self.row, WIDTH - 1, "", blank)?;
            let characters = self.characters(1..usize::from(WIDTH));
            let lines = self.put(1, &cell, characters)?.max(lines_in(&label, self.characters(0..1)));
            self.set_height(lines)?;
            self.offer_choices(field)?;
            if field.unsaid {
                // The rows of a side that rates nothing stay for the way back, and are not in the way.
                self.sheet.set_row_hidden(self.row)?;
            }
            self.row += 1;
            label.clear();
        }
        Ok(())
    }

    /// Lets the reader pick one of the options where Excel can hold them.
    fn offer_choices(&mut self, field: &SheetField) -> Result<(), XlsxError> {
        let choices: Vec<&str> = match field.kind {
            Kind::Single => field.options.iter().map(|option| option.label.trim()).collect(),
            _ => return Ok(()),
        };
        let length: usize = choices.iter().map(|choice| choice.encode_utf16().count() + 1).sum();
        if length > LONGEST_LIST || choices.iter().any(|choice| choice.contains([',', '"'])) {
            return Ok(());
        }
        let validation = DataValidation::new().allow_list_strings(&choices)?.ignore_blank(true);
        self.sheet.add_data_validation(self.row, 1, self.row, 1, &validation.show_error_message(false))?;
        Ok(())
    }

    fn table(&mut self, field: &SheetField) -> Result<(), XlsxError> {
        let columns = u16::try_from(field.columns.len()).unwrap_or(u16::MAX);
        self.across(WIDTH.max(columns), &field.label, |formats| &formats.subheading)?;
        let mut tallest = 1.0_f64;
        for (at, column) in (0..columns).zip(&field.columns) {
            let unit = if column.unit.is_empty() { String::new() } else { format!("（{}）", column.unit) };
            let head = format!("{}{unit}", column.label);
            self.sheet.write_string_with_format(self.row, at, &head, &self.formats.label)?;
            tallest = tallest.max(lines_in(&head, self.characters(usize::from(at)..usize::from(at) + 1)));
        }
        self.set_height(tallest)?;
        self.row += 1;
        for row in &field.rows {
            let cells: Vec<Vec<Cell>> = field
                .columns
                .iter()
                .zip(row)
                .map(|(column, cell)| Cell::of(column.kind, &cell.text, &cell.value))
                .collect();
            self.table_row(&cells)?;
        }
        if field.rows.is_empty() {
            self.table_row(&field.columns.iter().map(|_| vec![Cell::Text(String::new())]).collect::<Vec<_>>())?;
        }
        Ok(())
    }

    /// A row of a table, and the rows below it in which long cells go on.
    fn table_row(&mut self, cells: &[Vec<Cell>]) -> Result<(), XlsxError> {
        let rows = cells.iter().map(Vec::len).max().unwrap_or(0);
        let nothing = Cell::Text(String::new());
        for part in 0..rows {
            let mut tallest = 1.0_f64;
            for (at, parts) in (0_u16..).zip(cells) {
                let characters = self.characters(usize::from(at)..usize::from(at) + 1);
                let lines = self.put(at, parts.get(part).unwrap_or(&nothing), characters)?;
                tallest = tallest.max(lines);
            }
            self.set_height(tallest)?;
            self.row += 1;
        }
        Ok(())
    }

    /// Makes the row tall enough for this many lines.
    fn set_height(&mut self, lines: f64) -> Result<(), XlsxError> {
        self.sheet.set_row_height(self.row, (lines * LINE_POINTS + 4.0).min(TALLEST_ROW_POINTS))?;
        Ok(())
    }

    /// Writes one cell and returns the lines it needs in a column of that many characters.
    fn put(&mut self, column: u16, cell: &Cell, characters: f64) -> Result<f64, XlsxError> {
        let format = self.formats.of(cell);
        match cell {
            Cell::Text(text) => {
                self.sheet.write_string_with_format(self.row, column, text, format)?;
                return Ok(lines_in(text, characters));
            }
            Cell::Number(number) | Cell::Figure(number) | Cell::Amount(number) => {
                self.sheet.write_number_with_format(self.row, column, *number, format)?;
            }
            Cell::Day(date) | Cell::Month(date) => {
                self.sheet.write_datetime_with_format(self.row, column, &day((*date).into())?, format)?;
            }
            Cell::Time(at) => {
                let time = at.time();
                let (hour, minute) = (chrono::Timelike::hour(&time), chrono::Timelike::minute(&time));
                let at =
                    day(at.date().into())?.and_hms(hour.try_into().unwrap_or(0), minute.try_into().unwrap_or(0), 0)?;
                self.sheet.write_datetime_with_format(self.row, column, &at, format)?;
            }
        }
        Ok(1.0)
    }
}

fn day(date: PartialDate) -> Result<ExcelDateTime, XlsxError> {
    let first = date.first_day();
    let year = first.year().try_into().unwrap_or(0);
    ExcelDateTime::from_ymd(year, first.month().try_into().unwrap_or(0), first.day().try_into().unwrap_or(0))
}

fn chosen(field: &SheetField) -> String {
    let chosen: Vec<&str> =
        field.options.iter().filter(|option| option.chosen).map(|option| option.label.as_str()).collect();
    if chosen.is_empty() { field.text.clone() } else { chosen.join("、") }
}

fn ticks(field: &SheetField) -> String {
    let ticks =
        field.options.iter().map(|option| format!("{} {}", if option.chosen { "☑" } else { "□" }, option.label));
    ticks.collect::<Vec<_>>().join("　")
}
