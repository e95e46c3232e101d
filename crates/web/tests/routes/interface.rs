//! The JSON interface, as a program meets it.

use axum::{
    body::Body,
    http::{
        Request, StatusCode,
        header::{AUTHORIZATION, CONTENT_TYPE, IF_MATCH},
    },
};
use serde_json::{Value, json};

use crate::world::{Answer, NAME, Visitor, World};

/// A request with the session's token in the header, and a version if one is given.
async fn call(world: &World, method: &str, path: &str, who: &Visitor, version: Option<&str>, body: Value) -> Answer {
    let token = who.cookie.split_once('=').expect("a cookie with its value").1;
    let mut request = Request::builder().method(method).uri(path).header(AUTHORIZATION, format!("Bearer {token}"));
    if let Some(version) = version {
        request = request.header(IF_MATCH, version);
    }
    let body = if body.is_null() { Body::empty() } else { Body::from(body.to_string()) };
    world.send(request.header(CONTENT_TYPE, "application/json").body(body).expect("a request")).await
}

fn read(answer: &Answer) -> Value {
    serde_json::from_str(&answer.body).expect("a JSON document")
}

#[tokio::test]
async fn a_person_is_changed_only_from_the_version_that_was_read() {
    let world = World::new().await;
    let chief = world.sign_in("chief").await;
    let path = world.address("/api/v1/persons/{person}", false);

    let first = call(&world, "GET", &path, &chief, None, Value::Null).await;
    let known = first.version.as_deref().expect("a version");
    let facts = json!({"name": NAME, "kana": "はすみ ことは", "phone_mobile": "090-0000-0000"});
    let unversioned = call(&world, "PUT", &path, &chief, None, facts.clone()).await;
    let changed = call(&world, "PUT", &path, &chief, Some(known), facts.clone()).await;
    let stale = call(&world, "PUT", &path, &chief, Some(known), facts).await;

    assert_eq!(read(&first)["name"], NAME);
    assert_eq!(unversioned.status, StatusCode::PRECONDITION_REQUIRED);
    assert_eq!(changed.status, StatusCode::OK, "{}", changed.body);
    assert_eq!(read(&changed)["kana"], "ハスミ コトハ");
    assert_ne!(changed.version.as_deref(), Some(known));
    assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED);
}

#[tokio::test]
async fn a_record_that_a_program_writes_stands_on_the_timeline() {
    let world = World::new().await;
    let chief = world.sign_in("chief").await;
    let path = world.address("/api/v1/cases/{case}/records", false);
    let today = world.app.clock().today();

    let record = json!({"on": today, "methods": ["phone"], "counterparts": ["person"], "facts": "電話で話した。"});
    let made = call(&world, "POST", &path, &chief, None, record).await;

    assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
    let timeline = read(&call(&world, "GET", &path, &chief, None, Value::Null).await);
    assert_eq!(timeline["total"], 2);
    assert_eq!(timeline["records"][0]["id"], read(&made)["id"]);
    assert_eq!(timeline["records"][0]["facts"], "電話で話した。");
}

#[tokio::test]
async fn a_record_that_names_a_version_of_the_case_is_written_only_if_nothing_came_between() {
    for world in World::on_both_engines().await {
        let chief = world.sign_in("chief").await;
        let (case, path) =
            (world.address("/api/v1/cases/{case}", false), world.address("/api/v1/cases/{case}/records", false));
        let known = call(&world, "GET", &case, &chief, None, Value::Null).await.version.expect("a version");
        let record =
            json!({"on": world.app.clock().today(), "methods": ["phone"], "counterparts": ["person"], "facts": "x"});

        let made = call(&world, "POST", &path, &chief, Some(&known), record.clone()).await;
        let stale = call(&world, "POST", &path, &chief, Some(&known), record.clone()).await;
        let next = call(&world, "POST", &path, &chief, made.version.as_deref(), record.clone()).await;
        let unreadable = call(&world, "POST", &path, &chief, Some("\"yesterday\""), record).await;

        assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
        assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED);
        assert_eq!(next.status, StatusCode::CREATED, "{}", next.body);
        assert_eq!(unreadable.status, StatusCode::PRECONDITION_REQUIRED);
        world.clear().await;
    }
}

#[tokio::test]
async fn what_a_rule_refuses_comes_with_the_number_of_the_rule() {
    let world = World::new().await;
    let chief = world.sign_in("chief").await;
    let path = world.address("/api/v1/cases/{case}/records", false);

    let future = json!({"on": "2999-01-01", "facts": "まだ起きていないこと。"});
    let refused = call(&world, "POST", &path, &chief, None, future).await;
    let unknown = call(&world, "POST", &path, &chief, None, json!({"on": "2026-01-01", "surprise": 1})).await;

    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(read(&refused)["rules"], json!(["P-11"]));
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(read(&unknown)["detail"].as_str().expect("a reason").contains("surprise"));
}

#[tokio::test]
async fn caseload_and_search_carry_the_name_for_those_who_may_read_it_and_nothing_for_others() {
    let world = World::new().await;
    let (chief, stranger) = (world.sign_in("chief").await, world.sign_in("stranger").await);
    let caseload = world.address("/api/v1/cases?assigned_to={staff}&limit=50", false);
    let search = "/api/v1/persons?search=%E8%93%AE%E8%A6%8B&limit=20";

    let mine = read(&call(&world, "GET", &caseload, &chief, None, Value::Null).await);
    let found = read(&call(&world, "GET", search, &chief, None, Value::Null).await);

    assert_eq!(mine["cases"][0]["person"]["name"], NAME);
    assert_eq!(found["persons"][0]["name"], NAME);
    let theirs = read(&call(&world, "GET", &caseload, &stranger, None, Value::Null).await);
    let nobody = read(&call(&world, "GET", search, &stranger, None, Value::Null).await);
    assert_eq!((theirs["cases"].clone(), nobody["persons"].clone()), (json!([]), json!([])));
}

#[tokio::test]
async fn every_failure_is_a_problem_document() {
    let world = World::new().await;
    let chief = world.sign_in("chief").await;
    for (method, path, status) in [
        ("GET", "/api/v1/persons/no-such-person", 404),
        ("GET", "/api/v1/nothing-here", 404),
        ("DELETE", "/api/v1/cases", 405),
        ("GET", "/api/v1/cases?limit=many", 422),
    ] {
        let answer = call(&world, method, path, &chief, None, Value::Null).await;
        assert_eq!(answer.status.as_u16(), status, "{method} {path}");
        assert_eq!(read(&answer)["status"], status, "{method} {path}: {}", answer.body);
    }
}
