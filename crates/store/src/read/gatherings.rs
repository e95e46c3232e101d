//! Gatherings: one by its identifier, those that a reader may know of, and those of a network.

use banso_access::GatheringFilter;
use banso_domain::{
    gathering::Gathering,
    id::{GatheringId, NetworkId},
};

use crate::{Query, Reader, StoreError, Tx, params, tables, tables::from_json};

impl Reader {
    /// A gathering with its version. The caller decides whether it may be read.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses; likewise below.
    pub async fn gathering(&self, id: GatheringId) -> Result<Option<(Gathering, i64)>, StoreError> {
        tables::load_gathering(self, id).await
    }

    /// The gatherings that the reader may know of, the latest first.
    ///
    /// # Errors
    ///
    /// See [`Reader::gathering`].
    pub async fn gatherings(&self, filter: GatheringFilter, limit: u32) -> Result<Vec<Gathering>, StoreError> {
        let rows = match filter.firm() {
            Some(firm) => {
                let sql = "SELECT g.state FROM gathering_firm f JOIN gathering g ON g.id = f.gathering_id
                           WHERE f.agency_id = $1 ORDER BY g.on_day DESC, g.id DESC LIMIT $2";
                self.query(sql, params![firm, limit]).await?
            }
            None if filter.sees_all() => {
                let sql = "SELECT state FROM gathering ORDER BY on_day DESC, id DESC LIMIT $1";
                self.query(sql, params![limit]).await?
            }
            None => Vec::new(),
        };
        rows.iter().map(|row| from_json("a gathering", row.text(0)?)).collect()
    }

    /// The gatherings of a network, the latest first; nothing for those who do not see all.
    ///
    /// # Errors
    ///
    /// See [`Reader::gathering`].
    pub async fn gatherings_of_network(
        &self,
        filter: GatheringFilter,
        network: NetworkId,
        limit: u32,
    ) -> Result<Vec<Gathering>, StoreError> {
        if !filter.sees_all() {
            return Ok(Vec::new());
        }
        let sql = "SELECT state FROM gathering WHERE network_id = $1 ORDER BY on_day DESC, id DESC LIMIT $2";
        let rows = self.query(sql, params![network, limit]).await?;
        rows.iter().map(|row| from_json("a gathering", row.text(0)?)).collect()
    }
}

impl Tx {
    /// A gathering with its version.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses.
    pub async fn gathering(&self, id: GatheringId) -> Result<Option<(Gathering, i64)>, StoreError> {
        tables::load_gathering(self, id).await
    }
}
