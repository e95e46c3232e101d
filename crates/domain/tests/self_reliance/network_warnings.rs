//! What the rules say about a network: each speaks where it applies and is silent where it does not.

use std::collections::BTreeMap;

use banso_domain::{
    agency::AgencyKind,
    case::{
        event::{CaseEvent, Purpose},
        network::{NetworkContext, NetworkFinding, SupporterContent, Topic},
        plan::{ActionState, Actor, Conclusion, PlanAction, PlanContent},
        task::{AgreedTask, TaskRole},
    },
    form::Facts,
    id::{StaffId, TaskId},
};
use uuid::Uuid;

use crate::{
    network::{agencies, agency_number, of_agency, outside, supporter},
    story::Story,
    support::*,
};

fn findings(story: &Story, on: &str) -> Vec<NetworkFinding> {
    let (agencies, staff) = (agencies(), BTreeMap::from([(staff(), agency()), (officer(), agency_number(2))]));
    story.network_findings(&NetworkContext { today: day(on), agencies: &agencies, staff: &staff })
}

pub(crate) fn codes(story: &Story, on: &str) -> Vec<&'static str> {
    findings(story, on).iter().map(|finding| finding.rule.code()).collect()
}

fn about(story: &Story, on: &str, code: &str) -> String {
    let of = |finding: &NetworkFinding| (finding.rule.code() == code).then(|| finding.about.join("、"));
    findings(story, on).iter().find_map(of).unwrap_or_else(|| format!("{code} does not speak"))
}

const NOTHING: [&str; 0] = [];

/// A sound network: the clinic stays, and a friend is there.
fn sound(story: Story) -> Story {
    story.joined(1, of_agency(1, &[Topic::Medical])).joined(2, outside("友人の林さん", AgencyKind::Neighbours))
}

fn until(day_of_end: &str, (content, kind): (SupporterContent, AgencyKind)) -> (SupporterContent, AgencyKind) {
    (SupporterContent { until: Some(day(day_of_end)), ..content }, kind)
}

#[test]
fn about_a_sound_network_no_rule_speaks() {
    assert_eq!(codes(&sound(Story::applied()), "2026-05-02"), NOTHING);
}

#[test]
fn about_the_network_of_a_closed_case_no_rule_speaks() {
    assert_eq!(codes(&Story::closed(no_follow_up()), "2026-11-20"), NOTHING);
}

#[test]
fn r_22_whom_the_person_does_not_want_is_named_and_counts_as_no_place_to_turn_to() {
    let (content, kind) = of_agency(1, &[]);
    let story = Story::applied().joined(1, (SupporterContent { unwanted: true, ..content }, kind));

    assert_eq!(codes(&story, "2026-05-02"), ["R-22", "R-45"]);
    assert_eq!(about(&story, "2026-05-02", "R-22"), "青葉クリニック");
}

#[test]
fn r_45_the_centre_alone_is_not_enough_and_one_place_beside_it_is() {
    assert_eq!(codes(&Story::applied(), "2026-05-02"), ["R-45"]);
    assert_eq!(codes(&Story::applied().joined(1, of_agency(1, &[])), "2026-05-02"), NOTHING);
}

#[test]
fn r_45_a_place_that_ended_is_none() {
    let mut story = Story::applied().joined(1, of_agency(1, &[]));
    story.does(story.leave_network(supporter(1), day("2026-06-01"), "転院", today()));

    assert_eq!(codes(&story, "2026-05-31"), NOTHING);
    assert_eq!(codes(&story, "2026-06-01"), ["R-45"]);
}

#[test]
fn r_45b_one_agency_for_everything_is_pointed_at_until_somebody_shares_a_topic() {
    let everything = [Topic::Medical, Topic::Everyday];
    let alone = Story::applied().joined(1, of_agency(1, &everything)).joined(2, of_agency(2, &[]));
    assert_eq!(codes(&alone, "2026-05-02"), ["R-45b"]);
    assert_eq!(about(&alone, "2026-05-02", "R-45b"), "青葉クリニック");

    let (friend, kind) = outside("友人の林さん", AgencyKind::Neighbours);
    let shared = alone.joined(3, (SupporterContent { topics: vec![Topic::Everyday], ..friend }, kind));
    assert_eq!(codes(&shared, "2026-05-02"), NOTHING);
}

#[test]
fn r_45b_one_topic_with_one_agency_is_nothing_to_speak_of() {
    assert_eq!(codes(&Story::applied().joined(1, of_agency(1, &[Topic::Medical])), "2026-05-02"), NOTHING);
}

