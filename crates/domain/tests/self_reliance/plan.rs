//! The plan: draft, signature, early start, correction and re-plan.

use banso_domain::{
    answer::{PersonAnswer, Will},
    case::{
        CorrectPlan, Stage,
        closing::Way,
        event::Purpose,
        intake::ScreeningResult,
        plan::{ActionState, Conclusion, PlanContent, PlanKind, Service, TrainingType},
    },
};

use crate::{story::Story, support::*};

fn correction(content: PlanContent) -> CorrectPlan {
    CorrectPlan { plan: plan_id(1), content, reason: "実施日の変更".into(), on: day("2026-07-01") }
}

#[test]
fn a_plan_follows_a_screening_that_says_to_continue() {
    let story = Story::applied();
    assert_eq!(refused(story.draft_plan(plan_id(1), content(), staff(), today())), ["P-03"]);

    let story = Story::drafted(content());
    let plan = story.current_plan().unwrap();
    assert_eq!((plan.kind, plan.round, plan.version), (PlanKind::Initial, 0, 1));
    assert_eq!(story.stage(), Stage::PlanDraft);
}

#[test]
fn there_is_one_plan_at_a_time() {
    for story in [Story::drafted(content()), Story::signed(content()), Story::decided(content())] {
        assert_eq!(refused(story.draft_plan(plan_id(2), content(), staff(), today())), ["P-07"]);
    }
}

#[test]
fn a_plan_with_empty_compulsory_items_is_drafted_but_not_signed() {
    let without: [fn(&mut PlanContent); 6] = [
        |content| content.long_term_goal.clear(),
        |content| content.goal = " ".into(),
        |content| content.actions.clear(),
        |content| content.services.training.used = None,
        |content| content.related.welfare_loan.used = None,
        |content| content.ends_on = None,
    ];
    for take_away in without {
        let mut content = content();
        take_away(&mut content);
        let story = Story::drafted(content);

        assert_eq!(refused(story.answer_plan(plan_id(1), agrees("2026-05-08"), true, today())), ["P-06"]);
        assert!(story.answer_plan(plan_id(1), declines("2026-05-08", "急がないで"), false, today()).is_ok());
    }
}

#[test]
fn sr_04_the_signature_applies_for_services_3_4_and_5_and_for_no_other() {
    let asks_for_application = |service| content_with(&[service]).needs_decision();
    let table: Vec<_> = Service::ALL.iter().map(|service| (service.number(), asks_for_application(*service))).collect();

    assert_eq!(table, [(1, false), (2, false), (3, true), (4, true), (5, true), (6, false)]);
}

#[test]
fn sr_11_services_3_4_and_5_need_the_persons_application_beside_the_consent() {
    for service in [Service::Budget, Service::WorkPrep] {
        let story = Story::drafted(content_with(&[service]));
        assert_eq!(refused(story.answer_plan(plan_id(1), agrees("2026-05-08"), false, today())), ["SR-11"]);
        assert!(story.answer_plan(plan_id(1), agrees("2026-05-08"), true, today()).is_ok());
    }
}

#[test]
fn sr_11_a_plan_without_those_services_needs_the_consent_alone() {
    let services = [Service::HousingBenefit, Service::Shelter, Service::EmploymentSupport];
    let story = Story::drafted(content_with(&services));

    assert!(story.answer_plan(plan_id(1), agrees("2026-05-08"), false, today()).is_ok());
}

#[test]
fn sr_13_work_training_is_signed_only_once_its_type_is_chosen() {
    let mut content = content_with(&[Service::Training]);
    let story = Story::drafted(content.clone());
    assert_eq!(refused(story.answer_plan(plan_id(1), agrees("2026-05-08"), true, today())), ["SR-13"]);

    content.services.training.training_type = Some(TrainingType::NonEmployed);
    let story = Story::drafted(content);
    assert!(story.answer_plan(plan_id(1), agrees("2026-05-08"), true, today()).is_ok());
}

#[test]
fn u13_a_no_to_the_plan_is_kept_with_its_reason() {
    let mut story = Story::drafted(content());
    assert_eq!(refused(story.answer_plan(plan_id(1), declines("2026-05-08", ""), false, today())), ["P-12"]);

    story.does(story.answer_plan(plan_id(1), declines("2026-05-08", "目標が高すぎる"), false, today()));

    let answer = story.current_plan().unwrap().answer.clone().unwrap();
    assert_eq!(answer.will, Will::Declines { reason: "目標が高すぎる".into() });
    assert_eq!(story.stage(), Stage::PlanDraft);
}

