//! `banso export datapackage` and `banso rhythm`: what leaves, and that the answer is the same from every place.

use std::{fs, path::Path};

use banso_store::{Location, testing::TestBed};
use serde_json::Value;

use crate::{
    desk,
    program::{banso, done, init},
};

fn links(arguments: &[&str]) -> Vec<Value> {
    let answer: Value = serde_json::from_str(&done(arguments)).unwrap();
    answer.as_array().unwrap().clone()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn the_rhythm_of_contact_is_the_same_from_the_record_and_from_its_package() {
    let folder = tempfile::tempdir().unwrap();
    let (data, package) = (folder.path().join("data"), folder.path().join("package"));
    desk::region(&data);
    let said = done(&["export", "datapackage", text(&package), "--data", text(&data)]);
    assert!(said.contains("contacts.csv") && said.contains("people / 人"), "{said}");
    let from_record = links(&["rhythm", "--data", text(&data)]);
    let from_package = links(&["rhythm", "--datapackage", text(&package)]);
    assert!(from_record.len() > 5, "the demonstration has links: {from_record:?}");
    assert_eq!(from_record, from_package);
    for link in &from_record {
        let names: Vec<&String> = link.as_object().unwrap().keys().collect();
        assert_eq!(names.len(), 10, "{names:?}");
        let score = link["score"].as_f64().unwrap();
        assert!((0.0..=1.0).contains(&score) && !link["reason"].as_str().unwrap().is_empty(), "{link}");
    }
    let table = done(&["rhythm", "--datapackage", text(&package), "--format", "csv", "--language", "en"]);
    let mut lines = table.lines();
    let heads = "episode_id,agency_id,partner_agency_id,as_of,state,since,expected,observed,score,reason";
    assert_eq!(lines.next(), Some(heads));
    assert_eq!(lines.count(), from_record.len());

    assert!(done(&["verify", "--data", text(&data)]).contains("Sound."), "that it was taken stands in the journal");

    // On a server it is the same.
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let Some(bed) = runtime.block_on(TestBed::postgres()) else {
        return println!("skipped: no PostgreSQL server is named");
    };
    let Location::Postgres(url) = bed.location.clone() else { panic!("a server") };
    let place = desk::move_to_server(&data, &url);
    let place: Vec<&str> = place.iter().map(String::as_str).collect();
    assert_eq!(links(&[&["rhythm"][..], &place].concat()), from_record);
    runtime.block_on(bed.clear());
}

#[test]
fn a_package_names_nobody_is_not_written_over_and_an_unsound_one_is_refused_to_the_row() {
    let folder = tempfile::tempdir().unwrap();
    let (data, package) = (folder.path().join("data"), folder.path().join("package"));
    init(&data);
    done(&["export", "datapackage", text(&package), "--pseudonymise", "--data", text(&data)]);
    let described: Value = serde_json::from_slice(&fs::read(package.join("datapackage.json")).unwrap()).unwrap();
    assert_eq!(described["resources"].as_array().unwrap().len(), 16);
    let again = banso(&["export", "datapackage", text(&package), "--data", text(&data)]);
    assert_eq!(again.code, 1);
    assert!(again.complained.contains("is not empty"), "{}", again.complained);

    let contacts = package.join("contacts.csv");
    let heads = fs::read_to_string(&contacts).unwrap();
    fs::write(&contacts, format!("{heads}c1,e1,a1,person,,2026-02-30,,,\r\n")).unwrap();
    fs::remove_file(package.join("phases.csv")).unwrap();
    let refused = banso(&["rhythm", "--datapackage", text(&package), "--as-of", "2026-11-20"]);
    assert_eq!((refused.code, refused.said.as_str()), (1, ""));
    for told in [
        "contacts.csv:2 [date]: 「2026-02-30」 is no day",
        "「e1」 is not in episodes.csv",
        "phases.csv: the table is missing",
    ] {
        assert!(refused.complained.contains(told), "{told} in {}", refused.complained);
    }
    let wrong = banso(&["rhythm", "--datapackage", text(&package), "--as-of", "yesterday"]);
    assert_eq!(wrong.code, 2);
    assert_eq!(banso(&["rhythm", "--datapackage", "/nowhere/at/all"]).code, 1);
}
