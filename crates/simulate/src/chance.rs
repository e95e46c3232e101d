//! Chance that is the same for the same seed: SplitMix64, which needs no library and never changes.

/// A source of numbers.
#[derive(Clone, Debug)]
pub(crate) struct Chance(u64);

impl Chance {
    /// The numbers of a seed and of a place within it, such as the number of a case.
    pub(crate) fn new(seed: u64, place: u64) -> Self {
        let mut chance = Self(seed ^ place.wrapping_mul(0xA076_1D64_78BD_642F));
        chance.next();
        chance
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from `from` to `to`, both included.
    pub(crate) fn between(&mut self, from: u64, to: u64) -> u64 {
        from + self.next() % (to.saturating_sub(from) + 1)
    }

    /// One of several.
    pub(crate) fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        let place = usize::try_from(self.next() % of.len() as u64).unwrap_or(0);
        &of[place]
    }

    /// A number from 0 up to 1, which it never reaches.
    pub(crate) fn unit(&mut self) -> f64 {
        // As many bits as a double holds exactly.
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// True with this probability.
    pub(crate) fn happens(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// A number between two, evenly by its order of magnitude.
    pub(crate) fn by_magnitude(&mut self, (from, to): (f64, f64)) -> f64 {
        from * (to / from).powf(self.unit())
    }

    /// A wait whose mean is one: exponential.
    pub(crate) fn wait(&mut self) -> f64 {
        -(1.0 - self.unit()).ln()
    }

    /// A gap whose mean is one, the more regular the larger its shape: as chance would have it with 1, nearly clockwork with 16.
    pub(crate) fn gap(&mut self, shape: u32) -> f64 {
        (0..shape).map(|_| self.wait()).sum::<f64>() / f64::from(shape)
    }

    /// True in `percent` of a hundred cases.
    pub(crate) fn percent(&mut self, percent: u64) -> bool {
        self.next() % 100 < percent
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_and_place_give_the_same_numbers_and_others_give_others() {
        let draw = |seed, place| {
            let mut chance = Chance::new(seed, place);
            (0..8).map(|_| chance.between(0, 999)).collect::<Vec<_>>()
        };
        assert_eq!(draw(1, 2), draw(1, 2));
        assert_ne!(draw(1, 2), draw(1, 3));
        assert_ne!(draw(1, 2), draw(2, 2));
        assert!(draw(1, 2).iter().all(|number| *number < 1000));
    }
}
