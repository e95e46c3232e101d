//! Form definitions: what is read from the file, how answers are read and checked, and how mistakes are reported.

#![expect(clippy::unwrap_used, reason = "helpers of tests stop at the first surprise")]

use banso_domain::form::{
    Completeness, Facts, FormCatalogue, FormDefinition, FormFile, Language, Problem, SharedParts,
};
use chrono::NaiveDate;
use proptest::prelude::*;
use serde_json::{Value, json};

const FORM: &str = r#"
id = "visit"
title = { ja = "訪問票", en = "Visit" }
valid_from = 2015-04-01
facts = "visit"

[[sections]]
id = "all"
title = { ja = "", en = "" }

[[sections.fields]]
id = "goal"
label = { ja = "目標", en = "Goal" }
kind = "text"
required = "compulsory"
max_chars = 5

[[sections.fields]]
id = "phone"
label = { ja = "電話", en = "Telephone" }
kind = "text"
required = "practical"

[[sections.fields]]
id = "rent"
label = { ja = "家賃", en = "Rent" }
kind = "money"

[[sections.fields]]
id = "met_on"
label = { ja = "訪問日", en = "Visited on" }
kind = "date"

[[sections.fields]]
id = "at"
label = { ja = "日時", en = "At" }
kind = "date_time"

[[sections.fields]]
id = "working"
label = { ja = "就労", en = "Working" }
kind = "yes_no"

[[sections.fields]]
id = "job"
label = { ja = "就労形態", en = "Job" }
kind = "single"
options = [
  { id = "regular", ja = "正規", en = "Regular" },
  { id = "other", ja = "その他（　）", en = "Other ( )", note = "job_other" },
  { id = "temporary_2015", ja = "臨時", en = "Temporary", valid_to = 2018-09-30 },
]
required_if = { field = "working", is = true }

[[sections.fields]]
id = "job_other"
label = { ja = "その他の形態", en = "Other job" }
kind = "text"

[[sections.fields]]
id = "changes"
label = { ja = "見られた変化", en = "Changes" }
kind = "multi"
options = [
  { id = "health", ja = "健康状態の改善", en = "Health" },
  { id = "none", ja = "変化なし", en = "None", exclusive = true },
]

[[sections.fields]]
id = "signed"
label = { ja = "決定", en = "Decided" }
kind = "date"
required = "compulsory"
owner = "typed"

[[sections.fields]]
id = "actions"
label = { ja = "プラン", en = "Plan" }
kind = "table"
columns = [
  { id = "what", label = { ja = "実施すること", en = "What" }, kind = "text", required = "compulsory" },
  { id = "cost", label = { ja = "費用", en = "Cost" }, kind = "money" },
]
"#;

