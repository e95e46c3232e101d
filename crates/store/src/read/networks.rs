//! Networks and working teams of the region: one by its identifier, and all of them.

use banso_access::{Action, Permit};
use banso_domain::{id::NetworkId, regional_network::RegionalNetwork};

use crate::{Query, Reader, StoreError, Tx, params, tables, tables::from_json};

/// So many are listed: those of a region and of many years.
const LISTED: u32 = 500;

impl Reader {
    /// A network with its version. The caller decides whether it may be read.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses; likewise below.
    pub async fn network(&self, id: NetworkId) -> Result<Option<(RegionalNetwork, i64)>, StoreError> {
        tables::load_network(self, id).await
    }

    /// All of them, in the order in which they were entered.
    ///
    /// # Errors
    ///
    /// See [`Reader::network`]; nothing for those who may not read of them.
    pub async fn networks(&self, permit: &Permit) -> Result<Vec<RegionalNetwork>, StoreError> {
        if permit.action() != Action::ReadNetwork {
            return Ok(Vec::new());
        }
        let rows = self.query("SELECT state FROM regional_network ORDER BY id LIMIT $1", params![LISTED]).await?;
        rows.iter().map(|row| from_json("a network", row.text(0)?)).collect()
    }
}

impl Tx {
    /// A network with its version.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses.
    pub async fn network(&self, id: NetworkId) -> Result<Option<(RegionalNetwork, i64)>, StoreError> {
        tables::load_network(self, id).await
    }
}
