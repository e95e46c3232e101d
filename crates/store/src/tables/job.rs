//! Jobs, and what is due of them: computed when a job changes, so that nothing is computed when somebody looks.

use banso_domain::{
    id::JobId,
    job::{Job, JobEvent},
};

use super::{Place, from_json, to_json};
use crate::{Query, StoreError, Tx, params};

pub(super) async fn project(tx: &Tx, id: JobId, event: &JobEvent, place: Place) -> Result<(), StoreError> {
    let current = load(tx, id).await?.map(|(job, _)| job);
    let is_new = current.is_none();
    let job = Job::apply(current, id, event)
        .ok_or_else(|| StoreError::Shape { what: "a job's stream", problem: "it does not begin".into() })?;
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
            to_json(&job)?,
            place.seq,
        ],
    )
    .await?;
    if !is_new {
        tx.execute("DELETE FROM job_due WHERE job_id = $1", params![id]).await?;
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

/// A job with its version.
pub(crate) async fn load(source: &impl Query, id: JobId) -> Result<Option<(Job, i64)>, StoreError> {
    let row = source.query_opt("SELECT state, version FROM job WHERE id = $1", params![id]).await?;
    row.map(|row| Ok((from_json("a job", row.text(0)?)?, row.int(1)?))).transpose()
}
