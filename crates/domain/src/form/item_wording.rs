//! What a region says in the place of an item that nobody could compare with the official sheet: from a day on, in its own words, or not at all.
//!
//! A wording is laid over the definition as a version of the form that begins on that day. What was written before stays under the version it
//! was written under, and a workbook of the version before is known as one.

use std::sync::Arc;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{Field, FormCatalogue, FormDefinition, Section, SheetRules, Source, Wording, load::SORTING};
use crate::{
    id::ItemWordingId,
    rule::{Refusal, Rule, require},
};

/// The words of an item have as many characters at most: they stand in a column of a table on paper.
const MOST_OF_WORDS: usize = 120;

/// A sentence that helps to answer, and who confirmed the words, have as many.
const MOST_OF_SENTENCE: usize = 400;

/// Stands behind the words of an item that nobody has compared with the official sheet.
pub const OPEN_MARK: &str = "◇";

/// How an item reads from a day on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemWording {
    /// Its first day.
    pub from: NaiveDate,
    /// The item in both languages.
    pub words: Wording,
    /// A sentence that helps to answer it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<Wording>,
    /// It does not stand on the sheet.
    #[serde(default)]
    pub is_hidden: bool,
    /// Who confirmed it, or by which source; empty while nobody has, and the item stays marked.
    #[serde(default)]
    pub confirmed_by: String,
}

/// What happened to the wording of an item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ItemWordingEvent {
    /// The region words it anew.
    Worded {
        /// The form.
        form: String,
        /// The item of the form.
        item: String,
        /// How it reads, and from when on.
        wording: ItemWording,
    },
}

impl ItemWordingEvent {
    /// The name of the event in the journal.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Worded { .. } => "item_worded",
        }
    }
}

/// An item that the region words itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WordedItem {
    /// Its identifier.
    pub id: ItemWordingId,
    /// The form.
    pub form: String,
    /// The item of the form.
    pub item: String,
    /// Its wordings in order of their first days, one for each day.
    pub wordings: Vec<ItemWording>,
}

impl WordedItem {
    /// The item after another event. The last word for a day counts: it can be mended until the day has come.
    pub fn apply(current: Option<Self>, id: ItemWordingId, event: &ItemWordingEvent) -> Self {
        let ItemWordingEvent::Worded { form, item, wording } = event;
        let begun = || Self { id, form: form.clone(), item: item.clone(), wordings: Vec::new() };
        let mut worded = current.unwrap_or_else(begun);
        worded.wordings.retain(|known| known.from < wording.from);
        worded.wordings.push(wording.clone());
        worded
    }

    /// The wording in force on `day`.
    pub fn on(&self, day: NaiveDate) -> Option<&ItemWording> {
        self.wordings.iter().rev().find(|wording| wording.from <= day)
    }
}

impl ItemWording {
    /// The region words an item of `form` anew, which reads as in `known` so far. `form` is the form as published, in its version of the first day.
    ///
    /// # Errors
    ///
    /// P-114 for an item of no sheet, for one that is confirmed, and for one that is to be left out while something else on the sheet rests on
    /// it. P-115 without words in both languages, for words that are too long or sort people, and from a day that is not after today or
    /// is before the last wording's.
    pub fn decide(
        self,
        form: &FormDefinition,
        item: &str,
        known: Option<&WordedItem>,
        today: NaiveDate,
    ) -> Result<ItemWordingEvent, Refusal> {
        let open = form.open_items().into_iter().any(|open| open.id == item);
        require(open && !(self.is_hidden && form.rests_on(item)), Rule::OnlyOpenItems)?;
        require(self.says_something(), Rule::WordingInOrder)?;
        let last = known.and_then(|known| known.wordings.last()).is_none_or(|last| last.from <= self.from);
        require(today < self.from && last, Rule::WordingInOrder)?;
        Ok(ItemWordingEvent::Worded { form: form.id.clone(), item: item.to_owned(), wording: self })
    }

    /// Whether it has words in both languages that are not too long and sort nobody (P-115).
    pub fn says_something(&self) -> bool {
        let fits = |text: &str, most: usize| {
            let text = text.trim();
            !text.is_empty() && text.chars().count() <= most && !text.chars().any(char::is_control)
        };
        let english = self.words.en.to_lowercase();
        let mut parts = english.split(|letter: char| !letter.is_alphanumeric());
        let sorts = SORTING.iter().any(|word| self.words.ja.contains(word)) || parts.any(|it| SORTING.contains(&it));
        let hint = self.hint.iter().flat_map(|hint| [&hint.ja, &hint.en]);
        let confirmed = (!self.confirmed_by.is_empty()).then_some(&self.confirmed_by);
        fits(&self.words.ja, MOST_OF_WORDS)
            && fits(&self.words.en, MOST_OF_WORDS)
            && !sorts
            && hint.chain(confirmed).all(|text| fits(text, MOST_OF_SENTENCE))
    }
}

/// An item of a sheet that is not compared with the official one: a field, or what several sides rate.
#[derive(Clone, Debug)]
pub struct OpenItem<'f> {
    /// Its name: that of the field, or of what is rated.
    pub id: &'f str,
    /// The part in which it stands.
    pub section: &'f Section,
    /// A field of it: the first one, where several sides rate it.
    pub field: &'f Field,
}

impl OpenItem<'_> {
    /// What it reads on `day`, without the side that answers.
    pub fn words(&self, day: NaiveDate) -> &Wording {
        self.field.rated.as_ref().map_or_else(|| self.field.label.on(day), |rated| &rated.label)
    }
}

