//! The row filters: which cases a reader's lists, searches, prints and exports may hold.

use banso_domain::{
    case::sharing::{ItemSet, Share},
    id::{AgencyId, StaffId},
    staff::Role,
};
use chrono::NaiveDate;

use crate::{Actor, CaseScope, shared_items};

/// How far a reader sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Every case of this centre.
    Centre(AgencyId),
    /// The cases of this municipality that it may see.
    Municipality(AgencyId),
    /// Both: an agency that is centre and municipality in one (直営), with roles of both kinds.
    Both(AgencyId),
    /// No case at all.
    Nothing,
}

/// Which rows a reader may see. Every list query of the store takes one; it cannot be made elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowFilter {
    reach: Reach,
    staff: StaffId,
    day: NaiveDate,
}

impl RowFilter {
    /// The filter for what `actor` may read.
    pub fn of(actor: &Actor) -> Self {
        let reach = match (actor.is_caseworker(), actor.is(Role::MunicipalOfficer)) {
            (true, true) => Reach::Both(actor.agency()),
            (true, false) => Reach::Centre(actor.agency()),
            (false, true) => Reach::Municipality(actor.agency()),
            (false, false) => Reach::Nothing,
        };
        Self { reach, staff: actor.staff(), day: actor.day() }
    }

    /// How far it reaches: the store turns this into SQL.
    pub fn reach(self) -> Reach {
        self.reach
    }

    /// Whether a case passes into lists, searches and counts: what may be read and is not protected.
    pub fn passes(self, case: CaseScope) -> bool {
        case.named.is_none() && self.reads(case)
    }

    /// Whether a case that is asked for by itself passes; the same as [`decide`](crate::decide) says about reading it, which tests
    /// of random worlds hold it to.
    pub fn reads(self, case: CaseScope) -> bool {
        if case.named.is_some_and(|named| !named.admits(self.staff, self.day)) {
            return false;
        }
        let centre = |agency| case.centre == agency;
        let municipality = |agency| case.municipality == agency && case.municipality_sees;
        match self.reach {
            Reach::Centre(agency) => centre(agency),
            Reach::Municipality(agency) => municipality(agency),
            Reach::Both(agency) => centre(agency) || municipality(agency),
            Reach::Nothing => false,
        }
    }
}

/// Which cases of other agencies are open to a reader, and on which day: the filter of everything that is shared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedFilter {
    actor: Actor,
}

impl SharedFilter {
    /// The filter for what is shared with `actor`'s agency today.
    pub fn of(actor: &Actor) -> Self {
        Self { actor: actor.clone() }
    }

    /// The agency and the day by which the store looks; none for a reader to whom nothing can be shared.
    pub fn agency_and_day(&self) -> Option<(AgencyId, NaiveDate)> {
        self.actor.reads_shared().then(|| (self.actor.agency(), self.actor.day()))
    }

    /// Which items pass; the same as [`decide`](crate::decide) says about reading what is shared.
    pub fn items(&self, shares: &[Share]) -> ItemSet {
        shared_items(&self.actor, shares)
    }
}
