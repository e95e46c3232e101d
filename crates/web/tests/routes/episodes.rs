//! The use of programmes on its pages: at the office, at the centre, for the person, and for everybody else.

use axum::http::StatusCode;
use banso_domain::{
    case::sharing::{ItemSet, Recipient, SharedItem},
    id::ConsentId,
    staff::Role,
};
use uuid::Uuid;

use crate::world::{NAME, World, health_to};

/// Does something to the use as the office; 「今日」 stands for the day of the test.
async fn change(world: &World, deed: &str, fields: &[(&str, &str)]) -> crate::world::Answer {
    let office = world.sign_in("office").await;
    let today = world.app.clock().today().to_string();
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (*name, if *value == "今日" { today.as_str() } else { *value })).collect();
    world.post(&format!("/episodes/{}/change/{deed}", world.episode), &office, &fields).await
}

#[tokio::test]
async fn the_office_sees_its_users_with_their_phases_terms_and_what_is_due() {
    let world = World::new().await;
    let office = world.sign_in("office").await;

    let home = world.ask("GET", "/", Some(&office), false).await;
    assert_eq!(home.location, "/episodes", "those who use its programmes come first");
    let list = world.ask("GET", "/episodes", Some(&office), false).await;
    assert!(list.body.contains(NAME) && list.body.contains("就労移行支援") && list.body.contains("最初の計画"));
    let page = world.ask("GET", &format!("/episodes/{}", world.episode), Some(&office), false).await;
    for word in ["24か月", "期間の計算", "利用開始", "実習", "引継ぎの準備"] {
        assert!(page.body.contains(word), "{word}");
    }
}

