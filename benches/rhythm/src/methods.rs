//! Ways to notice that contact thins.

use banso_insight::rhythm::{Day, Region};
use libm::lgamma;
use statrs::function::gamma::gamma_ur;

use crate::truth::Truth;

/// A way to notice that contact thins.
pub trait Method: Sync {
    /// What it is called.
    fn name(&self) -> &'static str;
    /// Its own limit, where it has one.
    fn limit(&self) -> Option<f64> {
        None
    }
    /// Where an alarm ends that began at a limit.
    fn ends(&self, limit: f64) -> f64;
    /// Its evidence at each look.
    fn path(&self, truth: &Truth, regions: &[(Day, Region)], look: Day) -> Vec<f64>;
}

pub const METHODS: &[&dyn Method] = &[&Ours, &HalfRule, &Cusum, &Ewma, &Farrington, &Online, &GammaPoisson, &Oracle];

/// What Banso does.
struct Ours;

impl Method for Ours {
    fn name(&self) -> &'static str {
        "Banso"
    }

    fn limit(&self) -> Option<f64> {
        Some(0.0)
    }

    fn ends(&self, limit: f64) -> f64 {
        limit - 4.0_f64.ln()
    }

    fn path(&self, truth: &Truth, regions: &[(Day, Region)], look: Day) -> Vec<f64> {
        let looks = (truth.link.from..=truth.end).step_by(look as usize);
        looks
            .map(|day| {
                let region = &regions[regions.partition_point(|(known, _)| *known <= day).max(1) - 1].1;
                let score = region.judge(&truth.link, day).score;
                (score / (1.0 - score).max(1e-12)).max(1e-12).ln()
            })
            .collect()
    }
}

/// The limit of what can be known: a likelihood-ratio CUSUM on the gamma-renewal process with the true rate, regularity and clock of
/// each link.
struct Oracle;

impl Method for Oracle {
    fn name(&self) -> &'static str {
        "oracle"
    }

    fn ends(&self, _: f64) -> f64 {
        0.0
    }

    fn path(&self, truth: &Truth, _: &[(Day, Region)], look: Day) -> Vec<f64> {
        let k = truth.shape;
        let density = |x: f64, pace: f64| k * (k * pace).ln() + (k - 1.0) * x.max(0.02).ln() - k * pace * x - lgamma(k);
        let survives = |x: f64, pace: f64| {
            if pace == 0.0 || x <= 0.0 { 0.0 } else { gamma_ur(k, k * pace * x).max(1e-300).ln() }
        };
        let paces = [0.5, 0.25, 0.0];
        let mut sums = [0.0_f64; 3];
        let (mut last, mut next) = (None, 0);
        let days = &truth.link.contacts;
        let looks = (truth.link.from..=truth.end).step_by(look as usize);
        looks
            .map(|day| {
                while next < days.len() && days[next].on <= day {
                    let now = truth.at(days[next].on);
                    if let Some(last) = last {
                        for (sum, pace) in sums.iter_mut().zip(paces) {
                            let gap: f64 = now - last;
                            let ratio =
                                if pace == 0.0 { f64::NEG_INFINITY } else { density(gap, pace) - density(gap, 1.0) };
                            *sum = (*sum + ratio).max(0.0);
                        }
                    }
                    last = Some(now);
                    next += 1;
                }
                let open = last.map_or(0.0, |last| truth.at(day) - last);
                sums.iter()
                    .zip(paces)
                    .map(|(sum, pace)| sum + survives(open, pace) - survives(open, 1.0))
                    .fold(0.0, f64::max)
            })
            .collect()
    }
}

/// Looks of a link, each with the contacts that are known then.
fn at_looks(truth: &Truth, look: Day, evidence: impl Fn(&[Day], Day) -> f64) -> Vec<f64> {
    let days: Vec<Day> = truth.link.contacts.iter().map(|contact| contact.on).collect();
    let looks = (truth.link.from..=truth.end).step_by(look as usize);
    looks
        .map(|day| {
            let known = days.partition_point(|contact| *contact <= day);
            if known < 3 { f64::MIN } else { evidence(&days[..known], day) }
        })
        .collect()
}

/// Contacts after a day, up to and with another.
fn count(days: &[Day], after: Day, until: Day) -> f64 {
    (days.partition_point(|day| *day <= until) - days.partition_point(|day| *day <= after)) as f64
}

