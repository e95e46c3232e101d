//! ふりがな on the person's own pages.

use axum::{
    body::Body,
    http::{Request, StatusCode, header::COOKIE},
};

use crate::world::{Visitor, World};

/// A page of the person, as their browser asks for it after the switch.
async fn page(world: &World, person: &Visitor, path: &str, readings: &str) -> String {
    let cookie = format!("{}; banso-ruby={readings}", person.cookie);
    let request = Request::get(path).header(COOKIE, cookie).body(Body::empty()).expect("a request");
    let answer = world.send(request).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}");
    answer.body
}

#[tokio::test]
async fn u21_readings_stand_over_the_words_of_the_persons_pages_once_they_are_switched_on() {
    let world = World::new().await;
    let person = world.sign_in("person").await;
    let plain = page(&world, &person, "/my", "off").await;
    assert!(plain.contains("ふりがなを つける") && !plain.contains("<ruby>"), "{plain}");

    let switched = world.send_form("/my/ruby", &person, &[("ruby", "on"), ("here", "/my/ledger")]).await;
    assert_eq!(switched.location, "/my/ledger");
    assert!(switched.cookie.is_some_and(|cookie| cookie.contains("banso-ruby=on")));

    for path in ["/my", "/my/ledger", "/my/years"] {
        let read = page(&world, &person, path, "on").await;
        assert!(read.contains("<ruby>") && read.contains("ふりがなを けす"), "{read}");
        let title = read.split("<title>").nth(1).and_then(|rest| rest.split("</title>").next()).expect("a title");
        assert!(!title.contains('<'), "{title}");
        assert!(!read.contains(|letter| ('\u{fdd0}'..='\u{fdef}').contains(&letter)), "no mark is left: {read}");
    }
}

#[tokio::test]
async fn u21_only_the_person_has_the_switch_and_it_leads_nowhere_else() {
    let world = World::new().await;
    let person = world.sign_in("person").await;
    let away = world.send_form("/my/ruby", &person, &[("ruby", "on"), ("here", "https://example.com/")]).await;
    assert_eq!(away.location, "/");
    let chief = world.sign_in("chief").await;
    let answer = world.send_form("/my/ruby", &chief, &[("ruby", "on")]).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}
