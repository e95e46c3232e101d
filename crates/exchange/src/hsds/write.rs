//! Entries of the directory as the tables of HSDS 3.0.
//!
//! An entry is one service of one organisation at one place. What HSDS has no place for, and what would lose a letter there, is an attribute
//! with the name of the field, so that whoever reads it in again has every word. What HSDS asks for and nobody tells is [`UNTOLD`].

use std::collections::BTreeMap;

use banso_domain::{
    id::AgencyId,
    resource::{Field, Hours, PREFECTURES, Resource, Source, Told, day_of, is_corporate_number, prefecture_of_address},
};
use chrono::DateTime;
use serde_json::{Map, Value, json};

use super::{
    CORPORATE_NUMBER, OWN_FIELD, SERVICE_TEXTS, UNTOLD,
    columns::STATUS,
    ids::{kind_id, location_id, made_of, organisation_id, service_id},
};

/// The taxonomy of kinds of service.
pub(super) const KINDS: &str = "サービス種別";
/// The taxonomy of what an attribute tells: the fields of this directory.
const FIELDS: &str = "Banso";

/// A row of a table.
pub(super) type Row = Map<String, Value>;

/// What a file may hold, and the names that only the installation knows.
pub struct Sharing<'a> {
    /// With what the region tells those who support people: strong and weak points, limits, notes.
    pub for_supporters: bool,
    /// The name of an agency of the region.
    pub agency: &'a dyn Fn(AgencyId) -> String,
    /// The words with which the licence of a source asks to be named.
    pub attribution: &'a dyn Fn(Source) -> String,
}

/// Entries as tables, each row by its columns.
#[derive(Clone, Debug, Default)]
pub struct Published {
    tables: BTreeMap<&'static str, Vec<Row>>,
    /// Where the row of an id stands, by table.
    known: BTreeMap<(&'static str, String), usize>,
    organisations: BTreeMap<String, Told>,
}

/// What entries of one organisation tell of it alike.
const OF_ORGANISATION: [Field; 5] = [
    Field::OrganisationName,
    Field::OrganisationUrl,
    Field::OrganisationPhone,
    Field::OrganisationFax,
    Field::CorporateNumber,
];

impl Published {
    /// The entries as tables, in their order.
    pub fn of<'r>(entries: impl IntoIterator<Item = &'r Resource>, sharing: &Sharing<'_>) -> Self {
        let mut published = Self::default();
        for entry in entries {
            published.take(entry, sharing);
        }
        published.tell_what_organisations_do();
        published
    }

    /// The rows of a table.
    pub(super) fn rows(&self, table: &str) -> &[Row] {
        self.tables.get(table).map_or(&[], Vec::as_slice)
    }

    /// Puts a row in; whether a row of that id was there before.
    fn put(&mut self, table: &'static str, row: Value) -> bool {
        let Value::Object(mut row) = row else { return false };
        row.retain(|_, value| !value.is_null() && value.as_str() != Some(""));
        let id = row.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
        let rows = self.tables.entry(table).or_default();
        if self.known.contains_key(&(table, id.clone())) {
            return true;
        }
        self.known.insert((table, id), rows.len());
        rows.push(row);
        false
    }

    /// The id under which a row stands: its own, or where another row has that and tells something else, one of this entry alone.
    fn id_for(&self, table: &'static str, row: &Value, resource: &Resource) -> String {
        let id = row["id"].as_str().unwrap_or_default().to_owned();
        let differs = |at: &usize| {
            let known = &self.rows(table)[*at];
            let told = row
                .as_object()
                .into_iter()
                .flatten()
                .filter(|(_, value)| !value.is_null() && value.as_str() != Some(""));
            known.len() != told.clone().count() || told.into_iter().any(|(name, value)| known.get(name) != Some(value))
        };
        match self.known.get(&(table, id.clone())) {
            Some(at) if differs(at) => made_of(&[table, &resource.id.to_string()]),
            _ => id,
        }
    }

