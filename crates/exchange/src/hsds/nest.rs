//! Rows of tables put into each other, as the JSON of HSDS has them.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use super::write::{Published, Row};

type Places = HashMap<String, Vec<usize>>;

/// What belongs to a service, a place or an organisation: the table, the column that refers to it, and the name of the list.
const OF_SERVICE: [(&str, &str, &str); 4] = [
    ("phone", "service_id", "phones"),
    ("schedule", "service_id", "schedules"),
    ("service_area", "service_id", "service_areas"),
    ("language", "service_id", "languages"),
];
const OF_PLACE: [(&str, &str, &str); 2] =
    [("phone", "service_at_location_id", "phones"), ("schedule", "service_at_location_id", "schedules")];
const OF_LOCATION: [(&str, &str, &str); 2] =
    [("address", "location_id", "addresses"), ("accessibility", "location_id", "accessibility")];
const OF_ORGANISATION: [(&str, &str, &str); 2] = [
    ("phone", "organization_id", "phones"),
    ("organization_identifier", "organization_id", "organization_identifiers"),
];

/// Published tables as JSON.
pub struct Nested<'p> {
    from: &'p Published,
    places: HashMap<(&'static str, &'static str), Places>,
}

impl Published {
    /// The tables as JSON.
    pub fn nested(&self) -> Nested<'_> {
        let references = [
            ("service", "organization_id"),
            ("service_at_location", "service_id"),
            ("location", "organization_id"),
            ("attribute", "link_id"),
            ("metadata", "resource_id"),
        ];
        let of_lists = [&OF_SERVICE[..], &OF_PLACE, &OF_LOCATION, &OF_ORGANISATION].concat();
        let of_lists = of_lists.into_iter().map(|(table, column, _)| (table, column));
        let ids =
            ["organization", "service", "service_at_location", "location", "taxonomy_term"].map(|table| (table, "id"));
        let keys = references.into_iter().chain(of_lists).chain(ids);
        Nested { from: self, places: keys.map(|key| (key, places(self.rows(key.0), key.1))).collect() }
    }
}

fn places(rows: &[Row], column: &str) -> Places {
    let mut places = Places::new();
    for (at, row) in rows.iter().enumerate() {
        if let Some(id) = row.get(column).and_then(Value::as_str) {
            places.entry(id.to_owned()).or_default().push(at);
        }
    }
    places
}

