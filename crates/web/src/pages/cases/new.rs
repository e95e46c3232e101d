//! 相談受付: search before create, the basics of 【1】, and one question where somebody may already be known.

use askama::Template;
use axum::{
    Router,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use banso_app::{DuplicateHint, FoundPerson, NewCase, PersonPage, UseCaseError, WhoFor};
use banso_domain::{
    calendar::{DateStyle, PartialDate, format, japan, parse_date},
    form::Facts,
    id::PersonId,
    person::PersonFacts,
    text::{codes, is_kana_name, to_katakana},
};

use super::sheet::{self, Drawing, Sheet};
use crate::{
    components::{Banner, BannerKind, ErrorSummary, FieldView, Link, SummaryRow},
    dates::DateView,
    errors::PageError,
    form::{Block, Draft, Filled, FormView, Part, Question, Submitted, not_taken, refused},
    frame::{Frame, Section},
    pages::person_form,
    site::{SignedIn, Site, page_error, show},
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
    form: FormView,
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
    if reader.actor.is_caseworker() { Ok(()) } else { Err(PageError::forbidden()) }
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
        let filled = Filled::new(t, with_today(&site, person_form::typed(&guess(query))));
        let draft = Some(Draft::of(&reader, DRAFT));
        return basics_page(&site, &reader, None, &filled, draft, Vec::new()).await;
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

/// A form that begins with today as the day of the first contact.
fn with_today(site: &Site, mut form: Submitted) -> Submitted {
    form.put("received_on", format::long(site.app().clock().today(), DateStyle::Era));
    form
}

async fn basics(State(site): State<Site>, reader: SignedIn) -> Result<Response, PageError> {
    require_caseworker(&reader)?;
    let fresh = with_today(&site, person_form::typed(&PersonFacts::default()));
    let (draft, form) = Draft::open(&site, &reader, DRAFT, fresh).await?;
    basics_page(&site, &reader, None, &Filled::new(&reader.t, form), Some(draft), Vec::new()).await
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
    filled: &Filled,
    draft: Option<Draft>,
    banners: Vec<Banner>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let heading = |text: String| Block::new(t, Part::Heading(text));
    let mut blocks = Vec::new();
    if known.is_none() {
        blocks.push(heading(t.get("new-about-person")));
        blocks.extend(filled.ask_all(&person_form::first_questions(t)));
    }
    blocks.push(heading(t.get("new-about-consultation")));
    blocks.push(Block::new(t, Part::Note(t.get("new-not-everything"))));
    blocks.push(filled.ask(&Question::date("received_on", t.get("new-received-on")).required()));
    let sheet = sheet_of(site, t)?;
    let shown = sheet::Shown::nothing();
    let drawing = Drawing { t, sheet, filled, shown: &shown, staff: &[], open: &[] };
    let concerns = sheet.form.sections.iter().find(|section| section.id == "concerns");
    blocks.extend(concerns.map(|section| drawing.section(section)).unwrap_or_default());
    let action = match known {
        Some(page) => format!("/cases/new/person/{}", page.person.id),
        None => "/cases/new/basics".to_owned(),
    };
    let mut form =
        FormView::new(reader, action, blocks, t.get("new-save")).back(Link::new(t.get("new-cancel"), "/cases"));
    if let Some(draft) = draft {
        form = form.draft(draft);
    }
    let centre = site.app().agency(reader.actor.agency()).await.map_err(page_error)?.facts.name;
    let mut frame = frame(site, reader).await?;
    frame.has_errors = !filled.is_right() || !banners.is_empty();
    frame.banners = banners;
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
    show(&BasicsPage {
        readers: t.with("readers-centre", [("centre", centre)]),
        summary: form.summary(),
        person: known.map(|page| person_form::rows(t, reader.look, &page.person.facts)).unwrap_or_default(),
        cases: cases.collect(),
        form,
        frame,
    })
}

/// The day and the first answers of a form that was sent.
fn consultation(site: &Site, t: &Texts, filled: &mut Filled) -> Result<(chrono::NaiveDate, Facts), PageError> {
    let today = site.app().clock().today();
    let received_on = filled.day("received_on").unwrap_or(today);
    if received_on > today {
        filled.complain("received_on", t.get("new-received-in-future"));
    }
    let sheet = sheet_of(site, t)?;
    let read = sheet::read(&sheet, &filled.form);
    sheet::complain(t, &sheet, &read.problems, filled);
    Ok((received_on, read.facts))
}

async fn create(State(site): State<Site>, reader: SignedIn, sent: Submitted) -> Result<Response, PageError> {
    require_caseworker(&reader)?;
    let t = &reader.t;
    let asked_already = sent.has("typed");
    let form = if asked_already { Submitted::parse(sent.text("typed").as_bytes()) } else { sent.clone() };
    let mut filled = Filled::new(t, form);
    let draft = Some(Draft::of(&reader, DRAFT));
    if sent.has("back") {
        return basics_page(&site, &reader, None, &filled, draft, Vec::new()).await;
    }
    if let Ok(person) = sent.text("same").parse::<PersonId>() {
        let (received_on, answers) = consultation(&site, t, &mut filled)?;
        return open_case(&site, &reader, WhoFor::Known(person), received_on, answers).await;
    }
    let facts = person_form::read(t, &mut filled);
    let (received_on, answers) = consultation(&site, t, &mut filled)?;
    if !filled.is_right() {
        return Ok(not_taken(basics_page(&site, &reader, None, &filled, draft, Vec::new()).await?));
    }
    if !asked_already {
        let found = site.app().possible_duplicates(&reader.actor, &facts).await.map_err(page_error)?;
        if !found.is_empty() {
            let found = found.into_iter().map(|(hint, person)| KnownPerson::of(&reader, person, Some(hint)));
            let frame = frame(&site, &reader).await?;
            return show(&DuplicatesPage { frame, found: found.collect(), typed: filled.form.encode() });
        }
    }
    let who = WhoFor::NewPerson(Box::new(facts));
    match open(&site, &reader, who, received_on, answers).await {
        Ok(address) => Ok(Redirect::to(&address).into_response()),
        Err(error) => {
            let banners = refused(t, error)?;
            Ok(not_taken(basics_page(&site, &reader, None, &filled, draft, banners).await?))
        }
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
    let filled = Filled::new(&reader.t, with_today(&site, Submitted::default()));
    basics_page(&site, &reader, Some(&known), &filled, None, Vec::new()).await
}

async fn create_for_known(
    State(site): State<Site>,
    reader: SignedIn,
    Path(person): Path<PersonId>,
    form: Submitted,
) -> Result<Response, PageError> {
    require_caseworker(&reader)?;
    let known = site.app().person(&reader.actor, person).await.map_err(page_error)?;
    let mut filled = Filled::new(&reader.t, form);
    let (received_on, answers) = consultation(&site, &reader.t, &mut filled)?;
    if !filled.is_right() {
        return Ok(not_taken(basics_page(&site, &reader, Some(&known), &filled, None, Vec::new()).await?));
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
