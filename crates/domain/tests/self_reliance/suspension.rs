//! Suspension and resumption.

use banso_domain::{
    calendar::YearMonth,
    case::{
        CorrectPlan, DueKind, Stage,
        closing::{AttemptMeans, Way},
        event::Purpose,
        minutes::MatterMinutes,
        plan::Conclusion,
        record::Counterpart,
    },
};

use crate::{story::Story, support::*};

#[test]
fn a_suspension_is_confirmed_by_the_conference_and_has_a_reason() {
    let mut story = Story::decided(content());
    let suspend = |story: &Story, on, reason| story.suspend(day(on), reason, today());
    assert_eq!(refused(suspend(&story, "2026-09-01", "行方不明")), ["P-13"]);

    story.sits(sitting(2, "2026-08-31", Purpose::Suspension, Conclusion::Postponed));
    assert_eq!(refused(suspend(&story, "2026-09-01", "行方不明")), ["P-13"]);

    story.sits(sitting(3, "2026-09-14", Purpose::Suspension, Conclusion::Approved));
    assert_eq!(refused(suspend(&story, "2026-09-15", " ")), ["P-12"]);
    assert_eq!(refused(suspend(&story, "2026-09-13", "行方不明")), ["P-11"]);
    assert_eq!(refused(suspend(&story, "2026-12-02", "行方不明")), ["P-11"]);
    story.does(suspend(&story, "2026-09-15", "行方不明"));
    assert_eq!(story.stage(), Stage::Suspended);
}

#[test]
fn sr_14_two_means_of_reaching_the_person_were_tried_before_a_suspension() {
    let mut story = Story::decided(content());
    let warnings = |story: &Story| story.suspension_findings().iter().map(|rule| rule.code()).collect::<Vec<_>>();
    assert_eq!(warnings(&story), ["SR-14"]);

    story.does(story.attempt_contact(attempt("2026-08-03", AttemptMeans::Phone), today()));
    story.does(story.attempt_contact(attempt("2026-08-05", AttemptMeans::Phone), today()));
    assert_eq!(warnings(&story), ["SR-14"]);

    story.does(story.attempt_contact(attempt("2026-08-10", AttemptMeans::Visit), today()));
    assert_eq!(warnings(&story), [] as [&str; 0]);
}

#[test]
fn an_attempt_says_what_came_of_it_and_lies_in_the_past() {
    let story = Story::decided(content());
    let mut silent = attempt("2026-08-03", AttemptMeans::Letter);
    silent.result = " ".into();

    assert_eq!(refused(story.attempt_contact(silent, today())), ["P-12"]);
    assert_eq!(refused(story.attempt_contact(attempt("2026-12-02", AttemptMeans::Mail), today())), ["P-11"]);
}

#[test]
fn a_suspended_case_asks_for_nothing_but_what_others_have_promised() {
    let story = Story::suspended();

    assert_eq!(story.dues(), []);
}

#[test]
fn a_suspended_case_is_looked_after_in_the_month_that_the_conference_set() {
    let mut story = Story::suspended();
    let minutes = MatterMinutes { next_review: YearMonth::new(2026, 12), ..MatterMinutes::default() };
    story.does(story.write_minutes(conference_id(2), Purpose::Suspension, minutes));

    assert_eq!(story.next_due().map(|due| (due.kind, due.on)), Some((DueKind::Contact, day("2026-12-31"))));
}

#[test]
fn a_suspended_case_is_looked_after_on_the_day_that_a_record_since_then_set() {
    let mut story = Story::decided(content());
    story.does(story.write_record(record(1, "2026-07-01", Some("2026-07-15")), today()));
    story.sits(sitting(2, "2026-08-31", Purpose::Suspension, Conclusion::Approved));
    story.does(story.suspend(day("2026-09-01"), "転出先不明", today()));
    assert_eq!(story.next_due(), None, "what was set before counts no more");

    story.does(story.write_record(record(2, "2026-10-01", Some("2026-11-10")), today()));
    assert_eq!(story.next_due().map(|due| due.on), Some(day("2026-11-10")));
}

#[test]
fn p_21_the_plan_of_a_suspended_case_goes_on_only_after_it_is_resumed() {
    let mut story = Story::suspended();
    let monitors = |story: &Story| story.monitor(plan_id(1), monitoring("2026-09-20", None), today());
    assert_eq!(refused(monitors(&story)), ["P-21"]);
    assert_eq!(refused(story.draft_plan(plan_id(2), content(), staff(), today())), ["P-21"]);
    let correction =
        CorrectPlan { plan: plan_id(1), content: content(), reason: "誤字".into(), on: day("2026-09-20") };
    assert_eq!(refused(story.correct_plan(correction, today())), ["P-21"]);

    story.does(story.resume(day("2026-09-20"), "本人から電話", today()));

    assert!(monitors(&story).is_ok());
}

#[test]
fn p_21_nothing_is_signed_begun_or_decided_while_the_case_is_suspended() {
    let mut story = Story::approved(content());
    story.sits(sitting(2, "2026-05-21", Purpose::Suspension, Conclusion::Approved));
    story.does(story.suspend(day("2026-05-22"), "行方不明", today()));

    assert_eq!(refused(story.answer_plan(plan_id(1), agrees("2026-05-23"), false, today())), ["P-21"]);
    assert_eq!(refused(story.start_early(plan_id(1), day("2026-05-23"), "急ぐ", today())), ["P-21"]);
    let decided = story.decide_plan(plan_id(1), decision(&content(), "2026-05-25"), &centre(), today());
    assert_eq!(refused(decided), ["P-21"]);
}

