use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{DefinitionError, FormDefinition, SharedParts};

/// One definition file, as found in the binary or in a directory.
#[derive(Clone, Debug)]
pub struct FormFile {
    /// The name used in messages, for example `plan_form.toml`.
    pub name: String,
    /// The whole file.
    pub text: String,
}

/// Every form an installation knows, in all their versions.
#[derive(Clone, Debug, Default)]
pub struct FormCatalogue {
    versions: BTreeMap<String, Vec<FormDefinition>>,
}

impl FormCatalogue {
    /// The file that holds the [`SharedParts`].
    pub const SHARED_FILE: &str = "shared.toml";

    /// Reads all `files`, the shared parts first.
    ///
    /// # Errors
    ///
    /// [`DefinitionError`] for the first file with a mistake, and when two versions of one form are in use on one day.
    pub fn load(files: &[FormFile]) -> Result<Self, DefinitionError> {
        let shared = match files.iter().find(|file| file.name == Self::SHARED_FILE) {
            Some(file) => SharedParts::from_toml(&file.name, &file.text)?,
            None => SharedParts::default(),
        };
        let mut catalogue = Self::default();
        for file in files.iter().filter(|file| file.name != Self::SHARED_FILE) {
            let form = FormDefinition::from_toml(&file.name, &file.text, &shared)?;
            catalogue.add(form, &file.name)?;
        }
        Ok(catalogue)
    }

    fn add(&mut self, form: FormDefinition, file: &str) -> Result<(), DefinitionError> {
        let versions = self.versions.entry(form.id.clone()).or_default();
        let crosses = |other: &FormDefinition| {
            other.valid_to.is_none_or(|last| form.valid_from <= last)
                && form.valid_to.is_none_or(|last| other.valid_from <= last)
        };
        if let Some(other) = versions.iter().find(|other| crosses(other)) {
            let what = format!(
                "`{}` is already defined for days from {}; name the file like the one it replaces, or give the older version a \
                 valid_to",
                form.id, other.valid_from
            );
            return Err(DefinitionError { file: file.to_owned(), line: 1, what });
        }
        versions.push(form);
        versions.sort_by_key(|version| version.valid_from);
        Ok(())
    }

    /// The version of the form `id` in use on `day`.
    pub fn get(&self, id: &str, day: NaiveDate) -> Option<&FormDefinition> {
        self.versions.get(id)?.iter().find(|form| form.is_valid_on(day))
    }

    /// The forms in use on `day`, in order of their official number, attachments last.
    pub fn on(&self, day: NaiveDate) -> Vec<&FormDefinition> {
        let mut forms: Vec<_> = self.versions.values().flatten().filter(|form| form.is_valid_on(day)).collect();
        forms.sort_by_key(|form| (form.number.is_empty(), &form.number, &form.id));
        forms
    }

    /// Every version of every form.
    pub fn all(&self) -> impl Iterator<Item = &FormDefinition> {
        self.versions.values().flatten()
    }
}
