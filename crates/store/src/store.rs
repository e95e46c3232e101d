//! An opened store, and reading from it.

use std::{
    fmt,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use banso_domain::id::PersonId;
use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{
    BackupError, BackupSummary, EngineFailure, Entry, MasterKey, OpenError, Query, Row, StoreError, Stream, Tx, Value,
    VerifyReport, WriteCounts, backup, dialect,
    directory::{Directory, KeptDirectory},
    engine::{Engine, EngineKind},
    journal::{self, KeySource},
    migration, params,
    seal::{self, KeyRing, PersonKey},
    sessions::KeptSessions,
    time,
    tx::Outdated,
};

/// Where the data is.
#[derive(Clone, PartialEq, Eq)]
pub enum Location {
    /// A directory of this machine that holds the SQLite database.
    Sqlite(PathBuf),
    /// The address of a PostgreSQL server and database.
    Postgres(String),
}

impl fmt::Debug for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(directory) => f.debug_tuple("Sqlite").field(directory).finish(),
            // The address may hold a password.
            Self::Postgres(_) => f.write_str("Postgres(…)"),
        }
    }
}

/// The data of one installation, opened. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) engine: Engine,
    pub(crate) ring: Arc<KeyRing>,
    kept: Arc<Kept>,
    installation: Uuid,
}

/// What is kept in memory besides keys, until a transaction changes it; and a count.
#[derive(Default)]
pub(crate) struct Kept {
    pub(crate) directory: KeptDirectory,
    pub(crate) sessions: KeptSessions,
    /// Counts the statements that readers run.
    pub(crate) statements: AtomicU64,
}

impl Kept {
    /// Forgets what is no longer true.
    pub(crate) fn forget(&self, outdated: Vec<Outdated>) {
        for what in outdated {
            match what {
                Outdated::Directory => {
                    self.directory.forget();
                    self.sessions.forget_all();
                }
                Outdated::Sessions => self.sessions.forget_all(),
                Outdated::Session(token_hash) => self.sessions.forget(&token_hash),
            }
        }
    }
}

impl Store {
    /// Opens the data at `location`, makes it if there is none, and brings it up to date.
    ///
    /// # Errors
    ///
    /// [`OpenError`] in words for the administrator: a newer version's data, another master key, an old server, …
    pub async fn open(location: &Location, key: MasterKey) -> Result<Self, OpenError> {
        let engine = match location {
            Location::Sqlite(directory) => {
                make_directory(directory)?;
                Engine::sqlite(directory).map_err(|source| directory_error(directory, source))?
            }
            Location::Postgres(url) => Engine::postgres(url).await?,
        };
        Self::over(engine, key).await
    }

    /// As [`Store::open`] in a directory, without waiting for the disk: for demonstrations, which a power cut may take away.
    ///
    /// # Errors
    ///
    /// As [`Store::open`].
    pub async fn open_fleeting(directory: &Path, key: MasterKey) -> Result<Self, OpenError> {
        make_directory(directory)?;
        let engine = Engine::fleeting_sqlite(directory).map_err(|source| directory_error(directory, source))?;
        Self::over(engine, key).await
    }

    async fn over(engine: Engine, key: MasterKey) -> Result<Self, OpenError> {
        migration::bring_up_to_date(&engine).await?;
        let installation = check_key(&engine, &key).await?;
        let ring = Arc::new(KeyRing::new(key));
        let store = Self { inner: Arc::new(Inner { engine, ring, kept: Arc::default(), installation }) };
        store.renew_tables().await.map_err(OpenError::Store)?;
        Ok(store)
    }

    pub(crate) fn engine(&self) -> &Engine {
        &self.inner.engine
    }

    pub(crate) fn kept(&self) -> &Kept {
        &self.inner.kept
    }

    /// The identifier given to this installation when it was made; a restored backup keeps it.
    #[must_use]
    pub fn installation(&self) -> Uuid {
        self.inner.installation
    }

    /// Something that answers questions from what is durably saved.
    #[must_use]
    pub fn reader(&self) -> Reader {
        Reader { inner: Arc::clone(&self.inner) }
    }

