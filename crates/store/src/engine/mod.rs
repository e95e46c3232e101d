//! The engines: SQLite in the process, or a PostgreSQL server, behind one `query` and one `execute`.
//!
//! # One text for both
//!
//! Statements keep to what both engines share: `$1 … $n`, `INSERT … ON CONFLICT … DO UPDATE`, `RETURNING`, `LIMIT/OFFSET`,
//! row values `(a, b) > ($1, $2)`, `IS NOT DISTINCT FROM`, common table expressions, window functions, `CASE`,
//! `COALESCE`. Booleans are compared as numbers (`sealed = 1`). Sums are cast: `CAST(sum(x) AS BIGINT)`, because
//! PostgreSQL widens them. What cannot be said in one way stands in `dialect.rs`, both spellings side by side.

mod address;
pub(crate) mod group_commit;
pub(crate) mod postgres;
pub(crate) mod sqlite;
mod statement;
mod tls;

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use deadpool_postgres::Pool;

pub use group_commit::WriteCounts;
use group_commit::WriteQueue;
use sqlite::Readers;

use crate::{EngineFailure, OpenError, Row, StoreError, Value};

/// How long a command waits for its turn or for a connection. A command that asks for a second turn while it holds one
/// would otherwise wait for ever.
pub(crate) const WAIT_FOR_TURN: Duration = Duration::from_secs(30);

/// Something that answers questions: a reader, or a transaction with its own changes in view.
pub trait Query: Sync {
    /// All rows of a statement.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses or cannot be reached.
    fn query(&self, sql: &str, params: &[Value]) -> impl Future<Output = Result<Vec<Row>, StoreError>> + Send;

    /// The first row, if there is one.
    ///
    /// # Errors
    ///
    /// As [`Query::query`].
    fn query_opt(&self, sql: &str, params: &[Value]) -> impl Future<Output = Result<Option<Row>, StoreError>> + Send {
        async move { Ok(self.query(sql, params).await?.into_iter().next()) }
    }

    /// The first row.
    ///
    /// # Errors
    ///
    /// [`StoreError::NoRow`] if there is none; otherwise as [`Query::query`].
    fn query_one(&self, sql: &str, params: &[Value]) -> impl Future<Output = Result<Row, StoreError>> + Send {
        async move { self.query_opt(sql, params).await?.ok_or(StoreError::NoRow) }
    }
}

/// Which engine answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EngineKind {
    /// A file in the data directory.
    Sqlite,
    /// A server.
    Postgres,
}

/// An opened engine.
#[derive(Clone)]
pub(crate) enum Engine {
    Sqlite { directory: PathBuf, readers: Arc<Readers>, writes: WriteQueue },
    Postgres(Pool),
}

impl Engine {
    /// Opens SQLite in an existing directory.
    pub(crate) fn sqlite(directory: &Path) -> Result<Self, EngineFailure> {
        Self::sqlite_with(directory, sqlite::open_writer(directory)?, Some(directory.join(sqlite::FILE)))
    }

    /// Opens SQLite in an existing directory for data that need not outlive a power cut.
    pub(crate) fn fleeting_sqlite(directory: &Path) -> Result<Self, EngineFailure> {
        let writer = sqlite::open_writer(directory)?;
        sqlite::trust_the_power(&writer)?;
        Self::sqlite_with(directory, writer, None)
    }

    fn sqlite_with(
        directory: &Path,
        writer: rusqlite::Connection,
        moved_into: Option<PathBuf>,
    ) -> Result<Self, EngineFailure> {
        let statements = Arc::default();
        let writes = WriteQueue::new(writer, Arc::clone(&statements), moved_into);
        let readers = Arc::new(Readers::open(directory, statements)?);
        Ok(Self::Sqlite { directory: directory.to_owned(), readers, writes })
    }

    pub(crate) async fn postgres(url: &str) -> Result<Self, OpenError> {
        postgres::open(url).await.map(Self::Postgres)
    }

    pub(crate) const fn kind(&self) -> EngineKind {
        match self {
            Self::Sqlite { .. } => EngineKind::Sqlite,
            Self::Postgres(_) => EngineKind::Postgres,
        }
    }

    pub(crate) async fn begin(&self) -> Result<Transaction, StoreError> {
        let command = match self {
            Self::Sqlite { writes, .. } => Command::Sqlite(writes.begin().await?),
            Self::Postgres(pool) => Command::Postgres(postgres::Command::begin(pool, "READ COMMITTED").await?),
        };
        Ok(Transaction { command, unsettled: AtomicUsize::new(0) })
    }

