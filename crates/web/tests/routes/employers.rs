//! What is told of employers, and gatherings of employers: for those who support people, for the firm itself, and for nobody else.

use axum::http::StatusCode;

use crate::world::{Answer, EMPLOYER, NAME, World};

async fn does(world: &World, login: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
    let visitor = world.sign_in(login).await;
    let today = world.app.clock().today().to_string();
    let firm = world.address("{employer}", false);
    let real = |value: &&str| match *value {
        "今日" => today.clone(),
        "この企業" => firm.clone(),
        other => other.to_owned(),
    };
    let fields: Vec<(&str, String)> = fields.iter().map(|(name, value)| (*name, real(value))).collect();
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    world.post(path, &visitor, &fields).await
}

async fn sees(world: &World, login: &str, path: &str) -> Answer {
    let visitor = world.sign_in(login).await;
    world.ask("GET", path, Some(&visitor), false).await
}

fn home(world: &World) -> String {
    format!("/employers/{}", world.address("{employer}", false))
}

const TOLD: &[(&str, &str)] = &[
    ("trade", "部品の製造"),
    ("tasks", "検品と箱づめ"),
    ("quota", "２．５"),
    ("quota_on", "今日"),
    ("key_role", "製造課の班長"),
    ("open_to", "visits"),
    ("open_to", "practice"),
    ("confirmed_on", "今日"),
];

#[tokio::test]
async fn an_employer_tells_about_itself_and_those_who_support_people_read_it() {
    for world in World::on_both_engines().await {
        let answer = does(&world, "employer", &format!("{}/profile", home(&world)), TOLD).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        let list = sees(&world, "office", "/employers").await.body;
        assert!(list.contains(EMPLOYER) && list.contains("部品の製造") && list.contains("実習を受け入れる"), "{list}");
        let page = sees(&world, "chief", &home(&world)).await.body;
        for word in ["検品と箱づめ", "2.50", "製造課の班長", "この企業"] {
            assert!(page.contains(word), "{word}");
        }
        assert!(!page.contains(NAME), "nobody who works there stands on it");
        world.clear().await;
    }
}

#[tokio::test]
async fn an_agency_may_tell_it_too_and_the_page_says_who_told() {
    let world = World::new().await;
    let answer = does(&world, "office", &format!("{}/profile", home(&world)), TOLD).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let page = sees(&world, "employer", &home(&world)).await.body;
    assert!(page.contains("支援機関") && page.contains("検品と箱づめ"), "{page}");
}

#[tokio::test]
async fn p_124_a_name_without_the_day_of_consent_comes_back_beside_its_field() {
    let world = World::new().await;
    let named: Vec<(&str, &str)> = TOLD.iter().copied().chain([("key_name", "山本")]).collect();
    let answer = does(&world, "employer", &format!("{}/profile", home(&world)), &named).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("同意した日を入力してください") && answer.body.contains("検品と箱づめ"));
}

#[tokio::test]
async fn the_person_and_the_administrator_find_no_employers_there() {
    let world = World::new().await;
    for login in ["person", "admin"] {
        let page = sees(&world, login, &home(&world)).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{login}");
    }
}

