//! Links whose truth is known: how often and how regularly people speak, on which days, and since when they speak less.

use banso_domain::calendar::Holidays;
use banso_insight::rhythm::{Contact, Day, DayKind, Intent, Link, Planned, date_of, day_of};
use chrono::NaiveDate;
use rand::{Rng, rngs::StdRng};
use rand_distr::{Distribution, Gamma, Normal};

/// What days off do to contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DaysOff {
    /// Nothing: every day is like the others.
    Nothing,
    /// The time between contacts runs on working days only.
    Wait,
    /// What falls on a day off moves to the next working day.
    Move,
    /// As before, but half of what falls on a holiday, into Obon or the turn of the year is left out.
    LeaveOut,
}

/// A world: what its links are like.
#[derive(Clone, Copy, Debug)]
pub struct World {
    pub name: &'static str,
    pub days_off: DaysOff,
    /// Gamma shapes from and to.
    pub shapes: (f64, f64),
    /// Days from one contact to the next, from and to.
    pub every: (f64, f64),
    /// How likely a new person in charge in April is, who speaks a little more or less often and begins up to ten days later.
    pub new_staff: f64,
    /// Links with a plan of the same rhythm.
    pub planned: f64,
    /// Days that are known before contact may thin.
    pub known: Day,
}

/// What is true of a link.
#[derive(Clone, Debug)]
pub struct Truth {
    pub link: Link,
    pub shape: f64,
    /// Since when it is thinner, and to which part.
    pub thinned: Option<(Day, f64)>,
    pub end: Day,
    /// The true clock at the end of each day since `link.from`.
    pub clock: Vec<f64>,
}

pub fn start() -> Day {
    day_of(NaiveDate::from_ymd_opt(2021, 4, 1).unwrap_or_default())
}

/// How long links are looked at after the day on which contact may have thinned.
pub const AFTER: Day = 730;

fn share(kind: DayKind, days_off: DaysOff) -> f64 {
    match (days_off, kind) {
        (DaysOff::Nothing | DaysOff::Move | DaysOff::LeaveOut, _) => 1.0,
        (_, DayKind::Working | DayKind::FiscalTurn | DayKind::BetweenHolidays) => 1.0,
        (_, DayKind::Obon) => 0.3,
        _ => 0.0,
    }
}

fn is_off(day: Day, holidays: &Holidays) -> bool {
    !matches!(DayKind::of(day, holidays), DayKind::Working | DayKind::FiscalTurn | DayKind::BetweenHolidays)
}

/// A factor around one.
fn about_one(random: &mut StdRng, spread: f64) -> f64 {
    Normal::new(0.0, spread).map_or(1.0, |normal| normal.sample(random).exp())
}

fn is_break(day: Day, holidays: &Holidays) -> bool {
    matches!(DayKind::of(day, holidays), DayKind::Holiday | DayKind::Obon | DayKind::YearEnd)
}

impl World {
    fn log_uniform(random: &mut StdRng, (from, to): (f64, f64)) -> f64 {
        from * (to / from).powf(random.random::<f64>())
    }

    /// A link that stays as it is, or thins to a part.
    pub fn link(&self, random: &mut StdRng, thins_to: Option<f64>) -> Truth {
        let (every, shape) = (Self::log_uniform(random, self.every), Self::log_uniform(random, self.shapes));
        let from = start() + random.random_range(0..180);
        let changes = from + self.known + random.random_range(0..60);
        let planned = random.random::<f64>() < self.planned;
        let per_month = 30.437 / every * about_one(random, 0.15);
        let plan = if planned { vec![Planned { from, to: None, per_month, intent: Intent::Steady }] } else { vec![] };
        self.grow(random, (every, shape), from, plan, |_| 1.0, thins_to.map(|to| (changes, to)))
    }

    /// A link that fades as planned: four, two, one a month, each for some months.
    pub fn fading(&self, random: &mut StdRng) -> Truth {
        let shape = Self::log_uniform(random, self.shapes);
        let from = start() + random.random_range(0..180);
        let (first, second) = (random.random_range(120..300), random.random_range(90..240));
        let top = 2.0 + 2.0 * random.random::<f64>();
        let span = |begin: Day, end: Option<Day>, per_month: f64| Planned {
            from: from + begin,
            to: end.map(|end| from + end - 1),
            per_month,
            intent: Intent::Fade,
        };
        let plan = vec![
            span(0, Some(first), top),
            span(first, Some(first + second), top / 2.0),
            span(first + second, None, top / 4.0),
        ];
        let kept = about_one(random, 0.15);
        let late = random.random_range(-14..15);
        let pace = move |day: Day| match day - from - late {
            day if day < first => 1.0,
            day if day < first + second => 0.5,
            _ => 0.25,
        };
        self.grow(random, (30.437 / (top * kept), shape), from, plan, pace, None)
    }

    fn grow(
        &self,
        random: &mut StdRng,
        (every, shape): (f64, f64),
        from: Day,
        plan: Vec<Planned>,
        pace: impl Fn(Day) -> f64,
        thinned: Option<(Day, f64)>,
    ) -> Truth {
        let holidays = Holidays::japan();
        let end = from + self.known + AFTER;
        let working = if self.days_off == DaysOff::Wait { 365.0 / 242.0 } else { 1.0 };
        let (mut usual, mut real) = (0.0, 0.0);
        let (mut clock, mut runs) = (Vec::new(), Vec::new());
        let mut of_staff = 1.0;
        for day in from..=end {
            let date = date_of(day);
            if date.format("%m%d").to_string() == "0401" && day > from && random.random::<f64>() < self.new_staff {
                of_staff = about_one(random, 0.12);
                real -= random.random::<f64>() * 10.0;
            }
            let share = share(DayKind::of(day, holidays), self.days_off) * working * pace(day);
            usual += share;
            real += share * of_staff * thinned.filter(|(since, _)| day >= *since).map_or(1.0, |(_, to)| to);
            clock.push(usual / every);
            runs.push(real / every);
        }
        let Ok(gaps) = Gamma::new(shape, 1.0 / shape) else { return self.link(random, None) };
        let mut next = gaps.sample(random) * random.random::<f64>();
        let mut contacts: Vec<Contact> = Vec::new();
        for (index, reading) in runs.iter().enumerate() {
            while *reading >= next {
                next += gaps.sample(random);
                let mut on = from + index as Day;
                let left_out = match self.days_off {
                    DaysOff::LeaveOut => is_break(on, holidays) && random.random::<bool>(),
                    _ => false,
                };
                while matches!(self.days_off, DaysOff::Move | DaysOff::LeaveOut) && is_off(on, holidays) {
                    on += 1;
                }
                if !left_out && on <= end && contacts.last().is_none_or(|last| last.on < on) {
                    contacts.push(Contact { on, by: None });
                }
            }
        }
        let link = Link { group: 0, from, to: None, contacts, plan, phases: vec![], with_firm: false };
        Truth { link, shape, thinned, end, clock }
    }
}

impl Truth {
    /// The true clock at the end of a day.
    pub fn at(&self, day: Day) -> f64 {
        self.clock[usize::try_from(day - self.link.from).unwrap_or(0).min(self.clock.len() - 1)]
    }
}
