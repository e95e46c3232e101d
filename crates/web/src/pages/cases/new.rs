//! 相談受付: search before create, the basics of 【1】, and one question where somebody may already be known.

use askama::Template;
use axum::{
    Router,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use banso_app::{DuplicateHint, FoundPerson, NewCase, PersonPage, UseCaseError, WhoFor};
use banso_domain::{
    calendar::{DateStyle, PartialDate, format, japan, parse_date},
    form::{Facts, FieldProblem},
    id::PersonId,
    person::PersonFacts,
    text::{codes, is_kana_name, to_katakana},
};

use super::sheet::{self, Drawing, Sheet};
use crate::{
    components::{Banner, BannerKind, DateField, ErrorSummary, FieldView, Link, SummaryRow},
    dates::{DateEcho, DateView},
    errors::{ErrorKind, PageError},
    frame::{Frame, Section},
    pages::{
        block::{self, Block, Part},
        person_form::{self, Problems},
    },
    rules,
    site::{SignedIn, Site, page_error, show},
    submitted::Submitted,
    text::Texts,
};

/// Persons shown by the search.
const MOST_FOUND: u32 = 20;
/// The key of the draft.
const DRAFT: &str = "cases/new";

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/cases/new", get(ask))
        .route("/cases/new/search", post(search))
        .route("/cases/new/basics", get(basics).post(create))
        .route("/cases/new/person/{person}", get(known_person).post(create_for_known))
}

/// Somebody who is known already.
pub(in crate::pages) struct KnownPerson {
    pub(in crate::pages) id: PersonId,
    pub(in crate::pages) name: String,
    pub(in crate::pages) kana: String,
    pub(in crate::pages) born: Option<DateView>,
    pub(in crate::pages) reference: String,
    /// Why they may be the same.
    pub(in crate::pages) hint: Option<String>,
}

impl KnownPerson {
    /// A person of a search; one who was merged stands for the entry that stays.
    pub(in crate::pages) fn of(reader: &SignedIn, found: FoundPerson, hint: Option<DuplicateHint>) -> Self {
        let born = found.birth_date.as_deref().and_then(|iso| iso.parse::<PartialDate>().ok());
        Self {
            id: found.merged_into.unwrap_or(found.id),
            name: found.name,
            kana: found.kana,
            born: born.map(|date| reader.look.long(date)),
            reference: found.reference.unwrap_or_default(),
            hint: hint.map(|hint| hint_words(&reader.t, hint)),
        }
    }
}

fn hint_words(t: &Texts, hint: DuplicateHint) -> String {
    match hint {
        DuplicateHint::NameAndBirthDate => t.get("duplicate-name-and-birth-date"),
        DuplicateHint::Phone => t.get("duplicate-phone"),
        DuplicateHint::Name => t.get("duplicate-name"),
        DuplicateHint::BirthDate => t.get("duplicate-birth-date"),
    }
}

