//! `banso import resources`: the report, trying it out, reading twice, and what is refused.

use std::{fs, path::Path};

use serde_json::Value;

use crate::program::{banso, done, init};

const HEADS: &str = "NO（※システム内の固有の番号、連番）,サービス種別,事業所の名称,事業所番号,事業所住所（市区町村）,事業所住所（番地以降）,定員";

fn list(folder: &Path, name: &str, rows: &[&str]) -> String {
    let path = folder.join(name);
    fs::write(&path, format!("\u{feff}{HEADS}\n{}\n", rows.join("\n"))).unwrap();
    path.to_str().unwrap().to_owned()
}

fn report(arguments: &[&str]) -> Value {
    serde_json::from_str(&done(arguments)).unwrap()
}

fn counts(report: &Value) -> [u64; 6] {
    ["added", "changed", "gone", "unchanged", "rejected", "warnings"]
        .map(|name| report["summary"][name].as_u64().unwrap_or_else(|| panic!("{name} is missing in {report}")))
}

#[test]
fn a_list_is_tried_read_read_again_and_followed_by_the_next() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let data = data.to_str().unwrap();
    init(data.as_ref());
    let first = list(
        folder.path(),
        "first.csv",
        &[
            "A1,就労移行支援,あおば,0110100001,北海道札幌市,大通１,20",
            "A2,就労移行支援,みどり,0110100001,北海道札幌市,南２?２４,",
            ",就労移行支援,そら,,,,",
        ],
    );
    let import = |file: &str, more: &[&str]| {
        let mut arguments = vec!["import", "resources", file, "--data", data, "--json"];
        arguments.extend(more);
        report(&arguments)
    };

    assert_eq!(counts(&import(&first, &["--dry-run"])), [2, 0, 0, 0, 1, 2]);
    let read = import(&first, &["--format", "wamnet", "--encoding", "utf-8"]);
    assert_eq!(counts(&read), [2, 0, 0, 0, 1, 2], "the trial had saved nothing");
    let row = &read["rows"][1];
    assert_eq!((&row["row"], &row["number"], &row["outcome"]), (&3.into(), &"A2".into(), &"added".into()));
    let lost = row["findings"].as_array().unwrap().iter().find(|finding| finding["kind"] == "lost_characters").unwrap();
    assert_eq!(
        (&lost["field"], &lost["detail"], &lost["weight"]),
        (&"street".into(), &"南２?２４".into(), &"warning".into())
    );
    assert_eq!(read["rows"][2]["outcome"], "rejected");
    assert_eq!(counts(&import(&first, &[])), [0, 0, 0, 2, 1, 2]);

    let next = list(
        folder.path(),
        "next.csv",
        &[
            "A1,就労移行支援,あおば,0110100001,北海道札幌市,大通１,25",
            "A3,就労移行支援,うみ,0110100003,北海道札幌市,北３,10",
        ],
    );
    let read = import(&next, &[]);
    assert_eq!(counts(&read)[..4], [1, 1, 1, 0]);
    assert_eq!(read["rows"][0]["changed"], serde_json::json!(["capacity"]));
    let gone = read["rows"].as_array().unwrap().last().unwrap();
    assert_eq!((&gone["outcome"], &gone["name"]), (&"gone".into(), &"みどり".into()));

    let said = done(&["import", "resources", &next, "--data", data]);
    for words in ["WAM NET", "unchanged / 変更なし", "出典：障害福祉サービス等情報公表システム"]
    {
        assert!(said.contains(words), "{said}");
    }
    assert!(done(&["verify", "--data", data]).contains("Sound."));
}

#[test]
fn a_wrong_file_is_refused_in_both_languages_and_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let data = data.to_str().unwrap();
    init(data.as_ref());
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let huge = folder.path().join("huge.csv");
    fs::File::create(&huge).unwrap().set_len(500 << 20).unwrap();
    for (path, english, japanese) in [
        (file("statistics.csv", "\"表章項目\",\"男女別\"\n1,2\n"), "a table of statistics", "統計表"),
        (file("book.xlsx", "PK\u{3}\u{4}[Content_Types].xml"), "an Excel workbook", "CSV で保存し直してください"),
        (file("rows.csv", &format!("{HEADS}\n,,,,,,1\n")), "no row could be read", "取り込める行がない"),
        (huge.to_str().unwrap().to_owned(), "500 MB are too much", "大きすぎます"),
        (folder.path().join("nothing.csv").to_str().unwrap().to_owned(), "could not be read", "読めませんでした"),
        (folder.path().to_str().unwrap().to_owned(), "could not be read", "読めませんでした"),
    ] {
        let answer = banso(&["import", "resources", &path, "--data", data]);
        assert_eq!(answer.code, 1, "{path}");
        assert!(answer.complained.contains(english) && answer.complained.contains(japanese), "{}", answer.complained);
    }
    assert_eq!(banso(&["import", "resources", "x.csv", "--format", "excel"]).code, 2);
    assert_eq!(banso(&["import", "resources", "x.csv", "--encoding", "latin"]).code, 2);
    assert_eq!(banso(&["import", "resources"]).code, 2);
}
