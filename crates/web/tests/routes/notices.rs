//! Notices by mail and the calendar, as one sets them oneself.

use axum::http::StatusCode;

use crate::world::World;

#[tokio::test]
async fn u16_a_wrong_mail_address_comes_back_as_it_was_typed_with_what_to_do() {
    let world = World::new().await;
    let chief = world.sign_in("chief").await;

    let fields = [("address", "chief at example"), ("when", "at_once")];
    let answer = world.send_form("/account/notices", &chief, &fields).await;

    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("メールアドレスの形になっていません"), "{}", answer.body);
    assert!(answer.body.contains("chief at example"));
}

#[tokio::test]
async fn who_wants_notices_without_an_address_is_asked_for_one() {
    let world = World::new().await;
    let chief = world.sign_in("chief").await;

    let answer = world.send_form("/account/notices", &chief, &[("address", ""), ("when", "each_morning")]).await;

    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("メールアドレスを入力してください"), "{}", answer.body);
}

#[tokio::test]
async fn a_trial_is_offered_once_there_is_an_address_and_waits_for_the_mail_server() {
    let world = World::new().await;
    let (chief, admin) = (world.sign_in("chief").await, world.sign_in("admin").await);
    let before = world.ask("GET", "/account/notices", Some(&chief), false).await;

    let saved =
        world.send_form("/account/notices", &chief, &[("address", "chief@example.jp"), ("when", "at_once")]).await;
    let after = world.ask("GET", "/account/notices", Some(&chief), false).await;
    let sent = world.send_form("/account/notices/trial", &chief, &[]).await;
    let outbox = world.ask("GET", "/administration/mail", Some(&admin), false).await;

    assert!(!before.body.contains("/account/notices/trial"));
    assert_eq!(saved.location, "/account/notices?done=notices-saved");
    assert!(after.body.contains("/account/notices/trial") && after.body.contains("chief@example.jp"));
    assert_eq!(sent.location, "/account/notices?done=notices-trial");
    assert!(outbox.body.contains("1通"), "{}", outbox.body);
    assert!(!outbox.body.contains("chief@example.jp"), "an address is nobody's business but its owner's");
}

#[tokio::test]
async fn a_calendar_is_read_without_signing_in_and_names_nobody() {
    let world = World::new().await;

    let feed = world.ask("GET", &world.address("/calendar/{calendar}", false), None, false).await;

    assert_eq!(feed.status, StatusCode::OK);
    assert!(feed.body.starts_with("BEGIN:VCALENDAR"), "{}", feed.body);
    assert!(feed.body.contains("SUMMARY:支援調整会議"), "{}", feed.body);
    for name in ["青葉 一郎", "職員"] {
        assert!(!feed.body.contains(name), "{name} in {}", feed.body);
    }
    for wrong in [format!("/calendar/{}.ics", "0".repeat(64)), "/calendar/nonsense".to_owned()] {
        assert_eq!(world.ask("GET", &wrong, None, false).await.status, StatusCode::NOT_FOUND, "{wrong}");
    }
}