#[derive(Template)]
#[template(path = "pages/cases/new_search.html")]
struct SearchPage {
    frame: Frame,
    search: FieldView,
    /// What was searched and how many were found; none before the first search.
    heading: Option<String>,
    found: Vec<KnownPerson>,
    draft: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/cases/new_form.html")]
struct BasicsPage {
    frame: Frame,
    readers: String,
    summary: ErrorSummary,
    /// The person, where they are known.
    person: Vec<SummaryRow>,
    /// Their cases so far.
    cases: Vec<Link>,
    action: String,
    draft_saved: Option<String>,
    draft_key: Option<&'static str>,
    person_blocks: Vec<Block>,
    consultation_blocks: Vec<Block>,
}

#[derive(Template)]
#[template(path = "pages/cases/new_duplicates.html")]
struct DuplicatesPage {
    frame: Frame,
    found: Vec<KnownPerson>,
    typed: String,
}

/// Only the centre's own workers receive consultations here.
fn require_caseworker(reader: &SignedIn) -> Result<(), PageError> {
    if reader.actor.is_caseworker() { Ok(()) } else { Err(PageError::new(ErrorKind::Forbidden)) }
}

async fn frame(site: &Site, reader: &SignedIn) -> Result<Frame, PageError> {
    let mut frame = reader.frame(site, Some(Section::Cases), reader.t.get("new-title")).await?;
    frame.breadcrumbs = vec![Link::new(reader.t.get("cases-title"), "/cases")];
    Ok(frame)
}

async fn ask(State(site): State<Site>, reader: SignedIn) -> Result<Response, PageError> {
    require_caseworker(&reader)?;
    let draft = site.app().draft(&reader.session, DRAFT).await.map_err(page_error)?;
    show(&SearchPage {
        frame: frame(&site, &reader).await?,
        search: search_field(&reader.t, ""),
        heading: None,
        found: Vec::new(),
        draft: draft.map(|draft| japan::local(draft.saved_at).format("%H:%M").to_string()),
    })
}

fn search_field(t: &Texts, typed: &str) -> FieldView {
    FieldView::new("search", t.get("new-search")).hint(t.get("new-search-hint")).value(typed)
}

/// What the words of a search say about a person: a birth date, a telephone number, a reading, or a name.
fn guess(query: &str) -> PersonFacts {
    let query = query.trim();
    let kana = to_katakana(query);
    let mut facts = PersonFacts::default();
    let four_digits = codes::digits(query).len() == 4 && query.chars().count() == 4;
    if let Some(date) = parse_date(query).ok().filter(|_| !four_digits) {
        facts.birth_date = Some(date);
    } else if four_digits || codes::parse_phone(query).is_ok() {
        facts.phone_mobile = query.to_owned();
    } else if is_kana_name(&kana) {
        facts.kana = kana;
    } else {
        facts.name = query.to_owned();
    }
    facts
}

async fn search(State(site): State<Site>, reader: SignedIn, form: Submitted) -> Result<Response, PageError> {
    require_caseworker(&reader)?;
    let t = &reader.t;
    let query = form.text("search");
    if form.has("somebody_else") {
        let mut typed = person_form::typed(&guess(query));
        typed.put("received_on", format::long(site.app().clock().today(), DateStyle::Era));
        return basics_page(&site, &reader, None, &typed, &Told::default()).await;
    }
    if query.is_empty() {
        return Ok(Redirect::to("/cases/new").into_response());
    }
    let hints = site.app().possible_duplicates(&reader.actor, &guess(query)).await.map_err(page_error)?;
    let persons = site.app().find_persons(&reader.actor, query, MOST_FOUND).await.map_err(page_error)?;
    let mut found: Vec<KnownPerson> = Vec::new();
    let with_hint = hints.into_iter().map(|(hint, person)| (Some(hint), person));
    for (hint, person) in with_hint.chain(persons.unwrap_or_default().into_iter().map(|person| (None, person))) {
        let person = KnownPerson::of(&reader, person, hint);
        if !found.iter().any(|known| known.id == person.id) {
            found.push(person);
        }
    }
    let heading = t.with("new-found", [("query", query.to_owned()), ("count", found.len().to_string())]);
    show(&SearchPage {
        frame: frame(&site, &reader).await?,
        search: search_field(t, query),
        heading: Some(heading),
        found,
        draft: None,
    })
}

/// What the page of the basics tells beside the fields.
#[derive(Default)]
struct Told {
    person: Problems,
    received_on: Option<String>,
    answers: Vec<FieldProblem>,
    banners: Vec<Banner>,
    draft_saved: Option<String>,
}

impl Told {
    fn came_back(&self) -> bool {
        !self.person.is_empty() || self.received_on.is_some() || !self.answers.is_empty() || !self.banners.is_empty()
    }
}

async fn basics(State(site): State<Site>, reader: SignedIn) -> Result<Response, PageError> {
    require_caseworker(&reader)?;
    let mut told = Told::default();
    let draft = site.app().draft(&reader.session, DRAFT).await.map_err(page_error)?;
    let typed = match draft {
        Some(draft) => {
            told.draft_saved = Some(japan::local(draft.saved_at).format("%H:%M").to_string());
            Submitted::parse(draft.content.as_bytes())
        }
        None => {
            let mut typed = person_form::typed(&PersonFacts::default());
            typed.put("received_on", format::long(site.app().clock().today(), DateStyle::Era));
            typed
        }
    };
    basics_page(&site, &reader, None, &typed, &told).await
}

fn sheet_of<'s>(site: &'s Site, t: &Texts) -> Result<Sheet<'s>, PageError> {
    let today = site.app().clock().today();
    let form = site.app().documents().forms().get("intake_form", today).ok_or_else(PageError::not_found)?;
    Ok(Sheet::new(form, today, t.lang()))
}

