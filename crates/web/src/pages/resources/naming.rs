//! The words for the directory: fields, how fresh an entry is, and whom to name as its source.

use banso_domain::resource::{Field, Need, Resource, Source, Sureness};

use crate::{
    components::{Shape, StatusTag},
    site::SignedIn,
    text::Texts,
};

pub(in crate::pages) fn field_name(t: &Texts, field: Field) -> String {
    t.get(&format!("{}{}", /* keys */ "resource-field-", field.name().replace('_', "-")))
}

/// A need, in the words of somebody who has it.
pub(in crate::pages) fn need_name(t: &Texts, need: Need) -> String {
    t.get(&format!("{}{}", /* keys */ "resource-need-", need.name()))
}

/// A distance as the crow flies: 0.4 km, 12 km.
pub(super) fn kilometres(far: f64) -> String {
    if far < 10.0 { format!("{far:.1} km") } else { format!("{far:.0} km") }
}

/// The attribution that the licence of a source asks for.
pub(super) fn source_name(t: &Texts, source: Source) -> String {
    t.get(&format!("{}{}", /* keys */ "resource-source-", source.name()))
}

/// How fresh and how sure an entry is, with the day if there is one.
pub(super) fn freshness(reader: &SignedIn, resource: &Resource) -> StatusTag {
    let t = &reader.t;
    let fresh = resource.freshness();
    let shape = match fresh.sureness {
        Sureness::Confirmed => Shape::Done,
        Sureness::AsPublished => Shape::Open,
        Sureness::InDoubt | Sureness::NoLongerListed => Shape::Waiting,
    };
    let key = format!("{}{}", /* keys */ "resource-sure-", fresh.sureness.name().replace('_', "-"));
    let day = match fresh.sureness {
        Sureness::NoLongerListed => resource.gone_on,
        _ => fresh.verified_on,
    };
    let word = t.get(&key);
    let label = match day {
        Some(day) => {
            let day = reader.look.short(day).text().to_owned();
            t.with("resource-sure-on", [("word", word), ("day", day)])
        }
        None => word,
    };
    StatusTag::new(shape, label)
}
