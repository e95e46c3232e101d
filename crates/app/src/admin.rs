//! What an administrator does: accounts, agencies.

use std::sync::Arc;

use async_recursion::async_recursion as boxed;
use banso_access::{Action, Actor, Permit, Target, decide};
use banso_domain::{
    agency::{AgencyEvent, AgencyFacts},
    id::{AgencyId, StaffId},
    rule::Rule,
    staff::{Membership, Role, StaffEvent, StaffFacts},
};
use banso_store::{Account, Agencies, AgencyRow, Change, StaffRow, Stamp, StoreError, Tx};
use chrono::NaiveDate;
use uuid::Uuid;

use crate::{App, EntryLine, UseCaseError, sign_in};

/// A new account.
#[derive(Clone)]
pub struct NewStaff {
    /// Name, sign-in name, roles.
    pub facts: StaffFacts,
    /// The first password.
    pub password: String,
}

/// What an administrator changes on an account.
#[derive(Clone)]
pub enum StaffChange {
    /// Name, roles, whether it may sign in.
    Facts(StaffFacts),
    /// A new password.
    Password(String),
    /// The second factor is taken away, to be set up anew.
    RemoveSecondFactor,
    /// Every session is ended; drafts stay.
    SignOutEverywhere,
}

fn taken(error: StoreError) -> UseCaseError {
    match error {
        StoreError::Duplicate { .. } => UseCaseError::LoginTaken,
        other => other.into(),
    }
}

impl App {
    fn may_manage(actor: &Actor, action: Action) -> Result<Permit, UseCaseError> {
        Ok(decide(actor, action, Target::Installation)?)
    }

    /// Every account.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Forbidden`] for anybody but an administrator; likewise below.
    #[boxed]
    pub async fn staff_list(&self, actor: &Actor) -> Result<Vec<StaffRow>, UseCaseError> {
        Self::may_manage(actor, Action::ManageStaff)?;
        Ok(self.inner.store.reader().all_staff().await?)
    }

    /// One account.
    ///
    /// # Errors
    ///
    /// See [`App::staff_list`].
    #[boxed]
    pub async fn staff_entry(&self, actor: &Actor, id: StaffId) -> Result<StaffRow, UseCaseError> {
        Self::may_manage(actor, Action::ManageStaff)?;
        self.inner.store.reader().staff(id).await?.ok_or(UseCaseError::NotFound)
    }

    /// What happened to an account, oldest first.
    ///
    /// # Errors
    ///
    /// See [`App::staff_list`].
    #[boxed]
    pub async fn staff_history(&self, actor: &Actor, id: StaffId) -> Result<Vec<EntryLine<StaffEvent>>, UseCaseError> {
        Self::may_manage(actor, Action::ManageStaff)?;
        Ok(self.inner.store.reader().staff_history(id).await?.into_iter().map(EntryLine::from).collect())
    }

    /// Makes an account.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::LoginTaken`], [`UseCaseError::WeakPassword`].
    #[boxed]
    pub async fn add_staff(&self, actor: &Actor, new: NewStaff) -> Result<StaffId, UseCaseError> {
        let ids = self.add_several_staff(actor, vec![new]).await?;
        ids.first().copied().ok_or(UseCaseError::NotFound)
    }

    /// The same for several at once, all or none: their passwords are hashed side by side.
    ///
    /// # Errors
    ///
    /// As [`App::add_staff`].
    #[boxed]
    pub async fn add_several_staff(&self, actor: &Actor, new: Vec<NewStaff>) -> Result<Vec<StaffId>, UseCaseError> {
        let permit = Self::may_manage(actor, Action::ManageStaff)?;
        let hashes = self.inner.passwords.hash_all(new.iter().map(|new| new.password.as_str()).collect()).await?;
        let tx = self.inner.store.begin().await?;
        let stamp = Stamp { permit: &permit, at: self.inner.clock.now() };
        let mut ids = Vec::new();
        for (new, hash) in new.into_iter().zip(hashes) {
            let id = StaffId::new(Uuid::now_v7());
            tx.record(stamp, Change::Staff(id, &StaffEvent::Recorded { facts: new.facts }), Some(0))
                .await
                .map_err(taken)?;
            tx.save_account(id, &sign_in::new_account(hash)).await?;
            ids.push(id);
        }
        tx.commit().await?;
        Ok(ids)
    }

