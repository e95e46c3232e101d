//! Two entries of one person: chosen by search, compared side by side, joined with a reason, and parted again if it was a
//! mistake. Only the chief consultant does this.

use askama::Template;
use axum::{
    Router,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use banso_access::Action;
use banso_app::{PersonPage, UseCaseError};
use banso_domain::id::PersonId;

use super::{entry_page, frame};
use crate::{
    components::{Banner, ErrorSummary, FieldView},
    errors::PageError,
    form::Submitted,
    frame::Frame,
    pages::{cases::KnownPerson, person_form},
    rules,
    site::{SignedIn, Site, page_error, show},
    text::Texts,
};

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/persons/{person}/merge", get(ask).post(search))
        .route("/persons/{person}/merge/{other}", get(compare).post(join))
        .route("/persons/{person}/part", post(part))
}

/// The form that takes a merge back.
pub(super) struct UndoForm {
    pub(super) action: String,
    pub(super) reason: FieldView,
}

impl UndoForm {
    pub(super) fn new(t: &Texts, person: PersonId, error: Option<String>) -> Self {
        let mut reason = FieldView::new("reason", t.get("merge-undo-reason")).lines(2).required();
        reason.error = error;
        Self { action: format!("/persons/{person}/part"), reason }
    }
}

#[derive(Template)]
#[template(path = "pages/persons/merge_search.html")]
struct SearchPage {
    frame: Frame,
    name: String,
    action: String,
    search: FieldView,
    heading: Option<String>,
    found: Vec<KnownPerson>,
}

/// A field of both entries.
struct Compared {
    label: String,
    this: String,
    other: String,
    differs: bool,
}

#[derive(Template)]
#[template(path = "pages/persons/merge_compare.html")]
struct ComparePage {
    frame: Frame,
    summary: ErrorSummary,
    action: String,
    back: String,
    this_id: String,
    other_id: String,
    this_name: String,
    other_name: String,
    this_cases: String,
    other_cases: String,
    this_stays: bool,
    rows: Vec<Compared>,
    reason: FieldView,
}

async fn require_chief(site: &Site, reader: &SignedIn, person: PersonId) -> Result<PersonPage, PageError> {
    let page = site.app().person(&reader.actor, person).await.map_err(page_error)?;
    let may = site.app().may_with_person(&reader.actor, Action::MergePersons, &page);
    if may { Ok(page) } else { Err(PageError::forbidden()) }
}

async fn ask(State(site): State<Site>, reader: SignedIn, Path(person): Path<PersonId>) -> Result<Response, PageError> {
    search_page(&site, &reader, person, "").await
}

async fn search(
    State(site): State<Site>,
    reader: SignedIn,
    Path(person): Path<PersonId>,
    form: Submitted,
) -> Result<Response, PageError> {
    search_page(&site, &reader, person, form.text("search")).await
}

/// Without a search, those who look like the same person are shown at once.
async fn search_page(site: &Site, reader: &SignedIn, person: PersonId, query: &str) -> Result<Response, PageError> {
    let t = &reader.t;
    let page = require_chief(site, reader, person).await?;
    let app = site.app();
    let found: Vec<KnownPerson> = if query.is_empty() {
        let hints = app.possible_duplicates(&reader.actor, &page.person.facts).await.map_err(page_error)?;
        let others = hints.into_iter().filter(|(_, found)| found.id != person && found.merged_into.is_none());
        others.map(|(hint, found)| KnownPerson::of(reader, found, Some(hint))).collect()
    } else {
        let persons = app.find_persons(&reader.actor, query, 20).await.map_err(page_error)?.unwrap_or_default();
        let others = persons.into_iter().filter(|found| found.id != person && found.merged_into.is_none());
        others.map(|found| KnownPerson::of(reader, found, None)).collect()
    };
    let heading = match (query, found.is_empty()) {
        ("", true) => None,
        ("", false) => Some(t.get("merge-likely")),
        (query, _) => Some(t.with("new-found", [("query", query.to_owned()), ("count", found.len().to_string())])),
    };
    show(&SearchPage {
        frame: frame(site, reader, t.get("merge-title")).await?,
        name: page.person.facts.name,
        action: format!("/persons/{person}/merge"),
        search: FieldView::new("search", t.get("new-search")).hint(t.get("new-search-hint")).value(query),
        heading,
        found,
    })
}

