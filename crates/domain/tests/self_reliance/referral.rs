//! Referrals that close: from the draft to the day on which it is known how it ended.

use banso_domain::{
    agency::AgencyKind,
    answer::{AnswerForm, PersonAnswer, Will},
    calendar::Holidays,
    case::sharing::EmploymentDisclosure,
    id::{AgencyId, ReferralId},
    referral::{
        AnsweredBy, Conclusion, HelpToTell, Outcome, Receiver, ReceiverSees, Referral, ReferralAnswer, ReferralContent,
        ReferralDueKind, ReferralEvent, ReferralState, Route, Unprepared, Word, draft,
    },
    rule::Refusal,
};
use chrono::NaiveDate;
use proptest::prelude::*;
use uuid::Uuid;

use crate::{story::Story, support::*};

fn id(number: u128) -> ReferralId {
    ReferralId::new(Uuid::from_u128(700 + number))
}

fn budget_service() -> AgencyId {
    AgencyId::new(Uuid::from_u128(77))
}

fn asks() -> ReferralContent {
    ReferralContent {
        receiver: Receiver::Agency { agency: budget_service() },
        contact: String::new(),
        aim: "家計を一緒に見直す".into(),
        known: "家賃を2か月分滞納している".into(),
        asked: "家計表の作り方を教えてほしい".into(),
        by_when: Some(day("2026-11-13")),
        route: Route::ViaPerson,
        helps: vec![HelpToTell::Memo],
    }
}

fn outside() -> Receiver {
    Receiver::Outside {
        name: "みなと法律事務所".into(),
        address: "港1-1".into(),
        phone: "000-000-0000".into(),
        kind: None,
    }
}

fn said(will: Will) -> PersonAnswer {
    PersonAnswer { will, on: day("2026-11-02"), asked_by: staff() }
}

fn agrees() -> PersonAnswer {
    said(Will::Agrees { form: AnswerForm::Oral })
}

fn accepts(on: &str) -> ReferralAnswer {
    let word = Word::Accepts { first_on: None };
    ReferralAnswer { word, on: day(on), by: AnsweredBy::Receiver, name: "川口".into(), note: String::new() }
}

fn declines(on: &str) -> ReferralAnswer {
    ReferralAnswer { word: Word::Declines { reason: "空きがない".into(), lack: None }, ..accepts(on) }
}

fn ends(outcome: Outcome) -> Conclusion {
    Conclusion { outcome, on: day("2026-11-20"), note: String::new() }
}

fn after(referral: &Referral, event: ReferralEvent) -> Referral {
    Referral::apply(Some(referral.clone()), referral.id, &event).unwrap()
}

fn drafted(content: ReferralContent) -> Referral {
    let (event, _) = draft(&Story::opened(), (content, false), None, id(1)).unwrap();
    Referral::apply(None, id(1), &event).unwrap()
}

fn agreed(content: ReferralContent) -> Referral {
    let referral = drafted(content);
    after(&referral, referral.answer_consent(agrees(), today()).unwrap())
}

fn sent(content: ReferralContent) -> Referral {
    let referral = agreed(content);
    after(&referral, referral.send(&Story::opened(), false, day("2026-11-02")).unwrap())
}

fn accepted() -> Referral {
    let referral = sent(asks());
    after(&referral, referral.answer(accepts("2026-11-06"), today()).unwrap())
}

fn due(referral: &Referral) -> Option<(ReferralDueKind, NaiveDate)> {
    referral.due(Holidays::japan()).map(|due| (due.kind, due.on))
}

#[test]
fn r_55_a_question_that_is_not_prepared_is_pointed_at_and_may_be_sent_all_the_same() {
    let empty = ReferralContent { known: " ".into(), by_when: None, ..asks() };

    assert_eq!(empty.lacks(), [Unprepared::Known, Unprepared::ByWhen]);
    assert_eq!(empty.findings().iter().map(|rule| rule.code()).collect::<Vec<_>>(), ["R-55"]);
    assert_eq!(asks().findings(), []);
    assert!(agreed(empty).send(&Story::opened(), false, today()).is_ok());
}

