//! 実習・就職: a job belongs to the agency that stands beside it, and those that it lets in stand beside it as well; others learn that there is one as far as the person agreed; the employer
//! sees its own side of it where it is told of the disability and the person lets it.

use banso_domain::{
    case::sharing::{EmploymentDisclosure, SharedItem},
    id::AgencyId,
    staff::Role,
};
use chrono::NaiveDate;

use crate::{
    Action, Actor, CaseDoors, Denial,
    decide::roles_on_case,
    episode::{is_barred, works},
};

/// The item by which others learn of jobs.
const ITEM: SharedItem = SharedItem::WorkHistory;

/// What a decision needs to know of a job.
#[derive(Clone, Copy, Debug)]
pub struct JobScope<'a> {
    /// The agency that stands beside it.
    pub agency: AgencyId,
    /// Agencies that stand beside it as well.
    pub also: &'a [AgencyId],
    /// The employer, where it is on Banso.
    pub employer: Option<AgencyId>,
    /// What the employer is told.
    pub disclosure: EmploymentDisclosure,
    /// The cases there are of the person.
    pub cases: &'a [CaseDoors<'a>],
    /// The person uses or used a programme at that agency.
    pub is_known_there: bool,
}

/// How much of a job a reader sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum JobSight {
    /// Not even that there is one.
    Nothing,
    /// That there is one: where, what, from when to when.
    Outline,
    /// The employer's side: conditions, agreements, goals, what was asked and thought.
    Employer,
    /// Everything.
    Everything,
}

fn is_employer(actor: &Actor, scope: &JobScope<'_>) -> bool {
    // Closed employment: whatever else was agreed, nothing reaches the employer.
    let is_told = scope.disclosure != EmploymentDisclosure::Closed;
    let is_theirs = scope.employer == Some(actor.agency()) && actor.roles().contains(&Role::PartnerStaff);
    is_told && is_theirs && scope.cases.iter().any(|doors| doors.is_open(actor, actor.agency(), ITEM))
}

/// How much of a job `actor` sees today: what every page, list and answer for them is cut to.
pub fn job_sight(actor: &Actor, scope: JobScope<'_>) -> JobSight {
    if is_barred(actor, scope.cases) {
        return JobSight::Nothing;
    }
    if scope.agency == actor.agency() && actor.roles().iter().any(|role| works(*role)) {
        return JobSight::Everything;
    }
    // Who stands beside as well reads it while the person lets them know of their work.
    let is_let_in = |doors: &CaseDoors<'_>| doors.listens(actor, ITEM).iter().any(|role| works(*role));
    if scope.also.contains(&actor.agency()) && scope.cases.iter().any(is_let_in) {
        return JobSight::Everything;
    }
    if scope.employer == Some(actor.agency()) {
        return if is_employer(actor, &scope) { JobSight::Employer } else { JobSight::Nothing };
    }
    let learns =
        |doors: &CaseDoors<'_>| doors.speaks_of(actor, scope.agency, ITEM) && !doors.listens(actor, ITEM).is_empty();
    if scope.cases.iter().any(learns) { JobSight::Outline } else { JobSight::Nothing }
}

/// The roles that count for an action on a job.
///
/// # Errors
///
/// [`Denial::Forbidden`] for those who may know of the job and want to do more.
pub(crate) fn roles(actor: &Actor, action: Action, scope: JobScope<'_>) -> Result<Vec<Role>, Denial> {
    let own = || actor.roles().iter().copied().filter(|role| works(*role)).collect::<Vec<_>>();
    if is_barred(actor, scope.cases) {
        return Ok(Vec::new());
    }
    if action == Action::StartJob {
        let knows = |doors: &CaseDoors<'_>| {
            !roles_on_case(actor, doors.case).is_empty() || doors.is_open(actor, actor.agency(), SharedItem::Basic)
        };
        let is_known = scope.is_known_there || scope.cases.iter().any(knows);
        let stands_beside = scope.agency == actor.agency() && scope.employer != Some(actor.agency());
        return Ok(if stands_beside && is_known { own() } else { Vec::new() });
    }
    let is_reading = action == Action::ReadJob;
    match job_sight(actor, scope) {
        JobSight::Nothing => Ok(Vec::new()),
        JobSight::Everything if action == Action::AnswerAsEmployer => Err(Denial::Forbidden),
        JobSight::Everything => Ok(own()),
        JobSight::Employer if is_reading || action == Action::AnswerAsEmployer => Ok(vec![Role::PartnerStaff]),
        JobSight::Outline if is_reading => {
            let through = scope.cases.iter().filter(|doors| doors.speaks_of(actor, scope.agency, ITEM));
            Ok(through.flat_map(|doors| doors.listens(actor, ITEM)).collect())
        }
        JobSight::Employer | JobSight::Outline => Err(Denial::Forbidden),
    }
}

/// Which jobs an agency's own lists may hold: those that it stands beside, and those at it as the employer. It cannot be made elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JobFilter {
    agency: Option<AgencyId>,
    is_partner: bool,
    day: NaiveDate,
}

impl JobFilter {
    /// The filter for the agency that `actor` works for.
    pub fn of(actor: &Actor) -> Self {
        Self {
            agency: actor.roles().iter().any(|role| works(*role)).then(|| actor.agency()),
            is_partner: actor.roles().contains(&Role::PartnerStaff),
            day: actor.day(),
        }
    }

    /// The agency as an employer, and the day on which doors have to stand open.
    pub fn employer_and_day(self) -> Option<(AgencyId, NaiveDate)> {
        self.agency.filter(|_| self.is_partner).map(|agency| (agency, self.day))
    }

    /// The day on which doors have to stand open.
    pub fn day(self) -> NaiveDate {
        self.day
    }

    /// The agency; none for who works on none.
    pub fn agency(self) -> Option<AgencyId> {
        self.agency
    }

    /// Whether a job that an agency stands beside passes; the same as [`decide`](crate::decide) says about reading all of it.
    pub fn passes(self, agency: AgencyId) -> bool {
        self.agency == Some(agency)
    }
}
