//! A search made ready to be asked of every entry.

use memchr::memmem::Finder;

use super::{Area, Directory, Found, Keys, ResourceSearch};
use crate::{resource::Opening, text};

/// Words that are typed apart are looked for apart; more than these are left out.
const MOST_WORDS: usize = 8;

/// A search made ready.
pub(super) struct Question<'a> {
    search: &'a ResourceSearch,
    /// What the words of an entry must hold, the longest first: it is in the fewest.
    words: Vec<Finder<'static>>,
    /// Whether it is open then, for each week of hours in the directory; empty if nobody asked.
    openings: Vec<Opening>,
}

impl<'a> Question<'a> {
    pub(super) fn of(search: &'a ResourceSearch, directory: &Directory) -> Self {
        let words = search.words.split_whitespace().map(text::search_key).filter(|key| !key.is_empty());
        let mut words: Vec<String> = words.take(MOST_WORDS).collect();
        if let Area::Worded(place) = &search.area {
            words.push(text::search_key(place));
        }
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        let words = words.iter().map(|word| Finder::new(word.as_bytes()).into_owned()).collect();
        let mut openings = Vec::new();
        if let Some((day, minute)) = search.open_at {
            openings.resize(directory.schedules.len(), Opening::NotTold);
            for (schedule, place) in &directory.schedules {
                if let Some(opening) = openings.get_mut(*place) {
                    *opening = schedule.at(day, minute);
                }
            }
        }
        Self { search, words, openings }
    }

    /// The first entry from a place on that holds all the words.
    pub(super) fn next_with_words<'d>(&self, directory: &'d Directory, from: usize) -> Option<(usize, &'d Keys)> {
        let Some((longest, others)) = self.words.split_first() else {
            return directory.entries.get(from).map(|entry| (from, entry));
        };
        let mut place = directory.words.next(longest, from)?;
        while others.iter().any(|word| word.find(directory.words.of(place)).is_none()) {
            place = directory.words.next(longest, place + 1)?;
        }
        directory.entries.get(place).map(|entry| (place, entry))
    }

    /// Whether an entry fits in all but its words and its kind, with how far it is if that was asked; counts what it cannot be asked.
    pub(super) fn fits(&self, entry: &Keys, found: &mut Found) -> Option<Option<f64>> {
        let search = self.search;
        let is_out = (entry.is_gone && !search.with_gone)
            || (search.with_free_places && entry.free_places.is_none_or(|free| free == 0))
            || search.prefecture.is_some_and(|prefecture| entry.prefecture != Some(prefecture))
            || (!search.needs.is_empty() && search.needs.is_disjoint(&entry.needs))
            || search.named.as_ref().is_some_and(|named| !named.contains(&*entry.name));
        if is_out {
            return None;
        }
        let kilometres = match &search.area {
            Area::Within(some) => {
                let own = entry.municipality?;
                some.iter().any(|one| one.holds(own)).then_some(None)?
            }
            Area::Around(some, most) => {
                let Some(position) = entry.position else {
                    found.without_position += 1;
                    return None;
                };
                let nearest = some.iter().map(|one| one.hall.kilometres_to(position)).min_by(f64::total_cmp)?;
                (nearest <= f64::from(*most)).then_some(Some(nearest))?
            }
            Area::Everywhere | Area::Worded(_) => None,
        };
        match self.openings.get(entry.schedule) {
            None | Some(Opening::Open) => Some(kilometres),
            Some(Opening::Closed) => None,
            Some(Opening::NotTold) => {
                found.untold_hours += 1;
                search.with_untold_hours.then_some(kilometres)
            }
        }
    }
}
