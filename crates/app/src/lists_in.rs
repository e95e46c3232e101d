//! A list on its way into the directory: sent, looked at, its columns named if need be, and read in with one press.
//!
//! What was sent is kept in memory until it is read in: one list for each member of staff, a few in all, and not over a restart. Nothing of it
//! is in the record before that press.

use std::{
    collections::HashMap,
    io::Cursor,
    sync::{Arc, Mutex, PoisonError},
};

use async_recursion::async_recursion as boxed;
use banso_access::{Action, Actor};
use banso_domain::{
    id::{ImportId, StaffId},
    resource::{ImportEvent, NamedColumns},
};
use banso_exchange::{Beginning, Encoding, Extent, LooksLike, Refused, Roster, Wanted, beginning, read, read_named};
use banso_store::{Change, Stamp};
use chrono::{DateTime, Duration, Utc};
use uuid::Uuid;

use crate::{App, ImportReport, UseCaseError};

/// So many lists wait at the same time; the oldest makes room.
const MOST_WAITING: usize = 4;
/// So long a list waits.
const HOURS_WAITING: i64 = 2;

#[derive(Clone)]
struct Waiting {
    bytes: Arc<Vec<u8>>,
    encoding: Option<Encoding>,
    since: DateTime<Utc>,
}

/// Lists that wait to be read in, by who sent them.
#[derive(Default)]
pub(crate) struct WaitingLists(Mutex<HashMap<StaffId, Waiting>>);

/// What a list is that waits.
#[derive(Debug)]
pub enum WaitingList {
    /// It can be read in: its rows, and what that would do.
    Readable(Box<Roster>, ImportReport),
    /// A table in no known form; its columns as they were named, if they were.
    Unnamed(Beginning, Option<NamedColumns>),
    /// It cannot be read.
    Refused(Refused),
}

