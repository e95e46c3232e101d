//! The timeline of a case: newest first, month by month, with a quick entry on top; oldest first for printing.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use banso_access::Action;
use banso_app::{RecordRow, TimelineSearch};
use banso_domain::{calendar::YearMonth, case::record::ContactMethod, id::CaseId};

use super::{
    super::room::{CasePath, OpenedCase, Room, RoomTab},
    file,
    naming::{counterpart_name, method_name},
    write,
};
use crate::{
    components::{EmptyState, Link, Pagination, Shape, StatusTag, Tab},
    dates::{DateView, clock},
    errors::PageError,
    form::FormView,
    frame::Frame,
    pages::{
        export::{self, Again, MOST_ROWS, Wanted, within_one_file},
        people::People,
    },
    site::{Done, SignedIn, Site, page_error, show},
};

const PER_PAGE: u32 = 30;

/// What the address asks for.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    method: String,
    order: String,
    page: usize,
}

impl Asked {
    fn href(&self, case: CaseId, change: impl FnOnce(&mut Self)) -> String {
        let mut asked = Self { page: 0, ..self.clone() };
        change(&mut asked);
        let pairs = [("method", &asked.method), ("order", &asked.order)];
        let query: Vec<String> = pairs
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let mark = if query.is_empty() { "" } else { "?" };
        format!("/cases/{case}/records{mark}{}", query.join("&"))
    }
}

struct Month {
    heading: String,
    entries: Vec<Entry>,
}

struct Entry {
    id: String,
    title: String,
    day: DateView,
    time: Option<String>,
    how: String,
    emergency: Option<StatusTag>,
    facts: String,
    view: String,
    next: String,
    next_on: Option<DateView>,
    further: Vec<(String, String)>,
    by: String,
    corrected: Option<Link>,
    correct: Option<Link>,
    conference: Option<Link>,
}

#[derive(Template)]
#[template(path = "pages/cases/records/timeline.html")]
struct TimelinePage {
    frame: Frame,
    room: Room,
    contacts: Link,
    form: Option<FormView>,
    readers: String,
    methods: Vec<Tab>,
    orders: Vec<Tab>,
    months: Vec<Month>,
    pages: Option<Pagination>,
    empty: EmptyState,
    files: Vec<Link>,
}

pub(super) async fn timeline(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    Query(asked): Query<Asked>,
    Query(done): Query<Done>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let opened = OpenedCase::load(&site, &reader, id).await?;
    let method = ContactMethod::from_name(&asked.method);
    let oldest_first = asked.order == "oldest";
    if wanted.is_file() {
        let search = TimelineSearch { method, oldest_first, limit: MOST_ROWS, offset: 0 };
        let (rows, total) = site.app().search_timeline(&reader.actor, id, search).await.map_err(page_error)?;
        within_one_file(&reader, total, MOST_ROWS)?;
        let table = file::table(&reader, &with_names(&site, &reader, &opened, rows).await?);
        let name = format!("records-{}", opened.file.case.reference);
        return wanted.answer(&site, &reader, &name, vec![table], &[id], Again::by_address(&reader)).await;
    }
    let number = u32::try_from(asked.page.max(1)).unwrap_or(1);
    let offset = (number - 1).saturating_mul(PER_PAGE);
    let search = TimelineSearch { method, oldest_first, limit: PER_PAGE, offset };
    let (rows, total) = site.app().search_timeline(&reader.actor, id, search).await.map_err(page_error)?;
    let mut frame = opened.frame(&site, &reader, &t.get("room-timeline")).await?;
    frame.banners = done.banners(t);
    let may_write = opened.may(&site, &reader, Action::WriteRecord) && !oldest_first;
    let form = if may_write { Some(write::opening(&site, &reader, &opened.file.case).await?) } else { None };
    let total = usize::try_from(total).unwrap_or(0);
    let may_correct = opened.may(&site, &reader, Action::CorrectRecord);
    let base = asked.href(id, |_| {});
    let shown_again = |asked: &Asked| asked.href(id, |asked| asked.method.clear());
    show(&TimelinePage {
        contacts: Link::new(t.get("contact-link"), format!("/cases/{id}/contacts")),
        room: opened.room(&site, &reader, RoomTab::Timeline),
        form,
        readers: opened.readers(&site, &reader).await?,
        methods: method_tabs(&reader, id, &asked),
        orders: order_tabs(&reader, id, &asked),
        files: if total > 0 { export::files(&reader) } else { Vec::new() },
        months: months(&reader, &opened, &with_names(&site, &reader, &opened, rows).await?, may_correct),
        pages: (total > 0).then(|| Pagination::new(asked.page, PER_PAGE as usize, total, base)),
        empty: EmptyState {
            heading: t.get("records-none"),
            body: t.get("records-none-body"),
            action: method.map(|_| Link::new(t.get("records-all"), shown_again(&asked))),
        },
        frame,
    })
}

