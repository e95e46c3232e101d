//! Every form of the product, sent empty and sent with dates that do not exist: it is taken, or it comes back with what to mend.

use std::collections::BTreeMap;

use banso_e2e::{Desk, Looks, Product, Role, wait_for};
use serde_json::json;

#[path = "../../crates/web/tests/routes/table.rs"]
mod table;
use table::{For, ROUTES};

/// What a search leads to: its results are links of an answer to a form, so no walk along links comes there.
fn behind_a_search(role: Role, page: &str) -> Vec<String> {
    match (role, page.strip_prefix("/persons/")) {
        (Role::Chief, Some(person)) if !person.contains('/') => vec![format!("/cases/new/person/{person}")],
        (Role::Chief, None) if page == "/cases/new" => vec!["/cases/new/basics".to_owned()],
        _ => Vec::new(),
    }
}

/// A day that never was.
const NO_DAY: &str = "平成31年5月1日";

/// The routes of pages that also take a form.
fn forms() -> Vec<&'static str> {
    let both = ROUTES.iter().filter(|(methods, _, audience)| *methods == "GET POST" && *audience != For::Everybody);
    both.map(|(_, route, _)| *route).collect()
}

#[test]
fn every_form_that_comes_back_says_what_to_mend_and_keeps_what_was_typed_u16() {
    let product = Product::start();
    let desk = Desk::at(&product);
    let mut looks = Looks::new(&desk.browser);
    let routes: Vec<&'static str> =
        ROUTES.iter().filter(|(methods, ..)| methods.contains("GET")).map(|(_, route, _)| *route).collect();
    let forms = forms();
    let mut came_back = BTreeMap::new();
    for role in [Role::Chief, Role::Officer, Role::Administrator] {
        let pages = desk.wander(product.login(role), &routes, |page| behind_a_search(role, page));
        for route in &forms {
            let with_form = |page: &&banso_e2e::Page| page.has("button--primary");
            let Some(page) = pages.by_route.get(route).and_then(|all| all.iter().find(with_form)) else { continue };
            for (how, day) in [("empty", ""), ("with a day that never was", NO_DAY)] {
                desk.open(&page.address);
                let typed = desk.browser.run("return looks.fillIn(arguments[0])", &[json!(day)]);
                if typed.is_null() {
                    continue;
                }
                desk.browser.run("looks.send()", &[]);
                wait_for("the answer to a form", || {
                    let there = desk.browser.run("return !window.sent && document.readyState === 'complete'", &[]);
                    (there == true).then_some(())
                });
                if looks.came_back(how, day, typed.as_u64().unwrap_or(0)) {
                    *came_back.entry(*route).or_insert(0) += 1;
                }
            }
        }
        desk.sign_out();
    }
    assert!(looks.complaints().is_empty(), "{}", looks.complaints().join("\n"));
    assert!(came_back.len() >= 12, "too few forms came back to say anything: {came_back:?}");
}
