//! Setting a sheet with Typst.
//!
//! The sheet goes in as a JSON file beside the layout, never as text pasted into it, so nothing that people write can
//! become part of the layout.

use std::collections::HashMap;
use std::sync::LazyLock;

use banso_domain::form::FormFile;
use chrono::{Datelike, NaiveDate};
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World, WorldExt, comemo};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::DocumentError;
use crate::fonts::FONTS;
use crate::sheet::Sheet;

/// The file under which a layout finds its sheet.
const SHEET_FILE: &str = "sheet.json";

/// The layout of sheets that several sides answer, where a form has none of its own.
const OF_SEVERAL_SIDES: &str = "several_sides.typ";

/// How many documents ago a remembered result may have been used and still be kept.
const MEMORY_OF_DOCUMENTS: usize = 4;

/// PDF/A-2a and PDF/UA-1: sheets that can be archived, and read aloud.
static STANDARDS: LazyLock<PdfStandards> =
    LazyLock::new(|| PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1]).unwrap_or_default());

/// All layouts, parsed, with what Typst needs around them.
pub(crate) struct Layouts {
    library: LazyHash<Library>,
    sources: HashMap<FileId, Source>,
}

impl Layouts {
    pub(crate) fn new(files: &[FormFile]) -> Self {
        let sources = files.iter().filter_map(|file| {
            let id = file_id(&file.name)?;
            Some((id, Source::new(id, file.text.clone())))
        });
        Self { library: LazyHash::new(Library::default()), sources: sources.collect() }
    }

    /// The sheet as PDF, set by the layout that has the form's id as its file name; one that several sides answer has one in common.
    pub(crate) fn pdf(&self, sheet: &Sheet, printed_on: NaiveDate) -> Result<Vec<u8>, DocumentError> {
        let wrong = |what: String| DocumentError::Layout { form: sheet.id.clone(), what };
        let there = |name: &str| file_id(name).filter(|id| self.sources.contains_key(id));
        let main = there(&format!("{}.typ", sheet.id));
        let main = main.or_else(|| there(OF_SEVERAL_SIDES).filter(|_| sheet.has_sides));
        let main = main.ok_or_else(|| wrong(format!("there is no file {}.typ", sheet.id)))?;
        let json = serde_json::to_vec(sheet).map_err(|error| wrong(error.to_string()))?;
        let desk = Desk { layouts: self, main, sheet_file: file_id(SHEET_FILE), sheet: Bytes::new(json), printed_on };

        let document = typst::compile::<PagedDocument>(&desk).output.map_err(|errors| wrong(desk.explain(&errors)))?;
        let bytes = |standards: PdfStandards| {
            let options = PdfOptions {
                ident: Smart::Custom(format!("{} {}", sheet.id, sheet.reference)),
                creator: Smart::Custom(Some("Banso".to_owned())),
                timestamp: date(printed_on).map(Timestamp::new_utc),
                standards,
                ..PdfOptions::default()
            };
            typst_pdf::pdf(&document, &options)
        };
        // The standards take no letter that the fonts lack; such a sheet is printed all the same.
        let pdf = bytes(STANDARDS.clone()).or_else(|_| bytes(PdfStandards::default()));
        let pdf = pdf.map_err(|errors| wrong(desk.explain(&errors)));
        comemo::evict(MEMORY_OF_DOCUMENTS);
        pdf
    }
}

/// What one document is set from: the layouts, and the one sheet.
struct Desk<'a> {
    layouts: &'a Layouts,
    main: FileId,
    sheet_file: Option<FileId>,
    sheet: Bytes,
    printed_on: NaiveDate,
}

impl Desk<'_> {
    fn explain(&self, errors: &[SourceDiagnostic]) -> String {
        let explained: Vec<String> = errors.iter().map(|error| self.explain_one(error)).collect();
        explained.join("; ")
    }

    fn explain_one(&self, error: &SourceDiagnostic) -> String {
        let place = error.span.id().and_then(|id| {
            let start = self.range(error.span)?.start;
            let line = self.layouts.sources.get(&id)?.lines().byte_to_line(start)?;
            Some(format!("{}, line {}: ", id.vpath().get_without_slash(), line + 1))
        });
        format!("{}{}", place.unwrap_or_default(), error.message)
    }
}

impl World for Desk<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.layouts.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &FONTS.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.layouts.sources.get(&id).cloned().ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        (Some(id) == self.sheet_file).then(|| self.sheet.clone()).ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        date(self.printed_on)
    }
}

fn file_id(name: &str) -> Option<FileId> {
    Some(RootedPath::new(VirtualRoot::Project, VirtualPath::new(name).ok()?).intern())
}

fn date(day: NaiveDate) -> Option<Datetime> {
    Datetime::from_ymd_hms(day.year(), day.month().try_into().ok()?, day.day().try_into().ok()?, 0, 0, 0)
}
