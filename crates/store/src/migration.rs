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

migrations![
    "0001_journal",
    "0002_cases",
    "0003_lists",
    "0004_calendar",
    "0005_sharing",
    "0006_referrals",
    "0007_notices",
    "0008_sittings",
    "0009_contacts",
    "0010_handovers",
    "0011_episodes",
    "0012_protection",
    "0013_phases",
    "0014_jobs",
    "0015_sheets",
    "0016_quick_lists",
    "0017_gatherings",
    "0018_way_notes",
    "0019_handovers_of_uses",
    "0020_resources",
    "0021_directory_in_memory",
    "0022_named_columns",
    "0023_missing",
    "0024_survey",
    "0025_jobs_anew",
    "0026_linkage",
    "0028_rhythm",
    "0029_networks",
    "0030_conferences_of_uses",
    "0031_item_wordings",
    "0032_logic_model",
    "0033_places_of_plans",
    "0034_beside_jobs",
];

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

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::testing::TestBed;

    /// The tables as the engine describes them, in words common to both.
    async fn tables(bed: &TestBed) -> BTreeSet<String> {
        let engine = bed.open().await.inner.engine.clone();
        let rows = engine.query(dialect::columns(engine.kind()), &[]).await.unwrap();
        let describe = |row: &crate::Row| {
            let kind = match row.text(2).unwrap() {
                "integer" | "bigint" => "a whole number",
                "text" => "text",
                "real" | "double precision" => "a real number",
                "blob" | "bytea" | "uuid" => "bytes",
                other => panic!("a type that is not used here: {other}"),
            };
            let missing = if row.bool(3).unwrap() { "may be missing" } else { "is always there" };
            format!("{}.{}: {kind}, {missing}", row.text(0).unwrap(), row.text(1).unwrap())
        };
        rows.iter().map(describe).collect()
    }

    #[tokio::test]
    async fn both_engines_get_the_same_tables() {
        let sqlite = tables(&TestBed::sqlite()).await;
        assert!(sqlite.contains("journal.person_id: bytes, may be missing"), "{sqlite:#?}");
        let Some(bed) = TestBed::postgres().await else { return println!("skipped: no PostgreSQL server is named") };
        let postgres = tables(&bed).await;
        bed.clear().await;
        assert_eq!(sqlite, postgres);
    }

    #[test]
    fn every_step_is_embedded_and_no_file_is_forgotten() {
        for engine in ["sqlite", "postgres"] {
            let folder = format!("{}/migrations/{engine}", env!("CARGO_MANIFEST_DIR"));
            let files: BTreeSet<_> = std::fs::read_dir(folder)
                .unwrap()
                .map(|file| file.unwrap().file_name().into_string().unwrap())
                .collect();
            let steps: BTreeSet<_> = MIGRATIONS.iter().map(|step| format!("{}.sql", step.name)).collect();
            assert_eq!(files, steps);
        }
    }
}
