//! ケアマネジメントの段階 on the page of a use: from meeting to parting, with what belongs to each step and where the use stands.

use banso_domain::{
    episode::Episode,
    process::{BothLanguages, CareState, CareStep, CareView, care_of},
};
use chrono::NaiveDate;

use super::naming::{both, in_words};
use crate::{
    components::{Cell, Column, Shape, StatusTag, TableRow, TableView},
    pages::sheets::form_title,
    site::{SignedIn, Site},
    text::Texts,
};

/// The steps as a table; none where a municipality defines none.
pub(super) fn table(site: &Site, reader: &SignedIn, episode: &Episode, today: NaiveDate) -> Option<TableView> {
    let t = &reader.t;
    let steps = site.app().care();
    let views = care_of(steps, episode, site.app().programmes());
    let rows: Vec<TableRow> = views.iter().map(|view| row(site, reader, steps, view, today)).collect();
    let columns = [
        t.get("episode-cycle-step"),
        t.get("episode-care-purpose"),
        t.get("episode-cycle-who"),
        t.get("episode-care-takes"),
        t.get("episode-care-gives"),
        t.get("episode-care-needs"),
        t.get("episode-phase-limit"),
        t.get("episode-care-next"),
        t.get("episode-state"),
    ];
    (!rows.is_empty()).then(|| TableView {
        id: "care".to_owned(),
        caption: t.get("episode-care"),
        columns: columns.into_iter().map(Column::new).collect(),
        rows,
    })
}

fn listed(t: &Texts, words: &[BothLanguages]) -> String {
    words.iter().map(|word| both(t, word)).collect::<Vec<_>>().join(&t.get("list-separator"))
}

fn row(site: &Site, reader: &SignedIn, all: &[CareStep], view: &CareView<'_>, today: NaiveDate) -> TableRow {
    let t = &reader.t;
    let step = view.step;
    let forms = site.app().sheet_forms();
    let titles = step.sheets.iter().filter_map(|id| forms.iter().find(|form| form.id == *id));
    let titles: Vec<String> = titles.map(|form| form_title(t, form)).collect();
    let next = step.leads_to.iter().filter_map(|id| all.iter().find(|known| known.id == *id));
    let next: Vec<String> = next.map(|known| both(t, &known.plain)).collect();
    let some = |words: Option<&BothLanguages>| words.map(|words| both(t, words)).unwrap_or_default();
    let name = step.name_on(today).map(|name| in_words(t, name)).unwrap_or_default();
    TableRow {
        cells: vec![
            Cell::TwoLines(both(t, &step.plain), name),
            Cell::Text(both(t, &step.purpose)),
            Cell::Text(listed(t, &step.people)),
            Cell::Text(listed(t, &step.takes)),
            Cell::TwoLines(listed(t, &step.gives), titles.join(&t.get("list-separator"))),
            Cell::Text(some(step.needs.as_ref())),
            Cell::Text(some(step.limit.as_ref())),
            Cell::Text(next.join(&t.get("list-separator"))),
            Cell::Status(state(reader, view)),
        ],
    }
}

fn state(reader: &SignedIn, view: &CareView<'_>) -> StatusTag {
    let t = &reader.t;
    let day = |day| reader.look.long(day).text().to_owned();
    let (shape, words) = match view.state {
        CareState::Done => (Shape::Done, t.get("episode-cycle-done")),
        CareState::Now => (Shape::Active, t.get("episode-cycle-now")),
        CareState::Unseen => (Shape::Open, t.get("episode-cycle-passed-over")),
        CareState::Ahead => (Shape::Open, t.get("episode-cycle-ahead")),
    };
    let words = match view.seen_on {
        Some(on) => t.with("episode-care-seen", [("state", words), ("day", day(on))]),
        None => words,
    };
    StatusTag::new(shape, words)
}
