//! Random sequences of assignments, handovers and changes of the network: somebody always is there for the person.

use std::collections::BTreeMap;

use banso_domain::{
    case::{
        Case,
        event::CaseEvent,
        handover::{
            CurrentContact, Ending, HandoverContent, HandoverEvent, HandoverKind, HandoverView, Overlap, Successor,
        },
        network::{NetworkContext, SupporterContent, Supporting, Topic},
    },
    id::{HandoverId, StaffId},
    rule::Refusal,
};
use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use uuid::Uuid;

use crate::{
    network::{agencies, agency_number, of_agency, supporter},
    story::Story,
    support::*,
};

type Choice = (u8, u8, u8);

fn member_of_staff(number: u8) -> StaffId {
    StaffId::new(Uuid::from_u128(2 + u128::from(number % 4)))
}

fn handover_id(number: usize) -> HandoverId {
    HandoverId::new(Uuid::from_u128(900 + number as u128))
}

fn newest(case: &Case) -> HandoverId {
    handover_id(case.handovers.all().len().saturating_sub(1))
}

/// What is tried: `which` among handovers and supporters, `how` a variant.
fn attempt(
    case: &Case,
    (command, which, how): Choice,
    context: &NetworkContext<'_>,
) -> Result<Vec<CaseEvent>, Refusal> {
    let today = context.today;
    let one = |event: Result<CaseEvent, Refusal>| event.map(|event| vec![event]);
    let some = |event: Option<CaseEvent>| event.into_iter().collect::<Vec<_>>();
    let number = u128::from(1 + which % 7);
    let (content, kind) = of_agency(number, &[Topic::Poverty, Topic::Medical]);
    let content = SupporterContent {
        until: (how % 3 == 0).then(|| today + Days::new(u64::from(how))),
        first_for: if how % 2 == 0 { vec![Topic::Poverty] } else { Vec::new() },
        is_main: how % 4 == 0,
        unwanted: how % 11 == 0,
        role_reason: "地域にほかにない".into(),
        since: day("2026-05-25"),
        ..content
    };
    // Whoever was entered under this number is there under it; a handover brings numbers of its own.
    let known = case.network.not_ended().nth(usize::from(which) % case.network.supporters().len().max(1));
    let whom = known.map_or(supporter(number), |known| known.id);
    let new = supporter(1000 + case.network.supporters().len() as u128);
    let ends_on = today + Days::new(u64::from(how % 90));
    let overlap = (how % 5 != 0).then_some(Overlap { from: today, to: ends_on });
    let written = HandoverContent {
        overlap,
        policy: "続ける".into(),
        open_issues: "なし".into(),
        ..HandoverContent::new(HandoverKind::StaffChange, today, ends_on)
    };
    let to_agency = Successor::Support { supporting: Supporting::Agency { agency: agency_number(number) } };
    let next = handover_id(case.handovers.all().len());
    match command {
        0 => one(case.join_network(new, content, kind, today)),
        1 => case.change_supporter(whom, content, kind, today).map(some),
        2 => one(case.leave_network(whom, today, "終わり", today)),
        3 => case.assign(member_of_staff(how), "入力の誤り").map(some),
        4 | 5 => {
            let content = HandoverContent { to: Successor::Staff { staff: member_of_staff(how) }, ..written };
            one(case.open_handover(next, content, Vec::new(), context))
        }
        6 | 7 => {
            let from = (which % 5 != 0).then_some(whom);
            let kind = [HandoverKind::ServiceEnd, HandoverKind::Move, HandoverKind::ToWorkplace][usize::from(how) % 3];
            let to = if how % 7 == 0 { Successor::Unknown } else { to_agency };
            one(case.open_handover(next, HandoverContent { kind, from, to, ..written }, Vec::new(), context))
        }
        8..=10 => {
            let open: Vec<_> = case.handovers.open().collect();
            let handover = open.get(usize::from(which) % open.len().max(1));
            let id = handover.map_or(newest(case), |handover| handover.id);
            let by = match handover.map(|handover| &handover.content.to) {
                Some(Successor::Staff { staff }) if how % 4 != 0 => *staff,
                _ => member_of_staff(how),
            };
            one(case.acknowledge_handover(id, (today, "佐藤"), by, new, context))
        }
        11 | 12 => {
            let open = case.handovers.open().nth(usize::from(which % 2)).map_or(newest(case), |handover| handover.id);
            one(case.view_handover(open, HandoverView { on: today, words: "わかりました".into() }, today))
        }
        13..=15 => {
            let open = case.handovers.open().nth(usize::from(which % 2)).map_or(newest(case), |handover| handover.id);
            one(case.close_handover(open, "電話であいさつした", context))
        }
        16 => case.cancel_handover(newest(case), "取りやめ", today),
        _ => one(case.waive_handover(next, Ending::Supporter(whom), "続けるものがない", &[], today)),
    }
}

