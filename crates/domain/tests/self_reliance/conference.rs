//! The support coordination conference: its agenda, its sitting, the four timings, and consent.

use banso_domain::{
    agency::ConferenceRules,
    case::{
        Close, Stage,
        closing::{CloseReason, EvaluationContent, Way},
        event::Purpose,
        plan::{Actor, Conclusion, Service},
        task::{AgreedTask, TaskRole},
    },
    conference::{AgendaItem, ConferenceKind, ConferencePlan, ConferenceState, Member},
    id::TaskId,
};
use uuid::Uuid;

use crate::{story::Story, support::*};

fn item(purpose: Purpose) -> AgendaItem {
    AgendaItem { case: case_id(), plan: None, purpose, minutes: 25, conclusion: None }
}

#[test]
fn the_first_timing_a_plan_is_discussed_as_soon_as_it_is_made() {
    assert_eq!(refused(Story::continuing().may_be_discussed(Purpose::Plan)), ["P-29"]);
    assert!(Story::drafted(content()).may_be_discussed(Purpose::Plan).is_ok());
    assert_eq!(refused(Story::decided(content()).may_be_discussed(Purpose::Plan)), ["P-29"]);
}

#[test]
fn the_second_timing_a_re_plan_is_discussed_as_a_re_plan() {
    let mut story = Story::evaluated(Way::Replan);
    assert_eq!(refused(story.may_be_discussed(Purpose::Replan)), ["P-29"]);

    story.does(story.continue_with_replan(sheet_id(1), conference_id(2), day("2026-11-05")));
    story.does(story.draft_plan(plan_id(2), content(), staff(), day("2026-11-06")));

    assert!(story.may_be_discussed(Purpose::Replan).is_ok());
    assert_eq!(refused(story.may_be_discussed(Purpose::Plan)), ["P-29"]);
}

#[test]
fn the_third_timing_a_closure_is_discussed_once_there_is_an_evaluation() {
    assert_eq!(refused(Story::decided(content()).may_be_discussed(Purpose::Closure)), ["P-29"]);
    assert!(Story::evaluated(Way::Close).may_be_discussed(Purpose::Closure).is_ok());
    assert_eq!(refused(Story::closed(no_follow_up()).may_be_discussed(Purpose::Closure)), ["P-29"]);
}

#[test]
fn the_fourth_timing_a_suspension_is_discussed_while_the_case_is_not_suspended() {
    assert!(Story::decided(content()).may_be_discussed(Purpose::Suspension).is_ok());
    assert_eq!(refused(Story::suspended().may_be_discussed(Purpose::Suspension)), ["P-29"]);
}

#[test]
fn sr_06_without_consent_to_share_a_plan_is_not_discussed_in_a_coordination_conference() {
    let mut story = Story::signed(content());
    story.does(story.answer_application(no_application("2026-05-10", "知られたくない"), today()));

    assert_eq!(refused(story.may_be_discussed(Purpose::Plan)), ["SR-06"]);
    assert_eq!(refused(story.may_be_discussed(Purpose::Review)), ["SR-06"]);
    let result = sitting(1, "2026-05-20", Purpose::Plan, Conclusion::Approved);
    assert_eq!(refused(story.discuss(result, &nobody_known(today()))), ["SR-06"]);
}

#[test]
fn sr_06_with_consent_again_the_plan_is_discussed() {
    let mut story = Story::signed(content());
    story.does(story.answer_application(no_application("2026-05-10", "知られたくない"), today()));
    story.does(story.answer_application(application("2026-05-12"), today()));

    assert!(story.may_be_discussed(Purpose::Plan).is_ok());
}

