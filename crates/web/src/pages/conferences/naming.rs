//! Names of sittings, purposes and conclusions in the reader's language.

use banso_domain::{
    case::{event::Purpose, minutes::Presence, opinion::Stance, plan::Conclusion},
    conference::{ConferenceKind, ConferenceState, Pattern, Tier},
};

use crate::{
    components::{Shape, StatusTag},
    text::Texts,
};

pub(super) const PATTERNS: [Pattern; 2] = [Pattern::Regular, Pattern::AdHoc];
pub(super) const TIERS: [Tier; 2] = [Tier::Core, Tier::Full];

pub(super) const fn pattern_code(pattern: Pattern) -> &'static str {
    match pattern {
        Pattern::Regular => "regular",
        Pattern::AdHoc => "ad_hoc",
    }
}

pub(super) const fn tier_code(tier: Tier) -> &'static str {
    match tier {
        Tier::Core => "core",
        Tier::Full => "full",
    }
}

/// 支援調整会議, ケース会議 and the others.
pub(in crate::pages) fn kind_name(t: &Texts, kind: ConferenceKind) -> String {
    t.get(&format!("{}{}", /* keys */ "conference-kind-", kind.name()))
}

/// 定期 or 随時.
pub(super) fn pattern_name(t: &Texts, pattern: Pattern) -> String {
    t.get(&format!("{}{}", /* keys */ "conference-pattern-", pattern_code(pattern)))
}

/// コア or フル.
pub(super) fn tier_name(t: &Texts, tier: Tier) -> String {
    t.get(&format!("{}{}", /* keys */ "conference-tier-", tier_code(tier)))
}

/// Why a case is on an agenda.
pub(in crate::pages) fn purpose_name(t: &Texts, purpose: Purpose) -> String {
    t.get(&format!("{}{}", /* keys */ "purpose-", purpose.name()))
}

/// What was concluded.
pub(in crate::pages) fn conclusion_name(t: &Texts, conclusion: Conclusion) -> String {
    t.get(&format!("{}{}", /* keys */ "conclusion-", conclusion.name()))
}

/// A conclusion as a word with a shape; one that is still to come waits.
pub(in crate::pages) fn conclusion_tag(t: &Texts, conclusion: Option<Conclusion>) -> StatusTag {
    match conclusion {
        None => StatusTag::new(Shape::Waiting, t.get("conclusion-none")),
        Some(conclusion) => {
            let shape = match conclusion {
                Conclusion::Approved | Conclusion::ApprovedWithChanges => Shape::Done,
                Conclusion::Postponed => Shape::Waiting,
                Conclusion::NotApproved => Shape::Blocked,
            };
            StatusTag::new(shape, conclusion_name(t, conclusion))
        }
    }
}

/// How an agency stands to what is proposed.
pub(in crate::pages) fn stance_name(t: &Texts, stance: Stance) -> String {
    t.get(&format!("{}{}", /* keys */ "stance-", stance.name()))
}

/// Whether the person was there.
pub(super) fn presence_name(t: &Texts, presence: Presence) -> String {
    t.get(&format!("{}{}", /* keys */ "presence-", presence.name()))
}

/// How far a sitting has come, as a word with a shape.
pub(in crate::pages) fn state_tag(t: &Texts, state: ConferenceState) -> StatusTag {
    let shape = match state {
        ConferenceState::Planned => Shape::Open,
        ConferenceState::Held => Shape::Active,
        ConferenceState::Closed => Shape::Closed,
        ConferenceState::CalledOff => Shape::Dropped,
    };
    StatusTag::new(shape, t.get(&format!("{}{}", /* keys */ "conference-state-", state.name())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    #[test]
    fn every_kind_state_purpose_and_conclusion_has_a_name_in_both_languages() {
        use ConferenceState::{CalledOff, Closed, Held, Planned};
        for lang in Lang::ALL {
            let t = Texts::shipped(lang);
            let mut names: Vec<String> = ConferenceKind::ALL.iter().map(|kind| kind_name(&t, *kind)).collect();
            names.extend(PATTERNS.map(|pattern| pattern_name(&t, pattern)));
            names.extend(TIERS.map(|tier| tier_name(&t, tier)));
            names.extend(Stance::ALL.iter().map(|stance| stance_name(&t, *stance)));
            names.extend(Presence::ALL.iter().map(|presence| presence_name(&t, *presence)));
            names.extend(Purpose::ALL.iter().map(|purpose| purpose_name(&t, *purpose)));
            names.extend(Conclusion::ALL.iter().map(|conclusion| conclusion_name(&t, *conclusion)));
            names.extend([Planned, Held, Closed, CalledOff].map(|state| state_tag(&t, state).label));
            assert!(names.iter().all(|name| !name.starts_with('⟦')), "{names:?}");
        }
    }
}
