//! The person's own page: their plan, their consents, who looked — and the account that opens it.

use async_recursion::async_recursion as boxed;
use banso_access::{Action, Actor, Target, decide};
use banso_domain::{
    agency::AgencyFacts,
    case::Case,
    id::{CaseId, PersonId, StaffId},
    ledger::LedgerEntry,
    person::Person,
    staff::{Membership, Role, StaffEvent, StaffFacts},
};
use banso_store::{Change, LedgerLine, Stamp, StoreError};
use uuid::Uuid;

use crate::{App, UseCaseError, sign_in};

/// One of the person's cases on their own page.
#[derive(Clone, Debug)]
pub struct OwnCase {
    /// The case.
    pub case: Case,
    /// The centre: whom to ask.
    pub centre: AgencyFacts,
    /// 主担当
    pub lead: String,
}

/// What the person sees of themself.
#[derive(Clone, Debug)]
pub struct OwnRecord {
    /// Their entry.
    pub person: Person,
    /// Their cases, newest first.
    pub cases: Vec<OwnCase>,
}

impl App {
    /// The person's own record.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for anybody but a person with their own account.
    #[boxed]
    pub async fn own_record(&self, actor: &Actor) -> Result<OwnRecord, UseCaseError> {
        let id = actor.person().ok_or(UseCaseError::NotFound)?;
        let permit = decide(actor, Action::ReadOwnRecord, Target::Own(id))?;
        let reader = self.inner.store.reader();
        let (person, _) = reader.person(id).await?.ok_or(UseCaseError::NotFound)?;
        let ids: Vec<CaseId> = reader.every_case_of_person(id).await?.into_iter().map(|(row, _)| row.id).collect();
        let mut known = reader.whole_cases(&ids).await?;
        let mut cases = Vec::new();
        for case in ids.iter().filter_map(|id| known.remove(id)) {
            let centre = self.agency(case.centre).await?.facts;
            let lead = self.staff_name(case.assigned_to).await?;
            cases.push(OwnCase { case, centre, lead });
        }
        self.note_read(id, &permit, LedgerEntry::ReadByPerson);
        Ok(OwnRecord { person, cases })
    }

    /// The person's own ledger, newest first.
    ///
    /// # Errors
    ///
    /// As [`App::own_record`].
    #[boxed]
    pub async fn own_ledger(&self, actor: &Actor) -> Result<Vec<LedgerLine>, UseCaseError> {
        let id = actor.person().ok_or(UseCaseError::NotFound)?;
        decide(actor, Action::ReadOwnRecord, Target::Own(id))?;
        self.whole_ledger(id).await
    }

    /// Gives the person of a case an account of their own, with a first password that they are told in person. The account bears no
    /// name: whoever keeps the accounts does not learn who is supported.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::LoginTaken`], [`UseCaseError::WeakPassword`]; [`UseCaseError::NotFound`] for strangers.
    #[boxed]
    pub async fn invite_person(
        &self,
        actor: &Actor,
        case: CaseId,
        login: &str,
        password: &str,
    ) -> Result<StaffId, UseCaseError> {
        let header = self.inner.store.reader().case_header(case).await?.ok_or(UseCaseError::NotFound)?;
        let permit = decide(actor, Action::InvitePerson, Target::Case(header.scope))?;
        let account = sign_in::new_account(self.inner.passwords.hash(password).await?);
        let facts = StaffFacts {
            login: login.trim().to_owned(),
            name: "ご本人".to_owned(),
            kana: String::new(),
            memberships: vec![Membership::always(header.scope.centre, Role::Person)],
            active: true,
            person: Some(header.person),
        };
        let id = StaffId::new(Uuid::now_v7());
        let tx = self.inner.store.begin().await?;
        let stamp = Stamp { permit: &permit, at: self.inner.clock.now() };
        let recorded = tx.record(stamp, Change::Staff(id, &StaffEvent::Recorded { facts }), Some(0)).await;
        recorded.map_err(|error| match error {
            StoreError::Duplicate { .. } => UseCaseError::LoginTaken,
            other => other.into(),
        })?;
        tx.save_account(id, &account).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// The account of a person, if they have one.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn account_of_person(&self, person: PersonId) -> Result<Option<StaffId>, UseCaseError> {
        let staff = self.inner.store.reader().all_staff().await?;
        Ok(staff.into_iter().find(|row| row.facts.active && row.facts.person == Some(person)).map(|row| row.id))
    }
}
