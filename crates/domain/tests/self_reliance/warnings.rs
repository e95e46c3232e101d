//! Rules that warn and do not force: each speaks where it applies and is silent where it does not.

use banso_domain::case::{
    FindingContext,
    event::{CaseEvent, Purpose},
    plan::{Conclusion, PlanAction, PlanContent, Service, TrainingType},
};

use crate::{story::Story, support::*};

fn codes(story: &Story, on: &str) -> Vec<&'static str> {
    story.plan_findings(plan_id(1), asked_on(on)).into_iter().map(|rule| rule.code()).collect()
}

/// What is said on the day after drafting about a plan of this content.
fn about(content: PlanContent) -> Vec<&'static str> {
    codes(&Story::drafted(content), "2026-05-02")
}

const NOTHING: [&str; 0] = [];

#[test]
fn about_a_sound_plan_no_rule_speaks() {
    assert_eq!(about(content()), NOTHING);
    assert_eq!(Story::drafted(content()).findings(asked_on("2026-05-02")), []);
}

#[test]
fn sr_09_support_that_began_early_is_pointed_at_until_it_is_ratified() {
    let mut story = Story::signed(content());
    story.does(story.start_early(plan_id(1), day("2026-05-10"), "次の会議は6月", today()));
    assert_eq!(codes(&story, "2026-05-11"), ["SR-09"]);
    assert_eq!(story.findings(asked_on("2026-05-11")).len(), 1);

    let mut approving = sitting(1, "2026-05-20", Purpose::Plan, Conclusion::Approved);
    approving.ratifies = true;
    story.sits(approving);

    assert_eq!(codes(&story, "2026-05-21"), NOTHING);
    assert_eq!(story.findings(asked_on("2026-05-21")), []);
}

#[test]
fn sr_11_a_signed_plan_from_elsewhere_without_its_application_is_pointed_at() {
    let mut story = Story::drafted(content_with(&[Service::Budget]));
    let answer = agrees("2026-05-08");
    story.happens(CaseEvent::PlanAnswered { plan: plan_id(1), answer, service_application: false });

    assert_eq!(codes(&story, "2026-05-09"), ["SR-11"]);
}

#[test]
fn sr_12_services_1_and_2_have_their_own_application_attached() {
    for service in [Service::HousingBenefit, Service::Shelter] {
        let mut content = content_with(&[service]);
        assert_eq!(about(content.clone()), ["SR-12"]);

        content.services.get_mut(service).application_attached = true;
        assert_eq!(about(content), NOTHING);
    }
}

#[test]
fn sr_13_work_training_without_its_type_is_pointed_at() {
    let mut content = content_with(&[Service::Training]);
    assert_eq!(about(content.clone()), ["SR-13"]);

    content.services.training.training_type = Some(TrainingType::Employed);
    assert_eq!(about(content), NOTHING);
}

#[test]
fn sr_16_the_goal_is_set_by_the_person() {
    assert_eq!(about(PlanContent { set_by_person: false, ..content() }), ["SR-16"]);
}

#[test]
fn sr_17_a_plan_of_statutory_services_alone_lacks_the_persons_own_actions() {
    assert_eq!(about(content_of_only(Service::Budget)), ["SR-17"]);

    let mut with_own_action = content_of_only(Service::Budget);
    with_own_action.actions.extend(content().actions);
    assert_eq!(about(with_own_action), NOTHING);
}

#[test]
fn sr_17_what_the_centre_does_is_not_the_persons_own_action() {
    let by_the_centre = PlanAction { actor: banso_domain::case::plan::Actor::Centre, ..content().actions[0].clone() };

    assert_eq!(about(PlanContent { actions: vec![by_the_centre], ..content() }), ["SR-17"]);
}

#[test]
fn sr_18_a_monitoring_is_set_and_lies_within_the_plan() {
    let with = |next| PlanContent { next_monitoring: next, ..content() };

    assert_eq!(about(with(None)), ["SR-18"]);
    assert_eq!(about(with(Some(month("2026-11")))), ["SR-18"]);
    assert_eq!(about(with(Some(month("2026-10")))), NOTHING);
}

#[test]
fn sr_19_a_plan_that_is_over_and_not_evaluated_is_pointed_at() {
    let mut story = Story::decided(content());
    assert_eq!(codes(&story, "2026-10-31"), NOTHING);
    assert_eq!(codes(&story, "2026-11-01"), ["SR-19"]);
    assert_eq!(story.findings(asked_on("2026-11-01")).len(), 1);

    let sheet = evaluation("2026-11-02", banso_domain::case::closing::Way::Close);
    story.does(story.evaluate(sheet_id(1), plan_id(1), staff(), sheet));

    assert_eq!(codes(&story, "2026-11-03"), NOTHING);
    assert_eq!(story.findings(asked_on("2026-11-03")), []);
}

#[test]
fn sr_23_an_incomplete_assessment_is_pointed_at_until_the_plan_is_decided() {
    let incomplete = FindingContext { assessment_complete: false, ..asked_on("2026-05-26") };
    let said = |story: &Story| story.plan_findings(plan_id(1), incomplete).len();

    assert_eq!(Story::drafted(content()).plan_findings(plan_id(1), incomplete)[0].code(), "SR-23");
    assert_eq!(said(&Story::drafted(content())), 1);
    assert_eq!(said(&Story::decided(content())), 0);
}

#[test]
fn sr_24_the_assessment_sheet_goes_with_the_plan_to_the_conference() {
    assert_eq!(about(PlanContent { assessment_attached: false, ..content() }), ["SR-24"]);
}

#[test]
fn sr_25_wishes_and_points_of_care_are_written_although_the_sheet_has_no_box() {
    assert_eq!(about(PlanContent { wishes: " ".into(), ..content() }), ["SR-25"]);
    assert_eq!(about(PlanContent { support_notes: String::new(), ..content() }), ["SR-25"]);
}

#[test]
fn sr_26_moving_costs_come_with_the_budget_service() {
    let mut moving = content_with(&[Service::HousingBenefit]);
    moving.services.housing_benefit.relocation = true;
    moving.services.housing_benefit.application_attached = true;
    assert_eq!(about(moving.clone()), ["SR-26"]);

    moving.services.budget.used = Some(true);
    assert_eq!(about(moving), NOTHING);
}

#[test]
fn sr_27_a_service_for_a_person_on_public_assistance_is_pointed_at() {
    let on_assistance = |content| {
        let mut story = Story::continuing();
        let wanted = [("case.public_assistance", serde_json::json!("receiving"))].into_iter().collect();
        let event = story.record_answers("assessment_form", &wanted, &["case.public_assistance".into()]).unwrap();
        story.happens(event.unwrap());
        story.does(story.draft_plan(plan_id(1), content, staff(), day("2026-05-01")));
        codes(&story, "2026-05-02")
    };

    assert_eq!(on_assistance(content_with(&[Service::Budget])), ["SR-27"]);
    assert_eq!(on_assistance(content()), NOTHING);
    assert_eq!(about(content_with(&[Service::Budget])), NOTHING);
}

#[test]
fn about_a_plan_that_is_not_there_nothing_is_said() {
    assert_eq!(Story::continuing().plan_findings(plan_id(1), asked_on("2026-05-02")), []);
}

#[test]
fn sr_18_a_monitoring_in_the_month_in_which_the_plan_ends_is_within_it() {
    let ends_on_the_first =
        PlanContent { ends_on: Some(day("2026-10-01")), next_monitoring: Some(month("2026-10")), ..content() };

    assert_eq!(about(ends_on_the_first), NOTHING);
}
