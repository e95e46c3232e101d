//! One's own account: password, second factor, recovery codes, language and dates.

use async_recursion::async_recursion as boxed;
use banso_access::{Action, Actor, Target, decide};
use banso_domain::{calendar::DateStyle, id::StaffId, staff::StaffEvent};
use banso_store::{Account, Change, Stamp, Store, StoreError, Tx};
use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use totp_rs::{Algorithm, Builder, Totp};

use crate::{App, Session, SignInError, Token, UseCaseError, throttle::Key};

/// A recovery code has so many letters and digits.
const RECOVERY_LENGTH: usize = 10;
/// So many recovery codes are given out.
const RECOVERY_CODES: usize = 8;
/// Letters and digits that nobody mistakes for one another.
const RECOVERY_ALPHABET: &[u8; 32] = b"23456789abcdefghjkmnpqrstuvwxyz!";

/// A second factor that waits for its first code.
#[derive(Clone)]
pub struct NewSecondFactor {
    /// The secret in base32, as typed into an authenticator without a camera.
    pub secret: String,
    /// The address that the picture code holds.
    pub url: String,
}

/// Language and dates of one's own pages.
#[derive(Clone, Debug)]
pub struct AccountSettings {
    /// `ja` or `en`.
    pub language: String,
    /// How dates are shown.
    pub date_style: DateStyle,
}

fn totp(secret: &[u8], login: &str) -> Result<Totp, UseCaseError> {
    Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_secret(secret.to_vec())
        .with_account_name(login.replace(':', " "))
        .with_issuer(Some("Banso".to_owned()))
        .build()
        .map_err(|error| UseCaseError::Definition(format!("the second factor could not be made: {error}")))
}

fn place(staff: StaffId) -> String {
    format!("second factor of {staff}")
}

