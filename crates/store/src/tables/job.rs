//! Jobs, and what is due of them: computed when a job changes, so that nothing is computed when somebody looks.

use std::collections::HashMap;

use banso_domain::{
    agency::{AgencyEvent, AgencyKind},
    id::{AgencyId, JobId},
    job::{Job, JobEvent},
};

use super::{Place, from_json, to_json};
use crate::{Payload, Query, StoreError, Stream, Tx, journal, params};

pub(super) async fn project(tx: &Tx, id: JobId, event: &JobEvent, place: Place) -> Result<(), StoreError> {
    let current = load(tx, id).await?.map(|(job, _)| job);
    let is_new = current.is_none();
    let kind = match event {
        JobEvent::Begun { agency, .. } => kind_of(tx, *agency).await?,
        _ => None,
    };
    let job = Job::apply(current, id, &event.clone().begun_at(kind))
        .ok_or_else(|| StoreError::Shape { what: "a job's stream", problem: "it does not begin".into() })?;
    write(tx, &job, place.seq, is_new).await
}

async fn kind_of(tx: &Tx, agency: AgencyId) -> Result<Option<AgencyKind>, StoreError> {
    let row = tx.query_opt("SELECT kind FROM agency WHERE id = $1", params![agency]).await?;
    let named = row.map(|row| row.text(0).map(str::to_owned)).transpose()?;
    Ok(named.and_then(|name| AgencyKind::ALL.iter().copied().find(|kind| kind.name() == name)))
}

async fn write(tx: &Tx, job: &Job, version: i64, is_new: bool) -> Result<(), StoreError> {
    let id = job.id;
    tx.execute(
        "INSERT INTO job (id, person_id, agency_id, employer_id, kind, starts_on, is_open, is_disclosed, state, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         ON CONFLICT (id) DO UPDATE SET agency_id = excluded.agency_id, employer_id = excluded.employer_id, starts_on = excluded.starts_on,
             is_open = excluded.is_open, is_disclosed = excluded.is_disclosed, state = excluded.state,
             version = excluded.version",
        params![
            id,
            job.person,
            job.agency,
            job.employer.agency,
            job.kind.name(),
            job.terms.starts_on,
            job.is_open(),
            !job.is_closed_to_employer(),
            to_json(job)?,
            version,
        ],
    )
    .await?;
    if !is_new {
        tx.execute("DELETE FROM job_due WHERE job_id = $1", params![id]).await?;
        tx.execute("DELETE FROM job_beside WHERE job_id = $1", params![id]).await?;
    }
    for agency in &job.also_beside {
        tx.execute("INSERT INTO job_beside (job_id, agency_id) VALUES ($1, $2)", params![id, *agency]).await?;
    }
    for due in job.dues() {
        tx.execute(
            "INSERT INTO job_due (job_id, kind, agency_id, on_day) VALUES ($1, $2, $3, $4)",
            params![id, due.kind.name(), job.agency, due.on],
        )
        .await?;
    }
    Ok(())
}

/// Derives every job anew from the journal, as it would be if it were recorded today. Jobs of which the content was erased stay as they are.
pub(super) async fn renew(tx: &Tx) -> Result<(), StoreError> {
    let mut kinds = Kinds::default();
    for row in tx.query("SELECT id FROM job ORDER BY id", &[]).await? {
        let id = JobId::new(row.uuid(0)?);
        let (mut job, mut version, mut is_whole) = (None, 0, true);
        for entry in journal::read_stream(tx, &Stream::new("job", id.uuid()), None).await? {
            let Payload::Readable(text) = &entry.payload else {
                is_whole = false;
                break;
            };
            let event: JobEvent = from_json("an event", text)?;
            let kind = match &event {
                JobEvent::Begun { agency, .. } => kinds.at(tx, *agency, entry.position).await?,
                _ => None,
            };
            job = Job::apply(job, id, &event.begun_at(kind));
            version = entry.seq;
        }
        if let Some(job) = job.filter(|_| is_whole) {
            write(tx, &job, version, false).await?;
        }
    }
    Ok(())
}

/// What agencies were over time: from which place of the journal on which kind.
#[derive(Default)]
struct Kinds(HashMap<AgencyId, Vec<(i64, AgencyKind)>>);

impl Kinds {
    async fn at(&mut self, tx: &Tx, agency: AgencyId, position: i64) -> Result<Option<AgencyKind>, StoreError> {
        let known = self.0.entry(agency).or_default();
        if known.is_empty() {
            for entry in journal::read_stream(tx, &Stream::new("agency", agency.uuid()), None).await? {
                if let Payload::Readable(text) = &entry.payload {
                    let AgencyEvent::Recorded { facts } = from_json("an event", text)?;
                    known.push((entry.position, facts.kind));
                }
            }
        }
        let before = known.iter().rfind(|(from, _)| *from < position);
        Ok(before.map(|(_, kind)| *kind))
    }
}

/// A job with its version.
pub(crate) async fn load(source: &impl Query, id: JobId) -> Result<Option<(Job, i64)>, StoreError> {
    let row = source.query_opt("SELECT state, version FROM job WHERE id = $1", params![id]).await?;
    row.map(|row| Ok((from_json("a job", row.text(0)?)?, row.int(1)?))).transpose()
}
