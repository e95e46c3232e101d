//! Conferences: planning a sitting, its agenda, its minutes.

mod agenda;
mod claims;
mod conclude;
mod dates;
mod form;
mod form_page;
mod hold;
mod invitation;
mod list;
mod matter_minutes;
mod members;
mod minutes;
mod naming;
mod of_use;
mod opened;
mod packets;
mod plan;
mod show;

use axum::{
    Router,
    routing::{get, post},
};

pub(super) use agenda::USUAL_MINUTES;
pub(super) use dates::{slot_code, slot_name, slot_of};
pub(super) use invitation::invitation;
pub(super) use matter_minutes::line as minutes_line;
pub(super) use naming::{conclusion_name, conclusion_tag, kind_name, purpose_name, stance_name, state_tag};
pub(super) use opened::ConferencePath;
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
        .route("/conferences/{conference}/packets", get(packets::look_through).post(packets::make))
        .route("/conferences/{conference}/packets/print/{file}", get(packets::print))
        .route("/conferences/{conference}/packets/{number}/out", post(packets::hand_out))
        .route("/conferences/{conference}/packets/{number}/back", post(packets::take_back))
        .route("/conferences/{conference}/dates", get(dates::ask).post(dates::offer))
        .route("/conferences/{conference}/dates/pick", post(dates::pick))
        .route("/conferences/{conference}/claims/{case}", get(claims::ask).post(claims::claim))
        .route("/conferences/{conference}/claims/{case}/drop", post(claims::take_back))
        .route("/episodes/{episode}/conference", get(of_use::ask_plan).post(of_use::plan))
        .route("/use-conferences/{use_conference}", get(of_use::ask).post(of_use::write))
        .route("/use-conferences/{use_conference}/claim", post(of_use::claim))
        .route("/use-conferences/{use_conference}/drop", post(of_use::take_back))
        .route("/conferences/{conference}/invitation.ics", get(invitation))
        .route("/conferences/{conference}/gaps", post(minutes::note_gap))
        .route("/conferences/{conference}/close", get(minutes::ask_close).post(minutes::close))
        .route("/conferences/{conference}/call-off", get(minutes::ask_call_off).post(minutes::call_off))
}
