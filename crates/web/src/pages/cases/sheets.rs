//! The sheets 【1】 and 【2】 of a case on the screen: read, written, kept as a draft, chosen between two versions.

use std::collections::BTreeSet;

use askama::Template;
use axum::{
    Router,
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use banso_access::Action;
use banso_app::UseCaseError;
use banso_domain::{
    calendar::japan,
    case::event::CaseEvent,
    form::{FieldProblem, Kind, Owner},
    id::CaseId,
    rule::Refusal,
};

use super::{
    beginning::{beginning_tabs, readers},
    choose::{self, Side},
    room::{CasePath, OpenedCase, Room, RoomTab},
    sheet::{self, Drawing, Sheet, SheetSection},
};
use crate::{
    components::{Banner, ErrorSummary, Link, SummaryRow, Tab},
    errors::{ErrorKind, PageError},
    frame::Frame,
    pages::block,
    rules,
    site::{Done, SignedIn, Site, page_error, show},
    submitted::Submitted,
};

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/cases/{case}/intake", get(intake).post(write_intake))
        .route("/cases/{case}/assessment", get(assessment).post(write_assessment))
}

/// One of the two sheets.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Which {
    Intake,
    Assessment,
}

impl Which {
    const fn form(self) -> &'static str {
        match self {
            Self::Intake => "intake_form",
            Self::Assessment => "assessment_form",
        }
    }

    const fn path(self) -> &'static str {
        match self {
            Self::Intake => "intake",
            Self::Assessment => "assessment",
        }
    }

    const fn tab(self) -> RoomTab {
        match self {
            Self::Intake => RoomTab::Intake,
            Self::Assessment => RoomTab::Assessment,
        }
    }
}

#[derive(Template)]
#[template(path = "pages/cases/sheet.html")]
struct SheetPage {
    frame: Frame,
    room: Room,
    heading: String,
    legend: String,
    tabs: Vec<Tab>,
    readers: String,
    summary: ErrorSummary,
    /// The questions marked ※ that are still open, each with its field.
    open: Vec<Link>,
    sections: Vec<SheetSection>,
    version: i64,
    draft_key: String,
    /// When the draft on the page was saved.
    draft_saved: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/cases/sheet_read.html")]
struct ReadOnlyPage {
    frame: Frame,
    room: Room,
    heading: String,
    tabs: Vec<Tab>,
    why: String,
    sections: Vec<(String, Vec<SummaryRow>)>,
}

/// What a page of a sheet shows beside the answers.
#[derive(Default)]
struct Told {
    problems: Vec<FieldProblem>,
    banners: Vec<Banner>,
    draft_saved: Option<String>,
}

async fn intake(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    Query(done): Query<Done>,
) -> Result<Response, PageError> {
    open(&site, &reader, id, Which::Intake, &done).await
}

async fn assessment(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    Query(done): Query<Done>,
) -> Result<Response, PageError> {
    open(&site, &reader, id, Which::Assessment, &done).await
}

async fn write_intake(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    form: Submitted,
) -> Result<Response, PageError> {
    write(&site, &reader, id, Which::Intake, form).await
}

async fn write_assessment(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    form: Submitted,
) -> Result<Response, PageError> {
    write(&site, &reader, id, Which::Assessment, form).await
}

/// The form in force today.
fn sheet_of<'s>(site: &'s Site, reader: &SignedIn, which: Which) -> Result<Sheet<'s>, PageError> {
    let today = site.app().clock().today();
    let form = site.app().documents().forms().get(which.form(), today).ok_or_else(PageError::not_found)?;
    Ok(Sheet::new(form, today, reader.t.lang()))
}

fn draft_key(id: CaseId, which: Which) -> String {
    format!("cases/{id}/{}", which.path())
}

async fn open(site: &Site, reader: &SignedIn, id: CaseId, which: Which, done: &Done) -> Result<Response, PageError> {
    let opened = OpenedCase::load(site, reader, id).await?;
    let sheet = sheet_of(site, reader, which)?;
    let mut told = Told { banners: done.banners(&reader.t), ..Told::default() };
    if !opened.may(site, reader, Action::WriteAnswers) || !sheet::is_open(&opened.file.case) {
        return read_only(site, reader, &opened, which, sheet, told).await;
    }
    let stored = sheet::typed(&sheet, &opened.file.case.answers);
    let draft = site.app().draft(&reader.session, &draft_key(id, which)).await.map_err(page_error)?;
    let typed = match draft {
        Some(draft) => {
            told.draft_saved = Some(japan::local(draft.saved_at).format("%H:%M").to_string());
            Submitted::parse(draft.content.as_bytes())
        }
        None => stored,
    };
    sheet_page(site, reader, &opened, which, sheet, &typed, told).await
}

