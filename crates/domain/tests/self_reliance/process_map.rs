//! The map on the case page: done, now, next, and what stands in the way — one whole case from intake to the end of follow-up.

use banso_domain::{
    case::{
        Case, Close,
        closing::{CloseReason, Way},
        event::Purpose,
        intake::{ReferralConsent, ScreeningResult},
        plan::Conclusion,
    },
    process::{Condition, StepState},
    rule::Refusal,
};
use proptest::prelude::*;

use crate::{random_walk, story::Story, support::*};

/// One line a step: its identifier, how it stands, and because of which rules.
fn map(story: &Story) -> String {
    let process = process();
    let line = |view: banso_domain::process::StepView<'_>| {
        let state = match view.state {
            StepState::Done => "done".to_owned(),
            StepState::Now => "now".to_owned(),
            StepState::Next => "next".to_owned(),
            StepState::Blocked(rules) => {
                format!("blocked by {}", rules.iter().map(|rule| rule.code()).collect::<Vec<_>>().join(", "))
            }
            StepState::Skipped => "skipped".to_owned(),
        };
        format!("{:<13}{state}", view.step.id)
    };
    process.map(story, today()).into_iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The assessment is summed up.
fn summed_up(story: &mut Story) {
    let wanted = [("case.assessment_summary", serde_json::json!("家計の見直しから"))].into_iter().collect();
    let event = story.record_answers("assessment_form", &wanted, &["case.assessment_summary".into()]).unwrap();
    story.happens(event.unwrap());
}

