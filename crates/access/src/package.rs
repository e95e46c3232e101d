//! Who stands in the data package: everybody but those who do not want to be counted and those whose record is protected.

use crate::{Action, CaseScope, Denial, Permit};

/// What the filter needs to know of a person.
#[derive(Clone, Copy, Debug)]
pub struct PackageScope<'a> {
    /// Whether the person wants to be counted (P-170).
    pub counts: bool,
    /// The cases there are of the person.
    pub cases: &'a [CaseScope],
}

/// Which people pass into the data package, and everything that is written about them with them. It cannot be made without a permit to
/// take the package out, or to read what is counted from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PackageFilter(());

impl PackageFilter {
    /// The filter for whoever may take the package out.
    ///
    /// # Errors
    ///
    /// [`Denial::Forbidden`] for a permit to do something else.
    pub fn of(permit: &Permit) -> Result<Self, Denial> {
        (permit.action() == Action::ExportPackage).then_some(Self(())).ok_or(Denial::Forbidden)
    }

    /// The filter for whoever may read figures of the region: of the rows that pass nothing but counts remains.
    ///
    /// # Errors
    ///
    /// [`Denial::Forbidden`] for a permit to do something else.
    pub fn to_count(permit: &Permit) -> Result<Self, Denial> {
        (permit.action() == Action::ReadFigures).then_some(Self(())).ok_or(Denial::Forbidden)
    }

    /// Whether a person passes.
    pub fn passes(self, scope: PackageScope<'_>) -> bool {
        scope.counts && scope.cases.iter().all(|case| case.named.is_none())
    }
}