#[test]
fn sr_06_closure_suspension_and_the_report_of_an_emergency_stay_possible_after_consent_was_withdrawn() {
    let mut story = Story::evaluated(Way::Close);
    story.does(story.start_emergency_support(emergency("2026-11-03"), today()));
    story.does(story.answer_application(no_application("2026-11-04", "もう関わりたくない"), today()));

    for purpose in [Purpose::Closure, Purpose::Suspension, Purpose::Report] {
        assert!(story.may_be_discussed(purpose).is_ok());
    }
}

#[test]
fn sr_06_a_support_meeting_under_article_9_shares_without_consent() {
    let mut story = Story::opened();
    story.does(story.answer_application(no_application("2026-04-06", "知られたくない"), today()));

    assert!(story.may_be_discussed(Purpose::SupportMeeting).is_ok());
    story.sits(sitting(1, "2026-04-20", Purpose::SupportMeeting, Conclusion::Approved));
    assert_eq!(story.stage(), Stage::ConsentPending, "it shares; it decides nothing about the case");
}

#[test]
fn sr_06_there_were_no_support_meetings_before_october_2018() {
    let mut story = Story::opened_on("2018-09-03");
    let meets = |story: &Story, on| {
        story.discuss(sitting(1, on, Purpose::SupportMeeting, Conclusion::Approved), &nobody_known(today()))
    };

    assert_eq!(refused(meets(&story, "2018-09-30")), ["SR-06"]);
    assert!(meets(&story, "2018-10-01").is_ok());
    story.sits(sitting(1, "2018-10-01", Purpose::SupportMeeting, Conclusion::Approved));
}

#[test]
fn p_25_everybody_in_a_support_meeting_has_acknowledged_the_duty_of_secrecy() {
    let open_ears = Member { secrecy_acknowledged: false, ..member("町内会", false) };
    let concludes = |members: Vec<Member>| {
        let held = held_conference(members);
        let on_the_agenda = held.add_item(item(Purpose::SupportMeeting));
        after(held, on_the_agenda).conclude(case_id(), Purpose::SupportMeeting, Conclusion::Approved)
    };

    assert_eq!(refused(concludes(vec![member("市福祉課", true), open_ears.clone()])), ["P-25"]);
    assert!(concludes(vec![member("市福祉課", true)]).is_ok());
    let stayed_away = Member { attended: false, ..open_ears };
    assert!(concludes(vec![member("市福祉課", true), stayed_away]).is_ok());
}

#[test]
fn an_approved_plan_waits_for_the_municipality_and_a_postponed_one_for_the_next_sitting() {
    let mut story = Story::signed(content());
    story.sits(sitting(1, "2026-05-20", Purpose::Plan, Conclusion::Postponed));
    assert_eq!(story.stage(), Stage::ConferencePending);

    story.sits(sitting(2, "2026-06-17", Purpose::Plan, Conclusion::Approved));
    assert_eq!(story.stage(), Stage::DecisionPending);
    assert_eq!(story.current_plan().unwrap().sittings.len(), 2);
}

#[test]
fn a_no_or_a_later_is_explained() {
    let story = Story::signed(content());

    for conclusion in [Conclusion::Postponed, Conclusion::NotApproved] {
        let mut silent = sitting(1, "2026-05-20", Purpose::Plan, conclusion);
        silent.discussion = " ".into();
        assert_eq!(refused(story.discuss(silent, &nobody_known(today()))), ["P-12"]);
    }
}

#[test]
fn a_plan_is_discussed_neither_before_it_was_drafted_nor_in_the_future() {
    let story = Story::signed(content());

    for on in ["2026-04-30", "2026-12-02"] {
        let result = sitting(1, on, Purpose::Plan, Conclusion::Approved);
        assert_eq!(refused(story.discuss(result, &nobody_known(today()))), ["P-11"]);
    }
}

