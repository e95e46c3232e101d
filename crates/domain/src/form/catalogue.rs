use std::{collections::BTreeMap, sync::Arc};

use chrono::NaiveDate;

use super::{BeginsWith, DefinitionError, Field, FormDefinition, SharedParts};

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
    pub(super) versions: BTreeMap<String, Arc<Vec<FormDefinition>>>,
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
        let mut named = Vec::new();
        for file in files.iter().filter(|file| file.name != Self::SHARED_FILE) {
            let form = FormDefinition::from_toml(&file.name, &file.text, &shared)?;
            named.push((form.id.clone(), file));
            catalogue.add(form, &file.name)?;
        }
        for (id, file) in named {
            catalogue.check_beginnings(&id, file)?;
        }
        Ok(catalogue)
    }

    /// What a field begins with from another sheet is what the same side answers there, and of the same kind.
    fn check_beginnings(&self, id: &str, file: &FormFile) -> Result<(), DefinitionError> {
        for form in self.versions.get(id).into_iter().flat_map(|versions| versions.iter()) {
            for beginning in form.sheet.iter().flat_map(|rules| &rules.begins) {
                let Some(field) = form.field(&beginning.field) else { continue };
                for with in &beginning.with {
                    let BeginsWith::Sheet { form: other, field: there } = with else { continue };
                    let fits = |known: &&Field| known.side == field.side && known.kind == field.kind;
                    let known = self.versions.get(other).into_iter().flat_map(|versions| versions.iter());
                    if known.filter_map(|version| version.field(there)).any(|known| fits(&known)) {
                        continue;
                    }
                    let name = format!("{other}.{there}");
                    let line = file.text.lines().position(|line| line.contains(&name)).map_or(1, |index| index + 1);
                    let what = format!(
                        "`{}` begins with `{name}`, which is no field of the same kind that the same side answers",
                        field.id
                    );
                    return Err(DefinitionError { file: file.name.clone(), line, what });
                }
            }
        }
        Ok(())
    }

    fn add(&mut self, form: FormDefinition, file: &str) -> Result<(), DefinitionError> {
        let versions = Arc::make_mut(self.versions.entry(form.id.clone()).or_default());
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
        let mut forms: Vec<_> = self.all().filter(|form| form.is_valid_on(day)).collect();
        forms.sort_by_key(|form| (form.number.is_empty(), &form.number, &form.id));
        forms
    }

    /// Every version of every form.
    pub fn all(&self) -> impl Iterator<Item = &FormDefinition> {
        self.versions.values().flat_map(|versions| versions.iter())
    }
}
