//! The ways to work, side by side.

use banso_domain::{case::sharing::EmploymentDisclosure, process::Way};

const FILE: &str = include_str!("../../../../definitions/processes/ways_to_work.toml");

fn ways() -> Vec<Way> {
    Way::all_from_toml("ways_to_work.toml", FILE).unwrap()
}

#[test]
fn open_and_closed_employment_welfare_training_and_not_deciding_yet_stand_side_by_side() {
    let ways = ways();
    for id in ["clinic", "vocational_school", "transition", "continuation_a", "continuation_b", "think_again"] {
        assert!(ways.iter().any(|way| way.id == id), "{id}");
    }
    let told = |way: &&Way| way.disclosure.contains(&EmploymentDisclosure::Open);
    let not_told = |way: &&Way| way.disclosure == [EmploymentDisclosure::Closed];
    assert_eq!((ways.iter().filter(told).count(), ways.iter().filter(not_told).count()), (2, 1));
}

#[test]
fn r_24_a_way_has_no_rank_no_points_and_no_word_that_recommends_it() {
    for field in ["rank = 1", "score = 80", "recommended = true"] {
        let leaning = FILE.replacen("id = \"clinic\"", &format!("id = \"clinic\"\n{field}"), 1);
        let told = Way::all_from_toml("ways_to_work.toml", &leaning).unwrap_err();
        assert!(told.to_string().starts_with("ways_to_work.toml, line "), "{told}");
    }
    for word in ["おすすめ", "最適", "向いている", "ふさわしい", "recommend"] {
        assert!(!FILE.contains(word), "{word}");
    }
}

#[test]
fn a_region_that_writes_a_way_twice_or_an_agency_that_there_is_not_is_told_the_line() {
    let twice = FILE.replacen("id = \"vocational_school\"", "id = \"clinic\"", 1);
    let told = Way::all_from_toml("ways_to_work.toml", &twice).unwrap_err().to_string();
    assert!(told.contains("stands there twice"), "{told}");
    let unknown = FILE.replacen("[\"medical_institution\"]", "[\"medical_institutoin\"]", 1);
    let told = Way::all_from_toml("ways_to_work.toml", &unknown).unwrap_err().to_string();
    assert!(told.contains("did you mean \"medical_institution\"?"), "{told}");
}
