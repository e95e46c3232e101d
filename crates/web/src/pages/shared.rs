//! 共有されたケース: what other agencies share with the reader's, item by item, and what is written to the centre. Meant for people
//! who open it twice a year: a clinic, a school, an employer, family.

use askama::Template;
use axum::{
    Router,
    extract::{Path, Query, State},
    response::Response,
    routing::get,
};
use banso_app::{SharedCase, UseCaseError, Whom};
use banso_domain::{
    calendar::{full_years, japan},
    case::sharing::{ItemSet, SharedItem},
    form::FormDefinition,
    id::CaseId,
    person::AddressKind,
};

use super::{
    asked::asked_table,
    cases::{basis_name, item_name, items_name},
    episodes::glance_table,
    jobs,
    people::People,
};
use crate::{
    answers::Telling,
    components::{Banner, Cell, Column, EmptyState, ErrorSummary, Link, SummaryRow, TableRow, TableView, TimelineItem},
    errors::PageError,
    form::{Filled, FormView, Question, Submitted, done, not_taken, refused},
    frame::{Frame, Section},
    site::{Done, SignedIn, Site, page_error, show},
};

/// So many cases stand on a page.
const ON_A_PAGE: u32 = 100;

pub(super) fn routes() -> Router<Site> {
    Router::new().route("/shared", get(list)).route("/shared/{case}", get(show_case).post(write))
}

#[derive(Template)]
#[template(path = "pages/shared/list.html")]
struct ListPage {
    frame: Frame,
    /// Handovers that wait for the word of the reader's agency.
    asked: Option<TableView>,
    table: Option<TableView>,
    empty: EmptyState,
    previous: Option<Link>,
    next: Option<Link>,
}

#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct Asked {
    page: u32,
}

async fn list(State(site): State<Site>, reader: SignedIn, Query(asked): Query<Asked>) -> Result<Response, PageError> {
    let t = &reader.t;
    let offset = asked.page.min(10_000) * ON_A_PAGE;
    let mut rows = site.app().shared_cases(&reader.actor, ON_A_PAGE + 1, offset).await.map_err(page_error)?;
    let more = rows.len() > ON_A_PAGE as usize;
    rows.truncate(ON_A_PAGE as usize);
    let mut lines = Vec::new();
    for row in &rows {
        let centre = site.app().agency(row.centre).await.map_err(page_error)?.facts.name;
        let href = format!("/shared/{}", row.case);
        let name = row.name.clone().unwrap_or_else(|| t.with("shared-nameless", [("reference", &row.reference)]));
        lines.push(TableRow {
            cells: vec![
                Cell::Open { text: name, below: row.kana.clone().unwrap_or_default(), href },
                Cell::Text(row.reference.clone()),
                Cell::Text(centre),
                Cell::Text(items_name(t, row.items)),
                Cell::Date(reader.look.short(row.until)),
            ],
        });
    }
    let columns = vec![
        Column::new(t.get("cases-column-name")).below(t.get("list-kana")),
        Column::new(t.get("cases-column-reference")),
        Column::new(t.get("shared-centre")),
        Column::new(t.get("sharing-items")),
        Column::new(t.get("sharing-open-until")),
    ];
    let page = |page: u32| format!("/shared?page={page}");
    show(&ListPage {
        frame: reader.frame(&site, Some(Section::Shared), t.get("shared-title")).await?,
        asked: if asked.page == 0 { asked_table(&site, &reader).await? } else { None },
        table: (!lines.is_empty()).then(|| TableView {
            id: "shared".to_owned(),
            caption: t.get("shared-caption"),
            columns,
            rows: lines,
        }),
        empty: EmptyState { heading: t.get("shared-none"), body: t.get("shared-none-body"), action: None },
        previous: (asked.page > 0).then(|| Link::new(t.get("pages-previous"), page(asked.page - 1))),
        next: more.then(|| Link::new(t.get("pages-next"), page(asked.page + 1))),
    })
}

