//! What the links of a region have in common.

use std::collections::BTreeMap;

use banso_domain::calendar::Holidays;

use super::{
    clock::{Clock, Pace},
    days::Days,
    evidence::{Beforehand, Gaps, SHAPES},
    link::{Day, Link},
};

/// So many links are looked at to learn from; more tell nothing new.
const SAMPLE: usize = 6_000;
/// How many contacts' worth of evidence what is known beforehand counts for.
const BEFOREHAND_COUNTS: f64 = 20.0;
/// What was learned can be used for so many days.
const AHEAD: Day = 400;
/// Contacts a day where nothing is known: one in two weeks.
const EVERY_TWO_WEEKS: f64 = 1.0 / 14.0;
/// A link that is younger than so many days says nothing of how often people speak.
const SHORTEST: Day = 28;
/// How much counts vary by chance, beside a Poisson process.
const CHANCE: f64 = 0.7;
/// How alike rates are before anything is known: without a plan, with one.
const LIKENESS: [f64; 2] = [2.5, 6.0];

/// What the links of a region have in common, as of a day.
#[derive(Clone, Debug)]
pub struct Region {
    days: Days,
    groups: BTreeMap<u16, f64>,
    any_group: f64,
    phases: Vec<f64>,
    /// Without a plan, with one.
    beforehand: [Beforehand; 2],
}

impl Region {
    /// Phases are counted below this.
    pub const PHASES: usize = 16;

    /// Learns from all links up to a day.
    pub fn learn(links: &[Link], as_of: Day, holidays: &Holidays) -> Self {
        let step = links.len() / SAMPLE + 1;
        let sample: Vec<&Link> = links.iter().step_by(step).collect();
        let first = links.iter().flat_map(|link| link.contacts.first().map(|contact| contact.on)).min();
        let mut days = Days::new(first.unwrap_or(as_of).min(as_of), as_of + AHEAD, holidays);
        days.learn(sample.iter().copied(), as_of);
        let (groups, any_group) = groups(&sample, as_of);
        let beforehand =
            LIKENESS.map(|likeness| Beforehand { shapes: [1.0 / SHAPES.len() as f64; SHAPES.len()], likeness });
        let mut region = Self { days, groups, any_group, phases: vec![1.0; Self::PHASES], beforehand };
        region.learn_phases(&sample, as_of);
        region.learn_beforehand(&sample, as_of);
        region
    }

    pub(super) fn clock<'a>(&'a self, link: &Link) -> Clock<'a> {
        let group = self.groups.get(&link.group).copied().unwrap_or(self.any_group);
        Clock::new(link, &self.days, &Pace { group, phases: &self.phases })
    }

    pub(super) fn beforehand(&self, link: &Link) -> &Beforehand {
        &self.beforehand[usize::from(!link.plan.is_empty())]
    }

    /// The evidence, in days, at which an alarm begins.
    pub(super) fn limit(&self, link: &Link) -> f64 {
        self.beforehand(link).limit()
    }

    /// How phases differ: what links did that went through more than one, without a plan.
    fn learn_phases(&mut self, sample: &[&Link], as_of: Day) {
        let several: Vec<&&Link> = sample.iter().filter(|link| link.plan.is_empty() && link.phases.len() > 1).collect();
        for _ in 0..3 {
            let (mut seen, mut expected) = ([0.0; Self::PHASES], [0.0; Self::PHASES]);
            for link in &several {
                let contacts = link.days_until(as_of);
                let Some(begin) = contacts.first() else { continue };
                let (clock, end) = (self.clock(link), as_of.min(link.to.unwrap_or(as_of)));
                let rate = (contacts.len() - 1) as f64 / (clock.at(end) - clock.at(*begin)).max(0.1);
                for day in &contacts[1..] {
                    if let Some(phase) = link.phase_on(*day) {
                        seen[usize::from(phase) % Self::PHASES] += 1.0;
                    }
                }
                for span in &link.phases {
                    let (from, to) = (span.from.max(*begin), span.to.unwrap_or(end).min(end));
                    if from <= to {
                        let share = &mut expected[usize::from(span.phase) % Self::PHASES];
                        *share += rate * (clock.at(to) - clock.at(from - 1));
                    }
                }
            }
            for (phase, factor) in self.phases.iter_mut().enumerate() {
                *factor *= (seen[phase] + BEFOREHAND_COUNTS) / (expected[phase] + BEFOREHAND_COUNTS);
            }
        }
    }

    /// How regular links are, and how alike.
    fn learn_beforehand(&mut self, sample: &[&Link], as_of: Day) {
        let (mut read, mut counts) = ([Vec::new(), Vec::new()], [Vec::new(), Vec::new()]);
        for link in sample {
            let clock = self.clock(link);
            let last = as_of.min(link.to.unwrap_or(as_of));
            let contacts: Vec<f64> = link.days_until(last).into_iter().map(|day| clock.at(day)).collect();
            let planned = usize::from(!link.plan.is_empty());
            if last - link.from >= SHORTEST {
                counts[planned].push((contacts.len() as f64, clock.at(last) - clock.at(link.from - 1)));
            }
            if contacts.len() > 3 {
                read[planned].push((contacts, clock.at(last)));
            }
        }
        for ((links, counts), beforehand) in read.iter().zip(&counts).zip(&mut self.beforehand) {
            for _ in 0..4 {
                let mut shapes = [1.0; SHAPES.len()];
                for (contacts, now) in links {
                    for (sum, likely) in shapes.iter_mut().zip(Gaps { contacts, now: *now }.shapes(beforehand)) {
                        *sum += likely;
                    }
                }
                let total: f64 = shapes.iter().sum();
                beforehand.shapes = shapes.map(|sum| sum / total);
            }
            beforehand.likeness = likeness(counts, beforehand.likeness);
        }
    }
}

/// Contacts a day by group, drawn towards those of all where a group has few links.
fn groups(sample: &[&Link], as_of: Day) -> (BTreeMap<u16, f64>, f64) {
    let mut counts: BTreeMap<u16, (f64, f64)> = BTreeMap::new();
    for link in sample {
        let days = as_of.min(link.to.unwrap_or(as_of)) - link.from;
        if days >= SHORTEST {
            let (links, rates) = counts.entry(link.group).or_default();
            *links += 1.0;
            *rates += link.days_until(as_of).len() as f64 / f64::from(days);
        }
    }
    let (links, rates) = counts.values().fold((0.0, 0.0), |sum, group| (sum.0 + group.0, sum.1 + group.1));
    let all = (rates + 5.0 * EVERY_TWO_WEEKS) / (links + 5.0);
    let groups = counts.into_iter().map(|(group, (links, rates))| (group, (rates + 5.0 * all) / (links + 5.0)));
    (groups.collect(), all)
}

/// The shape of the gamma distribution of rates, from contacts that came and were expected: their spread, without what chance adds.
fn likeness(counts: &[(f64, f64)], beforehand: f64) -> f64 {
    if counts.len() < 10 {
        return beforehand;
    }
    let spread: f64 = counts.iter().map(|(came, expected)| (came - expected).powi(2) - CHANCE * came).sum();
    let all: f64 = counts.iter().map(|(_, expected)| expected * expected).sum();
    (all / spread.max(0.02 * all)).clamp(1.0, 20.0)
}