    /// Changes an account. Losing a role or the right to sign in ends its sessions.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::LoginTaken`], [`UseCaseError::WeakPassword`], [`UseCaseError::Conflict`].
    #[boxed]
    pub async fn change_staff(
        &self,
        actor: &Actor,
        id: StaffId,
        change: StaffChange,
        expected: Option<i64>,
    ) -> Result<(), UseCaseError> {
        let permit = Self::may_manage(actor, Action::ManageStaff)?;
        // Hashing takes its time: before the transaction, in which others would wait.
        let new_hash = match &change {
            StaffChange::Password(password) => Some(self.inner.passwords.hash(password).await?),
            _ => None,
        };
        let tx = self.inner.store.begin().await?;
        let known = tx.staff(id).await?.ok_or(UseCaseError::NotFound)?;
        let account = tx.account(id).await?.ok_or(UseCaseError::NotFound)?;
        let stamp = Stamp { permit: &permit, at: self.inner.clock.now() };
        let event = match change {
            StaffChange::Facts(facts) => {
                if !facts.active || facts.memberships != known.facts.memberships {
                    tx.end_sessions_of(&permit, id).await?;
                }
                StaffEvent::Recorded { facts }
            }
            StaffChange::Password(_) => {
                let password_hash = new_hash.ok_or(UseCaseError::WeakPassword)?;
                tx.save_account(id, &Account { password_hash, ..account }).await?;
                tx.end_sessions_of(&permit, id).await?;
                StaffEvent::PasswordSet
            }
            StaffChange::RemoveSecondFactor => {
                let bare = Account { second_factor: None, recovery_codes: "[]".to_owned(), ..account };
                tx.save_account(id, &bare).await?;
                tx.end_sessions_of(&permit, id).await?;
                StaffEvent::SecondFactorRemoved
            }
            StaffChange::SignOutEverywhere => {
                tx.end_sessions_of(&permit, id).await?;
                StaffEvent::SignedOutEverywhere
            }
        };
        tx.record(stamp, Change::Staff(id, &event), expected).await.map_err(taken)?;
        Ok(tx.commit().await?)
    }

