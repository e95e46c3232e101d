//! Finding a day: offered by the host, ticked by each agency, picked by the host.

use banso_domain::{
    conference::{Conference, Member, Slot},
    id::AgencyId,
};
use uuid::Uuid;

use crate::support::*;

fn partner(number: u128) -> AgencyId {
    AgencyId::new(Uuid::from_u128(900 + number))
}

fn slot(on: &str) -> Slot {
    Slot { on: day(on), starts_at: Some(14 * 60) }
}

fn inviting() -> Conference {
    let mut planned = planned_conference();
    for number in [1, 2] {
        planned.members.push(Member { agency_id: Some(partner(number)), ..member("関係機関", false) });
    }
    planned
}

fn offered() -> Conference {
    let conference = inviting();
    let slots = vec![slot("2026-05-27"), slot("2026-05-25"), slot("2026-05-27")];
    let required = vec![partner(2), partner(1), partner(7)];
    let offer = conference.offer_dates(slots, required, day("2026-05-10"));
    after(conference, offer)
}

fn answers(conference: Conference, number: u128, days: &[&str]) -> Conference {
    let can = days.iter().map(|on| slot(on)).collect();
    let answer = conference.answer_dates(partner(number), can, staff(), day("2026-05-12"));
    after(conference, answer)
}

#[test]
fn days_are_offered_in_order_each_once_and_only_those_who_are_invited_are_required() {
    let search = offered().dates.unwrap();
    assert_eq!(search.slots, [slot("2026-05-25"), slot("2026-05-27")]);
    assert_eq!(search.required, [partner(1), partner(2)]);
}

#[test]
fn a_day_suits_once_all_that_are_required_said_that_they_can_make_it() {
    let conference = answers(offered(), 1, &["2026-05-25", "2026-05-27"]);
    let search = conference.dates.as_ref().unwrap();
    assert!(!search.suits_all_required(slot("2026-05-27")), "one has not answered");
    assert_eq!(search.missing().collect::<Vec<_>>(), [partner(2)]);

    let conference = answers(conference, 2, &["2026-05-27"]);
    let search = conference.dates.as_ref().unwrap();
    assert!(search.suits_all_required(slot("2026-05-27")) && !search.suits_all_required(slot("2026-05-25")));
    assert_eq!((search.count(slot("2026-05-25")), search.count(slot("2026-05-27"))), (1, 2));

    let picked = after(conference.clone(), conference.pick_date(slot("2026-05-27"), day("2026-05-12")));
    assert_eq!((picked.plan.on, picked.plan.starts_at), (day("2026-05-27"), Some(14 * 60)));
    assert!(picked.open_search().is_none());
}

#[test]
fn p_62_days_are_offered_ticked_and_picked_in_that_order() {
    let conference = inviting();
    assert_eq!(refused(conference.offer_dates(Vec::new(), Vec::new(), day("2026-05-10"))), ["P-62"]);
    assert_eq!(refused(conference.answer_dates(partner(1), Vec::new(), staff(), day("2026-05-10"))), ["P-62"]);
    assert_eq!(refused(conference.pick_date(slot("2026-05-25"), day("2026-05-10"))), ["P-62"]);

    let open = offered();
    let stranger = open.answer_dates(partner(7), vec![slot("2026-05-25")], staff(), day("2026-05-10"));
    assert_eq!(refused(stranger), ["P-62"], "not invited");
    let not_offered = open.answer_dates(partner(1), vec![slot("2026-05-26")], staff(), day("2026-05-10"));
    assert_eq!(refused(not_offered), ["P-62"]);
    assert_eq!(refused(open.pick_date(slot("2026-05-26"), day("2026-05-10"))), ["P-62"]);
    let picked = after(open.clone(), open.pick_date(slot("2026-05-25"), day("2026-05-10")));
    assert_eq!(refused(picked.answer_dates(partner(1), Vec::new(), staff(), day("2026-05-11"))), ["P-62"]);
}

#[test]
fn p_11_neither_offered_nor_picked_is_a_day_that_has_passed() {
    let past = inviting().offer_dates(vec![slot("2026-05-25")], Vec::new(), day("2026-05-26"));
    assert_eq!(refused(past), ["P-11"]);
    assert_eq!(refused(offered().pick_date(slot("2026-05-25"), day("2026-05-26"))), ["P-11"]);
}

#[test]
fn what_was_said_about_days_that_are_offered_again_stays() {
    let conference = answers(offered(), 1, &["2026-05-25", "2026-05-27"]);
    let again = conference.offer_dates(vec![slot("2026-05-27"), slot("2026-06-01")], Vec::new(), day("2026-05-12"));
    let search = after(conference, again).dates.unwrap();

    assert_eq!(search.answers[&partner(1)].can, [slot("2026-05-27")]);
}
