//! How the store can fail, in words.

use banso_domain::id::PersonId;

/// What a database engine answered, without the values of the row: messages may be logged, people's data may not.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message} ({code})")]
pub struct EngineFailure {
    /// SQLite's extended result code or PostgreSQL's SQLSTATE.
    pub code: String,
    /// The engine's own short message.
    pub message: String,
}

/// A read or a command that did not succeed. Nothing of a failed command stays.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// Optimistic concurrency: the writer had seen an older state of the stream.
    #[error("the record was changed in the meantime: the writer had seen entry {expected}, it is now at {found}")]
    Conflict {
        /// The sequence number that the writer had seen, 0 for "no entry yet".
        expected: i64,
        /// The sequence number that was found.
        found: i64,
    },
    /// The engine stopped one of two commands that changed the same rows; trying again helps.
    #[error("two commands changed the same rows at the same moment; nothing of this one was saved")]
    Collision,
    /// A unique key exists already.
    #[error("a row with the same key exists already: {constraint}")]
    Duplicate {
        /// The constraint or columns, as the engine names them.
        constraint: String,
    },
    /// A row was asked for that is not there.
    #[error("the row asked for does not exist")]
    NoRow,
    /// Another command held the store for too long.
    #[error("the store was busy for {seconds} seconds; nothing was saved")]
    Busy {
        /// How long the command waited.
        seconds: u64,
    },
    /// The disk or the allowed size is used up.
    #[error("the disk of the database is full; nothing of this command was saved")]
    Full(#[source] EngineFailure),
    /// The database cannot be reached.
    #[error("the database cannot be reached")]
    Unavailable(#[source] EngineFailure),
    /// An earlier statement of the same transaction failed or was given up, so the rest is refused.
    #[error("an earlier statement of this transaction failed; nothing of it was saved")]
    Spoiled,
    /// The store was closed while the command waited for its commit. Whether it was saved is not known.
    #[error("the store was closed while the command was being saved")]
    Closed,
    /// A value could not be read.
    #[error("column {name} cannot be read: {problem}")]
    Column {
        /// The column.
        name: String,
        /// What is wrong with the value.
        problem: String,
    },
    /// What is stored does not have the form it should have.
    #[error("{what} cannot be understood: {problem}")]
    Shape {
        /// What was read.
        what: &'static str,
        /// What is wrong with it, without its content.
        problem: String,
    },
    /// The person's key was dropped after the retention period.
    #[error("the records of {0:?} were erased; nothing can be added to them")]
    Erased(PersonId),
    /// A sealed value does not open: it was changed, or belongs to another place.
    #[error("a sealed value cannot be opened; it was changed or moved")]
    SealBroken,
    /// The system has no random numbers to make a key from.
    #[error("the system gave no random numbers")]
    NoRandomness,
    /// Any other failure of a statement.
    #[error("the database refused the statement `{statement}`")]
    Statement {
        /// The SQL text, without values.
        statement: String,
        /// What the engine said.
        #[source]
        source: EngineFailure,
    },
}

/// Why a store could not be opened.
#[derive(Clone, Debug, thiserror::Error)]
pub enum OpenError {
    /// The data is from a later version of the program.
    #[error(
        "this data was written by a newer Banso (data version {found}, this program knows up to {known}); \
         please start the newer program"
    )]
    NewerData {
        /// The version of the data.
        found: i64,
        /// The latest version this program knows.
        known: i64,
    },
    /// The key does not belong to this data.
    #[error("the master key does not fit this data; it was written with another key")]
    WrongMasterKey,
    /// PostgreSQL is too old.
    #[error("PostgreSQL 15 or newer is needed, this server is version {0}")]
    OldServer(String),
    /// The database URL cannot be understood.
    #[error("the database address cannot be understood: {0}")]
    Address(String),
    /// The data directory cannot be made or read.
    #[error("the data directory {path} cannot be used")]
    Directory {
        /// The directory.
        path: String,
        /// Why.
        #[source]
        source: EngineFailure,
    },
    /// A migration failed; the data is as it was before it.
    #[error("the step {name} of the database could not be taken; the data is as before")]
    Migration {
        /// The file name of the migration.
        name: &'static str,
        /// Why.
        #[source]
        source: StoreError,
    },
    /// Another program serves the data, and keeps in memory what must not change behind its back.
    #[error("another banso serves this data already; stop it first")]
    Served,
    /// The database refused or could not be reached.
    #[error("the database could not be opened")]
    Store(#[source] StoreError),
}
