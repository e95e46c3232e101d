//! What the list of thinning links asks: open cases in reach with their contacts, and reviews.

use std::fmt;

use banso_access::RowFilter;
use banso_domain::{
    case::{contact::PhaseDays, record::SupportRecord},
    id::{AgencyId, CaseId, PersonId, StaffId},
    rhythm_review::RhythmReview,
};
use chrono::NaiveDate;

use super::filter::visible;
use crate::{Query, Reader, Row, StoreError, Tx, Value, params, tables::from_json};

/// An open case as the rhythm of its contacts is looked at.
#[derive(Clone)]
pub struct RhythmCase {
    /// Which.
    pub id: CaseId,
    /// Whose.
    pub person: PersonId,
    /// Its number.
    pub reference: String,
    /// 氏名
    pub name: String,
    /// フリガナ
    pub kana: String,
    /// 主担当
    pub assigned_to: StaffId,
    /// 受付日
    pub received_on: NaiveDate,
    /// When its phases began.
    pub phases: PhaseDays,
}

// Names are not shown by whoever logs something that holds them.
impl fmt::Debug for RhythmCase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RhythmCase").field("id", &self.id).finish_non_exhaustive()
    }
}

/// The open cases of a centre in reach: what is suspended waits by decision, and is no silence.
fn open_cases(filter: RowFilter, agency: AgencyId, params: &mut Vec<Value>) -> String {
    params.push(agency.into());
    let own = params.len();
    let reach = visible(filter, params);
    format!("c.centre_id = ${own} AND c.is_open = 1 AND c.stage <> 'suspended' AND {reach}")
}

impl Reader {
    /// The open cases of a centre in reach, by フリガナ.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses; likewise below.
    pub async fn rhythm_cases(&self, filter: RowFilter, agency: AgencyId) -> Result<Vec<RhythmCase>, StoreError> {
        let mut params = Vec::new();
        let condition = open_cases(filter, agency, &mut params);
        let sql = format!(
            "SELECT c.id, c.person_id, c.reference, p.name, p.kana, c.assigned_to, c.received_on, c.assessed_from,
                 c.supported_from, c.closed_from
             FROM case_file c JOIN person p ON p.id = c.person_id WHERE {condition} ORDER BY c.kana_key, c.id"
        );
        let read = |row: &Row| {
            Ok(RhythmCase {
                id: CaseId::new(row.uuid(0)?),
                person: PersonId::new(row.uuid(1)?),
                reference: row.text(2)?.to_owned(),
                name: row.text(3)?.to_owned(),
                kana: row.text(4)?.to_owned(),
                assigned_to: StaffId::new(row.uuid(5)?),
                received_on: row.date(6)?,
                phases: PhaseDays {
                    assessment: row.opt_date(7)?,
                    support: row.opt_date(8)?,
                    follow_up: row.opt_date(9)?,
                },
            })
        };
        self.query_aside(&sql, &params).await?.iter().map(read).collect()
    }

    /// The support records of these cases since a day.
    ///
    /// # Errors
    ///
    /// See [`Reader::rhythm_cases`].
    pub async fn rhythm_records(
        &self,
        filter: RowFilter,
        agency: AgencyId,
        since: NaiveDate,
    ) -> Result<Vec<(CaseId, SupportRecord)>, StoreError> {
        let mut params: Vec<Value> = params![since].to_vec();
        let condition = open_cases(filter, agency, &mut params);
        let sql = format!(
            "SELECT s.case_id, s.record FROM case_file c JOIN support_record s ON s.case_id = c.id
             WHERE {condition} AND s.took_place >= $1"
        );
        let read = |row: &Row| Ok((CaseId::new(row.uuid(0)?), from_json("a support record", row.text(1)?)?));
        self.query_aside(&sql, &params).await?.iter().map(read).collect()
    }

    /// The reviews of an agency that are open or were closed since a day, in the order in which they were begun, each with its version.
    ///
    /// # Errors
    ///
    /// See [`Reader::rhythm_cases`].
    pub async fn rhythm_reviews(
        &self,
        agency: AgencyId,
        since: NaiveDate,
    ) -> Result<Vec<(RhythmReview, i64)>, StoreError> {
        let sql = "SELECT state, version FROM rhythm_review
                   WHERE agency_id = $1 AND (closed_on IS NULL OR closed_on >= $2) ORDER BY id";
        let rows = self.query(sql, params![agency, since]).await?;
        rows.iter().map(|row| Ok((from_json("a review", row.text(0)?)?, row.int(1)?))).collect()
    }
}

impl Tx {
    /// The open reviews of an agency about a person, each with its version. The caller decides whether they may be read.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses.
    pub async fn open_reviews(
        &self,
        agency: AgencyId,
        person: PersonId,
    ) -> Result<Vec<(RhythmReview, i64)>, StoreError> {
        let sql = "SELECT state, version FROM rhythm_review
                   WHERE agency_id = $1 AND person_id = $2 AND closed_on IS NULL ORDER BY id";
        let rows = self.query(sql, params![agency, person]).await?;
        rows.iter().map(|row| Ok((from_json("a review", row.text(0)?)?, row.int(1)?))).collect()
    }
}