fn form() -> FormDefinition {
    FormDefinition::from_toml("visit.toml", FORM, &SharedParts::default()).unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn problems(facts: Value, completeness: Completeness) -> Vec<(String, Problem)> {
    let facts: Facts = serde_json::from_value(facts).unwrap();
    let found = form().check(&facts, day("2026-11-20"), completeness);
    found.into_iter().map(|problem| (problem.field, problem.problem)).collect()
}

#[test]
fn an_empty_form_may_be_kept_as_a_draft() {
    assert_eq!(problems(json!({}), Completeness::Draft), []);
}

#[test]
fn only_what_is_marked_is_missed_and_what_others_own_is_not() {
    let missed = problems(json!({}), Completeness::Final);

    assert_eq!(missed, [("goal".to_owned(), Problem::MissingCompulsory)]);
}

#[test]
fn a_condition_makes_a_question_compulsory_while_it_holds() {
    let with = |working: bool| problems(json!({"visit": {"goal": "歩く", "working": working}}), Completeness::Final);

    assert_eq!(with(true), [("job".to_owned(), Problem::MissingCompulsory)]);
    assert_eq!(with(false), []);
}

#[test]
fn a_condition_may_accept_any_of_several_answers() {
    let either = FORM.replacen("field = \"working\", is = true", "field = \"changes\", is = [\"health\", \"none\"]", 1);
    let form = FormDefinition::from_toml("visit.toml", &either, &SharedParts::default()).unwrap();
    let missed = |changes: &str| {
        let facts = [("visit.goal", json!("歩く")), ("visit.changes", json!([changes]))].into_iter().collect();
        form.check(&facts, day("2026-11-20"), Completeness::Final).len()
    };

    assert_eq!(["health", "none"].map(missed), [1, 1]);
}

#[test]
fn no_change_excludes_the_other_changes() {
    let with = |changes: Value| problems(json!({"visit.changes": changes}), Completeness::Draft);

    assert_eq!(
        with(json!(["health", "none"])),
        [("changes".to_owned(), Problem::ExcludesOthers { option: "none".into() })]
    );
    assert_eq!(with(json!(["none"])), []);
}

#[test]
fn an_option_is_accepted_only_while_it_is_offered() {
    let facts: Facts = [("visit.job", json!("temporary_2015"))].into_iter().collect();

    assert_eq!(form().check(&facts, day("2018-09-30"), Completeness::Draft), []);
    let later = form().check(&facts, day("2018-10-01"), Completeness::Draft);
    assert_eq!(later[0].problem, Problem::UnknownOption { option: "temporary_2015".into() });
}

#[test]
fn length_is_counted_in_characters_not_in_bytes() {
    assert_eq!(problems(json!({"visit.goal": "毎朝七時起"}), Completeness::Draft), []);
    let found = problems(json!({"visit.goal": "毎朝七時起床"}), Completeness::Draft);
    assert_eq!(found, [("goal".to_owned(), Problem::TooLong { max: 5, found: 6 })]);
}

#[test]
fn a_problem_in_a_table_names_its_row_and_column() {
    let found = problems(json!({"visit.actions": [{"what": "歩く"}, {"cost": -5}]}), Completeness::Final);

    let found: Vec<String> = found.iter().map(|(field, problem)| format!("{field}: {problem:?}")).collect();
    insta::assert_snapshot!(found.join("\n"), @r#"
    goal: MissingCompulsory
    actions: InRow { row: 1, column: "what", in_row: MissingCompulsory }
    actions: InRow { row: 1, column: "cost", in_row: NotANumber { typed: "-5" } }
    "#);
}

#[test]
fn u1_u5_what_is_typed_is_read_in_any_width_and_era() {
    let read = |field: &str, typed: &str| form().field(field).unwrap().parse_answer(&[typed]).unwrap();

    assert_eq!(read("rent", "４２，０００円"), json!(42000));
    assert_eq!(read("rent", "¥ 42,000"), json!(42000));
    assert_eq!(read("met_on", "令和8年11月20日"), json!("2026-11-20"));
    assert_eq!(read("met_on", "R8/11/20"), json!("2026-11-20"));
    assert_eq!(read("at", "R8.11.20 14:30"), json!("2026-11-20T14:30"));
    assert_eq!(read("at", "2026-11-20"), json!("2026-11-20"));
    assert_eq!(read("working", "有"), json!(true));
    assert_eq!(read("phone", " 0123 "), json!("0123"));
    assert_eq!(read("phone", "　"), Value::Null);
}

#[test]
fn what_cannot_be_read_is_given_back_as_it_was_typed() {
    let refused = |field: &str, typed: &[&str]| form().field(field).unwrap().parse_answer(typed).unwrap_err().problem;

    assert_eq!(refused("rent", &["四万"]), Problem::NotANumber { typed: "四万".into() });
    assert_eq!(refused("rent", &["-1"]), Problem::NotANumber { typed: "-1".into() });
    assert_eq!(refused("met_on", &["平成31年5月1日"]), Problem::NotADate { typed: "平成31年5月1日".into() });
    assert_eq!(refused("working", &["たぶん"]), Problem::NotYesOrNo { typed: "たぶん".into() });
    assert_eq!(refused("goal", &["a", "b"]), Problem::MoreThanOne);
}

#[test]
fn a_submitted_form_changes_only_what_it_names() {
    let mut facts: Facts =
        serde_json::from_value(json!({"visit": {"goal": "歩く", "phone": "0123", "signed": "2026-01-01"}})).unwrap();

    let submission = form().read_submission([
        ("phone", ""),
        ("changes", "health"),
        ("signed", "2026-11-20"),
        ("nobody_knows", "x"),
        ("actions.1.what", "電話する"),
        ("actions.0.what", "歩く"),
        ("actions.0.cost", "１００"),
        ("actions.2.what", ""),
        ("actions.3.cost", "x"),
    ]);
    submission.write_to(&mut facts);

    insta::assert_snapshot!(serde_json::to_string_pretty(&facts).unwrap(), @r#"
    {
      "visit.actions": [
        {
          "cost": 100,
          "what": "歩く"
        },
        {
          "what": "電話する"
        }
      ],
      "visit.changes": [
        "health"
      ],
      "visit.goal": "歩く",
      "visit.signed": "2026-01-01"
    }
    "#);
    assert_eq!(submission.problems.len(), 1);
    assert_eq!(submission.problems[0].problem.innermost(), &Problem::NotANumber { typed: "x".into() });
}

#[test]
fn a_note_stands_in_the_brackets_of_its_option() {
    let form = form();
    let other = form.field("job").unwrap().option("other").unwrap();

    assert_eq!(other.label_with_note(day("2026-11-20"), Language::Ja, "庭の手入れ"), "その他（庭の手入れ）");
    assert_eq!(other.label_with_note(day("2026-11-20"), Language::En, "garden"), "Other (garden)");
}

#[test]
fn a_mistake_in_a_definition_is_named_with_file_and_line() {
    let broken = |from: &str, to: &str| {
        assert!(FORM.contains(from), "{from}");
        let text = FORM.replacen(from, to, 1);
        FormDefinition::from_toml("visit.toml", &text, &SharedParts::default()).unwrap_err().to_string()
    };
    let messages = [
        broken("kind = \"money\"", "kind = \"gold\""),
        broken("id = \"phone\"", "id = \"goal\""),
        broken("field = \"working\"", "field = \"walking\""),
        broken("is = true", "is = \"maybe\""),
        broken("note = \"job_other\"", "note = \"nowhere\""),
        broken("id = \"other\", ja", "id = \"regular\", ja"),
        broken("valid_from = 2015-04-01", "valid_from = 2015-04-01\nvalid_to = 2014-04-01"),
        broken("valid_from = 2015-04-01", "valid_from = \"spring\""),
        broken("label = { ja = \"電話\", en = \"Telephone\" }\n", ""),
        broken("max_chars = 5", "max_charms = 5"),
        broken("id = \"working\"", "use = \"work\""),
    ];
    insta::assert_snapshot!(messages.join("\n"), @r#"
    visit.toml, line 27: there is no `gold`; known are "text", "long_text", "integer", "money", "date", "partial_date", "year_month", "date_time", "single", "multi", "yes_no", "staff", "agency", "signature", "table", "computed"
    visit.toml, line 19: the field id `goal` is used twice; give one of them another
    visit.toml, line 45: the condition of `job` names `walking`, which is no field here; did you mean "working"?
    visit.toml, line 45: the condition of `job` wants `working` to be "maybe", which is none of its answers; write true or false
    visit.toml, line 45: an option of `job` is completed by `nowhere`, which is no field here; known are "goal", "phone", "rent", "met_on", "at", "working", "job_other", "signed"
    visit.toml, line 50: the option id `regular` is used twice; give one of them another
    visit.toml, line 4: the last day of validity, 2014-04-01, comes before the first, 2015-04-01; one of them is wrong
    visit.toml, line 4: a day such as 2025-04-01 is expected, without quotation marks
    visit.toml, line 19: the field `phone` has no `label`; write label = { ja = "…", en = "…" }
    visit.toml, line 16: nothing is called `max_charms` here; did you mean "max_chars"?
    visit.toml, line 40: there is no shared field `work`
    "#);
}

#[test]
fn two_versions_of_a_form_may_not_be_in_use_on_one_day() {
    let file = |name: &str, text: String| FormFile { name: name.into(), text };
    let old =
        |to: &str| file("visit.2015.toml", FORM.replacen("2015-04-01", &format!("2015-04-01\nvalid_to = {to}"), 1));
    let new = file("visit.2025.toml", FORM.replacen("2015-04-01", "2025-04-01", 1));

    let catalogue = FormCatalogue::load(&[old("2025-03-31"), new.clone()]).unwrap();
    assert_eq!(catalogue.get("visit", day("2025-03-31")).unwrap().valid_from, day("2015-04-01"));
    assert_eq!(catalogue.get("visit", day("2025-04-01")).unwrap().valid_from, day("2025-04-01"));
    assert!(catalogue.get("visit", day("2015-03-31")).is_none());

    let crossing = FormCatalogue::load(&[old("2025-04-01"), new]).unwrap_err();
    insta::assert_snapshot!(crossing, @"visit.2025.toml, line 1: `visit` is already defined for days from 2015-04-01; name the file like the one it replaces, or give the older version a valid_to");
}

proptest! {
    #[test]
    fn any_amount_is_read_back_from_the_way_people_group_it(yen in 0i64..10_000_000_000) {
        let grouped: String = yen.to_string().chars().rev().enumerate()
            .flat_map(|(at, digit)| (at > 0 && at % 3 == 0).then_some(',').into_iter().chain([digit]))
            .collect::<Vec<_>>().into_iter().rev().collect();

        prop_assert_eq!(form().field("rent").unwrap().parse_answer(&[&grouped]).unwrap(), json!(yen));
    }

    #[test]
    fn whatever_is_submitted_is_read_or_reported_and_never_stops_the_program(
        pairs in proptest::collection::vec(("[a-z_.0-9]{0,12}|goal|rent|met_on|at|working|job|changes|actions\\.[0-9]{1,20}\\.(what|cost)", "\\PC{0,20}"), 0..12)
    ) {
        let form = form();
        let submission = form.read_submission(pairs.iter().map(|(name, text)| (name.as_str(), text.as_str())));
        let mut facts = Facts::new();
        submission.write_to(&mut facts);

        // What was read is in the shape that the check expects.
        let wrong = form.check(&facts, day("2026-11-20"), Completeness::Final);
        prop_assert!(wrong.iter().all(|found| found.problem.innermost() != &Problem::WrongShape), "{:?}", wrong);
    }
}
