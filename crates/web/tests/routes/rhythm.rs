//! 連絡の見直し: the list, and one link that is not thinning.

use axum::http::StatusCode;

use crate::world::World;

#[tokio::test]
async fn the_list_says_what_was_looked_at_and_a_link_that_is_as_usual_offers_nothing_to_close() {
    let world = World::new().await;
    let worker = world.sign_in("chief").await;
    let list = world.ask("GET", "/rhythm", Some(&worker), false).await;
    assert_eq!(list.status, StatusCode::OK);
    assert!(list.body.contains("連絡の見直し") && list.body.contains("件のつながりを調べました"), "{}", list.body);
    let link = format!("/rhythm/cases/{}/person", world.case);
    let page = world.ask("GET", &link, Some(&worker), false).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.body.contains("原因を記録して終える"), "nothing thinned");
    for nowhere in ["/rhythm/cases/x/person", &format!("/rhythm/cases/{}/nobody", world.case)] {
        assert_eq!(world.ask("GET", nowhere, Some(&worker), false).await.status, StatusCode::NOT_FOUND, "{nowhere}");
    }
    world.clear().await;
}
