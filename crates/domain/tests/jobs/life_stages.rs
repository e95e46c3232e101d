//! The years of a life from known facts: at work, out of work, on the way again, and how old.

use banso_domain::{
    id::JobId,
    job::{Job, JobEndReason, JobKind, JobTerms},
    life_stage::{LifeStage, StageSpan, WorkTurn, ages, school, tries_again, turns, working_life},
};
use uuid::Uuid;

use crate::support::{day, job, left, terms, today};

fn of(number: u128, kind: JobKind, from: &str, end: Option<(&str, JobEndReason)>) -> Job {
    let begun = job(kind, JobTerms { until: (kind == JobKind::Trial).then(|| day("2030-06-30")), ..terms(from) });
    let begun = Job { id: JobId::new(Uuid::from_u128(number)), ..begun };
    end.map_or(begun.clone(), |(on, reason)| left(&begun, on, reason))
}

/// A practice, five years at work, a year and a half without, a practice again, and another job that lasts.
fn years() -> Vec<Job> {
    vec![
        of(4, JobKind::Employment, "2026-10-01", None),
        of(1, JobKind::Practice, "2020-02-03", Some(("2020-02-14", JobEndReason::TermReached))),
        of(2, JobKind::Employment, "2020-04-01", Some(("2025-03-31", JobEndReason::Health))),
        of(3, JobKind::Practice, "2026-06-01", Some(("2026-06-12", JobEndReason::TermReached))),
    ]
}

fn told(spans: &[StageSpan]) -> Vec<(LifeStage, String, String)> {
    let until = |span: &StageSpan| span.until.map_or_else(|| "…".to_owned(), |day| day.to_string());
    spans.iter().map(|span| (span.stage, span.from.to_string(), until(span))).collect()
}

#[test]
fn practice_hiring_leaving_and_being_hired_again_are_the_turns_of_a_working_life_in_order() {
    let turns = turns(&years(), today());
    let told: Vec<_> = turns.iter().map(|turn| (turn.on.to_string(), turn.what)).collect();
    let expected = [
        ("2020-02-03", WorkTurn::Practice),
        ("2020-04-01", WorkTurn::Hired),
        ("2025-03-31", WorkTurn::Left),
        ("2026-06-01", WorkTurn::Practice),
        ("2026-10-01", WorkTurn::HiredAgain),
    ];
    assert_eq!(told, expected.map(|(on, what)| (on.to_owned(), what)));
}

#[test]
fn the_time_between_two_jobs_is_known_and_the_time_before_the_first_is_not_guessed() {
    let spans = told(&working_life(&years(), today()));
    let expected = [
        (LifeStage::AtWork, "2020-04-01", "2025-03-31"),
        (LifeStage::OutOfWork, "2025-04-01", "2026-09-30"),
        (LifeStage::AtWork, "2026-10-01", "…"),
    ];
    assert_eq!(spans, expected.map(|(stage, from, until)| (stage, from.to_owned(), until.to_owned())));
    assert_eq!(working_life(&[], today()), [], "without a job nothing is said");
    assert_eq!(working_life(&years(), day("2020-03-31")), [], "nor before one has begun");
}

#[test]
fn jobs_side_by_side_or_from_one_day_to_the_next_are_one_time_at_work() {
    let trial = of(1, JobKind::Trial, "2030-04-01", Some(("2030-06-30", JobEndReason::TermReached)));
    let kept = of(2, JobKind::Employment, "2030-07-01", None);
    assert_eq!(told(&working_life(&[trial, kept], today())).len(), 1);
    let long = of(1, JobKind::Employment, "2030-04-01", Some(("2034-03-31", JobEndReason::Resigned)));
    let beside = of(2, JobKind::Employment, "2031-04-01", Some(("2032-03-31", JobEndReason::Resigned)));
    let spans = told(&working_life(&[long, beside], today()));
    assert_eq!(spans[0], (LifeStage::AtWork, "2030-04-01".to_owned(), "2034-03-31".to_owned()));
    assert_eq!(spans[1], (LifeStage::OutOfWork, "2034-04-01".to_owned(), "…".to_owned()));
}

#[test]
fn of_somebody_who_died_nothing_follows() {
    let last = [of(1, JobKind::Employment, "2030-04-01", Some(("2034-03-31", JobEndReason::Deceased)))];
    assert_eq!(told(&working_life(&last, today())).len(), 1);
    assert_eq!(turns(&last, today()).len(), 1, "the hiring");
}

#[test]
fn r_90_what_begins_first_after_a_job_was_left_is_another_try() {
    let stages = working_life(&years(), today());
    let began = ["2019-10-01", "2025-09-01", "2026-06-01", "2026-11-01"].map(day);
    assert_eq!(tries_again(&stages, &began), [day("2025-09-01")]);
    assert_eq!(tries_again(&stages, &[day("2019-10-01"), day("2026-11-01")]), [], "nothing began in between");
}

#[test]
fn ages_are_told_by_decades_from_the_birth_date_also_of_somebody_born_on_a_leap_day() {
    let spans = told(&ages(day("1996-02-29"), day("2018-04-01"), day("2026-11-27")));
    let expected = [(LifeStage::Age(20), "2016-02-29", "2026-02-28"), (LifeStage::Age(30), "2026-03-01", "…")];
    assert_eq!(spans, expected.map(|(stage, from, until)| (stage, from.to_owned(), until.to_owned())));
}

#[test]
fn school_begins_in_the_april_after_the_sixth_birthday_and_ends_where_support_for_adults_takes_over() {
    let told = |born: &str, left: &str, today: &str| {
        school(day(born), day(left), day(today))
            .map(|span| (span.from.to_string(), span.until.map(|on| on.to_string())))
    };
    let until = Some("2027-03-31".to_owned());
    assert_eq!(told("2008-04-02", "2027-03-31", "2030-01-01"), Some(("2015-04-01".to_owned(), until.clone())));
    assert_eq!(told("2008-04-01", "2027-03-31", "2030-01-01"), Some(("2014-04-01".to_owned(), until)));
    assert_eq!(told("2008-04-01", "2027-03-31", "2026-11-27"), Some(("2014-04-01".to_owned(), None)), "it goes on");
    assert_eq!(told("2008-04-01", "2012-03-31", "2026-11-27"), None, "nobody leaves before they came");
}

#[test]
fn after_a_job_that_ended_for_age_somebody_is_retired_and_not_out_of_work() {
    let last = [of(1, JobKind::Employment, "2030-04-01", Some(("2034-03-31", JobEndReason::Retired)))];
    let expected = [(LifeStage::AtWork, "2030-04-01", "2034-03-31"), (LifeStage::Retired, "2034-04-01", "…")];
    let spans = told(&working_life(&last, today()));
    assert_eq!(spans, expected.map(|(stage, from, until)| (stage, from.to_owned(), until.to_owned())));
    assert_eq!(tries_again(&working_life(&last, today()), &[day("2035-01-01")]), [], "a hobby is no other try");
}
