//! An office's own conference about somebody who uses its programme, and what is claimed for it.

use banso_domain::{
    calendar::YearMonth,
    case::event::Purpose,
    conference::{AgendaItem, ConferenceKind, ConferencePlan},
    episode::{Episode, EpisodeEndReason, EpisodeEvent, OutsideKind, Programme, UseMinutes},
    id::CaseId,
    liaison::{ExplainedBy, LiaisonClaim, YearBasis},
    reward::{RewardDefinition, RewardState, RewardVersion},
    rule::{Refusal, Rule},
};
use uuid::Uuid;

use crate::support::*;

const FIRM: &[OutsideKind] = &[OutsideKind::Firm];

fn version() -> RewardVersion {
    let text = include_str!("../../../../definitions/rewards/area_liaison.toml");
    RewardDefinition::from_toml("area_liaison.toml", text).unwrap().on(day("2026-05-01")).unwrap().clone()
}

fn claims(of: &Episode, number: u128, on: &str, earlier: &[LiaisonClaim]) -> Result<EpisodeEvent, Refusal> {
    of.claim_liaison(&sat(of, number, on, true), earlier, (Some(&version()), YearBasis::Fiscal), today())
}

/// The use with minutes of a sitting.
fn after(of: Use, number: u128, on: &str, minutes: UseMinutes) -> Use {
    let sat = sat(&of.episode, number, on, true);
    let event = of.episode.confer(&sat, minutes, today());
    of.then(event)
}

#[test]
fn p_187_an_office_confers_about_the_uses_whose_programme_asks_for_it() {
    assert_eq!(transition("2026-04-01").episode.may_confer(), Ok(ConferenceKind::AreaLiaison));
    assert_eq!(retention("2026-04-01", "2025-09-01").episode.may_confer(), Ok(ConferenceKind::AreaLiaison));
    let choice = begin(Programme::EmploymentChoice, start("2026-04-01"));
    assert_eq!(choice.episode.may_confer(), Ok(ConferenceKind::ChoiceMulti));
    let workshop = begin(Programme::ContinuationB, start("2026-04-01"));
    assert_eq!(workshop.episode.may_confer(), Err(Rule::UseConfers.into()));
    let ended = transition("2026-04-01").ended("2026-05-01", EpisodeEndReason::Withdrawn);
    assert_eq!(ended.episode.may_confer(), Err(Rule::EpisodeEnded.into()));
}

#[test]
fn p_188_agencies_from_outside_that_the_minutes_name_were_there() {
    let of = transition("2026-04-01").episode;
    let alone = sat(&of, 1, "2026-05-20", false);
    assert_eq!(refused_by(of.confer(&alone, minutes(FIRM), today())), [Rule::OutsiderAmongThose]);
    assert!(of.confer(&alone, minutes(&[]), today()).is_ok());
    assert!(of.confer(&sat(&of, 1, "2026-05-20", true), minutes(FIRM), today()).is_ok());
    let elsewhere = retention("2026-04-01", "2025-09-01").episode;
    assert_eq!(refused_by(elsewhere.confer(&alone, minutes(&[]), today())), [Rule::NoSuchEntry]);
}

#[test]
fn p_189_a_conference_about_a_use_keeps_its_kind_and_has_no_case_on_its_agenda() {
    let mut sat = sat(&transition("2026-04-01").episode, 1, "2026-05-20", true);
    let item = AgendaItem {
        case: CaseId::new(Uuid::nil()),
        plan: None,
        purpose: Purpose::Review,
        minutes: 10,
        conclusion: None,
    };
    assert_eq!(sat.add_item(item), Err(Rule::UseConferenceStaysWithUse.into()));
    sat.state = banso_domain::conference::ConferenceState::Planned;
    let other = ConferencePlan { kind: ConferenceKind::Case, ..sat.plan.clone() };
    assert_eq!(sat.change(other, Vec::new()), Err(Rule::UseConferenceStaysWithUse.into()));
}

