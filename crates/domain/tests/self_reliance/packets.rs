//! Packets of those who sit: made, handed out, taken back.

use banso_domain::{
    agency::ConferenceRules,
    calendar::japan,
    case::{
        event::Purpose,
        sharing::{Basis, ItemSet, Route, SharedItem},
    },
    conference::{AgendaItem, Conference, Cut, Member, Opened, PacketMatter},
    id::AgencyId,
};
use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::support::*;

fn clinic() -> Member {
    Member { agency_id: Some(AgencyId::new(Uuid::from_u128(900))), ..member("みどりクリニック", false) }
}

fn at(on: &str) -> DateTime<Utc> {
    japan::start_of_day(day(on))
}

fn items(items: &[SharedItem]) -> Cut {
    let items: ItemSet = items.iter().copied().collect();
    Cut::Items { opened: vec![Opened { items, basis: Basis::Consent, route: Route::Direct }] }
}

fn matter(purpose: Purpose, cut: Cut) -> PacketMatter {
    PacketMatter { case: case_id(), purpose, cut, less_than_looked_through: false, taken_back_on: None }
}

fn with_packet(cut: Cut) -> Conference {
    let planned = planned_conference();
    let item = AgendaItem { case: case_id(), plan: None, purpose: Purpose::Plan, minutes: 20, conclusion: None };
    let listed = after(planned.clone(), planned.add_item(item));
    let made = listed.make_packet(&clinic(), vec![matter(Purpose::Plan, cut)], at("2026-05-19"));
    after(listed, made)
}

fn sat(conference: Conference) -> Conference {
    let held = conference.hold(day("2026-05-20"), vec![clinic()], "主任", "記録係", today());
    after(conference, held)
}

#[test]
fn copies_are_numbered_in_the_order_in_which_they_are_made_and_the_newest_of_a_receiver_counts() {
    let one = with_packet(items(&[SharedItem::Basic]));
    let again = one.make_packet(&clinic(), vec![matter(Purpose::Plan, Cut::Restricted)], at("2026-05-20"));
    let two = after(one, again);

    assert_eq!(two.packets.iter().map(|packet| packet.number).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(two.current_packets().map(|packet| packet.number).collect::<Vec<_>>(), [2]);
}

#[test]
fn p_61_a_member_of_no_known_agency_gets_no_packet_and_nobody_a_second_while_the_first_is_out() {
    let conference = with_packet(items(&[SharedItem::Basic]));
    let matters = vec![matter(Purpose::Plan, Cut::Restricted)];
    let stranger = member("町内会", false);
    assert_eq!(refused(conference.make_packet(&stranger, matters.clone(), at("2026-05-19"))), ["P-61"]);

    let out = after(conference.clone(), conference.hand_out(1, day("2026-05-20"), today()));
    assert_eq!(refused(out.make_packet(&clinic(), matters, at("2026-05-20"))), ["P-61"]);
}

#[test]
fn p_61_a_packet_is_handed_out_once_and_taken_back_after_that_matter_by_matter() {
    let made = with_packet(items(&[SharedItem::Basic]));
    let key = (case_id(), Purpose::Plan);
    assert_eq!(refused(made.take_back(1, vec![key], day("2026-05-20"), today())), ["P-61"]);
    assert_eq!(refused(made.hand_out(2, day("2026-05-20"), today())), ["P-20"]);
    assert_eq!(refused(made.hand_out(1, day("2026-05-18"), today())), ["P-11"]);

    let out = after(made.clone(), made.hand_out(1, day("2026-05-20"), today()));
    assert_eq!(refused(out.hand_out(1, day("2026-05-20"), today())), ["P-61"]);
    assert_eq!(refused(out.take_back(1, vec![key], day("2026-05-19"), today())), ["P-11"]);
    assert_eq!(refused(out.take_back(1, Vec::new(), day("2026-05-20"), today())), ["P-61"]);
    let back = after(out.clone(), out.take_back(1, vec![key], day("2026-05-20"), today()));
    assert_eq!(back.packets[0].still_out().count(), 0);
    assert_eq!(refused(back.take_back(1, vec![key], day("2026-05-20"), today())), ["P-61"]);
}

#[test]
fn p_64_what_is_still_out_after_the_sitting_is_a_reminder_until_it_is_back() {
    let reminds = |it: &Conference| it.findings(&ConferenceRules::default()).iter().any(|rule| rule.code() == "P-64");
    let made = with_packet(items(&[SharedItem::Basic]));
    let out = after(made.clone(), made.hand_out(1, day("2026-05-20"), today()));
    assert!(!reminds(&out), "before the sitting they are meant to be out");
    assert!(!reminds(&sat(made)), "what stayed in the drawer needs not come back");

    let after_sitting = sat(out);
    assert!(reminds(&after_sitting));
    let back = after_sitting.take_back(1, vec![(case_id(), Purpose::Plan)], day("2026-05-20"), today());
    assert!(!reminds(&after(after_sitting, back)));
}

#[test]
fn p_64_a_packet_with_nothing_of_a_case_needs_not_come_back() {
    let made = with_packet(Cut::Restricted);
    let out = after(made.clone(), made.hand_out(1, day("2026-05-20"), today()));

    assert_eq!(sat(out).packets_still_out().count(), 0);
}

#[test]
fn p_16_no_packet_is_made_once_the_minutes_are_closed_or_the_sitting_was_called_off() {
    let conference = planned_conference();
    let off = after(conference.clone(), conference.call_off("大雪のため"));
    let matters = vec![matter(Purpose::Plan, Cut::Restricted)];

    assert_eq!(refused(off.make_packet(&clinic(), matters, at("2026-05-19"))), ["P-16"]);
}

#[test]
fn what_is_read_of_a_packet_later_is_never_more_than_was_given_and_never_more_than_is_open_now() {
    use SharedItem::{Basic, Health, Plan};
    let given = items(&[Basic, Health]);

    assert_eq!(given.within(&items(&[Health, Plan])).items(), items(&[Health]).items());
    assert_eq!(given.within(&Cut::Restricted), Cut::Restricted);
    assert_eq!(given.within(&items(&[Plan])), Cut::Restricted);
    assert_eq!(Cut::Whole.within(&Cut::Whole), Cut::Whole);
    assert_eq!(Cut::Whole.within(&given), given);
    assert_eq!(Cut::Restricted.within(&Cut::Whole), Cut::Restricted);
    assert!(items(&[Basic]).is_less_than(&given) && Cut::Restricted.is_less_than(&given));
    assert!(!given.is_less_than(&items(&[Basic])) && !given.is_less_than(&given));
    assert!(Cut::Restricted.is_less_than(&Cut::Whole) && !Cut::Whole.is_less_than(&given));
}
