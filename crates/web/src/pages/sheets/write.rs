//! What one side says, written section by section; whatever another side said stays where it is.

use askama::Template;
use axum::{
    extract::{Path, Request, State},
    response::Response,
};
use banso_app::{ReturnProblem, SheetDeed};
use banso_domain::{
    form::{Facts, Field, FormDefinition, OPEN_MARK, Side},
    sheet::Writing,
};

use super::{Opened, side_name};
use crate::{
    components::{Banner, BannerKind, ErrorSummary, Link},
    errors::PageError,
    form::{Block, Draft, Filled, FormView, Part, Question, Submitted, Unsaved, Uploaded, done, not_taken},
    frame::Frame,
    pages::cases::sheet::{self, Drawing, Sheet, Shown},
    site::{SignedIn, Site, page_error, show},
};

/// The names of the fields that say when, by whom and where; no field of a form begins so.
const ON: &str = "said-on";
const SOURCE: &str = "said-by";
const PLACE: &str = "said-at";

#[derive(Template)]
#[template(path = "pages/sheets/write.html")]
pub(super) struct FormPage {
    pub(super) frame: Frame,
    pub(super) heading: String,
    pub(super) lead: String,
    pub(super) readers: String,
    pub(super) summary: ErrorSummary,
    pub(super) form: FormView,
    /// Where a workbook that was filled elsewhere is read; none where there is none.
    pub(super) excel: Option<String>,
    pub(super) csrf: String,
}

/// The side of an address, where the reader may write for it.
fn side_of(opened: &Opened, text: &str) -> Result<Side, PageError> {
    let side = Side::from_name(text).ok_or_else(PageError::not_found)?;
    if opened.page.is_person && side != Side::Person || !opened.page.form.sides().contains(&side) {
        return Err(PageError::not_found());
    }
    if !opened.writes() {
        return Err(PageError::forbidden());
    }
    Ok(side)
}

fn draft_key(opened: &Opened, side: Side) -> String {
    format!("sheets/{}/{}", opened.page.sheet.id, side.name())
}

/// What was said already, or what it begins with, as it would be typed.
fn stored(site: &Site, opened: &Opened, form: &FormDefinition, side: Side, begins: &Facts) -> Submitted {
    let sheet = Sheet::new(form, opened.page.sheet.form_on, opened.t().lang());
    let said = opened.page.sheet.current().and_then(|version| version.said.get(&side));
    let mut typed = sheet::typed(&sheet, said.map_or(begins, |said| &said.answers));
    let on = said.map_or_else(|| site.app().clock().today(), |said| said.on);
    typed.put(ON, opened.reader.look.long(on).text());
    typed.put(SOURCE, said.map(|said| said.source.clone()).unwrap_or_default());
    typed.put(PLACE, said.map(|said| said.place.clone()).unwrap_or_default());
    typed.version(opened.page.version)
}

async fn page(
    site: &Site,
    opened: &Opened,
    side: Side,
    (filled, draft): (&Filled, Draft),
    banners: Vec<Banner>,
) -> Result<Response, PageError> {
    let t = opened.t();
    let form = opened.page.form.for_side(side);
    let sheet = Sheet::new(&form, opened.page.sheet.form_on, t.lang());
    let drawing = Drawing { t, sheet, filled, shown: &Shown::nothing(), staff: &[], open: &[] };
    let mut blocks: Vec<Block> = opened.open_note().into_iter().map(|words| Block::new(t, Part::Note(words))).collect();
    let is_firm = opened.job.is_some();
    let needs_source = !is_firm && !matches!(side, Side::Person | Side::Staff | Side::Joint);
    blocks.push(filled.ask(&Question::date(ON, t.get("sheet-said-on")).required()));
    if needs_source {
        let question = Question::line(SOURCE, t.get("sheet-who")).hint(t.get("sheet-who-hint"));
        blocks.push(filled.ask(&question.required()));
    }
    if !is_firm && !opened.page.is_person && opened.page.rules().is_some_and(|rules| !rules.is_own) {
        blocks.push(filled.ask(&Question::line(PLACE, t.get("sheet-place")).hint(t.get("sheet-place-hint"))));
    }
    for section in drawing.sections() {
        blocks.push(Block::new(t, Part::Heading(section.title)));
        blocks.extend(section.remark.map(|remark| Block::new(t, Part::Note(remark))));
        blocks.extend(section.blocks);
    }
    let (heading, lead, button) = match opened.page.is_person {
        true => (opened.title(), t.get("own-sheet-write-lead"), t.get("own-sheet-save")),
        false if is_firm => (opened.title(), t.get("workplace-sheet-write-lead"), t.get("sheet-save")),
        false => {
            let values = [("side", side_name(t, side)), ("name", opened.page.name.clone())];
            (
                t.with("sheet-write-heading", [("sheet", opened.title()), ("side", side_name(t, side))]),
                t.with("sheet-write-lead", values),
                t.get("sheet-save"),
            )
        }
    };
    let view = FormView::new(&opened.reader, opened.write_href(side), blocks, button)
        .based_on(filled)
        .draft(draft)
        .back(Link::new(t.get("sheet-back"), opened.home()));
    let mut frame = opened.reader.frame(site, Some(opened.section()), opened.title()).await?;
    frame.breadcrumbs = opened.up();
    frame.breadcrumbs.push(Link::new(opened.title(), opened.home()));
    let summary = view.summary();
    frame.has_errors = !summary.is_empty();
    frame.banners = banners;
    let excel = (!is_firm).then(|| format!("{}/read/{}", opened.home(), side.name()));
    let csrf = opened.reader.csrf.clone();
    show(&FormPage { frame, heading, lead, readers: opened.readers(), summary, form: view, excel, csrf })
}

