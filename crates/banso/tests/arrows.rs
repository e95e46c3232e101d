//! The drawing in ARCHITECTURE.md is true: crates depend on each other as its arrows say, only `store` speaks SQL, and
//! `domain` has no clock.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Command,
};

type Arrow = (String, String);

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the root of the repository")
}

/// The stations of a line: `a → {b, c} → d`.
fn stations(line: &str) -> Vec<Vec<String>> {
    let names = |station: &str| {
        station.trim().trim_matches(['{', '}']).split(',').map(|name| name.trim().to_owned()).collect::<Vec<_>>()
    };
    line.split('→').map(names).collect()
}

/// What ARCHITECTURE.md draws.
#[derive(Default)]
struct Drawing {
    /// Arrows between neighbours; for braces, one of the pairs has to exist.
    neighbours: Vec<Vec<Arrow>>,
    /// Arrows that may exist.
    allowed: BTreeSet<Arrow>,
    crates: BTreeSet<String>,
}

impl Drawing {
    fn read(text: &str) -> Self {
        let (mut drawing, mut forbidden) = (Self::default(), BTreeSet::new());
        let block = text.split("```text").nth(1).and_then(|rest| rest.split("```").next()).expect("a block of arrows");
        for line in block.lines().filter(|line| !line.trim().is_empty()) {
            if let Some((from, to)) = line.split_once('↛') {
                forbidden.insert((from.trim().to_owned(), to.trim().to_owned()));
                continue;
            }
            for pair in stations(line).windows(2) {
                let arrows = pair[0].iter().flat_map(|from| pair[1].iter().map(|to| (from.clone(), to.clone())));
                drawing.neighbours.push(arrows.collect());
            }
            drawing.crates.extend(stations(line).into_iter().flatten());
        }
        drawing.allowed = reachable(&drawing.neighbours.concat());
        for arrow in forbidden {
            assert!(drawing.allowed.remove(&arrow), "{arrow:?} is forbidden but was not allowed to begin with");
        }
        drawing
    }
}

/// Every pair that can be reached by following arrows.
fn reachable(arrows: &[Arrow]) -> BTreeSet<Arrow> {
    let mut known: BTreeSet<Arrow> = arrows.iter().cloned().collect();
    loop {
        let longer = known.iter().flat_map(|(from, to)| {
            known.iter().filter(move |(next, _)| next == to).map(move |(_, end)| (from.clone(), end.clone()))
        });
        let longer: Vec<Arrow> = longer.filter(|arrow| !known.contains(arrow)).collect();
        if longer.is_empty() {
            return known;
        }
        known.extend(longer);
    }
}

/// The crates of the product with what their programs (not their tests) depend on.
fn manifests() -> BTreeMap<String, BTreeSet<String>> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(root())
        .output()
        .expect("cargo metadata");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    let short = |name: &str| name.strip_prefix("banso-").unwrap_or(name).to_owned();
    let of_program = |dependency: &&serde_json::Value| dependency["kind"].as_str() != Some("dev");
    let dependencies = |package: &serde_json::Value| {
        let all = package["dependencies"].as_array().expect("dependencies");
        all.iter().filter(of_program).map(|one| short(one["name"].as_str().expect("a name"))).collect()
    };
    // Journeys and measurements beside `crates/` are no part of the product.
    let of_product = |package: &&serde_json::Value| {
        package["manifest_path"].as_str().is_some_and(|path| Path::new(path).starts_with(root().join("crates")))
    };
    packages
        .iter()
        .filter(of_product)
        .map(|package| (short(package["name"].as_str().expect("a name")), dependencies(package)))
        .collect()
}

/// The sources of a crate's program, without comments and without what follows `#[cfg(test)]`.
fn sources(name: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join("crates").join(name).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of sources") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|kind| kind == "rs") {
                let text = fs::read_to_string(&path).expect("a source");
                let program = text.split("#[cfg(test)]").next().unwrap_or_default();
                let code = program.lines().filter(|line| !line.trim_start().starts_with("//"));
                let shown = path.strip_prefix(root()).unwrap_or(&path).display().to_string();
                found.push((shown, code.collect::<Vec<_>>().join("\n")));
            }
        }
    }
    assert!(!found.is_empty(), "no sources of {name}");
    found
}