/// Contacts a day before a day, as a plug-in for methods that want to know it.
fn before(days: &[Day], until: Day) -> f64 {
    (count(days, days[0], until).max(1.0)) / f64::from((until - days[0]).max(28))
}

/// The rule of one centre: half of what is usual, or less. How long the stretch is decides how often it is wrong.
struct HalfRule;

impl Method for HalfRule {
    fn name(&self) -> &'static str {
        "50 % drop"
    }

    fn limit(&self) -> Option<f64> {
        Some(28.0)
    }

    fn ends(&self, limit: f64) -> f64 {
        limit - 14.0
    }

    fn path(&self, truth: &Truth, _: &[(Day, Region)], look: Day) -> Vec<f64> {
        at_looks(truth, look, |days, day| {
            let dropped = |stretch: &Day| {
                let usual = before(days, day - stretch) * f64::from(*stretch);
                usual >= 1.0 && day - stretch > days[0] + 56 && count(days, day - stretch, day) <= usual / 2.0
            };
            f64::from((14..=364).step_by(7).filter(dropped).max().unwrap_or(0))
        })
    }
}

/// CUSUM of a Poisson process with the rate known so far, for a drop to half.
struct Cusum;

impl Method for Cusum {
    fn name(&self) -> &'static str {
        "CUSUM (Poisson, half)"
    }

    fn ends(&self, limit: f64) -> f64 {
        limit / 2.0
    }

    fn path(&self, truth: &Truth, _: &[(Day, Region)], look: Day) -> Vec<f64> {
        let (mut sum, mut last) = (0.0_f64, truth.link.from - 1);
        let days: Vec<Day> = truth.link.contacts.iter().map(|contact| contact.on).collect();
        let looks = (truth.link.from..=truth.end).step_by(look as usize);
        looks
            .map(|day| {
                let known = days.partition_point(|contact| *contact <= day);
                if known >= 3 {
                    let rate = before(&days[..known], (day - 56).max(days[2]));
                    for of_day in last + 1..=day {
                        let came = f64::from(u8::from(days[..known].binary_search(&of_day).is_ok()));
                        sum = (sum + rate / 2.0 - came * 2.0_f64.ln()).max(0.0);
                    }
                }
                last = day;
                sum
            })
            .collect()
    }
}

/// Exponentially weighted moving average of weekly counts.
struct Ewma;

impl Method for Ewma {
    fn name(&self) -> &'static str {
        "EWMA (weeks, 0.1)"
    }

    fn ends(&self, limit: f64) -> f64 {
        limit - 0.5
    }

    fn path(&self, truth: &Truth, _: &[(Day, Region)], look: Day) -> Vec<f64> {
        at_looks(truth, look, |days, day| {
            let rate = 7.0 * before(days, (day - 56).max(days[2]));
            let weeks = ((day - days[0]) / 7).min(60);
            let mut average = rate;
            for week in (0..weeks).rev() {
                average += 0.1 * (count(days, day - 7 * (week + 1), day - 7 * week) - average);
            }
            (rate - average) / (rate * 0.1 / 1.9).sqrt()
        })
    }
}

/// A Farrington-type regression: eight weeks beside the eight-week counts of the year before, quasi-Poisson, power ⅔.
struct Farrington;

impl Method for Farrington {
    fn name(&self) -> &'static str {
        "Farrington type (8 weeks)"
    }

    fn ends(&self, limit: f64) -> f64 {
        limit - 0.5
    }

    fn path(&self, truth: &Truth, _: &[(Day, Region)], look: Day) -> Vec<f64> {
        const STRETCH: Day = 56;
        at_looks(truth, look, |days, day| {
            let spans = ((day - days[0]) / STRETCH - 1).min(7);
            if spans < 2 {
                return f64::MIN;
            }
            let counts: Vec<f64> =
                (1..=spans).map(|span| count(days, day - (span + 1) * STRETCH, day - span * STRETCH)).collect();
            let mean = (counts.iter().sum::<f64>() / counts.len() as f64).max(0.3);
            let spread =
                counts.iter().map(|seen| (seen - mean).powi(2) / mean).sum::<f64>() / (counts.len() - 1) as f64;
            let now = count(days, day - STRETCH, day);
            let variance = 4.0 / 9.0 * mean.powf(1.0 / 3.0) * (spread.max(0.2) + spread.max(0.2) / counts.len() as f64);
            (mean.powf(2.0 / 3.0) - now.powf(2.0 / 3.0)) / variance.sqrt()
        })
    }
}

