//! ネットワーク: who stands beside the person, as a map and as a table, and what the rules say about it.

mod eco_map;
mod form;
mod naming;
mod page;
mod supporter;

use axum::{Router, routing::get};

pub(in crate::pages) use naming::topic_name;
pub(super) use naming::{SupporterNames, supporter_line};

use crate::site::Site;

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/cases/{case}/network", get(page::network))
        .route("/cases/{case}/network/new", get(supporter::ask_new).post(supporter::join))
        .route("/cases/{case}/network/{supporter}", get(supporter::ask).post(supporter::change))
        .route("/cases/{case}/network/{supporter}/leave", axum::routing::post(supporter::leave))
}