#[test]
fn r_09_information_goes_by_way_of_the_person_and_another_way_needs_its_reason() {
    let direct = |reason: &str| ReferralContent { route: Route::Direct { reason: reason.into() }, ..asks() };

    assert_eq!(Route::default(), Route::ViaPerson);
    assert_eq!(refused(draft(&Story::opened(), (direct("  "), false), None, id(1))), ["R-09"]);
    assert_eq!(refused(drafted(asks()).change(direct(""))), ["R-09"]);
    assert!(draft(&Story::opened(), (direct("本人が電話を持っていない"), false), None, id(1)).is_ok());
}

#[test]
fn r_10_an_employer_that_is_known_by_name_only_is_an_employer() {
    let known_as =
        |kind| Receiver::Outside { name: "青葉食品".into(), address: String::new(), phone: String::new(), kind };

    assert!(known_as(Some(AgencyKind::Employer)).is_outside_employer());
    assert!(!known_as(Some(AgencyKind::Legal)).is_outside_employer());
    assert!(!known_as(None).is_outside_employer(), "what was written before the kind was asked for");
}

#[test]
fn r_10_while_the_person_keeps_it_from_employers_nothing_is_referred_to_one() {
    let mut closed = Story::opened();
    let event = closed.set_employment_disclosure(EmploymentDisclosure::Closed, day("2026-11-01")).unwrap();
    closed.happens(event);

    assert_eq!(refused(draft(&closed, (asks(), true), None, id(1))), ["R-10"]);
    assert_eq!(refused(agreed(asks()).send(&closed, true, today())), ["R-10"], "also what was drafted before");
    assert!(draft(&closed, (asks(), false), None, id(1)).is_ok(), "to anybody else it is");
    assert!(draft(&Story::opened(), (asks(), true), None, id(1)).is_ok());
}

#[test]
fn r_18_a_referral_that_offers_no_help_to_tell_it_oneself_is_pointed_at() {
    let alone = ReferralContent { helps: Vec::new(), ..asks() };

    assert_eq!(alone.findings().iter().map(|rule| rule.code()).collect::<Vec<_>>(), ["R-18"]);
}

#[test]
fn p_40_nothing_goes_to_another_agency_unless_the_person_agreed_to_this_referral() {
    let referral = drafted(asks());
    assert_eq!(refused(referral.send(&Story::opened(), false, today())), ["P-40"]);

    for will in [Will::Declines { reason: "まだ".into() }, Will::CouldNotAsk { reason: "不在".into() }] {
        let told = after(&referral, referral.answer_consent(said(will), today()).unwrap());
        assert_eq!(refused(told.send(&Story::opened(), false, today())), ["P-40"]);
    }
    assert!(agreed(asks()).send(&Story::opened(), false, today()).is_ok());
}

#[test]
fn p_40_the_person_is_asked_again_when_something_else_is_to_be_said_or_it_goes_elsewhere() {
    let referral = agreed(asks());
    let changed = |content| after(&referral, referral.change(content).unwrap());

    assert_eq!(
        refused(changed(ReferralContent { known: "借入れもある".into(), ..asks() }).send(
            &Story::opened(),
            false,
            today()
        )),
        ["P-40"]
    );
    assert_eq!(
        refused(changed(ReferralContent { receiver: outside(), ..asks() }).send(&Story::opened(), false, today())),
        ["P-40"]
    );
    assert!(
        changed(ReferralContent { by_when: None, ..asks() }).send(&Story::opened(), false, today()).is_ok(),
        "another day changes nothing"
    );
}

#[test]
fn the_persons_no_is_written_with_its_reason() {
    let no = said(Will::Declines { reason: " ".into() });
    assert_eq!(refused(drafted(asks()).answer_consent(no, today())), ["P-12"]);
}

