//! What holds a network together: which agencies are reached from which, and what would come apart if one closed.

use std::collections::{BTreeMap, BTreeSet};

use crate::id::AgencyId;

/// Agencies and the pairs that work together.
#[derive(Clone, Debug, Default)]
pub struct Ties {
    agencies: Vec<AgencyId>,
    /// By the place of each agency, the places of those it works with.
    beside: Vec<Vec<usize>>,
}

/// What would come apart without an agency or a pair.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Apart {
    /// Agencies that would be left in groups without a way to each other: the largest group first, then as the agencies stand in order.
    pub groups: Vec<Vec<AgencyId>>,
}

impl Apart {
    /// Whether anybody would be cut off from somebody.
    pub const fn is_cut(&self) -> bool {
        self.groups.len() > 1
    }

    /// The groups that would be cut off from the largest.
    pub fn cut_off(&self) -> &[Vec<AgencyId>] {
        self.groups.get(1..).unwrap_or_default()
    }
}

/// How far a walk through the network has come at an agency.
struct Visit {
    at: usize,
    from: Option<usize>,
    next: usize,
}

impl Ties {
    /// The network of some agencies; pairs with others are left out.
    pub fn new(agencies: Vec<AgencyId>, pairs: impl IntoIterator<Item = (AgencyId, AgencyId)>) -> Self {
        let places: BTreeMap<AgencyId, usize> = agencies.iter().enumerate().map(|(at, agency)| (*agency, at)).collect();
        let mut beside = vec![BTreeSet::new(); agencies.len()];
        for (one, other) in pairs {
            if let (Some(&one), Some(&other)) = (places.get(&one), places.get(&other))
                && one != other
            {
                beside[one].insert(other);
                beside[other].insert(one);
            }
        }
        Self { agencies, beside: beside.into_iter().map(|set| set.into_iter().collect()).collect() }
    }

    /// The agencies with which nobody works.
    pub fn alone(&self) -> Vec<AgencyId> {
        let places = (0..self.agencies.len()).filter(|at| self.beside[*at].is_empty());
        places.map(|at| self.agencies[at]).collect()
    }

    /// The groups of agencies that reach each other, the largest first; those with which nobody works are in none.
    pub fn groups(&self) -> Vec<Vec<AgencyId>> {
        let groups = self.reached(None);
        groups.into_iter().filter(|group| group.len() > 1).collect()
    }

    /// What would come apart if an agency closed: only what is held together today by it. Nothing for an agency that is not in the network.
    pub fn without(&self, agency: AgencyId) -> Apart {
        let Some(closed) = self.agencies.iter().position(|known| *known == agency) else { return Apart::default() };
        let near: BTreeSet<AgencyId> = self.beside[closed].iter().map(|at| self.agencies[*at]).collect();
        let groups = self.reached(Some(closed)).into_iter();
        Apart { groups: groups.filter(|group| group.iter().any(|one| near.contains(one))).collect() }
    }

    fn reached(&self, closed: Option<usize>) -> Vec<Vec<AgencyId>> {
        let mut seen = vec![false; self.agencies.len()];
        if let Some(closed) = closed {
            seen[closed] = true;
        }
        let mut groups = Vec::new();
        for first in 0..self.agencies.len() {
            if std::mem::replace(&mut seen[first], true) {
                continue;
            }
            let (mut group, mut waiting) = (vec![first], vec![first]);
            while let Some(at) = waiting.pop() {
                for &next in &self.beside[at] {
                    if !std::mem::replace(&mut seen[next], true) {
                        group.push(next);
                        waiting.push(next);
                    }
                }
            }
            group.sort_unstable();
            groups.push(group);
        }
        groups.sort_by_key(|group| (std::cmp::Reverse(group.len()), group[0]));
        groups.into_iter().map(|group| group.into_iter().map(|at| self.agencies[at]).collect()).collect()
    }

    /// The agencies without which others would be cut off from each other, and the pairs that are the only way between two groups, in the order
    /// of the agencies. (Tarjan: an agency holds others if nothing behind it leads back before it.)
    pub fn holding(&self) -> (Vec<AgencyId>, Vec<(AgencyId, AgencyId)>) {
        let count = self.agencies.len();
        let (mut order, mut low) = (vec![usize::MAX; count], vec![usize::MAX; count]);
        let (mut agencies, mut pairs) = (BTreeSet::new(), BTreeSet::new());
        let mut visited = 0;
        for root in 0..count {
            if order[root] != usize::MAX {
                continue;
            }
            let mut branches = 0;
            let mut path = vec![Visit { at: root, from: None, next: 0 }];
            (order[root], low[root]) = (visited, visited);
            visited += 1;
            while let Some(visit) = path.last_mut() {
                let at = visit.at;
                if let Some(&next) = self.beside[at].get(visit.next) {
                    visit.next += 1;
                    if Some(next) == visit.from {
                        continue;
                    }
                    if order[next] == usize::MAX {
                        (order[next], low[next]) = (visited, visited);
                        visited += 1;
                        branches += usize::from(at == root);
                        path.push(Visit { at: next, from: Some(at), next: 0 });
                    } else {
                        low[at] = low[at].min(order[next]);
                    }
                    continue;
                }
                let from = visit.from;
                path.pop();
                let Some(from) = from else { continue };
                low[from] = low[from].min(low[at]);
                if from != root && low[at] >= order[from] {
                    agencies.insert(from);
                }
                if low[at] > order[from] {
                    pairs.insert((from.min(at), from.max(at)));
                }
            }
            if branches > 1 {
                agencies.insert(root);
            }
        }
        let agencies = agencies.into_iter().map(|at| self.agencies[at]).collect();
        (agencies, pairs.into_iter().map(|(one, other)| (self.agencies[one], self.agencies[other])).collect())
    }
}
