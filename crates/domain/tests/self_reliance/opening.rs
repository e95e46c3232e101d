//! First contact, opening, application and consent, emergencies.

use banso_domain::{
    answer::{AnswerForm, PersonAnswer, Will},
    case::{
        Stage,
        event::Purpose,
        intake::{Application, EmergencySupport},
        plan::Conclusion,
    },
};

use crate::{story::Story, support::*};

#[test]
fn a_case_is_opened_on_the_day_the_person_comes() {
    let story = Story::opened();

    assert_eq!(story.stage(), Stage::Intake);
    assert_eq!(story.received_on, day("2026-04-06"));
}

#[test]
fn a_case_is_not_opened_for_a_day_to_come() {
    assert_eq!(refused(opening("2026-12-02").decide(today())), ["P-11"]);
}

#[test]
fn sr_01_a_signature_is_asked_for_only_after_the_privacy_rules_were_explained() {
    let story = Story::opened();
    let unexplained = Application { explained: None, ..application("2026-04-06") };
    let explained_later = Application { explained: Some((day("2026-04-07"), staff())), ..application("2026-04-06") };
    let explained_before = Application { explained: Some((day("2026-04-06"), staff())), ..application("2026-04-08") };

    assert_eq!(refused(story.answer_application(unexplained, today())), ["SR-01"]);
    assert_eq!(refused(story.answer_application(explained_later, today())), ["SR-01"]);
    assert!(story.answer_application(explained_before, today()).is_ok());
}

#[test]
fn sr_01_a_person_may_ask_to_be_told_each_time_and_to_leave_an_agency_out() {
    let mut story = Story::opened();
    let mut application = application("2026-04-06");
    application.sharing.tell_each_time = true;
    application.sharing.excluded_agencies = "前の職場".into();

    story.does(story.answer_application(application, today()));

    let sharing = &story.application.as_ref().unwrap().sharing;
    assert!(story.may_be_shared());
    assert!(sharing.tell_each_time);
    assert_eq!(sharing.excluded_agencies, "前の職場");
}

#[test]
fn sr_02_a_case_stays_open_without_consent_when_the_reason_is_written() {
    let mut story = Story::opened();

    story.does(story.answer_application(no_application("2026-04-06", "もう少し考えたい"), today()));

    assert_eq!(story.stage(), Stage::ConsentPending);
    assert!(story.stage().is_open());
    assert!(!story.may_be_shared());
}

#[test]
fn sr_02_no_consent_without_a_reason_is_not_recorded() {
    let story = Story::opened();
    let could_not_ask =
        PersonAnswer { will: Will::CouldNotAsk { reason: "　".into() }, on: day("2026-04-06"), asked_by: staff() };
    let unasked = Application { answer: could_not_ask, ..no_application("2026-04-06", "") };

    assert_eq!(refused(story.answer_application(no_application("2026-04-06", " "), today())), ["SR-02"]);
    assert_eq!(refused(story.answer_application(unasked, today())), ["SR-02"]);
}

#[test]
fn sr_02_records_emergency_support_and_assessment_go_on_without_consent() {
    let mut story = Story::opened();
    story.does(story.answer_application(no_application("2026-04-06", "名前を出したくない"), today()));

    story.does(story.write_record(record(1, "2026-04-07", None), today()));
    story.does(story.start_emergency_support(emergency("2026-04-07"), today()));
    let wanted = [("case.assessment_summary", serde_json::json!("住まいを先に"))].into_iter().collect();
    let answers = story.record_answers("assessment_form", &wanted, &["case.assessment_summary".into()]).unwrap();
    story.happens(answers.expect("an answer is new"));

    assert_eq!(story.answers.text("case.assessment_summary"), Some("住まいを先に"));
    assert_eq!(story.emergencies.len(), 1);
}

#[test]
fn sr_03_to_apply_and_to_let_agencies_share_are_two_answers() {
    let mut story = Story::opened();
    let mut application = application("2026-04-06");
    application.sharing.agrees = false;

    story.does(story.answer_application(application, today()));

    assert_eq!(story.stage(), Stage::Intake);
    assert!(!story.may_be_shared());
}

#[test]
fn u13_consent_is_taken_back_as_easily_as_it_was_given() {
    let mut story = Story::continuing();
    assert!(story.may_be_shared());

    story.does(story.answer_application(no_application("2026-06-01", "やはりやめたい"), today()));

    assert!(!story.may_be_shared());
}

#[test]
fn u13_an_oral_consent_and_one_by_proxy_count_like_a_signed_one() {
    for form in [AnswerForm::Oral, AnswerForm::Proxy] {
        let mut story = Story::opened();
        let answer = PersonAnswer { will: Will::Agrees { form }, ..agrees("2026-04-06") };

        story.does(story.answer_application(Application { answer, ..application("2026-04-06") }, today()));

        assert!(story.may_be_shared());
    }
}

