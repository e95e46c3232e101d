//! Sheets: an agency keeps what it writes; others read what is final as far as the person agreed; the person reads what is about them, and
//! decides alone about what is their own.

use banso_domain::{
    case::sharing::SharedItem,
    id::{AgencyId, PersonId},
    staff::Role,
};

use crate::{
    Action, Actor, CaseDoors, Denial,
    decide::roles_on_case,
    episode::{is_barred, works},
};

/// How much of their own sheet a person shows to the reader's agency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShownParts {
    /// Nothing.
    Nothing,
    /// Some of its parts.
    Some,
    /// All of it.
    All,
}

/// What a decision needs to know of a sheet.
#[derive(Clone, Copy, Debug)]
pub struct SheetScope<'a> {
    /// The agency that keeps it.
    pub agency: AgencyId,
    /// About whom it is.
    pub person: PersonId,
    /// The cases there are of the person.
    pub cases: &'a [CaseDoors<'a>],
    /// The person has used something at that agency before.
    pub is_known_there: bool,
    /// Agencies of its kind keep sheets about people: a firm or a family answers for its own side, and keeps none.
    pub keeps: bool,
    /// The item of a consent under which others read it.
    pub item: Option<SharedItem>,
    /// It is the person's own.
    pub is_own: bool,
    /// It never leaves the agency.
    pub is_internal: bool,
    /// A version of it is final: before that it is nobody else's to read.
    pub is_final: bool,
    /// Of the person's own sheet: what they show to the reader's agency.
    pub shown: ShownParts,
}

/// How much of a sheet a reader sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SheetSight {
    /// Not even that there is one.
    Nothing,
    /// What is final; of the person's own sheet, the parts that they show.
    Shown,
    /// Everything, and what is being written.
    Everything,
}

/// How much of a sheet `actor` sees today: what every page, print and list for them is cut to.
pub fn sheet_sight(actor: &Actor, scope: SheetScope<'_>) -> SheetSight {
    if actor.person() == Some(scope.person) {
        return if scope.is_internal { SheetSight::Nothing } else { SheetSight::Everything };
    }
    if is_barred(actor, scope.cases) {
        return SheetSight::Nothing;
    }
    let at_home = scope.agency == actor.agency() && actor.roles().iter().any(|role| works(*role));
    if scope.is_own {
        return match scope.shown {
            ShownParts::All if at_home => SheetSight::Everything,
            ShownParts::Some | ShownParts::All if actor.reads_shared() => SheetSight::Shown,
            _ => SheetSight::Nothing,
        };
    }
    if at_home {
        return SheetSight::Everything;
    }
    let Some(item) = scope.item.filter(|_| scope.is_final && !scope.is_internal) else { return SheetSight::Nothing };
    let learns =
        |doors: &CaseDoors<'_>| doors.speaks_of(actor, scope.agency, item) && !doors.listens(actor, item).is_empty();
    if scope.cases.iter().any(learns) { SheetSight::Shown } else { SheetSight::Nothing }
}

/// Whether `actor` may be told that there is a sheet, and which agency keeps it: they read it, or would as soon as it is final. Nothing is said
/// of what is the person's own, and of what never leaves its agency.
pub fn knows_of_sheet(actor: &Actor, scope: SheetScope<'_>) -> bool {
    let once_final = SheetScope { is_final: true, ..scope };
    !scope.is_own && !scope.is_internal && sheet_sight(actor, once_final) != SheetSight::Nothing
}

/// The roles that count for an action on a sheet.
///
/// # Errors
///
/// [`Denial::Forbidden`] for those who may read it and want to change it.
pub(crate) fn roles(actor: &Actor, action: Action, scope: SheetScope<'_>) -> Result<Vec<Role>, Denial> {
    let is_person = actor.person() == Some(scope.person);
    if action == Action::StartSheet {
        return Ok(who_may_begin(actor, scope, is_person));
    }
    match (sheet_sight(actor, scope), action) {
        (SheetSight::Nothing, _) => Ok(Vec::new()),
        (_, Action::ShowSheet) if !(is_person && scope.is_own) => Err(Denial::Forbidden),
        (SheetSight::Everything, _) if is_person => Ok(vec![Role::Person]),
        (SheetSight::Everything, _) => Ok(actor.roles().iter().copied().filter(|role| works(*role)).collect()),
        (SheetSight::Shown, Action::ReadSheet) => {
            let reads = |role: &Role| works(*role) || *role == Role::MunicipalOfficer;
            Ok(actor.roles().iter().copied().filter(reads).collect())
        }
        (SheetSight::Shown, _) => Err(Denial::Forbidden),
    }
}

/// A sheet begins for somebody whom the agency knows, as a use does; the person begins what is their own.
fn who_may_begin(actor: &Actor, scope: SheetScope<'_>, is_person: bool) -> Vec<Role> {
    if is_person {
        return if scope.is_own { vec![Role::Person] } else { Vec::new() };
    }
    let knows = |doors: &CaseDoors<'_>| {
        !roles_on_case(actor, doors.case).is_empty() || doors.is_open(actor, actor.agency(), SharedItem::Basic)
    };
    let is_known = scope.is_known_there || scope.cases.iter().any(knows);
    if !scope.keeps || scope.agency != actor.agency() || !is_known || is_barred(actor, scope.cases) {
        return Vec::new();
    }
    actor.roles().iter().copied().filter(|role| works(*role)).collect()
}

/// Which sheets a list may hold that is not about one person: what people show to the agency. It cannot be made elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SheetFilter {
    agency: Option<AgencyId>,
}

impl SheetFilter {
    /// The filter for what is shown to the agency that `actor` works for.
    pub fn of(actor: &Actor) -> Self {
        Self { agency: actor.reads_shared().then(|| actor.agency()) }
    }

    /// The agency; none for who reads nothing of others.
    pub fn agency(self) -> Option<AgencyId> {
        self.agency
    }
}
