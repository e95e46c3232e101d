//! Names of programmes, phases and what happens to a use, in the reader's language.

use banso_domain::{
    episode::{DeadlineKind, EpisodeEndReason, Milestone, Programme},
    process::{BothLanguages, DatedName, EpisodeCondition},
};
use chrono::NaiveDate;

use crate::{
    site::Site,
    text::{Lang, Texts},
};

/// A dated name in the reader's language.
pub(in crate::pages) fn in_words(t: &Texts, name: &DatedName) -> String {
    match t.lang() {
        Lang::Ja => name.ja.clone(),
        Lang::En => name.en.clone(),
    }
}

/// Words of a definition in the reader's language.
pub(in crate::pages) fn both(t: &Texts, words: &BothLanguages) -> String {
    match t.lang() {
        Lang::Ja => words.ja.clone(),
        Lang::En => words.en.clone(),
    }
}

/// The name of a programme on a day.
pub(in crate::pages) fn programme_name(site: &Site, t: &Texts, programme: Programme, day: NaiveDate) -> String {
    let definition = site.app().programmes().of(programme);
    let name = definition.and_then(|definition| definition.name_on(day)).map(|name| in_words(t, name));
    name.unwrap_or_else(|| programme.name().to_owned())
}

/// The name of a phase on a day; one that the definition no longer has is told by its identifier.
pub(super) fn phase_name(site: &Site, t: &Texts, programme: Programme, phase: &str, day: NaiveDate) -> String {
    let definition = site.app().programmes().of(programme);
    let phase_of = definition.and_then(|definition| definition.phase(phase));
    let name = phase_of.and_then(|phase| phase.name_on(day)).map(|name| in_words(t, name));
    name.unwrap_or_else(|| phase.to_owned())
}

/// The name of a deadline.
pub(super) fn deadline_name(t: &Texts, kind: DeadlineKind) -> String {
    t.get(&format!("{}{}", /* keys */ "episode-due-", kind.name().replace('_', "-")))
}

/// The name of a milestone.
pub(in crate::pages) fn milestone_name(t: &Texts, what: Milestone) -> String {
    t.get(&format!("{}{}", /* keys */ "episode-milestone-", what.name().replace('_', "-")))
}

/// Why a use ended.
pub(super) fn end_reason_name(t: &Texts, reason: EpisodeEndReason) -> String {
    t.get(&format!("{}{}", /* keys */ "episode-reason-", reason.name().replace('_', "-")))
}

/// What a phase needs.
pub(super) fn condition_name(t: &Texts, condition: EpisodeCondition) -> String {
    t.get(&format!("{}{}", /* keys */ "episode-needs-", condition.name().replace('_', "-")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_about_uses_has_a_name_in_both_languages() {
        for lang in Lang::ALL {
            let t = Texts::shipped(lang);
            let words = DeadlineKind::ALL.iter().map(|kind| deadline_name(&t, *kind));
            let words = words.chain(Milestone::ALL.iter().map(|what| milestone_name(&t, *what)));
            let words = words.chain(EpisodeEndReason::ALL.iter().map(|reason| end_reason_name(&t, *reason)));
            let mut words = words.chain(EpisodeCondition::ALL.iter().map(|need| condition_name(&t, *need)));
            assert!(words.all(|word| !word.starts_with('⟦')));
        }
    }
}
