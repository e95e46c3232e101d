//! Random walks over everything that may be done: whatever was permitted, the invariants hold.

use banso_domain::{
    case::{
        Case, Close, CorrectPlan, Stage,
        closing::{AttemptMeans, CloseReason, Way},
        event::{CaseEvent, Purpose},
        intake::{ReferralConsent, ScreeningResult},
        plan::{ActionState, Conclusion, PlanContent, Service, TrainingType},
    },
    id::PlanId,
    rule::{Refusal, Severity},
};
use chrono::{Days, NaiveDate};
use proptest::prelude::*;

use crate::{story::Story, support::*};

/// A choice of a command, and of a variant of it.
pub(crate) type Choice = (u8, u8);

pub(crate) fn choices() -> impl Strategy<Value = Vec<Choice>> {
    // Commands that lead forward are drawn more often, so that walks reach closure and follow-up.
    let command = prop_oneof![2 => 0u8..24, 3 => prop::sample::select(vec![0, 1, 3, 4, 6, 7, 9, 13, 14, 15])];
    prop::collection::vec((command, any::<u8>()), 0..70)
}

/// The case after every permitted command of the walk; a day passes with each choice.
pub(crate) fn walk(choices: &[Choice]) -> Story {
    let mut story = Story::opened();
    let mut today = story.received_on;
    for choice in choices {
        if let Ok(events) = attempt_command(&story, *choice, today) {
            events.into_iter().for_each(|event| story.happens(event));
        }
        today = today + Days::new(1);
    }
    story
}

fn contents(variant: u8) -> PlanContent {
    let mut training = content_with(&[Service::Training]);
    training.services.training.training_type = Some(TrainingType::NonEmployed);
    match variant % 5 {
        0 => content(),
        1 => content_with(&[Service::Budget]),
        2 => content_of_only(Service::WorkPrep),
        3 => training,
        _ => PlanContent { goal: String::new(), ..content() },
    }
}

fn newest_plan(case: &Case) -> PlanId {
    case.current_plan().map_or(plan_id(0), |plan| plan.id)
}

fn attempt_command(case: &Case, (command, variant): Choice, today: NaiveDate) -> Result<Vec<CaseEvent>, Refusal> {
    let plan = newest_plan(case);
    let on = today.to_string();
    let some = |event: Option<CaseEvent>| event.into_iter().collect::<Vec<_>>();
    let one = |event: Result<CaseEvent, Refusal>| event.map(|event| vec![event]);
    let way = Way::ALL[usize::from(variant) % Way::ALL.len()];
    let sits = |purpose| {
        let conclusion = match variant % 6 {
            0 => Conclusion::Postponed,
            1 => Conclusion::NotApproved,
            2 => Conclusion::ApprovedWithChanges,
            _ => Conclusion::Approved,
        };
        let number = 1000 + u128::from(today.to_epoch_days().unsigned_abs());
        let result = sitting(number, &on, purpose, conclusion);
        case.discuss(
            banso_domain::case::event::SittingResult { ratifies: variant % 2 == 0, ..result },
            &nobody_known(today),
        )
    };
    let follow_up = if variant % 2 == 0 { no_follow_up() } else { follow_up_until("2030-03-31") };
    match command {
        0 if variant % 5 == 0 => one(case.answer_application(no_application(&on, "迷っている"), today)),
        0 => one(case.answer_application(application(&on), today)),
        1 => one(case.screen(screening(&on, ScreeningResult::ContinueSupport), today)),
        2 => {
            let mut other = screening(&on, ScreeningResult::ALL[usize::from(variant) % ScreeningResult::ALL.len()]);
            other.comment = "記録".into();
            other.referral_targets = vec!["法テラス".into()];
            other.referral_consent = Some(ReferralConsent::Agrees);
            other.next_contact_on = Some(today);
            one(case.screen(other, today))
        }
        3 => one(case.draft_plan(plan_id(case.plans.len() as u128 + 1), contents(variant), staff(), today)),
        4 => one(case.answer_plan(plan, agrees(&on), true, today)),
        5 => one(case.answer_plan(plan, declines(&on, "まだ早い"), false, today)),
        6 if case.plans.len() > 1 => sits(Purpose::Replan),
        6 => sits(Purpose::Plan),
        7 => {
            let content = case.current_plan().map(|plan| plan.content.clone()).unwrap_or_default();
            one(case.decide_plan(plan, decision(&content, &on), &centre(), today))
        }
        8 => one(case.monitor(plan, monitoring(&on, None), today)),
        9 => {
            let sheet = sheet_id(case.evaluations.len() as u128 + u128::from(variant % 2));
            one(case.evaluate(sheet, plan, staff(), evaluation(&on, way)))
        }
        10 => {
            let sheet = sheet_id(case.evaluations.len() as u128 + u128::from(variant % 2));
            let begun = banso_domain::case::closing::EvaluationContent { person_wish: None, ..evaluation(&on, way) };
            one(case.evaluate(sheet, plan, staff(), begun))
        }
        11 => {
            let sheet = case.evaluations.last().map_or(sheet_id(0), |sheet| sheet.id);
            one(case.continue_with_replan(sheet, conference_id(1), today))
        }
        12 if variant % 7 == 0 => sits(Purpose::SupportMeeting),
        12 => sits(Purpose::Suspension),
        13 => sits(Purpose::Closure),
        14 => one(case.close(closing(&on, follow_up), today)),
        15 if variant % 3 == 0 => one(case.end_follow_up(today, "終了", today)),
        15 => one(case.follow_up(today, "元気", None, today)),
        16 => one(case.suspend(today, "不明", today)),
        17 => one(case.resume(today, "電話あり", today)),
        18 => one(case.start_emergency_support(emergency(&on), today)),
        19 => one(case.start_early(plan, today, "会議は来月", today)),
        20 if variant % 4 == 0 => {
            let content = contents(variant / 4);
            one(case.correct_plan(CorrectPlan { plan, content, reason: "修正".into(), on: today }, today))
        }
        20 => case.change_plan(plan, contents(variant / 4)).map(some),
        21 => {
            let means = AttemptMeans::ALL[usize::from(variant) % AttemptMeans::ALL.len()];
            one(case.attempt_contact(attempt(&on, means), today))
        }
        22 if variant % 8 == 0 => {
            one(case.close(Close { reason: CloseReason::Deceased, ..closing(&on, follow_up) }, today))
        }
        22 => one(case.move_action(plan, 0, ActionState::InProgress)),
        _ => {
            let next = (variant % 2 == 0).then_some("2026-09-01");
            one(case.write_record(record(u128::from(variant), &on, next), today))
        }
    }
}

