//! What ends on a day and is to be handed over, or not.

use banso_domain::{
    case::{
        DueKind,
        handover::{Ending, HandoverContent, HandoverStep, UseEnding},
        network::SupporterContent,
        plan::Service,
    },
    id::{EpisodeId, HandoverId},
};
use uuid::Uuid;

use crate::{
    handover::{NOTHING, handover_id, now, on, service_end, supported, until, with_programme},
    network::{agency_number, of_agency, outside, supporter},
    story::Story,
    support::*,
};

#[test]
fn r_75_four_months_before_a_support_ends_its_handover_is_due_and_opens_with_its_tasks() {
    let story = with_programme();
    let due = |story: &Story| story.dues().into_iter().find(|due| due.kind == DueKind::HandoverOpening);
    assert_eq!(due(&story).map(|due| due.on), Some(day("2026-08-31")));
    let (ending, _) = story.handovers_to_open()[0];
    let preset = HandoverContent::of_ending(ending, day("2026-12-31"), day(now()));
    assert_eq!((preset.starts_on, preset.ends_on), (day("2026-08-31"), day("2026-12-31")));

    let story = story.opens(preset);

    assert_eq!(due(&story), None);
    let steps = [HandoverStep::MeetPerson, HandoverStep::JoinRegistration, HandoverStep::PassFacts];
    assert_eq!(story.steps(), steps);
    let ends = story.dues().into_iter().find(|due| due.kind == DueKind::Handover);
    assert_eq!(ends.map(|due| due.on), Some(day("2026-12-31")));
}

#[test]
fn r_75_a_handover_that_opens_later_than_that_is_pointed_at() {
    assert_eq!(with_programme().opens(service_end()).codes(now()), ["R-75"], "one day late");
    let later = HandoverContent { ends_on: day("2027-01-01"), ..service_end() };
    assert_eq!(with_programme().opens(later).codes(now()), NOTHING);
}

#[test]
fn r_75_nobody_is_asked_for_where_the_support_is_unwanted_or_nobody_has_to_follow() {
    let mut story = with_programme();
    assert_eq!(
        refused(story.waive_handover(handover_id(), Ending::Supporter(supporter(3)), " ", &[], today())),
        ["P-12"]
    );
    let why = "家計は本人がつけられるようになった";
    story.does(story.waive_handover(handover_id(), Ending::Supporter(supporter(3)), why, &[], day(now())));
    assert!(story.handovers_to_open().is_empty());

    let (content, kind) = until("2026-12-31", 4, &[]);
    let unwanted = SupporterContent { unwanted: true, ..content };
    assert!(supported().joined(4, (unwanted, kind)).handovers_to_open().is_empty());
    let (mother, kind) = outside("母", banso_domain::agency::AgencyKind::Family);
    let mother = SupporterContent { until: Some(day("2026-12-31")), ..mother };
    assert!(supported().joined(8, (mother, kind)).handovers_to_open().is_empty(), "a family hands nothing over");
}

/// A decided plan with work preparation until the last day of the year.
fn preparing_until(last: &str) -> Story {
    let mut content = content_with(&[Service::WorkPrep]);
    let used = content.services.get_mut(Service::WorkPrep);
    (used.from, used.to) = ("2026-06-01".into(), last.into());
    Story::decided(content)
}

#[test]
fn r_75_four_months_before_the_period_of_a_service_ends_its_handover_is_due_and_opens_with_its_tasks() {
    let story = preparing_until("2026-12");
    let due = |story: &Story| story.dues().into_iter().find(|due| due.kind == DueKind::HandoverOpening);
    assert_eq!(due(&story).map(|due| due.on), Some(day("2026-08-31")));
    let preset = HandoverContent::of_service(story.services_to_hand_over()[0], day(now()));
    assert_eq!((preset.service, preset.ends_on), (Some(Service::WorkPrep), day("2026-12-31")));

    let story = story.opens(preset.clone());

    assert_eq!(due(&story), None);
    let steps = [HandoverStep::MeetPerson, HandoverStep::JoinRegistration, HandoverStep::PassFacts];
    assert_eq!(story.steps(), steps);
    let again =
        on(now(), |context| story.open_handover(HandoverId::new(Uuid::from_u128(901)), preset, Vec::new(), context));
    assert_eq!(refused(again), ["P-66"]);
}

