//! The rules as a book that a caseworker can read: `docs/rules.md`, kept true here.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::*;
use crate::text::Lang;

const HEAD: &str = "# Rules / 規則一覧

Every rule that speaks in the product, as its readers see it: the number, how strongly it speaks, why, and what to do. `SR-…` are
the rules of the self-reliance programme as its sources have them; `P-…` guard the process itself; `R-…` are those of good coordination between agencies. Below each stands the test that
keeps it. This list is held to the program by `crates/web/src/rules_tests.rs`; after a change write it anew with
`WRITE_DOCS=1 cargo test -p banso-web rules`.

画面に出る規則の一覧です。番号、強さ、理由、次にすることの順に並べました。「止める」は直すまで先に進めません。「注意」は読んだうえで進めます。
「お知らせ」は知っておくとよいことです。
";

const HEAD_OF_SHOWN: &str = "
# Kept by how it is shown / 見せ方で守る規則

These rules never speak to a reader: nothing that breaks them can be written or shown. Below each stands the test that keeps it.

画面の言葉としては出てこない規則です。破ることになるものは、書くことも見ることもできないように作ってあります。

| Number / 番号 | Rule / 規則 | Kept by / 検査 |
|---|---|---|
";

/// Rules on working and its support that are kept by how things are shown: number, and the sentence in both languages.
const SHOWN: &[(&str, &str, &str)] = &[
    (
        "R-13",
        "見えるのは、本人が伝えてよいと言った項目だけです。ほかの機関には、それ以上は出ません。",
        "An agency sees the items that the person agreed to, and nothing else.",
    ),
    (
        "R-24",
        "アセスメントに、合計点・順位・合否の線・勧めるサービスはありません。",
        "No assessment has a total, a rank, a threshold or a recommended service.",
    ),
    (
        "R-27",
        "シートは、経験・困りごと・楽しみから始まります。診断名からは始まりません。",
        "Sheets begin with experience, difficulty and joy, never with the diagnosis.",
    ),
    (
        "R-33",
        "新しく分かったことは、前の版を残したまま、出どころと日付のある新しい版になります。",
        "A new fact makes a new version with its source and day, and the old one stays.",
    ),
    (
        "R-86",
        "働く人のページに、ほかの人との比べはありません。目標は本人のものです。",
        "Nothing on the pages of a job compares the person with others: the goals are their own.",
    ),
    (
        "R-88",
        "企業からの相談は、「頼んだ」「やり方を聞いた」「自社で行った」に分けて、半年ごとに見えます。",
        "What a firm asked, asked how to do and did by itself is shown by half-years.",
    ),
    (
        "R-89",
        "働いた年数で支援が終わることはありません。終わった支援も、一度の操作でまた始まります。",
        "No support ends by years worked, and one that ended opens again in one step.",
    ),
    (
        "R-90",
        "離職しても、同じ人の続きです。これまでの記録がつながり、まっさらな人から始め直すことはありません。",
        "Who leaves a job goes on as the same person with the whole history, never as a new one.",
    ),
];

#[test]
fn every_rule_says_why_and_what_to_do_in_both_languages() {
    for lang in Lang::ALL {
        let t = Texts::shipped(lang);
        for rule in Rule::ALL {
            assert!(!why(&t, *rule).starts_with('⟦'), "{} has no reason in {lang:?}", rule.code());
            assert!(!what_to_do(&t, *rule).starts_with('⟦'), "{} has no advice in {lang:?}", rule.code());
        }
    }
}

#[test]
fn no_two_rules_say_the_same() {
    for lang in Lang::ALL {
        let t = Texts::shipped(lang);
        let mut said: Vec<String> = Rule::ALL.iter().map(|rule| why(&t, *rule)).collect();
        said.sort();
        assert!(said.windows(2).all(|pair| pair[0] != pair[1]), "a reader could not tell two rules apart in {lang:?}");
    }
}

#[test]
fn the_book_of_rules_is_what_the_program_says() {
    let tests = all_tests();
    let mut book = HEAD.to_owned();
    for rule in Rule::ALL {
        let strength = match rule.severity() {
            Severity::Error => "refuses / 止める",
            Severity::Warning => "warns / 注意",
            Severity::Info => "informs / お知らせ",
        };
        book += &format!("\n## {} · {strength}\n\n", rule.code());
        for lang in Lang::ALL {
            let t = Texts::shipped(lang);
            book += &format!("- {} → {}\n", why(&t, *rule), what_to_do(&t, *rule));
        }
        let kept_by = keepers(&tests, rule.code());
        assert!(!kept_by.is_empty(), "no test keeps {}", rule.code());
        book += &format!("- Kept by / 検査：{}\n", kept_by.join(", "));
    }
    book += HEAD_OF_SHOWN;
    for (code, ja, en) in SHOWN {
        let kept_by = keepers(&tests, code);
        assert!(!kept_by.is_empty(), "no test keeps {code}");
        book += &format!("| {code} | {ja}<br>{en} | {} |\n", kept_by.join(", "));
    }
    let path = root().join("docs/rules.md");
    if std::env::var_os("WRITE_DOCS").is_some() {
        fs::write(&path, &book).expect("docs can be written");
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(written == book, "docs/rules.md is behind: WRITE_DOCS=1 cargo test -p banso-web rules");
}

#[test]
fn the_rules_of_consent_choice_and_working_are_all_in_the_book() {
    for number in (8..=33).chain(66..=92) {
        let code = format!("R-{number:02}");
        let speaks = Rule::ALL.iter().any(|rule| rule.code() == code);
        let is_shown = SHOWN.iter().any(|(known, ..)| *known == code);
        assert!(speaks != is_shown, "{code} stands in the book once");
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Name and text of every test of the rules, by file.
fn all_tests() -> Vec<(String, String)> {
    let mut tests = Vec::new();
    let folders = [
        "crates/domain/tests/self_reliance",
        "crates/domain/tests/programmes",
        "crates/domain/tests/jobs",
        "crates/domain/tests/region",
        "crates/app/tests/use_cases",
        "crates/web/tests/routes",
        "crates/access/tests",
        "crates/documents/tests/documents",
    ];
    for folder in folders {
        let entries = fs::read_dir(root().join(folder)).expect("a folder of tests").flatten();
        let mut files: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
        files.retain(|path| path.extension().is_some_and(|ending| ending == "rs"));
        files.sort();
        for file in files {
            let text = fs::read_to_string(&file).expect("a file of tests");
            for part in text.split("test]\n").skip(1) {
                let name = part.split_once("fn ").and_then(|(_, rest)| rest.split_once('('));
                if let Some((name, body)) = name {
                    tests.push((name.to_owned(), body.to_owned()));
                }
            }
        }
    }
    tests
}

/// The tests that bear the rule's number in their name, else the first ones that name it.
fn keepers(tests: &[(String, String)], code: &str) -> Vec<String> {
    let prefix = format!("_{}_", code.to_lowercase().replace('-', "_"));
    let quoted = format!("\"{code}\"");
    let named = |(name, _): &&(String, String)| format!("_{name}").contains(&prefix);
    let mut found: Vec<&(String, String)> = tests.iter().filter(named).collect();
    if found.is_empty() {
        found = tests.iter().filter(|(_, body)| body.contains(&quoted)).take(2).collect();
    }
    found.into_iter().take(4).map(|(name, _)| format!("`{name}`")).collect()
}
