//! Options without leaning: where people went on to after choice support, counted by half-year for each service apart. What is looked
//! at is the corporation that most of them went to; no agency is compared with another.
//!
//! Source: notice 障障発0331第3号 p.8 (特定事業所集中減算): judged for January to June, applied from October to March; judged for July to
//! December, applied from April to September.

mod reason;

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

pub use reason::{AuthorityAnswer, AuthorityWord, GoodReason, LeaningReason};

use crate::{
    episode::{Episode, Programme},
    id::AgencyId,
    rule::Rule,
    text::search_key,
};

/// From what share on it leans, and which services are counted: a definition with its days of validity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NeutralityRules {
    /// The first day on which they count.
    pub valid_from: NaiveDate,
    /// Over so many percent at one corporation is over the line.
    pub percent: u32,
    /// The services that are counted, each apart.
    pub services: Vec<Programme>,
    /// The reasons that the notice names for being over the line; the authority decides.
    pub reasons: Vec<GoodReason>,
}

/// A half-year in which assessments end: January to June, or July to December.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct HalfYear {
    year: i32,
    is_second: bool,
}

impl HalfYear {
    /// The half-year in which a day lies.
    pub fn of(day: NaiveDate) -> Self {
        Self { year: day.year(), is_second: day.month() > 6 }
    }

    /// From its name, for example `2026-1`.
    pub fn from_name(name: &str) -> Option<Self> {
        let (year, half) = name.split_once('-')?;
        let year = year.parse().ok().filter(|year| (1900..=2999).contains(year))?;
        match half {
            "1" => Some(Self { year, is_second: false }),
            "2" => Some(Self { year, is_second: true }),
            _ => None,
        }
    }

    /// Its name in addresses.
    pub fn name(self) -> String {
        format!("{}-{}", self.year, if self.is_second { 2 } else { 1 })
    }

    /// The one before.
    #[must_use]
    pub const fn before(self) -> Self {
        let year = if self.is_second { self.year } else { self.year - 1 };
        Self { year, is_second: !self.is_second }
    }

    /// The one after.
    #[must_use]
    pub const fn after(self) -> Self {
        let year = if self.is_second { self.year + 1 } else { self.year };
        Self { year, is_second: !self.is_second }
    }

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
    }

    /// The first day.
    pub fn first_day(self) -> NaiveDate {
        Self::day(self.year, if self.is_second { 7 } else { 1 }, 1)
    }

    /// The last day, on which it is judged (K04).
    pub fn last_day(self) -> NaiveDate {
        if self.is_second { Self::day(self.year, 12, 31) } else { Self::day(self.year, 6, 30) }
    }

    /// The days on which the result is applied: October to March, or April to September.
    pub fn applied(self) -> (NaiveDate, NaiveDate) {
        if self.is_second {
            (Self::day(self.year + 1, 4, 1), Self::day(self.year + 1, 9, 30))
        } else {
            (Self::day(self.year, 10, 1), Self::day(self.year + 1, 3, 31))
        }
    }
}

/// A use that somebody went on to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoneOnTo {
    /// Of what.
    pub programme: Programme,
    /// Where.
    pub agency: AgencyId,
}

/// What somebody went on to after their choice support at an office: of each service counted, the first use that began on the day it ended
/// or later, before they used choice support again. `known` are the uses of the person that the office knows of.
pub fn gone_on_to(choice: &Episode, known: &[Episode], services: &[Programme]) -> Vec<GoneOnTo> {
    let Some(end) = choice.end.as_ref().map(|end| end.on) else { return Vec::new() };
    let later = |other: &&Episode| other.id != choice.id && other.start.on >= end;
    let is_choice = |other: &&Episode| other.programme == Programme::EmploymentChoice;
    let again = known.iter().filter(later).filter(is_choice).map(|other| other.start.on).min();
    let first = |service: &Programme| {
        let of_service = known.iter().filter(later).filter(|other| other.programme == *service);
        let before_again = of_service.filter(|other| again.is_none_or(|again| other.start.on < again));
        let first = before_again.min_by_key(|other| (other.start.on, other.id))?;
        Some(GoneOnTo { programme: *service, agency: first.agency })
    };
    services.iter().filter_map(first).collect()
}

/// Of one service: how many went on to it, and how many of them to the corporation that most went to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceShare {
    /// The service.
    pub service: Programme,
    /// How many people went on to it: the denominator.
    pub people: usize,
    /// The corporation that most of them went to, as it is written; none where nobody went on, or no corporation is known. Of several with as many
    /// people, the first by name.
    pub corporation: Option<String>,
    /// How many went there: the numerator.
    pub most: usize,
    /// It is the corporation of the office itself.
    pub is_own: bool,
    /// How many went to an agency of which no corporation is written.
    pub unknown: usize,
}

impl ServiceShare {
    /// The share in percent, rounded down; none where nobody went on.
    pub fn percent(&self) -> Option<usize> {
        (self.people > 0).then(|| self.most * 100 / self.people)
    }

    /// Whether more than `percent` in a hundred went to one corporation. Exactly as many is not more.
    pub const fn is_over(&self, percent: u32) -> bool {
        self.most * 100 > self.people * percent as usize
    }
}

/// What is found for an office and a half-year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HalfYearShares {
    /// How many assessments ended.
    pub ended: usize,
    /// Each service apart, in the order of the definition.
    pub services: Vec<ServiceShare>,
}

impl HalfYearShares {
    /// Counts where people went on to. `corporation_of` tells the corporation of an agency, empty where none is written.
    pub fn count(
        rules: &NeutralityRules,
        own_corporation: &str,
        ended: &[Vec<GoneOnTo>],
        corporation_of: impl Fn(AgencyId) -> String,
    ) -> Self {
        let own = search_key(own_corporation);
        let services = rules.services.iter().map(|service| {
            let of_service = ended.iter().flatten().filter(|gone| gone.programme == *service);
            let corporations: Vec<String> = of_service.map(|gone| corporation_of(gone.agency)).collect();
            let mut counted: BTreeMap<String, (usize, &str)> = BTreeMap::new();
            for name in corporations.iter().filter(|name| !name.trim().is_empty()) {
                counted.entry(search_key(name)).or_insert((0, name.trim())).0 += 1;
            }
            let known: usize = counted.values().map(|(people, _)| people).sum();
            // The first of those with the most: the map is in the order of names.
            let most = counted.iter().rev().max_by_key(|(_, (people, _))| *people);
            ServiceShare {
                service: *service,
                people: corporations.len(),
                corporation: most.map(|(_, (_, name))| (*name).to_owned()),
                most: most.map_or(0, |(_, (people, _))| *people),
                is_own: most.is_some_and(|(key, _)| !own.is_empty() && *key == own),
                unknown: corporations.len() - known,
            }
        });
        Self { ended: ended.len(), services: services.collect() }
    }

    /// The rule that speaks where a service leans to one corporation and no reason stands for it in `reasons` of that half-year.
    pub fn findings(&self, rules: &NeutralityRules, half: HalfYear, reasons: &[LeaningReason]) -> Vec<Rule> {
        let stands = |service| reasons.iter().any(|one| (one.half, one.service) == (half, service) && one.stands());
        let leans = self.services.iter().any(|share| share.is_over(rules.percent) && !stands(share.service));
        leans.then_some(Rule::OptionsWithoutLeaning).into_iter().collect()
    }
}
