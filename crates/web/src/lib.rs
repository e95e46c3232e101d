//! The pages: routes, templates, style sheets and words.
//!
//! This crate answers requests with HTML and decides nothing about cases. Begin reading with [`frame`] (what is around
//! every page), [`components`] (what pages are made of) and [`text`] (where their words are).

pub mod assets;
pub mod components;
pub mod dates;
pub mod errors;
pub mod frame;
#[cfg(any(test, feature = "gallery"))]
pub mod gallery;
pub mod security;
pub mod text;

use axum::{Router, middleware::from_fn};

/// Gives routes what every answer needs: the assets their pages ask for, a page for every failure, the headers.
pub fn dressed(routes: Router) -> Router {
    routes.merge(assets::router()).layer(from_fn(errors::pages)).layer(from_fn(security::secure))
}
