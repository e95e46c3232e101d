//! After closure: follow-up contacts and their end.

use banso_domain::case::{DueKind, Stage};

use crate::{story::Story, support::*};

#[test]
fn a_case_closed_with_follow_up_is_followed_until_it_is_ended() {
    let mut story = Story::closed(follow_up_until("2027-03-31"));
    assert_eq!(story.stage(), Stage::FollowUp);

    story.does(story.follow_up(day("2026-11-26"), "仕事を続けている", None, today()));
    story.does(story.end_follow_up(day("2026-11-30"), "本人と相談して終了", today()));

    assert_eq!(story.stage(), Stage::Closed);
    let closure = story.closure.as_ref().unwrap();
    assert_eq!(closure.followed, [(day("2026-11-26"), "仕事を続けている".to_owned())]);
    assert_eq!(closure.follow_up_ended_on, Some(day("2026-11-30")));
}

#[test]
fn a_case_closed_without_follow_up_is_not_followed() {
    let story = Story::closed(no_follow_up());

    assert_eq!(refused(story.follow_up(day("2026-11-26"), "電話", None, today())), ["P-20"]);
    assert_eq!(refused(story.end_follow_up(day("2026-11-26"), "終了", today())), ["P-20"]);
}

#[test]
fn a_follow_up_says_how_the_person_is_and_lies_between_closure_and_today() {
    let story = Story::closed(follow_up_until("2027-03-31"));

    assert_eq!(refused(story.follow_up(day("2026-11-26"), " ", None, today())), ["P-12"]);
    assert_eq!(refused(story.end_follow_up(day("2026-11-26"), " ", today())), ["P-12"]);
    for on in ["2026-11-11", "2026-12-02"] {
        assert_eq!(refused(story.follow_up(day(on), "電話", None, today())), ["P-11"]);
        assert_eq!(refused(story.end_follow_up(day(on), "終了", today())), ["P-11"]);
    }
}

#[test]
fn the_next_follow_up_is_due_on_its_day_and_else_at_the_end_of_the_arrangement() {
    let mut story = Story::closed(follow_up_until("2027-03-31"));
    let due = |story: &Story| story.next_due().map(|due| (due.on, due.kind));
    assert_eq!(due(&story), Some((day("2027-03-31"), DueKind::FollowUp)));

    story.does(story.follow_up(day("2026-11-26"), "元気", Some(day("2026-12-24")), today()));
    assert_eq!(due(&story), Some((day("2026-12-24"), DueKind::FollowUp)));

    story.does(story.end_follow_up(day("2026-11-30"), "終了", today()));
    assert_eq!(due(&story), None);
}

#[test]
fn a_support_record_is_written_after_closure_too() {
    let story = Story::closed(no_follow_up());

    assert!(story.write_record(record(1, "2026-11-20", None), today()).is_ok());
}
