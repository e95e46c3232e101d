//! A synthetic region of any size, day by day, whose truth is known: how often everybody is in touch, and since when they are less, and why.
//!
//! [`Imagined::of`] is pure: who comes, what happens on which day, and what is true of every link, from a seed. [`Imagined::write`] does it all
//! through the use cases, as people would. How often things happen, and who says so, stands in [`BASE_RATES`].

mod founding;
mod life;
mod link;
mod map;
mod person;
mod rates;
mod seats;
mod sitting;
mod truth;
mod turns;
mod writer;

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use crate::chance::Chance;
use life::Around;
use link::Weights;
use seats::Seats;

pub use crate::story::{Deed, Menu, Will};
pub use founding::Accounts;
pub use life::{Happens, Life};
pub use link::{Link, Side, Span, Turn, With};
pub use map::{Centre, Map, Partner};
pub use rates::{BASE_RATES, BaseRate};
pub use truth::{TRUTH_COLUMNS, TruthRow, write_truth};
pub use writer::{Progress, Written};

/// Half of the people are known to somebody before: they are received in the first days.
const KNOWN_BEFORE: f64 = 0.5;
/// So many days it takes until all of them are.
const FIRST_DAYS: u64 = 60;

/// Which region is wanted. The same gives the same region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// How many people come.
    pub persons: usize,
    /// How many days pass.
    pub days: u32,
    /// Any number.
    pub seed: u64,
    /// The last of the days.
    pub last: NaiveDate,
}

impl Wanted {
    /// The first of the days.
    #[must_use]
    pub fn first(&self) -> NaiveDate {
        self.last - Days::new(u64::from(self.days.saturating_sub(1)))
    }
}

/// A region before anybody has written anything down.
#[derive(Clone, Debug, PartialEq)]
pub struct Imagined {
    /// Which.
    pub wanted: Wanted,
    /// Where things happen.
    pub map: Map,
    /// Everybody, in the order in which they come.
    pub lives: Vec<Life>,
}

impl Imagined {
    /// Imagines it.
    #[must_use]
    pub fn of(wanted: Wanted) -> Self {
        let (first, last) = (wanted.first(), wanted.last);
        let map = Map::draw(wanted.persons, wanted.seed);
        let weights = Weights::of(first, last);
        let mut seats = Seats::of(&map);
        let arrivals = arrivals(wanted);
        let mut around = Around { map: &map, weights: &weights, seats: &mut seats, seed: wanted.seed, last };
        let lives = arrivals.into_iter().enumerate().map(|(number, on)| life::imagine(&mut around, number, on));
        let lives = lives.collect();
        Self { wanted, map, lives }
    }

    /// The links of everybody, with the number of the person.
    pub fn links<'a>(&'a self) -> impl Iterator<Item = (usize, &'a Link)> {
        let of = |(number, life): (usize, &'a Life)| life.links.iter().map(move |link| (number, link));
        self.lives.iter().enumerate().flat_map(of)
    }

    /// What happens on each day, with the number of the person, in the order of the people.
    #[must_use]
    pub fn days(&self) -> BTreeMap<NaiveDate, Vec<(usize, Happens)>> {
        let mut days: BTreeMap<NaiveDate, Vec<(usize, Happens)>> = BTreeMap::new();
        for (number, life) in self.lives.iter().enumerate() {
            for (on, what) in &life.happens {
                days.entry(*on).or_default().push((number, *what));
            }
        }
        days
    }
}

/// On which day each person comes, in order.
fn arrivals(wanted: Wanted) -> Vec<NaiveDate> {
    let mut chance = Chance::new(wanted.seed, u64::MAX - 1);
    let days = u64::from(wanted.days.max(1));
    let mut arrivals: Vec<NaiveDate> = (0..wanted.persons)
        .map(|_| {
            let within = if chance.happens(KNOWN_BEFORE) { days.min(FIRST_DAYS) } else { days };
            link::later(wanted.first(), chance.between(0, within - 1)).min(wanted.last)
        })
        .collect();
    arrivals.sort_unstable();
    arrivals
}
