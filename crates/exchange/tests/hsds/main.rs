//! What is written in HSDS 3.0, held against the schemas and the data package of the specification.

mod package;
mod round_trip;
mod schema;
mod support;

use std::collections::BTreeMap;

use banso_domain::{
    id::AgencyId,
    resource::{Confirmation, Field, ResourceEvent},
};
use schema::{Schemas, json};
use serde_json::Value;
use support::{WAMNET, entries, for_supporters, published, roster_of};
use uuid::Uuid;

fn list<'v>(value: &'v Value, name: &str) -> Vec<&'v Value> {
    value[name].as_array().into_iter().flatten().collect()
}

#[test]
fn every_service_place_organisation_and_term_fits_the_schemas_of_the_specification() {
    let mut schemas = Schemas::default();
    let example = roster_of(&std::fs::read(schema::folder().join("service_full.json")).expect("the example"), &[]);
    for roster in [roster_of(WAMNET.as_bytes(), &[]), example] {
        let entries = entries(&roster);
        assert!(!entries.is_empty());
        let published = published(&entries);
        let nested = published.nested();
        for is_whole in [true, false] {
            let values = [
                ("service.json", nested.services(is_whole)),
                ("service_at_location.json", nested.services_at_locations(is_whole)),
                ("organization.json", nested.organisations(is_whole, false)),
                ("organization.json", nested.organisations(is_whole, true)),
                ("taxonomy.json", nested.taxonomies()),
                ("taxonomy_term.json", nested.taxonomy_terms()),
            ];
            for (schema, values) in values {
                for value in &values {
                    assert_eq!(schemas.complaints(schema, value), Vec::<String>::new(), "{value:#}");
                }
            }
        }
    }
}

#[test]
fn one_organisation_has_its_sites_and_one_site_its_services() {
    let entries = entries(&roster_of(WAMNET.as_bytes(), &[]));
    let published = published(&entries);
    let nested = published.nested();

    let organisations = nested.organisations(true, false);
    let told = organisations
        .iter()
        .map(|one| (one["name"].as_str().unwrap(), list(one, "locations").len(), list(one, "services").len()));
    // Two services tell the place of one site differently: each keeps its own words.
    assert_eq!(told.collect::<Vec<_>>(), [("株式会社あおば", 2, 2), ("NPO法人みどり", 1, 2)]);
    assert_eq!(organisations[0]["description"], "就労移行支援・就労定着支援");

    let service = nested.service(&entries[0].id.to_string()).unwrap();
    assert_eq!(service["organization"]["organization_identifiers"][0]["identifier"], "8990000000001");
    let place = &service["service_at_locations"][0];
    let numbers: Vec<_> = list(place, "phones").iter().map(|one| one["number"].as_str().unwrap()).collect();
    assert_eq!(numbers, ["011-000-0003", "011-000-0004"]);
    let address = &place["location"]["addresses"][0];
    assert_eq!(
        [&address["state_province"], &address["city"], &address["postal_code"]],
        ["北海道", "札幌市中央区", "不明"]
    );
    let hours: Vec<_> = list(place, "schedules")
        .iter()
        .filter_map(|one| Some((one["byday"].as_str()?, one["closes_at"].as_str()?)))
        .collect();
    assert_eq!(hours, [("MO,TU,WE,TH,FR", "17:00:00"), ("SA", "00:00:00")]);
    let kind = list(&service, "attributes")[0];
    assert_eq!(
        (&kind["taxonomy_term"]["name"], &kind["taxonomy_term"]["taxonomy"]),
        (&"就労移行支援".into(), &"サービス種別".into())
    );
}

#[test]
fn p130_the_regions_word_counts_and_what_the_source_told_stands_in_the_metadata() {
    let mut entries = entries(&roster_of(WAMNET.as_bytes(), &[]));
    let (by, on) = (AgencyId::new(Uuid::from_u128(9)), "2026-11-20".parse().unwrap());
    let words = BTreeMap::from([
        (Field::Name, Some("あおばワーク大通".to_owned())),
        (Field::Strengths, Some("朝が苦手な人に合わせる".to_owned())),
    ]);
    let edited = entries[0].edit(words, by, on).unwrap();
    let confirmed = ResourceEvent::Confirmed { confirmation: Confirmation { on, by } };
    for event in [&edited, &confirmed] {
        entries[0] = banso_domain::resource::Resource::apply(Some(entries[0].clone()), entries[0].id, event).unwrap();
    }

    let published = published(&entries);
    let service = published.nested().service(&entries[0].id.to_string()).unwrap();
    assert_eq!((&service["name"], &service["assured_date"]), (&"あおばワーク大通".into(), &"2026-11-20".into()));
    let change = &service["service_at_locations"][0]["metadata"][0];
    let told = ["field_name", "previous_value", "replacement_value", "updated_by", "last_action_date"]
        .map(|name| change[name].as_str().unwrap());
    assert_eq!(told, ["name", "あおばワーク", "あおばワーク大通", "あおばセンター", "2026-11-20"]);
    let fits = Schemas::default().complaints("service.json", &service);
    assert_eq!(fits, Vec::<String>::new());
    let facts: BTreeMap<_, _> = list(&service["service_at_locations"][0], "attributes")
        .into_iter()
        .map(|one| {
            (one["taxonomy_term"]["name"].as_str().unwrap().to_owned(), one["value"].as_str().unwrap().to_owned())
        })
        .collect();
    assert_eq!((facts["source"].as_str(), facts["sureness"].as_str()), ("出典：wamnet", "confirmed"));
}

#[test]
fn p140_what_the_region_tells_supporters_alone_stays_out_of_what_everybody_gets() {
    let mut entries = entries(&roster_of(WAMNET.as_bytes(), &[]));
    let by = AgencyId::new(Uuid::from_u128(9));
    let words = [Field::Strengths, Field::WeakPoints, Field::Limits, Field::PreferredContact, Field::RegionNote];
    let words = words.into_iter().map(|field| (field, Some("内輪のことば".to_owned()))).collect();
    let event = entries[0].edit(words, by, "2026-11-20".parse().unwrap()).unwrap();
    entries[0] = banso_domain::resource::Resource::apply(Some(entries[0].clone()), entries[0].id, &event).unwrap();

    let told = |published: &banso_exchange::hsds::Published| {
        let files = published.package().unwrap();
        files.iter().map(|(_, bytes)| String::from_utf8_lossy(bytes).matches("内輪のことば").count()).sum::<usize>()
    };
    assert_eq!(told(&published(&entries)), 0);
    assert_eq!(told(&for_supporters(&entries)), 10, "once as it is, once as what changed");
}

#[test]
fn the_fixtures_name_their_licence() {
    let licence = std::fs::read_to_string(schema::folder().join("LICENSE.md")).unwrap();
    assert!(licence.contains("Attribution-ShareAlike 4.0") && licence.contains("Open Referral"));
    assert_eq!(json("datapackage.json")["license"]["type"], "CC-BY-SA-4.0");
}
