//! CSV row by row, within bounds: a row that does not end and a row of a million cells are refused while they are read.

use std::{
    cell::Cell,
    io::{self, Read},
    rc::Rc,
};

use banso_domain::text::search_key;
use csv::StringRecord;

use crate::{Refused, file::Decoded, file::Encoding};

/// The most rows that are read: twice the longest list for the whole country.
pub const MOST_ROWS: usize = 60_000;
/// The most columns: the widest format read here has 30.
pub const MOST_COLUMNS: usize = 200;
/// The longest row, in bytes. The longest cell of the real files has 170 letters.
pub const MOST_BYTES_OF_RECORD: u64 = 1 << 20;

/// Counts what is read since the last row, and stops where a row does not end.
struct Bounded<R> {
    from: R,
    since_row: Rc<Cell<u64>>,
    has_crlf: Rc<Cell<bool>>,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.since_row.get() > MOST_BYTES_OF_RECORD {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let count = self.from.read(buffer)?;
        self.since_row.set(self.since_row.get() + count as u64);
        if buffer[..count].windows(2).any(|pair| pair == b"\r\n") {
            self.has_crlf.set(true);
        }
        Ok(count)
    }
}

/// A table: a row of heads, and rows.
pub(crate) struct Table<R> {
    reader: csv::Reader<Bounded<Decoded<R>>>,
    since_row: Rc<Cell<u64>>,
    /// Lines end in CR LF. The reader then takes the LF for the beginning of the next row, and counts its line too late.
    has_crlf: Rc<Cell<bool>>,
    /// The heads, as they are written.
    pub(crate) heads: Vec<String>,
    rows: usize,
}

/// A row of a table.
pub(crate) struct TableRow {
    /// The line on which it begins.
    pub(crate) line: u64,
    /// Its cells, as they are written.
    pub(crate) cells: StringRecord,
}

impl<R: Read> Table<R> {
    pub(crate) fn new(from: R, encoding: Encoding) -> Result<Self, Refused> {
        let (since_row, has_crlf) = (Rc::new(Cell::new(0)), Rc::new(Cell::new(false)));
        let from = Decoded::new(from, encoding);
        let bounded = Bounded { from, since_row: Rc::clone(&since_row), has_crlf: Rc::clone(&has_crlf) };
        let reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bounded);
        let mut table = Self { reader, since_row, has_crlf, heads: Vec::new(), rows: 0 };
        if let Some(row) = table.next()? {
            table.heads = row.cells.iter().map(str::to_owned).collect();
            table.rows = 0;
        }
        Ok(table)
    }

    /// The next row in which anything stands.
    pub(crate) fn next(&mut self) -> Result<Option<TableRow>, Refused> {
        loop {
            self.since_row.set(0);
            let line = self.reader.position().line();
            let mut cells = StringRecord::new();
            let is_there = self.reader.read_record(&mut cells).map_err(|error| refusal(error, line))?;
            if !is_there {
                return Ok(None);
            }
            let is_first = cells.position().is_none_or(|position| position.byte() == 0);
            let late = u64::from(self.has_crlf.get() && !is_first);
            let line = cells.position().map_or(line, csv::Position::line) + late;
            if cells.len() > MOST_COLUMNS {
                return Err(Refused::TooManyColumns { line, most: MOST_COLUMNS });
            }
            if cells.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            self.rows += 1;
            if self.rows > MOST_ROWS {
                return Err(Refused::TooManyRows { most: MOST_ROWS });
            }
            return Ok(Some(TableRow { line, cells }));
        }
    }

    /// The place of the column with this head, whatever its width, blanks and line breaks.
    pub(crate) fn column(&self, head: &str) -> Option<usize> {
        let key = search_key(head);
        self.heads.iter().position(|known| search_key(known) == key)
    }
}

fn refusal(error: csv::Error, line: u64) -> Refused {
    match error.into_kind() {
        csv::ErrorKind::Io(error) if error.kind() == io::ErrorKind::FileTooLarge => {
            Refused::RowWithoutEnd { line, most: MOST_BYTES_OF_RECORD }
        }
        csv::ErrorKind::Io(error) => Refused::Unreadable(error),
        other => Refused::Unreadable(io::Error::other(format!("{other:?}"))),
    }
}
