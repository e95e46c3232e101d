//! An employer that leaves Banso, on the pages: an administrator writes its last day, its accounts end, and the job says that it is called.

use axum::http::StatusCode;

use crate::world::{EMPLOYER, World};

/// The version of an agency's entry.
async fn known(world: &World, name: &str) -> String {
    let agencies = world.app.agencies().await.expect("it is there");
    let found = agencies.iter().find(|row| row.facts.name == name).expect("it is there");
    found.version.to_string()
}

#[tokio::test]
async fn p_146_a_firm_that_left_sees_nothing_any_more_and_its_name_stays() {
    let world = World::new().await;
    let admin = world.sign_in("admin").await;
    let firm = format!("/administration/agencies/{}", world.address("{employer}", false));
    let page = world.ask("GET", &firm, Some(&admin), false).await.body;
    assert!(page.contains("Banso の利用をやめた日"));
    let visitor = world.sign_in("employer").await;
    assert_eq!(world.ask("GET", "/jobs", Some(&visitor), false).await.status, StatusCode::OK);
    let yesterday = world.app.clock().today().pred_opt().unwrap().to_string();
    let version = known(&world, EMPLOYER).await;
    let fields = [("kind", "employer"), ("name", EMPLOYER), ("left_on", &yesterday), ("version", &version)];
    assert_eq!(world.send_form(&firm, &admin, &fields).await.status, StatusCode::SEE_OTHER);
    assert_ne!(world.ask("GET", "/jobs", Some(&visitor), false).await.status, StatusCode::OK, "its session has ended");
    assert_ne!(known(&world, EMPLOYER).await, version, "its entry stays, and says so");
    let office = world.sign_in("office").await;
    let shown =
        world.ask("GET", &format!("/employers/{}", world.address("{employer}", false)), Some(&office), false).await;
    assert!(shown.body.contains("利用をやめました"));
}

#[tokio::test]
async fn p_145_the_administrators_own_agency_stays_and_what_was_typed_with_it() {
    let world = World::new().await;
    let admin = world.sign_in("admin").await;
    let mut refused = 0;
    for row in world.app.agencies().await.unwrap().iter() {
        let address = format!("/administration/agencies/{}", row.id);
        let version = row.version.to_string();
        let fields = [
            ("kind", row.facts.kind.name()),
            ("name", row.facts.name.as_str()),
            ("left_on", "2020-01-01"),
            ("version", version.as_str()),
        ];
        let answer = world.send_form(&address, &admin, &fields).await;
        if answer.status == StatusCode::UNPROCESSABLE_ENTITY {
            assert!(answer.body.contains("2020-01-01"), "what was typed stays");
            assert!(answer.body.contains("自分の機関は、利用をやめたことにできません"));
            refused += 1;
        }
    }
    assert_eq!(refused, 1, "one's own and no other");
}
