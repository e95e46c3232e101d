//! What is told of one employer. Nothing of a person is in it.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use banso_domain::employer::EmployerProfile;
use chrono::NaiveDate;

use super::{
    employer_id,
    list::freshness,
    naming::{open_name, rate, size_name, told_name},
};
use crate::{
    components::{Banner, BannerKind, Link, StatusTag, SummaryRow},
    errors::PageError,
    frame::{Frame, Section},
    site::{Done, SignedIn, Site, page_error, show},
};

#[derive(Template)]
#[template(path = "pages/employers/show.html")]
struct ShowPage {
    frame: Frame,
    heading: String,
    freshness: StatusTag,
    rows: Vec<SummaryRow>,
    change: Option<Link>,
}

fn rows(reader: &SignedIn, profile: &EmployerProfile) -> Vec<SummaryRow> {
    let t = &reader.t;
    let day = |day: NaiveDate| reader.look.long(day).text().to_owned();
    let dated = |value: String, on: NaiveDate| t.with("employer-as-of", [("value", value), ("day", day(on))]);
    let size = profile.size.map(|size| dated(size_name(t, size.value), size.on));
    let quota = profile.quota.map(|quota| dated(t.with("employer-percent", [("rate", rate(quota.value))]), quota.on));
    let open: Vec<String> = profile.open_to.iter().map(|open| open_name(t, *open)).collect();
    let key = [profile.key_person.role.clone(), profile.key_person.name.clone()];
    let key: Vec<String> = key.into_iter().filter(|word| !word.is_empty()).collect();
    let told = [("who", told_name(t, profile.told_by)), ("day", day(profile.confirmed_on))];
    vec![
        SummaryRow::new(t.get("employer-trade"), profile.trade.clone()),
        SummaryRow::or_unknown(t.get("employer-size"), size.unwrap_or_default()),
        SummaryRow::or_unknown(t.get("employer-quota"), quota.unwrap_or_default()),
        SummaryRow::new(t.get("employer-tasks"), profile.tasks.clone()),
        SummaryRow::or_unknown(t.get("employer-short"), &profile.short_trials),
        SummaryRow::or_unknown(t.get("employer-long"), &profile.long_trials),
        SummaryRow::or_unknown(t.get("employer-accommodation"), &profile.accommodation),
        SummaryRow::or_unknown(t.get("employer-key"), key.join("　")),
        SummaryRow::or_unknown(t.get("employer-open"), open.join(&t.get("list-separator"))),
        SummaryRow::or_unknown(t.get("employer-limits"), &profile.limits),
        SummaryRow::new(t.get("employer-confirmed"), t.with("employer-told-on", told)),
    ]
}

pub(super) async fn show_employer(
    State(site): State<Site>,
    reader: SignedIn,
    Path(id): Path<String>,
    Query(told): Query<Done>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let id = employer_id(&id)?;
    let row = site.app().employer(&reader.actor, id).await.map_err(page_error)?;
    let may = site.app().may_describe_employer(&reader.actor, id).await.map_err(page_error)?;
    let mut frame = reader.frame(&site, Some(Section::Jobs), t.get("employer-title")).await?;
    frame.breadcrumbs =
        vec![Link::new(t.get("jobs-title"), "/jobs"), Link::new(t.get("employers-title"), "/employers")];
    frame.banners = told.banners(t);
    if let Some(last) = row.facts.left_on.filter(|_| row.facts.has_left(site.app().clock().today())) {
        let words = [("day", reader.look.long(last).text().to_owned())];
        frame.banners.push(Banner::new(BannerKind::Info, t.with("job-firm-left", words)));
    }
    let facts = [
        (t.get("agency-address"), row.facts.address.clone()),
        (t.get("agency-phone"), row.facts.phone.clone()),
        (t.get("agency-contact-person"), row.facts.contact_person.clone()),
    ];
    let facts = facts.into_iter().filter(|(_, value)| !value.is_empty());
    let mut all: Vec<SummaryRow> = facts.map(|(label, value)| SummaryRow::new(label, value)).collect();
    all.extend(row.facts.employer.as_deref().map(|profile| rows(&reader, profile)).unwrap_or_default());
    let today = site.app().clock().today();
    show(&ShowPage {
        frame,
        heading: row.facts.name.clone(),
        freshness: freshness(&reader, &row, today),
        rows: all,
        change: may.then(|| Link::new(t.get("employer-change"), format!("/employers/{id}/profile"))),
    })
}
