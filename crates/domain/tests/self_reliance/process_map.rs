//! The map on the case page: done, now, next, and what stands in the way — one whole case from intake to the end of follow-up.

use banso_domain::{
    case::{closing::Way, event::Purpose, intake::ScreeningResult, plan::Conclusion},
    process::StepState,
};

use crate::{story::Story, support::*};

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