async fn basics_page(
    site: &Site,
    reader: &SignedIn,
    known: Option<&PersonPage>,
    typed: &Submitted,
    told: &Told,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let mut received =
        FieldView::new("received_on", t.get("new-received-on")).value(typed.text("received_on")).required();
    received.error.clone_from(&told.received_on);
    let echo = if told.received_on.is_some() { String::new() } else { DateEcho::of(t, typed.text("received_on")).text };
    let mut consultation_blocks = vec![Block::new(t, Part::Date(DateField::new(received, echo)))];
    let sheet = sheet_of(site, t)?;
    let shown = sheet::Shown::nothing();
    let drawing = Drawing { t, sheet, typed, problems: &told.answers, shown: &shown, staff: &[], open: &[] };
    let concerns = sheet.form.sections.iter().find(|section| section.id == "concerns");
    consultation_blocks.extend(concerns.map(|section| drawing.section(section)).unwrap_or_default());
    let person_blocks = match known {
        Some(_) => Vec::new(),
        None => person_form::blocks(t, typed, &told.person, false),
    };
    let centre = site.app().agency(reader.actor.agency()).await.map_err(page_error)?.facts.name;
    let mut frame = frame(site, reader).await?;
    frame.has_errors = told.came_back();
    frame.banners.clone_from(&told.banners);
    if known.is_some_and(|page| page.cases.iter().any(|row| row.stage.is_open())) {
        frame.banners.push(Banner::new(BannerKind::Warning, t.get("new-open-case")));
    }
    let cases = known.map(|page| &page.cases).into_iter().flatten().map(|row| {
        let stage = crate::naming::stage_name(t, row.stage);
        Link::new(
            t.with("new-earlier-case", [("number", &row.reference), ("stage", &stage)]),
            format!("/cases/{}", row.id),
        )
    });
    let page = BasicsPage {
        readers: t.with("readers-centre", [("centre", centre)]),
        summary: block::summary(person_blocks.iter().chain(&consultation_blocks)),
        person: known.map(|page| person_form::rows(t, reader.look, &page.person.facts)).unwrap_or_default(),
        cases: cases.collect(),
        action: known
            .map_or_else(|| "/cases/new/basics".to_owned(), |page| format!("/cases/new/person/{}", page.person.id)),
        draft_saved: told.draft_saved.clone(),
        draft_key: known.is_none().then_some(DRAFT),
        person_blocks,
        consultation_blocks,
        frame,
    };
    let status = if told.came_back() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok((status, show(&page)?).into_response())
}

/// The day and the first answers of a form that was sent.
fn consultation(
    site: &Site,
    t: &Texts,
    form: &Submitted,
    told: &mut Told,
) -> Result<(chrono::NaiveDate, Facts), PageError> {
    let today = site.app().clock().today();
    let received_on = match form.day(t, "received_on") {
        Ok(Some(on)) if on > today => {
            told.received_on = Some(t.get("new-received-in-future"));
            today
        }
        Ok(on) => on.unwrap_or(today),
        Err(why) => {
            told.received_on = Some(why);
            today
        }
    };
    let read = sheet::read(&sheet_of(site, t)?, form);
    told.answers = read.problems;
    Ok((received_on, read.facts))
}

