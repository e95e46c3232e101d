//! The JSON interface under `/api/v1`: the same use cases and permissions as the pages, for other programs. The directory as open data
//! stands under `/hsds` ([`hsds`]).
//!
//! A request carries the token of a session, either as `Authorization: Bearer TOKEN` or as the cookie of the pages; with the
//! cookie, changes need the form token in `x-csrf-token` as well. Things that can change answer with an `ETag`, and a change
//! names the version it was made from in `If-Match`. Every failure is a problem document (RFC 9457).

mod body;
mod cases;
mod hsds;
mod persons;
mod problem;
mod reader;

use axum::{
    Router,
    http::{StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
    routing::get,
};

use crate::site::Site;
use problem::Problem;

/// The description of the interface, kept by hand; a test holds it against the routes.
const DOCUMENT: &str = include_str!("openapi.json");

pub(crate) fn routes() -> Router<Site> {
    Router::new()
        .route("/api/openapi.json", get(|| async { ([(CONTENT_TYPE, "application/json")], DOCUMENT) }))
        .route("/api/v1/persons", get(persons::search))
        .route("/api/v1/persons/{person}", get(persons::show).put(persons::correct))
        .route("/api/v1/cases", get(cases::list))
        .route("/api/v1/cases/{case}", get(cases::show))
        .route("/api/v1/cases/{case}/records", get(cases::records).post(cases::write_record))
        .route("/api/v1/contact-counts", get(cases::contact_counts))
        .route("/hsds/", get(hsds::version))
        .route("/hsds/services", get(hsds::services))
        .route("/hsds/services/{service}", get(hsds::service))
        .route("/hsds/service_at_locations", get(hsds::service_at_locations))
        .route("/hsds/service_at_locations/{place}", get(hsds::service_at_location))
        .route("/hsds/organizations", get(hsds::organizations))
        .route("/hsds/organizations/{organization}", get(hsds::organization))
        .route("/hsds/taxonomies", get(hsds::taxonomies))
        .route("/hsds/taxonomies/{taxonomy}", get(hsds::taxonomy))
        .route("/hsds/taxonomy_terms", get(hsds::taxonomy_terms))
        .route("/hsds/taxonomy_terms/{term}", get(hsds::taxonomy_term))
}

/// Whether an address belongs to programs, which are told what went wrong in a document of their own.
pub(crate) fn is_for_programs(path: &str) -> bool {
    path.starts_with("/api/") || path.starts_with("/hsds/")
}

/// The document for a failure that only its status tells.
pub(crate) fn problem_of(status: StatusCode) -> Response {
    Problem::of(status).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reference_in_the_description_leads_somewhere() {
        let document: serde_json::Value = serde_json::from_str(DOCUMENT).unwrap();
        let references: Vec<&str> =
            DOCUMENT.split("\"$ref\": \"#").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert!(!references.is_empty());
        let lost: Vec<_> = references.into_iter().filter(|path| document.pointer(path).is_none()).collect();
        assert_eq!(lost, Vec::<&str>::new());
    }
}