    fn take(&mut self, resource: &Resource, sharing: &Sharing<'_>) {
        let shown = resource.as_shown();
        let mut entry = Entry { rest: shown.clone(), resource, shown, sharing };
        let organisation = self.organisation(&mut entry);
        let location = self.location(&mut entry, &organisation);
        let service = self.service(&mut entry, &organisation);
        let place = location.map(|location| {
            let id = resource.id.to_string();
            self.put("service_at_location", json!({ "id": id, "service_id": service, "location_id": location }));
            id
        });
        let (entity, column, link) = match &place {
            Some(place) => ("service_at_location", "service_at_location_id", place.clone()),
            None => ("service", "service_id", service.clone()),
        };
        let at = Link { entity, column, id: link };
        self.phones(&mut entry, &at);
        self.schedules(&mut entry, &at);
        self.attributes(entry, &at, &service);
    }

    fn organisation(&mut self, entry: &mut Entry<'_>) -> String {
        let id = organisation_id(entry.resource);
        let told = OF_ORGANISATION.map(|field| (field, entry.shown.get(field).to_owned()));
        let is_new = !self.organisations.contains_key(&id);
        let known = self.organisations.entry(id.clone()).or_insert_with(|| told.into_iter().collect()).clone();
        for field in OF_ORGANISATION {
            let fits = match field {
                Field::OrganisationUrl => is_uri(known.get(field)),
                Field::CorporateNumber => is_corporate_number(known.get(field)),
                _ => true,
            };
            if fits && known.get(field) == entry.shown.get(field) {
                entry.rest.set(field, "");
            }
        }
        if !is_new {
            return id;
        }
        let of_entry = entry.shown.of(Field::Name).filter(|_| entry.resource.origin.source != Source::Hsds);
        let name = known.of(Field::OrganisationName).or(of_entry).unwrap_or(UNTOLD);
        let website = known.of(Field::OrganisationUrl).filter(|url| is_uri(url));
        self.put("organization", json!({ "id": id, "name": name, "website": website }));
        for (field, kind) in [(Field::OrganisationPhone, "voice"), (Field::OrganisationFax, "fax")] {
            if let Some(number) = known.of(field) {
                let phone = made_of(&["phone", &id, kind]);
                self.put("phone", json!({ "id": phone, "organization_id": id, "number": number, "type": kind }));
            }
        }
        if let Some(number) = known.of(Field::CorporateNumber).filter(|number| is_corporate_number(number)) {
            self.put(
                "organization_identifier",
                json!({
                    "id": made_of(&["organization_identifier", &id]), "organization_id": id,
                    "identifier_scheme": "JP-JCN", "identifier_type": CORPORATE_NUMBER, "identifier": number,
                }),
            );
        }
        id
    }

    fn location(&mut self, entry: &mut Entry<'_>, organisation: &str) -> Option<String> {
        let id = location_id(entry.resource, &entry.shown)?;
        let degrees = |field: Field| {
            let words = entry.shown.get(field);
            serde_json::from_str::<serde_json::Number>(words.trim())
                .ok()
                .map(|number| (number.to_string() == words, number))
        };
        let (latitude, longitude) = (degrees(Field::Latitude), degrees(Field::Longitude));
        let address = address(&entry.shown);
        let kind = if address.is_some() || latitude.is_some() { "physical" } else { "virtual" };
        let mut row = json!({
            "id": id, "location_type": kind, "organization_id": organisation,
            "transportation": entry.shown.get(Field::Transport),
            "latitude": latitude.as_ref().map(|(_, number)| number), "longitude": longitude.as_ref().map(|(_, number)| number),
        });
        let id = self.id_for("location", &row, entry.resource);
        row["id"] = json!(id);
        for (field, told) in [(Field::Latitude, latitude), (Field::Longitude, longitude)] {
            if told.is_some_and(|(to_the_letter, _)| to_the_letter) {
                entry.rest.set(field, "");
            }
        }
        let is_known = self.put("location", row);
        // A location that the source numbered may be told differently where the region edited one of its entries.
        let is_told_alike = entry.resource.origin.source != Source::Hsds || entry.resource.edits.is_empty();
        if !is_known || is_told_alike {
            for field in [Field::Transport, Field::Accessibility, Field::Postcode, Field::Municipality, Field::Street] {
                entry.rest.set(field, "");
            }
        }
        if is_known {
            return Some(id);
        }
        if let Some((state, city, street)) = address {
            let postcode = entry.shown.of(Field::Postcode).unwrap_or(UNTOLD);
            self.put(
                "address",
                json!({
                    "id": made_of(&["address", &id]), "location_id": id, "address_1": street, "city": city,
                    "state_province": state, "postal_code": postcode, "country": "JP", "address_type": "physical",
                }),
            );
        }
        self.list("accessibility", ("location_id", &id), "description", entry.shown.get(Field::Accessibility));
        Some(id)
    }

