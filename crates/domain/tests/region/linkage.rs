//! How closely two agencies work together, and what would come apart if one closed.

use std::collections::BTreeSet;

use banso_domain::{
    id::AgencyId,
    linkage::{Saying, Stage, Ties, Traces, stage},
    missing::Figure,
    rule::Rule,
};
use chrono::NaiveDate;
use proptest::prelude::*;
use uuid::Uuid;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn agency(number: usize) -> AgencyId {
    AgencyId::new(Uuid::from_u128(number as u128 + 1))
}

fn saying(stage: Option<Stage>) -> Saying {
    Saying { stage, agreed_on: None, trained_on: None, words: String::new(), on: day("2026-11-01") }
}

fn of(traces: Traces, ours: Option<Stage>, theirs: Option<Stage>) -> Option<Stage> {
    stage(&traces, [Some(&saying(ours)), Some(&saying(theirs))], day("2026-11-27"))
}

const NOTHING: Traces = Traces { referred: 0, referred_back: 0, contacts: 0, shared: 0, plans: 0, conferences: 0 };

#[test]
fn p_157_the_record_alone_shows_linkage_and_coordination_and_never_a_team() {
    let referral = Traces { referred: 1, ..NOTHING };
    assert_eq!(NOTHING.shown(), None);
    assert_eq!(referral.shown(), Some(Stage::Linkage));
    assert_eq!(Traces { conferences: 1, ..NOTHING }.shown(), Some(Stage::Linkage));
    assert_eq!(Traces { conferences: 2, ..referral }.shown(), Some(Stage::Coordination));
    assert_eq!(Traces { shared: 3, plans: 1, conferences: 1, ..NOTHING }.shown(), Some(Stage::Coordination));
    assert_eq!(Traces { shared: 3, plans: 1, ..NOTHING }.shown(), Some(Stage::Linkage), "a plan that nobody met about");
    let much = Traces { referred: 90, referred_back: 90, contacts: 90, shared: 90, plans: 90, conferences: 90 };
    assert_eq!(much.shown(), Some(Stage::Coordination));
}

#[test]
fn p_157_both_together_carry_it_one_stage_further_and_one_alone_carries_it_nowhere() {
    let met = Traces { shared: 1, plans: 1, conferences: 1, ..NOTHING };
    let (team, linked) = (Some(Stage::Integration), Some(Stage::Linkage));
    assert_eq!(of(met, team, team), team);
    assert_eq!(of(met, team, linked), Some(Stage::Coordination), "one alone says it");
    assert_eq!(of(Traces { referred: 1, ..NOTHING }, team, team), Some(Stage::Coordination), "one stage, not two");
    assert_eq!(of(NOTHING, team, team), linked, "words without a record");
    assert_eq!(of(NOTHING, team, None), None);
}

#[test]
fn r_64_nobody_has_to_come_further_and_nothing_said_takes_away_what_the_record_shows() {
    let met = Traces { shared: 1, plans: 1, conferences: 1, ..NOTHING };
    assert_eq!(of(met, None, None), Some(Stage::Coordination));
    assert_eq!(of(met, Some(Stage::Linkage), Some(Stage::Linkage)), Some(Stage::Coordination));
    assert_eq!(of(NOTHING, None, None), None, "no stage is an answer, too");
}

#[test]
fn p_159_what_an_agency_says_counts_for_a_year() {
    let said = saying(Some(Stage::Linkage));
    assert!(said.counts_on(day("2026-11-01")) && said.counts_on(day("2027-10-31")));
    assert!(!said.counts_on(day("2027-11-01")) && !said.counts_on(day("2026-10-31")));
}

#[test]
fn p_158_an_agency_speaks_of_another_and_of_nobody() {
    let today = day("2026-11-27");
    let own = saying(None).say(agency(0), agency(0), today).expect_err("a refusal");
    assert_eq!(own.rules, [Rule::LinkageOfAnother]);
    let to_come = Saying { agreed_on: Some(day("2026-11-28")), ..saying(None) };
    assert_eq!(to_come.say(agency(0), agency(1), today).expect_err("a refusal").rules, [Rule::DateOutOfOrder]);
    let named = Saying { words: "2026-00417 の人のこと".to_owned(), ..saying(None) };
    assert_eq!(named.say(agency(0), agency(1), today).expect_err("a refusal").rules, [Rule::NobodyInTheRegion]);
    assert!(saying(Some(Stage::Linkage)).say(agency(0), agency(1), today).is_ok());
}

