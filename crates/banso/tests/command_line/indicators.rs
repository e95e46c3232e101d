//! `banso indicators`: the same figures from the record, from a server and from the package, and nobody in them.

use std::{fs, path::Path};

use banso_app::Clock;
use banso_store::{Location, testing::TestBed};
use chrono::Days;
use serde_json::Value;

use crate::{
    desk,
    program::{banso, bytes, done, init},
};

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn year() -> (String, String) {
    let today = Clock::System.today();
    ((today - Days::new(365)).to_string(), today.to_string())
}

fn told(arguments: &[&str]) -> Value {
    let (from, to) = year();
    let asked = [&["indicators", "--from", &from, "--to", &to][..], arguments].concat();
    serde_json::from_str(&done(&asked)).unwrap()
}

#[test]
fn the_same_figures_come_from_the_record_a_server_and_the_package() {
    let folder = tempfile::tempdir().unwrap();
    let (data, package) = (folder.path().join("data"), folder.path().join("package"));
    desk::region(&data);
    done(&["export", "datapackage", text(&package), "--data", text(&data)]);
    let from_record = told(&["--data", text(&data)]);
    assert_eq!(told(&["--datapackage", text(&package)]), from_record);
    let figures = from_record["figures"].as_array().unwrap();
    let of = |id: &str| figures.iter().find(|row| row["indicator_id"] == id && row["agency_id"].is_null()).unwrap();
    assert!(figures.len() > 90, "every indicator is told: {}", figures.len());
    assert!(of("kpi_new_intake")["numerator"].as_u64().unwrap() > 10, "the region of the demonstration has receptions");
    assert_eq!(of("bp_hellowork_hires")["standing"], "published");
    for row in figures {
        let caveat = row["caveat_ja"].as_str().unwrap();
        assert!(!caveat.is_empty(), "no figure without its caveat: {row}");
        assert!(row["numerator"].as_u64().is_none_or(|many| many == 0 || many > 2 || row["unit"] != "people"), "{row}");
    }

    let (from, to) = year();
    let asked = ["indicators", "--from", &from, "--to", &to, "--datapackage", text(&package), "--format"];
    let table = done(&[&asked[..], &["csv"]].concat());
    assert!(table.starts_with("indicator_id,name_ja,name_en,level,"), "{table}");
    assert!(bytes(&[&asked[..], &["xlsx"]].concat()).starts_with(b"PK"), "a workbook");

    let runtime = tokio::runtime::Runtime::new().unwrap();
    let Some(bed) = runtime.block_on(TestBed::postgres()) else {
        return println!("skipped: no PostgreSQL server is named");
    };
    let Location::Postgres(url) = bed.location.clone() else { panic!("a server") };
    let place = desk::move_to_server(&data, &url);
    let place: Vec<&str> = place.iter().map(String::as_str).collect();
    assert_eq!(told(&place), from_record);
    runtime.block_on(bed.clear());
}

#[test]
fn a_period_that_ends_before_it_begins_and_an_unsound_package_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (data, package) = (folder.path().join("data"), folder.path().join("package"));
    init(&data);
    done(&["export", "datapackage", text(&package), "--data", text(&data)]);
    let backwards = ["indicators", "--from", "2026-04-01", "--to", "2026-03-31", "--datapackage", text(&package)];
    let refused = banso(&backwards);
    assert!(refused.code == 1 && refused.complained.contains("--to is before --from"), "{}", refused.complained);
    let nothing = banso(&["indicators", "--datapackage", text(&package)]);
    assert_eq!(nothing.code, 2, "the period is asked for");

    let episodes = package.join("episodes.csv");
    let heads = fs::read_to_string(&episodes).unwrap();
    fs::write(&episodes, format!("{heads}e1,p1,a1,magic,2026-13-01,,,\r\n")).unwrap();
    let unsound = banso(&["indicators", "--from", "2026-04-01", "--to", "2027-03-31", "--datapackage", text(&package)]);
    assert_eq!((unsound.code, unsound.said.as_str()), (1, ""));
    for told in ["episodes.csv:2 [programme]", "episodes.csv:2 [start_date]", "「p1」 is not in persons.csv"] {
        assert!(unsound.complained.contains(told), "{told} in {}", unsound.complained);
    }
}
