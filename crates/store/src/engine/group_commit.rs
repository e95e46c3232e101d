//! Group commit on SQLite: commands that wait for each other share one durable `COMMIT`.
//!
//! A durable commit costs one flush of the disk, some milliseconds, whatever its size. Commands therefore take turns on the
//! one writing connection, each but the first inside a `SAVEPOINT` of a common outer transaction. The first that finishes queues up
//! behind those already waiting; when its turn comes, everybody before it has joined, and one `COMMIT` makes all of them
//! durable. Only then is any of them acknowledged. A command alone commits at once.
//!
//! Two things always hold, also when futures are dropped half-way:
//! an outer transaction that is open while nobody has the turn holds at least one finished command, and for every such
//! transaction a task waits in line to commit it.

use std::{
    path::PathBuf,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use rusqlite::Connection;
use tokio::sync::{Mutex as Turns, OwnedMutexGuard, watch};

use super::{WAIT_FOR_TURN, sqlite, statement::Statements};
use crate::{Row, StoreError, Value};

/// A group is committed before the next command starts once it holds so many finished commands …
const MOST_COMMANDS: usize = 64;

/// … or has been open for so long.
const LONGEST: Duration = Duration::from_millis(5);

/// After so many commits the write-ahead log is moved into the database file, beside those who write: it then holds some
/// megabytes. A writer that did it itself would let everybody behind it wait for two flushes of the disk.
const COMMITS_OF_A_LOG: u64 = 128;

/// How many commands were saved, and with how many commits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WriteCounts {
    /// Commands that were acknowledged.
    pub commands: u64,
    /// Durable commits that this took.
    pub commits: u64,
}

type Outcome = Option<Result<(), StoreError>>;

/// The commands that share an outer transaction.
struct Group {
    outcome: watch::Sender<Outcome>,
    finished: usize,
    opened: Instant,
}

/// The writing connection and the group that is open on it.
struct Desk {
    connection: Connection,
    group: Option<Group>,
}

/// The line of commands before the one writing connection.
#[derive(Clone)]
pub(crate) struct WriteQueue {
    /// Whoever holds it has the turn; served in order of arrival.
    turn: Arc<Turns<()>>,
    /// Locked for single statements only, and only by whoever has the turn.
    desk: Arc<Mutex<Desk>>,
    statements: Arc<Statements>,
    counters: Arc<Counters>,
    /// The database file, if its log is to be moved into it now and then.
    file: Option<Arc<PathBuf>>,
}

#[derive(Default)]
struct Counters {
    commands: AtomicU64,
    commits: AtomicU64,
    /// Somebody is moving the log.
    moves_log: AtomicBool,
}

impl WriteQueue {
    /// `file` is the database file, if its log is to be moved into it beside the writer.
    pub(crate) fn new(connection: Connection, statements: Arc<Statements>, file: Option<PathBuf>) -> Self {
        Self {
            file: file.map(Arc::new),
            turn: Arc::default(),
            desk: Arc::new(Mutex::new(Desk { connection, group: None })),
            statements,
            counters: Arc::default(),
        }
    }

    pub(crate) fn counts(&self) -> WriteCounts {
        WriteCounts {
            commands: self.counters.commands.load(Ordering::Relaxed),
            commits: self.counters.commits.load(Ordering::Relaxed),
        }
    }

    /// Waits for the turn and starts a command.
    pub(crate) async fn begin(&self) -> Result<Command, StoreError> {
        let mut turn = self.take_turn().await?;
        if self.desk().is_due() {
            turn = self.commit_group(turn).await?;
        }
        self.desk().start_command()?;
        Ok(Command { queue: self.clone(), turn: Some(turn) })
    }

    /// Runs statements on the writing connection outside any transaction.
    pub(crate) async fn alone(&self, sql: &str) -> Result<(), StoreError> {
        let mut turn = self.take_turn().await?;
        if self.desk().group.is_some() {
            turn = self.commit_group(turn).await?;
        }
        let done = sqlite::batch(&self.desk().connection, sql);
        drop(turn);
        done
    }

    async fn take_turn(&self) -> Result<OwnedMutexGuard<()>, StoreError> {
        tokio::time::timeout(WAIT_FOR_TURN, Arc::clone(&self.turn).lock_owned())
            .await
            .map_err(|_| StoreError::Busy { seconds: WAIT_FOR_TURN.as_secs() })
    }

    /// Commits what is open and tells everybody in the group. Runs to its end even if the caller goes away.
    async fn commit_group(&self, turn: OwnedMutexGuard<()>) -> Result<OwnedMutexGuard<()>, StoreError> {
        let queue = self.clone();
        let flush = move || {
            queue.desk().commit(&queue.counters);
            queue.move_log_now_and_then();
            turn
        };
        tokio::task::spawn_blocking(flush).await.map_err(|_| StoreError::Closed)
    }

    fn move_log_now_and_then(&self) {
        let Some(file) = self.file.clone().filter(|_| self.counts().commits.is_multiple_of(COMMITS_OF_A_LOG)) else {
            return;
        };
        if self.counters.moves_log.swap(true, Ordering::Relaxed) {
            return;
        }
        let counters = Arc::clone(&self.counters);
        tokio::task::spawn_blocking(move || {
            // Nothing is lost if it fails: the log keeps what it holds, and the writer moves it in the end.
            if let Err(error) = sqlite::move_log(&file) {
                tracing::warn!(%error, "the write-ahead log stays as it is");
            }
            counters.moves_log.store(false, Ordering::Relaxed);
        });
    }