#[test]
fn p_45_a_referral_goes_to_another_agency_than_ones_own() {
    let nobody = Receiver::Outside { name: " ".into(), address: String::new(), phone: String::new(), kind: None };
    let case = Story::opened();

    for receiver in [Receiver::Agency { agency: case.centre }, nobody] {
        let content = ReferralContent { receiver, ..asks() };
        assert_eq!(refused(draft(&case, (content, false), None, id(1))), ["P-45"]);
    }
}

#[test]
fn p_44_what_was_sent_stays_as_it_was_sent() {
    let referral = sent(asks());

    assert_eq!(refused(referral.change(asks())), ["P-44"]);
    assert_eq!(refused(referral.send(&Story::opened(), false, today())), ["P-44"]);
    assert_eq!(refused(referral.drop_draft("間違い")), ["P-44"]);
    assert_eq!(refused(referral.answer_consent(agrees(), today())), ["P-44"]);
}

#[test]
fn p_43_a_referral_is_sent_before_it_is_answered() {
    let referral = agreed(asks());

    assert_eq!(refused(referral.answer(accepts("2026-11-06"), today())), ["P-43"]);
    assert_eq!(refused(referral.see(today())), ["P-43"]);
    assert_eq!(refused(referral.conclude(ends(Outcome::Refrained), today())), ["P-43"]);
}

#[test]
fn p_41_whoever_answers_second_is_told_that_it_was_answered_and_nothing_changes() {
    assert_eq!(refused(accepted().answer(declines("2026-11-09"), today())), ["P-41"]);
    assert_eq!(refused(accepted().answer(accepts("2026-11-09"), today())), ["P-41"]);
}

#[test]
fn an_agency_that_cannot_says_why() {
    let silent =
        ReferralAnswer { word: Word::Declines { reason: String::new(), lack: None }, ..declines("2026-11-06") };
    assert_eq!(refused(sent(asks()).answer(silent, today())), ["P-12"]);
}

#[test]
fn an_answer_is_not_dated_before_the_question() {
    assert_eq!(refused(sent(asks()).answer(accepts("2026-11-01"), today())), ["P-11"]);
}

#[test]
fn p_42_once_the_person_takes_it_back_every_door_is_closed_at_once() {
    for referral in [drafted(asks()), agreed(asks()), sent(asks()), accepted()] {
        let back = after(&referral, referral.withdraw(day("2026-11-10"), "", today()).unwrap());

        assert_eq!(back.state, ReferralState::Withdrawn);
        assert!(back.receiver_sees() <= ReceiverSees::ThatThereWasOne);
        assert_eq!(refused(back.answer(accepts("2026-11-11"), today())), ["P-42"]);
        assert_eq!(refused(back.see(today())), ["P-42"]);
        assert_eq!(refused(back.send(&Story::opened(), false, today())), ["P-42"]);
        assert_eq!(refused(back.make_reply_page(today())), ["P-42"]);
        assert_eq!(refused(back.conclude(ends(Outcome::Refrained), today())), ["P-42"]);
        assert_eq!(due(&back), None);
    }
}

#[test]
fn the_other_agency_sees_nothing_of_a_draft_and_all_that_was_sent() {
    assert_eq!(agreed(asks()).receiver_sees(), ReceiverSees::Nothing);
    assert_eq!(sent(asks()).receiver_sees(), ReceiverSees::Everything);
    assert_eq!(accepted().receiver_sees(), ReceiverSees::Everything);
}

#[test]
fn the_other_agency_is_not_told_why_the_usual_way_was_not_taken() {
    let direct = ReferralContent { route: Route::Direct { reason: "家族に知られたくない".into() }, ..asks() };
    let told = sent(direct).for_receiver().unwrap();

    assert!(!format!("{told:?}").contains("家族"));
    assert_eq!(told.content.known, asks().known);
}

