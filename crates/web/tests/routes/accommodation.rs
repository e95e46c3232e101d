//! 合理的配慮 considered together: what the firm reads once the person opens it, and what it writes itself.

use axum::http::StatusCode;

use crate::{
    jobs::{does, sees},
    world::World,
};

/// The person and the office have written what they ask for and what they see.
async fn asked(world: &World) -> String {
    let sheet = format!("/sheets/{}", world.together);
    let person = [("said-on", "今日"), ("requested_1", "電話から離れた席にしてほしい")];
    let view = [("said-on", "今日"), ("support_view_1", "電話が重なると手が止まる")];
    for (side, fields) in [("person", person), ("staff", view)] {
        let answer = does(world, "office", &format!("{sheet}/write/{side}"), &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    }
    sheet
}

#[tokio::test]
async fn r_14_the_firm_reads_what_is_asked_of_it_and_not_what_the_agency_thinks_and_writes_its_own_side() {
    let world = World::new().await;
    let sheet = asked(&world).await;
    let place = format!("/workplace/{}/accommodation", world.job);
    let page = sees(&world, "employer", &format!("/workplace/{}", world.job)).await.body;
    assert!(page.contains(&format!("{place}\"")), "the way there: {page}");
    let page = sees(&world, "employer", &place).await.body;
    assert!(page.contains("電話から離れた席にしてほしい") && page.contains("いっしょに考える"), "{page}");
    assert!(!page.contains("電話が重なると手が止まる"), "what the agency thinks is not the firm's to read");
    assert_eq!(sees(&world, "employer", &sheet).await.status, StatusCode::NOT_FOUND);

    let form = sees(&world, "employer", &format!("{place}/write")).await.body;
    assert!(form.contains("name=\"firm_can_1\"") && !form.contains("name=\"requested_1\""), "{form}");
    let answer = [("said-on", "今日"), ("firm_can_1", "電話当番から外す")];
    let written = does(&world, "employer", &format!("{place}/write"), &answer).await;
    assert_eq!(written.status, StatusCode::SEE_OTHER, "{}", written.body);
    assert!(written.location.starts_with(&place), "{}", written.location);

    let read = sees(&world, "office", &sheet).await.body;
    assert!(read.contains("電話当番から外す") && read.contains("会社が自分で記入"), "{read}");
    let own = sees(&world, "person", &format!("/my{sheet}")).await.body;
    assert!(own.contains("電話当番から外す"), "the person reads it: {own}");
}

#[tokio::test]
async fn p_92_what_the_firm_wrote_itself_is_changed_by_nobody_else() {
    let world = World::new().await;
    let sheet = asked(&world).await;
    let answer = [("said-on", "今日"), ("firm_can_1", "電話当番から外す")];
    let place = format!("/workplace/{}/accommodation/write", world.job);
    assert_eq!(does(&world, "employer", &place, &answer).await.status, StatusCode::SEE_OTHER);
    let over = [("said-on", "今日"), ("said-by", "店長"), ("firm_can_1", "何もできない")];
    let refused = does(&world, "office", &format!("{sheet}/write/employer"), &over).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("P-92") && refused.body.contains("何もできない"), "{}", refused.body);
}

#[tokio::test]
async fn a_firm_that_sends_an_answer_nobody_can_read_gets_it_back_with_what_it_typed() {
    let world = World::new().await;
    asked(&world).await;
    let place = format!("/workplace/{}/accommodation/write", world.job);
    let wrong = [("said-on", "令和8年2月30日"), ("firm_cannot_1", "席を移すこと")];
    let answer = does(&world, "employer", &place, &wrong).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("席を移すこと") && answer.body.contains("2月30日"), "{}", answer.body);
}

#[tokio::test]
async fn r_14_the_office_opens_a_sheet_to_a_firm_where_the_person_works_and_to_no_other() {
    let world = World::new().await;
    let permit = format!("/sheets/{}/do/permit", world.together);
    let form = sees(&world, "office", &permit).await.body;
    assert!(form.contains("name=\"firm\"") && form.contains("支援機関の見方は見えません"), "{form}");
    let elsewhere = world.address("{agency}", false);
    let fields =
        [("on", "今日"), ("purpose", "配慮の話し合い"), ("explained_by", "見本"), ("firm", elsewhere.as_str())];
    let refused = does(&world, "office", &permit, &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.location);
    assert!(refused.body.contains("会社を選んでください") && refused.body.contains("配慮の話し合い"));
}
