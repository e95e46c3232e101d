//! A fresh store for every test, on both engines.
//!
//! PostgreSQL is taken from the environment variable `BANSO_TEST_POSTGRES`, the address of a server whose user may make
//! schemas; each test gets a schema of its own, dropped afterwards. Without it the test says so and passes.

mod own_server;

use std::{
    future::Future,
    process,
    sync::atomic::{AtomicU64, Ordering},
};

pub use own_server::OwnServer;
use tempfile::TempDir;
use tokio::runtime::Runtime;

use crate::{Location, MasterKey, Store, StoreError, Value, engine::Engine};

/// The variable that names the server.
pub const SERVER: &str = "BANSO_TEST_POSTGRES";

/// A place for the data of one test, with its key.
pub struct TestBed {
    /// Where the data goes; nothing is there yet.
    pub location: Location,
    /// The key.
    pub key: MasterKey,
    directory: TempDir,
    server: Option<(String, String)>,
}

impl TestBed {
    /// An empty directory.
    ///
    /// # Panics
    ///
    /// If the machine has no room for it.
    #[must_use]
    pub fn sqlite() -> Self {
        let directory = tempfile::tempdir().expect("a temporary directory");
        Self { location: Location::Sqlite(directory.path().join("data")), key: key(), directory, server: None }
    }

    /// An empty schema of the server, if one is named.
    ///
    /// # Panics
    ///
    /// If the server refuses.
    pub async fn postgres() -> Option<Self> {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let server = std::env::var(SERVER).ok().filter(|url| !url.is_empty())?;
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let schema = format!("test_{}_{number}_{}", process::id(), uuid::Uuid::now_v7().simple());
        on_server(&server, &format!("CREATE SCHEMA {schema}")).await;
        let joint = if server.contains('?') { '&' } else { '?' };
        let location = Location::Postgres(format!("{server}{joint}options=-csearch_path%3D{schema}"));
        let directory = tempfile::tempdir().expect("a temporary directory");
        Some(Self { location, key: key(), directory, server: Some((server, schema)) })
    }

    /// A second place of the same engine for the same test, for example to restore into.
    ///
    /// # Panics
    ///
    /// If there is no room for it.
    pub async fn another(&self) -> Self {
        match self.location {
            Location::Sqlite(_) => Self::sqlite(),
            Location::Postgres(_) => Self::postgres().await.expect("the server that served the first"),
        }
    }

    /// A directory for other files of the test.
    #[must_use]
    pub fn directory(&self) -> &std::path::Path {
        self.directory.path()
    }

    /// Opens the store.
    ///
    /// # Panics
    ///
    /// If it cannot be opened.
    pub async fn open(&self) -> Store {
        Store::open(&self.location, self.key.clone()).await.expect("a store that opens")
    }

    /// Removes what the test left on the server.
    pub async fn clear(self) {
        if let Some((server, schema)) = &self.server {
            on_server(server, &format!("DROP SCHEMA {schema} CASCADE")).await;
        }
    }
}

fn key() -> MasterKey {
    MasterKey::generate().expect("random numbers")
}

/// What a test has begun, such as noting what was read, may still be writing when its schema goes: then it is asked once more.
const TRIES: usize = 20;

async fn on_server(server: &str, sql: &str) {
    let engine = Engine::postgres(server).await.expect("a PostgreSQL server");
    let mut done = engine.alone(sql).await;
    for _ in 1..TRIES {
        if !matches!(done, Err(StoreError::Collision)) {
            break;
        }
        done = engine.alone(sql).await;
    }
    done.expect("leave to make schemas");
}

impl crate::Tx {
    /// Runs a statement of a test.
    ///
    /// # Errors
    ///
    /// [`StoreError::Duplicate`] for a key that exists, [`StoreError::Statement`] …
    pub async fn execute_sql(&self, sql: &str, params: &[Value]) -> Result<u64, StoreError> {
        self.execute(sql, params).await
    }
}

