//! One entry of the history: each answer before and after it.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use banso_app::EventDetail;
use banso_domain::{
    calendar::japan,
    form::{Facts, Field, FormDefinition},
    id::CaseId,
};
use serde_json::Value;

use super::{
    super::{
        network::SupporterNames,
        room::{OpenedCase, Room, RoomTab},
    },
    said, title,
};
use crate::{
    answers::Telling,
    components::{Cell, Column, Link, TableRow, TableView},
    errors::PageError,
    frame::Frame,
    site::{SignedIn, Site, page_error, show},
};

#[derive(Template)]
#[template(path = "pages/cases/history/entry.html")]
struct EntryPage {
    frame: Frame,
    room: Room,
    title: String,
    when: String,
    by: String,
    said: String,
    table: Option<TableView>,
    back: Link,
}

/// The answers that the entry changed; none where it changed no sheet.
fn changes(site: &Site, reader: &SignedIn, detail: &EventDetail) -> Option<TableView> {
    let t = &reader.t;
    let on = japan::local_date(detail.line.recorded_at);
    let form = site.app().documents().forms().get(detail.form.as_deref()?, on)?;
    let telling = Telling { t, look: reader.look, on, restricted_too: true };
    let rows: Vec<TableRow> = form
        .fields()
        .filter_map(|field| {
            let [before, after] = [&detail.before, &detail.after].map(|facts| words(&telling, form, field, facts));
            (before != after).then(|| TableRow {
                cells: vec![Cell::Text(telling.label(field)), Cell::Text(before), Cell::Text(after)],
            })
        })
        .collect();
    let columns = [t.get("history-column-what"), t.get("history-column-before"), t.get("history-column-after")];
    (!rows.is_empty()).then(|| TableView {
        id: "changes".to_owned(),
        caption: t.get("history-changes"),
        columns: columns.into_iter().map(Column::new).collect(),
        rows,
    })
}

fn words(telling: &Telling<'_>, form: &FormDefinition, field: &Field, facts: &Facts) -> String {
    telling.words(field, form.answer(field, facts).unwrap_or(&Value::Null))
}

pub(super) async fn show_entry(
    State(site): State<Site>,
    reader: SignedIn,
    Path((case, entry)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let case: CaseId = case.parse().map_err(|_| PageError::not_found())?;
    let opened = OpenedCase::load(&site, &reader, case).await?;
    let seq = entry.parse().map_err(|_| PageError::not_found())?;
    let detail = site.app().case_event(&reader.actor, case, seq).await.map_err(page_error)?;
    let by = site.app().staff_name(detail.line.staff).await.map_err(page_error)?;
    let supporters = SupporterNames::of(&site, &opened.file.case).await?;
    show(&EntryPage {
        frame: opened.frame(&site, &reader, &t.get("room-history")).await?,
        room: opened.room(&site, &reader, RoomTab::History),
        title: title(t, &detail.line),
        when: reader.look.moment(detail.line.recorded_at),
        by,
        said: said(&reader, &supporters, &detail.line),
        table: changes(&site, &reader, &detail),
        back: Link::new(t.get("history-back"), format!("/cases/{case}/history")),
    })
}