fn choices() -> impl Strategy<Value = Vec<(Choice, u8)>> {
    prop::collection::vec(((0u8..18, any::<u8>(), any::<u8>()), 0u8..20), 0..90)
}

/// The story with the day of each of its events.
fn walk(choices: &[(Choice, u8)]) -> (Story, Vec<NaiveDate>) {
    let (agencies, staff) = (agencies(), BTreeMap::new());
    let mut story = Story::decided(content());
    let mut today = day("2026-05-26");
    let mut days = vec![today; story.events().len()];
    for (choice, pause) in choices {
        let context = NetworkContext { today, agencies: &agencies, staff: &staff };
        for event in attempt(&story, *choice, &context).unwrap_or_default() {
            story.happens(event);
            days.push(today);
        }
        today = today + Days::new(u64::from(*pause));
    }
    (story, days)
}

/// What holds on every day, whatever happened.
fn somebody_is_there(case: &Case, on: NaiveDate) -> Result<(), TestCaseError> {
    let (agencies, staff) = (agencies(), BTreeMap::new());
    let context = NetworkContext { today: on, agencies: &agencies, staff: &staff };
    let companions = case.companions(&context);
    let main: Vec<_> = companions.iter().filter(|companion| companion.is_main).collect();
    prop_assert_eq!(main.len(), 1, "one main contact on {}", on);
    prop_assert!(main[0].state.is_active(), "and the person can turn there");
    match case.current_contact(on) {
        CurrentContact::Supporter(supporter) => {
            prop_assert!(supporter.state_on(on).is_active() && !supporter.content.unwanted);
            prop_assert_eq!(main[0].supporter.map(|known| known.id), Some(supporter.id));
        }
        CurrentContact::Lead(lead) => {
            prop_assert_eq!(lead, case.assigned_to);
            prop_assert!(main[0].supporter.is_none());
        }
    }
    for topic in Topic::ALL {
        let first = companions.iter().filter(|companion| companion.first_for().contains(topic)).count();
        prop_assert!(first <= 1, "one is asked first about {:?}", topic);
    }
    Ok(())
}

proptest! {
    #[test]
    fn at_no_moment_is_an_active_case_without_a_current_contact(choices in choices()) {
        let (story, days) = walk(&choices);
        let mut case = None;
        for (event, on) in story.events().iter().zip(days) {
            let before: Option<Case> = case.clone();
            case = Case::apply(case, case_id(), event);
            let now = case.as_ref().unwrap();
            for later in [0, 1, 30, 100, 400] {
                somebody_is_there(now, on + Days::new(later))?;
            }
            let Some(before) = before else { continue };
            let lead_changed = before.assigned_to != now.assigned_to;
            match event {
                CaseEvent::HandedOver { handover, what: HandoverEvent::Closed { .. } } => {
                    let handover = before.handovers.find(*handover).unwrap();
                    let acknowledged = handover.acknowledged.as_ref().expect("the successor confirmed");
                    prop_assert!(handover.view.is_some(), "and the person was heard");
                    if lead_changed {
                        prop_assert_eq!(now.assigned_to, acknowledged.by, "the lead went to whoever confirmed");
                    }
                    if let Some(from) = handover.content.from {
                        let asked = before.network.supporter(from).unwrap().content.first_for.clone();
                        let to = acknowledged.supporter.expect("a successor in the network");
                        let to = now.network.supporter(to).unwrap();
                        let all = asked.iter().all(|topic| to.content.first_for.contains(topic));
                        prop_assert!(all, "whatever was asked of the predecessor is asked of the successor");
                    }
                }
                CaseEvent::Assigned { .. } => prop_assert!(before.handovers.staff_change().is_none()),
                _ => prop_assert!(!lead_changed, "nothing else changes the lead"),
            }
        }
    }
}

/// Walks in which nothing is ever handed over would make the property above say nothing.
#[test]
fn random_walks_hand_over_between_staff_and_between_agencies() {
    use proptest::{strategy::ValueTree, test_runner::TestRunner};

    let mut runner = TestRunner::deterministic();
    let (mut of_staff, mut of_agencies) = (0, 0);
    for _ in 0..300 {
        let (story, _) = walk(&choices().new_tree(&mut runner).unwrap().current());
        for handover in story.handovers.all() {
            let closed = matches!(handover.end, Some(banso_domain::case::handover::HandoverEnd::Closed { .. }));
            match handover.content.kind {
                HandoverKind::StaffChange => of_staff += usize::from(closed),
                _ => of_agencies += usize::from(closed && handover.content.from.is_some()),
            }
        }
    }
    assert!(of_staff > 30 && of_agencies > 30, "{of_staff} between staff, {of_agencies} between agencies");
}
