//! The words for what gatherings are, for what is answered and for the steps of passing on.

use banso_domain::{
    code_of_conduct::Code,
    gathering::{Coming, GatheringKind, Step},
};

use crate::text::Texts;

pub(in crate::pages) fn kind_name(t: &Texts, kind: GatheringKind) -> String {
    t.get(&format!("{}{}", /* keys */ "gathering-kind-", kind.name().replace('_', "-")))
}

/// What a kind is for, in one line.
pub(super) fn kind_words(t: &Texts, kind: GatheringKind) -> String {
    t.get(&format!("{}{}", /* keys */ "gathering-about-", kind.name().replace('_', "-")))
}

pub(super) fn coming_name(t: &Texts, coming: Coming) -> String {
    t.get(&format!("{}{}", /* keys */ "gathering-coming-", coming.name().replace('_', "-")))
}

pub(super) fn step_name(t: &Texts, step: Step) -> String {
    t.get(&format!("{}{}", /* keys */ "gathering-step-", step.name().replace('_', "-")))
}

pub(in crate::pages) fn code_name(t: &Texts, code: Code) -> String {
    t.get(&format!("{}{}", /* keys */ "code-name-", code.name().replace('_', "-")))
}
