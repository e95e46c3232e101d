//! What a caseworker expects of the rhythm of contact.

use banso_domain::calendar::Holidays;
use banso_insight::rhythm::{
    Contact, Day, Initiator, Intent, Judgement, Link, Planned, Reason, Region, State, date_of, day_of,
};
use chrono::NaiveDate;
use proptest::prelude::*;

fn day(year: i32, month: u32, of_month: u32) -> Day {
    day_of(NaiveDate::from_ymd_opt(year, month, of_month).expect("a day"))
}

fn working(mut on: Day) -> Day {
    while !Holidays::japan().is_working_day(date_of(on)) {
        on += 1;
    }
    on
}

/// A link with a contact every so many days, give or take a few, never on a day off.
fn link(from: Day, until: Day, every: Day, seed: i32) -> Link {
    let wobble = |index: i32| (index * 7 + seed * 3) % 5 - 2;
    let days = (0..(until - from) / every).map(|index| working(from + index * every + wobble(index)));
    let mut contacts: Vec<Contact> = days.map(|on| Contact { on, by: Some(Initiator::Own) }).collect();
    contacts.retain(|contact| contact.on <= until);
    contacts.dedup_by_key(|contact| contact.on);
    Link { group: 1, from, to: None, contacts, plan: vec![], phases: vec![], with_firm: false }
}

/// A region of links like these.
fn region(until: Day) -> Vec<Link> {
    let every = [7, 10, 14, 21, 28, 35];
    (0..60).map(|index| link(day(2023, 4, 3) + index % 20, until, every[index as usize % every.len()], index)).collect()
}

fn judged(link: &Link, on: Day) -> Judgement {
    let mut links = region(on);
    links.push(link.clone());
    Region::learn(&links, on, Holidays::japan()).judge(link, on)
}

/// The weeks in which a link would be looked at, and what was said.
fn weeks(link: &Link, from: Day, until: Day) -> Vec<(Day, Judgement)> {
    let mut links = region(until);
    links.push(link.clone());
    let region = Region::learn(&links, from, Holidays::japan());
    (from..=until).step_by(7).map(|on| (on, region.judge(link, on))).collect()
}

#[test]
fn a_contact_every_fortnight_is_steady() {
    let steady = link(day(2023, 4, 3), day(2025, 6, 1), 14, 1);
    let said = judged(&steady, steady.contacts.last().expect("a contact").on + 3);
    assert_eq!(said.state, State::Steady, "{said:?}");
    assert!(said.score < 0.1, "{said:?}");
    assert!((1.4..2.7).contains(&said.expected), "about two in four weeks: {said:?}");
    assert_eq!(said.observed, 2);
    assert!(matches!(said.reason, Reason::AsUsual { every } if (12.0..16.0).contains(&every)));
}

#[test]
fn r_34_contact_that_comes_half_as_often_without_a_plan_is_thinning_and_says_since_when() {
    let thins = day(2024, 12, 2);
    let mut thin = link(day(2023, 4, 3), thins, 7, 2);
    thin.contacts.extend(link(thins, day(2025, 9, 1), 16, 2).contacts);
    let weeks = weeks(&thin, day(2024, 6, 3), day(2025, 3, 31));
    let found = weeks.iter().find(|(_, said)| said.state.is_alarm()).map(|(on, _)| *on);
    let found = found.expect("it is noticed");
    assert!((thins..thins + 70).contains(&found), "noticed after {} days", found - thins);
    let last = &weeks.last().unwrap().1;
    assert_eq!(last.state, State::Thinning, "{last:?}");
    assert!((thins - 15..thins + 15).contains(&last.since), "since {}", date_of(last.since));
    let Reason::Thinner { before, now } = last.reason else { panic!("{last:?}") };
    assert!((6.0..8.5).contains(&before) && now > 12.0, "{last:?}");
}

#[test]
fn r_34_contact_that_stops_is_silent() {
    let stops = day(2025, 1, 20);
    let silent = link(day(2023, 4, 3), stops, 14, 3);
    let weeks = weeks(&silent, day(2024, 6, 3), day(2025, 6, 2));
    let found = weeks.iter().find(|(_, said)| said.state.is_alarm()).expect("it is noticed");
    assert!(found.0 - stops < 50, "noticed after {} days", found.0 - stops);
    let last = weeks.last().unwrap();
    assert_eq!(last.1.state, State::Silent);
    assert!(matches!(last.1.reason, Reason::Nothing { days, .. } if days > 100), "{last:?}");
    assert!(last.1.score > 0.99);
}

#[test]
fn r_35_four_two_one_as_planned_gives_no_alarm() {
    let (from, second, third, end) = (day(2024, 4, 1), day(2024, 8, 1), day(2024, 12, 1), day(2025, 11, 30));
    let mut fading = link(from, second - 1, 7, 4);
    fading.contacts.extend(link(second, third - 1, 15, 4).contacts);
    fading.contacts.extend(link(third, end, 30, 4).contacts);
    let span = |from, to, per_month| Planned { from, to, per_month, intent: Intent::Fade };
    fading.plan = vec![span(from, Some(second - 1), 4.3), span(second, Some(third - 1), 2.0), span(third, None, 1.0)];
    for (on, said) in weeks(&fading, from + 60, end) {
        assert_eq!(said.state, State::PlannedFade, "{}: {said:?}", date_of(on));
    }
    fading.contacts.retain(|contact| contact.on < third);
    assert_eq!(judged(&fading, day(2025, 6, 1)).state, State::Silent, "a plan is no reason for silence");
}

