//! The directory as it is searched: of each entry what it is found by, kept in memory.
//!
//! Forty thousand entries are looked through in a few thousandths of a second, so there is no index of letters that could be wrong: what
//! every entry is found by is looked at, the words of all of them in one run.

mod inventory;
mod question;
mod words;

use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet, HashMap},
};

use chrono::NaiveDate;

pub use self::inventory::{Capacities, Inventory};
use self::{question::Question, words::Words};
use super::{Field, Municipality, Need, Position, Resource, Schedule};
use crate::{id::ResourceId, text};

/// What is looked for in the directory. What is empty narrows nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ResourceSearch {
    /// Words as somebody types them: each must stand in a name, a reading, a kind or an address.
    pub words: String,
    /// サービス種別, as the source writes it.
    pub service_kind: String,
    /// The number of a prefecture, 1 to 47.
    pub prefecture: Option<u32>,
    /// Where.
    pub area: Area,
    /// On which day, at which minute of it.
    pub open_at: Option<(NaiveDate, u16)>,
    /// Also those that tell no hours for such a day.
    pub with_untold_hours: bool,
    /// Only those of which the region says that there are free places.
    pub with_free_places: bool,
    /// For what: one of these.
    pub needs: BTreeSet<Need>,
    /// Only those with one of these names, folded by [`text::search_key`].
    pub named: Option<BTreeSet<String>>,
    /// Also what its source no longer lists.
    pub with_gone: bool,
    /// So many are passed over.
    pub offset: u32,
}

/// Where somebody looks.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Area {
    /// Everywhere.
    #[default]
    Everywhere,
    /// In one of these municipalities.
    Within(Vec<&'static Municipality>),
    /// So many kilometres around one of their town halls, as the crow flies. The nearest come first.
    Around(Vec<&'static Municipality>, u32),
    /// Where the address holds these words, for a place that no table knows.
    Worded(String),
}

/// What was found: the entries of a page, and how many there are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// The entries of the page, in order.
    pub page: Vec<FoundEntry>,
    /// How many fit.
    pub total: usize,
    /// How many there are of each kind that all the other questions fit, the most first.
    pub kinds: Vec<(String, usize)>,
    /// Of those that fit otherwise, how many tell no hours for such a day (P-133).
    pub untold_hours: usize,
    /// Of those that fit, how many tell no point, or one that cannot be (P-134). With a distance, those that fit otherwise.
    pub without_position: usize,
}

/// An entry that was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FoundEntry {
    /// Which.
    pub id: ResourceId,
    /// Where it is.
    pub position: Option<Position>,
    /// How far from what was asked for, in kilometres.
    pub kilometres: Option<f64>,
}

/// What an entry is found by, beside its words.
#[derive(Clone, Debug)]
struct Keys {
    id: ResourceId,
    reading: Box<str>,
    name: Box<str>,
    /// The place of its kind among those of the directory.
    kind: Option<usize>,
    prefecture: Option<u32>,
    municipality: Option<&'static Municipality>,
    position: Option<Position>,
    /// The place of its hours among those of the directory.
    schedule: usize,
    /// How many it takes, and for how many it has room, where that is told.
    capacity: Option<u32>,
    free_places: Option<u32>,
    needs: BTreeSet<Need>,
    is_gone: bool,
    /// The place of its words among those of the directory.
    words: usize,
}

impl Keys {
    fn in_order(&self, other: &Self) -> Ordering {
        (&self.reading, self.id).cmp(&(&other.reading, other.id))
    }
}

/// The directory in memory, in the order of readings.
#[derive(Clone, Debug, Default)]
pub struct Directory {
    entries: Vec<Keys>,
    /// The words of each entry, in the same order.
    words: Words,
    /// Each kind of service once.
    kinds: Vec<String>,
    /// Each week of hours once: most places keep the same as many others.
    schedules: HashMap<Schedule, usize>,
}

