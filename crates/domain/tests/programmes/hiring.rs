//! What is thought of at hiring: who stays when those who are there for a time have left.

use banso_domain::{
    case::sharing::EmploymentDisclosure,
    episode::{EpisodeEndReason, Milestone, Programme},
    id::JobId,
    job::{Employer, Job, JobKind, JobRoute, JobSlot, JobTerms, NewJob},
    rule::Rule,
};
use uuid::Uuid;

use crate::support::{agency, begin, day, person, retention, start, today, transition};

/// Hired for 1 April 2026, with transition support beside it.
fn hired() -> Job {
    let terms = JobTerms {
        work: "部品の検品".to_owned(),
        starts_on: day("2026-04-01"),
        until: None,
        weekly_hours: None,
        slot: JobSlot::DisabilitySlot,
        disclosure: EmploymentDisclosure::Open,
        route: JobRoute::HelloWork,
        key_person: String::new(),
        accommodation: String::new(),
    };
    let new = NewJob {
        person: person(),
        agency: agency(1),
        employer: Employer { agency: None, name: "みどり精機（架空）".to_owned() },
        kind: JobKind::Employment,
        terms,
        episode: None,
        previous: None,
        is_alone: false,
    };
    Job::apply(None, JobId::new(Uuid::from_u128(2)), &new.decide(today()).unwrap()).unwrap()
}

#[test]
fn r_80_at_hiring_somebody_who_stays_is_thought_of_where_every_support_is_for_a_time() {
    let offered = day("2026-03-20");
    let ending = transition("2025-04-01").episode;
    assert!(hired().findings(offered, std::slice::from_ref(&ending)).contains(&Rule::RegisterEarly));
    let centre = begin(Programme::LifeWorkCentre, start("2026-03-01")).episode;
    let with_centre = [ending.clone(), centre];
    assert!(!hired().findings(offered, &with_centre).contains(&Rule::RegisterEarly));
    let over = transition("2020-04-01").ended("2021-03-31", EpisodeEndReason::TermReached).episode;
    assert!(
        !hired().findings(offered, &[over]).contains(&Rule::RegisterEarly),
        "nobody there is another matter (R-85)"
    );
    let later = [ending];
    assert!(
        !hired().findings(day("2026-08-01"), &later).contains(&Rule::RegisterEarly),
        "it is a matter of the first weeks"
    );
}

#[test]
fn the_use_that_led_to_a_job_learns_the_day_of_hiring_once() {
    let (hired, of) = (day("2026-04-01"), transition("2025-04-01"));
    assert!(of.episode.learns_of_hiring(hired, day("2026-04-01")));
    assert!(!of.episode.learns_of_hiring(hired, day("2026-03-31")), "a day that has not come is no hiring yet");
    assert!(!of.episode.learns_of_hiring(day("2025-03-31"), today()), "nor one before the use");
    let known = of.noted(Milestone::Hired, "2026-04-01");
    assert!(!known.episode.learns_of_hiring(hired, today()), "what is known is not written twice");
    assert!(known.episode.learns_of_hiring(day("2027-01-15"), today()), "another job is another day");
    let over = known.ended("2026-09-30", EpisodeEndReason::Employed).episode;
    assert!(!over.learns_of_hiring(day("2026-05-01"), today()), "what has ended stays as it is");
    let beside = retention("2026-10-01", "2026-04-01").episode;
    assert!(
        !beside.learns_of_hiring(day("2027-01-15"), today()),
        "retention support is counted from the day it began with"
    );
}