    /// Words that were joined by a middle dot, each a row.
    fn list(&mut self, table: &'static str, (column, of): (&str, &str), name: &str, words: &str) {
        let parts: Vec<&str> = words.split('・').collect();
        let parts = if parts.iter().any(|part| part.is_empty()) { vec![words] } else { parts };
        for (at, part) in parts.into_iter().filter(|part| !part.trim().is_empty()).enumerate() {
            let id = made_of(&[table, of, &at.to_string()]);
            self.put(table, json!({ "id": id, column: of, name: part }));
        }
    }

    fn service(&mut self, entry: &mut Entry<'_>, organisation: &str) -> String {
        let mut row = json!({ "id": service_id(entry.resource), "organization_id": organisation });
        for (name, field) in SERVICE_TEXTS {
            let words = entry.shown.get(field);
            let fits = match field {
                Field::Url => is_uri(words),
                Field::Email => is_mail(words),
                Field::Status => STATUS.contains(&words) && entry.resource.gone_on.is_none(),
                _ => true,
            };
            if fits {
                row[name] = json!(words);
                entry.rest.set(field, "");
            }
        }
        if entry.shown.of(Field::Name).is_none() {
            row["name"] = json!(UNTOLD);
        }
        if row.get("status").is_none() {
            row["status"] = json!(if entry.resource.gone_on.is_some() { "inactive" } else { "active" });
        }
        let (looked_at, words) = (entry.resource.freshness().verified_on, entry.shown.get(Field::VerifiedOn));
        if entry.resource.confirmed.is_none() && DateTime::parse_from_rfc3339(words).is_ok() {
            row["last_modified"] = json!(words);
            entry.rest.set(Field::VerifiedOn, "");
        } else if let Some(day) = looked_at.or_else(|| day_of(words)) {
            row["assured_date"] = json!(day.to_string());
            if day.to_string() == words {
                entry.rest.set(Field::VerifiedOn, "");
            }
        }
        let id = self.id_for("service", &row, entry.resource);
        row["id"] = json!(id);
        // Of a service at several places only the first entry tells these; what others tell stays with their places.
        if !self.put("service", row) {
            for field in [Field::Languages, Field::ServiceArea] {
                entry.rest.set(field, "");
            }
            self.list("language", ("service_id", &id), "name", entry.shown.get(Field::Languages));
            self.list("service_area", ("service_id", &id), "name", entry.shown.get(Field::ServiceArea));
        }
        id
    }

    fn phones(&mut self, entry: &mut Entry<'_>, at: &Link) {
        for (field, kind) in [(Field::Phone, "voice"), (Field::Fax, "fax")] {
            if let Some(number) = entry.taken(field) {
                let id = made_of(&["phone", &at.id, kind]);
                self.put("phone", json!({ "id": id, at.column: at.id, "number": number, "type": kind }));
            }
        }
    }