impl crate::Reader {
    /// Asks a long question of a test.
    ///
    /// # Errors
    ///
    /// As [`crate::Query::query`].
    pub async fn query_aside_sql(&self, sql: &str, params: &[Value]) -> Result<Vec<crate::Row>, StoreError> {
        self.query_aside(sql, params).await
    }
}

/// Does what no program may: changes the journal behind the store's back, as somebody with the database in hand could.
///
/// # Panics
///
/// If the statement is refused even then.
pub async fn tamper(store: &Store, sql: &str, params: &[Value]) {
    let open_the_lock = match store.write_counts() {
        Some(_) => "DROP TRIGGER IF EXISTS journal_stays_as_written; DROP TRIGGER IF EXISTS journal_is_never_shortened",
        None => "ALTER TABLE journal DISABLE TRIGGER USER",
    };
    let transaction = store.inner.engine.begin().await.expect("a transaction");
    transaction.batch(open_the_lock).await.expect("the lock opens");
    transaction.execute(sql, params).await.expect("the change is taken");
    transaction.commit().await.expect("the change is saved");
}

/// Lets SQLite grow to no more than `pages` of 4,096 bytes, like a full disk.
///
/// # Panics
///
/// If the limit is refused.
pub async fn fill_disk(store: &Store, pages: u32) {
    store.inner.engine.alone(&format!("PRAGMA max_page_count = {pages}")).await.expect("the limit is taken");
}

/// Runs a test on SQLite.
///
/// # Panics
///
/// As the test does.
pub fn on_sqlite<F: Future<Output = ()> + Send + 'static>(test: impl FnOnce(std::sync::Arc<TestBed>) -> F) {
    let bed = std::sync::Arc::new(TestBed::sqlite());
    runtime().block_on(test(bed));
}

/// Runs a test on PostgreSQL, if there is one.
///
/// # Panics
///
/// As the test does.
pub fn on_postgres<F: Future<Output = ()> + Send + 'static>(test: impl FnOnce(std::sync::Arc<TestBed>) -> F) {
    let runtime = runtime();
    let Some(bed) = runtime.block_on(TestBed::postgres()) else {
        println!("skipped: {SERVER} names no PostgreSQL server");
        return;
    };
    let bed = std::sync::Arc::new(bed);
    let outcome = runtime.block_on(runtime.spawn(test(std::sync::Arc::clone(&bed))));
    if let Some(bed) = std::sync::Arc::into_inner(bed) {
        runtime.block_on(bed.clear());
    }
    if let Err(failed) = outcome {
        std::panic::resume_unwind(failed.into_panic());
    }
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime")
}

/// Makes two tests of one: on SQLite and on PostgreSQL. The test takes an opened `Store`, or a `TestBed` to open itself.
///
/// ```ignore
/// both_engines! {
///     async fn a_case_is_found_by_its_number(store: Store) { … }
/// }
/// ```
#[macro_export]
macro_rules! both_engines {
    () => {};
    ($(#[$meta:meta])* async fn $name:ident($store:ident: Store) $body:block $($rest:tt)*) => {
        $crate::both_engines! { @pair $(#[$meta])* $name bed { let $store = bed.open().await; $body } }
        $crate::both_engines! { $($rest)* }
    };
    ($(#[$meta:meta])* async fn $name:ident($bed:ident: TestBed) $body:block $($rest:tt)*) => {
        $crate::both_engines! { @pair $(#[$meta])* $name $bed $body }
        $crate::both_engines! { $($rest)* }
    };
    (@pair $(#[$meta:meta])* $name:ident $bed:ident $body:block) => {
        mod $name {
            #[allow(unused_imports, reason = "a test may need nothing from around it")]
            use super::*;

            async fn check($bed: std::sync::Arc<$crate::testing::TestBed>) $body

            $(#[$meta])*
            #[test]
            fn on_sqlite() {
                $crate::testing::on_sqlite(check);
            }

            $(#[$meta])*
            #[test]
            fn on_postgres() {
                $crate::testing::on_postgres(check);
            }
        }
    };
}
