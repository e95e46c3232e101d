//! Invitations: somebody chooses the password of their account themself, on a page that opens once for whoever has its secret and
//! knows the sign-in name. The two are told by different ways: the secret alone opens nothing.

use async_recursion::async_recursion as boxed;
use banso_access::{Action, Actor, Permit, Target, decide};
use banso_domain::{
    id::{CaseId, StaffId},
    staff::StaffEvent,
};
use banso_store::{Account, Change, StaffRow, Stamp};
use chrono::{Days, NaiveDate};

use crate::{App, Origin, SecretPageError, Token, UseCaseError};

/// An invitation opens for so many days.
const DAYS: u64 = 7;
/// What wrong secrets from one place are counted under.
const PAGE: &str = "invitation";

/// An invitation that was made: its secret, told once, and its last day.
#[derive(Clone, Copy)]
pub struct AccountInvitation {
    /// The secret of its address.
    pub secret: Token,
    /// The last day on which it opens.
    pub until: NaiveDate,
}

impl App {
    /// Invites the one whose account it is to choose a password. An invitation made before no longer opens; the password that is
    /// there goes on until then.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Forbidden`] for anybody but an administrator, [`UseCaseError::NotFound`] without such an account.
    #[boxed]
    pub async fn invite(&self, actor: &Actor, staff: StaffId) -> Result<AccountInvitation, UseCaseError> {
        let permit = decide(actor, Action::ManageStaff, Target::Installation)?;
        self.make_invitation(&permit, staff).await
    }

    /// Invites the person of a case, who has an account of their own already.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for strangers and without such an account.
    #[boxed]
    pub async fn invite_by_link(&self, actor: &Actor, case: CaseId) -> Result<AccountInvitation, UseCaseError> {
        let header = self.inner.store.reader().case_header(case).await?.ok_or(UseCaseError::NotFound)?;
        let permit = decide(actor, Action::InvitePerson, Target::Case(header.scope))?;
        let account = self.account_of_person(header.person).await?.ok_or(UseCaseError::NotFound)?;
        self.make_invitation(&permit, account).await
    }

    async fn make_invitation(&self, permit: &Permit, staff: StaffId) -> Result<AccountInvitation, UseCaseError> {
        let secret = Token::new()?;
        let until = self.inner.clock.today() + Days::new(DAYS);
        let tx = self.inner.store.begin().await?;
        tx.staff(staff).await?.filter(|row| row.facts.active).ok_or(UseCaseError::NotFound)?;
        tx.make_invitation(permit, &secret.hash(), staff, until).await?;
        let stamp = Stamp { permit, at: self.inner.clock.now() };
        tx.record(stamp, Change::Staff(staff, &StaffEvent::Invited), None).await?;
        tx.commit().await?;
        Ok(AccountInvitation { secret, until })
    }

    /// Whether an invitation opens.
    ///
    /// # Errors
    ///
    /// [`SecretPageError::NotOpen`] for every reason for which it does not.
    pub async fn open_invitation(&self, secret: &str, origin: Origin<'_>) -> Result<(), SecretPageError> {
        let token = self.secret_of(PAGE, secret, origin)?;
        let found = self.inner.store.reader().invitation(&token.hash()).await?;
        let (staff, last_day) = found.ok_or_else(|| self.wrong_secret(PAGE, origin))?;
        self.invited(self.inner.store.reader().staff(staff).await?, last_day).map(drop)
    }

    fn invited(&self, staff: Option<StaffRow>, last_day: NaiveDate) -> Result<StaffRow, SecretPageError> {
        let is_over = self.inner.clock.today() > last_day;
        staff.filter(|row| row.facts.active && !is_over).ok_or(SecretPageError::NotOpen)
    }

    /// Takes the password that the invited one chose; from then on the invitation does not open, and whoever was signed in is out.
    /// Gives `false`, and changes nothing, if the sign-in name is another's.
    ///
    /// # Errors
    ///
    /// As [`App::open_invitation`]; [`UseCaseError::WeakPassword`].
    pub async fn accept_invitation(
        &self,
        secret: &str,
        login: &str,
        password: &str,
        origin: Origin<'_>,
    ) -> Result<bool, SecretPageError> {
        self.open_invitation(secret, origin).await?;
        let token = self.secret_of(PAGE, secret, origin)?;
        let password_hash = self.inner.passwords.hash(password).await?;
        let tx = self.inner.store.begin().await?;
        let (id, last_day) = tx.invitation(&token.hash()).await?.ok_or(SecretPageError::NotOpen)?;
        let staff = self.invited(tx.staff(id).await?, last_day)?;
        if staff.facts.login.to_lowercase() != login.trim().to_lowercase() {
            drop(tx);
            self.wrong_secret(PAGE, origin);
            return Ok(false);
        }
        let account = tx.account(id).await?.ok_or(SecretPageError::NotOpen)?;
        let today = self.inner.clock.today();
        let held = staff.facts.held_on(today).next().ok_or(SecretPageError::NotOpen)?;
        let themself = Actor::new(id, held.agency, &staff.facts.memberships, today).ok_or(SecretPageError::NotOpen)?;
        let permit = decide(&themself, Action::SecureOwnAccount, Target::OwnAccount).map_err(UseCaseError::from)?;
        tx.end_invitation(id).await?;
        tx.save_account(id, &Account { password_hash, ..account }).await?;
        tx.end_sessions_of(&permit, id).await?;
        let stamp = Stamp { permit: &permit, at: self.inner.clock.now() };
        tx.record(stamp, Change::Staff(id, &StaffEvent::PasswordSet), None).await?;
        tx.commit().await?;
        Ok(true)
    }
}
