//! `/hsds`: the directory as open data, as the Human Services Data Specification 3.0 describes it.
//!
//! The same permissions as the pages, and everybody where whoever keeps the installation opened it
//! (`docs/decisions/0092-open-data-out.md`). What the region tells those who support people alone is not in it.

use axum::{
    Json,
    extract::{FromRequestParts, Path, Query, State, rejection::QueryRejection},
    http::{HeaderMap, header::AUTHORIZATION, request::Parts},
    response::{IntoResponse, Response},
};
use banso_app::{Asker, OpenDataSearch, UseCaseError};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    problem::Problem,
    reader::{ApiReader, limited},
};
use crate::{
    naming::attributions,
    security::cookie_value,
    site::{SESSION_COOKIE, Site},
};

/// Entries on one page, if nobody asks for another number.
const USUAL: u32 = 50;

/// Whoever asks: a member of staff, or somebody without an account.
pub(super) struct OpenReader {
    asker: Asker,
}

impl OpenReader {
    /// A refusal tells those without an account that they need one.
    fn refused(&self, error: UseCaseError) -> Problem {
        match error {
            UseCaseError::Forbidden if matches!(self.asker, Asker::Anybody) => Problem::not_signed_in(),
            other => other.into(),
        }
    }
}

impl FromRequestParts<Site> for OpenReader {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Problem> {
        let cookie = cookie_value(&parts.headers, SESSION_COOKIE, site.inner.secure);
        if parts.headers.contains_key(AUTHORIZATION) || cookie.is_some() {
            let ApiReader { actor } = ApiReader::from_request_parts(parts, site).await?;
            return Ok(Self { asker: Asker::Staff(actor) });
        }
        Ok(Self { asker: Asker::Anybody })
    }
}

/// What may be asked of a list. What the specification knows and this installation does not answer is refused by its name.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Asked {
    search: String,
    page: Option<u32>,
    per_page: Option<u32>,
    format: String,
    full: bool,
    full_service: bool,
    taxonomy_term_id: String,
    taxonomy_id: String,
    organization_id: String,
}

impl Asked {
    fn of(asked: Result<Query<Self>, QueryRejection>) -> Result<Self, Problem> {
        let Query(asked) = asked.map_err(Problem::unreadable)?;
        if !matches!(asked.format.as_str(), "" | "json") {
            return Err(Problem::unreadable("format is json"));
        }
        Ok(asked)
    }

    fn page(&self) -> u32 {
        self.page.unwrap_or(1).max(1)
    }

    fn size(&self) -> u32 {
        limited(self.per_page, USUAL)
    }

    fn search(&self) -> OpenDataSearch {
        OpenDataSearch {
            words: self.search.clone(),
            taxonomy_term: self.taxonomy_term_id.clone(),
            organisation: self.organization_id.clone(),
            offset: (self.page() - 1).saturating_mul(self.size()),
            limit: self.size(),
            ..OpenDataSearch::default()
        }
    }

    /// A page of a list, as the specification has it. `total` counts what the pages are cut from.
    fn answer(&self, total: i64, contents: Vec<Value>) -> Response {
        let (page, size) = (i64::from(self.page()), i64::from(self.size()));
        let pages = (total + size - 1) / size;
        Json(json!({
            "total_items": total, "total_pages": pages, "page_number": page, "size": contents.len(),
            "first_page": page == 1, "last_page": page >= pages, "empty": contents.is_empty(), "contents": contents,
        }))
        .into_response()
    }

    /// A page of what is in memory.
    fn cut(&self, all: Vec<Value>) -> Response {
        let OpenDataSearch { offset, limit, .. } = self.search();
        let total = all.len() as i64;
        self.answer(total, all.into_iter().skip(offset as usize).take(limit as usize).collect())
    }
}

fn found(value: Option<Value>) -> Result<Response, Problem> {
    value.map(|value| Json(value).into_response()).ok_or_else(Problem::not_found)
}

pub(super) async fn version(State(site): State<Site>, headers: HeaderMap) -> Response {
    let address = site.own_address(&headers);
    Json(json!({
        "version": "3.0",
        "profile": "https://docs.openreferral.org/en/3.0/",
        "openapi_url": format!("{address}/api/openapi.json"),
    }))
    .into_response()
}

