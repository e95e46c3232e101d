//! What is said of a link.

use super::{
    clock::Clock,
    evidence::{Evidence, Gaps},
    link::{Day, Initiator, Intent, Link},
    region::Region,
};

/// How it stands with the contact of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// As often as is usual for it.
    Steady,
    /// Less than before, as planned.
    PlannedFade,
    /// Less than before, and nobody meant it.
    Thinning,
    /// None any more, and nobody meant it.
    Silent,
    /// The firm leans on the agency as much as ever, or more.
    OverDependent,
    /// Too few contacts to say anything.
    TooLittleData,
}

impl State {
    /// In the order of the fixed interface.
    pub const ALL: [Self; 6] =
        [Self::Steady, Self::PlannedFade, Self::Thinning, Self::Silent, Self::OverDependent, Self::TooLittleData];

    /// The name in tables and files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Steady => "steady",
            Self::PlannedFade => "planned_fade",
            Self::Thinning => "thinning",
            Self::Silent => "silent",
            Self::OverDependent => "over_dependent",
            Self::TooLittleData => "too_little_data",
        }
    }

    /// Whether somebody should look.
    pub const fn is_alarm(self) -> bool {
        matches!(self, Self::Thinning | Self::Silent)
    }
}

/// Why it is said; pages and files put it into a sentence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reason {
    /// It comes as usual: every so many days.
    AsUsual {
        /// Days from one contact to the next, on average.
        every: f64,
    },
    /// The plan wants less, and it comes within the plan's band.
    AsPlanned {
        /// Contacts a month that the plan wants now.
        per_month: f64,
    },
    /// It came every so many days before, and every so many since.
    Thinner {
        /// Days from one contact to the next before.
        before: f64,
        /// Days from one contact to the next since then.
        now: f64,
    },
    /// It came every so many days, and nothing for so many.
    Nothing {
        /// Days from one contact to the next before.
        every: f64,
        /// Days without contact.
        days: u32,
    },
    /// In the last three months the firm began so many contacts, and so many in the three before.
    FirmBegins {
        /// In the last three months.
        now: u32,
        /// In the three before.
        before: u32,
    },
    /// So many contacts are known.
    Few {
        /// How many.
        contacts: u32,
    },
    /// The episode is over.
    Over,
}

/// What is said of a link.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Judgement {
    /// How it stands.
    pub state: State,
    /// Since which day.
    pub since: Day,
    /// Contacts that would be expected in the last 28 days.
    pub expected: f64,
    /// Contacts that were.
    pub observed: u32,
    /// The evidence for thinning that nobody meant, from 0 to 1. An alarm begins at ½ and ends below 0.2.
    pub score: f64,
    /// Why.
    pub reason: Reason,
}

/// Where a plan lets contact fade, so many times the evidence is asked for.
const PLANNED: f64 = 3.3;
/// Evidence from 0 to 1 at which an alarm begins, and below which it ends.
const ALARM: f64 = 0.5;
const ALARM_ENDS: f64 = 0.2;
/// An alarm whose evidence lies between both is followed back so many weeks.
const ALARM_WEEKS: Day = 12;
/// A link with a contact in so many days counts days as they are.
const USUAL_DAYS: f64 = 16.0;
/// Fewer contacts say nothing of a rhythm.
const FEWEST: usize = 3;
/// What is observed is counted over so many days.
const WINDOW: Day = 28;
/// Firms are looked at over so many days.
const QUARTER: Day = 91;
/// A firm that began fewer contacts than this in three months does not lean on anybody.
const LEANING: u32 = 3;

