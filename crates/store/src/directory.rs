//! Agencies and staff, kept in memory: every page shows some of their names, and they seldom change.
//!
//! One program at a time serves an installation, so what it changes is what there is to forget.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use banso_domain::id::{AgencyId, StaffId};

use crate::{AgencyRow, Query, StaffRow, StoreError, read};

/// Every agency and every member of staff.
#[derive(Default)]
pub(crate) struct Directory {
    /// In the order of lists.
    pub(crate) agencies: Vec<AgencyRow>,
    /// By name.
    pub(crate) staff: Vec<StaffRow>,
    agency_at: HashMap<AgencyId, usize>,
    staff_at: HashMap<StaffId, usize>,
    /// Those who are active, by agency.
    members: HashMap<AgencyId, Vec<usize>>,
}

impl Directory {
    async fn load(from: &impl Query) -> Result<Self, StoreError> {
        let (agencies, staff) = (read::all_agencies(from).await?, read::all_staff(from).await?);
        let agency_at = agencies.iter().enumerate().map(|(at, row)| (row.id, at)).collect();
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
        Ok(Self { agencies, staff, agency_at, staff_at, members })
    }

    pub(crate) fn agency(&self, id: AgencyId) -> Option<&AgencyRow> {
        self.agency_at.get(&id).map(|at| &self.agencies[*at])
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
