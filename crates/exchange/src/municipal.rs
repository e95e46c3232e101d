//! Open data of a municipality as JSON: `{"origin", "source", "header", "data"}`, made from its Excel sheets. Three kinds are known: group
//! homes, consultation desks by life event, and clinics.

use banso_domain::{
    resource::{Field, Origin, Source, Told},
    text::search_key,
};
use serde_json::{Map, Value};

use crate::{Finding, FindingKind, RosterRow, roster::Gathered};

/// A kind of sheet.
struct Kind {
    /// Its name within the list.
    name: &'static str,
    /// The kind of service that its rows are, where they do not say.
    service: &'static str,
    /// The names that tell it from the others.
    told_by: &'static [&'static str],
    columns: &'static [(&'static str, Field)],
    /// What tells one of its rows from another. Sheets give no numbers that stay.
    known_by: &'static [&'static str],
}

const KINDS: [Kind; 3] = [
    Kind {
        name: "grouphome",
        service: "共同生活援助",
        told_by: &["service", "business_name", "capacity"],
        columns: &[
            ("service", Field::ServiceKind),
            ("business_name", Field::OrganisationName),
            ("name", Field::Name),
            ("address", Field::Street),
            ("capacity", Field::Capacity),
        ],
        known_by: &["name", "address"],
    },
    Kind {
        name: "life_event",
        service: "相談窓口",
        told_by: &["consultation", "location", "time"],
        columns: &[
            ("consultation", Field::Topic),
            ("name", Field::Name),
            ("time", Field::HoursNote),
            ("location", Field::Street),
            ("tel", Field::Phone),
        ],
        known_by: &["name", "consultation"],
    },
    Kind {
        name: "medical",
        service: "医療機関",
        told_by: &["zipcode", "address", "tel", "note"],
        columns: &[
            ("name", Field::Name),
            ("zipcode", Field::Postcode),
            ("address", Field::Street),
            ("tel", Field::Phone),
            ("note", Field::Description),
        ],
        known_by: &["name", "address", "tel"],
    },
];

/// Reads such a file; `None` if it is none.
pub(crate) fn read(value: &Value) -> Option<Gathered> {
    let (header, data) = (value.get("header")?.as_object()?, value.get("data")?.as_array()?);
    let kind = KINDS.iter().find(|kind| kind.told_by.iter().all(|name| header.contains_key(*name)))?;
    let publisher = publisher(value.get("source").and_then(Value::as_str).unwrap_or_default());
    let list = format!("{publisher}/{}", kind.name);
    let mut gathered = Gathered::default();
    for (at, row) in data.iter().enumerate() {
        gathered.take(entry(kind, &list, at as u64 + 1, row.as_object(), header));
    }
    Some(gathered)
}

/// `Data by 湯沢市 - グループホーム / …` tells who publishes. The name of the sheet may bear a year and is left out.
fn publisher(source: &str) -> &str {
    let after = source.strip_prefix("Data by ").unwrap_or(source);
    after.split(" - ").next().unwrap_or(after).trim()
}

fn entry(kind: &Kind, list: &str, at: u64, row: Option<&Map<String, Value>>, header: &Map<String, Value>) -> RosterRow {
    let empty = Map::new();
    let row = row.unwrap_or(&empty);
    let cell = |name: &str| row.get(name).map(words).unwrap_or_default();
    let mut told: Told = kind.columns.iter().map(|(name, field)| (*field, cell(name))).collect();
    if told.of(Field::ServiceKind).is_none() {
        told.set(Field::ServiceKind, kind.service);
    }
    // Columns with ○ or true say what is offered: their heads are the words for it.
    let is_offered = |value: &Value| *value == Value::Bool(true) || value.as_str() == Some("○");
    let offered = row.iter().filter(|(_, value)| is_offered(value)).filter_map(|(name, _)| header.get(name)?.as_str());
    let offered: Vec<&str> = offered.collect();
    if !offered.is_empty() {
        let topic = told.of(Field::Topic).map(|topic| format!("{topic}：")).unwrap_or_default();
        told.set(Field::Topic, format!("{topic}{}", offered.join("・")));
    }
    let known_by: Vec<String> = kind.known_by.iter().map(|name| search_key(&cell(name))).collect();
    let mut findings = vec![Finding::of(FindingKind::KnownByName)];
    if told.of(Field::Name).is_none() {
        findings.push(Finding::of(FindingKind::NameMissing));
    }
    let origin = Origin { source: Source::Municipal, list: list.to_owned(), number: known_by.join("|") };
    RosterRow { at, origin: Some(origin), told, findings }
}

fn words(value: &Value) -> String {
    match value {
        Value::String(words) => words.clone(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    }
}
