//! PostgreSQL: the pool, statements and transactions.

use std::{future::poll_fn, sync::Arc, task::Poll, time::Duration};

use deadpool_postgres::{Manager, ManagerConfig, Object, Pool, PoolError, RecyclingMethod, Runtime};
use tokio_postgres::{
    Client,
    error::SqlState,
    types::{FromSql, IsNull, ToSql, Type, private::BytesMut, to_sql_checked},
};
use uuid::Uuid;

use super::{WAIT_FOR_TURN, address};
use crate::{EngineFailure, OpenError, Row, StoreError, Value};

/// Connections to the server; commands beyond it wait.
const CONNECTIONS: usize = 12;

/// How long a server may leave a message unanswered by its system.
const SILENCE: Duration = Duration::from_secs(30);

/// The oldest server that is supported, as `server_version_num` counts.
const OLDEST_SERVER: i64 = 150_000;

/// Connects, and refuses a server that is too old.
pub(crate) async fn open(url: &str) -> Result<Pool, OpenError> {
    let (mut config, tls) = address::read(url)?;
    config.application_name("banso");
    config.connect_timeout(Duration::from_secs(10));
    // A server that vanished without a word is given up after this long, and not after hours.
    config.tcp_user_timeout(SILENCE);
    config.keepalives_idle(SILENCE);
    let manager = Manager::from_config(config, tls, ManagerConfig { recycling_method: RecyclingMethod::Fast });
    let pool = Pool::builder(manager)
        .max_size(CONNECTIONS)
        .runtime(Runtime::Tokio1)
        .wait_timeout(Some(WAIT_FOR_TURN))
        .create_timeout(Some(Duration::from_secs(15)))
        .build()
        .map_err(|error| OpenError::Address(error.to_string()))?;
    let client = client(&pool).await.map_err(OpenError::Store)?;
    let asked = "SELECT current_setting('server_version_num')::bigint, current_setting('server_version')";
    let answer = query(&client, asked, &[]).await.map_err(OpenError::Store)?;
    let server = answer.first().ok_or(OpenError::Store(StoreError::NoRow))?;
    if server.int(0).map_err(OpenError::Store)? < OLDEST_SERVER {
        return Err(OpenError::OldServer(server.text(1).map_err(OpenError::Store)?.to_owned()));
    }
    Ok(pool)
}

/// A connection of the pool.
pub(crate) async fn client(pool: &Pool) -> Result<Object, StoreError> {
    pool.get().await.map_err(|error| match error {
        PoolError::Timeout(_) => StoreError::Busy { seconds: WAIT_FOR_TURN.as_secs() },
        PoolError::Backend(error) => StoreError::Unavailable(failure(&error)),
        other => StoreError::Unavailable(EngineFailure { code: "pool".into(), message: other.to_string() }),
    })
}

/// Runs a statement that answers with rows.
pub(crate) async fn query(client: &Object, sql: &str, params: &[Value]) -> Result<Vec<Row>, StoreError> {
    let explain = |error: tokio_postgres::Error| store_error(sql, &error);
    let statement = client.prepare_cached(sql).await.map_err(explain)?;
    let columns: Arc<[String]> = statement.columns().iter().map(|column| column.name().to_owned()).collect();
    let found = client.query(&statement, &borrowed(params)).await.map_err(explain)?;
    found
        .iter()
        .map(|row| {
            let values = (0..row.len())
                .map(|column| row.try_get::<_, Value>(column))
                .collect::<Result<_, _>>()
                .map_err(explain)?;
            Ok(Row::new(Arc::clone(&columns), values))
        })
        .collect()
}

/// Runs a statement that changes rows and returns how many.
pub(crate) async fn execute(client: &Object, sql: &str, params: &[Value]) -> Result<u64, StoreError> {
    let explain = |error: tokio_postgres::Error| store_error(sql, &error);
    let statement = client.prepare_cached(sql).await.map_err(explain)?;
    client.execute(&statement, &borrowed(params)).await.map_err(explain)
}

