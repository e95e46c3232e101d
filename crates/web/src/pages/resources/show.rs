//! One entry of the directory: what its source publishes, what the region wrote beside it, and what else is there.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use banso_app::{Agencies, ResourceRow};
use banso_domain::{
    id::CaseId,
    resource::{ContactPerson, Field, Hours, Need, Resource},
    rule::Rule,
};

use super::{
    asked::line_of_plan,
    list::{columns, line},
    naming::{field_name, freshness, need_name, source_name},
    place, shortlist,
};
use crate::{
    components::{Link, StatusTag, SummaryRow, TableView},
    errors::PageError,
    frame::Frame,
    rules,
    site::{Done, SignedIn, Site, page_error, show},
};

#[derive(Template)]
#[template(path = "pages/resources/show.html")]
struct ShowPage {
    frame: Frame,
    heading: String,
    organisation: String,
    freshness: StatusTag,
    rows: Vec<SummaryRow>,
    at_site: Option<TableView>,
    elsewhere: Option<TableView>,
    source: String,
    /// The published point is not used (P-134).
    unlikely: String,
    ways: Vec<Link>,
    /// In how many plans it stands; empty where that is not told.
    in_plans: String,
    /// Whom to turn to, where they agreed to be named.
    contacts: Vec<String>,
    change: Option<Link>,
}

/// The case for which somebody looks.
#[derive(Default, serde::Deserialize)]
#[serde(default)]
pub(super) struct LookedForBy {
    case: String,
    /// See [`line_of_plan`].
    line: String,
}

/// What stands in the heading, and codes that help nobody who reads.
const ELSEWHERE: [Field; 7] = [
    Field::Name,
    Field::OrganisationName,
    Field::Latitude,
    Field::Longitude,
    Field::Status,
    Field::HowSure,
    Field::VerifiedOn,
];

const HOURS: [Field; 4] = [Field::HoursWeekday, Field::HoursSaturday, Field::HoursSunday, Field::HoursHoliday];

/// The fields of which something is told, with what the source tells where the region wrote something else (P-130), who wrote it and when, and
/// where letters were lost.
fn rows(reader: &SignedIn, agencies: &Agencies, resource: &Resource) -> Vec<SummaryRow> {
    let t = &reader.t;
    let by = |field: &Field| {
        let edit = resource.edits.get(field)?;
        let agency = agencies.find(edit.by).map(|row| row.facts.name.clone()).unwrap_or_default();
        let day = reader.look.short(edit.on).text().to_owned();
        Some(t.with("resource-edited-by", [("agency", agency), ("day", day)]))
    };
    let row = |field: &Field| {
        let shown = resource.shown(*field);
        let is_unknown = HOURS.contains(field) && Hours::read(shown.words) == Hours::NotKnown;
        let told = match shown.source {
            Some(source) if !source.is_empty() => t.with("resource-source-says", [("words", source)]),
            _ => String::new(),
        };
        let words = if is_unknown { String::new() } else { in_words(reader, *field, shown.words) };
        let lost = if field.has_lost_letters(shown.words) { t.get("resource-lost-letters") } else { String::new() };
        let lines = [words, lost, told, by(field).unwrap_or_default()];
        let lines: Vec<String> = lines.into_iter().filter(|line| !line.is_empty()).collect();
        SummaryRow::or_unknown(field_name(t, *field), lines.join("\n"))
    };
    let is_told = |field: &&Field| !resource.told.get(**field).is_empty() || resource.edits.contains_key(*field);
    Field::ALL.iter().filter(|field| !ELSEWHERE.contains(field)).filter(is_told).map(row).collect()
}

/// What is written, with needs in words: a source that sorts by need writes its name.
fn in_words(reader: &SignedIn, field: Field, words: &str) -> String {
    let needs = matches!(field, Field::Needs | Field::Topic).then(|| Need::read(words)).flatten();
    match needs {
        Some(needs) => needs.iter().map(|need| need_name(&reader.t, *need)).collect::<Vec<_>>().join("・"),
        None => words.to_owned(),
    }
}

fn table(reader: &SignedIn, id: &str, caption: String, rows: &[ResourceRow]) -> Option<TableView> {
    (!rows.is_empty()).then(|| TableView {
        id: id.to_owned(),
        caption,
        columns: columns(reader),
        rows: rows.iter().map(|row| line(reader, row)).collect(),
    })
}

pub(super) async fn show_resource(
    State(site): State<Site>,
    reader: SignedIn,
    Path(id): Path<String>,
    Query(by): Query<LookedForBy>,
    Query(told): Query<Done>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let id = id.parse().map_err(|_| PageError::not_found())?;
    let page = site.app().resource(&reader.actor, id).await.map_err(page_error)?;
    let (section, up) = place(&reader);
    let mut frame = reader.frame(&site, Some(section), t.get("resource-title")).await?;
    frame.breadcrumbs = vec![up, Link::new(t.get("resources-title"), "/resources")];
    frame.banners = told.banners(t);
    let resource = &page.resource;
    let case: Option<CaseId> = by.case.parse().ok();
    let of_case = case.map(|case| case.to_string()).unwrap_or_default();
    let mut ways = vec![Link::new(t.get("shortlist-put"), shortlist::address(&[resource.id], &of_case))];
    ways.extend(case.map(|case| {
        Link::new(t.get("resource-refer"), format!("/cases/{case}/referrals/new?resource={}", resource.id))
    }));
    ways.extend(case.zip(line_of_plan(&by.line)).map(|(case, (plan, line))| {
        let place = format!("/cases/{case}/plans/{plan}/actions/{line}/place?resource={}", resource.id);
        Link::new(t.get("place-of-line"), place)
    }));
    let agencies = site.app().agencies().await.map_err(page_error)?;
    let may_write = site.app().may_write_directory(&reader.actor).await.map_err(page_error)?;
    let contact = |contact: &ContactPerson| {
        let words = [&contact.name, &contact.role, &contact.reached].into_iter().filter(|words| !words.is_empty());
        words.cloned().collect::<Vec<_>>().join("　")
    };
    show(&ShowPage {
        frame,
        contacts: resource.contacts.iter().map(contact).collect(),
        change: may_write.then(|| Link::new(t.get("resource-edit-link"), format!("/resources/{}/edit", resource.id))),
        heading: resource.shown(Field::Name).words.to_owned(),
        organisation: resource.shown(Field::OrganisationName).words.to_owned(),
        freshness: freshness(&reader, resource),
        rows: rows(&reader, &agencies, resource),
        at_site: table(&reader, "at-site", t.get("resource-at-site"), &page.at_site),
        elsewhere: table(&reader, "elsewhere", t.get("resource-elsewhere"), &page.elsewhere),
        source: source_name(t, resource.origin.source),
        in_plans: page.in_plans.map(|count| t.with("resource-in-plans", [("count", count)])).unwrap_or_default(),
        ways,
        unlikely: match resource.as_shown().has_unlikely_position() {
            true => rules::line(t, Rule::UnlikelyPointIsSaid),
            false => String::new(),
        },
    })
}
