//! Consent by recipient and item: given, released after telling, taken back; employers shut out; emergencies reviewed.

use banso_domain::{
    answer::AnswerForm,
    case::{
        event::{CaseEvent, Purpose},
        plan::Conclusion,
        sharing::{
            AfterMeeting, Basis, Carried, CarriedWord, ConfirmMethod, Consent, Direction, EmergencyDisclosure,
            EmergencyReview, EmploymentDisclosure, ItemSet, Recipient, Release, Route, Share, SharedItem,
            SharingPurpose, Withdrawal,
        },
    },
    conference::{Conference, Member},
    id::{AgencyId, ConsentId, DisclosureId},
    referral::HelpToTell,
};
use chrono::NaiveDate;
use uuid::Uuid;

use crate::{story::Story, support::*};

fn clinic() -> AgencyId {
    AgencyId::new(Uuid::from_u128(51))
}

fn employer() -> AgencyId {
    AgencyId::new(Uuid::from_u128(52))
}

fn consent_id() -> ConsentId {
    ConsentId::new(Uuid::from_u128(500))
}

fn given_id() -> DisclosureId {
    DisclosureId::new(Uuid::from_u128(501))
}

fn health() -> ItemSet {
    [SharedItem::Basic, SharedItem::Health, SharedItem::Medication].into_iter().collect()
}

/// The clinic may know about health, directly, for a year.
fn consent() -> Consent {
    Consent {
        id: consent_id(),
        purposes: vec![SharingPurpose::Medical],
        to: vec![Recipient { agency: clinic(), is_employer: false }],
        items: health(),
        direction: Direction::Both,
        route: Route::Direct,
        route_reason: "診察の前に主治医へ様子を伝えてほしい、と本人から頼まれた".into(),
        tell_each_time: false,
        from: day("2026-05-01"),
        until: day("2027-04-30"),
        explained_on: day("2026-05-01"),
        explained_by: staff(),
        form: AnswerForm::Signed,
        proxy: String::new(),
        confirmed_by: vec![ConfirmMethod::Written],
        rules_version: "2015-04-01".into(),
        withdrawn: None,
    }
}

fn to_employer() -> Consent {
    Consent { to: vec![Recipient { agency: employer(), is_employer: true }], ..consent() }
}

fn taken_back(on: &str) -> Withdrawal {
    Withdrawal { on: day(on), reason: String::new(), by: staff() }
}

fn emergency() -> EmergencyDisclosure {
    EmergencyDisclosure {
        id: given_id(),
        to: Recipient { agency: clinic(), is_employer: false },
        items: health(),
        reason: "意識がなく、本人に聞けない。飲んでいる薬を救急に伝えた".into(),
        on: day("2026-06-10"),
        until: day("2026-06-12"),
        review_by: day("2026-06-17"),
        review: None,
    }
}

fn open_doors(story: &Story, on: &str) -> Vec<Share> {
    let on = day(on);
    story.sharing.shares().into_iter().filter(|share| share.is_open_on(on)).collect()
}

fn with(consent: Consent) -> Story {
    let mut story = Story::opened();
    story.does(story.give_consent(consent, today()));
    story
}

#[test]
fn r_12_a_consent_opens_what_it_names_to_whom_it_names_within_its_days() {
    let story = with(consent());

    let doors = open_doors(&story, "2026-05-01");
    assert_eq!(doors.len(), 1);
    assert_eq!((doors[0].agency, doors[0].items, doors[0].basis), (clinic(), health(), Basis::Consent));
    assert_eq!(open_doors(&story, "2027-04-30").len(), 1, "the last day counts");
    assert_eq!(open_doors(&story, "2026-04-30"), [], "not before it was given");
    assert_eq!(open_doors(&story, "2027-05-01"), [], "at midnight after the last day the door is closed");
}

#[test]
fn p_35_a_consent_names_purposes_recipients_and_items() {
    let story = Story::opened();

    for nameless in [
        Consent { purposes: vec![], ..consent() },
        Consent { to: vec![], ..consent() },
        Consent { items: ItemSet::NONE, ..consent() },
    ] {
        assert_eq!(refused(story.give_consent(nameless, today())), ["P-35"]);
    }
}

