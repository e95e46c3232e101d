//! Sign-in: password, second factor, sessions.

use std::fmt;

use async_recursion::async_recursion as boxed;
use banso_access::Actor;
use banso_domain::{
    calendar::DateStyle,
    id::{AgencyId, StaffId},
    staff::{Membership, StaffFacts},
};
use banso_store::{Account, SessionRow, StoreError};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use sha2::{Digest, Sha256};

use crate::{App, Origin, SecondFactor, UseCaseError, account};

/// A session ends after so many minutes without a request.
const IDLE_MINUTES: i64 = 60;
/// A session ends after so many hours in any case.
const LONGEST_HOURS: i64 = 14;
/// The time of last use is written at most this often.
const TOUCH_SECONDS: i64 = 60;

/// The secret of a session, as the browser keeps it: 32 random bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Token([u8; 32]);

impl Token {
    pub(crate) fn new() -> Result<Self, UseCaseError> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map_err(|_| UseCaseError::Store(StoreError::NoRandomness))?;
        Ok(Self(bytes))
    }

    /// The token written as 64 hexadecimal digits.
    pub fn from_hex(text: &str) -> Option<Self> {
        let digits = text.as_bytes();
        if digits.len() != 64 {
            return None;
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
        }
        Some(Self(bytes))
    }

    /// As 64 hexadecimal digits.
    pub fn to_hex(self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// What the store knows it by.
    pub fn hash(self) -> [u8; 32] {
        Sha256::digest(self.0).into()
    }
}

/// What comes after the password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignIn {
    /// The second factor is asked for.
    SecondFactor,
    /// The second factor is to be set up first.
    SetUpSecondFactor,
    /// Nothing more: the demonstration.
    Done,
}

/// Sign-in did not succeed. The words do not tell whether the name exists.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// Name, password or code is wrong.
    #[error("the name, the password or the code is not right")]
    Wrong,
    /// Too many failures.
    #[error("too many failures; wait {seconds} seconds")]
    Wait {
        /// How long.
        seconds: i64,
    },
    /// The account has no role in any agency.
    #[error("the account has no role")]
    NoRole,
    /// The store failed.
    #[error(transparent)]
    UseCase(#[from] UseCaseError),
}

impl From<StoreError> for SignInError {
    fn from(error: StoreError) -> Self {
        Self::UseCase(error.into())
    }
}

/// A session as a request meets it.
#[derive(Clone)]
pub struct Session {
    /// What the store knows it by.
    pub hash: [u8; 32],
    /// Who, for which agency, as what; none until the second factor is given.
    pub actor: Option<Actor>,
    /// Who.
    pub staff: StaffId,
    /// The name shown in the frame.
    pub staff_name: String,
    /// The roles held anywhere today: what the agency switcher offers.
    pub memberships: Vec<Membership>,
    /// The agency acted for.
    pub agency: AgencyId,
    /// `ja` or `en`.
    pub language: String,
    /// How dates are shown.
    pub date_style: DateStyle,
    /// When it ends if nothing happens.
    pub ends_at: DateTime<Utc>,
}

fn style(name: &str) -> DateStyle {
    match name {
        "western" => DateStyle::Western,
        "both" => DateStyle::Both,
        _ => DateStyle::Era,
    }
}

fn first_agency(facts: &StaffFacts, today: NaiveDate) -> Option<AgencyId> {
    facts.held_on(today).next().map(|held| held.agency)
}

