//! Uses of programmes: one by its identifier, those of a person, those at an agency, and what is due there.

use std::fmt;

use banso_access::{Action, CaseScope, EpisodeFilter, Permit, RowFilter};
use banso_domain::{
    episode::{DeadlineKind, Episode, Programme},
    id::{AgencyId, CaseId, EpisodeId, PersonId, StaffId},
};
use chrono::NaiveDate;

use super::{case_row, filter::visible};
use crate::{Query, Reader, Row, StoreError, Tx, params, tables, tables::from_json};

/// A use as its agency's list shows it.
#[derive(Clone)]
pub struct EpisodeRow {
    /// The use.
    pub episode: Episode,
    /// Its version.
    pub version: i64,
    /// 氏名
    pub name: String,
    /// フリガナ
    pub kana: String,
}

// Names are not shown by whoever logs something that holds them.
impl fmt::Debug for EpisodeRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EpisodeRow").field("id", &self.episode.id).finish_non_exhaustive()
    }
}

/// Something that is due of a use.
#[derive(Clone, Debug)]
pub struct EpisodeDue {
    /// Of which.
    pub row: EpisodeRow,
    /// When.
    pub on: NaiveDate,
    /// Why.
    pub kind: DeadlineKind,
}

/// A use whose handover is due, of the person of a case in reach. What of it may be known the caller decides.
#[derive(Clone, Debug)]
pub struct CaseUse {
    /// The case.
    pub case: CaseId,
    /// What decides about it.
    pub scope: CaseScope,
    /// The use.
    pub episode: Episode,
}

impl EpisodeRow {
    fn read(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            episode: from_json("a use", row.text(0)?)?,
            version: row.int(1)?,
            name: row.text(2)?.to_owned(),
            kana: row.text(3)?.to_owned(),
        })
    }
}

async fn of_person(source: &impl Query, person: PersonId) -> Result<Vec<Episode>, StoreError> {
    let sql = "SELECT state FROM episode
               WHERE person_id IN (SELECT $1
                   UNION SELECT id FROM person WHERE merged_into = $1
                   UNION SELECT merged_into FROM person WHERE id = $1 AND merged_into IS NOT NULL
                   UNION SELECT id FROM person WHERE merged_into = (SELECT merged_into FROM person WHERE id = $1))
               ORDER BY starts_on, id";
    let rows = source.query(sql, params![person]).await?;
    rows.iter().map(|row| from_json("a use", row.text(0)?)).collect()
}

impl Reader {
    /// A use with the person's name. The caller decides whether it may be read.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses; likewise below.
    pub async fn episode(&self, id: EpisodeId) -> Result<Option<EpisodeRow>, StoreError> {
        let sql = "SELECT e.state, e.version, p.name, p.kana FROM episode e JOIN person p ON p.id = e.person_id
                   WHERE e.id = $1";
        self.query_opt(sql, params![id]).await?.as_ref().map(EpisodeRow::read).transpose()
    }

    /// Every use of a person and of the entries that are the same person, by their first day. The caller decides which may be read.
    ///
    /// # Errors
    ///
    /// See [`Reader::episode`].
    pub async fn episodes_of_person(&self, person: PersonId) -> Result<Vec<Episode>, StoreError> {
        of_person(self, person).await
    }

    /// The uses at an agency: those that run, or those that have ended; by フリガナ. People whose record the agency protects stand in no list.
    ///
    /// # Errors
    ///
    /// See [`Reader::episode`].
    pub async fn episodes_at_agency(
        &self,
        filter: EpisodeFilter,
        is_open: bool,
        limit: u32,
        offset: u32,
    ) -> Result<Vec<EpisodeRow>, StoreError> {
        let Some(agency) = filter.agency() else { return Ok(Vec::new()) };
        let sql = "SELECT e.state, e.version, p.name, p.kana FROM episode e JOIN person p ON p.id = e.person_id
                   WHERE e.agency_id = $1 AND e.is_open = $2 AND NOT EXISTS (
                       SELECT 1 FROM case_file c WHERE c.person_id = e.person_id
                           AND (c.protected_centre_id = $1 OR c.protected_municipality_id = $1))
                   ORDER BY p.kana_key, e.starts_on, e.id LIMIT $3 OFFSET $4";
        let rows = self.query(sql, params![agency, is_open, limit, offset]).await?;
        rows.iter().map(EpisodeRow::read).collect()
    }

    /// The uses at an agency that run, or ran on any day from one to another; by フリガナ. People whose record the agency protects stand in no
    /// list.
    ///
    /// # Errors
    ///
    /// See [`Reader::episode`].
    pub async fn episodes_between(
        &self,
        filter: EpisodeFilter,
        (from, until): (NaiveDate, NaiveDate),
        limit: u32,
    ) -> Result<Vec<EpisodeRow>, StoreError> {
        let Some(agency) = filter.agency() else { return Ok(Vec::new()) };
        let sql = "SELECT e.state, e.version, p.name, p.kana FROM episode e JOIN person p ON p.id = e.person_id
                   WHERE e.agency_id = $1 AND e.starts_on <= $3 AND (e.is_open = $4 OR e.until_on >= $2) AND NOT EXISTS (
                       SELECT 1 FROM case_file c WHERE c.person_id = e.person_id
                           AND (c.protected_centre_id = $1 OR c.protected_municipality_id = $1))
                   ORDER BY p.kana_key, e.starts_on, e.id LIMIT $5";
        let rows = self.query(sql, params![agency, from, until, true, limit]).await?;
        rows.iter().map(EpisodeRow::read).collect()
    }

