//! The pages, one module a room of the product; each brings its routes.

mod block;
mod cases;
mod conferences;
mod echo;
mod glance;
mod forms;
mod people;
mod person_form;
mod persons;
mod sign_in;
mod work;

use axum::Router;

use crate::site::Site;

/// Every route of the product.
pub(crate) fn routes() -> Router<Site> {
    Router::new()
        .merge(sign_in::routes())
        .merge(work::routes())
        .merge(cases::routes())
    Router::new()
        .merge(persons::routes())
        .merge(conferences::routes())
        .merge(echo::routes())
        .merge(forms::routes())
}
