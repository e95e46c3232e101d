//! Kinds of sittings, and what each has a say in.

use banso_domain::{
    agency::ConferenceRules,
    case::event::Purpose,
    conference::{AgendaItem, Conference, ConferenceKind, ConferencePlan},
};

use crate::support::*;

fn of_kind(kind: ConferenceKind) -> Conference {
    let conference = planned_conference();
    let members = conference.members.clone();
    let changed = conference.change(ConferencePlan { kind, ..conference.plan.clone() }, members);
    after(conference, changed)
}

fn item(purpose: Purpose) -> AgendaItem {
    AgendaItem { case: case_id(), plan: None, purpose, minutes: 20, conclusion: None }
}

#[test]
fn p_60_only_a_coordination_conference_has_a_say_in_plans_closures_and_suspensions() {
    let deciding = [Purpose::Plan, Purpose::Replan, Purpose::Closure, Purpose::Suspension, Purpose::Report];
    for kind in ConferenceKind::ALL {
        for purpose in deciding {
            let added = of_kind(*kind).add_item(item(purpose));
            if *kind == ConferenceKind::Coordination {
                assert!(added.is_ok(), "{kind:?} {purpose:?}");
            } else {
                assert_eq!(refused(added), ["P-60"], "{kind:?} {purpose:?}");
            }
        }
    }
}

#[test]
fn p_60_what_is_shared_without_consent_stays_in_support_meetings_and_never_reaches_the_others() {
    for kind in ConferenceKind::ALL {
        let bound = matches!(kind, ConferenceKind::SupportMeeting | ConferenceKind::Coordination);
        assert_eq!(of_kind(*kind).add_item(item(Purpose::SupportMeeting)).is_ok(), bound, "{kind:?}");
    }
    assert_eq!(refused(of_kind(ConferenceKind::SupportMeeting).add_item(item(Purpose::Review))), ["P-60"]);
}

#[test]
fn p_60_a_sitting_does_not_change_its_kind_under_a_matter_that_the_new_one_has_no_say_in() {
    let conference = planned_conference();
    let listed = after(conference.clone(), conference.add_item(item(Purpose::Plan)));
    let plan = ConferencePlan { kind: ConferenceKind::Extended, ..listed.plan.clone() };

    assert_eq!(refused(listed.change(plan, listed.members.clone())), ["P-60"]);
}

#[test]
fn sr_20_who_has_to_attend_is_asked_of_coordination_conferences_only() {
    for kind in ConferenceKind::ALL {
        let mut conference = of_kind(*kind);
        conference.members = vec![member("センター", false)];
        let asked = !conference.findings(&ConferenceRules::default()).is_empty();
        assert_eq!(asked, *kind == ConferenceKind::Coordination, "{kind:?}");
    }
}
