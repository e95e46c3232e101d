//! Core and full meetings: a centre that sits in two tiers keeps the full one alive.

use banso_domain::{
    conference::{Conference, ConferenceEvent, ConferenceKind, ConferencePlan, Tier, findings_of_month},
    rule::Rule,
};

use crate::support::*;

fn planned_on(on: &str, tier: Tier) -> Conference {
    let plan = ConferencePlan { on: day(on), tier, ..conference_plan() };
    let event = ConferenceEvent::Planned { host: agency(), plan, members: Vec::new() };
    Conference::apply(None, conference_id(1), &event).unwrap()
}

fn found(conferences: &[Conference]) -> Vec<Rule> {
    findings_of_month(conferences, day("2026-11-26"))
}

#[test]
fn p_34_a_month_without_a_full_meeting_is_pointed_at_where_there_are_two_tiers() {
    let core = planned_on("2026-11-04", Tier::Core);
    let last_month = planned_on("2026-10-21", Tier::Full);

    assert_eq!(found(&[core.clone(), last_month.clone()]), [Rule::FullMeetingMonthly]);
    assert_eq!(found(&[core, last_month, planned_on("2026-11-30", Tier::Full)]), [], "it is planned");
}

#[test]
fn p_34_a_centre_of_one_tier_is_not_asked_for_another() {
    assert_eq!(found(&[planned_on("2026-11-04", Tier::Core), planned_on("2026-10-07", Tier::Core)]), []);
    assert_eq!(found(&[planned_on("2026-09-02", Tier::Full)]), []);
    let given_up = planned_on("2025-11-25", Tier::Full);
    assert_eq!(found(&[planned_on("2026-11-04", Tier::Core), given_up]), [], "more than a year ago");
    assert_eq!(found(&[]), []);
}

#[test]
fn p_34_a_meeting_that_was_called_off_and_a_case_conference_are_no_full_meeting() {
    let (core, full) = (planned_on("2026-11-04", Tier::Core), planned_on("2026-10-21", Tier::Full));
    let this_month = planned_on("2026-11-18", Tier::Full);
    let called_off = after(this_month.clone(), this_month.call_off("台風"));
    let plan = ConferencePlan { kind: ConferenceKind::Case, ..this_month.plan.clone() };
    let among_colleagues = Conference { plan, ..this_month };

    assert_eq!(found(&[core, full, called_off, among_colleagues]), [Rule::FullMeetingMonthly]);
}
