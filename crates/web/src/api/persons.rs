//! Persons: searching, one by its identifier, correcting an entry.

use axum::{
    Json,
    extract::{Path, Query, State},
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use banso_app::{FoundPerson, PersonPage};
use banso_domain::{
    id::{CaseId, PersonId},
    person::PersonFacts,
    text,
};
use serde::Serialize;

use super::{
    body::Sent,
    problem::Problem,
    reader::{ApiReader, expected_version, limited, versioned},
};
use crate::site::Site;

#[derive(Serialize)]
struct PersonBody<'p> {
    id: PersonId,
    version: i64,
    merged_into: Option<PersonId>,
    #[serde(flatten)]
    facts: &'p PersonFacts,
    cases: Vec<CaseOfPerson<'p>>,
}

#[derive(Serialize)]
struct CaseOfPerson<'p> {
    id: CaseId,
    reference: &'p str,
    stage: &'static str,
}

impl PersonBody<'_> {
    fn answer(page: &PersonPage) -> Response {
        let cases = page.cases.iter();
        let body = PersonBody {
            id: page.person.id,
            version: page.version,
            merged_into: page.person.merged_into,
            facts: &page.person.facts,
            cases: cases
                .map(|case| CaseOfPerson { id: case.id, reference: &case.reference, stage: case.stage.name() })
                .collect(),
        };
        versioned(page.version, &body)
    }
}

#[derive(Serialize)]
struct FoundBody<'p> {
    id: PersonId,
    name: &'p str,
    kana: &'p str,
    birth_date: Option<&'p str>,
    case: Option<CaseId>,
    reference: Option<&'p str>,
}

impl<'p> From<&'p FoundPerson> for FoundBody<'p> {
    fn from(found: &'p FoundPerson) -> Self {
        Self {
            id: found.id,
            name: &found.name,
            kana: &found.kana,
            birth_date: found.birth_date.as_deref(),
            case: found.case,
            reference: found.reference.as_deref(),
        }
    }
}

#[derive(Serialize)]
struct FoundBodies<'p> {
    persons: Vec<FoundBody<'p>>,
}

#[derive(serde::Deserialize)]
pub(super) struct Search {
    #[serde(default)]
    search: String,
    limit: Option<u32>,
}

fn person_id(text: &str) -> Result<PersonId, Problem> {
    text.parse().map_err(|_| Problem::not_found())
}

pub(super) async fn search(
    State(site): State<Site>,
    reader: ApiReader,
    asked: Result<Query<Search>, axum::extract::rejection::QueryRejection>,
) -> Result<Response, Problem> {
    let Query(asked) = asked.map_err(Problem::unreadable)?;
    let limit = limited(asked.limit, 20);
    let found = site.app().find_persons(&reader.actor, &asked.search, limit).await?.unwrap_or_default();
    Ok(Json(FoundBodies { persons: found.iter().map(FoundBody::from).collect() }).into_response())
}

pub(super) async fn show(
    State(site): State<Site>,
    reader: ApiReader,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let page = site.app().person(&reader.actor, person_id(&id)?).await?;
    Ok(PersonBody::answer(&page))
}

pub(super) async fn correct(
    State(site): State<Site>,
    reader: ApiReader,
    Path(id): Path<String>,
    headers: HeaderMap,
    Sent(mut facts): Sent<PersonFacts>,
) -> Result<Response, Problem> {
    let id = person_id(&id)?;
    facts.kana = text::to_katakana(&facts.kana);
    if facts.name.trim().is_empty() || !text::is_kana_name(&facts.kana) {
        return Err(Problem::unreadable("name must not be empty, and kana is the reading in kana"));
    }
    site.app().correct_person(&reader.actor, id, expected_version(&headers)?, facts).await?;
    let page = site.app().person(&reader.actor, id).await?;
    Ok(PersonBody::answer(&page))
}
