//! Who asks.

use banso_domain::{
    id::{AgencyId, PersonId, StaffId},
    staff::{Membership, Role},
};
use chrono::NaiveDate;

/// A member of staff acting for one agency, with every role held there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    staff: StaffId,
    agency: AgencyId,
    roles: Vec<Role>,
    day: NaiveDate,
    person: Option<PersonId>,
}

impl Actor {
    /// The member of staff acting for `agency` on `day`. Roles held elsewhere or at another time do not count; without a role
    /// that counts there is no actor.
    pub fn new(staff: StaffId, agency: AgencyId, memberships: &[Membership], day: NaiveDate) -> Option<Self> {
        let counts = |held: &&Membership| held.agency == agency && held.is_held_on(day);
        let mut roles: Vec<Role> = memberships.iter().filter(counts).map(|held| held.role).collect();
        roles.sort_unstable();
        roles.dedup();
        (!roles.is_empty()).then_some(Self { staff, agency, roles, day, person: None })
    }

    /// The same, whose account belongs to a person who is supported.
    #[must_use]
    pub fn who_is(self, person: Option<PersonId>) -> Self {
        Self { person, ..self }
    }

    /// The person who is supported, where it is they who act.
    pub fn person(&self) -> Option<PersonId> {
        self.person.filter(|_| self.is(Role::Person))
    }

    /// The day on which they act: doors open and close by it.
    pub fn day(&self) -> NaiveDate {
        self.day
    }

    /// Who.
    pub fn staff(&self) -> StaffId {
        self.staff
    }

    /// For which agency.
    pub fn agency(&self) -> AgencyId {
        self.agency
    }

    /// As what.
    pub fn roles(&self) -> &[Role] {
        &self.roles
    }

    /// Whether one of the roles is held.
    pub fn is(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// Whether a role is held to which cases of other agencies may be opened.
    pub fn reads_shared(&self) -> bool {
        self.is_caseworker() || self.is(Role::MunicipalOfficer) || self.is(Role::PartnerStaff)
    }

    /// Whether a role that works on cases at a centre is held.
    pub fn is_caseworker(&self) -> bool {
        self.is(Role::ChiefCounselor) || self.is(Role::Counselor) || self.is(Role::EmploymentCounselor)
    }
}
