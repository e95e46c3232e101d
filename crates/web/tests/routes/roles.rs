//! Every route in every role, as one table: what a person who does not program can check line by line.
//!
//! Forms are sent with their token and nothing filled in: "yes" means that the reader got past the question who may, not that
//! something was recorded.

use std::collections::BTreeMap;

use axum::http::StatusCode;

use crate::{
    requests,
    table::For,
    world::{NAME, World},
};

/// The readers: heading, sign-in name, and whether the person has agreed to sharing.
const READERS: [(&str, &str, bool); 9] = [
    ("chief", "chief", true),
    ("counselor", "counselor", true),
    ("employment", "employment", true),
    ("officer", "officer", true),
    ("officer, no sharing", "officer", false),
    ("admin", "admin", true),
    ("other centre", "stranger", true),
    ("clinic", "clinic", true),
    ("the person", "person", true),
];

/// Who must never read the person's name, whatever they ask for.
const OUTSIDERS: [&str; 4] = ["officer, no sharing", "admin", "other centre", "clinic"];

fn word(status: StatusCode) -> &'static str {
    match status {
        StatusCode::NOT_FOUND => "unseen",
        StatusCode::FORBIDDEN => "no",
        _ => "yes",
    }
}

#[tokio::test]
async fn who_reaches_which_route_and_outsiders_never_read_the_name() {
    let mut table: BTreeMap<usize, (String, Vec<&'static str>)> = BTreeMap::new();
    for (heading, login, shares) in READERS {
        let world = World::new().await;
        if shares {
            world.share().await;
        }
        let mut visitor = world.sign_in(login).await;
        for (number, (method, path, audience)) in requests().enumerate() {
            // What everybody reaches says nothing about roles, and the session is needed for the next line.
            if audience == For::Everybody || ["/sign-out", "/account/password"].contains(&path) {
                continue;
            }
            let address = world.address(path, false);
            let mut answer = world.ask(method, &address, Some(&visitor), true).await;
            if answer.location.starts_with("/sign-in") {
                // The route before ended the session.
                visitor = world.sign_in(login).await;
                answer = world.ask(method, &address, Some(&visitor), true).await;
            }
            assert!(!answer.status.is_server_error(), "{method} {path} answers {} to {heading}", answer.status);
            let outside = OUTSIDERS.contains(&heading);
            assert!(!outside || !answer.body.contains(NAME), "{method} {path} tells the name to {heading}");
            let row = table.entry(number).or_insert_with(|| (format!("{method} {path}"), Vec::new()));
            row.1.push(word(answer.status));
        }
    }
    let mut text = format!("{:<60}", "");
    text += &READERS.map(|(heading, ..)| format!("{heading:<21}")).concat();
    for (route, words) in table.into_values() {
        let line = words.iter().map(|word| format!("{word:<21}")).collect::<String>();
        text = text.trim_end().to_owned() + &format!("\n{route:<60}{line}");
    }
    insta::assert_snapshot!(text.trim_end());
}
