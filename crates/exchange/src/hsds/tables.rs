//! The tables of a package, put together as its JSON would be.

use std::{collections::HashMap, io::Read};

use serde_json::{Map, Value};

use crate::{Refused, file, format::Beside, table::Table};

/// The rows of a table, each as an object by its heads.
pub(super) fn rows<R: Read>(mut table: Table<R>) -> Result<Vec<Value>, Refused> {
    let heads: Vec<String> = table.heads.iter().map(|head| head.trim().to_owned()).collect();
    let mut rows = Vec::new();
    while let Some(row) = table.next()? {
        let cells = heads.iter().cloned().zip(row.cells.iter());
        let told = cells.filter(|(_, cell)| !cell.is_empty());
        rows.push(Value::Object(told.map(|(head, cell)| (head, Value::from(cell))).collect()));
    }
    Ok(rows)
}

/// The rows of a table that lies beside; none where it is not there.
pub(super) fn beside(name: &str, beside: Beside<'_>) -> Result<Vec<Value>, Refused> {
    let Some(mut file) = beside(name) else { return Ok(Vec::new()) };
    let survey = file::survey(&mut *file, None)?;
    rows(Table::new(file, survey.encoding)?)
}

/// Services with what other tables tell of them.
pub(super) fn joined(
    services: Vec<Value>,
    table: &mut dyn FnMut(&str) -> Result<Vec<Value>, Refused>,
) -> Result<Vec<Value>, Refused> {
    let mut locations = table("locations.csv")?;
    attach(&mut locations, "addresses", table("addresses.csv")?, "location_id");
    attach(&mut locations, "accessibility", table("accessibility.csv")?, "location_id");
    let phones = table("phones.csv")?;
    let schedules = table("schedules.csv")?;
    let attributes = attributes(table)?;
    attach(&mut locations, "phones", phones.clone(), "location_id");
    let locations = by_id(locations);

    let mut organisations = table("organizations.csv")?;
    attach(&mut organisations, "phones", phones.clone(), "organization_id");
    let identifiers = table("organization_identifiers.csv")?;
    attach(&mut organisations, "organization_identifiers", identifiers, "organization_id");
    let organisations = by_id(organisations);

    let mut places = table("service_at_location.csv")?;
    attach(&mut places, "phones", phones.clone(), "service_at_location_id");
    attach(&mut places, "schedules", schedules.clone(), "service_at_location_id");
    attach(&mut places, "attributes", attributes.clone(), "link_id");
    let places = places.into_iter().filter_map(|mut place| {
        let location = locations.get(place.get("location_id")?.as_str()?)?.clone();
        place["location"] = location;
        Some(place)
    });
    let mut services = services;
    attach(&mut services, "service_at_locations", places.collect(), "service_id");
    attach(&mut services, "phones", phones, "service_id");
    attach(&mut services, "schedules", schedules, "service_id");
    attach(&mut services, "attributes", attributes, "link_id");
    for (name, file) in [("languages", "languages.csv"), ("service_areas", "service_areas.csv")] {
        attach(&mut services, name, table(file)?, "service_id");
    }
    attach(&mut services, "contacts", table("contacts.csv")?, "service_id");
    for service in &mut services {
        let organisation = service.get("organization_id").and_then(Value::as_str).and_then(|id| organisations.get(id));
        if let Some(organisation) = organisation.cloned() {
            service["organization"] = organisation;
        }
    }
    Ok(services)
}

/// Attributes, each with its term.
fn attributes(table: &mut dyn FnMut(&str) -> Result<Vec<Value>, Refused>) -> Result<Vec<Value>, Refused> {
    let mut attributes = table("attributes.csv")?;
    if attributes.is_empty() {
        return Ok(attributes);
    }
    let terms = by_id(table("taxonomy_terms.csv")?);
    for attribute in &mut attributes {
        let term = attribute.get("taxonomy_term_id").and_then(Value::as_str).and_then(|id| terms.get(id));
        if let Some(term) = term.cloned() {
            attribute["taxonomy_term"] = term;
        }
    }
    Ok(attributes)
}

/// Puts rows into the objects that they refer to.
fn attach(objects: &mut [Value], name: &str, rows: Vec<Value>, refers_by: &str) {
    let mut of: HashMap<String, Vec<Value>> = HashMap::new();
    for row in rows {
        if let Some(id) = row.get(refers_by).and_then(Value::as_str).map(str::to_owned) {
            of.entry(id).or_default().push(row);
        }
    }
    for object in objects.iter_mut().filter_map(Value::as_object_mut) {
        let rows = object.get("id").and_then(Value::as_str).and_then(|id| of.remove(id));
        if let Some(rows) = rows {
            object.insert(name.to_owned(), Value::Array(rows));
        }
    }
}

fn by_id(objects: Vec<Value>) -> HashMap<String, Value> {
    let id = |object: &Value| {
        object.as_object().and_then(|object: &Map<String, Value>| object.get("id")?.as_str().map(str::to_owned))
    };
    objects.into_iter().filter_map(|object| Some((id(&object)?, object))).collect()
}
