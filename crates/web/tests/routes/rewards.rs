//! 算定の確認表 on its page: for the office's own staff, on paper and as a file.

use axum::http::StatusCode;

use crate::world::{NAME, World};

#[tokio::test]
async fn who_works_at_no_office_reads_that_there_is_nothing_and_no_name() {
    let world = World::new().await;
    for who in ["officer", "admin", "person", "stranger", "employer"] {
        let visitor = world.sign_in(who).await;
        for address in ["/rewards", "/rewards?month=2026-04", "/rewards?month=%3Cb%3E", "/rewards?month=9999-12"] {
            let page = world.ask("GET", address, Some(&visitor), false).await;
            assert_eq!(page.status, StatusCode::OK, "{who} {address}");
            assert!(page.body.contains("この月に示すものはありません"), "{who} {address}");
            assert!(!page.body.contains(NAME));
        }
    }
    let officer = world.sign_in("officer").await;
    let file = world.ask("GET", "/rewards?file=csv", Some(&officer), false).await;
    assert_eq!(file.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_office_reads_evidence_and_what_is_missing_and_what_it_takes_along_stands_in_the_ledger() {
    let world = World::new().await;
    let office = world.sign_in("office").await;
    let today = world.app.clock().today().to_string();
    for what in ["accompanied", "conference"] {
        let fields = [("what", what), ("on", today.as_str())];
        let noted = world.post(&format!("/episodes/{}/change/note", world.episode), &office, &fields).await;
        assert_eq!(noted.status, StatusCode::SEE_OTHER, "{}", noted.body);
    }

    let page = world.ask("GET", "/rewards", Some(&office), false).await.body;
    for word in [
        NAME,
        "根拠がそろっているもの",
        "移行準備支援体制加算",
        "要確認",
        "この月の企業などへの同行",
        "根拠が足りないもの",
        "地域連携会議実施加算",
        "関係者の意見",
        "月1回まで",
    ] {
        assert!(page.contains(word), "{word}");
    }
    assert!(page.contains(&format!("/episodes/{}", world.episode)), "the record opens from its line");
    let before = world.ask("GET", "/rewards?month=2020-01", Some(&office), false).await.body;
    assert!(before.contains("この月に示すものはありません") && !before.contains(NAME));

    let file = world.ask("GET", "/rewards?file=csv", Some(&office), false).await;
    assert!(file.status == StatusCode::OK && file.body.contains(NAME) && file.body.contains("要確認"));
    let chief = world.sign_in("chief").await;
    let ledger = world.ask("GET", &format!("/cases/{}/ledger", world.case), Some(&chief), false).await.body;
    assert!(ledger.contains("算定の確認表"), "the person can see who took the list along");
}

#[tokio::test]
async fn an_administrator_reads_every_definition_and_how_sure_it_is() {
    let world = World::new().await;
    let admin = world.sign_in("admin").await;
    let page = world.ask("GET", "/administration/definitions", Some(&admin), false).await.body;
    for word in
        ["支援体制構築未実施減算", "基本報酬の10%", "1回につき583単位", "解説による（要照合）", "未確認（要確認）"]
    {
        assert!(page.contains(word), "{word}");
    }
}