#[test]
fn an_answer_lies_between_the_first_contact_and_today() {
    let story = Story::opened();

    assert_eq!(refused(story.answer_application(application("2026-04-05"), today())), ["P-11"]);
    assert_eq!(refused(story.answer_application(application("2026-12-02"), today())), ["P-11"]);
}

#[test]
fn an_answer_on_a_sheet_that_does_not_change_is_not_written_twice() {
    let mut story = Story::opened();
    let asked = ["case.route".to_owned()];
    let wanted = [("case.route", serde_json::json!("self_visit"))].into_iter().collect();
    let first = story.record_answers("intake_form", &wanted, &asked).unwrap();
    story.happens(first.expect("an answer is new"));

    assert_eq!(story.record_answers("intake_form", &wanted, &asked), Ok(None));
}

#[test]
fn an_answer_on_a_sheet_is_taken_away_and_others_stay() {
    let mut story = Story::opened();
    let asked = ["case.route".to_owned(), "case.concerns".to_owned()];
    let both = [("case.route", serde_json::json!("agency")), ("case.concerns", serde_json::json!(["rent"]))];
    let first = story.record_answers("intake_form", &both.into_iter().collect(), &asked).unwrap();
    story.happens(first.unwrap());

    let one = [("case.concerns", serde_json::json!(["rent"]))].into_iter().collect();
    let second = story.record_answers("intake_form", &one, &asked).unwrap();
    story.happens(second.unwrap());

    assert_eq!(story.answers.get("case.route"), None);
    assert_eq!(story.answers.list("case.concerns"), [serde_json::json!("rent")]);
}

#[test]
fn another_member_of_staff_takes_the_case_on_for_a_reason() {
    let mut story = Story::opened();

    assert_eq!(refused(story.assign(officer(), " ")), ["P-12"]);
    assert_eq!(story.assign(staff(), "異動"), Ok(None));
    let assigned = story.assign(officer(), "異動").unwrap();
    story.happens(assigned.unwrap());

    assert_eq!(story.assigned_to, officer());
}

#[test]
fn sr_09_emergency_support_may_start_on_the_first_day_and_waits_for_its_report() {
    let mut story = Story::opened();

    story.does(story.start_emergency_support(emergency("2026-04-06"), today()));

    assert!(story.waits_for_ratification());
    assert!(story.may_be_discussed(Purpose::Report).is_ok());
}

#[test]
fn sr_09_emergency_support_says_what_was_needed_and_has_begun() {
    let story = Story::opened();
    let mut nameless = emergency("2026-04-06");
    nameless.need = " ".into();

    assert_eq!(refused(story.start_emergency_support(nameless, today())), ["P-12"]);
    assert_eq!(refused(story.start_emergency_support(emergency("2026-12-02"), today())), ["P-11"]);
}

#[test]
fn sr_09_a_conference_approves_emergency_support_afterwards() {
    let mut story = Story::opened();
    story.does(story.start_emergency_support(emergency("2026-04-06"), today()));

    let mut report = sitting(1, "2026-04-22", Purpose::Report, Conclusion::Approved);
    report.ratifies = true;
    story.sits(report);

    assert!(!story.waits_for_ratification());
    assert_eq!(story.emergencies[0].reported, Some((conference_id(1), day("2026-04-22"))));
    assert_eq!(refused(story.may_be_discussed(Purpose::Report)), ["P-29"]);
}

#[test]
fn sr_09_a_report_that_the_conference_does_not_approve_stays_open() {
    let mut story = Story::opened();
    story.does(story.start_emergency_support(emergency("2026-04-06"), today()));

    let mut report = sitting(1, "2026-04-22", Purpose::Report, Conclusion::Postponed);
    report.ratifies = true;
    story.sits(report);

    assert!(story.waits_for_ratification());
}

#[test]
fn sr_09_a_sitting_ratifies_only_what_had_begun_by_then() {
    let mut story = Story::opened();
    story.does(story.start_emergency_support(emergency("2026-04-06"), today()));
    story.does(story.start_emergency_support(emergency("2026-04-24"), today()));

    let mut report = sitting(1, "2026-04-22", Purpose::Report, Conclusion::Approved);
    report.ratifies = true;
    story.sits(report);

    let reported: Vec<_> = story.emergencies.iter().map(|support| support.reported.is_some()).collect();
    assert_eq!(reported, [true, false]);
    assert!(story.waits_for_ratification());
}

#[test]
fn sr_09_nobody_declares_emergency_support_reported_before_it_was() {
    let mut story = Story::opened();
    let declared =
        EmergencySupport { reported: Some((conference_id(9), day("2026-04-06"))), ..emergency("2026-04-06") };

    story.does(story.start_emergency_support(declared, today()));

    assert!(story.waits_for_ratification());
}
