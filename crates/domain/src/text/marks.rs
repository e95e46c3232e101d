//! The many marks that are typed for one hyphen.

/// Whether people type this character for a hyphen: - ‐ ‑ ‒ – — ― − ー ｰ － and their like.
pub(crate) fn is_hyphen(mark: char) -> bool {
    matches!(
        mark,
        '-' | '\u{AD}' | '\u{2010}'
            ..='\u{2015}'
                | '\u{2043}'
                | '\u{2212}'
                | '\u{2500}'
                | '\u{2501}'
                | '\u{30FC}'
                | '\u{FE58}'
                | '\u{FE63}'
                | '\u{FF0D}'
                | '\u{FF70}'
    )
}
