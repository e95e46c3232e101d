//! The words of all entries in one run of bytes, so that a search reads memory from one end to the other.

use memchr::memmem::Finder;

/// The words of entries, one after the other. A word that is looked for never reaches from one entry into the next: each ends with a byte
/// that no letter has.
#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    bytes: Vec<u8>,
    /// Where the words of each entry end, their last byte excluded.
    ends: Vec<usize>,
}

/// No byte of UTF-8.
const END: u8 = 0xFF;

impl Words {
    /// Adds the words of the next entry and tells its place.
    pub(super) fn push(&mut self, words: &[u8]) -> usize {
        self.bytes.extend_from_slice(words);
        self.ends.push(self.bytes.len());
        self.bytes.push(END);
        self.ends.len() - 1
    }

    fn start(&self, place: usize) -> usize {
        place.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |end| end + 1)
    }

    /// The words of the entry at a place.
    pub(super) fn of(&self, place: usize) -> &[u8] {
        self.ends.get(place).and_then(|end| self.bytes.get(self.start(place)..*end)).unwrap_or_default()
    }

    /// The first entry from a place on whose words hold this one.
    pub(super) fn next(&self, word: &Finder, place: usize) -> Option<usize> {
        let start = self.start(place);
        let at = start + word.find(self.bytes.get(start..)?)?;
        let ends = self.ends.get(place..)?;
        // Mostly it is in an entry near by: the reach of the search is doubled until it is within.
        let mut reach = 1;
        while ends.get(reach - 1).is_some_and(|end| *end < at) {
            reach *= 2;
        }
        let (near, far) = (reach / 2, reach.min(ends.len()));
        Some(place + near + ends.get(near..far)?.partition_point(|end| *end < at))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn run(words: &[String]) -> Words {
        let mut run = Words::default();
        for words in words {
            run.push(words.as_bytes());
        }
        run
    }

    proptest! {
        #[test]
        fn exactly_the_entries_that_hold_a_word_are_found(words in prop::collection::vec("[あい家]{0,4}", 0..20), word in "[あい家]{1,2}") {
            let (run, finder) = (run(&words), Finder::new(word.as_bytes()));
            let mut found = Vec::new();
            let mut place = 0;
            while let Some(next) = run.next(&finder, place) {
                found.push(next);
                place = next + 1;
            }
            let expected: Vec<usize> = (0..words.len()).filter(|place| words[*place].contains(&word)).collect();
            prop_assert_eq!(found, expected);
            for (place, words) in words.iter().enumerate() {
                prop_assert_eq!(run.of(place), words.as_bytes());
            }
        }
    }
}
