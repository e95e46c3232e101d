//! Two entries that turn out to be one person.

use banso_domain::{
    id::PersonId,
    person::{Person, PersonEvent, PersonFacts},
};
use uuid::Uuid;

use crate::support::refused;

fn person(number: u128, name: &str) -> Person {
    let facts = PersonFacts { name: name.into(), ..PersonFacts::default() };
    let id = PersonId::new(Uuid::from_u128(number));
    Person::apply(None, id, &PersonEvent::Registered { facts }).unwrap()
}

fn after(person: &Person, event: &PersonEvent) -> Person {
    Person::apply(Some(person.clone()), person.id, event).unwrap()
}

#[test]
fn an_entry_is_joined_to_another_and_keeps_its_own_facts() {
    let (first, second) = (person(1, "渡辺"), person(2, "渡邉"));

    let joined = after(&second, &second.merge_into(&first, "同じ生年月日と住所").unwrap());

    assert_eq!(joined.merged_into, Some(first.id));
    assert_eq!(joined.facts, second.facts);
}

#[test]
fn a_mistaken_merge_is_taken_back_and_nothing_was_lost() {
    let (first, second) = (person(1, "渡辺"), person(2, "渡邉"));
    let joined = after(&second, &second.merge_into(&first, "同じ人").unwrap());

    let parted = after(&joined, &joined.undo_merge("別人だった").unwrap());

    assert_eq!(parted, second);
}

#[test]
fn a_merge_and_its_undoing_have_a_reason() {
    let (first, second) = (person(1, "渡辺"), person(2, "渡邉"));
    let joined = after(&second, &second.merge_into(&first, "同じ人").unwrap());

    assert_eq!(refused(second.merge_into(&first, " ")), ["P-12"]);
    assert_eq!(refused(joined.undo_merge(" ")), ["P-12"]);
}

#[test]
fn an_entry_is_joined_neither_to_itself_nor_twice_nor_to_one_that_was_joined_away() {
    let (first, second, third) = (person(1, "渡辺"), person(2, "渡邉"), person(3, "渡邊"));
    let joined = after(&second, &second.merge_into(&first, "同じ人").unwrap());

    assert_eq!(refused(first.merge_into(&first, "同じ人")), ["P-20"]);
    assert_eq!(refused(joined.merge_into(&third, "同じ人")), ["P-20"]);
    assert_eq!(refused(third.merge_into(&joined, "同じ人")), ["P-20"]);
    assert_eq!(refused(first.undo_merge("別人")), ["P-20"]);
}

#[test]
fn an_entry_begins_with_its_registration() {
    let event = PersonEvent::Corrected { facts: PersonFacts::default() };

    assert_eq!(Person::apply(None, PersonId::new(Uuid::from_u128(1)), &event), None);
}
