//! A sheet of an official form as a page, made from the form's definition: what is asked, how it is read, how it is shown.
//!
//! Everything goes through the form as it would be typed ([`Submitted`]): stored answers, a draft, and a form that came
//! back are drawn by the same code.

mod draw;
mod read;
mod show;

use banso_domain::{
    case::Case,
    form::{Facts, FormDefinition, Language},
};
use chrono::NaiveDate;

pub(in crate::pages) use draw::{Drawing, SheetSection, complain};
pub(in crate::pages) use read::{SheetRead, kept_by, read, typed};
pub(in crate::pages) use show::{Names, Shown, shown};

use crate::text::Lang;

/// A form on a day, in the reader's language.
#[derive(Clone, Copy)]
pub(in crate::pages) struct Sheet<'f> {
    /// The definition.
    pub(in crate::pages) form: &'f FormDefinition,
    /// The day whose options and names count.
    pub(in crate::pages) day: NaiveDate,
    /// The language of labels.
    pub(in crate::pages) language: Language,
}

impl<'f> Sheet<'f> {
    pub(in crate::pages) const fn new(form: &'f FormDefinition, day: NaiveDate, lang: Lang) -> Self {
        Self { form, day, language: lang.in_definitions() }
    }

    /// The questions marked ※ that are still open: the ids of their fields.
    pub(in crate::pages) fn still_open(&self, answers: &Facts) -> Vec<String> {
        use banso_domain::form::{Completeness, Problem};
        let problems = self.form.check(answers, self.day, Completeness::Final);
        let missing = problems.into_iter().filter(|found| found.problem == Problem::MissingCompulsory);
        missing.map(|found| found.field).collect()
    }
}

/// Whether answers of a case can still be written.
pub(super) fn is_open(case: &Case) -> bool {
    case.closure.is_none() && case.stage().is_open()
}
