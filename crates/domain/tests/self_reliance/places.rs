//! 行き先: a plan's line leads to an entry of the directory; what became of that entry is said, and a shortlist is kept as the person wants.

use banso_domain::{
    case::plan::{Actor, PlaceState, PlannedPlace},
    id::{ImportId, ResourceId, ShortlistId},
    resource::{Field, Origin, Resource, ResourceEvent, Shortlist, Source, Told},
};
use uuid::Uuid;

use crate::{network_warnings::line, story::Story, support::*};

fn told(name: &str, phone: &str) -> Told {
    let fields = [
        (Field::Name, name),
        (Field::Kana, "ワークミドリ"),
        (Field::Municipality, "みどりの丘市"),
        (Field::Street, "中央1-2-3"),
        (Field::Phone, phone),
        (Field::Capacity, "20"),
    ];
    fields.into_iter().map(|(field, words)| (field, words.to_owned())).collect()
}

fn entry() -> Resource {
    let origin = Origin { source: Source::WamNet, list: "就労移行支援".into(), number: "A1".into() };
    let listed = ResourceEvent::Listed { origin, told: told("ワークみどり", "046-000-0101"), import: None };
    Resource::apply(None, ResourceId::new(Uuid::from_u128(701)), &listed).unwrap()
}

fn after(entry: &Resource, event: &ResourceEvent) -> Resource {
    Resource::apply(Some(entry.clone()), entry.id, event).unwrap()
}

#[test]
fn p_118_a_place_keeps_the_words_of_the_plan_and_says_since_when_it_is_listed_no_more() {
    let entry = entry();
    let place = PlannedPlace::of(&entry, today());
    assert_eq!((place.name.as_str(), place.kana.as_str()), ("ワークみどり", "わーくみどり"));
    assert_eq!(place.address, "みどりの丘市中央1-2-3");
    assert_eq!(place.against(&entry), PlaceState::AsNamed);

    let import = ImportId::new(Uuid::from_u128(702));
    let gone = after(&entry, &ResourceEvent::Gone { on: day("2026-10-01"), import });
    assert_eq!(place.against(&gone), PlaceState::Gone(day("2026-10-01")));
    assert_eq!(place.name, "ワークみどり", "the plan keeps its words");
}

#[test]
fn p_118_a_place_says_which_of_its_words_are_others_now() {
    let entry = entry();
    let place = PlannedPlace::of(&entry, today());
    let changed = |changed: Told| {
        let changes = entry.told.changes_to(&changed);
        after(&entry, &ResourceEvent::Republished { changes, import: ImportId::new(Uuid::from_u128(702)) })
    };
    let moved = changed(told("ワークみどり", "046-000-0999"));
    let phone = (Field::Phone, "046-000-0101".to_owned(), "046-000-0999".to_owned());
    assert_eq!(place.against(&moved), PlaceState::Changed(vec![phone]));

    let mut larger = told("ワークみどり", "046-000-0101");
    larger.set(Field::Capacity, "30");
    assert_eq!(place.against(&changed(larger)), PlaceState::AsNamed, "a plan does not rest on how many it takes");
}

#[test]
fn a_line_that_leads_to_a_place_names_an_owner_and_paper_says_it_as_it_was_then() {
    let mut line = line(Actor::OtherAgency, "");
    assert!(!line.has_owner());
    line.place = Some(PlannedPlace::of(&entry(), today()));
    assert!(line.has_owner());
    assert_eq!(line.carried_out_by(), "ワークみどり");
    line.agency = "みどりの丘福祉会".into();
    assert_eq!(line.carried_out_by(), "みどりの丘福祉会・ワークみどり");
    line.agency = "ワークみどり（見学）".into();
    assert_eq!(line.carried_out_by(), "ワークみどり（見学）", "it is not said twice");
}

#[test]
fn a_place_in_a_draft_asks_the_person_again_and_in_a_decided_plan_it_is_a_correction_with_its_reason() {
    let place = Some(PlannedPlace::of(&entry(), today()));
    let mut story = Story::signed(content());
    assert_eq!(refused(story.name_place((plan_id(1), 7), place.clone(), None, today())), ["P-20"]);
    let named = story.name_place((plan_id(1), 0), place.clone(), None, today());
    story.does(named.map(|event| event.expect("a change")));
    assert!(!story.current_plan().unwrap().is_signed(), "the person is asked again");
    assert_eq!(story.name_place((plan_id(1), 0), place.clone(), None, today()).unwrap(), None);

    let mut story = Story::decided(content());
    assert_eq!(refused(story.name_place((plan_id(1), 0), place.clone(), None, today())), ["P-12"]);
    let why = Some(("見学して本人が選んだ".to_owned(), day("2026-06-01")));
    let named = story.name_place((plan_id(1), 0), place, why, today());
    story.does(named.map(|event| event.expect("a change")));
    let plan = story.current_plan().unwrap();
    assert_eq!(plan.corrections.len(), 1);
    assert_eq!(plan.content.places().count(), 1);
}

#[test]
fn p_119_a_shortlist_is_kept_with_the_case_once_the_person_wants_it_and_taken_out_again() {
    let list = |numbers: &[u128]| Shortlist::of(numbers.iter().map(|n| ResourceId::new(Uuid::from_u128(*n)))).unwrap();
    let id = |number: u128| ShortlistId::new(Uuid::from_u128(number));
    let mut story = Story::signed(content());
    assert_eq!(refused(story.keep_shortlist(id(1), &list(&[1, 2]), false, staff(), today())), ["P-119"]);
    let kept = story.keep_shortlist(id(1), &list(&[1, 2]), true, staff(), today());
    story.does(kept.map(|event| event.expect("it is kept")));
    assert_eq!(story.keep_shortlist(id(2), &list(&[1, 2]), true, staff(), today()).unwrap(), None, "kept once");
    let [kept] = &story.shortlists[..] else { panic!("one list") };
    assert_eq!((kept.by, kept.on), (staff(), today()));
    assert_eq!(refused(story.drop_shortlist(id(9), today())), ["P-20"]);
    story.does(story.drop_shortlist(id(1), today()));
    assert!(story.shortlists.is_empty());
}
