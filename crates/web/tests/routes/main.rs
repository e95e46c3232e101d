//! Every route, asked for by nobody, by a stranger, by somebody in the wrong role and by those it is for.
//!
//! The table is in `table.rs`. A new route fails here until it has a line, and the line says whom it is for.

mod accommodation;
mod administration;
mod agencies_by_name;
mod bad_input;
mod contacts;
mod denials;
mod desk;
mod employers;
mod episodes;
mod figures;
mod files;
mod handover;
mod history;
mod import_page;
mod intake;
mod interface;
mod invitation;
mod job_contacts;
mod jobs;
mod leaving;
mod logic_model;
mod minutes;
mod missing;
mod monthly_return;
mod network;
mod network_of_agencies;
mod networks;
mod neutrality;
mod notices;
mod open_data;
mod packets;
mod person_first;
mod places;
mod plan;
mod readings;
mod referrals;
mod region_writes;
mod resources;
mod rewards;
mod rhythm;
mod roles;
mod sharing;
mod sheets;
mod sittings;
mod source;
mod statements;
mod suspended;
mod table;
mod tasks;
mod two_at_once;
mod use_conference;
mod ways;
mod world;

use std::collections::{BTreeMap, BTreeSet};

use axum::http::StatusCode;
use table::{For, ROUTES};
use world::{Answer, NAME, World};

/// Method and path of every line with its audience.
fn requests() -> impl Iterator<Item = (&'static str, &'static str, For)> {
    ROUTES.iter().flat_map(|(methods, path, audience)| methods.split(' ').map(|method| (method, *path, *audience)))
}

/// The answer without the reference number, which differs each time.
fn without_reference(answer: &Answer) -> String {
    let mut text = answer.body.clone();
    if let Some((before, after)) = answer.body.split_once("data-reference>") {
        text = before.to_owned() + after.split_once('<').map_or("", |(_, rest)| rest);
    }
    text
}

#[test]
fn every_route_has_a_line_and_every_line_a_route() {
    let listed: BTreeMap<String, BTreeSet<String>> = ROUTES
        .iter()
        .map(|(methods, path, _)| ((*path).to_owned(), methods.split(' ').map(str::to_owned).collect()))
        .collect();
    let declared = source::declared();
    let lines = |routes: &BTreeMap<String, BTreeSet<String>>, others: &BTreeMap<String, BTreeSet<String>>| {
        let missing = routes.iter().filter(|(path, methods)| others.get(*path) != Some(methods));
        missing
            .map(|(path, methods)| {
                let methods = methods.iter().map(String::as_str).collect::<Vec<_>>().join(" ");
                format!("    (\"{methods}\", \"{path}\", For::…),")
            })
            .collect::<Vec<_>>()
            .join("\n")
    };
    assert!(
        declared == listed,
        "In src but not in table.rs:\n{}\nIn table.rs but not in src:\n{}",
        lines(&declared, &listed),
        lines(&listed, &declared)
    );
}

#[tokio::test]
async fn the_description_of_the_interface_names_every_route_of_it_and_no_other() {
    let answer = World::new().await.ask("GET", "/api/openapi.json", None, false).await;
    let document: serde_json::Value = serde_json::from_str(&answer.body).expect("a JSON document");
    let described: BTreeMap<String, BTreeSet<String>> = document["paths"]
        .as_object()
        .expect("paths")
        .iter()
        .map(|(path, item)| {
            let methods = item.as_object().expect("methods").keys().filter(|key| *key != "parameters");
            (path.clone(), methods.map(|method| method.to_uppercase()).collect())
        })
        .collect();
    let is_described = |path: &str| path.starts_with("/api/v1/") || path.starts_with("/hsds/");
    let declared = source::declared().into_iter().filter(|(path, _)| is_described(path)).collect();
    assert_eq!(described, declared);
}

#[tokio::test]
async fn nobody_gets_in_without_signing_in() {
    let world = World::new().await;
    for (method, path, audience) in requests() {
        let answer = world.ask(method, &world.address(path, false), None, false).await;
        if audience == For::Everybody {
            assert!(!answer.status.is_server_error(), "{method} {path}: {}", answer.status);
            continue;
        }
        let refused = answer.status == StatusCode::UNAUTHORIZED
            || (answer.status == StatusCode::SEE_OTHER && answer.location.starts_with("/sign-in"));
        assert!(refused, "{method} {path} answers {} to nobody", answer.status);
        assert!(!answer.body.contains(NAME), "{method} {path} tells a name to nobody");
    }
}