impl Directory {
    /// Takes entries in, in the place of what was known of them.
    pub fn put<'a>(&mut self, resources: impl IntoIterator<Item = &'a Resource>) {
        let mut new: BTreeMap<ResourceId, &Resource> = BTreeMap::new();
        new.extend(resources.into_iter().map(|resource| (resource.id, resource)));
        if new.is_empty() {
            return;
        }
        self.entries.retain(|entry| !new.contains_key(&entry.id));
        for resource in new.into_values() {
            let keys = self.keys_of(resource);
            self.entries.push(keys);
        }
        // Nearly all of it is in order already, which a sort by runs makes use of.
        self.entries.sort_by(Keys::in_order);
        let mut words = Words::default();
        for (place, entry) in self.entries.iter_mut().enumerate() {
            words.push(self.words.of(entry.words));
            entry.words = place;
        }
        self.words = words;
    }

    fn keys_of(&mut self, resource: &Resource) -> Keys {
        let shown = resource.as_shown();
        let reading = shown.of(Field::Kana).unwrap_or_else(|| shown.get(Field::Name));
        let many = self.schedules.len();
        Keys {
            id: resource.id,
            reading: text::sort_key(reading).into(),
            name: text::search_key(shown.get(Field::Name)).into(),
            kind: self.kind_of(shown.kind()),
            prefecture: shown.prefecture(),
            municipality: shown.municipality(),
            position: shown.likely_position(),
            schedule: *self.schedules.entry(Schedule::of(&shown)).or_insert(many),
            capacity: shown.capacity(),
            free_places: text::codes::digits(shown.get(Field::FreePlaces)).parse().ok(),
            needs: shown.needs(),
            is_gone: resource.gone_on.is_some(),
            words: self.words.push(shown.search_key().as_bytes()),
        }
    }

    fn kind_of(&mut self, kind: &str) -> Option<usize> {
        if kind.is_empty() {
            return None;
        }
        let known = self.kinds.iter().position(|known| known == kind);
        Some(known.unwrap_or_else(|| {
            self.kinds.push(kind.to_owned());
            self.kinds.len() - 1
        }))
    }

    /// How many entries it has, those that are gone with them.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The entries that fit, `limit` of them after the offset: by reading, or the nearest first where a distance is asked for (P-135).
    pub fn find(&self, search: &ResourceSearch, limit: usize) -> Found {
        let question = Question::of(search, self);
        let mut found = Found::default();
        let wanted = self.kinds.iter().position(|kind| *kind == search.service_kind);
        let mut kinds = vec![0_usize; self.kinds.len()];
        let mut fitting: Vec<FoundEntry> = Vec::new();
        let mut from = 0;
        while let Some((place, entry)) = question.next_with_words(self, from) {
            from = place + 1;
            let Some(kilometres) = question.fits(entry, &mut found) else { continue };
            if let Some(count) = entry.kind.and_then(|kind| kinds.get_mut(kind)) {
                *count += 1;
            }
            if search.service_kind.is_empty() || (wanted.is_some() && entry.kind == wanted) {
                found.without_position += usize::from(entry.position.is_none());
                fitting.push(FoundEntry { id: entry.id, position: entry.position, kilometres });
            }
        }
        if matches!(search.area, Area::Around(..)) {
            let distance = |entry: &FoundEntry| entry.kilometres.unwrap_or(f64::MAX);
            fitting.sort_by(|one, other| distance(one).total_cmp(&distance(other)));
        }
        found.total = fitting.len();
        let offset = usize::try_from(search.offset).unwrap_or(usize::MAX);
        found.page = fitting.into_iter().skip(offset).take(limit).collect();
        let counted = self.kinds.iter().cloned().zip(kinds).filter(|(_, count)| *count > 0);
        let mut kinds: Vec<(String, usize)> = counted.collect();
        kinds.sort_by(|(one, many), (other, most)| most.cmp(many).then_with(|| one.cmp(other)));
        found.kinds = kinds;
        found
    }
}