/// Runs statements that change rows in order, each sent without waiting for the answer to the one before.
pub(crate) async fn execute_all(client: &Object, statements: &[(&str, Vec<Value>)]) -> Result<(), StoreError> {
    let mut prepared = Vec::with_capacity(statements.len());
    for (sql, _) in statements {
        prepared.push(client.prepare_cached(sql).await.map_err(|error| store_error(sql, &error))?);
    }
    let mut waiting: Vec<_> = statements
        .iter()
        .zip(&prepared)
        .map(|((sql, params), statement)| {
            Some(Box::pin(async move {
                client.execute(statement, &borrowed(params)).await.map_err(|error| store_error(sql, &error))
            }))
        })
        .collect();
    let mut outcome = Ok(());
    poll_fn(|context| {
        for place in &mut waiting {
            if let Some(Poll::Ready(done)) = place.as_mut().map(|running| running.as_mut().poll(context)) {
                *place = None;
                outcome = std::mem::replace(&mut outcome, Ok(())).and(done.map(drop));
            }
        }
        if waiting.iter().all(Option::is_none) { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    outcome
}

/// Runs several statements without parameters.
pub(crate) async fn batch(client: &Client, sql: &str) -> Result<(), StoreError> {
    client.batch_execute(sql).await.map_err(|error| store_error(sql, &error))
}

fn borrowed(params: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    params.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}

/// One command. Dropping it rolls it back and gives the connection back afterwards.
pub(crate) struct Command {
    client: Option<Object>,
}

impl Command {
    pub(crate) async fn begin(pool: &Pool, isolation: &str) -> Result<Self, StoreError> {
        // The command exists before BEGIN is sent, so that giving up in between rolls back as well.
        let command = Self { client: Some(client(pool).await?) };
        batch(command.client()?, &format!("BEGIN ISOLATION LEVEL {isolation}")).await?;
        Ok(command)
    }

    pub(crate) fn client(&self) -> Result<&Object, StoreError> {
        self.client.as_ref().ok_or(StoreError::Spoiled)
    }

    pub(crate) async fn commit(mut self) -> Result<(), StoreError> {
        batch(self.client()?, "COMMIT").await?;
        self.client = None;
        Ok(())
    }
}

impl Drop for Command {
    fn drop(&mut self) {
        let Some(client) = self.client.take() else { return };
        let Ok(runtime) = tokio::runtime::Handle::try_current() else {
            // Without a runtime nothing can be sent; closing the connection makes the server roll back.
            drop(Object::take(client));
            return;
        };
        runtime.spawn(async move {
            if client.batch_execute("ROLLBACK").await.is_err() {
                drop(Object::take(client));
            }
        });
    }
}

impl ToSql for Value {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(number) if *ty == Type::INT4 => i32::try_from(*number)?.to_sql(ty, out),
            Self::Int(number) if *ty == Type::FLOAT8 => (*number as f64).to_sql(ty, out),
            Self::Int(number) if *ty == Type::INT8 => number.to_sql(ty, out),
            Self::Real(number) if *ty == Type::FLOAT8 => number.to_sql(ty, out),
            Self::Text(text) if <&str as ToSql>::accepts(ty) => text.to_sql(ty, out),
            Self::Blob(bytes) if *ty == Type::BYTEA => bytes.to_sql(ty, out),
            // A backup made on SQLite holds identifiers as 16 bytes.
            Self::Blob(bytes) if *ty == Type::UUID => Uuid::from_slice(bytes)?.to_sql(ty, out),
            Self::Uuid(id) if *ty == Type::UUID => id.to_sql(ty, out),
            other => Err(format!("{} does not fit a parameter of type {ty}", other.kind()).into()),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

impl<'a> FromSql<'a> for Value {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(match *ty {
            Type::INT8 => Self::Int(i64::from_sql(ty, raw)?),
            Type::INT4 => Self::Int(i32::from_sql(ty, raw)?.into()),
            Type::BOOL => Self::Int(bool::from_sql(ty, raw)?.into()),
            Type::FLOAT8 => Self::Real(f64::from_sql(ty, raw)?),
            Type::BYTEA => Self::Blob(raw.to_vec()),
            Type::UUID => Self::Uuid(Uuid::from_sql(ty, raw)?),
            _ if <&str as FromSql>::accepts(ty) => Self::Text(<&str as FromSql>::from_sql(ty, raw)?.to_owned()),
            _ => return Err(format!("columns of type {ty} are not used here; cast it to bigint or text").into()),
        })
    }

    fn from_sql_null(_: &Type) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Self::Null)
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

/// PostgreSQL's answer as text. The detail is left out: it repeats values of the row.
fn failure(error: &tokio_postgres::Error) -> EngineFailure {
    let cause = std::error::Error::source(error).map(ToString::to_string);
    error.as_db_error().map_or_else(
        || EngineFailure {
            code: "connection".into(),
            message: cause.map_or_else(|| error.to_string(), |cause| format!("{error}: {cause}")),
        },
        |answer| EngineFailure { code: answer.code().code().into(), message: answer.message().into() },
    )
}

fn store_error(sql: &str, error: &tokio_postgres::Error) -> StoreError {
    let cause = failure(error);
    let Some(answer) = error.as_db_error() else {
        return if error.is_closed()
            || std::error::Error::source(error).is_some_and(|source| source.is::<std::io::Error>())
        {
            StoreError::Unavailable(cause)
        } else {
            StoreError::Statement { statement: sql.to_owned(), source: cause }
        };
    };
    let code = answer.code();
    if *code == SqlState::UNIQUE_VIOLATION {
        StoreError::Duplicate { constraint: answer.constraint().unwrap_or("unnamed").to_owned() }
    } else if *code == SqlState::T_R_SERIALIZATION_FAILURE || *code == SqlState::T_R_DEADLOCK_DETECTED {
        StoreError::Collision
    } else if *code == SqlState::DISK_FULL {
        StoreError::Full(cause)
    } else if code.code().starts_with("08") || code.code().starts_with("57P") {
        StoreError::Unavailable(cause)
    } else {
        StoreError::Statement { statement: sql.to_owned(), source: cause }
    }
}
