//! ロジックモデル: what cooperation leads to, as it was published and as the region goes on with it, with the stories of what cannot be counted.

use std::path::Path;

use async_recursion::async_recursion as boxed;
use banso_access::{Action, Actor};
use banso_domain::{
    id::StoryId,
    logic_model::{BoxContent, BoxId, LogicModel, LogicModelDefinition, NewStory},
    process::BothLanguages,
};
use banso_insight::indicators::Indicator;
use banso_store::{Change, LogicModelVersion, Stamp};
use chrono::NaiveDate;
use uuid::Uuid;

use crate::{
    App, DefinitionReport, UseCaseError,
    indicators::{indicator_ids, indicators},
};

/// The models as the program brings them.
const LOGIC_MODELS: &[(&str, &str)] =
    &[("logic_models/seamless_support.toml", include_str!("../../../definitions/logic_models/seamless_support.toml"))];

/// A change that is asked for.
#[derive(Clone, Debug)]
pub enum LogicModelCommand {
    /// See [`LogicModel::write`]; a box that is there, or a new one.
    Write(Option<BoxId>, BoxContent),
    /// See [`LogicModel::remove`].
    Remove(BoxId),
    /// See [`LogicModel::tell`].
    Tell(NewStory),
    /// See [`LogicModel::take_back`].
    TakeBack(StoryId),
}

/// The model as its page needs it.
#[derive(Clone, Debug)]
pub struct LogicModelPage {
    /// The model on the day asked for; none where no definition was valid then.
    pub model: Option<LogicModel>,
    /// The version that a change is decided on.
    pub version: i64,
    /// The day asked for.
    pub day: NaiveDate,
    /// Whether that is today, so that it can be changed.
    pub is_now: bool,
    /// Where the definition is from that it goes back to.
    pub source: Option<BothLanguages>,
    /// What changed when, the latest first.
    pub versions: Vec<LogicModelVersion>,
    /// All indicators there are, in the order of their identifiers.
    pub indicators: Vec<Indicator>,
    /// The reader may write boxes.
    pub may_write: bool,
    /// The reader may tell stories.
    pub may_tell: bool,
}

/// The logic models of a directory; what it does not have comes from the program. They are read when they are needed.
fn logic_models(directory: Option<&Path>) -> Result<Vec<LogicModelDefinition>, UseCaseError> {
    let mut report = DefinitionReport::default();
    let models = report.check_logic_models(directory);
    if report.problems.is_empty() { Ok(models) } else { Err(UseCaseError::Definition(report.problems.join("\n"))) }
}

impl DefinitionReport {
    /// Checks the logic models' definitions of a directory, or the embedded ones where the directory has none.
    pub fn check_logic_models(&mut self, directory: Option<&Path>) -> Vec<LogicModelDefinition> {
        let known = indicator_ids();
        let mut checked = Vec::new();
        for file in LOGIC_MODELS {
            let read = |name: &str, text: &str| LogicModelDefinition::from_toml(name, text, &known);
            let Some(model) = self.check_file(directory, *file, read) else { continue };
            let expected = file.0.trim_start_matches("logic_models/").trim_end_matches(".toml");
            if model.id != expected {
                let id = &model.id;
                self.problems.push(format!("{}, line 1: it defines \"{id}\"; write id = \"{expected}\"", file.0));
            }
            checked.push(model);
        }
        checked
    }

    /// Names what lies among a directory's logic models where nothing looks for it.
    pub(crate) fn check_names_of_logic_models(&mut self, directory: &Path) {
        let known: Vec<&str> = LOGIC_MODELS.iter().filter_map(|(name, _)| name.strip_prefix("logic_models/")).collect();
        let what = "this file is not read; each logic model has its own name";
        self.strangers(&directory.join("logic_models"), &known, what);
    }
}

/// The model that was valid on a day, as nobody has changed it.
fn published(models: &[LogicModelDefinition], day: NaiveDate) -> Option<LogicModel> {
    models.iter().rev().find(|model| model.is_valid_on(day)).map(LogicModel::of)
}

impl App {
    /// The logic model of the region as it was at the end of a day, or as it is.
    ///
    /// Stories that were taken back are told on no day any more.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Forbidden`] for those who support nobody, [`UseCaseError::Definition`] for a definition that is wrong.
    #[boxed]
    pub async fn logic_model(&self, actor: &Actor, on: Option<NaiveDate>) -> Result<LogicModelPage, UseCaseError> {
        let permit = self.directory_permit(actor, Action::ReadFigures).await?;
        let today = self.inner.clock.today();
        let day = on.unwrap_or(today);
        let is_now = day >= today;
        let models = logic_models(self.inner.definitions.directory.as_deref())?;
        let reader = self.inner.store.reader();
        let now = reader.logic_model(&permit).await?;
        let version = now.as_ref().map_or(0, |(_, version)| *version);
        let written = match now {
            Some((model, _)) if is_now => Some(model),
            Some((now, _)) => {
                let then = reader.logic_model_on(&permit, day).await?;
                then.map(|then| then.without(&now.taken_back))
            }
            None => None,
        };
        let model = written.or_else(|| published(&models, day));
        let goes_back_to =
            |definition: &&LogicModelDefinition| model.as_ref().is_some_and(|model| model.definition == definition.id);
        Ok(LogicModelPage {
            source: models.iter().find(goes_back_to).map(|definition| definition.source.clone()),
            versions: reader.logic_model_versions(&permit).await?,
            indicators: indicators(self.inner.definitions.directory.as_deref())?,
            may_write: is_now && self.may_in_region(actor, Action::WriteLogicModel).await?,
            may_tell: is_now && self.may_in_region(actor, Action::TellStory).await?,
            model,
            version,
            day,
            is_now,
        })
    }

