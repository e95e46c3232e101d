//! The definitions in force: embedded in the program, or read from a directory that a municipality keeps.

use std::path::Path;

use banso_documents::Documents;
use banso_domain::process::ProcessDefinition;

use crate::UseCaseError;

/// The process of the self-reliance programme as the program brings it.
const SELF_RELIANCE: (&str, &str) =
    ("processes/self_reliance.toml", include_str!("../../../definitions/processes/self_reliance.toml"));

/// What a check of definitions found.
#[derive(Clone, Debug, Default)]
pub struct DefinitionReport {
    /// The files that were read.
    pub files: Vec<String>,
    /// What is wrong, each with file and line.
    pub problems: Vec<String>,
}

/// What the ministry writes and a municipality may adapt, loaded and sound.
pub struct Definitions {
    /// The process of the self-reliance programme.
    pub process: ProcessDefinition,
    /// The official forms.
    pub documents: Documents,
}

impl Definitions {
    /// The definitions as the program brings them.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Definition`]; a test keeps the embedded ones sound.
    pub fn embedded() -> Result<Self, UseCaseError> {
        Self::load(None)
    }

    /// The definitions of a directory; what it does not have comes from the program.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Definition`] with file and line.
    pub fn load(directory: Option<&Path>) -> Result<Self, UseCaseError> {
        let mut report = DefinitionReport::default();
        let process = report.check_process(directory);
        let documents = match directory.map(|directory| directory.join("forms")).filter(|forms| forms.is_dir()) {
            None => Documents::embedded(),
            Some(forms) => Documents::with_overrides(&forms),
        };
        match (process, documents) {
            (Some(process), Ok(documents)) => Ok(Self { process, documents }),
            (None, _) => Err(UseCaseError::Definition(report.problems.join("\n"))),
            (_, Err(error)) => Err(UseCaseError::Definition(error.to_string())),
        }
    }
}

impl DefinitionReport {
    /// Checks the process definition of a directory, or the embedded one where the directory has none.
    pub fn check_process(&mut self, directory: Option<&Path>) -> Option<ProcessDefinition> {
        let own = directory.map(|directory| directory.join(SELF_RELIANCE.0)).filter(|path| path.is_file());
        let (name, text) = match own {
            None => (SELF_RELIANCE.0.to_owned(), Ok(SELF_RELIANCE.1.to_owned())),
            Some(path) => (path.display().to_string(), std::fs::read_to_string(&path)),
        };
        self.files.push(name.clone());
        let text = match text {
            Ok(text) => text,
            Err(error) => {
                self.problems.push(format!("{name}: {error}"));
                return None;
            }
        };
        match ProcessDefinition::from_toml(&name, &text) {
            Ok(process) => Some(process),
            Err(error) => {
                self.problems.push(error.to_string());
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_definitions_are_sound() {
        let process = Definitions::embedded().unwrap().process;
        assert_eq!(process.steps.iter().filter_map(|step| step.number).max(), Some(13));
    }
}
