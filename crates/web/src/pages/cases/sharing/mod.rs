//! 同意・共有: who else may know what, on which basis, until when — given, released, taken back, and what was written to each other.

mod after_meeting;
mod carry;
mod check;
mod consent;
mod consent_form;
mod emergency;
mod naming;
mod overview;
mod protection;

use axum::{
    Router,
    routing::{get, post},
};

pub(in crate::pages) use naming::{basis_name, item_name, items_name, route_name};

use crate::site::Site;

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/cases/{case}/sharing", get(overview::show_overview))
        .route("/cases/{case}/protection", get(protection::show_protection).post(protection::protect))
        .route("/cases/{case}/protection/lift", post(protection::lift))
        .route("/cases/{case}/protection/openings/{opening}", get(protection::ask_review).post(protection::review))
        .route("/cases/{case}/sharing/notes", post(overview::write_note))
        .route("/cases/{case}/sharing/employment", post(overview::set_employment))
        .route("/cases/{case}/sharing/new", get(consent_form::ask).post(consent_form::give))
        .route("/cases/{case}/sharing/support-meeting", get(after_meeting::ask).post(after_meeting::give))
        .route("/cases/{case}/sharing/support-meeting/close", post(after_meeting::close))
        .route("/cases/{case}/sharing/emergency", get(emergency::ask).post(emergency::give))
        .route("/cases/{case}/sharing/emergency/{disclosure}", get(emergency::ask_review).post(emergency::review))
        .route("/cases/{case}/sharing/consents/{consent}", get(consent::show_consent))
        .route("/cases/{case}/sharing/consents/{consent}/withdraw", post(consent::withdraw))
        .route("/cases/{case}/sharing/consents/{consent}/release", post(consent::release))
        .route("/cases/{case}/sharing/carry/{carried}/{to}", get(carry::ask).post(carry::record))
        .route("/cases/{case}/sharing/carry/{carried}/{to}/{paper}", get(carry::sheet))
}
