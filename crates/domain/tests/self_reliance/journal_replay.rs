//! A case read back from its journal is the case that was written.

use banso_domain::{
    case::{Case, event::CaseEvent},
    conference::{Conference, ConferenceEvent},
};
use proptest::prelude::*;

use crate::{random_walk, story::Story, support::*};

fn round_trip<T: serde::Serialize + serde::de::DeserializeOwned>(value: &T) -> T {
    serde_json::from_str(&serde_json::to_string(value).unwrap()).unwrap()
}

fn fold<'a>(events: impl IntoIterator<Item = &'a CaseEvent>) -> Case {
    events.into_iter().fold(None, |case, event| Case::apply(case, case_id(), event)).unwrap()
}

#[test]
fn a_journal_that_does_not_begin_with_the_opening_gives_no_case() {
    let story = Story::decided(content());

    assert_eq!(Case::apply(None, case_id(), &story.events()[1]), None);
}

#[test]
fn an_event_is_kept_under_a_type_in_plain_words() {
    let event = serde_json::to_string_pretty(&Story::opened().events()[0]).unwrap();

    insta::assert_snapshot!(event, @r#"
    {
      "type": "opened",
      "person": "00000000-0000-0000-0000-000000000005",
      "centre": "00000000-0000-0000-0000-000000000004",
      "municipality": "00000000-0000-0000-0000-000000000006",
      "reference": "2026-00001",
      "received_on": "2026-04-06",
      "received_by": "00000000-0000-0000-0000-000000000002",
      "assigned_to": "00000000-0000-0000-0000-000000000002",
      "previous": null
    }
    "#);
}

#[test]
fn a_conference_read_back_from_its_events_is_the_same() {
    let first = ConferenceEvent::Planned { host: agency(), plan: conference_plan(), members: Vec::new() };
    let planned = Conference::apply(None, conference_id(1), &first).unwrap();
    let events = [planned.note_gap("夜間の居場所").unwrap(), planned.call_off("台風").unwrap()];

    let direct = events.iter().fold(planned.clone(), |it, event| after(it, Ok(event.clone())));
    let read_back = events.iter().map(round_trip).fold(planned, |it, event| after(it, Ok(event)));

    assert_eq!(direct, read_back);
}

proptest! {
    #[test]
    fn folding_what_the_journal_kept_gives_the_same_case(choices in random_walk::choices()) {
        let story = random_walk::walk(&choices);

        let read_back: Vec<CaseEvent> = story.events().iter().map(round_trip).collect();

        prop_assert_eq!(story.events(), &read_back[..]);
        prop_assert_eq!(&*story, &fold(&read_back));
    }

    #[test]
    fn a_case_kept_as_a_whole_is_read_back_the_same(choices in random_walk::choices()) {
        let story = random_walk::walk(&choices);

        prop_assert_eq!(&round_trip(&*story), &*story);
    }

    #[test]
    fn the_first_part_of_the_journal_is_the_case_as_it_was(choices in random_walk::choices(), share in 0.0f64..1.0) {
        let story = random_walk::walk(&choices);
        let known = 1 + ((story.events().len() - 1) as f64 * share) as usize;

        let as_it_was = fold(&story.events()[..known]);
        let later = story.events()[known..].iter().try_fold(as_it_was, |case, event| Case::apply(Some(case), case_id(), event));

        prop_assert_eq!(later.as_ref(), Some(&*story));
    }
}
