//! 行動規範の普及度合い: an agency tells once a year how many of its staff know each code of conduct, and how many understand it.

use axum::{extract::State, response::Response};
use banso_app::AgencyRow;
use banso_domain::{
    calendar::FiscalYear,
    code_of_conduct::{Code, CodeKnown},
    text::codes,
};

use super::frame;
use crate::{
    components::{Banner, Link, Width},
    errors::{ErrorKind, PageError},
    form::{Filled, Question, Submitted, Unsaved, done, not_taken},
    pages::{cases::year_name, deeds::DeedPage, gatherings::code_name},
    site::{SignedIn, Site, page_error},
    text::Texts,
};

fn field(code: Code, what: &str) -> String {
    format!("{}_{what}", code.name())
}

fn questions(t: &Texts) -> Vec<Question> {
    let asked =
        Question::digits("asked", t.get("codes-asked"), Width::Short).hint(t.get("codes-asked-hint")).required();
    let of = |code: &Code| {
        let name = [("code", code_name(t, *code))];
        [
            Question::digits(field(*code, "know"), t.with("codes-know", name.clone()), Width::Short),
            Question::digits(field(*code, "understand"), t.with("codes-understand", name), Width::Short),
        ]
    };
    std::iter::once(asked).chain(Code::ALL.iter().flat_map(of)).collect()
}

fn typed(row: &AgencyRow, year: FiscalYear) -> Submitted {
    let mut form = Submitted::default();
    for code in Code::ALL {
        let Some(known) = row.facts.code_known(*code, year) else { continue };
        if !form.has("asked") {
            form.put("asked", known.asked.to_string());
        }
        form.put(field(*code, "know"), known.know.to_string());
        form.put(field(*code, "understand"), known.understand.to_string());
    }
    form.version(row.version)
}

/// A count that was typed, in digits of any width; nothing where nothing was.
fn count(t: &Texts, filled: &mut Filled, name: &str) -> Option<u32> {
    let typed = filled.text(name);
    let count = codes::digits(&typed).parse().ok();
    if count.is_none() && !typed.trim().is_empty() {
        filled.complain(name, t.get("codes-count-wrong"));
    }
    count
}

/// The counts of each code for which both are told; one without the other is complained about.
fn read(t: &Texts, filled: &mut Filled, year: FiscalYear, today: chrono::NaiveDate) -> Vec<CodeKnown> {
    let asked = count(t, filled, "asked");
    if asked.is_none() {
        filled.complain("asked", t.get("codes-count-missing"));
    }
    let mut told = Vec::new();
    for code in Code::ALL {
        let know = count(t, filled, &field(*code, "know"));
        let understand = count(t, filled, &field(*code, "understand"));
        match (asked, know, understand) {
            (Some(asked), Some(know), Some(understand)) => {
                told.push(CodeKnown { code: *code, year, asked, know, understand, on: today });
            }
            (_, Some(_), None) => filled.complain(field(*code, "understand"), t.get("codes-count-missing")),
            (_, None, Some(_)) => filled.complain(field(*code, "know"), t.get("codes-count-missing")),
            _ => {}
        }
    }
    if told.is_empty() {
        filled.complain(field(Code::ALL[0], "know"), t.get("codes-count-missing"));
    }
    told
}

async fn open(site: &Site, reader: &SignedIn) -> Result<AgencyRow, PageError> {
    if !site.app().may_tell_about_own_agency(&reader.actor).await.map_err(page_error)? {
        return Err(PageError::new(ErrorKind::Forbidden));
    }
    site.app().agency(reader.actor.agency()).await.map_err(page_error)
}

async fn page(
    site: &Site,
    reader: &SignedIn,
    row: &AgencyRow,
    filled: &Filled,
    banners: Vec<Banner>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let year = year_name(reader, FiscalYear::of(site.app().clock().today()));
    let mut frame = frame(site, reader, t.get("codes-own-title"), false).await?;
    frame.breadcrumbs.push(Link::new(t.get("portraits-title"), "/agencies"));
    let page = DeedPage {
        frame,
        heading: t.get("codes-own-title"),
        lead: t.with("codes-own-lead", [("agency", row.facts.name.clone()), ("year", year)]),
        readers: t.get("codes-readers"),
        action: "/agencies/own/codes".to_owned(),
        back: "/networks".to_owned(),
    };
    page.draw(reader, filled.ask_all(&questions(t)), filled, banners)
}

pub(super) async fn ask(State(site): State<Site>, reader: SignedIn) -> Result<Response, PageError> {
    let row = open(&site, &reader).await?;
    let year = FiscalYear::of(site.app().clock().today());
    page(&site, &reader, &row, &Filled::new(&reader.t, typed(&row, year)), Vec::new()).await
}

pub(super) async fn take(State(site): State<Site>, reader: SignedIn, form: Submitted) -> Result<Response, PageError> {
    let row = open(&site, &reader).await?;
    let today = site.app().clock().today();
    let mut filled = Filled::new(&reader.t, form);
    let told = read(&reader.t, &mut filled, FiscalYear::of(today), today);
    if !filled.is_right() {
        return Ok(not_taken(page(&site, &reader, &row, &filled, Vec::new()).await?));
    }
    let version = filled.form.text("version").parse().unwrap_or(row.version);
    match site.app().tell_codes_of_own_agency(&reader.actor, version, &told).await {
        Ok(()) => Ok(done("/networks", "codes-told")),
        Err(error) => {
            let unsaved = Unsaved::of(error)?;
            let drawn = page(&site, &reader, &row, &filled, unsaved.banners(&reader.t)).await?;
            Ok(unsaved.answer(drawn))
        }
    }
}
