//! Lists as files: what `?file=` asks for, made from the very tables that the page shows, so that the reader's row filter and the
//! filters of the list hold for both.

use askama::Template;
use axum::{
    http::{
        HeaderValue,
        header::{CONTENT_DISPOSITION, CONTENT_TYPE},
    },
    response::{IntoResponse, Response},
};
use banso_documents::{Foreign, List, ListCell, RenderOptions, UnwritableLetter};
use banso_domain::id::CaseId;

use crate::{
    components::{Cell, Column, Link, TableRow, TableView},
    errors::{ErrorKind, PageError},
    form::Submitted,
    frame::Frame,
    site::{SignedIn, Site, page_error, percent, show},
};

/// Rows of one file at most; a longer list has to be narrowed down first, so that none is cut off unseen.
pub(in crate::pages) const MOST_ROWS: u32 = 50_000;
/// Rows named beside a letter that a file cannot hold.
const ROWS_NAMED: usize = 5;

#[derive(Clone, Copy, PartialEq, Eq)]
enum FileOfList {
    Workbook,
    CsvForExcel,
    CsvForOthers(Foreign),
}

impl FileOfList {
    fn from_name(name: &str) -> Option<Self> {
        match name {
            "xlsx" => Some(Self::Workbook),
            "csv" => Some(Self::CsvForExcel),
            "cp932" => Some(Self::CsvForOthers(Foreign::Refused)),
            "cp932-geta" => Some(Self::CsvForOthers(Foreign::AsGeta)),
            _ => None,
        }
    }
}

/// The kind of file that is asked for; none for the page itself.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(default)]
pub(in crate::pages) struct Wanted {
    file: String,
}

impl Wanted {
    /// What the button of a form asks for.
    pub(in crate::pages) fn of(form: &Submitted) -> Self {
        Self { file: form.text("file").to_owned() }
    }

    /// The kind of file, by its name in the address.
    pub(in crate::pages) fn name(&self) -> &str {
        &self.file
    }

    /// Whether a file is asked for.
    pub(in crate::pages) fn is_file(&self) -> bool {
        !self.file.is_empty()
    }

    /// The tables as the file asked for; of several, the first column says which one a row is from.
    ///
    /// Before it leaves, it is written down in the ledger of everybody whose case is among `about`.
    ///
    /// Letters that the file cannot hold are shown on a page, with a way on; `again` is how this list was asked for.
    pub(in crate::pages) async fn answer(
        &self,
        site: &Site,
        reader: &SignedIn,
        name: &str,
        tables: Vec<TableView>,
        about: &[CaseId],
        again: Again,
    ) -> Result<Response, PageError> {
        let file = FileOfList::from_name(&self.file).ok_or_else(PageError::not_found)?;
        let list = list_of(reader, tables);
        let today = site.app().clock().today();
        let bytes = match file {
            FileOfList::Workbook => {
                let (dates, language) = (reader.session.date_style, reader.t.lang().in_definitions());
                list.xlsx(&RenderOptions { on: today, dates, language, printed_on: today })
                    .map_err(PageError::internal)?
            }
            FileOfList::CsvForExcel => list.csv_for_excel(),
            FileOfList::CsvForOthers(foreign) => match list.csv_for_other_systems(foreign) {
                Ok(bytes) => bytes,
                Err(letters) => return letters_page(site, reader, &list, &letters, again).await,
            },
        };
        site.app().note_export(&reader.actor, name, about).await.map_err(page_error)?;
        Ok(saved(file, &format!("{name}-{today}"), bytes))
    }
}

fn saved(file: FileOfList, name: &str, bytes: Vec<u8>) -> Response {
    let (kind, ending) = match file {
        FileOfList::Workbook => ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
        FileOfList::CsvForExcel => ("text/csv; charset=utf-8", "csv"),
        FileOfList::CsvForOthers(_) => ("text/csv; charset=Windows-31J", "csv"),
    };
    let disposition = HeaderValue::try_from(format!("attachment; filename=\"{name}.{ending}\""));
    let disposition = disposition.unwrap_or_else(|_| HeaderValue::from_static("attachment"));
    ([(CONTENT_TYPE, HeaderValue::from_static(kind)), (CONTENT_DISPOSITION, disposition)], bytes).into_response()
}

/// Refuses a list with more than `most` rows.
pub(in crate::pages) fn within_one_file(reader: &SignedIn, rows: i64, most: u32) -> Result<(), PageError> {
    if rows <= i64::from(most) {
        return Ok(());
    }
    let sentence = reader.t.with("list-too-long", [("rows", rows), ("most", i64::from(most))]);
    Err(PageError::new(ErrorKind::BadRequest).saying(sentence))
}

/// How a list was asked for, so that it can be asked for once more as another file.
pub(in crate::pages) struct Again {
    method: &'static str,
    action: String,
    fields: Vec<(String, String)>,
}

