//! The definitions in force: embedded in the program, or read from a directory that a municipality keeps.

use std::path::{Path, PathBuf};

use banso_documents::Documents;
use banso_domain::{
    process::{CareStep, ProcessDefinition, ProgrammeDefinition, Programmes, Way},
    reward::{RewardDefinition, Rewards},
    text::suggestion,
};

use crate::UseCaseError;

/// The process of the self-reliance programme as the program brings it.
const SELF_RELIANCE: (&str, &str) =
    ("processes/self_reliance.toml", include_str!("../../../definitions/processes/self_reliance.toml"));

macro_rules! programmes {
    ($($name:literal),+ $(,)?) => {
        /// The programmes that people use at other agencies, as the program brings them.
        const PROGRAMMES: &[(&str, &str)] = &[$((
            concat!("processes/", $name, ".toml"),
            include_str!(concat!("../../../definitions/processes/", $name, ".toml")),
        )),+];
    };
}

macro_rules! rewards {
    ($($name:literal),+ $(,)?) => {
        /// What can be claimed and what is taken away, as the program brings it.
        const REWARDS: &[(&str, &str)] = &[$((
            concat!("rewards/", $name, ".toml"),
            include_str!(concat!("../../../definitions/rewards/", $name, ".toml")),
        )),+];
    };
}

rewards![
    "support_structure_missing",
    "monthly_report",
    "area_liaison",
    "retention_record",
    "transition_preparation",
    "transition_liaison",
    "transition_support_structure",
    "concentration",
    "service_meeting",
    "intensive_support",
    "intensive_support_interviews",
    "care_liaison_information",
    "care_liaison_meeting",
    "clinic_school_liaison",
    "retention_base",
];

/// The ways to work, as the program brings them.
const WAYS: (&str, &str) =
    ("processes/ways_to_work.toml", include_str!("../../../definitions/processes/ways_to_work.toml"));

/// The steps of care management, as the program brings them.
const CARE: (&str, &str) =
    ("processes/care_management.toml", include_str!("../../../definitions/processes/care_management.toml"));

programmes![
    "employment_choice",
    "transition",
    "continuation_a",
    "continuation_b",
    "retention",
    "life_work_centre",
    "regional_vocational_center",
    "job_coach",
    "plan_consultation",
];

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
    /// The programmes that people use at other agencies.
    pub programmes: Programmes,
    /// The ways to work, side by side.
    pub ways: Vec<Way>,
    /// ケアマネジメントの段階: from meeting to parting.
    pub care: Vec<CareStep>,
    /// What can be claimed and what is taken away.
    pub rewards: Rewards,
    /// The official forms.
    pub documents: Documents,
    /// Where they are from, where not from the program: indicators are read from there when they are first asked for.
    pub(crate) directory: Option<PathBuf>,
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

    /// The definitions of a directory; what it does not have comes from the program, file by file.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Definition`] with file and line.
    pub fn load(directory: Option<&Path>) -> Result<Self, UseCaseError> {
        if let Some(missing) = directory.filter(|directory| !directory.is_dir()) {
            return Err(UseCaseError::Definition(format!("{} is not a directory", missing.display())));
        }
        let mut report = DefinitionReport::default();
        let process = report.check_process(directory);
        let programmes = report.check_programmes(directory);
        let ways = report.check_ways(directory);
        let care = report.check_care(directory);
        let rewards = report.check_rewards(directory);
        let documents = match directory {
            None => Documents::embedded(),
            Some(directory) => Documents::with_overrides(&directory.join("forms")),
        };
        match (process, documents) {
            (Some(process), Ok(documents)) if report.problems.is_empty() => {
                let directory = directory.map(Path::to_owned);
                Ok(Self { process, programmes, ways, care, rewards, documents, directory })
            }
            (Some(_), Err(error)) if report.problems.is_empty() => Err(UseCaseError::Definition(error.to_string())),
            _ => Err(UseCaseError::Definition(report.problems.join("\n"))),
        }
    }
}

