//! Sheets that ask several sides, rest on several places, and are confirmed anew: what stands in the way of making them final.

use banso_domain::{
    form::{FormDefinition, Side},
    rule::Rule,
};
use serde_json::{Value, json};

use crate::{
    sheets::{Desk, FORM, load, staff},
    support::day,
};

/// A form that asks the person, the firm and the agency.
fn three_sided() -> String {
    FORM.replace(
        "permission = true",
        "asks = { person = \"why_wish\", employer = \"plain\", staff = \"other_view\" }\nreconfirms = \"fed_back_on\"",
    )
    .replace("several_sources = true\n", "")
}

#[test]
fn p_72_a_sheet_of_three_sides_is_not_final_before_each_was_asked() {
    let mut desk = Desk::new(load(&three_sided()).unwrap());
    desk.say(Side::Person, staff(), json!({ "wish": "静かな席" })).unwrap();
    assert_eq!(desk.sheet.unasked(&desk.form), [Side::Staff, Side::Employer]);
    assert_eq!(desk.finish(&[]), Err(vec![Rule::EverySideAsked]));
    desk.say(Side::Employer, staff(), json!({ "seen": "午後に手が止まる" })).unwrap();
    desk.say(Side::Staff, staff(), json!({ "strong": "正確", "weak": "急な変更" })).unwrap();
    assert_eq!(desk.sheet.unasked(&desk.form), []);
    desk.finish(&[]).unwrap();
}

#[test]
fn p_72_why_a_side_could_not_be_asked_stands_for_its_word() {
    let mut desk = Desk::new(load(&three_sided()).unwrap());
    desk.say(Side::Person, staff(), json!({ "wish": "静かな席" })).unwrap();
    let words = json!({ "strong": "正確", "weak": "急な変更", "plain": "本人が、会社にはまだ話したくないと言った。" });
    desk.say(Side::Staff, staff(), words).unwrap();
    desk.finish(&[]).unwrap();
}

#[test]
fn p_72_a_reason_alone_is_not_the_word_of_the_agency() {
    let mut desk = Desk::new(load(&three_sided()).unwrap());
    desk.say(Side::Person, staff(), json!({ "wish": "静かな席" })).unwrap();
    desk.say(Side::Staff, staff(), json!({ "plain": "会社にはまだ話していない。" })).unwrap();
    assert_eq!(desk.sheet.unasked(&desk.form), [Side::Staff]);
}

#[test]
fn r_77_the_last_day_on_which_the_firm_confirmed_it_anew_is_known_over_the_versions() {
    let mut desk = Desk::new(load(&three_sided()).unwrap());
    assert_eq!(desk.sheet.reconfirmed_on(&desk.form), None);
    desk.say(Side::Staff, staff(), json!({ "fed_back_on": "2026-11-02" })).unwrap();
    assert_eq!(desk.sheet.reconfirmed_on(&desk.form), Some(day("2026-11-02")));
}

#[test]
fn a_side_that_is_asked_has_something_to_answer_and_the_reason_is_a_field_of_words() {
    for (wrong, word) in [("asks = { family = \"plain\" }", "family"), ("asks = { person = \"able\" }", "able")] {
        let told = load(&FORM.replace("permission = true", wrong)).unwrap_err();
        assert!(told.contains(word), "{told}");
    }
    for wrong in ["reconfirms = \"plain\"", "reconfirms = \"nowhere\""] {
        let told = load(&FORM.replace("permission = true", wrong)).unwrap_err();
        assert!(told.contains("a field of a day"), "{told}");
    }
}

/// A form of which the result rests on a conference, and on what was seen in two places.
fn result_form() -> FormDefinition {
    let checks = concat!(
        "checks = [\n  { rule = \"R-67\", in_order = [\"fed_back_on\", \"written_on\"] },\n",
        "  { rule = \"P-73\", rows = \"difficulties\", several = \"where\", needs = [\"plain\"] },\n",
    );
    let day = "fields = [\n  { id = \"written_on\", label = { ja = \"日\", en = \"Day\" }, kind = \"date\" },";
    let form =
        FORM.replace("checks = [\n", checks).replace("permission = true\n", "").replace("several_sources = true\n", "");
    let (before, after) = form.split_once("id = \"words\"").unwrap();
    load(&format!("{before}id = \"words\"{}", after.replacen("fields = [", day, 1))).unwrap()
}

#[test]
fn p_73_a_result_rests_on_what_was_seen_in_two_places_or_says_why_there_was_one() {
    let seen = |places: &[&str]| -> Value {
        places.iter().map(|place| json!({ "what": "午後", "where": place, "tried": true })).collect()
    };
    let told = |answers: Value| {
        let mut desk = Desk::new(result_form());
        desk.say(Side::Staff, staff(), answers).unwrap();
        desk.findings().contains(&Rule::SeenInSeveralPlaces)
    };
    assert!(told(json!({ "strong": "正確" })), "nothing was seen anywhere");
    assert!(told(json!({ "difficulties": seen(&["所内", "所内 "]) })), "the same place twice is one place");
    assert!(!told(json!({ "difficulties": seen(&["所内", "会社"]) })));
    assert!(!told(json!({ "difficulties": seen(&["所内"]), "plain": "入院の前で、外へ出られなかった。" })));
}

#[test]
fn r_67_on_the_sheet_the_result_is_not_told_before_the_meeting() {
    let told = |meeting: &str, result: &str| {
        let mut desk = Desk::new(result_form());
        desk.say(Side::Staff, staff(), json!({ "fed_back_on": meeting, "written_on": result })).unwrap();
        desk.findings().contains(&Rule::ResultAfterConference)
    };
    assert!(told("2026-11-05", "2026-11-04"));
    assert!(!told("2026-11-05", "2026-11-05"));
}