#[tokio::test]
async fn an_administrator_who_changes_the_entry_leaves_what_the_firm_told() {
    let world = World::new().await;
    does(&world, "employer", &format!("{}/profile", home(&world)), TOLD).await;
    let id = world.address("{employer}", false);
    let version = world.app.agency(id.parse().expect("an id")).await.expect("the entry").version.to_string();
    let fields = [
        ("kind", "employer"),
        ("name", EMPLOYER),
        ("phone", "0138-00-0000"),
        ("version", &version),
        ("openness", "no"),
        ("liaison_year", "fiscal"),
    ];
    let answer = does(&world, "admin", &format!("/administration/agencies/{id}"), &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    assert!(sees(&world, "office", &home(&world)).await.body.contains("検品と箱づめ"));
}

#[tokio::test]
async fn p_125_a_workplace_that_was_named_only_is_linked_and_the_firm_then_sees_its_side() {
    for world in World::on_both_engines().await {
        let fields = [
            ("kind", "practice"),
            ("employer", "まだ登録されていない会社（架空）"),
            ("work", "倉庫の片づけ"),
            ("starts_on", "今日"),
            ("slot", "general_slot"),
            ("disclosure", "open"),
            ("route", "other"),
        ];
        let answer = does(&world, "office", &format!("/episodes/{}/job", world.episode), &fields).await;
        let job = answer.location.clone();
        let job = job.split('?').next().unwrap_or_default().to_owned();
        let id = job.trim_start_matches("/jobs/").to_owned();
        assert_eq!(sees(&world, "employer", &format!("/workplace/{id}")).await.status, StatusCode::NOT_FOUND);
        let linked = does(&world, "office", &format!("{job}/change/link"), &[("to", EMPLOYER)]).await;
        assert_eq!(linked.status, StatusCode::SEE_OTHER, "{}", linked.body);
        let page = sees(&world, "employer", &format!("/workplace/{id}")).await;
        assert!(page.status.is_success() && page.body.contains("倉庫の片づけ"));
        assert!(sees(&world, "employer", "/jobs").await.body.contains("倉庫の片づけ"), "and on its list");
        world.clear().await;
    }
}

const GATHERING: &[(&str, &str)] = &[
    ("on", "今日"),
    ("time", "14時から"),
    ("place", "市民センター"),
    ("theme", "休憩の取り方"),
    ("invited", "この企業"),
];

async fn planned(world: &World) -> String {
    let answer = does(world, "office", "/gatherings/new", GATHERING).await;
    let at = answer.location.clone();
    at.split('?').next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn k_22_a_gathering_is_planned_held_and_written_down_and_each_firm_answers_for_itself() {
    for world in World::on_both_engines().await {
        let at = planned(&world).await;
        let page = sees(&world, "employer", &at).await.body;
        assert!(page.contains("休憩の取り方") && page.contains("引き受けられることを答える"), "{page}");
        let said = [("on", "今日"), ("open_to", "advise"), ("words", "午前なら")];
        let answer = does(&world, "employer", &format!("{at}/change/answer"), &said).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        let notes = [("attended", "この企業"), ("notes", "各社の工夫を話した")];
        assert_eq!(does(&world, "office", &format!("{at}/change/held"), &notes).await.status, StatusCode::SEE_OTHER);
        let task = [("what", "見学の日を決める"), ("who", "事業所"), ("due_on", "今日")];
        assert_eq!(does(&world, "office", &format!("{at}/change/task"), &task).await.status, StatusCode::SEE_OTHER);
        let page = sees(&world, "chief", &at).await.body;
        for word in ["各社の工夫を話した", "はじめて雇う企業の相談に乗る", "午前なら", "見学の日を決める"]
        {
            assert!(page.contains(word), "{word}");
        }
        let firm = sees(&world, "employer", &at).await.body;
        assert!(!firm.contains("見学の日を決める"), "what the agency has to do is its own");
        assert!(sees(&world, "office", "/gatherings").await.body.contains("見学の日を決める"));
        world.clear().await;
    }
}

#[tokio::test]
async fn a_firm_does_not_write_what_the_host_writes() {
    let world = World::new().await;
    let at = planned(&world).await;
    let notes = [("attended", "この企業"), ("notes", "各社の工夫を話した")];
    assert_eq!(does(&world, "employer", &format!("{at}/change/held"), &notes).await.status, StatusCode::NOT_FOUND);
    assert_eq!(does(&world, "employer", "/gatherings/new", GATHERING).await.status, StatusCode::FORBIDDEN);
    let other = does(&world, "chief", &format!("{at}/change/held"), &notes).await;
    assert_eq!(other.status, StatusCode::NOT_FOUND, "nor does another agency");
}

#[tokio::test]
async fn r_62_a_record_of_the_region_that_names_a_case_is_refused_and_comes_back() {
    let world = World::new().await;
    let at = planned(&world).await;
    let notes = [("attended", "この企業"), ("notes", "2026-00417 の人のことを話した")];
    let answer = does(&world, "office", &format!("{at}/change/held"), &notes).await;
    assert!(!answer.status.is_redirection() && answer.body.contains("R-62"), "{}", answer.body);
    assert!(answer.body.contains("2026-00417"));
}
