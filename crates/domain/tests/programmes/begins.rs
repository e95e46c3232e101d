//! With what the fields of a sheet begin, and what a sheet tells the use: mistakes in a definition are found when it is read.

use banso_domain::{
    episode::Milestone,
    form::{Facts, FormCatalogue, FormFile},
};
use serde_json::json;

use crate::{
    sheets::{FORM, load},
    support::day,
};

fn with(line: &str) -> Result<(), String> {
    load(&FORM.replace("permission = true", line)).map(|_| ())
}

#[test]
fn a_field_begins_with_what_the_record_knows_and_what_it_can_hold() {
    assert_eq!(with("begins = { wish = [\"complaint\"], fed_back_on = [\"plan_meeting\"] }"), Ok(()));
    for (wrong, word) in [
        ("begins = { wish = [\"complaints\"] }", "complaint"),
        ("begins = { wished = [\"complaint\"] }", "wish"),
        ("begins = { fed_back_on = [\"complaint\"] }", "cannot hold"),
        ("begins = { difficulties = [\"meetings\"] }", "cannot hold"),
        ("begins = { meals_staff = [\"programme\"] }", "R-32"),
    ] {
        let told = with(wrong).unwrap_err();
        assert!(told.contains(word) && told.contains("line 9"), "{wrong}: {told}");
    }
}

#[test]
fn a_field_begins_with_what_the_same_side_answers_on_another_sheet() {
    let other = FORM.replace("id = \"trial\"", "id = \"other\"").replace("facts = \"trial\"", "facts = \"other\"");
    let load = |line: &str| {
        let file = |name: &str, text: String| FormFile { name: name.to_owned(), text };
        let files = [
            file("shared.toml", crate::sheets::SHARED.to_owned()),
            file("other.toml", other.clone()),
            file("trial.toml", FORM.replace("permission = true", line)),
        ];
        FormCatalogue::load(&files).map(|_| ()).map_err(|error| error.to_string())
    };
    assert_eq!(load("begins = { wish = [\"other.wish\"] }"), Ok(()));
    for wrong in ["other.strong", "other.nothing", "nobody.wish"] {
        let told = load(&format!("begins = {{ wish = [\"{wrong}\"] }}")).unwrap_err();
        assert!(told.contains("trial.toml") && told.contains(wrong) && told.contains("same side"), "{told}");
    }
}

#[test]
fn a_sheet_tells_the_use_of_each_day_once() {
    let line = "tells = { fed_back_on = \"plan_agreed\" }";
    let form = load(&FORM.replace("permission = true", line)).unwrap();
    let answers: Facts = serde_json::from_value(json!({ "trial": { "fed_back_on": "2026-11-05" } })).unwrap();
    let told: Vec<_> = form.told(&answers).into_iter().collect();
    assert_eq!(told, [(day("2026-11-05"), Milestone::PlanAgreed)]);
    for wrong in ["tells = { wish = \"plan_agreed\" }", "tells = { \"difficulties.what\" = \"plan_agreed\" }"] {
        assert!(with(wrong).unwrap_err().contains("a field of a day"), "{wrong}");
    }
}
