//! サビ管の流れ: where the individual support plan of a use stands, who does what next, and by when.

use std::fmt::Write as _;

use banso_domain::{
    episode::{Milestone, Programme},
    process::CycleState,
    rule::Rule,
};

use crate::support::*;

/// The steps with their state, as a サビ管 could check them.
fn cycle(of: &Use, on: &str) -> String {
    let definition = definition(of.episode.programme);
    let mut text = String::new();
    for view in definition.cycle_of(&of.episode, day(on)) {
        let state = match view.state {
            CycleState::Done => "済み",
            CycleState::Now => "いま",
            CycleState::Late => "遅れ",
            CycleState::PassedOver => "記録なし",
            CycleState::Ahead => "これから",
        };
        let day = |day: Option<chrono::NaiveDate>| day.map_or_else(|| "-".to_owned(), |day| day.to_string());
        let name = &view.step.names[0].ja;
        writeln!(text, "{name} {state} 記録:{} 期限:{}", day(view.done_on), day(view.due_on)).unwrap();
    }
    text
}

/// Transition support since April, with a plan that was talked over and agreed.
fn with_plan() -> Use {
    transition("2026-04-01")
        .noted(Milestone::PlanAssessed, "2026-04-08")
        .noted(Milestone::PlanDrafted, "2026-04-15")
        .noted(Milestone::PlanMeeting, "2026-04-20")
        .noted(Milestone::PlanAgreed, "2026-04-22")
}

#[test]
fn k_09_the_first_plan_goes_step_by_step_and_is_late_after_a_month() {
    let begun = transition("2026-04-01").noted(Milestone::PlanAssessed, "2026-04-08");
    let text = ["2026-04-10", "2026-05-01"].map(|on| format!("{on}\n{}", cycle(&begun, on))).join("\n");
    insta::assert_snapshot!(text);
}

#[test]
fn k_07_a_plan_that_is_agreed_is_carried_out_and_looked_at_after_three_months() {
    let of = with_plan();
    let looked_at = with_plan().noted(Milestone::PlanReviewed, "2026-07-10");
    let text = [(&of, "2026-05-01"), (&of, "2026-07-22"), (&looked_at, "2026-07-22")];
    let text = text.map(|(of, on)| format!("{on}\n{}", cycle(of, on))).join("\n");
    insta::assert_snapshot!(text);
}

#[test]
fn a_plan_that_is_written_anew_begins_the_way_again_and_the_old_steps_do_not_count() {
    let of = with_plan()
        .noted(Milestone::PlanReviewed, "2026-07-10")
        .noted(Milestone::PlanRenewed, "2026-07-10")
        .noted(Milestone::PlanAssessed, "2026-07-15");
    let agreed = of
        .clone()
        .noted(Milestone::PlanDrafted, "2026-07-20")
        .noted(Milestone::PlanMeeting, "2026-07-24")
        .noted(Milestone::PlanAgreed, "2026-07-28");
    let text = [&of, &agreed].map(|of| cycle(of, "2026-08-01")).join("\n");
    insta::assert_snapshot!(text);
}

#[test]
fn p_113_a_plan_that_was_agreed_without_a_meeting_is_told_of() {
    let transition_support = definition(Programme::Transition);
    let unmet = transition("2026-04-01").noted(Milestone::PlanAgreed, "2026-04-22");
    assert!(transition_support.findings(&unmet.episode, day("2026-05-01")).contains(&Rule::PlanMetFirst));
    assert!(!transition_support.findings(&with_plan().episode, day("2026-05-01")).contains(&Rule::PlanMetFirst));
}

#[test]
fn choice_support_has_no_individual_plan_and_each_daytime_service_has() {
    for programme in Programme::ALL {
        let has_plan = matches!(
            programme,
            Programme::Transition | Programme::ContinuationA | Programme::ContinuationB | Programme::Retention
        );
        assert_eq!(!definition(*programme).cycle.is_empty(), has_plan, "{}", programme.name());
    }
}

#[test]
fn a_use_that_has_ended_asks_for_no_step() {
    let of = with_plan().ended("2026-08-31", banso_domain::episode::EpisodeEndReason::Employed);
    assert_eq!(cycle(&of, "2026-09-01"), "");
    assert_eq!(definition(Programme::Transition).findings(&of.episode, day("2026-09-01")), []);
}
