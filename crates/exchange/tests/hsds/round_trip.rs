//! Written out and read in again, an entry tells the same.

use banso_domain::resource::{Field, Origin, Resource, Source, Told};
use banso_exchange::Roster;
use proptest::prelude::*;
use uuid::Uuid;

use crate::{
    schema::folder,
    support::{WAMNET, entries, published, roster_of},
};

/// As JSON, and as a package.
fn read_again(entries: &[Resource]) -> [Roster; 2] {
    let published = published(entries);
    let json = serde_json::to_vec(&published.nested().services(true)).expect("JSON");
    let files = published.package().expect("a package");
    let services = files.iter().find(|(name, _)| *name == "services.csv").expect("services").1.clone();
    [roster_of(&json, &[]), roster_of(&services, &files)]
}

fn told(roster: &Roster) -> Vec<(Option<Origin>, Told)> {
    let mut told: Vec<_> = roster.rows.iter().map(|row| (row.origin.clone(), row.told.clone())).collect();
    told.sort_by(|one, other| one.0.cmp(&other.0));
    told
}

#[test]
fn an_entry_that_was_read_from_hsds_and_written_again_is_equal() {
    let roster = roster_of(&std::fs::read(folder().join("service_full.json")).expect("the example"), &[]);
    for again in read_again(&entries(&roster)) {
        assert_eq!(told(&again), told(&roster));
    }
}

#[test]
fn an_entry_of_another_source_comes_back_with_every_word() {
    let entries = entries(&roster_of(WAMNET.as_bytes(), &[]));
    for again in read_again(&entries) {
        let told = told(&again);
        for entry in &entries {
            let number = entry.id.to_string();
            let is_it =
                |origin: &Option<Origin>| origin.as_ref().is_some_and(|origin| origin.number.starts_with(&number));
            let again = &told.iter().find(|(origin, _)| is_it(origin)).unwrap().1;
            for (field, words) in
                entry.told.iter().filter(|(field, _)| ![Field::Municipality, Field::Street].contains(field))
            {
                assert_eq!(again.get(field), words, "{field:?}");
            }
            assert_eq!(again.address(), entry.told.address());
        }
    }
}

fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        "[あいう髙﨑①𠮷a-c=+@・0-9:/.%-]{1,12}",
        Just("https://example.jp/%E3%81%82".to_owned()),
        Just("info@example.jp".to_owned()),
        Just("09:00-17:00".to_owned()),
        Just("43.06".to_owned()),
        Just("2026-11-20".to_owned()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn whatever_a_source_tells_comes_back(told in proptest::collection::btree_map(proptest::sample::select(Field::ALL), words(), 0..20)) {
        let mut told: Told = told.into_iter().filter(|(field, _)| !field.is_of_region()).collect();
        told.set(Field::Name, "あおば");
        // Where a city is told, the prefecture is cut from it and from nothing else.
        if told.of(Field::Municipality).is_none() {
            told.set(Field::Street, "");
        }
        told.set(Field::Status, "active");
        let ids = [1, 2, 3].map(|number| Uuid::from_u128(number).to_string());
        let origin = Origin { source: Source::Hsds, list: ids[0].clone(), number: format!("{}/{}", ids[1], ids[2]) };
        let event = banso_domain::resource::ResourceEvent::Listed { origin: origin.clone(), told: told.clone(), import: None };
        let entry = Resource::apply(None, banso_domain::id::ResourceId::new(Uuid::from_u128(4)), &event).unwrap();
        for again in read_again(&[entry]) {
            prop_assert_eq!(again.rows[0].origin.as_ref(), Some(&origin));
            prop_assert_eq!(&again.rows[0].told, &told);
        }
    }
}