impl Field {
    /// The item to which it belongs: what several sides rate is one item.
    pub fn item(&self) -> &str {
        self.rated.as_ref().map_or(&self.id, |rated| &rated.item)
    }

    /// Gives it other words, and leaves those of the side that answers beside them.
    fn call(&mut self, words: impl Fn(&Wording) -> Wording) {
        let Some(rated) = &mut self.rated else {
            self.label = self.label.each(words);
            return;
        };
        let called = words(&rated.label);
        self.label = self.label.each(|label| Wording {
            ja: label.ja.replacen(&rated.label.ja, &called.ja, 1),
            en: label.en.replacen(&rated.label.en, &called.en, 1),
        });
        rated.label = called;
    }

    /// Whether nobody has compared it with the official sheet: it is marked, with a line that says so.
    pub fn is_open(&self) -> bool {
        self.source == Source::Known
    }
}

impl FormDefinition {
    /// The items of a sheet that somebody answers and nobody has compared with the official one, in order; none of a form that is filled from a
    /// case.
    pub fn open_items(&self) -> Vec<OpenItem<'_>> {
        let mut items: Vec<OpenItem<'_>> = Vec::new();
        for section in self.sections.iter().filter(|_| self.sheet.is_some()) {
            for field in section.fields.iter().filter(|field| field.side.is_some() && field.is_open()) {
                if !items.iter().any(|item| item.id == field.item()) {
                    items.push(OpenItem { id: field.item(), section, field });
                }
            }
        }
        items
    }

    /// Whether something on the sheet would ask in vain if the item were left out: a rule that is looked at, an answer that completes another,
    /// a day that the use learns.
    pub fn rests_on(&self, item: &str) -> bool {
        let conditions = self.fields().filter_map(|field| field.required_if.as_ref()).map(|is| is.field.as_str());
        let notes = self.fields().flat_map(|field| &field.options).filter_map(|option| option.note.as_deref());
        let named: Vec<&str> = conditions.chain(notes).chain(self.sheet.iter().flat_map(SheetRules::names)).collect();
        let is_named = |field: &Field| {
            // A check of a repeated part names its fields without their number.
            let bare = field.id.trim_end_matches(|letter: char| letter.is_ascii_digit());
            named.iter().any(|name| *name == field.id || Some(*name) == bare.strip_suffix('_'))
        };
        self.fields().any(|field| field.item() == item && is_named(field))
    }

    /// The form with an item as the region words it.
    #[must_use]
    fn reworded(mut self, item: &str, wording: &ItemWording) -> Self {
        if wording.is_hidden {
            for section in &mut self.sections {
                section.fields.retain(|field| field.item() != item);
            }
            self.sections.retain(|section| !section.fields.is_empty());
            return self;
        }
        let fields = self.sections.iter_mut().flat_map(|section| &mut section.fields);
        for field in fields.filter(|field| field.item() == item) {
            field.call(|_| wording.words.clone());
            if field.rated.as_ref().is_none_or(|rated| !rated.is_note) {
                field.hint.clone_from(&wording.hint);
            }
            if !wording.confirmed_by.is_empty() {
                field.source = Source::Region;
            }
        }
        self
    }

    /// The sheet as it is shown and printed: with [`OPEN_MARK`] behind the words of what nobody has compared with the official one.
    #[must_use]
    pub fn with_open_marked(&self) -> Self {
        let mut form = self.clone();
        let is_sheet = form.sheet.is_some();
        for field in form.sections.iter_mut().flat_map(|section| &mut section.fields) {
            if is_sheet && field.side.is_some() && field.is_open() {
                let marked = |words: &str| format!("{words}{OPEN_MARK}");
                field.call(|words| Wording { ja: marked(&words.ja), en: marked(&words.en) });
            }
        }
        form
    }

    /// The versions of the form that the region's wordings make of it, each from the day on which one of them begins.
    fn with_wordings(&self, items: &[&WordedItem]) -> Vec<Self> {
        let begins = |day: &NaiveDate| self.valid_from < *day && self.is_valid_on(*day);
        let mut days: Vec<NaiveDate> = items.iter().flat_map(|item| &item.wordings).map(|it| it.from).collect();
        days.retain(begins);
        days.push(self.valid_from);
        days.sort_unstable();
        days.dedup();
        let last = |place: usize| match days.get(place + 1) {
            Some(next) => next.checked_sub_days(Days::new(1)),
            None => self.valid_to,
        };
        let version = |(place, first): (usize, &NaiveDate)| {
            let form = Self { valid_from: *first, valid_to: last(place), ..self.clone() };
            items.iter().fold(form, |form, item| match item.on(*first) {
                // Once a later official version confirms an item, its words count.
                Some(wording) if wording.from > self.valid_from || self.is_item_open(&item.item) => {
                    form.reworded(&item.item, wording)
                }
                _ => form,
            })
        };
        days.iter().enumerate().map(version).collect()
    }

    fn is_item_open(&self, item: &str) -> bool {
        self.open_items().into_iter().any(|open| open.id == item)
    }
}

impl FormCatalogue {
    /// The same forms with what the region says in the place of items that are not confirmed: the one function that lays them over the
    /// definitions, for every way out.
    #[must_use]
    pub fn with_wordings(&self, items: &[WordedItem]) -> Self {
        let mut worded = self.clone();
        for (form, versions) in &mut worded.versions {
            let items: Vec<&WordedItem> = items.iter().filter(|item| item.form == *form).collect();
            if !items.is_empty() {
                let made = versions.iter().flat_map(|version| version.with_wordings(&items)).collect();
                *versions = Arc::new(made);
            }
        }
        worded
    }
}
