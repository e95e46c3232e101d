//! What is wrong with a package: which table, which row, which column, what.

use std::fmt;

use super::schema::Table;

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PackageProblem {
    /// The table is not there.
    MissingTable,
    /// The file cannot be read.
    Unreadable(String),
    /// A column of the table is not there.
    MissingColumn,
    /// A column that the table does not have.
    UnknownColumn,
    /// A column stands there twice.
    ColumnTwice,
    /// The row has another number of cells than the head.
    Cells {
        /// So many were expected.
        expected: usize,
        /// So many are there.
        found: usize,
    },
    /// The row, or one of its cells, is longer than anything that belongs there.
    TooLong,
    /// The row is not written in UTF-8.
    NotUtf8,
    /// What must be there is empty.
    Empty,
    /// There is no such day.
    NoDate(String),
    /// This is no number from 0 on.
    NoNumber(String),
    /// This is none of the words that belong there.
    NoSuchWord(String),
    /// It ends before it begins.
    EndsBeforeItBegins(String),
    /// The same key stands in an earlier row.
    DuplicateKey {
        /// The key, its parts with ` / ` between them.
        key: String,
        /// The row in which it stands first.
        first: u64,
    },
    /// No row of the other table has this identifier.
    Dangling {
        /// The identifier.
        id: String,
        /// The table in which it should stand.
        table: Table,
    },
}

/// Something that is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackageFinding {
    /// In which table.
    pub table: Table,
    /// In which row: the head is row 1; none where it concerns the whole table.
    pub row: Option<u64>,
    /// In which column, where it concerns one.
    pub column: Option<String>,
    /// What.
    pub problem: PackageProblem,
}

/// So much of a cell is repeated in a report.
const REPEATED: usize = 60;

/// The beginning of a cell, without anything that would break a line.
pub(super) fn quoted(text: &str) -> String {
    let plain = |letter: char| if letter.is_control() { '�' } else { letter };
    let mut short: String = text.chars().take(REPEATED).map(plain).collect();
    if text.chars().nth(REPEATED).is_some() {
        short.push('…');
    }
    short
}

impl fmt::Display for PackageProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MissingTable => f.write_str("the table is missing / 表がありません"),
            Self::Unreadable(why) => write!(f, "the file cannot be read ({why}) / ファイルを読めません"),
            Self::MissingColumn => f.write_str("the column is missing / 列がありません"),
            Self::UnknownColumn => f.write_str("the table has no such column / この表にはない列です"),
            Self::ColumnTwice => f.write_str("the column stands there twice / 同じ列が二つあります"),
            Self::Cells { expected, found } => {
                write!(f, "{found} cells instead of {expected} / セルの数が違います（{expected}のはずが{found}）")
            }
            Self::TooLong => f.write_str("longer than anything that belongs here / 長すぎます"),
            Self::NotUtf8 => f.write_str("not written in UTF-8 / UTF-8 ではありません"),
            Self::Empty => f.write_str("empty, and must not be / 空欄にできません"),
            Self::NoDate(text) => {
                write!(f, "「{text}」 is no day; write 2026-04-01 / 日付ではありません（例：2026-04-01）")
            }
            Self::NoNumber(text) => write!(f, "「{text}」 is no number from 0 on / 0以上の数ではありません"),
            Self::NoSuchWord(text) => {
                write!(f, "「{text}」 is none of the words for this column / この列の語ではありません")
            }
            Self::EndsBeforeItBegins(begin) => {
                write!(f, "ends before it begins ({begin}) / 始まり（{begin}）より前に終わっています")
            }
            Self::DuplicateKey { key, first } => {
                write!(f, "the key 「{key}」 stands in row {first} already / 同じキーが{first}行目にあります")
            }
            Self::Dangling { id, table } => {
                write!(f, "「{id}」 is not in {} / {} にありません", table.file(), table.file())
            }
        }
    }
}

impl fmt::Display for PackageFinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.table.file())?;
        if let Some(row) = self.row {
            write!(f, ":{row}")?;
        }
        if let Some(column) = &self.column {
            write!(f, " [{column}]")?;
        }
        write!(f, ": {}", self.problem)
    }
}

/// So many findings are told one by one; beyond, they are counted.
pub(super) const MOST_TOLD: usize = 1_000;

/// What reading a package found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PackageReport {
    /// The first thousand things that are wrong, in the order of tables and rows.
    pub findings: Vec<PackageFinding>,
    /// How many there are in all.
    pub count: u64,
    /// Tables that were not needed and are not there.
    pub absent: Vec<Table>,
    /// How many rows each table has that was read.
    pub rows: Vec<(Table, u64)>,
}

impl PackageReport {
    /// Nothing is wrong with what was read.
    pub fn is_sound(&self) -> bool {
        self.count == 0
    }

    pub(super) fn add(&mut self, finding: PackageFinding) {
        self.count += 1;
        if self.findings.len() < MOST_TOLD {
            self.findings.push(finding);
        }
    }
}
