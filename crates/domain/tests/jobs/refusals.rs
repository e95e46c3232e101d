//! What is refused, and by which rule.

use banso_domain::{
    id::JobId,
    job::{
        Agreement, Check, CheckResult, Checkpoint, Consult, ConsultKind, ContactChange, Employer, Feedback, Job,
        JobDueKind, JobEnd, JobEndReason, JobKind, JobTerms, LookBack, Side,
    },
    rule::Rule,
};
use uuid::Uuid;

use crate::support::{agency, closed, day, employed, goal, job, left, new_job, refused_by, terms, today};

#[test]
fn p_104_a_job_names_the_employer_and_the_work() {
    let mut nameless = new_job(JobKind::Employment, terms("2026-04-01"));
    nameless.employer.name = " ".to_owned();
    assert_eq!(refused_by(nameless.decide(today())), vec![Rule::JobSaysWhat]);
    let no_work = new_job(JobKind::Visit, JobTerms { work: String::new(), ..terms("2026-04-01") });
    assert_eq!(refused_by(no_work.decide(today())), vec![Rule::JobSaysWhat]);
}

#[test]
fn p_82_a_job_does_not_end_before_it_begins() {
    let backwards = JobTerms { until: Some(day("2026-03-31")), ..terms("2026-04-01") };
    assert_eq!(refused_by(new_job(JobKind::Practice, backwards).decide(today())), vec![Rule::TermInOrder]);
    let end = JobEnd { on: day("2026-03-01"), reason: JobEndReason::Resigned, note: String::new() };
    assert_eq!(refused_by(employed().finish(end, today())), vec![Rule::TermInOrder]);
}

#[test]
fn p_105_and_k_20_a_trial_has_an_end_after_twelve_months_at_most() {
    let trial = |until: Option<&str>| {
        new_job(JobKind::Trial, JobTerms { until: until.map(day), ..terms("2026-04-01") }).decide(today())
    };
    assert_eq!(refused_by(trial(None)), vec![Rule::TrialWithinTerm]);
    assert_eq!(refused_by(trial(Some("2027-04-01"))), vec![Rule::TrialWithinTerm]);
    assert!(trial(Some("2027-03-31")).is_ok() && trial(Some("2026-06-30")).is_ok());
}

#[test]
fn r_10_nothing_is_written_that_passes_between_agency_and_employer_in_closed_employment() {
    let job = closed();
    let on = day("2026-05-01");
    let words = || "よくやっている".to_owned();
    let change = ContactChange { on, key_person: words(), is_head: false };
    let agreement = Agreement { on, sides: vec![Side::Person, Side::Employer], what: words() };
    let feedback = Feedback { side: Side::Employer, on, words: words() };
    let consult = |side| Consult { on, side, kind: ConsultKind::Asked, topic: words() };
    for refused in [
        job.change_contact(change, today()),
        job.agree(agreement, today()),
        job.give_feedback(feedback, today()),
        job.consult(consult(Side::Employer), today()),
        job.confirm_goal(goal("2026-04-01", "2026-09-30").id, Side::Employer, on, today()),
    ] {
        let rules = refused_by(refused);
        assert!(rules == vec![Rule::ClosedEmployment] || rules == vec![Rule::GoalInOrder], "{rules:?}");
    }
    assert!(job.consult(consult(Side::Person), today()).is_ok(), "what the person asks is theirs to ask");
}

#[test]
fn r_10_no_employer_says_yes_to_a_goal_in_closed_employment() {
    let job = closed();
    let job = crate::support::after(&job, job.set_goal(goal("2026-04-01", "2026-09-30")));
    let yes = job.confirm_goal(job.goals[0].id, Side::Employer, day("2026-04-02"), today());
    assert_eq!(refused_by(yes), vec![Rule::ClosedEmployment]);
}

#[test]
fn p_106_what_has_ended_is_not_changed() {
    let job = left(&employed(), "2026-12-31", JobEndReason::Resigned);
    let change = job.change_terms(terms("2026-04-01"), "時間を減らした", today());
    assert_eq!(refused_by(change), vec![Rule::JobEnded]);
    assert_eq!(refused_by(job.settle(JobDueKind::ConsultCard, day("2026-12-01"), today())), vec![Rule::JobEnded]);
}

