//! A transaction: journal and tables change together or not at all.

use std::sync::{Arc, Mutex, PoisonError};

use banso_domain::id::PersonId;
use chrono::{DateTime, Utc};

use crate::{
    Appended, Entry, NewEntry, Query, Row, StoreError, Stream, Value, dialect,
    engine::{EngineKind, Transaction},
    journal::{self, KeySource},
    seal::{KeyRing, KeysOfTransaction, PersonKey},
    store::Kept,
};

/// What a transaction makes untrue of what is kept in memory.
pub(crate) enum Outdated {
    /// Agencies or staff, and with them what any session may do.
    Directory,
    /// What any session says.
    Sessions,
    /// One session.
    Session(Vec<u8>),
}

/// A transaction. It sees its own changes; others see them after [`Tx::commit`]. Dropping it leaves nothing behind.
///
/// Statements run one after the other. Once one has failed or was given up half-way, the transaction is spoiled: what
/// follows is refused with [`StoreError::Spoiled`] and nothing is saved.
pub struct Tx {
    transaction: Transaction,
    ring: Arc<KeyRing>,
    keys: KeysOfTransaction,
    kept: Arc<Kept>,
    outdated: Mutex<Vec<Outdated>>,
}

impl Tx {
    pub(crate) fn new(transaction: Transaction, ring: Arc<KeyRing>, kept: Arc<Kept>) -> Self {
        let keys = ring.for_transaction();
        Self { transaction, ring, keys, kept, outdated: Mutex::default() }
    }

    /// Agencies or staff are different once this is committed.
    pub(crate) fn outdates_directory(&self) {
        self.note(Outdated::Directory);
    }

    /// Any session may be different once this is committed.
    pub(crate) fn outdates_sessions(&self) {
        self.note(Outdated::Sessions);
    }

    /// A session is different once this is committed.
    pub(crate) fn outdates_session(&self, token_hash: &[u8]) {
        self.note(Outdated::Session(token_hash.to_vec()));
    }

    fn note(&self, outdated: Outdated) {
        self.outdated.lock().unwrap_or_else(PoisonError::into_inner).push(outdated);
    }

    pub(crate) const fn kind(&self) -> EngineKind {
        self.transaction.kind()
    }

    /// Runs a statement that changes rows and returns how many it changed.
    pub(crate) async fn execute(&self, sql: &str, params: &[Value]) -> Result<u64, StoreError> {
        self.transaction.execute(sql, params).await
    }

    /// Runs statements that change rows in order.
    ///
    /// # Errors
    ///
    /// As [`Tx::execute`], of one that failed.
    pub(crate) async fn execute_all(&self, statements: &[(&str, Vec<Value>)]) -> Result<(), StoreError> {
        self.transaction.execute_all(statements).await
    }

    /// Waits for whoever else writes to a person's ledger: lines come from many pages at once, and none of them is in conflict.
    pub(crate) async fn take_turns_in_ledger(&self, person: PersonId) -> Result<(), StoreError> {
        let (_, random) = person.uuid().as_u64_pair();
        dialect::take_turns(&self.transaction, i64::from_ne_bytes(random.to_ne_bytes())).await
    }

    /// Waits for whoever else begins something about a person, until this transaction ends: of two who begin the same at once, the second sees
    /// what the first has begun.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses.
    pub async fn take_turns_beginning(&self, person: PersonId) -> Result<(), StoreError> {
        /// Sets these turns apart from those in the person's ledger.
        const BEGINNING: u64 = 0x6265_6769_6e73_2121;
        let (_, random) = person.uuid().as_u64_pair();
        dialect::take_turns(&self.transaction, i64::from_ne_bytes((random ^ BEGINNING).to_ne_bytes())).await
    }

    /// Waits for whoever else writes in the directory: two who read a published list at once would both add what neither has, and whoever keeps
    /// the directory in memory relies on its entries appearing in the order of the journal.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses.
    pub async fn take_turns_in_directory(&self) -> Result<(), StoreError> {
        /// Any number that no ledger is likely to have.
        const DIRECTORY: i64 = 0x7265_736f_7572_6365;
        dialect::take_turns(&self.transaction, DIRECTORY).await
    }

    /// Appends an entry to the journal.
    ///
    /// # Errors
    ///
    /// [`StoreError::Conflict`] if the stream is not where the writer had seen it, [`StoreError::Erased`] if the key of
    /// the person was dropped.
    pub async fn append(&self, entry: NewEntry) -> Result<Appended, StoreError> {
        journal::append(&self.transaction, &self.ring, &self.keys, entry, None).await
    }

    /// Appends an entry behind one that this transaction has just appended to the same stream.
    pub(crate) async fn append_after(&self, before: Option<Appended>, entry: NewEntry) -> Result<Appended, StoreError> {
        journal::append(&self.transaction, &self.ring, &self.keys, entry, before).await
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
        let Self { transaction, ring, keys, kept, outdated } = self;
        let saving = async move {
            let saved = transaction.commit().await;
            // Also when the answer got lost: what is in the database is then not known.
            kept.forget(outdated.into_inner().unwrap_or_else(PoisonError::into_inner));
            saved?;
            ring.learn(&keys);
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
