//! Cases: caseloads, one case, its support records, contacts counted.

use axum::{
    Json,
    extract::{Path, Query, State, rejection::QueryRejection},
    http::{
        HeaderMap, HeaderValue, StatusCode,
        header::{IF_MATCH, LOCATION},
    },
    response::{IntoResponse, Response},
};
use banso_app::{CaseRow, CaseSearch, CaseView, NewRecord};
use banso_domain::{
    case::{
        Case, Due,
        record::{ContactMethod, Counterpart, NotedDisclosure, SupportRecord},
    },
    id::{CaseId, PersonId, RecordId, StaffId},
    person::PersonFacts,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    body::Sent,
    problem::Problem,
    reader::{ApiReader, expected_version, limited, versioned},
};
use crate::site::Site;

#[derive(Serialize)]
struct CaseLine<'c> {
    id: CaseId,
    reference: &'c str,
    person: PersonLine<'c>,
    stage: &'static str,
    due: Option<Due>,
    assigned_to: WorkerLine<'c>,
    received_on: NaiveDate,
    last_contact_on: Option<NaiveDate>,
}

#[derive(Serialize)]
struct PersonLine<'c> {
    id: PersonId,
    name: &'c str,
    kana: &'c str,
}

#[derive(Serialize)]
struct WorkerLine<'c> {
    id: StaffId,
    name: &'c str,
}

impl<'c> From<&'c CaseRow> for CaseLine<'c> {
    fn from(row: &'c CaseRow) -> Self {
        Self {
            id: row.id,
            reference: &row.reference,
            person: PersonLine { id: row.person, name: &row.name, kana: &row.kana },
            stage: row.stage.name(),
            due: row.due,
            assigned_to: WorkerLine { id: row.assigned_to, name: &row.assigned_name },
            received_on: row.received_on,
            last_contact_on: row.last_contact_on,
        }
    }
}

#[derive(Serialize)]
struct CaseLines<'c> {
    cases: Vec<CaseLine<'c>>,
}

#[derive(Serialize)]
struct CaseBody<'c> {
    version: i64,
    stage: &'static str,
    next_due: Option<Due>,
    person: &'c PersonFacts,
    case: &'c Case,
}

#[derive(Serialize)]
struct RecordBody<'r> {
    #[serde(flatten)]
    record: &'r SupportRecord,
    corrected: bool,
}

#[derive(Serialize)]
struct RecordBodies<'r> {
    total: i64,
    records: Vec<RecordBody<'r>>,
}

#[derive(Serialize)]
struct Made {
    id: RecordId,
}

#[derive(Serialize)]
struct CountBody<'c> {
    month: &'c str,
    method: &'c str,
    contacts: i64,
}

#[derive(Serialize)]
struct CountBodies<'c> {
    counts: Vec<CountBody<'c>>,
}

#[derive(Deserialize)]
pub(super) struct Caseload {
    assigned_to: Option<StaffId>,
    limit: Option<u32>,
}

#[derive(Deserialize)]
pub(super) struct Part {
    limit: Option<u32>,
    #[serde(default)]
    offset: u32,
}

/// A support record as a program sends it: the fields of the sheet, all but the day optional.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RecordToWrite {
    on: NaiveDate,
    minute_of_day: Option<u16>,
    minutes: Option<u32>,
    #[serde(default)]
    counterparts: Vec<Counterpart>,
    #[serde(default)]
    counterpart_note: String,
    #[serde(default)]
    methods: Vec<ContactMethod>,
    #[serde(default)]
    place: String,
    #[serde(default)]
    facts: String,
    #[serde(default)]
    view: String,
    #[serde(default)]
    next_action: String,
    next_on: Option<NaiveDate>,
    #[serde(default)]
    disclosures: Vec<NotedDisclosure>,
    #[serde(default)]
    is_emergency: bool,
}

impl From<RecordToWrite> for NewRecord {
    fn from(sent: RecordToWrite) -> Self {
        Self {
            on: sent.on,
            minute_of_day: sent.minute_of_day.filter(|minute| *minute < 24 * 60),
            minutes: sent.minutes,
            counterparts: sent.counterparts,
            counterpart_note: sent.counterpart_note,
            methods: sent.methods,
            place: sent.place,
            facts: sent.facts,
            view: sent.view,
            next_action: sent.next_action,
            next_on: sent.next_on,
            disclosures: sent.disclosures,
            is_emergency: sent.is_emergency,
            conference: None,
        }
    }
}

fn case_id(text: &str) -> Result<CaseId, Problem> {
    text.parse().map_err(|_| Problem::not_found())
}

/// A caseload by due date, or every open case in reach.
pub(super) async fn list(
    State(site): State<Site>,
    reader: ApiReader,
    asked: Result<Query<Caseload>, QueryRejection>,
) -> Result<Response, Problem> {
    let Query(asked) = asked.map_err(Problem::unreadable)?;
    let limit = limited(asked.limit, 50);
    let rows = match asked.assigned_to {
        Some(worker) => site.app().caseload(&reader.actor, worker, limit).await?,
        None => {
            let search = CaseSearch { limit, ..CaseSearch::of(CaseView::Open) };
            site.app().cases(&reader.actor, &search).await?.0
        }
    };
    Ok(Json(CaseLines { cases: rows.iter().map(CaseLine::from).collect() }).into_response())
}

pub(super) async fn show(
    State(site): State<Site>,
    reader: ApiReader,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let file = site.app().case_file(&reader.actor, case_id(&id)?).await?;
    let body = CaseBody {
        version: file.version,
        stage: file.case.stage().name(),
        next_due: file.case.next_due(),
        person: &file.person.facts,
        case: &file.case,
    };
    Ok(versioned(file.version, &body))
}

pub(super) async fn records(
    State(site): State<Site>,
    reader: ApiReader,
    Path(id): Path<String>,
    asked: Result<Query<Part>, QueryRejection>,
) -> Result<Response, Problem> {
    let Query(asked) = asked.map_err(Problem::unreadable)?;
    let limit = limited(asked.limit, 30);
    let (rows, total) = site.app().timeline(&reader.actor, case_id(&id)?, limit, asked.offset).await?;
    let records = rows.iter().map(|row| RecordBody { record: &row.record, corrected: row.corrected }).collect();
    Ok(Json(RecordBodies { total, records }).into_response())
}

/// Writes a support record. An addition overwrites nothing, so a version may be named and need not be.
pub(super) async fn write_record(
    State(site): State<Site>,
    reader: ApiReader,
    Path(id): Path<String>,
    headers: HeaderMap,
    Sent(sent): Sent<RecordToWrite>,
) -> Result<Response, Problem> {
    let case = case_id(&id)?;
    let expected = headers.contains_key(IF_MATCH).then(|| expected_version(&headers)).transpose()?;
    let (id, version) = site.app().write_record_from(&reader.actor, case, sent.into(), expected).await?;
    let mut response = versioned(version, &Made { id });
    *response.status_mut() = StatusCode::CREATED;
    if let Ok(place) = HeaderValue::try_from(format!("/cases/{case}/records#record-{id}")) {
        response.headers_mut().insert(LOCATION, place);
    }
    Ok(response)
}

pub(super) async fn contact_counts(State(site): State<Site>, reader: ApiReader) -> Result<Response, Problem> {
    let counts = site.app().contact_counts(&reader.actor).await?;
    let counts = counts
        .iter()
        .map(|count| CountBody { month: &count.month, method: &count.method, contacts: count.contacts })
        .collect();
    Ok(Json(CountBodies { counts }).into_response())
}