    /// Every agency, by kind and name: names and kinds are no secret among staff.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn agencies(&self) -> Result<Arc<Agencies>, UseCaseError> {
        Ok(self.inner.store.reader().agencies().await?)
    }

    /// One agency.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`].
    #[boxed]
    pub async fn agency(&self, id: AgencyId) -> Result<AgencyRow, UseCaseError> {
        self.inner.store.reader().agency(id).await?.ok_or(UseCaseError::NotFound)
    }

    /// What happened to an agency's entry, oldest first.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Forbidden`] for anybody but an administrator.
    #[boxed]
    pub async fn agency_history(
        &self,
        actor: &Actor,
        id: AgencyId,
    ) -> Result<Vec<EntryLine<AgencyEvent>>, UseCaseError> {
        Self::may_manage(actor, Action::ManageAgencies)?;
        Ok(self.inner.store.reader().agency_history(id).await?.into_iter().map(EntryLine::from).collect())
    }

    /// Adds an agency, or changes one that is there (`expected` is then its version).
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Forbidden`], [`UseCaseError::Conflict`].
    #[boxed]
    pub async fn save_agency(
        &self,
        actor: &Actor,
        id: Option<AgencyId>,
        facts: AgencyFacts,
        expected: Option<i64>,
    ) -> Result<AgencyId, UseCaseError> {
        let permit = Self::may_manage(actor, Action::ManageAgencies)?;
        let id = id.unwrap_or_else(|| AgencyId::new(Uuid::now_v7()));
        let left_on = facts.left_on;
        if left_on.is_some() && id == actor.agency() {
            return Err(Rule::OwnAgencyStays.into());
        }
        let tx = self.inner.store.begin().await?;
        let stamp = Stamp { permit: &permit, at: self.inner.clock.now() };
        tx.record(stamp, Change::Agency(id, &AgencyEvent::Recorded { facts }), expected).await?;
        if let Some(last) = left_on {
            self.end_roles(&tx, &permit, id, last).await?;
        }
        tx.commit().await?;
        Ok(id)
    }

    /// Ends every role at an agency with its last day on Banso, and the sessions of those who held one.
    async fn end_roles(&self, tx: &Tx, permit: &Permit, agency: AgencyId, last: NaiveDate) -> Result<(), UseCaseError> {
        let stamp = Stamp { permit, at: self.inner.clock.now() };
        for row in self.inner.store.reader().all_staff().await? {
            let Some(facts) = row.facts.leaving(agency, last) else { continue };
            tx.end_sessions_of(permit, row.id).await?;
            tx.record(stamp, Change::Staff(row.id, &StaffEvent::Recorded { facts }), Some(row.version)).await?;
        }
        Ok(())
    }

    /// Lets an administrator in again who has lost password or second factor, and with them whoever keeps the machine: a new
    /// password, no second factor until the next sign-in, every session ended. The journal says so.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] if no administrator signs in by that name; [`UseCaseError::WeakPassword`].
    pub async fn rescue_administrator(&self, login: &str, password: &str) -> Result<(), UseCaseError> {
        let known = self.inner.store.reader().staff_by_login(login.trim()).await?.ok_or(UseCaseError::NotFound)?;
        let today = self.inner.clock.today();
        let held = known.facts.held_on(today).find(|held| held.role == Role::Administrator);
        let held = held.filter(|_| known.facts.active).ok_or(UseCaseError::NotFound)?;
        let themself =
            Actor::new(known.id, held.agency, &known.facts.memberships, today).ok_or(UseCaseError::NotFound)?;
        self.change_staff(&themself, known.id, StaffChange::Password(password.to_owned()), None).await?;
        self.change_staff(&themself, known.id, StaffChange::RemoveSecondFactor, None).await
    }

    /// Makes the installation's first agency and administrator, who needs nobody's permission because nobody is there yet.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Forbidden`] once there is an account.
    #[boxed]
    pub async fn found(&self, agency: AgencyFacts, new: NewStaff) -> Result<(AgencyId, StaffId), UseCaseError> {
        let agency_id = AgencyId::new(Uuid::now_v7());
        let staff_id = StaffId::new(Uuid::now_v7());
        let membership = Membership::always(agency_id, Role::Administrator);
        let today = self.inner.clock.today();
        let founder = Actor::new(staff_id, agency_id, &[membership], today).ok_or(UseCaseError::Forbidden)?;
        let permit = Self::may_manage(&founder, Action::ManageStaff)?;
        let account = sign_in::new_account(self.inner.passwords.hash(&new.password).await?);
        if !self.inner.store.reader().all_staff().await?.is_empty() {
            return Err(UseCaseError::Forbidden);
        }
        let mut facts = new.facts;
        facts.memberships.push(membership);
        let stamp = Stamp { permit: &permit, at: self.inner.clock.now() };
        let tx = self.inner.store.begin().await?;
        tx.record(stamp, Change::Agency(agency_id, &AgencyEvent::Recorded { facts: agency }), Some(0)).await?;
        tx.record(stamp, Change::Staff(staff_id, &StaffEvent::Recorded { facts }), Some(0)).await?;
        tx.save_account(staff_id, &account).await?;
        tx.commit().await?;
        Ok((agency_id, staff_id))
    }
}
