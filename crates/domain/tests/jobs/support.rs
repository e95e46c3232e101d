//! Builders: a job that is sound until a test changes it.

use banso_domain::{
    case::sharing::EmploymentDisclosure,
    id::{AgencyId, GoalId, JobId, PersonId},
    job::{
        Employer, Goal, Job, JobDueKind, JobEnd, JobEndReason, JobEvent, JobKind, JobRoute, JobSlot, JobTerms, NewJob,
    },
    rule::{Refusal, Rule},
};
use chrono::NaiveDate;
use uuid::Uuid;

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A day on which everything in the tests has happened.
pub(crate) fn today() -> NaiveDate {
    day("2040-01-01")
}

pub(crate) fn agency(number: u128) -> AgencyId {
    AgencyId::new(Uuid::from_u128(number))
}

pub(crate) fn terms(starts_on: &str) -> JobTerms {
    JobTerms {
        work: "部品の検品".to_owned(),
        starts_on: day(starts_on),
        until: None,
        weekly_hours: Some(25),
        slot: JobSlot::DisabilitySlot,
        disclosure: EmploymentDisclosure::Open,
        route: JobRoute::HelloWork,
        key_person: "現場の班長".to_owned(),
        accommodation: String::new(),
    }
}

pub(crate) fn new_job(kind: JobKind, terms: JobTerms) -> NewJob {
    NewJob {
        person: PersonId::new(Uuid::from_u128(1)),
        agency: agency(1),
        employer: Employer { agency: None, name: "みどり精機（架空）".to_owned() },
        kind,
        terms,
        episode: None,
        previous: None,
        is_alone: false,
    }
}

pub(crate) fn job(kind: JobKind, terms: JobTerms) -> Job {
    let begun = new_job(kind, terms).decide(today()).unwrap();
    Job::apply(None, JobId::new(Uuid::from_u128(2)), &begun).unwrap()
}

/// Open employment from 1 April 2026 on.
pub(crate) fn employed() -> Job {
    job(JobKind::Employment, terms("2026-04-01"))
}

/// Employment of which the employer knows nothing.
pub(crate) fn closed() -> Job {
    job(JobKind::Employment, JobTerms { disclosure: EmploymentDisclosure::Closed, ..terms("2026-04-01") })
}

/// The job after what a command gave.
pub(crate) fn after(job: &Job, event: Result<JobEvent, Refusal>) -> Job {
    Job::apply(Some(job.clone()), job.id, &event.unwrap()).unwrap()
}

pub(crate) fn left(job: &Job, on: &str, reason: JobEndReason) -> Job {
    after(job, job.finish(JobEnd { on: day(on), reason, note: "体がつらい".to_owned() }, today()))
}

pub(crate) fn goal(from: &str, until: &str) -> Goal {
    Goal {
        id: GoalId::new(Uuid::from_u128(7)),
        what: "朝の準備を自分で確かめる".to_owned(),
        from: day(from),
        until: day(until),
        person_on: None,
        employer_on: None,
        review: None,
    }
}

pub(crate) fn refused_by(refusal: Result<JobEvent, Refusal>) -> Vec<Rule> {
    refusal.unwrap_err().rules
}

/// By when something is due.
pub(crate) fn due(job: &Job, kind: JobDueKind) -> Option<NaiveDate> {
    job.dues().into_iter().find(|due| due.kind == kind).map(|due| due.on)
}
