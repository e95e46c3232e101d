//! The directory as open data: `/hsds` for programs, and files beside the list.

use axum::{
    body::Body,
    http::{
        Request, StatusCode,
        header::{CONTENT_DISPOSITION, CONTENT_TYPE, COOKIE},
    },
};
use serde_json::Value;

use crate::{
    region_writes::{fields, send, version},
    resources::known,
    world::{Answer, NAME, World},
};

/// A directory with an entry of which the region tells what is for those who support people, and with somebody to turn to.
async fn prepared(world: &World) -> String {
    let address = known(world).await;
    let chief = world.sign_in("chief").await;
    let words = [("description", "=1+1"), ("region_note", "内輪のことば 𠮷")];
    let sent = fields(world, &address, &chief, &words).await;
    assert_eq!(send(world, &format!("{address}/edit"), &chief, &sent).await.status, StatusCode::SEE_OTHER);
    let (version, today) = (version(world, &address, &chief).await, world.app.clock().today().to_string());
    let contact = [
        ("version", version.as_str()),
        ("contact_name", "緑川 すず"),
        ("agreed_by", "本人から"),
        ("agreed_on", &today),
    ];
    assert_eq!(world.post(&format!("{address}/contacts"), &chief, &contact).await.status, StatusCode::SEE_OTHER);
    address
}

async fn asked(world: &World, login: Option<&str>, path: &str) -> Answer {
    let visitor = match login {
        Some(login) => Some(world.sign_in(login).await),
        None => None,
    };
    world.ask("GET", path, visitor.as_ref(), false).await
}

fn read(answer: &Answer) -> Value {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    serde_json::from_str(&answer.body).expect("a JSON document")
}

#[tokio::test]
async fn a_program_pages_through_services_organisations_places_and_terms() {
    for world in World::on_both_engines().await {
        let address = known(&world).await;
        let id = address.rsplit('/').next().expect("an id");
        let chief = world.sign_in("chief").await;
        let ask = async |path: String| read(&world.ask("GET", &path, Some(&chief), false).await);

        assert_eq!(ask("/hsds/".to_owned()).await["version"], "3.0");
        let page = ask("/hsds/services?per_page=2&page=2".to_owned()).await;
        let told =
            ["total_items", "total_pages", "page_number", "size"].map(|name| page[name].as_i64().expect("a number"));
        assert_eq!(told, [4, 2, 2, 2]);
        assert_eq!((&page["first_page"], &page["last_page"]), (&Value::Bool(false), &Value::Bool(true)));

        let service = ask(format!("/hsds/services/{id}")).await;
        assert_eq!(service["service_at_locations"][0]["phones"][0]["number"], "011-999-9999", "the region's word");
        let organisation = service["organization"]["id"].as_str().expect("an id").to_owned();
        let whole = ask(format!("/hsds/organizations/{organisation}")).await;
        assert_eq!(
            (whole["services"].as_array().map(Vec::len), whole["locations"].as_array().map(Vec::len)),
            (Some(3), Some(2))
        );
        let of_it = ask(format!("/hsds/services?organization_id={organisation}")).await;
        assert_eq!(of_it["total_items"], 3);
        let place = ask(format!("/hsds/service_at_locations/{id}")).await;
        assert_eq!(place["service"]["id"], service["id"]);

        let terms = ask("/hsds/taxonomy_terms?search=就労移行支援"
            .replace("就労移行支援", "%E5%B0%B1%E5%8A%B4%E7%A7%BB%E8%A1%8C%E6%94%AF%E6%8F%B4"))
        .await;
        let term = terms["contents"][0]["id"].as_str().expect("an id").to_owned();
        assert_eq!(ask(format!("/hsds/services?taxonomy_term_id={term}")).await["total_items"], 2);
        world.clear().await;
    }
}

#[tokio::test]
async fn p_140_everybody_is_answered_where_it_was_opened_and_gets_nothing_that_is_for_supporters() {
    let world = World::new().await;
    let address = prepared(&world).await;
    let id = address.rsplit('/').next().expect("an id").to_owned();
    let service = format!("/hsds/services/{id}");
    assert_eq!(asked(&world, None, "/hsds/services").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(asked(&world, Some("employer"), &service).await.status, StatusCode::FORBIDDEN);
    assert_eq!(asked(&world, None, "/hsds/").await.status, StatusCode::OK);

    world.app.open_directory();
    let answer = asked(&world, None, &service).await;
    assert_eq!(read(&answer)["name"], "ＬＩＴＡあおば");
    for word in ["内輪のことば", "緑川 すず", NAME] {
        assert!(!answer.body.contains(word), "{word}");
    }
    assert_eq!(
        asked(&world, None, "/hsds/services/00000000-0000-0000-0000-000000000007").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn what_the_specification_knows_and_nobody_answers_here_is_refused_by_its_name() {
    let world = World::new().await;
    known(&world).await;
    for asked_for in ["modified_after=2026-01-01T00:00:00Z", "minimal=true", "per_page=many", "format=csv"] {
        let answer = asked(&world, Some("chief"), &format!("/hsds/services?{asked_for}")).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{asked_for}: {}", answer.body);
    }
}

#[tokio::test]
async fn u23_u24_the_list_as_it_is_filtered_comes_as_csv_excel_and_hsds() {
    let world = World::new().await;
    prepared(&world).await;
    let chief = world.sign_in("chief").await;
    let file = |file: &str| format!("/resources?words=lita&file={file}");
    let csv = world.ask("GET", &file("csv"), Some(&chief), false).await.body;
    assert!(csv.starts_with('\u{feff}') && csv.contains("ＬＩＴＡあおば") && !csv.contains("みどりの家"));
    assert!(csv.contains("内輪のことば"), "those who support people read it on the page, too");
    assert!(csv.contains("8990000000001"), "a number keeps its digits");
    assert!(csv.contains("'=1+1") && !csv.contains(",=1+1"), "no cell is a formula: {csv}");

    let json: Value =
        serde_json::from_str(&world.ask("GET", &file("hsds-json"), Some(&chief), false).await.body).expect("JSON");
    assert_eq!(json.as_array().map(Vec::len), Some(2));
    for (name, kind) in [("xlsx", "spreadsheetml"), ("hsds-zip", "application/zip")] {
        let request = Request::get(file(name)).header(COOKIE, &chief.cookie).body(Body::empty()).expect("a request");
        let headers = world.headers(request).await;
        assert!(headers[CONTENT_TYPE].to_str().expect("words").contains(kind), "{name}");
        assert!(headers.contains_key(CONTENT_DISPOSITION), "{name}");
    }
    // 𠮷 cannot be written in CP932: a page says so before anything is saved, and nothing becomes a question mark.
    let lost = world.ask("GET", &file("cp932"), Some(&chief), false).await.body;
    assert!(lost.contains("𠮷") && lost.contains("U+20BB7"), "{lost}");
    assert_eq!(asked(&world, Some("employer"), &file("csv")).await.status, StatusCode::FORBIDDEN);
}
