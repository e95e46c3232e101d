//! 日程調整: days are offered, what the agencies ticked stands side by side, one is picked.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use banso_access::Action;
use banso_domain::{
    conference::{ConferenceState, DateSearch, Slot},
    id::AgencyId,
    rule::Rule,
};

use super::opened::{ConferencePath, Opened};
use crate::{
    components::{Banner, Cell, Column, ErrorSummary, Link, Shape, StatusTag, TableRow, TableView},
    dates::clock,
    errors::PageError,
    form::{Block, Filled, FormView, Part, Question, Rows, Submitted, done, labelled, not_taken, refused},
    frame::Frame,
    site::{Done, SignedIn, Site, show},
};

const SLOTS: &str = "slots";

#[derive(Template)]
#[template(path = "pages/conferences/dates.html")]
struct DatesPage {
    frame: Frame,
    summary: ErrorSummary,
    href: String,
    answers: Option<TableView>,
    /// What is still missing from those without whom it does not sit.
    missing: String,
    /// Days to pick: value and button.
    picks: Vec<(String, String)>,
    form: FormView,
}

/// 令和8年5月25日（月）14:00
pub(in crate::pages) fn slot_name(reader: &SignedIn, slot: Slot) -> String {
    let day = reader.look.with_weekday(slot.on).text().to_owned();
    match slot.starts_at {
        Some(minute) => format!("{day} {}", clock(minute)),
        None => day,
    }
}

/// The slot as a form sends it: `2026-05-25T840`.
pub(in crate::pages) fn slot_code(slot: Slot) -> String {
    format!("{}T{}", slot.on, slot.starts_at.map(|minute| minute.to_string()).unwrap_or_default())
}

/// The slot that was sent, if it is one.
pub(in crate::pages) fn slot_of(code: &str) -> Option<Slot> {
    let (on, minute) = code.split_once('T')?;
    let starts_at = if minute.is_empty() { None } else { Some(minute.parse().ok().filter(|it| *it < 24 * 60)?) };
    Some(Slot { on: on.parse().ok()?, starts_at })
}

/// The agencies that are invited, by name, each once.
async fn invited(site: &Site, opened: &Opened) -> Result<Vec<(AgencyId, String)>, PageError> {
    let mut agencies: Vec<(AgencyId, String)> = Vec::new();
    for id in opened.conference().members.iter().filter_map(|member| member.agency_id) {
        if agencies.iter().all(|(known, _)| *known != id)
            && let Ok(row) = site.app().agency(id).await
        {
            agencies.push((id, row.facts.name));
        }
    }
    Ok(agencies)
}

fn answers(reader: &SignedIn, search: &DateSearch, agencies: &[(AgencyId, String)]) -> TableView {
    let t = &reader.t;
    let mut columns = vec![Column::new(t.get("dates-agency"))];
    columns.extend(search.slots.iter().map(|slot| Column::new(slot_name(reader, *slot))));
    let row = |(id, name): &(AgencyId, String)| {
        let below = if search.required.contains(id) { t.get("dates-required-mark") } else { String::new() };
        let mut cells = vec![Cell::TwoLines(name.clone(), below)];
        cells.extend(search.slots.iter().map(|slot| {
            Cell::Status(match search.can(*id, *slot) {
                Some(true) => StatusTag::new(Shape::Done, t.get("dates-can")),
                Some(false) => StatusTag::new(Shape::Dropped, t.get("dates-cannot")),
                None => StatusTag::new(Shape::Waiting, t.get("dates-waiting")),
            })
        }));
        TableRow { cells }
    };
    TableView {
        id: "answers".to_owned(),
        caption: t.get("dates-caption"),
        columns,
        rows: agencies.iter().map(row).collect(),
    }
}

fn blocks(reader: &SignedIn, filled: &Filled, agencies: &[(AgencyId, String)]) -> Vec<Block> {
    let t = &reader.t;
    let row = |row: usize| {
        let name = |part: &str| format!("{SLOTS}[{row}].{part}");
        let questions = [Question::date(name("on"), t.get("dates-on")), Question::time(name("at"), t.get("dates-at"))];
        (row, filled.ask_all(&questions))
    };
    let slots = Rows {
        id: SLOTS.to_owned(),
        label: t.get("dates-slots"),
        hint: Some(t.get("dates-slots-hint")),
        error: filled.error(SLOTS),
        rows: filled.rows_and_one(SLOTS).into_iter().map(row).collect(),
        numbered: false,
        add: t.get("dates-add"),
    };
    let all = labelled(agencies.iter().map(|(id, name)| (id.to_string(), name.clone())));
    let required = Question::several("required", t.get("dates-required"), all).hint(t.get("dates-required-hint"));
    vec![Block::new(t, Part::Rows(slots)), filled.ask(&required.below_each_other())]
}

/// The form with what is offered already.
fn known(reader: &SignedIn, opened: &Opened, agencies: &[(AgencyId, String)]) -> Submitted {
    let mut form = Submitted::default();
    match &opened.conference().dates {
        Some(search) => {
            for (row, slot) in search.slots.iter().enumerate() {
                form.put(format!("{SLOTS}[{row}].on"), reader.look.long(slot.on).text());
                form.put(format!("{SLOTS}[{row}].at"), slot.starts_at.map(clock).unwrap_or_default());
            }
            for id in &search.required {
                form.put("required", id.to_string());
            }
        }
        None => {
            for (id, _) in agencies {
                form.put("required", id.to_string());
            }
        }
    }
    form
}

