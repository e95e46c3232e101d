//! Referrals: on the side of the case, at the agency that they go to, and for those who have no account.

mod answering;
mod inbox;
mod naming;
mod received;
mod reply;
mod sender;

use axum::Router;

pub(super) use inbox::waiting_table;
pub(super) use naming::help_name;

use crate::site::Site;

pub(super) fn routes() -> Router<Site> {
    Router::new().merge(sender::routes()).merge(inbox::routes()).merge(received::routes()).merge(reply::routes())
}
