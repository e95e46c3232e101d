//! How agencies see each other: both sides of a pair, and never a ranking.

use banso_domain::{
    id::{AgencyId, SurveyId},
    rule::{Refusal, Rule},
    survey::{Assumed, NextStep, Pair, Survey, SurveyAnswer, SurveyPlan, View},
};
use chrono::NaiveDate;
use proptest::prelude::*;
use uuid::Uuid;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn agency(number: u128) -> AgencyId {
    AgencyId::new(Uuid::from_u128(number))
}

fn plan() -> SurveyPlan {
    SurveyPlan {
        title: "令和8年度".to_owned(),
        from: day("2026-11-01"),
        until: day("2026-11-30"),
        agencies: vec![agency(1), agency(2), agency(3)],
    }
}

fn answer(view: View, assumed: Option<Assumed>) -> SurveyAnswer {
    SurveyAnswer { view, assumed, comment: String::new(), on: day("2026-11-10") }
}

fn round() -> Survey {
    let event = plan().decide(agency(1)).expect("a round");
    Survey::apply(None, SurveyId::new(Uuid::from_u128(9)), &event).expect("a round")
}

fn pair(ours: Option<SurveyAnswer>, theirs: Option<SurveyAnswer>) -> Pair {
    Pair { other: agency(2), ours, theirs }
}

fn refused<T: std::fmt::Debug>(answer: Result<T, Refusal>) -> Vec<Rule> {
    answer.expect_err("a refusal").rules
}

#[test]
fn p_154_a_round_has_a_title_two_agencies_and_days_that_follow_each_other() {
    for wrong in [
        SurveyPlan { title: " ".to_owned(), ..plan() },
        SurveyPlan { agencies: vec![agency(1)], ..plan() },
        SurveyPlan { until: day("2026-10-31"), ..plan() },
        SurveyPlan { until: day("2027-11-02"), ..plan() },
    ] {
        assert_eq!(refused(wrong.decide(agency(1))), [Rule::SurveyInOrder]);
    }
}

#[test]
fn p_155_agencies_that_take_part_answer_about_others_between_the_first_and_the_last_day() {
    let round = round();
    let say = |from, to, on: &str| round.answer(agency(from), agency(to), answer(View::WorkingTogether, None), day(on));
    assert!(say(1, 2, "2026-11-01").is_ok() && say(1, 2, "2026-11-30").is_ok());
    for (from, to, on) in
        [(1, 1, "2026-11-10"), (4, 1, "2026-11-10"), (1, 4, "2026-11-10"), (1, 2, "2026-10-31"), (1, 2, "2026-12-01")]
    {
        assert_eq!(refused(say(from, to, on)), [Rule::SurveyOpen], "{from} about {to} on {on}");
    }
    let named = SurveyAnswer { comment: "2026-00417 のとき".to_owned(), ..answer(View::NotNeeded, None) };
    assert_eq!(refused(round.answer(agency(1), agency(2), named, day("2026-11-10"))), [Rule::NobodyInTheRegion]);
}

#[test]
fn p_156_what_the_other_side_says_is_read_once_one_has_answered_or_the_round_is_over() {
    let theirs = || Some(answer(View::KnowsLittle, None));
    assert_eq!(pair(None, theirs()).as_read(false).theirs, None);
    assert!(pair(None, theirs()).as_read(true).theirs.is_some());
    assert!(pair(Some(answer(View::NotNeeded, None)), theirs()).as_read(false).theirs.is_some());
}

#[test]
fn r_59_there_is_a_gap_where_one_says_that_they_work_together_or_that_it_is_trusted_and_the_other_hardly_knows_it() {
    let together = || Some(answer(View::WorkingTogether, None));
    let little = || Some(answer(View::KnowsLittle, None));
    assert!(pair(together(), little()).has_gap() && pair(little(), together()).has_gap());
    assert!(pair(Some(answer(View::KnowsLittle, Some(Assumed::Trusted))), little()).has_gap());
    assert!(!pair(together(), together()).has_gap() && !pair(little(), little()).has_gap());
    assert!(!pair(together(), None).has_gap(), "one side alone is no gap");
}

#[test]
fn whoever_is_little_known_can_visit_and_whoever_knows_little_can_invite() {
    let said = |ours, theirs| pair(Some(answer(ours, None)), Some(answer(theirs, None))).next_step();
    assert_eq!(said(View::WorkingTogether, View::WorkingTogether), None);
    assert_eq!(said(View::WorkingTogether, View::KnowsLittle), Some(NextStep::Visit));
    assert_eq!(said(View::KnowsLittle, View::WorkingTogether), Some(NextStep::Invite));
    assert_eq!(said(View::WorkingTogether, View::NotNeeded), Some(NextStep::Talk));
    assert_eq!(said(View::NotNeeded, View::NotNeeded), None, "not every pair has to work together (R-64)");
}

proptest! {
    #[test]
    fn r_59_a_gap_is_the_same_from_either_side(ours in 0usize..3, theirs in 0usize..3, one in 0usize..5, other in 0usize..5) {
        let said = |view: usize, assumed: usize| answer(View::ALL[view], Assumed::ALL.get(assumed).copied());
        let pair = pair(Some(said(ours, one)), Some(said(theirs, other)));
        prop_assert_eq!(pair.has_gap(), pair.turned(agency(1)).has_gap());
    }
}
