//! The steps that bring a database to the form this program knows.
//!
//! Each step is a plain SQL file of the same name for each engine, taken in a transaction of its own and noted in
//! `schema_version`. Steps are never changed once released.

use crate::{
    OpenError, StoreError, dialect,
    engine::{Engine, EngineKind, Query, Transaction},
    params, time,
};

/// One step.
pub(crate) struct Migration {
    pub(crate) name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

macro_rules! migrations {
    ($($name:literal),+ $(,)?) => {
        /// All steps, oldest first; the number of a step is its place, counted from 1.
        pub(crate) const MIGRATIONS: &[Migration] = &[$(Migration {
            name: $name,
            sqlite: include_str!(concat!("../migrations/sqlite/", $name, ".sql")),
            postgres: include_str!(concat!("../migrations/postgres/", $name, ".sql")),
        }),+];
    };
}

migrations!["0001_journal", "0002_cases"];

/// The data version of this program.
pub(crate) const LATEST: i64 = MIGRATIONS.len() as i64;

/// Takes all steps that are missing.
///
/// # Errors
///
/// [`OpenError::NewerData`] if the data is from a later program, [`OpenError::Migration`] if a step fails.
pub(crate) async fn bring_up_to_date(engine: &Engine) -> Result<(), OpenError> {
    loop {
        let transaction = engine.begin().await.map_err(OpenError::Store)?;
        let taken = take_next(&transaction, LATEST).await?;
        transaction.commit().await.map_err(OpenError::Store)?;
        if !taken {
            return Ok(());
        }
    }
}

/// Takes the next step up to `last`, if one is missing.
pub(crate) async fn take_next(transaction: &Transaction, last: i64) -> Result<bool, OpenError> {
    let found = version(transaction).await.map_err(OpenError::Store)?;
    if found > LATEST {
        return Err(OpenError::NewerData { found, known: LATEST });
    }
    let Some(step) = usize::try_from(found).ok().filter(|_| found < last).and_then(|next| MIGRATIONS.get(next)) else {
        return Ok(false);
    };
    let script = match transaction.kind() {
        EngineKind::Sqlite => step.sqlite,
        EngineKind::Postgres => step.postgres,
    };
    let take = async {
        transaction.batch(script).await?;
        let note = "INSERT INTO schema_version (version, name, applied_at) VALUES ($1, $2, $3)";
        transaction.execute(note, params![found + 1, step.name, time::now()]).await
    };
    take.await.map_err(|source| OpenError::Migration { name: step.name, source })?;
    tracing::info!(migration = step.name, "took database step {}", step.name);
    Ok(true)
}

/// The version of the data, 0 if there is none. Holds off other programs that start at the same moment.
pub(crate) async fn version(transaction: &Transaction) -> Result<i64, StoreError> {
    dialect::wait_for_other_starters(transaction).await?;
    transaction.batch(dialect::SCHEMA_VERSION_TABLE).await?;
    transaction.query_one("SELECT COALESCE(max(version), 0) FROM schema_version", &[]).await?.int(0)
}