impl App {
    /// Whether the actor may read lists in.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn may_import_resources(&self, actor: &Actor) -> Result<bool, UseCaseError> {
        match self.directory_permit(actor, Action::ImportResources).await {
            Ok(_) => Ok(true),
            Err(UseCaseError::Forbidden) => Ok(false),
            Err(other) => Err(other),
        }
    }

    /// A list was sent. It waits, in the place of one that this reader sent before.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Forbidden`] for those who may not read lists in; likewise below.
    #[boxed]
    pub async fn keep_list(
        &self,
        actor: &Actor,
        bytes: Vec<u8>,
        encoding: Option<Encoding>,
    ) -> Result<(), UseCaseError> {
        self.directory_permit(actor, Action::ImportResources).await?;
        let bytes = in_csv(bytes).await;
        let now = self.inner.clock.now();
        let mut waiting = self.inner.waiting_lists.0.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.retain(|_, list| now - list.since < Duration::hours(HOURS_WAITING));
        if waiting.len() >= MOST_WAITING
            && let Some(oldest) = waiting.iter().min_by_key(|(_, list)| list.since).map(|(staff, _)| *staff)
        {
            waiting.remove(&oldest);
        }
        waiting.insert(actor.staff(), Waiting { bytes: Arc::new(bytes), encoding, since: now });
        Ok(())
    }

    fn kept_list(&self, actor: &Actor) -> Option<Waiting> {
        self.inner.waiting_lists.0.lock().unwrap_or_else(PoisonError::into_inner).get(&actor.staff()).cloned()
    }

    /// What the list is that waits; none where none waits.
    ///
    /// # Errors
    ///
    /// See [`App::keep_list`].
    #[boxed]
    pub async fn waiting_list(&self, actor: &Actor) -> Result<Option<WaitingList>, UseCaseError> {
        self.directory_permit(actor, Action::ImportResources).await?;
        let Some(waiting) = self.kept_list(actor) else { return Ok(None) };
        let known = waiting.clone();
        let roster = in_background(move || {
            let wanted = Wanted { format: None, encoding: known.encoding };
            read(&mut Cursor::new(known.bytes.as_slice()), wanted, &mut |_| None)
        });
        let roster = match roster.await {
            Err(Refused::NotARoster {
                looks_like: LooksLike::OtherTable | LooksLike::Hospitals | LooksLike::Programmes,
                ..
            }) => match self.named_list(waiting).await? {
                Ok(roster) => Ok(roster),
                Err(other) => return Ok(Some(other)),
            },
            other => other,
        };
        Ok(Some(match roster {
            Ok(roster) => {
                let report = self.try_import(actor, &roster).await?;
                WaitingList::Readable(Box::new(roster), report)
            }
            Err(refused) => WaitingList::Refused(refused),
        }))
    }

    /// A table in no known form, read by the names of its columns.
    async fn named_list(&self, waiting: Waiting) -> Result<Result<Roster, WaitingList>, UseCaseError> {
        let known = waiting.clone();
        let begins = in_background(move || beginning(&mut Cursor::new(known.bytes.as_slice()), known.encoding));
        let begins = match begins.await {
            Ok(begins) => begins,
            Err(refused) => return Ok(Err(WaitingList::Refused(refused))),
        };
        let Some(columns) = self.inner.store.reader().named_columns(&begins.digest).await? else {
            return Ok(Err(WaitingList::Unnamed(begins, None)));
        };
        let known = columns.clone();
        let read = move || read_named(&mut Cursor::new(waiting.bytes.as_slice()), waiting.encoding, &known);
        Ok(in_background(read).await.map_err(WaitingList::Refused))
    }

    /// The beginning of the list that waits, to name its columns anew.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] where none waits that has columns to be named.
    #[boxed]
    pub async fn columns_of_waiting_list(
        &self,
        actor: &Actor,
    ) -> Result<(Beginning, Option<NamedColumns>), UseCaseError> {
        self.directory_permit(actor, Action::ImportResources).await?;
        let waiting = self.kept_list(actor).ok_or(UseCaseError::NotFound)?;
        let begins = in_background(move || beginning(&mut Cursor::new(waiting.bytes.as_slice()), waiting.encoding));
        let begins = begins.await.map_err(|_| UseCaseError::NotFound)?;
        let columns = self.inner.store.reader().named_columns(&begins.digest).await?;
        Ok((begins, columns))
    }

    /// The columns of the list that waits are named. The names are kept for every list with the same heads.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Refused`] by P-142; [`UseCaseError::NotFound`] where no such list waits.
    #[boxed]
    pub async fn name_columns(&self, actor: &Actor, columns: NamedColumns) -> Result<(), UseCaseError> {
        let permit = self.directory_permit(actor, Action::ImportResources).await?;
        let (begins, known) = self.columns_of_waiting_list(actor).await?;
        columns.check()?;
        if known.as_ref() == Some(&columns) {
            return Ok(());
        }
        let event = ImportEvent::ColumnsNamed { heads: begins.digest, columns };
        let tx = self.inner.store.begin().await?;
        let stamp = Stamp { permit: &permit, at: self.inner.clock.now() };
        tx.record(stamp, Change::Import(ImportId::new(Uuid::now_v7()), &event), Some(0)).await?;
        Ok(tx.commit().await?)
    }

    /// Reads in the list that waits, if it is the one that was shown.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] where no such list waits any more; as [`App::import_resources`].
    #[boxed]
    pub async fn take_waiting_list(
        &self,
        actor: &Actor,
        digest: &str,
        extent: Extent,
    ) -> Result<ImportReport, UseCaseError> {
        let Some(WaitingList::Readable(mut roster, _)) = self.waiting_list(actor).await? else {
            return Err(UseCaseError::NotFound);
        };
        if roster.digest != digest {
            return Err(UseCaseError::NotFound);
        }
        roster.extent = extent;
        let report = self.import_resources(actor, &roster).await?;
        self.inner.waiting_lists.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&actor.staff());
        Ok(report)
    }
}

/// A list that is kept in Excel, as CSV; everything else as it is.
async fn in_csv(bytes: Vec<u8>) -> Vec<u8> {
    if !bytes.starts_with(b"PK") {
        return bytes;
    }
    let bytes = Arc::new(bytes);
    let of_workbook = Arc::clone(&bytes);
    let table = tokio::task::spawn_blocking(move || banso_documents::table_of_workbook(&of_workbook)).await;
    match table.ok().flatten() {
        Some(text) => text.into_bytes(),
        None => Arc::unwrap_or_clone(bytes),
    }
}

/// Reading a list keeps a core busy for a moment; pages of others are answered meanwhile.
async fn in_background<T: Send + 'static>(
    read: impl FnOnce() -> Result<T, Refused> + Send + 'static,
) -> Result<T, Refused> {
    let read = tokio::task::spawn_blocking(read).await;
    read.unwrap_or_else(|error| Err(Refused::Unreadable(std::io::Error::other(error))))
}
