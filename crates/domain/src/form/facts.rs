use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

/// What is known for a form, each value under its path, for example `person.name` or `plan.services.budget.used`.
///
/// Paths are flat: a value that is an object is the same as its members under longer paths, so
/// `{"plan": {"round": 2}}` and `{"plan.round": 2}` are one. Lists stay whole; their rows may be objects.
/// What is not known is absent; `null`, empty text and empty lists count as absent.
///
/// The shape of a value follows the [kind](super::Kind) of the field:
/// text for words, dates (ISO 8601) and chosen option ids; numbers for integers and yen; `true`/`false` for 有/無;
/// a list for several choices; a list of objects for tables. Staff, agencies and signatures are the name as it is read.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Facts(BTreeMap<String, Value>);

impl Facts {
    /// No facts at all: the empty form.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the fact at `path`; an absent value (see [`Facts`]) removes what was there, with everything below it.
    pub fn set(&mut self, path: &str, value: impl Into<Value>) {
        let below = format!("{path}.");
        self.0.retain(|known, _| known != path && !known.starts_with(&below));
        self.insert_flat(path, value.into());
    }

    fn insert_flat(&mut self, path: &str, value: Value) {
        match value {
            Value::Object(members) => {
                for (name, member) in members {
                    self.insert_flat(&format!("{path}.{name}"), member);
                }
            }
            value if is_absent(&value) => {}
            value => {
                self.0.insert(path.to_owned(), value);
            }
        }
    }

    /// The value at `path`, if it is known.
    pub fn get(&self, path: &str) -> Option<&Value> {
        self.0.get(path)
    }

    /// The text at `path`; `None` when absent or not text.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.get(path)?.as_str()
    }

    /// The whole number at `path`: a count, or an amount in yen.
    pub fn integer(&self, path: &str) -> Option<i64> {
        self.get(path)?.as_i64()
    }

    /// Whether the answer at `path` is 有 (`true`) or 無 (`false`); `None` when nobody has said.
    pub fn yes_no(&self, path: &str) -> Option<bool> {
        self.get(path)?.as_bool()
    }

    /// The list at `path`; empty when absent. A single value reads as a list of one.
    pub fn list(&self, path: &str) -> &[Value] {
        match self.get(path) {
            Some(Value::Array(items)) => items,
            Some(single) => std::slice::from_ref(single),
            None => &[],
        }
    }

    /// All paths and values, in order of path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(path, value)| (path.as_str(), value))
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<P: AsRef<str>> FromIterator<(P, Value)> for Facts {
    fn from_iter<I: IntoIterator<Item = (P, Value)>>(pairs: I) -> Self {
        let mut facts = Self::new();
        for (path, value) in pairs {
            facts.set(path.as_ref(), value);
        }
        facts
    }
}

impl<'de> Deserialize<'de> for Facts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Map::deserialize(deserializer)?.into_iter().collect())
    }
}

/// Whether a value says nothing: `null`, blank text, an empty list.
pub(super) fn is_absent(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_nested_object_and_dotted_paths_are_the_same_facts() {
        let nested: Facts = serde_json::from_value(json!({"plan": {"services": {"budget": {"used": true}}}})).unwrap();
        let flat: Facts = serde_json::from_value(json!({"plan.services": {"budget.used": true}})).unwrap();

        assert_eq!(nested, flat);
        assert_eq!(nested.yes_no("plan.services.budget.used"), Some(true));
    }

    #[test]
    fn a_new_value_replaces_everything_that_stood_below_its_path() {
        let mut facts: Facts =
            [("plan.services", json!({"budget": {"used": true, "note": "月1回"}}))].into_iter().collect();

        facts.set("plan.services.budget", json!({"used": false}));

        assert_eq!(facts.yes_no("plan.services.budget.used"), Some(false));
        assert_eq!(facts.get("plan.services.budget.note"), None);
    }

    #[test]
    fn blank_text_and_empty_lists_are_not_facts() {
        let facts: Facts = [("case.concerns", json!([])), ("person.email", json!("　")), ("person.name", json!(null))]
            .into_iter()
            .collect();

        assert!(facts.is_empty());
    }
}
