//! 地域連携会議実施加算: what a claim shows, what it is worth, and how often it is made.

use banso_domain::{
    calendar::japan,
    case::{
        event::{CaseEvent, Purpose},
        opinion::{Opinion, Stance},
    },
    conference::{ConferenceKind, ConferencePlan, Member},
    id::AgencyId,
    liaison::{
        ExplainedBy, LiaisonClaim, LiaisonCount, LiaisonEvidence, LiaisonService, LiaisonTerms, YearBasis, claim,
    },
    reward::{Amount, RewardAmount, RewardCondition, RewardDefinition, RewardState, RewardVersion},
    rule::Refusal,
};
use chrono::NaiveDate;
use uuid::Uuid;

use crate::{story::Story, support::*};

const SHOWN: LiaisonEvidence =
    LiaisonEvidence { is_liaison_meeting: true, outsider_attended: true, opinions_asked: true };

/// What counts from April 2024 on.
fn version() -> RewardVersion {
    let text = include_str!("../../../../definitions/rewards/area_liaison.toml");
    RewardDefinition::from_toml("area_liaison.toml", text).unwrap().on(today()).unwrap().clone()
}

fn claimed(
    it: &LiaisonClaim,
    evidence: LiaisonEvidence,
    earlier: &[LiaisonClaim],
    year: YearBasis,
    today: NaiveDate,
) -> Result<Option<RewardAmount>, Refusal> {
    claim(it, evidence, earlier, LiaisonTerms { version: &version(), year }, today)
}

fn on(number: u128, held_on: &str) -> LiaisonClaim {
    LiaisonClaim {
        conference: conference_id(number),
        held_on: day(held_on),
        office: agency(),
        service: LiaisonService::Transition,
        explained_by: ExplainedBy::ServiceManager,
        in_contract: true,
        contract_from: None,
        explained: true,
        plan_change: "実習先を変える。".into(),
        shared_back_on: None,
    }
}

fn claims(it: &LiaisonClaim, earlier: &[LiaisonClaim]) -> Result<Option<RewardAmount>, Refusal> {
    claimed(it, SHOWN, earlier, YearBasis::Fiscal, day("2027-12-31"))
}

#[test]
fn each_kind_of_claim_is_worth_its_units() {
    use ExplainedBy::{OtherStaff, ServiceManager};
    use LiaisonService::{Retention, Transition};
    for (service, explained_by, units) in [
        (Transition, ServiceManager, 583),
        (Transition, OtherStaff, 408),
        (Retention, ServiceManager, 579),
        (Retention, OtherStaff, 405),
    ] {
        let shared_back_on = Some(day("2026-05-21"));
        let it = LiaisonClaim { service, explained_by, shared_back_on, ..on(1, "2026-05-20") };
        let amount = claims(&it, &[]).unwrap().map(|amount| amount.amount);
        assert_eq!(amount, Some(Amount::Units(units)));
    }
}

#[test]
fn r_69_the_second_claim_in_a_month_is_refused_whichever_kind_it_is() {
    let first = LiaisonClaim {
        explained_by: ExplainedBy::OtherStaff,
        shared_back_on: Some(day("2026-05-02")),
        ..on(1, "2026-05-01")
    };
    assert_eq!(refused(claims(&on(2, "2026-05-31"), std::slice::from_ref(&first))), ["R-69"]);
    assert!(claims(&on(2, "2026-06-01"), std::slice::from_ref(&first)).is_ok());
    let elsewhere = LiaisonClaim { office: AgencyId::new(Uuid::from_u128(77)), ..first };
    assert!(claims(&on(2, "2026-05-31"), &[elsewhere]).is_ok(), "each office counts by itself");
}

#[test]
fn r_69_the_fifth_claim_in_a_fiscal_year_is_refused_and_april_begins_anew() {
    let year: Vec<LiaisonClaim> = ["2026-04-01", "2026-07-10", "2026-10-10", "2027-01-10"]
        .into_iter()
        .zip(1..)
        .map(|(held_on, number)| on(number, held_on))
        .collect();

    assert!(claims(&year[3], &year[..3]).is_ok(), "the fourth is in order");
    assert_eq!(refused(claims(&on(5, "2027-03-31"), &year)), ["R-69"]);
    assert!(claims(&on(5, "2027-04-01"), &year).is_ok());
    let count = LiaisonCount::on(&year, (agency(), day("2027-03-31")), YearBasis::Fiscal, None);
    assert_eq!((count.in_month, count.in_year, count.left(&version())), (0, 4, Some(0)));
}

