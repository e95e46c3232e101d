//! A list of a page as a workbook: one row of heads, then the rows, nothing merged.

use rust_xlsxwriter::{DocProperties, Workbook, Worksheet, XlsxError};

use super::cell::{Cell, in_cells};
use super::formats::Formats;
use super::{A4, Page, day};
use crate::list::{List, ListCell};
use crate::{DocumentError, RenderOptions};

/// The narrowest and the widest column, in characters of Western width.
const NARROWEST: usize = 8;
const WIDEST: usize = 48;
/// Rows that are looked at for the widths of the columns.
const MEASURED_ROWS: usize = 500;

pub(crate) fn write_list(list: &List, options: &RenderOptions) -> Result<Vec<u8>, DocumentError> {
    let failed = |source| DocumentError::Workbook { form: list.title.clone(), source };
    let mut workbook = Workbook::new();
    let mut properties = DocProperties::new().set_title(&list.title);
    if let Ok(printed) = day(options.printed_on.into()) {
        properties = properties.set_creation_datetime(&printed);
    }
    workbook.set_properties(&properties);
    let mut page = Page { sheet: Worksheet::new(), row: 0, formats: Formats::new(options), widths: Vec::new() };
    page.write_list(list).map_err(failed)?;
    workbook.push_worksheet(page.sheet);
    workbook.save_to_buffer().map_err(failed)
}

impl Page {
    fn write_list(&mut self, list: &List) -> Result<(), XlsxError> {
        let widths = widths(list, self.formats.dates.day_characters as usize);
        self.sheet.set_name(sheet_name(&list.title))?;
        self.sheet.set_paper_size(A4).set_landscape().set_print_fit_to_pages(1, 0);
        self.sheet.set_margins(0.5, 0.5, 0.7, 0.7, 0.3, 0.3).set_repeat_rows(0, 0)?;
        self.sheet.set_header(format!("&L&9{}", list.title.replace('&', "&&"))).set_footer("&C&9&P / &N");
        self.sheet.set_freeze_panes(1, 0)?;
        for ((at, head), width) in (0..).zip(&list.columns).zip(&widths) {
            self.sheet.set_column_width(at, *width as f64)?;
            self.sheet.write_string_with_format(0, at, head, &self.formats.label)?;
        }
        self.row = 1;
        for row in &list.rows {
            self.list_row(row, &widths)?;
        }
        if let Some(last) = u16::try_from(list.columns.len()).ok().and_then(|columns| columns.checked_sub(1)) {
            self.sheet.autofilter(0, 0, self.row.saturating_sub(1), last)?;
        }
        Ok(())
    }

    /// A row, and the rows below it in which texts longer than a cell go on.
    fn list_row(&mut self, row: &[ListCell], widths: &[usize]) -> Result<(), XlsxError> {
        let cells: Vec<Vec<Cell>> = row.iter().map(parts).collect();
        let rows = cells.iter().map(Vec::len).max().unwrap_or(0);
        for part in 0..rows {
            let mut lines = 1.0_f64;
            for ((at, parts), width) in (0..).zip(&cells).zip(widths) {
                if let Some(cell) = parts.get(part) {
                    lines = lines.max(self.put(at, cell, *width as f64)?);
                }
            }
            self.set_height(lines)?;
            self.row += 1;
        }
        Ok(())
    }
}

fn parts(cell: &ListCell) -> Vec<Cell> {
    match cell {
        ListCell::Text(words) => in_cells(words).map(Cell::Text).collect(),
        ListCell::Day(day) => vec![Cell::Day(*day)],
        ListCell::Number(number) => vec![Cell::Number(*number as f64)],
        ListCell::Figure(figure) => vec![Cell::Figure(*figure)],
    }
}

/// How wide each column is, by its head and its longest line.
fn widths(list: &List, day: usize) -> Vec<usize> {
    let measured = |column: usize| {
        let cells = list.rows.iter().take(MEASURED_ROWS).filter_map(|row| match row.get(column)? {
            ListCell::Text(words) => words.lines().map(width_of).max(),
            ListCell::Day(_) => Some(day),
            ListCell::Number(_) | ListCell::Figure(_) => None,
        });
        let head = list.columns.get(column).map_or(0, |head| width_of(head) + 3);
        cells.chain([head]).max().unwrap_or(0).clamp(NARROWEST, WIDEST)
    };
    (0..list.columns.len()).map(measured).collect()
}

/// Characters of Western width; a kanji takes two.
fn width_of(line: &str) -> usize {
    line.chars().map(|letter| if letter.is_ascii() { 1 } else { 2 }).sum::<usize>() + 1
}

/// A name that Excel takes for a sheet.
fn sheet_name(title: &str) -> String {
    let name: String = title.chars().filter(|letter| !r"[]:*?/\'".contains(*letter)).take(31).collect();
    if name.trim().is_empty() { "1".to_owned() } else { name }
}
