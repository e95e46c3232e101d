//! The tables of a gathering: who was invited, answered and came; the steps of passing on; what is to be done.

use banso_app::{AgencyRow, GatheringPage};
use banso_domain::{
    agency::AgencyKind,
    gathering::{Coming, FollowUp, Gathering, Reply},
    id::AgencyId,
};
use chrono::NaiveDate;

use super::naming::{coming_name, step_name};
use crate::{
    components::{Cell, Column, DueLabel, Shape, StatusTag, TableRow, TableView},
    errors::PageError,
    naming::agency_kind_name,
    pages::employers::open_name,
    site::{SignedIn, Site, page_error},
    text::Texts,
};

/// What an agency said or did: its answer until the gathering was held, and then whether it came.
fn state(t: &Texts, gathering: &Gathering, agency: AgencyId) -> StatusTag {
    let reply = gathering.reply_of(agency).map(|reply| reply.coming);
    match (&gathering.held, reply) {
        (Some(held), _) if held.attended.contains(&agency) => StatusTag::new(Shape::Done, t.get("gathering-came")),
        (Some(_), _) => StatusTag::new(Shape::Dropped, t.get("gathering-absent")),
        (None, None) if agency == gathering.host => StatusTag::new(Shape::Open, t.get("gathering-hosts")),
        (None, None) => StatusTag::new(Shape::Waiting, t.get("gathering-invited")),
        (None, Some(coming @ Coming::StaysAway)) => StatusTag::new(Shape::Dropped, coming_name(t, coming)),
        (None, Some(coming)) => StatusTag::new(Shape::Open, coming_name(t, coming)),
    }
}

/// Where the name of an agency leads. A firm reads about no other.
fn name(t: &Texts, page: &GatheringPage, row: AgencyRow) -> Cell {
    let kind = agency_kind_name(t, row.facts.kind);
    let href = match row.facts.kind {
        _ if page.is_firm => return Cell::TwoLines(row.facts.name, kind),
        AgencyKind::Employer => format!("/employers/{}", row.id),
        _ => format!("/agencies/profiles/{}", row.id),
    };
    Cell::Open { text: row.facts.name, below: kind, href }
}

/// Each agency and firm: whether it comes or came, and what it said. In the order in which they are invited, never by number.
pub(super) async fn agencies(
    site: &Site,
    reader: &SignedIn,
    page: &GatheringPage,
) -> Result<Option<TableView>, PageError> {
    let t = &reader.t;
    let gathering = &page.gathering;
    let mut all: Vec<AgencyId> = gathering.plan.invited.clone();
    let came = gathering.held.iter().flat_map(|held| &held.attended);
    all.extend(came.filter(|agency| !gathering.plan.invited.contains(agency)));
    let asks = gathering.plan.kind.asks_firms_what_they_can_do();
    let mut rows = Vec::new();
    for agency in all {
        let row = site.app().agency(agency).await.map_err(page_error)?;
        let mut cells = vec![name(t, page, row), Cell::Status(state(t, gathering, agency))];
        let said = gathering.reply_of(agency).map(|reply: &Reply| reply.words.clone()).unwrap_or_default();
        if asks {
            let offer = gathering.offers.iter().find(|offer| offer.agency == agency);
            let can = offer.map(|offer| {
                let open: Vec<String> = offer.open_to.iter().map(|open| open_name(t, *open)).collect();
                if open.is_empty() { t.get("gathering-offers-nothing") } else { open.join(&t.get("list-separator")) }
            });
            let words = offer.map(|offer| offer.words.clone()).filter(|words| !words.is_empty());
            cells.push(Cell::TwoLines(can.unwrap_or_default(), words.unwrap_or(said)));
        } else {
            cells.push(Cell::Text(said));
        }
        rows.push(TableRow { cells });
    }
    let last = if asks {
        Column::new(t.get("employer-open")).below(t.get("gathering-words"))
    } else {
        Column::new(t.get("gathering-words"))
    };
    let columns =
        vec![Column::new(t.get("gathering-firm")).below(t.get("agency-kind")), Column::new(t.get("job-state")), last];
    let caption = t.get("gathering-firms");
    Ok((!rows.is_empty()).then(|| TableView { id: "firms".to_owned(), caption, columns, rows }))
}

/// The steps of passing on, with their days and what was settled.
pub(super) fn steps(reader: &SignedIn, gathering: &Gathering, today: NaiveDate) -> Option<TableView> {
    let t = &reader.t;
    let rows: Vec<TableRow> = gathering
        .steps()
        .map(|(due, done)| {
            let state = match done {
                Some(done) => {
                    let day = reader.look.short(done.on).text().to_owned();
                    Cell::Status(StatusTag::new(Shape::Done, t.with("gathering-done-on", [("day", day)])))
                }
                None => Cell::Due(DueLabel::new(t, reader.look.with_weekday(due.by), today)),
            };
            let words = done.map(|done| done.words.clone()).unwrap_or_default();
            TableRow { cells: vec![Cell::Text(step_name(t, due.step)), state, Cell::Text(words)] }
        })
        .collect();
    (!rows.is_empty()).then(|| TableView {
        id: "steps".to_owned(),
        caption: t.get("gathering-steps"),
        columns: vec![
            Column::new(t.get("gathering-step")),
            Column::new(t.get("gathering-due")),
            Column::new(t.get("gathering-step-words")),
        ],
        rows,
    })
}

/// Who does something: the agency that answers for it, and the role.
pub(super) async fn who(site: &Site, task: &FollowUp) -> Result<Cell, PageError> {
    let Some(agency) = task.agency else { return Ok(Cell::Text(task.who.clone())) };
    let name = site.app().agency(agency).await.map_err(page_error)?.facts.name;
    Ok(Cell::TwoLines(name, task.who.clone()))
}

/// What is to be done after it, and what of it is done.
pub(super) async fn tasks(
    site: &Site,
    reader: &SignedIn,
    gathering: &Gathering,
    today: NaiveDate,
) -> Result<Option<TableView>, PageError> {
    let t = &reader.t;
    let mut rows = Vec::new();
    for task in &gathering.tasks {
        let state = match task.done_on {
            Some(on) => {
                let day = reader.look.short(on).text().to_owned();
                Cell::Status(StatusTag::new(Shape::Done, t.with("gathering-done-on", [("day", day)])))
            }
            None => Cell::Due(DueLabel::new(t, reader.look.with_weekday(task.due_on), today)),
        };
        rows.push(TableRow { cells: vec![Cell::Text(task.what.clone()), who(site, task).await?, state] });
    }
    Ok((!rows.is_empty()).then(|| TableView {
        id: "tasks".to_owned(),
        caption: t.get("gathering-tasks"),
        columns: vec![
            Column::new(t.get("gathering-task-what")),
            Column::new(t.get("gathering-task-who")),
            Column::new(t.get("gathering-due")),
        ],
        rows,
    }))
}