    /// Starts a transaction. On SQLite transactions take turns in the order they asked, so keep them short: no
    /// network, no waiting for people, and never ask for a second one while holding one. On PostgreSQL each holds a
    /// connection: what a transaction wants to know, it asks itself and not a reader.
    ///
    /// # Errors
    ///
    /// [`StoreError::Busy`] after 30 seconds; [`StoreError::Unavailable`] if the database cannot be reached.
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        let inner = &self.inner;
        Ok(Tx::new(inner.engine.begin().await?, Arc::clone(&inner.ring), Arc::clone(&inner.kept)))
    }

    /// Whether the database answers.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unavailable`] or [`StoreError::Busy`] if it does not.
    pub async fn answers(&self) -> Result<(), StoreError> {
        self.inner.engine.query_one("SELECT 1", &[]).await.map(drop)
    }

    /// Computes the hash chain of the whole journal again. `progress` is told how many entries were checked so far;
    /// dropping the future stops it.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the journal cannot be read. What is wrong with it is told in the report.
    pub async fn verify_chain(&self, progress: impl FnMut(u64) + Send) -> Result<VerifyReport, StoreError> {
        journal::verify_chain(&self.inner.engine, progress).await
    }

    /// Seals a secret or a draft that belongs to an account with the master key, bound to `place`.
    ///
    /// # Errors
    ///
    /// [`StoreError::NoRandomness`].
    pub fn seal_note(&self, place: &str, plain: &[u8]) -> Result<Vec<u8>, StoreError> {
        seal::seal(self.inner.ring.master().bytes(), format!("note {place}").as_bytes(), plain)
    }

    /// Opens what [`Store::seal_note`] sealed for the same place.
    ///
    /// # Errors
    ///
    /// [`StoreError::SealBroken`] if it was changed or moved.
    pub fn open_note(&self, place: &str, sealed: &[u8]) -> Result<zeroize::Zeroizing<Vec<u8>>, StoreError> {
        seal::open(self.inner.ring.master().bytes(), format!("note {place}").as_bytes(), sealed)
    }

    /// A key for one purpose, the same as long as the master key is the same; it tells nothing of the master key.
    #[must_use]
    pub fn derived_key(&self, purpose: &str) -> [u8; 32] {
        let hash = Sha256::new().chain_update(b"banso derived key 1\n").chain_update(self.inner.ring.master().bytes());
        hash.chain_update(purpose).finalize().into()
    }

    /// Makes the database forget old versions of keys that were dropped. To be called after the commit that dropped
    /// them, and again if it fails.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses.
    pub async fn scrub(&self) -> Result<(), StoreError> {
        let sql = dialect::scrub(self.inner.engine.kind());
        self.inner.engine.alone(sql).await
    }

    /// Lets the writer of SQLite keep so many megabytes of pages in memory, for an import of very many entries in few
    /// transactions. PostgreSQL looks after its memory by itself.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses.
    pub async fn lend_memory(&self, megabytes: u32) -> Result<(), StoreError> {
        match &self.inner.engine {
            Engine::Sqlite { .. } => {
                self.inner.engine.alone(&format!("PRAGMA cache_size = -{}", u64::from(megabytes) * 1024)).await
            }
            Engine::Postgres(_) => Ok(()),
        }
    }

    /// Writes an encrypted backup of this moment to a new file, while others go on working; see [`crate::restore`].
    /// It holds the master key, so the passphrase protects everything.
    ///
    /// # Errors
    ///
    /// [`BackupError`] in words; the file is then not there.
    pub async fn backup(&self, file: &Path, passphrase: &str) -> Result<BackupSummary, BackupError> {
        backup::backup(&self.inner.engine, self.inner.ring.master(), file, passphrase).await
    }

    /// How many statements readers have run since the store was opened.
    #[must_use]
    pub fn statements(&self) -> u64 {
        self.inner.kept.statements.load(Ordering::Relaxed)
    }

    /// How many commands SQLite saved with how many commits since the store was opened; nothing on PostgreSQL, which
    /// groups commits by itself.
    #[must_use]
    pub fn write_counts(&self) -> Option<WriteCounts> {
        match &self.inner.engine {
            Engine::Sqlite { writes, .. } => Some(writes.counts()),
            Engine::Postgres(_) => None,
        }
    }
}

