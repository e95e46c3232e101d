//! 連携の指標 on their pages: with what they are made of and the caveat, never by size, and as files.

use axum::http::StatusCode;

use crate::world::World;

#[tokio::test]
async fn r_05_and_r_06_figures_stand_with_their_caveat_and_what_is_not_counted_is_said() {
    let world = World::new().await;
    let chief = world.sign_in("chief").await;
    let page = world.ask("GET", "/figures", Some(&chief), false).await.body;
    for words in ["連携の指標", "機関の順位はつけません", "気をつけること", "数えていない指標", "自分の機関"]
    {
        assert!(page.contains(words), "{words}");
    }
    assert!(!page.contains("aria-sort"), "r_01 nothing is put in order by a figure");
    let one = world.ask("GET", "/figures/kpi_new_intake", Some(&chief), false).await.body;
    assert!(one.contains("新規相談受付件数") && one.contains("14.7") && one.contains("出どころ"));
    let officer = world.sign_in("officer").await;
    let theirs = world.ask("GET", "/figures", Some(&officer), false).await.body;
    assert!(theirs.contains("地域全体"));
    let file = world.ask("GET", "/figures?file=csv", Some(&chief), false).await;
    assert!(file.status.is_success() && file.body.contains("新規相談受付件数"));
}

#[tokio::test]
async fn days_that_cannot_be_read_are_said_beside_their_field_and_what_was_typed_stays() {
    let world = World::new().await;
    let chief = world.sign_in("chief").await;
    let page = world.ask("GET", "/figures?from=R99.99.99&until=2020-01-01", Some(&chief), false).await.body;
    assert!(page.contains("R99.99.99") && page.contains("aria-invalid"));
    let turned = world.ask("GET", "/figures?from=2026-04-01&until=2026-03-01", Some(&chief), false).await.body;
    assert!(turned.contains("「いつから」より後の日を入力してください。"));
    let tomorrow = world.app.clock().today().succ_opt().unwrap();
    let address = format!("/figures?from=2020-04-01&until={tomorrow}");
    let to_come = world.ask("GET", &address, Some(&chief), false).await.body;
    assert!(to_come.contains("今日までの日を入力してください。"));
    for address in ["/figures/nothing", "/figures/%3Cb%3E"] {
        assert_eq!(world.ask("GET", address, Some(&chief), false).await.status, StatusCode::NOT_FOUND, "{address}");
    }
}
