//! How well unintended thinning is noticed, beside other methods and beside what can be known at best.
//!
//! `banso-benches-rhythm [LINKS] [LOOK]`: so many links of each kind in each world, looked at every so many days. `banso-benches-rhythm million`
//! measures how long a million links take.

mod methods;
mod million;
mod truth;

use std::thread;

use banso_domain::calendar::Holidays;
use banso_insight::rhythm::{Day, Link, Region};
use rand::{SeedableRng, rngs::StdRng};
use truth::{AFTER, DaysOff, Truth, World};

use crate::methods::{METHODS, Method};

/// The first five are those on which the limit was set; the others were made afterwards and only looked at.
const WORLDS: [World; 8] = [
    world("every day alike", DaysOff::Nothing, (1.0, 30.0), (7.0, 42.0), 0.0, 0.5, 365),
    world("working days", DaysOff::Wait, (1.0, 30.0), (7.0, 42.0), 0.2, 0.5, 365),
    world("moved", DaysOff::Move, (1.0, 60.0), (7.0, 42.0), 0.2, 0.0, 365),
    world("left out", DaysOff::LeaveOut, (1.0, 60.0), (7.0, 42.0), 0.3, 0.3, 365),
    world("chance", DaysOff::Wait, (1.0, 1.5), (7.0, 42.0), 0.2, 0.3, 365),
    world("held out: clockwork", DaysOff::Move, (8.0, 120.0), (7.0, 30.0), 0.5, 0.4, 400),
    world("held out: mixed", DaysOff::Wait, (1.0, 100.0), (6.0, 45.0), 0.4, 0.6, 300),
    world("held out: short and slow", DaysOff::LeaveOut, (1.0, 20.0), (14.0, 45.0), 0.3, 0.2, 240),
];

const fn world(
    name: &'static str,
    days_off: DaysOff,
    shapes: (f64, f64),
    every: (f64, f64),
    new_staff: f64,
    planned: f64,
    known: Day,
) -> World {
    World { name, days_off, shapes, every, new_staff, planned, known }
}

/// To which part contact thins.
const LEVELS: [f64; 3] = [0.5, 0.25, 0.0];

fn main() {
    let mut arguments = std::env::args().skip(1).peekable();
    if arguments.next_if(|first| first == "million").is_some() {
        return million::measure(arguments.next().and_then(|text| text.parse().ok()).unwrap_or(1_000_000));
    }
    let count: usize = arguments.next().and_then(|text| text.parse().ok()).unwrap_or(400);
    let look: Day = arguments.next().and_then(|text| text.parse().ok()).unwrap_or(7);
    let only = arguments.next();
    for (index, world) in WORLDS.iter().enumerate() {
        if only.as_deref().is_some_and(|only| only != world.name) {
            continue;
        }
        measure(world, 1000 + index as u64, count, look);
    }
}

/// The evidence of each method for each link, at each look; a method alarms where it reaches a limit.
fn paths(truths: &[Truth], regions: &[(Day, Region)], method: &dyn Method, look: Day) -> Vec<Vec<f64>> {
    let half = truths.len().div_ceil(2);
    thread::scope(|scope| {
        let parts: Vec<_> = truths
            .chunks(half.max(1))
            .map(|part| {
                scope.spawn(move || part.iter().map(|truth| method.path(truth, regions, look)).collect::<Vec<_>>())
            })
            .collect();
        parts.into_iter().flat_map(|part| part.join().unwrap_or_default()).collect()
    })
}

/// How often an alarm begins: it ends where the evidence falls below `ends`.
fn onsets(path: &[f64], limit: f64, ends: f64) -> usize {
    let (mut on, mut count) = (false, 0);
    for value in path {
        if on {
            on = *value > ends;
        } else if *value >= limit {
            (on, count) = (true, count + 1);
        }
    }
    count
}

fn rate(paths: &[Vec<f64>], limit: f64, ends: f64, years: f64) -> f64 {
    paths.iter().map(|path| onsets(path, limit, ends)).sum::<usize>() as f64 / years
}

/// First alarms for each year until then.
fn first(paths: &[Vec<f64>], limit: f64, look: Day) -> f64 {
    let until: Vec<Option<usize>> = paths.iter().map(|path| path.iter().position(|value| *value >= limit)).collect();
    let looks: usize = until.iter().zip(paths).map(|(until, path)| until.unwrap_or(path.len())).sum();
    until.iter().flatten().count() as f64 / (looks as f64 * f64::from(look) / 365.25)
}

