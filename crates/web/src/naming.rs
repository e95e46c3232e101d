//! Names of the domain in the reader's language.

use banso_app::Attributions;
use banso_domain::{
    agency::AgencyKind,
    case::{DueKind, Stage, plan::Service},
    resource::Source,
};
use chrono::NaiveDate;

use crate::{
    components::{Shape, StatusTag},
    site::Site,
    text::{Lang, Texts},
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

/// The words with which the licences of sources ask to be named, in their own language: for data that leave.
pub(crate) fn attributions() -> Attributions {
    let t = Texts::shipped(Lang::Ja);
    let words = |source: Source| t.get(&format!("{}{}", /* keys */ "resource-source-", source.name()));
    Source::ALL.iter().map(|source| (*source, words(*source))).collect()
}

/// The name of a kind of date.
pub(crate) fn due_kind_name(t: &Texts, kind: DueKind) -> String {
    t.get(&format!("{}{}", /* keys */ "due-kind-", kind.name()))
}

/// The name of a service on a day with its number: 「3 家計改善支援事業」. The process definition has it, by date of validity.
pub(crate) fn service_name(site: &Site, t: &Texts, service: Service, day: NaiveDate) -> String {
    let name = site.app().process().service_name(service, day).map(|name| match t.lang() {
        Lang::Ja => name.ja.clone(),
        Lang::En => name.en.clone(),
    });
    format!("{} {}", service.number(), name.unwrap_or_else(|| service.name().to_owned()))
}

/// The name of a kind of agency.
pub(crate) fn agency_kind_name(t: &Texts, kind: AgencyKind) -> String {
    t.get(&format!("{}{}", /* keys */ "agency-kind-", kind.name().replace('_', "-")))
}

/// Whether a centre's conferences are public.
pub(crate) fn openness(t: &Texts, is_public: bool) -> String {
    if is_public { t.get("agency-public-yes") } else { t.get("agency-public-no") }
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
