//! Who is counted where the record is evaluated, and which counts are told.

use banso_domain::{
    id::PersonId,
    missing::Figure,
    person::{Person, PersonEvent, PersonFacts},
    rule::Rule,
};
use chrono::NaiveDate;
use uuid::Uuid;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

#[test]
fn p_170_who_does_not_want_to_be_counted_says_so_without_a_reason_and_may_change_their_mind() {
    let id = PersonId::new(Uuid::nil());
    let today = day("2026-06-10");
    let person = Person::apply(None, id, &PersonEvent::Registered { facts: PersonFacts::default() }).expect("a person");
    assert_eq!(person.uncounted_since, None, "who says nothing is counted");
    assert_eq!(person.answer_counting(true, today, today).expect("an answer"), None);
    let no = person.answer_counting(false, today, today).expect("an answer").expect("an event");
    let out = Person::apply(Some(person), id, &no).expect("a person");
    assert_eq!(out.uncounted_since, Some(today));
    let yes = out.answer_counting(true, today, today).expect("an answer").expect("an event");
    let refused = out.answer_counting(true, day("2026-06-11"), today).expect_err("a refusal");
    assert_eq!(refused.rules, [Rule::DateOutOfOrder]);
    assert_eq!(Person::apply(Some(out), id, &yes).expect("a person").uncounted_since, None);
}

#[test]
fn p_171_fewer_than_three_are_a_few_and_no_number_is_told() {
    assert_eq!([0, 1, 2, 3].map(Figure::of), [Figure::None, Figure::AFew, Figure::AFew, Figure::Exactly(3)]);
}