#[test]
fn what_the_sitting_agreed_becomes_tasks_with_an_owner_and_a_day() {
    let task = TaskId::new(Uuid::from_u128(50));
    let mut story = Story::signed(content());
    let mut result = sitting(1, "2026-05-20", Purpose::Plan, Conclusion::Approved);
    result.tasks = vec![AgreedTask {
        id: task,
        who: "ハローワーク".into(),
        owner: None,
        what: "求人票を届ける".into(),
        due_on: Some(day("2026-06-01")),
        role: TaskRole::default(),
    }];
    story.sits(result);
    assert_eq!(story.next_due().map(|due| due.on), Some(day("2026-06-01")));

    assert_eq!(refused(story.finish_task(TaskId::new(Uuid::nil()), day("2026-05-30"), today())), ["P-20"]);
    assert_eq!(refused(story.finish_task(task, day("2026-12-02"), today())), ["P-11"]);
    story.does(story.finish_task(task, day("2026-05-30"), today()));

    assert_eq!(story.next_due(), None);
    assert_eq!(refused(story.finish_task(task, day("2026-05-31"), today())), ["P-20"]);
}

#[test]
fn several_cases_share_a_sitting_and_each_is_there_once_for_a_purpose() {
    let conference = planned_conference();
    let conference = after(conference.clone(), conference.add_item(item(Purpose::Plan)));

    assert_eq!(refused(conference.add_item(item(Purpose::Plan))), ["P-18"]);
    let conference = after(conference.clone(), conference.add_item(item(Purpose::Report)));
    assert_eq!(conference.agenda_minutes(), 50);

    let conference = after(conference.clone(), conference.remove_item(case_id(), Purpose::Report));
    assert_eq!(conference.agenda_minutes(), 25);
    assert_eq!(refused(conference.remove_item(case_id(), Purpose::Report)), ["P-17"]);
}

#[test]
fn a_matter_is_concluded_after_the_conference_sat_and_once() {
    let conference = planned_conference();
    let conference = after(conference.clone(), conference.add_item(item(Purpose::Plan)));
    assert_eq!(refused(conference.conclude(case_id(), Purpose::Plan, Conclusion::Approved)), ["P-15"]);

    let held = conference.hold(day("2026-05-20"), vec![member("センター", false)], "主任", "", today());
    let conference = after(conference, held);
    assert_eq!(refused(conference.conclude(case_id(), Purpose::Closure, Conclusion::Approved)), ["P-17"]);
    let conference =
        after(conference.clone(), conference.conclude(case_id(), Purpose::Plan, Conclusion::ApprovedWithChanges));

    let concluded = conference.item(case_id(), Purpose::Plan).unwrap().conclusion;
    assert_eq!(concluded, Some(Conclusion::ApprovedWithChanges));
    assert_eq!(refused(conference.conclude(case_id(), Purpose::Plan, Conclusion::Approved)), ["P-16"]);
    assert_eq!(refused(conference.remove_item(case_id(), Purpose::Plan)), ["P-16"]);
}

#[test]
fn an_urgent_matter_is_added_on_the_day() {
    let conference = held_conference(vec![member("センター", false)]);

    assert!(conference.add_item(item(Purpose::Report)).is_ok());
}

#[test]
fn a_sitting_names_its_chair_and_those_who_came() {
    let conference = planned_conference();
    let mut absent = member("センター", false);
    absent.attended = false;
    let hold = |members, chair| conference.hold(day("2026-05-20"), members, chair, "", today());

    assert_eq!(refused(hold(vec![absent], "主任")), ["P-12"]);
    assert_eq!(refused(hold(vec![member("センター", false)], " ")), ["P-12"]);
    let in_future = conference.hold(day("2026-12-02"), vec![member("センター", false)], "主任", "", today());
    assert_eq!(refused(in_future), ["P-11"]);
    assert!(hold(vec![member("センター", false)], "主任").is_ok());
}

