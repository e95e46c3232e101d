//! Identifiers of what is written: the source's own where it gave any, and otherwise made from what tells one from another, so that they
//! are the same in every file.

use banso_domain::resource::{Field, Resource, Source, Told};
use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

/// An identifier made from words that tell one thing from another.
pub(super) fn made_of(parts: &[&str]) -> String {
    let digest = Sha256::digest(parts.join("\0").as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    Builder::from_custom_bytes(bytes).into_uuid().to_string()
}

fn own(words: &str) -> Option<String> {
    Uuid::try_parse(words).ok().filter(|_| words.len() == 36).map(|_| words.to_owned())
}

/// The numbers of a service and of its location, as an entry read from HSDS has them.
fn numbers(resource: &Resource) -> (Option<String>, Option<String>) {
    if resource.origin.source != Source::Hsds {
        return (None, None);
    }
    let (service, location) = resource.origin.number.split_once('/').unwrap_or((&resource.origin.number, ""));
    (own(service), own(location))
}

/// The organisation of an entry.
pub fn organisation_id(resource: &Resource) -> String {
    let told = Some(&resource.origin).filter(|origin| origin.source == Source::Hsds);
    told.and_then(|origin| own(&origin.list))
        .unwrap_or_else(|| organisation_id_of_key(resource.as_shown().organisation_key().as_str()))
}

/// The organisation that entries have in common, by their key.
pub fn organisation_id_of_key(key: &str) -> String {
    made_of(&["organization", key])
}

/// The service of an entry: the source's number, or the entry's own.
pub fn service_id(resource: &Resource) -> String {
    numbers(resource).0.unwrap_or_else(|| resource.id.to_string())
}

/// The term of a kind of service.
pub fn kind_id(kind: &str) -> String {
    made_of(&["taxonomy_term", super::write::KINDS, kind])
}

const PLACE: [Field; 7] = [
    Field::Postcode,
    Field::Municipality,
    Field::Street,
    Field::Latitude,
    Field::Longitude,
    Field::Accessibility,
    Field::Transport,
];

/// The location of an entry; none where nothing is told of a place. Entries of one site that tell it to the letter alike share it.
pub(super) fn location_id(resource: &Resource, shown: &Told) -> Option<String> {
    if let Some(own) = numbers(resource).1 {
        return Some(own);
    }
    let place = PLACE.map(|field| shown.get(field));
    if place.iter().all(|words| words.trim().is_empty()) {
        return None;
    }
    let site = shown.site_key();
    Some(made_of(&["location", site.as_str(), &place.join("\n")]))
}