fn drawing() -> Drawing {
    Drawing::read(&fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md"))
}

#[test]
fn the_drawing_names_every_crate_and_no_other() {
    assert_eq!(drawing().crates, manifests().into_keys().collect());
}

#[test]
fn no_crate_depends_against_the_arrows() {
    let drawing = drawing();
    let own = manifests();
    for (from, dependencies) in &own {
        for to in dependencies.iter().filter(|to| own.contains_key(*to)) {
            let arrow = (from.clone(), to.clone());
            assert!(drawing.allowed.contains(&arrow), "{from} → {to} is in Cargo.toml but not in ARCHITECTURE.md");
        }
    }
}

#[test]
fn every_arrow_that_is_drawn_exists() {
    let own = manifests();
    for arrows in drawing().neighbours {
        let exists = arrows.iter().any(|(from, to)| own[from].contains(to));
        assert!(exists, "none of {arrows:?} is in a Cargo.toml");
    }
}

#[test]
fn arrows_never_point_left_or_sideways() {
    let drawing = Drawing::read("```text\na → {b, c} → d\na ↛ d\n```");
    let may = |from: &str, to: &str| drawing.allowed.contains(&(from.to_owned(), to.to_owned()));
    assert!(may("a", "b") && may("a", "c") && may("c", "d"));
    assert!(!may("b", "c") && !may("d", "a") && !may("a", "d"));
}

#[test]
fn only_store_speaks_sql() {
    const LIBRARIES: [&str; 7] =
        ["rusqlite", "libsqlite3-sys", "tokio-postgres", "postgres", "deadpool-postgres", "sqlx", "sea-orm"];
    const WORDS: [&str; 8] = [
        "SELECT ",
        "INSERT INTO ",
        "DELETE FROM ",
        "CREATE TABLE ",
        "ALTER TABLE ",
        "DROP TABLE ",
        "PRAGMA ",
        "ON CONFLICT",
    ];
    for (name, dependencies) in manifests().iter().filter(|(name, _)| *name != "store") {
        let library = LIBRARIES.iter().find(|library| dependencies.contains(**library));
        assert_eq!(library, None, "{name} reaches a database past the store");
        for (file, code) in sources(name) {
            let word = WORDS.iter().find(|word| code.contains(**word));
            assert_eq!(word, None, "{file} speaks SQL");
        }
    }
    let spoken = sources("store").iter().any(|(_, code)| WORDS.iter().any(|word| code.contains(word)));
    assert!(spoken, "the words that this test looks for are not those that the store uses");
}

#[test]
fn domain_has_no_clock_no_chance_and_does_not_wait() {
    const NAMES: [&str; 9] =
        ["::now(", "SystemTime", "Instant::", "now_v7", "new_v4", "getrandom", "async fn", ".await", "std::fs"];
    const LIBRARIES: [&str; 5] = ["tokio", "getrandom", "rand", "tracing", "futures"];
    for (file, code) in sources("domain") {
        let name = NAMES.iter().find(|name| code.contains(**name));
        assert_eq!(name, None, "{file} takes something from outside");
    }
    let dependencies = &manifests()["domain"];
    let library = LIBRARIES.iter().find(|library| dependencies.contains(**library));
    assert_eq!(library, None, "domain depends on something that is not pure");
}

#[test]
fn what_is_logged_is_chosen_word_by_word_and_never_what_debug_would_print() {
    for name in manifests().into_keys() {
        for (file, code) in sources(&name) {
            for part in code.split("tracing::").skip(1) {
                let Some((macro_name, rest)) = part.split_once("!(") else { continue };
                if !["error", "warn", "info", "debug", "trace"].contains(&macro_name) {
                    continue;
                }
                let logged = rest.split(");").next().unwrap_or_default();
                let shown = logged.contains(":?") || logged.contains(" ?") || logged.starts_with('?');
                assert!(!shown, "{file} logs with Debug, which may hold a name: {logged}");
            }
        }
    }
}