#[test]
fn a_plan_under_which_nothing_came_at_all_is_silent() {
    let from = day(2025, 1, 6);
    let planned = Planned { from, to: None, per_month: 4.0, intent: Intent::Steady };
    let link = Link { contacts: vec![], plan: vec![planned], ..link(from, from, 7, 5) };
    assert!(!judged(&link, from + 7).state.is_alarm());
    assert_eq!(judged(&link, from + 70).state, State::Silent);
}

#[test]
fn golden_week_obon_and_the_turn_of_the_year_are_no_reason_for_an_alarm() {
    for every in [7, 14, 28] {
        for seed in 0..5 {
            let steady = link(day(2023, 4, 3), day(2026, 2, 28), every, seed);
            for (on, said) in weeks(&steady, day(2024, 4, 1), day(2025, 4, 1)) {
                assert_eq!(said.state, State::Steady, "every {every} days, {}: {said:?}", date_of(on));
            }
        }
    }
}

#[test]
fn two_contacts_without_a_plan_say_too_little() {
    let mut young = link(day(2025, 3, 3), day(2025, 5, 30), 14, 6);
    young.contacts.truncate(2);
    let said = judged(&young, day(2025, 6, 1));
    assert_eq!((said.state, said.reason), (State::TooLittleData, Reason::Few { contacts: 2 }));
}

#[test]
fn what_is_over_is_never_an_alarm() {
    let over = Link { to: Some(day(2025, 1, 31)), ..link(day(2023, 4, 3), day(2025, 1, 31), 7, 7) };
    assert_eq!(judged(&over, day(2025, 9, 1)).state, State::Steady);
    assert_eq!(judged(&over, day(2025, 9, 1)).reason, Reason::Over);
}

#[test]
fn contacts_that_were_only_after_the_end_say_nothing_of_the_region() {
    let late = Link { to: Some(day(2023, 1, 31)), ..link(day(2023, 4, 3), day(2024, 3, 31), 7, 7) };
    assert_eq!(judged(&late, day(2025, 9, 1)).reason, Reason::Over);
    let alone = Region::learn(std::slice::from_ref(&late), day(2025, 9, 1), Holidays::japan());
    assert_eq!(
        alone.judge_all(&[late.clone(), late.clone()], day(2025, 9, 1)),
        [alone.judge(&late, day(2025, 9, 1)); 2]
    );
}

#[test]
fn r_38_a_firm_that_calls_as_often_although_contact_should_fade_is_named() {
    let from = day(2024, 4, 1);
    let mut leaning = link(from, day(2025, 3, 31), 10, 8);
    leaning.with_firm = true;
    leaning.contacts.iter_mut().for_each(|contact| contact.by = Some(Initiator::Partner));
    leaning.plan = vec![Planned { from, to: None, per_month: 1.0, intent: Intent::Fade }];
    let said = judged(&leaning, day(2025, 3, 31));
    assert_eq!(said.state, State::OverDependent, "{said:?}");
    leaning.contacts.iter_mut().for_each(|contact| contact.by = Some(Initiator::Own));
    assert_eq!(
        judged(&leaning, day(2025, 3, 31)).state,
        State::PlannedFade,
        "the agency's own calls are not the firm's"
    );
}

#[test]
fn what_comes_later_does_not_change_what_was_said() {
    let on = day(2025, 2, 3);
    let known = link(day(2023, 4, 3), on, 14, 9);
    let mut later = known.clone();
    later.contacts.extend(link(on + 1, on + 300, 3, 9).contacts);
    let region = Region::learn(&region(on), on, Holidays::japan());
    assert_eq!(region.judge(&known, on), region.judge(&later, on));
}

proptest! {
    #[test]
    fn any_record_gets_an_answer(
        days in prop::collection::vec(0_i32..900, 0..40),
        plans in prop::collection::vec((0_i32..900, 0_i32..300, 0.0_f64..12.0), 0..4),
        on in 0_i32..1000,
    ) {
        let from = day(2023, 4, 3);
        let mut contacts: Vec<Contact> = days.iter().map(|day| Contact { on: from + day, by: None }).collect();
        contacts.sort_by_key(|contact| contact.on);
        let spans = plans.iter().map(|(begin, length, per_month)| {
            Planned { from: from + begin, to: Some(from + begin + length), per_month: *per_month, intent: Intent::Fade }
        });
        let mut plan: Vec<Planned> = spans.collect();
        plan.sort_by_key(|span| span.from);
        let link = Link { group: 0, from, to: None, contacts, plan, phases: vec![], with_firm: true };
        let said = Region::learn(std::slice::from_ref(&link), from + on, Holidays::japan()).judge(&link, from + on);
        prop_assert!((0.0..=1.0).contains(&said.score), "{said:?}");
        prop_assert!(said.expected.is_finite() && said.expected >= 0.0);
    }
}