#[tokio::test]
async fn to_a_stranger_a_case_looks_like_one_that_does_not_exist() {
    let world = World::new().await;
    let stranger = world.sign_in("stranger").await;
    for (method, path, _) in requests().filter(|(_, _, audience)| {
        [For::Insiders, For::Partners, For::Programmes, For::Employers, For::ThePerson].contains(audience)
    }) {
        let there = world.ask(method, &world.address(path, false), Some(&stranger), true).await;
        let nowhere = world.ask(method, &world.address(path, true), Some(&stranger), true).await;
        if method == "GET" {
            assert_eq!(there.status, StatusCode::NOT_FOUND, "{method} {path}");
        }
        assert!(there.status.is_client_error(), "{method} {path} answers {} to a stranger", there.status);
        assert_eq!(there.status, nowhere.status, "{method} {path} tells that the case exists");
        if !there.body.contains(&world.case.to_string()) {
            assert_eq!(without_reference(&there), without_reference(&nowhere), "{method} {path}");
        }
        assert!(!there.body.contains(NAME), "{method} {path} tells a stranger the name");
    }
}

#[tokio::test]
async fn pages_for_all_staff_show_a_stranger_no_name() {
    let world = World::new().await;
    for (method, path, _) in requests().filter(|(_, _, audience)| *audience == For::Staff) {
        // Signing out ends the session, so each route is asked in a new one.
        let stranger = world.sign_in("stranger").await;
        let answer = world.ask(method, &world.address(path, false), Some(&stranger), true).await;
        assert!(!answer.status.is_server_error(), "{method} {path}: {}", answer.status);
        assert!(!answer.body.contains(NAME), "{method} {path} tells a stranger the name");
    }
}

#[tokio::test]
async fn the_wrong_role_is_turned_away() {
    let world = World::new().await;
    let chief = world.sign_in("chief").await;
    for (method, path, audience) in requests() {
        if matches!(audience, For::Officers | For::Administrators) {
            let answer = world.ask(method, &world.address(path, false), Some(&chief), true).await;
            let refused = matches!(answer.status, StatusCode::FORBIDDEN | StatusCode::NOT_FOUND);
            assert!(refused, "{method} {path} answers {} to a counselor", answer.status);
        }
    }
}

#[tokio::test]
async fn those_it_is_for_can_open_every_page() {
    let world = World::new().await;
    let (chief, officer, admin) =
        (world.sign_in("chief").await, world.sign_in("officer").await, world.sign_in("admin").await);
    let (clinic, person) = (world.sign_in("clinic").await, world.sign_in("person").await);
    let office = world.sign_in("office").await;
    let employer = world.sign_in("employer").await;
    for (_, path, audience) in requests().filter(|(method, _, _)| *method == "GET") {
        let visitor = match audience {
            For::Officers => &officer,
            For::Administrators => &admin,
            For::Partners => &clinic,
            For::Programmes => &office,
            For::Employers => &employer,
            For::ThePerson => &person,
            For::Everybody | For::Staff | For::Insiders => &chief,
        };
        let answer = world.ask("GET", &world.address(path, false), Some(visitor), false).await;
        // The sample version of an asset is not the current one; everything else is there.
        let fine = answer.status.is_success() || answer.status == StatusCode::SEE_OTHER || path.starts_with("/assets/");
        assert!(fine, "GET {path} answers {} to those it is for", answer.status);
    }
    let page = world.ask("GET", &format!("/cases/{}", world.case), Some(&chief), false).await;
    assert!(page.body.contains(NAME), "the name that strangers do not read is on the page of the case");
}

#[tokio::test]
async fn no_form_is_taken_without_its_token() {
    let world = World::new().await;
    let (chief, officer, admin) =
        (world.sign_in("chief").await, world.sign_in("officer").await, world.sign_in("admin").await);
    let (clinic, person) = (world.sign_in("clinic").await, world.sign_in("person").await);
    let office = world.sign_in("office").await;
    let employer = world.sign_in("employer").await;
    for (method, path, audience) in requests().filter(|(method, _, _)| *method != "GET") {
        let visitor = match audience {
            // Signing in is what makes the session that a token belongs to.
            For::Everybody => continue,
            For::Officers => &officer,
            For::Administrators => &admin,
            For::Partners => &clinic,
            For::Programmes => &office,
            For::Employers => &employer,
            For::ThePerson => &person,
            For::Staff | For::Insiders => &chief,
        };
        let answer = world.ask(method, &world.address(path, false), Some(visitor), false).await;
        let refused = matches!(answer.status, StatusCode::BAD_REQUEST | StatusCode::FORBIDDEN);
        assert!(refused, "{method} {path} answers {} without a token", answer.status);
    }
}
