//! Accounts beside the record: passwords, second factors, sessions, drafts. Secrets are sealed or hashed before they come here.

use banso_access::Permit;
use banso_domain::{
    id::{AgencyId, StaffId},
    staff::StaffFacts,
};
use chrono::{DateTime, Utc};

use crate::{Query, Reader, StoreError, Tx, dialect, params, tables::from_json};

/// The secrets and settings of an account.
#[derive(Clone)]
pub struct Account {
    /// argon2id, in PHC format.
    pub password_hash: String,
    /// The TOTP secret, sealed by the use case; none until it is set up.
    pub second_factor: Option<Vec<u8>>,
    /// Hashes of the recovery codes that are left, as a JSON list.
    pub recovery_codes: String,
    /// The time step of the last code that was taken, so that none is taken twice.
    pub last_totp_step: i64,
    /// `ja` or `en`.
    pub language: String,
    /// `era`, `western` or `both`.
    pub date_style: String,
}

/// A session with the member of staff behind it.
#[derive(Clone)]
pub struct SessionRow {
    /// Who.
    pub staff: StaffId,
    /// The agency they act for.
    pub agency: AgencyId,
    /// The second factor was given.
    pub verified: bool,
    /// When it was last used.
    pub last_seen_at: DateTime<Utc>,
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// The member of staff's facts.
    pub facts: StaffFacts,
    /// `ja` or `en`.
    pub language: String,
    /// `era`, `western` or `both`.
    pub date_style: String,
}

/// A draft as kept.
#[derive(Clone, Debug)]
pub struct DraftRow {
    /// Which form of which thing.
    pub form_key: String,
    /// When it was saved.
    pub saved_at: DateTime<Utc>,
    /// What was typed, sealed by the use case.
    pub content: Vec<u8>,
}

const ACCOUNT: &str = "SELECT password_hash, second_factor, recovery_codes, last_totp_step, language, date_style
                       FROM account WHERE staff_id = $1";

async fn account(source: &impl Query, staff: StaffId, ending: &str) -> Result<Option<Account>, StoreError> {
    let row = source.query_opt(&format!("{ACCOUNT}{ending}"), params![staff]).await?;
    row.map(|row| {
        Ok(Account {
            password_hash: row.text(0)?.to_owned(),
            second_factor: row.opt_blob(1)?.map(<[u8]>::to_vec),
            recovery_codes: row.text(2)?.to_owned(),
            last_totp_step: row.int(3)?,
            language: row.text(4)?.to_owned(),
            date_style: row.text(5)?.to_owned(),
        })
    })
    .transpose()
}

async fn session(source: &impl Query, token_hash: &[u8]) -> Result<Option<SessionRow>, StoreError> {
    let sql = "SELECT s.staff_id, s.agency_id, s.verified, s.last_seen_at, s.started_at, f.facts, a.language,
                      a.date_style
               FROM session s JOIN staff f ON f.id = s.staff_id JOIN account a ON a.staff_id = s.staff_id
               WHERE s.token_hash = $1 AND f.active = 1";
    let row = source.query_opt(sql, params![token_hash]).await?;
    row.map(|row| {
        Ok(SessionRow {
            staff: StaffId::new(row.uuid(0)?),
            agency: AgencyId::new(row.uuid(1)?),
            verified: row.bool(2)?,
            last_seen_at: row.instant(3)?,
            started_at: row.instant(4)?,
            facts: from_json("a member of staff's facts", row.text(5)?)?,
            language: row.text(6)?.to_owned(),
            date_style: row.text(7)?.to_owned(),
        })
    })
    .transpose()
}

impl Reader {
    /// An account.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses; likewise below.
    pub async fn account(&self, staff: StaffId) -> Result<Option<Account>, StoreError> {
        account(self, staff, "").await
    }

    /// The session of a token, known by its hash, if the account is active.
    ///
    /// # Errors
    ///
    /// See [`Reader::account`].
    pub async fn session(&self, token_hash: &[u8]) -> Result<Option<SessionRow>, StoreError> {
        self.sessions().get(token_hash, session(self, token_hash)).await
    }

    /// A draft.
    ///
    /// # Errors
    ///
    /// See [`Reader::account`].
    pub async fn draft(&self, staff: StaffId, form_key: &str) -> Result<Option<DraftRow>, StoreError> {
        let sql = "SELECT form_key, saved_at, content FROM draft WHERE staff_id = $1 AND form_key = $2";
        let row = self.query_opt(sql, params![staff, form_key]).await?;
        row.map(|row| {
            Ok(DraftRow {
                form_key: row.text(0)?.to_owned(),
                saved_at: row.instant(1)?,
                content: row.blob(2)?.to_vec(),
            })
        })
        .transpose()
    }

    /// The keys of every draft of a member of staff, newest first.
    ///
    /// # Errors
    ///
    /// See [`Reader::account`].
    pub async fn drafts(&self, staff: StaffId) -> Result<Vec<(String, DateTime<Utc>)>, StoreError> {
        let sql = "SELECT form_key, saved_at FROM draft WHERE staff_id = $1 ORDER BY saved_at DESC";
        let rows = self.query(sql, params![staff]).await?;
        rows.iter().map(|row| Ok((row.text(0)?.to_owned(), row.instant(1)?))).collect()
    }
}

