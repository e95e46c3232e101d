//! The ledger: complete, also where many write at once, and a door that closes at midnight.

use banso_app::LedgerLine;
use banso_domain::{
    answer::AnswerForm,
    case::sharing::{Consent, Direction, ItemSet, Recipient, Route, SharedItem, SharingPurpose},
    form::Language,
    id::ConsentId,
    ledger::{LedgerEntry, RecordPart},
};
use banso_store::{CopyFault, LedgerCopy, both_engines};
use uuid::Uuid;

use crate::support::Region;

both_engines! {
    async fn who_read_printed_and_looked_at_the_course_stands_there_once_a_day(store: Store) {
        let region = Region::new(store).await;
        let case = region.open("山本 みどり", "ヤマモト ミドリ").await;
        for _ in 0..3 {
            region.app.case_file(&region.counselor, case).await.expect("the case");
            region.app.timeline(&region.counselor, case, 10, 0).await.expect("the course");
        }
        let ledger = region.app.ledger_of_case(&region.counselor, case).await.expect("a ledger");
        let parts: Vec<RecordPart> = ledger
            .iter()
            .filter_map(|line| match &line.entry {
                Some(LedgerEntry::Read { part, .. }) => Some(*part),
                _ => None,
            })
            .collect();
        for part in [RecordPart::Case, RecordPart::Course, RecordPart::Ledger] {
            assert_eq!(parts.iter().filter(|known| **known == part).count(), 1, "{part:?} in {parts:?}");
        }
        let strange = region.app.ledger_of_case(&region.stranger, case).await;
        assert!(matches!(strange, Err(banso_app::UseCaseError::NotFound)));
    }

    async fn lines_that_are_written_at_the_same_moment_all_stand_there(store: Store) {
        let region = Region::new(store).await;
        let case = region.open("山本 みどり", "ヤマモト ミドリ").await;
        let exports: Vec<_> = (0..8).map(|_| {
            let (app, actor) = (region.app.clone(), region.counselor.clone());
            tokio::spawn(async move { app.note_export(&actor, "cases", &[case]).await })
        }).collect();
        for export in exports {
            export.await.expect("an answer").expect("written down, not in conflict");
        }
        let ledger = region.app.ledger_of_case(&region.counselor, case).await.expect("a ledger");
        let exported = ledger.iter().filter(|line| matches!(line.entry, Some(LedgerEntry::Exported { .. })));
        assert_eq!(exported.count(), 8);
        assert!(region.app.store().verify_chain(|_| {}).await.expect("a report").is_sound());
    }

    async fn a_copy_of_the_ledger_shows_every_change_to_it_without_database_and_key(store: Store) {
        let region = Region::new(store).await;
        let case = region.open("山本 みどり", "ヤマモト ミドリ").await;
        region.app.case_file(&region.counselor, case).await.expect("the case");
        region.app.note_export(&region.counselor, "cases", &[case]).await.expect("written down");
        let copy = region.app.ledger_copy(&region.counselor, case).await.expect("a copy");
        let text = copy.to_json().expect("a file");
        let checked = LedgerCopy::from_json(&text).expect("a copy").check().expect("sound");
        let ledger = region.app.ledger_of_case(&region.counselor, case).await.expect("a ledger");
        let taken = |line: &&LedgerLine| {
            matches!(&line.entry, Some(LedgerEntry::Exported { list }) if list == "ledger")
        };
        assert_eq!(ledger.iter().filter(taken).count(), 1, "that a copy was taken stands there too");
        assert_eq!(checked.ledgers[0].0, copy.heads()[0].0);

        // Another word, another reader, a line less: each shows.
        let fault = |text: String| LedgerCopy::from_json(&text).expect("a copy").check().expect_err("a fault");
        let words = text.replace(r#"\"list\":\"cases\""#, r#"\"list\":\"found\""#);
        assert_ne!(words, text);
        assert!(matches!(fault(words), CopyFault::OtherWords(_)));
        let (counselor, chief) = (region.counselor.staff().to_string(), region.chief.staff().to_string());
        assert!(matches!(fault(text.replace(&counselor, &chief)), CopyFault::Changed(1)));
        let mut parsed: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        parsed["ledgers"][0]["entries"].as_array_mut().expect("entries").remove(1);
        assert!(matches!(fault(parsed.to_string()), CopyFault::OutOfOrder(2)));
    }

    async fn r_12_a_door_is_open_on_the_last_day_and_closed_at_midnight(store: Store) {
        let region = Region::new(store).await;
        let case = region.open("山本 みどり", "ヤマモト ミドリ").await;
        let today = region.app.clock().today();
        let version = region.app.case_file(&region.counselor, case).await.expect("the case").version;
        let consent = Consent {
            id: ConsentId::new(Uuid::from_u128(1)),
            purposes: vec![SharingPurpose::Support],
            to: vec![Recipient { agency: region.stranger.agency(), is_employer: false }],
            items: ItemSet::NONE.with(SharedItem::Basic),
            direction: Direction::Provide,
            route: Route::Direct,
            route_reason: "本人から頼まれた".into(),
            tell_each_time: false,
            from: today,
            until: today,
            explained_on: today,
            explained_by: region.counselor.staff(),
            form: AnswerForm::Signed,
            proxy: String::new(),
            confirmed_by: Vec::new(),
            rules_version: String::new(),
            withdrawn: None,
        };
        region.app.give_consent(&region.counselor, case, version, consent).await.expect("a consent");
        let on = |day| {
            let held = [banso_domain::staff::Membership::always(
                region.stranger.agency(),
                banso_domain::staff::Role::ChiefCounselor,
            )];
            banso_access::Actor::new(region.stranger.staff(), region.stranger.agency(), &held, day).expect("an actor")
        };
        let shared = async |day| region.app.shared_case(&on(day), case, Language::Ja).await.is_ok();
        assert!(shared(today).await);
        assert!(!shared(today + chrono::Days::new(1)).await);
        assert_eq!(region.app.shared_cases(&on(today), 10, 0).await.expect("a list").len(), 1);
        assert_eq!(region.app.shared_cases(&on(today + chrono::Days::new(1)), 10, 0).await.expect("a list").len(), 0);
    }
}