impl DefinitionReport {
    /// Names what lies in a directory where nothing looks for it: somebody who misspelt a name would wait in vain.
    ///
    /// Files that explain (`README.md`, `NOTES.txt`) and hidden ones may lie anywhere.
    pub fn check_names(&mut self, directory: &Path) {
        self.strangers(
            directory,
            &["processes", "rewards", "indicators", "logic_models", "forms"],
            "nothing is read from here; own definitions lie in processes/, rewards/, indicators/, logic_models/ and forms/",
        );
        let files = [SELF_RELIANCE.0, WAYS.0, CARE.0].into_iter().chain(PROGRAMMES.iter().map(|(name, _)| *name));
        let known: Vec<&str> = files.filter_map(|name| name.strip_prefix("processes/")).collect();
        let what = "this file is not read; each process has its own name";
        self.strangers(&directory.join("processes"), &known, what);
        let known: Vec<&str> = REWARDS.iter().filter_map(|(name, _)| name.strip_prefix("rewards/")).collect();
        let what = "this file is not read; each reward has its own name";
        self.strangers(&directory.join("rewards"), &known, what);
        self.check_names_of_indicators(directory);
        self.check_names_of_logic_models(directory);
    }

    pub(crate) fn strangers(&mut self, directory: &Path, known: &[&str], what: &str) {
        let Ok(entries) = std::fs::read_dir(directory) else { return };
        let mut names: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
        names.sort();
        for path in names {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let explains = name.starts_with('.') || name.ends_with(".md") || name.ends_with(".txt");
            if !explains && !known.contains(&name.as_str()) {
                let instead = suggestion(&name, known.iter().copied());
                self.problems.push(format!("{}: {what}{instead}", path.display()));
            }
        }
    }

    /// Checks the process definition of a directory, or the embedded one where the directory has none.
    pub fn check_process(&mut self, directory: Option<&Path>) -> Option<ProcessDefinition> {
        self.check_file(directory, SELF_RELIANCE, ProcessDefinition::from_toml)
    }

    /// Checks the ways to work, likewise.
    pub fn check_ways(&mut self, directory: Option<&Path>) -> Vec<Way> {
        self.check_file(directory, WAYS, Way::all_from_toml).unwrap_or_default()
    }

    /// Checks the steps of care management, likewise.
    pub fn check_care(&mut self, directory: Option<&Path>) -> Vec<CareStep> {
        self.check_file(directory, CARE, CareStep::all_from_toml).unwrap_or_default()
    }

    /// Checks the rewards' definitions, likewise.
    pub fn check_rewards(&mut self, directory: Option<&Path>) -> Rewards {
        let checked = REWARDS.iter().filter_map(|file| {
            let definition = self.check_file(directory, *file, RewardDefinition::from_toml)?;
            let expected = file.0.trim_start_matches("rewards/").trim_end_matches(".toml");
            if definition.id != expected {
                let id = &definition.id;
                self.problems.push(format!("{}, line 1: it defines \"{id}\"; write id = \"{expected}\"", file.0));
            }
            Some(definition)
        });
        Rewards::new(checked.collect())
    }

    /// Checks the programmes' definitions, likewise.
    pub fn check_programmes(&mut self, directory: Option<&Path>) -> Programmes {
        let checked = PROGRAMMES.iter().filter_map(|file| {
            let definition = self.check_file(directory, *file, ProgrammeDefinition::from_toml)?;
            let expected = file.0.trim_start_matches("processes/").trim_end_matches(".toml");
            if definition.programme.name() != expected {
                let id = definition.programme.name();
                self.problems.push(format!("{}, line 1: it defines \"{id}\"; write id = \"{expected}\"", file.0));
            }
            Some(definition)
        });
        Programmes::new(checked.collect())
    }