pub(super) async fn ask(
    State(site): State<Site>,
    reader: SignedIn,
    Path((id, side)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let opened = Opened::load(&site, reader, &id).await?;
    let side = side_of(&opened, &side)?;
    let begins = site.app().sheet_begins_with(&opened.reader.actor, opened.page.sheet.id, side).await;
    open(&site, &opened, side, &begins.map_err(page_error)?).await
}

/// The form of a side as it opens.
pub(super) async fn open(site: &Site, opened: &Opened, side: Side, begins: &Facts) -> Result<Response, PageError> {
    let form = opened.page.form.for_side(side);
    let fresh = stored(site, opened, &form, side, begins);
    let (draft, typed) = Draft::open(site, &opened.reader, draft_key(opened, side), fresh).await?;
    let banners = if draft.is_kept() { Vec::new() } else { taken_over(opened, &form, begins).into_iter().collect() };
    page(site, opened, side, (&Filled::new(opened.t(), typed), draft), banners).await
}

/// Says which fields are filled from what was known already, and that they are to be looked at.
fn taken_over(opened: &Opened, form: &FormDefinition, begins: &Facts) -> Option<Banner> {
    let t = opened.t();
    let filled = form.fields().filter(|field| begins.get(&field.fact).is_some());
    let label = |field: &'_ Field| {
        let label = field.label.text(opened.page.sheet.form_on, t.lang().in_definitions());
        label.trim_end_matches(OPEN_MARK).trim_end().to_owned()
    };
    let labels: Vec<String> = filled.map(label).collect();
    if labels.is_empty() {
        return None;
    }
    let fields = [("fields", labels.join(&t.get("list-separator")))];
    let (title, body) = match opened.page.is_person {
        true => (t.get("own-sheet-begins"), t.with("own-sheet-begins-body", fields)),
        false => (t.get("sheet-begins"), t.with("sheet-begins-body", fields)),
    };
    Some(Banner::new(BannerKind::Info, title).body(body))
}

pub(super) async fn write(
    State(site): State<Site>,
    reader: SignedIn,
    Path((id, side)): Path<(String, String)>,
    sent: Submitted,
) -> Result<Response, PageError> {
    let opened = Opened::load(&site, reader, &id).await?;
    let side = side_of(&opened, &side)?;
    take(&site, &opened, side, &sent).await
}

