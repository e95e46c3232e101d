//! Where definitions and layouts come from: the binary, and a directory that may replace some of them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use banso_domain::form::FormFile;
use rust_embed::RustEmbed;

use crate::DocumentError;

#[derive(RustEmbed)]
#[folder = "../../definitions/forms/"]
struct Embedded;

/// The text of all definition files, by kind.
pub(crate) struct DefinitionFiles {
    /// `*.toml`: what the forms ask.
    pub(crate) definitions: Vec<FormFile>,
    /// `*.typ`: how they look.
    pub(crate) layouts: Vec<FormFile>,
}

impl DefinitionFiles {
    pub(crate) fn embedded() -> Self {
        Self::from_texts(embedded_texts())
    }

    /// The embedded files, with those of the directory in the place of the ones they are named like. A directory that is not
    /// there replaces nothing: who adapts the process alone keeps no forms.
    pub(crate) fn with_overrides(directory: &Path) -> Result<Self, DocumentError> {
        let unreadable = |path: &Path| {
            let path = path.to_owned();
            move |source| DocumentError::Unreadable { path, source }
        };
        let mut texts = embedded_texts();
        if !directory.exists() {
            return Ok(Self::from_texts(texts));
        }
        for entry in fs::read_dir(directory).map_err(unreadable(directory))? {
            let path = entry.map_err(unreadable(directory))?.path();
            let is_ours = path.extension().is_some_and(|extension| extension == "toml" || extension == "typ");
            if let (true, Some(name)) = (is_ours, path.file_name()) {
                let text = fs::read_to_string(&path).map_err(unreadable(&path))?;
                texts.insert(name.to_string_lossy().into_owned(), text);
            }
        }
        Ok(Self::from_texts(texts))
    }

    fn from_texts(texts: BTreeMap<String, String>) -> Self {
        let files = texts.into_iter().map(|(name, text)| FormFile { name, text });
        let (definitions, layouts) = files.partition(|file| file.name.ends_with(".toml"));
        Self { definitions, layouts }
    }
}

fn embedded_texts() -> BTreeMap<String, String> {
    Embedded::iter()
        .filter_map(|name| {
            let file = Embedded::get(&name)?;
            Some((name.into_owned(), String::from_utf8_lossy(&file.data).into_owned()))
        })
        .collect()
}
