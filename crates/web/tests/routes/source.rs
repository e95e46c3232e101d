//! The routes as the source declares them.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// Paths with their methods, read from every `.route(…)` of the product.
pub fn declared() -> BTreeMap<String, BTreeSet<String>> {
    let mut routes: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in product_files() {
        let text = fs::read_to_string(&file).expect("a source");
        let text = text.split("#[cfg(test)]").next().unwrap_or_default();
        for hidden in [".nest(", ".nest_service(", ".route_service("] {
            assert!(!text.contains(hidden), "{}: {hidden} hides a path; write routes in full", file.display());
        }
        for call in calls(text) {
            let path = call.trim_start().strip_prefix('"').and_then(|rest| rest.split_once('"'));
            let (path, handlers) = path.unwrap_or_else(|| panic!("{}: a route without its path", file.display()));
            let methods = METHODS.iter().filter(|method| names(handlers, method)).map(|method| method.to_uppercase());
            let known = routes.entry(path.to_owned()).or_default();
            known.extend(methods);
            assert!(!known.is_empty(), "{}: {path} answers to no method that is known here", file.display());
        }
    }
    routes
}

/// What stands between the brackets of each `.route(…)`.
fn calls(text: &str) -> Vec<&str> {
    let body = |after: &'static str, text: &str| -> Option<usize> {
        let mut depth = 1;
        text.char_indices()
            .find_map(|(at, letter)| {
                depth += i32::from(letter == '(') - i32::from(letter == ')');
                (depth == 0).then_some(at)
            })
            .filter(|_| !after.is_empty())
    };
    let starts = text.match_indices(".route(").map(|(at, found)| at + found.len());
    starts.filter_map(|start| body(".route(", &text[start..]).map(|end| &text[start..start + end])).collect()
}

/// Whether `get(` stands there as a word of its own, not as the end of `budget(`.
fn names(handlers: &str, method: &str) -> bool {
    let call = format!("{method}(");
    handlers.match_indices(&call).any(|(at, _)| {
        let before = handlers[..at].chars().next_back();
        before.is_none_or(|letter| !letter.is_alphanumeric() && letter != '_')
    })
}

fn product_files() -> Vec<PathBuf> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let (mut folders, mut files) = (vec![source.clone()], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            // The gallery is no part of the product, and tests have routes of their own.
            let name = path.strip_prefix(&source).expect("below src").display().to_string();
            if name.starts_with("gallery") || name.ends_with("_tests.rs") {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else if name.ends_with(".rs") {
                files.push(path);
            }
        }
    }
    files
}

#[test]
fn routes_are_read_from_the_source_as_rust_reads_them() {
    let text = r#"Router::new().route("/a", get(show).post(budget)).route(
        "/b/{id}",
        axum::routing::post(|| async { "ok" }),
    )"#;
    let calls = calls(text);
    assert_eq!(calls.len(), 2);
    assert!(names(calls[0], "get") && names(calls[0], "post") && !names(calls[0], "put"));
    assert!(names(calls[1], "post") && !names(calls[1], "get"));
    assert!(!names("budget(1)", "get"));
}
