//! Cases: the list, and everything under one case.

mod application;
mod assign;
mod closing;
mod contacts;
mod decision;
mod emergency;
mod form_page;
mod handover;
mod history;
mod ledger;
mod list;
mod meanwhile;
mod network;
mod new;
mod overview;
mod own_account;
mod person;
mod plan;
mod print;
mod records;
mod room;
mod screening;
mod sharing;
pub(super) mod sheet;
mod sheets;
mod sittings;

use axum::Router;

pub(super) use contacts::{pairs_table, phase_name};
pub(super) use form_page::Contents;
pub(super) use handover::{handover_document_name, handover_kind_name, handover_overlap_words, handover_reply_name};
pub(super) use list::{Centres, SUSPENDED, case_table, say_since_when, year_name};
pub(super) use network::topic_name;
pub(super) use new::KnownPerson;
pub(super) use records::method_name;
pub(super) use room::{CasePath, OpenedCase, Room, RoomTab};
pub(super) use sharing::{basis_name, item_name, items_name, route_name};

use crate::site::Site;

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .merge(list::routes())
        .merge(overview::routes())
        .merge(records::routes())
        .merge(contacts::routes())
        .merge(new::routes())
        .merge(sheets::routes())
        .merge(person::routes())
        .merge(application::routes())
        .merge(screening::routes())
        .merge(emergency::routes())
        .merge(assign::routes())
        .merge(network::routes())
        .merge(handover::routes())
        .merge(plan::routes())
        .merge(closing::routes())
        .merge(print::routes())
        .merge(sittings::routes())
        .merge(decision::routes())
        .merge(history::routes())
        .merge(sharing::routes())
        .merge(own_account::routes())
        .merge(ledger::routes())
}