#[test]
fn p_107_a_goal_ends_after_it_begins_and_only_person_and_employer_say_yes() {
    let job = employed();
    assert_eq!(refused_by(job.set_goal(goal("2026-04-01", "2026-04-01"))), vec![Rule::GoalInOrder]);
    let job = crate::support::after(&job, job.set_goal(goal("2026-04-01", "2026-09-30")));
    let yes = job.confirm_goal(job.goals[0].id, Side::Supporter, day("2026-04-02"), today());
    assert_eq!(refused_by(yes), vec![Rule::GoalInOrder]);
}

#[test]
fn p_108_a_checkpoint_is_not_looked_at_before_its_day() {
    let check = Check { at: Checkpoint::SixMonths, on: day("2026-09-30"), result: CheckResult::InJob };
    assert_eq!(refused_by(employed().check(check, today())), vec![Rule::CheckInOrder]);
}

#[test]
fn p_109_a_job_passes_on_to_another_agency() {
    let job = employed();
    assert_eq!(refused_by(job.pass_on(agency(1), day("2026-10-01"), today())), vec![Rule::JobPassedOn]);
    assert!(job.pass_on(agency(2), day("2026-10-01"), today()).is_ok());
}

#[test]
fn r_92_a_look_back_says_how_information_was_shared_what_was_done_and_what_was_not() {
    let job = left(&employed(), "2026-12-31", JobEndReason::Health);
    let look_back = LookBack {
        on: day("2027-01-10"),
        info_shared: "月に一度".to_owned(),
        tools: Vec::new(),
        done: "面談".to_owned(),
        not_done: String::new(),
        lesson: String::new(),
    };
    assert_eq!(refused_by(job.look_back(look_back, today())), vec![Rule::LeavingIsLookedBackOn]);
}

#[test]
fn p_174_two_records_tell_of_the_same_job_by_firm_kind_and_days_however_the_name_is_written() {
    let at = |name: &str, kind: JobKind, from: &str, number: u128| {
        let begun =
            job(kind, JobTerms { until: (kind == JobKind::Practice).then(|| day("2026-04-10")), ..terms(from) });
        let employer = Employer { agency: None, name: name.to_owned() };
        Job { id: JobId::new(Uuid::from_u128(number)), employer, ..begun }
    };
    let first = at("みどり精機", JobKind::Employment, "2026-04-01", 1);
    assert!(first.tells_of_the_same(&at("ミドリ精機", JobKind::Employment, "2026-05-01", 2)));
    assert!(!first.tells_of_the_same(&first), "a record is not twofold by itself");
    assert!(
        !first.tells_of_the_same(&at("みどり精機", JobKind::Practice, "2026-04-01", 2)),
        "a practice is another thing"
    );
    assert!(!first.tells_of_the_same(&at("あおば商店", JobKind::Employment, "2026-05-01", 2)));
    let ended = left(&first, "2027-03-31", JobEndReason::Resigned);
    assert!(!ended.tells_of_the_same(&at("みどり精機", JobKind::Employment, "2027-04-01", 2)), "they came back");
}

#[test]
fn p_176_an_agency_stands_beside_a_job_once_and_steps_back_from_where_it_stands() {
    let job = employed();
    assert_eq!(refused_by(job.bring_in(agency(1), day("2026-05-01"), today())), [Rule::JobStoodBeside], "it keeps it");
    assert_eq!(refused_by(job.step_back(agency(2), day("2026-05-01"), today())), [Rule::JobStoodBeside]);
    let event = job.bring_in(agency(2), day("2026-05-01"), today()).unwrap();
    let beside = Job::apply(Some(job.clone()), job.id, &event).unwrap();
    assert_eq!(beside.also_beside, [agency(2)]);
    assert_eq!(refused_by(beside.bring_in(agency(2), day("2026-05-02"), today())), [Rule::JobStoodBeside]);
    let event = beside.pass_on(agency(2), day("2026-05-02"), today()).unwrap();
    let passed = Job::apply(Some(beside.clone()), beside.id, &event).unwrap();
    assert!(passed.also_beside.is_empty(), "whoever keeps it stands beside it no more as well");
}
