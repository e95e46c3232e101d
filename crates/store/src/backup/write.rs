//! Writing a backup of one moment while the store goes on working.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use age::{Encryptor, secrecy::SecretString, stream::StreamWriter};

use super::{
    BackupError, BackupSummary, FORMAT, WORK, keep_name,
    line::{Header, Line, to_json},
};
use crate::{
    MasterKey, Row, StoreError, Value, dialect,
    engine::{Engine, EngineKind, postgres, sqlite},
    migration, time,
};

/// Rows fetched from a server at a time.
const PAGE: usize = 1_000;

/// Writes a backup to a new file.
pub(crate) async fn backup(
    engine: &Engine,
    key: &MasterKey,
    file: &Path,
    passphrase: &str,
) -> Result<BackupSummary, BackupError> {
    if passphrase.is_empty() {
        return Err(BackupError::NoPassphrase);
    }
    if file.exists() {
        return Err(BackupError::Exists(file.display().to_string()));
    }
    let (key, path, passphrase) = (key.clone(), file.to_owned(), SecretString::from(passphrase.to_owned()));
    let start = move || BackupFile::create(path, passphrase, &key);
    match engine {
        Engine::Sqlite { directory, .. } => {
            let directory = directory.clone();
            let work = move || {
                let mut out = start()?;
                dump_sqlite(&directory, &mut out)?;
                out.finish()
            };
            aside(work).await
        }
        Engine::Postgres(pool) => {
            let mut out = aside(start).await?;
            dump_postgres(pool, &mut out).await?;
            aside(move || out.finish()).await
        }
    }
}

async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, BackupError> + Send + 'static,
) -> Result<T, BackupError> {
    tokio::task::spawn_blocking(work).await.map_err(|_| BackupError::Store(StoreError::Closed))?
}

fn dump_sqlite(directory: &Path, out: &mut BackupFile) -> Result<(), BackupError> {
    let connection =
        sqlite::open_reader(directory).map_err(|source| BackupError::Store(StoreError::Unavailable(source)))?;
    let ask = |sql: &str| sqlite::query(&connection, &Default::default(), sql, &[]).map_err(BackupError::Store);
    // A transaction that only reads sees one moment from its first question on.
    sqlite::batch(&connection, "BEGIN")?;
    let columns = ask(dialect::columns(EngineKind::Sqlite))?;
    let references = ask(dialect::references(EngineKind::Sqlite))?;
    for table in in_order(&columns, &references)? {
        out.table(&table)?;
        sqlite::each_row(&connection, &table.select(), |row| out.row(row))?;
    }
    Ok(())
}

async fn dump_postgres(pool: &deadpool_postgres::Pool, out: &mut BackupFile) -> Result<(), BackupError> {
    let command = postgres::Command::begin(pool, "REPEATABLE READ, READ ONLY").await?;
    let client = command.client()?;
    let columns = postgres::query(client, dialect::columns(EngineKind::Postgres), &[]).await;
    let references = postgres::query(client, dialect::references(EngineKind::Postgres), &[]).await;
    let tables = in_order(&columns?, &references?);
    for table in tables? {
        out.table(&table)?;
        let cursor = format!("DECLARE dump_{} NO SCROLL CURSOR FOR {}", table.name, table.select());
        postgres::batch(client, &cursor).await?;
        let fetch = format!("FETCH {PAGE} FROM dump_{}", table.name);
        loop {
            let rows = postgres::query(client, &fetch, &[]).await?;
            rows.iter().try_for_each(|row| out.row(row.values()))?;
            if rows.len() < PAGE {
                break;
            }
        }
    }
    Ok(())
}

/// A table and its columns.
struct Table {
    name: String,
    columns: Vec<String>,
}

impl Table {
    fn select(&self) -> String {
        format!("SELECT {} FROM {}", self.columns.join(", "), self.name)
    }
}

