//! 月次報告: each line of the month, counted from cases as they were lived.

use banso_domain::{
    calendar::YearMonth,
    case::{
        closing::{EvaluationContent, Way},
        plan::Service,
    },
    monthly_return::{Counts, ReturnLine, send},
};

use crate::{story::Story, support::*};

fn count(story: &Story, in_month: YearMonth) -> Counts {
    Counts::count(in_month, [&**story], &[])
}

fn lines(counts: &Counts) -> Vec<(&'static str, u32)> {
    ReturnLine::ALL.iter().map(|line| (line.name(), counts.of(*line))).filter(|(_, count)| *count > 0).collect()
}

#[test]
fn a_plan_counts_in_the_month_of_its_decision_with_each_service_that_is_ticked() {
    let story = Story::decided(content_with(&[Service::EmploymentSupport, Service::Budget]));
    let decided = YearMonth::of(story.plans[0].decision.as_ref().unwrap().on);
    let received = YearMonth::of(story.received_on);
    assert_ne!(decided, received, "the story takes its time");
    let expected = [("plans_made", 1), ("employment_targets", 1), ("budget", 1), ("employment_support", 1)];
    assert_eq!(lines(&count(&story, decided)), expected);
    assert_eq!(lines(&count(&story, received)), [("new_intakes", 1)]);
    assert_eq!(lines(&count(&story, month("2020-01"))), []);
}

#[test]
fn work_and_earnings_count_where_an_evaluation_of_the_month_saw_them_or_a_job_began() {
    let mut story = Story::decided(content_with(&[Service::EmploymentSupport]));
    let seen = |changes: &[&str]| EvaluationContent {
        changes: changes.iter().map(|change| (*change).to_owned()).collect(),
        ..evaluation("2026-11-02", Way::Close)
    };
    story.does(story.evaluate(sheet_id(1), plan_id(1), staff(), seen(&["employed_general", "income_up"])));
    let november = [("employed", 1), ("employed_planned", 1), ("income_up", 1), ("income_up_planned", 1)];
    assert_eq!(lines(&count(&story, month("2026-11"))), november);
    assert_eq!(lines(&count(&story, month("2026-12"))), [], "the month after");
    let hired = [(story.person, day("2026-12-01"))];
    let december = Counts::count(month("2026-12"), [&*story], &hired);
    assert_eq!(lines(&december), [("employed", 1), ("employed_planned", 1)]);
    let twice = Counts::count(month("2026-11"), [&*story], &[(story.person, day("2026-11-20"))]);
    assert_eq!(twice.of(ReturnLine::Employed), 1, "one person begins once");

    let mut unplanned = Story::decided(content_with(&[Service::Budget]));
    unplanned.does(unplanned.evaluate(sheet_id(1), plan_id(1), staff(), seen(&["employed_intermediate"])));
    assert_eq!(lines(&count(&unplanned, month("2026-11"))), [("employed", 1)]);
}

#[test]
fn p_144_a_month_is_sent_once_it_is_over_and_again_where_something_has_changed() {
    let story = Story::decided(content());
    let counts = count(&story, YearMonth::of(story.received_on));
    let (april, over) = (month("2026-04"), day("2026-05-01"));
    assert_eq!(refused(send(&[], april, counts.clone(), day("2026-04-30"))), ["P-144"]);
    let sent = send(&[], april, counts.clone(), over).unwrap();
    assert_eq!(refused(send(std::slice::from_ref(&sent), april, counts.clone(), over)), ["P-144"]);
    let more = counts.with(&counts);
    assert_eq!(send(std::slice::from_ref(&sent), april, more.clone(), over).unwrap().counts, more);
    assert_eq!(counts.changed(&more), [(ReturnLine::NewIntakes, 1, 2)]);
    assert!(send(&[sent], month("2026-03"), counts, over).is_ok(), "another month");
}