impl Region {
    /// What is said of a link at the end of a day, from what is known up to it.
    pub fn judge(&self, link: &Link, today: Day) -> Judgement {
        let days = link.days_until(today);
        let observed = days.iter().filter(|day| **day > today - WINDOW).count() as u32;
        let clock = self.clock(link);
        let begin = days.first().copied().unwrap_or(link.from);
        let said =
            |state, since, expected, score, reason| Judgement { state, since, expected, observed, score, reason };
        if link.to.is_some_and(|to| to < today) {
            return said(State::Steady, link.to.unwrap_or(today), 0.0, 0.0, Reason::Over);
        }
        let Some(weighed) = Weighed::new(self, link, &clock, &days) else {
            let reason = Reason::Few { contacts: days.len() as u32 };
            return said(State::TooLittleData, begin, 0.0, 0.0, reason);
        };
        if today < weighed.first {
            return said(State::TooLittleData, begin, 0.0, 0.0, Reason::Few { contacts: days.len() as u32 });
        }
        let (evidence, score) = weighed.on(today);
        let is_alarm = score >= ALARM || score >= ALARM_ENDS && weighed.was_alarm_before(today);
        let worth = clock.worth_on(today);
        let expected = evidence.rate * (clock.at(today) - clock.at(today - WINDOW));
        let plan = link.planned_on(today).filter(|plan| plan.intent == Intent::Fade);
        let every = 1.0 / (evidence.rate * worth);
        if is_alarm {
            let last = days.last().copied().unwrap_or(begin);
            let since = days.get(evidence.since).copied().unwrap_or(last);
            let after = days.len().saturating_sub(evidence.since + 1);
            return if 2.0 * evidence.silent > evidence.ratio || after == 0 {
                said(
                    State::Silent,
                    last,
                    expected,
                    score,
                    Reason::Nothing { every, days: (today - last).max(0) as u32 },
                )
            } else {
                let now = f64::from(today - since) / after as f64;
                said(State::Thinning, since, expected, score, Reason::Thinner { before: every, now })
            };
        }
        if let Some((before, now)) = leaning(link, today) {
            return said(State::OverDependent, today - QUARTER, expected, score, Reason::FirmBegins { now, before });
        }
        if let Some(plan) = plan {
            return said(
                State::PlannedFade,
                plan.from,
                expected,
                score,
                Reason::AsPlanned { per_month: plan.per_month },
            );
        }
        said(State::Steady, begin, expected, score, Reason::AsUsual { every })
    }
}

/// A link whose evidence can be weighed.
struct Weighed<'a> {
    region: &'a Region,
    link: &'a Link,
    clock: &'a Clock<'a>,
    days: &'a [Day],
    /// Where a plan counts and nothing came yet: its first day.
    begun: Option<Day>,
    /// From this day on.
    first: Day,
}

impl<'a> Weighed<'a> {
    /// Nothing can be said of a link without a plan that has fewer than three contacts.
    fn new(region: &'a Region, link: &'a Link, clock: &'a Clock<'a>, days: &'a [Day]) -> Option<Self> {
        let begun = link.plan.first().map(|plan| plan.from.max(link.from)).filter(|_| days.is_empty());
        let first = match link.plan.is_empty() {
            true => days.get(FEWEST - 1).copied()?,
            false => begun.or(days.first().copied())?,
        };
        Some(Self { region, link, clock, days, begun, first })
    }

    /// The evidence at the end of a day, and the same from 0 to 1.
    fn on(&self, day: Day) -> (Evidence, f64) {
        let known = self.begun.iter().chain(self.days).filter(|contact| **contact <= day);
        let contacts: Vec<f64> = known.map(|contact| self.clock.at(*contact)).collect();
        let evidence = Gaps { contacts: &contacts, now: self.clock.at(day) }.weigh(self.region.beforehand(self.link));
        let worth = self.clock.worth_on(day);
        let ratio = evidence.ratio / worth * (evidence.rate * worth * USUAL_DAYS).sqrt();
        let fades = self.link.planned_on(day).is_some_and(|plan| plan.intent == Intent::Fade);
        (evidence, ratio / (ratio + self.region.limit(self.link) * if fades { PLANNED } else { 1.0 }))
    }

    /// Whether an alarm of the last weeks goes on: it does until its evidence is gone.
    fn was_alarm_before(&self, today: Day) -> bool {
        for weeks in 1..=ALARM_WEEKS {
            let day = today - 7 * weeks;
            if day < self.first {
                return false;
            }
            match self.on(day).1 {
                score if score >= ALARM => return true,
                score if score < ALARM_ENDS => return false,
                _ => {}
            }
        }
        false
    }
}

/// Contacts that the firm began in the three months before the last three, and in these, where they do not become fewer although they
/// should.
fn leaning(link: &Link, today: Day) -> Option<(u32, u32)> {
    let fades = link.planned_on(today).is_some_and(|plan| plan.intent == Intent::Fade);
    if !link.with_firm || !fades || today - link.from < 2 * QUARTER {
        return None;
    }
    let begun = |after: Day, until: Day| {
        let by_firm = link.contacts.iter().filter(|contact| contact.by == Some(Initiator::Partner));
        by_firm.filter(|contact| contact.on > after && contact.on <= until).count() as u32
    };
    let (before, now) = (begun(today - 2 * QUARTER, today - QUARTER), begun(today - QUARTER, today));
    (now >= LEANING && now >= before).then_some((before, now))
}
