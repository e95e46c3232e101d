//! How much more likely is "thinner since some day" than "as before"?
//!
//! Gaps between contacts, read on the link's own clock, follow a gamma distribution: shape 1 is chance alone (Poisson), a large shape is
//! nearly clockwork. The rate is unknown and has a gamma distribution beforehand, so that it drops out of every sum in closed form:
//! with shape `k`, `n` gaps of `s` in all and an open gap of `c`, the data have the likelihood
//!
//! ```text
//! const · (b + s + c)^-(a + nk) · Σ_{j<k} C(a + nk + j - 1, j) (c / (b + s + c))^j
//! ```
//!
//! Thinning by a factor `ρ` since a day makes the clock run `ρ` times as fast from that day on. The ratio of both, summed over every
//! day with weight one, is a Shiryaev–Roberts statistic: without a change it grows by one a day on average, whatever the rate and the
//! regularity, so that a limit of five years means one false alarm in about five years.

use libm::lgamma;

/// Regularities that are considered: gamma shapes.
pub(crate) const SHAPES: [u32; 9] = [1, 2, 3, 5, 8, 12, 18, 28, 42];
/// To how much contact may have thinned, and how much each counts.
const LEVELS: [(f64, f64); 3] = [(0.5, 0.4), (0.25, 0.3), (0.0, 0.3)];
/// Evidence in days that chance alone would need five years to gather.
const FIVE_YEARS: f64 = 1826.0;
/// False alarms a year that are aimed at, with what is no part of the model.
const WANTED: f64 = 0.2;
/// False alarms a year at five years for links that follow chance, how they decrease with regularity and with the limit: measured
/// (`docs/rhythm.md`).
const ALARMS: f64 = 0.35;
/// The same for what is no part of the model: a visit that a holiday took away.
const ANYWAY: f64 = 0.06;
const ALARMS_BY_SHAPE: f64 = -0.85;
const ALARMS_BY_LIMIT: f64 = 0.75;
/// Changes are looked for in so many gaps before the last contact.
const LOOK_BACK: usize = 60;
/// The largest logarithm of a likelihood ratio that is told apart from larger ones.
const MOST: f64 = 200.0;
/// Regularities that are less likely than this are left out.
const NEGLIGIBLE: f64 = 0.005;
/// A gap shorter than this part of an expected one says no more about regularity than one that is as long.
const SHORTEST: f64 = 0.1;

/// What links are like before anything is known of one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Beforehand {
    /// How likely each regularity is.
    pub shapes: [f64; SHAPES.len()],
    /// How alike rates are: the shape of their gamma distribution, whose mean is 1 on the link's clock.
    pub likeness: f64,
}

impl Beforehand {
    /// The limit at which about [`WANTED`] false alarms a year come: chance alone gathers evidence more often than clockwork does.
    pub(crate) fn limit(&self) -> f64 {
        let years: f64 = SHAPES
            .iter()
            .zip(self.shapes)
            .map(|(shape, likely)| likely * (ANYWAY + ALARMS * f64::from(*shape).powf(ALARMS_BY_SHAPE)))
            .sum();
        FIVE_YEARS * (years / WANTED).powf(1.0 / ALARMS_BY_LIMIT)
    }
}

/// A link on its own clock.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Gaps<'a> {
    /// What the clock showed at each contact; at least one.
    pub contacts: &'a [f64],
    /// What it shows now.
    pub now: f64,
}

/// What the gaps say.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Evidence {
    /// The ratio of both, summed over changes; in contacts of the link's clock.
    pub ratio: f64,
    /// The part of it that says nothing came any more.
    pub silent: f64,
    /// The last contact before the most likely change.
    pub since: usize,
    /// Contacts that came for each that was expected before that change.
    pub rate: f64,
}

