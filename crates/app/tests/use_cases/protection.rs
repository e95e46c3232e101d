//! 特別な保護 through the use cases, on both engines: who finds a protected record, who opens it, and who learns of that.

use banso_app::WhoFor;
use banso_app::{NoticeChoice, UseCaseError, Whose};
use banso_domain::{
    answer::AnswerForm,
    calendar::PartialDate,
    case::{
        protection::{Protection, ProtectionGround},
        sharing::{Consent, Direction, ItemSet, Recipient, Route, SharedItem, SharingPurpose},
    },
    id::{CaseId, ConsentId, StaffId},
    ledger::LedgerEntry,
    notice::NoticeKind,
    person::PersonFacts,
};
use banso_store::both_engines;
use chrono::Days;
use uuid::Uuid;

use crate::support::{PASSWORD, Region, day};

const REASON: &str = "本人が窓口に来て、今夜の行き先がない";

pub(crate) fn protection(region: &Region, named: &[StaffId]) -> Protection {
    Protection {
        ground: ProtectionGround::DomesticViolence,
        caution: "自宅の電話にはかけない".into(),
        since: region.today(),
        named: named.to_vec(),
        review_on: region.today() + Days::new(60),
    }
}

async fn somebody(region: &Region) -> CaseId {
    let born: PartialDate = day("1990-05-01").into();
    let facts = PersonFacts {
        name: "山田 花子".into(),
        kana: "ヤマダ ハナコ".into(),
        birth_date: Some(born),
        address: "みどり市1-1".into(),
        ..PersonFacts::default()
    };
    region.open_for(WhoFor::NewPerson(Box::new(facts))).await
}

async fn protected(region: &Region) -> CaseId {
    let case = somebody(region).await;
    let named = [region.chief.staff(), region.counselor.staff()];
    let version = region.version(case).await;
    region.app.protect(&region.chief, case, version, protection(region, &named)).await.expect("it is protected");
    case
}

fn not_found<T>(answer: Result<T, UseCaseError>) -> bool {
    matches!(answer, Err(UseCaseError::NotFound))
}

fn refused<T: std::fmt::Debug>(answer: Result<T, UseCaseError>) -> Vec<&'static str> {
    match answer {
        Err(UseCaseError::Refused(refusal)) => refusal.rules.iter().map(|rule| rule.code()).collect(),
        other => panic!("no rule refused: {other:?}"),
    }
}

