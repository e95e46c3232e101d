//! Suspension and resumption.

use banso_domain::case::{Stage, closing::AttemptMeans, event::Purpose, plan::Conclusion};

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
    assert_eq!(refused(story.draft_plan(plan_id(2), content(), staff(), today())), ["P-07"]);
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
fn sr_19_a_plan_that_ended_during_the_suspension_is_to_be_evaluated_when_the_person_is_back() {
    let mut story = Story::suspended();
    let warnings = |story: &Story| story.findings(asked_on("2026-11-20")).len();
    assert_eq!(warnings(&story), 0);

    story.does(story.resume(day("2026-11-20"), "来所", today()));

    assert_eq!(story.findings(asked_on("2026-11-20")), [banso_domain::rule::Rule::EvaluationOverdue]);
}

#[test]
fn a_person_is_not_back_on_a_day_to_come() {
    let story = Story::suspended();

    assert_eq!(refused(story.resume(day("2026-12-02"), "本人から電話", today())), ["P-11"]);
}
