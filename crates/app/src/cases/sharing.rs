//! Consents by name: given, released, taken back; emergencies; what employers may know. Whatever opens a door stands in the ledger.

use async_recursion::async_recursion as boxed;
use banso_access::{Action, Actor, Permit, Target, decide};
use banso_domain::{
    agency::AgencyKind,
    case::{
        Case,
        event::CaseEvent,
        sharing::{
            Basis, Consent, EmergencyDisclosure, EmergencyReview, EmploymentDisclosure, Recipient, Release, Route,
            Withdrawal,
        },
    },
    id::{AgencyId, CaseId, ConsentId, DisclosureId, PersonId},
    ledger::LedgerEntry,
    rule::Refusal,
};
use banso_store::{EndingConsent, Stamp, Tx};
use chrono::{Days, NaiveDate};

use crate::{App, UseCaseError};

/// So many days before its end a consent is talked about anew.
const REMINDED: u64 = 30;

impl App {
    /// An agency as a consent names it.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] if there is none.
    #[boxed]
    pub async fn recipient(&self, agency: AgencyId) -> Result<Recipient, UseCaseError> {
        let facts = self.agency(agency).await?.facts;
        Ok(Recipient { agency, is_employer: facts.kind == AgencyKind::Employer })
    }

    /// Records that the person agrees that named agencies know named things.
    ///
    /// # Errors
    ///
    /// See [`UseCaseError`]; likewise below.
    #[boxed]
    pub async fn give_consent(
        &self,
        actor: &Actor,
        id: CaseId,
        expected: i64,
        mut consent: Consent,
    ) -> Result<i64, UseCaseError> {
        // Who is an employer is not for the form to say.
        for recipient in &mut consent.to {
            *recipient = self.recipient(recipient.agency).await?;
        }
        self.change_sharing(actor, Action::RecordConsent, id, Some(expected), |case, today| {
            Ok(vec![case.give_consent(consent, today)?])
        })
        .await
    }

    /// Takes a consent back.
    ///
    /// # Errors
    ///
    /// See [`App::give_consent`].
    #[boxed]
    pub async fn withdraw_consent(
        &self,
        actor: &Actor,
        id: CaseId,
        consent: ConsentId,
        on: NaiveDate,
        reason: &str,
    ) -> Result<i64, UseCaseError> {
        let withdrawal = Withdrawal { on, reason: reason.trim().to_owned(), by: actor.staff() };
        self.change_sharing(actor, Action::RecordConsent, id, None, |case, today| {
            Ok(vec![case.withdraw_consent(consent, withdrawal, today)?])
        })
        .await
    }

    /// Takes one's own consent back: the person with their own account.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for a case that is not one's own.
    #[boxed]
    pub async fn withdraw_own_consent(
        &self,
        actor: &Actor,
        id: CaseId,
        consent: ConsentId,
    ) -> Result<(), UseCaseError> {
        let tx = self.inner.store.begin().await?;
        let (case, version) = tx.case(id).await?.ok_or(UseCaseError::NotFound)?;
        let permit = self.decide_on_own(actor, Action::WithdrawOwnConsent, case.person).await?;
        let today = self.inner.clock.today();
        let withdrawal = Withdrawal { on: today, reason: String::new(), by: actor.staff() };
        let event = case.withdraw_consent(consent, withdrawal, today)?;
        let stamp = Stamp { permit: &permit, at: self.inner.clock.now() };
        tx.record_case(id, case.person, &[(stamp, &event)], Some(version)).await?;
        Ok(tx.commit().await?)
    }

    /// Opens the door for a while after the person was told.
    ///
    /// # Errors
    ///
    /// See [`App::give_consent`].
    #[boxed]
    pub async fn release(&self, actor: &Actor, id: CaseId, release: Release) -> Result<i64, UseCaseError> {
        self.change_sharing(actor, Action::RecordConsent, id, None, |case, today| {
            Ok(vec![case.release(release, today)?])
        })
        .await
    }

    /// Gives something without consent because there is danger.
    ///
    /// # Errors
    ///
    /// See [`App::give_consent`].
    #[boxed]
    pub async fn disclose_in_emergency(
        &self,
        actor: &Actor,
        id: CaseId,
        given: EmergencyDisclosure,
    ) -> Result<i64, UseCaseError> {
        let given = EmergencyDisclosure { to: self.recipient(given.to.agency).await?, ..given };
        self.change_sharing(actor, Action::DiscloseInEmergency, id, None, |case, today| {
            Ok(vec![case.disclose_in_emergency(given, today)?])
        })
        .await
    }