#[test]
fn r_46_a_support_ends_within_six_months_and_nobody_stays() {
    let story = Story::applied().joined(1, until("2026-11-30", of_agency(3, &[]))).joined(2, of_agency(4, &[]));

    assert_eq!(codes(&story, "2026-05-29"), ["R-46b"], "more than six months ahead");
    assert_eq!(codes(&story, "2026-05-30"), ["R-46"]);
    assert_eq!(about(&story, "2026-05-30", "R-46"), "家計改善支援室");
    assert_eq!(codes(&story.joined(3, of_agency(1, &[])), "2026-05-30"), NOTHING, "the clinic stays");
}

#[test]
fn r_46_the_family_is_no_anchor_for_it_grows_old() {
    let story = Story::applied().joined(1, until("2026-08-31", of_agency(3, &[])));
    let with_family = story.joined(2, outside("母", AgencyKind::Family));

    assert_eq!(codes(&with_family, "2026-05-30"), ["R-46"]);
}

#[test]
fn r_46b_everybody_is_there_for_a_time_only() {
    let story = Story::applied().joined(1, of_agency(3, &[])).joined(2, of_agency(4, &[]));

    assert_eq!(codes(&story, "2026-05-02"), ["R-46b"]);
    assert_eq!(about(&story, "2026-05-02", "R-46b"), "家計改善支援室、青葉高校");
    let with_family = story.joined(3, outside("母", AgencyKind::Family));
    assert_eq!(codes(&with_family, "2026-05-02"), NOTHING);
}

#[test]
fn r_46b_what_is_agreed_until_a_day_is_for_a_time_whoever_gives_it() {
    let story = Story::applied().joined(1, until("2027-12-31", of_agency(1, &[])));

    assert_eq!(codes(&story, "2026-05-02"), ["R-46b"]);
}

fn with_issues(issues: &[&str]) -> Story {
    let mut story = sound(Story::applied());
    let answers = Facts::from_iter([("case.issues".to_owned(), serde_json::json!(issues))]);
    let asked = ["case.issues".to_owned()];
    story.does(story.record_answers("assessment_form", &answers, &asked).map(Option::unwrap));
    story
}

#[test]
fn r_47_troubles_of_several_kinds_suggest_a_team_that_meets_and_a_single_one_does_not() {
    assert_eq!(codes(&with_issues(&["debt_problem", "budget_management"]), "2026-05-02"), NOTHING);
    assert_eq!(codes(&with_issues(&["debt_problem", "illness"]), "2026-05-02"), ["R-47"]);
    assert_eq!(codes(&with_issues(&["other_issue"]), "2026-05-02"), NOTHING);
}

#[test]
fn r_47_a_team_that_has_met_is_not_suggested_again() {
    let mut story = with_issues(&["debt_problem", "illness"]);
    story.sits(sitting(1, "2026-05-20", Purpose::Review, Conclusion::Approved));

    assert_eq!(codes(&story, "2026-05-21"), NOTHING);
}

pub(crate) fn line(actor: Actor, agency: &str) -> PlanAction {
    PlanAction { actor, agency: agency.into(), ..content().actions[0].clone() }
}

/// A drafted plan of these lines, with a sound network.
fn planned(lines: Vec<PlanAction>) -> Story {
    sound(Story::drafted(PlanContent { actions: lines, ..content() }))
}

#[test]
fn r_49_a_draft_whose_line_is_nobodys_is_pointed_at() {
    let story = planned(vec![line(Actor::OtherAgency, ""), line(Actor::Centre, "")]);

    assert_eq!(codes(&story, "2026-05-02"), ["R-49"]);
    assert_eq!(about(&story, "2026-05-02", "R-49"), "毎週、家計簿をつける");
}

#[test]
fn r_50_work_outside_the_usual_role_is_counted_by_name() {
    let (content, kind) = of_agency(2, &[Topic::Medical]);
    let content = SupporterContent { role_reason: "受診先が決まるまで".into(), ..content };
    let story = sound(Story::applied()).joined(3, (content, kind));

    assert_eq!(codes(&story, "2026-05-02"), ["R-50"]);
    assert_eq!(about(&story, "2026-05-02", "R-50"), "ハローワーク青葉");
}

#[test]
fn r_50b_more_than_seventy_percent_with_one_agency_is_too_much_on_one_shoulder() {
    let centre = || line(Actor::Centre, "");
    let three_of_four = planned(vec![centre(), centre(), centre(), line(Actor::Person, "")]);
    assert_eq!(codes(&three_of_four, "2026-05-02"), ["R-50b"]);
    assert_eq!(about(&three_of_four, "2026-05-02", "R-50b"), "あおば相談センター");

    let two_of_three = planned(vec![centre(), centre(), line(Actor::Person, "")]);
    assert_eq!(codes(&two_of_three, "2026-05-02"), NOTHING);
    assert_eq!(codes(&planned(vec![centre(), centre()]), "2026-05-02"), NOTHING, "of two, a share says nothing");
}