    /// When it is open: in words, and for programs by the kind of day. The words of each kind of day are kept beside them.
    fn schedules(&mut self, entry: &mut Entry<'_>, at: &Link) {
        if let Some(words) = entry.taken(Field::HoursNote) {
            let id = made_of(&["schedule", &at.id, "note"]);
            self.put("schedule", json!({ "id": id, at.column: at.id, "description": words }));
        }
        for (field, days) in [
            (Field::HoursWeekday, "MO,TU,WE,TH,FR"),
            (Field::HoursSaturday, "SA"),
            (Field::HoursSunday, "SU"),
            (Field::HoursHoliday, ""),
        ] {
            let Hours::Between { opens, closes } = entry.shown.hours(field) else { continue };
            let time = |minutes: u16| format!("{:02}:{:02}:00", minutes / 60 % 24, minutes % 60);
            let id = made_of(&["schedule", &at.id, field.name()]);
            let mut row = json!({ "id": id, at.column: at.id, "opens_at": time(opens), "closes_at": time(closes) });
            if days.is_empty() {
                row["description"] = json!("祝日");
            } else {
                row["freq"] = json!("WEEKLY");
                row["byday"] = json!(days);
            }
            self.put("schedule", row);
        }
    }

    /// The kind of service, where it is from, how sure it is, every word that found no other place, and what the region changed.
    fn attributes(&mut self, mut entry: Entry<'_>, at: &Link, service: &str) {
        if let Some(kind) = entry.taken(Field::ServiceKind) {
            let term = kind_id(&kind);
            self.term(KINDS, &term, None, &kind);
            let of = Link { entity: "service", column: "service_id", id: service.to_owned() };
            self.attribute(&of, "service_kind", &term, &kind);
        }
        let source = entry.resource.origin.source;
        let attribution = (entry.sharing.attribution)(source);
        let attribution = if attribution.is_empty() { source.name().to_owned() } else { attribution };
        let facts = [("source", attribution.as_str()), ("sureness", entry.resource.freshness().sureness.name())];
        let rest = entry.rest.clone();
        let words = rest.iter().filter(|(field, _)| entry.shares(*field)).map(|(field, words)| (field.name(), words));
        for (name, words) in facts.into_iter().chain(words) {
            let term = made_of(&["taxonomy_term", FIELDS, name]);
            self.term(FIELDS, &term, Some(name), name);
            self.attribute(at, OWN_FIELD, &term, words);
        }
        let told = |words: &str| if words.trim().is_empty() { UNTOLD.to_owned() } else { words.to_owned() };
        for (field, edit) in entry.resource.edits.iter().filter(|(field, _)| entry.shares(**field)) {
            self.put(
                "metadata",
                json!({
                    "id": made_of(&["metadata", &at.id, field.name()]), "resource_id": at.id, "resource_type": at.entity,
                    "last_action_date": edit.on.to_string(), "last_action_type": "update", "field_name": field.name(),
                    "previous_value": told(entry.resource.told.get(*field)), "replacement_value": told(&edit.words),
                    "updated_by": told(&(entry.sharing.agency)(edit.by)),
                }),
            );
        }
    }

    fn attribute(&mut self, at: &Link, kind: &str, term: &str, value: &str) {
        let id = made_of(&["attribute", &at.id, term]);
        self.put(
            "attribute",
            json!({
                "id": id, "link_id": at.id, "link_entity": at.entity, "link_type": kind, "taxonomy_term_id": term,
                "value": value,
            }),
        );
    }

    fn term(&mut self, taxonomy: &'static str, id: &str, code: Option<&str>, name: &str) {
        let of = made_of(&["taxonomy", taxonomy]);
        let description = if taxonomy == KINDS { "サービス等の種類" } else { "この資源台帳の項目" };
        self.put("taxonomy", json!({ "id": of, "name": taxonomy, "description": description }));
        self.put(
            "taxonomy_term",
            json!({
                "id": id, "code": code, "name": name, "description": name, "taxonomy": taxonomy, "language": "ja",
                "taxonomy_id": of,
            }),
        );
    }

    /// An organisation is described by the kinds of service that it offers here, or where none says its kind, by their names.
    fn tell_what_organisations_do(&mut self) {
        let mut offers: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut kinds: BTreeMap<&str, &str> = BTreeMap::new();
        for attribute in self.rows("attribute").iter().filter(|one| one["link_type"] == "service_kind") {
            kinds.insert(text(attribute, "link_id"), text(attribute, "value"));
        }
        for service in self.rows("service") {
            let words = kinds.get(text(service, "id")).copied().unwrap_or_else(|| text(service, "name"));
            let of = offers.entry(text(service, "organization_id").to_owned()).or_default();
            if !of.iter().any(|known| known == words) {
                of.push(words.to_owned());
            }
        }
        for organisation in self.tables.get_mut("organization").into_iter().flatten() {
            let words = offers.get(text(organisation, "id")).map(|words| words.join("・"));
            organisation.insert("description".to_owned(), json!(words.unwrap_or_else(|| UNTOLD.to_owned())));
        }
    }
}