    /// Waits in line and commits the group that is told by `outcome`, unless somebody else did.
    async fn settle(self, outcome: watch::Receiver<Outcome>) {
        // Commands woken by the commit before this one get the chance to join first.
        tokio::task::yield_now().await;
        let turn = Arc::clone(&self.turn).lock_owned().await;
        if outcome.borrow().is_none() {
            // An error here means that the runtime is shutting down; nobody is left to be told.
            let _closing = self.commit_group(turn).await;
        }
    }

    fn desk(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Desk {
    fn is_due(&self) -> bool {
        self.group.as_ref().is_some_and(|group| group.finished >= MOST_COMMANDS || group.opened.elapsed() >= LONGEST)
    }

    fn start_command(&mut self) -> Result<(), StoreError> {
        if self.group.is_none() {
            // The first command needs no savepoint of its own: undoing it undoes all there is.
            sqlite::batch(&self.connection, "BEGIN IMMEDIATE")?;
            self.group = Some(Group { outcome: watch::Sender::new(None), finished: 0, opened: Instant::now() });
            return Ok(());
        }
        sqlite::batch(&self.connection, "SAVEPOINT command").inspect_err(|error| self.lose_group(error))
    }

    /// Ends the command of whoever has the turn; its work now waits for the commit of the group.
    /// Returns where the outcome will be told, and whether this was the first of its group.
    fn finish_command(&mut self) -> Result<(watch::Receiver<Outcome>, bool), StoreError> {
        let is_first = self.group.as_ref().is_none_or(|group| group.finished == 0);
        if !is_first && let Err(error) = sqlite::batch(&self.connection, "RELEASE command") {
            self.lose_group(&error);
            return Err(error);
        }
        let group = self.group.as_mut().ok_or(StoreError::Spoiled)?;
        group.finished += 1;
        Ok((group.outcome.subscribe(), group.finished == 1))
    }

    /// Undoes the command of whoever has the turn and leaves the others of the group as they are.
    fn undo_command(&mut self) {
        let Some(group) = &self.group else { return };
        let undone = if group.finished == 0 {
            self.group = None;
            sqlite::batch(&self.connection, "ROLLBACK")
        } else {
            sqlite::batch(&self.connection, "ROLLBACK TO command; RELEASE command")
        };
        if let Err(error) = undone {
            self.lose_group(&error);
        }
    }

    /// Commits for all, counts, and tells them.
    fn commit(&mut self, counters: &Counters) {
        if let Err(error) = sqlite::batch(&self.connection, "COMMIT") {
            self.lose_group(&error);
        } else if let Some(group) = self.group.take() {
            counters.commands.fetch_add(group.finished as u64, Ordering::Relaxed);
            counters.commits.fetch_add(1, Ordering::Relaxed);
            group.outcome.send_replace(Some(Ok(())));
        }
    }

    /// After a failed statement: SQLite may have rolled back the outer transaction by itself (a full disk does that), and
    /// with it the commands that had finished before.
    fn check_group(&mut self, error: &StoreError) {
        if self.connection.is_autocommit() {
            self.lose_group(error);
        }
    }

    /// Rolls everything back and tells every command of the group that it failed.
    fn lose_group(&mut self, error: &StoreError) {
        if !self.connection.is_autocommit() && sqlite::batch(&self.connection, "ROLLBACK").is_err() {
            tracing::error!("the writing connection could not roll back; it stays closed until a restart");
        }
        if let Some(group) = self.group.take() {
            group.outcome.send_replace(Some(Err(error.clone())));
        }
    }
}

/// One command that has the turn. Dropping it undoes it.
pub(crate) struct Command {
    queue: WriteQueue,
    turn: Option<OwnedMutexGuard<()>>,
}

impl Command {
    pub(crate) fn query(&self, sql: &str, params: &[Value]) -> Result<Vec<Row>, StoreError> {
        self.with_group(|connection| sqlite::query(connection, &self.queue.statements, sql, params))
    }

    pub(crate) fn execute(&self, sql: &str, params: &[Value]) -> Result<u64, StoreError> {
        self.with_group(|connection| sqlite::execute(connection, &self.queue.statements, sql, params))
    }

    pub(crate) fn batch(&self, sql: &str) -> Result<(), StoreError> {
        self.with_group(|connection| sqlite::batch(connection, sql))
    }

    fn with_group<T>(&self, work: impl FnOnce(&Connection) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let mut desk = self.queue.desk();
        if desk.group.is_none() {
            return Err(StoreError::Spoiled);
        }
        work(&desk.connection).inspect_err(|error| desk.check_group(error))
    }

    /// Saves the command and returns when it is durable. If the caller goes away meanwhile, it is still saved.
    pub(crate) async fn commit(mut self) -> Result<(), StoreError> {
        let finished = self.queue.desk().finish_command();
        let turn = self.turn.take();
        let (mut outcome, first) = finished?;
        if first {
            tokio::spawn(self.queue.clone().settle(outcome.clone()));
        }
        drop(turn);
        let told = outcome.wait_for(Option::is_some).await.map_err(|_| StoreError::Closed)?;
        told.clone().unwrap_or(Err(StoreError::Closed))
    }
}

impl Drop for Command {
    fn drop(&mut self) {
        if self.turn.is_some() {
            self.queue.desk().undo_command();
        }
    }
}