fn invariants(case: &Case) -> Result<(), TestCaseError> {
    for plan in &case.plans {
        if let Some(decision) = &plan.decision {
            prop_assert!(plan.is_signed(), "a decided plan is signed");
            prop_assert!(plan.is_approved(), "a decided plan was approved as it stands");
            let answered = plan.answer.as_ref().is_some_and(|answer| answer.on <= decision.on);
            prop_assert!(answered, "nothing is decided before the person's answer");
            prop_assert!(plan.content.compulsory_items_filled(), "a decided plan is complete");
            prop_assert!(!plan.content.needs_decision() || plan.service_application, "and applied for");
            prop_assert_eq!(decision.decided(), plan.content.needs_decision());
        }
    }
    let kept: std::collections::BTreeSet<_> = case.plans.iter().map(|plan| plan.id).collect();
    prop_assert_eq!(kept.len(), case.plans.len(), "no plan is there twice");
    let rounds = case.plans.iter().enumerate().all(|(at, plan)| plan.round as usize == at);
    prop_assert!(rounds, "re-plans are counted");
    let running = case.suspensions.iter().filter(|suspension| suspension.resumed_on.is_none()).count();
    prop_assert!(running <= 1, "a case is suspended once at a time");
    prop_assert_eq!(Stage::from_name(case.stage().name()), Some(case.stage()));
    prop_assert_eq!(case.next_due(), case.dues().into_iter().min_by_key(|due| (due.on, due.kind)));
    Ok(())
}

proptest! {
    #[test]
    fn whatever_is_permitted_the_case_stays_sound(choices in choices()) {
        let story = walk(&choices);
        for known in 1..=story.events().len() {
            let case = story.events()[..known].iter().fold(None, |case, event| Case::apply(case, case_id(), event));
            invariants(&case.unwrap())?;
        }
    }

    #[test]
    fn support_that_was_closed_was_evaluated_with_the_persons_wish_and_a_conference_approved(choices in choices()) {
        let story = walk(&choices);
        let supported = story.supported_plan().is_some();
        let closure = story.closure.as_ref().filter(|closure| supported && closure.reason != CloseReason::Deceased);
        if let Some(closure) = closure {
            let sheet = story.evaluations.last().expect("an evaluation");
            prop_assert!(sheet.content.compulsory_items_filled());
            let (conference, on, way) = sheet.result.expect("the conference's word");
            prop_assert_eq!(way, Way::Close);
            prop_assert!(on <= closure.on);
            let sat = |sitting: &banso_domain::case::event::SittingResult| {
                Some(sitting.conference) == conference && sitting.purpose == Purpose::Closure && sitting.conclusion.approves()
            };
            prop_assert!(story.sittings.iter().any(sat));
        }
    }

    #[test]
    fn only_rules_of_the_strongest_kind_refuse_and_none_refuses_in_silence(choices in choices()) {
        let story = walk(&choices);
        let today = day("2026-09-01");
        for command in 0..24 {
            for variant in 0..6 {
                if let Err(refusal) = attempt_command(&story, (command, variant), today) {
                    prop_assert!(!refusal.rules.is_empty());
                    prop_assert!(refusal.rules.iter().all(|rule| rule.severity() == Severity::Error));
                }
            }
        }
    }

    #[test]
    fn an_open_case_is_always_shown_something_to_do_or_what_stands_in_the_way(choices in choices()) {
        use banso_domain::process::StepState;

        let story = walk(&choices);
        let map = process();
        let map = map.map(&story, today());
        let shown = map.iter().any(|view| matches!(view.state, StepState::Now | StepState::Blocked(_)));
        prop_assert_eq!(shown, story.stage().is_open());
    }
}

/// Walks that never leave the first stages would make the properties above say nothing.
#[test]
fn random_walks_reach_every_stage() {
    use proptest::{strategy::ValueTree, test_runner::TestRunner};

    let mut runner = TestRunner::deterministic();
    let mut reached = std::collections::BTreeSet::new();
    for _ in 0..2_000 {
        let story = walk(&choices().new_tree(&mut runner).unwrap().current());
        let fold = |case, event| Case::apply(case, case_id(), event);
        let mut case = None;
        for event in story.events() {
            case = fold(case, event);
            reached.insert(case.as_ref().unwrap().stage());
        }
    }

    assert_eq!(reached.into_iter().collect::<Vec<_>>(), Stage::ALL);
}
