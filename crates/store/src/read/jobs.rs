//! Jobs: one by its identifier, those of a person, those that an agency stands beside, those at an employer, and what is due.

use std::fmt;

use banso_access::{JobFilter, Permit};
use banso_domain::{
    calendar::YearMonth,
    case::sharing::{ItemSet, SharedItem},
    id::{AgencyId, JobId, PersonId},
    job::{Job, JobDueKind},
};
use chrono::NaiveDate;

use crate::{Query, Reader, Row, StoreError, Tx, params, tables, tables::from_json};

/// A job as a list shows it.
#[derive(Clone)]
pub struct JobRow {
    /// The job.
    pub job: Job,
    /// Its version.
    pub version: i64,
    /// 氏名
    pub name: String,
    /// フリガナ
    pub kana: String,
}

// Names are not shown by whoever logs something that holds them.
impl fmt::Debug for JobRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JobRow").field("id", &self.job.id).finish_non_exhaustive()
    }
}

/// Something that is due of a job.
#[derive(Clone, Debug)]
pub struct JobDueRow {
    /// Of which.
    pub row: JobRow,
    /// When.
    pub on: NaiveDate,
    /// Why.
    pub kind: JobDueKind,
}

impl JobRow {
    fn read(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            job: from_json("a job", row.text(0)?)?,
            version: row.int(1)?,
            name: row.text(2)?.to_owned(),
            kana: row.text(3)?.to_owned(),
        })
    }
}

impl Reader {
    /// Who was hired in a month where an agency stands beside the job, to be counted and nothing else (月次報告).
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses.
    pub async fn hired_to_count(
        &self,
        _permit: &Permit,
        agency: AgencyId,
        month: YearMonth,
    ) -> Result<Vec<(PersonId, NaiveDate)>, StoreError> {
        let sql = "SELECT person_id, starts_on FROM job WHERE agency_id = $1 AND is_open IN (0, 1)
                     AND starts_on BETWEEN $2 AND $3 AND kind IN ('trial', 'employment')";
        let rows = self.query(sql, params![agency, month.first_day(), month.last_day()]).await?;
        rows.iter().map(|row| Ok((PersonId::new(row.uuid(0)?), row.date(1)?))).collect()
    }

    /// A job with the person's name. The caller decides whether it may be read.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses; likewise below.
    pub async fn job(&self, id: JobId) -> Result<Option<JobRow>, StoreError> {
        let sql = "SELECT j.state, j.version, p.name, p.kana FROM job j JOIN person p ON p.id = j.person_id
                   WHERE j.id = $1";
        self.query_opt(sql, params![id]).await?.as_ref().map(JobRow::read).transpose()
    }

    /// Every job of a person and of the entries that are the same person, by their first day. The caller decides which may be read.
    ///
    /// # Errors
    ///
    /// See [`Reader::job`].
    pub async fn jobs_of_person(&self, person: PersonId) -> Result<Vec<Job>, StoreError> {
        let sql = "SELECT state FROM job
                   WHERE person_id IN (SELECT $1
                       UNION SELECT id FROM person WHERE merged_into = $1
                       UNION SELECT merged_into FROM person WHERE id = $1 AND merged_into IS NOT NULL
                       UNION SELECT id FROM person WHERE merged_into = (SELECT merged_into FROM person WHERE id = $1))
                   ORDER BY starts_on, id";
        let rows = self.query(sql, params![person]).await?;
        rows.iter().map(|row| from_json("a job", row.text(0)?)).collect()
    }

    /// The jobs that an agency stands beside, its own and those into which it was let: those that last, or those that have ended; by フリガナ. People whose record the agency
    /// protects stand in no list.
    ///
    /// # Errors
    ///
    /// See [`Reader::job`].
    pub async fn jobs_beside(
        &self,
        filter: JobFilter,
        is_open: bool,
        limit: u32,
        offset: u32,
    ) -> Result<Vec<JobRow>, StoreError> {
        let Some(agency) = filter.agency() else { return Ok(Vec::new()) };
        let item = ItemSet::NONE.with(SharedItem::WorkHistory).number();
        let sql = format!(
            "SELECT j.state, j.version, p.name, p.kana FROM job j JOIN person p ON p.id = j.person_id
             WHERE j.id IN (
                 SELECT own.id FROM job own WHERE own.agency_id = $1 AND own.is_open = $2
                 UNION SELECT b.job_id FROM job_beside b JOIN job o ON o.id = b.job_id JOIN person q ON q.id = o.person_id
                     WHERE b.agency_id = $1 AND o.is_open = $2 AND EXISTS (
                         SELECT 1 FROM case_file c
                         WHERE (c.person_id = COALESCE(q.merged_into, q.id) OR c.person_id IN (
                                 SELECT same.id FROM person same WHERE same.merged_into = COALESCE(q.merged_into, q.id)))
                             AND (c.centre_id = $1 OR EXISTS (
                                 SELECT 1 FROM case_share s WHERE s.case_id = c.id AND s.agency_id = $1
                                     AND s.until_on >= $5 AND s.from_on <= $5 AND (s.items & {item}) > 0))))
                 AND NOT EXISTS (
                     SELECT 1 FROM case_file c WHERE c.person_id = j.person_id
                         AND (c.protected_centre_id = $1 OR c.protected_municipality_id = $1))
             ORDER BY p.kana_key, j.starts_on, j.id LIMIT $3 OFFSET $4"
        );
        let rows = self.query(&sql, params![agency, is_open, limit, offset, filter.day()]).await?;
        rows.iter().map(JobRow::read).collect()
    }

