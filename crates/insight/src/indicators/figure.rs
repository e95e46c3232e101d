//! Figures: value, what it is made of, how sure it is, and what is kept back.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use super::{
    definition::{Indicator, Measure, Unit},
    guard::{self, FEWEST_FOR_A_SHARE},
    interval,
    measure::{Counted, Part, Subject, Sum},
    tables::{Key, Tables},
    word::Phase,
};

/// What an indicator came to in a period, in the region or at one agency.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Which indicator, by its place among those asked for.
    pub indicator: usize,
    /// The phase, where it is told by phase.
    pub phase: Option<Phase>,
    /// What contacts were about, where it is told by that.
    pub purpose: Option<String>,
    /// Of which agency; of the whole region if there is none.
    pub agency: Option<Key>,
    /// What was counted; not told where it is a few.
    pub numerator: Option<u64>,
    /// Over what; months have parts.
    pub denominator: Option<f64>,
    /// The value in the indicator's unit.
    pub value: Option<f64>,
    /// Where it lies with 95 %.
    pub interval: Option<(f64, f64)>,
    /// Whether it could be told.
    pub standing: Standing,
}

/// Whether a figure could be told, and if not, why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It is told.
    Told,
    /// Of fewer than ten only the counts are told, no share.
    CountsOnly,
    /// A few, fewer than three.
    AFew,
    /// Kept back, because what is told beside it would tell a few.
    KeptBack,
    /// There is nothing to count over.
    NothingThere,
    /// The tables do not hold what it takes.
    NotInTables,
    /// Public statistics tell it.
    Published,
    /// Stories tell it.
    Stories,
}

/// What was counted of one agency or of all, before anything is kept back.
#[derive(Clone, Copy, Debug, Default)]
struct Raw {
    many: u64,
    over: Option<f64>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Count,
    Share,
    Rate,
}

/// For whom figures are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ForWhom {
    /// For everybody: a few people are not told, nor what they can be reckoned from.
    Everybody,
    /// For those who read the records that are counted.
    ReadersOfTheRecords,
}

/// All figures of a period: each indicator of the region, part by part, and then of each agency in the order of identifiers, never by value.
pub fn figures(indicators: &[Indicator], tables: &Tables, for_whom: ForWhom) -> Vec<Figure> {
    let valid = indicators.iter().enumerate().filter(|(_, one)| one.is_valid_on(tables.period.until));
    valid.flat_map(|(place, one)| of_one(place, one, tables, for_whom)).collect()
}

fn of_one(place: usize, indicator: &Indicator, tables: &Tables, for_whom: ForWhom) -> Vec<Figure> {
    let blank = Figure {
        indicator: place,
        phase: None,
        purpose: None,
        agency: None,
        numerator: None,
        denominator: None,
        value: None,
        interval: None,
        standing: Standing::NothingThere,
    };
    let counted = tables.count(&indicator.measure);
    let (shape, raw) = match counted {
        Counted::Not => {
            let standing = match indicator.measure {
                Measure::Published => Standing::Published,
                Measure::Told => Standing::Stories,
                _ => Standing::NotInTables,
            };
            return vec![Figure { standing, ..blank }];
        }
        Counted::Subjects(subjects) => (Shape::Share, of_subjects(&subjects, true)),
        Counted::Distinct(subjects) => (Shape::Count, of_subjects(&subjects, false)),
        Counted::Sums(sums) => (Shape::Rate, of_sums(&sums, true)),
        Counted::Shares(sums) => (Shape::Share, of_sums(&sums, true)),
        Counted::Count(sums) => (Shape::Count, of_sums(&sums, false)),
    };
    let is_guarded = for_whom == ForWhom::Everybody && indicator.measure.is_about_people();
    let mut figures = Vec::new();
    for ((phase, purpose), by) in raw {
        let purpose = purpose.and_then(|it| tables.purposes.get(usize::try_from(it).ok()?).cloned());
        let base = Figure { phase, purpose, ..blank.clone() };
        let mut agencies: Vec<(u32, Raw)> = by.agencies.into_iter().collect();
        agencies.sort_by_key(|(agency, _)| tables.agency_keys.get(*agency as usize).copied());
        let numerators: Vec<u64> = agencies.iter().map(|(_, raw)| raw.many).collect();
        let tellable = guard::tellable(&numerators);
        figures.push(told(indicator, base.clone(), by.whole, shape, is_guarded));
        for ((agency, raw), is_tellable) in agencies.into_iter().zip(tellable) {
            let key = usize::try_from(agency).ok().and_then(|agency| tables.agency_keys.get(agency)).copied();
            // What all agencies share, as the months of a period, is over each of them.
            let raw = Raw { over: raw.over.map(|over| over + by.common), ..raw };
            let base = Figure { agency: key, ..base.clone() };
            figures.push(if is_guarded && !is_tellable && !guard::is_few(raw.many) {
                Figure { standing: Standing::KeptBack, ..base }
            } else {
                told(indicator, base, raw, shape, is_guarded)
            });
        }
    }
    if figures.is_empty() {
        figures.push(match shape {
            Shape::Count => told(indicator, blank, Raw::default(), shape, is_guarded),
            _ => blank,
        });
    }
    figures
}

