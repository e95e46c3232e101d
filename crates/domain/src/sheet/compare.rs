//! Beside each other: what several sides say about the same item, and what two versions say. Differences are information; nothing is counted
//! together, and nobody is put in an order.

use serde_json::Value;

use super::Version;
use crate::form::{Field, FormDefinition, RatedItem, Side};

/// An item with what each side says about it.
#[derive(Clone, Debug)]
pub struct ComparedItem<'f> {
    /// The item.
    pub item: RatedItem<'f>,
    /// The rating of each side; none where it says nothing.
    pub ratings: Vec<(Side, &'f Field, Option<Value>)>,
    /// What each side says beside it.
    pub notes: Vec<(Side, String)>,
    /// Two sides rate it differently.
    pub differs: bool,
}

/// What the sides say in a version, item by item.
pub fn compared<'f>(form: &'f FormDefinition, version: &Version) -> Vec<ComparedItem<'f>> {
    let said = |side: Side, field: &Field| {
        let answers = &version.said.get(&side)?.answers;
        form.answer(field, answers).cloned()
    };
    let compare = |item: RatedItem<'f>| {
        let ratings: Vec<_> = item.ratings.iter().map(|(side, field)| (*side, *field, said(*side, field))).collect();
        let notes =
            item.notes.iter().filter_map(|(side, field)| Some((*side, said(*side, field)?.as_str()?.to_owned())));
        let notes = notes.collect();
        let mut given = ratings.iter().filter_map(|(_, _, value)| value.as_ref());
        let first = given.next();
        let differs = given.any(|value| Some(value) != first);
        ComparedItem { item, ratings, notes, differs }
    };
    form.rated_items().into_iter().map(compare).collect()
}

/// A field that says something else in a later version.
#[derive(Clone, Debug)]
pub struct Changed<'f> {
    /// The field.
    pub field: &'f Field,
    /// What the earlier version says.
    pub before: Option<Value>,
    /// What the later version says.
    pub after: Option<Value>,
}

impl Changed<'_> {
    /// Whether the two say different things.
    pub fn differs(&self) -> bool {
        self.before != self.after
    }
}

/// Every field that says something in one of two versions, in the order of the form.
pub fn changed<'f>(form: &'f FormDefinition, before: &Version, after: &Version) -> Vec<Changed<'f>> {
    let (before, after) = (before.answers(), after.answers());
    let beside = form.fields().filter(|field| field.side.is_some()).map(|field| Changed {
        field,
        before: form.answer(field, &before).cloned(),
        after: form.answer(field, &after).cloned(),
    });
    beside.filter(|pair| pair.before.is_some() || pair.after.is_some()).collect()
}

impl ComparedItem<'_> {
    /// How many sides rate it.
    pub fn said(&self) -> usize {
        self.ratings.iter().filter(|(_, _, value)| value.is_some()).count()
    }

    /// Whether anybody says anything about it.
    pub fn is_said(&self) -> bool {
        self.said() > 0 || !self.notes.is_empty()
    }
}