/// Takes what was typed for a side: saved, or given back with what is wrong beside it.
pub(super) async fn take(site: &Site, opened: &Opened, side: Side, sent: &Submitted) -> Result<Response, PageError> {
    let t = opened.t();
    let form = opened.page.form.for_side(side);
    let sheet = Sheet::new(&form, opened.page.sheet.form_on, t.lang());
    let another_row = sent.has("add_row");
    let read = sheet::read(&sheet, sent);
    let mut filled = Filled::new(t, read.typed.clone());
    sheet::complain(t, &sheet, &read.problems, &mut filled);
    let key = draft_key(opened, side);
    let mut answer = None;
    let mut banners = Vec::new();
    if !another_row {
        let on = filled.needed_day(ON);
        if filled.is_right() {
            let version = sent.text("version").parse().unwrap_or(opened.page.version);
            let (source, place) = (filled.text(SOURCE), filled.text(PLACE));
            let writing = Writing { side, on, source, place, answers: read.facts };
            let (app, actor, id) = (site.app(), &opened.reader.actor, opened.page.sheet.id);
            let saved = match opened.job {
                Some(job) => app.write_sheet_at_employer(actor, job, version, writing).await,
                None => app.change_sheet(actor, id, version, SheetDeed::Write(writing)).await,
            };
            match saved {
                Ok(()) => {
                    Draft::drop(site, &opened.reader, &key).await?;
                    return Ok(done(&opened.home(), "sheet-saved"));
                }
                Err(error) => {
                    let unsaved = Unsaved::of(error)?;
                    banners = unsaved.banners(t);
                    answer = Some(unsaved);
                }
            }
        }
    }
    let draft = Draft::of(&opened.reader, key);
    let drawn = page(site, opened, side, (&filled, draft), banners).await?;
    Ok(match answer {
        Some(unsaved) => unsaved.answer(drawn),
        None if another_row => drawn,
        None => not_taken(drawn),
    })
}

/// A workbook that was filled elsewhere: what it says for this side is put into the form, to be looked at and saved; or why it is not read.
pub(super) async fn read_excel(
    State(site): State<Site>,
    reader: SignedIn,
    Path((id, side)): Path<(String, String)>,
    request: Request,
) -> Result<Response, Response> {
    use axum::response::IntoResponse;
    let opened = Opened::load(&site, reader, &id).await.map_err(IntoResponse::into_response)?;
    let side = side_of(&opened, &side).map_err(IntoResponse::into_response)?;
    let sent = Uploaded::read(&site, request).await?;
    put_in(&site, &opened, side, &sent.bytes).await.map_err(IntoResponse::into_response)
}

async fn put_in(site: &Site, opened: &Opened, side: Side, bytes: &[u8]) -> Result<Response, PageError> {
    let t = opened.t();
    let form = opened.page.form.for_side(side);
    let mut typed = stored(site, opened, &form, side, &Facts::new());
    let draft = Draft::of(&opened.reader, draft_key(opened, side));
    match site.app().returned_sheet(&opened.page.form, bytes) {
        Ok(pairs) => {
            let is_here = |name: &str| {
                let id = name.split_once('[').map_or(name, |(table, _)| table);
                form.field(id).is_some()
            };
            for field in form.fields() {
                typed.take_over(&field.id, &Submitted::default());
            }
            for (name, value) in pairs.into_iter().filter(|(name, _)| is_here(name)) {
                typed.put(name, value);
            }
            let banner = Banner::new(BannerKind::Info, t.get("sheet-excel-done")).body(t.get("sheet-excel-done-body"));
            page(site, opened, side, (&Filled::new(t, typed), draft), vec![banner]).await
        }
        Err(problems) => {
            let banners = problems.iter().take(5).map(|problem| {
                Banner::new(BannerKind::Error, t.get("sheet-excel-not-read")).body(problem_words(opened, problem))
            });
            let banners = banners.collect();
            Ok(not_taken(page(site, opened, side, (&Filled::new(t, typed), draft), banners).await?))
        }
    }
}

fn problem_words(opened: &Opened, problem: &ReturnProblem) -> String {
    let t = opened.t();
    match problem {
        ReturnProblem::NoWorkbook => t.get("sheet-excel-no-workbook"),
        ReturnProblem::NotOurs => t.get("sheet-excel-not-ours"),
        ReturnProblem::OtherForm { .. } => t.with("sheet-excel-other-form", [("sheet", opened.title())]),
        ReturnProblem::OtherVersion { from } => {
            let day = from.parse::<chrono::NaiveDate>().map(|day| opened.reader.look.long(day).text().to_owned());
            t.with("sheet-excel-other-version", [("day", day.unwrap_or_else(|_| from.clone()))])
        }
        ReturnProblem::Moved { label } => t.with("sheet-excel-moved", [("label", label.clone())]),
    }
}