#[test]
fn p_36_a_consent_ends_after_it_begins_and_within_two_years() {
    let story = Story::opened();

    for until in ["2026-04-30", "2028-05-03"] {
        assert_eq!(refused(story.give_consent(Consent { until: day(until), ..consent() }, today())), ["P-36"]);
    }
    assert!(story.give_consent(Consent { until: day("2028-04-30"), ..consent() }, today()).is_ok());
}

#[test]
fn sr_01_a_consent_by_name_is_explained_before_it_is_given() {
    let story = Story::opened();

    let later = Consent { explained_on: day("2026-05-02"), ..consent() };
    assert_eq!(refused(story.give_consent(later, today())), ["SR-01"]);
}

#[test]
fn p_12_who_agrees_for_the_person_is_named() {
    let story = Story::opened();

    let nameless = Consent { form: AnswerForm::Proxy, ..consent() };
    assert_eq!(refused(story.give_consent(nameless.clone(), today())), ["P-12"]);
    assert!(story.give_consent(Consent { proxy: "成年後見人（代理権の範囲内）".into(), ..nameless }, today()).is_ok());
}

#[test]
fn r_09_the_direct_way_needs_a_reason_and_through_the_person_needs_none() {
    let story = Story::opened();

    let direct = Consent { route_reason: " ".into(), ..consent() };
    assert_eq!(refused(story.give_consent(direct.clone(), today())), ["R-09"]);
    assert!(story.give_consent(Consent { route: Route::ViaPerson, ..direct }, today()).is_ok());
}

#[test]
fn r_09_what_goes_through_the_person_opens_no_door_to_the_agency() {
    for route in [Route::ViaPerson, Route::Together] {
        assert_eq!(open_doors(&with(Consent { route, ..consent() }), "2026-06-01"), []);
    }
}

#[test]
fn r_10_closed_employment_shuts_the_employer_out_at_once_and_lets_no_consent_in() {
    let mut story = with(to_employer());
    assert_eq!(open_doors(&story, "2026-06-01").len(), 1);

    let closed = story.set_employment_disclosure(EmploymentDisclosure::Closed, day("2026-06-01")).unwrap();
    story.does(Ok(closed));

    assert_eq!(open_doors(&story, "2026-06-01"), []);
    assert_eq!(
        refused(story.give_consent(Consent { id: ConsentId::new(Uuid::from_u128(9)), ..to_employer() }, today())),
        ["R-10"]
    );
    let hurry = EmergencyDisclosure { to: Recipient { agency: employer(), is_employer: true }, ..emergency() };
    assert_eq!(refused(story.disclose_in_emergency(hurry, today())), ["R-10"]);
    assert!(story.set_employment_disclosure(EmploymentDisclosure::Closed, today()).is_none(), "nothing changes twice");
}

#[test]
fn r_11_asking_an_agency_for_facts_needs_a_consent_in_that_direction() {
    let on = day("2026-06-01");

    assert!(Story::opened().sharing.may_ask(clinic(), on).is_none());
    assert!(with(consent()).sharing.may_ask(clinic(), on).is_some());
    assert!(with(consent()).sharing.may_ask(employer(), on).is_none());
    let giving = with(Consent { direction: Direction::Provide, ..consent() });
    assert!(giving.sharing.may_ask(clinic(), on).is_none());
    let asking = with(Consent { direction: Direction::Obtain, ..consent() });
    assert!(asking.sharing.may_ask(clinic(), on).is_some());
    assert_eq!(open_doors(&asking, "2026-06-01"), [], "who is asked is not given anything by that");
}

#[test]
fn u13_taking_back_is_as_easy_as_giving_and_needs_no_reason() {
    let mut story = with(consent());

    story.does(story.withdraw_consent(consent_id(), taken_back("2026-06-01"), today()));

    assert_eq!(open_doors(&story, "2026-06-01"), [], "the same day");
    assert_eq!(refused(story.withdraw_consent(consent_id(), taken_back("2026-06-02"), today())), ["P-20"]);
    assert!(story.sharing.consent(consent_id()).unwrap().withdrawn.is_some(), "that it was given stays known");
}

