//! A job over the years: where it stands, how the employer goes on by itself, and what comes after it.

use banso_domain::{
    id::JobId,
    job::{Consult, ConsultKind, Job, JobEndReason, JobKind, JobPhase, Side},
};
use uuid::Uuid;

use crate::support::{after, agency, day, employed, job, left, new_job, terms, today};

#[test]
fn a_job_goes_from_before_the_first_day_through_the_first_month_and_six_months_into_staying() {
    let job = employed();
    let phases = ["2026-03-31", "2026-04-01", "2026-05-01", "2026-10-01"].map(|on| job.phase_on(day(on)));
    assert_eq!(phases, [JobPhase::Ahead, JobPhase::FirstMonth, JobPhase::SettlingIn, JobPhase::Staying]);
    let practice = crate::support::job(JobKind::Practice, terms("2026-06-01"));
    assert_eq!(practice.phase_on(day("2027-06-01")), JobPhase::Trying);
}

#[test]
fn r_88_what_the_employer_asked_and_did_by_itself_is_counted_by_half_years() {
    let mut job = employed();
    let told = [
        ("2026-04-10", ConsultKind::Asked),
        ("2026-05-10", ConsultKind::Asked),
        ("2026-09-30", ConsultKind::HowTo),
        ("2026-10-01", ConsultKind::ByThemselves),
    ];
    for (on, kind) in told {
        let consult = Consult { on: day(on), side: Side::Employer, kind, topic: "作業の手順".to_owned() };
        job = after(&job, job.consult(consult, today()));
    }
    let halves: Vec<_> = job.half_years().iter().map(|half| (half.from, half.counts)).collect();
    assert_eq!(halves, vec![(day("2026-04-01"), [2, 1, 0]), (day("2026-10-01"), [0, 0, 1])]);
}

#[test]
fn r_89_nothing_ends_by_years_and_what_ended_goes_on_in_one_step() {
    let job = employed();
    assert!(job.is_open() && job.phase_on(day("2039-12-31")) == JobPhase::Staying);
    let ended = left(&job, "2036-03-31", JobEndReason::Resigned);
    let again = after(&ended, ended.reopen(day("2038-04-01"), "同じ会社に戻った", today()));
    assert!(again.is_open() && again.terms == job.terms);
}

#[test]
fn r_90_a_new_job_goes_on_from_the_one_before_and_is_the_same_persons() {
    let before = left(&employed(), "2026-12-31", JobEndReason::Resigned);
    let next =
        banso_domain::job::NewJob { previous: Some(before.id), ..new_job(JobKind::Employment, terms("2027-06-01")) };
    let next = Job::apply(None, JobId::new(Uuid::from_u128(3)), &next.decide(today()).unwrap()).unwrap();
    assert_eq!((next.person, next.previous), (before.person, Some(before.id)));
}

#[test]
fn k_21_a_job_begun_within_a_month_after_a_change_counts_as_one_with_it() {
    let before = left(&employed(), "2026-12-31", JobEndReason::ChangedJob);
    let within = job(JobKind::Employment, terms("2027-01-31"));
    let later = job(JobKind::Employment, terms("2027-02-01"));
    assert!(within.counts_as_one_with(&before) && !later.counts_as_one_with(&before));
    let resigned = left(&employed(), "2026-12-31", JobEndReason::Resigned);
    assert!(!within.counts_as_one_with(&resigned));
}

#[test]
fn another_agency_stands_beside_the_job_once_it_is_passed_on_and_everything_stays() {
    let job = employed();
    let passed = after(&job, job.pass_on(agency(2), day("2026-10-01"), today()));
    assert_eq!((passed.agency, passed.terms.starts_on), (agency(2), day("2026-04-01")));
}