    pub(crate) fn check_file<T, E: std::fmt::Display>(
        &mut self,
        directory: Option<&Path>,
        embedded: (&str, &str),
        read: impl FnOnce(&str, &str) -> Result<T, E>,
    ) -> Option<T> {
        let own = directory.map(|directory| directory.join(embedded.0)).filter(|path| path.is_file());
        let (name, text) = match own {
            None => (embedded.0.to_owned(), Ok(embedded.1.to_owned())),
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
        match read(&name, &text) {
            Ok(definition) => Some(definition),
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

    #[test]
    fn a_municipality_that_adapts_one_file_keeps_the_others_of_the_program() {
        let folder = tempfile::tempdir().unwrap();
        let process = folder.path().join("processes");
        std::fs::create_dir(&process).unwrap();
        let own = SELF_RELIANCE.1.replace("ja = \"モニタリング\"", "ja = \"見守り\"");
        std::fs::write(process.join("self_reliance.toml"), own).unwrap();

        let definitions = Definitions::load(Some(folder.path())).unwrap();

        assert!(definitions.process.steps.iter().any(|step| step.names[0].ja == "見守り"));
        assert_eq!(definitions.documents.forms().all().count(), Documents::embedded().unwrap().forms().all().count());
    }

    #[test]
    fn a_municipality_that_adapts_a_programme_wrongly_is_told_file_and_line() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("processes")).unwrap();
        let (name, text) = PROGRAMMES[1];
        std::fs::write(folder.path().join(name), text.replace("months = 24", "months = 0")).unwrap();

        let told = Definitions::load(Some(folder.path())).err().unwrap().to_string();

        assert!(told.contains("transition.toml, line 15: 0 months is no length"), "{told}");
    }

    #[test]
    fn a_municipality_that_adapts_a_reward_wrongly_is_told_file_and_line() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("rewards")).unwrap();
        let (name, text) = REWARDS[2];
        std::fs::write(folder.path().join(name), text.replace("per = \"time\"", "per = \"tiem\"")).unwrap();

        let told = Definitions::load(Some(folder.path())).err().unwrap().to_string();

        assert!(
            told.contains("area_liaison.toml, line 18: there is no measure \"tiem\"; did you mean \"time\"?"),
            "{told}"
        );
    }

    #[test]
    fn a_municipality_that_adapts_one_form_keeps_the_other_forms_and_the_process() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("forms")).unwrap();
        let own = include_str!("../../../definitions/forms/case_list.toml").replacen("ja = \"", "ja = \"当市の", 1);
        std::fs::write(folder.path().join("forms/case_list.toml"), own).unwrap();

        let definitions = Definitions::load(Some(folder.path())).unwrap();

        let titles = definitions.documents.forms().all().filter(|form| format!("{:?}", form.title).contains("当市の"));
        assert_eq!(titles.count(), 1);
        assert_eq!(definitions.process.steps.len(), Definitions::embedded().unwrap().process.steps.len());
    }

    #[test]
    fn a_directory_that_is_not_there_is_told_and_not_taken_for_an_empty_one() {
        let folder = tempfile::tempdir().unwrap();
        let told = Definitions::load(Some(&folder.path().join("gone"))).err().unwrap().to_string();
        assert!(told.contains("gone is not a directory"), "{told}");
    }

    #[test]
    fn a_misspelt_name_of_a_file_or_folder_is_told() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("form")).unwrap();
        std::fs::create_dir(folder.path().join("processes")).unwrap();
        std::fs::write(folder.path().join("README.md"), "").unwrap();
        std::fs::write(folder.path().join("processes/self_relianc.toml"), "").unwrap();
        let mut report = DefinitionReport::default();

        report.check_names(folder.path());

        let told = report.problems.join("\n").replace(&folder.path().display().to_string(), "DIR");
        insta::assert_snapshot!(told, @r#"
        DIR/form: nothing is read from here; own definitions lie in processes/, rewards/, indicators/, logic_models/ and forms/; did you mean "forms"?
        DIR/processes/self_relianc.toml: this file is not read; each process has its own name; did you mean "self_reliance.toml"?
        "#);
    }
}
