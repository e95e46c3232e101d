//! Evaluation and closure: the person's wish, the conference, and what is agreed for afterwards.

use banso_domain::case::{
    Close, Stage,
    closing::{CloseReason, EvaluationContent, FollowUp, Way},
    event::Purpose,
    plan::Conclusion,
};

use crate::{story::Story, support::*};

#[test]
fn a_plan_is_evaluated_once_it_is_in_support() {
    let approved = Story::approved(content());
    let sheet = || evaluation("2026-11-02", Way::Close);
    assert_eq!(refused(approved.evaluate(sheet_id(1), plan_id(1), staff(), sheet())), ["P-19"]);

    assert_eq!(Story::evaluated(Way::Close).stage(), Stage::Evaluation);
}

#[test]
fn an_evaluation_sheet_is_completed_little_by_little() {
    let mut story = Story::decided(content());
    let begun = EvaluationContent { person_wish: None, ..evaluation("2026-11-02", Way::Close) };
    story.does(story.evaluate(sheet_id(1), plan_id(1), staff(), begun));

    story.does(story.evaluate(sheet_id(1), plan_id(1), staff(), evaluation("2026-11-04", Way::Close)));

    assert_eq!(story.evaluations.len(), 1);
    assert_eq!(story.evaluation(sheet_id(1)).unwrap().content.person_wish, Some(Way::Close));
    let second = story.evaluate(sheet_id(2), plan_id(1), staff(), evaluation("2026-11-04", Way::Close));
    assert_eq!(refused(second), ["P-27"]);
}

#[test]
fn the_compulsory_items_of_the_evaluation_sheet() {
    let without: [fn(&mut EvaluationContent); 5] = [
        |sheet| sheet.evaluated_on = None,
        |sheet| sheet.goal_attainment = " ".into(),
        |sheet| sheet.changes.clear(),
        |sheet| sheet.person_wish = None,
        |sheet| sheet.staff_opinion = None,
    ];
    for take_away in without {
        let mut sheet = evaluation("2026-11-02", Way::Close);
        assert!(sheet.compulsory_items_filled());
        take_away(&mut sheet);
        assert!(!sheet.compulsory_items_filled());
    }
}

#[test]
fn sr_15_a_case_is_not_closed_without_an_evaluation() {
    let story = Story::decided(content());

    assert_eq!(refused(story.close(closing("2026-11-12", no_follow_up()), today())), ["SR-15"]);
}

#[test]
fn sr_15_a_case_is_not_closed_without_a_conference() {
    let story = Story::evaluated(Way::Close);

    assert_eq!(refused(story.close(closing("2026-11-12", no_follow_up()), today())), ["SR-15"]);
}

#[test]
fn sr_15_a_case_is_closed_with_evaluation_conference_and_wish() {
    let story = Story::closed(no_follow_up());

    assert_eq!(story.stage(), Stage::Closed);
    assert_eq!(story.evaluation(sheet_id(1)).unwrap().result.map(|(.., way)| way), Some(Way::Close));
}

#[test]
fn sr_15_a_closure_that_the_conference_postponed_or_declined_is_not_carried_out() {
    for (conclusion, stage) in [(Conclusion::Postponed, Stage::Evaluation), (Conclusion::NotApproved, Stage::PlanDraft)]
    {
        let mut story = Story::evaluated(Way::Close);
        story.sits(sitting(2, "2026-11-10", Purpose::Closure, conclusion));

        assert_eq!(story.stage(), stage);
        assert_eq!(refused(story.close(closing("2026-11-12", no_follow_up()), today())), ["SR-15"]);
    }
}

#[test]
fn a_postponed_closure_is_approved_at_the_next_sitting() {
    let mut story = Story::evaluated(Way::Close);
    story.sits(sitting(2, "2026-11-10", Purpose::Closure, Conclusion::Postponed));
    story.sits(sitting(3, "2026-11-24", Purpose::Closure, Conclusion::Approved));

    assert!(story.close(closing("2026-11-25", no_follow_up()), today()).is_ok());
}