#[test]
fn r_75_a_service_that_is_short_is_not_handed_over_before_it_begins() {
    let story = preparing_until("2026-07-31");
    assert_eq!(story.services_to_hand_over()[0].from, day("2026-06-01"));
}

#[test]
fn r_75_money_and_the_centres_own_support_are_not_handed_over_nor_what_a_reason_says() {
    for service in [Service::HousingBenefit, Service::EmploymentSupport] {
        let mut content = content_with(&[service]);
        content.services.get_mut(service).to = "2026-12-31".into();
        assert!(Story::decided(content).services_to_hand_over().is_empty(), "{service:?}");
    }
    let mut story = preparing_until("2026-12-31");
    let ending = Ending::Service(Service::WorkPrep);
    assert_eq!(refused(story.waive_handover(handover_id(), ending, " ", &[], day(now()))), ["P-12"]);
    assert_eq!(
        refused(story.waive_handover(handover_id(), Ending::Service(Service::Budget), "x", &[], day(now()))),
        ["P-20"]
    );
    story.does(story.waive_handover(handover_id(), ending, "仕事が決まった", &[], day(now())));
    assert!(story.services_to_hand_over().is_empty());
}

/// A use of transition support at the agency of a number, as the centre may know it.
fn ending_use(agency: u128) -> UseEnding {
    UseEnding {
        episode: EpisodeId::new(Uuid::from_u128(940)),
        agency: agency_number(agency),
        until: day("2026-12-31"),
        from: day("2026-08-31"),
    }
}

#[test]
fn r_75_the_handover_of_a_use_whose_term_ends_opens_with_its_tasks_and_is_not_asked_for_again() {
    let story = supported().joined(4, of_agency(4, &[]));
    let uses = [ending_use(4)];
    assert_eq!(story.uses_to_hand_over(&uses), uses);
    let preset = HandoverContent::of_use(uses[0], Some(supporter(4)), day(now()));
    assert_eq!((preset.episode, preset.ends_on), (Some(uses[0].episode), day("2026-12-31")));

    let story = story.opens(preset);

    let steps = [HandoverStep::MeetPerson, HandoverStep::JoinRegistration, HandoverStep::PassFacts];
    assert_eq!(story.steps(), steps);
    assert!(story.uses_to_hand_over(&uses).is_empty());
    let prolonged = [UseEnding { until: day("2027-12-31"), ..uses[0] }];
    assert!(story.uses_to_hand_over(&prolonged).is_empty(), "the one that is open goes on");
}

#[test]
fn r_75_a_use_whose_agency_leaves_on_a_day_of_its_own_is_asked_for_once() {
    let story = supported().joined(4, until("2026-12-31", 4, &[]));
    assert_eq!(story.handovers_to_open().len(), 1);
    assert!(story.uses_to_hand_over(&[ending_use(4)]).is_empty());
}

#[test]
fn r_75_a_use_that_nobody_has_to_follow_is_asked_for_again_only_when_its_term_changes() {
    let mut story = supported();
    let uses = [ending_use(4)];
    let ending = Ending::Use(uses[0].episode);
    assert_eq!(refused(story.waive_handover(handover_id(), ending, " ", &uses, day(now()))), ["P-12"]);
    assert_eq!(refused(story.waive_handover(handover_id(), ending, "x", &[], day(now()))), ["P-20"]);
    story.does(story.waive_handover(handover_id(), ending, "就職し、定着支援が続く", &uses, day(now())));
    assert!(story.uses_to_hand_over(&uses).is_empty());
    let prolonged = [UseEnding { until: day("2027-12-31"), ..uses[0] }];
    assert_eq!(story.uses_to_hand_over(&prolonged), prolonged);
}