#[test]
fn minutes_are_closed_when_every_matter_is_concluded_and_then_stay() {
    let conference = planned_conference();
    assert_eq!(refused(conference.close_minutes(day("2026-05-21"), &[])), ["P-15"]);
    let conference = held_conference(vec![member("センター", false)]);
    let open = after(conference.clone(), conference.add_item(item(Purpose::Plan)));
    assert_eq!(refused(open.close_minutes(day("2026-05-21"), &[])), ["P-15"]);

    let concluded = after(open.clone(), open.conclude(case_id(), Purpose::Plan, Conclusion::Approved));
    let closed = after(concluded.clone(), concluded.close_minutes(day("2026-05-21"), &[]));

    assert_eq!(closed.state, ConferenceState::Closed);
    assert_eq!(refused(closed.add_item(item(Purpose::Report))), ["P-16"]);
    assert_eq!(refused(closed.note_gap("夜間の居場所")), ["P-16"]);
    assert_eq!(refused(closed.hold(day("2026-05-20"), closed.members.clone(), "主任", "", today())), ["P-16"]);
    assert_eq!(refused(closed.conclude(case_id(), Purpose::Plan, Conclusion::Approved)), ["P-16"]);
}

#[test]
fn what_the_region_lacks_is_noted_in_words() {
    let conference = held_conference(vec![member("センター", false)]);
    assert_eq!(refused(conference.note_gap(" ")), ["P-12"]);

    let conference = after(conference.clone(), conference.note_gap("夜間の居場所"));

    assert_eq!(conference.gaps, ["夜間の居場所"]);
}

#[test]
fn a_sitting_is_moved_or_called_off_before_it_sits_and_not_after() {
    let planned = planned_conference();
    let moved = ConferencePlan { on: day("2026-05-27"), ..conference_plan() };
    let changed = after(planned.clone(), planned.change(moved.clone(), planned.members.clone()));
    assert_eq!(changed.plan.on, day("2026-05-27"));
    assert_eq!(refused(planned.call_off(" ")), ["P-12"]);
    assert_eq!(after(planned.clone(), planned.call_off("台風")).state, ConferenceState::CalledOff);

    let held = held_conference(vec![member("センター", false)]);
    assert_eq!(refused(held.change(moved, Vec::new())), ["P-16"]);
    assert_eq!(refused(held.call_off("台風")), ["P-16"]);
}

#[test]
fn a_plan_of_a_case_that_was_closed_is_not_discussed_any_more() {
    let mut story = Story::signed(content());
    let died = Close { reason: CloseReason::Deceased, ..closing("2026-05-12", no_follow_up()) };
    story.does(story.close(died, today()));

    assert_eq!(refused(story.may_be_discussed(Purpose::Plan)), ["P-29"]);
}

#[test]
fn sr_09_an_emergency_is_reported_even_after_the_person_has_died() {
    let mut story = Story::opened();
    story.does(story.start_emergency_support(emergency("2026-04-06"), today()));
    let died = Close { reason: CloseReason::Deceased, ..closing("2026-04-08", no_follow_up()) };
    story.does(story.close(died, today()));

    assert!(story.may_be_discussed(Purpose::Report).is_ok());
}

#[test]
fn no_sitting_discussed_a_case_before_the_first_contact() {
    let story = Story::applied();

    assert_eq!(
        refused(story.discuss(sitting(1, "2026-04-05", Purpose::Review, Conclusion::Approved), &nobody_known(today()))),
        ["P-11"]
    );
    assert!(
        story.discuss(sitting(1, "2026-04-06", Purpose::Review, Conclusion::Approved), &nobody_known(today())).is_ok()
    );
}

#[test]
fn sr_15_a_closure_goes_to_the_conference_with_the_persons_wish_on_a_complete_sheet() {
    let mut story = Story::decided(content());
    let begun = EvaluationContent { person_wish: None, ..evaluation("2026-11-02", Way::Close) };
    story.does(story.evaluate(sheet_id(1), plan_id(1), staff(), begun));
    assert_eq!(refused(story.may_be_discussed(Purpose::Closure)), ["SR-15"]);

    story.does(story.evaluate(sheet_id(1), plan_id(1), staff(), evaluation("2026-11-04", Way::Close)));

    assert!(story.may_be_discussed(Purpose::Closure).is_ok());
}

