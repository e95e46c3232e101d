//! The programme's definition file: names by date of validity, thirteen steps, and mistakes pointed at by file and line.

use banso_domain::{case::plan::Service, process::ProcessDefinition};
use proptest::prelude::*;

use crate::support::*;

const FILE: &str = include_str!("../../../../definitions/processes/self_reliance.toml");

fn names_on(on: &str) -> String {
    let process = process();
    let line =
        |service: &Service| format!("{} {}", service.number(), process.service_name(*service, day(on)).unwrap().ja);
    Service::ALL.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn mistake(from: &str, to: &str) -> String {
    assert_eq!(FILE.matches(from).count(), 1, "{from} is there once");
    ProcessDefinition::from_toml("self_reliance.toml", &FILE.replace(from, to)).unwrap_err().to_string()
}

#[test]
fn the_thirteen_steps_in_order_and_what_comes_after() {
    let process = process();
    let line = |step: &banso_domain::process::StepDefinition| {
        let number = step.number.map_or("-".to_owned(), |number| number.to_string());
        format!("{number} {}", step.name_on(today()).unwrap().ja)
    };

    insta::assert_snapshot!(process.steps.iter().map(line).collect::<Vec<_>>().join("\n"), @"
    1 把握・アウトリーチ
    2 包括的相談・振り分け
    3 利用申込・本人同意
    4 緊急的な支援
    5 アセスメント
    6 プラン（案）策定
    7 支援調整会議
    8 支援決定・確認
    9 支援の提供
    10 モニタリング
    11 プラン評価
    12 再プラン
    13 終結
    - 終結後のフォロー
    ");
}

#[test]
fn the_menu_as_the_law_of_2015_named_it() {
    insta::assert_snapshot!(names_on("2015-04-01"), @"
    1 住居確保給付金
    2 一時生活支援事業
    3 家計相談支援事業
    4 就労準備支援事業
    5 認定就労訓練事業
    6 自立相談支援事業による就労支援
    ");
}

#[test]
fn the_budget_service_has_its_new_name_from_1_october_2018() {
    let name = |on| process().service_name(Service::Budget, day(on)).unwrap().ja.clone();

    assert_eq!(name("2018-09-30"), "家計相談支援事業");
    assert_eq!(name("2018-10-01"), "家計改善支援事業");
}

#[test]
fn the_shelter_service_has_its_new_name_from_1_april_2025() {
    let name = |on| process().service_name(Service::Shelter, day(on)).unwrap().ja.clone();

    assert_eq!(name("2025-03-31"), "一時生活支援事業");
    assert_eq!(name("2025-04-01"), "居住支援事業");
}

#[test]
fn the_menu_as_the_law_of_2025_names_it() {
    insta::assert_snapshot!(names_on("2025-04-01"), @"
    1 住居確保給付金
    2 居住支援事業
    3 家計改善支援事業
    4 就労準備支援事業
    5 認定就労訓練事業
    6 自立相談支援事業による就労支援
    ");
}

#[test]
fn every_kind_of_mistake_is_told_with_its_line_and_what_to_write_instead() {
    let told = [
        mistake("done_when = [\"screened\"]", "done_when = [\"screend\"]"),
        mistake("done_when = [\"screened\"]", "done_when = [\"finished\"]"),
        mistake("done_when = [\"screened\"]", "done_when = []"),
        mistake("done_when = [\"screened\"]\n", ""),
        mistake("id = \"delivery\"", "id = \"decision\""),
        mistake("number = 9", "number = 8"),
        mistake("number = 9", "number = 14"),
        mistake("number = 9", "numbr = 9"),
        mistake("number = 9", "number = \"nine\""),
        mistake("page = \"screening\"", "page = \"screning\""),
        mistake("id = \"work_prep\"", "id = \"work_preparation\""),
        mistake("id = \"work_prep\"", "id = \"training\""),
        mistake("valid_from = \"2018-10-01\", ja", "valid_from = \"2018-13-01\", ja"),
        mistake("{ ja = \"住居確保給付金\"", "{ valid_from = \"2015-04-01\", ja = \"住居確保給付金\""),
        mistake("ja = \"住居確保給付金\"", "ja = \"\""),
        mistake("longest_months = 9", "longest_months = 2"),
        mistake("longest_months = 9", "longest_months = 0"),
        mistake("code = \"131075\"", "code = \"131076\""),
        mistake("[[service]]\nid = \"training\"", "[[service]\nid = \"training\""),
    ];

    insta::assert_snapshot!(told.join("\n"), @r#"
    self_reliance.toml, line 19: there is no condition "screend"; did you mean "screened"?
    self_reliance.toml, line 19: there is no condition "finished"; known are "opened", "open", "running", "screened", "continues", "application_answered", "sharing_agreed", "emergency_given", "nothing_to_ratify", "assessment_summed", "plan_exists", "plan_filled", "plan_signed", "plan_discussed", "plan_approved", "plan_decided", "support_runs", "support_given", "monitored", "evaluated", "replan_due", "replanned", "closure_approved", "closed", "follow_up_over"
    self_reliance.toml, line 19: a step without a condition in done_when would always be done; name at least one
    self_reliance.toml, line 14: the entry that begins here lacks `done_when`; add it
    self_reliance.toml, line 74: the step "decision" is named twice; give one of them another id
    self_reliance.toml, line 75: two steps have the number 8; correct one of them
    self_reliance.toml, line 75: the ministry's flow has steps 1 to 13, not 14; leave the number out for a step of your own
    self_reliance.toml, line 75: nothing is called `numbr` here; did you mean "number"?
    self_reliance.toml, line 75: a whole number is expected here, without quotation marks
    self_reliance.toml, line 21: there is no page "screning"; did you mean "screening"?
    self_reliance.toml, line 151: there is no service "work_preparation"; known are "housing_benefit", "shelter", "budget", "work_prep", "training", "employment_support"
    self_reliance.toml, line 156: the service "training" is named twice; keep one entry
    self_reliance.toml, line 146: "2018-13-01" is no day; write one such as "2025-04-01"
    self_reliance.toml, line 130: names are listed by date: the first without valid_from, each later one with a later valid_from
    self_reliance.toml, line 130: a name is empty; write both ja and en
    self_reliance.toml, line 132: the longest period, 2 months, is below the usual one, 3; correct one of them
    self_reliance.toml, line 132: 0 months is no length; write 1 to 120, or leave the line out
    self_reliance.toml, line 166: "131076" is no municipality code: the check digit is wrong; the code that begins like this is 131075; write the six digits with the check digit
    self_reliance.toml, line 155: unclosed array table, expected `]`
    "#);
}

#[test]
fn a_day_may_be_written_with_and_without_quotation_marks() {
    let plain = FILE.replace("valid_from = \"2018-10-01\"", "valid_from = 2018-10-01");
    let process = ProcessDefinition::from_toml("own.toml", &plain).unwrap();

    assert_eq!(process.service_name(Service::Budget, day("2018-10-01")).unwrap().ja, "家計改善支援事業");
}

#[test]
fn names_out_of_order_in_time_are_told_with_their_line() {
    let second =
        "{ valid_from = \"2018-10-01\", ja = \"家計改善支援事業\", en = \"Household-budget improvement support\" },";
    let earlier = second.replace("2018-10-01", "2016-10-01");

    insta::assert_snapshot!(mistake(second, &format!("{second}\n    {earlier}")), @"self_reliance.toml, line 144: names are listed by date: the first without valid_from, each later one with a later valid_from");
}

#[test]
fn a_service_without_an_entry_is_missed() {
    let start = FILE.find("[[service]]\nid = \"employment_support\"").unwrap();

    let told = ProcessDefinition::from_toml("own.toml", &FILE[..start]).unwrap_err().to_string();

    insta::assert_snapshot!(told, @r#"own.toml, line 1: the service "employment_support" has no entry; add [[service]] with id = "employment_support""#);
}

#[test]
fn a_file_without_steps_is_no_process() {
    let start = FILE.find("[plan]").unwrap();

    let told = ProcessDefinition::from_toml("own.toml", &format!("id = \"own\"\n{}", &FILE[start..])).unwrap_err();

    insta::assert_snapshot!(told, @"own.toml, line 1: a process has steps; write each under [[step]]");
}

proptest! {
    #[test]
    fn wherever_a_step_names_an_unknown_condition_the_line_is_told(nth in 0usize..30) {
        let lines: Vec<usize> =
            FILE.lines().enumerate().filter(|(_, line)| line.starts_with("done_when")).map(|(at, _)| at).collect();
        let at = lines[nth % lines.len()];
        let text: Vec<_> = FILE
            .lines()
            .enumerate()
            .map(|(number, line)| if number == at { "done_when = [\"no such thing\"]" } else { line })
            .collect();

        let error = ProcessDefinition::from_toml("own.toml", &text.join("\n")).unwrap_err();

        prop_assert_eq!((error.file.as_str(), error.line), ("own.toml", at + 1));
        prop_assert!(error.what.starts_with("there is no condition \"no such thing\"; known are \"opened\", "));
    }

    #[test]
    fn a_file_cut_off_anywhere_is_refused_with_a_line_of_the_file(share in 0.0f64..0.99) {
        // What single municipalities say may be left out; everything before it is needed.
        let needed = &FILE[..FILE.find("# What single municipalities").unwrap()];
        let cut = needed.floor_char_boundary((needed.len() as f64 * share) as usize);
        let text = &FILE[..cut];

        let error = ProcessDefinition::from_toml("own.toml", text).unwrap_err();

        prop_assert!((1..=text.lines().count().max(1) + 1).contains(&error.line));
        prop_assert!(!error.what.is_empty());
    }
}
