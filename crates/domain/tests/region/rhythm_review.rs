//! 連絡の見直し as a caseworker expects it.

use banso_domain::{
    id::{AgencyId, CaseId, PersonId, ReviewId},
    rhythm_review::{
        KeptAt, PersonsWord, ReviewCause, ReviewEvent, ReviewedLink, RhythmReview, Seen, SeenState, round_of,
    },
    rule::{Refusal, Rule},
};
use chrono::NaiveDate;
use uuid::Uuid;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn refused(result: Result<ReviewEvent, Refusal>) -> Vec<Rule> {
    result.expect_err("a refusal").rules
}

const TODAY: &str = "2026-06-10";

fn review(state: SeenState, with: Option<AgencyId>) -> RhythmReview {
    let link =
        ReviewedLink { at: KeptAt::Case { case: CaseId::new(Uuid::nil()) }, agency: AgencyId::new(Uuid::nil()), with };
    let seen = Seen { state, since: day("2026-04-20"), on: day("2026-06-01") };
    let begun = ReviewEvent::Begun { person: PersonId::new(Uuid::nil()), link, seen };
    RhythmReview::apply(None, ReviewId::new(Uuid::nil()), &begun).expect("a review")
}

fn after(review: RhythmReview, event: ReviewEvent) -> RhythmReview {
    let id = review.id;
    RhythmReview::apply(Some(review), id, &event).expect("a review")
}

fn word(may_ask_employer: bool) -> PersonsWord {
    PersonsWord { on: day("2026-06-08"), words: " 少し休みたい ".to_owned(), may_ask_employer }
}

#[test]
fn r_34_links_are_looked_at_in_rounds_of_two_weeks_that_begin_on_a_monday() {
    let (first, last) = round_of(day(TODAY));
    assert_eq!((last - first).num_days(), 13);
    assert_eq!(first.format("%a").to_string(), "Mon");
    assert_eq!(round_of(first), (first, last));
    assert_eq!(round_of(last), (first, last));
    assert_eq!(round_of(last.succ_opt().expect("a day")).0, last.succ_opt().expect("a day"));
}

#[test]
fn r_36_a_review_is_closed_only_with_its_cause() {
    let review = review(SeenState::Thinning, None);
    let today = day(TODAY);
    assert_eq!(refused(review.close(None, "", today, today)), [Rule::CauseNamed]);
    assert_eq!(refused(review.close(Some(ReviewCause::Other), "  ", today, today)), [Rule::CauseNamed]);
    let event = review.close(Some(ReviewCause::StaffChanged), "", today, today).expect("closed");
    let closed = after(review, event);
    assert!(!closed.is_open());
    assert_eq!(refused(closed.close(Some(ReviewCause::Missed), "", today, today)), [Rule::ReviewStays]);
}

#[test]
fn r_37_where_the_person_stops_coming_they_are_asked_before_it_is_closed() {
    let today = day(TODAY);
    let silent = review(SeenState::Silent, None);
    assert!(silent.asks_person_first());
    assert_eq!(refused(silent.close(Some(ReviewCause::PersonsWish), "", today, today)), [Rule::PersonAskedFirst]);
    let event = silent.person_said(word(false), today).expect("a word");
    let heard = after(silent.clone(), event);
    assert_eq!(heard.word.as_ref().expect("a word").words, "少し休みたい");
    assert!(heard.close(Some(ReviewCause::PersonsWish), "", today, today).is_ok());
    // A firm that falls silent is no reason to ask the person first.
    let firm = review(SeenState::Silent, Some(AgencyId::new(Uuid::max())));
    assert!(firm.close(Some(ReviewCause::Missed), "", today, today).is_ok());
    // Nor is danger.
    let event = silent.note_danger(today, "自殺をほのめかす手紙", today).expect("noted");
    assert!(after(silent, event).close(Some(ReviewCause::Other), "警察に相談した", today, today).is_ok());
}

#[test]
fn r_37_the_employer_is_not_asked_about_it_until_the_person_agrees_or_there_is_danger() {
    let today = day(TODAY);
    let silent = review(SeenState::Silent, None);
    assert!(!silent.holds_back_from_employer(), "nobody has taken it on yet");
    let handed = after(silent.clone(), silent.hand_to_person(today, today).expect("handed"));
    assert!(handed.holds_back_from_employer());
    let refusing = after(handed.clone(), handed.person_said(word(false), today).expect("a word"));
    assert!(refusing.holds_back_from_employer());
    let agreeing = after(handed.clone(), handed.person_said(word(true), today).expect("a word"));
    assert!(!agreeing.holds_back_from_employer());
    let danger =
        after(handed.clone(), handed.note_danger(today, "連絡がつかず、部屋に明かりがない", today).expect("noted"));
    assert!(!danger.holds_back_from_employer());
    assert_eq!(refused(handed.note_danger(today, " ", today)), [Rule::ReasonNeeded]);
}

#[test]
fn p_172_what_was_reviewed_is_shown_again_when_it_thins_anew_or_was_only_forgotten() {
    let today = day(TODAY);
    let seen = review(SeenState::Thinning, None);
    let closed = |cause| after(seen.clone(), seen.close(Some(cause), "", today, today).expect("closed"));
    let (soon, later) = (day("2026-06-20"), day("2026-06-24"));
    let wished = closed(ReviewCause::PersonsWish);
    assert!(!wished.is_shown_again(day("2026-04-20"), later), "the same thinning");
    assert!(wished.is_shown_again(day("2026-06-15"), later), "another one");
    let missed = closed(ReviewCause::Missed);
    assert!(!missed.is_shown_again(day("2026-04-20"), soon));
    assert!(missed.is_shown_again(day("2026-04-20"), later), "after a round it is looked at again");
    assert!(seen.is_shown_again(day("2026-04-20"), today), "what is open is always shown");
}

#[test]
fn p_173_days_follow_each_other_and_what_is_closed_stays() {
    let today = day(TODAY);
    let review = review(SeenState::Thinning, None);
    for on in ["2026-05-31", "2026-06-11"] {
        assert_eq!(refused(review.hand_to_person(day(on), today)), [Rule::DateOutOfOrder], "{on}");
    }
    let closed = after(review.clone(), review.close(Some(ReviewCause::Missed), "", today, today).expect("closed"));
    assert_eq!(refused(closed.hand_to_person(today, today)), [Rule::ReviewStays]);
}
