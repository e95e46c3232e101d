//! What nobody planned: contact that thins, crises, and counsellors who go to another post.

use banso_domain::agency::AgencyKind;
use chrono::{Datelike, Days, NaiveDate};

use super::{
    life::{Around, Happens, Life},
    link::{Link, Turn, With, later},
    rates::{CRISIS, STAFF_CHANGED, THINNED, THINS_TO},
};
use crate::chance::Chance;

/// Days of a year.
const YEAR: f64 = 365.25;
/// A link is known for so many days before it may thin.
const KNOWN: u64 = 45;
/// The longest that a new counsellor takes to begin, in days.
const BEGINS_WITHIN: u64 = 10;

/// From when to when a crisis lasts.
type Crisis = (NaiveDate, NaiveDate);

/// Days until something that happens so many times a year; never, where it is further off than anybody looks.
fn days_until(chance: &mut Chance, per_year: f64) -> u64 {
    (chance.wait() / per_year * YEAR).min(100_000.0) as u64
}

/// Lets them happen to a life.
pub(crate) fn take(around: &Around<'_>, chance: &mut Chance, life: &mut Life) {
    let Some((begins, ends)) = life.links.first().map(|link| (link.from(), link.to())) else { return };
    let crisis = later(begins, days_until(chance, CRISIS.value));
    let crisis: Option<Crisis> = (crisis <= ends).then(|| (crisis, crisis + Days::new(chance.between(28, 56))));
    if let Some((on, _)) = crisis {
        life.happens.push((on, Happens::Crisis));
    }
    let changes = posts(around, life, (begins, ends));
    life.happens.extend(changes.iter().map(|(on, worker)| (*on, Happens::Passed(*worker))));
    // Contact with firms fades as planned: there everything is meant.
    for link in life.links.iter_mut().filter(|link| !with_firm(around, link)) {
        of_link(chance, link, crisis, &changes);
    }
}

fn with_firm(around: &Around<'_>, link: &Link) -> bool {
    let With::Partner(at) = link.with else { return false };
    around.map.partners[at].kind == AgencyKind::Employer
}

/// Who takes over when, as counsellors go to other posts.
fn posts(around: &Around<'_>, life: &Life, (from, to): (NaiveDate, NaiveDate)) -> Vec<(NaiveDate, usize)> {
    let workers = around.map.centres[life.centre].workers;
    let mut worker = life.worker;
    let mut changes = Vec::new();
    for year in from.year()..=to.year() {
        for month in [4, 10] {
            let Some(on) = NaiveDate::from_ymd_opt(year, month, 1).map(|day| later(day, 0)) else { continue };
            if on <= from || to < on || workers < 2 {
                continue;
            }
            if leaves(around.seed, (life.centre, worker), (year, month)) {
                worker = (worker + 1) % workers;
                changes.push((on, worker));
            }
        }
    }
    changes
}

/// Whether a counsellor leaves the post: the same for everybody whom they support.
fn leaves(seed: u64, (centre, worker): (usize, usize), (year, month): (i32, u32)) -> bool {
    let post = (centre as u64) << 32 | (worker as u64) << 20 | u64::from(year.unsigned_abs()) << 4 | u64::from(month);
    Chance::new(seed ^ 0x706f_7374, post).happens(STAFF_CHANGED.value)
}

enum Unplanned {
    Thins(f64),
    CrisisBegins,
    CrisisEnds,
    /// A new counsellor begins so many days later, at another pace.
    Passed(u64, f64),
}

fn of_link(chance: &mut Chance, link: &mut Link, crisis: Option<Crisis>, changes: &[(NaiveDate, usize)]) {
    let mut all = Vec::new();
    let mut thins = later(link.from(), KNOWN + days_until(chance, THINNED.value));
    let part = *chance.pick(THINS_TO);
    if let Some((begins, ends)) = crisis {
        all.extend([(begins, Unplanned::CrisisBegins), (ends, Unplanned::CrisisEnds)]);
        if begins <= thins && thins <= ends {
            thins = later(ends, 1);
        }
    }
    all.push((thins, Unplanned::Thins(part)));
    for (on, _) in changes {
        // Nobody takes over in the middle of a crisis.
        if crisis.is_none_or(|(begins, ends)| *on + Days::new(BEGINS_WITHIN + 1) < begins || ends < *on) {
            let passed = Unplanned::Passed(chance.between(1, BEGINS_WITHIN), chance.by_magnitude((0.85, 1.18)));
            all.push((*on, passed));
        }
    }
    all.sort_by_key(|(on, _)| *on);
    let mut usual = link.spans[0].per_month;
    let mut busy_until = link.from();
    for (on, what) in all {
        if on < busy_until {
            continue;
        }
        match what {
            Unplanned::CrisisBegins => link.turn(on, usual * 2.0, Turn::Crisis),
            Unplanned::CrisisEnds => link.turn(on, usual, Turn::Steady),
            Unplanned::Passed(days, pace) => {
                usual *= pace;
                busy_until = on + Days::new(days);
                link.turn(on, 0.0, Turn::StaffChange);
                link.turn(busy_until, usual, Turn::StaffChange);
            }
            // What has thinned stays thin: nobody has noticed.
            Unplanned::Thins(part) => return link.turn(on, usual * part, Turn::Thinning),
        }
    }
}