#[derive(Default)]
struct Of {
    whole: Raw,
    /// What is over every agency.
    common: f64,
    agencies: HashMap<u32, Raw>,
}

/// Each subject once in the region and once at each of its agencies; it fits if it fits anywhere.
fn of_subjects(subjects: &[Subject], is_share: bool) -> BTreeMap<Part, Of> {
    let mut whole: HashMap<u64, bool> = HashMap::new();
    let mut agencies: HashMap<(u32, u64), bool> = HashMap::new();
    for one in subjects {
        *whole.entry(one.subject).or_default() |= one.fits;
        if let Some(agency) = one.agency {
            *agencies.entry((agency, one.subject)).or_default() |= one.fits;
        }
    }
    if whole.is_empty() {
        return BTreeMap::new();
    }
    let mut of = Of::default();
    let add = |raw: &mut Raw, fits: bool| {
        raw.many += u64::from(fits);
        if is_share {
            raw.over = Some(raw.over.unwrap_or(0.0) + 1.0);
        }
    };
    whole.values().for_each(|fits| add(&mut of.whole, *fits));
    agencies.iter().for_each(|((agency, _), fits)| add(of.agencies.entry(*agency).or_default(), *fits));
    BTreeMap::from([((None, None), of)])
}

fn of_sums(sums: &[Sum], is_over: bool) -> BTreeMap<Part, Of> {
    let mut parts: BTreeMap<Part, Of> = BTreeMap::new();
    for sum in sums {
        let of = parts.entry(sum.part).or_default();
        let add = |raw: &mut Raw| {
            raw.many += sum.many;
            if is_over {
                raw.over = Some(raw.over.unwrap_or(0.0) + sum.over);
            }
        };
        add(&mut of.whole);
        match sum.agency {
            Some(agency) => add(of.agencies.entry(agency).or_default()),
            None => of.common += sum.over,
        }
    }
    parts
}

fn told(indicator: &Indicator, base: Figure, raw: Raw, shape: Shape, is_guarded: bool) -> Figure {
    let Raw { many, over } = raw;
    let figure = Figure { denominator: over, standing: Standing::Told, ..base };
    if over.is_some_and(|over| over <= 0.0) {
        let numerator = Some(many).filter(|many| !is_guarded || !guard::is_few(*many));
        return Figure { numerator, standing: Standing::NothingThere, ..figure };
    }
    let rest = match (shape, over) {
        (Shape::Share, Some(over)) => (over as u64).saturating_sub(many),
        _ => 0,
    };
    // All but a few tell of the few.
    if is_guarded && (guard::is_few(many) || guard::is_few(rest)) {
        return Figure { standing: Standing::AFew, ..figure };
    }
    let figure = Figure { numerator: Some(many), ..figure };
    let Some(over) = over else {
        return Figure { value: Some(many as f64), ..figure };
    };
    if shape == Shape::Share && (over as u64) < FEWEST_FOR_A_SHARE {
        return Figure { standing: Standing::CountsOnly, ..figure };
    }
    let (low, high) = match shape {
        Shape::Share => interval::share(many as f64, over),
        _ => {
            let (low, high) = interval::count(many);
            (low / over, high / over)
        }
    };
    let scale = if indicator.unit == Unit::Percent { 100.0 } else { 1.0 };
    Figure { value: Some(scale * many as f64 / over), interval: Some((scale * low, scale * high)), ..figure }
}
