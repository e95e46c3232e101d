//! Rules that warn and do not force: each speaks where it applies and is silent where it does not.

use banso_domain::case::{
    FindingContext,
    event::{CaseEvent, Purpose},
    plan::{Conclusion, PlanAction, PlanContent, Service, TrainingType},
};

use crate::{story::Story, support::*};

fn codes(story: &Story, on: &str) -> Vec<&'static str> {
    story.plan_findings(plan_id(1), asked_on(on)).into_iter().map(|finding| finding.rule.code()).collect()
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

    assert_eq!(Story::drafted(content()).plan_findings(plan_id(1), incomplete)[0].rule.code(), "SR-23");
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

/// What is said about a plan of 1 May 2026 with this content, for a person on public assistance.
fn about_a_recipient(content: PlanContent) -> Vec<(&'static str, Vec<Service>)> {
    let mut story = Story::continuing();
    let wanted = [("case.public_assistance", serde_json::json!("receiving"))].into_iter().collect();
    let event = story.record_answers("assessment_form", &wanted, &["case.public_assistance".into()]).unwrap();
    story.happens(event.unwrap());
    story.does(story.draft_plan(plan_id(1), content, staff(), day("2026-05-01")));
    let found = story.plan_findings(plan_id(1), asked_on("2026-05-02")).into_iter();
    found.map(|finding| (finding.rule.code(), finding.services)).collect()
}

#[test]
fn sr_27_a_person_on_public_assistance_may_use_three_of_the_services_since_april_2025() {
    let mut all = content_with(Service::ALL);
    all.services.training.training_type = Some(TrainingType::NonEmployed);
    all.services.housing_benefit.application_attached = true;
    all.services.shelter.application_attached = true;

    assert_eq!(
        about_a_recipient(all),
        [
            ("SR-27", vec![Service::Shelter, Service::Budget, Service::WorkPrep]),
            ("SR-27b", vec![Service::HousingBenefit, Service::Training, Service::EmploymentSupport]),
        ]
    );
}

#[test]
fn sr_27_a_service_that_began_before_april_2025_was_not_open_to_a_person_on_public_assistance() {
    let budget_from = |month: &str| {
        let mut content = content_with(&[Service::Budget]);
        content.services.budget.from = month.into();
        about_a_recipient(content)
    };

    assert_eq!(budget_from("2025-03"), [("SR-27b", vec![Service::Budget])]);
    assert_eq!(budget_from("2025-04"), [("SR-27", vec![Service::Budget])]);
}

#[test]
fn sr_27_nothing_is_said_without_a_service_or_without_public_assistance() {
    assert_eq!(about_a_recipient(content()), []);
    assert_eq!(about(content_with(&[Service::Budget])), NOTHING);
}

#[test]
fn p_22_a_plan_longer_than_usual_is_pointed_at_and_not_refused() {
    let until = |end: &str| PlanContent { ends_on: Some(day(end)), ..content() };

    assert_eq!(about(until("2027-04-30")), NOTHING);
    assert_eq!(about(until("2027-05-01")), ["P-22"]);
}

#[test]
fn p_22_a_municipality_has_lengths_of_its_own() {
    let limits = process().limits_in("131075");
    let story = Story::drafted(PlanContent { ends_on: Some(day("2026-11-01")), ..content() });
    let there = FindingContext { limits, ..asked_on("2026-05-02") };

    assert_eq!(codes(&story, "2026-05-02"), NOTHING);
    assert_eq!(story.plan_findings(plan_id(1), there)[0].rule.code(), "P-22");
    assert_eq!(process().limits_in("131083"), process().limits);
    assert_eq!(process().limits_in(""), process().limits);
}

/// A sound plan that uses a service from one day or month to another.
fn using(service: Service, from: &str, to: &str) -> PlanContent {
    let mut content = content_with(&[service]);
    let line = content.services.get_mut(service);
    (line.from, line.to, line.application_attached) = (from.into(), to.into(), true);
    content
}

#[test]
fn p_22_a_service_longer_than_usual_is_pointed_at_by_its_name() {
    let said = |content| {
        let found = Story::drafted(content).plan_findings(plan_id(1), asked_on("2026-05-02"));
        found.into_iter().map(|finding| (finding.rule.code(), finding.services)).collect::<Vec<_>>()
    };

    assert_eq!(said(using(Service::Shelter, "2026-05-10", "2026-08-09")), []);
    assert_eq!(said(using(Service::Shelter, "2026-05-10", "2026-08-10")), [("P-22", vec![Service::Shelter])]);
    assert_eq!(said(using(Service::Budget, "2026-05", "2027-04")), []);
    assert_eq!(said(using(Service::Budget, "2026-05", "2027-05")), [("P-22", vec![Service::Budget])]);
    assert_eq!(said(using(Service::EmploymentSupport, "2026-05", "2030-05")), []);
    assert_eq!(said(using(Service::Budget, "", "2027-05")), []);
}

#[test]
fn p_23_a_housing_benefit_beyond_nine_months_is_refused() {
    let within = Story::drafted(using(Service::HousingBenefit, "2026-05", "2027-01"));
    let beyond = Story::drafted(using(Service::HousingBenefit, "2026-05", "2027-02"));
    let limits = process().limits;

    assert_eq!(codes(&within, "2026-05-02"), ["P-22"]);
    assert!(within.check_periods(plan_id(1), &limits).is_ok());
    assert_eq!(codes(&beyond, "2026-05-02"), ["P-22", "P-23"]);
    assert_eq!(refused(beyond.check_periods(plan_id(1), &limits)), ["P-23"]);
    assert_eq!(refused(beyond.check_periods(plan_id(2), &limits)), ["P-04"]);
}

#[test]
fn p_24_a_conference_that_passed_without_the_report_is_pointed_at() {
    let mut story = Story::decided(content());
    story.does(story.start_emergency_support(emergency("2026-06-10"), today()));
    let said = |story: &Story, last: Option<&str>| {
        let context = FindingContext { last_conference_on: last.map(day), ..asked_on("2026-07-01") };
        story.findings(context).into_iter().map(|rule| rule.code()).collect::<Vec<_>>()
    };

    assert_eq!(said(&story, None), ["SR-09"]);
    assert_eq!(said(&story, Some("2026-06-09")), ["SR-09"]);
    assert_eq!(said(&story, Some("2026-06-10")), ["P-24"]);

    let mut report = sitting(2, "2026-06-17", Purpose::Report, Conclusion::Approved);
    report.ratifies = true;
    story.sits(report);
    assert_eq!(said(&story, Some("2026-06-17")), NOTHING);
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