#[test]
fn one_whole_case_from_intake_to_the_end_of_follow_up() {
    let mut story = Story::opened();
    insta::assert_snapshot!(map(&story), @"
    outreach     done
    consultation now
    application  now
    assessment   next
    plan         next
    conference   next
    decision     next
    delivery     next
    monitoring   next
    evaluation   next
    closure      next
    ");

    story.does(story.start_emergency_support(emergency("2026-04-06"), today()));
    story.does(story.answer_application(application("2026-04-06"), today()));
    story.does(story.screen(screening("2026-04-10", ScreeningResult::ContinueSupport), today()));
    insta::assert_snapshot!(map(&story), @"
    outreach     done
    consultation done
    application  done
    emergency    now
    assessment   now
    plan         now
    conference   next
    decision     next
    delivery     next
    monitoring   next
    evaluation   next
    closure      next
    ");

    summed_up(&mut story);
    story.does(story.draft_plan(plan_id(1), content(), staff(), day("2026-05-01")));
    insta::assert_snapshot!(map(&story), @"
    outreach     done
    consultation done
    application  done
    emergency    now
    assessment   done
    plan         now
    conference   next
    decision     next
    delivery     next
    monitoring   next
    evaluation   next
    closure      next
    ");

    story.does(story.answer_plan(plan_id(1), agrees("2026-05-08"), false, today()));
    insta::assert_snapshot!(map(&story), @"
    outreach     done
    consultation done
    application  done
    emergency    now
    assessment   done
    plan         done
    conference   now
    decision     next
    delivery     next
    monitoring   next
    evaluation   next
    closure      next
    ");

    let mut approving = sitting(1, "2026-05-20", Purpose::Plan, Conclusion::Approved);
    approving.ratifies = true;
    story.sits(approving);
    insta::assert_snapshot!(map(&story), @"
    outreach     done
    consultation done
    application  done
    emergency    done
    assessment   done
    plan         done
    conference   done
    decision     now
    delivery     next
    monitoring   next
    evaluation   next
    closure      next
    ");

    story.does(story.decide_plan(plan_id(1), decision(&content(), "2026-05-25"), &centre(), today()));
    insta::assert_snapshot!(map(&story), @"
    outreach     done
    consultation done
    application  done
    emergency    done
    assessment   done
    plan         done
    conference   done
    decision     done
    delivery     now
    monitoring   now
    evaluation   now
    closure      next
    ");

    story.does(story.monitor(plan_id(1), monitoring("2026-07-28", None), today()));
    story.does(story.evaluate(sheet_id(1), plan_id(1), staff(), evaluation("2026-08-02", Way::Replan)));
    story.does(story.continue_with_replan(sheet_id(1), conference_id(2), day("2026-08-05")));
    insta::assert_snapshot!(map(&story), @"
    outreach     done
    consultation done
    application  done
    emergency    done
    assessment   done
    plan         done
    conference   done
    decision     done
    delivery     done
    monitoring   done
    evaluation   done
    replan       now
    closure      next
    ");

    story.does(story.draft_plan(plan_id(2), content(), staff(), day("2026-08-10")));
    story.does(story.answer_plan(plan_id(2), agrees("2026-08-12"), false, today()));
    story.sits(sitting(3, "2026-08-19", Purpose::Replan, Conclusion::Approved));
    story.does(story.decide_plan(plan_id(2), decision(&content(), "2026-08-25"), &centre(), today()));
    insta::assert_snapshot!(map(&story), @"
    outreach     done
    consultation done
    application  done
    emergency    done
    assessment   done
    plan         done
    conference   done
    decision     done
    delivery     now
    monitoring   now
    evaluation   now
    replan       done
    closure      next
    ");

    story.does(story.evaluate(sheet_id(2), plan_id(2), staff(), evaluation("2026-11-02", Way::Close)));
    insta::assert_snapshot!(map(&story), @"
    outreach     done
    consultation done
    application  done
    emergency    done
    assessment   done
    plan         done
    conference   done
    decision     done
    delivery     done
    monitoring   done
    evaluation   done
    replan       done
    closure      blocked by SR-15
    ");

    story.sits(sitting(4, "2026-11-10", Purpose::Closure, Conclusion::Approved));
    insta::assert_snapshot!(map(&story), @"
    outreach     done
    consultation done
    application  done
    emergency    done
    assessment   done
    plan         done
    conference   done
    decision     done
    delivery     done
    monitoring   done
    evaluation   done
    replan       done
    closure      now
    ");

    story.does(story.close(closing("2026-11-12", follow_up_until("2027-03-31")), today()));
    insta::assert_snapshot!(map(&story), @"
    outreach     done
    consultation done
    application  done
    emergency    done
    assessment   done
    plan         done
    conference   done
    decision     done
    delivery     done
    monitoring   done
    evaluation   done
    replan       done
    closure      done
    follow_up    now
    ");

    story.does(story.end_follow_up(day("2026-11-30"), "本人と相談して終了", today()));
    insta::assert_snapshot!(map(&story), @"
    outreach     done
    consultation done
    application  done
    emergency    done
    assessment   done
    plan         done
    conference   done
    decision     done
    delivery     done
    monitoring   done
    evaluation   done
    replan       done
    closure      done
    follow_up    done
    ");
}

#[test]
fn sr_06_a_signed_plan_without_consent_to_share_shows_what_stands_in_the_way() {
    let mut story = Story::opened();
    story.does(story.answer_application(no_application("2026-04-06", "知られたくない"), today()));
    story.does(story.screen(screening("2026-04-10", ScreeningResult::ContinueSupport), today()));
    summed_up(&mut story);
    story.does(story.draft_plan(plan_id(1), content(), staff(), day("2026-05-01")));
    story.does(story.answer_plan(plan_id(1), agrees("2026-05-08"), false, today()));

    insta::assert_snapshot!(map(&story), @"
    outreach     done
    consultation done
    application  done
    assessment   done
    plan         done
    conference   blocked by SR-06
    decision     next
    delivery     next
    monitoring   next
    evaluation   next
    closure      next
    ");
}

#[test]
fn an_emergency_that_waits_for_its_report_does_not_hide_what_stands_in_the_way() {
    let mut story = Story::opened();
    story.does(story.start_emergency_support(emergency("2026-04-06"), today()));
    story.does(story.answer_application(no_application("2026-04-06", "知られたくない"), today()));
    story.does(story.screen(screening("2026-04-10", ScreeningResult::ContinueSupport), today()));
    summed_up(&mut story);
    story.does(story.draft_plan(plan_id(1), content(), staff(), day("2026-05-01")));
    story.does(story.answer_plan(plan_id(1), agrees("2026-05-08"), false, today()));

    assert!(map(&story).contains("emergency    now"));
    assert!(map(&story).contains("conference   blocked by SR-06"));
}

#[test]
fn a_case_that_ended_with_information_leaves_the_other_steps_out() {
    let mut story = Story::opened();
    let mut ends = screening("2026-04-06", ScreeningResult::InfoOnly);
    ends.comment = "減免制度を案内".into();
    story.does(story.screen(ends, today()));

    insta::assert_snapshot!(map(&story), @"
    outreach     done
    consultation done
    application  skipped
    assessment   skipped
    plan         skipped
    conference   skipped
    decision     skipped
    delivery     skipped
    monitoring   skipped
    evaluation   skipped
    closure      skipped
    ");
}

#[test]
fn emergency_support_shows_on_the_map_only_where_it_was_given() {
    let mut story = Story::opened();
    assert!(!map(&story).contains("emergency"));

    story.does(story.start_emergency_support(emergency("2026-04-06"), today()));

    assert!(map(&story).contains("emergency    now"));
}

#[test]
fn sr_06_what_stands_in_the_way_of_the_conference_is_said_as_soon_as_it_is_known() {
    let mut story = Story::opened();
    story.does(story.answer_application(no_application("2026-04-06", "知られたくない"), today()));
    story.does(story.screen(screening("2026-04-10", ScreeningResult::ContinueSupport), today()));

    assert!(map(&story).contains("plan         now"));
    assert!(map(&story).contains("conference   blocked by SR-06"));
    assert!(map(&story).contains("decision     next"));
}

#[test]
fn p_21_the_map_of_a_suspended_case_says_that_it_rests() {
    insta::assert_snapshot!(map(&Story::suspended()), @"
    outreach     done
    consultation done
    application  done
    assessment   now
    plan         done
    conference   done
    decision     done
    delivery     blocked by P-21
    monitoring   blocked by P-21
    evaluation   now
    closure      next
    ");
}

#[test]
fn p_03_a_case_that_waits_for_consent_says_what_planning_waits_for() {
    let mut story = Story::opened();
    let mut pending = screening("2026-04-10", ScreeningResult::ConsentPending);
    (pending.comment, pending.next_contact_on) = ("迷っている".into(), Some(day("2026-04-24")));
    story.does(story.screen(pending, today()));

    insta::assert_snapshot!(map(&story), @"
    outreach     done
    consultation done
    application  now
    assessment   blocked by P-03
    plan         blocked by P-03
    conference   next
    decision     next
    delivery     next
    monitoring   next
    evaluation   next
    closure      next
    ");
}

/// Takes the step as somebody would who has everything at hand that does not lie in the case; `None` for a step that is taken
/// in several ways, of which none is refused as a whole.
fn take(case: &Case, step: &str) -> Option<Result<(), Refusal>> {
    let on = "2026-11-25";
    let plan = case.current_plan();
    let id = plan.map_or(plan_id(0), |plan| plan.id);
    let sheet = case.evaluations.last().filter(|sheet| sheet.plan == id && sheet.result.is_none());
    let done = |result: Result<_, Refusal>| Some(result.map(|_: banso_domain::case::event::CaseEvent| ()));
    match step {
        "consultation" => {
            let mut referral = screening(on, ScreeningResult::ReferOut);
            referral.referral_targets = vec!["法テラス".into()];
            referral.referral_consent = Some(ReferralConsent::Agrees);
            done(case.screen(referral, today()))
        }
        "application" => done(case.answer_application(application(on), today())),
        "emergency" => Some(case.may_be_discussed(Purpose::Report)),
        // Answers are written at any time; what they are written towards begins with the screening.
        "assessment" if !Condition::Continues.holds(case) => Some(Err(Condition::Continues.rule().into())),
        "assessment" => Some(case.record_answers("assessment_form", &Default::default(), &[]).map(|_| ())),
        "plan" => match plan.filter(|plan| plan.decision.is_none()) {
            None => done(case.draft_plan(plan_id(99), content(), staff(), today())),
            Some(_) => Some(case.change_plan(id, content()).map(|_| ())),
        },
        "conference" if case.plans.len() > 1 => Some(case.may_be_discussed(Purpose::Replan)),
        "conference" => Some(case.may_be_discussed(Purpose::Plan)),
        "decision" => {
            let content = plan.map(|plan| plan.content.clone()).unwrap_or_default();
            let centre = centre_with_licence_until("2027-03-31");
            done(case.decide_plan(id, decision(&content, on), &centre, today()))
        }
        "delivery" | "monitoring" => done(case.monitor(id, monitoring(on, None), today())),
        "evaluation" => {
            let sheet = sheet.map_or(sheet_id(99), |sheet| sheet.id);
            done(case.evaluate(sheet, id, staff(), evaluation(on, Way::Close)))
        }
        "replan" => done(case.draft_plan(plan_id(99), content(), staff(), today())),
        "closure" => done(case.close(closing("2026-11-30", no_follow_up()), today())),
        "follow_up" => done(case.follow_up(today(), "元気", None, today())),
        _ => None,
    }
}

proptest! {
    #[test]
    fn no_rule_refuses_a_step_that_the_map_calls_now(choices in random_walk::choices()) {
        let story = random_walk::walk(&choices);
        for view in process().map(&story, today()) {
            if view.state == StepState::Now {
                let taken = take(&story, &view.step.id);
                prop_assert!(matches!(taken, Some(Ok(()))), "{}: {:?} in\n{}", view.step.id, taken, map(&story));
            }
        }
    }

    #[test]
    fn a_step_that_the_map_calls_blocked_is_refused_and_by_a_rule_that_it_names(choices in random_walk::choices()) {
        let story = random_walk::walk(&choices);
        for view in process().map(&story, today()) {
            if let StepState::Blocked(named) = &view.state {
                // A person who has died is neither evaluated nor discussed: that way out is always open.
                let taken = take(&story, &view.step.id).expect("a step that can be tried");
                let refusal = taken.expect_err(&format!("{} is not refused in\n{}", view.step.id, map(&story)));
                let known = refusal.rules.iter().any(|rule| named.contains(rule));
                prop_assert!(known, "{}: {} in\n{}", view.step.id, refusal, map(&story));
            }
        }
    }

    #[test]
    fn what_is_called_next_waits_for_a_step_that_is_now_or_blocked(choices in random_walk::choices()) {
        let story = random_walk::walk(&choices);
        let states: Vec<StepState> = process().map(&story, today()).into_iter().map(|view| view.state).collect();
        for (at, _) in states.iter().enumerate().filter(|(_, state)| **state == StepState::Next) {
            let waits_for = states[..at].iter().any(|state| matches!(state, StepState::Now | StepState::Blocked(_)));
            prop_assert!(waits_for);
        }
    }
}

#[test]
fn a_death_is_recorded_at_any_step() {
    for story in [Story::opened(), Story::decided(content()), Story::suspended()] {
        let death = Close { reason: CloseReason::Deceased, ..closing("2026-11-30", no_follow_up()) };
        assert!(story.close(death, today()).is_ok());
    }
}
