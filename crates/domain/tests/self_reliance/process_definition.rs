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
fn a_mistake_in_the_file_is_told_with_its_line() {
    let told = [
        mistake("done_when = [\"screened\"]", "done_when = [\"screend\"]"),
        mistake("id = \"delivery\"", "id = \"decision\""),
        mistake("id = \"work_prep\"", "id = \"work_preparation\""),
        mistake("valid_from = \"2018-10-01\", ja", "valid_from = \"2018-13-01\", ja"),
        mistake("number = 9", "numbr = 9"),
        mistake("{ ja = \"住居確保給付金\"", "{ valid_from = \"2015-04-01\", ja = \"住居確保給付金\""),
        mistake("[[service]]\nid = \"training\"", "[[service]\nid = \"training\""),
    ];

    insta::assert_snapshot!(told.join("\n"), @r#"
    self_reliance.toml, line 18: there is no condition "screend"
    self_reliance.toml, line 71: the step "decision" is named twice
    self_reliance.toml, line 142: there is no service "work_preparation"
    self_reliance.toml, line 137: input is out of range
    self_reliance.toml, line 72: unknown field `numbr`, expected one of `id`, `number`, `names`, `needs`, `done_when`, `only_if`, `page`
    self_reliance.toml, line 122: names are listed by date, the first one without a date
    self_reliance.toml, line 146: unclosed array table, expected `]`
    "#);
}

#[test]
fn names_out_of_order_in_time_are_told_with_their_line() {
    let second =
        "{ valid_from = \"2018-10-01\", ja = \"家計改善支援事業\", en = \"Household-budget improvement support\" },";
    let earlier = second.replace("2018-10-01", "2016-10-01");

    insta::assert_snapshot!(mistake(second, &format!("{second}\n    {earlier}")), @"self_reliance.toml, line 135: names are listed by date, the first one without a date");
}

#[test]
fn a_service_without_an_entry_is_missed() {
    let start = FILE.find("[[service]]\nid = \"employment_support\"").unwrap();

    let told = ProcessDefinition::from_toml("own.toml", &FILE[..start]).unwrap_err().to_string();

    assert_eq!(told, "own.toml, line 1: the service \"employment_support\" has no entry");
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
        prop_assert_eq!(error.what, "there is no condition \"no such thing\"");
    }

    #[test]
    fn a_file_cut_off_anywhere_is_refused_with_a_line_of_the_file(share in 0.0f64..0.99) {
        let cut = FILE.floor_char_boundary((FILE.len() as f64 * share) as usize);
        let text = &FILE[..cut];

        let error = ProcessDefinition::from_toml("own.toml", text).unwrap_err();

        prop_assert!((1..=text.lines().count().max(1) + 1).contains(&error.line));
        prop_assert!(!error.what.is_empty());
    }
}
