//! Human Services Data Specification 3: JSON of services or organisations, or the tables of a package beside `services.csv`.
//!
//! Read: tables are put together into the same JSON and read in the same way. A service at several locations becomes an entry for each. Persons
//! who are named as contacts are left out. Written: entries become tables ([`Published`]), and these JSON ([`Nested`]) or the files of a package;
//! what was written is read again with every word.

mod columns;
mod ids;
mod nest;
mod package;
mod tables;
mod write;

use std::io::Read;

use banso_domain::resource::{Field, Origin, Source, Told};
use serde_json::Value;

use crate::{Finding, FindingKind, Refused, RosterRow, format::Beside, roster::Gathered, table::Table};

pub use ids::{kind_id, organisation_id, organisation_id_of_key, service_id};
pub use nest::Nested;
pub use write::{Published, Sharing, taxonomies};

/// The version of the specification.
pub const VERSION: &str = "3.0";

/// What the specification asks for and nobody tells.
const UNTOLD: &str = "不明";
/// The kind of identifier that a 法人番号 is.
const CORPORATE_NUMBER: &str = "法人番号";
/// The kind of attribute that tells a field of this directory, in the words of its value.
const OWN_FIELD: &str = "banso_field";

/// What a service tells in words.
const SERVICE_TEXTS: [(&str, Field); 10] = [
    ("name", Field::Name),
    ("alternate_name", Field::PlainName),
    ("description", Field::Description),
    ("url", Field::Url),
    ("email", Field::Email),
    ("status", Field::Status),
    ("application_process", Field::Application),
    ("fees_description", Field::Fees),
    ("wait_time", Field::Waiting),
    ("eligibility_description", Field::Eligibility),
];

/// The column without which a table is not that of services, if one is missing.
pub(crate) fn missing<R: Read>(table: &Table<R>) -> Option<&'static str> {
    // `email` and `alternate_name` stand in others, too; `status` is required of services alone.
    ["id", "organization_id", "name", "status"].into_iter().find(|head| table.column(head).is_none())
}

/// Reads `services.csv` with the tables beside it.
pub(crate) fn read_tables<R: Read>(table: Table<R>, beside: Beside<'_>) -> Result<Gathered, Refused> {
    if let Some(missing) = missing(&table) {
        return Err(Refused::OtherFormat { missing });
    }
    Ok(gathered(&tables::joined(tables::rows(table)?, &mut |name| tables::beside(name, beside))?))
}

/// Reads JSON; `None` if it holds no services.
pub(crate) fn read_json(value: &Value, beside: Beside<'_>) -> Result<Option<Gathered>, Refused> {
    if let Some(services) = value.get("services.csv").and_then(Value::as_array) {
        let of_table = |name: &str| value.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
        return tables::joined(services.clone(), &mut |name| Ok(of_table(name)))
            .map(|services| Some(gathered(&services)));
    }
    if value.get("resources").is_some_and(Value::is_array) {
        let services = tables::beside("services.csv", beside)?;
        let services = tables::joined(services, &mut |name| tables::beside(name, beside))?;
        return Ok(Some(gathered(&services)).filter(|gathered| !gathered.rows.is_empty()));
    }
    let services = services(value);
    Ok((!services.is_empty()).then(|| gathered(&services)))
}

/// The services in what may be a service, an organisation, a service at a location, a page of a list, or a list of any of these. Each has
/// its organisation beside it.
fn services(value: &Value) -> Vec<Value> {
    if let Some(list) = value.as_array().or_else(|| value.get("contents").and_then(Value::as_array)) {
        return list.iter().flat_map(services).collect();
    }
    let Some(object) = value.as_object() else { return Vec::new() };
    if let Some(service) = object.get("service").filter(|service| service.is_object()) {
        let mut service = service.clone();
        service["service_at_locations"] = Value::Array(vec![value.clone()]);
        return vec![service];
    }
    if let Some(list) = object.get("services").and_then(Value::as_array) {
        let mut organisation = value.clone();
        if let Some(names) = organisation.as_object_mut() {
            names.remove("services");
        }
        let beside = |service: &Value| {
            let mut service = service.clone();
            if service.is_object() && service.get("organization").is_none() {
                service["organization"] = organisation.clone();
            }
            service
        };
        return list.iter().map(beside).collect();
    }
    let is_service = object.contains_key("name") && object.contains_key("status");
    if is_service { vec![value.clone()] } else { Vec::new() }
}

fn gathered(services: &[Value]) -> Gathered {
    let mut gathered = Gathered::default();
    for service in services {
        let places = list(service, "service_at_locations").filter(|place| place.get("location").is_some());
        let places: Vec<&Value> = places.collect();
        let places = if places.is_empty() { vec![&Value::Null] } else { places };
        for place in places {
            let at = gathered.rows.len() as u64 + 1;
            gathered.take(entry(at, service, place));
        }
    }
    gathered
}