#[test]
fn u13_a_no_to_sharing_takes_every_consent_by_name_back() {
    let mut story = Story::opened();
    story.does(story.answer_application(application("2026-04-06"), today()));
    story.does(story.give_consent(consent(), today()));
    let mut no = application("2026-06-01");
    no.sharing.agrees = false;

    let ended = story.consents_ended_by(&no, staff());

    assert!(matches!(&ended[..], [CaseEvent::ConsentWithdrawn { consent, withdrawal }]
        if *consent == consent_id() && withdrawal.on == day("2026-06-01")));
    assert_eq!(story.consents_ended_by(&application("2026-06-01"), staff()), []);
}

#[test]
fn sr_01_who_asked_to_be_told_each_time_is_told_before_the_door_opens_for_a_while() {
    let mut story = with(Consent { tell_each_time: true, ..consent() });
    assert_eq!(open_doors(&story, "2026-06-01"), [], "not before the person is told");
    let release = Release {
        id: given_id(),
        consent: consent_id(),
        to: clinic(),
        items: [SharedItem::Health].into_iter().collect(),
        told_on: day("2026-06-01"),
        told: "電話で伝え、「お願いします」との返事".into(),
        until: day("2026-06-14"),
    };
    assert_eq!(refused(story.release(Release { told: String::new(), ..release.clone() }, day("2026-06-01"))), ["P-37"]);
    let money = [SharedItem::Money].into_iter().collect();
    assert_eq!(refused(story.release(Release { items: money, ..release.clone() }, day("2026-06-01"))), ["R-12"]);
    assert_eq!(refused(story.release(Release { to: employer(), ..release.clone() }, day("2026-06-01"))), ["R-12"]);
    let long = Release { until: day("2026-09-01"), ..release.clone() };
    assert_eq!(refused(story.release(long, day("2026-06-01"))), ["P-36"]);

    story.does(story.release(release, day("2026-06-01")));

    let doors = open_doors(&story, "2026-06-14");
    assert_eq!((doors.len(), doors[0].basis), (1, Basis::Released));
    assert_eq!(open_doors(&story, "2026-06-15"), []);
    story.does(story.withdraw_consent(consent_id(), taken_back("2026-06-02"), today()));
    assert_eq!(open_doors(&story, "2026-06-10"), [], "taking back closes what was released, too");
}

#[test]
fn r_12_nothing_is_released_after_the_consent_has_ended() {
    let story = with(Consent { tell_each_time: true, until: day("2026-06-30"), ..consent() });
    let late = Release {
        id: given_id(),
        consent: consent_id(),
        to: clinic(),
        items: health(),
        told_on: day("2026-06-30"),
        told: "電話で".into(),
        until: day("2026-07-10"),
    };

    assert_eq!(refused(story.release(late.clone(), day("2026-07-01"))), ["R-12"]);
    let mut story = story;
    story.does(story.release(late, day("2026-06-30")));
    assert_eq!(open_doors(&story, "2026-06-30").len(), 1);
    assert_eq!(open_doors(&story, "2026-07-01"), [], "what is released ends with the consent");
}

#[test]
fn p_38_an_emergency_has_its_reason_and_is_reviewed_within_two_weeks() {
    let mut story = Story::opened();

    let silent = EmergencyDisclosure { reason: String::new(), ..emergency() };
    assert_eq!(refused(story.disclose_in_emergency(silent, today())), ["P-38"]);
    let late = EmergencyDisclosure { review_by: day("2026-06-25"), ..emergency() };
    assert_eq!(refused(story.disclose_in_emergency(late, today())), ["P-38"]);

    story.does(story.disclose_in_emergency(emergency(), today()));
    assert_eq!(
        open_doors(&story, "2026-06-12")[0].basis,
        Basis::Emergency,
        "no consent is needed, and it is told apart"
    );
    assert_eq!(open_doors(&story, "2026-06-13"), []);
    assert_eq!(story.sharing.to_review().count(), 1);

    let review = EmergencyReview {
        on: day("2026-06-15"),
        finding: "必要だった".into(),
        told_person_on: Some(day("2026-06-14")),
    };
    let unsaid = EmergencyReview { finding: String::new(), ..review.clone() };
    assert_eq!(refused(story.review_emergency(given_id(), unsaid, today())), ["P-12"]);
    story.does(story.review_emergency(given_id(), review.clone(), today()));
    assert_eq!(story.sharing.to_review().count(), 0);
    assert_eq!(refused(story.review_emergency(given_id(), review, today())), ["P-20"]);
}