async fn create(State(site): State<Site>, reader: SignedIn, sent: Submitted) -> Result<Response, PageError> {
    require_caseworker(&reader)?;
    let t = &reader.t;
    if sent.has("drop_draft") {
        site.app().drop_draft(&reader.session, DRAFT).await.map_err(page_error)?;
        return Ok(Redirect::to("/cases/new").into_response());
    }
    let asked_already = sent.has("typed");
    let form = if asked_already { Submitted::parse(sent.text("typed").as_bytes()) } else { sent.clone() };
    if sent.has("back") {
        return basics_page(&site, &reader, None, &form, &Told::default()).await;
    }
    let mut told = Told::default();
    let (received_on, answers) = consultation(&site, t, &form, &mut told)?;
    if let Ok(person) = sent.text("same").parse::<PersonId>() {
        return open_case(&site, &reader, WhoFor::Known(person), received_on, answers).await;
    }
    let facts = match person_form::read(t, &form) {
        Ok(facts) if !told.came_back() => facts,
        read => {
            told.person = read.err().unwrap_or_default();
            return basics_page(&site, &reader, None, &form, &told).await;
        }
    };
    if !asked_already {
        let found = site.app().possible_duplicates(&reader.actor, &facts).await.map_err(page_error)?;
        if !found.is_empty() {
            let found = found.into_iter().map(|(hint, person)| KnownPerson::of(&reader, person, Some(hint)));
            let frame = frame(&site, &reader).await?;
            return show(&DuplicatesPage { frame, found: found.collect(), typed: form.encode() });
        }
    }
    let who = WhoFor::NewPerson(Box::new(facts));
    match open(&site, &reader, who, received_on, answers).await {
        Err(UseCaseError::Refused(refusal)) => {
            told.banners = rules::banners(t, &refusal);
            basics_page(&site, &reader, None, &form, &told).await
        }
        opened => Ok(Redirect::to(&opened.map_err(page_error)?).into_response()),
    }
}

async fn open_case(
    site: &Site,
    reader: &SignedIn,
    who: WhoFor,
    received_on: chrono::NaiveDate,
    answers: Facts,
) -> Result<Response, PageError> {
    Ok(Redirect::to(&open(site, reader, who, received_on, answers).await.map_err(page_error)?).into_response())
}

/// Opens the case and forgets the draft; gives the address of its sheet.
async fn open(
    site: &Site,
    reader: &SignedIn,
    who: WhoFor,
    received_on: chrono::NaiveDate,
    answers: Facts,
) -> Result<String, UseCaseError> {
    let new = NewCase { who, centre: reader.actor.agency(), received_on, assigned_to: None, answers };
    let id = site.app().open_case(&reader.actor, new).await?;
    site.app().drop_draft(&reader.session, DRAFT).await?;
    Ok(format!("/cases/{id}/intake?done=case-opened"))
}

async fn known_person(
    State(site): State<Site>,
    reader: SignedIn,
    Path(person): Path<PersonId>,
) -> Result<Response, PageError> {
    require_caseworker(&reader)?;
    let known = site.app().person(&reader.actor, person).await.map_err(page_error)?;
    if let Some(stays) = known.person.merged_into {
        return Ok(Redirect::to(&format!("/cases/new/person/{stays}")).into_response());
    }
    let mut typed = Submitted::default();
    typed.put("received_on", format::long(site.app().clock().today(), DateStyle::Era));
    basics_page(&site, &reader, Some(&known), &typed, &Told::default()).await
}

async fn create_for_known(
    State(site): State<Site>,
    reader: SignedIn,
    Path(person): Path<PersonId>,
    form: Submitted,
) -> Result<Response, PageError> {
    require_caseworker(&reader)?;
    let known = site.app().person(&reader.actor, person).await.map_err(page_error)?;
    let mut told = Told::default();
    let (received_on, answers) = consultation(&site, &reader.t, &form, &mut told)?;
    if told.came_back() {
        return basics_page(&site, &reader, Some(&known), &form, &told).await;
    }
    open_case(&site, &reader, WhoFor::Known(person), received_on, answers).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn u6_the_words_of_a_search_become_the_beginning_of_an_entry() {
        assert_eq!(guess("わたなべ").kana, "ワタナベ");
        assert_eq!(guess("渡邉").name, "渡邉");
        assert_eq!(guess("S60.4.1").birth_date.unwrap().to_string(), "1985-04-01");
        assert_eq!(guess("5678").phone_mobile, "5678");
    }
}