fn entry(at: u64, service: &Value, at_location: &Value) -> RosterRow {
    let organisation = &service["organization"];
    let mut told = Told::default();
    for (name, field) in SERVICE_TEXTS {
        told.set(field, text(service, name));
    }
    if told.of(Field::Fees).is_none() {
        told.set(Field::Fees, text(service, "fees"));
    }
    let looked_at = [text(service, "assured_date"), text(service, "last_modified")];
    told.set(Field::VerifiedOn, looked_at.into_iter().find(|day| !day.is_empty()).unwrap_or_default());
    told.set(Field::OrganisationName, text(organisation, "name"));
    let url = [text(organisation, "website"), text(organisation, "url")];
    told.set(Field::OrganisationUrl, url.into_iter().find(|url| !url.is_empty()).unwrap_or_default());
    told.set(Field::OrganisationPhone, first_phone(&[organisation]));
    told.set(Field::OrganisationFax, first_fax(&[organisation]));
    let number =
        list(organisation, "organization_identifiers").find(|one| text(one, "identifier_type") == CORPORATE_NUMBER);
    told.set(Field::CorporateNumber, number.map(|one| text(one, "identifier")).unwrap_or_default());
    told.set(Field::Languages, joined(list(service, "languages").map(|language| text(language, "name"))));
    told.set(Field::ServiceArea, joined(list(service, "service_areas").map(|area| text(area, "name"))));
    let place = at_location.get("location").unwrap_or(&Value::Null);
    told.set(Field::Phone, first_phone(&[at_location, place, service]));
    told.set(Field::Fax, first_fax(&[at_location, place, service]));
    let own_words: Vec<(Field, String)> = [at_location, service].into_iter().flat_map(own_words).collect();
    let schedules = [service, at_location, place].into_iter().flat_map(|of| list(of, "schedules"));
    // Where the words of each kind of day stand beside them, schedules with times say the same once more.
    let mut schedules = schedules.filter(|one| own_words.is_empty() || text(one, "opens_at").is_empty());
    told.set(Field::HoursNote, schedules.next().map(hours).unwrap_or_default());
    set_place(&mut told, place);
    for (field, words) in own_words {
        told.set(field, words);
    }

    let numbers = [text(service, "id"), text(place, "id")];
    let number = numbers.iter().filter(|number| !number.is_empty()).cloned().collect::<Vec<_>>().join("/");
    let list_of = [text(organisation, "id"), text(service, "organization_id")];
    let list_of = list_of.into_iter().find(|id| !id.is_empty()).unwrap_or_default();
    let lacks = [
        (numbers[0].is_empty(), FindingKind::NumberMissing),
        (told.of(Field::Name).is_none(), FindingKind::NameMissing),
        (names_somebody(service) || names_somebody(organisation), FindingKind::ContactLeftOut),
    ];
    let findings = lacks.into_iter().filter(|(lacks, _)| *lacks).map(|(_, kind)| Finding::of(kind)).collect();
    let origin = Origin { source: Source::Hsds, list: list_of, number };
    RosterRow { at, origin: Some(origin).filter(|_| !numbers[0].is_empty()), told, findings }
}

/// What a file of this directory tells of its fields, where the specification has no place for them.
fn own_words(of: &Value) -> impl Iterator<Item = (Field, String)> {
    list(of, "attributes").filter_map(|attribute| {
        let field = match text(attribute, "link_type").as_str() {
            OWN_FIELD => Field::from_name(&text(attribute.get("taxonomy_term")?, "code"))?,
            "service_kind" => Field::ServiceKind,
            _ => return None,
        };
        Some((field, text(attribute, "value")))
    })
}

fn set_place(told: &mut Told, place: &Value) {
    told.set(Field::Latitude, text(place, "latitude"));
    told.set(Field::Longitude, text(place, "longitude"));
    told.set(Field::Transport, text(place, "transportation"));
    told.set(Field::Accessibility, joined(list(place, "accessibility").map(|one| text(one, "description"))));
    if let Some(address) = list(place, "addresses").next() {
        told.set(Field::Postcode, text(address, "postal_code"));
        told.set(Field::Municipality, format!("{}{}", text(address, "state_province"), text(address, "city")));
        let street = [text(address, "address_1"), text(address, "address_2")];
        told.set(Field::Street, street.concat());
    }
}

fn hours(schedule: &Value) -> String {
    let told = text(schedule, "description");
    let (opens, closes) = (text(schedule, "opens_at"), text(schedule, "closes_at"));
    match (told.is_empty(), opens.is_empty()) {
        (false, _) => told,
        (true, false) => format!("{} {opens}-{closes}", text(schedule, "byday")).trim().to_owned(),
        (true, true) => String::new(),
    }
}

fn names_somebody(value: &Value) -> bool {
    list(value, "contacts").any(|contact| !text(contact, "name").is_empty())
}

fn first_phone(places: &[&Value]) -> String {
    first_number(places, |kind| kind != "fax")
}

fn first_fax(places: &[&Value]) -> String {
    first_number(places, |kind| kind == "fax")
}

fn first_number(places: &[&Value], is_wanted: impl Fn(&str) -> bool) -> String {
    let phones = places.iter().flat_map(|place| list(place, "phones"));
    let mut phones = phones.filter(|phone| is_wanted(&text(phone, "type")));
    // The examples write a number with quotation marks of its own.
    phones.next().map(|phone| text(phone, "number").trim_matches('"').to_owned()).unwrap_or_default()
}

fn list<'v>(value: &'v Value, name: &str) -> impl Iterator<Item = &'v Value> {
    value.get(name).and_then(Value::as_array).into_iter().flatten()
}

fn joined(words: impl Iterator<Item = String>) -> String {
    words.filter(|words| !words.is_empty()).collect::<Vec<_>>().join("・")
}

fn text(value: &Value, name: &str) -> String {
    match value.get(name) {
        Some(Value::String(words)) if words != UNTOLD => words.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}
