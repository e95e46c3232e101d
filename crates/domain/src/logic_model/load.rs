//! Reading the definition of a logic model and finding the mistakes in it.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::Deserialize;
use toml::Spanned;

use super::{BoxContent, BoxId, LONGEST_WORDS, MOST_BOXES, ModelBox, ModelColumn};
use crate::{
    process::{BothLanguages, ProcessError, Reader, day},
    text::{in_plain_words, suggestion},
};

/// A logic model as it was published, with the days on which it is valid.
#[derive(Clone, Debug)]
pub struct LogicModelDefinition {
    /// Its identifier, for example `seamless_support`.
    pub id: String,
    /// The first day on which it is valid.
    pub valid_from: NaiveDate,
    /// The last one, if it is known.
    pub valid_until: Option<NaiveDate>,
    /// Where it is from.
    pub source: BothLanguages,
    /// Its boxes.
    pub boxes: Vec<ModelBox>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawModel {
    id: String,
    #[serde(default, deserialize_with = "day")]
    valid_from: Option<NaiveDate>,
    #[serde(default, deserialize_with = "day")]
    valid_until: Option<NaiveDate>,
    source: Spanned<BothLanguages>,
    #[serde(default, rename = "box")]
    boxes: Vec<RawBox>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawBox {
    id: Spanned<String>,
    column: Spanned<String>,
    words: Spanned<BothLanguages>,
    #[serde(default)]
    leads_to: Vec<Spanned<String>>,
    #[serde(default)]
    indicators: Vec<Spanned<String>>,
}

impl Reader<'_> {
    /// Every name once; says at which line one stands again.
    fn once(&self, names: &[Spanned<String>]) -> Result<(), ProcessError> {
        let mut seen = BTreeSet::new();
        match names.iter().find(|name| !seen.insert(name.get_ref())) {
            Some(again) => Err(self.error(again.span(), format!("\"{}\" stands here twice", again.get_ref()))),
            None => Ok(()),
        }
    }

    fn model_box(&self, raw: &RawBox, all: &[(&str, ModelColumn)], known: &[String]) -> Result<ModelBox, ProcessError> {
        let column = self.column(&raw.column)?;
        let words = raw.words.get_ref();
        if words.ja.trim().is_empty() || words.en.trim().is_empty() {
            return Err(self.error(raw.words.span(), "the words of a box are empty; write both ja and en"));
        }
        if words.ja.chars().count() > LONGEST_WORDS {
            return Err(self.error(raw.words.span(), format!("at most {LONGEST_WORDS} letters fit into a box")));
        }
        self.once(&raw.leads_to)?;
        self.once(&raw.indicators)?;
        let arrow = |to: &Spanned<String>| {
            let name = to.get_ref();
            match all.iter().find(|(id, _)| id == name) {
                Some((_, later)) if column < *later => self.box_id(to),
                Some(_) => Err(self.error(to.span(), format!("\"{name}\" stands in no later column"))),
                None => {
                    let instead = suggestion(name, all.iter().map(|(id, _)| *id));
                    Err(self.error(to.span(), format!("there is no box \"{name}\"{instead}")))
                }
            }
        };
        for indicator in &raw.indicators {
            let name = indicator.get_ref();
            if !known.contains(name) {
                let instead = suggestion(name, known.iter().map(String::as_str));
                return Err(self.error(indicator.span(), format!("there is no indicator \"{name}\"{instead}")));
            }
        }
        Ok(ModelBox {
            id: self.box_id(&raw.id)?,
            content: BoxContent {
                column,
                words: words.ja.clone(),
                english: words.en.clone(),
                leads_to: raw.leads_to.iter().map(arrow).collect::<Result<_, _>>()?,
                indicators: raw.indicators.iter().map(|indicator| indicator.get_ref().clone()).collect(),
            },
        })
    }

    fn column(&self, written: &Spanned<String>) -> Result<ModelColumn, ProcessError> {
        self.word(written, "column", ModelColumn::ALL.iter().map(|known| (known.name(), *known)))
    }

    fn box_id(&self, written: &Spanned<String>) -> Result<BoxId, ProcessError> {
        let what = "a box is named in small letters, digits and _, forty at most";
        written.get_ref().parse().map_err(|_| self.error(written.span(), what))
    }
}

impl LogicModelDefinition {
    /// Reads a definition file; `known` are the indicators there are.
    ///
    /// # Errors
    ///
    /// Names the file, the line, what is wrong and what to write instead: a mistake of form, an unknown column, box or indicator, an arrow that does
    /// not lead to a later column, a name that stands twice, days without order.
    pub fn from_toml(file: &str, text: &str, known: &[String]) -> Result<Self, ProcessError> {
        let reader = Reader { file, text };
        let raw: RawModel = toml::from_str(text)
            .map_err(|wrong| reader.error(wrong.span().unwrap_or(0..0), in_plain_words(wrong.message())))?;
        let missing = || reader.error(0..0, "a model says from when it is valid; write valid_from = \"2024-04-01\"");
        let valid_from = raw.valid_from.ok_or_else(missing)?;
        if raw.valid_until.is_some_and(|until| until < valid_from) {
            return Err(reader.error(0..0, "it ends before it begins"));
        }
        let source = raw.source.get_ref();
        if source.ja.trim().is_empty() || source.en.trim().is_empty() {
            return Err(reader.error(raw.source.span(), "a model says where it is from; write both ja and en"));
        }
        if !(1..=MOST_BOXES).contains(&raw.boxes.len()) {
            return Err(reader.error(0..0, format!("a model has 1 to {MOST_BOXES} boxes; write each under [[box]]")));
        }
        let mut all: Vec<(&str, ModelColumn)> = Vec::new();
        for one in &raw.boxes {
            let id = one.id.get_ref().as_str();
            if all.iter().any(|(known, _)| *known == id) {
                return Err(reader.error(one.id.span(), format!("there are two boxes \"{id}\"")));
            }
            all.push((id, reader.column(&one.column)?));
        }
        let boxes = raw.boxes.iter().map(|one| reader.model_box(one, &all, known)).collect::<Result<_, _>>()?;
        Ok(Self { source: source.clone(), id: raw.id, valid_from, valid_until: raw.valid_until, boxes })
    }

    /// Whether it is valid on a day.
    pub fn is_valid_on(&self, day: NaiveDate) -> bool {
        self.valid_from <= day && self.valid_until.is_none_or(|until| day <= until)
    }
}
