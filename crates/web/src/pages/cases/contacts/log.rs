//! The contacts of a case: who began and who answered, by agency; then one after the other.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use banso_access::Action;
use banso_app::RecordRow;
use banso_domain::{
    case::{
        Case,
        contact::{AgencyContact, ContactDirection, ContactPhase, PairContacts},
    },
    rule::Rule,
};

use super::{
    super::{
        room::{CasePath, OpenedCase, Room, RoomTab},
        sheet,
    },
    channel_name, clinic_visit, direction_name, form, initiator_name, kind_name, phase_name,
};
use crate::{
    components::{Cell, Column, EmptyState, Link, Shape, StatusTag, SummaryRow, TableRow, TableView},
    errors::PageError,
    frame::Frame,
    pages::export::{self, Again, Wanted},
    rules,
    site::{Done, SignedIn, Site, page_error, show},
    text::Texts,
};

#[derive(Template)]
#[template(path = "pages/cases/contacts/log.html")]
struct LogPage {
    frame: Frame,
    room: Room,
    /// The quick way: one link for each one beside the person.
    quick: Vec<Link>,
    new: Option<Link>,
    /// Planning to go along to a clinic.
    clinic: Option<Link>,
    /// Visits on which somebody goes along.
    visits: Vec<SummaryRow>,
    pairs: Option<TableView>,
    contacts: Option<TableView>,
    nothing: EmptyState,
    files: Vec<Link>,
}

pub(super) async fn log(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    Query(told): Query<Done>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let opened = OpenedCase::load(&site, &reader, id).await?;
    let rows = site.app().contacts_of_case(&reader.actor, id).await.map_err(page_error)?;
    let contacts = (!rows.is_empty()).then(|| contacts_table(&reader, &opened.file.case, &rows));
    if wanted.is_file() {
        let name = format!("contacts-{}", opened.file.case.reference);
        let tables = contacts.into_iter().collect();
        return wanted.answer(&site, &reader, &name, tables, &[id], Again::by_address(&reader)).await;
    }
    let others = form::Others::of(&site, &opened).await?;
    let home = format!("/cases/{id}/contacts");
    let writes = opened.may(&site, &reader, Action::WriteRecord) && sheet::is_open(&opened.file.case);
    let beside = others.beside.iter().filter(|_| writes);
    let mut frame = opened.frame(&site, &reader, &t.get("contact-title")).await?;
    frame.breadcrumbs.push(Link::new(t.get("room-timeline"), format!("/cases/{id}/records")));
    frame.banners = told.banners(t);
    let today = site.app().clock().today();
    show(&LogPage {
        quick: beside.map(|other| Link::new(&other.name, format!("{home}/new?with={}", other.value))).collect(),
        clinic: writes.then(|| Link::new(t.get("clinic-visit-title"), format!("/cases/{id}/clinic-visit"))),
        visits: clinic_visit::planned(&reader, &opened.file.case),
        new: writes.then(|| Link::new(t.get("contact-new-other"), format!("{home}/new"))),
        pairs: pairs_of_case(t, &opened.file.case, &rows, PairContacts::since(today)),
        files: if contacts.is_some() { export::files(&reader) } else { Vec::new() },
        contacts,
        nothing: EmptyState { heading: t.get("contact-none"), body: t.get("contact-none-body"), action: None },
        room: opened.room(&site, &reader, RoomTab::Timeline),
        frame,
    })
}

fn contacts_table(reader: &SignedIn, case: &Case, rows: &[RecordRow]) -> TableView {
    let t = &reader.t;
    let joined = |names: Vec<String>| names.join(&t.get("list-separator"));
    let row = |(record, contact): (&RecordRow, &AgencyContact)| {
        let record = &record.record;
        let answered = if contact.answered { String::new() } else { t.get("contact-unanswered") };
        let kinds = joined(contact.kinds.iter().map(|kind| kind_name(t, *kind)).collect());
        TableRow {
            cells: vec![
                Cell::Date(reader.look.short(record.took_place.on)),
                Cell::Text(phase_name(t, case.phase_on(record.took_place.on))),
                Cell::Text(record.counterpart_note.clone()),
                Cell::TwoLines(direction_name(t, contact.direction), answered),
                Cell::TwoLines(channel_name(t, contact.channel), initiator_name(t, contact.initiated_by)),
                Cell::Text(kinds),
                Cell::TwoLines(record.facts.clone(), record.next_action.clone()),
            ],
        }
    };
    let with_contact = rows.iter().filter_map(|row| Some((row, row.record.contact.as_ref()?)));
    TableView {
        id: "contacts".to_owned(),
        caption: t.get("contact-list"),
        columns: vec![
            Column::new(t.get("records-on")),
            Column::new(t.get("contact-phase")),
            Column::new(t.get("contact-with")),
            Column::new(t.get("contact-direction")).below(t.get("contact-answer")),
            Column::new(t.get("contact-channel")).below(t.get("contact-initiator")),
            Column::new(t.get("contact-kinds")),
            Column::new(t.get("contact-facts")).below(t.get("records-next")),
        ],
        rows: with_contact.map(row).collect(),
    }
}

/// The pairs of the case, by name and then by where the case stood: never one number over all of it.
fn pairs_of_case(t: &Texts, case: &Case, rows: &[RecordRow], since: chrono::NaiveDate) -> Option<TableView> {
    let mut pairs: BTreeMap<(String, ContactPhase), PairContacts> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.record.took_place.on >= since) {
        if let Some(contact) = &row.record.contact {
            let name = row.record.counterpart_note.clone();
            let person = (!contact.person.is_empty()).then(|| name.strip_suffix(&contact.person)).flatten();
            let name = person.unwrap_or(&name).trim().to_owned();
            let phase = case.phase_on(row.record.took_place.on);
            pairs.entry((name, phase)).or_default().count(contact.direction, contact.is_sharing_only());
        }
    }
    let named =
        |((name, phase), pair)| (t.with("contact-pair-in", [("name", name), ("phase", phase_name(t, phase))]), pair);
    pairs_table(t, pairs.into_iter().map(named).collect())
}

/// Who began, pair by pair, in the order given: never by number.
pub(in crate::pages) fn pairs_table(t: &Texts, pairs: Vec<(String, PairContacts)>) -> Option<TableView> {
    let row = |(name, pair): (String, PairContacts)| {
        let way = match pair.is_one_way() {
            true => StatusTag::new(Shape::Attention, t.get("contact-one-way")),
            false => StatusTag::new(Shape::Active, t.get("contact-both-ways")),
        };
        let hint = if pair.needs_shared_aim() { rules::what_to_do(t, Rule::MoreThanSharing) } else { String::new() };
        TableRow {
            cells: vec![
                Cell::Text(name),
                Cell::Text(pair.sent.to_string()),
                Cell::Text(pair.received.to_string()),
                Cell::Status(way),
                Cell::Text(hint),
            ],
        }
    };
    (!pairs.is_empty()).then(|| TableView {
        id: "pairs".to_owned(),
        caption: t.get("contact-pairs"),
        columns: vec![
            Column::new(t.get("contact-pair-with")),
            Column::new(direction_name(t, ContactDirection::Sent)).numeric(),
            Column::new(direction_name(t, ContactDirection::Received)).numeric(),
            Column::new(t.get("contact-way")),
            Column::new(t.get("contact-hint")),
        ],
        rows: pairs.into_iter().map(row).collect(),
    })
}
