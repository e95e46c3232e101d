//! The logic model of the region: as it is, as it was on a day, and what changed when.

use banso_access::{Action, Permit};
use banso_domain::{id::AgencyId, logic_model::LogicModel};
use chrono::NaiveDate;

use crate::{Query, Reader, StoreError, Tx, params, tables, tables::from_json};

/// So many versions are listed, the latest ones.
const LISTED: u32 = 100;

/// A version of the logic model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogicModelVersion {
    /// Its number.
    pub version: i64,
    /// The day from which it was so.
    pub on: NaiveDate,
    /// What changed, as the journal names it.
    pub what: String,
    /// By which agency.
    pub by: Option<AgencyId>,
}

impl Reader {
    /// The model as it is now, with its version; none where the region has written nothing of it.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses; nothing for those who may not read it. Likewise below.
    pub async fn logic_model(&self, permit: &Permit) -> Result<Option<(LogicModel, i64)>, StoreError> {
        if permit.action() != Action::ReadFigures {
            return Ok(None);
        }
        tables::load_logic_model(self).await
    }

    /// The model as it was at the end of a day.
    ///
    /// # Errors
    ///
    /// See [`Reader::logic_model`].
    pub async fn logic_model_on(&self, permit: &Permit, day: NaiveDate) -> Result<Option<LogicModel>, StoreError> {
        if permit.action() != Action::ReadFigures {
            return Ok(None);
        }
        let asked = "SELECT state FROM logic_model WHERE on_day <= $1 ORDER BY version DESC LIMIT 1";
        let row = self.query_opt(asked, params![day]).await?;
        row.map(|row| from_json("the logic model", row.text(0)?)).transpose()
    }

    /// What changed when, the latest first.
    ///
    /// # Errors
    ///
    /// See [`Reader::logic_model`].
    pub async fn logic_model_versions(&self, permit: &Permit) -> Result<Vec<LogicModelVersion>, StoreError> {
        if permit.action() != Action::ReadFigures {
            return Ok(Vec::new());
        }
        let asked = "SELECT version, on_day, what, by_id FROM logic_model ORDER BY version DESC LIMIT $1";
        let rows = self.query(asked, params![LISTED]).await?;
        let version = |row: &crate::Row| {
            Ok(LogicModelVersion {
                version: row.int(0)?,
                on: row.date(1)?,
                what: row.text(2)?.to_owned(),
                by: row.opt_uuid(3)?.map(AgencyId::new),
            })
        };
        rows.iter().map(version).collect()
    }
}

impl Tx {
    /// The model as it is now, with its version.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses.
    pub async fn logic_model(&self) -> Result<Option<(LogicModel, i64)>, StoreError> {
        tables::load_logic_model(self).await
    }
}
