//! Agencies and staff.

use std::sync::Arc;

use banso_domain::{
    agency::AgencyFacts,
    id::{AgencyId, StaffId},
    staff::StaffFacts,
};

use crate::{Agencies, Query, Reader, Row, StoreError, Tx, params, tables::from_json};

/// An agency's entry.
#[derive(Clone, Debug)]
pub struct AgencyRow {
    /// The agency.
    pub id: AgencyId,
    /// What is known.
    pub facts: AgencyFacts,
    /// Its version.
    pub version: i64,
}

impl AgencyRow {
    fn read(row: &Row) -> Result<Self, StoreError> {
        let facts = from_json("an agency's facts", row.text(1)?)?;
        Ok(Self { id: AgencyId::new(row.uuid(0)?), facts, version: row.int(2)? })
    }
}

/// A member of staff's entry.
#[derive(Clone, Debug)]
pub struct StaffRow {
    /// The member of staff.
    pub id: StaffId,
    /// What is known.
    pub facts: StaffFacts,
    /// Its version.
    pub version: i64,
}

impl StaffRow {
    fn read(row: &Row) -> Result<Self, StoreError> {
        let facts = from_json("a member of staff's facts", row.text(1)?)?;
        Ok(Self { id: StaffId::new(row.uuid(0)?), facts, version: row.int(2)? })
    }
}

const AGENCY: &str = "SELECT id, facts, version FROM agency";
const STAFF: &str = "SELECT id, facts, version FROM staff";

async fn agency(source: &impl Query, id: AgencyId) -> Result<Option<AgencyRow>, StoreError> {
    let sql = format!("{AGENCY} WHERE id = $1");
    source.query_opt(&sql, params![id]).await?.as_ref().map(AgencyRow::read).transpose()
}

async fn staff(source: &impl Query, id: StaffId) -> Result<Option<StaffRow>, StoreError> {
    let sql = format!("{STAFF} WHERE id = $1");
    source.query_opt(&sql, params![id]).await?.as_ref().map(StaffRow::read).transpose()
}

pub(crate) async fn all_agencies(source: &impl Query) -> Result<Vec<AgencyRow>, StoreError> {
    source.query(AGENCY, &[]).await?.iter().map(AgencyRow::read).collect()
}

pub(crate) async fn all_staff(source: &impl Query) -> Result<Vec<StaffRow>, StoreError> {
    let sql = format!("{STAFF} ORDER BY name, id");
    source.query(&sql, &[]).await?.iter().map(StaffRow::read).collect()
}

impl Reader {
    /// An agency.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses; likewise below.
    pub async fn agency(&self, id: AgencyId) -> Result<Option<AgencyRow>, StoreError> {
        Ok(self.directory().await?.agency(id).cloned())
    }

    /// Every agency, by kind and name.
    ///
    /// # Errors
    ///
    /// See [`Reader::agency`].
    pub async fn agencies(&self) -> Result<Arc<Agencies>, StoreError> {
        Ok(Arc::clone(&self.directory().await?.agencies))
    }

    /// A member of staff.
    ///
    /// # Errors
    ///
    /// See [`Reader::agency`].
    pub async fn staff(&self, id: StaffId) -> Result<Option<StaffRow>, StoreError> {
        Ok(self.directory().await?.member(id).cloned())
    }

    /// A member of staff by the name used to sign in.
    ///
    /// # Errors
    ///
    /// See [`Reader::agency`].
    pub async fn staff_by_login(&self, login: &str) -> Result<Option<StaffRow>, StoreError> {
        let sql = format!("{STAFF} WHERE login = $1");
        self.query_opt(&sql, params![login.to_lowercase()]).await?.as_ref().map(StaffRow::read).transpose()
    }

    /// Every member of staff, by name.
    ///
    /// # Errors
    ///
    /// See [`Reader::agency`].
    pub async fn all_staff(&self) -> Result<Vec<StaffRow>, StoreError> {
        Ok(self.directory().await?.staff.clone())
    }

    /// Members of staff with a role in an agency, by name.
    ///
    /// # Errors
    ///
    /// See [`Reader::agency`].
    pub async fn staff_of(&self, agency: AgencyId) -> Result<Vec<StaffRow>, StoreError> {
        Ok(self.directory().await?.members(agency).cloned().collect())
    }
}

impl Tx {
    /// An agency.
    ///
    /// # Errors
    ///
    /// See [`Reader::agency`].
    pub async fn agency(&self, id: AgencyId) -> Result<Option<AgencyRow>, StoreError> {
        agency(self, id).await
    }

    /// A member of staff.
    ///
    /// # Errors
    ///
    /// See [`Reader::agency`].
    pub async fn staff(&self, id: StaffId) -> Result<Option<StaffRow>, StoreError> {
        staff(self, id).await
    }
}