#[test]
fn a_consent_that_ends_soon_is_named_in_time() {
    let story = with(consent());
    let ending = |on: NaiveDate| story.sharing.ending_soon(on, 30).len();

    assert_eq!(ending(day("2027-03-30")), 0);
    assert_eq!(ending(day("2027-03-31")), 1);
    assert_eq!(ending(day("2027-05-01")), 0, "one that has ended is not about to end");
}

/// The person takes it to the clinic themself.
fn through_the_person() -> Consent {
    Consent { route: Route::ViaPerson, route_reason: String::new(), ..consent() }
}

fn handed(on: &str) -> Carried {
    Carried {
        id: given_id(),
        consent: consent_id(),
        to: clinic(),
        items: ItemSet::NONE,
        word: CarriedWord::Handed,
        on: day(on),
        helps: vec![HelpToTell::Memo],
        note: String::new(),
        by: staff(),
    }
}

#[test]
fn r_09_what_goes_through_the_person_is_theirs_to_carry_and_opens_no_door() {
    let story = with(through_the_person());

    assert_eq!(open_doors(&story, "2026-05-10"), []);
    assert_eq!(story.items_to_carry(consent_id(), clinic(), day("2026-05-10")), Ok(health()));
    assert_eq!(refused(story.items_to_carry(consent_id(), employer(), day("2026-05-10"))), ["R-12"]);
    assert_eq!(refused(story.items_to_carry(consent_id(), clinic(), day("2027-05-01"))), ["R-12"]);
    let direct = with(consent());
    assert_eq!(refused(direct.items_to_carry(consent_id(), clinic(), day("2026-05-10"))), ["R-12"]);
}

#[test]
fn r_09_who_asked_to_be_told_each_time_carries_it_without_being_told() {
    let story = with(Consent { tell_each_time: true, ..through_the_person() });

    assert_eq!(story.items_to_carry(consent_id(), clinic(), day("2026-05-10")), Ok(health()));
}

#[test]
fn r_10_nothing_is_carried_to_an_employer_while_employment_is_closed() {
    let to_employer = Consent { to: to_employer().to, ..through_the_person() };
    let mut story = with(to_employer);
    story.does(Ok(story.set_employment_disclosure(EmploymentDisclosure::Closed, today()).unwrap()));

    assert_eq!(refused(story.items_to_carry(consent_id(), employer(), today())), ["R-10"]);
    assert_eq!(refused(story.carry(Carried { to: employer(), ..handed("2026-05-10") }, today())), ["R-10"]);
    let kept = Carried { to: employer(), word: CarriedWord::Kept, ..handed("2026-05-10") };
    assert!(story.carry(kept, today()).is_ok(), "that it was kept may be written");
}

#[test]
fn r_18_it_is_kept_what_helped_the_person_to_tell_and_who_told_alone() {
    let mut story = with(through_the_person());

    story.does(story.carry(handed("2026-05-10"), today()));
    let beside = Carried { helps: vec![HelpToTell::GoingAlong], ..handed("2026-05-20") };
    story.does(story.carry(beside, today()));

    let told: Vec<_> =
        story.sharing.carried_under(consent_id(), clinic()).map(|it| (it.items, it.is_told_alone())).collect();
    assert_eq!(told, [(health(), false), (health(), true)]);
    assert_eq!(story.sharing.self_told(), (2, 1));
}

#[test]
fn r_09_the_person_may_decide_not_to_give_it_and_nobody_asks_why() {
    let mut story = with(through_the_person());
    let kept = Carried { word: CarriedWord::Kept, ..handed("2026-05-10") };

    story.does(story.carry(kept, today()));

    let known = &story.sharing.carried[0];
    assert_eq!((known.items, known.helps.len(), story.sharing.self_told()), (ItemSet::NONE, 0, (0, 0)));
}

#[test]
fn p_68_what_was_carried_on_a_day_is_recorded_once() {
    let mut story = with(through_the_person());
    story.does(story.carry(handed("2026-05-10"), today()));

    assert_eq!(refused(story.carry(handed("2026-05-10"), today())), ["P-68"]);
    assert!(story.carry(handed("2026-05-11"), today()).is_ok());
}