/// Bayesian online change-point detection on weekly counts (gamma–Poisson, a change in 200 weeks); evidence is how likely a change to
/// less than 0.7 of before is.
struct Online;

impl Method for Online {
    fn name(&self) -> &'static str {
        "Bayesian online change point"
    }

    fn ends(&self, limit: f64) -> f64 {
        limit - 1.5
    }

    fn path(&self, truth: &Truth, _: &[(Day, Region)], look: Day) -> Vec<f64> {
        at_looks(truth, look, |days, day| {
            let weeks = ((day - days[0]) / 7).min(110);
            let (shape, rate, hazard) = (1.0, 2.0, 1.0 / 200.0);
            // (weeks, contacts, likelihood) of each run.
            let mut runs = vec![(0.0_f64, 0.0_f64, 1.0_f64)];
            for week in (0..weeks).rev() {
                let came = count(days, day - 7 * (week + 1), day - 7 * week);
                let seen = |(length, sum, _): &(f64, f64, f64)| {
                    let (a, b) = (shape + sum, rate + length);
                    (lgamma(a + came) - lgamma(a) - lgamma(came + 1.0) + a * (b / (b + 1.0)).ln()
                        - came * (b + 1.0).ln())
                    .exp()
                };
                let begun: f64 = runs.iter().map(|run| run.2 * seen(run) * hazard).sum();
                for run in &mut runs {
                    *run = (run.0 + 1.0, run.1 + came, run.2 * seen(run) * (1.0 - hazard));
                }
                runs.push((0.0, 0.0, begun));
                let total: f64 = runs.iter().map(|run| run.2).sum();
                runs.iter_mut().for_each(|run| run.2 /= total);
                runs.retain(|run| run.2 > 1e-7);
            }
            let all = count(days, days[0], day);
            let thinner = |run: &&(f64, f64, f64)| {
                let earlier = (all - run.1 + 0.5) / (f64::from(weeks) - run.0 + 1.0);
                run.0 + 4.0 < f64::from(weeks) && (run.1 + 0.3) / (run.0 + 0.5) < 0.7 * earlier
            };
            let evidence: f64 = runs.iter().filter(thinner).map(|run| run.2).sum();
            (evidence / (1.0 - evidence).max(1e-9)).max(1e-9).ln()
        })
    }
}

/// A hierarchical gamma–Poisson model that knows the plan: chance alone, every day alike.
struct GammaPoisson;

impl Method for GammaPoisson {
    fn name(&self) -> &'static str {
        "gamma–Poisson with fading"
    }

    fn ends(&self, limit: f64) -> f64 {
        limit - 4.0_f64.ln()
    }

    fn path(&self, truth: &Truth, _: &[(Day, Region)], look: Day) -> Vec<f64> {
        // What the plan lets expect, up to and with each day.
        let mut sum = 0.0;
        let plan = &truth.link.plan;
        let expected: Vec<f64> = (truth.link.from..=truth.end)
            .map(|day| {
                let planned = plan.iter().rfind(|span| span.from <= day).map(|span| span.per_month / 30.437);
                sum += planned.unwrap_or(1.0 / 16.0);
                sum
            })
            .collect();
        let at = |day: Day| expected[(day - truth.link.from).max(0) as usize];
        let likeness = if plan.is_empty() { 2.5 } else { 20.0 };
        at_looks(truth, look, |days, day| {
            let (n, first, now) = (days.len() - 1, at(days[0]), at(day));
            let a = likeness + n as f64;
            let whole = likeness + now - first;
            let mut ratio = 0.0;
            for since in n.saturating_sub(60)..=n {
                let (from, to) = (at(days[since]), days.get(since + 1).map_or(now, |next| at(*next)));
                for level in [0.5_f64, 0.25, 0.02] {
                    let known = likeness + from - first + level * (now - from);
                    let worth = level.ln() * (n - since) as f64 - a * (known / whole).ln();
                    ratio += (to - from) / 3.0 * worth.exp();
                }
            }
            ratio.max(1e-12).ln()
        })
    }
}
