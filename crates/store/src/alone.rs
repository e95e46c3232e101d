//! One server at a time serves an installation: sessions, agencies and staff are kept in memory, and a second server would see
//! a sign-out late. The second one is refused (`docs/decisions/0032-one-server-at-a-time.md`).

use std::{
    fs::{File, OpenOptions, TryLockError},
    path::Path,
    time::{Duration, Instant},
};

use deadpool_postgres::{ClientWrapper, Object, Pool};
use tokio::{sync::watch, task::JoinHandle, time::sleep};

use crate::{
    EngineFailure, OpenError, Store, StoreError, Value,
    engine::{Engine, postgres},
    tx::Outdated,
};

/// The file in the data directory that the serving program holds.
const FILE: &str = "server.lock";

/// How long a server that was ended a moment ago is waited for.
const PATIENCE: Duration = Duration::from_secs(5);
const PAUSE: Duration = Duration::from_millis(100);

/// How often the connection that holds the lock of a PostgreSQL database is looked at.
const LOOK: Duration = Duration::from_secs(2);

/// A machine that vanished without a word gives the lock free after half a minute; an idle connection is kept.
const HOLD_ON: &str = "SET tcp_keepalives_idle = 15; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3;
    SET idle_session_timeout = 0";

/// That this program alone serves the installation, as long as it lives.
pub struct Alone {
    held: Held,
}

enum Held {
    /// The operating system gives the file free when the program ends, however it ends.
    File { _file: File },
    /// The server gives the lock free when the connection ends. Somebody watches over it.
    Connection { watcher: JoinHandle<()>, lost: watch::Receiver<bool> },
}

impl Alone {
    /// Comes to an end when another program serves the installation, after a connection that was lost; otherwise never.
    pub fn lost(&self) -> impl Future<Output = ()> + Send + 'static {
        let lost = match &self.held {
            Held::File { .. } => None,
            Held::Connection { lost, .. } => Some(lost.clone()),
        };
        async move {
            if let Some(mut lost) = lost
                && lost.wait_for(|lost| *lost).await.is_ok()
            {
                return;
            }
            std::future::pending::<()>().await;
        }
    }

    /// Whether another program serves the installation now.
    #[must_use]
    pub fn is_lost(&self) -> bool {
        matches!(&self.held, Held::Connection { lost, .. } if *lost.borrow())
    }
}

impl Drop for Alone {
    fn drop(&mut self) {
        if let Held::Connection { watcher, .. } = &self.held {
            watcher.abort();
        }
    }
}

impl Store {
    /// Sees to it that no other program serves this installation, or changes what a server keeps in memory.
    ///
    /// # Errors
    ///
    /// [`OpenError::Served`] if another program does already, [`OpenError::Store`] if that cannot be found out.
    pub async fn alone(&self) -> Result<Alone, OpenError> {
        let until = Instant::now() + PATIENCE;
        loop {
            if let Some(held) = self.try_alone().await? {
                return Ok(Alone { held });
            }
            if Instant::now() >= until {
                return Err(OpenError::Served);
            }
            sleep(PAUSE).await;
        }
    }

    async fn try_alone(&self) -> Result<Option<Held>, OpenError> {
        match self.engine() {
            Engine::Sqlite { directory, .. } => Ok(lock_file(directory)?.map(|file| Held::File { _file: file })),
            Engine::Postgres(pool) => {
                let key = self.lock_key();
                let Some(connection) = lock(pool, key).await.map_err(OpenError::Store)? else { return Ok(None) };
                let (tell, lost) = watch::channel(false);
                let watcher = tokio::spawn(watch_over(self.clone(), pool.clone(), key, connection, tell));
                Ok(Some(Held::Connection { watcher, lost }))
            }
        }
    }

    /// The number of the lock: schemas of one database may hold an installation each.
    fn lock_key(&self) -> i64 {
        let (high, low) = self.installation().as_u64_pair();
        i64::from_be_bytes((high ^ low).to_be_bytes())
    }
}

fn lock_file(directory: &Path) -> Result<Option<File>, OpenError> {
    let refused = |error: std::io::Error| OpenError::Directory {
        path: directory.display().to_string(),
        source: EngineFailure { code: "file".into(), message: error.to_string() },
    };
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(directory.join(FILE));
    let file = file.map_err(refused)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(refused(error)),
    }
}

/// A connection that holds the lock, taken out of the pool; none if somebody else holds it.
async fn lock(pool: &Pool, key: i64) -> Result<Option<ClientWrapper>, StoreError> {
    let client = postgres::client(pool).await?;
    postgres::batch(&client, HOLD_ON).await?;
    let taken = postgres::query(&client, "SELECT pg_try_advisory_lock($1)", &[Value::Int(key)]).await?;
    let is_taken = taken.first().ok_or(StoreError::NoRow)?.bool(0)?;
    // In either case it is no connection for others any more.
    let client = Object::take(client);
    Ok(is_taken.then_some(client))
}

/// Takes the lock anew when its connection was lost: the database was started again. Whoever served meanwhile may have changed
/// what is kept in memory; whoever serves now is told of.
async fn watch_over(store: Store, pool: Pool, key: i64, mut connection: ClientWrapper, tell: watch::Sender<bool>) {
    loop {
        sleep(LOOK).await;
        if !connection.is_closed() {
            continue;
        }
        match lock(&pool, key).await {
            Ok(Some(again)) => {
                connection = again;
                store.kept().forget(vec![Outdated::Directory]);
            }
            Ok(None) => {
                tell.send_replace(true);
                return;
            }
            // The server does not answer yet: nobody can be signed out there either.
            Err(_) => {}
        }
    }
}