#[test]
fn without_an_answer_one_asks_there_five_working_days_after_the_day_that_was_named() {
    // The 13th is a Friday; Monday the 23rd is a holiday and is not met within five days.
    assert_eq!(due(&sent(asks())), Some((ReferralDueKind::Answer, day("2026-11-20"))));
}

#[test]
fn without_a_day_one_asks_there_ten_working_days_after_sending() {
    // Sent on Monday the 2nd; the 3rd is 文化の日.
    let open = sent(ReferralContent { by_when: None, ..asks() });
    assert_eq!(due(&open), Some((ReferralDueKind::Answer, day("2026-11-17"))));
}

#[test]
fn after_a_yes_one_looks_whether_they_met_and_after_a_no_one_decides_where_to_turn() {
    assert_eq!(due(&accepted()), Some((ReferralDueKind::Arrival, day("2026-11-20"))));

    let word = Word::Accepts { first_on: Some(day("2026-11-27")) };
    let met = ReferralAnswer { word, ..accepts("2026-11-06") };
    let referral = sent(asks());
    let named = after(&referral, referral.answer(met, today()).unwrap());
    assert_eq!(due(&named), Some((ReferralDueKind::Arrival, day("2026-11-30"))), "the next working day");

    let no = after(&referral, referral.answer(declines("2026-11-06"), today()).unwrap());
    assert_eq!(due(&no), Some((ReferralDueKind::NextStep, day("2026-11-06"))));
}

#[test]
fn a_referral_that_failed_is_led_on_by_another_that_points_back_to_it() {
    let referral = sent(asks());
    let no = after(&referral, referral.answer(declines("2026-11-06"), today()).unwrap());
    let elsewhere = ReferralContent { receiver: outside(), ..asks() };

    let (drafted, rerouted) = draft(&Story::opened(), (elsewhere, false), Some(&no), id(2)).unwrap();

    let old = after(&no, rerouted.unwrap());
    let new = Referral::apply(None, id(2), &drafted).unwrap();
    assert_eq!((old.state, old.rerouted_to), (ReferralState::Rerouted, Some(id(2))));
    assert_eq!(new.replaces, Some(id(1)));
    assert_eq!(refused(draft(&Story::opened(), (asks(), false), Some(&old), id(3))), ["P-42"], "once");
}

#[test]
fn it_ends_with_how_it_ended() {
    let linked = |first_on: &str| ends(Outcome::Linked { first_on: day(first_on) });

    let met = after(&accepted(), accepted().conclude(linked("2026-11-18"), today()).unwrap());
    assert_eq!(met.state, ReferralState::Concluded);
    assert_eq!(refused(accepted().conclude(linked("2026-11-21"), today())), ["P-11"], "not met before it is known");
    let vain = Outcome::NotPossible { reason: String::new() };
    assert_eq!(refused(accepted().conclude(ends(vain), today())), ["P-12"]);
    assert!(sent(asks()).conclude(ends(Outcome::Refrained), today()).is_ok(), "also where nobody ever answered");
}

#[test]
fn an_agency_without_an_account_gets_a_page_until_two_weeks_after_the_day_that_was_named() {
    let letter = |by_when| sent(ReferralContent { receiver: outside(), by_when, ..asks() });
    let until =
        |referral: &Referral| after(referral, referral.make_reply_page(day("2026-11-02")).unwrap()).reply_page_until;

    assert_eq!(until(&letter(Some(day("2026-11-13")))), Some(day("2026-11-27")));
    assert_eq!(until(&letter(None)), Some(day("2026-12-02")));
    assert_eq!(refused(sent(asks()).make_reply_page(today())), ["P-45"], "who has an account answers in the product");
}

#[test]
fn nothing_is_referred_out_of_a_case_that_has_ended() {
    assert_eq!(refused(draft(&Story::closed(no_follow_up()), (asks(), false), None, id(1))), ["P-01"]);
}

