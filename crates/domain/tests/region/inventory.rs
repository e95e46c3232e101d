//! What there is by municipality and kind, with how many places as far as that is told.

use banso_domain::{
    id::ResourceId,
    resource::{
        Area, Capacities, Directory, Field, Municipality, Origin, Resource, ResourceEvent, ResourceSearch, Source,
    },
};
use uuid::Uuid;

fn entry(number: u128, kind: &str, town: &str, capacity: &str, free: &str) -> Resource {
    let origin = Origin { source: Source::WamNet, list: kind.to_owned(), number: number.to_string() };
    let fields = [
        (Field::Name, "あおば"),
        (Field::ServiceKind, kind),
        (Field::Municipality, town),
        (Field::Capacity, capacity),
        (Field::FreePlaces, free),
    ];
    let told = fields.into_iter().map(|(field, words)| (field, words.to_owned())).collect();
    let listed = ResourceEvent::Listed { origin, told, import: None };
    Resource::apply(None, ResourceId::new(Uuid::from_u128(number)), &listed).expect("an entry")
}

#[test]
fn the_inventory_counts_by_municipality_and_kind_and_says_how_many_tell_their_places() {
    let mut gone = entry(6, "就労移行支援", "北海道旭川市", "99", "9");
    gone.gone_on = "2026-10-01".parse().ok();
    let mut directory = Directory::default();
    directory.put(&[
        entry(1, "就労移行支援", "北海道旭川市", "20", "3"),
        entry(2, "就労移行支援", "北海道旭川市", "", "０"),
        entry(3, "就労移行支援", "北海道旭川市", "10", ""),
        entry(4, "共同生活援助", "北海道旭川市", "", ""),
        entry(5, "就労移行支援", "北海道函館市", "6", ""),
        gone,
    ]);
    let rows = directory.inventory(&ResourceSearch::default(), &[]);
    let told: Vec<(&str, &str, usize)> = rows
        .iter()
        .map(|row| (row.municipality.map_or("", |town| town.name.as_str()), row.kind.as_str(), row.entries))
        .collect();
    let expected = [("函館市", "就労移行支援", 1), ("旭川市", "共同生活援助", 1), ("旭川市", "就労移行支援", 3)];
    assert_eq!(told, expected, "by the number of the municipality, never by how many");
    assert_eq!(rows[2].capacity, Capacities { places: 30, told_by: 2 });
    assert_eq!(rows[2].free, Capacities { places: 3, told_by: 2 }, "none free is told, too");
    assert_eq!(rows[1].capacity, Capacities::default(), "what nobody tells is not nothing");

    let area = Area::Within(Municipality::named("函館市"));
    let there = directory.inventory(&ResourceSearch { area, ..ResourceSearch::default() }, &[]);
    assert_eq!(there.iter().map(|row| row.entries).collect::<Vec<_>>(), [1]);

    let mut elsewhere = Directory::default();
    elsewhere.put(&[entry(7, "就労移行支援", "神奈川県みどりの丘市中央", "20", "")]);
    let names = ["あおば市".to_owned(), "みどりの丘市".to_owned()];
    let [row] = &elsewhere.inventory(&ResourceSearch::default(), &names)[..] else { panic!("one row") };
    assert_eq!(row.place, "みどりの丘市", "a place that no table knows has the name by which the region knows it");
}
