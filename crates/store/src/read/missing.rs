//! The register of what a region lacks, what was looked for and not found, in counts, and what conferences said.

use banso_access::{Action, Permit};
use banso_domain::{
    agency::AgencyKind,
    case::network::Topic,
    id::{AgencyId, ConferenceId, MissingId},
    missing::{AskedFor, Heard, Missing},
};
use chrono::NaiveDate;

use crate::{Query, Reader, Row, StoreError, Tx, params, tables, tables::from_json};

/// Something that a conference noted as missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeardGap {
    /// Where, when.
    pub heard: Heard,
    /// The agency that held it.
    pub host: AgencyId,
    /// The words.
    pub what: String,
}

impl HeardGap {
    fn read(row: &Row) -> Result<Self, StoreError> {
        let heard = Heard { conference: ConferenceId::new(row.uuid(0)?), number: count(row, 1)?, on: row.date(3)? };
        Ok(Self { heard, host: AgencyId::new(row.uuid(2)?), what: row.text(4)?.to_owned() })
    }
}

/// So many sentences of conferences are read at the most: those of years.
const HEARD: u32 = 500;

fn count(row: &Row, column: usize) -> Result<u32, StoreError> {
    Ok(u32::try_from(row.int(column)?).unwrap_or_default())
}

impl Reader {
    /// An entry of the register with its version. The caller decides whether it may be read.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses; likewise below.
    pub async fn missing(&self, id: MissingId) -> Result<Option<(Missing, i64)>, StoreError> {
        tables::load_missing(self, id).await
    }

    /// The whole register, the newest first.
    ///
    /// # Errors
    ///
    /// See [`Reader::missing`]; nothing for those who may not read it.
    pub async fn all_missing(&self, permit: &Permit) -> Result<Vec<(Missing, i64)>, StoreError> {
        if permit.action() != Action::ReadMissing {
            return Ok(Vec::new());
        }
        let rows = self.query("SELECT state, version FROM missing ORDER BY since DESC, id DESC", &[]).await?;
        rows.iter().map(|row| Ok((from_json("a missing resource", row.text(0)?)?, row.int(1)?))).collect()
    }

    /// What was looked for and not found between two days, both counted, and not found until the second, in counts: cases that are protected
    /// are left out.
    ///
    /// # Errors
    ///
    /// See [`Reader::missing`]; nothing for those who may not read it.
    pub async fn asked_for(
        &self,
        permit: &Permit,
        from: NaiveDate,
        until: NaiveDate,
    ) -> Result<Vec<AskedFor>, StoreError> {
        if permit.action() != Action::ReadMissing {
            return Ok(Vec::new());
        }
        let sql = "SELECT u.area_id, u.need, u.kind, COUNT(DISTINCT u.case_id),
                       COUNT(DISTINCT CASE WHEN u.source = 'referral' THEN u.case_id END),
                       COUNT(DISTINCT CASE WHEN u.lack IN ('full', 'waiting') THEN u.case_id END)
                   FROM unmet_need u JOIN case_file c ON c.id = u.case_id
                   WHERE u.on_day BETWEEN $1 AND $2 AND (u.met_on IS NULL OR u.met_on > $2) AND c.named IS NULL
                       AND (u.source <> 'line' OR c.is_open = 1)
                   GROUP BY u.area_id, u.need, u.kind ORDER BY u.area_id, u.need, u.kind";
        let rows = self.query(sql, params![from, until]).await?;
        let read = |row: &Row| {
            let need = row.text(1)?;
            let kind = row.text(2)?;
            Ok(AskedFor {
                area: AgencyId::new(row.uuid(0)?),
                need: Topic::ALL.iter().copied().find(|topic| topic.name() == need),
                kind: AgencyKind::ALL.iter().copied().find(|known| known.name() == kind),
                cases: count(row, 3)?,
                declined: count(row, 4)?,
                no_room: count(row, 5)?,
            })
        };
        rows.iter().map(read).collect()
    }

    /// What conferences noted as missing between two days, both counted, the newest first.
    ///
    /// # Errors
    ///
    /// See [`Reader::missing`]; nothing for those who may not read it.
    pub async fn heard_gaps(
        &self,
        permit: &Permit,
        from: NaiveDate,
        until: NaiveDate,
    ) -> Result<Vec<HeardGap>, StoreError> {
        if permit.action() != Action::ReadMissing {
            return Ok(Vec::new());
        }
        let sql = "SELECT conference_id, number, host_id, on_day, what FROM heard_gap WHERE on_day BETWEEN $1 AND $2
                   ORDER BY on_day DESC, conference_id, number LIMIT $3";
        self.query(sql, params![from, until, HEARD]).await?.iter().map(HeardGap::read).collect()
    }

    /// What one conference noted as missing.
    ///
    /// # Errors
    ///
    /// See [`Reader::missing`]; nothing for those who may not read it.
    pub async fn heard_gaps_of(&self, permit: &Permit, conference: ConferenceId) -> Result<Vec<HeardGap>, StoreError> {
        if permit.action() != Action::ReadMissing {
            return Ok(Vec::new());
        }
        let sql = "SELECT conference_id, number, host_id, on_day, what FROM heard_gap WHERE conference_id = $1
                   ORDER BY number";
        self.query(sql, params![conference]).await?.iter().map(HeardGap::read).collect()
    }
}

impl Tx {
    /// An entry of the register with its version.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses.
    pub async fn missing(&self, id: MissingId) -> Result<Option<(Missing, i64)>, StoreError> {
        tables::load_missing(self, id).await
    }
}