impl Tx {
    /// An account that is going to be changed. Nobody else changes it until this transaction ends: a code that is taken in two
    /// places at the same moment is right in one of them.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses; likewise below.
    pub async fn account(&self, staff: StaffId) -> Result<Option<Account>, StoreError> {
        account(self, staff, dialect::to_change(self.kind())).await
    }

    /// Writes an account's secrets and settings.
    ///
    /// # Errors
    ///
    /// See [`Tx::account`].
    pub async fn save_account(&self, staff: StaffId, account: &Account) -> Result<(), StoreError> {
        self.outdates_sessions();
        self.execute(
            "INSERT INTO account (staff_id, password_hash, second_factor, recovery_codes, last_totp_step, language,
                 date_style)
             VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (staff_id) DO UPDATE SET password_hash = excluded.password_hash,
                 second_factor = excluded.second_factor, recovery_codes = excluded.recovery_codes,
                 last_totp_step = excluded.last_totp_step, language = excluded.language,
                 date_style = excluded.date_style",
            params![
                staff,
                &account.password_hash,
                account.second_factor.clone(),
                &account.recovery_codes,
                account.last_totp_step,
                &account.language,
                &account.date_style,
            ],
        )
        .await?;
        Ok(())
    }

    /// Begins a session.
    ///
    /// # Errors
    ///
    /// See [`Tx::account`].
    pub async fn start_session(
        &self,
        token_hash: &[u8],
        staff: StaffId,
        agency: AgencyId,
        verified: bool,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.execute(
            "INSERT INTO session (token_hash, staff_id, agency_id, verified, started_at, last_seen_at)
             VALUES ($1, $2, $3, $4, $5, $5)",
            params![token_hash, staff, agency, verified, at],
        )
        .await?;
        Ok(())
    }

    /// Notes that a session was used, and for which agency.
    ///
    /// # Errors
    ///
    /// See [`Tx::account`].
    pub async fn touch_session(
        &self,
        token_hash: &[u8],
        agency: AgencyId,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.outdates_session(token_hash);
        let sql = "UPDATE session SET last_seen_at = $2, agency_id = $3 WHERE token_hash = $1";
        self.execute(sql, params![token_hash, at, agency]).await?;
        Ok(())
    }

    /// Ends a session.
    ///
    /// # Errors
    ///
    /// See [`Tx::account`].
    pub async fn end_session(&self, token_hash: &[u8]) -> Result<(), StoreError> {
        self.outdates_session(token_hash);
        self.execute("DELETE FROM session WHERE token_hash = $1", params![token_hash]).await?;
        Ok(())
    }

    /// Ends every session of a member of staff; drafts stay. The permit shows who may.
    ///
    /// # Errors
    ///
    /// See [`Tx::account`].
    pub async fn end_sessions_of(&self, _permit: &Permit, staff: StaffId) -> Result<(), StoreError> {
        self.outdates_sessions();
        self.execute("DELETE FROM session WHERE staff_id = $1", params![staff]).await?;
        Ok(())
    }

    /// Ends the sessions of a member of staff but one.
    ///
    /// # Errors
    ///
    /// See [`Tx::account`].
    pub async fn end_other_sessions(&self, staff: StaffId, kept: &[u8]) -> Result<(), StoreError> {
        self.outdates_sessions();
        let sql = "DELETE FROM session WHERE staff_id = $1 AND token_hash <> $2";
        self.execute(sql, params![staff, kept]).await?;
        Ok(())
    }

    /// Forgets sessions that were last used before `before`.
    ///
    /// # Errors
    ///
    /// See [`Tx::account`].
    pub async fn forget_sessions(&self, before: DateTime<Utc>) -> Result<u64, StoreError> {
        self.outdates_sessions();
        self.execute("DELETE FROM session WHERE last_seen_at < $1", params![before]).await
    }

    /// Keeps a draft.
    ///
    /// # Errors
    ///
    /// See [`Tx::account`].
    pub async fn save_draft(&self, staff: StaffId, draft: &DraftRow) -> Result<(), StoreError> {
        self.execute(
            "INSERT INTO draft (staff_id, form_key, saved_at, content) VALUES ($1, $2, $3, $4)
             ON CONFLICT (staff_id, form_key)
             DO UPDATE SET saved_at = excluded.saved_at, content = excluded.content",
            params![staff, &draft.form_key, draft.saved_at, draft.content.clone()],
        )
        .await?;
        Ok(())
    }

    /// Throws a draft away.
    ///
    /// # Errors
    ///
    /// See [`Tx::account`].
    pub async fn drop_draft(&self, staff: StaffId, form_key: &str) -> Result<(), StoreError> {
        self.execute("DELETE FROM draft WHERE staff_id = $1 AND form_key = $2", params![staff, form_key]).await?;
        Ok(())
    }
}