#[test]
fn r_69_where_an_office_counts_twelve_months_the_first_of_them_falls_out_after_a_year() {
    let year: Vec<LiaisonClaim> = ["2026-04-10", "2026-07-10", "2026-10-10", "2027-01-10"]
        .into_iter()
        .zip(1..)
        .map(|(held_on, number)| on(number, held_on))
        .collect();
    let claims = |held_on| claimed(&on(5, held_on), SHOWN, &year, YearBasis::Rolling12, day("2027-12-31"));

    assert_eq!(refused(claims("2027-04-09")), ["R-69"]);
    assert!(claims("2027-04-10").is_ok());
}

#[test]
fn p_77_r_69_where_an_office_counts_from_the_contract_each_anniversary_begins_anew_and_its_day_is_written() {
    let from = |contract: &str, number, held_on: &str| LiaisonClaim {
        contract_from: Some(day(contract)),
        ..on(number, held_on)
    };
    let claims = |it: &LiaisonClaim, earlier: &[LiaisonClaim]| {
        claimed(it, SHOWN, earlier, YearBasis::ContractAnniversary, day("2030-12-31"))
    };
    assert_eq!(refused(claims(&on(1, "2026-06-01"), &[])), ["P-77"], "nobody knows from when it counts");
    assert_eq!(refused(claims(&from("2026-06-02", 1, "2026-06-01"), &[])), ["P-11"], "no contract yet");

    let year: Vec<LiaisonClaim> = ["2026-06-15", "2026-09-10", "2026-12-10", "2027-03-10"]
        .into_iter()
        .zip(1..)
        .map(|(held_on, number)| from("2026-06-15", number, held_on))
        .collect();
    assert!(claims(&year[3], &year[..3]).is_ok(), "the fourth is in order");
    assert_eq!(refused(claims(&from("2026-06-15", 5, "2027-06-14"), &year)), ["R-69"]);
    assert!(claims(&from("2026-06-15", 5, "2027-06-15"), &year).is_ok(), "the anniversary begins a new year");
    let count = |on| LiaisonCount::on(&year, (agency(), day(on)), YearBasis::ContractAnniversary, None).in_year;
    assert_eq!((count("2027-06-14"), count("2027-06-15")), (4, 0));

    let leap = from("2024-02-29", 1, "2024-03-01");
    let count = |on| {
        let claims = std::slice::from_ref(&leap);
        LiaisonCount::on(claims, (agency(), day(on)), YearBasis::ContractAnniversary, None).in_year
    };
    assert_eq!((count("2025-02-27"), count("2025-02-28")), (1, 0), "29 February has its anniversary on the 28th");
}

#[test]
fn r_69_correcting_a_claim_does_not_count_it_twice() {
    let first = on(1, "2026-05-20");

    assert!(claims(&first, std::slice::from_ref(&first)).is_ok());
}

#[test]
fn r_70_the_second_kind_needs_the_day_on_which_the_service_manager_was_told() {
    let second = LiaisonClaim { explained_by: ExplainedBy::OtherStaff, ..on(1, "2026-05-20") };
    assert_eq!(refused(claims(&second, &[])), ["R-70"]);
    let told = |on: &str| LiaisonClaim { shared_back_on: Some(day(on)), ..second.clone() };
    assert!(claims(&told("2026-05-20"), &[]).is_ok());
    assert_eq!(refused(claims(&told("2026-05-19"), &[])), ["P-11"], "not before the sitting");
}

#[test]
fn p_63_a_claim_shows_contract_outsider_explanation_opinions_and_what_was_discussed() {
    let complete = on(1, "2026-05-20");
    let without = |evidence: LiaisonEvidence, it: &LiaisonClaim| {
        refused(claimed(it, evidence, &[], YearBasis::Fiscal, day("2026-12-31")))
    };
    assert_eq!(without(LiaisonEvidence { is_liaison_meeting: false, ..SHOWN }, &complete), ["P-63"]);
    assert_eq!(without(LiaisonEvidence { outsider_attended: false, ..SHOWN }, &complete), ["P-63"]);
    assert_eq!(without(LiaisonEvidence { opinions_asked: false, ..SHOWN }, &complete), ["P-63"]);
    assert_eq!(without(SHOWN, &LiaisonClaim { in_contract: false, ..complete.clone() }), ["P-63"]);
    assert_eq!(without(SHOWN, &LiaisonClaim { explained: false, ..complete.clone() }), ["P-63"]);
    assert_eq!(without(SHOWN, &LiaisonClaim { plan_change: " ".into(), ..complete }), ["P-63"]);
}