    /// Records what was found when an emergency disclosure was looked at again.
    ///
    /// # Errors
    ///
    /// See [`App::give_consent`].
    #[boxed]
    pub async fn review_emergency(
        &self,
        actor: &Actor,
        id: CaseId,
        disclosure: DisclosureId,
        review: EmergencyReview,
    ) -> Result<i64, UseCaseError> {
        self.change_sharing(actor, Action::ReviewEmergency, id, None, |case, today| {
            Ok(vec![case.review_emergency(disclosure, review, today)?])
        })
        .await
    }

    /// Records what the person says about employers.
    ///
    /// # Errors
    ///
    /// See [`App::give_consent`].
    #[boxed]
    pub async fn set_employment_disclosure(
        &self,
        actor: &Actor,
        id: CaseId,
        policy: EmploymentDisclosure,
    ) -> Result<i64, UseCaseError> {
        self.change_sharing(actor, Action::RecordConsent, id, None, |case, today| {
            Ok(case.set_employment_disclosure(policy, today).into_iter().collect())
        })
        .await
    }

    /// The consents in reach that end within a month, soonest first: the person is asked anew in time.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn consents_ending(
        &self,
        actor: &Actor,
        mine: bool,
        limit: u32,
    ) -> Result<Vec<EndingConsent>, UseCaseError> {
        let today = self.inner.clock.today();
        let filter = banso_access::RowFilter::of(actor);
        let assigned_to = mine.then_some(actor.staff());
        let until = today + Days::new(REMINDED);
        Ok(self.inner.store.reader().consents_ending(filter, assigned_to, today, until, limit).await?)
    }

    /// As every change of a case, with a line in the ledger for each door that it opens.
    async fn change_sharing(
        &self,
        actor: &Actor,
        action: Action,
        id: CaseId,
        expected: Option<i64>,
        rules: impl FnOnce(&Case, NaiveDate) -> Result<Vec<CaseEvent>, Refusal> + Send,
    ) -> Result<i64, UseCaseError> {
        let tx = self.inner.store.begin().await?;
        let (case, found) = tx.case(id).await?.ok_or(UseCaseError::NotFound)?;
        let permit = decide(actor, action, Target::Case(banso_access::CaseScope::of(&case)))?;
        if let Some(expected) = expected.filter(|expected| *expected != found) {
            return Err(UseCaseError::Conflict { expected, found });
        }
        let events = rules(&case, self.inner.clock.today())?;
        let stamp = Stamp { permit: &permit, at: self.inner.clock.now() };
        let changes: Vec<_> = events.iter().map(|event| (stamp, event)).collect();
        tx.record_case(id, case.person, &changes, Some(found)).await?;
        for event in &events {
            self.note_opened(&tx, &case, &permit, event).await?;
        }
        tx.commit().await?;
        Ok(found + i64::try_from(events.len()).unwrap_or_default())
    }

    async fn note_opened(&self, tx: &Tx, case: &Case, permit: &Permit, event: &CaseEvent) -> Result<(), UseCaseError> {
        let (to, items, basis, told_person_on): (Vec<AgencyId>, _, _, _) = match event {
            CaseEvent::ConsentGiven { consent }
                if consent.route == Route::Direct && consent.direction.gives() && !consent.tell_each_time =>
            {
                (consent.to.iter().map(|to| to.agency).collect(), consent.items, Basis::Consent, Some(consent.from))
            }
            CaseEvent::Released { release } => {
                (vec![release.to], release.items, Basis::Released, Some(release.told_on))
            }
            CaseEvent::DisclosedInEmergency { disclosure } => {
                (vec![disclosure.to.agency], disclosure.items, Basis::Emergency, None)
            }
            _ => return Ok(()),
        };
        for agency in to {
            let entry = LedgerEntry::Disclosed {
                case: case.id,
                to: Some(agency),
                to_name: String::new(),
                items,
                basis,
                route: Route::Direct,
                told_person_on,
            };
            self.note_with(tx, case.person, permit, entry).await?;
        }
        Ok(())
    }

    /// Decides about the record of the actor themself; entries that were joined to theirs are theirs, too.
    pub(crate) async fn decide_on_own(
        &self,
        actor: &Actor,
        action: Action,
        person: PersonId,
    ) -> Result<Permit, UseCaseError> {
        let themself = actor.person().ok_or(UseCaseError::NotFound)?;
        let mine = self.inner.store.reader().entries_of_person(themself).await?;
        let person = if mine.contains(&person) { themself } else { person };
        decide(actor, action, Target::Own(person)).map_err(|_| UseCaseError::NotFound)
    }
}
