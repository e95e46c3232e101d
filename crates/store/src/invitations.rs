//! Invitations: the hash of a secret, for which account, until when. They lie beside the record, like sessions.

use banso_access::Permit;
use banso_domain::id::StaffId;
use chrono::NaiveDate;

use crate::{Query, Reader, StoreError, Tx, dialect, params};

async fn invitation(
    source: &impl Query,
    token_hash: &[u8],
    ending: &str,
) -> Result<Option<(StaffId, NaiveDate)>, StoreError> {
    let sql = format!("SELECT staff_id, last_day FROM invitation WHERE token_hash = $1{ending}");
    let row = source.query_opt(&sql, params![token_hash]).await?;
    row.map(|row| Ok((StaffId::new(row.uuid(0)?), row.date(1)?))).transpose()
}

impl Reader {
    /// The account of an invitation, and its last day.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses.
    pub async fn invitation(&self, token_hash: &[u8]) -> Result<Option<(StaffId, NaiveDate)>, StoreError> {
        invitation(self, token_hash, "").await
    }
}

impl Tx {
    /// An invitation that nobody else uses until this transaction ends.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses; likewise below.
    pub async fn invitation(&self, token_hash: &[u8]) -> Result<Option<(StaffId, NaiveDate)>, StoreError> {
        invitation(self, token_hash, dialect::to_change(self.kind())).await
    }

    /// Makes an invitation; one made before for the same account no longer opens. The permit shows who may.
    ///
    /// # Errors
    ///
    /// See [`Tx::invitation`].
    pub async fn make_invitation(
        &self,
        _permit: &Permit,
        token_hash: &[u8],
        staff: StaffId,
        last_day: NaiveDate,
    ) -> Result<(), StoreError> {
        self.end_invitation(staff).await?;
        let sql = "INSERT INTO invitation (token_hash, staff_id, last_day) VALUES ($1, $2, $3)";
        self.execute(sql, params![token_hash, staff, last_day]).await?;
        Ok(())
    }

    /// Ends the invitation of an account: it was used.
    ///
    /// # Errors
    ///
    /// See [`Tx::invitation`].
    pub async fn end_invitation(&self, staff: StaffId) -> Result<(), StoreError> {
        self.execute("DELETE FROM invitation WHERE staff_id = $1", params![staff]).await?;
        Ok(())
    }
}
