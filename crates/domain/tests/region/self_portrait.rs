//! What an agency says of itself, and how fresh that is.

use banso_domain::{
    agency::{AgencyFacts, AgencyKind, Channel},
    rule::Rule,
    self_portrait::{Known, SelfPortrait},
};
use chrono::NaiveDate;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn portrait() -> SelfPortrait {
    SelfPortrait {
        strengths: "体調に合わせて、短い時間から始められる".to_owned(),
        weak_points: String::new(),
        limits: "家庭への訪問はできない。利用は2年まで".to_owned(),
        ask_us_for: "見学、体験".to_owned(),
        confirmed_on: day("2026-01-15"),
    }
}

fn facts() -> AgencyFacts {
    AgencyFacts {
        portrait: Some(Box::new(portrait())),
        preferred_channel: Some(Channel::Phone),
        contact_person: "相談係".to_owned(),
        ..AgencyFacts::named(AgencyKind::TransitionSupport, "みどり就労移行支援")
    }
}

#[test]
fn p_153_an_agency_says_what_it_is_good_at_and_where_its_limits_are() {
    let today = day("2026-02-01");
    assert!(portrait().check(today).is_ok());
    for silent in
        [SelfPortrait { strengths: " ".to_owned(), ..portrait() }, SelfPortrait { limits: String::new(), ..portrait() }]
    {
        assert_eq!(silent.check(today).expect_err("a refusal").rules, [Rule::PortraitSaysBoth]);
    }
    let to_come = SelfPortrait { confirmed_on: day("2026-02-02"), ..portrait() };
    assert_eq!(to_come.check(today).expect_err("a refusal").rules, [Rule::DateOutOfOrder]);
    let named = SelfPortrait { limits: "2026-00417 の人まで".to_owned(), ..portrait() };
    assert_eq!(named.check(today).expect_err("a refusal").rules, [Rule::NobodyInTheRegion]);
}

#[test]
fn r_52_whoever_turns_to_an_agency_is_told_when_what_is_known_of_it_is_too_little_or_too_old() {
    let today = day("2026-02-01");
    assert_eq!(facts().known_on(today), Known::Fresh(day("2026-01-15")));
    assert_eq!(facts().portrait_findings(today, false), None);
    assert_eq!(facts().known_on(day("2027-01-15")), Known::Old(day("2026-01-15")));
    assert_eq!(facts().portrait_findings(day("2027-01-15"), false), Some(Rule::KnowTheOtherSide));
    let unreachable = AgencyFacts { contact_person: String::new(), ..facts() };
    assert_eq!(unreachable.known_on(today), Known::NoWay(day("2026-01-15")));
    assert_eq!(unreachable.portrait_findings(today, false), Some(Rule::KnowTheOtherSide));
    let silent = AgencyFacts { portrait: None, ..facts() };
    assert_eq!(
        (silent.known_on(today), silent.portrait_findings(today, false)),
        (Known::SaysNothing, Some(Rule::KnowTheOtherSide))
    );
}

#[test]
fn r_53_an_agency_that_says_nothing_of_itself_is_reminded_and_one_that_does_is_not() {
    let today = day("2026-02-01");
    assert_eq!(AgencyFacts { portrait: None, ..facts() }.portrait_findings(today, true), Some(Rule::TellAboutYourself));
    assert_eq!(facts().portrait_findings(today, true), None);
}
