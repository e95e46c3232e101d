//! Conferences: planning a sitting, its agenda, its minutes.

mod agenda;
mod conclude;
mod form;
mod form_page;
mod hold;
mod list;
mod matter_minutes;
mod members;
mod minutes;
mod naming;
mod opened;
mod plan;
mod show;

use axum::{
    Router,
    routing::{get, post},
};

pub(super) use agenda::USUAL_MINUTES;
pub(super) use matter_minutes::line as minutes_line;
pub(super) use naming::{conclusion_name, conclusion_tag, kind_name, purpose_name};
pub(super) use show::{agenda_questions, sitting_rows};

use crate::site::Site;

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/conferences", get(list::list))
        .route("/conferences/new", get(plan::ask).post(plan::plan))
        .route("/conferences/{conference}", get(show::conference))
        .route("/conferences/{conference}/change", get(plan::ask_change).post(plan::change))
        .route("/conferences/{conference}/agenda", post(agenda::add))
        .route("/conferences/{conference}/agenda/remove", post(agenda::remove))
        .route("/conferences/{conference}/hold", get(hold::ask).post(hold::hold))
        .route("/conferences/{conference}/items/{case}/{purpose}", get(conclude::ask).post(conclude::conclude))
        .route(
            "/conferences/{conference}/minutes/{case}/{purpose}",
            get(matter_minutes::ask).post(matter_minutes::write),
        )
        .route("/conferences/{conference}/gaps", post(minutes::note_gap))
        .route("/conferences/{conference}/close", get(minutes::ask_close).post(minutes::close))
        .route("/conferences/{conference}/call-off", get(minutes::ask_call_off).post(minutes::call_off))
}
