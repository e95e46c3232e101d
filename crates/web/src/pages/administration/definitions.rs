//! Which forms and processes are in force, and which parts of them are still to be compared with the official ones.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use banso_access::Action;
use banso_domain::{
    form::{FormDefinition, Source},
    process::{DatedName, ProgrammeDefinition},
};
use chrono::NaiveDate;

use super::{Tabs, frame, only_if, tabs};
use crate::{
    components::{Cell, Column, Link, Tab, TableRow, TableView},
    errors::PageError,
    frame::Frame,
    pages::{
        export::{self, Again, Wanted},
        forms::form_title,
        rewards::definition_table,
    },
    site::{SignedIn, Site, page_error, show},
};

#[derive(Template)]
#[template(path = "pages/administration/definitions.html")]
struct DefinitionsPage {
    frame: Frame,
    tabs: Vec<Tab>,
    forms: TableView,
    files: Vec<Link>,
    /// Form, and the names of its fields that are to be compared.
    to_compare: Vec<(String, Vec<String>)>,
    /// Sheets whose items the region can word itself, each with their number.
    to_word: Vec<(Link, String)>,
    process: TableView,
    programmes: TableView,
    rewards: TableView,
}

pub(super) async fn definitions(
    State(site): State<Site>,
    reader: SignedIn,
    Query(wanted): Query<Wanted>,
) -> Result<Response, PageError> {
    only_if(&reader, Action::ReadDefinitions)?;
    let t = &reader.t;
    let today = site.app().clock().today();
    let language = t.lang().in_definitions();
    let mut forms: Vec<&FormDefinition> = site.app().documents().forms().all().collect();
    forms.sort_by_key(|form| (form.number.is_empty(), form.number.clone(), form.id.clone(), form.valid_from));
    let to_compare = forms.iter().filter(|form| form.is_valid_on(today)).filter_map(|form| {
        let known = form.fields().filter(|field| field.source == Source::Known);
        let known: Vec<String> = known.map(|field| field.label.text(today, language).to_owned()).collect();
        (!known.is_empty()).then(|| (form_title(t, form, today), known))
    });
    let to_compare = to_compare.collect();
    let open = site.app().open_forms(&reader.actor).await.map_err(page_error)?;
    let to_word = open.iter().map(|open| {
        let href = format!("/administration/definitions/{}", open.form.id);
        (Link::new(form_title(t, &open.form, today), href), t.count("open-item-count", open.items.len()))
    });
    let to_word = to_word.collect();
    let columns = vec![
        Column::new(t.get("definition-form")).below(t.get("definition-form-id")),
        Column::new(t.get("definition-valid")),
        Column::new(t.get("definition-fields")).numeric(),
        Column::new(t.get("definition-to-compare")).numeric(),
    ];
    let table = TableView {
        id: "forms".to_owned(),
        caption: t.get("definition-forms"),
        columns,
        rows: forms.iter().map(|form| line(&reader, form, today)).collect(),
    };
    if wanted.is_file() {
        return wanted.answer(&site, &reader, "forms", vec![table], &[], Again::by_address(&reader)).await;
    }
    let steps = site.app().process().steps.iter().map(|step| {
        let name = step.name_on(today).map(|name| match t.lang() {
            crate::text::Lang::Ja => name.ja.clone(),
            crate::text::Lang::En => name.en.clone(),
        });
        let number = step.number.map(|number| number.to_string()).unwrap_or_default();
        TableRow { cells: vec![Cell::Text(number), Cell::Text(name.unwrap_or_default()), Cell::Text(step.id.clone())] }
    });
    let process_columns = [t.get("definition-step-number"), t.get("definition-step"), t.get("definition-step-id")];
    let process = TableView {
        id: "process".to_owned(),
        caption: t.get("definition-process"),
        columns: process_columns.into_iter().map(Column::new).collect(),
        rows: steps.collect(),
    };
    show(&DefinitionsPage {
        frame: frame(&site, &reader, t.get("admin-definitions")).await?,
        tabs: tabs(&reader, Tabs::Definitions),
        forms: table,
        files: export::files(&reader),
        to_compare,
        to_word,
        process,
        programmes: programmes(&site, &reader, today),
        rewards: definition_table(&site, &reader, today, site.app().rewards().all()),
    })
}

/// The programmes that people use elsewhere, with the terms for a use that begins today.
fn programmes(site: &Site, reader: &SignedIn, today: NaiveDate) -> TableView {
    let t = &reader.t;
    let row = |definition: &ProgrammeDefinition| {
        let names = |name: &DatedName| match t.lang() {
            crate::text::Lang::Ja => name.ja.clone(),
            crate::text::Lang::En => name.en.clone(),
        };
        let name = definition.name_on(today).map(names).unwrap_or_default();
        let phases: Vec<String> =
            definition.phases.iter().filter_map(|phase| phase.name_on(today)).map(names).collect();
        let dated = definition.rules.iter().rev().find(|dated| dated.valid_from <= today);
        let term = dated
            .and_then(|dated| dated.rules.months)
            .map_or_else(|| t.get("episode-without-end"), |months| t.with("episode-months", [("months", months)]));
        let longer = dated.map(|dated| dated.rules.extensions.clone()).unwrap_or_default();
        let longer: Vec<String> = longer.iter().map(|months| t.with("episode-months", [("months", months)])).collect();
        let from = dated.map(|dated| reader.look.long(dated.valid_from).text().to_owned()).unwrap_or_default();
        TableRow {
            cells: vec![
                Cell::TwoLines(name, definition.programme.name().to_owned()),
                Cell::Text(from),
                Cell::Text(term),
                Cell::Text(longer.join(&t.get("list-separator"))),
                Cell::Text(phases.join(&t.get("list-separator"))),
            ],
        }
    };
    let columns = [
        t.get("episode-programme"),
        t.get("definition-valid"),
        t.get("definition-term"),
        t.get("definition-longer"),
        t.get("episode-phases"),
    ];
    TableView {
        id: "programmes".to_owned(),
        caption: t.get("definition-programmes"),
        columns: columns.into_iter().map(Column::new).collect(),
        rows: site.app().programmes().all().map(row).collect(),
    }
}

fn line(reader: &SignedIn, form: &FormDefinition, today: NaiveDate) -> TableRow {
    let t = &reader.t;
    let from = reader.look.long(form.valid_from).text().to_owned();
    let valid = match form.valid_to {
        Some(last) => t.with("definition-from-to", [("from", from), ("to", reader.look.long(last).text().to_owned())]),
        None => t.with("definition-from", [("from", from)]),
    };
    let fields = form.fields().count();
    let known = form.fields().filter(|field| field.source == Source::Known).count();
    TableRow {
        cells: vec![
            Cell::TwoLines(form_title(t, form, today), form.id.clone()),
            Cell::Text(valid),
            Cell::Text(fields.to_string()),
            Cell::Text(known.to_string()),
        ],
    }
}
