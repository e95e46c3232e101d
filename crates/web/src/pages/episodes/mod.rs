//! サービスの利用: the people who use an agency's programmes, each use with its phases, its term and what is due, and the years of a
//! person on one line.

mod begin;
mod care;
mod change;
mod life_line;
mod list;
mod naming;
mod person_first;
mod plan_cycle;
mod show;
mod term;
mod years;

use axum::{Router, routing::get};

pub(super) use begin::FormPage;
pub(super) use list::{due_table, glance_table};
pub(super) use naming::{both, in_words, milestone_name, programme_name};

use crate::{errors::PageError, site::Site};

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/episodes", get(list::list))
        .route("/episodes/{episode}", get(show::show_episode))
        .route("/episodes/{episode}/next", get(begin::ask_next).post(begin::begin_next))
        .route("/episodes/{episode}/change/{change}", get(change::ask).post(change::change))
        .route("/episodes/{episode}/years", get(years::of_episode))
        .route("/cases/{case}/years", get(years::of_case))
        .route("/shared/{case}/use", get(begin::ask).post(begin::begin))
        .route("/my/years", get(years::own))
}

fn episode_id(text: &str) -> Result<banso_domain::id::EpisodeId, PageError> {
    text.parse().map_err(|_| PageError::not_found())
}
