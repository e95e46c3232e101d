//! ロジックモデル: what cooperation leads to, from how agencies work together over what they do and what changes to what it is for. A definition says how
//! it was drawn where it was published; the region goes on from there and tells stories of what cannot be counted.
//!
//! Nobody stands in it: a story is told so that nobody is recognised (P-117, R-62).

mod load;

use std::{collections::BTreeSet, fmt, str::FromStr};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use load::LogicModelDefinition;

use crate::{
    gathering::require_nobody,
    id::{AgencyId, InvalidId, StoryId},
    rule::{Refusal, Rule, require},
};

words! {
    /// Where a box stands: each column leads to those after it (seed 003 §7).
    ModelColumn {
        /// 連携（本人を中心とした、切れ目のない支援の進め方）
        Cooperation = "cooperation",
        /// アウトプット
        Output = "output",
        /// 中間アウトカム
        Intermediate = "intermediate",
        /// 最終アウトカム
        Final = "final",
    }

    /// From whose side a story is told.
    Viewpoint {
        /// 本人
        Person = "person",
        /// 支援する側
        Supporter = "supporter",
        /// 雇用先企業
        Employer = "employer",
    }
}

/// A model with more boxes is no picture any more.
pub const MOST_BOXES: usize = 40;
/// So many letters fit into a box.
pub const LONGEST_WORDS: usize = 60;
/// So many letters has a story at the most: it is short, and tells one thing.
pub const LONGEST_STORY: usize = 600;

/// A box of the model: a short name from its definition, or a number made for one that the region added.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BoxId(String);

impl BoxId {
    /// For a box that the region adds.
    pub fn new(uuid: Uuid) -> Self {
        Self(uuid.simple().to_string())
    }

    /// As it stands in addresses.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for BoxId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for BoxId {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let fits = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
        let is_short = (1..=40).contains(&text.len());
        if is_short && text.chars().all(fits) { Ok(Self(text.to_owned())) } else { Err(InvalidId("box")) }
    }
}

/// What a box says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoxContent {
    /// In which column it stands.
    pub column: ModelColumn,
    /// Its words.
    pub words: String,
    /// The same in English, where somebody wrote it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub english: String,
    /// What it leads to, in later columns.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub leads_to: Vec<BoxId>,
    /// The indicators that are read beside it, by identifier.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub indicators: Vec<String>,
}

/// A box.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModelBox {
    /// Which.
    pub id: BoxId,
    /// What it says.
    #[serde(flatten)]
    pub content: BoxContent,
}

/// A story as it is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewStory {
    /// The box that it belongs to.
    pub about: BoxId,
    /// From whose side.
    pub viewpoint: Viewpoint,
    /// What happened.
    pub words: String,
    /// Whoever tells it has made sure that nobody is recognised in it.
    pub is_about_nobody: bool,
}

/// 事例: a story of what cannot be counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Story {
    /// Which.
    pub id: StoryId,
    /// The box that it belongs to.
    pub about: BoxId,
    /// From whose side.
    pub viewpoint: Viewpoint,
    /// What happened.
    pub words: String,
    /// The agency that tells it.
    pub by: AgencyId,
    /// When it told it.
    pub on: NaiveDate,
}

/// What happened to the model of the region.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum LogicModelEvent {
    /// The region took over a definition, to go on from there.
    Taken {
        /// Its identifier.
        definition: String,
        /// Its boxes, as they stood there on that day.
        boxes: Vec<ModelBox>,
    },
    /// A box was added or changed.
    BoxWritten {
        /// As it is now.
        #[serde(rename = "box")]
        model_box: ModelBox,
        /// By which agency.
        by: AgencyId,
    },
    /// A box was taken out, with its arrows and stories.
    BoxRemoved {
        /// Which.
        id: BoxId,
        /// By which agency.
        by: AgencyId,
    },
    /// A story was told.
    StoryTold {
        /// The story.
        story: Story,
    },
    /// A story was taken back.
    StoryTakenBack {
        /// Which.
        id: StoryId,
        /// By which agency.
        by: AgencyId,
    },
}

impl LogicModelEvent {
    /// The name of the event in the journal.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Taken { .. } => "logic_model_taken",
            Self::BoxWritten { .. } => "logic_model_box_written",
            Self::BoxRemoved { .. } => "logic_model_box_removed",
            Self::StoryTold { .. } => "logic_model_story_told",
            Self::StoryTakenBack { .. } => "logic_model_story_taken_back",
        }
    }

    /// The agency that made the change; none for what the first change of a region took over.
    pub const fn by(&self) -> Option<AgencyId> {
        match self {
            Self::Taken { .. } => None,
            Self::BoxWritten { by, .. } | Self::BoxRemoved { by, .. } | Self::StoryTakenBack { by, .. } => Some(*by),
            Self::StoryTold { story } => Some(story.by),
        }
    }
}

/// The model of the region as its events add up, or a definition that nobody has changed yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogicModel {
    /// The definition it goes back to.
    pub definition: String,
    /// Its boxes; those of a column in the order in which they are shown.
    pub boxes: Vec<ModelBox>,
    /// Its stories, in the order in which they were told.
    #[serde(default)]
    pub stories: Vec<Story>,
    /// Stories that were taken back: nobody is told them any more, not even on an earlier day.
    #[serde(default)]
    pub taken_back: Vec<StoryId>,
}

impl BoxContent {
    fn check(&self, known: &[String]) -> Result<(), Refusal> {
        let length = self.words.trim().chars().count();
        let fits = (1..=LONGEST_WORDS).contains(&length) && self.english.chars().count() <= 2 * LONGEST_WORDS;
        let different: BTreeSet<&String> = self.indicators.iter().collect();
        let indicators =
            different.len() == self.indicators.len() && self.indicators.iter().all(|id| known.contains(id));
        require(fits && indicators, Rule::LogicModelInOrder)?;
        require_nobody(&[&self.words, &self.english])
    }
}

