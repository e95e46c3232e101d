//! Agencies and staff, kept in memory: every page shows some of their names, and they seldom change.
//!
//! One program at a time serves an installation, so what it changes is what there is to forget.

use std::{
    collections::HashMap,
    ops::Deref,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use banso_domain::{
    id::{AgencyId, StaffId},
    text::search_key,
};

use crate::{AgencyRow, Query, StaffRow, StoreError, read};

/// Every agency, by kind and name. Thousands of them are found by id or by a part of their name without asking the database.
#[derive(Debug, Default)]
pub struct Agencies {
    rows: Vec<AgencyRow>,
    /// The folded name of each.
    keys: Vec<String>,
    at: HashMap<AgencyId, usize>,
}

impl Deref for Agencies {
    type Target = [AgencyRow];

    fn deref(&self) -> &[AgencyRow] {
        &self.rows
    }
}

impl Agencies {
    fn new(mut rows: Vec<AgencyRow>) -> Self {
        // Sorted here: databases know different orders of names.
        rows.sort_by(|one, other| {
            let (one, other) =
                ((one.facts.kind, &one.facts.name, one.id), (other.facts.kind, &other.facts.name, other.id));
            one.cmp(&other)
        });
        let keys = rows.iter().map(|row| search_key(&row.facts.name)).collect();
        let at = rows.iter().enumerate().map(|(at, row)| (row.id, at)).collect();
        Self { rows, keys, at }
    }

    /// The agency with this id.
    #[must_use]
    pub fn find(&self, id: AgencyId) -> Option<&AgencyRow> {
        self.at.get(&id).map(|at| &self.rows[*at])
    }

    /// The agencies whose name holds what was typed, however it is written: whoever is called exactly so first, then those whose
    /// name begins so. Nothing typed finds nobody.
    #[must_use]
    pub fn named(&self, typed: &str) -> Vec<&AgencyRow> {
        let key = search_key(typed);
        if key.is_empty() {
            return Vec::new();
        }
        let rank = |known: &str| match known.find(&key) {
            Some(0) if known.len() == key.len() => Some(0_u8),
            Some(0) => Some(1),
            Some(_) => Some(2),
            None => None,
        };
        let ranked = self.keys.iter().zip(&self.rows).filter_map(|(known, row)| Some((rank(known)?, row)));
        let mut found: Vec<_> = ranked.collect();
        found.sort_by_key(|(rank, _)| *rank);
        found.into_iter().map(|(_, row)| row).collect()
    }

    /// Whether an agency is called exactly so, however it is written.
    #[must_use]
    pub fn is_called(&self, id: AgencyId, typed: &str) -> bool {
        self.at.get(&id).is_some_and(|at| self.keys[*at] == search_key(typed))
    }
}

/// Every agency and every member of staff.
#[derive(Default)]
pub(crate) struct Directory {
    pub(crate) agencies: Arc<Agencies>,
    /// By name.
    pub(crate) staff: Vec<StaffRow>,
    staff_at: HashMap<StaffId, usize>,
    /// Those who are active, by agency.
    members: HashMap<AgencyId, Vec<usize>>,
}

impl Directory {
    async fn load(from: &impl Query) -> Result<Self, StoreError> {
        let (agencies, staff) = (read::all_agencies(from).await?, read::all_staff(from).await?);
        let agencies = Arc::new(Agencies::new(agencies));
        let staff_at = staff.iter().enumerate().map(|(at, row)| (row.id, at)).collect();
        let mut members: HashMap<AgencyId, Vec<usize>> = HashMap::new();
        for (at, row) in staff.iter().enumerate().filter(|(_, row)| row.facts.active) {
            for held in &row.facts.memberships {
                let of_agency = members.entry(held.agency).or_default();
                if of_agency.last() != Some(&at) {
                    of_agency.push(at);
                }
            }
        }
        Ok(Self { agencies, staff, staff_at, members })
    }

    pub(crate) fn agency(&self, id: AgencyId) -> Option<&AgencyRow> {
        self.agencies.find(id)
    }

    pub(crate) fn member(&self, id: StaffId) -> Option<&StaffRow> {
        self.staff_at.get(&id).map(|at| &self.staff[*at])
    }

    /// Who is active in an agency, by name.
    pub(crate) fn members(&self, agency: AgencyId) -> impl Iterator<Item = &StaffRow> {
        self.members.get(&agency).into_iter().flatten().map(|at| &self.staff[*at])
    }
}

/// The directory as it was last read, until somebody changes it.
#[derive(Default)]
pub(crate) struct KeptDirectory {
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    directory: Option<Arc<Directory>>,
    /// Counts changes, so that what was read before one is not kept after it.
    changes: u64,
}

impl KeptDirectory {
    pub(crate) async fn get(&self, from: &impl Query) -> Result<Arc<Directory>, StoreError> {
        let changes = {
            let kept = self.kept();
            if let Some(directory) = &kept.directory {
                return Ok(Arc::clone(directory));
            }
            kept.changes
        };
        let directory = Arc::new(Directory::load(from).await?);
        let mut kept = self.kept();
        if kept.changes == changes {
            kept.directory = Some(Arc::clone(&directory));
        }
        Ok(directory)
    }

    /// To be called after a commit that changed an agency or a member of staff, before it is acknowledged.
    pub(crate) fn forget(&self) {
        let mut kept = self.kept();
        kept.directory = None;
        kept.changes += 1;
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
