//! お互いの見え方の調査: rounds, what one's own agency says about each other, and both sides beside each other. No list of who is known well.

mod answer;
mod list;
mod new;
mod show;

use axum::{Router, routing::get};
use banso_domain::{
    id::SurveyId,
    survey::{Assumed, NextStep, View},
};

use crate::{
    components::Link,
    errors::PageError,
    frame::{Frame, Section},
    site::{SignedIn, Site},
    text::Texts,
};

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/surveys", get(list::list))
        .route("/surveys/new", get(new::ask).post(new::plan))
        .route("/surveys/rounds/{survey}", get(show::show_survey))
        .route("/surveys/rounds/{survey}/about/{about}", get(answer::ask).post(answer::take))
}

fn survey_id(text: &str) -> Result<SurveyId, PageError> {
    text.parse().map_err(|_| PageError::not_found())
}

fn view_name(t: &Texts, view: View) -> String {
    t.get(&format!("{}{}", /* keys */ "survey-view-", view.name().replace('_', "-")))
}

fn assumed_name(t: &Texts, assumed: Assumed) -> String {
    t.get(&format!("{}{}", /* keys */ "survey-assumed-", assumed.name().replace('_', "-")))
}

fn step_name(t: &Texts, step: NextStep) -> String {
    t.get(&format!("{}{}", /* keys */ "survey-step-", step.name()))
}

/// The frame of a page of the survey.
async fn frame(site: &Site, reader: &SignedIn, title: String, is_list: bool) -> Result<Frame, PageError> {
    let t = &reader.t;
    let mut frame = reader.frame(site, Some(Section::Referrals), title).await?;
    frame.breadcrumbs = vec![Link::new(Section::Referrals.label(t), Section::Referrals.href())];
    if !is_list {
        frame.breadcrumbs.push(Link::new(t.get("surveys-title"), "/surveys"));
    }
    Ok(frame)
}