impl LogicModel {
    /// A definition, as nobody has changed it.
    pub fn of(definition: &LogicModelDefinition) -> Self {
        Self {
            definition: definition.id.clone(),
            boxes: definition.boxes.clone(),
            stories: Vec::new(),
            taken_back: Vec::new(),
        }
    }

    /// The region takes it over.
    pub fn take(&self) -> LogicModelEvent {
        LogicModelEvent::Taken { definition: self.definition.clone(), boxes: self.boxes.clone() }
    }

    /// A box by its identifier.
    pub fn of_id(&self, id: &BoxId) -> Option<&ModelBox> {
        self.boxes.iter().find(|one| one.id == *id)
    }

    /// The boxes of a column, in the order in which they are shown.
    pub fn of_column(&self, column: ModelColumn) -> impl Iterator<Item = &ModelBox> {
        self.boxes.iter().filter(move |one| one.content.column == column)
    }

    /// The stories of a box, in the order in which they were told.
    pub fn stories_of(&self, id: &BoxId) -> impl Iterator<Item = &Story> {
        self.stories.iter().filter(move |story| story.about == *id)
    }

    /// Whether every arrow leads to another box in a later column, and no two from one box to the same.
    fn arrows_are_in_order(&self) -> bool {
        let fits =
            |from: &ModelBox, to: &BoxId| self.of_id(to).is_some_and(|to| from.content.column < to.content.column);
        self.boxes.iter().all(|from| {
            let different: BTreeSet<&BoxId> = from.content.leads_to.iter().collect();
            different.len() == from.content.leads_to.len() && from.content.leads_to.iter().all(|to| fits(from, to))
        })
    }

    /// Adds a box, or changes the one of that identifier. `known` are the indicators there are.
    ///
    /// # Errors
    ///
    /// P-116 without words or with too many, for an arrow that does not lead to a later column or that another box has to this one, for an indicator
    /// that is not known or named twice, and for more boxes than a picture holds; R-62.
    pub fn write(
        &self,
        id: BoxId,
        content: BoxContent,
        known: &[String],
        by: AgencyId,
    ) -> Result<LogicModelEvent, Refusal> {
        content.check(known)?;
        let event = LogicModelEvent::BoxWritten { model_box: ModelBox { id, content }, by };
        let then = Self::apply(Some(self.clone()), &event);
        let in_order = then.is_some_and(|then| then.boxes.len() <= MOST_BOXES && then.arrows_are_in_order());
        require(in_order, Rule::LogicModelInOrder)?;
        Ok(event)
    }

    /// Takes a box out, with its arrows and its stories. Earlier versions keep them. None if it is not there.
    pub fn remove(&self, id: BoxId, by: AgencyId) -> Option<LogicModelEvent> {
        self.of_id(&id).is_some().then_some(LogicModelEvent::BoxRemoved { id, by })
    }

    /// Tells a story.
    ///
    /// # Errors
    ///
    /// P-117 without words or with too many, for a box that is not there, and where nobody made sure that nobody is recognised; R-62.
    pub fn tell(&self, story: NewStory, id: StoryId, by: AgencyId, on: NaiveDate) -> Result<LogicModelEvent, Refusal> {
        let NewStory { about, viewpoint, words, is_about_nobody } = story;
        let length = words.trim().chars().count();
        let fits = (1..=LONGEST_STORY).contains(&length) && self.of_id(&about).is_some();
        require(fits && is_about_nobody, Rule::StoryOfNobody)?;
        require_nobody(&[&words])?;
        Ok(LogicModelEvent::StoryTold { story: Story { id, about, viewpoint, words, by, on } })
    }

    /// A story by its identifier.
    pub fn story(&self, id: StoryId) -> Option<&Story> {
        self.stories.iter().find(|story| story.id == id)
    }

    /// Takes a story back: nobody is told it any more. None if it is not there.
    pub fn take_back(&self, id: StoryId, by: AgencyId) -> Option<LogicModelEvent> {
        self.story(id).is_some().then_some(LogicModelEvent::StoryTakenBack { id, by })
    }

    /// The same without the stories that were taken back later.
    #[must_use]
    pub fn without(mut self, taken_back: &[StoryId]) -> Self {
        self.stories.retain(|story| !taken_back.contains(&story.id));
        self
    }

    /// Folds an event into the model; the first one must be `Taken`.
    pub fn apply(current: Option<Self>, event: &LogicModelEvent) -> Option<Self> {
        if let LogicModelEvent::Taken { definition, boxes } = event {
            let (stories, taken_back) = (Vec::new(), Vec::new());
            return Some(Self { definition: definition.clone(), boxes: boxes.clone(), stories, taken_back });
        }
        let mut model = current?;
        match event {
            LogicModelEvent::Taken { .. } => {}
            LogicModelEvent::BoxWritten { model_box, .. } => {
                match model.boxes.iter_mut().find(|known| known.id == model_box.id) {
                    Some(known) => known.clone_from(model_box),
                    None => model.boxes.push(model_box.clone()),
                }
            }
            LogicModelEvent::BoxRemoved { id, .. } => {
                model.boxes.retain(|one| one.id != *id);
                for one in &mut model.boxes {
                    one.content.leads_to.retain(|to| to != id);
                }
                model.stories.retain(|story| story.about != *id);
            }
            LogicModelEvent::StoryTold { story } => model.stories.push(story.clone()),
            LogicModelEvent::StoryTakenBack { id, .. } => {
                model.stories.retain(|story| story.id != *id);
                model.taken_back.push(*id);
            }
        }
        Some(model)
    }
}