#[test]
fn sr_14_a_person_who_was_reached_is_no_longer_silent() {
    let mut story = Story::decided(content());
    let warnings = |story: &Story| story.suspension_findings().iter().map(|rule| rule.code()).collect::<Vec<_>>();
    story.does(story.attempt_contact(attempt("2026-08-03", AttemptMeans::Phone), today()));
    story.does(story.attempt_contact(attempt("2026-08-10", AttemptMeans::Visit), today()));
    assert_eq!(warnings(&story), [] as [&str; 0]);

    let mut family = record(1, "2026-08-11", None);
    family.counterparts = vec![Counterpart::Family];
    story.does(story.write_record(family, today()));
    assert_eq!(story.attempts.len(), 2, "the family was reached, the person was not");

    story.does(story.write_record(record(2, "2026-08-12", None), today()));
    assert_eq!(warnings(&story), ["SR-14"]);
    story.does(story.attempt_contact(attempt("2026-08-20", AttemptMeans::Phone), today()));
    assert_eq!(story.attempts.len(), 1, "the next silence is counted from the beginning");
}

#[test]
fn sr_14_a_record_written_late_leaves_the_attempts_after_it() {
    let mut story = Story::decided(content());
    story.does(story.attempt_contact(attempt("2026-08-10", AttemptMeans::Visit), today()));

    story.does(story.write_record(record(1, "2026-08-09", None), today()));

    assert_eq!(story.attempts.len(), 1);
}

#[test]
fn a_person_who_is_back_goes_on_where_the_plan_stood() {
    let mut story = Story::suspended();
    assert_eq!(refused(story.resume(day("2026-09-20"), " ", today())), ["P-12"]);
    assert_eq!(refused(story.resume(day("2026-08-31"), "本人から電話", today())), ["P-11"]);

    story.does(story.resume(day("2026-09-20"), "本人から電話", today()));

    assert_eq!(story.stage(), Stage::InSupport);
    assert_eq!(story.suspensions[0].resumed_on, Some(day("2026-09-20")));
    assert_eq!(refused(story.resume(day("2026-09-21"), "もう一度", today())), ["P-20"]);
}

#[test]
fn sr_14_a_second_silence_begins_with_no_attempts() {
    let mut story = Story::suspended();
    story.does(story.resume(day("2026-09-20"), "本人から電話", today()));

    assert_eq!(story.suspension_findings().iter().map(|rule| rule.code()).collect::<Vec<_>>(), ["SR-14"]);
}

#[test]
fn a_second_suspension_needs_a_sitting_of_its_own() {
    let mut story = Story::suspended();
    story.does(story.resume(day("2026-09-20"), "本人から電話", today()));

    assert_eq!(refused(story.suspend(day("2026-10-20"), "再び不明", today())), ["P-13"]);
    story.sits(sitting(3, "2026-10-19", Purpose::Suspension, Conclusion::Approved));
    assert!(story.suspend(day("2026-10-20"), "再び不明", today()).is_ok());
}

#[test]
fn p_33_a_person_who_is_back_after_the_plan_ended_is_received_anew() {
    let story = Story::suspended();

    assert!(story.resume(day("2026-10-31"), "来所", today()).is_ok(), "the last day of the plan");
    assert_eq!(refused(story.resume(day("2026-11-01"), "来所", today())), ["P-33"]);
}

#[test]
fn p_33_the_case_that_rested_too_long_is_evaluated_and_closed_without_being_resumed() {
    let mut story = Story::suspended();
    story.does(story.evaluate(sheet_id(1), plan_id(1), staff(), evaluation("2026-11-02", Way::Close)));
    story.sits(sitting(3, "2026-11-10", Purpose::Closure, Conclusion::Approved));

    story.does(story.close(closing("2026-11-12", no_follow_up()), today()));

    assert_eq!(story.stage(), Stage::Closed);
}

#[test]
fn p_33_a_case_without_a_decided_plan_goes_on_whenever_the_person_is_back() {
    let mut story = Story::approved(content());
    story.sits(sitting(2, "2026-05-21", Purpose::Suspension, Conclusion::Approved));
    story.does(story.suspend(day("2026-05-22"), "行方不明", today()));

    assert!(
        story.resume(day("2026-11-20"), "来所", today()).is_ok(),
        "its plan is still to be decided, or drawn up anew"
    );
}

#[test]
fn p_33_a_case_that_was_to_go_on_with_a_re_plan_goes_on_with_it() {
    let mut story = Story::evaluated(Way::Replan);
    story.does(story.continue_with_replan(sheet_id(1), conference_id(2), day("2026-11-05")));
    story.sits(sitting(3, "2026-11-06", Purpose::Suspension, Conclusion::Approved));
    story.does(story.suspend(day("2026-11-07"), "行方不明", today()));

    assert!(story.resume(day("2026-11-20"), "来所", today()).is_ok());
}

#[test]
fn sr_19_a_plan_that_ended_since_the_person_was_back_is_to_be_evaluated() {
    let mut story = Story::suspended();
    let warnings = |story: &Story| story.findings(asked_on("2026-11-20")).len();
    assert_eq!(warnings(&story), 0);

    story.does(story.resume(day("2026-10-20"), "来所", today()));

    assert_eq!(story.findings(asked_on("2026-11-20")), [banso_domain::rule::Rule::EvaluationOverdue]);
}

#[test]
fn a_person_is_not_back_on_a_day_to_come() {
    let story = Story::suspended();

    assert_eq!(refused(story.resume(day("2026-12-02"), "本人から電話", today())), ["P-11"]);
}
