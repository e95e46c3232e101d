//! The use of programmes: it belongs to its agency; others learn that there is one, and from when to when, as far as the person agreed.

use banso_domain::{
    case::sharing::{Share, SharedItem},
    id::AgencyId,
    staff::Role,
};
use chrono::NaiveDate;

use crate::{Action, Actor, CaseScope, Denial, decide::roles_on_case};

/// A case of the person with its doors: through it agencies know of each other.
#[derive(Clone, Copy, Debug)]
pub struct CaseDoors<'a> {
    /// The case.
    pub case: CaseScope,
    /// Its doors, open or not.
    pub shares: &'a [Share],
}

/// What a decision needs to know of a use.
#[derive(Clone, Copy, Debug)]
pub struct EpisodeScope<'a> {
    /// The agency at which the person uses the programme.
    pub agency: AgencyId,
    /// The cases there are of the person.
    pub cases: &'a [CaseDoors<'a>],
    /// The person has used something at that agency before.
    pub is_known_there: bool,
}

/// How much of a use a reader sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EpisodeSight {
    /// Not even that there is one.
    Nothing,
    /// That there is one: the programme, the agency, from when to when.
    Dates,
    /// Everything.
    Everything,
}

/// The item under which it is known that there is a use.
const USES: SharedItem = SharedItem::Services;

/// Whether a role works on uses at its own agency.
pub(crate) const fn works(role: Role) -> bool {
    match role {
        Role::ChiefCounselor | Role::Counselor | Role::EmploymentCounselor | Role::PartnerStaff => true,
        Role::MunicipalOfficer | Role::Administrator | Role::Person => false,
    }
}

impl CaseDoors<'_> {
    /// Whether a door to an agency is open today for an item.
    pub(crate) fn is_open(&self, actor: &Actor, agency: AgencyId, item: SharedItem) -> bool {
        self.opens(agency, item, actor.day())
    }

    fn opens(&self, agency: AgencyId, item: SharedItem, day: NaiveDate) -> bool {
        let opens = |share: &Share| share.agency == agency && share.is_open_on(day) && share.items.has(item);
        self.shares.iter().any(opens)
    }

    /// Whether what an agency has under an item is spoken of in this case: it is the centre's own, or the person lets its agency share it.
    pub(crate) fn speaks_of(&self, actor: &Actor, agency: AgencyId, item: SharedItem) -> bool {
        self.case.centre == agency || self.is_open(actor, agency, item)
    }

    /// The roles in which the actor learns what is spoken of under an item in this case.
    pub(crate) fn listens(&self, actor: &Actor, item: SharedItem) -> Vec<Role> {
        let mut roles = roles_on_case(actor, self.case);
        if actor.reads_shared() && self.is_open(actor, actor.agency(), item) {
            roles.extend(actor.roles().iter().copied().filter(|role| works(*role) || *role == Role::MunicipalOfficer));
        }
        roles
    }
}

/// Whether the actor works at a centre that protects the person's record and is not named there: then nothing of them is seen, not even
/// through another part of the same house.
pub(crate) fn is_barred(actor: &Actor, cases: &[CaseDoors<'_>]) -> bool {
    let bars = |case: CaseScope| {
        let own = case.centre == actor.agency() || case.municipality == actor.agency();
        own && case.named.is_some_and(|named| !named.admits(actor.staff(), actor.day()))
    };
    cases.iter().any(|doors| bars(doors.case))
}

/// How much of a use `actor` sees today: what every page, list and answer for them is cut to.
pub fn episode_sight(actor: &Actor, scope: EpisodeScope<'_>) -> EpisodeSight {
    if is_barred(actor, scope.cases) {
        return EpisodeSight::Nothing;
    }
    if scope.agency == actor.agency() && actor.roles().iter().any(|role| works(*role)) {
        return EpisodeSight::Everything;
    }
    let learns =
        |doors: &CaseDoors<'_>| doors.speaks_of(actor, scope.agency, USES) && !doors.listens(actor, USES).is_empty();
    if scope.cases.iter().any(learns) { EpisodeSight::Dates } else { EpisodeSight::Nothing }
}

/// Whether a use is counted for an agency on a day: what its own staff may know of, in figures without names. Of people whose record is
/// protected nothing is counted.
pub fn counts_for(agency: AgencyId, day: NaiveDate, scope: EpisodeScope<'_>) -> bool {
    if scope.cases.iter().any(|doors| doors.case.named.is_some()) {
        return false;
    }
    let learns = |doors: &CaseDoors<'_>| {
        let is_spoken_of = doors.case.centre == scope.agency || doors.opens(scope.agency, USES, day);
        is_spoken_of && doors.opens(agency, USES, day)
    };
    scope.agency == agency || scope.cases.iter().any(learns)
}

/// The roles that count for an action on a use.
///
/// A use begins for somebody whom the agency knows: through an open door with the basic items, through a case of its own, or because they
/// used something there before.
///
/// # Errors
///
/// [`Denial::Forbidden`] for those who may know of the use and want to change it.
pub(crate) fn roles(actor: &Actor, action: Action, scope: EpisodeScope<'_>) -> Result<Vec<Role>, Denial> {
    let own = || actor.roles().iter().copied().filter(|role| works(*role)).collect::<Vec<_>>();
    if is_barred(actor, scope.cases) {
        return Ok(Vec::new());
    }
    if action == Action::StartEpisode {
        let knows = |doors: &CaseDoors<'_>| {
            !roles_on_case(actor, doors.case).is_empty() || doors.is_open(actor, actor.agency(), SharedItem::Basic)
        };
        let is_known = scope.is_known_there || scope.cases.iter().any(knows);
        return Ok(if scope.agency == actor.agency() && is_known { own() } else { Vec::new() });
    }
    match episode_sight(actor, scope) {
        EpisodeSight::Everything => Ok(own()),
        EpisodeSight::Dates if action == Action::ReadEpisode => {
            let through = scope.cases.iter().filter(|doors| doors.speaks_of(actor, scope.agency, USES));
            Ok(through.flat_map(|doors| doors.listens(actor, USES)).collect())
        }
        EpisodeSight::Dates => Err(Denial::Forbidden),
        EpisodeSight::Nothing => Ok(Vec::new()),
    }
}

/// Which uses an agency's own list may hold: those at the agency. It cannot be made elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EpisodeFilter {
    agency: Option<AgencyId>,
}

impl EpisodeFilter {
    /// The filter for the uses at the agency that `actor` works for.
    pub fn of(actor: &Actor) -> Self {
        Self { agency: actor.roles().iter().any(|role| works(*role)).then(|| actor.agency()) }
    }

    /// The agency; none for who works on none.
    pub fn agency(self) -> Option<AgencyId> {
        self.agency
    }

    /// Whether a use at an agency passes; the same as [`decide`](crate::decide) says about reading all of it.
    pub fn passes(self, agency: AgencyId) -> bool {
        self.agency == Some(agency)
    }
}
