use banso_access::{Action, Actor, Permit, Target, decide};
use banso_domain::{
    id::{AgencyId, StaffId},
    staff::{Membership, Role, StaffEvent, StaffFacts},
};
use banso_store::{Account, Change, Stamp, Store, both_engines};
use uuid::Uuid;

use crate::entries::morning;

fn permit() -> Permit {
    let agency = AgencyId::new(Uuid::now_v7());
    let held = [Membership::always(agency, Role::Administrator)];
    let admin = Actor::new(StaffId::new(Uuid::now_v7()), agency, &held, morning(0).date_naive()).unwrap();
    decide(&admin, Action::ManageStaff, Target::Installation).unwrap()
}

fn facts(name: &str, active: bool) -> StaffFacts {
    StaffFacts {
        login: "sato".into(),
        name: name.into(),
        kana: String::new(),
        memberships: Vec::new(),
        active,
        person: None,
    }
}

fn account(language: &str) -> Account {
    Account {
        password_hash: "a hash".into(),
        second_factor: None,
        recovery_codes: "[]".into(),
        last_totp_step: 0,
        language: language.into(),
        date_style: "era".into(),
    }
}

async fn record(store: &Store, staff: StaffId, facts: StaffFacts) {
    let tx = store.begin().await.unwrap();
    let stamp = Stamp { permit: &permit(), at: morning(0) };
    tx.record(stamp, Change::Staff(staff, &StaffEvent::Recorded { facts }), None).await.unwrap();
    tx.commit().await.unwrap();
}

async fn signed_in(store: &Store, staff: StaffId, token: &[u8; 32]) {
    let tx = store.begin().await.unwrap();
    tx.save_account(staff, &account("ja")).await.unwrap();
    tx.start_session(token, staff, permit().agency(), true, morning(0)).await.unwrap();
    tx.commit().await.unwrap();
    assert!(store.reader().session(token).await.unwrap().is_some());
}

both_engines! {
    async fn a_changed_name_is_read_at_once_and_one_that_was_not_saved_never(store: Store) {
        let staff = StaffId::new(Uuid::now_v7());
        let name = async || store.reader().staff(staff).await.unwrap().map(|row| row.facts.name);
        assert_eq!(name().await, None);
        record(&store, staff, facts("佐藤 花", true)).await;
        assert_eq!(name().await.as_deref(), Some("佐藤 花"));
        record(&store, staff, facts("鈴木 花", true)).await;
        assert_eq!(name().await.as_deref(), Some("鈴木 花"));

        let tx = store.begin().await.unwrap();
        let event = StaffEvent::Recorded { facts: facts("田中 花", true) };
        tx.record(Stamp { permit: &permit(), at: morning(0) }, Change::Staff(staff, &event), None).await.unwrap();
        assert_eq!(name().await.as_deref(), Some("鈴木 花"));
        drop(tx);
        assert_eq!(name().await.as_deref(), Some("鈴木 花"));
    }

    async fn a_session_that_was_ended_is_gone_with_the_next_request(store: Store) {
        let staff = StaffId::new(Uuid::now_v7());
        record(&store, staff, facts("佐藤 花", true)).await;
        let session = async |token: &[u8; 32]| store.reader().session(token).await.unwrap();

        signed_in(&store, staff, &[1; 32]).await;
        let tx = store.begin().await.unwrap();
        tx.end_session(&[1; 32]).await.unwrap();
        tx.commit().await.unwrap();
        assert!(session(&[1; 32]).await.is_none());

        signed_in(&store, staff, &[2; 32]).await;
        let tx = store.begin().await.unwrap();
        tx.end_sessions_of(&permit(), staff).await.unwrap();
        tx.commit().await.unwrap();
        assert!(session(&[2; 32]).await.is_none());

        signed_in(&store, staff, &[3; 32]).await;
        record(&store, staff, facts("佐藤 花", false)).await;
        assert!(session(&[3; 32]).await.is_none(), "an account that may no longer sign in");
    }

    async fn a_session_speaks_the_language_and_acts_for_the_agency_that_were_chosen_last(store: Store) {
        let staff = StaffId::new(Uuid::now_v7());
        record(&store, staff, facts("佐藤 花", true)).await;
        signed_in(&store, staff, &[1; 32]).await;
        let tx = store.begin().await.unwrap();
        tx.save_account(staff, &account("en")).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(store.reader().session(&[1; 32]).await.unwrap().unwrap().language, "en");

        let other = AgencyId::new(Uuid::now_v7());
        let tx = store.begin().await.unwrap();
        tx.touch_session(&[1; 32], other, morning(0)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(store.reader().session(&[1; 32]).await.unwrap().unwrap().agency, other);
    }
}
