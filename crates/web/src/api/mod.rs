//! The JSON interface under `/api/v1`: the same use cases and permissions as the pages, for other programs.
//!
//! A request carries the token of a session, either as `Authorization: Bearer TOKEN` or as the cookie of the pages; with the
//! cookie, changes need the form token in `x-csrf-token` as well. Things that can change answer with an `ETag`, and a change
//! names the version it was made from in `If-Match`. Every failure is a problem document (RFC 9457).

mod cases;
mod persons;
mod problem;
mod reader;

use axum::{
    Router,
    http::header::CONTENT_TYPE,
    response::IntoResponse,
    routing::{MethodRouter, get, post},
};

use crate::site::Site;
use problem::Problem;

/// The description of the interface, kept by hand; a test holds it against the routes.
const DOCUMENT: &str = include_str!("openapi.json");

/// Every path of the interface with its methods.
fn endpoints() -> Vec<(&'static str, &'static [&'static str], MethodRouter<Site>)> {
    vec![
        ("/persons", &["get"], get(persons::search)),
        ("/persons/{id}", &["get", "put"], get(persons::show).put(persons::correct)),
        ("/cases", &["get"], get(cases::list)),
        ("/cases/{id}", &["get"], get(cases::show)),
        ("/cases/{id}/records", &["get", "post"], get(cases::records).merge(post(cases::write_record))),
        ("/contact-counts", &["get"], get(cases::contact_counts)),
    ]
}

pub(crate) fn routes() -> Router<Site> {
    let nothing = || async { Problem::not_found() };
    let wrong_way = || async { Problem::wrong_method() };
    let api = endpoints()
        .into_iter()
        .fold(Router::new(), |api, (path, _, methods)| api.route(path, methods.fallback(wrong_way)));
    Router::new()
        .nest("/api/v1", api.fallback(nothing))
        .route("/api/openapi.json", get(|| async { ([(CONTENT_TYPE, "application/json")], DOCUMENT).into_response() }))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_description_names_every_path_and_method_and_no_other() {
        let document: serde_json::Value = serde_json::from_str(DOCUMENT).unwrap();
        let described: BTreeSet<String> = document["paths"]
            .as_object()
            .unwrap()
            .iter()
            .flat_map(|(path, methods)| {
                let methods = methods.as_object().unwrap().keys().filter(|key| *key != "parameters");
                methods.map(move |method| format!("{method} {path}")).collect::<Vec<_>>()
            })
            .collect();
        let there: BTreeSet<String> = endpoints()
            .iter()
            .flat_map(|(path, methods, _)| methods.iter().map(move |method| format!("{method} /api/v1{path}")))
            .collect();
        assert_eq!(described, there);
    }

    #[test]
    fn every_reference_in_the_description_leads_somewhere() {
        let document: serde_json::Value = serde_json::from_str(DOCUMENT).unwrap();
        let references: Vec<&str> =
            DOCUMENT.split("\"$ref\": \"#").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert!(!references.is_empty());
        assert_eq!(
            references.iter().filter(|path| document.pointer(path).is_none()).collect::<Vec<_>>(),
            Vec::<&&str>::new()
        );
    }
}