#[derive(Template)]
#[template(path = "pages/shared/case.html")]
struct CasePage {
    frame: Frame,
    heading: String,
    about: Vec<SummaryRow>,
    /// What is shared, item by item; an item without any answer says so.
    parts: Vec<(String, Vec<SummaryRow>)>,
    kept_back: String,
    /// The uses of the person that the reader sees.
    uses: Option<TableView>,
    /// Where a use at the reader's agency begins.
    begin: Option<Link>,
    /// The jobs of the person that the reader sees.
    jobs: Option<TableView>,
    /// Where the record of a job begins.
    job: Option<Link>,
    /// The sheets about the person that the reader sees.
    sheets: Link,
    /// What the person says about the ways to work, where their wishes are shared.
    ways: Option<Link>,
    notes: Vec<TimelineItem>,
    summary: ErrorSummary,
    readers: String,
    form: FormView,
}

fn case_id(text: &str) -> Result<CaseId, PageError> {
    text.parse().map_err(|_| PageError::not_found())
}

async fn show_case(
    State(site): State<Site>,
    reader: SignedIn,
    Path(case): Path<String>,
    Query(told): Query<Done>,
) -> Result<Response, PageError> {
    let filled = Filled::new(&reader.t, Submitted::default());
    page(&site, &reader, case_id(&case)?, &filled, told.banners(&reader.t)).await
}

/// What is known of the person, where the basic items are shared.
fn person_rows(site: &Site, reader: &SignedIn, shared: &SharedCase) -> Vec<SummaryRow> {
    let t = &reader.t;
    let Some(person) = &shared.person else { return Vec::new() };
    let today = site.app().clock().today();
    let age = person.birth_date.and_then(|born| born.exact()).and_then(|born| full_years(born, today));
    let born = person.birth_date.map(|born| reader.look.long(born).text().to_owned());
    let age = age.map(|age| t.with("case-age", [("age", age)])).unwrap_or_default();
    let address = match person.address_kind {
        AddressKind::Written => person.address.clone(),
        AddressKind::NoFixedAddress | AddressKind::Withheld => String::new(),
    };
    let phones = [person.phone_mobile.as_str(), &person.phone_home];
    let phones: Vec<&str> = phones.into_iter().filter(|phone| !phone.is_empty()).collect();
    vec![
        SummaryRow::or_unknown(t.get("person-field-name"), &person.name),
        SummaryRow::or_unknown(t.get("person-field-kana"), &person.kana),
        SummaryRow::or_unknown(t.get("shared-born"), format!("{}{age}", born.unwrap_or_default())),
        SummaryRow::or_unknown(t.get("shared-address"), address),
        SummaryRow::or_unknown(t.get("shared-phone"), phones.join(&t.get("list-separator"))),
    ]
}

/// The answers that are shared, item by item, in the words of the sheets.
fn parts(site: &Site, reader: &SignedIn, shared: &SharedCase) -> Vec<(String, Vec<SummaryRow>)> {
    let t = &reader.t;
    let forms = site.app().documents().forms();
    let answers = |item: SharedItem| {
        let mut rows: Vec<SummaryRow> = Vec::new();
        for (id, on, facts) in &shared.sheets {
            let Some(form) = forms.get(id, *on) else { continue };
            let telling = Telling { t, look: reader.look, on: *on, restricted_too: false };
            let of_item = only(form, item);
            let told = telling.answered(&of_item, facts);
            rows.extend(told.into_iter().filter(|row| row.value.as_ref().is_some_and(|value| !value.is_empty())));
        }
        rows
    };
    let of = |item: SharedItem| {
        if item == SharedItem::Basic {
            return (item_name(t, item), person_rows(site, reader, shared));
        }
        (item_name(t, item), answers(item))
    };
    shared.items.iter().map(of).collect()
}

/// The form with the fields of one item only.
fn only(form: &FormDefinition, item: SharedItem) -> FormDefinition {
    let mut form = form.clone();
    for section in &mut form.sections {
        section.fields.retain(|field| field.shared_as == Some(item));
    }
    form
}

