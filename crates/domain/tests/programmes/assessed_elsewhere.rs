//! Nobody is assessed twice in the same way without a reason (R-30).

use banso_domain::{
    form::{FormCatalogue, FormDefinition, FormFile, Side},
    id::{AgencyId, PersonId, SheetId, StaffId},
    rule::Rule,
    sheet::{About, Elsewhere, Nearness, NewSheet, Sheet, SheetEvent, Writer, Writing, nearest},
};
use serde_json::json;
use uuid::Uuid;

use crate::support::{agency, day, person};

const SHARED: &str = "[options]\nsides = [{ id = \"staff\", ja = \"支援機関\", en = \"Agency\" }]\n";
const FORM: &str = r#"
id = "check"
title = { ja = "ためしの評価", en = "Trial assessment" }
valid_from = 2019-01-01
facts = "check"
[sheet]
author = "staff"
good_for_months = 12
[[sections]]
id = "words"
title = { ja = "ことば", en = "Words" }
fields = [{ id = "seen", label = { ja = "見たこと", en = "Seen" }, kind = "text" }]
"#;

fn load(text: &str) -> Result<FormDefinition, String> {
    let file = |name: &str, text: &str| FormFile { name: name.to_owned(), text: text.to_owned() };
    let files = [file("shared.toml", SHARED), file("check.toml", text)];
    let catalogue = FormCatalogue::load(&files).map_err(|error| error.to_string())?;
    Ok(catalogue.all().next().unwrap().clone())
}

fn begin(at: AgencyId, form: &FormDefinition, elsewhere: &[Elsewhere], because: &str) -> Result<SheetEvent, Vec<Rule>> {
    let (on, about, is_by_person) = (day("2026-11-01"), About::default(), false);
    NewSheet { person: person(), agency: at, form, on, about, is_by_person, elsewhere, because }
        .decide()
        .map_err(|refusal| refusal.rules)
}

/// A sheet of agency 1 with something seen on a day; final where that is wanted.
fn sheet(form: &FormDefinition, seen_on: &str, is_final: bool) -> Sheet {
    let person: PersonId = person();
    let begun = SheetEvent::Begun {
        person,
        agency: agency(1),
        form: form.id.clone(),
        on: day("2020-01-01"),
        about: About::default(),
        parts: std::collections::BTreeSet::new(),
        because: String::new(),
    };
    let sheet = Sheet::apply(None, SheetId::new(Uuid::from_u128(1)), &begun).unwrap();
    let writer = Writer { staff: StaffId::new(Uuid::from_u128(1)), is_person: false };
    let answers = serde_json::from_value(json!({ "check": { "seen": "手順書があると進む" } })).unwrap();
    let (source, place) = (String::new(), "作業室".to_owned());
    let writing = Writing { side: Side::Staff, on: day(seen_on), source, place, answers };
    let written = sheet.write(form, writing, writer, day("2030-01-01")).unwrap();
    let sheet = Sheet::apply(Some(sheet), SheetId::new(Uuid::from_u128(1)), &written).unwrap();
    if !is_final {
        return sheet;
    }
    let done = sheet.finalise(form, &[], writer.staff, day(seen_on)).unwrap();
    Sheet::apply(Some(sheet), SheetId::new(Uuid::from_u128(1)), &done).unwrap()
}

#[test]
fn r_30_another_agencys_assessment_speaks_as_long_as_it_is_open_or_good() {
    let form = load(FORM).unwrap();
    let stands = |sheet: &Sheet, on: &str| sheet.stands_for(&form, agency(2), day(on)).map(|known| known.is_open);
    let made = sheet(&form, "2025-04-01", true);
    assert_eq!(stands(&made, "2026-03-31"), Some(false), "twelve months are not over");
    assert_eq!(stands(&made, "2026-04-01"), None, "it is too old to rest on");
    assert_eq!(stands(&sheet(&form, "2020-04-01", false), "2026-04-01"), Some(true), "it is still being written");
    assert_eq!(made.stands_for(&form, agency(1), day("2025-05-01")), None, "one's own is in the list already");
}

#[test]
fn r_30_forms_that_are_no_assessments_may_stand_at_several_agencies() {
    let plan = load(&FORM.replace("good_for_months = 12\n", "")).unwrap();
    assert_eq!(sheet(&plan, "2026-04-01", true).stands_for(&plan, agency(2), day("2026-05-01")), None);
}

#[test]
fn r_30_a_second_assessment_begins_with_a_reason_and_the_reason_stays() {
    let form = load(FORM).unwrap();
    let other = sheet(&form, "2026-10-01", true).stands_for(&form, agency(2), day("2026-11-01")).unwrap();
    assert_eq!(begin(agency(2), &form, &[other], " "), Err(vec![Rule::AssessedOnce]));
    let event = begin(agency(2), &form, &[other], "  実習先で見るため  ").unwrap();
    let text = serde_json::to_string(&event).unwrap();
    assert_eq!(serde_json::from_str::<SheetEvent>(&text).unwrap(), event, "the journal keeps it whole");
    let begun = Sheet::apply(None, SheetId::new(Uuid::from_u128(9)), &event).unwrap();
    assert_eq!(begun.begun_because, "実習先で見るため");
    let alone = begin(agency(2), &form, &[], "だれも持っていない").unwrap();
    let begun = Sheet::apply(None, SheetId::new(Uuid::from_u128(9)), &alone).unwrap();
    assert_eq!(begun.begun_because, "", "there was nothing to give a reason for");
}

#[test]
fn r_30_the_agency_with_most_contact_now_is_suggested_and_nobody_where_that_is_not_clear() {
    let one = |number, is_used_now, contacts| Nearness { is_used_now, contacts, agency: agency(number) };
    assert_eq!(nearest(&[one(1, false, 3), one(2, false, 1)]), Some(agency(1)));
    assert_eq!(
        nearest(&[one(1, false, 9), one(2, true, 0)]),
        Some(agency(2)),
        "who goes there every day is known there"
    );
    assert_eq!(nearest(&[one(1, false, 2), one(2, false, 2)]), None);
    assert_eq!(nearest(&[one(1, false, 0), one(2, false, 0)]), None);
    assert_eq!(nearest(&[]), None);
}

#[test]
fn an_assessment_is_good_for_some_months_and_not_for_a_lifetime() {
    for months in ["0", "61"] {
        let wrong = load(&FORM.replace("good_for_months = 12", &format!("good_for_months = {months}"))).unwrap_err();
        assert!(wrong.contains("1 to 60 months"), "{wrong}");
    }
}