impl Nested<'_> {
    fn of(&self, table: &'static str, column: &'static str, id: &str) -> impl Iterator<Item = &Row> {
        let at = self.places.get(&(table, column)).and_then(|places| places.get(id));
        at.into_iter().flatten().filter_map(move |at| self.from.rows(table).get(*at))
    }

    fn one(&self, table: &'static str, id: &str) -> Option<&Row> {
        self.of(table, "id", id).next()
    }

    fn with(&self, row: &Row, lists: &[(&'static str, &'static str, &str)], entity: &str) -> Row {
        let mut whole = row.clone();
        let id = text(row, "id");
        for (table, column, name) in lists {
            put(&mut whole, name, self.of(table, column, id).cloned().collect());
        }
        let attributes = self.of("attribute", "link_id", id).filter(|one| text(one, "link_entity") == entity);
        let with_term = |attribute: &Row| {
            let mut attribute = attribute.clone();
            if let Some(term) = self.one("taxonomy_term", text(&attribute, "taxonomy_term_id")) {
                attribute.insert("taxonomy_term".to_owned(), Value::Object(term.clone()));
            }
            attribute
        };
        put(&mut whole, "attributes", attributes.map(with_term).collect());
        let changes = self.of("metadata", "resource_id", id).filter(|one| text(one, "resource_type") == entity);
        put(&mut whole, "metadata", changes.cloned().collect());
        whole
    }

    fn location(&self, id: &str) -> Option<Row> {
        Some(self.with(self.one("location", id)?, &OF_LOCATION, "location"))
    }

    fn place(&self, row: &Row) -> Row {
        let mut place = self.with(row, &OF_PLACE, "service_at_location");
        if let Some(location) = self.location(text(row, "location_id")) {
            place.insert("location".to_owned(), Value::Object(location));
        }
        place
    }

    fn organisation_of(&self, service: &Row) -> Option<Row> {
        Some(self.with(self.one("organization", text(service, "organization_id"))?, &OF_ORGANISATION, "organization"))
    }

    fn service_alone(&self, row: &Row) -> Row {
        let mut service = self.with(row, &OF_SERVICE, "service");
        if let Some(organisation) = self.organisation_of(row) {
            service.insert("organization".to_owned(), Value::Object(organisation));
        }
        service
    }

    fn service_whole(&self, row: &Row) -> Value {
        let mut service = self.service_alone(row);
        let places = self.of("service_at_location", "service_id", text(row, "id"));
        put(&mut service, "service_at_locations", places.map(|place| self.place(place)).collect());
        Value::Object(service)
    }

    /// A service with everything that belongs to it; none where there is none of that id.
    pub fn service(&self, id: &str) -> Option<Value> {
        Some(self.service_whole(self.one("service", id)?))
    }

    /// Every service, whole, or with its organisation alone.
    pub fn services(&self, is_whole: bool) -> Vec<Value> {
        let listed = |row: &Row| {
            let mut service = row.clone();
            if let Some(organisation) = self.one("organization", text(row, "organization_id")) {
                service.insert("organization".to_owned(), Value::Object(organisation.clone()));
            }
            Value::Object(service)
        };
        let rows = self.from.rows("service").iter();
        rows.map(|row| if is_whole { self.service_whole(row) } else { listed(row) }).collect()
    }

    /// A service at a location, with both of them.
    pub fn service_at_location(&self, id: &str) -> Option<Value> {
        Some(self.place_whole(self.one("service_at_location", id)?))
    }

    fn place_whole(&self, row: &Row) -> Value {
        let mut place = self.place(row);
        if let Some(service) = self.one("service", text(row, "service_id")) {
            place.insert("service".to_owned(), Value::Object(self.service_alone(service)));
        }
        Value::Object(place)
    }

    /// Every service at a location, whole, or with service and location as they stand in their tables.
    pub fn services_at_locations(&self, is_whole: bool) -> Vec<Value> {
        let listed = |row: &Row| {
            let mut place = row.clone();
            for (table, column) in [("service", "service_id"), ("location", "location_id")] {
                if let Some(of) = self.one(table, text(row, column)) {
                    place.insert(table.to_owned(), Value::Object(of.clone()));
                }
            }
            Value::Object(place)
        };
        let rows = self.from.rows("service_at_location").iter();
        rows.map(|row| if is_whole { self.place_whole(row) } else { listed(row) }).collect()
    }

    /// An organisation with its sites and services; these whole, or by their ids.
    pub fn organisation(&self, id: &str, with_whole_services: bool) -> Option<Value> {
        let row = self.one("organization", id)?;
        let mut organisation = self.with(row, &OF_ORGANISATION, "organization");
        let sites = self.of("location", "organization_id", id).filter_map(|site| self.location(text(site, "id")));
        put(&mut organisation, "locations", sites.collect());
        let by_id = |service: &Row| json!({ "id": text(service, "id"), "name": text(service, "name"), "status": text(service, "status") });
        let services = self.of("service", "organization_id", id);
        let services: Vec<Value> =
            services.map(|row| if with_whole_services { self.service_whole(row) } else { by_id(row) }).collect();
        organisation.insert("services".to_owned(), Value::Array(services));
        Some(Value::Object(organisation))
    }

    /// Every organisation, with its services if these are asked for.
    pub fn organisations(&self, is_whole: bool, with_whole_services: bool) -> Vec<Value> {
        let rows = self.from.rows("organization").iter();
        let whole = |row: &Row| self.organisation(text(row, "id"), with_whole_services);
        rows.filter_map(
            |row| if is_whole || with_whole_services { whole(row) } else { Some(Value::Object(row.clone())) },
        )
        .collect()
    }

    /// The taxonomies.
    pub fn taxonomies(&self) -> Vec<Value> {
        self.from.rows("taxonomy").iter().cloned().map(Value::Object).collect()
    }

    /// The terms of the taxonomies.
    pub fn taxonomy_terms(&self) -> Vec<Value> {
        self.from.rows("taxonomy_term").iter().cloned().map(Value::Object).collect()
    }
}

fn text<'r>(row: &'r Map<String, Value>, name: &str) -> &'r str {
    row.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// A list, where something is in it.
fn put(row: &mut Row, name: &str, list: Vec<Row>) {
    if !list.is_empty() {
        row.insert(name.to_owned(), Value::Array(list.into_iter().map(Value::Object).collect()));
    }
}
