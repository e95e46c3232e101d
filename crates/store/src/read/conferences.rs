//! Conferences: one by its identifier, and lists of them.

use banso_domain::{
    conference::{Conference, ConferenceKind},
    id::{AgencyId, CaseId, ConferenceId, EpisodeId},
};
use chrono::NaiveDate;

use crate::{Query, Reader, Row, StoreError, Tx, params, tables, tables::from_json};

/// A conference as a list shows it.
#[derive(Clone, Debug)]
pub struct ConferenceRow {
    /// The conference.
    pub conference: Conference,
    /// Its version.
    pub version: i64,
}

impl ConferenceRow {
    fn read(row: &Row) -> Result<Self, StoreError> {
        Ok(Self { conference: from_json("a conference", row.text(0)?)?, version: row.int(1)? })
    }
}

impl Reader {
    /// A conference with its version. The caller decides whether it may be read.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses.
    pub async fn conference(&self, id: ConferenceId) -> Result<Option<(Conference, i64)>, StoreError> {
        tables::load_conference(self, id).await
    }

    /// The conferences held by an agency or by those of which it is the municipality, newest first. What an office holds about a use is in
    /// nobody's list but its own.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses.
    pub async fn conferences(
        &self,
        agency: AgencyId,
        limit: u32,
        offset: u32,
    ) -> Result<Vec<ConferenceRow>, StoreError> {
        let sql = "SELECT content, version FROM conference
                   WHERE host_id = $1
                      OR (use_id IS NULL AND host_id IN (SELECT id FROM agency WHERE municipality_id = $1))
                   ORDER BY held_on DESC, id LIMIT $2 OFFSET $3";
        self.query(sql, params![agency, limit, offset]).await?.iter().map(ConferenceRow::read).collect()
    }

    /// The conferences that an agency holds from one day to another, by day. The caller decides whether they may be read.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses.
    pub async fn conferences_held_between(
        &self,
        host: AgencyId,
        (from, until): (NaiveDate, NaiveDate),
    ) -> Result<Vec<ConferenceRow>, StoreError> {
        let sql = "SELECT content, version FROM conference
                   WHERE host_id = $1 AND held_on >= $2 AND held_on <= $3 ORDER BY held_on, id";
        self.query(sql, params![host, from, until]).await?.iter().map(ConferenceRow::read).collect()
    }

    /// The conferences that have or had a case on the agenda, newest first.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses.
    pub async fn conferences_of_case(&self, case: CaseId) -> Result<Vec<ConferenceRow>, StoreError> {
        let sql = "SELECT content, version FROM conference
                   WHERE id IN (SELECT conference_id FROM conference_case WHERE case_id = $1)
                   ORDER BY held_on DESC, id";
        self.query(sql, params![case]).await?.iter().map(ConferenceRow::read).collect()
    }

    /// The conferences that are about a use, newest first. The caller decides whether they may be read.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses.
    pub async fn conferences_of_use(&self, episode: EpisodeId) -> Result<Vec<ConferenceRow>, StoreError> {
        let sql = "SELECT content, version FROM conference WHERE use_id = $1 ORDER BY held_on DESC, id";
        self.query(sql, params![episode]).await?.iter().map(ConferenceRow::read).collect()
    }

    /// The conferences that an agency is invited to and does not hold itself, newest first.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses.
    pub async fn sittings_of(
        &self,
        agency: AgencyId,
        limit: u32,
        offset: u32,
    ) -> Result<Vec<ConferenceRow>, StoreError> {
        let sql = "SELECT content, version FROM conference
                   WHERE id IN (SELECT conference_id FROM conference_member WHERE agency_id = $1) AND host_id <> $1
                   ORDER BY held_on DESC, id LIMIT $2 OFFSET $3";
        self.query(sql, params![agency, limit, offset]).await?.iter().map(ConferenceRow::read).collect()
    }

    /// The newest day on which a centre's coordination conference sat; `None` if none did.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses.
    pub async fn last_coordination_conference(&self, host: AgencyId) -> Result<Option<NaiveDate>, StoreError> {
        let sql = "SELECT content, version FROM conference WHERE host_id = $1 AND state IN ('held', 'closed')
                   ORDER BY held_on DESC, id LIMIT 20";
        for row in self.query(sql, params![host]).await? {
            let conference = ConferenceRow::read(&row)?.conference;
            if conference.plan.kind == ConferenceKind::Coordination {
                return Ok(Some(conference.plan.on));
            }
        }
        Ok(None)
    }
}

impl Tx {
    /// A conference with its version.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses.
    pub async fn conference(&self, id: ConferenceId) -> Result<Option<(Conference, i64)>, StoreError> {
        tables::load_conference(self, id).await
    }
}