async fn compare(
    State(site): State<Site>,
    reader: SignedIn,
    Path((person, other)): Path<(PersonId, PersonId)>,
) -> Result<Response, PageError> {
    compare_page(&site, &reader, (person, other), &Submitted::default(), None, Vec::new()).await
}

async fn compare_page(
    site: &Site,
    reader: &SignedIn,
    (person, other): (PersonId, PersonId),
    form: &Submitted,
    error: Option<String>,
    banners: Vec<Banner>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let (this, that) = (require_chief(site, reader, person).await?, require_chief(site, reader, other).await?);
    let (ours, theirs) = (person_form::typed(&this.person.facts), person_form::typed(&that.person.facts));
    let questions = person_form::questions(t);
    let rows = questions.iter().map(|question| {
        let (this, other) = (question.words(t, reader.look, &ours), question.words(t, reader.look, &theirs));
        Compared { label: question.label().to_owned(), differs: this != other, this, other }
    });
    let rows = rows.filter(|row| !row.this.is_empty() || !row.other.is_empty());
    let cases = |page: &PersonPage| {
        let numbers: Vec<&str> = page.cases.iter().map(|row| row.reference.as_str()).collect();
        numbers.join(&t.get("list-separator"))
    };
    let came_back = error.is_some() || !banners.is_empty();
    let mut reason = FieldView::new("reason", t.get("merge-reason"))
        .hint(t.get("merge-reason-hint"))
        .value(form.text("reason"))
        .lines(2)
        .required();
    reason.error = error;
    let mut frame = frame(site, reader, t.get("merge-title")).await?;
    frame.banners = banners;
    frame.has_errors = came_back;
    let page = ComparePage {
        frame,
        summary: ErrorSummary::of([&reason]),
        action: format!("/persons/{person}/merge/{other}"),
        back: format!("/persons/{person}/merge"),
        this_id: person.to_string(),
        other_id: other.to_string(),
        this_name: this.person.facts.name.clone(),
        other_name: that.person.facts.name.clone(),
        this_cases: cases(&this),
        other_cases: cases(&that),
        this_stays: form.text("stays") != other.to_string(),
        rows: rows.collect(),
        reason,
    };
    let status = if came_back { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok((status, show(&page)?).into_response())
}

async fn join(
    State(site): State<Site>,
    reader: SignedIn,
    Path((person, other)): Path<(PersonId, PersonId)>,
    form: Submitted,
) -> Result<Response, PageError> {
    let t = &reader.t;
    if form.text("reason").is_empty() {
        let error = Some(t.get("merge-reason-missing"));
        return compare_page(&site, &reader, (person, other), &form, error, Vec::new()).await;
    }
    let stays = if form.text("stays") == other.to_string() { other } else { person };
    let goes = if stays == person { other } else { person };
    match site.app().merge_persons(&reader.actor, goes, stays, form.text("reason")).await {
        Ok(()) => Ok(Redirect::to(&format!("/persons/{stays}?done=persons-merged")).into_response()),
        Err(UseCaseError::Refused(refusal)) => {
            let banners = rules::banners(t, &refusal);
            compare_page(&site, &reader, (person, other), &form, None, banners).await
        }
        Err(failed) => Err(page_error(failed)),
    }
}

async fn part(
    State(site): State<Site>,
    reader: SignedIn,
    Path(person): Path<PersonId>,
    form: Submitted,
) -> Result<Response, PageError> {
    let t = &reader.t;
    require_chief(&site, &reader, person).await?;
    if form.text("reason").is_empty() {
        let page = entry_page(&site, &reader, person, Vec::new(), Some(t.get("merge-reason-missing"))).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    match site.app().undo_merge(&reader.actor, person, form.text("reason")).await {
        Ok(()) => Ok(Redirect::to(&format!("/persons/{person}?done=merge-undone")).into_response()),
        Err(UseCaseError::Refused(refusal)) => {
            let page = entry_page(&site, &reader, person, rules::banners(t, &refusal), None).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(failed) => Err(page_error(failed)),
    }
}
