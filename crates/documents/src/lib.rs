//! The official forms as PDF to sign and Excel to edit, made from a form's definition and the facts of a case.
//!
//! [`Documents`] holds the definitions and layouts; [`Documents::render_pdf`] and [`Documents::render_xlsx`] fill a form,
//! the `blank_` pair leaves it empty for handwriting. Both go through one [sheet](sheet::Sheet), which knows
//! every word and value in the order of the paper; what differs is only how it is drawn.

mod definition_files;
mod error;
mod fonts;
mod icalendar;
mod list;
mod returned;
mod sheet;
mod table;
mod typesetting;
mod workbook;
mod written;

use std::{path::Path, sync::OnceLock};

use banso_domain::calendar::DateStyle;
use banso_domain::form::{Facts, FormCatalogue, FormDefinition, Language, WordedItem};
use chrono::NaiveDate;

use self::definition_files::DefinitionFiles;
use self::sheet::Sheet;
use self::typesetting::Layouts;

pub use self::error::DocumentError;
pub use self::icalendar::{Appointment, Sureness, When, icalendar};
pub use self::list::{Foreign, List, ListCell, UnwritableLetter};
pub use self::returned::ReturnProblem;
pub use self::sheet::WrittenLine;
pub use self::table::table_of_workbook;

/// How a document is to be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RenderOptions {
    /// The day whose version of the form, and whose names of services, are used.
    pub on: NaiveDate,
    /// How years are written.
    pub dates: DateStyle,
    /// The language of all printed words; what people wrote stays as they wrote it.
    pub language: Language,
    /// The day of printing, in the footer and in the file's own data; the only date in them, so that the same facts give
    /// the same bytes.
    pub printed_on: NaiveDate,
}

impl RenderOptions {
    /// As a desk in Japan prints today: this day's form, eras, Japanese.
    pub fn on(day: NaiveDate) -> Self {
        Self { on: day, dates: DateStyle::Era, language: Language::Ja, printed_on: day }
    }
}

/// All official forms with their layouts, ready to print.
pub struct Documents {
    published: FormCatalogue,
    /// The forms with what a region says in the place of items, one edition after another: whoever reads in an older one goes on with it.
    editions: OnceLock<Box<Edition>>,
    layouts: Layouts,
}

struct Edition {
    forms: FormCatalogue,
    next: OnceLock<Box<Edition>>,
}

impl Documents {
    /// The forms as they come with the program.
    ///
    /// # Errors
    ///
    /// [`DocumentError::Definition`] when an embedded file is wrong, which the tests of this crate keep from happening.
    pub fn embedded() -> Result<Self, DocumentError> {
        Self::from_files(&DefinitionFiles::embedded())
    }

    /// The forms as they come with the program, with the files of `directory`, where there is one, in the place of those of
    /// the same name.
    ///
    /// # Errors
    ///
    /// [`DocumentError::Unreadable`] for a file that cannot be read, [`DocumentError::Definition`] for a mistake in one.
    pub fn with_overrides(directory: &Path) -> Result<Self, DocumentError> {
        Self::from_files(&DefinitionFiles::with_overrides(directory)?)
    }

    fn from_files(files: &DefinitionFiles) -> Result<Self, DocumentError> {
        let published = FormCatalogue::load(&files.definitions).map_err(DocumentError::Definition)?;
        Ok(Self { published, editions: OnceLock::new(), layouts: Layouts::new(&files.layouts) })
    }

    /// Loads the forms with the overrides of `directory` and sets every one of them once, empty, in both languages.
    ///
    /// Returns the ids of the forms.
    ///
    /// # Errors
    ///
    /// The first mistake found, as [`Documents::with_overrides`] and [`Documents::blank_pdf`] report it.
    pub fn check(directory: &Path) -> Result<Vec<String>, DocumentError> {
        let documents = Self::with_overrides(directory)?;
        let mut checked = Vec::new();
        for form in documents.published.all() {
            for language in [Language::Ja, Language::En] {
                documents.blank_pdf(&form.id, &RenderOptions { language, ..RenderOptions::on(form.valid_from) })?;
            }
            checked.push(form.id.clone());
        }
        Ok(checked)
    }

    /// The definitions behind the documents, for screens and checks: with what the region says, where [`Documents::lay`] was told of it.
    pub fn forms(&self) -> &FormCatalogue {
        let mut newest = (&self.published, &self.editions);
        while let Some(edition) = newest.1.get() {
            newest = (&edition.forms, &edition.next);
        }
        newest.0
    }

    /// The definitions as they were published, without what the region says.
    pub fn published(&self) -> &FormCatalogue {
        &self.published
    }

