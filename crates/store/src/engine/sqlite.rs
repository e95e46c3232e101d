//! SQLite: opening connections, running statements, and the pool of readers.

use std::{
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use rusqlite::{
    Connection, ErrorCode, OpenFlags, ToSql,
    config::DbConfig,
    ffi,
    types::{ToSqlOutput, ValueRef},
};

use super::statement::Statements;
use crate::{EngineFailure, Row, StoreError, Value};

/// The database file in the data directory.
pub(crate) const FILE: &str = "banso.sqlite";

/// Readers that work at the same time. Reads run on the caller's thread, so more than the threads of a small server
/// would only hold memory.
const READERS: usize = 4;

/// Long reads (reports, exports, checks) that work at the same time; further ones wait.
const LONG_READERS: usize = 2;

/// How long one process waits for another that writes (a server and a command line on the same data).
const WAIT_FOR_OTHER_PROCESS: Duration = Duration::from_secs(10);

/// Settings of every connection. 16 MiB of page cache each, which holds the inner pages of the trees at a million persons; the
/// operating system keeps the rest.
const EVERY_CONNECTION: &str = "
    PRAGMA foreign_keys = ON;
    PRAGMA cache_size = -16384;
    PRAGMA temp_store = MEMORY;
";

/// Settings of the writer. Pages of 8 KiB, set when the file is made, hold a support record or a case whole: rows beyond a
/// quarter of a page would each get a page of their own. `secure_delete` overwrites what is deleted: an erased key must not
/// linger in the file. What the write-ahead log holds is moved into the file beside the writer ([`move_log`]); the writer does
/// it itself only when that has fallen 32 MiB behind.
const WRITER: &str = "
    PRAGMA page_size = 8192;
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA secure_delete = ON;
    PRAGMA journal_size_limit = 67108864;
    PRAGMA wal_autocheckpoint = 4096;
";

/// Opens the one connection that writes, and makes the file if there is none.
pub(crate) fn open_writer(directory: &Path) -> Result<Connection, EngineFailure> {
    let connection = Connection::open(directory.join(FILE)).map_err(|error| failure(&error))?;
    prepare_connection(&connection, WRITER)?;
    Ok(connection)
}

/// Lets a writer go on without waiting for the disk: a power cut then takes the last commands, or the file. It moves its log
/// itself, since that costs it no waiting either.
pub(crate) fn trust_the_power(connection: &Connection) -> Result<(), EngineFailure> {
    connection
        .execute_batch("PRAGMA synchronous = OFF; PRAGMA wal_autocheckpoint = 1000;")
        .map_err(|error| failure(&error))
}

/// Moves what the write-ahead log holds into the database file, while the writer goes on: as much as nobody still reads.
pub(crate) fn move_log(file: &Path) -> Result<(), EngineFailure> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(file, flags).map_err(|error| failure(&error))?;
    connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(())).map_err(|error| failure(&error))
}

/// Opens a connection that can only read.
pub(crate) fn open_reader(directory: &Path) -> Result<Connection, EngineFailure> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(directory.join(FILE), flags).map_err(|error| failure(&error))?;
    prepare_connection(&connection, "PRAGMA query_only = ON;")?;
    Ok(connection)
}

fn prepare_connection(connection: &Connection, settings: &str) -> Result<(), EngineFailure> {
    connection.set_prepared_statement_cache_capacity(256);
    // Otherwise every new parameter has a statement planned anew on any table that has an index with a condition.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(|error| failure(&error))?;
    connection
        .busy_timeout(WAIT_FOR_OTHER_PROCESS)
        .and_then(|()| connection.execute_batch(settings))
        .and_then(|()| connection.execute_batch(EVERY_CONNECTION))
        .map_err(|error| failure(&error))
}

/// Read-only connections, taken for the length of one statement.
pub(crate) struct Readers {
    short: Vec<Mutex<Connection>>,
    long: Vec<Mutex<Connection>>,
    statements: Arc<Statements>,
}

impl Readers {
    pub(crate) fn open(directory: &Path, statements: Arc<Statements>) -> Result<Self, EngineFailure> {
        let open = |count| (0..count).map(|_| open_reader(directory).map(Mutex::new)).collect::<Result<Vec<_>, _>>();
        Ok(Self { short: open(READERS)?, long: open(LONG_READERS)?, statements })
    }

    /// A short read.
    pub(crate) fn query(&self, sql: &str, params: &[Value]) -> Result<Vec<Row>, StoreError> {
        query(&free(&self.short), &self.statements, sql, params)
    }

    /// A read that may take seconds; short ones never wait for it.
    pub(crate) fn query_long(&self, sql: &str, params: &[Value]) -> Result<Vec<Row>, StoreError> {
        query(&free(&self.long), &self.statements, sql, params)
    }
}

