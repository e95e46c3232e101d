//! The words of plans: services by the name valid on the day, who does what, how far it has come.

use banso_domain::case::plan::{ActionState, Actor, ApplicationState, Conclusion, Outcome, TrainingType};

use crate::{
    components::{ChoiceOption, Shape, StatusTag},
    form::code_of,
    text::Texts,
};

/// Who does it.
pub(super) fn actor_name(t: &Texts, actor: Actor) -> String {
    t.get(&format!("{}{}", /* keys */ "plan-actor-", actor.name()))
}

/// How far a line of the plan has come.
pub(super) fn state_name(t: &Texts, state: ActionState) -> String {
    t.get(&format!("{}{}", /* keys */ "plan-state-", code_of(&state)))
}

/// Every state of a line, in the order shown.
pub(super) const STATES: [ActionState; 5] = [
    ActionState::NotStarted,
    ActionState::InProgress,
    ActionState::Achieved,
    ActionState::NotNow,
    ActionState::NotNeeded,
];

/// How far a line has come, as a word with a shape.
pub(super) fn state_tag(t: &Texts, state: ActionState) -> StatusTag {
    let shape = match state {
        ActionState::NotStarted => Shape::Open,
        ActionState::InProgress => Shape::Active,
        ActionState::NotNow => Shape::Waiting,
        ActionState::NotNeeded => Shape::Dropped,
        ActionState::Achieved => Shape::Done,
    };
    StatusTag::new(shape, state_name(t, state))
}

/// Where the own application of service 1 or 2 stands.
pub(super) fn application_name(t: &Texts, state: ApplicationState) -> String {
    t.get(&format!("{}{}", /* keys */ "plan-application-", code_of(&state)))
}

/// The type of certified work-training.
pub(super) fn training_name(t: &Texts, kind: TrainingType) -> String {
    t.get(&format!("{}{}", /* keys */ "plan-training-", code_of(&kind)))
}

/// What a sitting concluded.
pub(super) fn conclusion_name(t: &Texts, conclusion: Conclusion) -> String {
    t.get(&format!("{}{}", /* keys */ "plan-conclusion-", conclusion.name()))
}

/// The municipality's word on a line.
pub(super) fn outcome_name(t: &Texts, outcome: Outcome) -> String {
    t.get(&format!("{}{}", /* keys */ "plan-outcome-", code_of(&outcome)))
}

/// 有 and 無 as answers.
pub(super) fn yes_no(t: &Texts) -> Vec<ChoiceOption> {
    vec![ChoiceOption::new("yes", t.get("plan-used-yes")), ChoiceOption::new("no", t.get("plan-used-no"))]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    #[test]
    fn everything_in_a_plan_has_a_name_in_both_languages() {
        for lang in Lang::ALL {
            let t = Texts::shipped(lang);
            let mut names: Vec<String> = Actor::ALL.iter().map(|actor| actor_name(&t, *actor)).collect();
            names.extend(STATES.map(|state| state_name(&t, state)));
            names.extend(Conclusion::ALL.iter().map(|conclusion| conclusion_name(&t, *conclusion)));
            let outcomes = [Outcome::Decided, Outcome::Confirmed, Outcome::Recorded, Outcome::Refused];
            names.extend(outcomes.map(|outcome| outcome_name(&t, outcome)));
            let states = [ApplicationState::Applied, ApplicationState::Receiving, ApplicationState::Planned];
            names.extend(states.map(|state| application_name(&t, state)));
            names.extend([TrainingType::Employed, TrainingType::NonEmployed].map(|kind| training_name(&t, kind)));
            let missing: Vec<&String> = names.iter().filter(|name| name.starts_with('⟦')).collect();
            assert!(missing.is_empty(), "{missing:?} in {lang:?}");
        }
    }
}