impl Again {
    /// By its address.
    pub(in crate::pages) fn by_address(reader: &SignedIn) -> Self {
        let (path, query) = reader.here.split_once('?').unwrap_or((reader.here.as_str(), ""));
        let asked = Submitted::parse(query.as_bytes());
        let fields = asked.pairs().filter(|(name, _)| !["file", "page", "done"].contains(name));
        let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        Self { method: "get", action: path.to_owned(), fields }
    }

    /// By a form, because what was searched for stays out of addresses.
    pub(in crate::pages) fn by_form(action: &str, fields: Vec<(String, String)>) -> Self {
        Self { method: "post", action: action.to_owned(), fields }
    }
}

/// The files that a list can be had as, for the line below it.
pub(in crate::pages) fn files(reader: &SignedIn) -> Vec<Link> {
    let t = &reader.t;
    let Again { action, fields, .. } = Again::by_address(reader);
    let pairs: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={}&", percent(value))).collect();
    let link = |text: String, file: &str| Link::new(text, format!("{action}?{}file={file}", pairs.concat()));
    vec![
        link(t.get("list-excel"), "xlsx"),
        link(t.get("list-csv-excel"), "csv"),
        link(t.get("list-csv-others"), "cp932"),
    ]
}

/// The tables as one list: words below a cell get a column of their own where the column names them.
fn list_of(reader: &SignedIn, tables: Vec<TableView>) -> List {
    let several = tables.len() > 1;
    let mut list = List { title: String::new(), columns: Vec::new(), rows: Vec::new() };
    for table in tables {
        if list.columns.is_empty() {
            list.title.clone_from(&table.caption);
            list.columns.extend(several.then(|| reader.t.get("list-which")));
            list.columns.extend(table.columns.iter().flat_map(heads));
        }
        for row in table.rows {
            let which = several.then(|| ListCell::Text(table.caption.clone()));
            list.rows.push(which.into_iter().chain(cells(&table.columns, row)).collect());
        }
    }
    list
}

fn heads(column: &Column) -> impl Iterator<Item = String> {
    std::iter::once(column.label.clone()).chain(column.below.clone())
}

fn cells(columns: &[Column], row: TableRow) -> impl Iterator<Item = ListCell> {
    columns.iter().zip(row.cells).flat_map(|(column, cell)| {
        let (shown, below) = match cell {
            Cell::Text(text) | Cell::Pick { text, .. } => (number_or_text(column, text), String::new()),
            Cell::TwoLines(text, below) | Cell::Open { text, below, .. } => (ListCell::Text(text), below),
            Cell::OpenDay { day, below, .. } => (ListCell::Day(day.date()), below),
            Cell::Date(day) => (ListCell::Day(day.date()), String::new()),
            Cell::Due(due) => (ListCell::Day(due.date.date()), String::new()),
            Cell::Status(status) => (ListCell::Text(status.label), String::new()),
        };
        let second = column.below.is_some().then(|| ListCell::Text(below.clone()));
        let shown = match shown {
            ListCell::Text(text) if second.is_none() && !below.is_empty() => ListCell::Text(format!("{text}\n{below}")),
            other => other,
        };
        std::iter::once(shown).chain(second)
    })
}

fn number_or_text(column: &Column, text: String) -> ListCell {
    match text.parse().ok().filter(|_| column.numeric) {
        Some(number) => ListCell::Number(number),
        None => ListCell::Text(text),
    }
}

/// A letter with where it stands.
struct Lost {
    letter: String,
    code: String,
    places: String,
}

#[derive(Template)]
#[template(path = "pages/export/letters.html")]
struct LettersPage {
    frame: Frame,
    again: Again,
    letters: Vec<Lost>,
}

async fn letters_page(
    site: &Site,
    reader: &SignedIn,
    list: &List,
    letters: &[UnwritableLetter],
    again: Again,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let place = |row: &usize| {
        let first = row.checked_sub(1).and_then(|row| list.rows.get(row)).and_then(|row| row.first());
        match first {
            Some(ListCell::Text(words)) => t.with("list-row-of", [("row", row.to_string()), ("first", words.clone())]),
            _ => t.with("list-row", [("row", row)]),
        }
    };
    let letters = letters.iter().map(|lost| {
        let mut places: Vec<String> = lost.rows.iter().take(ROWS_NAMED).map(place).collect();
        if let Some(more) = lost.rows.len().checked_sub(ROWS_NAMED).filter(|more| *more > 0) {
            places.push(t.with("list-rows-more", [("count", more)]));
        }
        Lost { letter: lost.letter.clone(), code: lost.code(), places: places.join(&t.get("list-separator")) }
    });
    let letters = letters.collect();
    show(&LettersPage { frame: reader.frame(site, None, t.get("list-letters-title")).await?, again, letters })
}
