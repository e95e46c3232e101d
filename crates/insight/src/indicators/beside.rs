//! What may be told of the region to somebody who knows every figure of one agency: nothing that, less their own and what is told of others, leaves
//! a few people.

use super::{Figure, Indicator, Standing, guard};

/// The figure of the whole region for whoever reads `own`, their agency's figure, in full; `others` are the figures of other agencies that are told
/// beside it. It is kept back where it would tell of a few people elsewhere.
pub fn beside_own(indicator: &Indicator, whole: Figure, own: Option<&Figure>, others: &[&Figure]) -> Figure {
    let Some(own) = own.filter(|_| indicator.measure.is_about_people()) else { return whole };
    let rest = |of: fn(&Figure) -> Option<u64>| {
        let told = others.iter().filter_map(|figure| of(figure)).sum::<u64>() + of(own).unwrap_or(0);
        of(&whole).map_or(0, |whole| whole.saturating_sub(told))
    };
    let people = |figure: &Figure| figure.denominator.map(|people| people as u64);
    let is_not = |figure: &Figure| Some((figure.denominator? as u64).saturating_sub(figure.numerator?));
    let is_share = whole.denominator.is_some_and(|people| people.fract() == 0.0);
    let tells = guard::is_few(rest(|figure| figure.numerator))
        || (is_share && (guard::is_few(rest(people)) || guard::is_few(rest(is_not))));
    if !tells {
        return whole;
    }
    Figure { numerator: None, denominator: None, value: None, interval: None, standing: Standing::KeptBack, ..whole }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn indicator() -> Indicator {
        let text = include_str!("../../../../definitions/indicators/cs_retention_rate_3y.toml");
        Indicator::from_toml(text).unwrap()
    }

    fn figure(many: u64, over: f64) -> Figure {
        Figure {
            indicator: 0,
            phase: None,
            purpose: None,
            agency: None,
            numerator: Some(many),
            denominator: Some(over),
            value: Some(100.0 * many as f64 / over),
            interval: None,
            standing: Standing::Told,
        }
    }

    #[test]
    fn who_knows_ones_own_figure_is_not_told_a_whole_that_leaves_a_few_elsewhere() {
        let told = |whole: (u64, f64), own: (u64, f64), others: &[(u64, f64)]| {
            let (own, others) =
                (figure(own.0, own.1), others.iter().map(|one| figure(one.0, one.1)).collect::<Vec<_>>());
            let others: Vec<&Figure> = others.iter().collect();
            beside_own(&indicator(), figure(whole.0, whole.1), Some(&own), &others).standing
        };
        assert_eq!(told((40, 60.0), (20, 30.0), &[]), Standing::Told);
        assert_eq!(told((22, 60.0), (20, 30.0), &[]), Standing::KeptBack, "two people elsewhere");
        assert_eq!(told((48, 60.0), (20, 30.0), &[]), Standing::KeptBack, "of thirty elsewhere all but two");
        assert_eq!(told((20, 31.0), (20, 30.0), &[]), Standing::KeptBack, "one person elsewhere");
        assert_eq!(told((42, 60.0), (20, 30.0), &[(20, 25.0)]), Standing::KeptBack, "two people at a third agency");
        assert_eq!(told((20, 30.0), (20, 30.0), &[]), Standing::Told, "there is nobody elsewhere");
    }

    #[test]
    fn who_knows_no_agency_in_full_is_told_what_everybody_is_told() {
        let whole = beside_own(&indicator(), figure(22, 60.0), None, &[]);
        assert_eq!(whole, figure(22, 60.0));
    }
}