pub(super) async fn services(
    State(site): State<Site>,
    reader: OpenReader,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Problem> {
    let asked = Asked::of(asked)?;
    let found = site.app().open_services(&reader.asker, &asked.search(), &attributions()).await;
    let found = found.map_err(|error| reader.refused(error))?;
    Ok(asked.answer(found.total, found.published.nested().services(asked.full)))
}

pub(super) async fn service(
    State(site): State<Site>,
    reader: OpenReader,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let published = site.app().open_service(&reader.asker, &id, &attributions()).await;
    found(published.map_err(|error| reader.refused(error))?.nested().service(&id))
}

pub(super) async fn service_at_locations(
    State(site): State<Site>,
    reader: OpenReader,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Problem> {
    let asked = Asked::of(asked)?;
    let search = OpenDataSearch { with_place: true, ..asked.search() };
    let found = site.app().open_services(&reader.asker, &search, &attributions()).await;
    let found = found.map_err(|error| reader.refused(error))?;
    Ok(asked.answer(found.total, found.published.nested().services_at_locations(asked.full)))
}

pub(super) async fn service_at_location(
    State(site): State<Site>,
    reader: OpenReader,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let published = site.app().open_place(&reader.asker, &id, &attributions()).await;
    found(published.map_err(|error| reader.refused(error))?.nested().service_at_location(&id))
}

pub(super) async fn organizations(
    State(site): State<Site>,
    reader: OpenReader,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Problem> {
    let asked = Asked::of(asked)?;
    let found = site.app().open_organisations(&reader.asker, &asked.search(), &attributions()).await;
    let found = found.map_err(|error| reader.refused(error))?;
    Ok(asked.answer(found.total, found.published.nested().organisations(asked.full, asked.full_service)))
}

pub(super) async fn organization(
    State(site): State<Site>,
    reader: OpenReader,
    Path(id): Path<String>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Problem> {
    let asked = Asked::of(asked)?;
    let search = OpenDataSearch { organisation: id.clone(), limit: 1, ..OpenDataSearch::default() };
    let organisation = site.app().open_organisations(&reader.asker, &search, &attributions()).await;
    let organisation = organisation.map_err(|error| reader.refused(error))?;
    found(organisation.published.nested().organisation(&id, asked.full_service))
}

fn named(value: &Value, name: &str, wanted: &str) -> bool {
    wanted.is_empty() || value[name] == wanted
}

fn speaks_of(value: &Value, words: &str) -> bool {
    words.split_whitespace().all(|word| value["name"].as_str().is_some_and(|name| name.contains(word)))
}

pub(super) async fn taxonomies(
    State(site): State<Site>,
    reader: OpenReader,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Problem> {
    let asked = Asked::of(asked)?;
    let published = site.app().open_taxonomies(&reader.asker).await.map_err(|error| reader.refused(error))?;
    let mut all = published.nested().taxonomies();
    all.retain(|taxonomy| speaks_of(taxonomy, &asked.search));
    Ok(asked.cut(all))
}

pub(super) async fn taxonomy(
    State(site): State<Site>,
    reader: OpenReader,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let published = site.app().open_taxonomies(&reader.asker).await.map_err(|error| reader.refused(error))?;
    found(published.nested().taxonomies().into_iter().find(|taxonomy| named(taxonomy, "id", &id)))
}

pub(super) async fn taxonomy_terms(
    State(site): State<Site>,
    reader: OpenReader,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Problem> {
    let asked = Asked::of(asked)?;
    let published = site.app().open_taxonomies(&reader.asker).await.map_err(|error| reader.refused(error))?;
    let mut all = published.nested().taxonomy_terms();
    all.retain(|term| named(term, "taxonomy_id", &asked.taxonomy_id) && speaks_of(term, &asked.search));
    Ok(asked.cut(all))
}

pub(super) async fn taxonomy_term(
    State(site): State<Site>,
    reader: OpenReader,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let published = site.app().open_taxonomies(&reader.asker).await.map_err(|error| reader.refused(error))?;
    found(published.nested().taxonomy_terms().into_iter().find(|term| named(term, "id", &id)))
}