#[test]
fn p_161_where_nearly_every_shared_case_shares_its_plan_the_last_one_cannot_be_found() {
    let told = |plans| Traces { shared: 4, plans, ..NOTHING }.evidence().plans;
    assert_eq!((told(3), told(4)), (Figure::AtLeast(3), Figure::AtLeast(3)));
    assert_eq!((told(1), told(2)), (Figure::AFew, Figure::AFew));
}

fn line(count: usize) -> Ties {
    Ties::new((0..count).map(agency).collect(), (1..count).map(|at| (agency(at - 1), agency(at))))
}

#[test]
fn p_160_if_the_agency_in_the_middle_closed_the_ends_would_have_no_way_to_each_other() {
    let ties = line(5);
    let apart = ties.without(agency(2));
    assert_eq!(apart.groups, vec![vec![agency(0), agency(1)], vec![agency(3), agency(4)]]);
    assert_eq!(apart.cut_off(), [vec![agency(3), agency(4)]]);
    assert!(!ties.without(agency(0)).is_cut() && !ties.without(agency(9)).is_cut());
    let (holding, pairs) = ties.holding();
    assert_eq!(holding, [agency(1), agency(2), agency(3)]);
    assert_eq!(pairs.len(), 4);
}

#[test]
fn whoever_was_alone_before_is_not_cut_off_by_a_closing() {
    let ties = Ties::new((0..4).map(agency).collect(), [(agency(0), agency(1)), (agency(1), agency(2))]);
    assert_eq!(ties.alone(), [agency(3)]);
    assert_eq!(ties.groups(), [[agency(0), agency(1), agency(2)]]);
    assert_eq!(ties.without(agency(1)).groups, vec![vec![agency(0)], vec![agency(2)]]);
    assert!(!ties.without(agency(3)).is_cut());
}

proptest! {
    #[test]
    fn p_160_agencies_and_pairs_that_hold_others_are_those_without_which_more_groups_are_left(
        count in 1usize..12,
        pairs in prop::collection::vec((0usize..12, 0usize..12), 0..24),
    ) {
        let pairs: BTreeSet<(usize, usize)> =
            pairs.into_iter().map(|(one, other)| (one % count, other % count)).filter(|(one, other)| one < other).collect();
        let network = |without: Option<(usize, usize)>| {
            let kept = pairs.iter().filter(|pair| Some(**pair) != without);
            Ties::new((0..count).map(agency).collect(), kept.map(|(one, other)| (agency(*one), agency(*other))))
        };
        let parts = |ties: &Ties| ties.groups().len() + ties.alone().len();
        let whole = network(None);
        let (holding, only_ways) = whole.holding();
        for at in 0..count {
            prop_assert_eq!(holding.contains(&agency(at)), whole.without(agency(at)).is_cut(), "agency {}", at);
        }
        for pair in &pairs {
            let is_only = parts(&network(Some(*pair))) > parts(&whole);
            prop_assert_eq!(only_ways.contains(&(agency(pair.0), agency(pair.1))), is_only, "{:?}", pair);
        }
    }

    #[test]
    fn a_stage_is_the_same_from_either_side(
        counts in prop::array::uniform6(0u32..4), ours in 0usize..4, theirs in 0usize..4,
    ) {
        let [referred, referred_back, contacts, shared, plans, conferences] = counts;
        let traces = Traces { referred, referred_back, contacts, shared, plans, conferences };
        let (ours, theirs) = (Stage::ALL.get(ours).copied(), Stage::ALL.get(theirs).copied());
        prop_assert_eq!(of(traces, ours, theirs), of(traces.turned(), theirs, ours));
        prop_assert!(of(traces, ours, theirs) >= traces.shown());
    }
}
