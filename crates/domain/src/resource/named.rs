//! What the columns of a list tell that is in no known form.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Field;
use crate::rule::{Refusal, Rule, require};

/// The columns of a list, as somebody named them. It is remembered by the heads of the list: the next half-year's is read in the same way.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedColumns {
    /// What the list is called in the region: what is published together, and comes or goes together.
    pub list: String,
    /// The places of the columns that together tell one row from another, counted from 0.
    pub known_by: Vec<usize>,
    /// What each column tells, by its place; columns that are not there tell nothing.
    pub fields: BTreeMap<usize, Field>,
}

impl NamedColumns {
    /// Looks whether rows can be read by it.
    ///
    /// # Errors
    ///
    /// P-142 without what the list is called, without a column for the name, without one that tells rows apart, and where two columns tell
    /// the same.
    pub fn check(&self) -> Result<(), Refusal> {
        let names = self.fields.values().filter(|field| **field == Field::Name).count();
        let mut told: Vec<Field> = self.fields.values().copied().collect();
        told.sort_unstable();
        told.dedup();
        let is_clear = told.len() == self.fields.len();
        let is_known = !self.list.trim().is_empty() && !self.known_by.is_empty();
        require(names == 1 && is_clear && is_known, Rule::ColumnsNamed)
    }
}
