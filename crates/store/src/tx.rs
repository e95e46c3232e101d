//! A transaction: journal and tables change together or not at all.

use std::sync::Arc;

use banso_domain::id::PersonId;
use chrono::{DateTime, Utc};

use crate::{
    Appended, Entry, NewEntry, Query, Row, StoreError, Stream, Value,
    engine::{EngineKind, Transaction},
    journal::{self, KeySource},
    seal::{KeyRing, KeysOfTransaction, PersonKey},
};

/// A transaction. It sees its own changes; others see them after [`Tx::commit`]. Dropping it leaves nothing behind.
///
/// Statements run one after the other. Once one has failed or was given up half-way, the transaction is spoiled: what
/// follows is refused with [`StoreError::Spoiled`] and nothing is saved.
pub struct Tx {
    transaction: Transaction,
    ring: Arc<KeyRing>,
    keys: KeysOfTransaction,
}

impl Tx {
    pub(crate) fn new(transaction: Transaction, ring: Arc<KeyRing>) -> Self {
        let keys = ring.for_transaction();
        Self { transaction, ring, keys }
    }

    pub(crate) const fn kind(&self) -> EngineKind {
        self.transaction.kind()
    }

    /// Runs a statement that changes rows and returns how many it changed.
    pub(crate) async fn execute(&self, sql: &str, params: &[Value]) -> Result<u64, StoreError> {
        self.transaction.execute(sql, params).await
    }

    /// Appends an entry to the journal.
    ///
    /// # Errors
    ///
    /// [`StoreError::Conflict`] if the stream is not where the writer had seen it, [`StoreError::Erased`] if the key of
    /// the person was dropped.
    pub async fn append(&self, entry: NewEntry) -> Result<Appended, StoreError> {
        journal::append(&self.transaction, &self.ring, &self.keys, entry).await
    }

    /// The entries of a stream, with those of this transaction; see [`crate::Reader::read_stream`].
    ///
    /// # Errors
    ///
    /// [`StoreError::SealBroken`] if a sealed payload was changed or moved.
    pub async fn read_stream(&self, stream: &Stream, upto: Option<DateTime<Utc>>) -> Result<Vec<Entry>, StoreError> {
        journal::read_stream(self, stream, upto).await
    }

    /// Drops the key of a person: from the commit on, nothing sealed about them can ever be read again, and nothing can
    /// be added. Entries stay in the chain, their content does not. Call [`crate::Store::scrub`] after the commit.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses.
    pub async fn drop_key(&self, person: PersonId, at: DateTime<Utc>) -> Result<(), StoreError> {
        self.ring.drop_key(&self.transaction, &self.keys, person, at).await
    }

    /// Saves the transaction and returns once it is durable: after a power cut it is still there. If the caller goes
    /// away meanwhile, it is saved all the same.
    ///
    /// # Errors
    ///
    /// [`StoreError::Full`] or another failure of the commit; nothing of the transaction is saved then.
    /// [`StoreError::Unavailable`] and [`StoreError::Closed`] mean that the answer of the database got lost.
    pub async fn commit(self) -> Result<(), StoreError> {
        let saving = async move {
            self.transaction.commit().await?;
            self.ring.learn(&self.keys);
            Ok(())
        };
        tokio::spawn(saving).await.map_err(|_| StoreError::Closed)?
    }
}

impl Query for Tx {
    async fn query(&self, sql: &str, params: &[Value]) -> Result<Vec<Row>, StoreError> {
        self.transaction.query(sql, params).await
    }
}

impl KeySource for Tx {
    async fn person_key(&self, person: PersonId) -> Result<PersonKey, StoreError> {
        self.ring.key_within(&self.transaction, &self.keys, person).await
    }
}