async fn page(
    site: &Site,
    reader: &SignedIn,
    opened: &Opened,
    typed: Option<Filled>,
    banners: Vec<Banner>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let agencies = invited(site, opened).await?;
    let filled = typed.unwrap_or_else(|| Filled::new(t, known(reader, opened, &agencies)));
    let search = opened.conference().open_search();
    let missing: Vec<String> = search
        .into_iter()
        .flat_map(DateSearch::missing)
        .filter_map(|id| agencies.iter().find(|(known, _)| *known == id).map(|(_, name)| name.clone()))
        .collect();
    let pick = |slot: &Slot| {
        let suits = search.is_some_and(|search| search.suits_all_required(*slot));
        let count = search.map_or(0, |search| search.count(*slot));
        let values = [("slot", slot_name(reader, *slot)), ("count", count.to_string())];
        let words = if suits { t.with("dates-pick-suits", values) } else { t.with("dates-pick", values) };
        (slot_code(*slot), words)
    };
    let form = FormView::new(
        reader,
        format!("{}/dates", opened.href()),
        blocks(reader, &filled, &agencies),
        t.get("dates-offer"),
    )
    .back(Link::new(opened.title(reader), opened.href()));
    let mut frame = opened.frame(site, reader, Some(t.get("dates-title"))).await?;
    frame.banners = banners;
    let summary = form.summary();
    frame.has_errors = !summary.is_empty();
    show(&DatesPage {
        summary,
        href: opened.href(),
        answers: search.map(|search| answers(reader, search, &agencies)),
        missing: if missing.is_empty() {
            String::new()
        } else {
            t.with("dates-missing", [("agencies", missing.join(&t.get("list-separator")))])
        },
        picks: search.map(|search| search.slots.iter().map(pick).collect()).unwrap_or_default(),
        form,
        frame,
    })
}

pub(super) async fn ask(
    State(site): State<Site>,
    reader: SignedIn,
    ConferencePath(id): ConferencePath,
    Query(told): Query<Done>,
) -> Result<Response, PageError> {
    let opened = Opened::load_for(&site, &reader, id, Action::SetAgenda).await?;
    if opened.conference().state != ConferenceState::Planned {
        return Err(PageError::not_found());
    }
    page(&site, &reader, &opened, None, told.banners(&reader.t)).await
}

pub(super) async fn offer(
    State(site): State<Site>,
    reader: SignedIn,
    ConferencePath(id): ConferencePath,
    form: Submitted,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let opened = Opened::load_for(&site, &reader, id, Action::SetAgenda).await?;
    let another_row = form.has("add_row");
    let mut filled = Filled::new(t, form);
    let mut banners = Vec::new();
    if !another_row {
        let mut slots = Vec::new();
        for row in filled.form.rows(SLOTS) {
            let on = filled.day(&format!("{SLOTS}[{row}].on"));
            let starts_at = filled.time(&format!("{SLOTS}[{row}].at"));
            slots.extend(on.map(|on| Slot { on, starts_at }));
        }
        if slots.is_empty() {
            filled.complain(SLOTS, t.get("dates-needed"));
        }
        let required = filled.form.all("required").into_iter().filter_map(|id| id.parse().ok()).collect();
        if filled.is_right() {
            match site.app().offer_dates(&reader.actor, id, slots, required).await {
                Ok(()) => return Ok(done(&format!("{}/dates", opened.href()), "dates-offered")),
                Err(error) => banners = refused(t, error)?,
            }
        }
    }
    let page = page(&site, &reader, &opened, Some(filled), banners).await?;
    Ok(if another_row { page } else { not_taken(page) })
}

pub(super) async fn pick(
    State(site): State<Site>,
    reader: SignedIn,
    ConferencePath(id): ConferencePath,
    form: Submitted,
) -> Result<Response, PageError> {
    let opened = Opened::load_for(&site, &reader, id, Action::SetAgenda).await?;
    let picked = match slot_of(form.text("slot")) {
        Some(slot) => site.app().pick_date(&reader.actor, id, slot).await,
        None => Err(Rule::DatesInOrder.into()),
    };
    match picked {
        Ok(()) => Ok(done(&format!("/conferences/{id}"), "date-picked")),
        Err(error) => {
            let banners = refused(&reader.t, error)?;
            Ok(not_taken(page(&site, &reader, &opened, None, banners).await?))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slot_is_read_back_as_it_was_sent_and_nothing_else_is_one() {
        let on = "2026-05-25".parse().expect("a day");
        for slot in [Slot { on, starts_at: Some(840) }, Slot { on, starts_at: None }] {
            assert_eq!(slot_of(&slot_code(slot)), Some(slot));
        }
        for other in ["", "2026-05-25", "T840", "2026-05-25T1440", "2026-05-25Tx"] {
            assert_eq!(slot_of(other), None, "{other}");
        }
    }
}
