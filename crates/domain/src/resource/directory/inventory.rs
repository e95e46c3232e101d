//! What there is: kind of service by municipality, with how many it takes and for how many there is room, as far as that is told.

use std::collections::BTreeMap;

use super::{Directory, Found, Keys, Question, ResourceSearch};
use crate::{
    resource::Municipality,
    text::{self, MunicipalityCode},
};

/// A figure that not every entry tells: the sum of those that tell it, and how many these are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Capacities {
    /// So many places in all.
    pub places: u64,
    /// So many entries tell it.
    pub told_by: usize,
}

impl Capacities {
    fn add(&mut self, told: Option<u32>) {
        if let Some(places) = told {
            self.places += u64::from(places);
            self.told_by += 1;
        }
    }
}

/// What there is of one kind in one municipality. What nobody tells is not taken for nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Inventory {
    /// Where; none for addresses in which the table of municipalities knows none.
    pub municipality: Option<&'static Municipality>,
    /// Its name with the prefecture; for an address that the table does not know, the name of those given that stands in it, or nothing.
    pub place: String,
    /// The kind of service, as its sources write it; empty where they write none.
    pub kind: String,
    /// How many entries.
    pub entries: usize,
    /// How many they take.
    pub capacity: Capacities,
    /// For how many there is room.
    pub free: Capacities,
}

impl Directory {
    /// What there is of what fits, by the code of the municipality and the name of the kind: never by number (P-135). `names` are those of
    /// places that the table of municipalities may not know.
    pub fn inventory(&self, search: &ResourceSearch, names: &[String]) -> Vec<Inventory> {
        let question = Question::of(search, self);
        let names: Vec<(&String, String)> = names.iter().map(|name| (name, text::search_key(name))).collect();
        let named = |entry: &Keys| {
            let words = self.words.of(entry.words);
            let stands = |key: &str| !key.is_empty() && memchr::memmem::find(words, key.as_bytes()).is_some();
            names.iter().find(|(_, key)| stands(key)).map_or("", |(name, _)| name.as_str())
        };
        let mut rows: BTreeMap<(Option<MunicipalityCode>, String, &str), Inventory> = BTreeMap::new();
        let (mut found, mut from) = (Found::default(), 0);
        while let Some((place, entry)) = question.next_with_words(self, from) {
            from = place + 1;
            if question.fits(entry, &mut found).is_none() {
                continue;
            }
            let kind = self.kind_name(entry);
            let place = match entry.municipality {
                Some(town) => format!("{}{}", town.prefecture(), town.name),
                None => named(entry).to_owned(),
            };
            let key = (entry.municipality.map(|town| town.code), place.clone(), kind);
            let row = rows.entry(key).or_insert_with(|| Inventory {
                municipality: entry.municipality,
                place,
                kind: kind.to_owned(),
                entries: 0,
                capacity: Capacities::default(),
                free: Capacities::default(),
            });
            row.entries += 1;
            row.capacity.add(entry.capacity);
            row.free.add(entry.free_places);
        }
        rows.into_values().collect()
    }

    fn kind_name(&self, entry: &Keys) -> &str {
        entry.kind.and_then(|kind| self.kinds.get(kind)).map_or("", String::as_str)
    }
}