/// Σ_{j<k} C(a + j - 1, j) q^j
fn negative_binomial(shape: u32, a: f64, q: f64) -> f64 {
    let (mut term, mut sum) = (1.0, 1.0);
    for j in 1..shape {
        let j = f64::from(j);
        term *= (a + j - 1.0) / j * q;
        sum += term;
    }
    sum
}

impl Gaps<'_> {
    fn total(&self) -> (usize, f64, f64) {
        let n = self.contacts.len() - 1;
        (n, self.contacts[n] - self.contacts[0], self.now - self.contacts[n])
    }

    /// How likely each regularity is once the gaps are known.
    pub(crate) fn shapes(&self, beforehand: &Beforehand) -> [f64; SHAPES.len()] {
        let (n, s, c) = self.total();
        let logs: f64 = self.contacts.windows(2).map(|pair| (pair[1] - pair[0]).max(SHORTEST).ln()).sum();
        let mut likely = SHAPES.map(|shape| {
            let k = f64::from(shape);
            let (b, a) = (beforehand.likeness / k, beforehand.likeness + n as f64 * k);
            let known = b + s + c;
            (k - 1.0) * logs - n as f64 * lgamma(k) + beforehand.likeness * b.ln() + lgamma(a) - a * known.ln()
                + negative_binomial(shape, a, c / known).ln()
        });
        let most = likely.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        for (likely, beforehand) in likely.iter_mut().zip(beforehand.shapes) {
            *likely = (*likely - most).exp() * beforehand;
        }
        let sum: f64 = likely.iter().sum();
        likely.map(|likely| likely / sum)
    }

    /// Weighs both.
    pub(crate) fn weigh(&self, beforehand: &Beforehand) -> Evidence {
        let (n, s, c) = self.total();
        let (mut ratio, mut silent, mut most) = (0.0, 0.0, (0.0, n));
        for (shape, likely) in
            SHAPES.into_iter().zip(self.shapes(beforehand)).filter(|(_, likely)| *likely > NEGLIGIBLE)
        {
            let k = f64::from(shape);
            let (b, a) = (beforehand.likeness / k, beforehand.likeness + n as f64 * k);
            // How likely a sum of gaps and an open gap are beside those of "as before", times a factor given as a logarithm: for nearly
            // clockwork both alone are beyond what a number can hold.
            let of_rest = |known: f64, open: f64, factor: f64| {
                let exponent = factor - a * ((known + open) / (b + s + c)).ln();
                negative_binomial(shape, a, open / (known + open)) * exponent.min(MOST).exp()
            };
            let as_before = negative_binomial(shape, a, c / (b + s + c));
            for (level, counts) in LEVELS {
                let weight = likely * counts / as_before;
                let mut sum = 0.0;
                let mut add = |worth: f64, since: usize| {
                    sum += worth;
                    if worth > most.0 {
                        most = (worth, since);
                    }
                };
                if level > 0.0 {
                    for since in n.saturating_sub(LOOK_BACK)..n {
                        let gap = self.contacts[since + 1] - self.contacts[since];
                        let whole = k * level.ln() * (n - since - 1) as f64 + level.ln();
                        for at in [0.0, 0.5] {
                            let kept = at + level * (1.0 - at);
                            let known = b
                                + (self.contacts[since] - self.contacts[0])
                                + gap * kept
                                + level * (self.contacts[n] - self.contacts[since + 1]);
                            let of_gap = whole + (k - 1.0) * kept.ln();
                            add(0.5 * gap * weight * of_rest(known, level * c, of_gap), since);
                        }
                    }
                }
                for at in [0.125, 0.375, 0.625, 0.875] {
                    add(0.25 * c * weight * of_rest(b + s, c * (at + level * (1.0 - at)), 0.0), n);
                }
                ratio += sum;
                silent += if level == 0.0 { sum } else { 0.0 };
            }
        }
        let since = most.1;
        let until = self.contacts[since] - self.contacts[0];
        let rate = (beforehand.likeness + since as f64) / (beforehand.likeness + until);
        Evidence { ratio, silent, since, rate }
    }
}