/// The tables, each after those it refers to; `schema_version` is left out.
fn in_order(columns: &[Row], references: &[Row]) -> Result<Vec<Table>, StoreError> {
    let mut waiting: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in columns {
        waiting.entry(row.text(0)?.to_owned()).or_default().push(row.text(1)?.to_owned());
    }
    waiting.remove("schema_version");
    let mut ordered = Vec::with_capacity(waiting.len());
    while !waiting.is_empty() {
        let mut free = Vec::new();
        for name in waiting.keys() {
            let mut held = false;
            for row in references {
                held |= row.text(0)? == name && waiting.contains_key(row.text(1)?);
            }
            if !held {
                free.push(name.clone());
            }
        }
        if free.is_empty() {
            // Tables that refer to each other in a circle come last, by name.
            free.extend(waiting.keys().cloned());
        }
        for name in free {
            let columns = waiting.remove(&name).unwrap_or_default();
            ordered.push(Table { name, columns });
        }
    }
    Ok(ordered)
}

/// The file being written; under a passing name until it is whole.
struct BackupFile {
    out: Option<StreamWriter<BufWriter<File>>>,
    path: PathBuf,
    partial: PathBuf,
    summary: BackupSummary,
}

impl BackupFile {
    fn create(path: PathBuf, passphrase: SecretString, key: &MasterKey) -> Result<Self, BackupError> {
        let mut partial = path.clone().into_os_string();
        partial.push(".partial");
        let partial = PathBuf::from(partial);
        let mut recipient = age::scrypt::Recipient::new(passphrase);
        recipient.set_work_factor(WORK);
        let mut options = fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let opened = options.open(&partial).and_then(|file| {
            Encryptor::with_recipients(std::iter::once(&recipient as &dyn age::Recipient))
                .map_err(io::Error::other)?
                .wrap_output(BufWriter::new(file))
        });
        let out = opened.map_err(|source| BackupError::File { path: path.display().to_string(), source })?;
        let mut file = Self { out: Some(out), path, partial, summary: BackupSummary { tables: 0, rows: 0 } };
        file.line(&Header {
            banso_backup: FORMAT,
            data_version: migration::LATEST,
            written_at: time::now().timestamp_micros(),
            master_key: key.to_hex().to_string(),
        })?;
        Ok(file)
    }

    fn table(&mut self, table: &Table) -> Result<(), BackupError> {
        self.summary.tables += 1;
        self.line(&Line::Table { table: table.name.clone(), columns: table.columns.clone() })
    }

    fn row(&mut self, values: &[Value]) -> Result<(), BackupError> {
        self.summary.rows += 1;
        self.line(&Line::Row(values.iter().map(to_json).collect()))
    }

    fn line(&mut self, line: &impl serde::Serialize) -> Result<(), BackupError> {
        let Some(out) = &mut self.out else { return Ok(()) };
        let written =
            serde_json::to_writer(&mut *out, line).map_err(io::Error::from).and_then(|()| out.write_all(b"\n"));
        written.map_err(|source| self.failed(source))
    }

    /// Writes the end, makes the file durable, and gives it its name.
    fn finish(mut self) -> Result<BackupSummary, BackupError> {
        self.line(&Line::End { end: self.summary })?;
        let finished = self.out.take().map_or(Ok(()), |out| {
            let file = out.finish()?.into_inner().map_err(io::IntoInnerError::into_error)?;
            file.sync_all()?;
            fs::rename(&self.partial, &self.path)?;
            keep_name(&self.path)
        });
        finished.map_err(|source| self.failed(source))?;
        Ok(self.summary)
    }

    fn failed(&self, source: io::Error) -> BackupError {
        BackupError::File { path: self.path.display().to_string(), source }
    }
}

impl Drop for BackupFile {
    fn drop(&mut self) {
        // Once finished, the passing name is gone and there is nothing to remove.
        let _gone = fs::remove_file(&self.partial);
    }
}
