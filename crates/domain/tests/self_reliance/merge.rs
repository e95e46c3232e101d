//! Two entries that turn out to be one person.

use banso_domain::{
    id::PersonId,
    person::{Person, PersonEvent, PersonFacts},
};
use proptest::prelude::*;
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

    let joined = after(&second, &second.merge_into(&first, "同じ生年月日と住所", false).unwrap());

    assert_eq!(joined.merged_into, Some(first.id));
    assert_eq!(joined.facts, second.facts);
}

#[test]
fn a_mistaken_merge_is_taken_back_and_nothing_was_lost() {
    let (first, second) = (person(1, "渡辺"), person(2, "渡邉"));
    let joined = after(&second, &second.merge_into(&first, "同じ人", false).unwrap());

    let parted = after(&joined, &joined.undo_merge("別人だった").unwrap());

    assert_eq!(parted, second);
}

#[test]
fn p_103_the_entry_of_somebody_whose_record_is_protected_is_not_joined_with_another() {
    let (first, second) = (person(1, "渡辺"), person(2, "渡邉"));

    assert_eq!(refused(second.merge_into(&first, "同じ人", true)), ["P-103"]);
}

#[test]
fn a_merge_and_its_undoing_have_a_reason() {
    let (first, second) = (person(1, "渡辺"), person(2, "渡邉"));
    let joined = after(&second, &second.merge_into(&first, "同じ人", false).unwrap());

    assert_eq!(refused(second.merge_into(&first, " ", false)), ["P-12"]);
    assert_eq!(refused(joined.undo_merge(" ")), ["P-12"]);
}

#[test]
fn an_entry_is_joined_neither_to_itself_nor_twice_nor_to_one_that_was_joined_away() {
    let (first, second, third) = (person(1, "渡辺"), person(2, "渡邉"), person(3, "渡邊"));
    let joined = after(&second, &second.merge_into(&first, "同じ人", false).unwrap());

    assert_eq!(refused(first.merge_into(&first, "同じ人", false)), ["P-20"]);
    assert_eq!(refused(joined.merge_into(&third, "同じ人", false)), ["P-20"]);
    assert_eq!(refused(third.merge_into(&joined, "同じ人", false)), ["P-20"]);
    assert_eq!(refused(first.undo_merge("別人")), ["P-20"]);
}

#[test]
fn an_entry_begins_with_its_registration() {
    let event = PersonEvent::Corrected { facts: PersonFacts::default() };

    assert_eq!(Person::apply(None, PersonId::new(Uuid::from_u128(1)), &event), None);
}

fn any_facts() -> impl Strategy<Value = PersonFacts> {
    ("[山田鈴木渡邉髙橋 ]{1,8}", "[ア-ンー ]{0,12}", any::<bool>(), "[0-9]{0,11}").prop_map(
        |(name, kana, name_assumed, phone_mobile)| PersonFacts {
            name,
            kana,
            name_assumed,
            phone_mobile,
            ..PersonFacts::default()
        },
    )
}

proptest! {
    #[test]
    fn whoever_was_merged_and_parted_is_as_before_and_at_every_moment_between_as_it_was_then(
        facts in any_facts(),
        corrected in any_facts(),
        times in 1usize..4,
    ) {
        let into = person(1, "渡辺");
        let id = PersonId::new(Uuid::from_u128(2));
        let mut journal = vec![PersonEvent::Registered { facts }, PersonEvent::Corrected { facts: corrected }];
        let as_of = |journal: &[PersonEvent]| {
            journal.iter().fold(None, |entry, event| Person::apply(entry, id, event)).unwrap()
        };
        let before = as_of(&journal);
        for _ in 0..times {
            let merged = as_of(&journal).merge_into(&into, "同じ人", false).unwrap();
            journal.push(merged);
            prop_assert_eq!(as_of(&journal).merged_into, Some(into.id));
            prop_assert_eq!(&as_of(&journal).facts, &before.facts);
            let parted = as_of(&journal).undo_merge("別人だった").unwrap();
            journal.push(parted);
            prop_assert_eq!(&as_of(&journal), &before);
        }
        prop_assert_eq!(&as_of(&journal[..2]), &before);
        prop_assert_eq!(as_of(&journal[..3]).merged_into, Some(into.id));
    }
}
