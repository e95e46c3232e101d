//! An office's own conference on its pages: planned from the use, minuted, claimed and taken back.

use axum::http::StatusCode;

use crate::world::{NAME, World};

#[tokio::test]
async fn r_69_the_office_plans_its_conference_from_the_use_writes_what_was_said_and_claims_it() {
    let world = World::new().await;
    let office = world.sign_in("office").await;
    let home = format!("/episodes/{}", world.episode);
    let page = world.ask("GET", &home, Some(&office), false).await.body;
    assert!(page.contains(&format!("{home}/conference")) && page.contains("地域連携会議を予定する"));
    let today = world.app.clock().today().to_string();
    let no_day = world.post(&format!("{home}/conference"), &office, &[("place", "面談室")]).await;
    assert_eq!(no_day.status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields = [("on", today.as_str()), ("place", "面談室"), ("members[0].agency", "ハローワーク")];
    let planned = world.post(&format!("{home}/conference"), &office, &fields).await;
    assert_eq!(planned.status, StatusCode::SEE_OTHER, "{}", planned.body);

    let minutes = world.address("/use-conferences/{use_conference}", false);
    let conference = world.address("/conferences/{use_conference}", false);
    let empty = world.post(&format!("{minutes}/claim"), &office, &[]).await;
    assert!(empty.status == StatusCode::UNPROCESSABLE_ENTITY && empty.body.contains("P-63"), "{}", empty.body);
    let version = version_of(&world.ask("GET", &minutes, Some(&office), false).await.body);
    let said = [
        ("version", version.as_str()),
        ("outside", "hello_work"),
        ("person_voice", "朝の仕事から試したい。"),
        ("opinions", "短い時間の求人から見学するとよい。"),
        ("explained", "yes"),
        ("explained_by", "service_manager"),
        ("plan_change", "見学を週2回にする。"),
    ];
    let written = world.post(&minutes, &office, &said).await;
    assert_eq!(written.status, StatusCode::SEE_OTHER, "{}", written.body);
    let again = world.post(&minutes, &office, &said).await;
    assert!(
        again.status == StatusCode::UNPROCESSABLE_ENTITY && again.body.contains("先に変えました"),
        "{}",
        again.body
    );
    let shown = world.ask("GET", &conference, Some(&office), false).await.body;
    assert!(shown.contains(NAME) && shown.contains("朝の仕事から試したい") && shown.contains("ハローワーク"));

    let person = world.sign_in("person").await;
    let years = world.ask("GET", "/my/years", Some(&person), false).await.body;
    assert!(years.contains("地域連携会議"), "the person sees that there was a conference about them");

    let claimed = world.post(&format!("{minutes}/claim"), &office, &[]).await;
    assert_eq!(claimed.status, StatusCode::SEE_OTHER, "{}", claimed.body);
    let sheet = world.ask("GET", "/rewards", Some(&office), false).await.body;
    assert!(sheet.contains(&minutes) && sheet.contains("算定を記録済み"));
    let silent = world.post(&format!("{minutes}/drop"), &office, &[]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    let dropped = world.post(&format!("{minutes}/drop"), &office, &[("drop_reason", "日付の誤り")]).await;
    assert_eq!(dropped.status, StatusCode::SEE_OTHER, "{}", dropped.body);
}

#[tokio::test]
async fn for_everybody_else_the_conference_of_an_office_does_not_exist() {
    let world = World::new().await;
    let conference = world.address("/conferences/{use_conference}", false);
    for who in ["chief", "officer", "admin", "clinic", "stranger", "employer"] {
        let visitor = world.sign_in(who).await;
        let page = world.ask("GET", &conference, Some(&visitor), false).await;
        assert!(page.status == StatusCode::NOT_FOUND && !page.body.contains(NAME), "{who}");
        let list = world.ask("GET", "/conferences", Some(&visitor), false).await.body;
        assert!(!list.contains(&conference), "{who}");
    }
}

/// The version that a form carries.
fn version_of(page: &str) -> String {
    let field = page.split("name=\"version\" value=\"").nth(1).expect("a version");
    field.split('"').next().expect("its value").to_owned()
}
