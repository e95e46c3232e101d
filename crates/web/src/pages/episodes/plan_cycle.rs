//! The way of the individual support plan on the page of a use: which step is done, whose turn it is, by when, and what is written in it.

use banso_app::EpisodePage;
use banso_domain::process::{CycleState, CycleView};
use chrono::NaiveDate;

use super::naming::{both, in_words, programme_name};
use crate::{
    components::{Cell, Column, DueLabel, Shape, StatusTag, TableRow, TableView},
    pages::sheets::form_title,
    site::{SignedIn, Site},
};

/// The steps as a table; none for programmes without such a plan.
pub(super) fn table(site: &Site, reader: &SignedIn, page: &EpisodePage, today: NaiveDate) -> Option<TableView> {
    let t = &reader.t;
    let definition = site.app().programmes().of(page.episode.programme)?;
    let rows: Vec<TableRow> =
        definition.cycle_of(&page.episode, today).iter().map(|view| row(site, reader, page, view, today)).collect();
    let columns = [
        t.get("episode-cycle-step"),
        t.get("episode-cycle-who"),
        t.get("episode-state"),
        t.get("cases-column-due"),
        t.get("episode-cycle-form"),
        t.get("episode-cycle-note"),
    ];
    (!rows.is_empty()).then(|| TableView {
        id: "plan-cycle".to_owned(),
        caption: t.get("episode-cycle"),
        columns: columns.into_iter().map(Column::new).collect(),
        rows,
    })
}

fn row(site: &Site, reader: &SignedIn, page: &EpisodePage, view: &CycleView<'_>, today: NaiveDate) -> TableRow {
    let t = &reader.t;
    let step = view.step;
    let name = step.name_on(today).map(|name| in_words(t, name)).unwrap_or_default();
    let people: Vec<String> = step.people.iter().map(|who| both(t, who)).collect();
    let due = match view.due_on {
        Some(due) => Cell::Due(DueLabel::new(t, reader.look.with_weekday(due), today)),
        None => Cell::Text(String::new()),
    };
    TableRow {
        cells: vec![
            Cell::Text(name),
            Cell::Text(people.join(&t.get("list-separator"))),
            Cell::Status(state(reader, view)),
            due,
            form(site, reader, page, view),
            note(reader, page, view),
        ],
    }
}

fn state(reader: &SignedIn, view: &CycleView<'_>) -> StatusTag {
    let t = &reader.t;
    let done =
        view.done_on.map(|on| t.with("episode-cycle-done-on", [("day", reader.look.long(on).text().to_owned())]));
    let (shape, words) = match view.state {
        CycleState::Done => (Shape::Done, t.get("episode-cycle-done")),
        CycleState::Now => (Shape::Active, t.get("episode-cycle-now")),
        CycleState::Late => (Shape::Urgent, t.get("episode-cycle-late")),
        CycleState::PassedOver => (Shape::Attention, t.get("episode-cycle-passed-over")),
        CycleState::Ahead => (Shape::Open, t.get("episode-cycle-ahead")),
    };
    // What goes on tells when it was done last beside its state.
    let words = match (done, view.state) {
        (Some(done), CycleState::Done) => done,
        (Some(done), _) => t.with("episode-cycle-again", [("state", words), ("done", done)]),
        (None, _) => words,
    };
    StatusTag::new(shape, words)
}

/// The sheet of the step: the one that the use has, or the way to begin it.
fn form(site: &Site, reader: &SignedIn, page: &EpisodePage, view: &CycleView<'_>) -> Cell {
    let t = &reader.t;
    let forms = site.app().sheet_forms();
    let Some(form) = view.step.form.as_ref().and_then(|id| forms.iter().find(|form| form.id == *id)) else {
        return Cell::Text(String::new());
    };
    let title = form_title(t, form);
    match page.sheets.iter().find(|(known, _)| *known == form.id) {
        Some((_, sheet)) => Cell::Open { text: title, below: String::new(), href: format!("/sheets/{sheet}") },
        None => Cell::Open {
            text: t.with("episode-cycle-begin", [("sheet", title)]),
            below: String::new(),
            href: format!("/episodes/{}/sheets?form={}", page.episode.id, form.id),
        },
    }
}

fn note(reader: &SignedIn, page: &EpisodePage, view: &CycleView<'_>) -> Cell {
    let open = !matches!(view.state, CycleState::Done);
    match view.step.noted.filter(|_| open) {
        Some(what) => Cell::Open {
            text: reader.t.get("episode-cycle-note-it"),
            below: String::new(),
            href: format!("/episodes/{}/change/note?what={}", page.episode.id, what.name()),
        },
        None => Cell::Text(String::new()),
    }
}

/// What may come after this programme, as its definition names it.
pub(super) fn followed_by(site: &Site, reader: &SignedIn, page: &EpisodePage, today: NaiveDate) -> Vec<String> {
    let definition = site.app().programmes().of(page.episode.programme);
    let programmes = definition.map(|definition| definition.followed_by.as_slice()).unwrap_or_default();
    programmes.iter().map(|programme| programme_name(site, &reader.t, *programme, today)).collect()
}
