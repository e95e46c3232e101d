//! The plan of contacts at the office, at the employer and for the person; and what really was.

use axum::http::StatusCode;

use crate::world::{Answer, World};

/// Does something as the office; 「今日」 stands for the day of the test.
async fn does(world: &World, path: &str, fields: &[(&str, &str)]) -> Answer {
    let visitor = world.sign_in("office").await;
    let today = world.app.clock().today().to_string();
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (*name, if *value == "今日" { today.as_str() } else { *value })).collect();
    world.post(&format!("/jobs/{}/change/{path}", world.job), &visitor, &fields).await
}

async fn sees(world: &World, login: &str, path: &str) -> Answer {
    let visitor = world.sign_in(login).await;
    world.ask("GET", path, Some(&visitor), false).await
}

async fn office(world: &World) -> String {
    sees(world, "office", &format!("/jobs/{}", world.job)).await.body
}

const PLAN: &[(&str, &str)] = &[
    ("wish", "はじめは毎週話したい"),
    ("slot", "毎週月曜の10時"),
    ("from", "今日"),
    ("steps[0].phase", "first_month"),
    ("steps[0].with", "employer"),
    ("steps[0].from", "今日"),
    ("steps[0].every", "1"),
    ("steps[0].times", "４"),
    ("steps[0].give", "1"),
    ("steps[0].channels", "visit"),
    ("steps[1].phase", "first_month"),
    ("steps[1].with", "person"),
    ("steps[1].from", "今日"),
    ("steps[1].every", "2"),
    ("steps[1].times", "3"),
    ("return_if", "続けて休んだとき"),
];

#[tokio::test]
async fn r_41_a_plan_begins_with_the_persons_wish_and_with_no_number_that_nobody_typed() {
    let world = World::new().await;
    assert!(office(&world).await.contains("R-41"));
    let form = sees(&world, "office", &format!("/jobs/{}/change/plan", world.job)).await.body;
    for name in ["times", "every", "give"] {
        let field = form.split(&format!("name=\"steps[0].{name}\"")).nth(1).unwrap_or_default();
        let field = field.split('>').next().unwrap_or_default();
        assert!(form.contains(&format!("steps[0].{name}")) && !field.contains("value=\"1"), "{name}: {field}");
    }
    let silent = does(&world, "plan", &PLAN[1..]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(silent.body.contains("本人の希望を入力してください") && silent.body.contains("毎週月曜の10時"));
}

#[tokio::test]
async fn the_plan_stands_on_the_job_in_words_as_a_table_and_as_a_picture() {
    let world = World::new().await;
    let answer = does(&world, "plan", PLAN).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let page = office(&world).await;
    for word in
        ["はじめは毎週話したい", "毎週月曜の10時", "月に 4 回（前後 1 回まで）", "2 か月に 3 回", "3～5 回", "<svg"]
    {
        assert!(page.contains(word), "{word}");
    }
    assert!(!page.contains("R-41") && !page.contains("R-42"), "a plan with a fixed time is what was asked for");
    let met =
        [("on", "今日"), ("with", "employer"), ("with", "person"), ("channel", "visit"), ("words", "一緒に作業を見た")];
    assert_eq!(does(&world, "contacted", &met).await.status, StatusCode::SEE_OTHER);
    let page = office(&world).await;
    assert!(page.contains("一緒に作業を見た") && page.contains("contacts__dot"), "{page}");
}

#[tokio::test]
async fn r_13_the_employer_reads_its_own_part_of_the_plan_and_the_person_theirs_in_plain_words() {
    let world = World::new().await;
    does(&world, "plan", PLAN).await;
    let met = [("on", "今日"), ("with", "employer"), ("channel", "phone"), ("words", "通院の話もした")];
    does(&world, "contacted", &met).await;
    let alone = [("on", "今日"), ("with", "person"), ("channel", "office"), ("words", "家のことを話した")];
    does(&world, "contacted", &alone).await;
    let page = sees(&world, "employer", &format!("/workplace/{}", world.job)).await.body;
    assert!(page.contains("月に 4 回（前後 1 回まで）") && page.contains("毎週月曜の10時"));
    for word in ["はじめは毎週話したい", "2 か月に 3 回", "続けて休んだとき", "通院の話もした", "家のことを話した"]
    {
        assert!(!page.contains(word), "{word} is not the employer's to read");
    }
    let own = sees(&world, "person", "/my/jobs").await.body;
    for word in ["はじめは毎週話したい", "2 かげつに 3 かい はなします", "会社"] {
        assert!(own.contains(word), "{word}");
    }
}

#[tokio::test]
async fn a_number_that_is_none_comes_back_beside_its_field_and_another_row_is_no_refusal() {
    let world = World::new().await;
    let wrong: Vec<(&str, &str)> = PLAN
        .iter()
        .map(|(name, value)| if *name == "steps[0].times" { (*name, "毎週") } else { (*name, *value) })
        .collect();
    let answer = does(&world, "plan", &wrong).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("数字を入力してください") && answer.body.contains("はじめは毎週話したい"));
    let more: Vec<(&str, &str)> = PLAN.iter().copied().chain([("add_row", "steps")]).collect();
    let answer = does(&world, "plan", &more).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.body.contains("steps[2].times"));
}

#[tokio::test]
async fn r_79_a_job_is_left_to_the_workplace_once_the_support_inside_is_written_to_carry() {
    let world = World::new().await;
    let too_soon = does(&world, "workplace", &[("on", "今日"), ("to", "班長")]).await;
    assert_eq!(too_soon.status, StatusCode::NOT_FOUND);
    let seen = [("on", "今日"), ("words", "班長が毎朝声をかけている"), ("solid", "yes")];
    assert_eq!(does(&world, "support", &seen).await.status, StatusCode::SEE_OTHER);
    assert!(office(&world).await.contains("R-79"));
    assert_eq!(does(&world, "workplace", &[("on", "今日"), ("to", "班長")]).await.status, StatusCode::SEE_OTHER);
    let page = office(&world).await;
    assert!(page.contains("職場に任せた") && !page.contains("R-43"), "{page}");
    let back = does(&world, "reopen", &[("on", "今日"), ("reason", "休みが続いた")]).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER);
    assert!(office(&world).await.contains("R-43"));
}

#[tokio::test]
async fn r_43_a_report_noted_at_the_use_is_known_at_the_job_and_nobody_writes_it_twice() {
    let world = World::new().await;
    let visitor = world.sign_in("office").await;
    let today = world.app.clock().today().to_string();
    let note = format!("/episodes/{}/change/note", world.episode);
    let answer = world.post(&note, &visitor, &[("what", "report_shared"), ("on", &today)]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    assert!(office(&world).await.contains("支援レポートを共有した"));
}

#[tokio::test]
async fn r_80_beside_a_new_job_with_a_support_for_a_time_alone_registering_early_is_suggested() {
    let world = World::new().await;
    assert!(office(&world).await.contains("R-80"));
}
