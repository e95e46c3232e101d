//! Terms: which day is the last one, at month ends, in leap years, over a change of era, with suspensions and extensions.

use banso_domain::{
    calendar::YearMonth,
    episode::{Episode, Programme, Start, TermStep, last_day, next_judging_day, usable_days},
};

use crate::support::*;

#[test]
fn k_05_two_years_of_transition_support_end_on_the_day_before_the_same_day() {
    assert_eq!(transition("2024-04-01").last_day(), "2026-03-31");
    assert_eq!(transition("2024-04-15").last_day(), "2026-04-14");
}

#[test]
fn k_05_from_a_leap_day_two_years_end_with_february() {
    assert_eq!(transition("2024-02-29").last_day(), "2026-02-28");
    assert_eq!(transition("2022-03-01").last_day(), "2024-02-29");
}

#[test]
fn k_05_two_years_over_a_change_of_era_are_two_years() {
    assert_eq!(transition("2018-05-01").last_day(), "2020-04-30");
    assert_eq!(transition("2017-04-30").last_day(), "2019-04-29");
}

#[test]
fn a_period_from_a_month_end_ends_with_the_month_that_has_no_such_day() {
    assert_eq!(last_day(day("2024-08-31"), 6), day("2025-02-28"));
    assert_eq!(last_day(day("2023-08-31"), 6), day("2024-02-29"));
    assert_eq!(last_day(day("2024-01-31"), 1), day("2024-02-29"));
    assert_eq!(last_day(day("2024-02-01"), 1), day("2024-02-29"));
}

#[test]
fn k_01_choice_support_from_the_first_of_a_month_ends_with_that_month() {
    assert_eq!(begin(Programme::EmploymentChoice, start("2026-02-01")).last_day(), "2026-02-28");
    assert_eq!(begin(Programme::EmploymentChoice, start("2028-02-01")).last_day(), "2028-02-29");
}

#[test]
fn k_01_choice_support_that_begins_inside_a_month_ends_with_the_next() {
    assert_eq!(begin(Programme::EmploymentChoice, start("2026-01-02")).last_day(), "2026-02-28");
    assert_eq!(begin(Programme::EmploymentChoice, start("2026-01-31")).last_day(), "2026-02-28");
    assert_eq!(begin(Programme::EmploymentChoice, start("2025-12-15")).last_day(), "2026-01-31");
}

#[test]
fn k_02_a_second_grant_of_choice_support_is_the_month_after() {
    assert_eq!(
        begin(Programme::EmploymentChoice, start("2026-01-15")).extended(1, "2026-02-10").last_day(),
        "2026-03-31"
    );
}

#[test]
fn k_02_two_months_from_the_start_are_counted_as_one_term() {
    let two = Start { months: Some(2), ground: Some("stamina".to_owned()), ..start("2026-04-01") };
    assert_eq!(begin(Programme::EmploymentChoice, two).last_day(), "2026-05-31");
}

#[test]
fn k_03_a_month_has_its_days_less_eight() {
    let of = |month: &str| usable_days(month.parse::<YearMonth>().unwrap());
    assert_eq!([of("2026-02"), of("2028-02"), of("2026-04"), of("2026-05")], [20, 21, 22, 23]);
}

#[test]
fn k_04_people_are_counted_in_the_half_year_in_which_their_choice_support_ended() {
    assert_eq!(next_judging_day(day("2026-06-30")), day("2026-06-30"));
    assert_eq!(next_judging_day(day("2026-07-01")), day("2026-12-31"));
    assert_eq!(next_judging_day(day("2026-01-01")), day("2026-06-30"));
}

#[test]
fn k_11_hired_on_the_first_of_april_retention_support_can_begin_on_the_first_of_october() {
    assert_eq!(Episode::first_possible_day(6, day("2024-04-01")), day("2024-10-01"));
    assert_eq!(Episode::first_possible_day(6, day("2024-04-15")), day("2024-10-15"));
    assert_eq!(Episode::first_possible_day(6, day("2024-08-31")), day("2025-03-01"));
}

#[test]
fn k_12_retention_support_lasts_three_years() {
    assert_eq!(retention("2024-10-01", "2024-04-01").last_day(), "2027-09-30");
}

#[test]
fn k_19_a_job_coach_comes_for_eight_months_and_follows_up_for_a_year_and_perhaps_one_more() {
    let eight = begin(Programme::JobCoach, start("2025-04-01"));
    assert_eq!(eight.last_day(), "2025-11-30");
    assert_eq!(eight.clone().extended(12, "2025-11-01").last_day(), "2026-11-30");
    assert_eq!(eight.extended(12, "2025-11-01").extended(12, "2026-11-01").last_day(), "2027-11-30");
}

#[test]
fn the_days_of_a_suspension_are_added_and_the_steps_can_be_followed() {
    let term = transition("2024-04-01")
        .suspended("2025-01-10", "2025-02-10")
        .extended(6, "2026-03-01")
        .episode
        .term()
        .unwrap();

    let TermStep::Months { from, months: 24, to_month_end: false, to } = term.steps[0] else {
        panic!("two years first")
    };
    assert_eq!((from, to), (day("2024-04-01"), day("2026-03-31")));
    let TermStep::Suspended { from, until, days: 31, to } = term.steps[1] else { panic!("then 31 days") };
    assert_eq!((from, until, to), (day("2025-01-10"), day("2025-02-09"), day("2026-05-01")));
    let TermStep::Extended { months: 6, to, .. } = term.steps[2] else { panic!("then six months") };
    assert_eq!((to, term.ends_on), (day("2026-11-01"), day("2026-11-01")));
}

#[test]
fn while_a_suspension_lasts_nobody_knows_yet_how_many_days_it_adds() {
    let event = transition("2024-04-01").episode.suspend(day("2025-01-10"), "入院", today());
    let term = transition("2024-04-01").then(event).episode.term().unwrap();

    assert!(term.is_suspended);
    assert_eq!(term.ends_on, day("2026-03-31"));
}

#[test]
fn what_is_shortened_ends_on_that_day() {
    assert_eq!(transition("2024-04-01").shortened("2025-03-31", "2025-03-01").last_day(), "2025-03-31");
}

#[test]
fn some_programmes_have_no_end() {
    for programme in [Programme::ContinuationB, Programme::LifeWorkCentre, Programme::RegionalVocationalCenter] {
        assert_eq!(begin(programme, start("2024-04-01")).last_day(), "期限なし");
    }
}
