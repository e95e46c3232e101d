//! 実習・就職: the people whom an agency stands beside at work, each job with what is due, what was agreed, goals and what is learnt; the
//! employer's own page; the person's own.

mod begin;
mod change;
mod contact_picture;
mod contacts;
mod deed;
mod employer;
mod list;
mod naming;
mod own;
mod plan_form;
mod power;
mod power_picture;
mod show;
mod tables;

use axum::{
    Router,
    routing::{get, post},
};
use banso_domain::id::JobId;

pub(super) use list::due_table;
pub(super) use naming::{disclosure_name, kind_name};
pub(super) use show::{Found, found};
pub(super) use tables::glance_table;

use crate::{errors::PageError, site::Site};

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/jobs", get(list::list))
        .route("/jobs/{job}", get(show::show_job))
        .route("/jobs/{job}/change/{doing}", get(change::ask).post(change::change))
        .route("/shared/{case}/job", get(begin::ask).post(begin::begin))
        .route("/episodes/{episode}/job", get(begin::ask_of_use).post(begin::begin_of_use))
        .route("/workplace/{job}", get(employer::show_job))
        .route("/workplace/{job}/{doing}", get(change::ask_employer).post(change::answer))
        .route("/my/jobs", get(own::jobs))
        .route("/my/jobs/{job}/goals/{goal}", post(own::confirm))
}

fn job_id(text: &str) -> Result<JobId, PageError> {
    text.parse().map_err(|_| PageError::not_found())
}
