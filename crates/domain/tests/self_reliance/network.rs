//! Who stands beside a person: joining, changing, leaving, and who is asked first.

use std::collections::BTreeMap;

use banso_domain::{
    agency::{AgencyFacts, AgencyKind},
    case::{
        Case,
        event::{CaseEvent, Purpose},
        network::{Companion, NetworkContext, SupportState, SupporterContent, Supporting, Topic},
        plan::{Actor, Conclusion, PlanAction, PlanContent},
        task::{AgreedTask, TaskRole},
    },
    id::{AgencyId, StaffId, SupporterId, TaskId},
};
use proptest::prelude::*;
use uuid::Uuid;

use crate::{story::Story, support::*};

pub(crate) fn supporter(number: u128) -> SupporterId {
    SupporterId::new(Uuid::from_u128(500 + number))
}

pub(crate) fn agency_number(number: u128) -> AgencyId {
    AgencyId::new(Uuid::from_u128(600 + number))
}

/// The clinic (1) and Hello Work (2), which stay, two that are there for a time: the programme (3) and the school (4); an employer
/// (5), its retention support (6) and the centre for work and life (7).
pub(crate) fn agencies() -> BTreeMap<AgencyId, AgencyFacts> {
    let known = [
        (agency(), centre()),
        (agency_number(1), AgencyFacts::named(AgencyKind::MedicalInstitution, "青葉クリニック")),
        (agency_number(2), AgencyFacts::named(AgencyKind::Hellowork, "ハローワーク青葉")),
        (agency_number(3), AgencyFacts::named(AgencyKind::ContractedProgramme, "家計改善支援室")),
        (agency_number(4), AgencyFacts::named(AgencyKind::School, "青葉高校")),
        (agency_number(5), AgencyFacts::named(AgencyKind::Employer, "青葉食品")),
        (agency_number(6), AgencyFacts::named(AgencyKind::RetentionSupport, "定着支援みなと")),
        (agency_number(7), AgencyFacts::named(AgencyKind::Nakapotsu, "なかぽつ青葉")),
    ];
    known.into_iter().collect()
}

/// An agency that the installation knows, there since 1 May for these topics.
pub(crate) fn of_agency(number: u128, topics: &[Topic]) -> (SupporterContent, AgencyKind) {
    let id = agency_number(number);
    let content = SupporterContent::new(Supporting::Agency { agency: id }, day("2026-05-01"));
    (SupporterContent { topics: topics.to_vec(), ..content }, agencies()[&id].kind)
}

/// Somebody known by name only, there since 1 May.
pub(crate) fn outside(name: &str, kind: AgencyKind) -> (SupporterContent, AgencyKind) {
    let supporting = Supporting::Outside { name: name.into(), kind };
    (SupporterContent::new(supporting, day("2026-05-01")), kind)
}

impl Story {
    /// Somebody joins the network.
    pub(crate) fn joined(mut self, number: u128, (content, kind): (SupporterContent, AgencyKind)) -> Self {
        self.does(self.join_network(supporter(number), content, kind, today()));
        self
    }
}

