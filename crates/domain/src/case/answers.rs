//! Answers of the sheets as facts: what changed, and how changes add up.

use crate::form::Facts;

/// The difference between two states of the answers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AnswerChange {
    /// Answers that are new or different.
    pub set: Facts,
    /// Facts whose answer was taken away.
    pub cleared: Vec<String>,
}

impl AnswerChange {
    /// What changes in `known` when the facts named in `asked` are answered by `wanted` (an absent answer is taken away).
    pub fn between(known: &Facts, wanted: &Facts, asked: &[String]) -> Self {
        let mut change = Self::default();
        for fact in asked {
            match (known.get(fact), wanted.get(fact)) {
                (before, Some(now)) if before != Some(now) => change.set.set(fact, now.clone()),
                (Some(_), None) => change.cleared.push(fact.clone()),
                _ => {}
            }
        }
        change
    }

    /// Whether nothing changes.
    pub fn is_empty(&self) -> bool {
        self.set.is_empty() && self.cleared.is_empty()
    }

    /// Carries the change out.
    pub fn apply(set: &Facts, cleared: &[String], to: &mut Facts) {
        for (fact, value) in set.iter() {
            to.set(fact, value.clone());
        }
        for fact in cleared {
            to.set(fact, serde_json::Value::Null);
        }
    }
}