fn method_tabs(reader: &SignedIn, case: CaseId, asked: &Asked) -> Vec<Tab> {
    let tab = |label: String, method: &str| Tab {
        label,
        href: asked.href(case, |asked| method.clone_into(&mut asked.method)),
        current: asked.method == method,
        count: None,
    };
    let methods = ContactMethod::ALL.iter().map(|method| tab(method_name(&reader.t, *method), method.name()));
    std::iter::once(tab(reader.t.get("records-all"), "")).chain(methods).collect()
}

fn order_tabs(reader: &SignedIn, case: CaseId, asked: &Asked) -> Vec<Tab> {
    let tab = |label: String, order: &str| Tab {
        label,
        href: asked.href(case, |asked| order.clone_into(&mut asked.order)),
        current: asked.order == order,
        count: None,
    };
    vec![tab(reader.t.get("records-newest-first"), ""), tab(reader.t.get("records-oldest-first"), "oldest")]
}

/// The records with the names of those who were there.
async fn with_names(
    site: &Site,
    reader: &SignedIn,
    opened: &OpenedCase,
    rows: Vec<RecordRow>,
) -> Result<Vec<(RecordRow, String)>, PageError> {
    let scope = opened.file.scope;
    let mut people = People::of(site, [scope.centre, scope.municipality]).await?;
    let mut named = Vec::with_capacity(rows.len());
    for row in rows {
        let mut by = Vec::new();
        for staff in &row.record.staff {
            by.push(people.name(site, *staff).await?);
        }
        named.push((row, by.join(&reader.t.get("list-separator"))));
    }
    Ok(named)
}

fn months(reader: &SignedIn, opened: &OpenedCase, rows: &[(RecordRow, String)], may_correct: bool) -> Vec<Month> {
    let mut months: Vec<(YearMonth, Month)> = Vec::new();
    for (row, by) in rows {
        let entry = entry(reader, opened.file.case.id, row, by.clone(), may_correct);
        let month = YearMonth::of(row.record.took_place.on);
        match months.last_mut().filter(|(known, _)| *known == month) {
            Some((_, shown)) => shown.entries.push(entry),
            None => {
                let heading = reader.month(month);
                months.push((month, Month { heading, entries: vec![entry] }));
            }
        }
    }
    months.into_iter().map(|(_, month)| month).collect()
}

fn entry(reader: &SignedIn, case: CaseId, row: &RecordRow, by: String, may_correct: bool) -> Entry {
    let (t, record) = (&reader.t, &row.record);
    let and = t.get("list-separator");
    let methods: Vec<String> = record.methods.iter().map(|method| method_name(t, *method)).collect();
    let mut with: Vec<String> = record.counterparts.iter().map(|with| counterpart_name(t, *with)).collect();
    if !record.counterpart_note.is_empty() {
        with.push(record.counterpart_note.clone());
    }
    let mut further = Vec::new();
    if !record.place.is_empty() {
        further.push((t.get("records-place"), record.place.clone()));
    }
    if let Some(minutes) = record.minutes {
        further.push((t.get("records-length"), t.with("minutes", [("minutes", minutes)])));
    }
    for told in &record.disclosures {
        let values = [("to", told.to.clone()), ("what", told.what.clone()), ("basis", told.basis.clone())];
        let key = if told.basis.is_empty() {
            /* key */
            "records-told-line"
        } else {
            /* key */
            "records-told-line-basis"
        };
        let values = if told.basis.is_empty() { &values[..2] } else { &values[..] };
        further.push((t.get("records-told"), t.with(key, values)));
    }
    Entry {
        id: format!("record-{}", record.id),
        title: methods.join(&and),
        day: reader.look.with_weekday(record.took_place.on),
        time: record.took_place.minute_of_day.map(clock),
        how: with.join(&and),
        emergency: record.is_emergency.then(|| StatusTag::new(Shape::Urgent, t.get("records-emergency-tag"))),
        facts: record.facts.clone(),
        view: record.view.clone(),
        next: record.next_action.clone(),
        next_on: record.next_on.map(|day| reader.look.with_weekday(day)),
        further,
        by,
        corrected: row.corrected.then(|| Link::new(t.get("records-corrected"), format!("/cases/{case}/history"))),
        correct: may_correct
            .then(|| Link::new(t.get("records-correct-do"), format!("/cases/{case}/records/{}/correct", record.id))),
        conference: record
            .conference
            .map(|conference| Link::new(t.get("records-conference"), format!("/conferences/{conference}"))),
    }
}
