//! 特別な保護: who is named, what is held back, who opened it and who looked at that again.

use banso_domain::{
    answer::AnswerForm,
    case::{
        event::CaseEvent,
        protection::{Opening, OpeningReview, Protection, ProtectionGround},
        sharing::{Consent, Direction, ItemSet, Recipient, Route, SharedItem, SharingPurpose},
    },
    id::{AgencyId, ConsentId, OpeningId, StaffId},
};
use chrono::Days;
use uuid::Uuid;

use crate::{story::Story, support::*};

fn colleague() -> StaffId {
    StaffId::new(Uuid::from_u128(71))
}

fn stranger() -> StaffId {
    StaffId::new(Uuid::from_u128(72))
}

fn protection() -> Protection {
    Protection {
        ground: ProtectionGround::DomesticViolence,
        caution: "自宅の電話にはかけない".into(),
        since: today(),
        named: vec![staff(), colleague()],
        review_on: today() + Days::new(90),
    }
}

fn opening() -> Opening {
    Opening {
        id: OpeningId::new(Uuid::from_u128(700)),
        by: stranger(),
        reason: "本人が窓口に来て、今夜の行き先がない".into(),
        on: today(),
        until: today(),
        review: None,
    }
}

fn review(by: StaffId) -> OpeningReview {
    OpeningReview { on: today(), by, justified: true, finding: "その日の当番として必要だった".into() }
}

fn consent(number: u128) -> Consent {
    Consent {
        id: ConsentId::new(Uuid::from_u128(number)),
        purposes: vec![SharingPurpose::Support],
        to: vec![Recipient { agency: AgencyId::new(Uuid::from_u128(51)), is_employer: false }],
        items: ItemSet::NONE.with(SharedItem::Basic),
        direction: Direction::Both,
        route: Route::Direct,
        route_reason: "本人が望んだ".into(),
        tell_each_time: false,
        from: day("2026-05-01"),
        until: day("2027-04-30"),
        explained_on: day("2026-05-01"),
        explained_by: staff(),
        form: AnswerForm::Signed,
        proxy: String::new(),
        confirmed_by: vec![],
        rules_version: String::new(),
        withdrawn: None,
    }
}

fn admitted(story: &Story) -> Option<Vec<StaffId>> {
    story.protection.admitted().map(|admitted| admitted.map(|(staff, _)| staff).collect())
}

#[test]
fn p_100_a_protected_record_names_who_reads_it_and_whoever_is_in_charge_is_one_of_them() {
    let story = Story::applied();
    let refuses = |protection: Protection| refused(story.protect(protection, today())) == ["P-100"];
    assert!(refuses(Protection { named: vec![], ..protection() }));
    assert!(refuses(Protection { named: vec![colleague()], ..protection() }), "主担当 is missing");
    let crowd = (0..12).map(|n| StaffId::new(Uuid::from_u128(900 + n))).chain([staff()]).collect();
    assert!(refuses(Protection { named: crowd, ..protection() }));
    assert!(refuses(Protection { review_on: today(), ..protection() }));
    assert!(refuses(Protection { review_on: today() + Days::new(185), ..protection() }), "within half a year");
    assert!(story.protect(protection(), today()).is_ok());
}

#[test]
fn what_the_person_agreed_to_before_is_held_back_while_the_record_is_protected() {
    let mut story = Story::applied();
    story.does(story.give_consent(consent(500), today()));
    assert_eq!(story.sharing.shares().len(), 1);
    story.does(story.protect(protection(), today()));
    assert!(story.sharing.shares().is_empty(), "no door stays open");
    assert!(story.sharing.may_ask(AgencyId::new(Uuid::from_u128(51)), today()).is_none(), "nobody is asked either");
    story.does(story.give_consent(consent(501), today()));
    assert_eq!(story.sharing.shares().len(), 1, "what they agree to now, knowing the danger, counts");
    story.does(story.lift_protection("転居し、危険が去った"));
    assert_eq!(story.sharing.shares().len(), 2);
}

#[test]
fn whoever_takes_a_protected_case_over_is_named() {
    let mut story = Story::applied();
    story.does(story.protect(protection(), today()));
    story.does(Ok(CaseEvent::Assigned { to: stranger(), reason: "異動".into() }));
    assert_eq!(admitted(&story), Some(vec![staff(), colleague(), stranger()]));
}

#[test]
fn p_101_opening_a_protected_record_needs_a_reason_and_lasts_until_tomorrow() {
    let mut story = Story::applied();
    assert_eq!(refused(story.open_by_emergency(opening(), today())), ["P-20"], "it is not protected");
    story.does(story.protect(protection(), today()));
    let hasty = Opening { reason: "  緊急です ".into(), ..opening() };
    assert_eq!(refused(story.open_by_emergency(hasty, today())), ["P-101"]);
    story.does(story.open_by_emergency(opening(), today()));
    let last = story.protection.admitted().unwrap().last().unwrap();
    assert_eq!(last, (stranger(), Some(today() + Days::new(1))));
}

#[test]
fn p_102_an_opening_is_looked_at_again_by_somebody_else_before_the_protection_ends() {
    let mut story = Story::applied();
    story.does(story.protect(protection(), today()));
    story.does(story.open_by_emergency(opening(), today()));
    assert_eq!(refused(story.review_opening(opening().id, review(stranger()), today())), ["P-102"]);
    assert_eq!(refused(story.lift_protection("危険が去った")), ["P-102"]);
    story.does(story.review_opening(opening().id, review(colleague()), today()));
    assert_eq!(refused(story.review_opening(opening().id, review(colleague()), today())), ["P-20"], "once");
    story.does(story.lift_protection("危険が去った"));
    assert_eq!(admitted(&story), None);
}

#[test]
fn openings_of_an_earlier_protection_open_nothing_in_a_new_one() {
    let mut story = Story::applied();
    story.does(story.protect(protection(), today()));
    story.does(story.open_by_emergency(opening(), today()));
    story.does(story.review_opening(opening().id, review(colleague()), today()));
    story.does(story.lift_protection("危険が去った"));
    let later = today() + Days::new(3);
    story.does(story.protect(Protection { review_on: later + Days::new(30), ..protection() }, later));
    assert_eq!(admitted(&story), Some(vec![staff(), colleague()]));
}
