//! The pages: routes, templates, style sheets and words.
//!
//! This crate answers requests with HTML and decides nothing about cases. Begin reading with [`frame`] (what is around
//! every page), [`components`] (what pages are made of) and [`text`] (where their words are).
//!
//! A page is a struct with a `frame` and what its template shows. The template fills the frame's blocks and builds on the
//! macros of `templates/components/`; the gallery shows them all (`cargo run -p banso-web --example gallery --features
//! gallery`):
//!
//! ```html
//! {% extends "layout.html" %}
//! {% import "components/case.html" as parts %}
//! {% import "components/forms.html" as forms %}
//! {% block identity %}{{ parts::case_header(frame, case) }}{% endblock %}
//! {% block content %}{% let t = &frame.t %}
//! <h1>{{ frame.title }}</h1>
//! <form method="post" data-long data-draft="intake/{{ case_id }}">
//!   <input type="hidden" name="csrf" value="{{ frame.csrf }}">
//!   {{ forms::draft_state(t) }}
//!   {{ forms::date_field(t, visited_on) }}
//! </form>
//! {% endblock %}
//! ```
//!
//! What the scripts expect of other routes: `GET /echo/date?text=` answers with [`dates::DateEcho`] as JSON;
//! `POST /drafts/{key}` and `POST /session/extend` answer with any 2xx and read the token from the header `x-csrf-token`.

mod answers;
mod api;
pub mod assets;
pub mod components;
pub mod dates;
mod denials;
pub mod errors;
mod form;
pub mod frame;
#[cfg(any(test, feature = "gallery"))]
pub mod gallery;
mod kept;
pub mod mail;
mod naming;
mod pages;
pub mod rhythm_words;
mod ruby;
mod rules;
pub mod security;
pub mod site;
pub mod text;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware::{from_fn, from_fn_with_state},
};

/// Gives routes what every answer needs: the assets their pages ask for, a page for every failure, the headers.
pub fn dressed(routes: Router) -> Router {
    routes
        .merge(assets::router())
        .layer(DefaultBodyLimit::max(kept::LARGEST))
        .layer(from_fn(errors::pages))
        .layer(from_fn(security::secure))
}

/// The whole product as a service, ready to be served.
pub fn service(site: site::Site) -> Router {
    let routes = pages::routes().merge(api::routes());
    dressed(routes.layer(from_fn_with_state(site.clone(), denials::note)).with_state(site))
}