async fn write(
    site: &Site,
    reader: &SignedIn,
    id: CaseId,
    which: Which,
    form: Submitted,
) -> Result<Response, PageError> {
    let opened = OpenedCase::load(site, reader, id).await?;
    if !opened.may(site, reader, Action::WriteAnswers) {
        return Err(PageError::new(ErrorKind::Forbidden));
    }
    let sheet = sheet_of(site, reader, which)?;
    let key = draft_key(id, which);
    let here = format!("/cases/{id}/{}", which.path());
    if form.has("drop_draft") {
        site.app().drop_draft(&reader.session, &key).await.map_err(page_error)?;
        return Ok(Redirect::to(&here).into_response());
    }
    let form = choose::chosen(form, &sheet::typed(&sheet, &opened.file.case.answers));
    let read = sheet::read(&sheet, &form);
    if form.has("add_row") {
        let told = Told { problems: read.problems, ..Told::default() };
        return sheet_page(site, reader, &opened, which, sheet, &read.typed, told).await;
    }
    if !read.problems.is_empty() {
        let told = Told { problems: read.problems, ..Told::default() };
        let page = sheet_page(site, reader, &opened, which, sheet, &read.typed, told).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let mut version = form.text("version").parse().unwrap_or(opened.file.version);
    loop {
        let saved = site.app().record_answers(&reader.actor, id, version, which.form(), &read.facts, &read.asked).await;
        match saved {
            Ok(_) => {
                site.app().drop_draft(&reader.session, &key).await.map_err(page_error)?;
                return Ok(Redirect::to(&format!("{here}?done=answers-saved")).into_response());
            }
            Err(UseCaseError::Conflict { expected, found }) => {
                if let Some(page) = conflict(site, reader, id, which, sheet, (expected, &read)).await? {
                    return Ok(page);
                }
                version = found;
            }
            Err(UseCaseError::Refused(refusal)) => {
                return refused(site, reader, &opened, which, sheet, &read.typed, &refusal).await;
            }
            Err(other) => return Err(page_error(other)),
        }
    }
}

async fn refused(
    site: &Site,
    reader: &SignedIn,
    opened: &OpenedCase,
    which: Which,
    sheet: Sheet<'_>,
    typed: &Submitted,
    refusal: &Refusal,
) -> Result<Response, PageError> {
    let told = Told { banners: rules::banners(&reader.t, refusal), ..Told::default() };
    let page = sheet_page(site, reader, opened, which, sheet, typed, told).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

/// What others changed on the same sheet meanwhile, side by side with what was typed; none if they wrote elsewhere in the
/// case, or wrote the same.
async fn conflict(
    site: &Site,
    reader: &SignedIn,
    id: CaseId,
    which: Which,
    sheet: Sheet<'_>,
    (version, read): (i64, &sheet::SheetRead),
) -> Result<Option<Response>, PageError> {
    let answers_only = |event: &CaseEvent| matches!(event, CaseEvent::AnswersRecorded { .. });
    let (events, by) = choose::meanwhile(site, reader, id, version, answers_only).await?;
    let mut changed: BTreeSet<String> = BTreeSet::new();
    for event in events {
        if let CaseEvent::AnswersRecorded { answers, cleared, .. } = event {
            changed.extend(answers.iter().map(|(fact, _)| fact.to_owned()));
            changed.extend(cleared);
        }
    }
    let opened = OpenedCase::load(site, reader, id).await?;
    let stored = &opened.file.case.answers;
    let t = &reader.t;
    let differs = sheet::kept_by(&sheet)
        .filter(|field| changed.contains(&field.fact) && read.facts.get(&field.fact) != stored.get(&field.fact));
    let sides: Vec<Side> = differs
        .map(|field| Side {
            name: field.id.clone(),
            label: field.label.text(sheet.day, sheet.language).to_owned(),
            mine: sheet::shown_answer(t, &sheet, field, &read.facts, true),
            theirs: sheet::shown_answer(t, &sheet, field, stored, true),
        })
        .collect();
    let Some(by) = by.filter(|_| !sides.is_empty()) else { return Ok(None) };
    let mut frame = opened.frame(site, reader, &t.get("choose-title")).await?;
    frame.has_errors = true;
    let room = opened.room(site, reader, which.tab());
    let action = format!("/cases/{id}/{}", which.path());
    let both = (&read.typed, sides);
    choose::page(site, reader, (frame, room), action, opened.file.version, &by, both).await.map(Some)
}

fn title(sheet: &Sheet<'_>) -> String {
    format!("{}{}", sheet.form.number, sheet.form.title.text(sheet.day, sheet.language))
}

async fn sheet_page(
    site: &Site,
    reader: &SignedIn,
    opened: &OpenedCase,
    which: Which,
    sheet: Sheet<'_>,
    typed: &Submitted,
    told: Told,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let file = &opened.file;
    let shown = shown(site, reader, opened, &sheet).await?;
    let staff = site.app().staff_of(file.case.centre).await.map_err(page_error)?;
    let staff: Vec<String> = staff.into_iter().map(|row| row.facts.name).collect();
    let open = sheet.still_open(&sheet::read(&sheet, typed).facts);
    let drawing = Drawing { t, sheet, typed, problems: &told.problems, shown: &shown, staff: &staff, open: &open };
    let sections = drawing.sections();
    let link = |id: &String| {
        let field = sheet.form.field(id)?;
        Some(Link::new(field.label.text(sheet.day, sheet.language), format!("#{id}")))
    };
    let version = typed.text("version").parse().unwrap_or(file.version);
    let mut frame = opened.frame(site, reader, sheet.form.title.text(sheet.day, sheet.language)).await?;
    frame.banners = told.banners;
    let summary = block::summary(sections.iter().flat_map(|section| &section.blocks));
    frame.has_errors = !summary.is_empty();
    show(&SheetPage {
        frame,
        room: opened.room(site, reader, which.tab()),
        heading: title(&sheet),
        legend: sheet
            .form
            .texts
            .get("legend")
            .map(|legend| legend.text(sheet.day, sheet.language).to_owned())
            .unwrap_or_default(),
        tabs: beginning_tabs(t, file.case.id, which.path()),
        readers: readers(site, t, file).await?,
        summary,
        open: open.iter().filter_map(link).collect(),
        sections,
        version,
        draft_key: draft_key(file.case.id, which),
        draft_saved: told.draft_saved,
    })
}

/// What the sheet shows of person, application and screening.
async fn shown(
    site: &Site,
    reader: &SignedIn,
    opened: &OpenedCase,
    sheet: &Sheet<'_>,
) -> Result<sheet::Shown, PageError> {
    let app = site.app();
    let case = &opened.file.case;
    let explained_by = case.application.as_ref().and_then(|application| application.explained).map(|(_, staff)| staff);
    let names = sheet::Names {
        received_by: app.staff_name(case.received_by).await.map_err(page_error)?,
        explained_by: match explained_by {
            Some(staff) => app.staff_name(staff).await.map_err(page_error)?,
            None => String::new(),
        },
        addressee: app.agency(case.municipality).await.map_err(page_error)?.facts.addressee,
    };
    let result = case.screening.as_ref().and_then(|screening| {
        let choice = sheet.form.field("screening_result")?.option(screening.result.name())?;
        Some(choice.label.text(sheet.day, sheet.language).to_owned())
    });
    let today = app.clock().today();
    Ok(sheet::shown(&reader.t, reader.look, &opened.file, names, result.unwrap_or_default(), today))
}

/// The sheet for those who do not write on it: what has been answered, and nothing about what has not.
async fn read_only(
    site: &Site,
    reader: &SignedIn,
    opened: &OpenedCase,
    which: Which,
    sheet: Sheet<'_>,
    told: Told,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let shown = shown(site, reader, opened, &sheet).await?;
    let caseworker = opened.may(site, reader, Action::WriteAnswers);
    let mut sections = Vec::new();
    for section in &sheet.form.sections {
        let mut rows = Vec::new();
        for field in &section.fields {
            let label = field.label.text(sheet.day, sheet.language);
            let value = if field.owner == Owner::Typed || field.kind == Kind::Computed {
                shown.value(&field.fact).unwrap_or_default()
            } else {
                sheet::shown_answer(t, &sheet, field, &opened.file.case.answers, caseworker)
            };
            if !value.is_empty() {
                rows.push(SummaryRow::new(label, value));
            }
        }
        if !rows.is_empty() {
            let heading = section.title.text(sheet.day, sheet.language).trim_start_matches('■').trim();
            let heading = if heading.is_empty() { t.get("sheet-first-part") } else { heading.to_owned() };
            sections.push((heading, rows));
        }
    }
    let mut frame = opened.frame(site, reader, sheet.form.title.text(sheet.day, sheet.language)).await?;
    frame.banners = told.banners;
    let why = if caseworker { t.get("sheet-case-ended") } else { t.get("sheet-read-only") };
    show(&ReadOnlyPage {
        frame,
        room: opened.room(site, reader, which.tab()),
        heading: title(&sheet),
        tabs: beginning_tabs(t, opened.file.case.id, which.path()),
        why,
        sections,
    })
}
