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
