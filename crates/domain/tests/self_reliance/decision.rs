//! Decision and confirmation: who needs which word from the municipality, line by line.

use banso_domain::case::{
    Stage, decision_lines,
    event::{CaseEvent, Purpose},
    plan::{Conclusion, DecisionLine, Outcome, PlanContent, Service, TrainingType},
};

use crate::{story::Story, support::*};

fn lines(content: &PlanContent) -> String {
    let named = |line: DecisionLine| match line {
        DecisionLine::Service(service) => format!("{} {}", service.number(), service.name()),
        DecisionLine::Other => "other lines".to_owned(),
    };
    let word = |outcome: &Outcome| format!("{outcome:?}").to_lowercase();
    let row = |(line, outcomes): (DecisionLine, &[Outcome])| {
        format!("{}: {}", named(line), outcomes.iter().map(word).collect::<Vec<_>>().join(" or "))
    };
    decision_lines(content).into_iter().map(row).collect::<Vec<_>>().join("\n")
}

fn training(training_type: TrainingType) -> PlanContent {
    let mut content = content_with(&[Service::Training]);
    content.services.training.training_type = Some(training_type);
    content
}

#[test]
fn a_plan_of_only_statutory_services_is_decided_and_has_nothing_to_confirm() {
    let content = content_of_only(Service::WorkPrep);

    insta::assert_snapshot!(lines(&content), @"4 work_prep: decided or refused");
    let story = Story::decided(content);
    let decision = story.current_plan().unwrap().decision.as_ref().unwrap();
    assert!(decision.decided());
    assert!(!decision.confirmed());
}