#[test]
fn p_32_and_r_08_minutes_are_closed_once_they_are_written_and_say_what_the_person_said() {
    let of = transition("2026-04-01");
    let sitting = sat(&of.episode, 1, "2026-05-20", true);
    assert_eq!(of.episode.require_minutes(sitting.id), Err(Rule::MinutesComplete.into()));
    let silent = UseMinutes { person_voice: " ".into(), ..minutes(FIRM) };
    let of = after(of, 1, "2026-05-20", silent);
    assert_eq!(of.episode.require_minutes(sitting.id), Err(Rule::PersonAtCentre.into()));
    let of = after(of, 1, "2026-05-20", minutes(FIRM));
    assert_eq!((of.episode.require_minutes(sitting.id), of.episode.conferred.len()), (Ok(()), 1));
}

#[test]
fn p_63_no_claim_without_its_evidence() {
    let begun = || transition("2026-04-01");
    assert_eq!(refused_by(claims(&begun().episode, 1, "2026-05-20", &[])), [Rule::ClaimComplete], "nothing is written");
    let full = minutes(FIRM);
    for lacking in [
        UseMinutes { outside: Vec::new(), ..full.clone() },
        UseMinutes { explained: false, ..full.clone() },
        UseMinutes { explained_by: None, ..full.clone() },
        UseMinutes { opinions: String::new(), ..full.clone() },
        UseMinutes { plan_change: String::new(), ..full.clone() },
    ] {
        let of = after(begun(), 1, "2026-05-20", lacking.clone());
        assert_eq!(refused_by(claims(&of.episode, 1, "2026-05-20", &[])), [Rule::ClaimComplete], "{lacking:?}");
    }
    let of = after(begun(), 1, "2026-05-20", full);
    assert!(claims(&of.episode, 1, "2026-05-20", &[]).is_ok());
}

#[test]
fn r_70_what_somebody_else_explained_is_shared_back_before_it_is_claimed() {
    let other = UseMinutes { explained_by: Some(ExplainedBy::OtherStaff), ..minutes(FIRM) };
    let of = after(transition("2026-04-01"), 1, "2026-05-20", other.clone());
    assert_eq!(refused_by(claims(&of.episode, 1, "2026-05-20", &[])), [Rule::ClaimSharedBack]);
    let shared = UseMinutes { shared_back_on: Some(day("2026-05-22")), ..other };
    let of = after(of, 1, "2026-05-20", shared);
    assert!(claims(&of.episode, 1, "2026-05-20", &[]).is_ok());
}

#[test]
fn r_69_once_a_month_and_four_times_a_year() {
    let mut of = transition("2026-04-01");
    for (number, on) in [(1, "2026-05-20"), (2, "2026-06-20"), (3, "2026-07-20"), (4, "2026-08-20")] {
        of = after(of, number, on, minutes(FIRM));
        let event = claims(&of.episode, number, on, &of.episode.liaison);
        of = of.then(event);
    }
    let refused = |number: u128, on: &str| {
        let of = after(of.clone(), number, on, minutes(FIRM));
        refused_by(claims(&of.episode, number, on, &of.episode.liaison))
    };
    assert_eq!(refused(5, "2026-09-20"), [Rule::ClaimCaps], "a fifth in the year");
    assert_eq!(refused(6, "2026-05-28"), [Rule::ClaimCaps], "a second in the month");
    let dropped = of.episode.drop_liaison(sat(&of.episode, 4, "2026-08-20", true).id, "日付の誤り");
    let of = of.then(dropped);
    let of = after(of, 5, "2026-09-20", minutes(FIRM));
    assert!(claims(&of.episode, 5, "2026-09-20", &of.episode.liaison).is_ok());
}

#[test]
fn the_sheet_of_the_month_says_what_a_sitting_lacks_when_it_can_be_claimed_and_when_it_is() {
    let of = transition("2026-04-01");
    let sitting = sat(&of.episode, 1, "2026-05-20", true);
    let line = |of: &Use| of.episode.liaison_line(&sitting, "area_liaison", &version());
    assert_eq!(line(&of).state, RewardState::Lacking);
    let of = after(of, 1, "2026-05-20", minutes(FIRM));
    assert_eq!((line(&of).state, line(&of).missing), (RewardState::Claimable, Vec::new()));
    let event = claims(&of.episode, 1, "2026-05-20", &[]);
    let of = of.then(event);
    assert_eq!(line(&of).state, RewardState::Claimed);
    assert_eq!(YearMonth::of(of.episode.liaison[0].held_on).to_string(), "2026-05");
}
