//! 月次報告 on its page: the centre and its municipality read the counts, and nobody else any.

use axum::http::StatusCode;

use crate::world::{NAME, World};

#[tokio::test]
async fn a_month_is_counted_with_its_rules_and_names_nobody() {
    let world = World::new().await;
    for who in ["chief", "officer"] {
        let reader = world.sign_in(who).await;
        let page = world.ask("GET", "/monthly-return?month=2026-04", Some(&reader), false).await.body;
        assert!(page.contains("新規相談受付件数") && page.contains("初回相談受付日がこの月のケース"), "{who}");
        assert!(!page.contains(NAME), "{who}");
    }
    for who in ["office", "admin", "person", "employer"] {
        let reader = world.sign_in(who).await;
        let page = world.ask("GET", "/monthly-return", Some(&reader), false).await.body;
        assert!(page.contains("報告する自立相談支援機関がありません"), "{who}");
        let file = world.ask("GET", "/monthly-return?file=csv", Some(&reader), false).await;
        assert_eq!(file.status, StatusCode::NOT_FOUND, "{who}");
    }
}

#[tokio::test]
async fn p_144_a_past_month_is_noted_as_sent_and_this_one_is_not() {
    let world = World::new().await;
    let officer = world.sign_in("officer").await;
    let before = world.ask("GET", "/monthly-return?month=2020-01", Some(&officer), false).await.body;
    let field = |page: &str, name: &str| {
        let from = page.split_once(&format!("name=\"{name}\" value=\"")).map(|(_, rest)| rest.to_owned());
        from.and_then(|rest| rest.split_once('"').map(|(value, _)| value.to_owned())).unwrap_or_default()
    };
    let (centre, version) = (field(&before, "centre"), field(&before, "version"));
    assert!(before.contains("この数で報告したことを記録する"));
    let fields = |month: &'static str| [("month", month), ("centre", centre.as_str()), ("version", version.as_str())];
    let now = banso_domain::calendar::YearMonth::of(world.app.clock().today()).to_string();
    let refused = world
        .post("/monthly-return", &officer, &[("month", now.as_str()), ("centre", &centre), ("version", &version)])
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let sent = world.post("/monthly-return", &officer, &fields("2020-01")).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    let after = world.ask("GET", "/monthly-return?month=2020-01", Some(&officer), false).await.body;
    assert!(after.contains("変わっていません") && !after.contains("この数で報告したことを記録する"));
    let stale = world.post("/monthly-return", &officer, &fields("2020-02")).await;
    assert_eq!(stale.status, StatusCode::CONFLICT, "the entry has changed since");
}