#[test]
fn r_50b_an_agency_is_known_by_its_name_however_it_is_written_and_the_centre_by_its_own() {
    let clinic = |name: &str| line(Actor::OtherAgency, name);
    let story =
        planned(vec![clinic("青葉クリニック"), clinic("青葉ｸﾘﾆｯｸ 相談員"), clinic("青葉 クリニック（看護師）")]);
    assert_eq!(about(&story, "2026-05-02", "R-50b"), "青葉クリニック");

    let own = |name: &str| line(Actor::OtherAgency, name);
    let story = planned(vec![own("あおば相談センター"), own("あおば相談センター 山田"), line(Actor::Centre, "")]);
    assert_eq!(about(&story, "2026-05-02", "R-50b"), "あおば相談センター");
}

#[test]
fn r_50b_what_the_person_does_is_on_nobodys_shoulders_and_what_is_done_weighs_nothing() {
    let person = || line(Actor::Person, "");
    assert_eq!(codes(&planned(vec![person(), person(), person(), person()]), "2026-05-02"), NOTHING);

    let achieved = PlanAction { state: ActionState::Achieved, ..line(Actor::Centre, "") };
    let story =
        planned(vec![achieved.clone(), achieved.clone(), achieved, line(Actor::Centre, ""), person(), person()]);
    assert_eq!(codes(&story, "2026-05-02"), NOTHING);
}

#[test]
fn r_50c_the_main_contact_that_does_nothing_itself_has_thrown_it_over() {
    let others = || vec![line(Actor::OtherAgency, "青葉クリニック"), line(Actor::OtherAgency, "ハローワーク青葉")];
    assert_eq!(codes(&planned(others()), "2026-05-02"), ["R-50c"]);

    let shared = [others(), vec![line(Actor::Centre, "")]].concat();
    assert_eq!(codes(&planned(shared), "2026-05-02"), NOTHING);
}

#[test]
fn r_50c_where_another_agency_is_the_main_contact_the_centre_may_stand_back() {
    let (content_of_clinic, kind) = of_agency(1, &[]);
    let main = SupporterContent { is_main: true, ..content_of_clinic };
    let actions = vec![line(Actor::OtherAgency, "青葉クリニック"), line(Actor::OtherAgency, "ハローワーク青葉")];
    let story = Story::drafted(PlanContent { actions, ..content() }).joined(1, (main, kind));

    assert_eq!(codes(&story, "2026-05-02"), NOTHING);
}

#[test]
fn r_50c_a_task_of_the_centres_own_staff_is_the_centres_and_that_of_another_agencys_is_not() {
    let task = |number: u128, owner: StaffId| AgreedTask {
        id: TaskId::new(Uuid::from_u128(700 + number)),
        who: "担当".into(),
        owner: Some(owner),
        what: "連絡する".into(),
        due_on: None,
        role: TaskRole::default(),
    };
    let with = |tasks| {
        let mut story = planned(vec![line(Actor::OtherAgency, "青葉クリニック"), line(Actor::Person, "")]);
        let result = sitting(1, "2026-05-20", Purpose::Review, Conclusion::Approved);
        story.sits(banso_domain::case::event::SittingResult { tasks, ..result });
        story
    };

    assert_eq!(codes(&with(vec![task(1, officer())]), "2026-05-21"), ["R-50c"]);
    let mut story = with(vec![task(1, staff())]);
    assert_eq!(codes(&story, "2026-05-21"), NOTHING);
    story.happens(CaseEvent::TaskDone { task: task(1, staff()).id, on: day("2026-05-22") });
    assert_eq!(codes(&story, "2026-05-23"), ["R-50c"], "what is done is nobody's any more");
}

#[test]
fn r_72_a_network_of_more_than_six_months_without_a_goal_ahead_is_looked_at_again() {
    let story = sound(Story::applied());
    assert_eq!(codes(&story, "2026-11-01"), NOTHING);
    assert_eq!(codes(&story, "2026-11-02"), ["R-72"]);

    let with_goal = |ends_on: &str| {
        let lines = vec![line(Actor::Person, "")];
        sound(Story::drafted(PlanContent { actions: lines, ends_on: Some(day(ends_on)), ..content() }))
    };
    assert_eq!(codes(&with_goal("2026-12-31"), "2026-11-02"), NOTHING);
    assert_eq!(codes(&with_goal("2026-10-31"), "2026-11-02"), ["R-72"], "the goal lies behind");
}
