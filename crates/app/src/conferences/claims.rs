//! 地域連携会議実施加算: claimed for a sitting about a case, with the minutes as evidence.

use async_recursion::async_recursion as boxed;
use banso_access::{Action, Actor, CaseScope, ConferenceScope, Target, decide};
use banso_domain::{
    case::{Case, event::CaseEvent},
    conference::Conference,
    id::{CaseId, ConferenceId},
    liaison::{LiaisonClaim, LiaisonEvidence, YearBasis},
    rule::{Refusal, Rule},
};
use banso_store::{Change, Stamp};
use chrono::NaiveDate;

use crate::{App, UseCaseError};

impl App {
    /// Claims 地域連携会議実施加算 for a sitting about a case, with its minutes as evidence.
    ///
    /// # Errors
    ///
    /// See [`UseCaseError`]; P-63, P-71, R-69 and R-70 where the claim cannot be made.
    #[boxed]
    pub async fn claim_liaison(
        &self,
        actor: &Actor,
        id: ConferenceId,
        case: CaseId,
        claim: LiaisonClaim,
    ) -> Result<(), UseCaseError> {
        self.on_claim(actor, id, case, |conference, file, year, today| {
            let evidence = LiaisonEvidence::of(conference, file, claim.office);
            let version = self.rewards().liaison_on(claim.held_on);
            file.claim_liaison(claim, evidence, (version, year), today)
        })
        .await
    }

    /// Takes a claim back.
    ///
    /// # Errors
    ///
    /// See [`UseCaseError`]; P-12 without a reason.
    #[boxed]
    pub async fn drop_liaison(
        &self,
        actor: &Actor,
        id: ConferenceId,
        case: CaseId,
        reason: &str,
    ) -> Result<(), UseCaseError> {
        self.on_claim(actor, id, case, |_, file, _, _| file.drop_liaison(id, reason)).await
    }

    async fn on_claim(
        &self,
        actor: &Actor,
        id: ConferenceId,
        case: CaseId,
        rules: impl FnOnce(&Conference, &Case, YearBasis, NaiveDate) -> Result<CaseEvent, Refusal> + Send,
    ) -> Result<(), UseCaseError> {
        let tx = self.inner.store.begin().await?;
        let (conference, _) = tx.conference(id).await?.ok_or(UseCaseError::NotFound)?;
        let host = tx.agency(conference.host).await?.ok_or(UseCaseError::NotFound)?.facts;
        let scope = ConferenceScope { host: conference.host, municipality: host.municipality };
        let permit = decide(actor, Action::WriteMinutes, Target::Conference(scope))?;
        let (file, found) = tx.case(case).await?.ok_or(UseCaseError::NotFound)?;
        decide(actor, Action::ReadCase, Target::Case(CaseScope::of(&file)))?;
        if !conference.agenda.iter().any(|item| item.case == case) {
            return Err(Rule::NoSuchAgendaItem.into());
        }
        let event = rules(&conference, &file, host.conferences.liaison_year, self.inner.clock.today())?;
        let stamp = Stamp { permit: &permit, at: self.inner.clock.now() };
        tx.record(stamp, Change::Case(case, file.person, &event), Some(found)).await?;
        Ok(tx.commit().await?)
    }
}