#[test]
fn p_63_the_evidence_is_what_the_sitting_and_its_opinions_show() {
    let clinic = AgencyId::new(Uuid::from_u128(900));
    let mut conference = held_conference(vec![
        Member { agency_id: Some(agency()), ..member("事業所", false) },
        Member { agency_id: Some(clinic), ..member("クリニック", false) },
    ]);
    let mut story = Story::signed(content());
    let evidence = LiaisonEvidence::of(&conference, &story, agency());
    assert_eq!(evidence, LiaisonEvidence { is_liaison_meeting: false, outsider_attended: true, opinions_asked: false });

    conference.plan = ConferencePlan { kind: ConferenceKind::AreaLiaison, ..conference.plan };
    story.does(story.give_opinion(Opinion {
        conference: conference.id,
        purpose: Purpose::Review,
        agency: clinic,
        by: staff(),
        at: japan::start_of_day(day("2026-05-20")),
        stance: Stance::Agrees,
        text: "通院は続いています。".into(),
    }));
    assert_eq!(LiaisonEvidence::of(&conference, &story, agency()), SHOWN);
    conference.members[1].attended = false;
    assert!(!LiaisonEvidence::of(&conference, &story, agency()).outsider_attended);
}

#[test]
fn a_claim_is_kept_in_the_case_and_can_be_taken_back_with_a_reason() {
    let mut story = Story::signed(content());
    story.does(story.claim_liaison(on(1, "2026-05-20"), SHOWN, (Some(&version()), YearBasis::Fiscal), today()));
    assert_eq!(story.liaison.len(), 1);
    assert_eq!(refused(story.drop_liaison(conference_id(1), " ")), ["P-12"]);
    assert_eq!(refused(story.drop_liaison(conference_id(2), "誤り")), ["P-20"]);

    let dropped = story.drop_liaison(conference_id(1), "契約日の誤り");
    assert!(matches!(dropped, Ok(CaseEvent::LiaisonDropped { .. })));
    story.does(dropped);
    assert!(story.liaison.is_empty());
}

#[test]
fn p_71_a_day_on_which_no_definition_counts_has_no_claim() {
    let story = Story::signed(content());
    assert_eq!(refused(story.claim_liaison(on(1, "2026-05-20"), SHOWN, (None, YearBasis::Fiscal), today())), ["P-71"]);
}

#[test]
fn r_69_the_caps_and_p_63_the_evidence_are_those_of_the_definition() {
    let mut own = version();
    own.limit.month = Some(2);
    own.limit.year = None;
    own.conditions.retain(|condition| *condition != RewardCondition::OpinionsAsked);
    let terms = LiaisonTerms { version: &own, year: YearBasis::Fiscal };
    let unasked = LiaisonEvidence { opinions_asked: false, ..SHOWN };
    let once = on(1, "2026-05-01");
    let twice = on(2, "2026-05-11");
    let third = on(3, "2026-05-21");

    assert!(claim(&twice, unasked, std::slice::from_ref(&once), terms, day("2026-12-31")).is_ok());
    assert_eq!(refused(claim(&third, unasked, &[once, twice], terms, day("2026-12-31"))), ["R-69"]);
}

#[test]
fn p_63_the_sheet_of_the_month_names_what_the_minutes_of_a_sitting_lack() {
    let conference = held_conference(vec![Member { agency_id: Some(agency()), ..member("事業所", false) }]);
    let mut story = Story::signed(content());
    let line = story.liaison_line(&conference, "area_liaison", &version());
    assert_eq!(line.state, RewardState::Lacking);
    assert_eq!((line.found.len(), line.missing.len(), line.amount), (0, 7, None));

    let sat = LiaisonClaim { conference: conference.id, ..on(1, "2026-05-20") };
    story.does(story.claim_liaison(sat, SHOWN, (Some(&version()), YearBasis::Fiscal), today()));
    let line = story.liaison_line(&conference, "area_liaison", &version());
    let still = [RewardCondition::MeetingHeld, RewardCondition::OutsiderAttended, RewardCondition::OpinionsAsked];
    assert_eq!(line.missing, still, "a claim alone is no evidence");
    assert_eq!(line.state, RewardState::Lacking);
    assert_eq!(line.amount.map(|amount| amount.amount), Some(Amount::Units(583)));
}
