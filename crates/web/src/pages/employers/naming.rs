//! Names of what is told of an employer, in the reader's language.

use banso_domain::employer::{OpenTo, SizeClass, ToldBy};

use crate::text::Texts;

fn key(word: &str) -> String {
    word.replace('_', "-")
}

/// 規模
pub(super) fn size_name(t: &Texts, size: SizeClass) -> String {
    t.get(&format!("{}{}", /* keys */ "employer-size-", key(size.name())))
}

/// What a firm is open to.
pub(in crate::pages) fn open_name(t: &Texts, open: OpenTo) -> String {
    t.get(&format!("{}{}", /* keys */ "employer-open-", key(open.name())))
}

/// Who told it.
pub(super) fn told_name(t: &Texts, told: ToldBy) -> String {
    t.get(&format!("{}{}", /* keys */ "employer-told-", key(told.name())))
}

/// 実雇用率: hundredths of a percent as people write them.
pub(super) fn rate(hundredths: u32) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    #[test]
    fn every_word_about_employers_has_a_name_in_both_languages() {
        for lang in Lang::ALL {
            let t = Texts::shipped(lang);
            let mut words: Vec<String> = SizeClass::ALL.iter().map(|word| size_name(&t, *word)).collect();
            words.extend(OpenTo::ALL.iter().map(|word| open_name(&t, *word)));
            words.extend(ToldBy::ALL.iter().map(|word| told_name(&t, *word)));
            assert!(words.iter().all(|word| !word.contains('⟦')), "{words:?}");
        }
    }

    #[test]
    fn a_rate_has_two_places() {
        assert_eq!([rate(250), rate(205), rate(0)], ["2.50", "2.05", "0.00"]);
    }
}
