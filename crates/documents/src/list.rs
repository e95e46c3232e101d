//! A list as a page shows it, as a file: Excel with typed cells, or CSV for Excel and for other systems.

mod csv;

use chrono::NaiveDate;

pub use self::csv::{Foreign, UnwritableLetter};

use crate::{DocumentError, RenderOptions, workbook};

/// A list: its heads, and a cell a column in each row.
#[derive(Clone, Debug, PartialEq)]
pub struct List {
    /// What the list holds; the name of the sheet and its head on paper.
    pub title: String,
    /// The heads of the columns.
    pub columns: Vec<String>,
    /// The rows, each with one cell a column.
    pub rows: Vec<Vec<ListCell>>,
}

/// One cell of a list.
#[derive(Clone, Debug, PartialEq)]
pub enum ListCell {
    /// Words, codes and telephone numbers. Never a formula, whatever they begin with.
    Text(String),
    /// A day.
    Day(NaiveDate),
    /// A count.
    Number(i64),
    /// A figure with parts.
    Figure(f64),
}

impl List {
    /// As an Excel workbook: a row of heads that stays in sight, cells that keep their types, A4 across when printed.
    ///
    /// # Errors
    ///
    /// [`DocumentError::Workbook`] when Excel's format does not take what was to be written.
    pub fn xlsx(&self, options: &RenderOptions) -> Result<Vec<u8>, DocumentError> {
        workbook::write_list(self, options)
    }

    /// As CSV in UTF-8 with the mark by which Excel knows it.
    pub fn csv_for_excel(&self) -> Vec<u8> {
        let mut bytes = "\u{feff}".as_bytes().to_vec();
        bytes.extend(csv::text(self, |words| words).into_bytes());
        bytes
    }

    /// As CSV in CP932 (Windows-31J), which older systems read.
    ///
    /// # Errors
    ///
    /// Every letter that CP932 does not hold, unless they may be [set as 〓](Foreign::AsGeta); none is ever written as `?`.
    pub fn csv_for_other_systems(&self, foreign: Foreign) -> Result<Vec<u8>, Vec<UnwritableLetter>> {
        csv::in_cp932(self, foreign)
    }
}