/// Answers questions. Every statement sees what was durably saved when it started.
#[derive(Clone)]
pub struct Reader {
    inner: Arc<Inner>,
}

impl Query for Reader {
    async fn query(&self, sql: &str, params: &[Value]) -> Result<Vec<Row>, StoreError> {
        self.inner.kept.statements.fetch_add(1, Ordering::Relaxed);
        self.inner.engine.query(sql, params).await
    }
}

impl KeySource for Reader {
    async fn person_key(&self, person: PersonId) -> Result<PersonKey, StoreError> {
        self.inner.ring.key(&self.inner.engine, person).await
    }
}

impl Reader {
    pub(crate) fn kind(&self) -> EngineKind {
        self.inner.engine.kind()
    }

    /// Sessions in use.
    pub(crate) fn sessions(&self) -> &KeptSessions {
        &self.inner.kept.sessions
    }

    /// Agencies and staff as they are now.
    pub(crate) async fn directory(&self) -> Result<Arc<Directory>, StoreError> {
        self.inner.kept.directory.get(self).await
    }

    /// As [`Query::query`], for reports and exports that read many rows: on SQLite it runs on a thread of its own, so
    /// that short requests go on meanwhile.
    pub(crate) async fn query_aside(&self, sql: &str, params: &[Value]) -> Result<Vec<Row>, StoreError> {
        self.inner.engine.query_aside(sql, params).await
    }

    /// The entries of a stream in order, up to what was recorded at `upto`: the record as of that moment.
    ///
    /// # Errors
    ///
    /// [`StoreError::SealBroken`] if a sealed payload was changed or moved.
    pub async fn read_stream(&self, stream: &Stream, upto: Option<DateTime<Utc>>) -> Result<Vec<Entry>, StoreError> {
        journal::read_stream(self, stream, upto).await
    }

    /// At most `limit` entries of the whole journal after the place `after` (0 for the beginning), to replay it. On
    /// PostgreSQL an entry being written may later appear before one already read, so replay when nobody writes.
    ///
    /// # Errors
    ///
    /// As [`Reader::read_stream`].
    pub async fn read_all(&self, after: i64, limit: u32) -> Result<Vec<Entry>, StoreError> {
        journal::read_all(self, after, limit).await
    }
}

/// Compares the key with the one that the data was written with; the first time, notes it.
async fn check_key(engine: &Engine, key: &MasterKey) -> Result<Uuid, OpenError> {
    let note = async {
        let transaction = engine.begin().await?;
        dialect::wait_for_other_starters(&transaction).await?;
        let noted = "SELECT installation_id, key_check FROM installation";
        if let Some(row) = transaction.query_opt(noted, &[]).await? {
            let installation = row.uuid(0)?;
            return Ok(seal::fits(key, installation, row.blob(1)?).then_some(installation));
        }
        let installation = Uuid::now_v7();
        let check = seal::key_check(key, installation)?;
        let sql = "INSERT INTO installation (one, installation_id, key_check, created_at) VALUES (1, $1, $2, $3)";
        transaction.execute(sql, params![installation, check, time::now()]).await?;
        transaction.commit().await?;
        Ok(Some(installation))
    };
    note.await.map_err(OpenError::Store)?.ok_or(OpenError::WrongMasterKey)
}

/// Makes the data directory, for its owner only.
pub(crate) fn make_directory(directory: &Path) -> Result<(), OpenError> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(directory).map_err(|error| {
        directory_error(directory, EngineFailure { code: "directory".into(), message: error.to_string() })
    })
}

pub(crate) fn directory_error(directory: &Path, source: EngineFailure) -> OpenError {
    OpenError::Directory { path: directory.display().to_string(), source }
}