both_engines! {
    async fn a_protected_record_is_found_by_nobody_and_opened_by_those_named_alone(store: Store) {
        let region = Region::new(store).await;
        region.on("2026-04-06");
        let case = protected(&region).await;
        let app = &region.app;
        let person = app.case_file(&region.counselor, case).await.expect("the case").case.person;
        for reader in [&region.chief, &region.counselor, &region.employment, &region.officer] {
            let found = app.find_persons(reader, "やまだ", 10).await.expect("an answer").expect("a query");
            assert!(found.is_empty(), "not even those who are named meet it in a search");
        }
        for reader in [&region.chief, &region.counselor] {
            assert!(app.case_file(reader, case).await.is_ok());
            assert!(app.person(reader, person).await.is_ok_and(|page| page.cases.len() == 1));
            assert_eq!(app.protected_cases(reader).await.expect("a list").len(), 1);
        }
        assert!(not_found(app.case_file(&region.employment, case).await));
        assert!(not_found(app.person(&region.employment, person).await));
        assert!(not_found(app.case_history(&region.employment, case).await));
        assert!(not_found(app.timeline(&region.employment, case, 10, 0).await));
        assert_eq!(app.protected_cases(&region.employment).await.expect("a list").len(), 0);
        app.lift_protection(&region.chief, case, "転居し、危険が去った").await.expect("it ends");
        assert!(app.case_file(&region.employment, case).await.is_ok());
        let found = app.find_persons(&region.employment, "やまだ", 10).await.expect("an answer").expect("a query");
        assert_eq!(found.len(), 1);
    }

    async fn what_was_shared_before_is_shut_while_the_record_is_protected(store: Store) {
        let region = Region::new(store).await;
        region.on("2026-04-06");
        let case = somebody(&region).await;
        let today = region.today();
        let consent = Consent {
            id: ConsentId::new(Uuid::now_v7()),
            purposes: vec![SharingPurpose::Support],
            to: vec![Recipient { agency: region.other_centre, is_employer: false }],
            items: ItemSet::NONE.with(SharedItem::Basic),
            direction: Direction::Both,
            route: Route::Direct,
            route_reason: "本人が望んだ".into(),
            tell_each_time: false,
            from: today,
            until: today + Days::new(300),
            explained_on: today,
            explained_by: region.counselor.staff(),
            form: AnswerForm::Signed,
            proxy: String::new(),
            confirmed_by: Vec::new(),
            rules_version: String::new(),
            withdrawn: None,
        };
        let app = &region.app;
        let version = region.version(case).await;
        app.give_consent(&region.counselor, case, version, consent).await.expect("a consent");
        let listed = async || app.shared_cases(&region.stranger, 10, 0).await.expect("a list").len();
        assert_eq!(listed().await, 1);
        let version = region.version(case).await;
        let named = [region.chief.staff(), region.counselor.staff()];
        app.protect(&region.chief, case, version, protection(&region, &named)).await.expect("it is protected");
        assert_eq!(listed().await, 0);
        assert!(not_found(app.shared_case(&region.stranger, case, banso_domain::form::Language::Ja).await));
        app.lift_protection(&region.chief, case, "危険が去った").await.expect("it ends");
        assert_eq!(listed().await, 1);
    }

    async fn p_101_p_102_whoever_breaks_in_says_why_everybody_named_is_told_and_the_person_reads_it(store: Store) {
        let region = Region::new(store).await;
        region.on("2026-04-06");
        let case = protected(&region).await;
        let app = &region.app;
        // The chief gave an address and wants no mail at once: an alarm comes all the same.
        let (token, _) = app.sign_in("chief", PASSWORD, "192.0.2.1").await.expect("the password is right");
        let session = app.session(token).await.expect("an answer").expect("a session");
        let choice = NoticeChoice { address: "chief@example.jp".into(), at_once: false, each_morning: false };
        app.change_notice_choice(&session, &choice).await.expect("it is saved");
        let whose = |name: &str, born| Whose::NameAndBirthDate(name.to_owned(), day(born));
        let worker = &region.employment;
        assert!(not_found(app.open_protected(worker, &whose("山田 花子", "1990-05-02"), REASON).await));
        assert!(not_found(app.open_protected(&region.stranger, &whose("山田 花子", "1990-05-01"), REASON).await));
        assert_eq!(refused(app.open_protected(worker, &whose("山田花子", "1990-05-01"), "急ぎ").await), ["P-101"]);
        assert!(app.mails_to_send(10).await.expect("mails").is_empty(), "nothing was opened");
        let opened = app.open_protected(worker, &whose("ヤマダ ハナコ", "1990-05-01"), REASON).await.expect("it opens");
        assert_eq!(opened, case);
        let mails = app.mails_to_send(10).await.expect("mails");
        assert_eq!(mails.iter().map(|mail| mail.kind).collect::<Vec<_>>(), [NoticeKind::ProtectedOpened]);
        assert!(app.case_file(worker, case).await.is_ok());
        let file = app.case_file(&region.chief, case).await.expect("the case");
        let opening = file.case.protection.openings[0].clone();
        assert_eq!((opening.by, opening.until), (worker.staff(), day("2026-04-07")));
        let ledger = app.ledger_of_case(&region.counselor, case).await.expect("the ledger");
        let said = |entry: &Option<LedgerEntry>| {
            matches!(entry, Some(LedgerEntry::OpenedByEmergency { reason, .. }) if reason == REASON)
        };
        assert!(ledger.iter().any(|line| said(&line.entry)));
        assert!(app.lift_protection(&region.chief, case, "危険が去った").await.is_err(), "the review comes first");
        app.review_opening(&region.chief, case, opening.id, true, "当番として必要だった").await.expect("a review");
        assert_eq!(app.protected_cases(&region.chief).await.expect("a list")[0].to_review, 0);
    }

    async fn p_103_a_protected_person_is_not_joined_and_a_new_case_of_theirs_is_protected_too(store: Store) {
        let region = Region::new(store).await;
        region.on("2026-04-06");
        let case = protected(&region).await;
        let app = &region.app;
        let person = app.case_file(&region.chief, case).await.expect("the case").case.person;
        let other = region.open("山田 はな", "ヤマダ ハナ").await;
        let other = app.case_file(&region.chief, other).await.expect("the case").case.person;
        assert_eq!(refused(app.merge_persons(&region.chief, other, person, "同じ人").await), ["P-103"]);
        let again = region.open_for(WhoFor::Known(person)).await;
        assert!(not_found(app.case_file(&region.employment, again).await));
        assert_eq!(app.protected_cases(&region.chief).await.expect("a list").len(), 2);
    }
}