/// The lowest limit with at most so many false alarms a year.
fn calibrated(paths: &[Vec<f64>], look: Day, most: f64) -> f64 {
    let mut values: Vec<f64> = paths.iter().flatten().copied().filter(|value| value.is_finite()).collect();
    values.sort_by(f64::total_cmp);
    values.dedup();
    let (mut low, mut high) = (0, values.len());
    while low < high {
        let middle = (low + high) / 2;
        if first(paths, values[middle], look) > most { low = middle + 1 } else { high = middle }
    }
    values.get(low).copied().unwrap_or(f64::INFINITY)
}

fn median_delay(truths: &[Truth], paths: &[Vec<f64>], limit: f64, look: Day) -> f64 {
    let mut delays: Vec<f64> = truths
        .iter()
        .zip(paths)
        .map(|(truth, path)| {
            let since = truth.thinned.map_or(0, |(since, _)| since);
            let found = path
                .iter()
                .enumerate()
                .find(|(index, value)| truth.link.from + *index as Day * look >= since && **value >= limit);
            found.map_or(f64::INFINITY, |(index, _)| f64::from(truth.link.from + index as Day * look - since))
        })
        .collect();
    delays.sort_by(f64::total_cmp);
    delays[delays.len() / 2]
}

fn measure(world: &World, seed: u64, count: usize, look: Day) {
    let mut random = StdRng::seed_from_u64(seed);
    let steady: Vec<Truth> = (0..count).map(|_| world.link(&mut random, None)).collect();
    let fading: Vec<Truth> = (0..count / 2).map(|_| world.fading(&mut random)).collect();
    let thin: Vec<Vec<Truth>> =
        LEVELS.iter().map(|to| (0..count / 2).map(|_| world.link(&mut random, Some(*to))).collect()).collect();
    // The region is learned from everything that is known at the time, the thinning ones with it, four times a year.
    let links: Vec<Link> =
        steady.iter().chain(&fading).chain(thin.iter().flatten()).map(|truth| truth.link.clone()).collect();
    let end = truth::start() + 180 + world.known + AFTER;
    let regions: Vec<(Day, Region)> = (truth::start() + 91..=end + 91)
        .step_by(91)
        .map(|day| (day, Region::learn(&links, day, Holidays::japan())))
        .collect();
    let years =
        |truths: &[Truth]| truths.iter().map(|truth| f64::from(truth.end - truth.link.from) / 365.25).sum::<f64>();
    println!("\n**{}** ({count} links, a look every {look} days)\n", world.name);
    println!(
        "| method | own limit: false alarms steady, fading | own limit: days to half, quarter, nothing | 0.2 on steady links: fading; days | 0.2 on steady and 0.1 on fading links: days |"
    );
    println!("|---|---|---|---|---|");
    for method in METHODS {
        let of_steady = paths(&steady, &regions, *method, look);
        let of_fading = paths(&fading, &regions, *method, look);
        let of_thin: Vec<_> = thin.iter().map(|truths| paths(truths, &regions, *method, look)).collect();
        let delays = |limit: f64| {
            let of_levels = thin.iter().zip(&of_thin);
            of_levels
                .map(|(truths, paths)| days(median_delay(truths, paths, limit, look)))
                .collect::<Vec<_>>()
                .join(", ")
        };
        let alarms = |limit: f64| {
            let of = |truths: &[Truth], paths: &[Vec<f64>]| rate(paths, limit, method.ends(limit), years(truths));
            format!("{:.2}, {:.2}", of(&steady, &of_steady), of(&fading, &of_fading))
        };
        let steady_alone = calibrated(&of_steady, look, 0.2);
        let both = steady_alone.max(calibrated(&of_fading, look, 0.1));
        println!(
            "| {} | {} | {} | {:.2}; {} | {} |",
            method.name(),
            method.limit().map_or_else(String::new, alarms),
            method.limit().map_or_else(String::new, delays),
            first(&of_fading, steady_alone, look),
            delays(steady_alone),
            delays(both)
        );
    }
}

/// Days in words: links are looked at for two years.
fn days(delay: f64) -> String {
    if delay.is_finite() { format!("{delay:.0}") } else { "–".to_owned() }
}
