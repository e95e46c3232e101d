//! What the engines cannot be told in the same words, both spellings side by side.

use crate::{
    StoreError,
    engine::{EngineKind, Query, Transaction},
};

/// The table of the steps taken; the types of both engines understand it.
pub(crate) const SCHEMA_VERSION_TABLE: &str = "CREATE TABLE IF NOT EXISTS schema_version (
    version    BIGINT NOT NULL PRIMARY KEY,
    name       TEXT   NOT NULL,
    applied_at BIGINT NOT NULL
)";

/// Keeps two programs that start together from taking the same step. SQLite has one writer anyhow.
pub(crate) async fn wait_for_other_starters(transaction: &Transaction) -> Result<(), StoreError> {
    match transaction.kind() {
        EngineKind::Sqlite => Ok(()),
        EngineKind::Postgres => {
            let lock = "SELECT CAST(pg_advisory_xact_lock(hashtext('banso ' || current_schema())) AS TEXT)";
            transaction.query(lock, &[]).await.map(drop)
        }
    }
}

/// Waits for whoever writes under the same key, until this transaction ends. On SQLite writers take turns anyway.
pub(crate) async fn take_turns(transaction: &Transaction, key: i64) -> Result<(), StoreError> {
    match transaction.kind() {
        EngineKind::Sqlite => Ok(()),
        EngineKind::Postgres => {
            let lock = "SELECT CAST(pg_advisory_xact_lock($1) AS TEXT)";
            transaction.query(lock, &[key.into()]).await.map(drop)
        }
    }
}

/// The tables of the installation with their columns `(table, column, type, may be null)`, by name and place.
/// SQLite's virtual tables and their helpers are left out: they hold nothing of their own.
pub(crate) const fn columns(kind: EngineKind) -> &'static str {
    match kind {
        EngineKind::Sqlite => {
            "SELECT t.name, c.name, lower(c.type), CASE WHEN c.\"notnull\" = 1 THEN 0 ELSE 1 END
             FROM pragma_table_list t JOIN pragma_table_info(t.name) c
             WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
             ORDER BY t.name, c.cid"
        }
        EngineKind::Postgres => {
            "SELECT c.table_name::text, c.column_name::text, c.data_type::text,
                    CASE WHEN c.is_nullable = 'YES' THEN 1 ELSE 0 END
             FROM information_schema.columns c
             JOIN information_schema.tables t USING (table_schema, table_name)
             WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE'
             ORDER BY c.table_name::text COLLATE \"C\", c.ordinal_position"
        }
    }
}

/// Which table refers to which `(child, parent)`, itself left out.
pub(crate) const fn references(kind: EngineKind) -> &'static str {
    match kind {
        EngineKind::Sqlite => {
            "SELECT DISTINCT t.name, f.\"table\"
             FROM pragma_table_list t JOIN pragma_foreign_key_list(t.name) f
             WHERE t.schema = 'main' AND t.type = 'table' AND t.name <> f.\"table\""
        }
        EngineKind::Postgres => {
            "SELECT DISTINCT child.relname::text, parent.relname::text
             FROM pg_constraint f
             JOIN pg_class child ON child.oid = f.conrelid
             JOIN pg_class parent ON parent.oid = f.confrelid
             WHERE f.contype = 'f' AND f.conrelid <> f.confrelid
               AND child.relnamespace = current_schema()::regnamespace"
        }
    }
}

/// A column in the order of its bytes, whatever the order of words of the server is.
pub(crate) fn by_bytes(kind: EngineKind, column: &str) -> String {
    const TEXTS: [&str; 6] = ["role", "month", "method", "purpose", "term", "kana_key"];
    match kind {
        EngineKind::Postgres if TEXTS.contains(&column) => format!("{column} COLLATE \"C\""),
        _ => column.to_owned(),
    }
}

/// The end of a question about a row that is going to be changed: on a server, others wait until it is.
pub(crate) const fn to_change(kind: EngineKind) -> &'static str {
    match kind {
        EngineKind::Sqlite => "",
        EngineKind::Postgres => " FOR UPDATE",
    }
}

/// After rows were written with their own numbers, lets the engine count on from there. SQLite does so by itself.
pub(crate) async fn count_on(transaction: &Transaction) -> Result<(), StoreError> {
    if transaction.kind() == EngineKind::Sqlite {
        return Ok(());
    }
    let identities = "SELECT table_name::text, column_name::text FROM information_schema.columns
                      WHERE table_schema = current_schema() AND is_identity = 'YES'";
    for row in transaction.query(identities, &[]).await? {
        let (table, column) = (row.text(0)?, row.text(1)?);
        let sql = format!(
            "SELECT setval(pg_get_serial_sequence('{table}', '{column}'), COALESCE(max({column}), 0) + 1, false)
             FROM {table}"
        );
        transaction.query(&sql, &[]).await?;
    }
    Ok(())
}

/// Makes the engine forget old versions of rows that were overwritten: an erased key must not linger.
pub(crate) const fn scrub(kind: EngineKind) -> &'static str {
    match kind {
        EngineKind::Sqlite => "PRAGMA wal_checkpoint(TRUNCATE)",
        EngineKind::Postgres => "VACUUM person_key",
    }
}
