//! The register of what a region lacks: what an entry says, where it is spoken about, what is decided and why, and figures that tell of nobody.

use banso_domain::{
    agency::AgencyKind,
    case::network::Topic,
    id::{AgencyId, ConferenceId, MissingId},
    missing::{
        AskedFor, Decision, Figure, Heard, Lack, Layer, Made, Missing, MissingContent, MissingEvent, MissingState,
        Move, Verdict,
    },
    resource::kind_of_service,
    rule::{Refusal, Rule},
};
use chrono::NaiveDate;
use proptest::prelude::*;
use uuid::Uuid;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn today() -> NaiveDate {
    day("2026-11-27")
}

fn agency(number: u128) -> AgencyId {
    AgencyId::new(Uuid::from_u128(number))
}

fn content() -> MissingContent {
    MissingContent {
        need: Topic::Training,
        kind: Some(AgencyKind::TransitionSupport),
        area: Some(agency(1)),
        lack: Lack::Full,
        what: "短い時間から通える訓練の場".to_owned(),
        idea: "週2日、2時間から始める枠をつくる".to_owned(),
        partners: String::new(),
    }
}

fn after(missing: Option<Missing>, event: &MissingEvent) -> Missing {
    Missing::apply(missing, MissingId::new(Uuid::from_u128(5)), event).expect("an entry")
}

fn entered() -> Missing {
    after(None, &content().enter(agency(9), Vec::new(), today()).expect("an entry"))
}

fn talked() -> Missing {
    let missing = entered();
    let event = missing.discuss(today(), "3か所に聞いた".to_owned(), agency(9), today()).expect("a talk");
    after(Some(missing), &event)
}

fn decision(verdict: Verdict) -> Decision {
    let responsible = "基幹相談支援センター".to_owned();
    Decision { on: today(), verdict, responsible, why: "待つ人が続いている".to_owned() }
}

fn decided(verdict: Verdict) -> Missing {
    let missing = talked();
    let event = missing.decide(decision(verdict), today()).expect("a decision");
    after(Some(missing), &event)
}

fn refused<T: std::fmt::Debug>(answer: Result<T, Refusal>) -> Vec<Rule> {
    answer.expect_err("a refusal").rules
}

#[test]
fn p_147_an_entry_says_what_is_missing() {
    let silent = MissingContent { what: " ".to_owned(), ..content() };
    assert_eq!(refused(silent.enter(agency(9), Vec::new(), today())), [Rule::MissingSaysWhat]);
    let missing = entered();
    assert_eq!((missing.state(), missing.layer), (MissingState::Entered, Layer::Case));
    assert_eq!(refused(missing.discuss(today(), String::new(), agency(9), today())), [Rule::MissingSaysWhat]);
}

#[test]
fn r_62_an_entry_and_what_is_said_about_it_name_no_case() {
    let named = MissingContent { what: "2026-00417 の人が通える場所".to_owned(), ..content() };
    assert_eq!(refused(named.enter(agency(9), Vec::new(), today())), [Rule::NobodyInTheRegion]);
    let said = entered().discuss(today(), "2026-00417 のこと".to_owned(), agency(9), today());
    assert_eq!(refused(said), [Rule::NobodyInTheRegion]);
    let why = Decision { why: "2026-00417 のため".to_owned(), ..decision(Verdict::Decline) };
    assert_eq!(refused(talked().decide(why, today())), [Rule::NobodyInTheRegion]);
}

#[test]
fn p_148_an_entry_goes_to_another_layer_with_a_reason_and_to_policy_once_it_was_talked_about() {
    let moved = |to, why: &str| Move { on: today(), to, why: why.to_owned() };
    assert_eq!(refused(entered().move_to(moved(Layer::Agencies, ""), today())), [Rule::MissingMoved]);
    assert_eq!(refused(entered().move_to(moved(Layer::Case, "もとのまま"), today())), [Rule::MissingMoved]);
    assert_eq!(refused(entered().move_to(moved(Layer::Policy, "協議会へ"), today())), [Rule::MissingMoved]);
    let missing = talked();
    let event = missing.move_to(moved(Layer::Policy, "協議会へ"), today()).expect("a move");
    let missing = after(Some(missing), &event);
    assert_eq!((missing.layer, missing.moves.len()), (Layer::Policy, 1));
    let day_to_come = Move { on: day("2026-11-28"), ..moved(Layer::Case, "戻す") };
    assert_eq!(refused(missing.move_to(day_to_come, today())), [Rule::DateOutOfOrder]);
}

#[test]
fn p_149_a_decision_says_why_and_who_makes_what_is_to_be_made() {
    let without_reason = Decision { why: String::new(), ..decision(Verdict::Decline) };
    assert_eq!(refused(talked().decide(without_reason, today())), [Rule::MissingDecided]);
    let nobody = |verdict| Decision { responsible: String::new(), ..decision(verdict) };
    assert_eq!(refused(talked().decide(nobody(Verdict::Make), today())), [Rule::MissingDecided]);
    assert!(talked().decide(nobody(Verdict::Decline), today()).is_ok(), "nobody is needed for what is not made");
    assert_eq!(decided(Verdict::Decline).state(), MissingState::Declined);
    assert_eq!(decided(Verdict::Later).state(), MissingState::Later);
    assert_eq!(decided(Verdict::Adapt).state(), MissingState::UnderWay);
}

