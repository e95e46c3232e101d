//! What of the answers a reader from another agency gets: only fields that are shared under one of the open items.

use serde_json::Value;

use super::{Facts, Field, FormDefinition};
use crate::case::sharing::ItemSet;

impl FormDefinition {
    /// The answers of this form that are shared under one of `items`. Nothing that is
    /// [restricted](Field::restricted) is among them, whatever the items are.
    pub fn cut(&self, facts: &Facts, items: ItemSet) -> Facts {
        let mut cut = Facts::new();
        for field in self.fields().filter(|field| !field.restricted) {
            let open = field.shared_as.is_some_and(|item| items.has(item));
            if let Some(value) = facts.get(&field.fact).filter(|_| open) {
                cut.set(&field.fact, without_restricted(field, value));
            }
        }
        cut
    }

    /// All answers of this form but those that only caseworkers may see.
    pub fn unrestricted(&self, facts: &Facts) -> Facts {
        let mut cut = Facts::new();
        for field in self.fields().filter(|field| !field.restricted) {
            if let Some(value) = facts.get(&field.fact) {
                cut.set(&field.fact, without_restricted(field, value));
            }
        }
        cut
    }
}

/// An answer without the options and columns that only caseworkers may see.
fn without_restricted(field: &Field, value: &Value) -> Value {
    match value {
        Value::Array(entries) => entries.iter().map(|entry| without_restricted(field, entry)).filter(is_left).collect(),
        Value::String(id) if field.option(id).is_some_and(|option| option.restricted) => Value::Null,
        Value::Object(cells) => {
            let kept = cells.iter().filter_map(|(name, cell)| {
                let column = field.columns.iter().find(|column| column.fact == *name && !column.restricted)?;
                Some((name.clone(), without_restricted(column, cell)))
            });
            Value::Object(kept.collect())
        }
        other => other.clone(),
    }
}

fn is_left(value: &Value) -> bool {
    !value.is_null()
}