#[test]
fn a_plan_is_signed_neither_before_it_was_drafted_nor_in_the_future() {
    let story = Story::drafted(content());

    for on in ["2026-04-30", "2026-12-02"] {
        let answer = PersonAnswer { on: day(on), ..agrees(on) };
        assert_eq!(refused(story.answer_plan(plan_id(1), answer, true, today())), ["P-11"]);
    }
}

#[test]
fn a_changed_plan_is_signed_again() {
    let mut story = Story::signed(content());
    let changed = PlanContent { goal: "家賃と電気代を毎月払う".into(), ..content() };
    assert_eq!(story.change_plan(plan_id(1), content()), Ok(None));

    let event = story.change_plan(plan_id(1), changed).unwrap();
    story.happens(event.unwrap());

    let plan = story.current_plan().unwrap();
    assert!(!plan.is_signed());
    assert!(!plan.service_application);
    assert_eq!(plan.version, 2);
    assert_eq!(story.stage(), Stage::PlanDraft);
}

#[test]
fn a_decided_plan_is_not_redrafted_and_not_signed_again() {
    let story = Story::decided(content());

    assert_eq!(refused(story.change_plan(plan_id(1), content())), ["P-05"]);
    assert_eq!(refused(story.answer_plan(plan_id(1), agrees("2026-06-01"), true, today())), ["P-05"]);
    assert_eq!(refused(story.change_plan(plan_id(9), content())), ["P-04"]);
}

#[test]
fn sr_09_support_may_begin_before_the_conference_with_a_reason() {
    let mut story = Story::signed(content());
    assert_eq!(refused(story.start_early(plan_id(1), day("2026-05-10"), " ", today())), ["P-12"]);

    story.does(story.start_early(plan_id(1), day("2026-05-10"), "次の会議は6月", today()));

    assert!(story.waits_for_ratification());
    assert!(story.monitor(plan_id(1), monitoring("2026-05-15", None), today()).is_ok());
    assert_eq!(refused(story.start_early(plan_id(1), day("2026-05-11"), "再度", today())), ["P-05"]);
}

#[test]
fn sr_05_support_does_not_begin_early_without_the_persons_agreement() {
    let story = Story::drafted(content());

    assert_eq!(refused(story.start_early(plan_id(1), day("2026-05-10"), "急ぐ", today())), ["SR-05"]);
}

#[test]
fn sr_09_what_began_early_is_ratified_by_the_sitting_that_says_so() {
    let mut story = Story::signed(content());
    story.does(story.start_early(plan_id(1), day("2026-05-10"), "次の会議は6月", today()));

    story.sits(sitting(1, "2026-06-03", Purpose::Plan, Conclusion::Postponed));
    assert!(story.waits_for_ratification());

    let mut approving = sitting(2, "2026-06-17", Purpose::Plan, Conclusion::Approved);
    approving.ratifies = true;
    story.sits(approving);

    assert!(!story.waits_for_ratification());
    let early = story.current_plan().unwrap().early_start.clone().unwrap();
    assert_eq!(early.ratified, Some((conference_id(2), day("2026-06-17"))));
}

#[test]
fn a_slight_edit_of_a_decided_plan_is_a_correction_and_needs_no_new_signature() {
    let mut story = Story::decided(content_with(&[Service::Budget]));
    let corrected = PlanContent { remarks: "面談は第2火曜に変更".into(), ..content_with(&[Service::Budget]) };

    story.does(story.correct_plan(correction(corrected), today()));

    let plan = story.current_plan().unwrap();
    assert!(plan.is_signed());
    assert_eq!(plan.version, 2);
    assert_eq!(plan.corrections, [(day("2026-07-01"), "実施日の変更".to_owned())]);
    assert_eq!(story.stage(), Stage::InSupport);
}