/// Who stands there on a day, in the eyes of a test.
pub(crate) fn seen<T>(case: &Case, on: &str, look: impl Fn(&Companion<'_>) -> T) -> Vec<T> {
    let (agencies, staff) = (agencies(), BTreeMap::new());
    let context = NetworkContext { today: day(on), agencies: &agencies, staff: &staff };
    case.companions(&context).iter().map(look).collect()
}

fn names(case: &Case, on: &str) -> Vec<String> {
    seen(case, on, |companion| companion.name.clone())
}

fn main_contact(case: &Case, on: &str) -> String {
    let main = seen(case, on, |companion| companion.is_main.then(|| companion.name.clone()));
    main.into_iter().flatten().collect::<Vec<_>>().join(" and ")
}

#[test]
fn the_centre_of_the_case_always_stands_beside_the_person() {
    assert_eq!(names(&Story::opened(), "2026-05-02"), ["あおば相談センター"]);
    assert_eq!(main_contact(&Story::opened(), "2026-05-02"), "あおば相談センター");
}

#[test]
fn an_agency_of_the_installation_and_a_friend_known_by_name_join() {
    let story = Story::applied()
        .joined(1, of_agency(1, &[Topic::Medical]))
        .joined(2, outside("囲碁の会の佐々木さん", AgencyKind::Neighbours));

    assert_eq!(names(&story, "2026-05-02"), ["あおば相談センター", "青葉クリニック", "囲碁の会の佐々木さん"]);
}

#[test]
fn p_46_whoever_stands_beside_a_person_has_a_name() {
    let (content, kind) = outside("　", AgencyKind::Family);
    assert_eq!(refused(Story::opened().join_network(supporter(1), content, kind, today())), ["P-46"]);
}

#[test]
fn p_47_an_agency_joins_once_and_the_centre_is_there_anyway() {
    let story = Story::applied().joined(1, of_agency(1, &[]));
    let (again, kind) = of_agency(1, &[]);
    assert_eq!(refused(story.join_network(supporter(2), again, kind, today())), ["P-47"]);
    let own = SupporterContent::new(Supporting::Agency { agency: agency() }, day("2026-05-01"));
    assert_eq!(refused(story.join_network(supporter(2), own, AgencyKind::SupportCentre, today())), ["P-47"]);
}

#[test]
fn nobody_joins_in_the_future_or_ends_before_they_began() {
    let story = Story::applied();
    let (content, kind) = of_agency(1, &[]);
    let late = SupporterContent { since: day("2026-12-02"), ..content.clone() };
    let backwards = SupporterContent { until: Some(day("2026-04-30")), ..content };
    assert_eq!(refused(story.join_network(supporter(1), late, kind, today())), ["P-11"]);
    assert_eq!(refused(story.join_network(supporter(1), backwards, kind, today())), ["P-11"]);
}

#[test]
fn the_network_of_a_closed_case_stays_as_it_was() {
    let mut story = Story::decided(content()).joined(1, of_agency(1, &[]));
    story.does(story.evaluate(
        sheet_id(1),
        plan_id(1),
        staff(),
        evaluation("2026-11-02", banso_domain::case::closing::Way::Close),
    ));
    story.sits(sitting(2, "2026-11-10", Purpose::Closure, Conclusion::Approved));
    story.does(story.close(closing("2026-11-12", no_follow_up()), today()));
    let (another, kind) = of_agency(2, &[]);

    assert_eq!(refused(story.join_network(supporter(2), another.clone(), kind, today())), ["P-01"]);
    assert_eq!(refused(story.change_supporter(supporter(1), another, kind, today())), ["P-01"]);
    assert_eq!(refused(story.leave_network(supporter(1), today(), "終結", today())), ["P-01"]);
}

#[test]
fn there_is_one_main_contact_and_whoever_takes_it_on_takes_it_from_the_other() {
    let main = |(content, kind)| (SupporterContent { is_main: true, ..content }, kind);
    let story = Story::applied().joined(1, main(of_agency(1, &[])));
    assert_eq!(main_contact(&story, "2026-05-02"), "青葉クリニック");

    let story = story.joined(2, main(of_agency(2, &[])));
    assert_eq!(main_contact(&story, "2026-05-02"), "ハローワーク青葉");
}

#[test]
fn for_each_topic_there_is_one_place_to_ask_first() {
    let first = |(content, kind): (SupporterContent, AgencyKind)| {
        (SupporterContent { first_for: content.topics.clone(), ..content }, kind)
    };
    let everyday = [Topic::Everyday, Topic::Medical];
    let story =
        Story::applied().joined(1, first(of_agency(1, &everyday))).joined(2, first(of_agency(2, &[Topic::Everyday])));

    let of = |number| story.network.supporter(supporter(number)).unwrap().content.first_for.clone();
    assert_eq!(of(1), [Topic::Medical]);
    assert_eq!(of(2), [Topic::Everyday]);
}

#[test]
fn nobody_is_asked_first_for_what_they_are_not_there_for() {
    let (content, kind) = of_agency(1, &[Topic::Medical]);
    let content = SupporterContent { first_for: vec![Topic::Medical, Topic::Pension], ..content };
    let story = Story::applied().joined(1, (content, kind));

    assert_eq!(story.network.supporter(supporter(1)).unwrap().content.first_for, [Topic::Medical]);
}

#[test]
fn when_the_main_contact_leaves_the_centre_is_the_contact_again() {
    let (content, kind) = of_agency(1, &[Topic::Medical]);
    let content = SupporterContent { is_main: true, first_for: vec![Topic::Medical], ..content };
    let mut story = Story::applied().joined(1, (content, kind));
    story.does(story.leave_network(supporter(1), day("2026-06-01"), "転院。次の病院を探している", today()));

    assert_eq!(main_contact(&story, "2026-06-01"), "あおば相談センター");
    let left = story.network.supporter(supporter(1)).unwrap();
    assert_eq!(left.content.first_for, []);
    assert_eq!(left.state_on(day("2026-05-31")), SupportState::Current);
    assert_eq!(left.state_on(day("2026-06-01")), SupportState::Ended(day("2026-06-01")));
}

#[test]
fn a_support_that_was_planned_to_end_is_over_the_day_after_and_no_contact_any_more() {
    let (content, kind) = of_agency(3, &[]);
    let content = SupporterContent { until: Some(day("2026-08-31")), is_main: true, ..content };
    let story = Story::applied().joined(1, (content, kind));
    let state = |on: &str| story.network.supporter(supporter(1)).unwrap().state_on(day(on));

    assert_eq!(state("2026-08-31"), SupportState::Ending(day("2026-08-31")));
    assert_eq!(state("2026-09-01"), SupportState::Ended(day("2026-08-31")));
    assert_eq!(main_contact(&story, "2026-08-31"), "家計改善支援室");
    assert_eq!(main_contact(&story, "2026-09-01"), "あおば相談センター");
}

#[test]
fn an_end_has_a_day_and_a_reason() {
    let story = Story::applied().joined(1, of_agency(1, &[]));
    assert_eq!(refused(story.leave_network(supporter(1), day("2026-06-01"), " ", today())), ["P-12"]);
    assert_eq!(refused(story.leave_network(supporter(1), day("2026-04-30"), "転院", today())), ["P-11"]);
    assert_eq!(refused(story.leave_network(supporter(1), day("2026-12-02"), "転院", today())), ["P-11"]);
    assert_eq!(refused(story.leave_network(supporter(9), day("2026-06-01"), "転院", today())), ["P-20"]);
}

#[test]
fn whoever_left_is_not_changed_any_more_and_may_join_again() {
    let mut story = Story::applied().joined(1, of_agency(1, &[]));
    story.does(story.leave_network(supporter(1), day("2026-06-01"), "転院", today()));
    let (content, kind) = of_agency(1, &[]);
    assert_eq!(refused(story.change_supporter(supporter(1), content.clone(), kind, today())), ["P-20"]);

    let back = SupporterContent { since: day("2026-10-01"), ..content };
    let story = story.joined(2, (back, kind));
    assert_eq!(names(&story, "2026-10-02"), ["あおば相談センター", "青葉クリニック", "青葉クリニック"]);
}

#[test]
fn what_is_written_again_as_it_was_is_no_change() {
    let story = Story::applied().joined(1, of_agency(1, &[Topic::Medical]));
    let (content, kind) = of_agency(1, &[Topic::Medical]);
    assert_eq!(story.change_supporter(supporter(1), content.clone(), kind, today()), Ok(None));
    let told = SupporterContent { own_words: "話を聞いてくれる".into(), ..content };
    assert!(matches!(
        story.change_supporter(supporter(1), told, kind, today()),
        Ok(Some(CaseEvent::SupporterChanged { .. }))
    ));
}

#[test]
fn r_22_whom_the_person_does_not_want_is_asked_for_nothing_and_may_come_back() {
    let (content, kind) = of_agency(1, &[Topic::Medical]);
    let wanted = SupporterContent { is_main: true, first_for: vec![Topic::Medical], ..content };
    let mut story = Story::applied().joined(1, (wanted.clone(), kind));
    let unwanted = SupporterContent { unwanted: true, ..wanted.clone() };
    story.does(story.change_supporter(supporter(1), unwanted, kind, today()).map(Option::unwrap));

    let kept = story.network.supporter(supporter(1)).unwrap();
    assert_eq!(kept.state_on(day("2026-05-02")), SupportState::Unwanted);
    assert_eq!((kept.content.is_main, kept.content.first_for.clone()), (false, vec![]));
    assert_eq!(main_contact(&story, "2026-05-02"), "あおば相談センター");

    story.does(story.change_supporter(supporter(1), wanted, kind, today()).map(Option::unwrap));
    assert_eq!(main_contact(&story, "2026-05-02"), "青葉クリニック");
}

#[test]
fn r_50_what_usually_another_agency_does_is_done_for_a_reason() {
    let (content, kind) = of_agency(2, &[Topic::Placement, Topic::Medical]);
    let story = Story::applied();
    assert_eq!(refused(story.join_network(supporter(1), content.clone(), kind, today())), ["P-12"]);

    let explained = SupporterContent {
        role_reason: "通院先が決まるまで、受診の付き添いをする".into(), ..content
    };
    assert!(story.join_network(supporter(1), explained, kind, today()).is_ok());
}

#[test]
fn r_50_family_friends_and_others_have_no_role_to_overstep() {
    for kind in [AgencyKind::Family, AgencyKind::Neighbours, AgencyKind::PeerGroup, AgencyKind::Partner] {
        for topic in Topic::ALL {
            assert!(topic.is_usual_for(kind), "{} {}", topic.name(), kind.name());
        }
    }
    assert!(!Topic::Placement.is_usual_for(AgencyKind::Nakapotsu), "others do not place people into work");
    assert!(Topic::Everyday.is_usual_for(AgencyKind::Employer), "anybody may listen");
}

#[test]
fn r_49_a_task_of_a_sitting_without_owner_is_refused() {
    let story = Story::signed(content());
    let task = |who: &str| AgreedTask {
        id: TaskId::new(Uuid::from_u128(700)),
        who: who.into(),
        owner: None,
        what: "受診に同行する".into(),
        due_on: None,
        role: TaskRole::default(),
    };
    let sits = |task| {
        let result = sitting(1, "2026-05-20", Purpose::Plan, Conclusion::Approved);
        story.discuss(banso_domain::case::event::SittingResult { tasks: vec![task], ..result }, &nobody_known(today()))
    };

    assert_eq!(refused(sits(task(" "))), ["R-49"]);
    assert!(sits(task("民生委員 佐々木")).is_ok());
    assert!(sits(AgreedTask { owner: Some(StaffId::new(Uuid::from_u128(2))), ..task("") }).is_ok());
}

fn line(agency: &str) -> PlanContent {
    let line = PlanAction { actor: Actor::OtherAgency, agency: agency.into(), ..content().actions[0].clone() };
    PlanContent { actions: vec![line], ..content() }
}

#[test]
fn r_49_a_plan_whose_line_is_some_other_agencys_is_signed_once_it_says_whose() {
    let answer = |story: &Story| story.answer_plan(plan_id(1), agrees("2026-05-08"), true, today());

    assert_eq!(refused(answer(&Story::drafted(line("")))), ["R-49"]);
    assert!(answer(&Story::drafted(line("青葉クリニック"))).is_ok());
}

#[test]
fn r_49_a_correction_does_not_take_the_owner_away() {
    let story = Story::decided(line("青葉クリニック"));
    let correction = |content| {
        let command =
            banso_domain::case::CorrectPlan {
                plan: plan_id(1), content, reason: "修正".into(), on: day("2026-06-01")
            };
        story.correct_plan(command, today())
    };
    assert_eq!(refused(correction(line(" "))), ["R-49"]);
    assert!(correction(line("青葉病院")).is_ok());
}

#[test]
fn a_case_from_before_there_were_networks_is_read_as_one_without_supporters() {
    let stored = serde_json::to_value(&*Story::applied()).unwrap();
    assert_eq!(stored.get("network"), None);
    assert!(serde_json::from_value::<Case>(stored).unwrap().network.is_empty());

    let with = Story::applied().joined(1, outside("姉", AgencyKind::Family));
    let again: Case = serde_json::from_value(serde_json::to_value(&*with).unwrap()).unwrap();
    assert_eq!(again, *with);
}

/// What may be done to the network: which supporter, what, and a mark.
type Step = (u8, u8, bool);

fn step(case: &Case, (who, what, marked): Step) -> Option<CaseEvent> {
    let (id, until) = (supporter(u128::from(who)), (what % 3 == 0).then(|| day("2026-06-30")));
    let (content, kind) = of_agency(u128::from(who % 4) + 1, &[Topic::Everyday]);
    let first_for = if marked { vec![Topic::Everyday] } else { Vec::new() };
    let content = SupporterContent { is_main: marked, first_for, until, unwanted: what == 4, ..content };
    match what {
        0..=2 => case.join_network(id, content, kind, today()).ok(),
        3 | 4 => case.change_supporter(id, content, kind, today()).ok().flatten(),
        _ => case.leave_network(id, day("2026-07-01"), "終了", today()).ok(),
    }
}

proptest! {
    #[test]
    fn whatever_happens_the_person_has_one_main_contact_and_one_place_to_ask_first(
        steps in prop::collection::vec((0u8..8, 0u8..6, any::<bool>()), 0..40),
    ) {
        let mut story = Story::applied();
        for chosen in steps {
            if let Some(event) = step(&story, chosen) {
                story.happens(event);
            }
            for on in ["2026-05-02", "2026-06-30", "2026-07-01", "2026-12-01"] {
                let mains = seen(&story, on, |companion| companion.is_main && companion.state.is_active());
                prop_assert_eq!(mains.iter().filter(|main| **main).count(), 1);
            }
            let first = |supporter: &banso_domain::case::network::Supporter| supporter.content.first_for.len();
            prop_assert!(story.network.supporters().iter().map(first).sum::<usize>() <= 1);
        }
    }
}
