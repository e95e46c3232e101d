//! Names of rewards, of what they ask for and of what they are worth, in the reader's language.

use banso_domain::{
    liaison::ExplainedBy,
    reward::{
        Amount, RewardAmount, RewardCondition, RewardDefinition, RewardKind, RewardLimit, RewardPer, RewardState,
        RewardVersion, Sureness,
    },
};
use chrono::NaiveDate;

use super::super::episodes::{both, in_words, programme_name};
use crate::{
    components::{Shape, StatusTag},
    site::{SignedIn, Site},
    text::Texts,
};

/// The name of a reward on a day.
pub(super) fn reward_name(t: &Texts, definition: &RewardDefinition, day: NaiveDate) -> String {
    definition.name_on(day).map_or_else(|| definition.id.clone(), |name| in_words(t, name))
}

/// What is asked for.
pub(in crate::pages) fn condition_name(t: &Texts, condition: RewardCondition) -> String {
    t.get(&format!("{}{}", /* keys */ "reward-condition-", condition.name().replace('_', "-")))
}

/// What holds, with its day.
pub(super) fn shown(reader: &SignedIn, condition: RewardCondition, on: Option<NaiveDate>) -> String {
    let t = &reader.t;
    let what = condition_name(t, condition);
    match on {
        Some(on) => t.with("reward-shown", [("what", what), ("day", reader.look.short(on).text().to_owned())]),
        None => what,
    }
}

/// Where a reward stands, as a word with its shape.
pub(super) fn state_tag(t: &Texts, state: RewardState) -> StatusTag {
    let shape = match state {
        RewardState::Applies => Shape::Urgent,
        RewardState::Looms => Shape::Attention,
        RewardState::Claimable => Shape::Active,
        RewardState::Lacking => Shape::Blocked,
        RewardState::Spared | RewardState::Claimed => Shape::Done,
    };
    StatusTag::new(shape, t.get(&format!("{}{}", /* keys */ "reward-state-", state.name())))
}

fn per_name(t: &Texts, per: RewardPer) -> String {
    t.get(&format!("{}{}", /* keys */ "reward-per-", per.name()))
}

/// How sure a definition is.
pub(super) fn sure_words(t: &Texts, sure: Sureness) -> String {
    t.get(&format!("{}{}", /* keys */ "reward-sure-", sure.name().replace('_', "-")))
}

/// One amount.
pub(super) fn amount(t: &Texts, definition: Option<&RewardDefinition>, amount: RewardAmount) -> String {
    let much = match amount.amount {
        Amount::Units(units) => t.with("reward-units", [("units", units)]),
        Amount::Percent(percent) => t.with("reward-percent", [("percent", percent)]),
    };
    let values = [("per", per_name(t, amount.per)), ("much", much)];
    match definition.map(|definition| definition.kind) {
        Some(RewardKind::Reduction) => t.with("reward-less", values),
        _ => t.with("reward-more", values),
    }
}

/// Every amount of a definition, with whom and what it is for.
pub(super) fn amount_words(
    site: &Site,
    t: &Texts,
    definition: &RewardDefinition,
    version: &RewardVersion,
    day: NaiveDate,
) -> String {
    if version.amounts.is_empty() {
        return match definition.kind {
            RewardKind::Base => String::new(),
            RewardKind::Addition | RewardKind::Reduction => t.get("reward-amount-unknown"),
        };
    }
    let one = |known: &RewardAmount| {
        let programme = known.programme.map(|programme| programme_name(site, t, programme, day));
        let by = known.explained_by.map(|by| match by {
            ExplainedBy::ServiceManager => t.get("claim-by-service_manager"),
            ExplainedBy::OtherStaff => t.get("claim-by-other_staff"),
        });
        let step = known.from_percent.map(|percent| t.with("reward-from-percent", [("percent", percent)]));
        let only: Vec<String> = programme.into_iter().chain(by).chain(step).collect();
        let much = amount(t, Some(definition), *known);
        match only.is_empty() {
            true => much,
            false => t.with("reward-only", [("much", much), ("only", only.join(&t.get("list-separator")))]),
        }
    };
    version.amounts.iter().map(one).collect::<Vec<_>>().join(&t.get("list-separator"))
}

/// How often.
pub(super) fn limit_words(t: &Texts, limit: RewardLimit) -> String {
    let times = [
        limit.month.map(|times| t.with("reward-limit-month", [("times", times)])),
        limit.half_year.map(|times| t.with("reward-limit-half-year", [("times", times)])),
        limit.year.map(|times| t.with("reward-limit-year", [("times", times)])),
        limit.once.then(|| t.get("reward-limit-once")),
    ];
    times.into_iter().flatten().collect::<Vec<_>>().join(&t.get("list-separator"))
}

/// What is to be kept outside Banso.
pub(super) fn papers_words(t: &Texts, version: &RewardVersion) -> String {
    version.papers.iter().map(|paper| both(t, paper)).collect::<Vec<_>>().join(&t.get("list-separator"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    #[test]
    fn every_condition_state_measure_and_degree_has_a_name_in_both_languages() {
        for lang in Lang::ALL {
            let t = Texts::shipped(lang);
            let words = RewardCondition::ALL.iter().map(|known| condition_name(&t, *known));
            let words = words.chain(RewardState::ALL.iter().map(|state| state_tag(&t, *state).label));
            let words = words.chain(RewardPer::ALL.iter().map(|per| per_name(&t, *per)));
            let words = words.chain(Sureness::ALL.iter().map(|sure| sure_words(&t, *sure)));
            assert!(words.into_iter().all(|words| !words.contains('⟦')), "{lang:?}");
        }
    }
}