#[tokio::test]
async fn p_88_a_phase_whose_needs_are_missing_is_refused_and_entered_once_they_are_there() {
    let world = World::new().await;
    let refused = change(&world, "phase", &[("phase", "preparation"), ("on", "今日")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("P-88"));

    let noted = change(&world, "note", &[("what", "plan_agreed"), ("on", "今日")]).await;
    assert_eq!(noted.status, StatusCode::SEE_OTHER, "{}", noted.body);
    let entered = change(&world, "phase", &[("phase", "preparation"), ("on", "今日")]).await;
    assert_eq!(entered.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn the_sheets_of_the_phase_at_hand_are_opened_or_begun_from_the_use() {
    let world = World::new().await;
    change(&world, "note", &[("what", "plan_agreed"), ("on", "今日")]).await;
    change(&world, "phase", &[("phase", "preparation"), ("on", "今日")]).await;
    let office = world.sign_in("office").await;
    let page = world.ask("GET", &format!("/episodes/{}", world.episode), Some(&office), false).await.body;
    assert!(
        page.contains("「職業準備性ピラミッドのチェック」を開く") && page.contains(&format!("/sheets/{}", world.kept))
    );
    let plan = format!("/episodes/{}/sheets?form=individual_support_plan", world.episode);
    assert!(page.contains("「個別支援計画」を始める") && page.contains(&plan));
    assert!(!page.contains("「合理的配慮相互検討資料」を始める"), "what belongs to another phase waits");
}

#[tokio::test]
async fn p_82_a_term_that_would_end_before_it_begins_comes_back_with_what_was_typed() {
    let world = World::new().await;
    let answer = change(&world, "shorten", &[("to", "2001-01-01"), ("on", "今日"), ("reason", "転居した")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("終わりの日が、利用開始日より前です。"));
    assert!(answer.body.contains("転居した") && answer.body.contains("2001-01-01"));
}

#[tokio::test]
async fn p_83_a_second_use_beside_the_first_is_refused_and_the_first_is_named_with_a_link() {
    let world = World::new().await;
    let office = world.sign_in("office").await;
    let today = world.app.clock().today().to_string();
    let fields = [("programme", "transition"), ("starts_on", today.as_str())];
    let answer = world.post(&format!("/shared/{}/use", world.case), &office, &fields).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("P-83") && answer.body.contains("重なっている利用"));
    assert!(answer.body.contains(&format!("/episodes/{}", world.episode)));
}

#[tokio::test]
async fn r_12_the_centre_learns_the_dates_and_an_agency_without_consent_nothing() {
    let world = World::new().await;
    let (chief, clinic) = (world.sign_in("chief").await, world.sign_in("clinic").await);
    let page = world.ask("GET", &format!("/cases/{}", world.case), Some(&chief), false).await;
    assert!(page.body.contains("みどり就労移行支援"), "the person lets the centre know");
    let inside = world.ask("GET", &format!("/episodes/{}", world.episode), Some(&chief), false).await;
    assert_eq!(inside.status, StatusCode::FORBIDDEN, "the dates are all that the centre sees");
    let shared = world.ask("GET", &format!("/shared/{}", world.case), Some(&clinic), false).await;
    assert!(shared.status.is_success() && !shared.body.contains("みどり就労移行支援"));
    let outside = world.ask("GET", &format!("/episodes/{}", world.episode), Some(&clinic), false).await;
    assert_eq!(outside.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn r_12_an_agency_that_the_person_lets_know_sees_the_dates_among_what_is_shared() {
    let world = World::new().await;
    let chief = world.actor("chief", Role::ChiefCounselor).await;
    let mut consent = health_to(world.clinic, chief.staff(), world.app.clock().today());
    consent.id = ConsentId::new(Uuid::from_u128(903));
    consent.items = ItemSet::NONE.with(SharedItem::Services);
    assert_eq!(consent.to, [Recipient { agency: world.clinic, is_employer: false }]);
    let version = world.app.case_file(&chief, world.case).await.expect("the case").version;
    world.app.give_consent(&chief, world.case, version, consent).await.expect("a consent");

    let clinic = world.sign_in("clinic").await;
    let shared = world.ask("GET", &format!("/shared/{}", world.case), Some(&clinic), false).await;
    assert!(shared.body.contains("みどり就労移行支援") && shared.body.contains("就労移行支援"));
    assert!(!shared.body.contains("最初の計画"), "what is due there is nobody else's matter");
}

#[tokio::test]
async fn the_person_sees_every_use_of_theirs_and_their_years() {
    let world = World::new().await;
    let person = world.sign_in("person").await;
    let own = world.ask("GET", "/my", Some(&person), false).await;
    assert!(own.body.contains("みどり就労移行支援"));
    let years = world.ask("GET", "/my/years", Some(&person), false).await;
    assert!(years.body.contains("<svg class=\"years\"") && years.body.contains("青葉センター"));
}

#[tokio::test]
async fn who_was_overtaken_is_told_and_nothing_is_overwritten() {
    let world = World::new().await;
    let stale = [("what", "plan_agreed"), ("on", "今日"), ("version", "2")];
    assert_eq!(change(&world, "note", &stale).await.status, StatusCode::SEE_OTHER);
    assert_eq!(change(&world, "note", &stale).await.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn r_90_who_tries_again_begins_a_new_use_and_the_old_one_stays() {
    let world = World::new().await;
    let office = world.sign_in("office").await;
    let ended = change(&world, "end", &[("on", "今日"), ("why", "health")]).await;
    assert_eq!(ended.status, StatusCode::SEE_OTHER, "{}", ended.body);
    let tomorrow = world.app.clock().today().succ_opt().expect("a day").to_string();
    let fields = [("programme", "transition"), ("starts_on", tomorrow.as_str())];
    let begun = world.post(&format!("/episodes/{}/next", world.episode), &office, &fields).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.body);
    let address = begun.location.split('?').next().unwrap_or_default().to_owned();
    let page = world.ask("GET", &address, Some(&office), false).await;
    assert!(page.body.contains("前の利用"), "the new one goes on from the old one");
}

#[tokio::test]
async fn p_180_a_use_that_ended_after_its_last_day_says_so_and_what_was_not_recorded_is_called_so() {
    let world = World::new().await;
    let today = world.app.clock().today();
    let yesterday = (today - chrono::Days::new(1)).to_string();
    let start = (today - chrono::Days::new(30)).to_string();
    let corrected = change(&world, "correct", &[("starts_on", start.as_str()), ("reason", "書き間違えた")]).await;
    assert_eq!(corrected.status, StatusCode::SEE_OTHER, "{}", corrected.body);
    let shortened = change(&world, "shorten", &[("to", yesterday.as_str()), ("on", "今日"), ("reason", "転居")]).await;
    assert_eq!(shortened.status, StatusCode::SEE_OTHER, "{}", shortened.body);
    let ended = change(&world, "end", &[("on", "今日"), ("why", "moved_away")]).await;
    assert_eq!(ended.status, StatusCode::SEE_OTHER, "{}", ended.body);
    let office = world.sign_in("office").await;
    let page = world.ask("GET", &format!("/episodes/{}", world.episode), Some(&office), false).await.body;
    assert!(page.contains("P-180") && page.contains("利用が終わっています"), "{page}");
    assert!(page.contains("記録なし") && !page.contains("行わない"), "{page}");
}

#[tokio::test]
async fn the_day_of_hiring_stands_in_the_use_and_the_years_show_the_work_with_its_turns() {
    let world = World::new().await;
    let office = world.sign_in("office").await;
    let used = format!("/episodes/{}", world.episode);
    let page = world.ask("GET", &used, Some(&office), false).await.body;
    assert!(page.contains("就職日") && page.contains("就職した"), "typed once, with the job: {page}");
    let person = world.sign_in("person").await;
    for (reader, path) in [(&office, format!("{used}/years")), (&person, "/my/years".to_owned())] {
        let page = world.ask("GET", &path, Some(reader), false).await.body;
        for words in ["years__lane--work", "years__bar--stage", "働いている", "実習・就職の一覧"] {
            assert!(page.contains(words), "{path}: {words}\n{page}");
        }
    }
    let chief = world.sign_in("chief").await;
    let at_centre = world.ask("GET", &format!("/cases/{}/years", world.case), Some(&chief), false).await.body;
    assert!(!at_centre.contains("years__lane--work"), "R-13: the person has not let the centre know of work");
}
