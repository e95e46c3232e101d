//! Screening: five outcomes, and the way back.

use banso_domain::case::{
    Stage,
    intake::{ReferralConsent, Screening, ScreeningResult},
};

use crate::{story::Story, support::*};

fn with_comment(on: &str, result: ScreeningResult, comment: &str) -> Screening {
    Screening { comment: comment.into(), ..screening(on, result) }
}

fn referral(on: &str, target: &str) -> Screening {
    let referral_consent = Some(ReferralConsent::Agrees);
    Screening { referral_targets: vec![target.into()], referral_consent, ..screening(on, ScreeningResult::ReferOut) }
}

#[test]
fn information_only_ends_the_case_and_says_what_was_given() {
    let mut story = Story::opened();
    let silent = screening("2026-04-06", ScreeningResult::InfoOnly);
    assert_eq!(refused(story.screen(silent, today())), ["P-12"]);

    story.does(story.screen(with_comment("2026-04-06", ScreeningResult::InfoOnly, "減免制度を案内"), today()));

    assert_eq!(story.stage(), Stage::Ended);
}

#[test]
fn a_referral_names_where_to_and_stays_open_until_the_person_has_arrived() {
    let mut story = Story::opened();
    assert_eq!(refused(story.screen(referral("2026-04-10", " "), today())), ["P-12"]);

    story.does(story.screen(referral("2026-04-10", "法テラス"), today()));
    assert_eq!(story.stage(), Stage::ReferredOut);
    assert!(story.stage().is_open());

    story.does(story.confirm_arrival(day("2026-04-17"), today()));
    assert_eq!(story.stage(), Stage::Ended);
}

#[test]
fn a_referral_says_what_the_person_thinks_of_it_and_why_it_goes_on_without_their_consent() {
    let story = Story::opened();
    let with = |consent, comment: &str| {
        let referral =
            Screening { referral_consent: consent, comment: comment.into(), ..referral("2026-04-10", "法テラス") };
        story.screen(referral, today())
    };

    assert_eq!(refused(with(None, "債務の相談")), ["P-12"]);
    assert_eq!(refused(with(Some(ReferralConsent::CouldNotAsk), " ")), ["P-12"]);
    assert!(with(Some(ReferralConsent::CouldNotAsk), "命の危険があり、救急へ").is_ok());
    assert!(with(Some(ReferralConsent::Agrees), "").is_ok());
}

#[test]
fn whether_a_referred_person_arrived_is_looked_after_on_the_day_that_was_set_or_after_two_weeks() {
    let due = |next: Option<&str>| {
        let mut story = Story::opened();
        let referral = Screening { next_contact_on: next.map(day), ..referral("2026-04-10", "法テラス") };
        story.does(story.screen(referral, today()));
        story.next_due().map(|due| due.on)
    };

    assert_eq!(due(Some("2026-04-17")), Some(day("2026-04-17")));
    assert_eq!(due(None), Some(day("2026-04-24")));
}

#[test]
fn an_arrival_is_confirmed_only_after_a_referral_and_not_before_it() {
    let mut story = Story::opened();
    assert_eq!(refused(story.confirm_arrival(day("2026-04-17"), today())), ["P-20"]);

    story.does(story.screen(referral("2026-04-10", "ハローワーク"), today()));

    assert_eq!(refused(story.confirm_arrival(day("2026-04-09"), today())), ["P-11"]);
    assert_eq!(refused(story.confirm_arrival(day("2026-12-02"), today())), ["P-11"]);
}

#[test]
fn pending_consent_keeps_the_case_open_with_a_reason_and_a_next_contact() {
    let mut story = Story::opened();
    let silent = screening("2026-04-10", ScreeningResult::ConsentPending);
    assert_eq!(refused(story.screen(silent, today())), ["P-12"]);

    let pending = |next: Option<&str>| {
        let said = with_comment("2026-04-10", ScreeningResult::ConsentPending, "まだ迷っている");
        Screening { next_contact_on: next.map(day), ..said }
    };
    assert_eq!(refused(story.screen(pending(None), today())), ["P-12"]);
    assert_eq!(refused(story.screen(pending(Some("2026-04-09")), today())), ["P-11"]);
    story.does(story.screen(pending(Some("2026-04-24")), today()));

    assert_eq!(story.stage(), Stage::ConsentPending);
    assert_eq!(story.next_due().map(|due| due.on), Some(day("2026-04-24")));
}