#[test]
fn after_a_declined_closure_the_support_goes_on_with_a_re_plan() {
    let mut story = Story::evaluated(Way::Close);
    story.sits(sitting(2, "2026-11-10", Purpose::Closure, Conclusion::NotApproved));

    assert!(story.draft_plan(plan_id(2), content(), staff(), day("2026-11-11")).is_ok());
}

#[test]
fn follow_up_is_decided_at_closure_yes_or_no() {
    let story = Story::closure_approved();
    let undecided = Close { follow_up: None, ..closing("2026-11-12", no_follow_up()) };
    let unexplained = closing("2026-11-12", FollowUp::No { reason: " ".into() });
    let nobody = FollowUp::Yes {
        method: "電話".into(),
        frequency: String::new(),
        who: String::new(),
        until: day("2027-03-31"),
        next_on: None,
    };

    assert_eq!(refused(story.close(undecided, today())), ["P-14"]);
    assert_eq!(refused(story.close(unexplained, today())), ["P-12"]);
    assert_eq!(refused(story.close(closing("2026-11-12", nobody), today())), ["P-12"]);
    assert_eq!(refused(story.close(closing("2026-11-12", follow_up_until("2026-11-11")), today())), ["P-12"]);
    assert!(story.close(closing("2026-11-12", follow_up_until("2027-03-31")), today()).is_ok());
}

#[test]
fn another_reason_for_closure_is_written_in_words() {
    let story = Story::closure_approved();
    let other = || Close { reason: CloseReason::Other, ..closing("2026-11-12", no_follow_up()) };

    assert_eq!(refused(story.close(other(), today())), ["P-12"]);
    assert!(story.close(Close { note: "市外の施設へ".into(), ..other() }, today()).is_ok());
}

#[test]
fn a_closure_lies_between_the_sitting_and_today() {
    let story = Story::closure_approved();

    for on in ["2026-11-09", "2026-12-02"] {
        assert_eq!(refused(story.close(closing(on, no_follow_up()), today())), ["P-11"]);
    }
}

#[test]
fn a_person_who_has_died_is_not_asked_and_no_conference_is_needed() {
    for story in [Story::opened(), Story::drafted(content()), Story::decided(content()), Story::suspended()] {
        let died = Close { reason: CloseReason::Deceased, ..closing("2026-11-12", no_follow_up()) };
        assert!(story.close(died, today()).is_ok());
    }
}

#[test]
fn a_closed_case_changes_no_more() {
    let story = Story::closed(no_follow_up());

    assert_eq!(refused(story.close(closing("2026-11-13", no_follow_up()), today())), ["P-01"]);
    assert_eq!(refused(story.answer_application(application("2026-11-13"), today())), ["P-01"]);
    assert_eq!(refused(story.draft_plan(plan_id(2), content(), staff(), today())), ["P-01"]);
    assert_eq!(refused(story.suspend(day("2026-11-13"), "不明", today())), ["P-01"]);
    let screening = screening("2026-11-13", banso_domain::case::intake::ScreeningResult::ContinueSupport);
    assert_eq!(refused(story.screen(screening, today())), ["P-01"]);
}

#[test]
fn a_person_who_comes_back_gets_a_new_case_that_points_to_the_one_before() {
    let before = Story::closed(no_follow_up());

    let mut again = opening("2026-11-30");
    again.previous = Some(before.id);

    assert!(again.decide(today()).is_ok());
}

#[test]
fn whoever_thinks_again_after_the_conferences_word_writes_another_sheet() {
    let mut story = Story::closure_approved();
    let again =
        |story: &Story, sheet| story.evaluate(sheet, plan_id(1), staff(), evaluation("2026-11-16", Way::Replan));
    assert_eq!(refused(again(&story, sheet_id(1))), ["P-27"]);

    story.does(again(&story, sheet_id(2)));
    assert_eq!(story.stage(), Stage::Evaluation);
    assert_eq!(refused(story.close(closing("2026-11-17", no_follow_up()), today())), ["SR-15"]);

    story.does(story.continue_with_replan(sheet_id(2), conference_id(3), day("2026-11-17")));
    assert!(story.draft_plan(plan_id(2), content(), staff(), day("2026-11-18")).is_ok());
}

