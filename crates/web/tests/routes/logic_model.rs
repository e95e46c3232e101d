//! The logic model on its page: a picture, boxes with figures and stories, written by those who answer for the region, as of any day.

use axum::http::StatusCode;

use crate::world::{Answer, NAME, World};

const TELL: &str = "/logic-model/boxes/steadiness/tell";

async fn does(world: &World, login: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
    let visitor = world.sign_in(login).await;
    world.post(path, &visitor, fields).await
}

async fn sees(world: &World, login: &str, path: &str) -> Answer {
    let visitor = world.sign_in(login).await;
    world.ask("GET", path, Some(&visitor), false).await
}

#[tokio::test]
async fn r_06_each_box_stands_with_its_arrows_its_figures_and_what_cannot_be_counted_is_told() {
    let world = World::new().await;
    let page = sees(&world, "chief", "/logic-model").await.body;
    for words in [
        "関係者の間で情報を共有する",
        "アウトプット（したこと）",
        "職場に定着し、退職が減る",
        "つながる先",
        "同行支援",
        "機関の順位はつけません",
        "合図を決めた",
        "第7節",
        "<svg",
        "role=\"img\"",
    ] {
        assert!(page.contains(words), "{words}");
    }
    assert!(!page.contains(NAME));
    let figures = sees(&world, "chief", "/figures").await.body;
    assert!(figures.contains("href=\"/logic-model\""));
    assert_eq!(sees(&world, "employer", "/logic-model").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn p_116_who_answers_for_the_region_writes_boxes_and_a_refusal_keeps_what_was_typed() {
    for world in World::on_both_engines().await {
        assert_eq!(sees(&world, "counselor", "/logic-model/boxes/new").await.status, StatusCode::FORBIDDEN);
        assert_eq!(sees(&world, "clinic", "/logic-model/boxes/stays/write").await.status, StatusCode::FORBIDDEN);
        let version = "2";
        let right = [
            ("version", version),
            ("column", "output"),
            ("words", "見学を受け入れる企業が増える"),
            ("english", "More firms open their doors"),
            ("leads_to", "more_hired"),
            ("indicators", "cs_practice_sites"),
        ];
        let mut wrong = right;
        wrong[1] = ("column", "final");
        let refused = does(&world, "officer", "/logic-model/boxes/new", &wrong).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains("P-116") && refused.body.contains("見学を受け入れる"), "{}", refused.body);
        let done = does(&world, "officer", "/logic-model/boxes/new", &right).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        assert!(sees(&world, "clinic", "/logic-model").await.body.contains("見学を受け入れる企業が増える"));

        let late = does(&world, "officer", "/logic-model/boxes/new", &right).await;
        assert_eq!(late.status, StatusCode::CONFLICT, "somebody else was quicker");
        let out = does(&world, "officer", "/logic-model/boxes/medical_view/remove", &[]).await;
        assert_eq!(out.status, StatusCode::SEE_OTHER, "{}", out.body);
        let page = sees(&world, "chief", "/logic-model").await.body;
        assert!(!page.contains("医学的な見方") && page.contains("箱を外した"));
        let before = sees(&world, "chief", "/logic-model?on=2024-04-01").await.body;
        assert!(before.contains("医学的な見方") && before.contains("2024年4月1日"), "as of an earlier day");
        assert!(!before.contains("/logic-model/boxes/"), "and nothing is written there");
        assert!(
            sees(&world, "chief", "/logic-model?on=2020-01-01").await.body.contains("使っていたモデルはありません")
        );
        let typed = sees(&world, "chief", "/logic-model?on=R99.99.99").await.body;
        assert!(typed.contains("R99.99.99") && typed.contains("aria-invalid"));
        world.clear().await;
    }
}

#[tokio::test]
async fn p_117_r_62_a_story_names_nobody_and_is_taken_back_by_who_told_it() {
    for world in World::on_both_engines().await {
        let story = [("viewpoint", "person"), ("words", "朝の電話が減り、眠れるようになった")];
        let unsure = does(&world, "clinic", TELL, &story).await;
        assert!(unsure.body.contains("P-117") && unsure.body.contains("眠れるように"), "{}", unsure.body);
        let named = [("viewpoint", "person"), ("words", "2026-00417 の人"), ("nobody", "yes")];
        assert!(does(&world, "clinic", TELL, &named).await.body.contains("R-62"));
        let sure = [story[0], story[1], ("nobody", "yes")];
        let told = does(&world, "clinic", TELL, &sure).await;
        assert_eq!(told.status, StatusCode::SEE_OTHER, "{}", told.body);
        let page = sees(&world, "clinic", "/logic-model").await.body;
        assert!(page.contains("眠れるようになった"));
        let (_, own) = page.split_once("眠れるようになった").expect("the story");
        let (_, own) = own.split_once("href=\"").expect("a link");
        let back = own.split_once('"').expect("its end").0;
        assert!(back.starts_with("/logic-model/stories/"), "{back}");
        assert_eq!(sees(&world, "office", back).await.status, StatusCode::FORBIDDEN, "another agency");
        assert_eq!(does(&world, "clinic", back, &[]).await.status, StatusCode::SEE_OTHER);
        assert!(!sees(&world, "chief", "/logic-model").await.body.contains("眠れるようになった"));
        world.clear().await;
    }
}
