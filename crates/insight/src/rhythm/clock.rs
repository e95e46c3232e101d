//! A link's own clock: it runs in contacts that are expected, not in days, so that holidays, plans and phases do not look like silence.

use super::{
    days::Days,
    link::{Day, Link},
};

/// What a day is worth without a plan: contacts a day, by phase.
pub(crate) struct Pace<'a> {
    /// Contacts a day for links of this group.
    pub group: f64,
    /// How phases differ.
    pub phases: &'a [f64],
}

/// So many days has a month on average.
pub(crate) const DAYS_OF_MONTH: f64 = 30.437;

/// Expected contacts from the link's first day on.
pub(crate) struct Clock<'a> {
    days: &'a Days,
    /// First day of a stretch, the clock at its beginning, contacts a day in it.
    stretches: Vec<(Day, f64, f64)>,
}

impl<'a> Clock<'a> {
    /// The clock of a link.
    pub(crate) fn new(link: &Link, days: &'a Days, pace: &Pace<'_>) -> Self {
        let first = link.contacts.first().map_or(link.from, |contact| contact.on.min(link.from));
        let mut turns = link.turns();
        turns.retain(|day| *day > first);
        turns.insert(0, first);
        let mut stretches: Vec<(Day, f64, f64)> = Vec::with_capacity(turns.len());
        let mut reading = 0.0;
        for (index, day) in turns.iter().enumerate() {
            let worth = match link.planned_on(*day) {
                Some(planned) => planned.per_month / DAYS_OF_MONTH,
                None => {
                    pace.group
                        * link.phase_on(*day).and_then(|phase| pace.phases.get(usize::from(phase))).unwrap_or(&1.0)
                }
            };
            let worth = worth.max(1e-4);
            stretches.push((*day, reading, worth));
            if let Some(next) = turns.get(index + 1) {
                reading += worth * (days.until(*next - 1) - days.until(*day - 1));
            }
        }
        Self { days, stretches }
    }

    /// What the clock shows at the end of a day.
    pub(crate) fn at(&self, day: Day) -> f64 {
        let index = self.stretches.partition_point(|(first, ..)| *first <= day).max(1) - 1;
        let (first, reading, worth) = self.stretches[index];
        reading + worth * (self.days.until(day) - self.days.until(first - 1))
    }

    /// Contacts a day that are expected on a day.
    pub(crate) fn worth_on(&self, day: Day) -> f64 {
        self.stretches[self.stretches.partition_point(|(first, ..)| *first <= day).max(1) - 1].2
    }
}