#[test]
fn a_correction_that_changes_a_statutory_service_is_a_re_plan() {
    let mut decided = content_with(&[Service::Budget]);
    decided.services.budget.to = "2026-10".into();
    let story = Story::decided(decided.clone());

    let added = content_with(&[Service::Budget, Service::WorkPrep]);
    let taken_away = content();
    let mut longer = decided.clone();
    longer.services.budget.to = "2027-01".into();

    for content in [added, taken_away, longer] {
        assert_eq!(refused(story.correct_plan(correction(content), today())), ["P-09"]);
    }
}

#[test]
fn a_correction_gives_a_reason_and_keeps_the_compulsory_items() {
    let story = Story::decided(content());
    let silent = CorrectPlan { reason: " ".into(), ..correction(content()) };
    let emptied = correction(PlanContent { goal: String::new(), ..content() });

    assert_eq!(refused(story.correct_plan(silent, today())), ["P-12"]);
    assert_eq!(refused(story.correct_plan(emptied, today())), ["P-06"]);
}

#[test]
fn a_plan_that_is_not_in_support_is_changed_and_not_corrected() {
    let story = Story::approved(content());
    assert_eq!(refused(story.correct_plan(correction(content()), today())), ["P-05"]);

    let story = Story::evaluated(Way::Close);
    assert_eq!(refused(story.correct_plan(correction(content()), today())), ["P-05"]);
}

#[test]
fn a_re_plan_follows_the_evaluation_and_goes_round_with_a_number() {
    let mut story = Story::evaluated(Way::Replan);
    assert_eq!(refused(story.draft_plan(plan_id(2), content(), staff(), today())), ["P-07"]);

    story.does(story.continue_with_replan(sheet_id(1), conference_id(2), day("2026-11-05")));
    assert_eq!(story.stage(), Stage::PlanDraft);
    story.does(story.draft_plan(plan_id(2), content(), staff(), day("2026-11-06")));

    let plan = story.current_plan().unwrap();
    assert_eq!((plan.kind, plan.round), (PlanKind::Replan, 1));
    assert!(!plan.is_signed());
    assert!(plan.sittings.is_empty());
}

#[test]
fn a_re_plan_needs_a_complete_evaluation_sheet() {
    let mut story = Story::decided(content());
    let mut incomplete = evaluation("2026-11-02", Way::Replan);
    incomplete.person_wish = None;
    story.does(story.evaluate(sheet_id(1), plan_id(1), staff(), incomplete));

    let result = story.continue_with_replan(sheet_id(1), conference_id(2), day("2026-11-05"));

    assert_eq!(refused(result), ["P-28"]);
    assert_eq!(refused(story.continue_with_replan(sheet_id(9), conference_id(2), day("2026-11-05"))), ["P-20"]);
}

#[test]
fn u12_a_line_of_the_plan_moves_on() {
    let mut story = Story::decided(content());
    assert_eq!(refused(story.move_action(plan_id(1), 1, ActionState::Achieved)), ["P-20"]);

    story.does(story.move_action(plan_id(1), 0, ActionState::InProgress));

    assert_eq!(story.current_plan().unwrap().content.actions[0].state, ActionState::InProgress);
}

#[test]
fn monitoring_says_how_near_the_goal_is_once_support_runs() {
    let story = Story::approved(content());
    assert_eq!(refused(story.monitor(plan_id(1), monitoring("2026-07-31", None), today())), ["P-19"]);

    let mut story = Story::decided(content());
    let mut silent = monitoring("2026-07-31", None);
    silent.progress.clear();
    assert_eq!(refused(story.monitor(plan_id(1), silent, today())), ["P-12"]);
    assert_eq!(refused(story.monitor(plan_id(1), monitoring("2026-12-02", None), today())), ["P-11"]);

    story.does(story.monitor(plan_id(1), monitoring("2026-07-31", Some("2026-09")), today()));
    assert_eq!(story.current_plan().unwrap().next_monitoring(), Some(month("2026-09")));
}

#[test]
fn a_person_without_consent_to_sharing_may_still_have_a_plan_drafted_and_signed() {
    let mut story = Story::opened();
    story.does(story.answer_application(no_application("2026-04-06", "知られたくない"), today()));
    story.does(story.screen(screening("2026-04-10", ScreeningResult::ContinueSupport), today()));

    story.does(story.draft_plan(plan_id(1), content(), staff(), day("2026-05-01")));
    story.does(story.answer_plan(plan_id(1), agrees("2026-05-08"), false, today()));

    assert_eq!(story.stage(), Stage::ConferencePending);
}

