//! Tables that are derived anew from the journal once, after a step that changed what follows from it.

use super::{episode, job};
use crate::{Query, Store, StoreError, params};

impl Store {
    /// Derives anew what a step asked for; nothing, as a rule.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the journal cannot be read or the tables cannot be written: then it is asked for again at the next start.
    pub(crate) async fn renew_tables(&self) -> Result<(), StoreError> {
        if self.reader().query_opt("SELECT stream_kind FROM renewal LIMIT 1", &[]).await?.is_none() {
            return Ok(());
        }
        let tx = self.begin().await?;
        // Of two programs that start at once, the second finds nothing to do.
        if tx.execute("DELETE FROM renewal WHERE stream_kind = $1", params!["job"]).await? > 0 {
            job::renew(&tx).await?;
        }
        if tx.execute("DELETE FROM renewal WHERE stream_kind = $1", params!["episode"]).await? > 0 {
            episode::renew(&tx).await?;
        }
        tx.commit().await
    }
}
