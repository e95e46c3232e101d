//! R-68 on its page: figures of a half-year without names, for the office and its municipality.

use axum::http::StatusCode;

use crate::world::{NAME, World};

#[tokio::test]
async fn r_68_who_answers_for_no_office_reads_that_there_is_none_and_no_name() {
    let world = World::new().await;
    for who in ["chief", "office", "officer", "person", "stranger"] {
        let visitor = world.sign_in(who).await;
        for address in
            ["/neutrality", "/neutrality?half=2026-1", "/neutrality?half=%3Cb%3E", "/neutrality?half=9999999-1"]
        {
            let page = world.ask("GET", address, Some(&visitor), false).await;
            assert_eq!(page.status, StatusCode::OK, "{who} {address}");
            assert!(page.body.contains("ここで見られる就労選択支援の事業所はありません"), "{who} {address}");
            assert!(!page.body.contains(NAME));
        }
    }
}
