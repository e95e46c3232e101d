//! Small numbers are not told, nor what they can be reckoned from.

/// A count of so many people or more may be told; fewer are "a few". As in the register of what the region lacks.
pub const FEW: u64 = 3;
/// With fewer people a share is not told, only the counts (§5.7: a setting of the field, "n < 10").
pub const FEWEST_FOR_A_SHARE: u64 = 10;

/// Which parts of a whole that is told beside them may be told as well. A few are not; and if one part alone is not told, the whole less the others
/// would tell it, so the next smallest is kept back too.
pub(super) fn tellable(parts: &[u64]) -> Vec<bool> {
    let mut told: Vec<bool> = parts.iter().map(|part| !is_few(*part)).collect();
    let hidden: u64 = parts.iter().zip(&told).filter(|(_, told)| !**told).map(|(part, _)| part).sum();
    let is_alone = told.iter().filter(|told| !**told).count() == 1;
    // Two that are kept back and are a few together tell each other nearly as well.
    if is_alone || (hidden > 0 && hidden < FEW) {
        let smallest = parts.iter().enumerate().filter(|(place, part)| told[*place] && **part > 0);
        if let Some((place, _)) = smallest.min_by_key(|(_, part)| **part) {
            told[place] = false;
        }
    }
    told
}

/// Whether a number is told only as "a few".
pub(super) const fn is_few(many: u64) -> bool {
    0 < many && many < FEW
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn one_small_part_takes_another_with_it() {
        assert_eq!(tellable(&[1, 8, 20]), [false, false, true]);
        assert_eq!(tellable(&[2, 2, 20]), [false, false, true]);
        assert_eq!(tellable(&[1, 1, 20]), [false, false, false]);
        assert_eq!(tellable(&[0, 8, 20]), [true, true, true]);
    }

    proptest! {
        #[test]
        fn the_whole_less_what_is_told_never_tells_a_few(parts in prop::collection::vec(0_u64..12, 1..9)) {
            let told = tellable(&parts);
            let (hidden, sum) = parts.iter().zip(&told).filter(|(_, told)| !**told).fold((0, 0), |(n, sum), (part, _)| (n + 1, sum + part));
            // Where nothing but a few is there at all, the whole itself is not told.
            prop_assume!(!is_few(parts.iter().sum()));
            prop_assert!(hidden == 0 || (hidden > 1 && !is_few(sum)) || parts.iter().zip(&told).all(|(part, told)| !told || *part == 0));
        }
    }
}
