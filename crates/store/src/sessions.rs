//! Sessions in use, kept in memory: every request asks for one.
//!
//! One program at a time serves an installation, so what it changes is what there is to forget.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use crate::{SessionRow, StoreError};

/// So many sessions are kept; beyond it all are read anew.
const MOST_KEPT: usize = 4_096;

type TokenHash = [u8; 32];

/// Sessions as they were last read, until somebody changes them.
#[derive(Default)]
pub(crate) struct KeptSessions {
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    rows: HashMap<TokenHash, SessionRow>,
    /// Counts changes, so that what was read before one is not kept after it.
    changes: u64,
}

impl KeptSessions {
    /// The session of a token, read if it is not kept. That there is none is never kept.
    pub(crate) async fn get(
        &self,
        token_hash: &[u8],
        read: impl Future<Output = Result<Option<SessionRow>, StoreError>>,
    ) -> Result<Option<SessionRow>, StoreError> {
        let changes = {
            let kept = self.kept();
            if let Some(row) = kept.rows.get(token_hash) {
                return Ok(Some(row.clone()));
            }
            kept.changes
        };
        let found = read.await?;
        if let (Some(row), Ok(hash)) = (&found, TokenHash::try_from(token_hash)) {
            let mut kept = self.kept();
            if kept.changes == changes {
                if kept.rows.len() >= MOST_KEPT {
                    kept.rows.clear();
                }
                kept.rows.insert(hash, row.clone());
            }
        }
        Ok(found)
    }

    /// To be called after a commit that changed one session, before it is acknowledged.
    pub(crate) fn forget(&self, token_hash: &[u8]) {
        let mut kept = self.kept();
        kept.rows.remove(token_hash);
        kept.changes += 1;
    }

    /// As [`KeptSessions::forget`], after one that changed what any session may say.
    pub(crate) fn forget_all(&self) {
        let mut kept = self.kept();
        kept.rows.clear();
        kept.changes += 1;
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
