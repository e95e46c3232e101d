//! 働く力: what person, firm and supporters carried, from what was written down.

use banso_domain::{
    agency::Channel,
    job::{Carried, Consult, ConsultKind, Feedback, Job, JobEndReason, JobKind, Side, WorkContact},
};

use crate::support::{after, closed, day, employed, job, left, terms, today};

fn contact(on: &str) -> WorkContact {
    let with = vec![Side::Person, Side::Employer];
    WorkContact {
        on: day(on),
        with,
        channel: Channel::Visit,
        by: None,
        report_shared: false,
        words: String::new(),
        in_case: false,
    }
}

fn contacted(job: &Job, on: &str) -> Job {
    after(job, job.contact(contact(on), today()))
}

fn consulted(job: &Job, on: &str, side: Side, kind: ConsultKind) -> Job {
    after(job, job.consult(Consult { on: day(on), side, kind, topic: "作業の手順".to_owned() }, today()))
}

fn counts(all: &[Carried]) -> Vec<(String, usize, usize, usize)> {
    all.iter().map(|one| (one.from.to_string(), one.person, one.firm, one.supporters)).collect()
}

/// Much help at first, less in the second half-year, when the firm goes on by itself.
fn growing() -> Job {
    let mut job = employed();
    for on in ["2026-04-02", "2026-04-09", "2026-05-07", "2026-10-20"] {
        job = contacted(&job, on);
    }
    job = consulted(&job, "2026-04-20", Side::Employer, ConsultKind::Asked);
    job = consulted(&job, "2026-10-05", Side::Employer, ConsultKind::HowTo);
    job = consulted(&job, "2026-11-05", Side::Employer, ConsultKind::ByThemselves);
    job = consulted(&job, "2026-11-09", Side::Person, ConsultKind::ByThemselves);
    let feedback = Feedback { side: Side::Person, on: day("2026-10-01"), words: "一人で検品できる".to_owned() };
    after(&job, job.give_feedback(feedback, today()))
}

#[test]
fn r_35_as_the_firm_and_the_person_do_more_the_supporters_do_less_and_it_is_seen_by_half_years() {
    let all = growing().carried(&[day("2026-09-15"), day("2026-10-15")], day("2026-12-01"));
    let expected = [("2026-04-01".to_owned(), 1, 0, 4), ("2026-10-01".to_owned(), 3, 2, 1)];
    assert_eq!(counts(&all), expected);
    assert_eq!(all.last().map(|last| last.until), Some(day("2026-12-01")), "the half-year that runs ends today");
}

#[test]
fn r_24_nothing_is_added_up_and_nobody_is_compared() {
    // What is counted of one job depends on that job alone, and each part stands for itself.
    let all = growing().carried(&[], day("2026-12-01"));
    let told = format!("{:?}", all[0]);
    for word in ["total", "sum", "score", "rank", "level"] {
        assert!(!told.contains(word), "{word}");
    }
}

#[test]
fn the_picture_ends_with_the_job_and_is_empty_where_nothing_was_written() {
    assert_eq!(employed().carried(&[], day("2027-12-01")), []);
    let ended = left(&growing(), "2026-11-30", JobEndReason::Resigned);
    let all = ended.carried(&[], day("2029-01-01"));
    assert_eq!((all.len(), all[1].until), (2, day("2026-11-30")));
    let practice = job(JobKind::Practice, terms("2026-06-01"));
    assert_eq!(contacted(&practice, "2026-06-02").carried(&[], day("2026-07-01")), [], "nobody is hired for a trial");
    assert_eq!(growing().carried(&[], day("2026-03-31")), [], "before the first day there is nothing to carry");
}

#[test]
fn r_10_of_closed_employment_the_firms_part_stays_empty() {
    let job = closed();
    let feedback = Feedback { side: Side::Person, on: day("2026-05-01"), words: "続けられそう".to_owned() };
    let job = after(&job, job.give_feedback(feedback, today()));
    assert_eq!(counts(&job.carried(&[], day("2026-06-01"))), [("2026-04-01".to_owned(), 1, 0, 0)]);
}
