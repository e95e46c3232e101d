//! `banso simulate`: a region of its own size and seed, beside which its truth lies.

use std::{collections::BTreeMap, fs, path::Path};

use banso_store::{Location, testing::TestBed};
use serde_json::Value;

use crate::program::{banso, done, init};

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

const SMALL: [&str; 9] = ["simulate", "--persons", "12", "--days", "150", "--seed", "5", "--until", "2026-10-30"];

/// How many links stand in each state.
fn states(place: &[&str]) -> BTreeMap<String, usize> {
    let told = done(&[&["rhythm", "--as-of", "2026-10-30"][..], place].concat());
    let links: Value = serde_json::from_str(&told).unwrap();
    let mut states = BTreeMap::new();
    for link in links.as_array().unwrap() {
        *states.entry(link["state"].as_str().unwrap().to_owned()).or_default() += 1;
    }
    states
}

#[test]
fn the_same_seed_gives_the_same_region_in_a_directory_and_on_a_server() {
    let folder = tempfile::tempdir().unwrap();
    let (data, other) = (folder.path().join("data"), folder.path().join("other"));
    let said = done(&[&SMALL[..], &["--data", text(&data)]].concat());
    for words in ["12 people", "12人", "truth.csv", "fictional", "架空", "simulated-chief-1"] {
        assert!(said.contains(words), "{words} in {said}");
    }
    assert!(done(&["verify", "--data", text(&data)]).contains("Sound."));
    let truth = fs::read_to_string(data.join("truth.csv")).unwrap();
    let heads = "person,episode_id,agency_id,partner_agency_id,from_date,to_date,per_month,regularity,state";
    assert_eq!(truth.lines().next(), Some(heads));
    let found = states(&["--data", text(&data)]);
    assert!(found.values().sum::<usize>() > 5, "{found:?}");

    // Where there is an administrator already, they stay; a second region is refused.
    init(&other);
    done(&[&SMALL[..], &["--data", text(&other)]].concat());
    assert_eq!(states(&["--data", text(&other)]), found);
    let once_more = folder.path().join("once-more.csv");
    let again = banso(&[&SMALL[..], &["--data", text(&data), "--truth", text(&once_more)]].concat());
    assert_eq!(again.code, 1);
    assert!(again.complained.contains("people in the record already") && again.complained.contains("だれもいない"));
    assert!(!once_more.exists(), "no truth of nothing");
    let over = banso(&[&SMALL[..], &["--data", text(&data)]].concat());
    assert!(over.code == 1 && over.complained.contains("is there already"), "{}", over.complained);

    let runtime = tokio::runtime::Runtime::new().unwrap();
    let Some(bed) = runtime.block_on(TestBed::postgres()) else {
        return println!("skipped: no PostgreSQL server is named");
    };
    let Location::Postgres(url) = bed.location.clone() else { panic!("a server") };
    let (key, truth) = (folder.path().join("server.key"), folder.path().join("server.csv"));
    let place = ["--database", &url, "--master-key", text(&key)];
    done(&[&SMALL[..], &place, &["--truth", text(&truth)]].concat());
    assert_eq!(states(&place), found);
    runtime.block_on(bed.clear());
}

#[test]
fn days_to_come_nobody_and_no_number_are_wrong_usage() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    for (flag, value) in [("--until", "2999-01-01"), ("--persons", "0"), ("--days", "0"), ("--seed", "many")] {
        let mut asked: Vec<&str> = SMALL.to_vec();
        let place = asked.iter().position(|word| *word == flag).unwrap();
        asked[place + 1] = value;
        let answer = banso(&[&asked[..], &["--data", text(&data)]].concat());
        assert_eq!(answer.code, 2, "{flag} {value}: {}", answer.complained);
        assert!(!data.exists(), "nothing was begun");
    }
    let help = done(&["simulate", "--help"]);
    assert!(help.contains("How many people come") && help.contains("何人が来るか"), "{help}");
}
