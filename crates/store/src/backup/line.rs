//! The lines inside a backup.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::BackupSummary;
use crate::Value;

/// The first line.
#[derive(Serialize, Deserialize)]
pub(super) struct Header {
    pub(super) banso_backup: u32,
    pub(super) data_version: i64,
    pub(super) written_at: i64,
    pub(super) master_key: String,
}

/// Any line after the first.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum Line {
    Row(Vec<Json>),
    Table { table: String, columns: Vec<String> },
    End { end: BackupSummary },
}

/// A value as it stands in a row. A real number is written as text, because JSON readers differ in its last digit.
pub(super) fn to_json(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Int(number) => Json::from(*number),
        Value::Real(number) => serde_json::json!({ "r": number.to_string() }),
        Value::Text(text) => Json::from(text.as_str()),
        Value::Blob(bytes) => serde_json::json!({ "b": STANDARD.encode(bytes) }),
        Value::Uuid(id) => serde_json::json!({ "b": STANDARD.encode(id.as_bytes()) }),
    }
}

/// The value of a row, or [`None`] if it is none.
pub(super) fn from_json(json: Json) -> Option<Value> {
    match json {
        Json::Null => Some(Value::Null),
        Json::String(text) => Some(Value::Text(text)),
        Json::Number(number) => number.as_i64().map(Value::Int),
        Json::Object(parts) => match (parts.get("b"), parts.get("r")) {
            (Some(bytes), None) => STANDARD.decode(bytes.as_str()?).ok().map(Value::Blob),
            (None, Some(number)) => number.as_str()?.parse().ok().map(Value::Real),
            _ => None,
        },
        Json::Bool(_) | Json::Array(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn value() -> impl Strategy<Value = Value> {
        prop_oneof![
            Just(Value::Null),
            any::<i64>().prop_map(Value::Int),
            any::<f64>().prop_filter("a number", |number| number.is_finite()).prop_map(Value::Real),
            ".*".prop_map(Value::Text),
            proptest::collection::vec(any::<u8>(), 0..20).prop_map(Value::Blob),
        ]
    }

    proptest! {
        #[test]
        fn every_value_comes_back_from_its_line(value in value()) {
            let text = to_json(&value).to_string();
            let back = from_json(serde_json::from_str(&text).unwrap()).unwrap();
            prop_assert_eq!(back, value);
        }
    }
}