    /// Lays what the region says in the place of items over the definitions: from now on every way out has it. `items` are all of them; two who
    /// lay at once take turns, so that the later reading of the store stays.
    pub fn lay(&self, items: &[WordedItem]) {
        let mut edition = Box::new(Edition { forms: self.published.with_wordings(items), next: OnceLock::new() });
        let mut place = &self.editions;
        loop {
            while let Some(taken) = place.get() {
                place = &taken.next;
            }
            match place.set(edition) {
                Ok(()) => return,
                Err(back) => edition = back,
            }
        }
    }

    /// The form filled with `facts`, as a tagged PDF in A4 with embedded fonts.
    ///
    /// The title in the file's own data is that of the form and the case reference, never a name.
    ///
    /// # Errors
    ///
    /// [`DocumentError::UnknownForm`] when no such form is in use on that day, [`DocumentError::Layout`] when the layout
    /// of the form is wrong.
    pub fn render_pdf(&self, form: &str, facts: &Facts, options: &RenderOptions) -> Result<Vec<u8>, DocumentError> {
        let definition = self.form(form, options)?;
        self.layouts.pdf(&Sheet::fill(definition, facts, options), options.printed_on)
    }

    /// The form filled with `facts`, as an Excel workbook with typed cells.
    ///
    /// # Errors
    ///
    /// [`DocumentError::UnknownForm`] when no such form is in use on that day, [`DocumentError::Workbook`] when the
    /// workbook cannot be written.
    pub fn render_xlsx(&self, form: &str, facts: &Facts, options: &RenderOptions) -> Result<Vec<u8>, DocumentError> {
        let definition = self.form(form, options)?;
        workbook::write(&Sheet::fill(definition, facts, options), options)
    }

    /// A form, or what a reader sees of it, filled with `facts`, as a tagged PDF.
    ///
    /// # Errors
    ///
    /// [`DocumentError::Layout`] when the layout of the form is wrong.
    pub fn pdf_of(
        &self,
        form: &FormDefinition,
        facts: &Facts,
        options: &RenderOptions,
    ) -> Result<Vec<u8>, DocumentError> {
        self.layouts.pdf(&Sheet::fill(form, facts, options), options.printed_on)
    }

    /// A form, or what a reader sees of it, filled with `facts`, as an Excel workbook.
    ///
    /// # Errors
    ///
    /// [`DocumentError::Workbook`] when the workbook cannot be written.
    pub fn xlsx_of(
        &self,
        form: &FormDefinition,
        facts: &Facts,
        options: &RenderOptions,
    ) -> Result<Vec<u8>, DocumentError> {
        workbook::write(&Sheet::fill(form, facts, options), options)
    }

    /// The empty form, to be filled by hand.
    ///
    /// # Errors
    ///
    /// As [`Documents::render_pdf`].
    pub fn blank_pdf(&self, form: &str, options: &RenderOptions) -> Result<Vec<u8>, DocumentError> {
        self.render_pdf(form, &Facts::new(), options)
    }

    /// The empty form, to be filled in Excel.
    ///
    /// # Errors
    ///
    /// As [`Documents::render_xlsx`].
    pub fn blank_xlsx(&self, form: &str, options: &RenderOptions) -> Result<Vec<u8>, DocumentError> {
        self.render_xlsx(form, &Facts::new(), options)
    }

    /// What a workbook of a sheet that was filled elsewhere says, as it would be typed: names and values of the fields of `form`.
    ///
    /// # Errors
    ///
    /// Every [`ReturnProblem`] that was found; nothing of the workbook is taken then.
    pub fn returned(
        &self,
        bytes: &[u8],
        form: &FormDefinition,
        options: &RenderOptions,
    ) -> Result<Vec<(String, String)>, Vec<ReturnProblem>> {
        returned::read(bytes, form, options.on, options.language)
    }

    /// What is answered on a form, line by line in the order of the paper: for documents that hold parts of several forms.
    ///
    /// # Errors
    ///
    /// [`DocumentError::UnknownForm`] when no such form is in use on that day.
    pub fn lines(&self, form: &str, facts: &Facts, options: &RenderOptions) -> Result<Vec<WrittenLine>, DocumentError> {
        Ok(Sheet::fill(self.form(form, options)?, facts, options).lines())
    }

    fn form(&self, id: &str, options: &RenderOptions) -> Result<&FormDefinition, DocumentError> {
        self.forms()
            .get(id, options.on)
            .ok_or_else(|| DocumentError::UnknownForm { form: id.to_owned(), on: options.on })
    }
}
