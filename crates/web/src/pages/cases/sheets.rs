//! The sheets 【1】 and 【2】 of a case on the screen: read, written, kept as a draft, chosen between two versions.

use std::collections::BTreeSet;

use askama::Template;
use axum::{
    Router,
    extract::{Query, State},
    response::Response,
    routing::get,
};
use banso_access::Action;
use banso_app::UseCaseError;
use banso_domain::{
    case::event::CaseEvent,
    form::{Kind, Owner},
    id::CaseId,
};

use super::{
    form_page::beginning_tabs,
    meanwhile::{Clash, since},
    room::{CasePath, OpenedCase, Room, RoomTab},
    sheet::{self, Drawing, Sheet, SheetSection},
};
use crate::{
    answers::Telling,
    components::{Banner, ErrorSummary, Link, SummaryRow, Tab},
    errors::PageError,
    form::{self, Draft, Filled, Side, Submitted, chosen, done, not_taken, refused},
    frame::Frame,
    site::{Done, SignedIn, Site, page_error, show},
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
    version: String,
    draft: Draft,
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

async fn intake(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    Query(told): Query<Done>,
) -> Result<Response, PageError> {
    open(&site, &reader, id, Which::Intake, &told).await
}

async fn assessment(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    Query(told): Query<Done>,
) -> Result<Response, PageError> {
    open(&site, &reader, id, Which::Assessment, &told).await
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

async fn open(site: &Site, reader: &SignedIn, id: CaseId, which: Which, told: &Done) -> Result<Response, PageError> {
    let opened = OpenedCase::load(site, reader, id).await?;
    let sheet = sheet_of(site, reader, which)?;
    let banners = told.banners(&reader.t);
    if !opened.may(site, reader, Action::WriteAnswers) || !sheet::is_open(&opened.file.case) {
        return read_only(site, reader, &opened, which, sheet, banners).await;
    }
    let stored = sheet::typed(&sheet, &opened.file.case.answers).version(opened.file.version);
    let (draft, form) = Draft::open(site, reader, draft_key(id, which), stored).await?;
    sheet_page(site, reader, &opened, (which, sheet), &Filled::new(&reader.t, form), draft, banners).await
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
        return Err(PageError::forbidden());
    }
    let sheet = sheet_of(site, reader, which)?;
    let key = draft_key(id, which);
    let form = chosen(form, &sheet::typed(&sheet, &opened.file.case.answers));
    let another_row = form.has("add_row");
    let read = sheet::read(&sheet, &form);
    let mut filled = Filled::new(&reader.t, read.typed.clone());
    sheet::complain(&reader.t, &sheet, &read.problems, &mut filled);
    let mut banners = Vec::new();
    if filled.is_right() && !another_row {
        let mut version = form.text("version").parse().unwrap_or(opened.file.version);
        loop {
            let app = site.app();
            match app.record_answers(&reader.actor, id, version, which.form(), &read.facts, &read.asked).await {
                Ok(_) => {
                    Draft::drop(site, reader, &key).await?;
                    return Ok(done(&format!("/cases/{id}/{}", which.path()), "answers-saved"));
                }
                Err(UseCaseError::Conflict { expected, found }) => {
                    if let Some(page) = conflict(site, reader, id, which, sheet, (expected, &read)).await? {
                        return Ok(page);
                    }
                    version = found;
                }
                Err(error) => {
                    banners = refused(&reader.t, error)?;
                    break;
                }
            }
        }
    }
    let page = sheet_page(site, reader, &opened, (which, sheet), &filled, Draft::of(reader, key), banners).await?;
    Ok(if another_row { page } else { not_taken(page) })
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
    let since = since(site, reader, id, version, answers_only).await?;
    let mut changed: BTreeSet<String> = BTreeSet::new();
    for event in since.events {
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
    let telling = Telling { t, look: reader.look, on: sheet.day, restricted_too: true };
    let sides = differs.filter_map(|field| {
        let label = field.label.text(sheet.day, sheet.language);
        let was = since.opened.as_ref().map(|case| telling.stored(field, &case.answers));
        Side::unless_same(&field.id, label, was, telling.stored(field, &read.facts), telling.stored(field, stored))
    });
    let sides: Vec<Side> = sides.collect();
    if since.by.is_none() || sides.is_empty() {
        return Ok(None);
    }
    let clash = Clash {
        tab: which.tab(),
        action: format!("/cases/{id}/{}", which.path()),
        version: opened.file.version.to_string(),
        by: since.by,
        typed: &read.typed,
        sides,
    };
    clash.show(site, reader, &opened).await.map(Some)
}

fn title(sheet: &Sheet<'_>) -> String {
    format!("{}{}", sheet.form.number, sheet.form.title.text(sheet.day, sheet.language))
}

async fn sheet_page(
    site: &Site,
    reader: &SignedIn,
    opened: &OpenedCase,
    (which, sheet): (Which, Sheet<'_>),
    filled: &Filled,
    draft: Draft,
    banners: Vec<Banner>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let file = &opened.file;
    let shown = shown(site, reader, opened, &sheet).await?;
    let staff = site.app().staff_of(file.case.centre).await.map_err(page_error)?;
    let staff: Vec<String> = staff.into_iter().map(|row| row.facts.name).collect();
    let open = sheet.still_open(&sheet::read(&sheet, &filled.form).facts);
    let drawing = Drawing { t, sheet, filled, shown: &shown, staff: &staff, open: &open };
    let sections = drawing.sections();
    let link = |id: &String| {
        let field = sheet.form.field(id)?;
        Some(Link::new(field.label.text(sheet.day, sheet.language), format!("#{id}")))
    };
    let mut frame = opened.frame(site, reader, sheet.form.title.text(sheet.day, sheet.language)).await?;
    frame.banners = banners;
    let summary = form::summary(sections.iter().flat_map(|section| &section.blocks));
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
        readers: opened.readers(site, reader).await?,
        summary,
        open: open.iter().filter_map(link).collect(),
        sections,
        version: filled.text("version"),
        draft,
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
    banners: Vec<Banner>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let shown = shown(site, reader, opened, &sheet).await?;
    let caseworker = opened.may(site, reader, Action::WriteAnswers);
    let telling = Telling { t, look: reader.look, on: sheet.day, restricted_too: caseworker };
    let mut sections = Vec::new();
    for section in &sheet.form.sections {
        let mut rows = Vec::new();
        for field in &section.fields {
            let label = field.label.text(sheet.day, sheet.language);
            let value = if field.owner == Owner::Typed || field.kind == Kind::Computed {
                shown.value(&field.fact).unwrap_or_default()
            } else {
                telling.stored(field, &opened.file.case.answers)
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
    frame.banners = banners;
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