#[test]
fn a_plan_of_statutory_services_and_others_is_decided_for_the_one_and_confirmed_for_the_rest() {
    let content = content_with(&[Service::Budget]);

    insta::assert_snapshot!(lines(&content), @"
    3 budget: decided or refused
    other lines: confirmed or refused
    ");
    let story = Story::decided(content);
    let decision = story.current_plan().unwrap().decision.as_ref().unwrap();
    assert!(decision.decided());
    assert!(decision.confirmed());
}

#[test]
fn a_plan_without_statutory_services_is_confirmed_only() {
    let content = content();

    insta::assert_snapshot!(lines(&content), @"other lines: confirmed or refused");
    let story = Story::decided(content);
    let decision = story.current_plan().unwrap().decision.as_ref().unwrap();
    assert!(!decision.decided());
    assert!(decision.confirmed());
    assert_eq!(story.stage(), Stage::InSupport);
}

#[test]
fn every_line_of_the_menu_has_its_own_procedure() {
    insta::assert_snapshot!(lines(&content_with(Service::ALL)), @"
    1 housing_benefit: recorded
    2 shelter: recorded
    3 budget: decided or refused
    4 work_prep: decided or refused
    5 training: decided or refused
    6 employment_support: confirmed or refused
    other lines: confirmed or refused
    ");
}

#[test]
fn services_1_and_2_are_recorded_because_they_are_decided_on_their_own_applications() {
    let content = content_with(&[Service::HousingBenefit, Service::Shelter]);
    assert!(!content.needs_decision());
    let story = Story::approved(content.clone());

    let mut decided = decision(&content, "2026-05-25");
    decided.items[0].1 = Outcome::Decided;
    assert_eq!(refused(story.decide_plan(plan_id(1), decided, &centre(), today())), ["SR-10", "P-10"]);

    let recorded = decision(&content, "2026-05-25");
    assert_eq!(recorded.items[0], (DecisionLine::Service(Service::HousingBenefit), Outcome::Recorded));
    assert!(story.decide_plan(plan_id(1), recorded, &centre(), today()).is_ok());
}

#[test]
fn a_related_programme_alone_is_something_to_confirm() {
    let mut content = content_of_only(Service::Budget);
    assert!(!content.needs_confirmation());

    content.related.welfare_loan.used = Some(true);

    assert!(content.needs_confirmation());
}

#[test]
fn sr_05_a_plan_without_the_persons_agreement_gets_no_decision() {
    let mut story = Story::drafted(content());
    story.sits(sitting(1, "2026-05-20", Purpose::Plan, Conclusion::Approved));
    let refusal = story.decide_plan(plan_id(1), decision(&content(), "2026-05-25"), &centre(), today());
    assert_eq!(refused(refusal), ["SR-05"]);

    story.does(story.answer_plan(plan_id(1), agrees("2026-05-22"), false, today()));
    assert!(story.decide_plan(plan_id(1), decision(&content(), "2026-05-25"), &centre(), today()).is_ok());
}

#[test]
fn sr_08_a_plan_without_any_conference_gets_no_decision() {
    let content = content_with(&[Service::Budget]);
    let story = Story::signed(content.clone());

    let refusal = story.decide_plan(plan_id(1), decision(&content, "2026-05-25"), &centre(), today());

    assert_eq!(refused(refusal), ["SR-08"]);
}

#[test]
fn sr_08_a_plan_without_any_conference_gets_no_confirmation_either() {
    let story = Story::signed(content());

    let refusal = story.decide_plan(plan_id(1), decision(&content(), "2026-05-25"), &centre(), today());

    assert_eq!(refused(refusal), ["SR-08"]);
}

#[test]
fn sr_08_support_that_began_early_still_needs_the_conference_before_its_decision() {
    let mut story = Story::signed(content());
    story.does(story.start_early(plan_id(1), day("2026-05-10"), "次の会議は6月", today()));

    let refusal = story.decide_plan(plan_id(1), decision(&content(), "2026-05-25"), &centre(), today());

    assert_eq!(refused(refusal), ["SR-08"]);
}

#[test]
fn a_plan_that_the_newest_sitting_did_not_approve_gets_no_decision() {
    for conclusion in [Conclusion::Postponed, Conclusion::NotApproved] {
        let mut story = Story::approved(content());
        story.sits(sitting(2, "2026-05-22", Purpose::Plan, conclusion));
        let refusal = story.decide_plan(plan_id(1), decision(&content(), "2026-05-25"), &centre(), today());
        assert_eq!(refused(refusal), ["P-08"]);
    }
}

#[test]
fn a_plan_approved_at_the_second_sitting_is_decided() {
    let mut story = Story::signed(content());
    story.sits(sitting(1, "2026-05-20", Purpose::Plan, Conclusion::Postponed));
    story.sits(sitting(2, "2026-05-22", Purpose::Plan, Conclusion::ApprovedWithChanges));

    assert_eq!(story.stage(), Stage::DecisionPending);
    assert!(story.decide_plan(plan_id(1), decision(&content(), "2026-05-25"), &centre(), today()).is_ok());
}

#[test]
fn sr_10_nothing_is_decided_in_a_plan_without_services_3_4_and_5() {
    let story = Story::approved(content());
    let mut decided = decision(&content(), "2026-05-25");
    decided.items[0].1 = Outcome::Decided;

    assert_eq!(refused(story.decide_plan(plan_id(1), decided, &centre(), today())), ["SR-10", "P-10"]);
}

#[test]
fn the_municipality_speaks_on_every_line_once() {
    let content = content_with(&[Service::Budget, Service::EmploymentSupport]);
    let story = Story::approved(content.clone());
    let whole = decision(&content, "2026-05-25");

    let mut short = whole.clone();
    short.items.pop();
    let mut twice = whole.clone();
    twice.items[1] = twice.items[0];
    for partial in [short, twice] {
        assert_eq!(refused(story.decide_plan(plan_id(1), partial, &centre(), today())), ["P-10"]);
    }
    assert!(story.decide_plan(plan_id(1), whole, &centre(), today()).is_ok());
}

#[test]
fn the_municipality_may_refuse_one_service_and_grant_another() {
    let content = content_with(&[Service::Budget, Service::WorkPrep]);
    let story = Story::approved(content.clone());
    let mut mixed = decision(&content, "2026-05-25");
    mixed.items[1].1 = Outcome::Refused;

    assert!(story.decide_plan(plan_id(1), mixed, &centre(), today()).is_ok());
}

#[test]
fn a_decision_lies_between_the_sitting_and_today() {
    let story = Story::approved(content());

    for on in ["2026-05-19", "2026-12-02"] {
        let refusal = story.decide_plan(plan_id(1), decision(&content(), on), &centre(), today());
        assert_eq!(refused(refusal), ["P-11"]);
    }
}

#[test]
fn a_plan_is_decided_once() {
    let story = Story::decided(content());

    let refusal = story.decide_plan(plan_id(1), decision(&content(), "2026-05-26"), &centre(), today());

    assert_eq!(refused(refusal), ["P-05"]);
}

#[test]
fn sr_22_employed_type_training_is_decided_only_with_a_placement_licence_on_that_day() {
    let content = training(TrainingType::Employed);
    let story = Story::approved(content.clone());
    let decide = |centre| story.decide_plan(plan_id(1), decision(&content, "2026-05-25"), &centre, today());

    assert_eq!(refused(decide(centre())), ["SR-22"]);
    assert_eq!(refused(decide(centre_with_licence_until("2026-05-24"))), ["SR-22"]);
    assert!(decide(centre_with_licence_until("2026-05-25")).is_ok());
}

#[test]
fn sr_22_training_of_the_other_type_needs_no_licence() {
    let content = training(TrainingType::NonEmployed);
    let story = Story::approved(content.clone());

    assert!(story.decide_plan(plan_id(1), decision(&content, "2026-05-25"), &centre(), today()).is_ok());
}

#[test]
fn every_rule_that_stands_in_the_way_of_a_decision_is_named_at_once() {
    let content = training(TrainingType::Employed);
    let story = Story::drafted(content.clone());

    let refusal = story.decide_plan(plan_id(1), decision(&content, "2026-05-25"), &centre(), today());

    assert_eq!(refused(refusal), ["SR-05", "SR-08", "SR-11", "SR-22"]);
}

#[test]
fn sr_22_the_municipality_may_refuse_employed_type_training_where_there_is_no_licence() {
    let content = training(TrainingType::Employed);
    let story = Story::approved(content.clone());
    let mut refusing = decision(&content, "2026-05-25");
    refusing.items[0].1 = Outcome::Refused;

    assert!(story.decide_plan(plan_id(1), refusing, &centre(), today()).is_ok());
}

#[test]
fn sr_05_a_decision_is_not_dated_before_the_persons_answer() {
    let mut story = Story::drafted(content());
    story.sits(sitting(1, "2026-05-20", Purpose::Plan, Conclusion::Approved));
    story.does(story.answer_plan(plan_id(1), agrees("2026-05-28"), false, today()));
    let decide = |on| story.decide_plan(plan_id(1), decision(&content(), on), &centre(), today());

    assert_eq!(refused(decide("2026-05-27")), ["P-11"]);
    assert!(decide("2026-05-28").is_ok());
}

#[test]
fn the_municipality_speaks_on_no_line_that_the_plan_does_not_hold() {
    let story = Story::approved(content());
    let mut longer = decision(&content(), "2026-05-25");
    longer.items.push((DecisionLine::Service(Service::EmploymentSupport), Outcome::Confirmed));

    assert_eq!(refused(story.decide_plan(plan_id(1), longer, &centre(), today())), ["P-10"]);
}

#[test]
fn sr_13_a_signed_plan_from_elsewhere_is_not_decided_without_the_type_of_training() {
    let content = content_with(&[Service::Training]);
    let mut story = Story::drafted(content.clone());
    let answer = agrees("2026-05-08");
    story.happens(CaseEvent::PlanAnswered { plan: plan_id(1), answer, service_application: true });
    story.sits(sitting(1, "2026-05-20", Purpose::Plan, Conclusion::Approved));

    let refusal = story.decide_plan(plan_id(1), decision(&content, "2026-05-25"), &centre(), today());

    assert_eq!(refused(refusal), ["SR-13"]);
}

#[test]
fn a_plan_of_only_service_1_or_2_still_has_its_one_line_confirmed() {
    for service in [Service::HousingBenefit, Service::Shelter] {
        let content = content_of_only(service);
        assert!(content.needs_confirmation());
        assert!(!content.needs_decision());
    }
}
