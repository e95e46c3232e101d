//! The support record: one entry a contact.

use banso_domain::case::{record::TookPlace, write_record};

use crate::{story::Story, support::*};

#[test]
fn an_entry_says_something_about_somebody_in_some_way() {
    let story = Story::opened();
    let without: [fn(&mut banso_domain::case::record::SupportRecord); 4] = [
        |record| record.facts = "　".into(),
        |record| record.counterparts.clear(),
        |record| record.methods.clear(),
        |record| record.staff.clear(),
    ];
    for take_away in without {
        let mut record = record(1, "2026-04-06", None);
        assert!(story.write_record(record.clone(), today()).is_ok());
        take_away(&mut record);
        assert_eq!(refused(story.write_record(record, today())), ["P-12"]);
    }
}

#[test]
fn an_outreach_visit_before_the_first_reception_belongs_to_the_case() {
    let story = Story::opened();

    assert!(story.write_record(record(1, "2026-01-15", None), today()).is_ok());
    assert_eq!(refused(story.write_record(record(1, "2025-04-04", None), today())), ["P-11"]);
    assert_eq!(refused(story.write_record(record(1, "2026-12-02", None), today())), ["P-11"]);
}

#[test]
fn an_entry_is_corrected_with_a_reason() {
    let story = Story::opened();

    assert_eq!(refused(story.correct_record(record(1, "2026-04-06", None), " ", today())), ["P-12"]);
    assert!(story.correct_record(record(1, "2026-04-06", None), "日付の誤り", today()).is_ok());
}

#[test]
fn the_quick_way_of_writing_an_entry_says_the_same_as_the_long_one() {
    let story = Story::opened();

    for on in ["2025-04-04", "2026-04-06", "2026-12-02"] {
        let long = story.write_record(record(1, on, None), today());
        assert_eq!(write_record(story.received_on, record(1, on, None), today()), long);
    }
}

#[test]
fn the_newest_contact_sets_the_next_step_whatever_was_written_last() {
    let mut story = Story::opened();
    story.does(story.write_record(record(1, "2026-05-10", Some("2026-05-24")), today()));
    story.does(story.write_record(record(2, "2026-05-02", Some("2026-05-09")), today()));
    assert_eq!(story.last_contact_on, Some(day("2026-05-10")));
    assert_eq!(story.next_due().map(|due| due.on), Some(day("2026-05-24")));

    story.does(story.write_record(record(3, "2026-05-24", None), today()));
    assert_eq!(story.next_due(), None);
}

#[test]
fn u11_an_entry_without_a_time_comes_before_midnight_of_the_same_day() {
    let at = |minute| TookPlace { on: day("2026-05-10"), minute_of_day: minute }.sort_key();
    let next_day = TookPlace { on: day("2026-05-11"), minute_of_day: None }.sort_key();

    assert!(at(None) < at(Some(0)));
    assert!(at(Some(0)) < at(Some(1439)));
    assert!(at(Some(1439)) < next_day);
}

#[test]
fn correcting_the_newest_entry_corrects_the_next_step() {
    let mut story = Story::opened();
    story.does(story.write_record(record(1, "2026-05-10", Some("2026-05-24")), today()));

    story.does(story.correct_record(record(1, "2026-05-11", Some("2026-05-25")), "日付の誤り", today()));

    assert_eq!(story.last_contact_on, Some(day("2026-05-11")));
    assert_eq!(story.next_due().map(|due| due.on), Some(day("2026-05-25")));
}

#[test]
fn correcting_an_older_entry_leaves_the_next_step_alone() {
    let mut story = Story::opened();
    story.does(story.write_record(record(1, "2026-05-10", Some("2026-05-24")), today()));
    story.does(story.write_record(record(2, "2026-05-24", Some("2026-06-07")), today()));

    story.does(story.correct_record(record(1, "2026-05-10", None), "誤記", today()));

    assert_eq!(story.next_due().map(|due| due.on), Some(day("2026-06-07")));
}
