//! The timeline as a list: one row a contact.

use banso_app::RecordRow;

use super::naming::{counterpart_name, method_name};
use crate::{
    components::{Cell, Column, TableRow, TableView},
    dates::clock,
    site::SignedIn,
};

/// The records with those who were there, in the order given.
pub(super) fn table(reader: &SignedIn, records: &[(RecordRow, String)]) -> TableView {
    let t = &reader.t;
    let columns = vec![
        Column::new(t.get("records-on")),
        Column::new(t.get("records-time")),
        Column::new(t.get("records-length-minutes")).numeric(),
        Column::new(t.get("records-staff")),
        Column::new(t.get("records-with")),
        Column::new(t.get("records-with-note")),
        Column::new(t.get("records-method")),
        Column::new(t.get("records-place")),
        Column::new(t.get("records-emergency")),
        Column::new(t.get("records-facts")),
        Column::new(t.get("records-view")),
        Column::new(t.get("records-next")),
        Column::new(t.get("records-next-on")),
        Column::new(t.get("records-told")),
    ];
    TableView {
        id: "records".to_owned(),
        caption: t.get("room-timeline"),
        columns,
        rows: records.iter().map(|(row, by)| line(reader, row, by)).collect(),
    }
}

fn line(reader: &SignedIn, row: &RecordRow, by: &str) -> TableRow {
    let (t, record) = (&reader.t, &row.record);
    let and = t.get("list-separator");
    let methods: Vec<String> = record.methods.iter().map(|method| method_name(t, *method)).collect();
    let with: Vec<String> = record.counterparts.iter().map(|with| counterpart_name(t, *with)).collect();
    let told: Vec<String> = record
        .disclosures
        .iter()
        .map(|told| [told.to.as_str(), &told.what, &told.basis].map(str::trim).join(" ").trim().to_owned())
        .collect();
    let emergency = if record.is_emergency { t.get("records-emergency-tag") } else { String::new() };
    TableRow {
        cells: vec![
            Cell::Date(reader.look.short(record.took_place.on)),
            Cell::Text(record.took_place.minute_of_day.map(clock).unwrap_or_default()),
            Cell::Text(record.minutes.map(|minutes| minutes.to_string()).unwrap_or_default()),
            Cell::Text(by.to_owned()),
            Cell::Text(with.join(&and)),
            Cell::Text(record.counterpart_note.clone()),
            Cell::Text(methods.join(&and)),
            Cell::Text(record.place.clone()),
            Cell::Text(emergency),
            Cell::Text(record.facts.clone()),
            Cell::Text(record.view.clone()),
            Cell::Text(record.next_action.clone()),
            record.next_on.map_or(Cell::Text(String::new()), |day| Cell::Date(reader.look.short(day))),
            Cell::Text(told.join("\n")),
        ],
    }
}
