//! Restoring a backup into an empty place, whole or not at all.

use std::{
    collections::HashMap,
    fs::{self, File},
    io::{self, BufRead, BufReader},
    path::{Path, PathBuf},
};

use age::{DecryptError, Decryptor, secrecy::SecretString, stream::StreamReader};

use super::{
    BackupSummary, FORMAT, MOST_WORK, RestoreError, keep_name,
    line::{Header, Line, from_json},
};
use crate::{
    Location, MasterKey, StoreError, Value, dialect,
    engine::{Engine, Query, Transaction},
    migration, seal,
    store::make_directory,
};

/// Values given to one insert; both engines take more.
const VALUES_AT_A_TIME: usize = 900;

/// What a restore brought.
#[derive(Debug)]
pub struct Restored {
    /// The master key of the restored data. Keep it before anything else: the data cannot be opened without it.
    pub key: MasterKey,
    /// What was restored.
    pub summary: BackupSummary,
}

/// Restores a backup into an empty directory or database, of either engine.
///
/// # Errors
///
/// [`RestoreError`] in words; the target is then as it was before.
pub async fn restore(file: &Path, passphrase: &str, target: &Location) -> Result<Restored, RestoreError> {
    let (path, passphrase) = (file.to_owned(), SecretString::from(passphrase.to_owned()));
    let open = move || BackupReader::open(&path, passphrase);
    let mut backup = tokio::task::spawn_blocking(open).await.map_err(|_| RestoreError::Store(StoreError::Closed))??;
    match target {
        Location::Sqlite(directory) => {
            if !is_empty(directory)? {
                return Err(RestoreError::NotEmpty);
            }
            let staging = Staging::beside(directory)?;
            let engine =
                Engine::sqlite(&staging.0).map_err(|source| RestoreError::Store(StoreError::Unavailable(source)))?;
            let restored = fill(&engine, &mut backup).await?;
            engine.alone("PRAGMA wal_checkpoint(TRUNCATE)").await.map_err(RestoreError::Store)?;
            drop(engine);
            fs::rename(&staging.0, directory)
                .and_then(|()| keep_name(directory))
                .map_err(|source| file_error(directory, source))?;
            Ok(restored)
        }
        Location::Postgres(url) => {
            let engine = Engine::postgres(url).await.map_err(RestoreError::Target)?;
            if !engine.query(dialect::columns(engine.kind()), &[]).await.map_err(RestoreError::Store)?.is_empty() {
                return Err(RestoreError::NotEmpty);
            }
            fill(&engine, &mut backup).await
        }
    }
}

/// Makes the tables and fills them in one transaction.
async fn fill(engine: &Engine, backup: &mut BackupReader) -> Result<Restored, RestoreError> {
    let transaction = engine.begin().await.map_err(RestoreError::Store)?;
    while migration::take_next(&transaction, backup.header.data_version).await.map_err(RestoreError::Target)? {}
    let known = columns_by_table(&transaction).await.map_err(RestoreError::Store)?;
    let mut table: Option<Filling> = None;
    let mut seen = BackupSummary { tables: 0, rows: 0 };
    let summary = loop {
        match backup.next_line()? {
            Line::Row(values) => {
                let values = values.into_iter().map(from_json).collect::<Option<Vec<_>>>();
                let (Some(values), Some(table)) = (values, &mut table) else { return Err(RestoreError::Damaged) };
                seen.rows += 1;
                table.add(&transaction, values).await?;
            }
            Line::Table { table: name, columns } => {
                let fits = known.get(&name).is_some_and(|known| columns.iter().all(|column| known.contains(column)));
                if !fits || columns.is_empty() {
                    return Err(RestoreError::Damaged);
                }
                seen.tables += 1;
                if let Some(before) = table.replace(Filling { name, columns, values: Vec::new() }) {
                    before.finish(&transaction).await?;
                }
            }
            Line::End { end } => break end,
        }
    };
    if let Some(last) = table {
        last.finish(&transaction).await?;
    }
    let key = MasterKey::from_hex(&backup.header.master_key).map_err(|_| RestoreError::Damaged)?;
    if summary != seen || !key_fits(&transaction, &key).await.map_err(RestoreError::Store)? {
        return Err(RestoreError::Damaged);
    }
    dialect::count_on(&transaction).await.map_err(RestoreError::Store)?;
    transaction.commit().await.map_err(RestoreError::Store)?;
    Ok(Restored { key, summary })
}