#[test]
fn p_151_what_is_made_was_decided_before_and_stays() {
    let made = || Made { on: today(), words: "週2日の枠を3人分つくった".to_owned() };
    assert_eq!(refused(talked().make(made(), today())), [Rule::MissingMade]);
    assert_eq!(refused(decided(Verdict::Decline).make(made(), today())), [Rule::MissingMade]);
    let missing = decided(Verdict::Make);
    let event = missing.make(made(), today()).expect("it is there");
    let missing = after(Some(missing), &event);
    assert_eq!(missing.state(), MissingState::Made);
    assert_eq!(refused(missing.change(content())), [Rule::MissingMade]);
    assert_eq!(refused(missing.decide(decision(Verdict::Decline), today())), [Rule::MissingMade]);
    let later = missing.look_back(today(), "1年たち、2人が就職した".to_owned(), agency(9), today());
    let missing = after(Some(missing), &later.expect("a look back"));
    assert_eq!(missing.looks_back.len(), 1);
}

#[test]
fn what_one_conference_said_stands_in_an_entry_once() {
    let heard = |number| Heard { conference: ConferenceId::new(Uuid::from_u128(3)), number, on: today() };
    let missing = after(None, &content().enter(agency(9), vec![heard(0)], today()).expect("an entry"));
    assert_eq!(missing.hear(heard(0)), None);
    let event = missing.hear(heard(1)).expect("news");
    assert_eq!(after(Some(missing), &event).heard.len(), 2);
}

fn asked(need: Option<Topic>, kind: Option<AgencyKind>, cases: u32) -> AskedFor {
    AskedFor { area: agency(1), need, kind, cases, declined: 0, no_room: 0 }
}

#[test]
fn r_63_a_need_belongs_to_an_entry_of_its_area_where_need_and_kind_agree_as_far_as_they_are_known() {
    let entry = content();
    let (need, kind) = (Some(Topic::Training), Some(AgencyKind::TransitionSupport));
    for fits in [asked(need, kind, 1), asked(need, None, 1), asked(None, kind, 1)] {
        assert!(entry.is_asked_by(&fits), "{fits:?}");
    }
    for other in [
        asked(None, None, 1),
        asked(Some(Topic::Medical), kind, 1),
        asked(need, Some(AgencyKind::JobCoach), 1),
        AskedFor { area: agency(2), ..asked(need, kind, 1) },
    ] {
        assert!(!entry.is_asked_by(&other), "{other:?}");
    }
    let everywhere = MissingContent { area: None, ..content() };
    assert!(everywhere.is_asked_by(&AskedFor { area: agency(2), ..asked(need, kind, 1) }));
}

#[test]
fn what_sources_publish_is_counted_as_the_kind_of_agency_that_it_is_however_they_write_it() {
    assert_eq!(kind_of_service("就労継続支援Ａ型"), Some(AgencyKind::ContinuationA));
    assert_eq!(kind_of_service("就労継続支援（Ｂ型）"), Some(AgencyKind::ContinuationB), "brackets say nothing");
    assert_eq!(kind_of_service("就労継続支援"), None, "what nobody can tell for sure is counted as nothing");
    assert_eq!(kind_of_service("医療機関"), Some(AgencyKind::MedicalInstitution));
    assert_eq!(kind_of_service("自立訓練(生活訓練)"), Some(AgencyKind::SelfTraining));
    assert_eq!(kind_of_service("囲碁の会"), None);
}

#[test]
fn p_150_fewer_than_three_cases_are_told_as_a_few() {
    assert_eq!(Figure::of(0), Figure::None);
    assert_eq!((Figure::of(1), Figure::of(2)), (Figure::AFew, Figure::AFew));
    assert_eq!(Figure::of(3), Figure::Exactly(3));
}

proptest! {
    #[test]
    fn p_150_no_figure_of_several_needs_together_tells_of_one_or_two_cases(counts in prop::collection::vec(0u32..5, 0..6)) {
        let all: Vec<AskedFor> = counts.iter().map(|cases| asked(Some(Topic::Training), None, *cases)).collect();
        let (cases, ..) = AskedFor::sum(&all);
        prop_assert!(!matches!(cases, Figure::Exactly(0..3)));
        prop_assert_eq!(cases == Figure::None, counts.iter().all(|count| *count == 0));
    }

    #[test]
    fn p_161_what_is_told_of_several_together_is_the_same_whatever_the_parts_told_as_a_few_are(
        counts in prop::collection::vec(0u32..6, 1..6), others in prop::collection::vec(1u32..3, 6),
    ) {
        let other: Vec<u32> =
            counts.iter().zip(&others).map(|(count, other)| if matches!(count, 1 | 2) { *other } else { *count }).collect();
        let told = |counts: &[u32]| {
            let all: Vec<AskedFor> = counts.iter().map(|cases| asked(Some(Topic::Training), None, *cases)).collect();
            AskedFor::sum(&all).0
        };
        prop_assert_eq!(told(&counts), told(&other), "nothing is left to take away");
    }

    #[test]
    fn p_161_a_part_of_a_known_whole_never_tells_one_or_two_others(whole in 3u32..40, part in 0u32..40) {
        let part = part % (whole + 1);
        let told = Figure::part(part, whole);
        let same: Vec<u32> = (0..=whole).filter(|other| Figure::part(*other, whole) == told).collect();
        let hidden = |count: u32| matches!(count, 1 | 2);
        if hidden(part) || hidden(whole - part) {
            prop_assert!(same.len() > 1, "{} of {} is told as {:?}", part, whole, told);
        }
        prop_assert!(!matches!(told, Figure::Exactly(0..3) | Figure::AtLeast(0..3)));
    }
}
