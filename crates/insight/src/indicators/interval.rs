//! Intervals that hold where numbers are small.

/// The quantile of the normal distribution for 95 %.
const Z: f64 = 1.959_963_984_540_054;

/// Where a share of `hits` of `all` lies with 95 %: Wilson's interval, which never leaves 0…1 and holds with few people.
/// Source: E. B. Wilson (1927), JASA 22, 209–212.
pub(super) fn share(hits: f64, all: f64) -> (f64, f64) {
    let (p, z2) = (hits / all, Z * Z);
    let middle = p + z2 / (2.0 * all);
    let half = Z * libm::sqrt(p * (1.0 - p) / all + z2 / (4.0 * all * all));
    let (low, high) = ((middle - half) / (1.0 + z2 / all), (middle + half) / (1.0 + z2 / all));
    (if hits <= 0.0 { 0.0 } else { low }, if hits >= all { 1.0 } else { high })
}

/// Between which means `many` events are no surprise, with 95 %: Garwood's exact interval for a Poisson count.
/// Source: F. Garwood (1936), Biometrika 28, 437–442.
pub(super) fn count(many: u64) -> (f64, f64) {
    let low = if many == 0 { 0.0 } else { mean_where(|mean| 1.0 - up_to(many - 1, mean) < 0.025, many) };
    (low, mean_where(|mean| up_to(many, mean) > 0.025, many))
}

/// The largest mean for which something holds that holds for small means.
fn mean_where(holds: impl Fn(f64) -> bool, many: u64) -> f64 {
    let many = many as f64;
    let (mut low, mut high) = (0.0, many + 10.0 * libm::sqrt(many) + 10.0);
    for _ in 0..100 {
        let middle = f64::midpoint(low, high);
        if holds(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}

/// How likely at most `many` events are.
fn up_to(many: u64, mean: f64) -> f64 {
    if mean <= 0.0 {
        return 1.0;
    }
    // Far below the mean a term is too small to matter, and far more terms than matter would be summed.
    let first = (mean - 40.0 * libm::sqrt(mean) - 40.0).max(0.0) as u64;
    let term = |n: u64| libm::exp(n as f64 * libm::log(mean) - mean - libm::lgamma(n as f64 + 1.0));
    (first..=many).map(term).sum::<f64>().min(1.0)
}

/// Within which shares an agency with `all` people is not different from the others of its like, whose share is `share`: the limits of a funnel
/// plot at 95 % and at 99.8 %, by Wilson's interval turned round.
/// Source: D. J. Spiegelhalter (2005), Statistics in Medicine 24, 1185–1202.
pub fn funnel(share: f64, all: f64) -> [(f64, f64); 2] {
    [Z, 3.090_232_306_167_813].map(|z| {
        let half = z * libm::sqrt(share * (1.0 - share) / all);
        ((share - half).max(0.0), (share + half).min(1.0))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn near((low, high): (f64, f64), expected: (f64, f64)) {
        assert!((low - expected.0).abs() < 5e-4 && (high - expected.1).abs() < 5e-4, "{low} {high}");
    }

    #[test]
    fn shares_have_wilsons_interval_as_tables_print_it() {
        near(share(0.0, 10.0), (0.0, 0.2775));
        near(share(10.0, 10.0), (0.7225, 1.0));
        near(share(5.0, 10.0), (0.2366, 0.7634));
        near(share(81.0, 263.0), (0.2553, 0.3662));
    }

    #[test]
    fn counts_have_garwoods_interval_as_tables_print_it() {
        near(count(0), (0.0, 3.6889));
        near(count(1), (0.0253, 5.5716));
        near(count(10), (4.7954, 18.3904));
        near(count(100), (81.3639, 121.6268));
    }

    #[test]
    fn the_funnel_is_wide_where_there_are_few_people() {
        let [few, many] = [20.0, 2_000.0].map(|all| funnel(0.5, all)[0]);
        assert!(few.0 < many.0 && many.1 < few.1);
        let [warn, alarm] = funnel(0.8, 50.0);
        assert!(alarm.0 < warn.0 && warn.1 < alarm.1);
    }

    proptest! {
        #[test]
        fn an_interval_holds_its_figure_and_stays_where_figures_can_be(hits in 0_u32..500, rest in 0_u32..500) {
            let all = f64::from(hits + rest);
            prop_assume!(all > 0.0);
            let (low, high) = share(f64::from(hits), all);
            let p = f64::from(hits) / all;
            prop_assert!(0.0 <= low && low <= p && p <= high && high <= 1.0);
            let (low, high) = count(u64::from(hits));
            prop_assert!(0.0 <= low && low <= f64::from(hits) && f64::from(hits) <= high);
        }
    }
}
