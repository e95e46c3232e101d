//! Room at agencies: nobody begins where everything is taken, and who waits too long does without.

use chrono::{Days, NaiveDate};

use super::{link::later, map::Map};

/// So long somebody waits for a place, in days.
const PATIENCE: u64 = 60;
/// It is asked again after so many days.
const ASKED_AGAIN: u64 = 6;

/// Who has a place from when to when, by agency.
pub(crate) struct Seats {
    places: Vec<usize>,
    taken: Vec<Vec<(NaiveDate, NaiveDate)>>,
}

impl Seats {
    pub(crate) fn of(map: &Map) -> Self {
        let places: Vec<usize> = map.partners.iter().map(|partner| partner.places).collect();
        Self { taken: vec![Vec::new(); places.len()], places }
    }

    /// A place from a day on, or from the first one within some weeks on which there is one; `until` tells the last day from the first.
    pub(crate) fn take(
        &mut self,
        at: usize,
        from: NaiveDate,
        until: impl Fn(NaiveDate) -> NaiveDate,
    ) -> Option<NaiveDate> {
        let asked = (0..=PATIENCE / ASKED_AGAIN).map(|times| later(from, times * ASKED_AGAIN));
        let found = asked.map(|day| (day, until(day))).find(|(first, last)| self.has_room(at, *first, *last))?;
        self.taken[at].push(found);
        Some(found.0)
    }

    fn has_room(&self, at: usize, first: NaiveDate, last: NaiveDate) -> bool {
        let (places, taken) = (self.places[at], &self.taken[at]);
        if taken.len() < places {
            return true;
        }
        let on = |day: NaiveDate| taken.iter().filter(|(from, to)| *from <= day && day <= *to).count();
        // It is fullest on the first day, or on one on which somebody else begins.
        on(first) < places
            && taken.iter().filter(|(from, _)| first < *from && *from <= last).all(|(from, _)| on(*from) < places)
    }
}

/// The day before.
pub(crate) fn before(day: NaiveDate) -> NaiveDate {
    day - Days::new(1)
}