#[test]
fn a_correction_is_not_dated_before_the_decision() {
    let story = Story::decided(content());

    for on in ["2026-05-24", "2026-12-02"] {
        let misdated = CorrectPlan { on: day(on), ..correction(content()) };
        assert_eq!(refused(story.correct_plan(misdated, today())), ["P-11"]);
    }
}

/// The draft is changed and signed again.
fn changed_and_signed(story: &mut Story, content: PlanContent) {
    let event = story.change_plan(plan_id(1), content).unwrap();
    story.happens(event.unwrap());
    story.does(story.answer_plan(plan_id(1), agrees("2026-05-22"), true, today()));
}

#[test]
fn a_plan_that_gains_a_statutory_service_after_its_approval_goes_to_a_conference_again() {
    let mut story = Story::approved(content());
    let gained = content_with(&[Service::WorkPrep]);

    changed_and_signed(&mut story, gained.clone());
    assert_eq!(story.stage(), Stage::ConferencePending);
    let refusal = story.decide_plan(plan_id(1), decision(&gained, "2026-05-25"), &centre(), today());
    assert_eq!(refused(refusal), ["P-08"]);

    story.sits(sitting(2, "2026-05-24", Purpose::Plan, Conclusion::Approved));
    assert!(story.decide_plan(plan_id(1), decision(&gained, "2026-05-25"), &centre(), today()).is_ok());
}

#[test]
fn a_slight_edit_after_the_approval_needs_the_signature_and_no_new_conference() {
    let mut story = Story::approved(content());

    changed_and_signed(&mut story, PlanContent { remarks: "午後に電話".into(), ..content() });

    assert_eq!(story.stage(), Stage::DecisionPending);
}

#[test]
fn changes_that_the_conference_asked_for_are_covered_by_its_word() {
    let mut story = Story::signed(content());
    story.sits(sitting(1, "2026-05-20", Purpose::Plan, Conclusion::ApprovedWithChanges));

    changed_and_signed(&mut story, content_with(&[Service::Budget]));

    assert_eq!(story.stage(), Stage::DecisionPending);
}

#[test]
fn no_plan_is_drafted_for_a_person_with_whom_contact_is_lost() {
    let mut story = Story::continuing();
    story.sits(sitting(1, "2026-04-20", Purpose::Suspension, Conclusion::Approved));
    story.does(story.suspend(day("2026-04-21"), "連絡が取れない", today()));
    assert_eq!(refused(story.draft_plan(plan_id(1), content(), staff(), day("2026-05-01"))), ["P-21"]);

    story.does(story.resume(day("2026-04-30"), "本人から電話", today()));
    assert!(story.draft_plan(plan_id(1), content(), staff(), day("2026-05-01")).is_ok());
}

#[test]
fn support_begins_and_is_monitored_between_the_draft_and_today() {
    let mut story = Story::signed(content());
    for on in ["2026-04-30", "2026-12-02"] {
        assert_eq!(refused(story.start_early(plan_id(1), day(on), "急ぐ", today())), ["P-11"]);
    }

    story.does(story.start_early(plan_id(1), day("2026-05-10"), "急ぐ", today()));

    for on in ["2026-04-30", "2026-12-02"] {
        assert_eq!(refused(story.monitor(plan_id(1), monitoring(on, None), today())), ["P-11"]);
    }
}

#[test]
fn sr_09_a_sitting_does_not_ratify_support_that_began_after_it() {
    let mut story = Story::signed(content());
    story.does(story.start_early(plan_id(1), day("2026-05-21"), "次の会議は6月", today()));

    let mut earlier = sitting(1, "2026-05-20", Purpose::Plan, Conclusion::Approved);
    earlier.ratifies = true;
    story.sits(earlier);

    assert!(story.waits_for_ratification());
}

#[test]
fn a_re_plan_is_concluded_once_on_a_sheet() {
    let mut story = Story::evaluated(Way::Replan);
    let conclude = |story: &Story| story.continue_with_replan(sheet_id(1), conference_id(2), day("2026-11-05"));
    story.does(conclude(&story));

    assert_eq!(refused(conclude(&story)), ["P-27"]);
}