#[test]
fn support_continues_after_the_person_has_answered_about_application() {
    let mut story = Story::opened();
    let continues = || screening("2026-04-10", ScreeningResult::ContinueSupport);
    assert_eq!(refused(story.screen(continues(), today())), ["P-02"]);

    story.does(story.answer_application(application("2026-04-06"), today()));
    story.does(story.screen(continues(), today()));

    assert_eq!(story.stage(), Stage::Assessment);
}

#[test]
fn sr_02_support_continues_without_consent_too() {
    let mut story = Story::opened();
    story.does(story.answer_application(no_application("2026-04-06", "家族に知られたくない"), today()));

    story.does(story.screen(screening("2026-04-10", ScreeningResult::ContinueSupport), today()));

    assert_eq!(story.stage(), Stage::Assessment);
}

#[test]
fn a_person_lost_before_screening_ends_the_case_with_what_was_tried() {
    let mut story = Story::opened();
    let silent = screening("2026-04-20", ScreeningResult::LostBeforeScreening);
    assert_eq!(refused(story.screen(silent, today())), ["P-12"]);

    story.does(
        story.screen(
            with_comment("2026-04-20", ScreeningResult::LostBeforeScreening, "電話3回、訪問1回、会えず"),
            today(),
        ),
    );

    assert_eq!(story.stage(), Stage::Ended);
}

#[test]
fn a_case_that_ended_at_screening_takes_nothing_but_records_and_a_new_screening() {
    let mut story = Story::opened();
    story.does(story.screen(with_comment("2026-04-06", ScreeningResult::InfoOnly, "制度を案内"), today()));

    assert_eq!(refused(story.answer_application(application("2026-04-06"), today())), ["P-01"]);
    assert_eq!(refused(story.start_emergency_support(emergency("2026-04-07"), today())), ["P-01"]);
    assert_eq!(refused(story.record_answers("intake_form", &Default::default(), &[])), ["P-01"]);
    assert!(story.write_record(record(1, "2026-05-01", None), today()).is_ok());

    let again = with_comment("2026-05-01", ScreeningResult::ConsentPending, "再び来所");
    story.does(story.screen(Screening { next_contact_on: Some(day("2026-05-15")), ..again }, today()));
    assert!(story.answer_application(application("2026-05-01"), today()).is_ok());
}

#[test]
fn an_assessment_may_go_back_to_screening_as_long_as_there_is_no_plan() {
    let mut story = Story::continuing();
    assert!(story.screen(referral("2026-04-20", "地域包括支援センター"), today()).is_ok());

    story.does(story.draft_plan(plan_id(1), content(), staff(), day("2026-05-01")));

    assert_eq!(refused(story.screen(referral("2026-05-02", "地域包括支援センター"), today())), ["P-26"]);
}

#[test]
fn a_screening_lies_between_the_first_contact_and_today() {
    let story = Story::applied();

    for on in ["2026-04-05", "2026-12-02"] {
        let screening = screening(on, ScreeningResult::ContinueSupport);
        assert_eq!(refused(story.screen(screening, today())), ["P-11"]);
    }
}

#[test]
fn the_five_outcomes_and_which_of_them_end_the_case_at_once() {
    let table: Vec<_> = ScreeningResult::ALL.iter().map(|result| (result.name(), result.ends())).collect();

    assert_eq!(
        table,
        [
            ("info_only", true),
            ("refer_out", false),
            ("consent_pending", false),
            ("continue_support", false),
            ("lost_before_screening", true),
        ]
    );
}