impl App {
    /// The first step: name and password. `origin` is where the request comes from, for slowing guesses down.
    ///
    /// # Errors
    ///
    /// [`SignInError`], in words that do not tell whether the name exists.
    pub async fn sign_in<'o>(
        &self,
        login: &str,
        password: &str,
        origin: impl Into<Origin<'o>>,
    ) -> Result<(Token, SignIn), SignInError> {
        let now = self.inner.clock.now();
        let reader = self.inner.store.reader();
        let staff = reader.staff_by_login(login.trim()).await?.filter(|staff| staff.facts.active);
        let keys = self.password_keys(login, staff.as_ref().map(|staff| staff.id), origin.into());
        if let Some(seconds) = keys.iter().filter_map(|key| self.inner.throttle.must_wait(key, now)).max() {
            return Err(SignInError::Wait { seconds });
        }
        let account = match &staff {
            Some(staff) => reader.account(staff.id).await?,
            None => None,
        };
        let hash = account.as_ref().map(|account| account.password_hash.clone());
        let right = self.inner.passwords.fits(password, hash).await;
        let (Some(staff), Some(account), true) = (staff, account, right) else {
            keys.into_iter().for_each(|key| self.inner.throttle.failed(key, now));
            return Err(SignInError::Wrong);
        };
        let agency = first_agency(&staff.facts, self.inner.clock.today()).ok_or(SignInError::NoRole)?;
        let token = Token::new()?;
        let next = match (account.second_factor, self.inner.second_factor) {
            (Some(_), _) => SignIn::SecondFactor,
            (None, SecondFactor::Required) => SignIn::SetUpSecondFactor,
            (None, SecondFactor::Optional) => SignIn::Done,
        };
        let tx = self.inner.store.begin().await?;
        tx.forget_sessions(now - TimeDelta::minutes(IDLE_MINUTES)).await?;
        tx.start_session(&token.hash(), staff.id, agency, next == SignIn::Done, now).await?;
        tx.commit().await?;
        if next == SignIn::Done {
            self.inner.throttle.forgive(&keys);
        }
        Ok((token, next))
    }

    /// The second step: a code of the authenticator, or one of the recovery codes. The session gets a new token.
    ///
    /// # Errors
    ///
    /// [`SignInError`].
    pub async fn give_second_factor<'o>(
        &self,
        session: &Session,
        code: &str,
        origin: impl Into<Origin<'o>>,
    ) -> Result<Token, SignInError> {
        let (now, origin) = (self.inner.clock.now(), origin.into());
        let key = self.code_key(session.staff, origin);
        if let Some(seconds) = self.inner.throttle.must_wait(&key, now) {
            return Err(SignInError::Wait { seconds });
        }
        let tx = self.inner.store.begin().await?;
        let account = tx.account(session.staff).await?.ok_or(SignInError::Wrong)?;
        let Some(account) = account::take_code(&self.inner.store, session.staff, account, code, now)? else {
            drop(tx);
            self.inner.throttle.failed(key, now);
            return Err(SignInError::Wrong);
        };
        tx.save_account(session.staff, &account).await?;
        let token = self.verified_session(&tx, session, now).await?;
        tx.commit().await?;
        self.inner.throttle.succeeded(&key);
        self.forgive(session, origin).await?;
        Ok(token)
    }

    /// Replaces a half-way session by a verified one under a new token.
    pub(crate) async fn verified_session(
        &self,
        tx: &banso_store::Tx,
        session: &Session,
        now: DateTime<Utc>,
    ) -> Result<Token, UseCaseError> {
        let token = Token::new()?;
        tx.end_session(&session.hash).await?;
        tx.start_session(&token.hash(), session.staff, session.agency, true, now).await?;
        Ok(token)
    }

    /// Forgets the wrong passwords of somebody who got in after all.
    pub(crate) async fn forgive(&self, session: &Session, origin: Origin<'_>) -> Result<(), SignInError> {
        if let Some(staff) = self.inner.store.reader().staff(session.staff).await? {
            let keys = self.password_keys(&staff.facts.login, Some(staff.id), origin);
            self.inner.throttle.forgive(&keys);
        }
        Ok(())
    }

    /// The session of a token, if it is alive. Notes that it was used.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn session(&self, token: Token) -> Result<Option<Session>, UseCaseError> {
        let now = self.inner.clock.now();
        let hash = token.hash();
        let Some(row) = self.inner.store.reader().session(&hash).await? else { return Ok(None) };
        let ends_at =
            (row.last_seen_at + TimeDelta::minutes(IDLE_MINUTES)).min(row.started_at + TimeDelta::hours(LONGEST_HOURS));
        // A session from the future would live as long as the clock was wrong: it ends when the clock is set back by an hour.
        if now >= ends_at || row.started_at - now > TimeDelta::minutes(IDLE_MINUTES) {
            return Ok(None);
        }
        if now - row.last_seen_at >= TimeDelta::seconds(TOUCH_SECONDS) {
            // Reading goes on where nothing can be written, on a full disk: the session then ends a little earlier.
            let touched = async {
                let tx = self.inner.store.begin().await?;
                tx.touch_session(&hash, row.agency, now).await?;
                tx.commit().await
            };
            if let Err(error) = touched.await as Result<(), StoreError> {
                tracing::warn!(%error, "The use of a session could not be noted");
            }
        }
        Ok(Some(session_of(hash, row, now, self.inner.clock.today())))
    }

    /// Acts for another agency from now on.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] if no role is held there.
    #[boxed]
    pub async fn switch_agency(&self, session: &Session, agency: AgencyId) -> Result<(), UseCaseError> {
        if Actor::new(session.staff, agency, &session.memberships, self.inner.clock.today()).is_none() {
            return Err(UseCaseError::NotFound);
        }
        let tx = self.inner.store.begin().await?;
        tx.touch_session(&session.hash, agency, self.inner.clock.now()).await?;
        Ok(tx.commit().await?)
    }

    /// Ends a session. Drafts stay.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn sign_out(&self, session: &Session) -> Result<(), UseCaseError> {
        let tx = self.inner.store.begin().await?;
        tx.end_session(&session.hash).await?;
        Ok(tx.commit().await?)
    }
}

fn session_of(hash: [u8; 32], row: SessionRow, now: DateTime<Utc>, today: NaiveDate) -> Session {
    let memberships: Vec<Membership> = row.facts.held_on(today).collect();
    let actor = row.verified.then(|| Actor::new(row.staff, row.agency, &memberships, today)).flatten();
    let actor = actor.map(|actor| actor.who_is(row.facts.person));
    let longest = row.started_at + TimeDelta::hours(LONGEST_HOURS);
    Session {
        hash,
        actor,
        staff: row.staff,
        staff_name: row.facts.name,
        memberships,
        agency: row.agency,
        language: row.language,
        date_style: style(&row.date_style),
        ends_at: (now + TimeDelta::minutes(IDLE_MINUTES)).min(longest),
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").field("staff", &self.staff).field("actor", &self.actor).finish_non_exhaustive()
    }
}

/// A fresh account with a password and nothing else.
pub(crate) fn new_account(password_hash: String) -> Account {
    Account {
        password_hash,
        second_factor: None,
        recovery_codes: "[]".to_owned(),
        last_totp_step: 0,
        language: "ja".to_owned(),
        date_style: "era".to_owned(),
    }
}