#[test]
fn sr_15_a_re_plan_that_is_not_wanted_after_all_does_not_keep_the_case_from_closing() {
    let mut story = Story::evaluated(Way::Replan);
    story.does(story.continue_with_replan(sheet_id(1), conference_id(2), day("2026-11-05")));
    story.does(story.draft_plan(plan_id(2), content(), staff(), day("2026-11-06")));
    assert_eq!(refused(story.may_be_discussed(Purpose::Closure)), ["P-29"]);
    assert_eq!(refused(story.close(closing("2026-11-12", no_follow_up()), today())), ["SR-15"]);

    story.does(story.evaluate(sheet_id(2), plan_id(1), staff(), evaluation("2026-11-09", Way::Close)));
    story.sits(sitting(3, "2026-11-10", Purpose::Closure, Conclusion::Approved));

    assert!(story.close(closing("2026-11-12", no_follow_up()), today()).is_ok());
}

#[test]
fn a_plan_under_which_no_support_was_given_is_closed_with_the_persons_wish_in_words() {
    let mut story = Story::drafted(content());
    story.does(story.answer_plan(plan_id(1), declines("2026-05-08", "自分でやってみる"), false, today()));
    let own_wish =
        |note: &str| Close { reason: CloseReason::OwnWish, note: note.into(), ..closing("2026-05-12", no_follow_up()) };

    assert_eq!(refused(story.close(own_wish(" "), today())), ["P-12"]);
    story.does(story.close(own_wish("自分でやってみたいとのこと"), today()));

    assert_eq!(story.stage(), Stage::Closed);
}

#[test]
fn a_case_without_any_plan_ends_by_its_screening_and_not_by_closure() {
    for story in [Story::opened(), Story::continuing()] {
        let wished = Close { note: "本人の希望".into(), ..closing("2026-05-12", no_follow_up()) };
        assert_eq!(refused(story.close(wished, today())), ["SR-15"]);
    }
}

#[test]
fn sr_15_support_that_began_early_is_evaluated_before_the_case_is_closed() {
    let mut story = Story::signed(content());
    story.does(story.start_early(plan_id(1), day("2026-05-10"), "次の会議は6月", today()));
    let wished = || Close { note: "本人の希望".into(), ..closing("2026-06-30", no_follow_up()) };
    assert_eq!(refused(story.close(wished(), today())), ["SR-15"]);

    story.does(story.evaluate(sheet_id(1), plan_id(1), staff(), evaluation("2026-06-10", Way::Close)));
    story.sits(sitting(1, "2026-06-17", Purpose::Closure, Conclusion::Approved));

    assert!(story.close(wished(), today()).is_ok());
}

#[test]
fn the_plan_before_is_not_evaluated_again_once_the_re_plan_is_in_support() {
    let mut story = Story::evaluated(Way::Replan);
    story.does(story.continue_with_replan(sheet_id(1), conference_id(2), day("2026-11-05")));
    story.does(story.draft_plan(plan_id(2), content(), staff(), day("2026-11-06")));
    story.does(story.answer_plan(plan_id(2), agrees("2026-11-07"), false, today()));
    story.does(story.start_early(plan_id(2), day("2026-11-08"), "切れ目なく", today()));
    let evaluate = |plan| story.evaluate(sheet_id(2), plan, staff(), evaluation("2026-11-09", Way::Close));

    assert_eq!(refused(evaluate(plan_id(1))), ["P-27"]);
    assert!(evaluate(plan_id(2)).is_ok());
}

#[test]
fn a_death_is_not_dated_before_the_first_contact() {
    let story = Story::opened();
    let died = Close { reason: CloseReason::Deceased, ..closing("2026-04-05", no_follow_up()) };

    assert_eq!(refused(story.close(died, today())), ["P-11"]);
}
