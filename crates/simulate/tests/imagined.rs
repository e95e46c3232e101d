//! The region before it is written: the same from the same seed, plausible, and true to its own table.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::{BTreeMap, BTreeSet};

use banso_domain::{calendar::Holidays, case::intake::ScreeningResult, episode::EpisodeEndReason};
use banso_simulate::daily::{BASE_RATES, Deed, Happens, Imagined, Link, Side, Turn, Wanted, With};
use chrono::NaiveDate;

fn wanted(persons: usize, days: u32, seed: u64) -> Wanted {
    Wanted { persons, days, seed, last: NaiveDate::from_ymd_opt(2026, 11, 20).unwrap() }
}

/// The base rate of a name.
fn rate(name: &str) -> f64 {
    BASE_RATES.iter().find(|rate| rate.name == name).unwrap().value
}

fn count(region: &Imagined, what: impl Fn(&Happens) -> bool) -> f64 {
    region.lives.iter().flat_map(|life| &life.happens).filter(|(_, one)| what(one)).count() as f64
}

#[test]
fn the_same_seed_gives_the_same_region_and_another_seed_another() {
    for seed in 0..20 {
        let region = Imagined::of(wanted(40, 200, seed));
        assert_eq!(region, Imagined::of(wanted(40, 200, seed)));
        assert_ne!(region.lives, Imagined::of(wanted(40, 200, seed + 1)).lives);
    }
}

#[test]
fn everything_happens_within_the_days_and_nothing_on_a_day_on_which_offices_are_closed() {
    for (persons, days, seed) in [(1, 1, 1), (3, 2, 2), (60, 90, 3), (200, 400, 4)] {
        let wanted = wanted(persons, days, seed);
        let region = Imagined::of(wanted);
        assert_eq!(region.lives.len(), persons);
        for life in &region.lives {
            assert!(life.happens.is_sorted_by_key(|(day, _)| *day));
            for (day, what) in &life.happens {
                assert!(wanted.first() <= *day && *day <= wanted.last, "{day}: {what:?}");
                let may_be_closed = days < 7 || matches!(what, Happens::Sit(_));
                assert!(may_be_closed || Holidays::japan().is_working_day(*day), "{day}: {what:?}");
            }
        }
    }
}

#[test]
fn what_happens_is_as_frequent_as_the_sources_say() {
    // Long enough that nearly all uses have ended and all jobs have been looked at.
    let region = Imagined::of(wanted(12_000, 1_500, 7));
    let near = |share: f64, name: &str, within: f64| {
        let rate = rate(name);
        assert!((share - rate).abs() < within, "{name}: {share:.3} instead of {rate}");
    };
    let received = count(&region, |what| matches!(what, Happens::Case(Deed::Open)));
    let informed = count(&region, |what| *what == Happens::Case(Deed::Screen(ScreeningResult::InfoOnly)));
    near(1.0 - informed / received, "share_received_with_plan", 0.015);
    let uses = count(&region, |what| matches!(what, Happens::EndUse(_)));
    let hired = count(&region, |what| *what == Happens::EndUse(EpisodeEndReason::Employed));
    near(hired / uses, "share_transition_hired", 0.04);
    let looked_at = count(&region, |what| matches!(what, Happens::Check(_)));
    let at_work = count(&region, |what| *what == Happens::Check(true));
    near(at_work / looked_at, "share_at_work_six_months", 0.02);
    let links: Vec<&Link> = region.links().map(|(_, link)| link).collect();
    let turned = |turn: Turn| links.iter().filter(|link| link.spans.iter().any(|span| span.turn == turn)).count();
    let years: f64 = links
        .iter()
        .filter(|link| link.spans.iter().all(|span| span.turn != Turn::PlannedFade))
        .map(|link| ((link.to() - link.from()).num_days() - 45).max(0) as f64 / 365.25)
        .sum();
    let thinned = turned(Turn::Thinning) as f64 / years;
    assert!((thinned - rate("thinnings_per_link_year")).abs() < 0.015, "{thinned:.3} thinnings per link-year");
    for turn in [Turn::PlannedFade, Turn::Crisis, Turn::StaffChange] {
        assert!(turned(turn) > 100, "{turn:?}: {}", turned(turn));
    }
}

#[test]
fn a_link_shows_as_often_as_its_truth_says() {
    let region = Imagined::of(wanted(3_000, 700, 11));
    let mut told: BTreeMap<Turn, (f64, f64)> = BTreeMap::new();
    for life in &region.lives {
        for (index, link) in life.links.iter().enumerate().filter(|(_, link)| link.with != With::Person) {
            for span in &link.spans {
                let days = ((span.to - span.from).num_days() + 1) as f64;
                let shown = life.happens.iter().filter(|(day, what)| {
                    let is_it = matches!(what, Happens::Call(at) | Happens::Work(at) if *at == index);
                    is_it && span.from <= *day && *day <= span.to
                });
                let sum = told.entry(span.turn).or_default();
                sum.0 += shown.count() as f64;
                sum.1 += span.per_month * days / (365.25 / 12.0);
            }
        }
    }
    for (turn, (shown, true_count)) in told {
        let share = shown / true_count;
        assert!((0.9..1.1).contains(&share), "{turn:?}: {shown} shown of {true_count:.0}");
    }
}

#[test]
fn r_35_contact_with_firms_fades_as_planned_and_never_without_anyone_meaning_it() {
    let region = Imagined::of(wanted(2_000, 700, 5));
    let fading: Vec<&Link> = region
        .links()
        .map(|(_, link)| link)
        .filter(|link| link.spans.iter().any(|span| span.turn == Turn::PlannedFade))
        .collect();
    assert!(fading.len() > 50, "{}", fading.len());
    for link in fading {
        assert!(link.spans.iter().all(|span| matches!(span.turn, Turn::Steady | Turn::PlannedFade)));
        assert!(link.spans.is_sorted_by(|one, next| one.per_month > next.per_month));
    }
}

#[test]
fn no_agency_takes_more_people_than_it_has_room_for() {
    let region = Imagined::of(wanted(1_500, 400, 9));
    let mut full = 0;
    for (at, partner) in region.map.partners.iter().enumerate() {
        let with_it = |link: &&Link| link.side == Side::Centre && link.with == With::Partner(at);
        let there: Vec<&Link> = region.links().map(|(_, link)| link).filter(with_it).collect();
        let on = |day: NaiveDate| there.iter().filter(|link| link.from() <= day && day <= link.to()).count();
        let most = there.iter().map(|link| on(link.from())).max().unwrap_or(0);
        assert!(most <= partner.places, "{}: {most} of {}", partner.name, partner.places);
        full += usize::from(most == partner.places);
    }
    assert!(full > 0, "somewhere there is no room: people wait, or do without");
    assert!(count(&region, |what| matches!(what, Happens::Answer(_, false))) > 0.0);
}

#[test]
fn agencies_have_names_of_their_own_and_every_name_says_that_it_is_fictional() {
    let map = Imagined::of(wanted(4_000, 1, 1)).map;
    let names = map.centres.iter().map(|centre| &centre.name).chain(map.partners.iter().map(|partner| &partner.name));
    let names: Vec<&String> = names.collect();
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
    assert!(names.iter().all(|name| name.ends_with("（架空）")));
}

#[test]
fn every_rate_says_where_it_comes_from() {
    let names: BTreeSet<&str> = BASE_RATES.iter().map(|rate| rate.name).collect();
    assert_eq!(names.len(), BASE_RATES.len());
    for rate in BASE_RATES {
        assert!(rate.source.len() > 10 && (0.0..=1.0).contains(&rate.value), "{}", rate.name);
    }
}
