//! The schemas of the specification, and whether a value fits them. Only the words that these schemas use are known; any other one fails the
//! test, so that nothing is passed over unseen.

use std::{collections::BTreeMap, path::PathBuf};

use serde_json::Value;

pub(crate) fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/hsds-3.0")
}

pub(crate) fn json(file: &str) -> Value {
    let path = folder().join(file);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Words that describe and ask for nothing.
const SAYING: [&str; 11] = [
    "name",
    "path",
    "title",
    "description",
    "example",
    "core",
    "constraints",
    "datapackage_metadata",
    "datapackage_type",
    "tabular_required",
    "$schema",
];

#[derive(Default)]
pub(crate) struct Schemas {
    read: BTreeMap<String, Value>,
}

impl Schemas {
    /// What is wrong with a value, each with its place; nothing where it fits.
    pub(crate) fn complaints(&mut self, schema: &str, value: &Value) -> Vec<String> {
        let mut found = Vec::new();
        self.check(&serde_json::json!({ "$ref": schema }), value, schema, &mut found);
        found
    }

    fn check(&mut self, schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
        for (word, asked) in schema.as_object().expect("a schema") {
            match word.as_str() {
                "$ref" => {
                    let file = asked.as_str().expect("a name").to_owned();
                    let schema =
                        self.read.entry(file.clone()).or_insert_with(|| json(&format!("schema/{file}"))).clone();
                    self.check(&schema, value, at, found);
                }
                "type" if !is_of(asked.as_str().expect("a type"), value) => {
                    found.push(format!("{at}: not of type {asked}"))
                }
                "enum" if !asked.as_array().expect("words").contains(value) => {
                    found.push(format!("{at}: {value} not among {asked}"))
                }
                "format"
                    if value.as_str().is_some_and(|words| !has_format(asked.as_str().unwrap_or_default(), words)) =>
                {
                    found.push(format!("{at}: {value} is no {asked}"));
                }
                "required" => {
                    let names = asked.as_array().expect("names").iter().filter_map(Value::as_str);
                    found.extend(
                        names.filter(|name| value.get(name).is_none()).map(|name| format!("{at}: {name} is missing")),
                    );
                }
                "properties" => {
                    for (name, schema) in asked.as_object().expect("properties") {
                        if let Some(value) = value.get(name) {
                            self.check(schema, value, &format!("{at}/{name}"), found);
                        }
                    }
                }
                "items" => {
                    for (place, value) in value.as_array().into_iter().flatten().enumerate() {
                        self.check(asked, value, &format!("{at}/{place}"), found);
                    }
                }
                "type" | "enum" | "format" => {}
                word => assert!(SAYING.contains(&word), "{at}: what does {word} ask for?"),
            }
        }
    }
}

fn is_of(kind: &str, value: &Value) -> bool {
    match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "number" => value.is_number(),
        other => panic!("the type {other}"),
    }
}

pub(crate) fn has_format(format: &str, words: &str) -> bool {
    match format {
        "uuid" => words.len() == 36 && uuid::Uuid::try_parse(words).is_ok(),
        "date-time" => chrono::DateTime::parse_from_rfc3339(words).is_ok(),
        "email" => {
            words.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.')) && words.is_ascii()
        }
        "uri" => {
            let is_letter = |letter: char| letter.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%".contains(letter);
            words
                .split_once(':')
                .is_some_and(|(scheme, rest)| scheme.chars().all(|one| one.is_ascii_alphabetic()) && !rest.is_empty())
                && words.chars().all(is_letter)
        }
        other => panic!("the format {other}"),
    }
}

#[test]
fn the_check_finds_what_is_missing_of_another_type_not_among_the_words_and_misspelt() {
    let mut schemas = Schemas::default();
    let mut example = json("service_full.json");
    assert_eq!(
        schemas.complaints("service.json", &example),
        Vec::<String>::new(),
        "the example of the specification fits"
    );

    example["status"] = "open".into();
    example["url"] = "あおば".into();
    example["service_at_locations"][0]["location"]["latitude"] = "43".into();
    example["organization"].as_object_mut().expect("an object").remove("description");
    assert_eq!(schemas.complaints("service.json", &example).len(), 4);
}
