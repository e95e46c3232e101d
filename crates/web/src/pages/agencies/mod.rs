//! 機関の自己紹介: what each agency is good at, where its limits are and how it is reached, in its own words, with the day on which it was looked at.

mod list;
mod own;
mod show;

use axum::{Router, routing::get};
use banso_domain::{agency::AgencyFacts, rule::Rule, self_portrait::Known};
use chrono::NaiveDate;

use crate::{
    components::{Banner, Link, Shape, StatusTag, SummaryRow},
    frame::Section,
    pages::administration::channel_name,
    rules,
    site::{SignedIn, Site},
};

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/agencies", get(list::list))
        .route("/agencies/own", get(own::ask).post(own::take))
        .route("/agencies/profiles/{agency}", get(show::show_agency))
}

/// Where these pages stand: beside referrals, or for those who work on no case, under administration.
fn place(reader: &SignedIn) -> (Section, Link) {
    let section = if reader.actor.reads_shared() { Section::Referrals } else { Section::Administration };
    (section, Link::new(section.label(&reader.t), section.href()))
}

/// How fresh it is what an agency says of itself.
pub(super) fn freshness(reader: &SignedIn, facts: &AgencyFacts, today: NaiveDate) -> StatusTag {
    let t = &reader.t;
    let on = |key: &str, day: NaiveDate| t.with(key, [("day", reader.look.short(day).text().to_owned())]);
    match facts.known_on(today) {
        Known::SaysNothing => StatusTag::new(Shape::Open, t.get("portrait-nothing")),
        Known::Old(day) => StatusTag::new(Shape::Waiting, on(/* key */ "portrait-old", day)),
        Known::NoWay(day) => StatusTag::new(Shape::Waiting, on(/* key */ "portrait-no-way", day)),
        Known::Fresh(day) => StatusTag::new(Shape::Done, on(/* key */ "portrait-fresh", day)),
    }
}

/// What an agency says of itself, row by row.
pub(super) fn rows(reader: &SignedIn, facts: &AgencyFacts) -> Vec<SummaryRow> {
    let t = &reader.t;
    let portrait = facts.portrait.as_deref();
    let words =
        |of: fn(&banso_domain::self_portrait::SelfPortrait) -> &String| portrait.map(of).cloned().unwrap_or_default();
    let channel = facts.preferred_channel.map(|channel| channel_name(t, channel)).unwrap_or_default();
    vec![
        SummaryRow::or_unknown(t.get("portrait-strengths"), words(|it| &it.strengths)),
        SummaryRow::or_unknown(t.get("portrait-weak"), words(|it| &it.weak_points)),
        SummaryRow::or_unknown(t.get("portrait-limits"), words(|it| &it.limits)),
        SummaryRow::or_unknown(t.get("portrait-ask"), words(|it| &it.ask_us_for)),
        SummaryRow::or_unknown(t.get("portrait-channel"), channel),
        SummaryRow::or_unknown(t.get("portrait-contact"), &facts.contact_person),
    ]
}

/// What is to be said about what is known of an agency, before one turns to it or on one's own pages.
pub(super) fn reminders(reader: &SignedIn, facts: &AgencyFacts, today: NaiveDate, is_own: bool) -> Vec<Banner> {
    let found: Vec<Rule> = facts.portrait_findings(today, is_own).into_iter().collect();
    rules::warnings(&reader.t, &found)
}
