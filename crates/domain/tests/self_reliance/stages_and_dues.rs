//! Where a case stands in one word, and what is due next.

use banso_domain::case::{DueKind, Stage, closing::Way, event::Purpose, plan::Conclusion};

use crate::{story::Story, support::*};

#[test]
fn the_stage_follows_from_what_happened() {
    let stages: Vec<_> = [
        Story::opened(),
        Story::applied(),
        Story::continuing(),
        Story::drafted(content()),
        Story::signed(content()),
        Story::approved(content()),
        Story::decided(content()),
        Story::suspended(),
        Story::evaluated(Way::Close),
        Story::closure_approved(),
        Story::closed(follow_up_until("2027-03-31")),
        Story::closed(no_follow_up()),
    ]
    .iter()
    .map(|story| story.stage().name())
    .collect();

    assert_eq!(
        stages,
        [
            "intake",
            "intake",
            "assessment",
            "plan_draft",
            "conference_pending",
            "decision_pending",
            "in_support",
            "suspended",
            "evaluation",
            "evaluation",
            "follow_up",
            "closed",
        ]
    );
}

#[test]
fn a_stage_and_a_due_are_found_again_by_their_names() {
    for stage in Stage::ALL {
        assert_eq!(Stage::from_name(stage.name()), Some(*stage));
    }
    for kind in DueKind::ALL {
        assert_eq!(DueKind::from_name(kind.name()), Some(*kind));
    }
    assert_eq!(Stage::from_name("elsewhere"), None);
    assert_eq!(DueKind::from_name("elsewhere"), None);
}

#[test]
fn in_support_the_monitoring_and_the_end_of_the_plan_are_due() {
    let story = Story::decided(content());
    let dues: Vec<_> = story.dues().into_iter().map(|due| (due.kind, due.on)).collect();

    assert_eq!(dues, [(DueKind::Monitoring, day("2026-07-31")), (DueKind::PlanEnd, day("2026-10-31"))]);
}

#[test]
fn a_monitoring_moves_the_next_one() {
    let mut story = Story::decided(content());

    story.does(story.monitor(plan_id(1), monitoring("2026-07-28", Some("2026-09")), today()));
    assert_eq!(story.next_due().map(|due| due.on), Some(day("2026-09-30")));

    story.does(story.monitor(plan_id(1), monitoring("2026-09-28", None), today()));
    assert_eq!(story.next_due().map(|due| due.kind), Some(DueKind::PlanEnd));
}

#[test]
fn once_evaluated_the_end_of_the_plan_is_no_longer_due() {
    assert_eq!(Story::evaluated(Way::Close).next_due(), None);
}

#[test]
fn a_contact_set_by_the_screening_is_settled_by_a_later_record() {
    let mut story = Story::applied();
    let mut pending = screening("2026-04-10", banso_domain::case::intake::ScreeningResult::ConsentPending);
    pending.comment = "迷っている".into();
    pending.next_contact_on = Some(day("2026-04-24"));
    story.does(story.screen(pending, today()));
    assert_eq!(story.next_due().map(|due| due.kind), Some(DueKind::Contact));

    story.does(story.write_record(record(1, "2026-04-24", None), today()));

    assert_eq!(story.next_due(), None);
}

#[test]
fn an_approved_plan_that_is_not_signed_is_still_a_draft() {
    let mut story = Story::drafted(content());

    story.sits(sitting(1, "2026-05-20", Purpose::Plan, Conclusion::Approved));

    assert_eq!(story.stage(), Stage::PlanDraft);
}
