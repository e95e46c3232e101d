//! Support records (支援経過記録): the timeline of a case, writing an entry, correcting one.

mod correct;
mod file;
mod form;
mod naming;
mod timeline;
mod write;

use axum::{Router, routing::get};

pub(in crate::pages) use naming::method_name;

use crate::site::Site;

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/cases/{case}/records", get(timeline::timeline).post(write::write))
        .route("/cases/{case}/records/new", get(write::ask))
        .route("/cases/{case}/records/{record}/correct", get(correct::ask).post(correct::correct))
}
