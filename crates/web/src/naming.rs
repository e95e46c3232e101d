//! Names of the domain in the reader's language.

use banso_domain::case::{DueKind, Stage};

use crate::{
    components::{Shape, StatusTag},
    text::Texts,
};

/// The name of a stage.
pub(crate) fn stage_name(t: &Texts, stage: Stage) -> String {
    t.get(&format!("{}{}", /* keys */ "stage-", stage.name()))
}

/// A stage as a word with a shape.
pub(crate) fn stage_tag(t: &Texts, stage: Stage) -> StatusTag {
    let shape = match stage {
        Stage::Intake | Stage::Assessment | Stage::PlanDraft => Shape::Open,
        Stage::ConsentPending | Stage::ConferencePending | Stage::DecisionPending | Stage::ReferredOut => {
            Shape::Waiting
        }
        Stage::InSupport | Stage::Evaluation | Stage::FollowUp => Shape::Active,
        Stage::Suspended => Shape::Dropped,
        Stage::Closed | Stage::Ended => Shape::Closed,
    };
    StatusTag::new(shape, stage_name(t, stage))
}

/// The name of a kind of date.
pub(crate) fn due_kind_name(t: &Texts, kind: DueKind) -> String {
    t.get(&format!("{}{}", /* keys */ "due-kind-", kind.name()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    #[test]
    fn every_stage_and_kind_of_date_has_a_name_in_both_languages() {
        for lang in Lang::ALL {
            let t = Texts::shipped(lang);
            assert!(Stage::ALL.iter().all(|stage| !stage_name(&t, *stage).starts_with('⟦')));
            assert!(DueKind::ALL.iter().all(|kind| !due_kind_name(&t, *kind).starts_with('⟦')));
        }
    }
}