/// The taxonomies alone: kinds of service, and the fields of this directory that everybody gets.
pub fn taxonomies(kinds: &[String]) -> Published {
    let mut published = Published::default();
    for kind in kinds {
        published.term(KINDS, &kind_id(kind), None, kind);
    }
    let fields = Field::ALL.iter().filter(|field| !field.is_of_region()).map(|field| field.name());
    for name in ["source", "sureness"].into_iter().chain(fields) {
        published.term(FIELDS, &made_of(&["taxonomy_term", FIELDS, name]), Some(name), name);
    }
    published
}

/// An entry on its way into tables.
struct Entry<'e> {
    resource: &'e Resource,
    shown: Told,
    /// What found no place yet.
    rest: Told,
    sharing: &'e Sharing<'e>,
}

impl Entry<'_> {
    /// A field that finds its place now.
    fn taken(&mut self, field: Field) -> Option<String> {
        let words = self.shown.of(field)?.to_owned();
        self.rest.set(field, "");
        Some(words)
    }

    fn shares(&self, field: Field) -> bool {
        self.sharing.for_supporters || !field.is_of_region()
    }
}

/// What the words of an entry hang on: the service at its location, or where nothing is told of a place, the service.
struct Link {
    entity: &'static str,
    column: &'static str,
    id: String,
}

fn text<'r>(row: &'r Row, name: &str) -> &'r str {
    row.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// Prefecture, municipality and the rest of an address, each at least [`UNTOLD`]; none where no address is told.
fn address(shown: &Told) -> Option<(String, String, String)> {
    let (municipality, street) = (shown.get(Field::Municipality), shown.get(Field::Street));
    let has_any = [municipality, street, shown.get(Field::Postcode)].iter().any(|words| !words.trim().is_empty());
    let cut = |words: &str| {
        let name = PREFECTURES[prefecture_of_address(words)? as usize - 1];
        Some((name.to_owned(), words.strip_prefix(name)?.to_owned()))
    };
    let told = |words: &str| if words.is_empty() { UNTOLD.to_owned() } else { words.to_owned() };
    has_any.then(|| match (cut(municipality), municipality.is_empty().then(|| cut(street)).flatten()) {
        (Some((state, city)), _) => (state, told(&city), told(street)),
        (None, Some((state, rest))) => (state, UNTOLD.to_owned(), told(&rest)),
        (None, None) => (UNTOLD.to_owned(), told(municipality), told(street)),
    })
}

/// Whether words are an address of the web that every program reads.
fn is_uri(words: &str) -> bool {
    let rest = words.strip_prefix("https://").or_else(|| words.strip_prefix("http://"));
    let is_letter = |letter: char| letter.is_ascii_graphic() && !r#"<>"{}|\^`[]"#.contains(letter);
    rest.is_some_and(|rest| !rest.is_empty() && rest.chars().all(is_letter) && is_escaped(rest))
}

/// Every `%` begins an escaped byte.
fn is_escaped(words: &str) -> bool {
    words.split('%').skip(1).all(|rest| rest.len() >= 2 && rest.as_bytes()[..2].iter().all(u8::is_ascii_hexdigit))
}

fn is_mail(words: &str) -> bool {
    let is_part = |part: &str| {
        let is_letter = |letter: char| letter.is_ascii_alphanumeric() || "-_+.".contains(letter);
        !part.is_empty()
            && part.chars().all(is_letter)
            && !part.starts_with('.')
            && !part.ends_with('.')
            && !part.contains("..")
    };
    words.split_once('@').is_some_and(|(name, host)| is_part(name) && is_part(host))
}