    /// Changes the logic model of the region. The first change takes over the definition that is valid today.
    ///
    /// An agency takes its own stories back; whoever writes the model takes back any.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for a box or story that is not there, [`UseCaseError::Forbidden`], [`UseCaseError::Conflict`] where it changed
    /// since `expected`, [`UseCaseError::Refused`] by a rule.
    #[boxed]
    pub async fn change_logic_model(
        &self,
        actor: &Actor,
        expected: Option<i64>,
        command: LogicModelCommand,
    ) -> Result<(), UseCaseError> {
        let (today, by) = (self.inner.clock.today(), actor.agency());
        let asked = match &command {
            LogicModelCommand::Write(..) | LogicModelCommand::Remove(_) => Action::WriteLogicModel,
            LogicModelCommand::Tell(_) | LogicModelCommand::TakeBack(_) => Action::TellStory,
        };
        let mut permit = self.directory_permit(actor, asked).await?;
        let tx = self.inner.store.begin().await?;
        let (model, found, is_first) = match tx.logic_model().await? {
            Some((model, found)) => (model, found, false),
            None => {
                let models = logic_models(self.inner.definitions.directory.as_deref())?;
                (published(&models, today).ok_or(UseCaseError::NotFound)?, 0, true)
            }
        };
        if let Some(expected) = expected.filter(|expected| *expected != found) {
            return Err(UseCaseError::Conflict { expected, found });
        }
        let event = match command {
            LogicModelCommand::Write(id, content) => {
                if id.as_ref().is_some_and(|id| model.of_id(id).is_none()) {
                    return Err(UseCaseError::NotFound);
                }
                let id = id.unwrap_or_else(|| BoxId::new(Uuid::now_v7()));
                model.write(id, content, &indicator_ids(), by)?
            }
            LogicModelCommand::Remove(id) => model.remove(id, by).ok_or(UseCaseError::NotFound)?,
            LogicModelCommand::Tell(story) => model.tell(story, StoryId::new(Uuid::now_v7()), by, today)?,
            LogicModelCommand::TakeBack(id) => {
                let told_by = model.story(id).ok_or(UseCaseError::NotFound)?.by;
                if told_by != by {
                    permit = self.directory_permit(actor, Action::WriteLogicModel).await?;
                }
                model.take_back(id, by).ok_or(UseCaseError::NotFound)?
            }
        };
        let stamp = Stamp { permit: &permit, at: self.inner.clock.now() };
        let mut seen = found;
        if is_first {
            seen = tx.record(stamp, Change::LogicModel(&model.take()), Some(0)).await?;
        }
        tx.record(stamp, Change::LogicModel(&event), Some(seen)).await?;
        Ok(tx.commit().await?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_a_logic_model_is_brought_by_the_program_and_sound() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../definitions/logic_models");
        assert_eq!(std::fs::read_dir(folder).unwrap().count(), LOGIC_MODELS.len());
        let models = logic_models(None).unwrap();
        assert_eq!(models.len(), LOGIC_MODELS.len());
        let before: NaiveDate = "2024-03-26".parse().unwrap();
        assert!(published(&models, before).is_none() && published(&models, before.succ_opt().unwrap()).is_some());
    }

    #[test]
    fn a_region_that_adapts_a_logic_model_wrongly_is_told_file_line_and_what_to_write() {
        let (name, text) = LOGIC_MODELS[0];
        let told = |from: &str, to: &str| {
            let folder = tempfile::tempdir().unwrap();
            std::fs::create_dir(folder.path().join("logic_models")).unwrap();
            std::fs::write(folder.path().join(name), text.replacen(from, to, 1)).unwrap();
            logic_models(Some(folder.path())).err().unwrap().to_string()
        };
        let wrong = [
            ("s7_accompaniment", "s7_acompaniment", "there is no indicator \"s7_acompaniment\"; did you mean"),
            ("\"stays\"]", "\"stay\"]", "there is no box \"stay\""),
            ("\"output\"", "\"outputs\"", "there is no column \"outputs\""),
            ("leads_to = [\"stays\"]", "leads_to = [\"medical_view\"]", "stands in no later column"),
            ("valid_from = \"2024-03-27\"\n", "", "from when it is valid"),
        ];
        for (from, to, what) in wrong {
            let told = told(from, to);
            assert!(told.contains("seamless_support.toml, line ") && told.contains(what), "{told}");
        }
    }

    #[test]
    fn a_file_among_logic_models_that_nothing_reads_is_told() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("logic_models")).unwrap();
        std::fs::write(folder.path().join("logic_models/mine.toml"), "").unwrap();
        let mut names = DefinitionReport::default();
        names.check_names(folder.path());
        assert!(names.problems.iter().any(|problem| problem.contains("mine.toml")), "{:?}", names.problems);
    }
}