async fn page(
    site: &Site,
    reader: &SignedIn,
    id: CaseId,
    filled: &Filled,
    banners: Vec<Banner>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let language = t.lang().in_definitions();
    let shared = site.app().shared_case(&reader.actor, id, language).await.map_err(page_error)?;
    let centre = site.app().agency(shared.centre).await.map_err(page_error)?.facts;
    let day = |day| reader.look.long(day).text().to_owned();
    let doors = shared.doors.iter().map(|door| {
        let words =
            [("items", items_name(t, door.items)), ("basis", basis_name(t, door.basis)), ("until", day(door.until))];
        t.with("shared-door", words)
    });
    let doors = doors.collect::<Vec<_>>().join("\n");
    let about = vec![
        SummaryRow::new(t.get("shared-centre"), &centre.name),
        SummaryRow::or_unknown(t.get("shared-lead"), &shared.lead),
        SummaryRow::or_unknown(t.get("shared-centre-phone"), &centre.phone),
        SummaryRow::new(t.get("shared-doors"), doors),
    ];
    let rest: ItemSet = SharedItem::ALL.iter().copied().filter(|item| !shared.items.has(*item)).collect();
    let kept_back = if rest.is_empty() {
        String::new()
    } else {
        t.with("shared-kept-back", [("items", items_name(t, rest)), ("centre", centre.name.clone())])
    };
    let mut people = People::default();
    let mut notes = Vec::new();
    for note in shared.notes.iter().rev() {
        notes.push(TimelineItem {
            title: if note.from_centre { t.get("shared-note-from-centre") } else { t.get("shared-note-ours") },
            day: reader.look.with_weekday(japan::local_date(note.at)),
            time: None,
            by: people.name(site, note.by).await?,
            how: None,
            body: note.text.clone(),
            href: None,
            corrected: None,
        });
    }
    let (uses, jobs) = site.app().uses_and_jobs(&reader.actor, id).await.map_err(page_error)?;
    let uses = glance_table(site, reader, &uses, t.get("uses-title"));
    let gives = !site.app().programmes_here(&reader.actor).await.map_err(page_error)?.is_empty();
    let may_begin = gives && site.app().may_start_episode(&reader.actor, Whom::OfCase(id)).await.is_ok();
    let jobs = jobs::glance_table(reader, &jobs, t.get("jobs-of-person"));
    let job = may_begin.then(|| Link::new(t.get("job-begin-link"), format!("/shared/{id}/job")));
    let begin = may_begin.then(|| Link::new(t.get("episode-begin"), format!("/shared/{id}/use")));
    let question = Question::long("text", t.get("shared-write"), 4).hint(t.get("shared-write-hint")).required();
    let form = FormView::new(reader, format!("/shared/{id}"), vec![filled.ask(&question)], t.get("shared-send"));
    let heading = match &shared.person {
        Some(person) => person.name.clone(),
        None => t.with("shared-nameless", [("reference", &shared.reference)]),
    };
    let title = t.with("room-title", [("page", t.get("shared-title")), ("number", shared.reference.clone())]);
    let mut frame = reader.frame(site, Some(Section::Shared), title).await?;
    frame.breadcrumbs = vec![Link::new(t.get("shared-title"), "/shared")];
    let readers = match shared.municipality {
        Some(id) => {
            let municipality = site.app().agency(id).await.map_err(page_error)?.facts.name;
            t.with("readers-both", [("centre", centre.name), ("municipality", municipality)])
        }
        None => t.with("readers-centre", [("centre", centre.name)]),
    };
    let summary = form.summary();
    frame.has_errors = !summary.is_empty();
    frame.banners = banners;
    show(&CasePage {
        heading,
        about,
        parts: parts(site, reader, &shared),
        kept_back,
        uses,
        begin,
        jobs,
        job,
        sheets: Link::new(t.get("sheets-title"), format!("/shared/{id}/sheets")),
        ways: shared
            .items
            .has(SharedItem::Wishes)
            .then(|| Link::new(t.get("way-notes-title"), format!("/shared/{id}/ways"))),
        notes,
        summary,
        readers,
        form,
        frame,
    })
}

async fn write(
    State(site): State<Site>,
    reader: SignedIn,
    Path(case): Path<String>,
    form: Submitted,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let id = case_id(&case)?;
    let mut filled = Filled::new(t, form);
    let text = filled.needed("text", t.get("sharing-note-missing"));
    let mut banners = Vec::new();
    if filled.is_right() {
        match site.app().write_to_centre(&reader.actor, id, &text).await {
            Ok(()) => return Ok(done(&format!("/shared/{id}"), "note-sent")),
            Err(error @ UseCaseError::Refused(_)) => banners = refused(t, error)?,
            Err(error) => return Err(page_error(error)),
        }
    }
    Ok(not_taken(page(&site, &reader, id, &filled, banners).await?))
}