fn of_a_coordination_conference(members: Vec<Member>) -> Vec<&'static str> {
    held_conference(members).findings(&ConferenceRules::default()).into_iter().map(|rule| rule.code()).collect()
}

#[test]
fn sr_20_the_municipality_attends_in_principle() {
    let mut absent = member("あおば市福祉課", true);
    absent.attended = false;

    assert_eq!(of_a_coordination_conference(vec![member("センター", false), absent]), ["SR-20"]);
    assert!(of_a_coordination_conference(vec![member("センター", false), member("あおば市福祉課", true)]).is_empty());
}

#[test]
fn sr_20_before_the_sitting_it_is_enough_that_the_municipality_is_invited() {
    let mut invited = planned_conference();
    invited.members.iter_mut().for_each(|member| member.attended = false);
    assert!(invited.findings(&ConferenceRules::default()).is_empty());

    invited.members.retain(|member| !member.is_municipality);
    assert_eq!(invited.findings(&ConferenceRules::default())[0].code(), "SR-20");
    assert!(after(invited.clone(), invited.call_off("台風")).findings(&ConferenceRules::default()).is_empty());
}

#[test]
fn sr_20_a_case_conference_may_do_without_the_municipality() {
    let mut conference = held_conference(vec![member("センター", false)]);
    conference.plan.kind = ConferenceKind::Case;

    assert!(conference.findings(&ConferenceRules::default()).is_empty());
}

/// The sitting of these agencies about a plan with the budget service, given by an agency of that name.
fn about_a_budget_plan(members: Vec<Member>, provider: &str) -> Vec<&'static str> {
    let mut content = content_of_only(Service::Budget);
    content.actions[0].agency = provider.into();
    held_conference(members).plan_findings(&content).into_iter().map(|rule| rule.code()).collect()
}

#[test]
fn sr_21_the_worker_of_the_budget_service_is_there_or_was_consulted() {
    let members = || vec![member("センター", false), member("みなと家計相談室", false)];

    assert_eq!(about_a_budget_plan(members(), "ひかり家計相談室"), ["SR-21"]);
    assert_eq!(about_a_budget_plan(members(), ""), ["SR-21"]);
    assert!(about_a_budget_plan(members(), "みなと家計相談室").is_empty());
}

#[test]
fn sr_21_a_service_that_the_centre_gives_itself_is_spoken_for_by_its_own_staff() {
    let mut content = content_of_only(Service::WorkPrep);
    content.actions[0].actor = Actor::Centre;
    let own = Member { agency_id: Some(agency()), ..member("あおば相談センター", false) };

    assert!(held_conference(vec![own]).plan_findings(&content).is_empty());
    assert_eq!(held_conference(vec![member("市", true)]).plan_findings(&content).len(), 1);
}

#[test]
fn sr_21_a_plan_without_those_services_asks_for_nobody() {
    let conference = held_conference(vec![member("センター", false)]);

    assert!(conference.plan_findings(&content_with(&[Service::HousingBenefit, Service::Training])).is_empty());
}

#[test]
fn p_30_fewer_than_the_centres_rules_ask_for_are_pointed_at() {
    let rules = ConferenceRules { quorum: Some(3), ..ConferenceRules::default() };
    let away = Member { attended: false, ..member("ハローワーク", false) };
    let mut there = vec![member("あおば相談センター", false), member("あおば市福祉課", true), away];
    let said = |members: &[Member]| {
        held_conference(members.to_vec()).findings(&rules).into_iter().map(|rule| rule.code()).collect::<Vec<_>>()
    };

    assert_eq!(said(&there), ["P-30"]);
    there[2].attended = true;
    assert_eq!(said(&there), [] as [&str; 0]);
}