/// The first connection that nobody uses: the same few stay warm. If all are busy, waits for the first.
fn free(connections: &[Mutex<Connection>]) -> MutexGuard<'_, Connection> {
    connections
        .iter()
        .find_map(|connection| connection.try_lock().ok())
        .unwrap_or_else(|| connections[0].lock().unwrap_or_else(PoisonError::into_inner))
}

/// Runs a statement that answers with rows.
pub(crate) fn query(
    connection: &Connection,
    statements: &Statements,
    sql: &str,
    params: &[Value],
) -> Result<Vec<Row>, StoreError> {
    let explain = |error: rusqlite::Error| store_error(sql, &error);
    let known = statements.get(sql);
    let mut statement = connection.prepare_cached(&known.text).map_err(explain)?;
    bind(&mut statement, params).map_err(explain)?;
    let columns = Arc::clone(known.columns.get_or_init(|| statement.column_names().map(str::to_owned).collect()));
    let width = statement.column_count();
    let mut found = statement.raw_query();
    let mut rows = Vec::new();
    while let Some(row) = found.next().map_err(explain)? {
        let values = (0..width).map(|column| read(row.get_ref(column)?)).collect::<Result<_, _>>().map_err(explain)?;
        rows.push(Row::new(Arc::clone(&columns), values));
    }
    Ok(rows)
}

/// Shows the rows of a statement one after the other, without holding them all.
pub(crate) fn each_row<E>(
    connection: &Connection,
    sql: &str,
    mut show: impl FnMut(&[Value]) -> Result<(), E>,
) -> Result<(), E>
where
    E: From<StoreError>,
{
    let explain = |error: rusqlite::Error| E::from(store_error(sql, &error));
    let mut statement = connection.prepare(sql).map_err(explain)?;
    let width = statement.column_count();
    let mut found = statement.raw_query();
    while let Some(row) = found.next().map_err(explain)? {
        let values: Vec<_> =
            (0..width).map(|column| read(row.get_ref(column)?)).collect::<Result<_, _>>().map_err(explain)?;
        show(&values)?;
    }
    Ok(())
}

/// Runs a statement that changes rows and returns how many.
pub(crate) fn execute(
    connection: &Connection,
    statements: &Statements,
    sql: &str,
    params: &[Value],
) -> Result<u64, StoreError> {
    let explain = |error: rusqlite::Error| store_error(sql, &error);
    let known = statements.get(sql);
    let mut statement = connection.prepare_cached(&known.text).map_err(explain)?;
    bind(&mut statement, params).map_err(explain)?;
    statement.raw_execute().map(|rows| rows as u64).map_err(explain)
}

/// Runs several statements without parameters.
pub(crate) fn batch(connection: &Connection, sql: &str) -> Result<(), StoreError> {
    connection.execute_batch(sql).map_err(|error| store_error(sql, &error))
}

fn bind(statement: &mut rusqlite::Statement<'_>, params: &[Value]) -> rusqlite::Result<()> {
    if statement.parameter_count() != params.len() {
        return Err(rusqlite::Error::InvalidParameterCount(params.len(), statement.parameter_count()));
    }
    params.iter().enumerate().try_for_each(|(index, value)| statement.raw_bind_parameter(index + 1, value))
}

fn read(value: ValueRef<'_>) -> rusqlite::Result<Value> {
    Ok(match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Int(number),
        ValueRef::Real(number) => Value::Real(number),
        ValueRef::Text(bytes) => Value::Text(std::str::from_utf8(bytes)?.to_owned()),
        ValueRef::Blob(bytes) => Value::Blob(bytes.to_vec()),
    })
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(number) => ValueRef::Integer(*number),
            Self::Real(number) => ValueRef::Real(*number),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Blob(bytes) => ValueRef::Blob(bytes),
            Self::Uuid(id) => ValueRef::Blob(id.as_bytes()),
        }))
    }
}

/// SQLite's answer as text. Its messages name tables and columns, never values.
pub(crate) fn failure(error: &rusqlite::Error) -> EngineFailure {
    let code =
        error.sqlite_error().map_or_else(|| "sqlite".to_owned(), |cause| format!("sqlite {}", cause.extended_code));
    EngineFailure { code, message: error.to_string() }
}

pub(crate) fn store_error(sql: &str, error: &rusqlite::Error) -> StoreError {
    let cause = failure(error);
    match error.sqlite_error() {
        Some(ffi::Error { code: ErrorCode::DiskFull, .. }) => StoreError::Full(cause),
        Some(ffi::Error { code: ErrorCode::DatabaseBusy, .. }) => {
            StoreError::Busy { seconds: WAIT_FOR_OTHER_PROCESS.as_secs() }
        }
        Some(ffi::Error {
            extended_code: ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY, ..
        }) => StoreError::Duplicate { constraint: cause.message },
        Some(ffi::Error { code: ErrorCode::CannotOpen | ErrorCode::SystemIoFailure, .. }) => {
            StoreError::Unavailable(cause)
        }
        _ => StoreError::Statement { statement: sql.to_owned(), source: cause },
    }
}