/// What is kept of a recovery code. It takes the master key as well to try codes out on a copy of the database.
fn recovery_hash(store: &Store, staff: StaffId, code: &str) -> String {
    let plain: String = code.chars().filter(|letter| letter.is_ascii_alphanumeric()).collect();
    let key = store.derived_key(&format!("recovery codes of {staff}"));
    let hash = Sha256::new().chain_update(key).chain_update(plain.to_lowercase()).finalize();
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Takes a code: the account as it stands afterwards, or nothing if the code is not right. No code is taken twice.
pub(crate) fn take_code(
    store: &Store,
    staff: StaffId,
    mut account: Account,
    code: &str,
    now: DateTime<Utc>,
) -> Result<Option<Account>, UseCaseError> {
    let Some(sealed) = &account.second_factor else { return Ok(None) };
    let digits = banso_domain::text::codes::digits(code);
    // A recovery code holds letters, and may hold six digits among them.
    if digits.len() == 6 && !code.chars().any(char::is_alphabetic) {
        let secret = store.open_note(&place(staff), sealed)?;
        let checker = totp(&secret, "x")?;
        let step = checker.check(&digits, u64::try_from(now.timestamp()).unwrap_or_default());
        let step = step.and_then(|step| i64::try_from(step).ok()).filter(|step| *step > account.last_totp_step);
        if let Some(step) = step {
            account.last_totp_step = step;
            return Ok(Some(account));
        }
        return Ok(None);
    }
    let hash = recovery_hash(store, staff, code);
    let mut left: Vec<String> = serde_json::from_str(&account.recovery_codes).unwrap_or_default();
    let before = left.len();
    left.retain(|known| *known != hash);
    if left.len() == before {
        return Ok(None);
    }
    account.recovery_codes = serde_json::to_string(&left).unwrap_or_default();
    Ok(Some(account))
}

fn recovery_codes() -> Result<Vec<String>, UseCaseError> {
    let mut codes = Vec::new();
    while codes.len() < RECOVERY_CODES {
        let mut bytes = [0; 4 * RECOVERY_LENGTH];
        getrandom::fill(&mut bytes).map_err(|_| UseCaseError::Store(StoreError::NoRandomness))?;
        let letters: String = bytes
            .iter()
            .map(|byte| char::from(RECOVERY_ALPHABET[usize::from(byte % 32)]))
            .filter(char::is_ascii_alphanumeric)
            .take(RECOVERY_LENGTH)
            .collect();
        if letters.len() == RECOVERY_LENGTH {
            codes.push(format!("{}-{}", &letters[..5], &letters[5..]));
        }
    }
    Ok(codes)
}

impl App {
    /// Whether the account has a second factor.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn has_second_factor(&self, session: &Session) -> Result<bool, UseCaseError> {
        let account = self.inner.store.reader().account(session.staff).await?;
        Ok(account.is_some_and(|account| account.second_factor.is_some()))
    }

    /// Begins to set up the second factor: a secret for the authenticator, nothing saved yet.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`] if the system gives no random numbers.
    #[boxed]
    pub async fn new_second_factor(&self, session: &Session) -> Result<NewSecondFactor, UseCaseError> {
        let mut secret = [0; 20];
        getrandom::fill(&mut secret).map_err(|_| UseCaseError::Store(StoreError::NoRandomness))?;
        self.second_factor_view(session, &secret).await
    }

    /// The same secret again, for a page that comes back with an error.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] if the text is no secret.
    #[boxed]
    pub async fn same_second_factor(&self, session: &Session, secret: &str) -> Result<NewSecondFactor, UseCaseError> {
        let bytes = totp_rs::Secret::try_from_base32(secret).map_err(|_| UseCaseError::NotFound)?;
        self.second_factor_view(session, bytes.as_bytes()).await
    }

    async fn second_factor_view(&self, session: &Session, secret: &[u8]) -> Result<NewSecondFactor, UseCaseError> {
        let staff = self.inner.store.reader().staff(session.staff).await?.ok_or(UseCaseError::NotFound)?;
        let totp = totp(secret, &staff.facts.login)?;
        Ok(NewSecondFactor {
            secret: totp_rs::Secret::from(secret.to_vec()).to_base32(),
            url: totp.to_url().unwrap_or_default(),
        })
    }

    /// Sets up the second factor once the first code is right; gives out recovery codes and a verified session.
    ///
    /// # Errors
    ///
    /// [`SignInError::Wrong`] if the code is not right, or a second factor is there already.
    #[boxed]
    pub async fn set_up_second_factor(
        &self,
        session: &Session,
        secret: &str,
        code: &str,
    ) -> Result<(Token, Vec<String>), SignInError> {
        let now = self.inner.clock.now();
        let bytes = totp_rs::Secret::try_from_base32(secret).map_err(|_| SignInError::Wrong)?;
        let tx = self.inner.store.begin().await?;
        let account = tx.account(session.staff).await?.ok_or(SignInError::Wrong)?;
        if account.second_factor.is_some() {
            return Err(SignInError::Wrong);
        }
        let (codes, kept) = self.recovery_codes_for(session.staff)?;
        let sealed = self.inner.store.seal_note(&place(session.staff), bytes.as_bytes())?;
        let account = Account { second_factor: Some(sealed), recovery_codes: kept, ..account };
        let account = take_code(&self.inner.store, session.staff, account, code, now)?.ok_or(SignInError::Wrong)?;
        tx.save_account(session.staff, &account).await?;
        self.note_in(&tx, session, &StaffEvent::SecondFactorSet).await?;
        let token = self.verified_session(&tx, session, now).await?;
        tx.commit().await?;
        Ok((token, codes))
    }

    /// Changes language and dates.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn change_settings(&self, session: &Session, settings: &AccountSettings) -> Result<(), UseCaseError> {
        let tx = self.inner.store.begin().await?;
        let account = tx.account(session.staff).await?.ok_or(UseCaseError::NotFound)?;
        let date_style = match settings.date_style {
            DateStyle::Era => "era",
            DateStyle::Western => "western",
            DateStyle::Both => "both",
        };
        let language = if settings.language == "en" { "en" } else { "ja" };
        let account = Account { language: language.to_owned(), date_style: date_style.to_owned(), ..account };
        tx.save_account(session.staff, &account).await?;
        Ok(tx.commit().await?)
    }

    /// Changes one's own password and ends one's other sessions: whoever knew the old one is out.
    ///
    /// # Errors
    ///
    /// [`SignInError::Wrong`] if the old one is not right; [`UseCaseError::WeakPassword`] if the new one is short.
    #[boxed]
    pub async fn change_password(&self, session: &Session, old: &str, new: &str) -> Result<(), SignInError> {
        let known = self.password_again(session, old).await?;
        let password_hash = self.inner.passwords.hash(new).await?;
        let tx = self.inner.store.begin().await?;
        let account = tx.account(session.staff).await?.ok_or(SignInError::Wrong)?;
        if account.password_hash != known {
            return Err(SignInError::Wrong);
        }
        tx.save_account(session.staff, &Account { password_hash, ..account }).await?;
        tx.end_other_sessions(session.staff, &session.hash).await?;
        self.note_in(&tx, session, &StaffEvent::PasswordSet).await?;
        Ok(tx.commit().await?)
    }

    /// Makes new recovery codes; the old ones are worth nothing from then on. The password is asked for once more, because codes
    /// let somebody in who finds a desk unlocked.
    ///
    /// # Errors
    ///
    /// [`SignInError::Wrong`] if the password is not right; [`UseCaseError::NotFound`] without a second factor.
    #[boxed]
    pub async fn new_recovery_codes(&self, session: &Session, password: &str) -> Result<Vec<String>, SignInError> {
        let known = self.password_again(session, password).await?;
        let tx = self.inner.store.begin().await?;
        let account = tx.account(session.staff).await?.ok_or(SignInError::Wrong)?;
        if account.second_factor.is_none() {
            return Err(UseCaseError::NotFound.into());
        }
        if account.password_hash != known {
            return Err(SignInError::Wrong);
        }
        let (codes, kept) = self.recovery_codes_for(session.staff)?;
        tx.save_account(session.staff, &Account { recovery_codes: kept, ..account }).await?;
        self.note_in(&tx, session, &StaffEvent::RecoveryCodesMade).await?;
        tx.commit().await?;
        Ok(codes)
    }

    /// Ends every session of one's own but this one; drafts stay.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn sign_out_elsewhere(&self, session: &Session) -> Result<(), UseCaseError> {
        let tx = self.inner.store.begin().await?;
        tx.end_other_sessions(session.staff, &session.hash).await?;
        self.note_in(&tx, session, &StaffEvent::SignedOutElsewhere).await?;
        Ok(tx.commit().await?)
    }

    /// Asks for one's own password once more; gives what is kept of it.
    async fn password_again(&self, session: &Session, password: &str) -> Result<String, SignInError> {
        let now = self.inner.clock.now();
        let key = Key::Pair(format!("password {}", session.staff), String::new());
        if let Some(seconds) = self.inner.throttle.must_wait(&key, now) {
            return Err(SignInError::Wait { seconds });
        }
        let known = self.inner.store.reader().account(session.staff).await?.ok_or(SignInError::Wrong)?.password_hash;
        if !self.inner.passwords.fits(password, Some(known.clone())).await {
            self.inner.throttle.failed(key, now);
            return Err(SignInError::Wrong);
        }
        self.inner.throttle.succeeded(&key);
        Ok(known)
    }

    /// Fresh recovery codes, and what is kept of them.
    fn recovery_codes_for(&self, staff: StaffId) -> Result<(Vec<String>, String), UseCaseError> {
        let codes = recovery_codes()?;
        let hashes: Vec<String> = codes.iter().map(|code| recovery_hash(&self.inner.store, staff, code)).collect();
        Ok((codes, serde_json::to_string(&hashes).unwrap_or_default()))
    }

    /// Journals what somebody did to their own account: that it was done, and nothing secret.
    async fn note_in(&self, tx: &Tx, session: &Session, event: &StaffEvent) -> Result<(), UseCaseError> {
        let today = self.inner.clock.today();
        let themself = Actor::new(session.staff, session.agency, &session.memberships, today);
        let themself = themself.ok_or(UseCaseError::Forbidden)?;
        let permit = decide(&themself, Action::SecureOwnAccount, Target::OwnAccount)?;
        let stamp = Stamp { permit: &permit, at: self.inner.clock.now() };
        tx.record(stamp, Change::Staff(session.staff, event), None).await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use banso_store::testing::TestBed;
    use uuid::Uuid;

    use super::*;

    #[tokio::test]
    async fn a_recovery_code_with_six_digits_among_its_letters_is_taken_like_any_other() {
        let store = TestBed::sqlite().open().await;
        let staff = StaffId::new(Uuid::from_u128(1));
        let code = "a1b2c-345d6";
        let account = Account {
            second_factor: Some(store.seal_note(&place(staff), b"a secret that is not asked for").expect("sealed")),
            recovery_codes: serde_json::to_string(&[recovery_hash(&store, staff, code)]).expect("codes"),
            ..crate::sign_in::new_account(String::new())
        };
        let taken = take_code(&store, staff, account, code, DateTime::UNIX_EPOCH).expect("an answer");
        assert_eq!(taken.expect("the code is right").recovery_codes, "[]");
    }
}