    /// Runs one statement outside any transaction, as upkeep needs it.
    pub(crate) async fn alone(&self, sql: &str) -> Result<(), StoreError> {
        match self {
            Self::Sqlite { writes, .. } => writes.alone(sql).await,
            Self::Postgres(pool) => postgres::batch(&*postgres::client(pool).await?, sql).await,
        }
    }

    /// For long answers: on SQLite the work is done on a thread of its own, so that short requests go on meanwhile.
    pub(crate) async fn query_aside(&self, sql: &str, params: &[Value]) -> Result<Vec<Row>, StoreError> {
        match self {
            Self::Sqlite { readers, .. } => {
                let (readers, sql, params) = (Arc::clone(readers), sql.to_owned(), params.to_vec());
                let work = move || readers.query_long(&sql, &params);
                tokio::task::spawn_blocking(work).await.map_err(|_| StoreError::Closed)?
            }
            Self::Postgres(_) => self.query(sql, params).await,
        }
    }
}

impl Query for Engine {
    async fn query(&self, sql: &str, params: &[Value]) -> Result<Vec<Row>, StoreError> {
        match self {
            Self::Sqlite { readers, .. } => readers.query(sql, params),
            Self::Postgres(pool) => postgres::query(&postgres::client(pool).await?, sql, params).await,
        }
    }
}

enum Command {
    Sqlite(group_commit::Command),
    Postgres(postgres::Command),
}

/// A transaction on either engine. Once a statement failed, or was given up half-way, the rest is refused and nothing is
/// saved: PostgreSQL does so by itself, and SQLite follows here.
pub(crate) struct Transaction {
    command: Command,
    /// Statements that were started and have not succeeded.
    unsettled: AtomicUsize,
}

impl Transaction {
    pub(crate) const fn kind(&self) -> EngineKind {
        match self.command {
            Command::Sqlite(_) => EngineKind::Sqlite,
            Command::Postgres(_) => EngineKind::Postgres,
        }
    }

    pub(crate) async fn execute(&self, sql: &str, params: &[Value]) -> Result<u64, StoreError> {
        self.settle(async {
            match &self.command {
                Command::Sqlite(command) => command.execute(sql, params),
                Command::Postgres(command) => postgres::execute(command.client()?, sql, params).await,
            }
        })
        .await
    }

    /// Runs statements that change rows in order; a server is told all of them before it answers the first.
    pub(crate) async fn execute_all(&self, statements: &[(&str, Vec<Value>)]) -> Result<(), StoreError> {
        self.settle(async {
            match &self.command {
                Command::Sqlite(command) => {
                    statements.iter().try_for_each(|(sql, params)| command.execute(sql, params).map(drop))
                }
                Command::Postgres(command) => postgres::execute_all(command.client()?, statements).await,
            }
        })
        .await
    }

    pub(crate) async fn batch(&self, sql: &str) -> Result<(), StoreError> {
        self.settle(async {
            match &self.command {
                Command::Sqlite(command) => command.batch(sql),
                Command::Postgres(command) => postgres::batch(command.client()?, sql).await,
            }
        })
        .await
    }

    pub(crate) async fn commit(self) -> Result<(), StoreError> {
        if self.unsettled.load(Ordering::Relaxed) > 0 {
            return Err(StoreError::Spoiled);
        }
        match self.command {
            Command::Sqlite(command) => command.commit().await,
            Command::Postgres(command) => command.commit().await,
        }
    }

    async fn settle<T>(&self, statement: impl Future<Output = Result<T, StoreError>> + Send) -> Result<T, StoreError> {
        if self.unsettled.fetch_add(1, Ordering::Relaxed) > 0 {
            return Err(StoreError::Spoiled);
        }
        let answer = statement.await?;
        self.unsettled.fetch_sub(1, Ordering::Relaxed);
        Ok(answer)
    }
}

impl Query for Transaction {
    async fn query(&self, sql: &str, params: &[Value]) -> Result<Vec<Row>, StoreError> {
        self.settle(async {
            match &self.command {
                Command::Sqlite(command) => command.query(sql, params),
                Command::Postgres(command) => postgres::query(command.client()?, sql, params).await,
            }
        })
        .await
    }
}