#[test]
fn r_12_nothing_is_handed_over_after_it_was_taken_back_and_not_before_it_was_given() {
    let mut story = with(through_the_person());

    assert_eq!(refused(story.carry(handed("2026-04-30"), today())), ["P-11"]);
    assert_eq!(refused(with(consent()).carry(handed("2026-05-10"), today())), ["P-20"]);
    story.does(story.withdraw_consent(consent_id(), taken_back("2026-05-12"), today()));
    assert_eq!(refused(story.carry(handed("2026-05-13"), today())), ["R-12"]);
}

/// The clinic sat in a conference about the case on 20 April, for one purpose.
fn sat(purpose: Purpose, secrecy_acknowledged: bool) -> (Story, Conference) {
    let seat = Member { agency_id: Some(clinic()), secrecy_acknowledged, ..member("みどりクリニック", false) };
    let conference = held_conference(vec![member("市福祉課", true), seat]);
    let mut story = Story::continuing();
    story.sits(sitting(1, "2026-05-20", purpose, Conclusion::Approved));
    (story, Conference { id: conference_id(1), ..conference })
}

fn after_meeting() -> AfterMeeting {
    AfterMeeting {
        id: given_id(),
        conference: conference_id(1),
        to: Recipient { agency: clinic(), is_employer: false },
        items: health(),
        reason: "受診を見守る役割のため".into(),
        on: day("2026-05-21"),
        until: day("2026-06-20"),
        closed_on: None,
    }
}

#[test]
fn p_70_after_a_support_meeting_something_is_given_to_those_who_sat_there_bound_to_secrecy() {
    let (mut story, conference) = sat(Purpose::SupportMeeting, true);
    assert_eq!(story.bound_in(&conference), [clinic()]);

    story.does(story.disclose_after_meeting(after_meeting(), &conference, today()));

    let doors = open_doors(&story, "2026-06-20");
    assert_eq!((doors[0].agency, doors[0].items, doors[0].basis), (clinic(), health(), Basis::SupportMeeting));
    assert_eq!(open_doors(&story, "2026-06-21"), []);
    assert_eq!(story.sharing.consents, [], "no consent is made of it");
    assert_eq!(story.sharing.sitting_shares(), [], "and it is nothing in any other sitting");
}

#[test]
fn p_70_a_coordination_conference_and_a_seat_without_the_duty_of_secrecy_are_no_ground() {
    for (purpose, bound) in [(Purpose::Review, true), (Purpose::SupportMeeting, false)] {
        let (story, conference) = sat(purpose, bound);
        assert_eq!(refused(story.disclose_after_meeting(after_meeting(), &conference, today())), ["P-70"]);
        assert_eq!(story.bound_in(&conference), []);
    }
    let (story, conference) = sat(Purpose::SupportMeeting, true);
    let stranger = AfterMeeting { to: to_employer().to[0], ..after_meeting() };
    assert_eq!(refused(story.disclose_after_meeting(stranger, &conference, today())), ["P-70"]);
    let nothing = AfterMeeting { items: ItemSet::NONE, ..after_meeting() };
    assert_eq!(refused(story.disclose_after_meeting(nothing, &conference, today())), ["P-70"]);
}

#[test]
fn p_36_what_is_given_after_a_support_meeting_has_its_reason_and_its_end() {
    let (story, conference) = sat(Purpose::SupportMeeting, true);
    let given = |given| refused(story.disclose_after_meeting(given, &conference, today()));

    assert_eq!(given(AfterMeeting { until: day("2026-12-31"), ..after_meeting() }), ["P-36"]);
    assert_eq!(given(AfterMeeting { reason: " ".into(), ..after_meeting() }), ["P-12"]);
    assert_eq!(given(AfterMeeting { on: day("2026-05-19"), ..after_meeting() }), ["P-11"]);
}

#[test]
fn p_70_what_was_given_after_a_support_meeting_is_closed_at_any_time_and_once() {
    let (mut story, conference) = sat(Purpose::SupportMeeting, true);
    story.does(story.disclose_after_meeting(after_meeting(), &conference, today()));

    story.does(story.close_after_meeting(given_id(), today()));

    assert_eq!(story.sharing.shares(), []);
    assert_eq!(refused(story.close_after_meeting(given_id(), today())), ["P-20"]);
}
