//! History, the past, and printed forms.

use axum::http::StatusCode;
use banso_app::{CaseSearch, CaseView, NewRecord};
use banso_domain::{case::record::ContactMethod, id::RecordId, staff::Role};

use crate::world::{NAME, World};

/// The record of the sample case is corrected by its writer.
async fn correct(world: &World, text: &str, reason: &str) {
    let record: RecordId = world.address("{record}", false).parse().expect("a record");
    let actor = world.actor("chief", Role::ChiefCounselor).await;
    let corrected = NewRecord {
        on: world.app.clock().today(),
        methods: vec![ContactMethod::Interview],
        facts: text.to_owned(),
        ..NewRecord::default()
    };
    world.app.correct_record(&actor, world.case, record, corrected, reason).await.expect("a correction");
}

#[tokio::test]
async fn u11_the_text_before_a_correction_stays_reachable() {
    let world = World::new().await;
    correct(&world, "電話で話をした。", "来所ではなく電話だった").await;
    let chief = world.sign_in("chief").await;

    let history = world.ask("GET", &world.address("/cases/{case}/history", false), Some(&chief), false).await;
    let place = history.body.find("支援経過の訂正").expect("the correction is in the history");
    let link = history.body[place..].split("href=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a link");
    let entry = world.ask("GET", link, Some(&chief), false).await;

    assert!(history.body.contains("来所ではなく電話だった"));
    assert!(entry.body.contains("来所して話をした。") && entry.body.contains("電話で話をした。"), "{}", entry.body);
}

#[tokio::test]
async fn the_past_is_marked_as_past_and_knows_nothing_that_came_later() {
    let world = World::new().await;
    let chief = world.sign_in("chief").await;
    let today = world.app.clock().today();
    let yesterday = today.pred_opt().expect("a day before");
    let ask = |on: String| {
        let (world, chief) = (&world, &chief);
        async move {
            let address = world.address("/cases/{case}/as-of?on=", false) + &on;
            world.ask("GET", &address, Some(chief), false).await
        }
    };

    let (now, before, wrong) =
        (ask(today.to_string()).await, ask(yesterday.to_string()).await, ask("someday".to_owned()).await);

    assert!(now.body.contains("の終わりに分かっていたこと") && now.body.contains("来所して話をした。"));
    assert!(before.body.contains("まだこのケースはありませんでした") && !before.body.contains("来所して話をした。"));
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("id=\"on-error\"") && wrong.body.contains("value=\"someday\""));
}

#[tokio::test]
async fn u10_titles_of_history_and_printing_name_nobody() {
    let world = World::new().await;
    let chief = world.sign_in("chief").await;
    for path in ["/cases/{case}/history", "/cases/{case}/as-of", "/cases/{case}/print"] {
        let page = world.ask("GET", &world.address(path, false), Some(&chief), false).await;
        let title = page.body.split("<title>").nth(1).and_then(|rest| rest.split("</title>").next()).expect("a title");
        assert!(!title.contains(NAME) && title.contains("-00001"), "{path}: {title}");
    }
}

#[tokio::test]
async fn an_administrator_without_another_role_prints_an_empty_list() {
    let world = World::new().await;
    let admin = world.actor("admin", Role::Administrator).await;
    let (rows, total) = world.app.cases(&admin, &CaseSearch::of(CaseView::Open)).await.expect("a list");
    assert!(rows.is_empty() && total == 0);
    let visitor = world.sign_in("admin").await;
    let printed = world.ask("GET", "/cases/print/case_list.xlsx", Some(&visitor), false).await;
    assert_eq!(printed.status, StatusCode::OK);
}