async fn columns_by_table(transaction: &Transaction) -> Result<HashMap<String, Vec<String>>, StoreError> {
    let mut known: HashMap<String, Vec<String>> = HashMap::new();
    for row in transaction.query(dialect::columns(transaction.kind()), &[]).await? {
        known.entry(row.text(0)?.to_owned()).or_default().push(row.text(1)?.to_owned());
    }
    Ok(known)
}

async fn key_fits(transaction: &Transaction, key: &MasterKey) -> Result<bool, StoreError> {
    let row = transaction.query_opt("SELECT installation_id, key_check FROM installation", &[]).await?;
    row.map_or(Ok(false), |row| Ok(seal::fits(key, row.uuid(0)?, row.blob(1)?)))
}

/// A table being filled.
struct Filling {
    name: String,
    columns: Vec<String>,
    values: Vec<Value>,
}

impl Filling {
    async fn add(&mut self, transaction: &Transaction, row: Vec<Value>) -> Result<(), RestoreError> {
        if row.len() != self.columns.len() {
            return Err(RestoreError::Damaged);
        }
        self.values.extend(row);
        if self.values.len() + self.columns.len() > VALUES_AT_A_TIME {
            self.insert(transaction).await?;
        }
        Ok(())
    }

    async fn finish(mut self, transaction: &Transaction) -> Result<(), RestoreError> {
        self.insert(transaction).await
    }

    async fn insert(&mut self, transaction: &Transaction) -> Result<(), RestoreError> {
        if self.values.is_empty() {
            return Ok(());
        }
        let width = self.columns.len();
        let rows: Vec<_> = (0..self.values.len() / width)
            .map(|row| {
                let places: Vec<_> = (1..=width).map(|column| format!("${}", row * width + column)).collect();
                format!("({})", places.join(", "))
            })
            .collect();
        let sql = format!("INSERT INTO {} ({}) VALUES {}", self.name, self.columns.join(", "), rows.join(", "));
        transaction.execute(&sql, &self.values).await.map_err(RestoreError::Store)?;
        self.values.clear();
        Ok(())
    }
}

/// A backup being read.
struct BackupReader {
    header: Header,
    input: BufReader<StreamReader<BufReader<File>>>,
}

impl BackupReader {
    fn open(path: &Path, passphrase: SecretString) -> Result<Self, RestoreError> {
        let file = File::open(path).map_err(|source| file_error(path, source))?;
        let mut identity = age::scrypt::Identity::new(passphrase);
        identity.set_max_work_factor(MOST_WORK);
        let decrypted = Decryptor::new_buffered(BufReader::new(file))
            .and_then(|decryptor| decryptor.decrypt(std::iter::once(&identity as &dyn age::Identity)));
        let mut input = BufReader::new(decrypted.map_err(|error| match error {
            DecryptError::DecryptionFailed
            | DecryptError::KeyDecryptionFailed
            | DecryptError::NoMatchingKeys
            | DecryptError::InvalidMac => RestoreError::WrongPassphrase,
            DecryptError::Io(source) if source.kind() != io::ErrorKind::UnexpectedEof => file_error(path, source),
            _ => RestoreError::NotABackup,
        })?);
        let header: Header = read_line(&mut input)?;
        if header.data_version > migration::LATEST || header.banso_backup > FORMAT {
            return Err(RestoreError::Newer { found: header.data_version, known: migration::LATEST });
        }
        Ok(Self { header, input })
    }

    fn next_line(&mut self) -> Result<Line, RestoreError> {
        read_line(&mut self.input)
    }
}

/// The encryption tells a changed or missing byte as a failure to read.
fn read_line<T: serde::de::DeserializeOwned>(input: &mut impl BufRead) -> Result<T, RestoreError> {
    let mut line = String::new();
    input.read_line(&mut line).map_err(|_| RestoreError::Damaged)?;
    serde_json::from_str(&line).map_err(|_| RestoreError::Damaged)
}

/// A directory beside the target that takes its name once everything is in it; removed otherwise.
struct Staging(PathBuf);

impl Staging {
    fn beside(target: &Path) -> Result<Self, RestoreError> {
        let mut name = target.as_os_str().to_owned();
        name.push(format!(".restoring-{}", std::process::id()));
        let staging = Self(name.into());
        make_directory(&staging.0).map_err(RestoreError::Target)?;
        Ok(staging)
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // After the rename there is nothing left to remove.
        let _gone = fs::remove_dir_all(&self.0);
    }
}

fn is_empty(directory: &Path) -> Result<bool, RestoreError> {
    match fs::read_dir(directory) {
        Ok(mut files) => Ok(files.next().is_none()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(source) => Err(file_error(directory, source)),
    }
}

fn file_error(path: &Path, source: io::Error) -> RestoreError {
    RestoreError::File { path: path.display().to_string(), source }
}
