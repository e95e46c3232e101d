//! 行き先: the entry of the directory to which a line of the plan leads, as it was when it was chosen, and what became of it since.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::PlanContent;
use crate::{
    id::ResourceId,
    resource::{Field, Resource},
    text::to_hiragana,
};

/// An entry of the directory that a line of the plan names. Its words are those of the day on which it was chosen: they are what the person
/// agreed to and what stands on paper, whatever the next list says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedPlace {
    /// Which entry.
    pub resource: ResourceId,
    /// Its name.
    pub name: String,
    /// How that is read, in hiragana; may be empty.
    #[serde(default)]
    pub kana: String,
    /// Where it is; may be empty.
    #[serde(default)]
    pub address: String,
    /// Its telephone; may be empty.
    #[serde(default)]
    pub phone: String,
    /// The day on which it was chosen.
    pub on: NaiveDate,
}

/// What became of a place since a plan named it (P-118).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlaceState {
    /// It is told as it was.
    AsNamed,
    /// Its source lists it no more since that day.
    Gone(NaiveDate),
    /// Another name, address or telephone is told now: the field, the words of the plan, the words of today.
    Changed(Vec<(Field, String, String)>),
}

impl PlannedPlace {
    /// An entry as it is told on a day.
    pub fn of(resource: &Resource, on: NaiveDate) -> Self {
        let shown = resource.as_shown();
        let words = |field| shown.get(field).trim().to_owned();
        let (name, kana) = (words(Field::Name), to_hiragana(shown.get(Field::Kana)));
        Self { resource: resource.id, name, kana, address: shown.address(), phone: words(Field::Phone), on }
    }

    /// What became of it, from the entry as it is now.
    pub fn against(&self, now: &Resource) -> PlaceState {
        if let Some(since) = now.gone_on {
            return PlaceState::Gone(since);
        }
        let told = Self::of(now, self.on);
        let words = [
            (Field::Name, &self.name, told.name),
            (Field::Street, &self.address, told.address),
            (Field::Phone, &self.phone, told.phone),
        ];
        let changed = words.into_iter().filter(|(_, then, now)| *then != now);
        let changed: Vec<_> = changed.map(|(field, then, now)| (field, then.clone(), now)).collect();
        if changed.is_empty() { PlaceState::AsNamed } else { PlaceState::Changed(changed) }
    }
}

impl PlanContent {
    /// The places that lines name, in the order of the lines.
    pub fn places(&self) -> impl Iterator<Item = &PlannedPlace> {
        self.actions.iter().filter_map(|action| action.place.as_ref())
    }
}
