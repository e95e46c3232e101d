use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A language in which forms can be shown and printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// Japanese.
    #[default]
    Ja,
    /// English.
    En,
}

/// One expression in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    /// In Japanese.
    pub ja: String,
    /// In English.
    pub en: String,
}

impl Wording {
    /// The expression in `language`.
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::Ja => &self.ja,
            Language::En => &self.en,
        }
    }
}

/// What something is called, and since when it has been called so.
///
/// Laws rename services: 家計相談支援事業 became 家計改善支援事業 on 2018-10-01. A sheet printed for an earlier day keeps
/// the earlier name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    first: Wording,
    renamed: Vec<(NaiveDate, Wording)>,
}

impl Name {
    /// A name that starts as `first` and changes on the days of `renamed`, which must be in order of time.
    ///
    /// Returns `None` when the days are not in strictly ascending order.
    pub fn new(first: Wording, renamed: Vec<(NaiveDate, Wording)>) -> Option<Self> {
        renamed.is_sorted_by(|earlier, later| earlier.0 < later.0).then_some(Self { first, renamed })
    }

    /// The name with each of its expressions changed.
    #[must_use]
    pub fn each(&self, change: impl Fn(&Wording) -> Wording) -> Self {
        let renamed = self.renamed.iter().map(|(day, wording)| (*day, change(wording))).collect();
        Self { first: change(&self.first), renamed }
    }

    /// The wording in force on `day`.
    pub fn on(&self, day: NaiveDate) -> &Wording {
        self.renamed.iter().rev().find(|(from, _)| *from <= day).map_or(&self.first, |(_, wording)| wording)
    }

    /// The words in force on `day`, in `language`.
    pub fn text(&self, day: NaiveDate, language: Language) -> &str {
        self.on(day).in_language(language)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wording(ja: &str) -> Wording {
        Wording { ja: ja.into(), en: String::new() }
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_service_keeps_its_old_name_up_to_the_day_before_the_law_renames_it() {
        let name =
            Name::new(wording("家計相談支援事業"), vec![(day("2018-10-01"), wording("家計改善支援事業"))]).unwrap();

        assert_eq!(name.text(day("2018-09-30"), Language::Ja), "家計相談支援事業");
        assert_eq!(name.text(day("2018-10-01"), Language::Ja), "家計改善支援事業");
    }

    #[test]
    fn renamings_out_of_order_are_refused() {
        let renamed = vec![(day("2025-04-01"), wording("c")), (day("2018-10-01"), wording("b"))];

        assert_eq!(Name::new(wording("a"), renamed), None);
    }
}
