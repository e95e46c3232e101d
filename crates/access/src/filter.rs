//! The row filter: which cases a reader's lists, searches, prints and exports may hold.

use banso_domain::{id::AgencyId, staff::Role};

use crate::{Actor, CaseScope};

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
        Self { reach }
    }

    /// How far it reaches: the store turns this into SQL.
    pub fn reach(self) -> Reach {
        self.reach
    }

    /// Whether a case passes; the same as [`decide`](crate::decide) says about reading it, which tests of random worlds hold it to.
    pub fn passes(self, case: CaseScope) -> bool {
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