    /// The jobs at an agency as the employer: of those people who let it know, and only where it is told, by every record of theirs there
    /// that lasts; by フリガナ.
    ///
    /// # Errors
    ///
    /// See [`Reader::job`].
    pub async fn jobs_at_employer(
        &self,
        filter: JobFilter,
        is_open: bool,
        limit: u32,
        offset: u32,
    ) -> Result<Vec<JobRow>, StoreError> {
        let Some((agency, today)) = filter.employer_and_day() else { return Ok(Vec::new()) };
        let item = ItemSet::NONE.with(SharedItem::WorkHistory).number();
        let sql = format!(
            "SELECT j.state, j.version, p.name, p.kana FROM job j JOIN person p ON p.id = j.person_id
             WHERE j.employer_id = $1 AND j.is_disclosed = $2 AND j.is_open = $3 AND EXISTS (
                 SELECT 1 FROM case_share s JOIN case_file c ON c.id = s.case_id
                 WHERE s.agency_id = $1 AND s.until_on >= $4 AND s.from_on <= $4 AND (s.items & {item}) > 0
                     AND (c.person_id = COALESCE(p.merged_into, p.id) OR c.person_id IN (
                         SELECT same.id FROM person same WHERE same.merged_into = COALESCE(p.merged_into, p.id))))
                 AND NOT EXISTS (
                     SELECT 1 FROM job closed JOIN person q ON q.id = closed.person_id
                     WHERE closed.employer_id = $1 AND closed.is_open = $7 AND closed.is_disclosed = $8
                         AND COALESCE(q.merged_into, q.id) = COALESCE(p.merged_into, p.id))
             ORDER BY p.kana_key, j.starts_on, j.id LIMIT $5 OFFSET $6"
        );
        let rows = self.query(&sql, params![agency, true, is_open, today, limit, offset, true, false]).await?;
        rows.iter().map(JobRow::read).collect()
    }

    /// What is due of the jobs that an agency stands beside up to a day, soonest first.
    ///
    /// # Errors
    ///
    /// See [`Reader::job`].
    pub async fn job_dues(
        &self,
        filter: JobFilter,
        until: NaiveDate,
        limit: u32,
    ) -> Result<Vec<JobDueRow>, StoreError> {
        let Some(agency) = filter.agency() else { return Ok(Vec::new()) };
        let sql = "SELECT j.state, j.version, p.name, p.kana, d.on_day, d.kind
                   FROM job_due d JOIN job j ON j.id = d.job_id JOIN person p ON p.id = j.person_id
                   WHERE d.agency_id = $1 AND d.on_day <= $2 AND NOT EXISTS (
                       SELECT 1 FROM case_file c WHERE c.person_id = j.person_id
                           AND (c.protected_centre_id = $1 OR c.protected_municipality_id = $1))
                   ORDER BY d.on_day, d.job_id, d.kind LIMIT $3";
        let rows = self.query(sql, params![agency, until, limit]).await?;
        let read = |row: &Row| {
            let unknown = || StoreError::Shape { what: "a deadline", problem: "unknown kind".to_owned() };
            let kind = JobDueKind::from_name(row.text(5)?).ok_or_else(unknown)?;
            Ok(JobDueRow { row: JobRow::read(row)?, on: row.date(4)?, kind })
        };
        rows.iter().map(read).collect()
    }
}

impl Tx {
    /// A job with its version.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses.
    pub async fn job(&self, id: JobId) -> Result<Option<(Job, i64)>, StoreError> {
        tables::load_job(self, id).await
    }
}