/// Everything that can be done to a referral on a day.
fn commands(referral: &Referral, today: NaiveDate) -> Vec<Result<ReferralEvent, Refusal>> {
    let on = today.to_string();
    let conclusion = |outcome| Conclusion { outcome, on: today, note: String::new() };
    let agreed = PersonAnswer { on: today, ..agrees() };
    let declined = PersonAnswer { on: today, ..said(Will::Declines { reason: "やめたい".into() }) };
    let mut all = vec![
        referral.change(asks()),
        referral.change(ReferralContent { receiver: outside(), by_when: None, ..asks() }),
        referral.answer_consent(agreed, today),
        referral.answer_consent(declined, today),
        referral.send(&Story::opened(), false, today),
        referral.make_reply_page(today),
        referral.answer(accepts(&on), today),
        referral.answer(declines(&on), today),
        referral.withdraw(today, "", today),
        referral.drop_draft("別の方法にした"),
        referral.conclude(conclusion(Outcome::Linked { first_on: today }), today),
        referral.conclude(conclusion(Outcome::Refrained), today),
    ];
    all.extend(referral.see(today).transpose());
    let elsewhere = draft(&Story::opened(), (asks(), false), Some(referral), id(9));
    all.push(elsewhere.map(|(_, rerouted)| rerouted.unwrap()));
    all
}

fn walk(choices: &[usize]) -> Vec<Referral> {
    let mut referral = drafted(asks());
    let mut on = day("2026-11-02");
    let mut states = vec![referral.clone()];
    for choice in choices {
        let open: Vec<_> = commands(&referral, on).into_iter().flatten().collect();
        if !open.is_empty() {
            referral = after(&referral, open[choice % open.len()].clone());
            states.push(referral.clone());
        }
        on = on.succ_opt().unwrap();
    }
    states
}

proptest! {
    #[test]
    fn no_referral_is_left_without_a_way_on_or_an_end(choices in prop::collection::vec(0usize..100, 0..20)) {
        for referral in walk(&choices) {
            let goes_on = commands(&referral, today()).iter().any(Result::is_ok);
            prop_assert_eq!(goes_on, !referral.state.is_end(), "{:?}", referral.state);
            let is_looked_after = due(&referral).is_some();
            prop_assert!(referral.waits_from() <= due(&referral).map(|(_, on)| on), "a list by the one finds all of the other");
            let waits = !referral.state.is_end() && referral.state != ReferralState::Drafted;
            prop_assert_eq!(is_looked_after, waits, "what is under way has a day on which somebody looks: {:?}", referral.state);
        }
    }

    #[test]
    fn the_other_agency_reads_only_what_the_person_agreed_to_and_nothing_that_was_taken_back(
        choices in prop::collection::vec(0usize..100, 0..20),
    ) {
        for referral in walk(&choices) {
            if referral.receiver_sees() == ReceiverSees::Everything {
                prop_assert!(referral.is_agreed());
                prop_assert!(referral.sent_on.is_some() && referral.withdrawn.is_none());
            }
        }
    }

    #[test]
    fn what_the_person_took_back_holds_no_word_for_the_other_agency(choices in prop::collection::vec(0usize..100, 0..20)) {
        for referral in walk(&choices) {
            let state = referral.state;
            let was_sent = referral.sent_on.is_some();
            let Some(told) = referral.for_receiver() else {
                prop_assert!(!was_sent);
                continue;
            };
            if state == ReferralState::Withdrawn {
                let told = serde_json::to_string(&told).unwrap();
                for word in ["家計", "滞納", "川口", "空き"] {
                    prop_assert!(!told.contains(word), "{}", told);
                }
            }
        }
    }

    #[test]
    fn p_42_an_end_is_an_end(choices in prop::collection::vec(0usize..100, 0..20)) {
        for pair in walk(&choices).windows(2) {
            prop_assert!(!pair[0].state.is_end(), "{:?} was followed by {:?}", pair[0].state, pair[1].state);
        }
    }
}
