//! Rounds of the survey of agencies, and the pairs of one agency: nobody reads those of others.

use std::collections::BTreeMap;

use banso_access::{Action, Permit};
use banso_domain::{
    id::{AgencyId, SurveyId},
    survey::{Pair, Survey, SurveyAnswer},
};

use crate::{Query, Reader, StoreError, Tx, params, tables, tables::from_json};

/// So many rounds are listed: those of many years.
const LISTED: u32 = 100;

impl Reader {
    /// A round with its version.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses; likewise below.
    pub async fn survey(&self, id: SurveyId) -> Result<Option<(Survey, i64)>, StoreError> {
        tables::load_survey(self, id).await
    }

    /// The rounds, the latest first.
    ///
    /// # Errors
    ///
    /// See [`Reader::survey`]; nothing for those who may not read it.
    pub async fn surveys(&self, permit: &Permit) -> Result<Vec<Survey>, StoreError> {
        if permit.action() != Action::ReadSurvey {
            return Ok(Vec::new());
        }
        let sql = "SELECT state FROM survey ORDER BY from_day DESC, id DESC LIMIT $1";
        self.query(sql, params![LISTED]).await?.iter().map(|row| from_json("a survey", row.text(0)?)).collect()
    }

    /// What the agency of the reader and the others said about each other in a round, by the other agency.
    ///
    /// # Errors
    ///
    /// See [`Reader::survey`]; nothing for those who may not read it.
    pub async fn pairs_of(&self, permit: &Permit, id: SurveyId) -> Result<BTreeMap<AgencyId, Pair>, StoreError> {
        if permit.action() != Action::ReadSurvey {
            return Ok(BTreeMap::new());
        }
        let own = permit.agency();
        let sql = "SELECT from_id, to_id, answer FROM survey_answer
                   WHERE survey_id = $1 AND (from_id = $2 OR to_id = $2) ORDER BY from_id, to_id";
        let mut pairs: BTreeMap<AgencyId, Pair> = BTreeMap::new();
        for row in self.query(sql, params![id, own]).await? {
            let (from, to) = (AgencyId::new(row.uuid(0)?), AgencyId::new(row.uuid(1)?));
            let answer: SurveyAnswer = from_json("an answer", row.text(2)?)?;
            let other = if from == own { to } else { from };
            let pair = pairs.entry(other).or_insert(Pair { other, ours: None, theirs: None });
            if from == own {
                pair.ours = Some(answer);
            } else {
                pair.theirs = Some(answer);
            }
        }
        Ok(pairs)
    }
}

impl Tx {
    /// A round with its version.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses.
    pub async fn survey(&self, id: SurveyId) -> Result<Option<(Survey, i64)>, StoreError> {
        tables::load_survey(self, id).await
    }
}
