use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use super::*;

/// Calls that name a message.
const CALLS: [&str; 3] = ["t.get(\"", "t.with(\"", "t.count(\""];

fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    fn walk(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, ending, found);
            } else if path.to_string_lossy().ends_with(ending) {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), ending, &mut found);
    found
}

/// The keys that templates and pages ask for; tests are left out, they ask for keys that do not exist.
fn used_keys() -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for path in files("templates", ".html").into_iter().chain(files("src", ".rs")) {
        if path.to_string_lossy().ends_with("_tests.rs") {
            continue;
        }
        let source = std::fs::read_to_string(&path).unwrap();
        let code = source.lines().filter(|line| !line.trim_start().starts_with("//")).flat_map(str::split_whitespace);
        // A call may be broken after its bracket.
        let text = code.collect::<Vec<_>>().join(" ").replace("( \"", "(\"");
        for call in CALLS {
            keys.extend(text.split(call).skip(1).filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())));
        }
        // A key chosen from a table of states stands in the table instead of the call.
        keys.extend(text.split("/* key */ \"").skip(1).filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())));
    }
    keys
}

/// Families of keys that are put together from a name of the domain (`stage-` + `intake`): marked `/* keys */ "stage-"` where
/// that is done, and checked there for every name.
fn used_families() -> BTreeSet<String> {
    let sources = files("src", ".rs").into_iter().filter(|path| !path.to_string_lossy().ends_with("_tests.rs"));
    let text: String = sources.map(|path| std::fs::read_to_string(path).unwrap()).collect();
    text.split("/* keys */ \"").skip(1).filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())).collect()
}

/// The keys of a language, each with the names of its placeholders.
fn defined_keys(lang: Lang) -> BTreeMap<String, BTreeSet<String>> {
    let mut keys: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut current = String::new();
    for (file, source) in message_files(lang) {
        for line in source.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
            if let Some((key, _)) =
                line.split_once(" = ").filter(|_| line.starts_with(|c: char| c.is_ascii_alphabetic()))
            {
                current = key.to_owned();
                assert!(keys.insert(current.clone(), BTreeSet::new()).is_none(), "{file} defines {key} twice");
            }
            let names = line
                .split('$')
                .skip(1)
                .map(|rest| rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect::<String>());
            if let Some(placeholders) = keys.get_mut(&current) {
                placeholders.extend(names);
            }
        }
    }
    keys
}

#[test]
fn every_message_that_a_page_asks_for_exists_and_none_is_spare() {
    let used = used_keys();
    let defined: BTreeSet<String> = defined_keys(Lang::Ja).into_keys().collect();
    assert_eq!(used.difference(&defined).collect::<Vec<_>>(), Vec::<&String>::new(), "asked for and missing");
    let families = used_families();
    let spare = |key: &&String| !families.iter().any(|family| key.starts_with(family.as_str()));
    assert_eq!(defined.difference(&used).filter(spare).collect::<Vec<_>>(), Vec::<&String>::new(), "never asked for");
}

#[test]
fn both_languages_have_the_same_messages_with_the_same_placeholders() {
    let (ja, en) = (defined_keys(Lang::Ja), defined_keys(Lang::En));
    assert!(ja.len() > 50, "the message files were not read");
    assert_eq!(ja, en);
}

#[test]
fn every_message_file_is_valid() {
    for lang in Lang::ALL {
        for (file, source) in message_files(lang) {
            assert!(FluentResource::try_new(source).is_ok(), "{file}");
        }
    }
}

#[test]
fn a_missing_message_shows_its_key_and_so_does_one_with_a_missing_placeholder() {
    let t = Texts::shipped(Lang::Ja);
    assert_eq!(t.get("no-such-message"), "⟦no-such-message⟧");
    assert_eq!(t.get("case-age"), "⟦case-age⟧");
}

#[test]
fn placeholders_are_filled_without_invisible_marks() {
    let t = Texts::shipped(Lang::Ja);
    assert_eq!(t.with("case-age", [("age", 37)]), "（37歳）");
    assert_eq!(t.with("page-title", [("title", "011002")]), "011002｜伴走");
}

#[test]
fn english_counts_one_and_many() {
    let t = Texts::shipped(Lang::En);
    assert_eq!(t.count("due-overdue", 1), "one day late");
    assert_eq!(t.count("due-overdue", 12), "12 days late");
}

#[test]
fn u28_a_municipality_chooses_its_own_word_for_the_person() {
    let words = BTreeMap::from([("person".to_owned(), "ご本人".to_owned())]);
    let t = Texts::with_words(Lang::Ja, &words).unwrap();
    assert_eq!(t.get("shown-to-person"), "ご本人に画面を見せています");
    assert_eq!(Texts::shipped(Lang::Ja).get("shown-to-person"), "相談者に画面を見せています");
}

#[test]
fn u28_a_word_that_no_message_knows_or_that_is_not_one_line_is_refused() {
    for (word, text) in [("persn", "ご本人"), ("person", "a\nb = c"), ("person", "{ $x }"), ("person", " ")] {
        let words = BTreeMap::from([(word.to_owned(), text.to_owned())]);
        assert!(Texts::with_words(Lang::Ja, &words).is_err(), "{word} = {text:?}");
    }
}

/// Names given by law, which no municipality writes in another way.
const OFFICIAL: [&str; 3] =
    ["地域障害者職業センター", "障害者就業・生活支援センター", "障害福祉サービス等情報公表システム"];

#[test]
fn u28_words_a_municipality_may_choose_are_not_written_out_elsewhere() {
    for (file, source) in message_files(Lang::Ja).into_iter().filter(|(file, _)| !file.ends_with("words.ftl")) {
        for line in source.lines().filter(|line| !line.starts_with('#')) {
            let line = OFFICIAL.iter().fold(line.to_owned(), |line, name| line.replace(name, ""));
            for word in ["相談者", "利用者", "障害", "障がい", "障碍"] {
                assert!(!line.contains(word), "{file}: {line}");
            }
        }
    }
}

#[test]
fn the_browser_is_answered_in_the_first_language_that_we_have() {
    let asked = |text: &'static str| {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT_LANGUAGE, axum::http::HeaderValue::from_static(text));
        Lang::preferred(&headers)
    };
    assert_eq!(asked("fr-FR,en;q=0.8,ja;q=0.5"), Lang::En);
    assert_eq!(asked("ja"), Lang::Ja);
    assert_eq!(asked("de"), Lang::Ja);
}
