//! A package is read row by row, and everything that is wrong with it is told: no guess, and no more memory than the keys need.
//!
//! Of every table that is read, 16 bytes a row are kept to find keys that stand there twice and identifiers that stand nowhere; nothing else.

use std::{
    cell::Cell,
    collections::{BTreeMap, HashMap, HashSet},
    fs::File,
    io::{self, BufReader, Read},
    path::PathBuf,
    rc::Rc,
};

use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{
    cell::{self, Cells},
    finding::{PackageFinding, PackageProblem, PackageReport, quoted},
    schema::{Column, ColumnKind, Table},
};

/// Where the files of a package are.
pub trait Files {
    /// Opens a file from its beginning; none if it is not there.
    ///
    /// # Errors
    ///
    /// [`io::Error`] if it is there and cannot be opened.
    fn open(&self, name: &str) -> io::Result<Option<Box<dyn Read>>>;
}

/// A package in a folder.
pub struct Folder(pub PathBuf);

impl Files for Folder {
    fn open(&self, name: &str) -> io::Result<Option<Box<dyn Read>>> {
        match File::open(self.0.join(name)) {
            // A folder has no rows, and a pipe no second beginning.
            Ok(file) if file.metadata()?.is_file() => Ok(Some(Box::new(BufReader::with_capacity(1 << 16, file)))),
            Ok(_) => Err(io::ErrorKind::InvalidInput.into()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// No row is longer, in bytes.
const LONGEST_ROW: u64 = 1 << 16;
/// No cell is longer, in bytes.
const LONGEST_CELL: usize = 4_096;
/// Of so many keys that stand there twice it is looked up where.
const MOST_LOOKED_UP: usize = 100_000;

/// Reads what is needed of a package: those tables, and the keys of those that they refer to. Every row that is sound by itself is handed on
/// in the order of the file; what was handed on counts only if the report says that everything is sound.
pub fn read(files: &dyn Files, needed: &[Table], take: &mut dyn FnMut(Cells<'_>, Table)) -> PackageReport {
    let mut report = PackageReport::default();
    let mut known: BTreeMap<Table, Keys> = BTreeMap::new();
    let is_referred = |table: Table| {
        let refers = |one: &Table| one.columns().iter().any(|column| column.kind == ColumnKind::Refers(table));
        needed.iter().any(refers)
    };
    for table in Table::ALL.iter().copied() {
        let is_needed = needed.contains(&table);
        let opened = files.open(&table.file());
        let source = match opened {
            Ok(Some(source)) => source,
            Ok(None) if is_needed => {
                report.add(PackageFinding { table, row: None, column: None, problem: PackageProblem::MissingTable });
                continue;
            }
            Ok(None) => {
                report.absent.push(table);
                continue;
            }
            Err(error) => {
                let problem = PackageProblem::Unreadable(error.kind().to_string());
                report.add(PackageFinding { table, row: None, column: None, problem });
                continue;
            }
        };
        if !is_needed && !is_referred(table) {
            continue;
        }
        let mut reading = Reading { table, report: &mut report, known: &known, keys: Vec::new(), last: HashMap::new() };
        let rows = reading.rows(source, &mut |cells| {
            if is_needed {
                take(cells, table);
            }
        });
        let keys = Keys::new(std::mem::take(&mut reading.keys));
        report.rows.push((table, rows));
        if keys.twice > 0 {
            tell_duplicates(files, table, &keys, &mut report);
        }
        known.insert(table, keys);
    }
    report
}

/// The keys of a table, sorted.
struct Keys {
    sorted: Vec<u128>,
    /// How many rows have a key that an earlier one has.
    twice: u64,
}

impl Keys {
    fn new(mut keys: Vec<u128>) -> Self {
        keys.sort_unstable();
        let twice = keys.windows(2).filter(|pair| pair[0] == pair[1]).count() as u64;
        Self { sorted: keys, twice }
    }

    fn has(&self, key: u128) -> bool {
        self.sorted.binary_search(&key).is_ok()
    }
}

/// 128 bits that stand for a key: an identifier as it is, everything else by its SHA-256.
fn digest<'a>(parts: impl ExactSizeIterator<Item = &'a str>) -> u128 {
    let is_single = parts.len() == 1;
    let mut hash = Sha256::new();
    for part in parts {
        if is_single && let Some(id) = canonical(part) {
            return id.as_u128();
        }
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    let bytes = hash.finalize();
    bytes.iter().take(16).fold(0, |sum, byte| sum << 8 | u128::from(*byte))
}

/// An identifier as it is always written here; other ways of writing one are other words.
fn canonical(text: &str) -> Option<Uuid> {
    let is_plain = text.len() == 36 && !text.bytes().any(|byte| byte.is_ascii_uppercase());
    Uuid::try_parse(text).ok().filter(|_| is_plain)
}

/// Counts what is read since the last row, and stops where a row does not end.
struct Bounded<R> {
    from: R,
    since_row: Rc<Cell<u64>>,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.since_row.get() > LONGEST_ROW {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let count = self.from.read(buffer)?;
        self.since_row.set(self.since_row.get() + count as u64);
        Ok(count)
    }
}

/// A table that is being read.
struct Reading<'a> {
    table: Table,
    report: &'a mut PackageReport,
    known: &'a BTreeMap<Table, Keys>,
    keys: Vec<u128>,
    /// The identifier that was looked up last in each column and found: rows of one episode stand together.
    last: HashMap<usize, u128>,
}

/// Where the columns of a table stand in a file.
fn places(table: Table, heads: &csv::ByteRecord) -> Vec<Option<usize>> {
    let named = |column: &Column| {
        heads.iter().enumerate().position(|(at, head)| {
            let head = if at == 0 { head.strip_prefix("\u{feff}".as_bytes()).unwrap_or(head) } else { head };
            head == column.name.as_bytes()
        })
    };
    table.columns().iter().map(named).collect()
}

/// Rows as they are cut from a file.
type RawRows = csv::Reader<Bounded<Box<dyn Read>>>;

fn opened(source: Box<dyn Read>) -> (RawRows, Rc<Cell<u64>>) {
    let since_row = Rc::new(Cell::new(0));
    let bounded = Bounded { from: source, since_row: Rc::clone(&since_row) };
    (csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(bounded), since_row)
}

fn why(error: &csv::Error) -> PackageProblem {
    match error.kind() {
        csv::ErrorKind::Io(io) if io.kind() == io::ErrorKind::FileTooLarge => PackageProblem::TooLong,
        csv::ErrorKind::Io(io) => PackageProblem::Unreadable(io.kind().to_string()),
        other => PackageProblem::Unreadable(format!("{other:?}")),
    }
}

impl Reading<'_> {
    fn tell(&mut self, row: Option<u64>, column: Option<&str>, problem: PackageProblem) {
        let column = column.map(str::to_owned);
        self.report.add(PackageFinding { table: self.table, row, column, problem });
    }

    /// Reads the rows and says how many there are.
    fn rows(&mut self, source: Box<dyn Read>, take: &mut dyn FnMut(Cells<'_>)) -> u64 {
        let (mut reader, since_row) = opened(source);
        let mut record = csv::ByteRecord::new();
        match reader.read_byte_record(&mut record) {
            Ok(true) => {}
            Ok(false) => {
                self.tell(None, None, PackageProblem::Unreadable("empty".to_owned()));
                return 0;
            }
            Err(error) => {
                self.tell(Some(1), None, why(&error));
                return 0;
            }
        }
        let width = record.len();
        let Some(places) = self.heads(&record) else { return 0 };
        let mut rows = 0_u64;
        loop {
            since_row.set(0);
            let number = rows + 2;
            match reader.read_byte_record(&mut record) {
                Ok(true) => rows += 1,
                Ok(false) => return rows,
                Err(error) => {
                    self.tell(Some(number), None, why(&error));
                    return rows;
                }
            }
            if record.len() != width {
                let problem = PackageProblem::Cells { expected: width, found: record.len() };
                self.tell(Some(number), None, problem);
                continue;
            }
            let cell =
                |place: &Option<usize>| std::str::from_utf8(place.and_then(|at| record.get(at)).unwrap_or_default());
            match places.iter().map(cell).collect::<Result<Vec<&str>, _>>() {
                Ok(cells) => self.row(number, &cells, take),
                Err(_) => self.tell(Some(number), None, PackageProblem::NotUtf8),
            }
        }
    }

    /// Looks at the head; none where a column that must be filled is not there.
    fn heads(&mut self, heads: &csv::ByteRecord) -> Option<Vec<Option<usize>>> {
        let places = places(self.table, heads);
        let mut seen = HashSet::new();
        for (at, head) in heads.iter().enumerate() {
            let name = quoted(String::from_utf8_lossy(head).trim_start_matches('\u{feff}'));
            if !seen.insert(name.clone()) {
                self.tell(Some(1), Some(&name), PackageProblem::ColumnTwice);
            } else if !places.contains(&Some(at)) {
                self.tell(Some(1), Some(&name), PackageProblem::UnknownColumn);
            }
        }
        let mut is_whole = true;
        for (column, place) in self.table.columns().iter().zip(&places) {
            if place.is_none() {
                self.tell(Some(1), Some(column.name), PackageProblem::MissingColumn);
                is_whole &= !column.is_required;
            }
        }
        is_whole.then_some(places)
    }

    fn row(&mut self, number: u64, cells: &[&str], take: &mut dyn FnMut(Cells<'_>)) {
        let before = self.report.count;
        let columns = self.table.columns();
        for (place, column) in columns.iter().enumerate() {
            if let Some(problem) = self.wrong(place, column, cells[place]) {
                self.tell(Some(number), Some(column.name), problem);
            }
        }
        let read = Cells::new(self.table, cells);
        if let Some((from, to)) = self.table.span()
            && let (Some(begin), Some(end)) = (cell::date(read.at(from)), cell::date(read.at(to)))
            && end < begin
        {
            self.tell(Some(number), Some(columns[to].name), PackageProblem::EndsBeforeItBegins(begin.to_string()));
        }
        self.keys.push(digest(self.table.key().iter().map(|column| read.get(column))));
        if self.report.count == before {
            take(read);
        }
    }

    fn wrong(&mut self, place: usize, column: &Column, text: &str) -> Option<PackageProblem> {
        if text.is_empty() {
            return column.is_required.then_some(PackageProblem::Empty);
        }
        if text.len() > LONGEST_CELL {
            return Some(PackageProblem::TooLong);
        }
        let is_right = match column.kind {
            ColumnKind::Id | ColumnKind::Text | ColumnKind::List => true,
            ColumnKind::Refers(table) => return self.dangling(place, table, text),
            ColumnKind::Year => cell::year(text).is_some(),
            ColumnKind::Count => text.len() < 16 && text.bytes().all(|byte| byte.is_ascii_digit()),
            ColumnKind::Number => cell::number(text).is_some(),
            ColumnKind::Date => cell::date(text).is_some(),
            ColumnKind::Municipality => text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit()),
            ColumnKind::OneOf(words) => words.contains(&text),
            ColumnKind::SomeOf(words) => text.split(';').all(|word| words.contains(&word)),
        };
        let problem = || match column.kind {
            ColumnKind::Date => PackageProblem::NoDate(quoted(text)),
            ColumnKind::Year | ColumnKind::Count | ColumnKind::Number => PackageProblem::NoNumber(quoted(text)),
            _ => PackageProblem::NoSuchWord(quoted(text)),
        };
        (!is_right).then(problem)
    }

    fn dangling(&mut self, place: usize, table: Table, text: &str) -> Option<PackageProblem> {
        let keys = self.known.get(&table)?;
        let key = digest(std::iter::once(text));
        if self.last.get(&place) == Some(&key) {
            return None;
        }
        if keys.has(key) {
            self.last.insert(place, key);
            return None;
        }
        Some(PackageProblem::Dangling { id: quoted(text), table })
    }
}

/// Goes through a table once more and says where keys stand twice.
fn tell_duplicates(files: &dyn Files, table: Table, keys: &Keys, report: &mut PackageReport) {
    let pairs = keys.sorted.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]);
    let wanted: HashSet<u128> = pairs.take(MOST_LOOKED_UP).collect();
    let (told, mut found) = (report.count, 0_u64);
    let mut first: HashMap<u128, u64> = HashMap::new();
    if let Ok(Some(source)) = files.open(&table.file()) {
        let (mut reader, since_row) = opened(source);
        let mut record = csv::ByteRecord::new();
        let has_heads = reader.read_byte_record(&mut record).unwrap_or(false);
        let width = record.len();
        let places = places(table, &record);
        let place =
            |name: &&str| table.columns().iter().position(|column| column.name == *name).and_then(|at| places[at]);
        let at: Vec<Option<usize>> = table.key().iter().map(place).collect();
        let mut row = 1;
        while has_heads && matches!(reader.read_byte_record(&mut record), Ok(true)) {
            since_row.set(0);
            row += 1;
            let cell =
                |at: &Option<usize>| std::str::from_utf8(at.and_then(|at| record.get(at)).unwrap_or_default()).ok();
            let Some(parts) = at.iter().map(cell).collect::<Option<Vec<&str>>>() else { continue };
            let key = digest(parts.iter().copied());
            if record.len() != width || !wanted.contains(&key) {
                continue;
            }
            match first.get(&key) {
                None => {
                    first.insert(key, row);
                }
                Some(first) => {
                    found += 1;
                    let problem = PackageProblem::DuplicateKey { key: quoted(&parts.join(" / ")), first: *first };
                    let column = Some(table.key().join(" / "));
                    report.add(PackageFinding { table, row: Some(row), column, problem });
                }
            }
        }
    }
    // Those that were not looked up, or that somebody took out of the file meanwhile, are counted all the same.
    report.count = told + keys.twice.max(found);
}
