//! Invitations as they are made and opened in a browser.

use axum::http::StatusCode;

use crate::world::World;

#[tokio::test]
async fn an_invitation_is_shown_once_and_a_wrong_name_is_said_beside_its_field() {
    let world = World::new().await;
    let admin = world.sign_in("admin").await;
    let address = world.address("/administration/staff/{staff}/invitation", false);

    let asked = world.ask("GET", &address, Some(&admin), false).await;
    let made = world.send_form(&address, &admin, &[]).await;
    let secret = made.body.split_once("/invitation/").and_then(|(_, rest)| rest.split_once('"')).expect("an address").0;
    let page = format!("/invitation/{secret}");
    let wrong = world.ask("GET", "/invitation/nonsense", None, false).await;
    let open = world.ask("GET", &page, None, false).await;

    assert!(asked.body.contains("一度だけ使えます"), "{}", asked.body);
    assert!(made.body.contains("別々の方法"));
    assert_eq!(open.status, StatusCode::OK);
    assert!(!open.body.contains("職員"), "whoever finds the link does not learn whose it is");
    assert_eq!(wrong.status, StatusCode::NOT_FOUND);
    assert!(wrong.body.contains("このページは開けません"));
}