    /// The uses of a programme at an agency that ended from one day to another: for figures that the permit is about.
    ///
    /// # Errors
    ///
    /// See [`Reader::episode`].
    pub async fn episodes_ended(
        &self,
        permit: &Permit,
        agency: AgencyId,
        programme: Programme,
        (from, until): (NaiveDate, NaiveDate),
    ) -> Result<Vec<Episode>, StoreError> {
        if permit.action() != Action::ReadNeutrality {
            return Ok(Vec::new());
        }
        let sql = "SELECT state FROM episode
                   WHERE agency_id = $1 AND is_open = $2 AND programme = $3 AND until_on >= $4 AND until_on <= $5
                   ORDER BY id";
        let rows = self.query(sql, params![agency, false, programme.name(), from, until]).await?;
        rows.iter().map(|row| from_json("a use", row.text(0)?)).collect()
    }

    /// What is due at an agency up to a day, soonest first.
    ///
    /// # Errors
    ///
    /// See [`Reader::episode`].
    pub async fn episode_deadlines(
        &self,
        filter: EpisodeFilter,
        until: NaiveDate,
        limit: u32,
    ) -> Result<Vec<EpisodeDue>, StoreError> {
        let Some(agency) = filter.agency() else { return Ok(Vec::new()) };
        let sql = "SELECT e.state, e.version, p.name, p.kana, d.on_day, d.kind
                   FROM episode_deadline d JOIN episode e ON e.id = d.episode_id JOIN person p ON p.id = e.person_id
                   WHERE d.agency_id = $1 AND d.on_day <= $2 AND NOT EXISTS (
                       SELECT 1 FROM case_file c WHERE c.person_id = e.person_id
                           AND (c.protected_centre_id = $1 OR c.protected_municipality_id = $1))
                   ORDER BY d.on_day, d.episode_id, d.kind LIMIT $3";
        let rows = self.query(sql, params![agency, until, limit]).await?;
        let read = |row: &Row| {
            let unknown = || StoreError::Shape { what: "a deadline", problem: "unknown kind".to_owned() };
            let kind = DeadlineKind::from_name(row.text(5)?).ok_or_else(unknown)?;
            Ok(EpisodeDue { row: EpisodeRow::read(row)?, on: row.date(4)?, kind })
        };
        rows.iter().map(read).collect()
    }

    /// The uses whose handover is due up to a day, of people with an open case in reach, soonest first; of one member of staff's cases,
    /// or of everyone's. Protected cases stand in no list.
    ///
    /// # Errors
    ///
    /// See [`Reader::episode`].
    pub async fn uses_due_for_handover(
        &self,
        filter: RowFilter,
        assigned_to: Option<StaffId>,
        until: NaiveDate,
        limit: u32,
    ) -> Result<Vec<CaseUse>, StoreError> {
        let mut params = params![DeadlineKind::HandoverOpening.name(), until, limit].to_vec();
        let mut condition = visible(filter, &mut params);
        if let Some(staff) = assigned_to {
            params.push(staff.into());
            condition.push_str(&format!(" AND c.assigned_to = ${}", params.len()));
        }
        // CROSS JOIN: from the days to the uses, and from their people to the cases; a case may hang on an entry that was merged.
        let scope = case_row::SCOPE;
        let from = |others: &str, belongs: &str| {
            format!(
                "SELECT d.on_day, d.episode_id, c.id, {scope}, e.state
                 FROM episode_deadline d CROSS JOIN episode e CROSS JOIN person p {others} CROSS JOIN case_file c
                 WHERE d.kind = $1 AND d.on_day <= $2 AND e.id = d.episode_id AND p.id = e.person_id
                     AND {belongs} AND c.is_open = 1 AND {condition} AND NOT EXISTS (
                         SELECT 1 FROM case_file x WHERE x.person_id = c.person_id
                             AND (x.protected_centre_id = c.centre_id OR x.protected_municipality_id = c.municipality_id))"
            )
        };
        let same = from("", "c.person_id = COALESCE(p.merged_into, p.id)");
        let merged =
            from("CROSS JOIN person m", "m.merged_into = COALESCE(p.merged_into, p.id) AND c.person_id = m.id");
        let sql = format!("{same} UNION ALL {merged} ORDER BY 1, 2, 3 LIMIT $3");
        let read = |row: &Row| {
            Ok(CaseUse {
                case: CaseId::new(row.uuid(2)?),
                scope: case_row::scope(row, 3)?,
                episode: from_json("a use", row.text(7)?)?,
            })
        };
        self.query(&sql, &params).await?.iter().map(read).collect()
    }
}

impl Tx {
    /// A use with its version.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses; likewise below.
    pub async fn episode(&self, id: EpisodeId) -> Result<Option<(Episode, i64)>, StoreError> {
        tables::load_episode(self, id).await
    }

    /// Every use of a person, as [`Reader::episodes_of_person`].
    ///
    /// # Errors
    ///
    /// See [`Tx::episode`].
    pub async fn episodes_of_person(&self, person: PersonId) -> Result<Vec<Episode>, StoreError> {
        of_person(self, person).await
    }
}
