//! Drafts: what was typed and not yet sent, kept by the server, sealed, for its writer alone.

use std::fmt;

use async_recursion::async_recursion as boxed;
use banso_domain::id::StaffId;
use banso_store::DraftRow;
use chrono::{DateTime, Utc};

use crate::{App, Session, UseCaseError};

/// A form key and content longer than this are refused.
const LONGEST_KEY: usize = 200;

/// A draft as read back.
#[derive(Clone)]
pub struct Draft {
    /// When it was saved.
    pub saved_at: DateTime<Utc>,
    /// What was typed, as the page sent it.
    pub content: String,
}

// What somebody typed is nobody else's business, also not that of a log.
impl fmt::Debug for Draft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Draft").field("saved_at", &self.saved_at).finish_non_exhaustive()
    }
}

fn place(staff: StaffId, form_key: &str) -> String {
    format!("draft of {staff} for {form_key}")
}

impl App {
    /// Keeps what was typed into a form. Possible with a session that has lost its role: nothing typed is lost.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for a form key that is none.
    #[boxed]
    pub async fn save_draft(
        &self,
        session: &Session,
        form_key: &str,
        content: &str,
    ) -> Result<DateTime<Utc>, UseCaseError> {
        if form_key.is_empty() || form_key.len() > LONGEST_KEY {
            return Err(UseCaseError::NotFound);
        }
        let saved_at = self.inner.clock.now();
        let content = self.inner.store.seal_note(&place(session.staff, form_key), content.as_bytes())?;
        let tx = self.inner.store.begin().await?;
        tx.save_draft(session.staff, &DraftRow { form_key: form_key.to_owned(), saved_at, content }).await?;
        tx.commit().await?;
        Ok(saved_at)
    }

    /// The draft of a form, if there is one.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn draft(&self, session: &Session, form_key: &str) -> Result<Option<Draft>, UseCaseError> {
        let Some(row) = self.inner.store.reader().draft(session.staff, form_key).await? else { return Ok(None) };
        let plain = self.inner.store.open_note(&place(session.staff, form_key), &row.content)?;
        Ok(Some(Draft { saved_at: row.saved_at, content: String::from_utf8_lossy(&plain).into_owned() }))
    }

    /// The form keys of one's drafts with their times, newest first.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn drafts(&self, session: &Session) -> Result<Vec<(String, DateTime<Utc>)>, UseCaseError> {
        Ok(self.inner.store.reader().drafts(session.staff).await?)
    }

    /// Throws a draft away: the form was sent, or its writer does not want it any more.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn drop_draft(&self, session: &Session, form_key: &str) -> Result<(), UseCaseError> {
        if self.inner.store.reader().draft(session.staff, form_key).await?.is_none() {
            return Ok(());
        }
        let tx = self.inner.store.begin().await?;
        tx.drop_draft(session.staff, form_key).await?;
        Ok(tx.commit().await?)
    }
}
