//! What is new in a roster, compared with what the directory holds of the same lists.

use std::collections::{BTreeSet, HashMap, HashSet};

use banso_domain::{
    id::ResourceId,
    resource::{Changes, Field, ImportSummary, Origin, Told},
};

use crate::{Extent, Roster, RosterRow};

/// An entry of the directory that came from the source of the roster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Which.
    pub id: ResourceId,
    /// What its source told last.
    pub told: Told,
    /// The source no longer listed it.
    pub is_gone: bool,
    /// Its version.
    pub version: i64,
}

/// What a row of the roster is to the directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Not there before.
    Added,
    /// It was gone, and is listed again; with what is told differently.
    Back(Changes),
    /// Told differently.
    Changed(Changes),
    /// As before.
    Unchanged,
    /// Not taken.
    Rejected,
}

/// What is new.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// An outcome for each row of the roster, in order.
    pub outcomes: Vec<Outcome>,
    /// The entries that its lists held before and hold no more, in the order of their numbers.
    pub gone: Vec<Origin>,
    /// Whether so much is missing that somebody has to say whether this is the whole list (P-186).
    pub may_be_a_part: bool,
    /// In counts.
    pub summary: ImportSummary,
}

/// A list may be a part of itself when at least so many entries would be gone, and more than one of so many.
const MANY_GONE: usize = 10;
const OF_ALL: usize = 4;

/// Compares. A row that is not taken keeps its entry as it is: it is listed, only not readable.
pub fn difference(roster: &Roster, held: &HashMap<Origin, Held>) -> Difference {
    let mut difference = Difference::default();
    for row in &roster.rows {
        let outcome = outcome(row, held, &roster.silent);
        let summary = &mut difference.summary;
        match &outcome {
            Outcome::Added | Outcome::Back(_) => summary.added += 1,
            Outcome::Changed(_) => summary.changed += 1,
            Outcome::Unchanged => summary.unchanged += 1,
            Outcome::Rejected => summary.rejected += 1,
        }
        summary.warnings += u64::from(row.has_warning());
        difference.outcomes.push(outcome);
    }
    let listed: HashSet<&Origin> = roster.rows.iter().filter_map(|row| row.origin.as_ref()).collect();
    // A file for some prefectures, as publishers and people cut them, says nothing about the others.
    let prefectures: BTreeSet<u32> = roster.rows.iter().filter_map(|row| row.told.own_prefecture()).collect();
    let is_judged = |(origin, entry): &(&Origin, &Held)| {
        origin.source == roster.source
            && roster.lists.contains(&origin.list)
            && !entry.is_gone
            && (prefectures.is_empty() || entry.told.own_prefecture().is_none_or(|one| prefectures.contains(&one)))
    };
    let judged: Vec<&Origin> = held.iter().filter(is_judged).map(|(origin, _)| origin).collect();
    let mut gone: Vec<Origin> = judged.iter().filter(|origin| !listed.contains(**origin)).copied().cloned().collect();
    gone.sort();
    let is_much = gone.len() >= MANY_GONE && gone.len() * OF_ALL > judged.len();
    difference.may_be_a_part = is_much && roster.extent == Extent::NotSaid;
    difference.gone = if roster.extent == Extent::Part { Vec::new() } else { gone };
    difference.summary.gone = difference.gone.len() as u64;
    difference
}

fn outcome(row: &RosterRow, held: &HashMap<Origin, Held>, silent: &BTreeSet<Field>) -> Outcome {
    if row.is_rejected() {
        return Outcome::Rejected;
    }
    let Some(entry) = row.origin.as_ref().and_then(|origin| held.get(origin)) else { return Outcome::Added };
    let mut changes = entry.told.changes_to(&row.told);
    changes.retain(|field, _| !silent.contains(field));
    match (entry.is_gone, changes.is_empty()) {
        (true, _) => Outcome::Back(changes),
        (false, true) => Outcome::Unchanged,
        (false, false) => Outcome::Changed(changes),
    }
}
